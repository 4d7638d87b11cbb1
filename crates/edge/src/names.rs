//! Where hosts are that have names: those with a port by their addresses, others by SRV first (RFC 3263 without NAPTR).
//!
//! Whoever knows is asked beside the loop, which never waits for it. What was found is good for a while, and is used on
//! while it is looked up anew, so that a name server that fails harms nobody who was found before.

mod places;
mod resolver;

use std::{collections::BTreeMap, net::SocketAddr, time::Duration};

use dialog::Uri;
use stdx::{Instant, Rng};
use tokio::sync::mpsc;

use crate::{
    calls::{address_of, kind_of},
    event::Event,
    transport::Kind,
};
use places::{Place, ordered};
pub(crate) use resolver::{Found, Resolver};

/// A host, and where on it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Name {
    host: String,
    port: Port,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Port {
    Stated(u16),
    /// That of the service of SIP by this transport.
    Of(Kind),
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
    /// Addresses at which nobody answered, and until when others are tried before them.
    failing: BTreeMap<SocketAddr, Instant>,
    resolver: Resolver,
    rng: Rng,
    events: mpsc::Sender<Event>,
}

#[derive(Debug)]
struct Known {
    places: Vec<Place>,
    /// Until when the last answer is good; nothing before the first.
    good_until: Option<Instant>,
    is_asked: bool,
}

impl Names {
    pub(crate) fn new(events: mpsc::Sender<Event>, resolver: Resolver, seed: u64) -> Self {
        let (known, failing) = (BTreeMap::new(), BTreeMap::new());
        Self { known, failing, resolver, rng: Rng::new(seed), events }
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
            Some(known) if !known.places.is_empty() => {
                let mut addresses = ordered(&known.places, &mut self.rng);
                let failing =
                    |address: &SocketAddr| self.failing.get(address).is_some_and(|until| *until > now);
                addresses.sort_by_key(failing);
                Whereabouts::At(addresses)
            }
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
                let mut places = known.into_iter().flat_map(|known| &known.places);
                places.any(|place| place.addresses.iter().any(|address| matches(*address)))
            }
        }
    }

    /// Nobody answered at an address: for a while others of its name are tried before it (RFC 3263 section 4.3). Says
    /// whether a name that it is of has another, at which somebody may answer.
    pub(crate) fn failed(&mut self, now: Instant, uri: &Uri, address: SocketAddr) -> bool {
        if address_of(uri).is_some() || !self.is_at(uri, |known| known == address) {
            return false;
        }
        self.failing.retain(|_, until| *until > now);
        if self.failing.len() < FAILING_MAX {
            tracing::warn!(host = uri.host, %address, "nobody answers at an address of a name");
            self.failing.insert(address, now.after(FAILING_LASTS));
        }
        self.is_at(uri, |known| !self.failing.contains_key(&known))
    }

    /// Whoever was asked has answered. An answer without addresses leaves those that were found before, and so does one
    /// that is uncertain. Gives whether the name is found for the first time.
    pub(crate) fn found(&mut self, now: Instant, name: &Name, found: Found) -> bool {
        let Some(known) = self.known.get_mut(name) else { return false };
        let Found { places, lasts, is_uncertain } = found;
        known.is_asked = false;
        let usual = if places.is_empty() || is_uncertain { UNKNOWN_LASTS } else { FOUND_LASTS };
        known.good_until = Some(now.after(lasts.unwrap_or(usual).clamp(LASTS_MIN, usual)));
        if places.is_empty() {
            tracing::warn!(host = %name.host, "a name is not found");
            return false;
        }
        if is_uncertain && !known.places.is_empty() {
            return false;
        }
        std::mem::replace(&mut known.places, places).is_empty()
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
        let known = Known { places: Vec::new(), good_until: None, is_asked: false };
        self.known.entry(name.clone()).or_insert(known).is_asked = true;
        let (name, events, resolver) = (name.clone(), self.events.clone(), self.resolver.clone());
        tokio::spawn(async move {
            let found = resolver.look(&name).await;
            if events.send(Event::NameFound(name, found)).await.is_err() {
                tracing::debug!("the loop of the edge has ended");
            }
        });
    }
}

impl Name {
    /// The host of a URI, and its port or that of the service.
    pub(crate) fn of(uri: &Uri) -> Self {
        let host = uri.params.value("maddr").unwrap_or(&uri.host);
        let port = uri.port.map_or_else(|| Port::Of(kind_of(uri)), Port::Stated);
        Self { host: host.to_lowercase(), port }
    }
}

impl Known {
    fn is_fresh(&self, now: Instant) -> bool {
        self.good_until.is_some_and(|until| now < until)
    }
}

