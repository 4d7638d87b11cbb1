//! Our side of a stream: one source towards a peer for the whole call (RFC 3550, section 5.1).
//!
//! Whatever a leg hears, prompts, music, another leg or nothing, goes out under one SSRC, with sequence numbers
//! that go on and timestamps that follow our clock. What is relayed keeps the distances of its source, losses
//! and late packets included; when the source leaps, it is laid on our clock anew.

use crate::{clock::FRAME_SAMPLES, sequence::Place};

/// The samples by which relayed timestamps may stray from our clock: 400 ms, far beyond the jitter of a call
/// that can be understood.
const STRAY_MAX: u32 = 3200;
/// The packets that a source may lose in a row without being laid on our clock anew.
const GAP_MAX: u32 = 50;

/// What tells a packet of ours from the others of its stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub(crate) marker: bool,
    pub(crate) sequence: u16,
    pub(crate) timestamp: u32,
}

/// A packet of another leg that goes out here.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Foreign {
    pub(crate) place: Place,
    pub(crate) timestamp: u32,
    pub(crate) marker: bool,
    /// A telephone event, whose timestamp stands still while it lasts.
    pub(crate) event: bool,
    /// Overtaken by others.
    pub(crate) late: bool,
}

/// The numbers of the packets that leave one leg.
#[derive(Debug)]
pub(crate) struct Timeline {
    ssrc: u32,
    /// The number of the next packet.
    next: u16,
    /// The timestamp of our clock's zero.
    offset: u32,
    /// The least timestamp of the next packet of audio.
    free: Option<u32>,
    /// Whether the packet before belongs to the same talk spurt.
    talking: bool,
    /// The timestamp of the key that is being pressed.
    pressed: u32,
    relay: Option<Relay>,
}

/// How the packets of a source are laid on our numbers.
#[derive(Clone, Copy, Debug)]
struct Relay {
    stream: u32,
    /// The packet that `base` stands for; what was before it does not go out.
    floor: u32,
    base: u16,
    newest: u32,
    /// What is added to the timestamps of the source.
    shift: u32,
}

impl Timeline {
    /// The SSRC and where the numbers begin are random (RFC 3550, section 5.1): cut from `seed`.
    pub(crate) fn new(seed: &mut stdx::Rng) -> Self {
        let (ssrc, numbers) = (seed.next(), seed.next());
        Self {
            ssrc: ssrc as u32,
            // In the lower half, so that a stream does not begin with a round of its numbers (RFC 3711).
            next: (ssrc >> 32) as u16 & 0x7FFF,
            offset: numbers as u32,
            free: None,
            talking: false,
            pressed: 0,
            relay: None,
        }
    }

    pub(crate) const fn ssrc(&self) -> u32 {
        self.ssrc
    }

    /// The timestamp that our clock has now.
    pub(crate) const fn now(&self, clock: u32) -> u32 {
        self.offset.wrapping_add(clock)
    }

    /// A frame of our own. `clock` is the time of the frame in samples.
    pub(crate) fn own(&mut self, clock: u32) -> Stamp {
        self.relay = None;
        let timestamp = self.not_before_free(self.now(clock));
        // From here on our clock runs where the relay has left it.
        self.offset = timestamp.wrapping_sub(clock);
        self.free = Some(timestamp.wrapping_add(FRAME_SAMPLES as u32));
        let marker = !std::mem::replace(&mut self.talking, true);
        Stamp { marker, sequence: self.count(), timestamp }
    }

    /// A packet of a key of ours, which has lasted for `duration` samples. Its packets all have the timestamp of
    /// its beginning (RFC 4733, section 2.5.1.2).
    pub(crate) fn pressed(&mut self, clock: u32, begins: bool, duration: u32) -> Stamp {
        if begins {
            let Stamp { sequence, timestamp, .. } = self.own(clock);
            self.talking = false;
            self.pressed = timestamp;
            return Stamp { marker: true, sequence, timestamp };
        }
        self.free = Some(self.pressed.wrapping_add(duration));
        Stamp { marker: false, sequence: self.count(), timestamp: self.pressed }
    }

    /// Nothing goes out at this time: what comes next begins a talk spurt.
    pub(crate) const fn pause(&mut self) {
        self.talking = false;
    }

