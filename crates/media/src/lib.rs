//! The voice of calls: RTP over UDP, played, relayed and listened to on one thread of its own.
//!
//! [`start`] gives a [`Media`], which opens and steers legs, and the [`Events`] that happen on them. A leg is our
//! end of the media of one SIP session. It knows no SIP and no call: whoever opens it describes its peer, says
//! what the peer hears and who is joined to whom. The packets never leave this crate.
//!
//! What decides is in files without sockets and clocks: `rtp`, `rtcp`, `sequence`, `timeline`, `learning`,
//! `playback`, `wheel`.

pub mod clock;
mod config;
mod counters;
pub mod ear;
mod encoded;
mod event;
pub mod inband;
mod keypad;
mod learning;
mod leg;
mod legs;
mod media;
mod order;
mod playback;
mod poller;
mod ports;
mod reception;
mod recorder;
mod remote;
mod reporting;
pub mod rtcp;
pub mod rtp;
mod sending;
pub mod sequence;
mod statistics;
mod switchboard;
pub mod telephone_event;
mod timeline;
pub mod tone;
mod wheel;

pub use config::{Config, StartError};
pub use counters::Totals;
pub use encoded::Encoded;
pub use event::{Event, Events, PlaybackEnd};
pub use keypad::PRESSES_MAX;
pub use media::{LegId, Media, OpenError, RECORDING_MAX, Undelivered, start};
pub use playback::{MusicStart, PLAYBACKS_MAX, PlaybackNumber};
pub use remote::{Direction, PayloadTypes, Remote, Rtcp};
pub use statistics::Statistics;
pub use stdx::g711;
