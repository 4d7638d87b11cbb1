//! Paths as scripts write them: drives such as `C:` with backslashes, plain Unix paths, and what is relative to either.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use shell::host::HostError;

/// The drives, and the folder that relative paths start from.
#[derive(Debug)]
pub(super) struct Places {
    drives: BTreeMap<String, Drive>,
    current: Place,
    /// The folder that a path such as `D:x` starts from, for each drive that was entered.
    entered: BTreeMap<String, Vec<String>>,
    home: Option<PathBuf>,
}

/// A folder that a drive stands for.
#[derive(Clone, Debug)]
struct Drive {
    root: PathBuf,
    /// Whether the folder is made where it is not there.
    made: bool,
}

/// A path with its `.` and `..` resolved, so that none leads out of a drive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The name in capitals; none for a plain Unix path.
    drive: Option<String>,
    parts: Vec<String>,
}

impl Places {
    /// The drives of a shell that starts in the Unix folder `current`.
    pub(super) fn new(current: &Path, home: Option<PathBuf>) -> Self {
        let parts = current.iter().filter_map(|part| part.to_str()).filter(|part| *part != "/");
        let current = Place { drive: None, parts: parts.map(str::to_owned).collect() };
        Self { drives: BTreeMap::new(), current, entered: BTreeMap::new(), home }
    }

    /// Makes `name:` a drive whose folder must be there.
    pub(super) fn add(&mut self, name: &str, root: PathBuf) {
        self.drives.insert(name.to_ascii_uppercase(), Drive { root, made: false });
    }

    /// Takes a drive away; whether there was one.
    pub(super) fn remove(&mut self, name: &str) -> bool {
        let name = name.to_ascii_uppercase();
        self.entered.remove(&name);
        self.drives.remove(&name).is_some()
    }

    /// Makes `name:` a drive whose folder is made when it is needed.
    pub(super) fn add_made(&mut self, name: &str, root: PathBuf) {
        self.drives.insert(name.to_ascii_uppercase(), Drive { root, made: true });
    }

    /// The folder that relative paths start from, as the shell writes it.
    pub(super) fn current(&self) -> String {
        self.current.to_string()
    }

    /// From now on relative paths start from `place`.
    pub(super) fn enter(&mut self, place: Place) {
        if let Some(drive) = &place.drive {
            self.entered.insert(drive.clone(), place.parts.clone());
        }
        self.current = place;
    }

    /// What a path means.
    pub(super) fn place(&self, path: &str) -> Result<Place, HostError> {
        let (start, rest) = self.start(path)?;
        let mut place = start;
        for part in rest.split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".") {
            if part == ".." {
                place.parts.pop();
            } else if is_allowed(part, place.drive.is_some()) {
                place.parts.push(part.to_owned());
            } else {
                return Err(failed(path, "Illegal characters in path."));
            }
        }
        Ok(place)
    }

    /// What a path starts from, and the rest of it.
    fn start<'p>(&self, path: &'p str) -> Result<(Place, &'p str), HostError> {
        let unix = |parts| Place { drive: None, parts };
        if path.is_empty() {
            return Err(failed(path, "The path is empty."));
        }
        if path.starts_with("\\\\") || path.starts_with("//") {
            return Err(failed(
                path,
                "Network paths are not known here; mount the share and name its folder.",
            ));
        }
        if let Some(rest) = path.strip_prefix('/') {
            return Ok((unix(Vec::new()), rest));
        }
        if let Some(rest) = path.strip_prefix('\\') {
            return Ok((Place { drive: self.current.drive.clone(), parts: Vec::new() }, rest));
        }
        if let Some(rest) =
            path.strip_prefix('~').filter(|rest| rest.is_empty() || rest.starts_with(['/', '\\']))
            && let Some(home) = &self.home
        {
            let parts = home.iter().filter_map(|part| part.to_str()).filter(|part| *part != "/");
            return Ok((unix(parts.map(str::to_owned).collect()), rest));
        }
        let Some((name, rest)) = path.split_once(':').filter(|(name, _)| is_drive_name(name)) else {
            return Ok((self.current.clone(), path));
        };
        let drive = name.to_ascii_uppercase();
        if !self.drives.contains_key(&drive) {
            return Err(HostError::NoDrive { name: name.to_owned() });
        }
        let parts = match rest.starts_with(['/', '\\']) {
            true => Vec::new(),
            false => self.entered.get(&drive).cloned().unwrap_or_default(),
        };
        Ok((Place { drive: Some(drive), parts }, rest))
    }

    /// Where the file lies. On a drive a name is found whatever its case, and the place is given that case.
    pub(super) fn find(&self, place: &mut Place) -> Result<PathBuf, HostError> {
        let mut path = self.root(place)?;
        let on_drive = place.drive.is_some();
        for part in &mut place.parts {
            let exact = path.join(part.as_str());
            if on_drive
                && exact.symlink_metadata().is_err()
                && let Some(other) = other_case(&path, part)
            {
                *part = other;
            }
            path.push(part.as_str());
        }
        Ok(path)
    }

    /// Where the file lies whose folder is there already and whose own name is taken as it is written.
    pub(super) fn find_as_written(&self, place: &Place) -> Result<PathBuf, HostError> {
        let mut folder = place.clone();
        let name = folder.parts.pop();
        let mut path = self.find(&mut folder)?;
        path.extend(name);
        Ok(path)
    }

    /// The folder that a place is counted from.
    fn root(&self, place: &Place) -> Result<PathBuf, HostError> {
        let Some(name) = &place.drive else { return Ok(PathBuf::from("/")) };
        let drive = self.drives.get(name).ok_or_else(|| HostError::NoDrive { name: name.clone() })?;
        if drive.root.is_dir() {
            return Ok(drive.root.clone());
        }
        let shown = format!("{name}:\\");
        if !drive.made {
            let message = format!("the folder of this drive, {}, is not there", drive.root.display());
            return Err(HostError::Failed { path: shown, message });
        }
        fs::create_dir_all(&drive.root).map_err(|error| HostError::Failed {
            path: shown,
            message: format!("the folder of this drive, {}, cannot be made: {error}", drive.root.display()),
        })?;
        Ok(drive.root.clone())
    }
}

