//! One SIPp, as a process of its own.

use std::{
    net::{SocketAddr, UdpSocket},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use media::{g711::Codec, telephone_event::Digit, tone};

use crate::phone::PASSWORD;

/// A SIPp that calls, or waits for a call, on a port of its own.
pub(crate) struct Sipp {
    edge: SocketAddr,
    service: &'static str,
    port: u16,
    transport: &'static str,
    password: &'static str,
    folder: tempfile::TempDir,
}

/// A scenario that goes on.
pub(crate) struct Running {
    child: Child,
    scenario: &'static str,
    folder: tempfile::TempDir,
}

impl Sipp {
    pub(crate) fn new(edge: SocketAddr, service: &'static str) -> Self {
        let port = free_port(edge);
        Self {
            edge,
            service,
            port,
            transport: "u1",
            password: PASSWORD,
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub(crate) fn by_tcp(self) -> Self {
        Self { transport: "t1", ..self }
    }

    pub(crate) fn with_password(self, password: &'static str) -> Self {
        Self { password, ..self }
    }

    /// Where it takes calls.
    pub(crate) fn address(&self) -> SocketAddr {
        SocketAddr::new(self.edge.ip(), self.port)
    }

    /// Runs a scenario to its end.
    pub(crate) fn run(&self, scenario: &str) {
        let output = self.command(scenario).output().expect("sipp is installed (package sip-tester)");
        assert!(output.status.success(), "{scenario}: {}", errors(self.folder.path()));
    }

    /// Starts a scenario that waits for a call.
    pub(crate) fn start(self, scenario: &str) -> Running {
        let child = self.command(scenario).spawn().expect("sipp is installed (package sip-tester)");
        let scenario = scenario.to_owned().leak();
        Running { child, scenario, folder: self.folder }
    }

    fn command(&self, scenario: &str) -> Command {
        // What a scenario may play: a key, and as much silence.
        let tones = tone::digit(Digit::new('1').unwrap(), 0, 1_600).chain([0; 1_600]);
        let tones: Vec<u8> = tones.map(|sample| Codec::Alaw.encode(sample)).collect();
        std::fs::write(self.folder.path().join("key.alaw"), tones).unwrap();
        let file: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/wire/scenarios")
            .join(format!("{scenario}.xml"));
        let mut command = Command::new("sipp");
        command
            .arg(self.edge.to_string())
            .args(["-sf", &file.to_string_lossy(), "-s", self.service, "-m", "1", "-t", self.transport])
            .args(["-i", &self.edge.ip().to_string(), "-p", &self.port.to_string()])
            .args(["-mp", &free_port(self.edge).to_string()])
            .args(["-au", self.service, "-ap", self.password])
            .args(["-timeout", "30s", "-timeout_error", "-trace_err", "-nostdin"])
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }
}

/// A port that nobody has at the moment.
fn free_port(edge: SocketAddr) -> u16 {
    let probe = UdpSocket::bind(SocketAddr::new(edge.ip(), 0)).unwrap();
    probe.local_addr().unwrap().port()
}

impl Running {
    /// Waits for the end of the scenario.
    pub(crate) fn ends_well(mut self) {
        let status = self.child.wait().unwrap();
        assert!(status.success(), "{}: {}", self.scenario, errors(self.folder.path()));
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // One that has ended already cannot be ended.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// What SIPp has written about its errors.
fn errors(folder: &Path) -> String {
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    files.filter_map(|file| std::fs::read_to_string(file).ok()).collect()
}
