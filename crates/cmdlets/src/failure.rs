//! Why a pool did not do what a cmdlet asked, as an error of the shell.
//!
//! Each kind of refusal has an id and a category that scripts can rely on. The words are the server's, and behind
//! them stands what to do here.

use domain::PoolFqdn;
use serde_json::Value as Json;
use shell::command::Call;
use shell::flow::{Flow, Interrupt};
use shell::value::{Category, Fault, Value};

use crate::noun::NotUnderstood;
use crate::pools::Pools;
use crate::transport::{ListedPool, Problem, TransportError};

/// Why there is no answer that can be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// No answer, or a refusal.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// An answer that is none of the API's.
    #[error(transparent)]
    NotUnderstood(#[from] NotUnderstood),
}

impl Failure {
    /// The refusal, if it is one of this kind.
    pub(crate) fn refused(&self, kind: &str) -> Option<&Problem> {
        match self {
            Self::Transport(TransportError::Refused(problem)) if problem.kind == kind => Some(problem),
            _ => None,
        }
    }
}

impl Pools {
    /// The failure as the error that ends the command.
    pub(crate) fn fail(&self, call: &Call<'_>, failure: Failure) -> Box<Interrupt> {
        match self.fault(failure) {
            Some(fault) => call.fail(fault),
            None => Box::new(Interrupt::Cancelled),
        }
    }

    /// Reports the failure. Where something is piped in, the command goes on with the next of it.
    pub(crate) fn report(&self, call: &mut Call<'_>, failure: Failure) -> Flow {
        if call.input().is_none() {
            return Err(self.fail(call, failure));
        }
        self.go_on(call, failure)
    }

    /// Reports the failure, and the command goes on.
    pub(crate) fn go_on(&self, call: &mut Call<'_>, failure: Failure) -> Flow {
        match self.fault(failure) {
            Some(fault) => call.error(fault),
            None => Err(Box::new(Interrupt::Cancelled)),
        }
    }

    /// None where the user stopped the command.
    fn fault(&self, failure: Failure) -> Option<Box<Fault>> {
        let error = match failure {
            Failure::Transport(error) => error,
            Failure::NotUnderstood(error) => {
                let fault =
                    Fault::new(sentence(&error.to_string()), "AnswerNotUnderstood", Category::ProtocolError);
                return Some(about(fault, &error.pool));
            }
        };
        let text = sentence(&error.to_string());
        Some(match error {
            TransportError::Cancelled => return None,
            TransportError::Unreachable { pool, .. } => {
                let topology = self.listed().unwrap_or_default();
                let message = format!("{text} {}", what_works(&pool, topology));
                let fault = Fault::new(message, "PoolUnreachable", Category::ConnectionError);
                about(fault, &pool).with_exception("System.Net.WebException")
            }
            TransportError::NoToken { pool, .. } => {
                about(Fault::new(text, "NoToken", Category::AuthenticationError), &pool)
            }
            TransportError::NoTopology(_) => Fault::new(text, "NoTopology", Category::ObjectNotFound),
            TransportError::NotListed(pool) => {
                let known = self.listed().unwrap_or_default();
                let known: Vec<&str> = known.iter().map(|pool| pool.fqdn.as_str()).collect();
                let message = format!("{text} It lists {}.", known.join(", "));
                about(Fault::new(message, "PoolNotListed", Category::ObjectNotFound), &pool)
            }
            TransportError::Refused(problem) => refusal(&problem),
        })
    }
}

fn about(fault: Box<Fault>, pool: &PoolFqdn) -> Box<Fault> {
    fault.with_target(Value::text(pool.as_str()))
}

/// What an administrator can still do while a pool is down.
fn what_works(pool: &PoolFqdn, topology: &[ListedPool]) -> String {
    let backup =
        topology.iter().find(|listed| listed.fqdn == *pool).and_then(|listed| listed.backup.as_ref());
    match backup {
        Some(backup) => format!(
            "Commands that name other pools still work; the copies that its backup pool holds are shown with \
             -Identity \"{}\" -Owner \"{}\".",
            backup.service(),
            pool.service()
        ),
        None => "Commands that name other pools still work.".to_owned(),
    }
}

/// A refusal of the server.
fn refusal(problem: &Problem) -> Box<Fault> {
    // What the API calls a parameter of its query is a parameter of the cmdlet here.
    let detail = problem.detail.strip_prefix("the parameter ").filter(|_| problem.kind == "parameter");
    let mut message = sentence(detail.unwrap_or(&problem.detail));
    for line in details(problem) {
        message.push('\n');
        message.push_str(&line);
    }
    let (id, category) = match KINDS.iter().find(|(kind, ..)| *kind == problem.kind) {
        Some((_, id, category)) => (*id, *category),
        None => ("RequestRefused", Category::InvalidOperation),
    };
    let exception = match category {
        Category::PermissionDenied | Category::AuthenticationError => "System.UnauthorizedAccessException",
        Category::InvalidArgument | Category::InvalidData => "System.ArgumentException",
        _ => "System.InvalidOperationException",
    };
    Fault::new(message, id, category).with_exception(exception)
}