/// How long an answer is good, where it does not say less. The system does not tell how long it would be.
const FOUND_LASTS: Duration = Duration::from_secs(30);
/// How long an answer is used that would be good for a moment only.
const LASTS_MIN: Duration = Duration::from_secs(1);
/// How long a name without an address is not asked for again.
const UNKNOWN_LASTS: Duration = Duration::from_secs(5);
/// Names that are being looked up at once: each takes a thread.
const ASKED_MAX: usize = 16;
/// Names that are remembered.
const KNOWN_MAX: usize = 1_024;
/// How long others are tried before an address at which nobody answered.
const FAILING_LASTS: Duration = Duration::from_mins(1);
/// Addresses of which that is remembered.
const FAILING_MAX: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;

    fn at(last: u8) -> Vec<SocketAddr> {
        vec![SocketAddr::from(([192, 0, 2, last], 5060))]
    }

    /// An answer with these addresses, in their order.
    fn answer(addresses: &[u8]) -> Found {
        let places = addresses.iter().zip(0..);
        let places = places.map(|(last, priority)| Place { priority, weight: 0, addresses: at(*last) });
        Found { places: places.collect(), ..Found::default() }
    }

    fn names() -> (Names, mpsc::Receiver<Event>) {
        let (events, waiting) = mpsc::channel(8);
        (Names::new(events, Resolver::new(None), 1), waiting)
    }

    #[tokio::test]
    async fn an_answer_is_good_as_long_as_it_says_and_an_uncertain_one_changes_nothing() {
        let (mut names, _waiting) = names();
        let uri = Uri::parse("sip:localhost").unwrap();
        let after = |seconds| Instant::START.after(Duration::from_secs(seconds));
        let Whereabouts::Asked(name) = names.find(after(0), &uri) else { panic!("it is not known yet") };
        let short = Found { lasts: Some(Duration::from_secs(7)), ..answer(&[1]) };
        assert!(names.found(after(0), &name, short));
        assert!(!names.known[&name].is_asked);
        names.find(after(6), &uri);
        assert!(!names.known[&name].is_asked, "it is still good");
        names.find(after(7), &uri);
        assert!(names.known[&name].is_asked, "it is asked for again");
        let uncertain = Found { is_uncertain: true, ..answer(&[2]) };
        assert!(!names.found(after(8), &name, uncertain));
        assert_eq!(names.find(after(8), &uri), Whereabouts::At(at(1)));
    }

    #[tokio::test]
    async fn an_address_at_which_nobody_answers_is_tried_last_for_a_while() {
        let (mut names, _waiting) = names();
        let uri = Uri::parse("sip:localhost").unwrap();
        let start = Instant::START;
        let Whereabouts::Asked(name) = names.find(start, &uri) else { panic!("it is not known yet") };
        names.found(start, &name, answer(&[1, 2]));
        assert!(names.failed(start, &uri, at(1)[0]), "there is another");
        assert_eq!(names.find(start, &uri), Whereabouts::At([at(2), at(1)].concat()));
        assert!(!names.failed(start, &uri, at(2)[0]), "there is no other");
        assert_eq!(names.find(start, &uri), Whereabouts::At([at(1), at(2)].concat()));
        assert!(!names.failed(start, &uri, at(9)[0]), "it is none of the name");
        let later = start.after(FAILING_LASTS);
        assert!(names.failed(later, &uri, at(2)[0]));
        assert_eq!(names.find(later, &uri), Whereabouts::At([at(1), at(2)].concat()));
    }

    #[tokio::test]
    async fn what_was_found_is_good_until_something_else_is_found() {
        let (mut names, _waiting) = names();
        let uri = Uri::parse("sip:localhost").unwrap();
        let (start, later) = (Instant::START, Instant::START.after(2 * FOUND_LASTS));
        let Whereabouts::Asked(name) = names.find(start, &uri) else { panic!("it is not known yet") };
        assert_eq!(names.find(start, &uri), Whereabouts::Asked(name.clone()), "it is asked for once");
        assert!(names.found(start, &name, answer(&[1])), "it is new");
        assert_eq!(names.find(start, &uri), Whereabouts::At(at(1)));
        assert!(names.is_at(&uri, |address| address == at(1)[0]));
        // Nothing is found any more.
        assert_eq!(names.find(later, &uri), Whereabouts::At(at(1)));
        assert!(!names.found(later, &name, Found::default()));
        assert_eq!(names.find(later, &uri), Whereabouts::At(at(1)));
        // It has moved.
        assert!(!names.found(later, &name, answer(&[2])));
        assert_eq!(names.find(later, &uri), Whereabouts::At(at(2)));
    }

    #[tokio::test]
    async fn a_name_without_an_address_is_asked_for_again_after_a_while() {
        let (mut names, _waiting) = names();
        let uri = Uri::parse("sip:localhost").unwrap();
        let start = Instant::START;
        let Whereabouts::Asked(name) = names.find(start, &uri) else { panic!("it is not known yet") };
        names.found(start, &name, Found::default());
        assert_eq!(names.find(start, &uri), Whereabouts::Unknown);
        assert_eq!(names.find(start.after(UNKNOWN_LASTS), &uri), Whereabouts::Asked(name));
    }
}