impl Place {
    /// Whether it is the root of a drive or of the machine.
    pub(super) const fn is_root(&self) -> bool {
        self.parts.is_empty()
    }

    /// The last part of it.
    pub(super) fn name(&self) -> String {
        self.parts.last().cloned().unwrap_or_else(|| self.to_string())
    }

    /// What lies in it under `name`.
    pub(super) fn within(&self, name: &str) -> Self {
        let mut place = self.clone();
        place.parts.push(name.to_owned());
        place
    }
}

/// As the shell writes it: `C:\a\b` or `/a/b`.
impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.drive {
            Some(drive) => write!(f, "{drive}:\\{}", self.parts.join("\\")),
            None => write!(f, "/{}", self.parts.join("/")),
        }
    }
}

/// Whether a word before a colon can name a drive.
pub(crate) fn is_drive_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.len() <= DRIVE_NAME_MAX
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// What Windows takes in a name, so that a drive holds nothing that could not lie there.
fn is_allowed(part: &str, on_drive: bool) -> bool {
    let forbidden = |sign: char| match on_drive {
        true => sign.is_control() || "<>\"|?*:".contains(sign),
        false => sign == '\0',
    };
    !part.contains(forbidden)
}

/// The name in a folder that differs from `name` in case only; of several the first.
fn other_case(folder: &Path, name: &str) -> Option<String> {
    let wanted = name.to_lowercase();
    let names = fs::read_dir(folder).ok()?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    names.filter(|other| other.to_lowercase() == wanted).min()
}

fn failed(path: &str, message: &str) -> HostError {
    HostError::Failed { path: path.to_owned(), message: message.to_owned() }
}

const DRIVE_NAME_MAX: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    fn places(root: &Path) -> Places {
        let mut places = Places::new(Path::new("/srv/scripts"), Some(PathBuf::from("/home/kim")));
        places.add_made("c", root.join("C"));
        places.add("Rgs", root.join("absent"));
        places
    }

    #[test]
    fn paths_of_either_kind_are_understood() {
        let root = tempfile::tempdir().unwrap();
        let mut places = places(root.path());
        let table = [
            ("C:\\Media\\a.wav", "C:\\Media\\a.wav"),
            ("c:/Media//a.wav", "C:\\Media\\a.wav"),
            ("C:\\a\\.\\b\\..\\c", "C:\\a\\c"),
            ("C:\\..\\..\\etc\\passwd", "C:\\etc\\passwd"),
            ("C:", "C:\\"),
            ("C:x", "C:\\x"),
            ("rgs:\\x", "RGS:\\x"),
            ("/etc/hosts", "/etc/hosts"),
            ("/etc\\hosts", "/etc/hosts"),
            ("/../x", "/x"),
            ("./x", "/srv/scripts/x"),
            ("..\\x", "/srv/x"),
            ("~/x", "/home/kim/x"),
            ("~x", "/srv/scripts/~x"),
            ("\\x", "/x"),
            ("1:2", "/srv/scripts/1:2"),
        ];
        for (path, place) in table {
            assert_eq!(places.place(path).unwrap().to_string(), place, "{path}");
        }
        let folder = places.place("C:\\Media").unwrap();
        places.enter(folder);
        for (path, place) in [("x", "C:\\Media\\x"), ("\\x", "C:\\x"), ("C:x", "C:\\Media\\x"), ("/x", "/x")]
        {
            assert_eq!(places.place(path).unwrap().to_string(), place, "{path}");
        }
    }

    #[test]
    fn what_is_no_path_is_said() {
        let root = tempfile::tempdir().unwrap();
        let places = places(root.path());
        let table = [
            ("", "The path is empty."),
            ("Q:\\x", "A drive with the name 'Q' does not exist."),
            ("service:x", "A drive with the name 'service' does not exist."),
            ("\\\\server\\share", "Network paths are not known here"),
            ("C:\\a<b", "Illegal characters in path."),
            ("C:\\a\nb", "Illegal characters in path."),
            ("C:\\a:b", "Illegal characters in path."),
        ];
        for (path, words) in table {
            let error = places.place(path).unwrap_err().to_string();
            assert!(error.contains(words), "{path}: {error}");
        }
        let mut absent = places.place("Rgs:\\x").unwrap();
        let error = places.find(&mut absent).unwrap_err().to_string();
        assert!(error.starts_with("RGS:\\: the folder of this drive, "), "{error}");
    }

    #[test]
    fn names_on_a_drive_are_found_whatever_their_case() {
        let root = tempfile::tempdir().unwrap();
        let places = places(root.path());
        fs::create_dir_all(root.path().join("C/Media")).unwrap();
        fs::write(root.path().join("C/Media/Welcome.WAV"), "").unwrap();
        let mut place = places.place("c:\\MEDIA\\welcome.wav").unwrap();
        assert_eq!(places.find(&mut place).unwrap(), root.path().join("C/Media/Welcome.WAV"));
        assert_eq!(place.to_string(), "C:\\Media\\Welcome.WAV");
        let mut unknown = places.place("c:\\media\\Other.wav").unwrap();
        assert_eq!(places.find(&mut unknown).unwrap(), root.path().join("C/Media/Other.wav"));
    }
}
