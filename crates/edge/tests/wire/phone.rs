//! A phone with a password: it registers and answers challenges.

use std::fmt::Write as _;

use domain::SipUri;
use edge::{Ha1, User};
use md5::Digest as _;

use crate::peer::{Peer, field, first_line};

/// Somebody who may register, with a password.
pub(crate) fn user(address: &str) -> User {
    let address = SipUri::new(address).unwrap();
    let user = User { address, ha1: Ha1::new("", "", "") };
    let ha1 = Ha1::new(user.name(), &user.realm(), PASSWORD);
    User { ha1, ..user }
}

/// A phone of one user.
pub(crate) struct Phone<'a> {
    pub(crate) peer: &'a Peer,
    pub(crate) name: &'static str,
    pub(crate) domain: &'static str,
    pub(crate) password: &'static str,
    pub(crate) algorithm: &'static str,
    pub(crate) sequence: u32,
    /// The method that the password is given for.
    pub(crate) method: &'static str,
}

impl<'a> Phone<'a> {
    pub(crate) fn of(peer: &'a Peer, name: &'static str) -> Self {
        Self {
            peer,
            name,
            domain: "contoso.com",
            password: PASSWORD,
            algorithm: "SHA-256",
            sequence: 0,
            method: "REGISTER",
        }
    }

    /// A REGISTER with further header fields, before any challenge.
    pub(crate) fn bare(&mut self, others: &str) -> String {
        self.sequence += 1;
        let Self { name, domain, sequence, .. } = self;
        format!(
            "REGISTER sip:{domain} SIP/2.0\r\nVia: SIP/2.0/{} {};rport;branch=z9hG4bK{name}{sequence}\r\n\
             From: <sip:{name}@{domain}>;tag={name}{sequence}\r\nTo: <sip:{name}@{domain}>\r\nCall-ID: {name}-register\r\n\
             CSeq: {sequence} REGISTER\r\n{others}Content-Length: 0\r\n\r\n",
            self.peer.transport(),
            self.peer.address()
        )
    }

    /// Registers, with the challenge in between, and gives the final answer.
    pub(crate) fn register(&mut self, others: &str) -> String {
        let request = self.bare(others);
        let challenge = self.peer.ask(&request);
        assert_eq!(first_line(&challenge), "SIP/2.0 401 Unauthorized");
        let authorization = self.authorization(&challenge, 1);
        let again = self.bare(&format!("{others}{authorization}"));
        self.peer.ask(&again)
    }

    /// The header field that answers a challenge to a REGISTER.
    pub(crate) fn authorization(&self, challenge: &str, count: u32) -> String {
        let offered = format!("algorithm={}", self.algorithm);
        // A challenge that names no algorithm means MD5.
        let fits =
            |line: &str| line.contains(&offered) || self.algorithm == "MD5" && !line.contains("algorithm=");
        let mut lines = challenge.lines().filter(|line| line.contains("-Authenticate: "));
        let nonce = parameter(lines.find(|line| fits(line)).unwrap(), "nonce");
        let (name, domain) = (self.name, self.domain);
        let ha1 = self.digest(&format!("{name}:{domain}:{}", self.password));
        let ha2 = self.digest(&format!("{}:sip:{domain}", self.method));
        let response = self.digest(&format!("{ha1}:{nonce}:{count:08x}:abc:auth:{ha2}"));
        format!(
            "Authorization: Digest username=\"{name}\", realm=\"{domain}\", nonce=\"{nonce}\", uri=\"sip:{domain}\", \
             response=\"{response}\", algorithm={}, cnonce=\"abc\", qop=auth, nc={count:08x}\r\n",
            self.algorithm
        )
    }

    fn digest(&self, text: &str) -> String {
        match self.algorithm {
            "MD5" => hexadecimal(&md5::Md5::digest(text)),
            _ => hexadecimal(&sha2::Sha256::digest(text)),
        }
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

/// A quoted parameter of a header field.
fn parameter<'a>(line: &'a str, name: &str) -> &'a str {
    let (_, behind) = line.split_once(&format!("{name}=\"")).unwrap();
    behind.split('"').next().unwrap()
}

/// Every contact of an answer, without the time that is left.
pub(crate) fn contacts(answer: &str) -> Vec<&str> {
    let lines = answer.lines().filter_map(|line| line.strip_prefix("Contact: "));
    lines.map(|contact| contact.split(";expires").next().unwrap()).collect()
}

/// How long the first contact lasts.
pub(crate) fn expires(answer: &str) -> u32 {
    field(answer, "Contact").unwrap().rsplit_once("expires=").unwrap().1.parse().unwrap()
}

pub(crate) const PASSWORD: &str = "a long enough secret";
