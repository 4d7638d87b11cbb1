//! One hop of a Via: where a response goes, and the branch that names the transaction.

use super::grammar::{Scanner, is_host_port};

/// A hop as its sender wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Via {
    /// `UDP`, `TCP`, or what else the sender says.
    pub transport: String,
    /// Host, with a port or without.
    pub sent_by: String,
    /// Parameters in order.
    pub parameters: Vec<(String, Option<String>)>,
}

impl Via {
    /// Reads the hops of one header field.
    pub fn parse_all(text: &str) -> Option<Vec<Self>> {
        let mut scanner = Scanner(text);
        let mut hops = vec![Self::parse(&mut scanner)?];
        while scanner.eat_spaced(',') {
            hops.push(Self::parse(&mut scanner)?);
        }
        scanner.ends().then_some(hops)
    }

    fn parse(scanner: &mut Scanner<'_>) -> Option<Self> {
        scanner.space();
        scanner.token()?;
        scanner.eat_spaced('/').then(|| scanner.token())??;
        let transport = scanner.eat_spaced('/').then(|| scanner.token())??;
        if !scanner.0.starts_with([' ', '\t']) {
            return None;
        }
        scanner.space();
        let host = scanner.run(|sign| !",; \t".contains(sign))?;
        let mut sent_by = host.to_owned();
        // White space around the colon is legal (RFC 3261 section 25.1, sent-by).
        if !sent_by.ends_with(':') && scanner.eat_spaced(':') || sent_by.ends_with(':') {
            let port = scanner.space().run(|sign| sign.is_ascii_digit())?;
            sent_by = format!("{}:{port}", host.trim_end_matches(':'));
        }
        let parameters = scanner.parameters()?;
        let owned = parameters.into_iter().map(|(name, value)| (name.to_owned(), value.map(str::to_owned)));
        is_host_port(&sent_by).then(|| Self {
            transport: transport.to_ascii_uppercase(),
            parameters: owned.collect(),
            sent_by,
        })
    }

    /// A parameter; a bare name has an empty value.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_deref().unwrap_or_default())
    }

    /// Sets or adds a parameter.
    pub fn set(&mut self, name: &str, value: String) {
        match self.parameters.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
            Some((_, known)) => *known = Some(value),
            None => self.parameters.push((name.to_owned(), Some(value))),
        }
    }

    /// The branch of an element of RFC 3261; one of RFC 2543 has none that is unique.
    pub fn unique_branch(&self) -> Option<&str> {
        self.parameter("branch").filter(|branch| branch.len() > MAGIC.len() && branch.starts_with(MAGIC))
    }

    /// The host without its port, and without brackets.
    pub fn host(&self) -> &str {
        match self.sent_by.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((address, _)) => address,
            None => self.sent_by.split(':').next().unwrap_or_default(),
        }
    }

    /// The port, or the one that SIP has where none is given.
    pub fn port(&self) -> u16 {
        let behind = self.sent_by.rsplit_once(']').map_or(self.sent_by.as_str(), |(_, behind)| behind);
        behind.rsplit_once(':').and_then(|(_, port)| port.parse().ok()).unwrap_or(5060)
    }
}

impl std::fmt::Display for Via {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SIP/2.0/{} {}", self.transport, self.sent_by)?;
        self.parameters.iter().try_for_each(|(name, value)| match value {
            Some(value) => write!(f, ";{name}={value}"),
            None => write!(f, ";{name}"),
        })
    }
}

/// How the branches of RFC 3261 begin.
const MAGIC: &str = "z9hG4bK";
