//! The file that describes one pool, and what it leads to: the topology and the certificate.

mod nearest;
mod reader;
mod sip;

use std::{
    net::SocketAddr,
    num::NonZeroU32,
    path::{Path, PathBuf},
    sync::Arc,
};

use domain::{Defaults, Language, PoolFqdn, TimeZoneName};
use jiff::SignedDuration;
use rustls::ServerConfig;
use store::WhereAbsent;

use crate::{
    logging::{Level, LogFormat},
    tls::{self, TlsFault},
    topology::Topology,
};
pub(crate) use reader::{Faults, Section, Source};
pub(crate) use sip::Sip;

/// One pool, ready to be started.
#[derive(Debug)]
pub(crate) struct PoolFile {
    /// Its name.
    pub(crate) pool: PoolFqdn,
    /// The folder that holds its store.
    pub(crate) data: PathBuf,
    /// What may be made where that folder holds no pool yet.
    pub(crate) where_absent: WhereAbsent,
    /// All pools, itself among them.
    pub(crate) topology: Topology,
    /// Where its API listens.
    pub(crate) listen: SocketAddr,
    /// Where and how it takes calls.
    pub(crate) sip: Sip,
    /// How its API proves who it is; without it the API speaks plain HTTP.
    pub(crate) tls: Option<Arc<ServerConfig>>,
    /// What new workflows get where nothing is said.
    pub(crate) defaults: Defaults,
    /// What it takes from its clients.
    pub(crate) limits: Limits,
    /// How it logs.
    pub(crate) log: Log,
    /// How long audio stays that nothing refers to.
    pub(crate) keep_unreferenced: SignedDuration,
    /// What is allowed but deserves a word.
    pub(crate) notices: Vec<String>,
}

/// What a pool takes from its clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Requests a second from one address, over a longer time.
    pub(crate) requests_per_second: NonZeroU32,
    /// Requests from one address at once.
    pub(crate) requests_burst: NonZeroU32,
    /// Requests in work at once, over all addresses.
    pub(crate) requests_at_once: usize,
    /// Refused tokens a minute from one address.
    pub(crate) refused_logins_per_minute: NonZeroU32,
    /// The largest archive that an import may bring, in bytes.
    pub(crate) import_bytes: usize,
    /// How long the body of a request may take to arrive, in seconds.
    pub(crate) body_seconds: u64,
    /// How long an archive may take to arrive, in seconds.
    pub(crate) import_seconds: u64,
}

/// How a pool logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Log {
    /// For people or for programs.
    pub(crate) format: LogFormat,
    /// What is worth a line.
    pub(crate) level: Level,
}

impl PoolFile {
    /// Whether a file describes a pool; another one, such as a shell's, does not name its own.
    pub(crate) fn is_at(path: &Path) -> bool {
        Source::read(path).is_ok_and(|source| source.has_text("pool"))
    }

    /// Reads a pool's file and whatever it names.
    ///
    /// # Errors
    /// Everything that is wrong with any of it.
    pub(crate) fn read(path: &Path) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let file = match Source::read(path) {
            Ok(source) => {
                let mut beyond = Faults::default();
                let file = source.examine(&mut faults, |root| pool_file(root, &mut beyond));
                faults.append(beyond);
                file
            }
            Err(fault) => {
                faults.push(fault);
                None
            }
        };
        faults.or(file)
    }
}

/// Reads the root of a pool's file; faults in other files go to `beyond`.
fn pool_file(mut root: Section<'_, '_>, beyond: &mut Faults) -> Option<PoolFile> {
    let pool = root.required("pool", "\"pool.contoso.com\"", PoolFqdn::new);
    let data = root.path("data");
    // Below the folder of this file nothing is missing because a volume is not mounted.
    let elsewhere = root.peek("data").is_some_and(|data| Path::new(data).is_absolute());
    let where_absent = if elsewhere { WhereAbsent::MakeDirectory } else { WhereAbsent::MakePath };
    let topology = topology(&mut root, pool.as_ref(), beyond);
    let mut notices = Vec::new();
    let tls = tls_section(root.section("tls"), &mut notices);
    let (listen, listeners) = listen_section(root.section("listen"), tls.is_configured());
    let users = topology.as_ref().map(Topology::users).unwrap_or_default();
    let pools = topology.as_ref().zip(pool.as_ref()).map(|(topology, own)| topology.relays(own));
    let pools = pools.unwrap_or_default();
    let sip = sip::sections(&mut root, pool.as_ref().map(PoolFqdn::as_str), listeners, (users, pools));
    let defaults = defaults_section(root.section("defaults"));
    let limits = limits_section(root.section("limits"));
    let log = log_section(root.section("log"));
    let keep_unreferenced = audio_section(root.section("audio"));
    let folder = root.folder();
    root.finish();
    let pool = pool?;
    Some(PoolFile {
        data: data.unwrap_or_else(|| folder.join("data").join(pool.as_str())),
        where_absent,
        topology: topology?,
        listen: listen?,
        sip,
        tls: tls.into_config()?,
        defaults,
        limits,
        log,
        keep_unreferenced,
        notices,
        pool,
    })
}

