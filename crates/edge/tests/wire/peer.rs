//! A peer that speaks to a running edge.

use std::{
    net::{SocketAddr, UdpSocket},
    time::Duration,
};

/// A socket that sends to the edge and hears what comes back.
pub(crate) struct Peer {
    socket: UdpSocket,
    edge: SocketAddr,
}

impl Peer {
    pub(crate) fn towards(edge: SocketAddr) -> Self {
        let any: SocketAddr = if edge.is_ipv4() { "127.0.0.1:0" } else { "[::1]:0" }.parse().unwrap();
        let socket = UdpSocket::bind(any).unwrap();
        socket.set_read_timeout(Some(BOUND)).unwrap();
        Self { socket, edge }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.socket.local_addr().unwrap()
    }

    pub(crate) fn send(&self, bytes: &[u8]) {
        self.socket.send_to(bytes, self.edge).unwrap();
    }

    /// Speaks to another edge from now on.
    pub(crate) const fn turn_to(&mut self, edge: SocketAddr) {
        self.edge = edge;
    }

    /// The next message.
    pub(crate) fn receive(&self) -> String {
        let mut buffer = [0; 65_535];
        let (length, _) = self.socket.recv_from(&mut buffer).expect("the edge answers in time");
        String::from_utf8_lossy(&buffer[..length]).into_owned()
    }

    /// The next message that begins so; others in between are passed over.
    pub(crate) fn expect(&self, beginning: &str) -> String {
        for _ in 0..50 {
            let message = self.receive();
            if message.starts_with(beginning) {
                return message;
            }
            assert!(is_passed_over(&message, beginning), "expected {beginning}, got {message}");
        }
        panic!("too much else came before {beginning}");
    }

    /// Whether nothing comes for a short time.
    pub(crate) fn hears_nothing(&self, time: Duration) -> bool {
        self.socket.set_read_timeout(Some(time)).unwrap();
        let mut buffer = [0; 2_048];
        let silent = self.socket.recv_from(&mut buffer).is_err();
        self.socket.set_read_timeout(Some(BOUND)).unwrap();
        silent
    }

    /// Sends a request and gives its answer; what the edge asks meanwhile is passed over.
    pub(crate) fn ask(&self, request: &str) -> String {
        self.send(request.as_bytes());
        for _ in 0..50 {
            let message = self.receive();
            if message.starts_with("SIP/2.0 ") {
                return message;
            }
        }
        panic!("too much else came before the answer");
    }
}

/// Provisional responses, and what is sent again while a test is busy elsewhere.
fn is_passed_over(message: &str, beginning: &str) -> bool {
    message.starts_with("SIP/2.0 1")
        || message.starts_with("INVITE ")
        || message.starts_with("SIP/2.0 200") && !beginning.starts_with("SIP/2.0 4")
}

/// A request with its mandatory header fields and whatever else is given.
pub(crate) fn request(method: &str, branch: &str, others: &str) -> String {
    format!(
        "{method} sip:helpdesk@contoso.com SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:1;rport;branch=z9hG4bK{branch}\r\n\
         From: <sip:kim@contoso.com>;tag={branch}\r\nTo: <sip:helpdesk@contoso.com>\r\nCall-ID: {branch}\r\n\
         CSeq: 1 {method}\r\nMax-Forwards: 70\r\n{others}Content-Length: 0\r\n\r\n"
    )
}

/// The first line of a message.
pub(crate) fn first_line(message: &str) -> &str {
    message.lines().next().unwrap_or_default()
}

/// The value of a header field.
pub(crate) fn field<'a>(message: &'a str, name: &str) -> Option<&'a str> {
    message.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

const BOUND: Duration = Duration::from_secs(10);
