use std::sync::{
    atomic::{AtomicBool, Ordering},
    mpsc as std_mpsc,
};

use domain::{
    Change, ContentHash, Defaults, Digest, Entry, FileName, Language, Object, ObjectId, ObjectKind, PoolFqdn,
    TimeZoneName,
};
use store::LogLine;
use uuid::Uuid;

use super::*;

/// A store that tells what it is given, and fails when it is told to.
struct Scripted {
    /// The number of records in each batch.
    appended: std_mpsc::Sender<usize>,
    full: Arc<AtomicBool>,
    /// What each append waits for, where it waits.
    gate: Option<std_mpsc::Receiver<()>>,
}

impl Store for Scripted {
    fn load(&self) -> Result<(u64, Vec<Change>), StoreError> {
        Ok((0, Vec::new()))
    }

    fn append(&mut self, records: &[Record]) -> Result<(), StoreError> {
        self.appended.send(records.len()).unwrap();
        if let Some(gate) = &self.gate {
            gate.recv().unwrap();
        }
        if self.full.load(Ordering::Relaxed) { Err(full()) } else { Ok(()) }
    }

    fn audio(&self, hash: &ContentHash) -> Result<Option<Vec<u8>>, StoreError> {
        Ok((*hash == ContentHash::of(b"held")).then(|| b"held".to_vec()))
    }

    fn log(&self, _: u64, _: usize) -> Result<Vec<LogLine>, StoreError> {
        Err(full())
    }

    fn version(&self, _: ObjectId, _: &Digest) -> Result<Option<Arc<Entry>>, StoreError> {
        Ok(None)
    }
}

/// A writer without its thread, and what its store tells.
struct Bench {
    writer: Writer,
    appended: std_mpsc::Receiver<usize>,
    full: Arc<AtomicBool>,
    published: watch::Receiver<Arc<Configuration>>,
}

impl Bench {
    fn new() -> Self {
        let (sender, appended) = std_mpsc::channel();
        let full = Arc::new(AtomicBool::new(false));
        let store = Scripted { appended: sender, full: Arc::clone(&full), gate: None };
        let (writer, published) = Writer::new(Box::new(store), empty(), Arc::default(), clock);
        Self { writer, appended, full, published }
    }

    fn ask(&mut self, request: Request, plan: bool) -> oneshot::Receiver<Result<Answer, PoolError>> {
        let (reply, answer) = oneshot::channel();
        self.writer.take(Command::Decide { caller: Caller::Operator, request, plan, reply });
        answer
    }

    /// The sizes of the batches since the last call.
    fn batches(&self) -> Vec<usize> {
        self.appended.try_iter().collect()
    }

    fn names(&self) -> Vec<String> {
        let configuration = self.published.borrow();
        configuration.objects().map(|entry| entry.name().to_string()).collect()
    }
}

#[test]
fn requests_that_wait_share_one_commit() {
    let mut bench = Bench::new();
    let answers: Vec<_> =
        (1..=3).map(|number| bench.ask(new(number, &format!("Group {number}")), false)).collect();
    assert_eq!(bench.batches(), [0; 0]);
    assert_eq!(bench.names(), [""; 0]);
    bench.writer.commit();
    assert_eq!(bench.batches(), [3]);
    assert_eq!(bench.names(), ["Group 1", "Group 2", "Group 3"]);
    let sequences: Vec<_> = answers.into_iter().map(|answer| answered(answer).unwrap().sequence).collect();
    assert_eq!(sequences, [Some(1), Some(2), Some(3)]);
}

#[test]
fn a_request_is_decided_after_those_before_it_in_the_batch() {
    let mut bench = Bench::new();
    let first = bench.ask(new(1, "Help Desk"), false);
    let second = bench.ask(new(2, "help desk"), false);
    bench.writer.commit();
    assert!(answered(first).is_ok());
    assert!(matches!(answered(second), Err(PoolError::Refused(_))));
    assert_eq!(bench.batches(), [1]);
}

#[test]
fn nothing_has_happened_when_the_store_is_full() {
    let mut bench = Bench::new();
    bench.full.store(true, Ordering::Relaxed);
    let first = bench.ask(new(1, "Help Desk"), false);
    let refused_after_the_first = bench.ask(new(2, "Help Desk"), false);
    bench.writer.commit();
    for answer in [first, refused_after_the_first] {
        assert!(matches!(answered(answer), Err(PoolError::Store(StoreError::Full { .. }))));
    }
    assert_eq!(bench.names(), [""; 0]);
    bench.full.store(false, Ordering::Relaxed);
    let again = bench.ask(new(2, "Help Desk"), false);
    bench.writer.commit();
    assert_eq!(answered(again).unwrap().sequence, Some(1));
    assert_eq!(bench.names(), ["Help Desk"]);
}

#[test]
fn a_large_request_is_stored_alone() {
    let mut bench = Bench::new();
    let before = bench.ask(new(1, "Before"), false);
    let audio = bench.ask(audio(), false);
    let after = bench.ask(new(2, "After"), false);
    bench.writer.commit();
    assert_eq!(bench.batches(), [1, 1, 1]);
    for (answer, sequence) in [(before, 1), (audio, 2), (after, 3)] {
        assert_eq!(answered(answer).unwrap().sequence, Some(sequence));
    }
}

