use std::sync::Arc;

use domain::{
    ContentHash, Digest, Directory, Export, FileName, Label, Object, ObjectId, PoolFqdn, Presence, Role,
    ServiceSettings, SipUri, TokenId,
};
use jiff::Timestamp;

/// What may be asked of a pool, by shell, API or the server itself.
///
/// Whatever is random or read from a clock comes in with the request, so that the same request always gives the
/// same decision.
#[derive(Clone, Debug)]
pub enum Request {
    /// New-CsRgs*: makes an object that belongs to this pool.
    New {
        /// Its GUID.
        id: ObjectId,
        /// Its content.
        object: Object,
    },
    /// Set-CsRgs*: saves an object that was read before.
    Set {
        /// Its GUID.
        id: ObjectId,
        /// Its new content.
        object: Object,
        /// The digest of the version that was read; without it, whatever is there is overwritten.
        expected: Option<Digest>,
    },
    /// Remove-CsRgs*.
    Remove {
        /// The object.
        id: ObjectId,
        /// The digest of the version that was read; without it, whatever is there is removed.
        expected: Option<Digest>,
        /// Also when something uses it, or when it is an active workflow.
        force: bool,
    },
    /// Set-CsRgsConfiguration.
    SetSettings {
        /// The new settings.
        settings: ServiceSettings,
        /// The digest of the settings that were read.
        expected: Option<Digest>,
    },
    /// Import-CsRgsAudioFile.
    ImportAudio {
        /// The name of the file.
        file_name: FileName,
        /// Its bytes.
        content: Arc<[u8]>,
    },
    /// Drops audio that nothing refers to and that came before this moment.
    CollectAudio {
        /// Audio that came later is kept: a prompt may be about to use it.
        before: Timestamp,
    },
    /// Import-CsRgsConfiguration.
    Import(Box<Import>),
    /// The second half of Export-CsRgsConfiguration -RemoveExportedConfiguration.
    RemoveExported(RemoveExported),
    /// Invoke-CsPoolFailOver: this pool answers for `owner` from now on.
    FailOver {
        /// The pool that is lost.
        owner: PoolFqdn,
    },
    /// Invoke-CsPoolFailBack: the owner answers for itself again.
    FailBack {
        /// The pool that has come back.
        owner: PoolFqdn,
    },
    /// Takes over what the pair knows of an owner, under a higher epoch.
    LearnPoolRole(domain::PoolRole),
    /// Writes into the log what was tested by a call, which changes nothing.
    NoteTestCall {
        /// What was tested, and what was found; the log keeps the beginning.
        words: String,
    },
    /// Gives a person exactly these roles.
    SetRoles {
        /// The person.
        uri: SipUri,
        /// The roles; none takes all rights away.
        roles: Vec<Role>,
    },
    /// Set-CsRgsAgent.
    SetAgent(SetAgent),
    /// Makes a token; the secret stays with the asker.
    NewToken {
        /// Its public name.
        id: TokenId,
        /// SHA-256 of the secret.
        hash: ContentHash,
        /// The person that it names.
        person: SipUri,
        /// What it is for.
        label: Label,
    },
    /// Makes a token useless.
    RevokeToken {
        /// Its public name.
        id: TokenId,
    },
}

/// Import-CsRgsConfiguration with its switches.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// What the archive holds.
    pub export: Export,
    /// -OverwriteOwner: everything belongs to this pool from now on.
    pub overwrite_owner: bool,
    /// -ReplaceExistingRgsSettings: the settings of the archive replace those of this pool.
    pub replace_existing_settings: bool,
    /// -ResolveNameConflicts: an imported object whose name is taken gets another.
    pub resolve_name_conflicts: bool,
    /// -Force: what was edited on both sides is taken from the archive.
    pub force: bool,
}

/// What is to be different about an agent; what is left out stays as it is.
#[derive(Clone, Debug)]
pub struct SetAgent {
    /// The agent.
    pub uri: SipUri,
    /// Where to sign the agent in or out.
    pub sign_in: Option<SignIn>,
    /// The presence.
    pub presence: Option<Presence>,
}

/// Signing in or out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// In, or out.
    pub signed_in: bool,
    /// Where; without it, in all formal groups of the agent that the caller may speak for.
    pub group: Option<ObjectId>,
}

/// What to remove once its export is known to be safe.
#[derive(Clone, Debug)]
pub struct RemoveExported {
    /// Whose objects were exported.
    pub owner: PoolFqdn,
    /// The sequence number that the export names.
    pub sequence: u64,
    /// The digest of the exported set.
    pub digest: Digest,
    /// Also when objects that stay refer to them.
    pub force: bool,
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caller {
    /// Somebody with a token; the rights follow from roles and ManagersByUri.
    Person(SipUri),
    /// The server itself, or somebody with access to its files.
    Operator,
}

/// What a decision needs beside the configuration.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The moment of the request.
    pub at: Timestamp,
    /// Who asks.
    pub caller: &'a Caller,
    /// The groups of the topology.
    pub directory: &'a Directory,
}
