//! One leg: our end of the media of one SIP session.
//!
//! What its peer hears is, in this order: a prompt, the leg that it is joined to (music while that one holds),
//! music, nothing. In silence a packet leaves every few seconds, lest a firewall or the peer take us for gone.

use std::{
    net::{SocketAddr, UdpSocket},
    sync::Arc,
    time::Duration,
};

use crate::{
    clock::{FRAME, FRAME_SAMPLES, samples},
    encoded::Encoded,
    event::{Event, Outbox, PlaybackEnd},
    learning::Learning,
    media::{LegId, Seat},
    playback::{MusicStart, Playback, PlaybackNumber},
    ports::Sockets,
    reception::Reception,
    remote::{COMFORT_NOISE, Format, Remote},
    rtp::{HEADER_BYTES, Packet},
    sending::Sending,
    sequence::{Arrival, Place},
    statistics::Statistics,
    timeline::{Foreign, Stamp, Timeline},
};

/// Frames without a packet after which one of silence is sent: five seconds.
const QUIET_FRAMES_MAX: u32 = 250;
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
    playback: Playback,
    joined: Option<Joined>,
    /// Frames since the last packet that we sent.
    quiet: u32,
    /// When the slot of this leg was due last.
    due: Duration,
    /// When the peer was heard last, or described.
    heard: Duration,
    silent: bool,
    sending: Sending,
    strangers: u64,
    invalid: u64,
}

/// The other side of a relay.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Joined {
    /// Its index.
    pub(crate) peer: usize,
    /// It holds: it is not heard.
    pub(crate) holds: bool,
}

/// A packet of the peer that others may hear.
#[derive(Debug)]
pub(crate) struct Heard<'a> {
    packet: Packet<'a>,
    format: Format,
    place: Place,
    late: bool,
}

