//! The topology: the one file that all pools share. It lists the pools, their pairs, the
//! distribution groups and the SIP users.

mod users;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    net::SocketAddr,
};

use axum::http::Uri;
use domain::{Directory, DistributionGroupAddress, Label, PoolFqdn, SipUri};
use edge::{User, Users};

use crate::config::{Faults, Section, Source};

/// What the topology file says; empty for a pool that stands alone.
#[derive(Debug, Default)]
pub(crate) struct Topology {
    pools: Vec<ListedPool>,
    groups: Vec<ListedGroup>,
    users: Vec<User>,
}

/// A pool as all others know it.
#[derive(Debug)]
pub(crate) struct ListedPool {
    /// Its name.
    pub(crate) fqdn: PoolFqdn,
    /// Where its API answers.
    pub(crate) api: ApiAddress,
    /// The pool that takes over for it.
    pub(crate) backup: Option<PoolFqdn>,
    /// The site that it stands in.
    pub(crate) site: Option<Label>,
    /// Where it takes calls that other pools relay.
    pub(crate) sip: Option<SocketAddr>,
}

/// A distribution group.
#[derive(Debug)]
struct ListedGroup {
    address: DistributionGroupAddress,
    members: Vec<SipUri>,
}

/// Where an API answers: `https://` or, on loopback addresses, `http://`, then a host and a port.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ApiAddress(String);

impl Topology {
    /// Reads a topology file.
    pub(crate) fn examine(source: &Source, faults: &mut Faults) -> Option<Self> {
        source.examine(faults, |mut root| {
            let (pools, groups, users) = (pools(&mut root), groups(&mut root), users::users(&mut root));
            let topology = Self { pools, groups, users };
            root.finish();
            Some(topology)
        })
    }

    /// Every pool in the order of the file.
    pub(crate) fn pools(&self) -> impl Iterator<Item = &ListedPool> {
        self.pools.iter()
    }

    /// A pool by name.
    pub(crate) fn pool(&self, fqdn: &PoolFqdn) -> Option<&ListedPool> {
        self.pools().find(|pool| pool.fqdn == *fqdn)
    }

    /// How many distribution groups it lists.
    pub(crate) fn groups_len(&self) -> usize {
        self.groups.len()
    }

    /// Among whom a pool relays calls.
    pub(crate) fn relays(&self, own: &PoolFqdn) -> edge::Pools {
        let primary = self.pools().find(|pool| pool.backup.as_ref() == Some(own));
        edge::Pools {
            own: own.to_string(),
            places: self.pools().filter_map(|pool| Some((pool.fqdn.to_string(), pool.sip?))).collect(),
            backup: self.pool(own).and_then(|pool| pool.backup.as_ref()).map(PoolFqdn::to_string),
            primary: primary.map(|pool| pool.fqdn.to_string()),
        }
    }

    /// Whose phones may register.
    pub(crate) fn users(&self) -> Users {
        Users::new(self.users.iter().cloned())
    }

    /// The distribution groups.
    pub(crate) fn directory(&self) -> Directory {
        Directory::new(self.groups.iter().map(|group| (group.address.clone(), group.members.clone())))
    }
}

fn pools(root: &mut Section<'_, '_>) -> Vec<ListedPool> {
    let mut pools = Vec::new();
    let mut names = BTreeSet::new();
    // The backup of a pool may stand behind it in the file, so that its name is looked up when all are known.
    root.sections("pool", |section| {
        names.extend(section.peek("fqdn").and_then(|text| PoolFqdn::new(text).ok()));
    });
    if !root.has("pool") {
        root.fault("pool", "the topology lists no pool; add a heading [[pool]] with fqdn and api for each");
    }
    let mut seen = BTreeSet::new();
    let mut addresses = BTreeMap::new();
    let mut backups = BTreeMap::new();
    root.sections("pool", |mut section| {
        let fqdn = section.required("fqdn", "\"pool.contoso.com\"", PoolFqdn::new);
        let api = section.required("api", "\"https://pool.contoso.com:5801\"", ApiAddress::new);
        let backup = section.text("backup", PoolFqdn::new);
        let site = section.text("site", Label::new);
        let sip = section.text("sip", sip_address);
        if let Some(fqdn) = &fqdn {
            if !seen.insert(fqdn.clone()) {
                section
                    .fault("fqdn", format!("the pool {fqdn} is listed already; give each pool one heading"));
            }
            if let Some(backup) = &backup {
                check_pair(&mut section, fqdn, backup, &names, &mut backups);
            }
        }
        if let (Some(fqdn), Some(api)) = (&fqdn, &api)
            && let Some(other) = addresses.insert(api.clone(), fqdn.clone()).filter(|other| other != fqdn)
        {
            section.fault("api", format!("{other} has the address {api} already; give each pool its own"));
        }
        section.finish();
        if let (Some(fqdn), Some(api)) = (fqdn, api) {
            pools.push(ListedPool { fqdn, api, backup, site, sip });
        }
    });
    pools
}

