//! SIP messages as plain data: start line, headers in their order, body bytes.

mod cseq;
mod headers;
mod method;
mod request;
mod response;
mod transaction;

pub use cseq::CSeq;
pub use headers::Headers;
pub use method::Method;
pub use request::Request;
pub use response::{Response, reason_phrase};
pub use transaction::TransactionKey;

/// A request or a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// A request.
    Request(Request),
    /// A response.
    Response(Response),
}

impl Message {
    /// The message as it goes on the wire.
    pub fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Request(request) => request.to_bytes(),
            Self::Response(response) => response.to_bytes(),
        }
    }

    /// The headers of either.
    pub const fn headers(&self) -> &Headers {
        match self {
            Self::Request(request) => &request.headers,
            Self::Response(response) => &response.headers,
        }
    }
}
