use std::fmt;

use domain::{Digest, Incomplete, InvalidAudio, ObjectId, ObjectKind, PoolFqdn, Role, SipUri};
use serde::Serialize;

use crate::ObjectLine;

/// Why a request is not granted. Nothing has changed then.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// The asker may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// No such object.
    #[error("this pool holds no object {0}; list the objects with their identities first")]
    NotFound(ObjectId),
    /// The object has another type.
    #[error("object {id} is {}, not {}", .found.a_noun(), .asked.a_noun())]
    OtherKind {
        /// The object.
        id: ObjectId,
        /// Its type.
        found: ObjectKind,
        /// The type that was asked for.
        asked: ObjectKind,
    },
    /// The GUID of a new object is in use.
    #[error(
        "the GUID {0} is that of another object, or of one that was removed; a new object needs a new GUID"
    )]
    IdTaken(ObjectId),
    /// The object breaks rules that concern other objects.
    #[error("{} \"{name}\" was not saved: {}", .kind.noun(), Sentences(.problems))]
    Unsound {
        /// The type of the object.
        kind: ObjectKind,
        /// Its name.
        name: String,
        /// Every rule that it breaks.
        problems: Vec<Problem>,
    },
    /// Somebody changed the object since it was read.
    #[error("{object} was changed by {by} since it was read; read it again and repeat the change")]
    Stale {
        /// The object.
        object: ObjectLine,
        /// Who changed it last.
        by: SipUri,
        /// The version that was read.
        expected: Digest,
        /// The version that is there.
        current: Digest,
    },
    /// Somebody changed the settings since they were read.
    #[error(
        "the settings of the pool were changed since they were read; read them again and repeat the change"
    )]
    SettingsStale,
    /// Something uses the object, or it is an active workflow.
    #[error("{object} was not removed: {}; use -Force to remove it all the same", InUse(.users))]
    InUse {
        /// The object.
        object: ObjectLine,
        /// What uses it; empty for an active workflow itself.
        users: Vec<ObjectLine>,
    },
    /// The bytes are no audio.
    #[error(transparent)]
    Audio(#[from] InvalidAudio),
    /// The pool holds as much audio as it may.
    #[error(
        "the pool holds {0} bytes of audio, the most it may; remove prompts or music that are no longer needed"
    )]
    AudioFull(u64),
    /// The pool holds as many objects as it may.
    #[error("the pool may hold {0} objects and holds that many; remove some first")]
    Full(usize),
    /// Audio that was never brought, in the settings.
    #[error("the pool holds no audio {0}; bring the file with Import-CsRgsAudioFile first")]
    AudioMissing(domain::ContentHash),
    /// An import that would break something: every conflict at once.
    #[error("nothing was imported: {} conflict{}\n{}", .0.len(), if .0.len() == 1 { "" } else { "s" }, Lines(.0))]
    Conflicts(Vec<Conflict>),
    /// The exported objects changed before they were removed.
    #[error(
        "nothing was removed: the configuration of {owner} changed since the export (sequence {sequence}); export again"
    )]
    ExportChanged {
        /// Whose objects were exported.
        owner: PoolFqdn,
        /// The sequence number of the export.
        sequence: u64,
    },
    /// Objects that stay refer to the exported ones.
    #[error("nothing was removed: {}; use -Force to remove the exported objects all the same", InUse(.0))]
    ExportInUse(Vec<ObjectLine>),
    /// Exported objects lead to objects that the export does not hold.
    #[error(
        "nothing was removed: {} to objects that belong to another pool and are not in the export; use -Force to \
         remove the exported objects all the same",
        Leading(.0)
    )]
    ExportIncomplete(Vec<ObjectLine>),
    /// An export of an owner who has nothing here.
    #[error("this pool holds nothing that belongs to {0}; look at the owners with -ShowAll")]
    NothingOwned(PoolFqdn),
    /// A failover of the pool to itself.
    #[error("{0} answers for itself; a failover is asked of its backup pool")]
    OwnPool(PoolFqdn),
    /// A role that is older than the one held.
    #[error("the role for {owner} has epoch {held}; one of epoch {offered} is out of date")]
    EpochPassed {
        /// Whose workflows are meant.
        owner: PoolFqdn,
        /// The epoch that this pool knows.
        held: u64,
        /// The epoch of the offer.
        offered: u64,
    },
    /// An epoch that no count of failovers can reach.
    #[error(
        "the role for {owner} has epoch {offered}, which no pool can have reached; ask the pair for its role"
    )]
    EpochImpossible {
        /// Whose workflows are meant.
        owner: PoolFqdn,
        /// The epoch of the offer.
        offered: u64,
    },
    /// A failover that has happened already, or a failback of a pool that was not failed over.
    #[error("{0}")]
    RoleUnchanged(String),
    /// No such token.
    #[error("there is no token {0}; list the tokens to see their names")]
    TokenNotFound(domain::TokenId),
    /// Nobody whom a queue could reach.
    #[error(
        "{0} is in no agent group of this pool; add the address to AgentsByUri of a group first, or ask the pool that \
         holds the group"
    )]
    NotAnAgent(SipUri),
    /// An agent of other groups.
    #[error("{agent} is not an agent of the {group}; add the address to its AgentsByUri first")]
    NotInGroup {
        /// The agent.
        agent: SipUri,
        /// The group.
        group: ObjectLine,
    },
    /// Nobody signs in to an informal group.
    #[error(
        "{agent} cannot sign in or out of the {group}: it is informal, and its agents are signed in whenever their \
         telephone is reached"
    )]
    GroupInformal {
        /// The agent.
        agent: SipUri,
        /// The group.
        group: ObjectLine,
    },
    /// All groups of the agent are informal.
    #[error(
        "{0} cannot sign in or out: all groups of the agent are informal, and their agents are signed in whenever \
         their telephone is reached"
    )]
    NoFormalGroup(SipUri),
    /// The last way in.
    #[error("{0} is the last administrator with a token; make another administrator and token first")]
    LastAdministrator(SipUri),
}

