//! Where hosts are that have names.
//!
//! The system is asked beside the loop, which never waits for it. What was found is good for a while, and is used on
//! while it is looked up anew, so that a name server that fails harms nobody who was found before.

use std::{
    collections::BTreeMap,
    net::{SocketAddr, ToSocketAddrs as _},
    time::Duration,
};

use dialog::Uri;
use stdx::Instant;
use tokio::sync::mpsc;

use crate::{calls::address_of, event::Event};

/// A host and a port.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Name {
    host: String,
    port: u16,
}

/// What is known of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Whereabouts {
    /// The addresses, the best first; never empty.
    At(Vec<SocketAddr>),
    /// The system is being asked; [`Event::NameFound`] follows.
    Asked(Name),
    /// It has no address, or too many names are being looked up.
    Unknown,
}

/// All names that were asked for.
#[derive(Debug)]
pub(crate) struct Names {
    known: BTreeMap<Name, Known>,
    events: mpsc::Sender<Event>,
}

#[derive(Debug)]
struct Known {
    addresses: Vec<SocketAddr>,
    /// When the last answer came; nothing before the first.
    answered: Option<Instant>,
    is_asked: bool,
}

impl Names {
    pub(crate) const fn new(events: mpsc::Sender<Event>) -> Self {
        Self { known: BTreeMap::new(), events }
    }

    /// Where the host of a URI is. What is not known, or was not looked up for a while, is asked for.
    pub(crate) fn find(&mut self, now: Instant, uri: &Uri) -> Whereabouts {
        if let Some(stated) = address_of(uri) {
            return Whereabouts::At(vec![stated]);
        }
        let name = Name::of(uri);
        let known = self.known.get(&name);
        let is_fresh = known.is_some_and(|known| known.is_fresh(now));
        if !is_fresh {
            self.ask(now, &name);
        }
        match self.known.get(&name) {
            Some(known) if !known.addresses.is_empty() => Whereabouts::At(known.addresses.clone()),
            Some(known) if known.is_asked => Whereabouts::Asked(name),
            _ => Whereabouts::Unknown,
        }
    }

    /// Whether the host of a URI is known to be at an address. Nobody is asked.
    pub(crate) fn is_at(&self, uri: &Uri, matches: impl Fn(SocketAddr) -> bool) -> bool {
        match address_of(uri) {
            Some(stated) => matches(stated),
            None => {
                let known = self.known.get(&Name::of(uri));
                known.is_some_and(|known| known.addresses.iter().any(|address| matches(*address)))
            }
        }
    }

    /// The system has answered. An answer without addresses leaves those that were found before. Gives whether the
    /// name is found for the first time.
    pub(crate) fn found(&mut self, now: Instant, name: &Name, addresses: Vec<SocketAddr>) -> bool {
        let Some(known) = self.known.get_mut(name) else { return false };
        known.is_asked = false;
        known.answered = Some(now);
        if addresses.is_empty() {
            tracing::warn!(host = %name.host, "a name is not found");
            return false;
        }
        std::mem::replace(&mut known.addresses, addresses).is_empty()
    }

    fn ask(&mut self, now: Instant, name: &Name) {
        let asked = self.known.values().filter(|known| known.is_asked).count();
        if asked >= ASKED_MAX || self.known.get(name).is_some_and(|known| known.is_asked) {
            return;
        }
        if self.known.len() >= KNOWN_MAX && !self.known.contains_key(name) {
            self.known.retain(|_, known| known.is_asked || known.is_fresh(now));
            if self.known.len() >= KNOWN_MAX {
                return;
            }
        }
        let known = Known { addresses: Vec::new(), answered: None, is_asked: false };
        self.known.entry(name.clone()).or_insert(known).is_asked = true;
        let (name, events) = (name.clone(), self.events.clone());
        tokio::spawn(async move {
            let Name { host, port } = name.clone();
            let look = tokio::task::spawn_blocking(move || (host, port).to_socket_addrs());
            let found = look.await.ok().and_then(Result::ok);
            let addresses = found.into_iter().flatten().take(ADDRESSES_MAX).collect();
            if events.send(Event::NameFound(name, addresses)).await.is_err() {
                tracing::debug!("the loop of the edge has ended");
            }
        });
    }
}

impl Name {
    /// The host of a URI, and its port or the usual one.
    pub(crate) fn of(uri: &Uri) -> Self {
        let host = uri.params.value("maddr").unwrap_or(&uri.host);
        Self { host: host.to_lowercase(), port: uri.port.unwrap_or(USUAL_PORT) }
    }
}

impl Known {
    /// What was not found is asked for again soon.
    fn is_fresh(&self, now: Instant) -> bool {
        let lasts = if self.addresses.is_empty() { UNKNOWN_LASTS } else { FOUND_LASTS };
        self.answered.is_some_and(|answered| now.since(answered) < lasts)
    }
}

/// How long an answer is good. The system does not tell how long it would be.
const FOUND_LASTS: Duration = Duration::from_secs(30);
/// How long a name without an address is not asked for again.
const UNKNOWN_LASTS: Duration = Duration::from_secs(5);
/// Names that are being looked up at once: each takes a thread.
const ASKED_MAX: usize = 16;
/// Names that are remembered.
const KNOWN_MAX: usize = 1_024;
/// Addresses of one name.
const ADDRESSES_MAX: usize = 16;
const USUAL_PORT: u16 = 5060;

#[cfg(test)]
mod tests {
    use super::*;

    fn at(last: u8) -> Vec<SocketAddr> {
        vec![SocketAddr::from(([192, 0, 2, last], USUAL_PORT))]
    }

    #[tokio::test]
    async fn what_was_found_is_good_until_something_else_is_found() {
        let (events, _waiting) = mpsc::channel(8);
        let mut names = Names::new(events);
        let uri = Uri::parse("sip:localhost").unwrap();
        let (start, later) = (Instant::START, Instant::START.after(2 * FOUND_LASTS));
        let Whereabouts::Asked(name) = names.find(start, &uri) else { panic!("it is not known yet") };
        assert_eq!(names.find(start, &uri), Whereabouts::Asked(name.clone()), "it is asked for once");
        assert!(names.found(start, &name, at(1)), "it is new");
        assert_eq!(names.find(start, &uri), Whereabouts::At(at(1)));
        assert!(names.is_at(&uri, |address| address == at(1)[0]));
        // Nothing is found any more.
        assert_eq!(names.find(later, &uri), Whereabouts::At(at(1)));
        assert!(!names.found(later, &name, Vec::new()));
        assert_eq!(names.find(later, &uri), Whereabouts::At(at(1)));
        // It has moved.
        assert!(!names.found(later, &name, at(2)));
        assert_eq!(names.find(later, &uri), Whereabouts::At(at(2)));
    }

    #[tokio::test]
    async fn a_name_without_an_address_is_asked_for_again_after_a_while() {
        let (events, _waiting) = mpsc::channel(8);
        let mut names = Names::new(events);
        let uri = Uri::parse("sip:localhost").unwrap();
        let start = Instant::START;
        let Whereabouts::Asked(name) = names.find(start, &uri) else { panic!("it is not known yet") };
        names.found(start, &name, Vec::new());
        assert_eq!(names.find(start, &uri), Whereabouts::Unknown);
        assert_eq!(names.find(start.after(UNKNOWN_LASTS), &uri), Whereabouts::Asked(name));
    }
}
