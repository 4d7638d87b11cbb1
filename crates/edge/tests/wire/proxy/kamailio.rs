//! One Kamailio, as processes of its own.

use std::{
    net::{Ipv4Addr, SocketAddr, UdpSocket},
    os::unix::process::CommandExt as _,
    path::Path,
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU8, Ordering},
    time::Duration,
};

use crate::phone::PASSWORD;

/// A proxy that phones register with. It ends when this is dropped.
pub(crate) struct Kamailio {
    child: Child,
    folder: tempfile::TempDir,
}

/// What a proxy asks of a pool.
#[derive(Clone, Copy)]
pub(crate) struct Asks {
    /// What it asks as: nothing, `ASKS_AS_PROXY` or `ASKS_AS_SERVER`.
    pub(crate) as_what: &'static str,
    /// The digest that it asks for, or nothing where it says none.
    pub(crate) algorithm: &'static str,
    /// Whether it asks for a quality of protection.
    pub(crate) has_quality: bool,
    /// What the pool writes behind its address.
    pub(crate) parameters: &'static str,
}

impl Asks {
    /// It takes every call of the pool.
    pub(crate) const NOTHING: Self =
        Self { as_what: "", algorithm: "MD5", has_quality: true, parameters: "" };
}

/// An address for a proxy that nobody else listens on: the test has the host for itself, and so every port.
pub(crate) fn place() -> SocketAddr {
    static COUNT: AtomicU8 = AtomicU8::new(1);
    let [.., high, low] = std::process::id().to_be_bytes();
    let host = Ipv4Addr::new(127, high.max(1), low, COUNT.fetch_add(1, Ordering::Relaxed));
    SocketAddr::new(host.into(), 5060)
}

impl Kamailio {
    /// Starts one at an address, before a pool.
    pub(crate) fn start(at: SocketAddr, pool: SocketAddr, asks: Asks) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("kamailio.cfg");
        std::fs::write(&file, configuration(at, pool, asks)).unwrap();
        let log = std::fs::File::create(folder.path().join("log")).unwrap();
        let child = Command::new("kamailio")
            .env("PATH", search_path())
            .args(["-f", &file.to_string_lossy(), "-DD", "-E", "-m", "16", "-M", "4"])
            .args(["-Y", &folder.path().to_string_lossy()])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .process_group(0)
            .spawn()
            .expect("kamailio is installed (package kamailio)");
        let mut kamailio = Self { child, folder };
        kamailio.wait_until_it_answers(at);
        kamailio
    }

    fn wait_until_it_answers(&mut self, at: SocketAddr) {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
        let here = socket.local_addr().unwrap();
        let options = format!(
            "OPTIONS sip:contoso.com SIP/2.0\r\nVia: SIP/2.0/UDP {here};rport;branch=z9hG4bKready\r\n\
             From: <sip:test@contoso.com>;tag=ready\r\nTo: <sip:contoso.com>\r\nCall-ID: ready\r\n\
             CSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n"
        );
        for _ in 0..100 {
            assert!(self.child.try_wait().unwrap().is_none(), "kamailio does not start: {}", self.log());
            // Nobody may listen yet.
            let sent = socket.send_to(options.as_bytes(), at);
            if sent.is_ok() && socket.recv(&mut [0; 2_048]).is_ok() {
                return;
            }
        }
        panic!("kamailio does not answer: {}", self.log());
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap()
    }
}

/// The first process ends those that it made.
impl Drop for Kamailio {
    fn drop(&mut self) {
        let ended = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        if !ended.is_ok_and(|status| status.success()) {
            drop(self.child.kill());
        }
        drop(self.child.wait());
    }
}

fn configuration(at: SocketAddr, pool: SocketAddr, asks: Asks) -> String {
    let common = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/wire/proxy/kamailio.cfg");
    let Asks { as_what, algorithm, has_quality, .. } = asks;
    let asked = if as_what.is_empty() { String::new() } else { format!("#!define {as_what}\n") };
    format!(
        "{asked}#!substdef \"!HOST_OF_POOL!{}!g\"\n#!substdef \"!PORT_OF_POOL!{}!g\"\n\
         #!substdef \"!AT_POOL!{pool}!g\"\n#!substdef \"!PASSWORD!{PASSWORD}!g\"\n\
         #!substdef \"!ALGORITHM!{algorithm}!g\"\n#!substdef \"!QOP!{}!g\"\n\
         listen=udp:{at}\nlisten=tcp:{at}\ninclude_file \"{}\"\n",
        pool.ip(),
        pool.port(),
        u8::from(has_quality),
        common.display()
    )
}

/// Debian keeps it where only administrators look.
fn search_path() -> String {
    format!("{}:/usr/sbin", std::env::var("PATH").unwrap_or_default())
}
