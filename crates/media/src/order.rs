//! What the media thread is told to do.

use std::sync::Arc;

use crate::{
    encoded::Encoded,
    media::{LegId, Seat},
    playback::{MusicStart, PlaybackNumber},
    ports::Sockets,
    recorder::Recorder,
    remote::Remote,
    telephone_event::Digit,
};

/// One order. The methods of [`crate::Media`] say what each does.
#[derive(Debug)]
pub(crate) enum Order {
    Open { leg: LegId, sockets: Box<Sockets>, seat: Seat },
    Describe { leg: LegId, remote: Box<Remote> },
    Play { leg: LegId, audio: Arc<Encoded>, playback: PlaybackNumber },
    Music { leg: LegId, audio: Arc<Encoded>, start: MusicStart },
    Stop { leg: LegId },
    Press { leg: LegId, digit: Digit },
    Join { one: LegId, other: LegId },
    Part { leg: LegId },
    Hold { leg: LegId, music: Arc<Encoded>, start: MusicStart },
    Resume { leg: LegId },
    Record { leg: LegId, recorder: Box<Recorder> },
    Glance { leg: LegId },
    Take { leg: LegId },
    Report { leg: LegId },
    Close { leg: LegId },
}
