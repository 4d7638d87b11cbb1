use crate::Uri;

use super::{Headers, Method, TransactionKey, response::write_rest};

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// What is asked.
    pub method: Method,
    /// Whom it is for.
    pub uri: Uri,
    /// The header fields. Content-Length is written by [`Self::to_bytes`].
    pub headers: Headers,
    /// The body.
    pub body: Vec<u8>,
}

impl Request {
    /// A request without headers and body.
    pub const fn new(method: Method, uri: Uri) -> Self {
        Self { method, uri, headers: Headers::new(), body: Vec::new() }
    }

    /// The request as it goes on the wire.
    pub fn to_bytes(&self) -> Vec<u8> {
        let start = format!("{} {} SIP/2.0\r\n", self.method, self.uri);
        write_rest(start, &self.headers, &self.body)
    }

    /// The key of its transaction.
    pub fn transaction(&self) -> Option<TransactionKey> {
        TransactionKey::of(&self.headers)
    }
}