    /// A packet of another leg; none where it came too late to go out.
    pub(crate) fn relayed(&mut self, foreign: Foreign, clock: u32) -> Option<Stamp> {
        let Foreign { place, timestamp, marker, event, late } = foreign;
        let known = self.relay.filter(|relay| relay.stream == place.stream);
        let Some(mut relay) = known.filter(|relay| late || place.extended - relay.newest <= GAP_MAX) else {
            return if late { None } else { Some(self.laid_anew(foreign, clock)) };
        };
        let sequence = relay.base.wrapping_add(place.extended.checked_sub(relay.floor)? as u16);
        let mut shifted = timestamp.wrapping_add(relay.shift);
        let mut marker = marker;
        if !late {
            let astray = distance(shifted, self.now(clock)) > STRAY_MAX;
            if astray && !event {
                let fresh = self.not_before_free(self.now(clock));
                relay.shift = fresh.wrapping_sub(timestamp);
                shifted = fresh;
                marker = true;
            }
            relay.newest = place.extended;
            self.relay = Some(relay);
            self.next = sequence.wrapping_add(1);
            self.talking = true;
            self.free = Some(shifted.wrapping_add(FRAME_SAMPLES as u32));
        }
        Some(Stamp { marker, sequence, timestamp: shifted })
    }

    /// A packet of another leg does not go out, but is no loss either.
    pub(crate) fn left_out(&mut self, place: Place) {
        let next = self.next;
        if let Some(relay) = self.relay.as_mut().filter(|relay| relay.stream == place.stream)
            && place.extended > relay.newest
        {
            relay.base = next.wrapping_add((place.extended - relay.newest - 1) as u16);
            relay.floor = place.extended + 1;
            relay.newest = place.extended;
        }
    }

    fn laid_anew(&mut self, foreign: Foreign, clock: u32) -> Stamp {
        let timestamp = self.not_before_free(self.now(clock));
        let Place { stream, extended } = foreign.place;
        let shift = timestamp.wrapping_sub(foreign.timestamp);
        let sequence = self.count();
        self.relay = Some(Relay { stream, floor: extended, base: sequence, newest: extended, shift });
        self.free = Some(timestamp.wrapping_add(FRAME_SAMPLES as u32));
        self.talking = true;
        Stamp { marker: foreign.marker || !foreign.event, sequence, timestamp }
    }

    fn not_before_free(&self, timestamp: u32) -> u32 {
        let ahead = |free: &u32| (free.wrapping_sub(timestamp) as i32) > 0;
        self.free.filter(ahead).unwrap_or(timestamp)
    }

    const fn count(&mut self) -> u16 {
        let sequence = self.next;
        self.next = sequence.wrapping_add(1);
        sequence
    }
}

