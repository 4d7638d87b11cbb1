//! What is said: a packet each 20 ms from everyone in a call, which tells who says it, in which call and when.

use std::{net::SocketAddr, time::Duration};

use media::{clock::FRAME_SAMPLES, g711::Codec, rtp::Packet};
use stdx::Instant;

use crate::ends::{Ends, Side};

/// All who speak, spread over the milliseconds of a frame.
pub(crate) struct Voices {
    slots: [Vec<Voice>; SLOTS],
    /// When the next slot is due.
    due: Instant,
    slot: usize,
    /// Where the next voice comes.
    emptiest: usize,
}

/// Somebody who speaks.
struct Voice {
    call: usize,
    side: Side,
    to: SocketAddr,
    sequence: u16,
}

/// What a packet says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) call: usize,
    pub(crate) side: Side,
    /// It must arrive: it was said in the middle of a talk.
    pub(crate) counts: bool,
    pub(crate) at: Instant,
}

impl Voices {
    pub(crate) fn new(now: Instant) -> Self {
        Self { slots: std::array::from_fn(|_| Vec::new()), due: now, slot: 0, emptiest: 0 }
    }

    /// Somebody begins to speak.
    pub(crate) fn begin(&mut self, call: usize, side: Side, to: SocketAddr) {
        self.slots[self.emptiest].push(Voice { call, side, to, sequence: 0 });
        self.emptiest = (self.emptiest + 7) % SLOTS;
    }

    /// When [`Self::speak`] is due.
    pub(crate) const fn next_timeout(&self) -> Instant {
        self.due
    }

    /// Says what is due. `judge` gives whether a word of a side counts, and nothing where that side speaks no more.
    pub(crate) fn speak(
        &mut self,
        now: Instant,
        ends: &mut Ends,
        mut judge: impl FnMut(usize, Side) -> Option<bool>,
    ) {
        while self.due <= now {
            self.slots[self.slot].retain_mut(|voice| {
                let Some(counts) = judge(voice.call, voice.side) else { return false };
                voice.say(now, counts, ends);
                true
            });
            self.slot = (self.slot + 1) % SLOTS;
            self.due = self.due.after(SLOT);
        }
    }
}

impl Voice {
    fn say(&mut self, now: Instant, counts: bool, ends: &mut Ends) {
        let mut payload = [0x55; FRAME_SAMPLES];
        Word { call: self.call, side: self.side, counts, at: now }.write(&mut payload);
        let packet = Packet {
            marker: self.sequence == 0,
            payload_type: Codec::Alaw.payload_type(),
            sequence: self.sequence,
            timestamp: u32::from(self.sequence) * FRAME_SAMPLES as u32,
            ssrc: (self.call as u32) << 1 | u32::from(self.side == Side::Agent),
            payload: &payload,
        };
        let mut datagram = [0; media::rtp::HEADER_BYTES + FRAME_SAMPLES];
        packet.write(&mut datagram).expect("the datagram has room for a frame");
        ends.say(self.side, self.call, &datagram, self.to);
        self.sequence = self.sequence.wrapping_add(1);
    }
}

impl Word {
    fn write(self, payload: &mut [u8; FRAME_SAMPLES]) {
        payload[..4].copy_from_slice(MARK);
        payload[4] = u8::from(self.side == Side::Agent);
        payload[5] = u8::from(self.counts);
        payload[8..16].copy_from_slice(&(self.call as u64).to_be_bytes());
        payload[16..24].copy_from_slice(&self.at.0.to_be_bytes());
    }

    /// What a packet says; nothing where it is not of ours, as music.
    pub(crate) fn read(payload: &[u8]) -> Option<Self> {
        let rest = payload.strip_prefix(MARK)?;
        let number = |at: usize| Some(u64::from_be_bytes(*rest.get(at..)?.first_chunk()?));
        let side = if *rest.first()? == 1 { Side::Agent } else { Side::Caller };
        Some(Self {
            side,
            counts: *rest.get(1)? == 1,
            call: usize::try_from(number(4)?).ok()?,
            at: Instant(number(12)?),
        })
    }
}

const MARK: &[u8; 4] = b"LOAD";
const SLOTS: usize = 20;
const SLOT: Duration = Duration::from_millis(1);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_read_as_it_was_said_and_music_is_none() {
        let word = Word { call: 70_000, side: Side::Agent, counts: true, at: Instant(1 << 40) };
        let mut payload = [0x55; FRAME_SAMPLES];
        word.write(&mut payload);
        assert_eq!(Word::read(&payload), Some(word));
        assert_eq!(Word::read(&payload[..10]), None);
        assert_eq!(Word::read(&[0x55; FRAME_SAMPLES]), None);
    }
}
