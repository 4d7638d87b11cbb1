//! The UDP ports of a range, leased in pairs: an even one for RTP and the next one for RTCP.

use std::{
    io,
    net::{IpAddr, SocketAddr, UdpSocket},
    ops::RangeInclusive,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use rustix::net::{AddressFamily, SocketFlags, SocketType, bind, ipproto, socket_with, sockopt};

/// Expedited forwarding, as the byte of the IP header (RFC 3246).
const EXPEDITED: u8 = 0xB8;

/// The pairs of one local address.
#[derive(Debug)]
pub(crate) struct Ports {
    address: IpAddr,
    first: u16,
    taken: Box<[AtomicBool]>,
    /// Where the search begins: a port that was given back rests, so that late packets of its last call do not
    /// reach the next one.
    cursor: AtomicUsize,
}

/// A pair that is in use until this is dropped.
#[derive(Debug)]
pub(crate) struct Lease {
    ports: Arc<Ports>,
    pair: usize,
}

/// The sockets of one leg.
#[derive(Debug)]
pub(crate) struct Sockets {
    pub(crate) rtp: UdpSocket,
    pub(crate) rtcp: UdpSocket,
    pub(crate) port: u16,
    _lease: Lease,
}

impl Ports {
    /// The search begins at a port that the seed chooses: strangers should not know the port of the next call, nor
    /// should the last packets of another process that had it.
    pub(crate) fn new(address: IpAddr, range: &RangeInclusive<u16>, seed: u64) -> Self {
        let first = range.start().next_multiple_of(2);
        let pairs = (usize::from(*range.end()) + 1).saturating_sub(usize::from(first)) / 2;
        let taken = (0..pairs).map(|_| AtomicBool::new(false)).collect();
        let cursor = AtomicUsize::new(seed as usize % pairs.max(1));
        Self { address, first, taken, cursor }
    }

    pub(crate) const fn address(&self) -> IpAddr {
        self.address
    }

    pub(crate) const fn pairs(&self) -> usize {
        self.taken.len()
    }

    /// Binds a free pair. Ports that others have bound are passed over.
    ///
    /// # Errors
    /// Nothing where no pair is free; an error where the address cannot be used.
    pub(crate) fn lease(self: &Arc<Self>) -> Result<Sockets, Option<io::Error>> {
        for _ in 0..self.taken.len() {
            let pair = self.cursor.fetch_add(1, Ordering::Relaxed) % self.taken.len();
            if self.taken[pair].swap(true, Ordering::AcqRel) {
                continue;
            }
            let lease = Lease { ports: Arc::clone(self), pair };
            let port = self.first + 2 * pair as u16;
            let both = bound(self.address, port).and_then(|rtp| Ok((rtp, bound(self.address, port + 1)?)));
            match both {
                Ok((rtp, rtcp)) => return Ok(Sockets { rtp, rtcp, port, _lease: lease }),
                Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
                Err(error) => return Err(Some(error)),
            }
        }
        Err(None)
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.ports.taken[self.pair].store(false, Ordering::Release);
    }
}

fn bound(address: IpAddr, port: u16) -> io::Result<UdpSocket> {
    let family = if address.is_ipv4() { AddressFamily::INET } else { AddressFamily::INET6 };
    let flags = SocketFlags::NONBLOCK | SocketFlags::CLOEXEC;
    let socket = socket_with(family, SocketType::DGRAM, flags, Some(ipproto::UDP))?;
    if address.is_ipv4() {
        sockopt::set_ip_tos(&socket, EXPEDITED)?;
    } else {
        sockopt::set_ipv6_v6only(&socket, true)?;
        sockopt::set_ipv6_tclass(&socket, u32::from(EXPEDITED))?;
    }
    bind(&socket, &SocketAddr::new(address, port))?;
    Ok(socket.into())
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

    #[test]
    fn a_range_holds_whole_pairs_that_begin_with_an_even_port() {
        for (range, first, pairs) in
            [(10..=13, 10, 2), (11..=14, 12, 1), (11..=12, 12, 0), (65_534..=65_535, 65_534, 1)]
        {
            let ports = Ports::new(LOOPBACK, &range, 0);
            assert_eq!((ports.first, ports.pairs()), (first, pairs), "{range:?}");
        }
    }

    #[test]
    fn a_pair_is_leased_once_and_again_when_it_was_given_back() {
        let ports = Arc::new(Ports::new(LOOPBACK, &(46_010..=46_013), 0));
        let first = ports.lease().unwrap();
        let second = ports.lease().unwrap();
        assert_ne!(first.port, second.port);
        assert!(matches!(ports.lease(), Err(None)));
        let port = first.port;
        drop(first);
        assert_eq!(ports.lease().unwrap().port, port);
    }

    #[test]
    fn the_seed_chooses_the_first_port() {
        let first = |seed| Arc::new(Ports::new(LOOPBACK, &(46_030..=46_049), seed)).lease().unwrap().port;
        assert_eq!([0, 3, 9, 10, 23].map(first), [46_030, 46_036, 46_048, 46_030, 46_036]);
    }

    #[test]
    fn ports_of_others_are_passed_over() {
        let _other = UdpSocket::bind((LOOPBACK, 46_021)).unwrap();
        let ports = Arc::new(Ports::new(LOOPBACK, &(46_020..=46_023), 0));
        assert_eq!(ports.lease().unwrap().port, 46_022);
        let elsewhere = Arc::new(Ports::new(Ipv4Addr::new(203, 0, 113, 9).into(), &(46_020..=46_023), 0));
        assert!(matches!(elsewhere.lease(), Err(Some(_))));
    }
}
