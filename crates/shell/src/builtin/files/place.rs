//! Paths as text: which drive they are on, and whole.

use crate::host::Host;

/// A drive that a session has beside those of the file system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::builtin) enum Drive {
    Environment,
    Variable,
    Function,
    Alias,
}

impl Drive {
    /// All of them, with their names.
    pub(in crate::builtin) const ALL: [(Self, &'static str); 4] = [
        (Self::Alias, "Alias"),
        (Self::Environment, "Env"),
        (Self::Function, "Function"),
        (Self::Variable, "Variable"),
    ];

    /// The drive of the session that a path is on, and the name on it.
    /// A path may begin with the name of its provider, as that of PSPath does.
    pub(in crate::builtin) fn of(path: &str) -> Option<(Self, &str)> {
        if let Some((provider, rest)) = path.split_once("::") {
            let name = provider.rsplit('\\').next().unwrap_or(provider);
            let all = Self::ALL.into_iter().map(|(drive, _)| drive);
            return all
                .filter(|drive| drive.provider().eq_ignore_ascii_case(name))
                .map(|drive| (drive, rest))
                .next();
        }
        let (name, rest) = path.split_once(':')?;
        let (drive, _) = Self::ALL.into_iter().find(|(_, known)| known.eq_ignore_ascii_case(name))?;
        Some((drive, rest.trim_start_matches(['\\', '/'])))
    }

    /// The provider that holds the items.
    pub(in crate::builtin) fn provider(self) -> &'static str {
        match self {
            Self::Environment => "Environment",
            Self::Variable => "Variable",
            Self::Function => "Function",
            Self::Alias => "Alias",
        }
    }

    pub(in crate::builtin) fn name(self) -> &'static str {
        Self::ALL.iter().find(|(drive, _)| *drive == self).map_or("", |(_, name)| name)
    }
}

/// What PSPath has before the path.
pub(in crate::builtin) const PROVIDER: &str = "Microsoft.PowerShell.Core\\FileSystem::";

/// The path without the name of its provider.
pub(in crate::builtin) fn bare(path: &str) -> &str {
    let Some((provider, rest)) = path.split_once("::") else { return path };
    let name = provider.rsplit('\\').next().unwrap_or(provider);
    if name.eq_ignore_ascii_case("FileSystem") { rest } else { path }
}

/// The root of a path, such as `C:\`, `C:`, `\` or `/`, and what stands below it; no root where it is relative.
pub(in crate::builtin) fn split_root(path: &str) -> (&str, &str) {
    let slash = |at: usize| matches!(path.as_bytes().get(at), Some(b'\\' | b'/'));
    let colon = path.find(':').filter(|colon| {
        *colon > 0 && path[..*colon].bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    });
    match colon {
        Some(colon) => path.split_at(if slash(colon + 1) { colon + 2 } else { colon + 1 }),
        None => path.split_at(usize::from(slash(0))),
    }
}

/// `name` within `folder`.
pub(in crate::builtin) fn within(folder: &str, name: &str) -> String {
    let separator = if folder.starts_with('/') { '/' } else { '\\' };
    let end = folder.trim_end_matches(['\\', '/']);
    format!("{end}{separator}{name}")
}

/// The last part of a path.
pub(in crate::builtin) fn leaf(path: &str) -> &str {
    let path = path.trim_end_matches(['\\', '/']);
    path.rsplit(['\\', '/']).next().unwrap_or(path)
}

/// What a path is within: nothing for a root, an empty text for a bare name.
pub(in crate::builtin) fn parent(path: &str) -> &str {
    let (root, rest) = split_root(path);
    let rest = rest.trim_end_matches(['\\', '/']);
    match rest.rfind(['\\', '/']) {
        Some(end) => &path[..root.len() + end],
        None if rest.is_empty() => "",
        None => root,
    }
}

/// The path from its root on, `.` and `..` resolved, in the way the shell writes it.
pub(in crate::builtin) fn whole(path: &str, host: &dyn Host) -> String {
    let path = bare(path);
    if path.starts_with('~') {
        return path.to_owned();
    }
    let (root, rest) = split_root(path);
    let current = host.current_folder();
    let (start, rest) = match root {
        "" => (current, rest),
        "/" => ("/".to_owned(), rest),
        "\\" => (split_root(&current).0.to_owned(), rest),
        drive if drive.ends_with(':') => {
            // `C:x` starts where the drive was left; only of the current one is that known here.
            let current_drive = split_root(&current).0.trim_end_matches(['\\', '/']);
            let is_current = current_drive.eq_ignore_ascii_case(drive);
            (if is_current { current } else { format!("{drive}\\") }, rest)
        }
        drive => (drive.to_owned(), rest),
    };
    let (root, before) = split_root(&start);
    let mut parts: Vec<&str> = Vec::new();
    for part in before.split(['\\', '/']).chain(rest.split(['\\', '/'])) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let separator = if root == "/" { "/" } else { "\\" };
    format!("{}{}", root.replace('/', separator), parts.join(separator))
}
