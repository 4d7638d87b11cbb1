//! One leg: our end of the media of one SIP session.
//!
//! What its peer hears is, in this order: keys that we press, a prompt, the leg that it is joined to (music while
//! that one holds), music, nothing. In silence a packet leaves every few seconds, lest a firewall or the peer
//! take us for gone.

mod listening;
mod speaking;

use std::{
    net::{SocketAddr, UdpSocket},
    sync::Arc,
    time::Duration,
};

use stdx::Rng;

use crate::{
    clock::{FRAME_SAMPLES, SAMPLES_PER_SECOND},
    counters::Counted,
    encoded::Encoded,
    event::{Event, Outbox, PlaybackEnd},
    inband::ToneListener,
    keypad::Keypad,
    learning::Learning,
    media::{LegId, Seat},
    playback::{MusicStart, Playback, PlaybackNumber},
    ports::Sockets,
    reception::Reception,
    recorder::Recorder,
    remote::Remote,
    reporting::Reporting,
    sending::Sending,
    statistics::Statistics,
    telephone_event::{Digit, EventListener},
    timeline::Timeline,
};

pub(crate) use listening::Heard;
pub(crate) use speaking::Moment;

/// Frames without a packet after which one of silence is sent: five seconds.
const QUIET_FRAMES_MAX: u32 = 5 * SAMPLES_PER_SECOND / FRAME_SAMPLES as u32;
/// The bytes of the largest datagram.
pub(crate) const DATAGRAM_BYTES_MAX: usize = 2048;

#[derive(Debug)]
pub(crate) struct Leg {
    id: LegId,
    sockets: Sockets,
    _seat: Seat,
    slot: usize,
    remote: Option<Remote>,
    learning: Learning,
    timeline: Timeline,
    reception: Reception,
    reporting: Reporting,
    events: EventListener,
    tones: ToneListener,
    keypad: Keypad,
    recorder: Option<Box<Recorder>>,
    playback: Playback,
    joined: Option<Joined>,
    /// The peer put the call on hold.
    holding: bool,
    /// Frames since the last packet that we sent.
    quiet: u32,
    /// When the slot of this leg was due last.
    due: Duration,
    /// When the peer was heard last, or described.
    heard: Duration,
    /// Where RTCP came from.
    control_from: Option<SocketAddr>,
    silent: bool,
    sending: Sending,
    strangers: u64,
    invalid: u64,
    /// What the counters hold of this leg.
    counted: Counted,
}

/// The other side of a relay.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Joined {
    /// Its index.
    pub(crate) peer: usize,
    /// It holds: it is not heard.
    pub(crate) holds: bool,
}

impl Leg {
    pub(crate) fn new(id: LegId, sockets: Sockets, seat: Seat, seed: &mut Rng, slot: usize) -> Self {
        Self {
            id,
            sockets,
            _seat: seat,
            slot,
            remote: None,
            learning: Learning::default(),
            timeline: Timeline::new(seed),
            reception: Reception::default(),
            reporting: Reporting::new(seed),
            events: EventListener::default(),
            tones: ToneListener::default(),
            keypad: Keypad::default(),
            recorder: None,
            playback: Playback::default(),
            joined: None,
            holding: false,
            quiet: QUIET_FRAMES_MAX,
            due: Duration::ZERO,
            heard: Duration::ZERO,
            control_from: None,
            silent: false,
            sending: Sending::default(),
            strangers: 0,
            invalid: 0,
            counted: Counted::default(),
        }
    }

    pub(crate) const fn id(&self) -> LegId {
        self.id
    }

    pub(crate) const fn slot(&self) -> usize {
        self.slot
    }

    pub(crate) const fn rtp(&self) -> &UdpSocket {
        &self.sockets.rtp
    }

    pub(crate) const fn rtcp(&self) -> &UdpSocket {
        &self.sockets.rtcp
    }

    pub(crate) const fn joined(&self) -> Option<Joined> {
        self.joined
    }

    pub(crate) fn describe(&mut self, remote: Remote, now: Duration) {
        if self.remote.as_ref() == Some(&remote) {
            return;
        }
        self.learning.describe(remote.address);
        self.remote = Some(remote);
        self.control_from = None;
        self.heard = now;
        self.silent = false;
        self.quiet = QUIET_FRAMES_MAX;
    }

