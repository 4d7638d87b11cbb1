//! The pools that `shell.toml` leads to: which there are, where each answers, and what opens it.

use std::{collections::BTreeMap, path::Path};

use anyhow::{Context as _, anyhow};
use cmdlets::ListedPool;
use domain::{PoolFqdn, RgsIdentity};

use super::config::ShellFile;
use crate::{
    cli::Access,
    client::{self, Client, TOKEN_VARIABLE},
    config::{Faults, Source},
    failure::Failure,
    secret_file,
    topology::{ApiAddress, Topology},
};

/// The pools of the topology, and where each answers.
pub(super) struct Listed {
    pub(super) pools: Vec<ListedPool>,
    pub(super) addresses: BTreeMap<PoolFqdn, ApiAddress>,
}

/// A client of the pool with this name, or of the only one, that the shell's configuration leads to. What `access`
/// says goes before what the configuration does.
///
/// # Errors
/// What is wrong with the configuration, or that it does not lead to the pool.
pub(crate) fn client(named: Option<&Path>, pool: Option<&str>, access: &Access) -> Result<Client, Failure> {
    let file = ShellFile::find(named)?;
    let listed = file.listed().map_err(|why| match file.topology {
        Some(_) => anyhow!(why),
        None => {
            anyhow!("{why}, or name the file of a pool with --config, or the address of its API with --url")
        }
    })?;
    let pool = listed.choose(pool)?;
    let address = listed.addresses[&pool].clone();
    let token = match &access.token_file {
        Some(_) => client::token(access)?,
        None => file.token(&pool).map_err(|how| anyhow!("there is no token for {pool}: {how}"))?,
    };
    let (ca, option) = match &access.ca {
        Some(ca) => (Some(&**ca), "--ca".to_owned()),
        None => file.trusted(),
    };
    Ok(Client::open(address, token, ca, &option)?)
}

impl Listed {
    fn choose(&self, named: Option<&str>) -> anyhow::Result<PoolFqdn> {
        let all = || self.addresses.keys().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let Some(named) = named else {
            let mut pools = self.addresses.keys();
            return match (pools.next(), pools.next()) {
                (Some(only), None) => Ok(only.clone()),
                (None, _) => Err(anyhow!("the topology lists no pool")),
                (Some(first), Some(_)) => Err(anyhow!(
                    "the topology lists {}; say which pool, as in switchback status {first}",
                    all()
                )),
            };
        };
        let pool = named.parse::<RgsIdentity>().context("POOL")?.pool;
        if !self.addresses.contains_key(&pool) {
            return Err(anyhow!("the topology lists no pool {pool}; it lists {}", all()));
        }
        Ok(pool)
    }
}

impl ShellFile {
    /// The pools that the topology lists.
    ///
    /// # Errors
    /// What is wrong with it, or where to write which file it is.
    pub(super) fn listed(&self) -> Result<Listed, String> {
        let Some(path) = &self.topology else {
            return Err(format!(
                "no pools are known here; write topology = \"topology.toml\", the file that lists them, in {}",
                self.place()
            ));
        };
        let mut faults = Faults::default();
        let topology = match Source::read(path) {
            Ok(source) => Topology::examine(&source, &mut faults),
            Err(fault) => {
                faults.push(fault);
                None
            }
        };
        let topology = faults.or(topology).map_err(|faults| faults.to_string())?;
        let strangers = self.token_files.keys().filter(|fqdn| topology.pool(fqdn).is_none());
        let strangers = strangers.map(ToString::to_string).collect::<Vec<_>>().join(", ");
        if !strangers.is_empty() {
            let (shell, topology) = (self.place(), path.display());
            return Err(format!("{shell} has tokens for {strangers}, which {topology} does not list"));
        }
        let addresses = topology.pools().map(|pool| (pool.fqdn.clone(), pool.api.clone())).collect();
        let pools = topology.pools().map(|pool| ListedPool {
            fqdn: pool.fqdn.clone(),
            api: pool.api.to_string(),
            backup: pool.backup.clone(),
            site: pool.site.as_ref().map(ToString::to_string),
        });
        Ok(Listed { pools: pools.collect(), addresses })
    }

    /// The token of a pool: from its own file, from the file for all, or from the environment.
    pub(super) fn token(&self, pool: &PoolFqdn) -> Result<String, String> {
        let named = self.token_files.get(pool).or(self.token_file.as_ref());
        let (text, place) = match (named, std::env::var(TOKEN_VARIABLE)) {
            (Some(path), _) => {
                let text = String::from_utf8(secret_file::read(path)?).unwrap_or_default();
                (text, path.display().to_string())
            }
            (None, Ok(text)) => (text, TOKEN_VARIABLE.to_owned()),
            (None, Err(_)) => {
                return Err(format!(
                    "write token_file = \"FILE\" in {}, or set the variable {TOKEN_VARIABLE}",
                    self.place()
                ));
            }
        };
        client::token_in(&text, &place).map_err(|error| error.to_string())
    }

    /// The certificates to trust, and what to call the option that names them.
    pub(super) fn trusted(&self) -> (Option<&Path>, String) {
        (self.ca.as_deref(), format!("ca in {}", self.place()))
    }
}
