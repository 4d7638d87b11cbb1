use core::net::IpAddr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{
    Codec, Description, Direction, InvalidSdp, Mapping, MediaLine, Origin, RemoteMedia, remote::Agreed,
};

/// What we can do in a session: where we receive, and what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalMedia {
    /// Where the peer sends to, as the peer sees it.
    pub address: IpAddr,
    /// The port of RTP.
    pub port: u16,
    /// In the order of our offers.
    pub codecs: Vec<Codec>,
    /// What we want to do.
    pub direction: Direction,
    /// Whether RTCP may share the port.
    pub rtcp_mux: bool,
}

impl LocalMedia {
    /// Of a call that has no media yet.
    pub(crate) const fn nowhere() -> Self {
        let address = IpAddr::V4(core::net::Ipv4Addr::UNSPECIFIED);
        Self { address, port: 0, codecs: Vec::new(), direction: Direction::Inactive, rtcp_mux: false }
    }
}

/// Offers and answers of one session, and what they came to.
///
/// ```text
///             offer()              read_answer()
///   stable ───────────> offered ─────────────────> stable      withdraw(): back to what held before
///   stable ── answer() ──────────────────────────> stable
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Negotiation {
    origin: Origin,
    /// What holds on our side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ours: Option<Description>,
    /// What holds on the side of the peer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    theirs: Option<Description>,
    /// An offer of ours that has no answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    offered: Option<Description>,
    /// What we last offered, where it was refused: the version of the next counts from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    refused: Option<Description>,
}

/// Why an offer cannot be answered, or an answer not be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Unanswerable {
    /// It is no session description.
    #[error(transparent)]
    Invalid(#[from] InvalidSdp),
    /// No stream has a codec that we speak.
    #[error("no stream has a codec that we speak")]
    NoCommonCodec,
    /// An answer without the streams of its offer.
    #[error("the answer does not fit the offer")]
    DoesNotFit,
}

impl Unanswerable {
    /// The status that says it (RFC 3261 section 21.4.26).
    pub const fn status(self) -> u16 {
        match self {
            Self::Invalid(_) => 400,
            Self::NoCommonCodec | Self::DoesNotFit => 488,
        }
    }
}

/// The payload type of telephone-event in our offers, unless the session has given it another.
const TELEPHONE_EVENT: u8 = 101;
/// What we send and ask for, in milliseconds.
const PACKET_TIME: u16 = 20;

impl Negotiation {
    /// A session in which nothing was said.
    pub const fn new(session: String, host: String) -> Self {
        let origin = Origin { session, version: 1, host };
        Self { origin, ours: None, theirs: None, offered: None, refused: None }
    }

    /// Our side as it holds.
    pub const fn ours(&self) -> Option<&Description> {
        self.ours.as_ref()
    }

    /// The side of the peer as it holds.
    pub const fn theirs(&self) -> Option<&Description> {
        self.theirs.as_ref()
    }

    /// Whether an offer of ours waits for its answer.
    pub const fn is_offered(&self) -> bool {
        self.offered.is_some()
    }

    /// What both sides agreed on.
    pub fn agreed(&self) -> Option<RemoteMedia> {
        self.pairs().find_map(|agreed| agreed.remote())
    }

    /// Whether the peer wants nothing sent to it.
    pub fn is_held(&self) -> bool {
        self.pairs().find(|agreed| agreed.remote().is_some()).is_some_and(|agreed| agreed.is_held())
    }