/// What the members of a problem add to its sentence.
fn details(problem: &Problem) -> Vec<String> {
    let differences = problem.members.get("Differences").and_then(Json::as_array);
    let of = |difference: &Json| {
        let part = |name: &str| difference.get(name).map(Json::to_string).unwrap_or_default();
        let property = difference.get("Property").and_then(Json::as_str).unwrap_or_default();
        format!("{property} is now {}, and was {} when it was read.", part("Here"), part("There"))
    };
    let mut lines: Vec<String> = differences.into_iter().flatten().map(of).collect();
    if problem.kind == "stale" {
        lines.push("With -Force it is done all the same.".to_owned());
    }
    if problem.kind == "archive" {
        let problems = problem.members.get("Problems").and_then(Json::as_array);
        let missing = |line: &&str| !problem.detail.contains(*line);
        lines.extend(
            problems.into_iter().flatten().filter_map(Json::as_str).filter(missing).map(str::to_owned),
        );
    }
    lines
}

/// A sentence that begins with a capital and ends with a full stop. A name at its beginning stays as it is.
pub(crate) fn sentence(text: &str) -> String {
    let first = text.split(' ').next().unwrap_or_default().trim_end_matches(['.', ',', ';']);
    let mut letters = text.chars();
    let is_name = first.contains(['.', ':', '@', '"']);
    let begin: String = match letters.next() {
        Some(letter) if is_name => letter.to_string(),
        Some(letter) => letter.to_uppercase().collect(),
        None => String::new(),
    };
    let stop = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{begin}{}{stop}", letters.as_str())
}

/// The kinds of problem, each with its error id and category.
const KINDS: &[(&str, &str, Category)] = &[
    ("syntax", "RequestNotUnderstood", Category::ProtocolError),
    ("parameter", "ParameterRefused", Category::InvalidArgument),
    ("precondition", "RequestNotUnderstood", Category::ProtocolError),
    ("body-broken", "TransferBroken", Category::ConnectionError),
    ("body-slow", "TransferSlow", Category::OperationTimeout),
    ("token", "TokenRefused", Category::AuthenticationError),
    ("forbidden", "NotPermitted", Category::PermissionDenied),
    ("not-found", "ObjectNotFound", Category::ObjectNotFound),
    ("no-route", "AnswerNotUnderstood", Category::ProtocolError),
    ("method", "AnswerNotUnderstood", Category::ProtocolError),
    ("id-taken", "ObjectExists", Category::ResourceExists),
    ("unsound", "ObjectUnsound", Category::InvalidData),
    ("in-use", "ObjectInUse", Category::ResourceBusy),
    ("audio-missing", "AudioMissing", Category::ObjectNotFound),
    ("conflicts", "ImportConflicts", Category::ResourceExists),
    ("export-changed", "ExportChanged", Category::InvalidOperation),
    ("pool-role", "PoolRoleRefused", Category::InvalidOperation),
    ("sign-in", "SignInRefused", Category::InvalidOperation),
    ("pick", "CallNotPicked", Category::ResourceBusy),
    ("no-calls", "PoolTakesNoCalls", Category::ResourceUnavailable),
    ("test-call", "TestCallRefused", Category::InvalidArgument),
    ("test-plan", "AnswerNotUnderstood", Category::ProtocolError),
    ("relayed", "PoolRelays", Category::InvalidOperation),
    ("last-administrator", "LastAdministrator", Category::InvalidOperation),
    ("stale", "ObjectChanged", Category::InvalidOperation),
    ("body-too-large", "TooLarge", Category::LimitsExceeded),
    ("content-type", "RequestNotUnderstood", Category::ProtocolError),
    ("property", "PropertyRefused", Category::InvalidArgument),
    ("unknown-property", "PropertyRefused", Category::InvalidArgument),
    ("audio", "AudioRefused", Category::InvalidData),
    ("archive", "ArchiveRefused", Category::InvalidData),
    ("if-match-required", "RequestNotUnderstood", Category::ProtocolError),
    ("too-many-requests", "PoolBusy", Category::ResourceBusy),
    ("too-many-logins", "PoolBusy", Category::ResourceBusy),
    ("store", "StoreFailed", Category::DeviceError),
    ("internal", "ServerFailed", Category::ResourceUnavailable),
    ("busy", "PoolBusy", Category::ResourceBusy),
    ("stopping", "PoolStopping", Category::ResourceUnavailable),
    ("pool-full", "PoolFull", Category::QuotaExceeded),
    ("disk-full", "PoolDiskFull", Category::QuotaExceeded),
];
