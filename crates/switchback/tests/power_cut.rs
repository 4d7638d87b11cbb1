//! What a power cut does, which kill -9 does not show: whatever was not synced may be lost, or reach the disk in part.
//!
//! The server runs under strace, and every system call on its database is taken down. One test reads from it that for
//! each kind of change the sync lies between commit and reply; another builds the files that a power cut would leave,
//! at every reply and between, and opens them.
#![allow(clippy::unwrap_used, reason = "what cannot be unwrapped fails the test")]

mod disk;
mod pool;
mod server;
mod trace;

use std::{
    fs,
    path::{Path, PathBuf},
};

use disk::{Disk, Luck};
use domain::{ContentHash, PoolFqdn};
use pool::{Answer, Body, Client, POOL, Server, Site, wav};
use serde_json::{Value, json};
use stdx::Rng;
use store::{Embedded, LogLine, Store as _, StoreError};
use trace::Step;

/// A pool that was watched from its first start to its end.
struct Watched {
    site: Site,
    steps: Vec<Step>,
    /// What was asked, with the record that the answer named.
    replies: Vec<(String, u64)>,
    /// Audio, with the record under which it is durable.
    audio: Vec<(ContentHash, u64)>,
    /// Everything that was ever written, as the pool holds it after its end.
    log: Vec<LogLine>,
}

#[test]
fn for_each_kind_of_change_the_sync_lies_between_commit_and_reply() {
    let watched = Watched::new();
    let directory = watched.directory();
    let (mut disk, mut writes, mut syncs) = (Disk::default(), 0, 0);
    let mut replies = watched.replies.iter();
    for step in &watched.steps {
        disk.take(step, &directory);
        match step {
            Step::Wrote { path, .. } if path.ends_with("switchback.db-wal") => writes += 1,
            Step::Synced { path } if path.ends_with("switchback.db-wal") => syncs += 1,
            Step::Reply(sequence) => {
                let (asked, acknowledged) = replies.next().unwrap();
                assert_eq!(sequence, acknowledged, "{asked}");
                assert!(writes > 0, "{asked} was answered before anything was written");
                assert!(syncs > 0, "{asked} was answered before any sync");
                assert!(!disk.is_at_risk(), "{asked} was answered before everything written was synced");
                (writes, syncs) = (0, 0);
            }
            _ => {}
        }
    }
    assert_eq!(replies.next(), None, "every reply is in the trace");
}

#[test]
fn after_a_power_cut_at_any_moment_everything_acknowledged_is_there() {
    let watched = Watched::new();
    let mut rng = Rng::new(20);
    let (mut disk, mut acknowledged, mut cuts) = (Disk::default(), 0, 0);
    for step in &watched.steps {
        disk.take(step, &watched.directory());
        let lucks: &[_] = match step {
            Step::Reply(sequence) => {
                acknowledged = *sequence;
                &[Luck::Nothing, Luck::Anything]
            }
            Step::Synced { .. } | Step::Renamed { .. } | Step::Unlinked { .. } if rng.one_in(4) => {
                &[Luck::Nothing, Luck::Anything, Luck::Everything]
            }
            Step::Wrote { .. } if rng.one_in(80) => &[Luck::Anything],
            _ => &[],
        };
        for &luck in lucks {
            cuts += 1;
            let lost = watched.open_after_power_cut(&disk, luck, &mut rng, acknowledged);
            lost.unwrap_or_else(|lost| panic!("cut {cuts}, at {}, {luck:?} reached: {lost}", brief(step)));
        }
    }
    assert!(cuts > 100, "{cuts} power cuts are too few");
}

#[test]
fn a_disk_that_never_synced_loses_what_was_acknowledged() {
    let watched = Watched::new();
    let mut disk = Disk::default();
    for step in watched.steps.iter().filter(|step| !matches!(step, Step::Synced { .. })) {
        disk.take(step, &watched.directory());
    }
    let lost =
        watched.open_after_power_cut(&disk, Luck::Nothing, &mut Rng::new(1), watched.replies.len() as u64);
    assert!(lost.is_err(), "the other tests could not fail");
}

impl Watched {
    fn new() -> Self {
        let site = Site::new();
        let file = site.path("trace");
        let server = Server::new(&site, site.spawn(&trace::strace(&file)));
        let mut asker = Asker { client: server.client.clone(), replies: Vec::new(), audio: Vec::new() };
        asker.ask_everything();
        server.stop();
        let Asker { replies, audio, .. } = asker;
        let log = open(&site.data()).unwrap().log(0, usize::MAX).unwrap();
        Self { steps: trace::steps(&file), site, replies, audio, log }
    }

    fn directory(&self) -> PathBuf {
        self.site.data()
    }

