//! What lines hear: sounds of the studio, encoded once and shared, and the orders to the media thread.

use std::{
    collections::{BTreeSet, HashMap},
    net::IpAddr,
    sync::Arc,
};

use dialog::sdp::{self, LocalMedia, RemoteMedia};
use domain::{AudioFile, Configuration, Language, Prompt};
use media::{
    Encoded, LegId, Media, MusicStart, OpenError, PayloadTypes, PlaybackNumber, Remote, Rtcp, Undelivered,
    g711, telephone_event::Digit,
};
use speech::{Pcm, Studio, Unready};

use crate::calls::LineId;

/// The voice of all lines.
pub(crate) struct Voice {
    media: Media,
    studio: Studio,
    /// The lines whose media is open.
    open: BTreeSet<LineId>,
    /// By the address of the sound, which is kept so that no other takes its place.
    encoded: HashMap<usize, (Pcm, Arc<Encoded>)>,
}

impl Voice {
    pub(crate) fn new(media: Media, studio: Studio) -> Self {
        Self { media, studio, open: BTreeSet::new(), encoded: HashMap::new() }
    }

    /// Makes ready what a configuration may play.
    pub(crate) fn prepare(&self, configuration: &Configuration) {
        drop(self.studio.prepare(configuration));
    }

    /// Makes a prompt ready.
    pub(crate) fn prepare_prompt(&self, prompt: &Prompt, language: Language) {
        self.studio.prepare_prompt(prompt, language);
    }

    /// Opens the media of a line on a local address.
    pub(crate) fn open(&mut self, line: LineId, address: IpAddr) -> Result<LocalMedia, OpenError> {
        let port = self.media.open(LegId(line.0), address)?;
        self.open.insert(line);
        Ok(local_media(address, port))
    }

    /// What offer and answer have come to.
    pub(crate) fn describe(&self, line: LineId, remote: &RemoteMedia) {
        note(self.media.describe(LegId(line.0), remote_of(remote)));
    }

    /// Plays a prompt in place of what is being played.
    pub(crate) fn play(
        &mut self,
        line: LineId,
        prompt: &Prompt,
        language: Language,
        playback: u64,
    ) -> Result<(), Unready> {
        let audio = self.studio.prompt(prompt, language)?;
        let audio = self.encode(audio);
        self.stop(line);
        note(self.media.play(LegId(line.0), audio, PlaybackNumber(playback)));
        Ok(())
    }

    /// Plays music in place of what is being played; false where it is not ready yet.
    pub(crate) fn music(&mut self, line: LineId, file: Option<&AudioFile>) -> bool {
        self.stop(line);
        let Some(audio) = self.studio.music_at_once(file) else { return false };
        let audio = self.encode(audio);
        note(self.media.music(LegId(line.0), audio, MusicStart::Beginning));
        true
    }

    /// The peer of a line holds the call: the other side hears music. Waits for it within the first second of a process
    /// only, in which nobody has a call yet to hold.
    pub(crate) fn hold(&mut self, line: LineId, file: Option<&AudioFile>) {
        let audio = self.studio.music(file);
        let audio = self.encode(audio);
        note(self.media.hold(LegId(line.0), audio, MusicStart::Beginning));
    }

    /// The peer of a line is back.
    pub(crate) fn resume(&self, line: LineId) {
        note(self.media.resume(LegId(line.0)));
    }

    pub(crate) fn stop(&self, line: LineId) {
        note(self.media.stop(LegId(line.0)));
    }

    /// Two lines hear each other from now on.
    pub(crate) fn join(&self, one: LineId, other: LineId) {
        note(self.media.join(LegId(one.0), LegId(other.0)));
    }

    /// Presses a key on a line, by RFC 4733 where the peer takes it.
    pub(crate) fn press(&self, line: LineId, digit: Digit) {
        note(self.media.press(LegId(line.0), digit));
    }

    /// Closes the media of a line, if it is open.
    pub(crate) fn close(&mut self, line: LineId) {
        if self.open.remove(&line) {
            note(self.media.close(LegId(line.0)));
        }
    }

    /// How many legs are open.
    pub(crate) fn legs(&self) -> usize {
        self.media.legs()
    }

    /// Puts what all legs have seen into the metrics.
    pub(crate) fn measure(&self) {
        let totals = self.media.totals();
        let media::Totals { sent, received, lost, late, strangers, slots_skipped, lateness_max, .. } = totals;
        metrics::counter!("switchback_rtp_packets_sent_total").absolute(sent);
        metrics::counter!("switchback_rtp_packets_received_total").absolute(received);
        metrics::counter!("switchback_rtp_packets_lost_total").absolute(lost);
        metrics::counter!("switchback_rtp_packets_late_total").absolute(late);
        metrics::counter!("switchback_rtp_packets_strange_total").absolute(strangers);
        metrics::counter!("switchback_rtp_slots_skipped_total").absolute(slots_skipped);
        metrics::gauge!("switchback_rtp_lateness_max_seconds").set(lateness_max.as_secs_f64());
    }

    fn encode(&mut self, audio: Pcm) -> Arc<Encoded> {
        let address = audio.as_ptr() as usize;
        if let Some((_, encoded)) = self.encoded.get(&address) {
            return Arc::clone(encoded);
        }
        if self.encoded.len() >= ENCODED_MAX {
            self.encoded.retain(|_, (_, encoded)| Arc::strong_count(encoded) > 1);
        }
        let encoded = Arc::new(Encoded::from_pcm(&audio));
        self.encoded.insert(address, (audio, Arc::clone(&encoded)));
        encoded
    }
}

/// An order that does not reach the media thread leaves a call silent, and must be seen.
fn note(delivered: Result<(), Undelivered>) {
    if let Err(error) = delivered {
        metrics::counter!("switchback_media_orders_lost_total").increment(1);
        tracing::error!(%error, "the media thread did not get an order");
    }
}

/// What we offer and answer for a leg.
pub(crate) fn local_media(address: IpAddr, port: u16) -> LocalMedia {
    let codecs = vec![sdp::Codec::Pcma, sdp::Codec::Pcmu];
    LocalMedia { address, port, codecs, direction: sdp::Direction::SendReceive, rtcp_mux: true }
}

/// What a description says of the peer, in the words of the media thread.
pub(crate) fn remote_of(remote: &RemoteMedia) -> Remote {
    let nowhere = remote.address.ip().is_unspecified() || remote.address.port() == 0;
    Remote {
        address: Some(remote.address).filter(|_| !nowhere),
        rtcp: if remote.rtcp_mux { Rtcp::Muxed } else { Rtcp::At(remote.rtcp) },
        codec: match remote.codec {
            sdp::Codec::Pcma => g711::Codec::Alaw,
            sdp::Codec::Pcmu => g711::Codec::Mulaw,
        },
        payload: PayloadTypes { sent: remote.payload_type, received: remote.payload_type_received },
        telephone_event: remote
            .telephone_event
            .map(|event| PayloadTypes { sent: event.sent, received: event.received }),
        comfort_noise: false,
        direction: match remote.direction {
            sdp::Direction::SendReceive => media::Direction::Both,
            sdp::Direction::SendOnly => media::Direction::Send,
            sdp::Direction::ReceiveOnly => media::Direction::Receive,
            sdp::Direction::Inactive => media::Direction::Neither,
        },
    }
}

/// Sounds that stay encoded while nobody hears them.
const ENCODED_MAX: usize = 1_024;