/// A right that the asker lacks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Forbidden {
    /// None of the asker's roles allows the request.
    #[error("{person} may not {what}; it needs the role {needs}")]
    Role {
        /// The asker.
        person: SipUri,
        /// What was asked, as a verb and its object.
        what: String,
        /// The least role that suffices.
        needs: Role,
    },
    /// A manager asks about what others manage.
    #[error("{person} may not {what}: it is not part of a workflow that names {person} in ManagersByUri")]
    NotManaged {
        /// The asker.
        person: SipUri,
        /// What was asked.
        what: String,
    },
    /// A manager asks about an agent of other groups.
    #[error(
        "{person} may not change the agent {agent}: no group of the agent is part of a workflow that names \
         {person} in ManagersByUri"
    )]
    NotYourAgent {
        /// The asker.
        person: SipUri,
        /// The agent.
        agent: SipUri,
    },
    /// A manager changes what only administrators may.
    #[error("{person} manages this workflow but may not change its {property}; ask an administrator")]
    ManagerProperty {
        /// The asker.
        person: SipUri,
        /// The property.
        property: &'static str,
    },
}

/// A rule about an object and its neighbours that a save breaks.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Problem {
    /// Another object of the type has the name.
    #[error("the name is taken by another {} ({id})", .kind.noun())]
    NameTaken {
        /// The type.
        kind: ObjectKind,
        /// The other object.
        id: ObjectId,
    },
    /// Another workflow has the address.
    #[error("its {property} {address} belongs to {other}")]
    AddressTaken {
        /// PrimaryUri or LineUri.
        property: &'static str,
        /// The address.
        address: String,
        /// The other workflow.
        other: ObjectLine,
    },
    /// A reference leads nowhere.
    #[error("its {property} names the {} {id}, which this pool does not hold", .kind.noun())]
    ReferenceMissing {
        /// The property.
        property: &'static str,
        /// The type that must stand there.
        kind: ObjectKind,
        /// What is named.
        id: ObjectId,
    },
    /// A reference leads to an object of another type.
    #[error("its {property} names {found}, but must name {}", .kind.a_noun())]
    ReferenceKind {
        /// The property.
        property: &'static str,
        /// The type that must stand there.
        kind: ObjectKind,
        /// What stands there.
        found: ObjectLine,
    },
    /// A reference leads into another pool.
    #[error("its {property} names an object of {pool}; objects cannot be shared between pools")]
    ReferenceElsewhere {
        /// The property.
        property: &'static str,
        /// The other pool.
        pool: PoolFqdn,
    },
    /// An active workflow is not complete.
    #[error("it is active but {0}")]
    Incomplete(Incomplete),
    /// Audio that was never brought.
    #[error(
        "it plays audio {0}, which this pool does not hold; bring the file with Import-CsRgsAudioFile first"
    )]
    AudioMissing(domain::ContentHash),
    /// Custom hours are for one workflow.
    #[error(
        "its BusinessHoursID names custom hours that belong to {0}; custom hours serve one workflow only"
    )]
    CustomHoursShared(ObjectLine),
    /// Managed workflows keep queues and groups to themselves.
    #[error("{shared} is also used by {other}; a managed workflow shares no queue and no agent group")]
    ManagedShared {
        /// The queue or agent group.
        shared: ObjectLine,
        /// The other workflow.
        other: ObjectLine,
    },
    /// A managed workflow begins active.
    #[error("a managed workflow must be active when it is made; it can be switched off afterwards")]
    ManagedInactive,
    /// A holiday set begins with a holiday.
    #[error("a new holiday set needs at least one holiday")]
    NoHoliday,
}