    pub(crate) fn play(&mut self, audio: Arc<Encoded>, playback: PlaybackNumber, outbox: &mut Outbox) {
        if !self.playback.play(audio, playback) {
            outbox.put(Event::PlaybackEnded { leg: self.id, playback, end: PlaybackEnd::Refused });
        }
    }

    pub(crate) fn music(&mut self, audio: Arc<Encoded>, start: MusicStart) {
        self.playback.music(audio, start);
    }

    pub(crate) fn stop(&mut self, outbox: &mut Outbox) {
        self.playback.stop(ending(self.id, outbox));
    }

    /// Presses a key; false where too many wait.
    pub(crate) fn press(&mut self, digit: Digit) -> bool {
        self.keypad.press(digit)
    }

    pub(crate) fn record(&mut self, mut recorder: Box<Recorder>, now: Duration) {
        recorder.begin(now);
        self.recorder = Some(recorder);
    }

    /// Gives what was recorded so far, and goes on.
    pub(crate) fn glance(&self, outbox: &mut Outbox) {
        if let Some(recorder) = &self.recorder {
            outbox.put(Event::Recorded { leg: self.id, heard: recorder.so_far() });
        }
    }

    /// Gives what was recorded, if anything is being recorded.
    pub(crate) fn take(&mut self, outbox: &mut Outbox) {
        if let Some(recorder) = self.recorder.take() {
            outbox.put(Event::Recorded { leg: self.id, heard: recorder.finish() });
        }
    }

    pub(crate) fn join(&mut self, peer: usize, now: Duration, outbox: &mut Outbox) {
        self.stop(outbox);
        self.listen_anew(now);
        self.joined = Some(Joined { peer, holds: false });
    }

    pub(crate) fn part(&mut self) {
        if self.joined.take().is_some_and(|joined| joined.holds) {
            self.playback.end_music();
        }
    }

    /// The peer of this leg holds the call, and need not be heard; or it is back.
    pub(crate) fn hold(&mut self, holding: bool, now: Duration) {
        self.holding = holding;
        self.listen_anew(now);
    }

    /// Silence counts from now on.
    const fn listen_anew(&mut self, now: Duration) {
        self.heard = now;
        self.silent = false;
    }

    /// The other side holds, and music is heard in its place.
    pub(crate) fn held(&mut self, music: Arc<Encoded>, start: MusicStart) {
        if let Some(joined) = &mut self.joined {
            joined.holds = true;
            self.playback.music(music, start);
        }
    }

    pub(crate) fn resumed(&mut self) {
        if let Some(joined) = self.joined.as_mut().filter(|joined| joined.holds) {
            joined.holds = false;
            self.playback.end_music();
        }
    }

    pub(crate) fn statistics(&self) -> Statistics {
        let sequence = self.reception.sequence();
        let reported = self.reporting.reported;
        Statistics {
            sent: self.sending.packets(),
            unsent: self.sending.unsent(),
            received: sequence.received(),
            lost: sequence.expected().saturating_sub(sequence.received()),
            late: self.reception.late(),
            duplicates: self.reception.duplicates(),
            strangers: self.strangers,
            invalid: self.invalid,
            jitter: self.reception.jitter(),
            reported_loss: reported.map(|block| f32::from(block.fraction_lost) / 256.0),
            reported_jitter: reported.map(|block| {
                Duration::from_micros(u64::from(block.jitter) * 1_000_000 / u64::from(SAMPLES_PER_SECOND))
            }),
            round_trip: self.reporting.round_trip,
            lateness_max: self.sending.lateness_max(),
            lateness_mean: self.sending.lateness_mean(),
        }
    }

    /// Adds what is new since the last time to the counters of all legs.
    pub(crate) fn count(&mut self, outbox: &Outbox) {
        let statistics = self.statistics();
        outbox.leg_seen(&mut self.counted, &statistics);
    }

    fn hears_peer(&self) -> bool {
        self.joined.is_some_and(|joined| !joined.holds)
    }
}

/// Tells of each playback that ends.
fn ending(leg: LegId, outbox: &mut Outbox) -> impl FnMut(PlaybackNumber, PlaybackEnd) {
    move |playback, end| outbox.put(Event::PlaybackEnded { leg, playback, end })
}
