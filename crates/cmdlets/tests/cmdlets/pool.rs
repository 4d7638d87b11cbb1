//! A pool in memory behind its API: it decides, keeps and applies as the real one does.

use std::{collections::BTreeMap, net::SocketAddr, num::NonZeroU32, sync::Arc, time::Duration};

use admin::{Caller, Context, Request, decide};
use api::{
    Answer, Command, Live, Options, PickRefused, Pool, PoolError, TestCall, TestCommand, TestDesk, TestOrder,
    TestRefusal, TestResult, TestState, TestVerdict, router,
};
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http,
};
use domain::{
    Change, Configuration, ContentHash, Defaults, Digest, Directory, DistributionGroupAddress, Entry, Label,
    Language, ObjectId, PoolFqdn, Role, SipUri, TimeZoneName, TokenId,
};
use jiff::{Timestamp, ToSpan};
use tokio::sync::{mpsc, watch};
use tower::ServiceExt as _;
use uuid::Uuid;

/// A pool with its API. The token of each role is its name.
pub(crate) struct Served {
    router: Router,
    /// What goes on, for a test to say.
    pub(crate) live: watch::Sender<Arc<Live>>,
}

struct Owner {
    configuration: watch::Sender<Arc<Configuration>>,
    directory: Arc<Directory>,
    audio: BTreeMap<ContentHash, Vec<u8>>,
    versions: BTreeMap<(ObjectId, Digest), Arc<Entry>>,
}

impl Served {
    /// A pool of this name, in whose runtime it must be made.
    pub(crate) fn new(fqdn: &str) -> Self {
        let group = DistributionGroupAddress::new("helpdesk@litwareinc.com").unwrap();
        let directory = Arc::new(Directory::new([(group, vec![sip("pat")])]));
        let defaults = Defaults {
            language: Language::new("en-US").unwrap(),
            time_zone: TimeZoneName::new("Pacific Standard Time").unwrap(),
        };
        let configuration = Arc::new(Configuration::new(PoolFqdn::new(fqdn).unwrap(), defaults));
        let (published, configuration) = watch::channel(configuration);
        let (commands, mut inbox) = mpsc::channel(64);
        let mut owner = Owner {
            configuration: published,
            directory: Arc::clone(&directory),
            audio: BTreeMap::new(),
            versions: BTreeMap::new(),
        };
        for (number, role) in (1..).zip(Role::ALL) {
            let person = sip(&role.as_str().to_lowercase());
            owner.grant(Request::SetRoles { uri: person.clone(), roles: vec![*role] });
            let hash = ContentHash::of(role.as_str().as_bytes());
            let (id, label) = (TokenId(Uuid::from_u128(number)), Label::new("test").unwrap());
            owner.grant(Request::NewToken { id, hash, person, label });
        }
        tokio::spawn(async move {
            while let Some(command) = inbox.recv().await {
                owner.answer(command);
            }
        });
        let (live, shown) = watch::channel(Arc::default());
        let options = options(fqdn, Arc::new(move || Arc::clone(&shown.borrow())));
        Self { router: router(Pool::new(commands, configuration, directory), options), live }
    }

    /// Sends a request as the person whose token this is.
    pub(crate) async fn send(&self, request: &cmdlets::Request<'_>, token: &str) -> cmdlets::Answer {
        let mut built = http::Request::builder()
            .method(request.method.as_str())
            .uri(&*request.path)
            .header("authorization", format!("Bearer {token}"));
        if let Some(etag) = &request.if_match {
            built = built.header("if-match", &**etag);
        }
        let body = match &request.body {
            Some(body) => {
                built = built.header("content-type", body.content_type);
                Body::from(body.bytes.to_vec())
            }
            None => Body::empty(),
        };
        let mut built = built.body(body).unwrap();
        built.extensions_mut().insert(ConnectInfo(SocketAddr::from(([192, 0, 2, 1], 40_000))));
        let answer = self.router.clone().oneshot(built).await.unwrap();
        let (parts, body) = answer.into_parts();
        let etag = parts.headers.get("etag").map(|etag| etag.to_str().unwrap().to_owned());
        let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        cmdlets::Answer { status: parts.status.as_u16(), etag, body }
    }
}

impl Owner {
    fn grant(&mut self, request: Request) {
        self.decide(Caller::Operator, request, false).unwrap();
    }

