//! The order of what waits and what is due, with a clock that the test moves: the loop is turned by hand, and what the
//! test sends lies in the socket while time passes.

use std::net::UdpSocket;

use domain::{
    Change, Defaults, Directory, Entry, Language, Object, ObjectId, ObjectKind, PoolFqdn, Stamp, TimeZoneName,
};
use engine::Limits as Distribution;
use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::{
    config::{Codes, Limits, Subscribe, Times},
    digest::Algorithm,
    start::{self, Parts},
    transport::{Kind, Listener, Sockets},
};

const BACKUP: &str = "backup.contoso.com";
const PRIMARY: &str = "primary.contoso.com";

/// A backup whose loop the test turns, and a socket in the place of the primary.
struct Bench {
    server: Server,
    inlets: Inlets,
    events: mpsc::Sender<Event>,
    _published: watch::Sender<Arc<Configuration>>,
    _alive: mpsc::Sender<()>,
    _sounds: tempfile::TempDir,
    pool: std::net::SocketAddr,
    primary: UdpSocket,
    caller: UdpSocket,
}

impl Bench {
    async fn start() -> Self {
        let primary = socket();
        let address = primary.local_addr().unwrap();
        Self { primary, ..Self::towards(Some(address)).await }
    }

    /// With a call that is held, for the pool that answers takes none.
    async fn with_held_call() -> Self {
        let mut bench = Self::start().await;
        let invite = bench.call().await;
        bench.answer(&invite, "503 Service Unavailable");
        bench.settle().await;
        assert_eq!(bench.heard(), "180");
        bench
    }

    /// A backup that knows where the primary is, or does not.
    async fn towards(place: Option<std::net::SocketAddr>) -> Self {
        let (primary, caller) = (socket(), socket());
        let listener = Listener { kind: Kind::Udp, address: "127.0.0.1:0".parse().unwrap() };
        let sockets = Sockets::bind(&[listener]).unwrap();
        let pool = sockets.listening()[0].address;
        let sounds = tempfile::tempdir().unwrap();
        let media = media::Config {
            addresses: vec![pool.ip()],
            ports: 40_000..=49_999,
            legs_max: 10,
            silence: Duration::from_secs(60),
            seed: 7,
        };
        let source = Box::new(|_: &domain::ContentHash| Ok(None));
        let (published, configuration) = watch::channel(Arc::new(copy()));
        let parts = Parts {
            sockets,
            configuration,
            directory: Directory::default(),
            media: media::start(media).unwrap(),
            studio: speech::Studio::start(
                &speech::Config::new(sounds.path()),
                speech::Programs::default(),
                source,
            )
            .unwrap(),
            sign_in: Arc::new(|_, _| Box::pin(async { false })),
            clock: || jiff::Timestamp::UNIX_EPOCH,
        };
        let (events, waiting) = mpsc::channel(start::EVENTS_MAX);
        let (alive, ended) = mpsc::channel(1);
        let config = config(place);
        let (server, inlets) =
            start::assemble(parts, &config, [7; 32], (events.clone(), waiting), ended).unwrap();
        let (_published, _alive, _sounds) = (published, alive, sounds);
        let mut bench = Self { server, inlets, events, _published, _alive, _sounds, pool, primary, caller };
        bench.turn(Event::ServiceChanged(Service::Open)).await;
        bench
    }

    /// One turn of the loop, as after a wait that ended with this event.
    async fn turn(&mut self, event: Event) {
        self.server.turn(event, &mut self.inlets).await;
    }

    /// Handles all that has come.
    async fn settle(&mut self) {
        while let Some(event) = self.inlets.waiting().await {
            self.turn(event).await;
        }
    }

    /// The process is held up; then the loop wakes up because something is due.
    async fn is_held_up(&mut self, seconds: u64) {
        self.server.clock.forward(Duration::from_secs(seconds));
        self.turn(Event::TimePassed).await;
    }

    /// Time passes, and all that is due is done when it is due.
    async fn passes(&mut self, seconds: u64) {
        for _ in 0..10 * seconds {
            self.server.clock.forward(Duration::from_millis(100));
            self.turn(Event::TimePassed).await;
        }
    }