    /// Opens what a power cut leaves, and says what of the acknowledged records is missing.
    fn open_after_power_cut(
        &self,
        disk: &Disk,
        luck: Luck,
        rng: &mut Rng,
        acknowledged: u64,
    ) -> Result<(), String> {
        let directory = tempfile::tempdir().unwrap();
        for (name, bytes) in disk.after_power_cut(luck, rng) {
            fs::write(directory.path().join(name), bytes).unwrap();
        }
        let store = Embedded::open(directory.path(), &PoolFqdn::new(POOL).unwrap())
            .map_err(|error| error.to_string())?;
        let (sequence, _) = store.load().map_err(|error| error.to_string())?;
        if sequence < acknowledged {
            return Err(format!("record {acknowledged} was acknowledged, {sequence} is the last"));
        }
        let log = store.log(0, usize::MAX).map_err(|error| error.to_string())?;
        if !self.log.starts_with(&log) {
            return Err("the log is not the beginning of what was written".to_owned());
        }
        // To read audio takes long, and what it is lies in the same log.
        let held = self.audio.iter().filter(|(_, of)| luck == Luck::Nothing && *of <= acknowledged);
        for (hash, of) in held {
            let found = store.audio(hash).map_err(|error| error.to_string())?;
            found.ok_or_else(|| format!("the audio of record {of} is missing"))?;
        }
        Ok(())
    }
}

fn open(directory: &Path) -> Result<Embedded, StoreError> {
    Embedded::open(directory, &PoolFqdn::new(POOL).unwrap())
}

/// Asks for changes one after the other, and notes the answers.
struct Asker {
    client: Client,
    replies: Vec<(String, u64)>,
    audio: Vec<(ContentHash, u64)>,
}

impl Asker {
    /// Every kind of change that the API has, and so much audio that the write-ahead log goes round.
    fn ask_everything(&mut self) {
        for (collection, made, changed) in objects() {
            let path = self.make(collection, &made);
            self.ask("PUT", &format!("{path}?force=true"), Body::Json(&changed));
            self.ask("DELETE", &path, Body::Nothing);
            self.make(collection, &changed);
        }
        self.ask("PUT", "settings?force=true", Body::Json(&json!({ "AgentRingbackGracePeriod": 90 })));
        for (number, length) in [(1, 2_000_000), (2, 2_300_000), (3, 8_000)] {
            let bytes = wav(number, length);
            let sequence =
                self.ask("POST", "audio-files?fileName=music.wav", Body::Audio(&bytes)).sequence.unwrap();
            self.audio.push((ContentHash::of(&bytes), sequence));
        }
        self.recover();
        self.ask(
            "PUT",
            "persons/sip:pat@contoso.com",
            Body::Json(&json!({ "Roles": ["CsViewOnlyAdministrator"] })),
        );
        let token = json!({ "Person": "sip:pat@contoso.com", "Label": "console" });
        let token = self.ask("POST", "tokens", Body::Json(&token)).json()["Id"].as_str().unwrap().to_owned();
        self.ask("DELETE", &format!("tokens/{token}"), Body::Nothing);
        self.ask("POST", "pool/roles/other.contoso.com/failover", Body::Nothing);
        self.ask("POST", "pool/roles/other.contoso.com/failback", Body::Nothing);
    }

    /// Export, removal of what was exported, and its import.
    fn recover(&mut self) {
        let archive = self.client.get("recovery/export").granted();
        let removal = json!({
            "Owner": POOL, "Sequence": archive.sequence, "Digest": archive.digest.as_ref().unwrap(),
        });
        self.ask("POST", "recovery/removal", Body::Json(&removal));
        self.ask("POST", "recovery/import?force=true", Body::Archive(&archive.bytes));
    }

    fn make(&mut self, collection: &str, properties: &Value) -> String {
        let location = self.ask("POST", collection, Body::Json(properties)).location.unwrap();
        location.strip_prefix("/api/v1/").unwrap().to_owned()
    }

    fn ask(&mut self, method: &str, path: &str, body: Body<'_>) -> Answer {
        let answer = self.client.send(method, path, None, body).unwrap().granted();
        let sequence = answer.sequence.unwrap_or_else(|| panic!("{method} {path} changed nothing"));
        self.replies.push((format!("{method} {path}"), sequence));
        answer
    }
}

fn objects() -> [(&'static str, Value, Value); 5] {
    let range = json!({ "OpenTime": "08:00:00", "CloseTime": "17:00:00" });
    let holiday = json!({ "StartDate": "2026-12-25T00:00:00", "EndDate": "2026-12-26T00:00:00" });
    let workflow =
        |uri| json!({ "Name": "Help Desk", "PrimaryUri": uri, "Language": "en-US", "TimeZone": "UTC" });
    [
        (
            "agent-groups",
            json!({ "Name": "Help Desk" }),
            json!({ "Name": "Help Desk", "AgentAlertTime": 30 }),
        ),
        ("queues", json!({ "Name": "Help Desk" }), json!({ "Name": "Help Desk", "TimeoutThreshold": 60 })),
        (
            "hours-of-business",
            json!({ "Name": "Office" }),
            json!({ "Name": "Office", "MondayHours1": range }),
        ),
        (
            "holiday-sets",
            json!({ "Name": "Winter", "HolidayList": [holiday] }),
            json!({ "Name": "Winter", "HolidayList": [holiday, holiday] }),
        ),
        ("workflows", workflow("sip:help@contoso.com"), workflow("sip:helpdesk@contoso.com")),
    ]
}

fn brief(step: &Step) -> String {
    let mut text = format!("{step:?}");
    text.truncate(200);
    text
}