fn distance(one: u32, other: u32) -> u32 {
    (one.wrapping_sub(other) as i32).unsigned_abs()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::{collection::vec, prelude::*};

    use super::*;

    fn timeline() -> Timeline {
        Timeline::new(&mut stdx::Rng::new(1))
    }

    fn foreign(stream: u32, extended: u32, timestamp: u32) -> Foreign {
        let place = Place { stream, extended };
        Foreign { place, timestamp, marker: false, event: false, late: false }
    }

    /// Renders stamps by their distance from the first one: packets, samples, and the marker.
    fn check(stamps: &[Option<Stamp>], expected: &str) {
        let first = stamps[0].unwrap();
        let rendered = stamps.iter().map(|stamp| {
            let Some(stamp) = stamp else { return "-".to_owned() };
            let packets = stamp.sequence.wrapping_sub(first.sequence) as i16;
            let samples = stamp.timestamp.wrapping_sub(first.timestamp) as i32;
            format!("{packets}:{samples}{}", if stamp.marker { "!" } else { "" })
        });
        assert_eq!(rendered.collect::<Vec<_>>().join(" "), expected);
    }

    #[test]
    fn our_frames_follow_the_clock_and_a_pause_begins_a_talk_spurt() {
        let mut timeline = timeline();
        let mut stamps: Vec<_> = [0, 160, 320].map(|clock| Some(timeline.own(clock))).into();
        timeline.pause();
        stamps.extend([1600, 1760].map(|clock| Some(timeline.own(clock))));
        check(&stamps, "0:0! 1:160 2:320 3:1600! 4:1760");
    }

    #[test]
    fn a_relay_keeps_the_distances_of_its_source() {
        let mut timeline = timeline();
        let mut stamps = vec![Some(timeline.own(0))];
        // Jitter of the network shifts nothing, loss stays a gap, what was overtaken finds its place.
        for (extended, timestamp, clock) in [(500, 90, 200), (501, 250, 390), (503, 570, 680)] {
            stamps.push(timeline.relayed(foreign(0, extended, timestamp), clock));
        }
        stamps.push(timeline.relayed(Foreign { late: true, ..foreign(0, 502, 410) }, 700));
        stamps.push(timeline.relayed(Foreign { late: true, ..foreign(0, 499, 0) }, 700));
        stamps.push(Some(timeline.own(800)));
        check(&stamps, "0:0! 1:200! 2:360 4:680 3:520 - 5:840");
    }

    #[test]
    fn another_source_and_a_leap_are_laid_on_our_clock() {
        let mut timeline = timeline();
        let mut stamps = vec![timeline.relayed(foreign(0, 500, 0), 0)];
        stamps.push(timeline.relayed(foreign(1, 90, 77_000), 160));
        stamps.push(timeline.relayed(foreign(1, 91, 990_000), 320));
        stamps.push(timeline.relayed(foreign(1, 1091, 990_160), 480));
        check(&stamps, "0:0! 1:160! 2:320! 3:480!");
    }

    #[test]
    fn the_packets_of_a_key_share_a_timestamp() {
        let mut timeline = timeline();
        let mut stamps = vec![Some(timeline.own(0))];
        stamps.push(Some(timeline.pressed(160, true, 160)));
        stamps.extend([320, 480].map(|clock| Some(timeline.pressed(clock, false, clock))));
        stamps.push(Some(timeline.own(640)));
        check(&stamps, "0:0! 1:160! 2:160 3:160 4:640!");
    }

    #[test]
    fn what_is_left_out_is_no_loss() {
        let mut timeline = timeline();
        let mut stamps = vec![timeline.relayed(foreign(0, 500, 0), 0)];
        timeline.left_out(Place { stream: 0, extended: 501 });
        stamps.push(timeline.relayed(foreign(0, 502, 320), 320));
        timeline.left_out(Place { stream: 0, extended: 504 });
        stamps.push(timeline.relayed(foreign(0, 505, 800), 800));
        check(&stamps, "0:0! 1:320 3:800");
    }

    /// One thing that may happen to a leg.
    #[derive(Clone, Debug)]
    enum Step {
        Own,
        Pause,
        Press(bool),
        /// How far the source goes on, in packets and in samples; whether it is an event, and left out.
        Foreign {
            packets: u32,
            samples: u32,
            event: bool,
            left_out: bool,
        },
        Late(u32),
        Source,
    }

    fn step() -> impl Strategy<Value = Step> {
        let samples = prop_oneof![4 => Just(160), 1 => 0..4000_u32, 1 => any::<u32>()];
        prop_oneof![
            Just(Step::Own),
            Just(Step::Pause),
            any::<bool>().prop_map(Step::Press),
            (1..80_u32, samples, any::<bool>(), prop::bool::weighted(0.1)).prop_map(
                |(packets, samples, event, left_out)| Step::Foreign { packets, samples, event, left_out }
            ),
            (1..60_u32).prop_map(Step::Late),
            Just(Step::Source),
        ]
    }

    proptest! {
        #[test]
        fn numbers_never_come_twice_and_go_on_whatever_happens(steps in vec(step(), 1..60)) {
            let mut timeline = timeline();
            let (mut stream, mut extended, mut timestamp, mut clock) = (0, 100_000, 0_u32, 0);
            let (mut used, mut came) = (HashSet::new(), HashSet::new());
            let mut newest = None;
            let mut pressing = false;
            for step in steps {
                clock += 160;
                let late = matches!(step, Step::Late(_));
                if let Step::Late(behind) = step && !came.insert((stream, extended - behind)) {
                    // A duplicate, which is refused before it gets here.
                    continue;
                }
                let stamp = match step {
                    Step::Own => Some(timeline.own(clock)),
                    Step::Pause => {
                        timeline.pause();
                        None
                    }
                    Step::Press(begins) => {
                        let begins = begins || !pressing;
                        Some(timeline.pressed(clock, begins, 160))
                    }
                    Step::Foreign { packets, samples, event, left_out } => {
                        extended += packets;
                        timestamp = timestamp.wrapping_add(samples);
                        came.insert((stream, extended));
                        let foreign = Foreign { event, ..foreign(stream, extended, timestamp) };
                        if left_out {
                            timeline.left_out(foreign.place);
                            None
                        } else {
                            timeline.relayed(foreign, clock)
                        }
                    }
                    Step::Late(behind) => {
                        timeline.relayed(Foreign { late: true, ..foreign(stream, extended - behind, 0) }, clock)
                    }
                    Step::Source => {
                        stream += 1;
                        None
                    }
                };
                pressing = matches!(step, Step::Press(_));
                let Some(stamp) = stamp else { continue };
                prop_assert!(used.insert(stamp.sequence), "{} twice", stamp.sequence);
                let ahead = newest.map_or(1, |newest: u16| stamp.sequence.wrapping_sub(newest) as i16);
                prop_assert_eq!(ahead > 0, !late, "{} ahead", ahead);
                if !late {
                    newest = Some(stamp.sequence);
                }
            }
        }
    }
}
