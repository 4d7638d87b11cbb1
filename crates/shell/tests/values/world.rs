//! The setting that all rows run in: Friday, December 20, 2013, 10:00 universal time, one hour later here.

use std::rc::Rc;

use shell::host::testing::MemoryHost;
use shell::setting::Setting;
use shell::value::{DateTime, Kind, TimeSpan};

pub(crate) fn host() -> Rc<MemoryHost> {
    let ten =
        DateTime::from_date(2013, 12, 20).and_then(|day| day.checked_add(TimeSpan::from_seconds(36_000)));
    let host = MemoryHost::new(ten.expect("the day exists").with_kind(Kind::Utc));
    host.offset.set(TimeSpan::from_seconds(3600));
    host.environment.borrow_mut().insert("TEMP".to_owned(), "C:\\Temp".to_owned());
    host.files.borrow_mut().insert("C:/Media/hold.wav".to_owned(), b"RIFF".to_vec());
    host.files.borrow_mut().insert("C:/notes.txt".to_owned(), b"\xef\xbb\xbfone\r\ntwo\r\n".to_vec());
    Rc::new(host)
}

pub(crate) fn setting() -> Setting {
    Setting::new(host())
}
