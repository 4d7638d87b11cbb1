//! A peer that speaks to a running edge.

use std::{
    cell::RefCell,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream, UdpSocket},
    time::Duration,
};

/// A socket that sends to the edge and hears what comes back.
pub(crate) struct Peer {
    way: Way,
    edge: SocketAddr,
}

enum Way {
    Datagrams(UdpSocket),
    /// A connection, and what was read beyond the last message.
    Stream(TcpStream, RefCell<Vec<u8>>),
}

impl Peer {
    pub(crate) fn towards(edge: SocketAddr) -> Self {
        // Everybody is on this host.
        let socket = UdpSocket::bind(SocketAddr::new(edge.ip(), 0)).unwrap();
        socket.set_read_timeout(Some(BOUND)).unwrap();
        Self { way: Way::Datagrams(socket), edge }
    }

    /// A peer with a connection.
    pub(crate) fn by_tcp(edge: SocketAddr) -> Self {
        let stream = TcpStream::connect(edge).unwrap();
        stream.set_read_timeout(Some(BOUND)).unwrap();
        Self { way: Way::Stream(stream, RefCell::default()), edge }
    }

    /// The other end of a connection that the edge made.
    pub(crate) fn of_stream(stream: TcpStream) -> Self {
        stream.set_read_timeout(Some(BOUND)).unwrap();
        let edge = stream.peer_addr().unwrap();
        Self { way: Way::Stream(stream, RefCell::default()), edge }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        match &self.way {
            Way::Datagrams(socket) => socket.local_addr().unwrap(),
            Way::Stream(stream, _) => stream.local_addr().unwrap(),
        }
    }

    /// How messages travel, as Via says it.
    pub(crate) const fn transport(&self) -> &'static str {
        match self.way {
            Way::Datagrams(_) => "UDP",
            Way::Stream(..) => "TCP",
        }
    }

    /// The address of somebody here, as Contact says it.
    pub(crate) fn contact(&self, name: &str) -> String {
        let kind = if matches!(self.way, Way::Stream(..)) { ";transport=tcp" } else { "" };
        format!("<sip:{name}@{}{kind}>", self.address())
    }

    pub(crate) fn send(&self, bytes: &[u8]) {
        match &self.way {
            Way::Datagrams(socket) => drop(socket.send_to(bytes, self.edge).unwrap()),
            Way::Stream(stream, _) => (&*stream).write_all(bytes).unwrap(),
        }
    }

    /// Speaks to another edge from now on.
    pub(crate) const fn turn_to(&mut self, edge: SocketAddr) {
        self.edge = edge;
    }

    /// The next message.
    pub(crate) fn receive(&self) -> String {
        self.next().expect("the edge answers in time")
    }

    fn next(&self) -> Option<String> {
        let mut buffer = [0; 65_535];
        match &self.way {
            Way::Datagrams(socket) => {
                let (length, _) = socket.recv_from(&mut buffer).ok()?;
                Some(String::from_utf8_lossy(&buffer[..length]).into_owned())
            }
            Way::Stream(stream, read) => loop {
                let mut read = read.borrow_mut();
                if let Some(length) = length_of(&read) {
                    let message = read.drain(..length).collect();
                    return Some(String::from_utf8(message).unwrap());
                }
                match (&*stream).read(&mut buffer) {
                    Ok(length) if length > 0 => read.extend(&buffer[..length]),
                    _ => return None,
                }
            },
        }
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

    /// The next message that begins so, where a message that came before comes again and again.
    pub(crate) fn expect_other_than(&self, beginning: &str, known: &str) -> String {
        loop {
            let message = self.receive();
            if message != known {
                assert!(message.starts_with(beginning), "expected {beginning}, got {message}");
                return message;
            }
        }
    }

    /// Whether nothing comes for a short time.
    pub(crate) fn hears_nothing(&self, time: Duration) -> bool {
        self.wait_for(time);
        let silent = self.next().is_none();
        self.wait_for(BOUND);
        silent
    }

    fn wait_for(&self, time: Duration) {
        match &self.way {
            Way::Datagrams(socket) => socket.set_read_timeout(Some(time)).unwrap(),
            Way::Stream(stream, _) => stream.set_read_timeout(Some(time)).unwrap(),
        }
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

/// The length of the whole message at the beginning, if there is one.
fn length_of(read: &[u8]) -> Option<usize> {
    let head = read.windows(4).position(|end| end == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(&read[..head]).unwrap();
    let body: usize = field(text, "Content-Length").unwrap().parse().unwrap();
    Some(head + body).filter(|length| *length <= read.len())
}

/// Provisional responses, and what is sent again while a test is busy elsewhere.
fn is_passed_over(message: &str, beginning: &str) -> bool {
    message.starts_with("SIP/2.0 1")
        || message.starts_with("INVITE ")
        || message.starts_with("ACK ")
        || message.starts_with("SUBSCRIBE ")
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

/// The values of every header field of a name.
pub(crate) fn fields<'a>(message: &'a str, name: &str) -> Vec<&'a str> {
    message.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix(": ")).collect()
}

/// The body of a message.
pub(crate) fn body_of(message: &str) -> &str {
    message.split_once("\r\n\r\n").unwrap().1
}

/// A message with another body.
pub(crate) fn with_body(message: &str, body: &str) -> String {
    let (head, _) = message.split_once("\r\n\r\n").unwrap();
    let kept: Vec<&str> = head.lines().filter(|line| !line.starts_with("Content-Length")).collect();
    format!("{}\r\nContent-Length: {}\r\n\r\n{body}", kept.join("\r\n"), body.len())
}

const BOUND: Duration = Duration::from_secs(20);
