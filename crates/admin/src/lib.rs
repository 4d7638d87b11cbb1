//! Decisions: what follows from a request, given a configuration. Pure, so that a decision that is not stored is
//! a plan, and a log of decisions is a pool.
//!
//! One file for each noun; `import`, `export` and `pool_role` are the recovery.

mod agent;
mod audio;
mod decision;
mod export;
mod import;
mod object;
mod person;
mod pool_role;
mod query;
mod refusal;
mod request;
mod rights;
mod settings;
mod soundness;
mod test_call;

use domain::{Configuration, Stamp};

pub use agent::{AgentLine, AgentMembership, agent, agents, attends, sees_call, speaks_for};
pub use decision::{Decision, ImportReport, ObjectLine, Renamed, Reply, Warning};
pub use export::export;
pub use query::{Page, Query, find, list, settings};
pub use refusal::{Conflict, Difference, Forbidden, Problem, Refusal};
pub use request::{Caller, Context, Import, RemoveExported, Request, SetAgent, SignIn};
pub use rights::{Right, require};
pub use settings::settings_digest;

/// Decides a request.
///
/// # Errors
/// Why it is not granted; nothing changes then.
pub fn decide(
    configuration: &Configuration,
    context: Context<'_>,
    request: Request,
) -> Result<Decision, Refusal> {
    rights::authorise(configuration, context.caller, &request)?;
    let mut decision = decide_alone(configuration, context, request)?;
    agent::sign_out_of_removed(configuration, &mut decision.changes);
    Ok(decision)
}

/// What follows from a request that the caller may make, but for the sign-ins of agents.
fn decide_alone(
    configuration: &Configuration,
    context: Context<'_>,
    request: Request,
) -> Result<Decision, Refusal> {
    match request {
        Request::New { id, object } => object::new(configuration, context, id, object),
        Request::Set { id, object, expected } => object::set(configuration, context, id, object, expected),
        Request::Remove { id, expected, force } => {
            object::remove(configuration, context, id, expected, force)
        }
        Request::SetSettings { settings, expected } => settings::set(configuration, settings, expected),
        Request::ImportAudio { file_name, content } => {
            audio::import(configuration, context, file_name, content)
        }
        Request::CollectAudio { before } => Ok(audio::collect(configuration, before)),
        Request::Import(import) => import::import(configuration, context, *import),
        Request::RemoveExported(asked) => export::remove_exported(configuration, &asked),
        Request::FailOver { owner } => pool_role::fail_over(configuration, owner),
        Request::FailBack { owner } => pool_role::fail_back(configuration, owner),
        Request::LearnPoolRole(role) => pool_role::learn(configuration, role),
        Request::NoteTestCall { words } => Ok(test_call::note(&words)),
        Request::SetRoles { uri, roles } => person::set_roles(configuration, uri, roles),
        Request::SetAgent(asked) => agent::set(configuration, context, asked),
        Request::NewToken { id, hash, person, label } => {
            Ok(person::new_token(context.stamp(configuration), id, hash, person, label))
        }
        Request::RevokeToken { id } => person::revoke_token(configuration, id),
    }
}

impl Context<'_> {
    /// When, and who asked.
    pub fn stamp(&self, configuration: &Configuration) -> Stamp {
        Stamp { at: self.at, by: self.caller.uri(configuration.pool()) }
    }
}
