//! Where a peer is: symmetric RTP that learns once and then stays (RFC 4961). The address of the description is the
//! peer's whenever it is heard: somebody else's packets cannot keep a call that was never theirs.

use std::net::SocketAddr;

/// The packets in a row that prove an address that the description does not name.
const PROOF: u8 = 2;

/// The address of one peer.
#[derive(Debug, Default)]
pub(crate) struct Learning {
    described: Option<SocketAddr>,
    target: Option<SocketAddr>,
    state: State,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Nothing was described: nobody is heard.
    #[default]
    Deaf,
    /// The first valid packets settle it.
    Open(Option<Candidate>),
    /// All else is a stranger.
    Settled,
}

/// An address that sent packets in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Candidate {
    from: SocketAddr,
    ssrc: u32,
    next: u16,
    packets: u8,
}

impl Learning {
    /// A new description. Where its address is the same, packets go on to where the peer was heard from.
    pub(crate) fn describe(&mut self, address: Option<SocketAddr>) {
        if self.target.is_none() || address != self.described {
            self.target = address;
        }
        self.described = address;
        self.state = State::Open(None);
    }

    /// Where packets go.
    pub(crate) const fn target(&self) -> Option<SocketAddr> {
        self.target
    }

    /// Whether the peer has been heard since it was described.
    pub(crate) fn is_settled(&self) -> bool {
        self.state == State::Settled
    }

    /// Whether a valid packet is the peer's.
    pub(crate) fn admits(&mut self, from: SocketAddr, ssrc: u32, sequence: u16) -> bool {
        let candidate = match self.state {
            State::Deaf => return false,
            State::Settled if self.described != Some(from) => return self.target == Some(from),
            State::Settled => None,
            State::Open(candidate) => candidate,
        };
        let follows = |held: &Candidate| held.from == from && held.ssrc == ssrc && held.next == sequence;
        let packets = candidate.filter(follows).map_or(0, |held| held.packets) + 1;
        let proven = self.described == Some(from) || packets >= PROOF;
        if proven {
            self.target = Some(from);
            self.state = State::Settled;
        } else {
            let next = sequence.wrapping_add(1);
            self.state = State::Open(Some(Candidate { from, ssrc, next, packets }));
        }
        proven
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(port: u16) -> SocketAddr {
        SocketAddr::from(([192, 0, 2, 1], port))
    }

    /// Packets (port, number) after a description of port 10; gives the port that is sent to and what was heard.
    #[track_caller]
    fn check(packets: &[(u16, u16)], target: u16, heard: &[bool]) {
        let mut learning = Learning::default();
        learning.describe(Some(address(10)));
        let admitted: Vec<_> =
            packets.iter().map(|(port, number)| learning.admits(address(*port), 1, *number)).collect();
        assert_eq!((learning.target(), &*admitted), (Some(address(target)), heard));
    }

    #[test]
    fn the_described_address_is_believed_at_once_and_others_after_two_packets_in_a_row() {
        check(&[], 10, &[]);
        check(&[(10, 5)], 10, &[true]);
        check(&[(11, 5)], 10, &[false]);
        check(&[(11, 5), (11, 6)], 11, &[false, true]);
        check(&[(11, 5), (11, 7)], 10, &[false, false]);
        check(&[(11, 5), (12, 6)], 10, &[false, false]);
    }

    #[test]
    fn what_is_learnt_stays() {
        check(&[(11, 5), (11, 6), (12, 7), (12, 8), (11, 9)], 11, &[false, true, false, false, true]);
        check(&[(10, 5), (11, 6), (11, 7)], 10, &[true, false, false]);
    }

    #[test]
    fn a_stranger_who_was_believed_gives_way_to_the_described_address() {
        let packets = [(11, 5), (11, 6), (10, 900), (11, 7), (11, 8), (10, 901)];
        check(&packets, 10, &[false, true, true, false, false, true]);
    }

    #[test]
    fn a_new_description_learns_anew() {
        let mut learning = Learning::default();
        assert!(!learning.admits(address(10), 1, 1));
        learning.describe(Some(address(10)));
        assert!(!learning.admits(address(11), 1, 1));
        assert!(learning.admits(address(11), 1, 2));
        learning.describe(Some(address(10)));
        assert_eq!((learning.target(), learning.is_settled()), (Some(address(11)), false));
        assert!(learning.admits(address(10), 1, 3));
        learning.describe(Some(address(20)));
        assert_eq!(learning.target(), Some(address(20)));
        learning.describe(None);
        assert_eq!(learning.target(), None);
        learning.describe(Some(address(20)));
        assert_eq!(learning.target(), Some(address(20)));
    }
}