    fn answer(&mut self, command: Command) {
        match command {
            Command::Decide { caller, request, plan, reply } => {
                drop(reply.send(self.decide(caller, request, plan)));
            }
            Command::ReadAudio { hash, reply } => drop(reply.send(Ok(self.audio.get(&hash).cloned()))),
            Command::ReadLog { reply, .. } => drop(reply.send(Ok(Vec::new()))),
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
        for change in &decision.changes {
            if let Change::ObjectSaved(entry) = change {
                self.versions.insert((entry.id, entry.digest), Arc::clone(entry));
            }
        }
        self.audio.extend(decision.audio.iter().map(|(hash, bytes)| (*hash, bytes.to_vec())));
        self.configuration.send_replace(Arc::new(configuration.apply(sequence, &decision.changes)));
        Ok(Answer { decision, sequence: Some(sequence) })
    }
}

/// Only call 2 waits; Ann is busy.
fn picked(call: u64, agent: &SipUri) -> Result<(), PickRefused> {
    match call {
        2 if agent.as_str().contains("ann") => Err(PickRefused::Busy),
        2 => Ok(()),
        _ => Err(PickRefused::NotWaiting),
    }
}

/// Whoever places test calls finds what it is told by the agent that is asked for: `sip:wrong@...` is not offered
/// anything. A workflow that is called as `*` is relayed by the pool `pool` to `backup`, and a call as `#` never comes.
fn desk(fqdn: &str) -> TestDesk {
    let (commands, mut inbox) = mpsc::channel(8);
    let own = fqdn.to_owned();
    tokio::spawn(async move {
        let mut placed: Vec<(watch::Sender<TestState>, TestCall)> = Vec::new();
        while let Some(command) = inbox.recv().await {
            let (state, seen) = watch::channel(TestState::default());
            let call = TestCall { id: placed.len() as u64, state: seen };
            match command {
                TestCommand::Place { order, reply } => {
                    let found = relayed(&own, &order).and_then(|()| tested(&order, &own, &own));
                    drop(reply.send(found.as_ref().map(|_| call.clone()).map_err(Clone::clone)));
                    state.send_replace(TestState { progress: told(), result: found.ok(), arrived: None });
                    placed.push((state, call));
                }
                TestCommand::Plan { order, placed_by, reply } => {
                    let found = relayed(&own, &order).and_then(|()| tested(&order, &own, placed_by.as_str()));
                    let arrived = Some(!order.digits.contains(&'#'));
                    state.send_replace(TestState { arrived, ..TestState::default() });
                    let plan = |found| (call.clone(), serde_json::to_value::<&TestResult>(found).unwrap());
                    drop(reply.send(found.as_ref().map(plan).map_err(Clone::clone)));
                    placed.push((state, call));
                }
                TestCommand::Carry { plan, reply, .. } => {
                    drop(reply.send(Ok(call.clone())));
                    state.send_replace(TestState {
                        progress: told(),
                        result: Some(carried(&plan)),
                        arrived: None,
                    });
                    placed.push((state, call));
                }
                TestCommand::Find { id, reply } => {
                    drop(reply.send(placed.get(id as usize).map(|(_, call)| call.clone())));
                }
                TestCommand::Cancel { id, reply } => drop(reply.send(placed.len() as u64 > id)),
            }
        }
    });
    TestDesk::new(commands)
}

fn told() -> Vec<String> {
    vec!["Dialling sip:helpdesk@contoso.com.".to_owned(), "Done.".to_owned()]
}

fn relayed(own: &str, order: &TestOrder) -> Result<(), TestRefusal> {
    let relays = own.starts_with("pool.") && order.digits.contains(&'*');
    if relays { Err(TestRefusal::Relayed(PoolFqdn::new("backup.contoso.com").unwrap())) } else { Ok(()) }
}

/// What a call finds whose plan says what it will find.
fn carried(plan: &serde_json::Map<String, serde_json::Value>) -> TestResult {
    let text = |name: &str| plan[name].as_str().unwrap().to_owned();
    let found = tested(&order(), &text("Pool"), &text("From")).unwrap();
    TestResult { relayed_by: Some(text("From")), ..found }
}

fn order() -> TestOrder {
    TestOrder { workflow: ObjectId(Uuid::nil()), digits: Vec::new(), answer_as: None, by: Caller::Operator }
}

fn tested(order: &TestOrder, pool: &str, from: &str) -> Result<TestResult, TestRefusal> {
    if order.digits.contains(&'9') {
        return Err(TestRefusal::DoesNotFit("9 answers nothing at the question".to_owned()));
    }
    let is_wrong = order.answer_as.as_ref().is_some_and(|agent| agent.as_str().contains("wrong"));
    let reason = "sip:wrong@contoso.com was not offered the call within 30 s.".to_owned();
    Ok(TestResult {
        workflow: "Help Desk".to_owned(),
        primary_uri: SipUri::new("sip:helpdesk@contoso.com").unwrap(),
        pool: pool.to_owned(),
        from: from.to_owned(),
        relayed_by: None,
        answered: true,
        status: None,
        prompts_heard: vec!["Welcome.".to_owned()],
        questions_heard: Vec::new(),
        digits_sent: order.digits.iter().map(char::to_string).collect(),
        music_heard: Some(true),
        queue: Some("Help".to_owned()),
        agent: order.answer_as.clone().filter(|_| !is_wrong),
        time_to_answer: Some(12),
        time_to_first_sound: Some(40),
        time_to_agent: order.answer_as.as_ref().filter(|_| !is_wrong).map(|_| 7_300),
        two_way_voice: order.answer_as.is_some().then_some(!is_wrong),
        verdict: if is_wrong { TestVerdict::Failed } else { TestVerdict::Passed },
        reasons: if is_wrong { vec![reason] } else { Vec::new() },
    })
}

fn options(fqdn: &str, live: Arc<dyn Fn() -> Arc<Live> + Send + Sync>) -> Options {
    let many = NonZeroU32::new(1_000_000).unwrap();
    Options {
        version: "0.0.0".to_owned(),
        import_bytes_max: 64 << 20,
        requests_at_once_max: 1_000,
        requests_per_second_max: many,
        requests_burst_max: many,
        refused_logins_per_minute_max: many,
        body_timeout: Duration::from_secs(30),
        import_timeout: Duration::from_secs(30),
        clock: || START,
        metrics: Arc::new(String::new),
        live,
        test_desk: Some(desk(fqdn)),
        pickup: Some(Arc::new(|call, agent| Box::pin(async move { Some(picked(call, &agent)) }))),
    }
}

fn sip(user: &str) -> SipUri {
    SipUri::new(&format!("sip:{user}@litwareinc.com")).unwrap()
}

/// When everything begins: a Monday, 9:00 in Berlin.
const START: Timestamp = Timestamp::constant(1_772_438_400, 0);
