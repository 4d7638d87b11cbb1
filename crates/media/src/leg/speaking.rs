//! What goes to the peer of a leg.

use std::{net::SocketAddr, time::Duration};

use super::{DATAGRAM_BYTES_MAX, Heard, Leg, QUIET_FRAMES_MAX, ending};
use crate::{
    clock::{FRAME, FRAME_SAMPLES, samples},
    event::Outbox,
    g711::Codec,
    keypad::Key,
    remote::{COMFORT_NOISE, Format, Rtcp},
    reporting,
    rtcp::{Compound, Sent},
    rtp::{HEADER_BYTES, Packet},
    telephone_event::{Payload, PressStep},
    timeline::{Foreign, Stamp},
    tone,
};

/// The moment of a frame.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    /// When it should leave.
    pub(crate) due: Duration,
    pub(crate) now: Duration,
}

impl Leg {
    /// The slot of this leg is due: its packet of these 20 ms goes out, if there is one.
    pub(crate) fn tick(&mut self, at: Moment, outbox: &mut Outbox) {
        if at.due.saturating_sub(self.due) > FRAME {
            self.timeline.pause();
        }
        self.due = at.due;
        self.quiet = self.quiet.saturating_add(1);
        if self.reporting.is_due(at.now) {
            self.count(outbox);
            self.send_report(at.now, false);
        }
        match self.keypad.step() {
            Some(key) => self.send_key(key, at),
            None => self.send_voice(at, outbox),
        }
    }

    fn send_voice(&mut self, at: Moment, outbox: &mut Outbox) {
        let prompt = self.playback.prompt_plays(ending(self.id, outbox));
        let law = self.law();
        let mut frame = [law.silence(); FRAME_SAMPLES];
        let relayed = !prompt && self.hears_peer();
        let filled = !relayed && self.playback.fill(law, shared_position(at.due), &mut frame);
        if filled || self.quiet > QUIET_FRAMES_MAX {
            self.send_frame(&frame, at);
        }
        if !filled && !relayed {
            self.timeline.pause();
        }
    }

    fn send_key(&mut self, key: Key, at: Moment) {
        let events = self.remote.as_ref().and_then(|remote| remote.telephone_event);
        let Some(events) = events else { return self.send_tone(key, at) };
        let (begins, payload) = match key.step {
            PressStep::Down { begins, payload } => (begins, payload),
            PressStep::Up(payload) => (false, payload),
            PressStep::Pause => return self.timeline.pause(),
        };
        if self.target().is_some() {
            let Payload { duration, .. } = payload;
            let stamp = self.timeline.pressed(samples(at.due), begins, u32::from(duration));
            self.send_own(events.sent, stamp, &payload.to_bytes(), at);
        }
    }

    fn send_tone(&mut self, key: Key, at: Moment) {
        let law = self.law();
        let mut frame = [law.silence(); FRAME_SAMPLES];
        if matches!(key.step, PressStep::Down { .. }) {
            let tones = tone::digit(key.digit, key.samples, FRAME_SAMPLES);
            for (byte, sample) in frame.iter_mut().zip(tones) {
                *byte = law.encode(sample);
            }
        }
        self.send_frame(&frame, at);
    }

    fn send_frame(&mut self, frame: &[u8; FRAME_SAMPLES], at: Moment) {
        if self.target().is_none() {
            return self.timeline.pause();
        }
        let stamp = self.timeline.own(samples(at.due));
        let payload_type = self.remote.as_ref().map_or(0, |remote| remote.payload.sent);
        self.send_own(payload_type, stamp, frame, at);
    }

    fn send_own(&mut self, payload_type: u8, stamp: Stamp, payload: &[u8], at: Moment) {
        let Stamp { marker, sequence, timestamp } = stamp;
        let ssrc = self.timeline.ssrc();
        let packet = Packet { marker, payload_type, sequence, timestamp, ssrc, payload };
        let mut datagram = [0; HEADER_BYTES + FRAME_SAMPLES];
        if let Some(length) = packet.write(&mut datagram) {
            self.sending.late_by(at.now.saturating_sub(at.due));
            self.send(&datagram[..length]);
        }
    }

    fn send(&mut self, datagram: &[u8]) {
        let Some(target) = self.target() else { return };
        let sent = self.sockets.rtp.send_to(datagram, target).is_ok();
        self.sending.sent(sent, datagram.len() - HEADER_BYTES);
        self.quiet = 0;
    }

    /// Where packets may go now.
    fn target(&self) -> Option<SocketAddr> {
        self.remote.as_ref().filter(|remote| remote.direction.sends())?;
        self.learning.target()
    }

    fn law(&self) -> Codec {
        self.remote.as_ref().map_or(Codec::Alaw, |remote| remote.codec)
    }

    /// Sends on what the leg that this one is joined to has heard.
    pub(crate) fn relay(
        &mut self,
        heard: &Heard<'_>,
        now: Duration,
        datagram: &mut [u8; DATAGRAM_BYTES_MAX],
    ) {
        let busy = self.playback.has_prompts() || self.keypad.is_busy();
        if busy || !self.hears_peer() || self.target().is_none() {
            return;
        }
        let Heard { packet, format, place, late } = *heard;
        let Some(remote) = &self.remote else { return };
        let payload_type = match format {
            Format::Audio(_) => Some(remote.payload.sent),
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
            self.send(&datagram[..HEADER_BYTES + packet.payload.len()]);
        }
    }

    /// Says goodbye to the peer: the leg closes.
    pub(crate) fn say_goodbye(&mut self, now: Duration) {
        self.send_report(now, true);
    }

    fn send_report(&mut self, now: Duration, goodbye: bool) {
        let ssrc = self.timeline.ssrc();
        let sent = self.sending.since_last_report().then(|| Sent {
            clock: reporting::clock(now),
            timestamp: self.timeline.now(samples(now)),
            packets: self.sending.packets() as u32,
            bytes: self.sending.bytes() as u32,
        });
        let Some(target) = self.control_target() else { return };
        let mut compound = self.reporting.report(ssrc, sent, &self.reception, now);
        if goodbye {
            compound = compound.goodbye(ssrc);
        }
        self.send_control(&compound, target);
    }

    fn send_control(&mut self, compound: &Compound, target: SocketAddr) {
        let muxed = self.remote.as_ref().is_some_and(|remote| remote.rtcp == Rtcp::Muxed);
        let socket = if muxed { &self.sockets.rtp } else { &self.sockets.rtcp };
        if socket.send_to(compound.bytes(), target).is_err() {
            self.sending.unsent_control();
        }
    }

    /// Where RTCP goes: where it came from, else where the description says.
    fn control_target(&self) -> Option<SocketAddr> {
        let rtp = self.learning.target()?;
        let described = match self.remote.as_ref()?.rtcp {
            Rtcp::Muxed => return Some(rtp),
            Rtcp::At(address) => Some(address),
            Rtcp::NextPort => rtp.port().checked_add(1).map(|port| SocketAddr::new(rtp.ip(), port)),
        };
        self.control_from.filter(|from| from.ip() == rtp.ip()).or(described)
    }
}

/// Where the music of everyone is at a time, in samples.
const fn shared_position(due: Duration) -> usize {
    (due.as_nanos() / FRAME.as_nanos()) as usize * FRAME_SAMPLES
}
