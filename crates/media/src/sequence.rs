//! The order of received packets (RFC 3550, appendix A.1): what is new, late, a duplicate or astray.

/// A leap ahead that still counts as loss, in packets: a minute.
const DROPOUT_MAX: u16 = 3000;
/// How far back packets are known one by one.
const WINDOW: u16 = 64;

/// Follows the source of one peer, through changes of its SSRC and leaps of its numbers.
#[derive(Debug, Default)]
pub struct Sequence {
    current: Option<Current>,
    /// The source before this one, whose last packets may still be under way.
    previous_ssrc: Option<u32>,
    /// The packet that would prove that what looked astray is the stream now.
    probation: Option<(u32, u16)>,
    /// How many streams there were before.
    stream: u32,
    expected_before: u64,
    received: u64,
}

#[derive(Debug)]
struct Current {
    ssrc: u32,
    /// The first number, extended.
    first: u32,
    /// The highest number, extended by the rounds that it made.
    highest: u32,
    /// The packets before the highest one that came, the lowest bit for the one just before.
    seen: u64,
}

/// What a packet is to the packets before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// The newest of the stream.
    Newest(Place),
    /// Overtaken by others.
    Late(Place),
    /// It came before.
    Duplicate,
    /// Too far from the others to belong to them.
    Astray,
}

/// Where a packet stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Counts up when the source changes or leaps.
    pub stream: u32,
    /// The sequence number, extended by the rounds that it made.
    pub extended: u32,
}

impl Sequence {
    /// Takes note of a packet.
    pub fn arrive(&mut self, ssrc: u32, number: u16) -> Arrival {
        let proven = self.probation.take() == Some((ssrc, number));
        let Some(current) = self.current.as_mut().filter(|current| current.ssrc == ssrc) else {
            if self.previous_ssrc == Some(ssrc) && !proven {
                return self.doubt(ssrc, number);
            }
            return self.begin(ssrc, number);
        };
        let ahead = number.wrapping_sub(current.highest as u16);
        if (1..=DROPOUT_MAX).contains(&ahead) {
            current.seen = match ahead {
                1..WINDOW => (current.seen << ahead) | (1 << (ahead - 1)),
                WINDOW => 1 << (WINDOW - 1),
                _ => 0,
            };
            current.highest = current.highest.wrapping_add(u32::from(ahead));
            self.received += 1;
            return Arrival::Newest(Place { stream: self.stream, extended: current.highest });
        }
        let behind = ahead.wrapping_neg();
        if behind == 0 {
            return Arrival::Duplicate;
        }
        if behind <= WINDOW {
            let bit = 1 << (behind - 1);
            if current.seen & bit != 0 {
                return Arrival::Duplicate;
            }
            current.seen |= bit;
            let extended = current.highest.wrapping_sub(u32::from(behind));
            current.first = current.first.min(extended);
            self.received += 1;
            return Arrival::Late(Place { stream: self.stream, extended });
        }
        if proven { self.begin(ssrc, number) } else { self.doubt(ssrc, number) }
    }

    /// The packets that came, without duplicates and strays.
    pub const fn received(&self) -> u64 {
        self.received
    }

    /// The packets that should have come by their numbers.
    pub fn expected(&self) -> u64 {
        let current = self.current.as_ref();
        self.expected_before + current.map_or(0, |current| u64::from(current.highest - current.first) + 1)
    }

    /// The source that is followed now, and its highest number, extended.
    pub fn source(&self) -> Option<(u32, u32)> {
        self.current.as_ref().map(|current| (current.ssrc, current.highest))
    }

    fn doubt(&mut self, ssrc: u32, number: u16) -> Arrival {
        self.probation = Some((ssrc, number.wrapping_add(1)));
        Arrival::Astray
    }

    fn begin(&mut self, ssrc: u32, number: u16) -> Arrival {
        self.expected_before = self.expected();
        if let Some(current) = &self.current {
            self.stream += 1;
            self.previous_ssrc = Some(current.ssrc).filter(|previous| *previous != ssrc);
        }
        // One round up, so that packets before the first one have a number too.
        let first = 0x1_0000 + u32::from(number);
        self.current = Some(Current { ssrc, first, highest: first, seen: 0 });
        self.received += 1;
        Arrival::Newest(Place { stream: self.stream, extended: first })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Feeds packets (SSRC, number) and renders what each was; then what was received and expected.
    fn check(packets: &[(u32, u16)], expected: &str, counts: (u64, u64)) {
        let mut sequence = Sequence::default();
        let arrivals = packets.iter().map(|(ssrc, number)| match sequence.arrive(*ssrc, *number) {
            Arrival::Newest(place) => format!("{}:{}", place.stream, place.extended - 0x1_0000),
            Arrival::Late(place) => format!("late {}:{}", place.stream, place.extended as i64 - 0x1_0000),
            Arrival::Duplicate => "twice".to_owned(),
            Arrival::Astray => "astray".to_owned(),
        });
        assert_eq!(arrivals.collect::<Vec<_>>().join(", "), expected);
        assert_eq!((sequence.received(), sequence.expected()), counts);
    }

    #[test]
    fn packets_in_order_are_the_newest_through_the_round_of_the_number() {
        check(&[(1, 65_534), (1, 65_535), (1, 0), (1, 1)], "0:65534, 0:65535, 0:65536, 0:65537", (4, 4));
    }

    #[test]
    fn late_ones_and_duplicates_are_told_apart() {
        check(
            &[(1, 10), (1, 12), (1, 12), (1, 11), (1, 11), (1, 10), (1, 9), (1, 14)],
            "0:10, 0:12, twice, late 0:11, twice, twice, late 0:9, 0:14",
            (5, 6),
        );
        check(&[(1, 0), (1, 65_535), (1, 1)], "0:0, late 0:-1, 0:1", (3, 3));
    }

    #[test]
    fn the_window_ends_after_64_packets() {
        check(&[(1, 100), (1, 164), (1, 100), (1, 99)], "0:100, 0:164, twice, astray", (2, 65));
        check(&[(1, 100), (1, 165), (1, 101)], "0:100, 0:165, late 0:101", (3, 66));
    }

    #[test]
    fn a_leap_needs_two_packets_in_a_row() {
        check(&[(1, 10), (1, 40_000), (1, 11)], "0:10, astray, 0:11", (2, 2));
        check(&[(1, 10), (1, 40_000), (1, 40_001), (1, 40_002)], "0:10, astray, 1:40001, 1:40002", (3, 3));
    }

    #[test]
    fn another_source_is_followed_at_once_and_the_one_before_only_when_it_goes_on() {
        check(&[(1, 10), (2, 500), (2, 501)], "0:10, 1:500, 1:501", (3, 3));
        check(&[(1, 10), (2, 500), (1, 11), (2, 501)], "0:10, 1:500, astray, 1:501", (3, 3));
        check(&[(1, 10), (2, 500), (1, 11), (1, 12)], "0:10, 1:500, astray, 2:12", (3, 3));
    }
}