impl Leg {
    pub(crate) fn new(id: LegId, sockets: Sockets, seat: Seat, timeline: Timeline, slot: usize) -> Self {
        Self {
            id,
            sockets,
            _seat: seat,
            slot,
            remote: None,
            learning: Learning::default(),
            timeline,
            reception: Reception::default(),
            playback: Playback::default(),
            joined: None,
            quiet: QUIET_FRAMES_MAX,
            due: Duration::ZERO,
            heard: Duration::ZERO,
            silent: false,
            sending: Sending::default(),
            strangers: 0,
            invalid: 0,
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

    pub(crate) const fn joined(&self) -> Option<Joined> {
        self.joined
    }

    pub(crate) fn describe(&mut self, remote: Remote, now: Duration) {
        if self.remote.as_ref() == Some(&remote) {
            return;
        }
        self.learning.describe(remote.address);
        self.remote = Some(remote);
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

    pub(crate) fn join(&mut self, peer: usize, outbox: &mut Outbox) {
        self.stop(outbox);
        self.joined = Some(Joined { peer, holds: false });
    }

    pub(crate) fn part(&mut self) {
        if self.joined.take().is_some_and(|joined| joined.holds) {
            self.playback.end_music();
        }
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

    /// The slot of this leg is due: its frame of these 20 ms goes out, if there is one.
    pub(crate) fn tick(&mut self, due: Duration, now: Duration, outbox: &mut Outbox) {
        if due.saturating_sub(self.due) > FRAME {
            self.timeline.pause();
        }
        self.due = due;
        self.quiet = self.quiet.saturating_add(1);
        let prompt = self.playback.prompt_plays(ending(self.id, outbox));
        let law = self.remote.as_ref().map_or(crate::g711::Codec::Alaw, |remote| remote.codec);
        let mut frame = [law.silence(); FRAME_SAMPLES];
        let relayed = !prompt && self.hears_peer();
        let filled = !relayed && self.playback.fill(law, shared_position(due), &mut frame);
        if filled || self.quiet > QUIET_FRAMES_MAX {
            self.send_frame(law.payload_type(), &frame, due, now);
        }
        if !filled && !relayed {
            self.timeline.pause();
        }
    }

    fn send_frame(&mut self, payload_type: u8, frame: &[u8], due: Duration, now: Duration) {
        let Some(target) = self.target() else { return self.timeline.pause() };
        let Stamp { marker, sequence, timestamp } = self.timeline.own(samples(due));
        let ssrc = self.timeline.ssrc();
        let packet = Packet { marker, payload_type, sequence, timestamp, ssrc, payload: frame };
        let mut datagram = [0; HEADER_BYTES + FRAME_SAMPLES];
        if let Some(length) = packet.write(&mut datagram) {
            self.sending.late_by(now.saturating_sub(due));
            self.send(&datagram[..length], target, timestamp);
        }
    }

    fn send(&mut self, datagram: &[u8], target: SocketAddr, timestamp: u32) {
        let sent = self.sockets.rtp.send_to(datagram, target).is_ok();
        self.sending.sent(sent, datagram.len() - HEADER_BYTES, timestamp);
        self.quiet = 0;
    }

    /// Where packets may go now.
    fn target(&self) -> Option<SocketAddr> {
        self.remote.as_ref().filter(|remote| remote.direction.sends())?;
        self.learning.target()
    }

    fn hears_peer(&self) -> bool {
        self.joined.is_some_and(|joined| !joined.holds)
    }

    /// Takes a datagram of the RTP port; gives the packet where it is the peer's and others may hear it.
    pub(crate) fn receive<'a>(
        &mut self,
        datagram: &'a [u8],
        from: SocketAddr,
        now: Duration,
        outbox: &mut Outbox,
    ) -> Option<Heard<'a>> {
        let packet = Packet::parse(datagram).ok();
        let known = packet.and_then(|packet| {
            let format = self.remote.as_ref()?.format(packet.payload_type)?;
            Some((packet, format))
        });
        let Some((packet, format)) = known else {
            self.invalid += 1;
            return None;
        };
        let settled = self.learning.is_settled();
        if !self.learning.admits(from, packet.ssrc, packet.sequence) {
            self.strangers += 1;
            return None;
        }
        let (place, late) = match self.reception.arrive(&packet, now, format != Format::Event) {
            Arrival::Newest(place) => (place, false),
            Arrival::Late(place) => (place, true),
            Arrival::Duplicate => return None,
            Arrival::Astray => {
                self.invalid += 1;
                return None;
            }
        };
        self.heard = now;
        if std::mem::take(&mut self.silent) || !settled {
            outbox.put(Event::FirstPacket { leg: self.id, from });
        }
        Some(Heard { packet, format, place, late })
    }

    /// Sends on what the leg that this one is joined to has heard.
    pub(crate) fn relay(
        &mut self,
        heard: &Heard<'_>,
        now: Duration,
        datagram: &mut [u8; DATAGRAM_BYTES_MAX],
    ) {
        if !self.hears_peer() || self.playback.has_prompts() {
            return;
        }
        let Heard { packet, format, place, late } = *heard;
        let (Some(target), Some(remote)) = (self.target(), &self.remote) else { return };
        let payload_type = match format {
            Format::Audio(_) => Some(remote.codec.payload_type()),
            Format::Event => remote.telephone_event.map(|events| events.sent),
            Format::ComfortNoise => remote.comfort_noise.then_some(COMFORT_NOISE),
        };
        let Some(payload_type) = payload_type else { return self.timeline.left_out(place) };
        let body = &mut datagram[HEADER_BYTES..];
        match format {
            Format::Audio(law) => law.transcode(remote.codec, packet.payload, body),
            Format::Event | Format::ComfortNoise => {
                body[..packet.payload.len()].copy_from_slice(packet.payload);
            }
        }
        let event = format == Format::Event;
        let foreign = Foreign { place, timestamp: packet.timestamp, marker: packet.marker, event, late };
        let Some(stamp) = self.timeline.relayed(foreign, samples(now)) else { return };
        let Stamp { marker, sequence, timestamp } = stamp;
        let ssrc = self.timeline.ssrc();
        let header = Packet { marker, payload_type, sequence, timestamp, ssrc, payload: &[] };
        if header.write(datagram).is_some() {
            self.send(&datagram[..HEADER_BYTES + packet.payload.len()], target, timestamp);
        }
    }

    /// Tells once when the peer has been silent for `limit`, though it may send.
    pub(crate) fn watch(&mut self, now: Duration, limit: Duration, outbox: &mut Outbox) {
        let receives = self.remote.as_ref().is_some_and(|remote| remote.direction.receives());
        if receives && !self.silent && now.saturating_sub(self.heard) >= limit {
            self.silent = true;
            outbox.put(Event::Silent { leg: self.id });
        }
    }

    pub(crate) fn statistics(&self) -> Statistics {
        let sequence = self.reception.sequence();
        Statistics {
            sent: self.sending.packets(),
            unsent: self.sending.unsent(),
            received: sequence.received(),
            lost: sequence.expected().saturating_sub(sequence.received()),
            duplicates: self.reception.duplicates(),
            strangers: self.strangers,
            invalid: self.invalid,
            jitter: self.reception.jitter(),
            lateness_max: self.sending.lateness_max(),
            lateness_mean: self.sending.lateness_mean(),
            ..Statistics::default()
        }
    }
}

/// Tells of each playback that ends.
fn ending(leg: LegId, outbox: &mut Outbox) -> impl FnMut(PlaybackNumber, PlaybackEnd) {
    move |playback, end| outbox.put(Event::PlaybackEnded { leg, playback, end })
}

/// Where the music of everyone is at a time, in samples.
const fn shared_position(due: Duration) -> usize {
    (due.as_nanos() / FRAME.as_nanos()) as usize * FRAME_SAMPLES
}
