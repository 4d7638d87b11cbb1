//! The owner of a pool, in memory: decides, keeps and applies as the real one does, and fails where a test wants.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use admin::{Caller, Context, Request, decide};
use api::{Answer, Command, Pool, PoolError};
use domain::{
    Change, Configuration, ContentHash, Defaults, Digest, Directory, Entry, Language, ObjectId, PoolFqdn,
    Stamp, TimeZoneName,
};
use jiff::{Timestamp, ToSpan};
use store::{LogLine, StoreError};
use tokio::{
    sync::{mpsc, watch},
    task::JoinHandle,
};

/// What a test can do to the owner.
#[derive(Clone, Debug, Default)]
pub(crate) struct Disk(Arc<AtomicBool>);

impl Disk {
    /// Nothing more can be written.
    pub(crate) fn fill(&self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

struct Owner {
    configuration: watch::Sender<Arc<Configuration>>,
    directory: Arc<Directory>,
    disk: Disk,
    audio: BTreeMap<ContentHash, Vec<u8>>,
    log: Vec<LogLine>,
    versions: BTreeMap<(ObjectId, Digest), Arc<Entry>>,
}

/// A pool of this name, with its owner running, after these requests.
pub(crate) fn start(
    name: &str,
    directory: Directory,
    requests: Vec<Request>,
) -> (Pool, Disk, JoinHandle<()>) {
    let defaults = Defaults {
        language: Language::new("en-US").unwrap(),
        time_zone: TimeZoneName::new("W. Europe Standard Time").unwrap(),
    };
    let configuration = Arc::new(Configuration::new(PoolFqdn::new(name).unwrap(), defaults));
    let (published, configuration) = watch::channel(configuration);
    let (commands, mut inbox) = mpsc::channel(COMMANDS_MAX);
    let (directory, disk) = (Arc::new(directory), Disk::default());
    let mut owner = Owner {
        configuration: published,
        directory: Arc::clone(&directory),
        disk: disk.clone(),
        audio: BTreeMap::new(),
        log: Vec::new(),
        versions: BTreeMap::new(),
    };
    for request in requests {
        owner.decide(Caller::Operator, request, false).unwrap();
    }
    let running = tokio::spawn(async move {
        while let Some(command) = inbox.recv().await {
            owner.answer(command);
        }
    });
    (Pool::new(commands, configuration, directory), disk, running)
}

impl Owner {
    fn answer(&mut self, command: Command) {
        match command {
            Command::Decide { caller, request, plan, reply } => {
                drop(reply.send(self.decide(caller, request, plan)));
            }
            Command::ReadAudio { hash, reply } => drop(reply.send(Ok(self.audio.get(&hash).cloned()))),
            Command::ReadLog { after, limit, reply } => {
                let lines = self.log.iter().filter(|line| line.sequence > after).take(limit);
                drop(reply.send(Ok(lines.cloned().collect())));
            }
            Command::ReadVersion { id, digest, reply } => {
                drop(reply.send(Ok(self.versions.get(&(id, digest)).cloned())));
            }
        }
    }

    fn decide(&mut self, caller: Caller, request: Request, plan: bool) -> Result<Answer, PoolError> {
        let configuration = Arc::clone(&self.configuration.borrow());
        let sequence = configuration.sequence() + 1;
        let at = START + i64::try_from(sequence).unwrap().seconds();
        let context = Context { at, caller: &caller, directory: &self.directory };
        let decision = decide(&configuration, context, request)?;
        if plan || decision.changes.is_empty() {
            return Ok(Answer { decision, sequence: None });
        }
        if self.disk.0.load(Ordering::SeqCst) {
            return Err(StoreError::Full { directory: "/var/lib/switchback".into() }.into());
        }
        for change in &decision.changes {
            if let Change::ObjectSaved(entry) = change {
                self.versions.insert((entry.id, entry.digest), Arc::clone(entry));
            }
        }
        self.audio.extend(decision.audio.iter().map(|(hash, bytes)| (*hash, bytes.to_vec())));
        let by = match caller {
            Caller::Person(uri) => uri,
            Caller::Operator => domain::SipUri::new("sip:operator@contoso.com").unwrap(),
        };
        let (request, changes) = (decision.request.clone(), decision.changes.len() as u64);
        self.log.push(LogLine { sequence, stamp: Stamp { at, by }, request, changes });
        self.configuration.send_replace(Arc::new(configuration.apply(sequence, &decision.changes)));
        Ok(Answer { decision, sequence: Some(sequence) })
    }
}

/// When everything begins: a Monday, 9:00 in Berlin.
pub(crate) const START: Timestamp = Timestamp::constant(1_772_438_400, 0);
/// Commands that may wait for the owner.
pub(crate) const COMMANDS_MAX: usize = 64;
