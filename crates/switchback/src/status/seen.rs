//! What a pool says of its calls, queues and agents.

use anyhow::Context as _;
use domain::{ObjectName, Presence, SipUri};
use serde::{Deserialize, de::DeserializeOwned};

use crate::client::{Client, json, segment};

/// What was seen of a pool.
#[derive(Debug)]
pub(super) struct Seen {
    /// Its name.
    pub(super) pool: String,
    pub(super) calls: Vec<Call>,
    pub(super) queues: Vec<Queue>,
    pub(super) agents: Vec<Agent>,
    /// Why there is nothing newer.
    pub(super) fault: Option<String>,
}

/// A call.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Call {
    pub(super) id: u64,
    pub(super) workflow: ObjectName,
    pub(super) state: String,
    pub(super) queue: Option<ObjectName>,
    pub(super) position: Option<usize>,
    pub(super) waited: Option<u64>,
    pub(super) agent: Option<SipUri>,
    pub(super) caller: Option<String>,
    pub(super) caller_name: Option<String>,
}

/// A queue.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Queue {
    pub(super) name: ObjectName,
    pub(super) waiting: usize,
    pub(super) longest_wait: u64,
    pub(super) talking: usize,
    pub(super) agents_free: usize,
    pub(super) agents_signed_in: usize,
    pub(super) agents: usize,
}

/// An agent.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Agent {
    pub(super) uri: SipUri,
    pub(super) groups: Vec<Group>,
    pub(super) presence: Option<Presence>,
    pub(super) state: String,
    pub(super) call: Option<u64>,
}

/// An agent's place in a group.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Group {
    pub(super) name: ObjectName,
    pub(super) signed_in: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", bound = "T: DeserializeOwned")]
struct Page<T> {
    items: Vec<T>,
    next: Option<String>,
}

impl Seen {
    /// Asks a pool.
    pub(super) fn of(client: &Client) -> anyhow::Result<Self> {
        let pool = json(client.ask("GET", "/api/v1/pool")?)?;
        Ok(Self {
            pool: pool["Fqdn"].as_str().unwrap_or_default().to_owned(),
            calls: list(client, "calls")?,
            queues: list(client, "queue-states")?,
            agents: list(client, "agents")?,
            fault: None,
        })
    }
}

/// Everything of a list, page by page.
fn list<T: DeserializeOwned>(client: &Client, resource: &str) -> anyhow::Result<Vec<T>> {
    let (mut items, mut cursor) = (Vec::new(), String::new());
    for _ in 0..PAGES_MAX {
        let answer = client.ask("GET", &format!("/api/v1/{resource}?limit=1000{cursor}"))?;
        let page: Page<T> = serde_json::from_value(json(answer)?)
            .with_context(|| format!("what the pool says of its {resource} cannot be read"))?;
        items.extend(page.items);
        match page.next {
            Some(next) => cursor = format!("&cursor={}", segment(&next)),
            None => break,
        }
    }
    Ok(items)
}

/// Most pages that are asked for; nobody reads more than 50,000 lines of a screen.
const PAGES_MAX: usize = 50;
