//! Our end of one SIP session: a leg, the way to its peer, and its transactions.

use std::net::{IpAddr, SocketAddr};

use dialog::{
    Leg, Scheme, Uri,
    message::{Request, TransactionKey},
};
use engine::{CallId, OfferId};
use stdx::Instant;

use crate::{
    network::Network,
    transaction::{ClientId, ServerId},
    transport::{Kind, Path},
};

/// Names a line, and its media.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct LineId(pub(crate) u64);

/// For whom a line is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// The caller of a call.
    Caller(CallId),
    /// A telephone of the agent of an offer.
    Agent(OfferId),
    /// The target of the transfer of a call.
    Target(CallId),
    /// An agent who dialled a code.
    Feature,
    /// Nobody any more: it is being ended.
    Nobody,
}

/// Our end of a session.
pub(super) struct Line {
    pub(super) leg: Leg,
    pub(super) owner: Owner,
    /// The way on which the session began.
    pub(super) path: Path,
    /// Call-ID and our tag.
    pub(super) dialog: String,
    /// The requests of the peer that may still be answered.
    pub(super) servers: Vec<(Option<TransactionKey>, ServerId)>,
    pub(super) clients: Vec<ClientId>,
    /// When the leg wants to be called.
    pub(super) due: Option<Instant>,
    /// What our INVITE has left of the hops of its call; nothing where the peer called.
    pub(super) hops: Option<u8>,
    /// Whether a 100 came: somebody works on our INVITE.
    pub(super) is_tried: bool,
    /// The peer has said something to our requests.
    pub(super) is_heard: bool,
}

impl Line {
    pub(super) fn new(leg: Leg, owner: Owner, path: Path) -> Self {
        let dialog = leg.dialog();
        let dialog = key(&dialog.call_id, dialog.local.tag().unwrap_or_default());
        let (servers, clients) = (Vec::new(), Vec::new());
        Self {
            leg,
            owner,
            path,
            dialog,
            servers,
            clients,
            due: None,
            hops: None,
            is_tried: false,
            is_heard: false,
        }
    }

    /// Notes a request that the leg may answer. The last few are enough: a peer has few at once.
    pub(super) fn note(&mut self, request: &Request, server: ServerId) {
        if self.servers.len() >= SERVERS_MAX {
            // The INVITE stands first, and its 2xx may have to be sent again.
            self.servers.remove(1);
        }
        self.servers.push((request.transaction(), server));
    }

    /// The transaction that a response of the leg belongs to. One of RFC 2543 has no key.
    pub(super) fn server(&self, key: Option<&TransactionKey>) -> Option<ServerId> {
        let mut servers = self.servers.iter().rev();
        servers.find(|(known, _)| known.as_ref() == key).map(|(_, server)| *server)
    }

    /// Where a request of the leg goes.
    pub(super) fn next_hop(&self, network: &mut Network, request: &Request) -> Option<Path> {
        next_hop(self.path, network, request)
    }
}

/// Where a request within a dialog goes that began on a way: to the first proxy of its route, or to the peer itself.
pub(super) fn next_hop(path: Path, network: &mut Network, request: &Request) -> Option<Path> {
    let route = request.headers.elements("Route").next();
    let first = route.and_then(|text| dialog::NameAddr::parse(text).ok()).map(|route| route.uri);
    // A strict router stands in the Request-URI itself (RFC 3261 section 12.2.1.1).
    let first = first.filter(|route| route.params.has("lr"));
    let target = first.as_ref().unwrap_or(&request.uri);
    let ends = network.transport.ends(path);
    let stated = address_of(target);
    match (path, ends) {
        // A connection is kept as long as it lives: behind it may be a phone that no other reaches.
        (Path::Stream(_), Some(_)) => Some(path),
        (Path::Stream(_), None) => network.transport.stream_to(stated?),
        (Path::Datagram(socket, peer), _) => {
            let address = stated.filter(|stated| first.is_some() || is_reached(*stated, peer));
            match address {
                Some(address) if kind_of(target) == Kind::Tcp => network.transport.stream_to(address),
                Some(address) if address.is_ipv4() == peer.is_ipv4() => Some(Path::Datagram(socket, address)),
                _ => Some(path),
            }
        }
    }
}

/// What the messages of a dialog have in common, as we see it.
pub(super) fn key(call_id: &str, tag: &str) -> String {
    format!("{call_id} {tag}")
}

/// The address that a URI states in numbers.
pub(crate) fn address_of(uri: &Uri) -> Option<SocketAddr> {
    let host = uri.params.value("maddr").unwrap_or(&uri.host);
    let ip: IpAddr = host.trim_matches(['[', ']']).parse().ok()?;
    let usual = if uri.scheme == Scheme::Sips { 5061 } else { 5060 };
    Some(SocketAddr::new(ip, uri.port.unwrap_or(usual)))
}

/// How a URI asks to be reached.
pub(crate) fn kind_of(uri: &Uri) -> Kind {
    let is_tcp = |transport: &str| transport.eq_ignore_ascii_case("tcp");
    if uri.params.value("transport").is_some_and(is_tcp) { Kind::Tcp } else { Kind::Udp }
}

/// Whether a stated address is one that we reach: a phone behind a router states what only its own network knows.
pub(crate) fn is_reached(stated: SocketAddr, source: SocketAddr) -> bool {
    stated.ip() == source.ip() || is_global(stated.ip()) || !is_global(source.ip())
}

const fn is_global(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            !ip.is_private() && !ip.is_loopback() && !ip.is_link_local() && !ip.is_unspecified()
        }
        IpAddr::V6(ip) => {
            !ip.is_unique_local() && !ip.is_loopback() && !ip.is_unicast_link_local() && !ip.is_unspecified()
        }
    }
}

/// Requests of a peer that may be open at once.
const SERVERS_MAX: usize = 8;
