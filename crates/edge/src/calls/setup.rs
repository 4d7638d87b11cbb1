//! Who we are towards a peer.

use std::net::IpAddr;

use dialog::{Local, Policy, Seed, Setup, Uri};

use crate::{config::Subscribe, network::Network, pools::Pools, proxy::Proxy, transport::Path};

/// What is the same in all sessions of the process.
#[derive(Clone, Debug)]
pub(crate) struct Identity {
    /// The words of User-Agent and Server.
    pub(crate) product: String,
    /// The proxy that knows the agents.
    pub(crate) via: Option<Proxy>,
    /// Whose telephones are asked for their own dialogs.
    pub(crate) subscribe: Subscribe,
    /// Among whom calls are relayed.
    pub(crate) pools: Pools,
    /// Our sequence numbers begin with it.
    pub(crate) epoch: u32,
    /// Times and session timers.
    pub(crate) policy: Policy,
}

impl Identity {
    /// A session on a way.
    pub(crate) fn setup(&self, network: &Network, path: Path) -> Option<Setup> {
        let (local, _) = network.transport.ends(path)?;
        let mut random = [0; 24];
        getrandom::fill(&mut random).ok()?;
        let (seed, token) = random.split_at(16);
        let token: String = token.iter().map(|byte| format!("{byte:02x}")).collect();
        let (host, port) = (host(local.ip()), network.transport.port_towards(path, local));
        let mut contact = Uri::sip(Some(&token), &host, Some(port));
        let transport = if path.is_reliable() { "TCP" } else { "UDP" };
        if path.is_reliable() {
            contact.params.set("transport", Some("tcp"));
        }
        let local = Local {
            contact,
            transport: transport.to_owned(),
            sent_by: format!("{host}:{port}"),
            origin: local.ip().to_string(),
            product: self.product.clone(),
        };
        Some(Setup {
            local,
            seed: Seed(seed.try_into().ok()?),
            epoch: self.epoch,
            policy: self.policy.clone(),
        })
    }
}

/// An address as it stands in a URI.
pub(crate) fn host(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => format!("[{ip}]"),
    }
}
