//! `shell.toml`: where the pools are, what opens them, and the drives. A shell without it works, but knows no pools.

use std::{
    collections::BTreeMap,
    env,
    ffi::OsString,
    path::{Path, PathBuf},
};

use domain::PoolFqdn;

use super::host::is_drive_name;
use crate::config::{Faults, Section, Source};

/// The configuration of the shell.
#[derive(Debug, Default)]
pub(super) struct ShellFile {
    /// The file, or where it would be looked for.
    pub(super) path: Option<PathBuf>,
    /// The file that lists the pools.
    pub(super) topology: Option<PathBuf>,
    /// The token for all pools that have none of their own.
    pub(super) token_file: Option<PathBuf>,
    /// The tokens for single pools.
    pub(super) token_files: BTreeMap<PoolFqdn, PathBuf>,
    /// The certificates to trust instead of those of the system.
    pub(super) ca: Option<PathBuf>,
    /// Drives and their folders.
    pub(super) drives: Vec<(String, PathBuf)>,
    /// The folder that the prompt starts in.
    pub(super) start: Option<String>,
}

impl ShellFile {
    /// Reads the file that is named on the command line, by [`FILE_VARIABLE`], or that lies in the user's
    /// configuration; the last one may be absent.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub(super) fn find(named: Option<&Path>) -> Result<Self, Faults> {
        let variable = |name| env::var_os(name).filter(|value: &OsString| !value.is_empty());
        if let Some(path) = named.map(Path::to_owned).or_else(|| variable(FILE_VARIABLE).map(PathBuf::from)) {
            return Self::read(path);
        }
        let folder = variable("XDG_CONFIG_HOME").map(PathBuf::from).filter(|folder| folder.is_absolute());
        let folder = folder.or_else(|| Some(PathBuf::from(variable("HOME")?).join(".config")));
        let Some(path) = folder.map(|folder| folder.join("switchback/shell.toml")) else {
            return Ok(Self::default());
        };
        if path.exists() { Self::read(path) } else { Ok(Self { path: Some(path), ..Self::default() }) }
    }

    fn read(path: PathBuf) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let file = match Source::read(&path) {
            Ok(source) => source.examine(&mut faults, |root| Some(shell_file(root))),
            Err(fault) => {
                faults.push(fault);
                None
            }
        };
        faults.or(file.map(|file| Self { path: Some(path), ..file }))
    }

    /// The file to write into, for people to read.
    pub(super) fn place(&self) -> String {
        self.path
            .as_ref()
            .map_or_else(|| "a file named by --config".to_owned(), |path| path.display().to_string())
    }
}

fn shell_file(mut root: Section<'_, '_>) -> ShellFile {
    let mut file = ShellFile {
        topology: root.path("topology"),
        token_file: root.path("token_file"),
        ca: root.path("ca"),
        start: root.text("start", |text| Ok::<_, String>(text.to_owned())),
        ..ShellFile::default()
    };
    let folder = root.folder();
    file.drives = root.section("drives").into_texts(|name, root| drive(name, root, &folder));
    root.sections("pool", |mut section| {
        let fqdn = section.required("fqdn", "\"pool.contoso.com\"", PoolFqdn::new);
        if !section.has("token_file") {
            section.missing("token_file", "\"pool.token\", the file that holds the token");
        }
        let token_file = section.path("token_file");
        if let Some(fqdn) = fqdn.as_ref().filter(|fqdn| file.token_files.contains_key(fqdn)) {
            section.fault("fqdn", format!("the pool {fqdn} is there already; give each pool one heading"));
        }
        section.finish();
        file.token_files.extend(fqdn.zip(token_file));
    });
    root.finish();
    file
}

fn drive(name: &str, root: &str, folder: &Path) -> Result<(String, PathBuf), String> {
    if !is_drive_name(name) {
        return Err(format!("\"{name}\" is no name of a drive; write a letter, such as D"));
    }
    if root.is_empty() {
        return Err("the path is empty; name the folder that the drive stands for".to_owned());
    }
    Ok((name.to_owned(), folder.join(root)))
}

/// The environment variable that names the file.
const FILE_VARIABLE: &str = "SWITCHBACK_SHELL";

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<ShellFile, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shell.toml");
        std::fs::write(&path, text).unwrap();
        let place = format!("{}/", folder.path().display());
        ShellFile::read(path).map_err(|faults| faults.to_string().replace(&place, ""))
    }

    #[test]
    fn everything_can_be_left_out() {
        let file = read("").unwrap();
        assert!(file.topology.is_none() && file.token_files.is_empty() && file.drives.is_empty());
    }

    #[test]
    fn paths_start_from_the_folder_of_the_file() {
        let file = read(
            "topology = \"topology.toml\"\ntoken_file = \"all.token\"\nca = \"/etc/ca.pem\"\nstart = 'C:\\'\n\
             [drives]\nC = \"../data\"\n[[pool]]\nfqdn = \"a.contoso.com\"\ntoken_file = \"a.token\"\n",
        )
        .unwrap();
        let folder = file.path.as_deref().and_then(Path::parent).unwrap();
        assert_eq!(file.topology.as_deref(), Some(&*folder.join("topology.toml")));
        assert_eq!(file.ca.as_deref(), Some(Path::new("/etc/ca.pem")));
        assert_eq!(file.drives, [("C".to_owned(), folder.join("../data"))]);
        assert_eq!(file.token_files[&PoolFqdn::new("a.contoso.com").unwrap()], folder.join("a.token"));
        assert_eq!(file.start.as_deref(), Some("C:\\"));
    }

    #[test]
    fn every_fault_is_said_at_once() {
        insta::assert_snapshot!(
            read(
                "topolgy = \"x\"\ntoken_file = 1\n[drives]\n\"C:\" = \"x\"\nD = 1\nE = \"\"\n\
                 [[pool]]\nfqdn = \"a.contoso.com\"\ntoken = \"secret\"\n\
                 [[pool]]\nfqdn = \"A.contoso.com\"\ntoken_file = \"x\"\n[[pool]]\nfqdn = \"a.contoso.com\"\ntoken_file = \"y\"\n",
            )
            .unwrap_err(),
            @r#"
        the configuration has 8 errors
        shell.toml:1: unknown key "topolgy"; did you mean "topology"?
        shell.toml:2: "token_file" must be a text in quotes, not an integer
        shell.toml:4: "drives.C:": "C:" is no name of a drive; write a letter, such as D
        shell.toml:5: "drives.D" must be a text in quotes, not an integer
        shell.toml:6: "drives.E": the path is empty; name the folder that the drive stands for
        shell.toml:7: "pool.token_file" is missing; write token_file = "pool.token", the file that holds the token
        shell.toml:9: unknown key "pool.token"; the keys of pool are fqdn, token_file
        shell.toml:14: the pool a.contoso.com is there already; give each pool one heading
        "#
        );
    }
}
