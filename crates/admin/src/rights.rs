//! Who may do what: the documented roles, and what a manager of named workflows may change.

use std::collections::BTreeSet;

use domain::{
    ActionKind, CallAction, Configuration, Entry, Object, ObjectId, ObjectKind, PoolFqdn, Role, SipUri,
    Workflow,
};

use crate::{Caller, Forbidden, Request, soundness::workflows_above};

/// What a request needs, where no single object decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// Reading objects; of which ones follows from the role.
    Read,
    /// Reading everything: settings, the log, the roles of the pool.
    ReadAll,
    /// Making what workflows use, and bringing audio.
    Compose,
    /// Response groups, their settings, export, import, failover and failback (`docs/rules.md`, roles).
    Administer,
    /// Persons, tokens and what a pool learns of its role.
    Govern,
}

impl Right {
    /// The roles that have the right, the least first.
    pub const fn roles(self) -> &'static [Role] {
        use Role::{
            CsAdministrator, CsAgent, CsResponseGroupAdministrator, CsResponseGroupManager,
            CsViewOnlyAdministrator,
        };
        match self {
            Self::Read => &[
                CsAgent,
                CsViewOnlyAdministrator,
                CsResponseGroupManager,
                CsResponseGroupAdministrator,
                CsAdministrator,
            ],
            Self::ReadAll => &[CsViewOnlyAdministrator, CsResponseGroupAdministrator, CsAdministrator],
            Self::Compose => &[CsResponseGroupManager, CsResponseGroupAdministrator, CsAdministrator],
            Self::Administer => &[CsResponseGroupAdministrator, CsAdministrator],
            Self::Govern => &[CsAdministrator],
        }
    }
}

impl Caller {
    /// The address that the log names.
    pub(crate) fn uri(&self, pool: &PoolFqdn) -> SipUri {
        match self {
            Self::Person(uri) => uri.clone(),
            Self::Operator => {
                SipUri::new(&format!("sip:operator@{pool}")).expect("a pool's FQDN is a domain")
            }
        }
    }
}

/// Refuses what none of the caller's roles allows.
///
/// # Errors
/// [`Forbidden::Role`] with the least role that suffices.
pub fn require(
    configuration: &Configuration,
    caller: &Caller,
    right: Right,
    what: impl Into<String>,
) -> Result<(), Forbidden> {
    let Caller::Person(person) = caller else { return Ok(()) };
    if right.roles().iter().any(|role| configuration.has_role(person, *role)) {
        return Ok(());
    }
    Err(Forbidden::Role { person: person.clone(), what: what.into(), needs: right.roles()[0] })
}

/// Refuses a request that the caller may not make.
pub(crate) fn authorise(
    configuration: &Configuration,
    caller: &Caller,
    request: &Request,
) -> Result<(), Forbidden> {
    let require = |right, what: String| require(configuration, caller, right, what);
    match request {
        Request::New { object: Object::Workflow(workflow), .. } => {
            require(Right::Administer, format!("make the workflow \"{}\"", workflow.name))
        }
        Request::New { object, .. } => {
            require(Right::Compose, format!("make the {} \"{}\"", object.kind().noun(), object.name()))?;
            manager(configuration, caller, |manager| manager.may_refer(object, None))
        }
        Request::Set { id, object, .. } => {
            require(Right::Compose, format!("change the {} \"{}\"", object.kind().noun(), object.name()))?;
            let Some(entry) = configuration.object(*id) else { return Ok(()) };
            manager(configuration, caller, |manager| manager.may_set(entry, object))
        }
        Request::Remove { id, .. } => {
            require(Right::Compose, format!("remove object {id}"))?;
            let Some(entry) = configuration.object(*id) else { return Ok(()) };
            if entry.kind() == ObjectKind::Workflow {
                return require(Right::Administer, format!("remove the workflow \"{}\"", entry.name()));
            }
            manager(configuration, caller, |manager| manager.may_edit(entry, "remove"))
        }
        Request::ImportAudio { .. } => require(Right::Compose, "bring audio".to_owned()),
        Request::SetSettings { .. } => {
            require(Right::Administer, "change the settings of the pool".to_owned())
        }
        Request::Import(_) => require(Right::Administer, "import a configuration".to_owned()),
        Request::RemoveExported(_) => {
            require(Right::Administer, "remove the exported configuration".to_owned())
        }
        Request::CollectAudio { .. } => require(Right::Administer, "collect audio".to_owned()),
        Request::FailOver { owner } => require(Right::Administer, format!("fail {owner} over")),
        Request::FailBack { owner } => require(Right::Administer, format!("fail {owner} back")),
        Request::LearnPoolRole(role) => require(Right::Govern, format!("set the role for {}", role.owner)),
        Request::NoteTestCall { .. } => require(Right::Compose, "test a workflow".to_owned()),
        Request::SetRoles { uri, .. } => require(Right::Govern, format!("set the roles of {uri}")),
        Request::SetAgent(asked) if is_self(caller, &asked.uri) => Ok(()),
        Request::SetAgent(asked) => require(Right::Compose, format!("change the agent {}", asked.uri)),
        Request::NewToken { person, .. } => require(Right::Govern, format!("make a token for {person}")),
        Request::RevokeToken { id } => require(Right::Govern, format!("revoke the token {id}")),
    }
}