/// An address in numbers: a pool must start also while names cannot be found.
fn sip_address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| format!("\"{text}\" is no IP address with a port; write 192.0.2.10:5060"))
}

/// Pools are paired one to one.
fn check_pair(
    section: &mut Section<'_, '_>,
    fqdn: &PoolFqdn,
    backup: &PoolFqdn,
    names: &BTreeSet<PoolFqdn>,
    backups: &mut BTreeMap<PoolFqdn, PoolFqdn>,
) {
    if backup == fqdn {
        section.fault("backup", format!("{fqdn} names itself as its backup; name another pool"));
    } else if !names.contains(backup) {
        section.fault("backup", format!("the backup {backup} is not listed; add a heading [[pool]] for it"));
    } else if let Some(other) = backups.insert(backup.clone(), fqdn.clone()) {
        section.fault(
            "backup",
            format!("{backup} is the backup of {other} already; pools are paired one to one"),
        );
    }
}

fn groups(root: &mut Section<'_, '_>) -> Vec<ListedGroup> {
    let mut groups = Vec::new();
    let mut seen = BTreeSet::new();
    root.sections("group", |mut section| {
        let address = section.required("address", "\"helpdesk@contoso.com\"", DistributionGroupAddress::new);
        if !section.has("members") {
            section.missing("members", "[\"sip:kim@contoso.com\"]");
        }
        let members = section.texts("members", SipUri::new);
        if let Some(address) = address.as_ref().filter(|address| !seen.insert(address.key())) {
            section.fault(
                "address",
                format!("the group {address} is listed already; give each group one heading"),
            );
        }
        section.finish();
        if let (Some(address), Some(members)) = (address, members) {
            groups.push(ListedGroup { address, members });
        }
    });
    groups
}

impl ApiAddress {
    /// Checks an address.
    ///
    /// # Errors
    /// What is wrong with it, and how to write it.
    pub(crate) fn new(text: &str) -> Result<Self, String> {
        let refused =
            || format!("\"{text}\" is not the address of an API; write https://pool.contoso.com:5801");
        let uri: Uri = text.parse().map_err(|_| refused())?;
        let (scheme, authority) = uri.scheme_str().zip(uri.authority()).ok_or_else(refused)?;
        let bare = matches!(uri.path_and_query().map(|path| path.as_str()), None | Some("/"));
        if !bare || !matches!(scheme, "http" | "https") || authority.as_str().contains('@') {
            return Err(refused());
        }
        if scheme == "http" && !is_loopback(authority.host()) {
            return Err(format!(
                "\"{text}\" would send tokens in the clear to another machine; write https://"
            ));
        }
        Ok(Self(format!("{scheme}://{authority}")))
    }

    /// The address of a listener on this machine.
    pub(crate) fn of_listener(address: std::net::SocketAddr, tls: bool) -> Self {
        Self(format!("{}://{address}", if tls { "https" } else { "http" }))
    }

    /// Whether a certificate proves who answers.
    pub(crate) fn is_https(&self) -> bool {
        self.0.starts_with("https:")
    }

    /// The address with a path behind it.
    pub(crate) fn join(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }
}

impl fmt::Display for ApiAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_loopback(host: &str) -> bool {
    let ip = host.trim_start_matches('[').trim_end_matches(']').parse::<std::net::IpAddr>();
    host.eq_ignore_ascii_case("localhost") || ip.is_ok_and(|ip| ip.is_loopback())
}
