//! Telephones of the demo, with sockets for SIP and for the voice: they register, call, and take calls.

use std::{
    net::{SocketAddr, UdpSocket},
    time::Duration,
};

use anyhow::{Context, Result, bail, ensure};
use domain::ContentHash;

/// A telephone, or whoever calls.
pub(crate) struct Phone {
    name: &'static str,
    /// Where the pool takes calls.
    pool: SocketAddr,
    sip: UdpSocket,
    voice: UdpSocket,
    sequence: u32,
    dialog: Option<Dialog>,
}

/// What the messages of a call have in common, as this side writes them, and where the pool wants its voice.
struct Dialog {
    contact: String,
    from: String,
    to: String,
    call_id: String,
    voice: SocketAddr,
}

impl Phone {
    pub(crate) fn new(name: &'static str, pool: SocketAddr) -> Result<Self> {
        let [sip, voice] = [UdpSocket::bind("127.0.0.1:0")?, UdpSocket::bind("127.0.0.1:0")?];
        sip.set_read_timeout(Some(PATIENCE))?;
        voice.set_read_timeout(Some(Duration::from_millis(100)))?;
        Ok(Self { name, pool, sip, voice, sequence: 0, dialog: None })
    }

    /// Registers with a password: the first request is challenged, the second answers.
    pub(crate) fn register(&mut self, password: &str) -> Result<()> {
        self.sequence += 1;
        self.send(&self.register_request(""))?;
        let challenge = self.expect("SIP/2.0 401")?;
        let offered = challenge.lines().find(|line| line.contains("algorithm=SHA-256"));
        let nonce = offered.and_then(|line| line.split("nonce=\"").nth(1)?.split('"').next());
        let nonce = nonce.context("the pool offers no digest by SHA-256")?;
        let hash = |text: String| ContentHash::of(text.as_bytes()).to_string();
        let user = hash(format!("{}:{DOMAIN}:{password}", self.name));
        let what = hash(format!("REGISTER:sip:{DOMAIN}"));
        let response = hash(format!("{user}:{nonce}:00000001:demo:auth:{what}"));
        let proof = format!(
            "Authorization: Digest username=\"{}\", realm=\"{DOMAIN}\", nonce=\"{nonce}\", uri=\"sip:{DOMAIN}\", \
             response=\"{response}\", algorithm=SHA-256, cnonce=\"demo\", qop=auth, nc=00000001\r\n",
            self.name
        );
        self.sequence += 1;
        self.send(&self.register_request(&proof))?;
        self.expect("SIP/2.0 200").map(drop)
    }

    fn register_request(&self, proof: &str) -> String {
        let contact = format!("Contact: <sip:{}@{}>\r\nExpires: 300\r\n", self.name, self.address());
        let address = format!("<sip:{}@{DOMAIN}>", self.name);
        self.request("REGISTER", &format!("sip:{DOMAIN}"), (&address, &address), &format!("{contact}{proof}"))
    }

    /// Calls an address, and is in the call once the pool answers.
    pub(crate) fn call(&mut self, target: &str) -> Result<()> {
        self.sequence += 1;
        let from = format!("<sip:{}@{DOMAIN}>", self.name);
        let others = format!("Contact: <sip:{}@{}>\r\n", self.name, self.address());
        let invite = self.request("INVITE", target, (&from, &format!("<{target}>")), &others);
        self.send(&with_body(&invite, &self.description()?))?;
        let answer = self.expect("SIP/2.0 200")?;
        let field = |name| field(&answer, name);
        let (from, to, call_id) = (field("From")?, field("To")?, field("Call-ID")?);
        self.enter(&answer, (from, to, call_id))?;
        self.send(&self.within("ACK")?)
    }

    /// Takes the call that comes next: rings, answers, and waits for the acknowledgement.
    pub(crate) fn take(&mut self) -> Result<()> {
        let invite = self.expect("INVITE ")?;
        self.send(&self.answer(&invite, "180 Ringing", ""))?;
        self.send(&self.answer(&invite, "200 OK", &self.description()?))?;
        self.expect("ACK ")?;
        let (from, to) = (format!("{};tag={}", field(&invite, "To")?, self.name), field(&invite, "From")?);
        let (to, call_id) = (to.to_owned(), field(&invite, "Call-ID")?.to_owned());
        self.enter(&invite, (&from, &to, &call_id))
    }

    /// Says no to the call that comes next.
    pub(crate) fn decline(&self) -> Result<()> {
        let invite = self.expect("INVITE ")?;
        self.send(&self.answer(&invite, "486 Busy Here", ""))
    }

    /// Hangs up.
    pub(crate) fn hang_up(&mut self) -> Result<()> {
        self.sequence += 1;
        self.send(&self.within("BYE")?)?;
        self.dialog = None;
        self.expect("SIP/2.0 200").map(drop)
    }

    /// Waits until the pool hangs up.
    pub(crate) fn is_hung_up(&mut self) -> Result<()> {
        let bye = self.expect("BYE ")?;
        self.dialog = None;
        self.send(&self.answer(&bye, "200 OK", ""))
    }

