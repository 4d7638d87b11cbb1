//! Asks for names: for SRV by a resolver of our own, since the system has none, and for addresses the system, which knows
//! the hosts of this machine.

use std::{
    net::{SocketAddr, ToSocketAddrs as _},
    time::Duration,
};

use hickory_resolver::{
    TokioResolver,
    config::{ConnectionConfig, NameServerConfig, ResolverConfig},
    lookup::Lookup,
    net::runtime::TokioRuntimeProvider,
    proto::rr::RData,
};

use super::{Name, Port, places::Place};
use crate::transport::Kind;

/// Whom to ask.
#[derive(Clone)]
pub(crate) struct Resolver {
    /// Nothing where the system names nobody to ask.
    dns: Option<TokioResolver>,
    /// Whether addresses are asked of it as well, and not of the system.
    is_for_all: bool,
}

/// What was found of a name.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Nothing where the name has no address.
    pub(crate) places: Vec<Place>,
    /// How long that is good, at the most.
    pub(crate) lasts: Option<Duration>,
    /// Nobody has answered whether there is more to find.
    pub(crate) is_uncertain: bool,
}

/// The secrets of a resolver are none, but they are long.
impl std::fmt::Debug for Resolver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Resolver").field("is_for_all", &self.is_for_all).finish_non_exhaustive()
    }
}

impl Resolver {
    /// Asks this server, or whom the system asks.
    pub(crate) fn new(server: Option<SocketAddr>) -> Self {
        let builder = match server {
            Some(server) => {
                let mut connections = vec![ConnectionConfig::udp(), ConnectionConfig::tcp()];
                connections.iter_mut().for_each(|connection| connection.port = server.port());
                let server = NameServerConfig::new(server.ip(), true, connections);
                let config = ResolverConfig::from_name_servers(vec![server]);
                Ok(TokioResolver::builder_with_config(config, TokioRuntimeProvider::default()))
            }
            None => TokioResolver::builder_tokio(),
        };
        let dns = builder.and_then(|mut builder| {
            let options = builder.options_mut();
            (options.timeout, options.attempts, options.cache_size) = (PATIENCE, 1, ANSWERS_MAX);
            builder.build()
        });
        let dns = dns.inspect_err(|error| tracing::info!(%error, "SRV records are not asked for")).ok();
        Self { dns, is_for_all: server.is_some() }
    }

    /// Where a name is (RFC 3263 section 4.2).
    pub(super) async fn look(&self, name: &Name) -> Found {
        let Port::Of(kind) = name.port else { return self.addresses(name).await };
        let Some(dns) = &self.dns else { return self.addresses(name).await };
        let service = if kind == Kind::Udp { "_sip._udp" } else { "_sip._tcp" };
        match dns.srv_lookup(format!("{service}.{}.", name.host.trim_end_matches('.'))).await {
            Ok(records) => services(dns, &records).await,
            Err(error) if error.is_no_records_found() || error.is_nx_domain() => self.addresses(name).await,
            Err(error) => {
                tracing::debug!(host = name.host, %error, "nobody says whether a name has SRV records");
                Found { is_uncertain: true, ..self.addresses(name).await }
            }
        }
    }

    /// The addresses of a host, at its port or the usual one.
    async fn addresses(&self, name: &Name) -> Found {
        let port = match name.port {
            Port::Stated(port) => port,
            Port::Of(_) => USUAL_PORT,
        };
        if let Some(dns) = self.dns.as_ref().filter(|_| self.is_for_all) {
            let Ok(found) = dns.lookup_ip(name.host.as_str()).await else { return Found::default() };
            let addresses = found.iter().map(|ip| SocketAddr::new(ip, port));
            return Found { lasts: lasts(found.as_lookup()), ..Found::of(addresses) };
        }
        let host = name.host.clone();
        let look = tokio::task::spawn_blocking(move || (host, port).to_socket_addrs());
        look.await.ok().and_then(Result::ok).map_or_else(Found::default, Found::of)
    }
}

impl Found {
    fn of(addresses: impl Iterator<Item = SocketAddr>) -> Self {
        let places = addresses.take(PLACES_MAX).zip(0..);
        let places =
            places.map(|(address, priority)| Place { priority, weight: 0, addresses: vec![address] });
        Self { places: places.collect(), ..Self::default() }
    }
}

/// The targets of SRV records with their addresses.
async fn services(dns: &TokioResolver, records: &Lookup) -> Found {
    let (mut places, mut lasting) = (Vec::new(), lasts(records));
    for record in records.answers() {
        let RData::SRV(service) = &record.data else { continue };
        // A dot says that the service is not there.
        if service.target.is_root() || places.len() >= PLACES_MAX {
            continue;
        }
        match dns.lookup_ip(service.target.clone()).await {
            Ok(found) => {
                let addresses =
                    found.iter().take(PLACES_MAX).map(|ip| SocketAddr::new(ip, service.port)).collect();
                lasting = lasting.into_iter().chain(lasts(found.as_lookup())).min();
                places.push(Place { priority: service.priority, weight: service.weight, addresses });
            }
            Err(error) => {
                tracing::warn!(target = %service.target, %error, "the target of a SRV record is not found")
            }
        }
    }
    Found { places, lasts: lasting, is_uncertain: false }
}

/// How long all of an answer is good.
fn lasts(answer: &Lookup) -> Option<Duration> {
    answer.answers().iter().map(|record| Duration::from_secs(record.ttl.into())).min()
}

/// How long a server may take before it is asked once more.
const PATIENCE: Duration = Duration::from_secs(2);
/// Answers that are kept, each as long as it is good.
const ANSWERS_MAX: u64 = 1_024;
/// Targets of one name, and addresses of one target.
const PLACES_MAX: usize = 16;
/// Where nothing names a port.
pub(super) const USUAL_PORT: u16 = 5060;
