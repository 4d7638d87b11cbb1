//! A disk that is full, and is one: a small tmpfs in a mount namespace of the test's own.
#![allow(clippy::unwrap_used, reason = "what cannot be unwrapped fails the test")]

mod pool;
mod server;

use std::{
    fs::{self, File},
    io::Write as _,
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc,
};

use pool::{Answer, Body, Client, Site, address, path, wav};
use serde_json::json;
use server::{BOUND, lines};

#[test]
fn where_the_write_ahead_log_finds_no_room_changes_fail_cleanly_and_reads_go_on() {
    check(3 << 20, 1 << 20);
}

#[test]
fn where_the_database_finds_no_room_for_its_log_changes_fail_cleanly_and_reads_go_on() {
    check(11 << 20, 5 << 20);
}

/// Fills a disk of `room` bytes beside `ballast`, which is removed when space is needed.
fn check(room: u32, ballast: u32) {
    let site = Site::new();
    let disk = fs::create_dir(site.path("disk")).map(|()| site.path("disk")).unwrap();
    site.keep_data_in(&disk.join("data"));
    let mut shell = Shell::new(&site);
    shell.run(&format!("mount -t tmpfs -o size={} tmpfs {}", room + ballast, path(&disk)));
    shell.run(&format!("head -c {ballast} /dev/zero > {}/ballast", path(&disk)));
    let client = shell.serve(&site);

    let mut held = Held::default();
    let refused = fill(&client, &mut held);
    assert!(held.audio.len() > 10, "the disk was full from the start");
    let detail = refused.json()["detail"].as_str().unwrap().replace(path(&disk), "DISK");
    insta::assert_snapshot!(
        detail,
        @"the disk with the data directory DISK/data is full and nothing was changed; free some space there, then repeat the request"
    );
    assert_eq!(refused.json()["type"], "urn:switchback:problem:disk-full");

    held.check(&client);
    assert_eq!(fill(&client, &mut held).status, 507, "it stays full");
    held.check(&client);

    shell.kill();
    let client = shell.serve(&site);
    held.check(&client);
    assert_eq!(fill(&client, &mut held).status, 507, "it is full after a restart as well");

    shell.run(&format!("rm {}/ballast", path(&disk)));
    held.add_group(&client).unwrap();
    held.add_audio(&client, 100_000).unwrap();
    held.check(&client);
    shell.kill();
    held.check(&shell.serve(&site));
}

/// Writes until nothing fits any more, first what is large, then what is small. The result is the last refusal.
fn fill(client: &Client, held: &mut Held) -> Answer {
    for length in [200_000, 20_000] {
        while held.add_audio(client, length).is_ok() {}
    }
    loop {
        if let Err(refused) = held.add_group(client) {
            return refused;
        }
    }
}

/// What was acknowledged.
#[derive(Default)]
struct Held {
    /// Where audio is, and its bytes.
    audio: Vec<(String, Vec<u8>)>,
    /// Where groups are, and what the server said of them.
    groups: Vec<(String, serde_json::Value)>,
    asked: u64,
}

impl Held {
    fn add_audio(&mut self, client: &Client, length: u32) -> Result<(), Answer> {
        self.asked += 1;
        let bytes = wav(self.asked, length);
        let answer =
            client.send("POST", "audio-files?fileName=music.wav", None, Body::Audio(&bytes)).unwrap();
        let location = stored(&answer).ok_or(answer)?;
        self.audio.push((location, bytes));
        Ok(())
    }

    fn add_group(&mut self, client: &Client) -> Result<(), Answer> {
        self.asked += 1;
        let group = json!({ "Name": format!("Group {}", self.asked) });
        let answer = client.send("POST", "agent-groups", None, Body::Json(&group)).unwrap();
        match stored(&answer) {
            Some(location) => self.groups.push((location, answer.json())),
            None => return Err(answer),
        }
        Ok(())
    }

    /// Everything acknowledged can be read, and nothing else is there.
    fn check(&self, client: &Client) {
        for (location, bytes) in &self.audio {
            assert!(client.get(location).granted().bytes == *bytes, "{location} is not what was stored");
        }
        for (location, group) in &self.groups {
            assert_eq!(client.get(location).granted().json(), *group);
        }
        let sequence = client.get("pool").granted().json()["Sequence"].as_u64().unwrap();
        let first = 2; // The first token and the roles of its person.
        assert_eq!(sequence, first + (self.audio.len() + self.groups.len()) as u64);
    }
}

/// Where something was stored; nothing when the disk is full.
fn stored(answer: &Answer) -> Option<String> {
    assert!(matches!(answer.status, 201 | 507), "{}", String::from_utf8_lossy(&answer.bytes));
    Some(answer.location.as_ref()?.strip_prefix("/api/v1/").unwrap().to_owned())
}

/// A shell in a mount namespace of its own: what it mounts is seen by its children alone and goes with the last.
struct Shell {
    child: Child,
    commands: ChildStdin,
    lines: mpsc::Receiver<String>,
    /// The server, while there is one.
    server: Option<String>,
}

impl Shell {
    fn new(site: &Site) -> Self {
        let log = File::options().create(true).append(true).open(site.path("log")).unwrap();
        let mut command = Command::new("unshare");
        command.args(["--map-root-user", "--mount", "sh"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(log);
        let mut child = command.spawn().expect("unshare is missing; install it: apt-get install util-linux");
        let (commands, lines) = (child.stdin.take().unwrap(), lines(child.stdout.take().unwrap()));
        Self { child, commands, lines, server: None }
    }

    /// Runs a command to its end.
    fn run(&mut self, command: &str) {
        writeln!(self.commands, "{command}; echo ended $?").unwrap();
        let answer = self.lines.recv_timeout(BOUND);
        let advice = "this system lets no test mount a tmpfs: run it as root or allow user namespaces";
        assert_eq!(answer.as_deref(), Ok("ended 0"), "{command} failed; {advice}");
    }

    /// Starts the server and waits until it answers.
    fn serve(&mut self, site: &Site) -> Client {
        writeln!(self.commands, "{} < /dev/null & echo $!", site.serve().join(" ")).unwrap();
        self.server = Some(self.lines.recv_timeout(BOUND).unwrap());
        let address =
            address(&self.lines).unwrap_or_else(|| panic!("the server did not start:\n{}", site.log()));
        site.client(&address)
    }

    /// kill -9, and the end of the server.
    fn kill(&mut self) {
        let server = self.server.take().unwrap();
        writeln!(self.commands, "kill -9 {server}; wait {server}; echo killed $?").unwrap();
        assert_eq!(self.lines.recv_timeout(BOUND).as_deref(), Ok("killed 137"));
    }
}

impl Drop for Shell {
    fn drop(&mut self) {
        if let Some(server) = &self.server {
            drop(writeln!(self.commands, "kill -9 {server}; exit"));
        }
        drop(writeln!(self.commands, "exit"));
        self.child.wait().unwrap();
    }
}