#[test]
fn a_plan_is_answered_at_once_and_stores_nothing() {
    let mut bench = Bench::new();
    let plan = bench.ask(new(1, "Help Desk"), true);
    assert_eq!(answered(plan).unwrap().sequence, None);
    bench.writer.commit();
    assert_eq!(bench.batches(), [0; 0]);
    assert_eq!(bench.names(), [""; 0]);
}

#[test]
fn a_request_that_changes_nothing_leaves_no_record() {
    let mut bench = Bench::new();
    let answer = bench.ask(Request::CollectAudio { before: clock() }, false);
    bench.writer.commit();
    assert_eq!(answered(answer).unwrap().sequence, None);
    assert_eq!(bench.batches(), [0; 0]);
}

#[test]
fn reads_go_to_the_store_and_bring_its_errors_back() {
    let mut bench = Bench::new();
    let (reply, answer) = oneshot::channel();
    bench.writer.take(Command::ReadAudio { hash: ContentHash::of(b"held"), reply });
    assert_eq!(answer.blocking_recv().unwrap().unwrap().as_deref(), Some(&b"held"[..]));
    let (reply, answer) = oneshot::channel();
    bench.writer.take(Command::ReadLog { after: 0, limit: 1, reply });
    assert!(matches!(answer.blocking_recv().unwrap(), Err(PoolError::Store(_))));
}

#[test]
fn the_writer_does_what_was_asked_before_it_ends_with_the_last_handle() {
    let (appended, batches) = std_mpsc::channel();
    let store = Scripted { appended, full: Arc::default(), gate: None };
    let (pool, thread) = start(Box::new(store), empty(), Arc::default(), clock);
    runtime().block_on(async {
        let asked = (1..=20).map(|number| {
            let pool = pool.clone();
            tokio::spawn(async move {
                pool.decide(Caller::Operator, new(number, &format!("{number}")), false).await
            })
        });
        for answer in asked.collect::<Vec<_>>() {
            answer.await.unwrap().unwrap();
        }
    });
    assert_eq!(pool.configuration().objects().count(), 20);
    drop(pool);
    thread.join().unwrap();
    assert_eq!(batches.iter().sum::<usize>(), 20);
}

#[test]
fn a_command_too_many_is_refused_and_the_others_are_served() {
    let (appended, batches) = std_mpsc::channel();
    let (open, gate) = std_mpsc::channel();
    let store = Scripted { appended, full: Arc::default(), gate: Some(gate) };
    let (pool, thread) = start(Box::new(store), empty(), Arc::default(), clock);
    runtime().block_on(async {
        let ask = |request| {
            let pool = pool.clone();
            tokio::spawn(async move { pool.decide(Caller::Operator, request, false).await })
        };
        let first = ask(audio());
        tokio::task::yield_now().await;
        assert_eq!(batches.recv().unwrap(), 1, "the writer waits at the gate");
        let limit = u128::try_from(COMMANDS_WAITING_MAX).unwrap();
        let waiting: Vec<_> = (1..=limit).map(|number| ask(new(number, &format!("{number}")))).collect();
        tokio::task::yield_now().await;
        let refused = ask(new(0, "one too many")).await.unwrap();
        assert!(matches!(refused, Err(PoolError::Busy)));
        for _ in 0..=limit {
            open.send(()).unwrap();
        }
        first.await.unwrap().unwrap();
        for answer in waiting {
            answer.await.unwrap().unwrap();
        }
    });
    drop(pool);
    thread.join().unwrap();
    let batches: Vec<_> = batches.iter().collect();
    assert_eq!(batches.iter().sum::<usize>(), COMMANDS_WAITING_MAX);
    assert!(batches.iter().all(|&records| records <= BATCH_MAX), "{batches:?}");
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().build().unwrap()
}

fn answered(answer: oneshot::Receiver<Result<Answer, PoolError>>) -> Result<Answer, PoolError> {
    answer.blocking_recv().unwrap()
}

fn new(number: u128, name: &str) -> Request {
    let properties = serde_json::json!({ "Name": name, "AgentsByUri": ["sip:alex@contoso.com"] });
    let object = Object::from_properties(ObjectKind::AgentGroup, properties).unwrap();
    Request::New { id: ObjectId(Uuid::from_u128(number)), object }
}

fn audio() -> Request {
    let mut wav =
        b"RIFF\x2c\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0".to_vec();
    wav.extend(b"data\x04\0\0\0\0\0\0\0");
    Request::ImportAudio { file_name: FileName::new("welcome.wav").unwrap(), content: wav.into() }
}

fn full() -> StoreError {
    StoreError::Full { directory: "/var/lib/switchback".into() }
}

fn clock() -> Timestamp {
    Timestamp::from_second(1_800_000_000).unwrap()
}

fn empty() -> Configuration {
    let defaults = Defaults {
        language: Language::new("en-US").unwrap(),
        time_zone: TimeZoneName::new("Europe/Berlin").unwrap(),
    };
    Configuration::new(PoolFqdn::new("pool.contoso.com").unwrap(), defaults)
}