/// The topology that the file names; without one the pool stands alone.
fn topology(root: &mut Section<'_, '_>, pool: Option<&PoolFqdn>, beyond: &mut Faults) -> Option<Topology> {
    let Some(path) = root.path("topology") else {
        return (!root.has("topology")).then(Topology::default);
    };
    let source = match Source::read(&path) {
        Ok(source) => source,
        Err(fault) => {
            root.fault("topology", format!("\"topology\": {fault}"));
            return None;
        }
    };
    let topology = Topology::examine(&source, beyond)?;
    if let Some(pool) = pool.filter(|pool| topology.pool(pool).is_none()) {
        let pools = topology.pools().map(|listed| listed.fqdn.as_str()).collect::<Vec<_>>().join(", ");
        root.fault("pool", format!("the topology {} does not list {pool}; it lists {pools}", path.display()));
    }
    Some(topology)
}

/// What the file says about TLS.
enum Tls {
    Absent,
    Configured(Arc<ServerConfig>),
    Faulty,
}

impl Tls {
    /// Whether the file asks for TLS, right or wrong.
    const fn is_configured(&self) -> bool {
        !matches!(self, Self::Absent)
    }

    fn into_config(self) -> Option<Option<Arc<ServerConfig>>> {
        match self {
            Self::Absent => Some(None),
            Self::Configured(config) => Some(Some(config)),
            Self::Faulty => None,
        }
    }
}

fn tls_section(mut section: Section<'_, '_>, notices: &mut Vec<String>) -> Tls {
    let (has_certificate, has_key) = (section.has("certificate"), section.has("key"));
    let files = section.path("certificate").zip(section.path("key"));
    let tls = match (has_certificate, has_key, files) {
        (false, false, _) => Tls::Absent,
        (true, true, Some((certificate, key))) => match tls::server_config(&certificate, &key) {
            Ok(config) => {
                notices.extend(tls::open_to_group(&key));
                Tls::Configured(config)
            }
            Err(TlsFault { key, message }) => {
                section.fault(key, format!("\"tls.{key}\": {message}"));
                Tls::Faulty
            }
        },
        (true, true, None) => Tls::Faulty,
        (false, true, _) => {
            section.missing("certificate", "\"pool.pem\", the certificate that belongs to the key");
            Tls::Faulty
        }
        (true, false, _) => {
            section.missing("key", "\"pool.key\", the private key that belongs to the certificate");
            Tls::Faulty
        }
    };
    section.finish();
    tls
}

fn listen_section(mut section: Section<'_, '_>, tls: bool) -> (Option<SocketAddr>, Vec<edge::Listener>) {
    let listeners = sip::listeners(&mut section);
    let stated = section.has("api");
    let address = section.text("api", |text| {
        text.parse::<SocketAddr>()
            .map_err(|_| format!("\"{text}\" is not an address to listen on; write an IP address and a port such as 127.0.0.1:5801"))
    });
    let address = if stated { address } else { Some(API_DEFAULT) };
    let refused = address.filter(|address| !tls && !address.ip().is_loopback());
    if let Some(address) = refused {
        section.fault(
            "api",
            format!(
                "\"listen.api\": {address} can be reached from other machines, and tokens would travel in the clear; \
                 set certificate and key in [tls], or listen on 127.0.0.1"
            ),
        );
    }
    section.finish();
    (address, listeners)
}

fn defaults_section(mut section: Section<'_, '_>) -> Defaults {
    let language = section.text("language", Language::new);
    let time_zone = section.text("time_zone", TimeZoneName::new);
    section.finish();
    Defaults {
        language: language.unwrap_or_else(|| Language::new("en-US").expect("it is one of the 26")),
        time_zone: time_zone.unwrap_or_else(|| TimeZoneName::new("UTC").expect("the database holds it")),
    }
}

fn limits_section(mut section: Section<'_, '_>) -> Limits {
    let per_address = |section: &mut Section<'_, '_>, key, default| {
        let number = section.number::<u32>(key, 1..=1_000_000).and_then(NonZeroU32::new);
        number.unwrap_or(default)
    };
    let limits = Limits {
        requests_per_second: per_address(&mut section, "requests_per_second", REQUESTS_PER_SECOND),
        requests_burst: per_address(&mut section, "requests_burst", REQUESTS_BURST),
        requests_at_once: section.number("requests_at_once", 1..=65_536).unwrap_or(256),
        refused_logins_per_minute: per_address(&mut section, "refused_logins_per_minute", REFUSED_LOGINS),
        import_bytes: section.number("import_bytes", (1 << 20)..=(4 << 30)).unwrap_or(api::IMPORT_BYTES_MAX),
        body_seconds: section.number("body_seconds", 1..=3_600).unwrap_or(30),
        import_seconds: section.number("import_seconds", 1..=86_400).unwrap_or(600),
    };
    section.finish();
    limits
}

fn log_section(mut section: Section<'_, '_>) -> Log {
    let format = section.word("format", &LogFormat::WORDS);
    let level = section.word("level", &Level::WORDS);
    section.finish();
    Log { format: format.unwrap_or(LogFormat::Text), level: level.unwrap_or(Level::Info) }
}

fn audio_section(mut section: Section<'_, '_>) -> SignedDuration {
    let hours = section.number("keep_unreferenced_hours", 1..=8_784);
    section.finish();
    SignedDuration::from_hours(hours.unwrap_or(24))
}

/// Where the API listens unless told otherwise.
const API_DEFAULT: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 5801);
const REQUESTS_PER_SECOND: NonZeroU32 = NonZeroU32::new(1_000).expect("it is not 0");
const REQUESTS_BURST: NonZeroU32 = NonZeroU32::new(2_000).expect("it is not 0");
const REFUSED_LOGINS: NonZeroU32 = NonZeroU32::new(30).expect("it is not 0");
