//! What comes from the peer of a leg.

use std::{net::SocketAddr, time::Duration};

use crate::{
    event::{Event, Outbox},
    g711::Codec,
    leg::{DATAGRAM_BYTES_MAX, Leg},
    remote::Format,
    rtp::Packet,
    sequence::{Arrival, Place},
    telephone_event::{Circumstance, Digit},
};

/// A packet of the peer that others may hear.
#[derive(Debug)]
pub(crate) struct Heard<'a> {
    pub(super) packet: Packet<'a>,
    pub(super) format: Format,
    pub(super) place: Place,
    /// Overtaken by others.
    pub(super) late: bool,
}

impl Leg {
    /// Takes an RTP datagram; gives the packet where it is the peer's and others may hear it.
    pub(crate) fn receive<'a>(
        &mut self,
        datagram: &'a [u8],
        from: SocketAddr,
        now: Duration,
        outbox: &mut Outbox,
    ) -> Option<Heard<'a>> {
        // One that fills the buffer was cut.
        let whole = Some(datagram).filter(|datagram| datagram.len() < DATAGRAM_BYTES_MAX);
        let known = whole.and_then(|datagram| Packet::parse(datagram).ok()).and_then(|packet| {
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
        let heard = Heard { packet, format, place, late };
        self.hear_digits(&heard, outbox);
        if let (Format::Audio(law), Some(recorder)) = (format, &mut self.recorder) {
            recorder.hear(place, packet.timestamp, (law, packet.payload), now);
        }
        Some(heard)
    }

    fn hear_digits(&mut self, heard: &Heard<'_>, outbox: &mut Outbox) {
        let leg = self.id;
        let mut tell = |digit: Digit| outbox.put(Event::Digit { leg, digit: digit.sign() });
        let Heard { packet, place, .. } = heard;
        match heard.format {
            Format::Event => {
                let at =
                    Circumstance { stream: place.stream, timestamp: packet.timestamp, marker: packet.marker };
                if let Some(digit) = self.events.hear(packet.payload, at) {
                    tell(digit);
                }
            }
            Format::Audio(law) if self.hears_tones() && !heard.late => {
                self.tones.hear(decoded(law, packet.payload), tell);
            }
            Format::Audio(_) | Format::ComfortNoise => {}
        }
    }

    /// Tones count only where the peer has no other way to send digits, and while we alone hear it: between two
    /// people they are theirs.
    fn hears_tones(&self) -> bool {
        self.joined.is_none() && self.remote.as_ref().is_some_and(|remote| remote.telephone_event.is_none())
    }

    /// Takes an RTCP datagram. Only the host of the peer is believed; its port may be any.
    pub(crate) fn receive_control(&mut self, datagram: &[u8], from: SocketAddr, now: Duration) {
        if self.learning.target().is_none_or(|target| target.ip() != from.ip()) {
            self.strangers += 1;
            return;
        }
        self.control_from = Some(from);
        self.heard = now;
        self.reporting.hear(datagram, self.timeline.ssrc(), now);
    }

    /// Tells once when the peer has been silent for `limit`, though it may send and does not hold the call.
    pub(crate) fn watch(&mut self, now: Duration, limit: Duration, outbox: &mut Outbox) {
        let receives = self.remote.as_ref().is_some_and(|remote| remote.direction.receives());
        if receives && !self.holding && !self.silent && now.saturating_sub(self.heard) >= limit {
            self.silent = true;
            outbox.put(Event::Silent { leg: self.id });
        }
    }
}

fn decoded(law: Codec, payload: &[u8]) -> impl Iterator<Item = i16> {
    payload.iter().map(move |byte| law.decode(*byte))
}
