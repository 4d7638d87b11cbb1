//! An archive on its way through this shell.

use domain::{Digest, PoolFqdn};
use serde_json::json;
use shell::command::Call;

use crate::failure::Failure;
use crate::noun::NotUnderstood;
use crate::pools::{Pools, Reply, encoded};
use crate::transport::{Method, Request};

/// An archive that a pool gave, read as an import would read it.
pub(super) struct Carried {
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
    /// How many objects it holds.
    pub(super) objects: usize,
    /// Whose objects they are.
    pub(super) owner: PoolFqdn,
    sequence: u64,
    digest: Digest,
}

/// The switches of an import.
#[derive(Default)]
pub(super) struct Switches {
    pub(super) overwrite_owner: bool,
    pub(super) replace_settings: bool,
    pub(super) resolve_conflicts: bool,
    pub(super) force: bool,
    pub(super) plan: bool,
}

impl Carried {
    /// Asks a pool for the archive of an owner, by default its own.
    pub(super) fn fetch(
        pools: &Pools,
        call: &Call<'_>,
        source: &PoolFqdn,
        owner: Option<&PoolFqdn>,
    ) -> Result<Self, Failure> {
        let request = Request::new(Method::Get, path(owner, false));
        let bytes = pools.send(call, source, &request, Some("Exporting the configuration"))?.body;
        let wrong = |what: String| Failure::from(NotUnderstood { pool: source.clone(), what });
        let archive =
            archive::read(&bytes).map_err(|error| wrong(format!("the archive cannot be read: {error}")))?;
        let objects = archive.export.objects.len();
        let Some(origin) = archive.export.origin else {
            return Err(wrong("the archive has no manifest".to_owned()));
        };
        let (owner, sequence, digest) = (origin.owner, origin.sequence, origin.digest);
        Ok(Self { bytes, objects, owner, sequence, digest })
    }

    /// Says what an export would hold.
    pub(super) fn plan(
        pools: &Pools,
        call: &Call<'_>,
        source: &PoolFqdn,
        owner: Option<&PoolFqdn>,
    ) -> Result<Reply, Failure> {
        pools.get(call, source, &path(owner, true))
    }

    /// Brings the archive to a pool.
    pub(super) fn bring(
        pools: &Pools,
        call: &Call<'_>,
        destination: &PoolFqdn,
        bytes: &[u8],
        switches: &Switches,
    ) -> Result<Reply, Failure> {
        let Switches { overwrite_owner, replace_settings, resolve_conflicts, force, plan } = switches;
        let path = format!(
            "/api/v1/recovery/import?overwriteOwner={overwrite_owner}&replaceExistingRgsSettings={replace_settings}\
             &resolveNameConflicts={resolve_conflicts}&force={force}&whatIf={plan}"
        );
        let request = Request::new(Method::Post, path).bytes("application/zip", bytes);
        let answer = pools.send(call, destination, &request, Some("Importing the configuration"))?;
        Pools::reply(destination, answer)
    }

    /// Removes exactly what the archive holds from the pool that it came from.
    pub(super) fn remove(
        &self,
        pools: &Pools,
        call: &Call<'_>,
        source: &PoolFqdn,
        plan: bool,
    ) -> Result<Reply, Failure> {
        let force = call.switch("Force");
        let Self { owner, sequence, digest, .. } = self;
        let removal = json!({ "Owner": owner, "Sequence": sequence, "Digest": digest, "Force": force });
        let path = format!("/api/v1/recovery/removal?whatIf={plan}");
        pools.ask(call, source, &Request::new(Method::Post, path).json(&removal))
    }
}

fn path(owner: Option<&PoolFqdn>, plan: bool) -> String {
    let owner = owner.map_or_else(String::new, |owner| format!("&owner={}", encoded(owner.as_str())));
    format!("/api/v1/recovery/export?whatIf={plan}{owner}")
}
