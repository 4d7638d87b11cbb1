//! What the server that embeds the API decides.

use std::{fmt, num::NonZeroU32, sync::Arc, time::Duration};

use domain::AUDIO_BYTES_MAX;
use jiff::Timestamp;

use crate::{Live, Pickup, TestDesk};

/// Limits and connections of the API. There is no default: the server's configuration file says each of them.
#[derive(Clone)]
pub struct Options {
    /// The version of the program, for `/pool`.
    pub version: String,
    /// Largest archive that may be imported, in bytes; [`IMPORT_BYTES_MAX`] unless the operator says otherwise.
    pub import_bytes_max: usize,
    /// Requests that may be in work at once, over all addresses.
    pub requests_at_once_max: usize,
    /// Requests that one address may make in a second, over a longer time.
    pub requests_per_second_max: NonZeroU32,
    /// Requests that one address may make at once.
    pub requests_burst_max: NonZeroU32,
    /// Refused logins that one address may have in a minute before it is told to wait.
    pub refused_logins_per_minute_max: NonZeroU32,
    /// How long the body of a request may take to arrive.
    pub body_timeout: Duration,
    /// How long an archive may take to arrive.
    pub import_timeout: Duration,
    /// The clock.
    pub clock: fn() -> Timestamp,
    /// The text of `/metrics`.
    pub metrics: Arc<dyn Fn() -> String + Send + Sync>,
    /// The calls and agents of the moment.
    pub live: Arc<dyn Fn() -> Arc<Live> + Send + Sync>,
    /// Who places test calls; nobody where the pool takes no calls.
    pub test_desk: Option<TestDesk>,
    /// Lets calls ring at attendants who pick them; nobody where the pool takes no calls.
    pub pickup: Option<Pickup>,
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("version", &self.version)
            .field("import_bytes_max", &self.import_bytes_max)
            .field("requests_at_once_max", &self.requests_at_once_max)
            .field("requests_per_second_max", &self.requests_per_second_max)
            .finish_non_exhaustive()
    }
}

/// Largest archive that may be imported where the operator says nothing, in bytes.
pub const IMPORT_BYTES_MAX: usize = 256 << 20;
/// Largest body of JSON, in bytes.
pub const JSON_BYTES_MAX: usize = 1 << 20;
/// Largest body of audio, in bytes: a file that is slightly too large is still told so by its own rule.
pub(crate) const AUDIO_BODY_BYTES_MAX: usize = AUDIO_BYTES_MAX + (64 << 10);
/// One peer may have this part of the requests in work, so that slow bodies from one address keep nobody else out.
pub(crate) const PEER_SHARE: usize = 4;
/// Exports that may be made or sent at once.
pub(crate) const EXPORTS_AT_ONCE_MAX: usize = 2;
/// Archives that may arrive, or wait for their import, at once.
pub(crate) const ARCHIVES_AT_ONCE_MAX: usize = 2;
/// How long an archive may stop arriving.
pub(crate) const ARCHIVE_PAUSE_MAX: Duration = Duration::from_secs(30);
/// How long an archive that is there may wait for the import before it.
pub(crate) const IMPORT_WAIT: Duration = Duration::from_secs(60);
/// Audio files that may be read or sent at once.
pub(crate) const AUDIO_AT_ONCE_MAX: usize = 16;
/// Items of a page where the caller does not say.
pub(crate) const PAGE_ITEMS: usize = 100;
/// Most items of a page.
pub(crate) const PAGE_ITEMS_MAX: usize = 1_000;