    /// The caller calls, and the primary has the call.
    async fn call(&mut self) -> String {
        self.caller.send_to(request("INVITE").as_bytes(), self.pool).unwrap();
        self.settle().await;
        receive(&self.primary)
    }

    /// The primary answers.
    fn answer(&self, request: &str, status: &str) {
        let copied = ["Via:", "From:", "Call-ID:", "CSeq:", "To:"];
        let is_copied = |line: &&str| copied.iter().any(|name| line.starts_with(name));
        let lines = request.lines().filter(is_copied).map(|line| match line.starts_with("To:") {
            true => format!("{line};tag=primary\r\n"),
            false => format!("{line}\r\n"),
        });
        let answer = format!("SIP/2.0 {status}\r\n{}Content-Length: 0\r\n\r\n", lines.collect::<String>());
        self.primary.send_to(answer.as_bytes(), self.pool).unwrap();
    }

    /// Something that concerns nobody.
    fn cancel_of_nothing(&self) {
        let stray = request("CANCEL").replace("z9hG4bKpat", "z9hG4bKnobody");
        self.caller.send_to(stray.as_bytes(), self.pool).unwrap();
    }

    fn cancel(&self) {
        self.caller.send_to(request("CANCEL").as_bytes(), self.pool).unwrap();
    }

    /// The next status that the caller hears; 100, and what came of something that concerns nobody, left out.
    fn heard(&self) -> String {
        let mut statuses = std::iter::repeat_with(|| receive(&self.caller)[8..11].to_owned());
        statuses.find(|status| status != "100" && status != "481").unwrap()
    }

    /// Whether nothing is left that the caller has not heard.
    fn has_heard_all(&self) -> bool {
        self.caller.set_nonblocking(true).unwrap();
        self.caller.recv(&mut [0; 9]).is_err()
    }
}

fn socket() -> UdpSocket {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    socket
}

fn receive(socket: &UdpSocket) -> String {
    let mut buffer = [0; 65_535];
    let length = socket.recv(&mut buffer).expect("the pool has sent something");
    String::from_utf8(buffer[..length].to_vec()).unwrap()
}

