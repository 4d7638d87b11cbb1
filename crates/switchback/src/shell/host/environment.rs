//! Variables of the environment, and who and where the user is. What the shell changes stays in the shell.

use std::{collections::BTreeMap, fs, os::unix::fs::MetadataExt as _, path::PathBuf};

/// The environment of one shell.
#[derive(Debug)]
pub(super) struct Environment {
    variables: BTreeMap<String, String>,
}

impl Environment {
    /// That of the process. What is not text is left out.
    pub(super) fn of_process() -> Self {
        let variables = std::env::vars_os();
        let texts =
            variables.filter_map(|(name, value)| name.into_string().ok().zip(value.into_string().ok()));
        Self { variables: texts.collect() }
    }

    /// A variable; Windows' names for what Unix calls otherwise are known too, and the case is free.
    pub(super) fn variable(&self, name: &str) -> Option<String> {
        let exact = self.variables.get(name);
        let other_case = || self.variables.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        let found = exact.or_else(|| other_case().map(|(_, value)| value));
        found.cloned().or_else(|| self.of_windows(name))
    }

    /// What COLUMNS says, looked up often.
    pub(super) fn columns(&self) -> Option<&str> {
        self.variables.get("COLUMNS").map(String::as_str)
    }

    fn of_windows(&self, name: &str) -> Option<String> {
        match name.to_ascii_uppercase().as_str() {
            "COMPUTERNAME" => Some(machine_name()),
            "USERNAME" => Some(self.user_name()),
            "USERPROFILE" => self.variables.get("HOME").cloned(),
            "TEMP" | "TMP" => {
                Some(self.variables.get("TMPDIR").cloned().unwrap_or_else(|| "/tmp".to_owned()))
            }
            _ => None,
        }
    }

    /// Sets a variable, or removes it.
    pub(super) fn set(&mut self, name: &str, value: Option<&str>) {
        let known = self.variables.keys().find(|known| known.eq_ignore_ascii_case(name)).cloned();
        let name =
            if self.variables.contains_key(name) { None } else { known }.unwrap_or_else(|| name.to_owned());
        match value {
            Some(value) => self.variables.insert(name, value.to_owned()),
            None => self.variables.remove(&name),
        };
    }

    /// All of them, by name.
    pub(super) fn all(&self) -> Vec<(String, String)> {
        self.variables.iter().map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    /// The name of the user, or the number where the machine knows no name.
    pub(super) fn user_name(&self) -> String {
        let named = ["USER", "LOGNAME"].iter().find_map(|name| self.variables.get(*name));
        named.filter(|name| !name.is_empty()).cloned().unwrap_or_else(user_of_process)
    }

    /// The user's own folder.
    pub(super) fn home(&self) -> Option<PathBuf> {
        self.variables.get("HOME").map(PathBuf::from).filter(|home| home.is_absolute())
    }
}

fn user_of_process() -> String {
    let Ok(process) = fs::metadata("/proc/self") else { return String::new() };
    let number = process.uid().to_string();
    let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let name = users.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)? == number).then(|| name.to_owned())
    });
    name.unwrap_or(number)
}

/// The name of this machine.
pub(super) fn machine_name() -> String {
    let name = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    name.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_whatever_their_case_and_set_once() {
        let home = ("HOME".to_owned(), "/home/kim".to_owned());
        let mut environment = Environment { variables: [home].into() };
        assert_eq!(environment.variable("home").as_deref(), Some("/home/kim"));
        assert_eq!(environment.variable("UserProfile").as_deref(), Some("/home/kim"));
        assert_eq!(environment.variable("TEMP").as_deref(), Some("/tmp"));
        environment.set("home", Some("/root"));
        environment.set("Rgs", Some("1"));
        assert_eq!(environment.all().len(), 2);
        assert_eq!(environment.variable("HOME").as_deref(), Some("/root"));
        environment.set("RGS", None);
        assert_eq!(environment.variable("Rgs"), None);
        assert!(!environment.user_name().is_empty() && !machine_name().is_empty());
    }
}
