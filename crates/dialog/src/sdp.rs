//! Session descriptions (RFC 8866), and offers and answers of one audio stream (RFC 3264).
//!
//! Tolerant of the order and line ends of phones, strict about lengths. What we do not use is not kept.

mod attribute;
mod codec;
mod description;
mod direction;
mod media_line;
mod negotiation;
mod reader;
mod remote;

pub use codec::Codec;
pub use description::{Description, Origin};
pub use direction::Direction;
pub use media_line::{Mapping, MediaLine, Rtcp};
pub use negotiation::{LocalMedia, Negotiation, Unanswerable};
pub use reader::{FORMATS_MAX, InvalidSdp, LENGTH_MAX, LINES_MAX, MEDIA_LINES_MAX};
pub use remote::{RemoteMedia, TelephoneEvent};