    /// Says one sound again and again until the other hears it.
    pub(crate) fn is_heard_by(&self, other: &Self, sound: u8) -> Result<()> {
        let to = self.dialog.as_ref().context("there is no call")?.voice;
        let mut buffer = [0; 2_048];
        // What came to the other until now says nothing, and would use up the packets below.
        other.voice.set_nonblocking(true)?;
        while other.voice.recv(&mut buffer).is_ok() {}
        other.voice.set_nonblocking(false)?;
        for sequence in 0..150_u16 {
            let mut packet = vec![0x80, 8];
            packet.extend(sequence.to_be_bytes());
            packet.extend((u32::from(sequence) * 160).to_be_bytes());
            packet.extend(u32::from(sound).to_be_bytes());
            packet.extend([sound; 160]);
            self.voice.send_to(&packet, to)?;
            if let Ok(172) = other.voice.recv(&mut buffer)
                && buffer[12..172] == [sound; 160]
            {
                return Ok(());
            }
        }
        bail!("{} does not hear {}", other.name, self.name)
    }

    fn enter(&mut self, message: &str, names: (&str, &str, &str)) -> Result<()> {
        let (from, to, call_id) = names;
        let contact = field(message, "Contact")?.trim_start_matches('<').split('>').next();
        let port = message.lines().find_map(|line| line.strip_prefix("m=audio ")?.split(' ').next());
        let ip = message.lines().find_map(|line| line.strip_prefix("c=IN IP4 "));
        let (ip, port) = ip.zip(port).context("the pool names no voice")?;
        self.dialog = Some(Dialog {
            contact: contact.unwrap_or_default().to_owned(),
            from: from.to_owned(),
            to: to.to_owned(),
            call_id: call_id.to_owned(),
            voice: SocketAddr::new(ip.parse()?, port.parse()?),
        });
        Ok(())
    }

    /// A request within the call.
    fn within(&self, method: &str) -> Result<String> {
        let dialog = self.dialog.as_ref().context("there is no call")?;
        let request = self.request(method, &dialog.contact, (&dialog.from, &dialog.to), "");
        let own = format!("Call-ID: {}-{}", self.name, self.address().port());
        Ok(request.replace(&own, &format!("Call-ID: {}", dialog.call_id)))
    }

    fn request(&self, method: &str, target: &str, names: (&str, &str), others: &str) -> String {
        let (name, address, sequence) = (self.name, self.address(), self.sequence);
        let (from, to) = names;
        let tag = if from.contains(";tag=") { String::new() } else { format!(";tag={name}") };
        format!(
            "{method} {target} SIP/2.0\r\nVia: SIP/2.0/UDP {address};rport;branch=z9hG4bK{name}{}{method}{sequence}\r\n\
             From: {from}{tag}\r\nTo: {to}\r\nCall-ID: {name}-{}\r\nCSeq: {sequence} {method}\r\nMax-Forwards: 70\r\n\
             {others}Content-Length: 0\r\n\r\n",
            address.port(),
            address.port()
        )
    }

    /// A response to a request of the pool.
    fn answer(&self, request: &str, status: &str, body: &str) -> String {
        let copied = request
            .lines()
            .filter(|line| ["Via:", "From:", "Call-ID:", "CSeq:"].iter().any(|name| line.starts_with(name)));
        let copied: String = copied.map(|line| format!("{line}\r\n")).collect();
        let to = field(request, "To").unwrap_or_default();
        let tag = if to.contains(";tag=") { String::new() } else { format!(";tag={}", self.name) };
        let contact = format!("<sip:{}@{}>", self.name, self.address());
        let head = format!(
            "SIP/2.0 {status}\r\n{copied}To: {to}{tag}\r\nContact: {contact}\r\nContent-Length: 0\r\n\r\n"
        );
        if body.is_empty() { head } else { with_body(&head, body) }
    }

    /// What we offer and answer.
    fn description(&self) -> Result<String> {
        let port = self.voice.local_addr()?.port();
        Ok(format!(
            "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {port} RTP/AVP 8\r\n"
        ))
    }

    fn address(&self) -> SocketAddr {
        self.sip.local_addr().unwrap_or(self.pool)
    }

    fn send(&self, message: &str) -> Result<()> {
        self.sip.send_to(message.as_bytes(), self.pool).map(drop).context("the pool cannot be sent anything")
    }

    /// The next message that begins so; what is provisional, or sent again, is passed over.
    fn expect(&self, beginning: &str) -> Result<String> {
        let mut buffer = [0; 65_535];
        for _ in 0..50 {
            let (length, _) = self
                .sip
                .recv_from(&mut buffer)
                .with_context(|| format!("{} waits in vain for {beginning}", self.name))?;
            let message = String::from_utf8_lossy(&buffer[..length]).into_owned();
            if message.starts_with(beginning) {
                return Ok(message);
            }
            let is_final = ["SIP/2.0 3", "SIP/2.0 4", "SIP/2.0 5", "SIP/2.0 6"];
            let first = message.lines().next().unwrap_or_default();
            ensure!(
                !is_final.iter().any(|status| message.starts_with(status)),
                "{} is told: {first}",
                self.name
            );
        }
        bail!("{} hears too much else than {beginning}", self.name)
    }
}

fn with_body(message: &str, body: &str) -> String {
    let length = format!("Content-Type: application/sdp\r\nContent-Length: {}", body.len());
    message.replace("Content-Length: 0", &length) + body
}

fn field<'a>(message: &'a str, name: &str) -> Result<&'a str> {
    let value = message.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    value.with_context(|| format!("a message of the pool has no {name}"))
}

/// The domain of Contoso's people, and so the realm of their passwords.
const DOMAIN: &str = "contoso.com";
/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(12);
