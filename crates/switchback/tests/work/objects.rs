use serde_json::{Value, json};
use stdx::Rng;

use super::Work;
use crate::pool::{Body, Client};

/// Makes, changes and removes objects of every type that have names of its own.
pub(crate) struct Objects {
    slots: Vec<Slot>,
    rng: Rng,
}

/// A name under which an object is, or is not.
struct Slot {
    collection: &'static str,
    name: String,
    held: Option<Held>,
    /// What was asked and not answered.
    attempted: Option<Attempt>,
}

/// An object as the server last answered it.
#[derive(Debug)]
struct Held {
    id: String,
    etag: String,
    body: Value,
}

#[derive(Debug)]
enum Attempt {
    Save(Value),
    Remove,
}

const COLLECTIONS: [&str; 5] = ["agent-groups", "queues", "workflows", "hours-of-business", "holiday-sets"];

impl Objects {
    pub(crate) fn new(writer: u32, rng: Rng) -> Self {
        let slot = |(at, collection)| Slot {
            collection,
            name: format!("writer-{writer}-{at}"),
            held: None,
            attempted: None,
        };
        Self { slots: COLLECTIONS.into_iter().cycle().take(10).enumerate().map(slot).collect(), rng }
    }
}

impl Work for Objects {
    fn write(&mut self, client: &Client) -> Result<Option<u64>, ureq::Error> {
        let at = self.rng.below(self.slots.len());
        let slot = &mut self.slots[at];
        let version = self.rng.below(20 * 60);
        match slot.held.take() {
            None => slot.make(client, version),
            Some(held) if self.rng.one_in(3) => slot.remove(client, held),
            Some(held) => slot.change(client, held, version),
        }
    }

    fn check(&mut self, client: &Client, when: &str) {
        self.slots.iter_mut().for_each(|slot| slot.check(client, when));
    }
}

impl Slot {
    fn make(&mut self, client: &Client, version: usize) -> Result<Option<u64>, ureq::Error> {
        let wanted = properties(self.collection, &self.name, version);
        self.attempted = Some(Attempt::Save(wanted.clone()));
        let answer = client.send("POST", self.collection, None, Body::Json(&wanted))?.granted();
        let id = answer.location.as_ref().unwrap().rsplit('/').next().unwrap().to_owned();
        self.held = Some(Held { id, etag: answer.etag.clone().unwrap(), body: answer.json() });
        self.attempted = None;
        Ok(answer.sequence)
    }

    fn change(&mut self, client: &Client, held: Held, version: usize) -> Result<Option<u64>, ureq::Error> {
        let wanted = properties(self.collection, &self.name, version);
        self.attempted = Some(Attempt::Save(wanted.clone()));
        let (path, etag) = (format!("{}/{}", self.collection, held.id), held.etag.clone());
        let id = held.id.clone();
        self.held = Some(held);
        let answer = client.send("PUT", &path, Some(&etag), Body::Json(&wanted))?.granted();
        self.held = Some(Held { id, etag: answer.etag.clone().unwrap(), body: answer.json() });
        self.attempted = None;
        Ok(answer.sequence)
    }

    fn remove(&mut self, client: &Client, held: Held) -> Result<Option<u64>, ureq::Error> {
        let path = format!("{}/{}", self.collection, held.id);
        self.held = Some(held);
        self.attempted = Some(Attempt::Remove);
        let answer = client.send("DELETE", &path, None, Body::Nothing)?.granted();
        (self.held, self.attempted) = (None, None);
        Ok(answer.sequence)
    }

    fn check(&mut self, client: &Client, when: &str) {
        let page = client.get(&format!("{}?name={}", self.collection, self.name)).granted().json();
        let found = page["Items"].as_array().unwrap().first().cloned();
        let as_acknowledged = match (&found, &self.held) {
            (None, None) => true,
            (Some(found), Some(held)) => same(found, &held.body),
            _ => false,
        };
        let as_attempted = match (&found, &self.attempted) {
            (Some(found), Some(Attempt::Save(wanted))) => contains(found, wanted),
            (None, Some(Attempt::Remove)) => true,
            _ => false,
        };
        let (name, held, attempted) = (&self.name, &self.held, &self.attempted);
        assert!(
            as_acknowledged || as_attempted,
            "{when}: {name}\nfound: {found:#?}\nacknowledged: {held:#?}\nattempted: {attempted:#?}"
        );
        self.attempted = None;
        self.held = found.map(|body| Held {
            id: body["Identity"].as_str().unwrap().rsplit('/').next().unwrap().to_owned(),
            etag: format!("{}", body["Changed"]["Digest"]),
            body,
        });
    }
}

/// Whether two answers tell of the same object; warnings are for the asker alone.
fn same(found: &Value, answered: &Value) -> bool {
    let mut answered = answered.clone();
    answered.as_object_mut().unwrap().remove("Warnings");
    *found == answered
}

fn contains(found: &Value, wanted: &Value) -> bool {
    wanted.as_object().unwrap().iter().all(|(property, value)| found[property] == *value)
}

/// Properties in which every value follows from the version, so that a mixture would be seen.
fn properties(collection: &str, name: &str, version: usize) -> Value {
    let text = format!("version {version}");
    match collection {
        "agent-groups" => {
            let agents: Vec<_> =
                (0..5).map(|agent| format!("sip:agent{agent}.{version}@contoso.com")).collect();
            json!({ "Name": name, "Description": text, "AgentsByUri": agents })
        }
        "queues" => json!({ "Name": name, "Description": text, "TimeoutThreshold": 10 + version % 500 }),
        "workflows" => json!({
            "Name": name, "Description": text, "DisplayNumber": text, "Language": "en-US", "TimeZone": "Europe/Paris",
            "PrimaryUri": format!("sip:{name}.{version}@contoso.com"),
        }),
        "hours-of-business" => {
            let range = json!({
                "Name": text, "OpenTime": "00:00:00", "CloseTime": format!("{:02}:{:02}:30", version / 60, version % 60),
            });
            json!({ "Name": name, "MondayHours1": range, "SundayHours1": range })
        }
        _ => {
            let holiday =
                json!({ "Name": text, "StartDate": "2026-12-25T00:00:00", "EndDate": "2026-12-26T00:00:00" });
            json!({ "Name": name, "HolidayList": [holiday, holiday, holiday] })
        }
    }
}
