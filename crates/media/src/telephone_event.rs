//! Digits as telephone events (RFC 4733): heard once however often their packets come, and sent.

use crate::clock::FRAME_SAMPLES;

/// The bytes of an event in a packet (RFC 4733, section 2.3).
pub const PAYLOAD_BYTES: usize = 4;

/// A key of a telephone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Digit(u8);

/// The keys in the order of their event codes.
const KEYS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#', 'A', 'B', 'C', 'D'];

impl Digit {
    /// A key by its sign: `0` to `9`, `*`, `#`, `A` to `D`.
    pub fn new(sign: char) -> Option<Self> {
        let sign = sign.to_ascii_uppercase();
        KEYS.iter().position(|key| *key == sign).map(|code| Self(code as u8))
    }

    /// A key by its event code; nothing for events that are no keys, as a hook flash.
    pub fn from_code(code: u8) -> Option<Self> {
        (usize::from(code) < KEYS.len()).then_some(Self(code))
    }

    /// The event code.
    pub const fn code(self) -> u8 {
        self.0
    }

    /// The sign on the key.
    pub fn sign(self) -> char {
        KEYS[usize::from(self.0)]
    }
}

/// What a packet says of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payload {
    /// The event code.
    pub code: u8,
    /// The event is over.
    pub end: bool,
    /// The power below 0 dBm0, in dB.
    pub volume: u8,
    /// How long the event has lasted since the packet's timestamp, in samples.
    pub duration: u16,
}

impl Payload {
    /// Reads the first event of a payload.
    pub fn parse(payload: &[u8]) -> Option<Self> {
        let [code, flags, high, low] = *payload.first_chunk::<PAYLOAD_BYTES>()?;
        let duration = u16::from_be_bytes([high, low]);
        Some(Self { code, end: flags & 0x80 != 0, volume: flags & 0x3F, duration })
    }

    /// The event as it stands in a packet.
    pub const fn to_bytes(self) -> [u8; PAYLOAD_BYTES] {
        let [high, low] = self.duration.to_be_bytes();
        [self.code, ((self.end as u8) << 7) | (self.volume & 0x3F), high, low]
    }
}

/// Where and when an event's packet came.
#[derive(Clone, Copy, Debug)]
pub struct Circumstance {
    /// The source, counted through changes of SSRC and leaps.
    pub stream: u32,
    /// The packet's timestamp: the beginning of the event, or of a segment of a long one.
    pub timestamp: u32,
    /// The packet's marker: the first of an event.
    pub marker: bool,
}

/// Hears the digits of one peer.
///
/// A digit is told at the first of its packets that comes, whichever that is. Its other packets, among them the
/// ends that are sent three times, have the same timestamp. The segments of a long digit (RFC 4733,
/// section 2.5.1.3) begin where the one before ends; so do the packets of phones that wrongly move the timestamp
/// on while a key is held.
#[derive(Debug, Default)]
pub struct EventListener {
    last: Option<Last>,
}

#[derive(Clone, Copy, Debug)]
struct Last {
    digit: Digit,
    stream: u32,
    timestamp: u32,
    duration: u16,
    ended: bool,
}

/// Within this time, in samples, an event with an earlier timestamp is one that was overtaken: two seconds.
const OVERTAKEN_MAX: u32 = 16_000;
/// By how much a segment may begin after the end that was told last: less than the shortest pause of keys.
const SEAM_MAX: u32 = FRAME_SAMPLES as u32;

impl EventListener {
    /// Takes an event's payload; gives the digit where it begins.
    pub fn hear(&mut self, payload: &[u8], at: Circumstance) -> Option<Digit> {
        let payload = Payload::parse(payload)?;
        let digit = Digit::from_code(payload.code)?;
        let Payload { duration, end: ended, .. } = payload;
        let Circumstance { stream, timestamp, marker } = at;
        let heard = Last { digit, stream, timestamp, duration, ended };
        let Some(last) = self.last.as_mut().filter(|last| last.stream == stream) else {
            self.last = Some(heard);
            return Some(digit);
        };
        let later = timestamp.wrapping_sub(last.timestamp);
        if later == 0 && last.digit == digit {
            last.ended |= ended;
            last.duration = last.duration.max(duration);
            return None;
        }
        if (later as i32) < 0 && later.wrapping_neg() <= OVERTAKEN_MAX {
            return None;
        }
        let joins = later <= u32::from(last.duration) + SEAM_MAX;
        let goes_on = last.digit == digit && !last.ended && !marker && joins;
        *last = heard;
        (!goes_on).then_some(digit)
    }
}

