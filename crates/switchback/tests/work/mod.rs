//! Clients that write and remember what they were told, to compare it with what is there after a crash.

mod archives;
mod objects;

use serde_json::json;
use stdx::Rng;

use crate::pool::{Body, Client, wav};
pub(crate) use archives::{Archives, Imports};
pub(crate) use objects::Objects;

/// Somebody who writes one thing after the other.
pub(crate) trait Work: Send {
    /// Writes once; the record of it, if it needed one. An error means that the server went away meanwhile.
    fn write(&mut self, client: &Client) -> Result<Option<u64>, ureq::Error>;

    /// Compares what is there with what was acknowledged, and takes what is there as the state to go on from.
    fn check(&mut self, client: &Client, when: &str);
}

/// One of each kind, and two who make, change and remove objects.
pub(crate) fn all<'a>(archives: &'a Archives, rng: &mut Rng) -> Vec<Box<dyn Work + 'a>> {
    vec![
        Box::new(Objects::new(1, Rng::new(rng.next()))),
        Box::new(Objects::new(2, Rng::new(rng.next()))),
        Box::new(Settings::default()),
        Box::new(Audio::new(rng.next())),
        Box::new(Imports::new(archives)),
    ]
}

/// Changes the settings of the pool, which nobody else does.
#[derive(Default)]
struct Settings {
    seconds: u64,
    attempted: Option<u64>,
}

impl Work for Settings {
    fn write(&mut self, client: &Client) -> Result<Option<u64>, ureq::Error> {
        let seconds = 30 + (self.seconds + 7) % 500;
        self.attempted = Some(seconds);
        let body = json!({ "AgentRingbackGracePeriod": seconds });
        let answer = client.send("PUT", "settings?force=true", None, Body::Json(&body))?.granted();
        (self.seconds, self.attempted) = (seconds, None);
        Ok(answer.sequence)
    }

    fn check(&mut self, client: &Client, when: &str) {
        let found = client.get("settings").granted().json()["AgentRingbackGracePeriod"].as_u64().unwrap();
        let expected = [Some(self.seconds), self.attempted];
        assert!(
            self.seconds == 0 || expected.contains(&Some(found)),
            "{when}: {found} instead of {expected:?}"
        );
        (self.seconds, self.attempted) = (found, None);
    }
}

/// Brings audio.
struct Audio {
    next: u64,
    /// What was acknowledged lately, with its hash.
    held: Vec<(String, Vec<u8>)>,
    attempted: Option<Vec<u8>>,
}

impl Audio {
    fn new(first: u64) -> Self {
        Self { next: first, held: Vec::new(), attempted: None }
    }
}

impl Work for Audio {
    fn write(&mut self, client: &Client) -> Result<Option<u64>, ureq::Error> {
        self.next += 1;
        let bytes = wav(self.next, 6_000);
        self.attempted = Some(bytes.clone());
        let answer =
            client.send("POST", "audio-files?fileName=welcome.wav", None, Body::Audio(&bytes))?.granted();
        let hash = answer.json()["ContentHash"].as_str().unwrap().to_owned();
        self.held.push((hash, bytes));
        self.attempted = None;
        Ok(answer.sequence)
    }

    fn check(&mut self, client: &Client, when: &str) {
        for (hash, bytes) in self.held.drain(..) {
            let found = client.get(&format!("audio-files/{hash}"));
            assert_eq!(found.status, 200, "{when}: audio {hash} is gone");
            assert!(found.bytes == bytes, "{when}: audio {hash} is not what was brought");
        }
        if let Some(bytes) = self.attempted.take() {
            let hash = domain::ContentHash::of(&bytes);
            let found = client.get(&format!("audio-files/{hash}"));
            let absent = found.status == 404;
            assert!(absent || found.bytes == bytes, "{when}: audio {hash} is there in part");
        }
    }
}
