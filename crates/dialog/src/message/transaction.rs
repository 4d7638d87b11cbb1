use crate::params::Params;

use super::{Headers, Method};

/// What a transaction is known by (RFC 3261 section 17.2.3): its topmost Via and its method.
///
/// A response has the key of its request, and so the rim finds the transaction that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionKey {
    /// The branch of the topmost Via.
    pub branch: String,
    /// Host and port of the topmost Via.
    pub sent_by: String,
    /// The method of CSeq; INVITE for its ACK.
    pub method: Method,
}

impl TransactionKey {
    /// The key of a message with these headers.
    pub fn of(headers: &Headers) -> Option<Self> {
        let via = headers.elements("Via").next()?;
        let (place, params) = via.find(';').map_or((via, ""), |at| via.split_at(at));
        let branch = Params::parse(params).ok()?.value("branch")?.to_owned();
        let sent_by = place.rsplit([' ', '\t']).next()?.to_ascii_lowercase();
        let method = match headers.cseq()?.method {
            Method::Ack => Method::Invite,
            method => method,
        };
        Some(Self { branch, sent_by, method })
    }
}
