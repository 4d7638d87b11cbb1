//! What a cmdlet works on: -Path with its wildcards or -LiteralPath, found at the host.

use std::sync::Arc;

use super::place::{Drive, bare, split_root, whole, within};
use crate::command::{Call, Declared};
use crate::flow::Flow;
use crate::host::{Entry, Host, HostError};
use crate::text::{Case, Wildcard};
use crate::value::limits::check_elements;
use crate::value::{Category, Fault, Outcome, Value};

/// -Path, which may hold wildcards.
pub(in crate::builtin) const PATH: Declared =
    Declared::new("Path", "string[]", "The paths; * and ? stand for any signs.")
        .mandatory()
        .at(0)
        .from_property()
        .within(&["Path"]);

/// -Path for cmdlets that take what is piped in as one.
pub(in crate::builtin) const PATH_PIPED: Declared =
    Declared::new("Path", "string[]", "The paths; * and ? stand for any signs.")
        .mandatory()
        .at(0)
        .from_pipeline()
        .from_property()
        .within(&["Path"]);

/// -LiteralPath.
pub(in crate::builtin) const LITERAL_PATH: Declared =
    Declared::new("LiteralPath", "string[]", "The paths, their signs taken as they are.")
        .mandatory()
        .from_property()
        .aliases(&["PSPath"])
        .within(&["LiteralPath"]);

/// -Force where it changes nothing.
pub(in crate::builtin) const FORCE: Declared =
    Declared::switch("Force", "Taken for scripts that give it; there are no hidden or read-only files here.");

/// -Filter.
pub(in crate::builtin) const FILTER: Declared =
    Declared::new("Filter", "string", "A pattern for the names; others are left out.");

/// -Include.
pub(in crate::builtin) const INCLUDE: Declared =
    Declared::new("Include", "string[]", "Patterns of which one must fit the name.");

/// -Exclude.
pub(in crate::builtin) const EXCLUDE: Declared =
    Declared::new("Exclude", "string[]", "Patterns of which none may fit the name.");

/// A path that a cmdlet was given.
#[derive(Clone, Debug)]
pub(in crate::builtin) struct Target {
    /// The path without its provider.
    pub(in crate::builtin) path: Arc<str>,
    /// Whether its signs are taken as they are.
    pub(in crate::builtin) is_literal: bool,
}

impl Target {
    /// A path whose signs are taken as they are.
    pub(in crate::builtin) fn literal(path: &str) -> Self {
        Self { path: Arc::from(bare(path)), is_literal: true }
    }

    /// A path that may hold wildcards.
    pub(in crate::builtin) fn pattern(path: &str) -> Self {
        Self { path: Arc::from(bare(path)), is_literal: false }
    }

    /// -LiteralPath or -Path of a call.
    pub(in crate::builtin) fn all(call: &Call<'_>) -> Flow<Vec<Self>> {
        let is_literal = call.bound.value("LiteralPath").is_some();
        let texts = call.texts(if is_literal { "LiteralPath" } else { "Path" })?;
        Ok(texts.iter().map(|text| Self { path: Arc::from(bare(text)), is_literal }).collect())
    }

    /// The drive of the session that it is on, and the name on it.
    pub(in crate::builtin) fn drive(&self) -> Option<(Drive, &str)> {
        Drive::of(&self.path)
    }

    /// Whether it stands for whatever fits it.
    pub(in crate::builtin) fn is_pattern(&self) -> bool {
        !self.is_literal && Wildcard::is_pattern(&self.path)
    }

    /// The whole path of what need not be there.
    pub(in crate::builtin) fn whole(&self, host: &dyn Host) -> String {
        if self.is_literal { whole(&self.path, host) } else { whole(&unescaped(&self.path), host) }
    }

    /// What is there. Without wildcards it must be; with them there may be nothing.
    pub(in crate::builtin) fn find(&self, host: &dyn Host) -> Outcome<Vec<Entry>> {
        if let Some((drive, _)) = self.drive() {
            return Err(unsupported(drive, "This cmdlet"));
        }
        if self.is_pattern() {
            return expand(&whole(&self.path, host), host);
        }
        let path = self.whole(host);
        match host.entry(&path).map_err(|error| refusal(&error, "GetItem"))? {
            Some(entry) => Ok(vec![entry]),
            None => Err(path_not_found(&path)),
        }
    }
}

/// Everything that fits a whole path with wildcards.
fn expand(path: &str, host: &dyn Host) -> Outcome<Vec<Entry>> {
    let (root, rest) = split_root(path);
    let mut parts: Vec<&str> = rest.split(['\\', '/']).filter(|part| !part.is_empty()).collect();
    let Some(last) = parts.pop() else { return Ok(Vec::new()) };
    let mut folders = vec![root.to_owned()];
    for part in parts {
        let mut inner = Vec::new();
        for folder in &folders {
            let found = step(folder, part, host)?;
            inner.extend(found.into_iter().filter(|entry| entry.is_folder).map(|entry| entry.path));
            check_elements(inner.len())?;
        }
        folders = inner;
    }
    let mut all = Vec::new();
    for folder in &folders {
        all.extend(step(folder, last, host)?);
        check_elements(all.len())?;
    }
    Ok(all)
}