/// How long a digit of ours lasts: 100 ms.
const PRESSED_FRAMES: u16 = 5;
/// The packets that tell its end.
const END_FRAMES: u16 = 3;
/// The pause after it, those packets included: 100 ms.
const PAUSE_FRAMES: u16 = 5;
/// The power that we tell, below 0 dBm0.
const VOLUME: u8 = 10;

/// A digit that we send, one step each 20 ms.
#[derive(Clone, Copy, Debug)]
pub struct Press {
    digit: Digit,
    frame: u16,
}

/// What goes out of a digit in 20 ms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PressStep {
    /// The key is down.
    Down {
        /// This is the first packet.
        begins: bool,
        /// What the packet says.
        payload: Payload,
    },
    /// The key is up, and a packet says so.
    Up(Payload),
    /// The pause before the next key.
    Pause,
}

impl Press {
    /// A digit that begins with the next frame.
    pub const fn new(digit: Digit) -> Self {
        Self { digit, frame: 0 }
    }

    /// The key.
    pub const fn digit(&self) -> Digit {
        self.digit
    }

    /// The samples that went out before the next frame.
    pub const fn samples(&self) -> usize {
        self.frame as usize * FRAME_SAMPLES
    }

    /// The next 20 ms; nothing when the pause is over.
    pub const fn step(&mut self) -> Option<PressStep> {
        let frame = self.frame;
        self.frame += 1;
        let down = if frame < PRESSED_FRAMES { frame + 1 } else { PRESSED_FRAMES };
        let duration = down * FRAME_SAMPLES as u16;
        let end = frame >= PRESSED_FRAMES;
        let payload = Payload { code: self.digit.code(), end, volume: VOLUME, duration };
        if !end {
            Some(PressStep::Down { begins: frame == 0, payload })
        } else if frame < PRESSED_FRAMES + END_FRAMES {
            Some(PressStep::Up(payload))
        } else if frame < PRESSED_FRAMES + PAUSE_FRAMES {
            Some(PressStep::Pause)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A packet: timestamp, marker, key, end, duration.
    type Sent = (u32, bool, char, bool, u16);

    #[track_caller]
    fn check(packets: &[Sent], expected: &str) {
        let mut listener = EventListener::default();
        let heard = packets.iter().filter_map(|(timestamp, marker, key, end, duration)| {
            let code = Digit::new(*key).unwrap().code();
            let payload = Payload { code, end: *end, volume: 10, duration: *duration };
            let at = Circumstance { stream: 0, timestamp: *timestamp, marker: *marker };
            listener.hear(&payload.to_bytes(), at)
        });
        assert_eq!(heard.map(Digit::sign).collect::<String>(), expected);
    }

    #[test]
    fn a_digit_counts_once_however_many_packets_it_has() {
        check(
            &[
                (100, true, '5', false, 160),
                (100, false, '5', false, 320),
                (100, false, '5', true, 480),
                (100, false, '5', true, 480),
                (100, false, '5', true, 480),
            ],
            "5",
        );
    }

    #[test]
    fn lost_packets_lose_no_digit_as_long_as_one_comes() {
        check(&[(100, false, '5', true, 480)], "5");
        check(&[(100, true, '5', false, 160), (1200, true, '5', false, 160)], "55");
        check(&[(100, true, '5', false, 160), (1200, false, '5', false, 320)], "55");
        check(&[(100, false, '5', true, 800), (1300, false, '5', true, 800)], "55");
        check(&[(100, true, '1', false, 160), (1200, false, '2', true, 800)], "12");
    }

    #[test]
    fn the_same_key_pressed_again_counts_again() {
        check(&[(100, true, '5', true, 480), (900, true, '5', true, 480)], "55");
        check(&[(100, true, '5', true, 480), (620, false, '5', false, 160)], "55");
    }

    #[test]
    fn the_segments_of_a_long_digit_are_one() {
        let seam = 100 + 65_535;
        check(
            &[
                (100, true, '#', false, 65_400),
                (100, false, '#', false, 65_535),
                (seam, false, '#', false, 160),
                (seam, false, '#', true, 800),
            ],
            "#",
        );
    }

    #[test]
    fn a_digit_that_never_ends_counts_once() {
        let packets: Vec<_> =
            (1..400).map(|step| (100, step == 1, '7', false, (step * 160) as u16)).collect();
        check(&packets, "7");
    }

    #[test]
    fn timestamps_that_wrongly_move_on_make_one_digit() {
        let packets: Vec<_> =
            (0..10).map(|step| (100 + step * 160, step == 0, '3', step == 9, (step * 160) as u16)).collect();
        check(&packets, "3");
    }

    #[test]
    fn packets_that_were_overtaken_count_no_more() {
        check(
            &[(100, true, '1', true, 480), (2000, true, '2', false, 160), (100, false, '1', true, 480)],
            "12",
        );
        check(&[(100_000, true, '1', true, 480), (50, true, '2', true, 480)], "12");
    }

    #[test]
    fn timestamps_go_round() {
        check(&[(u32::MAX - 50, true, '1', true, 480), (2000, true, '1', true, 480)], "11");
    }

    #[test]
    fn events_that_are_no_keys_are_passed_over() {
        let mut listener = EventListener::default();
        let at = Circumstance { stream: 0, timestamp: 0, marker: true };
        for payload in [&[16, 10, 1, 0][..], &[255, 10, 1, 0], &[1, 10, 1], &[]] {
            assert_eq!(listener.hear(payload, at), None, "{payload:?}");
        }
    }

    #[test]
    fn another_source_begins_anew() {
        let mut listener = EventListener::default();
        let payload = Payload { code: 1, end: false, volume: 10, duration: 160 }.to_bytes();
        let at = |stream| Circumstance { stream, timestamp: 100, marker: false };
        assert!(listener.hear(&payload, at(0)).is_some());
        assert!(listener.hear(&payload, at(0)).is_none());
        assert!(listener.hear(&payload, at(1)).is_some());
    }

    #[test]
    fn keys_have_the_codes_of_the_registry() {
        for (sign, code) in [('0', 0), ('9', 9), ('*', 10), ('#', 11), ('A', 12), ('d', 15)] {
            let digit = Digit::new(sign).unwrap();
            assert_eq!((digit.code(), digit.sign()), (code, sign.to_ascii_uppercase()));
        }
        assert_eq!(Digit::new('E'), None);
        assert_eq!(Digit::from_code(16), None);
    }

    #[test]
    fn a_press_is_heard_as_one_digit_with_three_ends() {
        let mut press = Press::new(Digit::new('4').unwrap());
        let steps: Vec<_> = std::iter::from_fn(|| press.step()).collect();
        let payload = |end, duration| Payload { code: 4, end, volume: 10, duration };
        let down = |frame: u16| PressStep::Down { begins: frame == 1, payload: payload(false, frame * 160) };
        let mut expected: Vec<_> = (1..=5).map(down).collect();
        expected.extend([PressStep::Up(payload(true, 800)); 3]);
        expected.extend([PressStep::Pause; 2]);
        assert_eq!(steps, expected);
    }

    proptest! {
        #[test]
        fn any_payload_is_read_or_refused(
            packets in proptest::collection::vec((any::<u32>(), any::<bool>(), any::<Vec<u8>>()), 0..20),
        ) {
            let mut listener = EventListener::default();
            for (timestamp, marker, payload) in packets {
                listener.hear(&payload, Circumstance { stream: 0, timestamp, marker });
            }
        }

        #[test]
        fn a_payload_is_read_back(code: u8, end: bool, volume in 0_u8..64, duration: u16) {
            let payload = Payload { code, end, volume, duration };
            prop_assert_eq!(Payload::parse(&payload.to_bytes()), Some(payload));
        }
    }
}
