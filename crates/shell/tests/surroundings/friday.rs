//! The world of most tests: Friday, December 20, 2013, 10:00 universal time, one hour later here.

use shell::host::testing::MemoryHost;
use shell::value::{DateTime, Kind, TimeSpan};

pub(crate) fn host() -> MemoryHost {
    let ten =
        DateTime::from_date(2013, 12, 20).and_then(|day| day.checked_add(TimeSpan::from_seconds(36_000)));
    let host = MemoryHost::new(ten.expect("the day exists").with_kind(Kind::Utc));
    host.offset.set(TimeSpan::from_seconds(3600));
    host
}