    /// The streams that neither side refused.
    fn pairs(&self) -> impl Iterator<Item = Agreed<'_>> {
        let both = self.ours.as_ref().zip(self.theirs.as_ref());
        both.into_iter().flat_map(|(ours, description)| {
            let lines = ours.media.iter().zip(&description.media);
            let open = lines.filter(|(ours, theirs)| ours.port != 0 && theirs.port != 0);
            open.map(move |(ours, theirs)| Agreed { theirs, description, ours })
        })
    }

    /// Makes an offer. Streams that were there before stay in their places (RFC 3264 section 8).
    pub fn offer(&mut self, local: &LocalMedia) -> Description {
        let audio = self.audio_line(local);
        let before = self.ours.as_ref().map_or(&[][..], |ours| &ours.media);
        let place = before.iter().position(|line| line.port != 0 && line.kind == "audio");
        let mut media: Vec<_> = before.iter().map(MediaLine::refused).collect();
        match place {
            Some(place) => media[place] = audio,
            None => media.push(audio),
        }
        let offer = self.publish(local.address, media);
        self.offered = Some(offer.clone());
        offer
    }

    /// Offers what holds already, word for word; None where nothing holds.
    pub fn offer_again(&mut self) -> Option<Description> {
        let Description { connection, media, .. } = self.ours.clone()?;
        let offer = self.publish(connection?, media);
        self.offered = Some(offer.clone());
        Some(offer)
    }

    /// Answers an offer. Nothing changes where it cannot be answered.
    pub fn answer(&mut self, offer: Description, local: &LocalMedia) -> Result<Description, Unanswerable> {
        let voices = offer.media.iter().enumerate().filter(|(_, line)| line.is_plain_audio());
        let voices = voices.filter_map(|(place, line)| {
            let codec = line.codecs().find(|(codec, _)| local.codecs.contains(codec))?;
            Some((place, line, codec))
        });
        // A peer of both families of addresses may offer a stream for each (RFC 6157 section 3.3).
        let is_near = |line: &MediaLine| {
            offer.connection_of(line).is_some_and(|address| address.is_ipv4() == local.address.is_ipv4())
        };
        let chosen = voices.clone().find(|(_, line, _)| is_near(line)).or_else(|| voices.clone().next());
        let (place, line, codec) = chosen.ok_or(Unanswerable::NoCommonCodec)?;
        let mut media: Vec<_> = offer.media.iter().map(MediaLine::refused).collect();
        media[place] = answering_line(&offer, line, codec, local);
        let answer = self.publish(local.address, media);
        self.ours = Some(answer.clone());
        self.refused = None;
        self.theirs = Some(offer);
        Ok(answer)
    }

    /// Takes the answer to our offer. Our offer stays open where the answer cannot be taken.
    pub fn read_answer(&mut self, answer: Description) -> Result<(), Unanswerable> {
        let offered = self.offered.as_ref().ok_or(Unanswerable::DoesNotFit)?;
        // Some phones leave out the streams that they refuse.
        if answer.media.len() > offered.media.len() {
            return Err(Unanswerable::DoesNotFit);
        }
        let mut next = Self { ours: Some(offered.clone()), theirs: Some(answer), ..self.clone() };
        next.agreed().ok_or(Unanswerable::NoCommonCodec)?;
        next.offered = None;
        next.refused = None;
        *self = next;
        Ok(())
    }

    /// Our offer was refused: what held before holds.
    pub fn withdraw(&mut self) {
        if let Some(offered) = self.offered.take() {
            self.refused = Some(offered);
        }
    }

    /// Gives a description the version that its content asks for.
    fn publish(&mut self, address: IpAddr, media: Vec<MediaLine>) -> Description {
        let mut next =
            Description { origin: self.origin.clone(), connection: Some(address), direction: None, media };
        let sent = self.offered.as_ref().or(self.refused.as_ref()).or(self.ours.as_ref());
        match sent {
            Some(sent) if sent.says_the_same(&next) => {}
            Some(_) => next.origin.version += 1,
            None => {}
        }
        self.origin.version = next.origin.version;
        next
    }

    /// All that we can do, with the payload types that the session knows already.
    fn audio_line(&self, local: &LocalMedia) -> MediaLine {
        let known = self.ours.iter().flat_map(|ours| &ours.media).find_map(MediaLine::telephone_event);
        let events = known.unwrap_or(TELEPHONE_EVENT);
        let known: Vec<_> =
            self.ours.iter().flat_map(|ours| &ours.media).flat_map(MediaLine::codecs).collect();
        let mut mappings: Vec<_> = local
            .codecs
            .iter()
            .map(|codec| {
                let number = known.iter().find(|(other, _)| other == codec).map(|(_, number)| *number);
                Mapping {
                    payload_type: number.unwrap_or_else(|| codec.payload_type()),
                    encoding: format!("{}/8000", codec.encoding()),
                }
            })
            .collect();
        mappings.push(Mapping { payload_type: events, encoding: "telephone-event/8000".to_owned() });
        audio(local, "RTP/AVP", mappings)
    }
}

/// The audio line of an answer: the codec of the peer's choice, and digits if the offer has them.
fn answering_line(
    offer: &Description,
    line: &MediaLine,
    (codec, number): (Codec, u8),
    local: &LocalMedia,
) -> MediaLine {
    let mut mappings = vec![Mapping { payload_type: number, encoding: format!("{}/8000", codec.encoding()) }];
    let events = line.telephone_event();
    mappings.extend(
        events.map(|number| Mapping { payload_type: number, encoding: "telephone-event/8000".to_owned() }),
    );
    let mut answer = audio(local, &line.protocol, mappings);
    answer.direction = Some(offer.direction_of(line).reversed().and(local.direction));
    answer.rtcp_mux = line.rtcp_mux && local.rtcp_mux;
    answer
}

fn audio(local: &LocalMedia, protocol: &str, mappings: Vec<Mapping>) -> MediaLine {
    let formats = mappings.iter().map(|mapping| mapping.payload_type.to_string()).collect();
    MediaLine {
        direction: Some(local.direction),
        rtcp_mux: local.rtcp_mux,
        packet_time: Some(PACKET_TIME),
        mappings,
        ..MediaLine::new("audio", local.port, protocol, formats)
    }
}