/// Whether the caller may see an object.
pub(crate) fn sees(configuration: &Configuration, caller: &Caller, entry: &Entry) -> bool {
    let Caller::Person(person) = caller else { return true };
    let has = |role| configuration.has_role(person, role);
    if Right::ReadAll.roles().iter().any(|role| has(*role)) {
        return true;
    }
    let managed = has(Role::CsResponseGroupManager) && {
        let shared = matches!(entry.kind(), ObjectKind::HoursOfBusiness | ObjectKind::HolidaySet);
        shared || ByWorkflow { configuration, person }.has(entry)
    };
    let own_group = has(Role::CsAgent)
        && matches!(&entry.object, Object::AgentGroup(group)
            if group.agents_by_uri.as_slice().iter().any(|agent| agent.key() == person.key()));
    managed || own_group
}

/// Whether the caller is this person.
pub(crate) fn is_self(caller: &Caller, uri: &SipUri) -> bool {
    matches!(caller, Caller::Person(person) if person.key() == uri.key())
}

/// Whether the caller may look at whatever goes on.
pub(crate) fn may_watch_all(configuration: &Configuration, caller: &Caller) -> bool {
    require(configuration, caller, Right::ReadAll, "").is_ok()
}

/// Whether the caller may look at what the agents of a group or the calls of a workflow do.
pub(crate) fn watches(configuration: &Configuration, caller: &Caller, entry: &Entry) -> bool {
    may_watch_all(configuration, caller) || manages(configuration, caller, entry)
}

/// Whether the caller may sign the agents of a group in and out.
pub(crate) fn may_sign_in(configuration: &Configuration, caller: &Caller, group: &Entry) -> bool {
    require(configuration, caller, Right::Administer, "").is_ok() || manages(configuration, caller, group)
}

fn manages(configuration: &Configuration, caller: &Caller, entry: &Entry) -> bool {
    let Caller::Person(person) = caller else { return true };
    configuration.has_role(person, Role::CsResponseGroupManager)
        && ByWorkflow { configuration, person }.has(entry)
}

/// Asks `check` where the caller has no right beyond that of a manager.
fn manager(
    configuration: &Configuration,
    caller: &Caller,
    check: impl FnOnce(ByWorkflow<'_>) -> Result<(), Forbidden>,
) -> Result<(), Forbidden> {
    match caller {
        Caller::Person(person) if require(configuration, caller, Right::Administer, "").is_err() => {
            check(ByWorkflow { configuration, person })
        }
        Caller::Person(_) | Caller::Operator => Ok(()),
    }
}

/// The rights of a person that follow from ManagersByUri alone.
struct ByWorkflow<'a> {
    configuration: &'a Configuration,
    person: &'a SipUri,
}

impl ByWorkflow<'_> {
    fn manages(&self, workflow: &Workflow) -> bool {
        workflow.managers_by_uri.iter().any(|manager| manager.key() == self.person.key())
    }

    fn manages_entry(&self, entry: &Entry) -> bool {
        matches!(&entry.object, Object::Workflow(workflow) if self.manages(workflow))
    }

    /// Whether an object is part of a workflow that names this person, or was left unused by this person.
    fn has(&self, entry: &Entry) -> bool {
        let mut workflows = workflows_above(self.configuration, entry.id).peekable();
        if workflows.peek().is_none() {
            return entry.changed.by.key() == self.person.key();
        }
        workflows.any(|workflow| self.manages_entry(workflow))
    }

    /// Changing needs more than seeing: no workflow of others may use the object.
    fn may_edit(&self, entry: &Entry, verb: &str) -> Result<(), Forbidden> {
        let only_own =
            workflows_above(self.configuration, entry.id).all(|workflow| self.manages_entry(workflow));
        if self.has(entry) && only_own {
            return Ok(());
        }
        let what = format!("{verb} the {} \"{}\"", entry.kind().noun(), entry.name());
        Err(Forbidden::NotManaged { person: self.person.clone(), what })
    }

    fn may_set(&self, entry: &Entry, object: &Object) -> Result<(), Forbidden> {
        self.may_edit(entry, "change")?;
        self.may_refer(object, Some(&entry.object))?;
        let (Object::Workflow(before), Object::Workflow(after)) = (&entry.object, object) else {
            return Ok(());
        };
        let kind = |workflow: &Workflow| workflow.default_action.as_ref().map(CallAction::kind);
        let interactive =
            |workflow: &Workflow| kind(workflow).map(|kind| kind == ActionKind::TransferToQuestion);
        let type_changed = before.managed != after.managed || interactive(before) != interactive(after);
        let changed = [
            ("PrimaryUri", before.primary_uri.key() != after.primary_uri.key()),
            ("LineUri", before.line_uri != after.line_uri),
            ("DisplayNumber", before.display_number != after.display_number),
            ("type", type_changed),
        ];
        match changed.into_iter().find(|(_, changed)| *changed) {
            Some((property, _)) => Err(Forbidden::ManagerProperty { person: self.person.clone(), property }),
            None => Ok(()),
        }
    }

    /// A new reference may not draw in what belongs to others; hours and holidays are for everyone.
    fn may_refer(&self, object: &Object, before: Option<&Object>) -> Result<(), Forbidden> {
        let known: BTreeSet<ObjectId> = before
            .iter()
            .flat_map(|object| object.references())
            .map(|(_, _, reference)| reference.id)
            .collect();
        for (_, kind, reference) in object.references() {
            let shared = matches!(kind, ObjectKind::HoursOfBusiness | ObjectKind::HolidaySet);
            let Some(target) = self.configuration.object(reference.id) else { continue };
            if !shared && !known.contains(&reference.id) && !self.has(target) {
                let what = format!("use the {} \"{}\"", target.kind().noun(), target.name());
                return Err(Forbidden::NotManaged { person: self.person.clone(), what });
            }
        }
        Ok(())
    }
}
