//! What a pool's file says about calls.

use std::{
    collections::BTreeSet,
    net::{IpAddr, SocketAddr},
    ops::RangeInclusive,
    path::Path,
    sync::Arc,
    time::Duration,
};

use domain::SipUri;
use edge::{Account, Algorithm, Listener, Pools, Proxy, SipAddress, Subscribe, Users};

use super::Section;
use crate::secret_file;

/// Where and how the pool takes calls; without listeners it takes none.
#[derive(Clone, Debug)]
pub(crate) struct Sip {
    /// Where it listens, in the order of the file.
    pub(crate) listeners: Vec<Listener>,
    /// How it behaves.
    pub(crate) config: edge::Config,
    /// Its voice.
    pub(crate) media: Media,
    /// How long calls in progress may go on once the pool is to stop, in seconds.
    pub(crate) drain_seconds: u64,
}

/// Where the voice of calls goes.
#[derive(Clone, Debug)]
pub(crate) struct Media {
    /// The UDP ports, the same on each address.
    pub(crate) ports: RangeInclusive<u16>,
    /// How many legs may be open at once; a call has two once an agent has it.
    pub(crate) legs: usize,
    /// A peer that sends nothing for that long is silent; a call in which nobody is heard ends.
    pub(crate) silence: Duration,
}

impl Sip {
    /// The local addresses of voice: those of the listeners.
    pub(crate) fn addresses(&self) -> Vec<IpAddr> {
        let all: BTreeSet<IpAddr> = self.listeners.iter().map(|listener| listener.address.ip()).collect();
        all.into_iter().collect()
    }
}

/// The listeners of `[listen]`.
pub(super) fn listeners(section: &mut Section<'_, '_>) -> Vec<Listener> {
    let listeners = section.texts("sip", str::parse::<Listener>).unwrap_or_default();
    let mut seen = BTreeSet::new();
    if let Some(twice) =
        listeners.iter().find(|listener| listener.address.port() != 0 && !seen.insert(**listener))
    {
        section.fault("sip", format!("\"listen.sip\" has {twice} twice; list each address once"));
    }
    // What stands in a session description must be an address that peers can send to.
    if let Some(any) = listeners.iter().find(|listener| listener.address.ip().is_unspecified()) {
        let advice = "write each address of this machine that phones shall reach";
        section.fault("sip", format!("\"listen.sip\": {any} names no address; {advice}"));
    }
    listeners
}

/// The sections `[sip]`, `[agents]`, `[calls]` and `[media]`.
pub(super) fn sections(
    root: &mut Section<'_, '_>,
    pool: Option<&str>,
    listeners: Vec<Listener>,
    known: (Users, Pools),
) -> Sip {
    let (users, pools) = known;
    let mut section = root.section("sip");
    let usual = edge::Limits::default();
    let limits = edge::Limits {
        message_bytes: section.number("message_bytes", 2_048..=65_535).unwrap_or(usual.message_bytes),
        transactions: section.number("transactions", 10..=1_000_000).unwrap_or(usual.transactions),
        messages_per_second: section
            .number("messages_per_second", 1..=1_000_000)
            .unwrap_or(usual.messages_per_second),
    };
    let mut names = section.texts("names", |text| Ok::<_, String>(text.to_owned())).unwrap_or_default();
    names.extend(pool.map(str::to_owned));
    let nameserver = section.text("nameserver", |text| {
        let advice = "is not the address of a name server; write it with its port, such as 192.0.2.53:53";
        text.parse::<SocketAddr>().map_err(|_| format!("\"{text}\" {advice}"))
    });
    let digests = digests(&mut section);
    let times = times(&mut section);
    let drain_seconds = section.number("drain_seconds", 0..=86_400).unwrap_or(30);
    section.finish();
    let Agents { via, subscribe, codes, guard } = agents(root.section("agents"));
    let distribution = edge::Distribution { agent_guard: guard, ..calls(root.section("calls")) };
    let media = media(root.section("media"));
    let product = concat!("switchback/", env!("CARGO_PKG_VERSION")).to_owned();
    let config = edge::Config {
        limits,
        distribution,
        users: Arc::new(users),
        via,
        subscribe,
        codes,
        registrations: None,
        pools,
        names,
        nameserver,
        digests,
        times,
        product,
    };
    Sip { listeners, config, media, drain_seconds }
}

/// How sessions are kept alive (RFC 4028), and how long a call is held that no pool answers.
fn times(section: &mut Section<'_, '_>) -> edge::Times {
    let usual = edge::Times::default();
    edge::Times {
        session_expires: section.number("session_seconds", 90..=86_400).unwrap_or(usual.session_expires),
        hold: section.number("hold_seconds", 0..=12).map_or(usual.hold, Duration::from_secs),
        ..usual
    }
}

/// The digests that phones are offered, in the order of preference.
fn digests(section: &mut Section<'_, '_>) -> Vec<Algorithm> {
    let given = section.texts("digests", |word| {
        let known = Algorithm::ALL.into_iter().find(|algorithm| algorithm.word().eq_ignore_ascii_case(word));
        known.ok_or_else(|| format!("\"{word}\" is no digest; write \"SHA-256\" or \"MD5\""))
    });
    if given.as_ref().is_some_and(Vec::is_empty) {
        section.fault("digests", "\"sip.digests\" is empty; leave it out, and both are offered".to_owned());
    }
    given.unwrap_or_else(|| Algorithm::ALL.to_vec())
}