/// What in `folder` fits one part of a path.
fn step(folder: &str, part: &str, host: &dyn Host) -> Outcome<Vec<Entry>> {
    let refused = |error: HostError| refusal(&error, "GetItem");
    if !Wildcard::is_pattern(part) {
        return Ok(host.entry(&within(folder, &unescaped(part))).map_err(refused)?.into_iter().collect());
    }
    let pattern = Wildcard::new(part, Case::Ignored)?;
    match host.list_folder(folder) {
        Ok(entries) => Ok(entries.into_iter().filter(|entry| pattern.matches(&entry.name)).collect()),
        Err(HostError::NotFound { .. }) => Ok(Vec::new()),
        Err(error) => Err(refused(error)),
    }
}

/// A path whose backticks have done their work.
fn unescaped(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    let mut signs = path.chars();
    while let Some(sign) = signs.next() {
        match sign {
            '`' => text.extend(signs.next()),
            sign => text.push(sign),
        }
    }
    text
}

/// -Filter, -Include and -Exclude of a call.
#[derive(Default)]
pub(in crate::builtin) struct Names {
    filter: Vec<Wildcard>,
    include: Vec<Wildcard>,
    exclude: Vec<Wildcard>,
}

impl Names {
    pub(in crate::builtin) fn of(call: &Call<'_>) -> Flow<Self> {
        let patterns = |name: &str| -> Flow<Vec<Wildcard>> {
            let texts = call.texts(name)?;
            let all = texts.iter().map(|text| Wildcard::new(text, Case::Ignored));
            all.collect::<Outcome<_>>().map_err(|fault| call.fail(fault))
        };
        Ok(Self { filter: patterns("Filter")?, include: patterns("Include")?, exclude: patterns("Exclude")? })
    }

    /// Whether a name comes through.
    pub(in crate::builtin) fn admit(&self, name: &str) -> bool {
        let fits = |pattern: &Wildcard| pattern.matches(name);
        self.filter.iter().all(fits)
            && (self.include.is_empty() || self.include.iter().any(fits))
            && !self.exclude.iter().any(fits)
    }

    pub(in crate::builtin) fn has_include(&self) -> bool {
        !self.include.is_empty()
    }
}

/// The error for a path where nothing is.
pub(in crate::builtin) fn path_not_found(path: &str) -> Box<Fault> {
    Fault::new(
        format!("Cannot find path '{path}' because it does not exist."),
        "PathNotFound",
        Category::ObjectNotFound,
    )
    .with_exception("System.Management.Automation.ItemNotFoundException")
    .with_target(Value::text(path))
}

/// What the host refused; `stem` begins the id, as in `GetContentReaderIOError`.
pub(in crate::builtin) fn refusal(error: &HostError, stem: &str) -> Box<Fault> {
    let (message, end, category, exception) = match error {
        HostError::NoDrive { name } => {
            return Fault::new(error.to_string(), "DriveNotFound", Category::ObjectNotFound)
                .with_exception("System.Management.Automation.DriveNotFoundException")
                .with_target(Value::text(name));
        }
        HostError::NotFound { path } => (
            format!("Could not find a part of the path '{path}'."),
            "DirectoryNotFoundError",
            Category::ObjectNotFound,
            "System.IO.DirectoryNotFoundException",
        ),
        HostError::Denied { .. } => (
            error.to_string(),
            "UnauthorizedAccessError",
            Category::PermissionDenied,
            "System.UnauthorizedAccessException",
        ),
        _ => (error.to_string(), "IOError", Category::WriteError, "System.IO.IOException"),
    };
    let path = match error {
        HostError::NotFound { path }
        | HostError::Exists { path }
        | HostError::Denied { path }
        | HostError::Failed { path, .. } => Value::text(path),
        _ => Value::Null,
    };
    Fault::new(message, format!("{stem}{end}"), category).with_exception(exception).with_target(path)
}

/// A cmdlet that does not work on a drive of the session.
pub(in crate::builtin) fn unsupported(drive: Drive, what: &str) -> Box<Fault> {
    Fault::new(
        format!("{what} does not work on the drive {}:.", drive.name()),
        "NotSupported",
        Category::NotImplemented,
    )
    .with_exception("System.Management.Automation.PSNotSupportedException")
}

/// The error of a file that could not be opened, as the cmdlets say it that write whole files.
pub(in crate::builtin) fn unwritten(error: &HostError) -> Box<Fault> {
    match error {
        HostError::Exists { path } => Fault::new(error.to_string(), "NoClobber", Category::ResourceExists)
            .with_exception("System.IO.IOException")
            .with_target(Value::text(path)),
        HostError::NoDrive { .. } => refusal(error, ""),
        other => {
            let mut fault = refusal(other, "FileOpen");
            fault.id = "FileOpenFailure".into();
            fault.category = Category::OpenError;
            fault
        }
    }
}

/// The error of a file that was to be read and is not there.
pub(in crate::builtin) fn missing_file(path: &str) -> Box<Fault> {
    let missing = HostError::NotFound { path: path.to_owned() };
    let mut fault = unwritten(&missing);
    fault.message = missing.to_string();
    fault.with_exception("System.IO.FileNotFoundException")
}
