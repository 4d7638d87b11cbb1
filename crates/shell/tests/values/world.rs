//! The setting that all rows run in.

#[path = "../surroundings/friday.rs"]
mod friday;

use std::rc::Rc;

use shell::host::testing::MemoryHost;
use shell::setting::Setting;

pub(crate) fn host() -> Rc<MemoryHost> {
    let host = friday::host();
    host.environment.borrow_mut().insert("TEMP".to_owned(), "C:\\Temp".to_owned());
    host.files.borrow_mut().insert("C:/Media/hold.wav".to_owned(), b"RIFF".to_vec());
    host.files.borrow_mut().insert("C:/notes.txt".to_owned(), b"\xef\xbb\xbfone\r\ntwo\r\n".to_vec());
    Rc::new(host)
}

pub(crate) fn setting() -> Setting {
    Setting::new(host())
}