fn request(method: &str) -> String {
    let body = if method == "INVITE" { OFFER } else { "" };
    format!(
        "{method} sip:helpdesk@contoso.com SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:9;rport;branch=z9hG4bKpat\r\n\
         From: <sip:pat@contoso.com>;tag=pat\r\nTo: <sip:helpdesk@contoso.com>\r\nCall-ID: pat\r\n\
         CSeq: 1 {method}\r\nContact: <sip:pat@127.0.0.1:9>\r\nMax-Forwards: 70\r\n\
         Content-Type: application/sdp\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

const OFFER: &str =
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 8\r\n";

fn config(primary: Option<std::net::SocketAddr>) -> Config {
    Config {
        limits: Limits::default(),
        users: Arc::new(Users::new(Vec::new())),
        via: None,
        subscribe: Subscribe::Never,
        codes: Codes::default(),
        registrations: None,
        pools: Pools {
            own: BACKUP.to_owned(),
            places: primary.map(|primary| (PRIMARY.to_owned(), primary)).into_iter().collect(),
            backup: Some(PRIMARY.to_owned()),
            primary: Some(PRIMARY.to_owned()),
        },
        names: Vec::new(),
        nameserver: None,
        digests: Algorithm::ALL.to_vec(),
        times: Times::default(),
        distribution: Distribution::USUAL,
        product: "switchback".to_owned(),
    }
}

/// The backup with a copy of a workflow of the primary.
fn copy() -> Configuration {
    let (language, time_zone) = (Language::new("en-US").unwrap(), TimeZoneName::new("UTC").unwrap());
    let configuration = Configuration::new(PoolFqdn::new(BACKUP).unwrap(), Defaults { language, time_zone });
    let properties = json!({
        "Name": "Help Desk", "PrimaryUri": "sip:helpdesk@contoso.com", "Language": "en-US", "TimeZone": "UTC",
    });
    let workflow = Object::from_properties(ObjectKind::Workflow, properties).unwrap();
    let stamp = Stamp { at: jiff::Timestamp::UNIX_EPOCH, by: SipUri::new("sip:admin@contoso.com").unwrap() };
    let owner = PoolFqdn::new(PRIMARY).unwrap();
    let entry = Entry::new(ObjectId(Uuid::from_u128(1)), owner, workflow, stamp);
    configuration.apply(1, &[Change::ObjectSaved(Arc::new(entry))])
}

fn run(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(test);
}

#[test]
fn an_answer_that_waited_while_the_loop_was_held_up_wins_against_the_end_of_the_wait() {
    run(async {
        let mut bench = Bench::start().await;
        let invite = bench.call().await;
        // It does not wait alone, and not in front.
        bench.cancel_of_nothing();
        bench.answer(&invite, "486 Busy Here");
        bench.is_held_up(30).await;
        assert_eq!(bench.heard(), "486");
    });
}

#[test]
fn a_caller_whose_cancel_waited_is_not_told_that_no_pool_answers() {
    run(async {
        let mut bench = Bench::with_held_call().await;
        bench.cancel_of_nothing();
        bench.cancel();
        bench.is_held_up(30).await;
        assert_eq!([bench.heard(), bench.heard()], ["200", "487"]);
    });
}

#[test]
fn a_flood_does_not_hold_up_what_is_due() {
    run(async {
        let mut bench = Bench::with_held_call().await;
        for _ in 0..WAITING_MAX {
            bench.events.try_send(Event::TimePassed).unwrap();
        }
        bench.cancel();
        bench.is_held_up(30).await;
        assert_eq!(bench.heard(), "503");
    });
}

#[test]
fn a_held_call_tries_the_pool_every_two_seconds_and_is_refused_after_twelve() {
    run(async {
        let mut bench = Bench::start().await;
        let mut invite = bench.call().await;
        for round in 0..6 {
            assert!(invite.starts_with("INVITE "), "{round}: {invite}");
            bench.answer(&invite, "503 Service Unavailable");
            bench.settle().await;
            assert!(receive(&bench.primary).starts_with("ACK "));
            if round < 5 {
                bench.passes(2).await;
                let next = receive(&bench.primary);
                assert_ne!(call_id(&next), call_id(&invite), "each is a call of its own");
                invite = next;
            }
        }
        assert_eq!(bench.heard(), "180");
        assert!(bench.has_heard_all());
        bench.passes(2).await;
        bench.caller.set_nonblocking(false).unwrap();
        let refusal = receive(&bench.caller);
        assert!(refusal.starts_with("SIP/2.0 503 Answering Pool Unreachable"), "{refusal}");
        assert!(!refusal.contains("Retry-After"));
    });
}

#[test]
fn a_pool_that_comes_back_is_not_sent_what_was_given_up() {
    run(async {
        let mut bench = Bench::start().await;
        let first = bench.call().await;
        bench.passes(13).await;
        // What was sent in the first two seconds of each attempt, and nothing beyond.
        bench.primary.set_nonblocking(true).unwrap();
        let mut buffer = [0; 65_535];
        let mut sent = vec![call_id(&first)];
        while let Ok(length) = bench.primary.recv(&mut buffer) {
            sent.push(call_id(&String::from_utf8_lossy(&buffer[..length])));
        }
        let calls =
            |sent: &[String]| sent.chunk_by(|one, other| one == other).map(<[_]>::len).collect::<Vec<_>>();
        assert_eq!(calls(&sent), [4, 3, 3, 3, 3]);
        bench.passes(30).await;
        assert!(bench.primary.recv(&mut buffer).is_err());
    });
}

#[test]
fn so_many_calls_are_held_and_no_more() {
    run(async {
        let mut bench = Bench::towards(None).await;
        for call in 0..=crate::calls::HELD_MAX {
            let invite = request("INVITE").replace("pat\r\n", &format!("pat{call}\r\n"));
            bench.caller.send_to(invite.as_bytes(), bench.pool).unwrap();
            bench.settle().await;
            let expected = if call < crate::calls::HELD_MAX { "180" } else { "503" };
            assert_eq!(bench.heard(), expected, "{call}");
        }
    });
}

fn call_id(message: &str) -> String {
    message.lines().find_map(|line| line.strip_prefix("Call-ID: ")).unwrap().to_owned()
}