/// What the file says about agents.
struct Agents {
    /// The proxy that knows them.
    via: Option<Proxy>,
    /// Whose telephones are asked for their own dialogs.
    subscribe: Subscribe,
    /// What they dial to sign in and out.
    codes: edge::Codes,
    /// How long they are left alone after a call.
    guard: Duration,
}

fn agents(mut section: Section<'_, '_>) -> Agents {
    let account = account(&mut section);
    let address = section.text("via", |text| {
        let is_plain = text.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("sip:"));
        let address = text.parse::<SipAddress>().ok().filter(|_| is_plain);
        let advice = "is not the address of a proxy; write sip:proxy.contoso.com:5060, or with ;transport=tcp behind it";
        address.ok_or_else(|| format!("\"{text}\" {advice}"))
    });
    if account.is_some() && !section.has("via") {
        section.fault("user", "\"agents.user\" is for the proxy of \"agents.via\", which is missing");
    }
    // An address says nothing about the name that the proxy has for itself.
    let has_name = |address: &SipAddress| address.host.trim_matches(['[', ']']).parse::<IpAddr>().is_err();
    if section.has("user") && !section.has("realm") && address.as_ref().is_some_and(|at| !has_name(at)) {
        section
            .missing("realm", "\"contoso.com\", the realm that the proxy names when it asks for a password");
    }
    let via = address.map(|address| Proxy { address, account });
    let codes = edge::Codes {
        sign_in: section.text("sign_in", SipUri::new),
        sign_out: section.text("sign_out", SipUri::new),
    };
    let subscribe = section.word(
        "subscribe",
        &[("never", Subscribe::Never), ("offered", Subscribe::WhereOffered), ("always", Subscribe::Always)],
    );
    // Many phones answer 486 just after a BYE.
    let guard = Duration::from_secs(section.number("guard_seconds", 0..=3_600).unwrap_or(1));
    section.finish();
    Agents { via, subscribe: subscribe.unwrap_or_default(), codes, guard }
}

/// Who the pool is where the proxy asks: the name here, the password in a file of its own.
fn account(section: &mut Section<'_, '_>) -> Option<Account> {
    let (has_user, has_file) = (section.has("user"), section.has("password_file"));
    let user = section.text("user", |text| {
        let is_name = !text.is_empty() && !text.chars().any(char::is_control);
        is_name.then(|| text.to_owned()).ok_or("the name is empty or has control characters")
    });
    let path = section.path("password_file");
    let realm = section.text("realm", |text| {
        let is_realm = !text.is_empty() && !text.chars().any(char::is_control);
        is_realm.then(|| text.to_owned()).ok_or("the realm is empty or has control characters")
    });
    if realm.is_some() && !has_user {
        section.fault("realm", "\"agents.realm\" is for the password of \"agents.user\", which is missing");
    }
    match (has_user, has_file) {
        (true, false) => {
            section.missing("password_file", "\"proxy.password\", a file that only its owner reads")
        }
        (false, true) => section.missing("user", "\"switchback\", the name of this pool at the proxy"),
        _ => {}
    }
    let password = path.and_then(|path| match password(&path) {
        Ok(password) => Some(password),
        Err(message) => {
            section.fault("password_file", format!("\"agents.password_file\": {message}"));
            None
        }
    });
    Some(Account { user: user?, password: password?, realm })
}

/// The first line of a file.
fn password(path: &Path) -> Result<String, String> {
    let bytes = secret_file::read(path)?;
    let text = String::from_utf8(bytes).map_err(|_| format!("{} is not text", path.display()))?;
    let mut lines = text.lines();
    let first = lines.next().filter(|line| !line.is_empty() && lines.next().is_none());
    first.map(str::to_owned).ok_or_else(|| format!("{} must hold one line: the password", path.display()))
}

/// How calls are distributed, where an operator differs from the usual.
fn calls(mut section: Section<'_, '_>) -> edge::Distribution {
    let usual = edge::Distribution::USUAL;
    let mut seconds = |key, range, usual| section.number(key, range).map_or(usual, Duration::from_secs);
    let answer_silence = seconds("answer_seconds", 1..=60, usual.answer_silence);
    let rering_pause = seconds("rering_pause_seconds", 1..=300, usual.rering_pause);
    let attempts_max = section.number("answer_attempts", 1..=20).unwrap_or(usual.attempts_max);
    let attendant_rings_max = section.number("attendant_rings", 1..=20).unwrap_or(usual.attendant_rings_max);
    section.finish();
    edge::Distribution { answer_silence, rering_pause, attempts_max, attendant_rings_max, ..usual }
}

fn media(mut section: Section<'_, '_>) -> Media {
    let ports = section.text("ports", |text| {
        let ends = text
            .split_once('-')
            .and_then(|(first, last)| Some((first.trim().parse().ok()?, last.trim().parse().ok()?)));
        ends.filter(|(first, last): &(u16, u16)| *first >= 1_024 && first < last)
            .map(|(first, last)| first..=last)
            .ok_or_else(|| format!("\"{text}\" is no range of ports; write 16384-32767"))
    });
    let legs = section.number("legs", 2..=100_000).unwrap_or(2_000);
    let silence = Duration::from_secs(section.number("silence_seconds", 2..=86_400).unwrap_or(60));
    section.finish();
    Media { ports: ports.unwrap_or(16_384..=32_767), legs, silence }
}