/// Why an object of an archive cannot be imported as it is.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Conflict {
    /// Another object has the name.
    #[error("{object}: the name is taken by another {} ({other}); rename one, or use -ResolveNameConflicts", .object.kind.noun())]
    Name {
        /// The object of the archive.
        object: ObjectLine,
        /// The object of this pool, or an earlier one of the archive.
        other: ObjectId,
    },
    /// Another workflow has the address.
    #[error("{object}: its {property} {address} belongs to {other}; change one of the two addresses")]
    Address {
        /// The object of the archive.
        object: ObjectLine,
        /// PrimaryUri or LineUri.
        property: &'static str,
        /// The address.
        address: String,
        /// The other workflow.
        other: ObjectLine,
    },
    /// The object here belongs to another pool.
    #[error(
        "{object}: it belongs to {held} here and to {offered} in the archive; use -OverwriteOwner to make it this pool's"
    )]
    Owner {
        /// The object.
        object: ObjectLine,
        /// Its owner here.
        held: PoolFqdn,
        /// Its owner in the archive.
        offered: PoolFqdn,
    },
    /// The GUID belongs to an object of another type.
    #[error("{object}: this pool holds {} under the same GUID", .held.a_noun())]
    Kind {
        /// The object of the archive.
        object: ObjectLine,
        /// The type here.
        held: ObjectKind,
    },
    /// The object was changed here as well.
    #[error("{object}: changed here by {by} as well as in the archive ({}); use -Force to take the archive's", Differences(.differences))]
    Edited {
        /// The object.
        object: ObjectLine,
        /// Who changed it here.
        by: SipUri,
        /// Both values of every property that differs.
        differences: Vec<Difference>,
    },
    /// The object was removed here.
    #[error("{object}: removed here by {by}; use -Force to bring it back")]
    Removed {
        /// The object.
        object: ObjectLine,
        /// Who removed it.
        by: SipUri,
    },
    /// The object was removed there and changed here.
    #[error(
        "{object}: removed on the other pool, but changed here by {by}; use -Force to remove it here too"
    )]
    RemovedThere {
        /// The object.
        object: ObjectLine,
        /// Who changed it here.
        by: SipUri,
    },
    /// Two objects of the archive have one GUID.
    #[error("{0}: the archive holds two objects with this GUID")]
    Twice(ObjectLine),
    /// Audio that is neither here nor in the archive.
    #[error("{object}: it plays audio {hash}, which is neither in the archive nor on this pool")]
    AudioMissing {
        /// The object.
        object: ObjectLine,
        /// The audio.
        hash: domain::ContentHash,
    },
}

impl Conflict {
    /// The object that the conflict is about.
    pub const fn object(&self) -> &ObjectLine {
        match self {
            Self::Name { object, .. }
            | Self::Address { object, .. }
            | Self::Owner { object, .. }
            | Self::Kind { object, .. }
            | Self::Edited { object, .. }
            | Self::Removed { object, .. }
            | Self::RemovedThere { object, .. }
            | Self::Twice(object)
            | Self::AudioMissing { object, .. } => object,
        }
    }
}

/// A property with both of its values.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase")]
pub struct Difference {
    /// The property.
    pub property: String,
    /// Its value in this pool.
    #[schema(value_type = Object)]
    pub here: serde_json::Value,
    /// Its value in the archive, or in the version that was read.
    #[schema(value_type = Object)]
    pub there: serde_json::Value,
}

impl Difference {
    /// Every property in which two contents differ.
    pub fn between(here: &domain::Object, there: &domain::Object) -> Vec<Self> {
        let (here, mut there) = (here.to_properties(), there.to_properties());
        let pairs = here.into_iter().map(|(property, here)| {
            let there = there.remove(&property).unwrap_or_default();
            Self { property, here, there }
        });
        pairs.filter(|pair| pair.here != pair.there).collect()
    }
}

struct Sentences<'a>(&'a [Problem]);

impl fmt::Display for Sentences<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        join(f, self.0, "; ")
    }
}

struct Lines<'a>(&'a [Conflict]);

impl fmt::Display for Lines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        join(f, self.0, "\n")
    }
}

struct InUse<'a>(&'a [ObjectLine]);

impl fmt::Display for InUse<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("it is active");
        }
        f.write_str("it is used by ")?;
        shortened(f, self.0)
    }
}

/// The first objects by name, the rest by number.
fn shortened(f: &mut fmt::Formatter<'_>, lines: &[ObjectLine]) -> fmt::Result {
    join(f, &lines[..lines.len().min(USERS_SHOWN)], ", ")?;
    match lines.len().saturating_sub(USERS_SHOWN) {
        0 => Ok(()),
        more => write!(f, " and {more} more"),
    }
}

struct Leading<'a>(&'a [ObjectLine]);

impl fmt::Display for Leading<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shortened(f, self.0)?;
        f.write_str(if self.0.len() == 1 { " leads" } else { " lead" })
    }
}

struct Differences<'a>(&'a [Difference]);

impl fmt::Display for Differences<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, difference) in self.0.iter().enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            write!(
                f,
                "{comma}{}: here {}, there {}",
                difference.property, difference.here, difference.there
            )?;
        }
        Ok(())
    }
}

fn join<T: fmt::Display>(f: &mut fmt::Formatter<'_>, items: &[T], separator: &str) -> fmt::Result {
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            f.write_str(separator)?;
        }
        write!(f, "{item}")?;
    }
    Ok(())
}

/// How many users of an object a message names.
const USERS_SHOWN: usize = 10;
