//! A caller, and the telephone of an agent.

use std::{
    net::{SocketAddr, UdpSocket},
    time::Duration,
};

/// A caller in a call.
pub(crate) struct Caller {
    line: Line,
    pool: SocketAddr,
    name: &'static str,
    to: String,
    voice: UdpSocket,
    /// Where the pool takes the voice.
    pool_voice: SocketAddr,
}

/// The telephone of an agent, at the place of the proxy that knows the agents.
pub(crate) struct Phone(Line);

/// A socket for SIP.
struct Line(UdpSocket);

impl Caller {
    pub(crate) fn call(pool: SocketAddr, name: &'static str) -> Self {
        let (line, voice) = (Line::new(), socket());
        let to = "<sip:helpdesk@contoso.com>".to_owned();
        let mut caller = Self { line, pool, name, to, voice, pool_voice: pool };
        caller.send("INVITE", 1, &description(&caller.voice));
        let answer = caller.hears("SIP/2.0 200");
        caller.to = field(&answer, "To").to_owned();
        let port = answer.split("m=audio ").nth(1).unwrap().split(' ').next().unwrap();
        caller.pool_voice.set_port(port.parse().unwrap());
        caller.send("ACK", 1, "");
        caller
    }

    pub(crate) fn hangs_up(self) {
        self.send("BYE", 2, "");
        self.hears("SIP/2.0 200");
    }

    /// Sends a packet of voice with this number.
    pub(crate) fn says(&self, number: u16) {
        let mut packet = vec![0x80, 8];
        packet.extend(number.to_be_bytes());
        packet.extend((u32::from(number) * 160).to_be_bytes());
        packet.extend(1_u32.to_be_bytes());
        packet.extend([0xD5; 160]);
        self.voice.send_to(&packet, self.pool_voice).unwrap();
    }

    /// Waits for the next packet of what the pool plays.
    pub(crate) fn listens(&self) {
        self.voice.recv_from(&mut [0; 2_048]).expect("the pool plays music");
    }

    fn send(&self, method: &str, sequence: u32, body: &str) {
        let (me, name, to) = (self.line.0.local_addr().unwrap(), self.name, &self.to);
        let request = format!(
            "{method} sip:helpdesk@contoso.com SIP/2.0\r\nVia: SIP/2.0/UDP {me};rport;branch=z9hG4bK{name}{method}\r\n\
             From: \"{name}\" <sip:{name}@contoso.com>;tag={name}\r\nTo: {to}\r\nCall-ID: {name}\r\n\
             CSeq: {sequence} {method}\r\nContact: <sip:{name}@{me}>\r\nMax-Forwards: 70\r\n\
             Content-Type: application/sdp\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        self.line.0.send_to(request.as_bytes(), self.pool).unwrap();
    }

    fn hears(&self, beginning: &str) -> String {
        loop {
            let (message, _) = self.line.receive();
            if message.starts_with(beginning) {
                return message;
            }
            assert!(message.starts_with("SIP/2.0 1"), "{message}");
        }
    }
}

impl Phone {
    pub(crate) fn new() -> Self {
        Self(Line::new())
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.0.0.local_addr().unwrap()
    }

    /// Waits for a call and answers it.
    pub(crate) fn answers(&self) {
        let voice = socket();
        self.answers_until("ACK ", &description(&voice));
    }

    /// Waits for the end of the call.
    pub(crate) fn is_hung_up(&self) {
        self.answers_until("BYE ", "");
    }

    /// Agrees to everything until a request comes that begins so.
    fn answers_until(&self, beginning: &str, body: &str) {
        loop {
            let (request, from) = self.0.receive();
            if !request.starts_with("ACK ") {
                let copied = ["Via:", "From:", "Call-ID:", "CSeq:", "Record-Route:"];
                let kept = request.lines().filter(|line| copied.iter().any(|name| line.starts_with(name)));
                let kept: String = kept.map(|line| format!("{line}\r\n")).collect();
                let (to, me) = (field(&request, "To"), self.address());
                let tag = if to.contains(";tag=") { "" } else { ";tag=ann" };
                let body = if request.starts_with("INVITE ") { body } else { "" };
                let answer = format!(
                    "SIP/2.0 200 OK\r\n{kept}To: {to}{tag}\r\nContact: <sip:ann@{me}>\r\n\
                     Content-Type: application/sdp\r\nContent-Length: {}\r\n\r\n{body}",
                    body.len()
                );
                self.0.0.send_to(answer.as_bytes(), from).unwrap();
            }
            if request.starts_with(beginning) {
                return;
            }
        }
    }
}

impl Line {
    fn new() -> Self {
        Self(socket())
    }

    fn receive(&self) -> (String, SocketAddr) {
        let mut buffer = [0; 65_535];
        let (length, from) = self.0.recv_from(&mut buffer).expect("the pool says something in time");
        (String::from_utf8_lossy(&buffer[..length]).into_owned(), from)
    }
}

fn socket() -> UdpSocket {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    socket
}

fn description(voice: &UdpSocket) -> String {
    format!(
        "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {} RTP/AVP 8\r\n",
        voice.local_addr().unwrap().port()
    )
}

fn field<'a>(message: &'a str, name: &str) -> &'a str {
    let value = message.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    value.unwrap_or_else(|| panic!("no {name} in {message}"))
}
