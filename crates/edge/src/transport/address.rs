//! Where a pool listens, as its file says: `udp:127.0.0.1:5060`.

use std::{
    fmt,
    net::{SocketAddr, UdpSocket},
    str::FromStr,
};

/// One listener for SIP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listener {
    /// How messages travel.
    pub kind: Kind,
    /// Where they arrive; port 0 lets the system choose.
    pub address: SocketAddr,
}

/// How messages travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Each in a datagram.
    Udp,
    /// One after the other in a stream.
    Tcp,
}

/// A text that is no listener.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{0}\" is not an address for SIP; write udp: or tcp:, an IP address and a port, such as udp:127.0.0.1:5060 or tcp:[::1]:5060"
)]
pub struct InvalidListener(String);

impl FromStr for Listener {
    type Err = InvalidListener;

    fn from_str(text: &str) -> Result<Self, InvalidListener> {
        let refused = || InvalidListener(text.to_owned());
        let (kind, address) = text.split_once(':').ok_or_else(refused)?;
        let kind = match kind {
            "udp" => Kind::Udp,
            "tcp" => Kind::Tcp,
            _ => return Err(refused()),
        };
        Ok(Self { kind, address: address.parse().map_err(|_| refused())? })
    }
}

impl fmt::Display for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            Kind::Udp => "udp",
            Kind::Tcp => "tcp",
        };
        write!(f, "{kind}:{}", self.address)
    }
}

/// The address that the system sends from towards a peer, with the port that we listen on. Nothing is sent.
pub(super) fn towards(local: SocketAddr, peer: SocketAddr) -> Option<SocketAddr> {
    let probe = UdpSocket::bind(SocketAddr::new(local.ip(), 0)).ok()?;
    probe.connect(peer).ok()?;
    Some(SocketAddr::new(probe.local_addr().ok()?.ip(), local.port()))
}
