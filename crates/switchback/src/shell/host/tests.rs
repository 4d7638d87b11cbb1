use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

use shell::{
    host::{Host as _, HostError, WriteMode},
    value::{DateTime, Kind, TimeSpan},
};

use super::OsHost;
use crate::shell::interrupts::Interrupts;

/// A host whose `C:` is a folder of its own.
struct World {
    folder: tempfile::TempDir,
    host: OsHost,
}

fn world() -> World {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("C");
    fs::create_dir(&root).unwrap();
    let host = OsHost::new(Interrupts::deaf(), &[("C".to_owned(), root)]);
    World { folder, host }
}

impl World {
    fn real(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join("C").join(name)
    }

    fn names(&self, path: &str) -> Vec<String> {
        self.host.list_folder(path).unwrap().into_iter().map(|entry| entry.path).collect()
    }
}

fn unix(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

#[test]
fn files_are_written_in_every_way_and_read_back() {
    let world = world();
    let write = |content: &str, how| world.host.write_file("C:\\a.txt", content.as_bytes(), how);
    write("one", WriteMode::Create).unwrap();
    assert_eq!(write("two", WriteMode::Create), Err(HostError::Exists { path: "C:\\a.txt".to_owned() }));
    write(" two", WriteMode::Append).unwrap();
    assert_eq!(world.host.read_file("c:/A.TXT").unwrap(), b"one two");
    write("three", WriteMode::Replace).unwrap();
    assert_eq!(fs::read(world.real("a.txt")).unwrap(), b"three");
    write("four", WriteMode::KeepOld).unwrap();
    assert_eq!(world.host.read_file("C:\\a.txt.1").unwrap(), b"three");
    assert_eq!(world.names("C:\\"), ["C:\\a.txt", "C:\\a.txt.1"]);
    world.host.write_file("C:\\new.txt", b"x", WriteMode::Append).unwrap();
    assert_eq!(world.host.entry("C:\\new.txt").unwrap().unwrap().length, 1);
}

#[test]
fn a_file_that_is_replaced_keeps_its_rights_and_a_link_stays_a_link() {
    let world = world();
    fs::write(world.real("a.txt"), "one").unwrap();
    fs::set_permissions(world.real("a.txt"), fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink(world.real("a.txt"), world.real("link")).unwrap();
    world.host.write_file("C:\\link", b"two", WriteMode::Replace).unwrap();
    assert!(world.real("link").is_symlink());
    assert_eq!(fs::read(world.real("a.txt")).unwrap(), b"two");
    assert_eq!(fs::metadata(world.real("a.txt")).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn what_cannot_be_read_or_written_is_said() {
    let world = world();
    world.host.create_folder("C:\\folder\\deep").unwrap();
    let told = |result: Result<Vec<u8>, HostError>| result.unwrap_err().to_string();
    let write = |path: &str| world.host.write_file(path, b"x", WriteMode::Replace).map(|()| Vec::new());
    assert_eq!(told(world.host.read_file("C:\\absent")), "Could not find file 'C:\\absent'.");
    assert_eq!(told(world.host.read_file("C:\\folder")), "Access to the path 'C:\\folder' is denied.");
    assert_eq!(told(world.host.read_file("/dev/zero")), "/dev/zero: it is neither a file nor a folder");
    assert_eq!(told(write("C:\\folder")), "Access to the path 'C:\\folder' is denied.");
    assert_eq!(told(write("C:\\absent\\x")), "Could not find file 'C:\\absent\\x'.");
    assert_eq!(told(write("/dev/full")), "/dev/full: No space left on device (os error 28)");
    assert_eq!(write("/dev/null"), Ok(Vec::new()));
}

#[test]
fn folders_are_listed_by_name_entered_and_removed() {
    let world = world();
    world.host.create_folder("C:\\Rgs\\Media").unwrap();
    for name in ["b.wav", "A.wav"] {
        world.host.write_file(&format!("C:\\rgs\\{name}"), b"", WriteMode::Create).unwrap();
    }
    std::os::unix::fs::symlink("nowhere", world.real("Rgs/broken")).unwrap();
    assert_eq!(world.names("C:\\rgs"), ["C:\\Rgs\\A.wav", "C:\\Rgs\\b.wav", "C:\\Rgs\\Media"]);
    world.host.enter_folder("c:\\RGS").unwrap();
    assert_eq!(world.host.current_folder(), "C:\\Rgs");
    assert_eq!(world.host.entry("media").unwrap().unwrap().path, "C:\\Rgs\\Media");
    assert!(matches!(world.host.enter_folder("A.wav"), Err(HostError::NotFound { .. })));
    world.host.remove("C:\\Rgs").unwrap();
    assert_eq!(world.host.entry("C:\\Rgs").unwrap(), None);
    assert!(matches!(world.host.remove("C:\\..\\"), Err(HostError::Denied { .. })));
    assert!(matches!(world.host.remove("/"), Err(HostError::Denied { .. })));
}

#[test]
fn a_link_to_a_folder_is_removed_and_the_folder_is_not() {
    let world = world();
    fs::create_dir(world.real("kept")).unwrap();
    std::os::unix::fs::symlink(world.real("kept"), world.real("link")).unwrap();
    world.host.remove("C:\\link").unwrap();
    assert!(world.real("kept").is_dir() && !world.real("link").exists());
}

#[test]
fn a_name_that_is_taken_is_not_moved_over_but_may_change_its_case() {
    let world = world();
    for name in ["a.txt", "b.txt"] {
        fs::write(world.real(name), name).unwrap();
    }
    assert!(matches!(world.host.rename("C:\\a.txt", "C:\\B.TXT"), Err(HostError::Exists { .. })));
    world.host.rename("C:\\a.txt", "C:\\A.txt").unwrap();
    world.host.rename("C:\\A.TXT", "C:\\c.txt").unwrap();
    assert_eq!(world.names("C:\\"), ["C:\\b.txt", "C:\\c.txt"]);
}

#[test]
fn a_drive_is_a_folder_under_another_name() {
    let world = world();
    let elsewhere = world.folder.path().join("elsewhere");
    assert!(world.host.add_drive("D", &unix(&elsewhere)).is_err());
    fs::create_dir(&elsewhere).unwrap();
    world.host.add_drive("D", &unix(&elsewhere)).unwrap();
    world.host.write_file("D:\\x", b"x", WriteMode::Create).unwrap();
    assert_eq!(fs::read(elsewhere.join("x")).unwrap(), b"x");
    assert!(world.host.add_drive("a b", &unix(&elsewhere)).is_err());
    assert!(matches!(world.host.read_file("E:\\x"), Err(HostError::NoDrive { .. })));
    world.host.remove_drive("d").unwrap();
    assert!(matches!(world.host.read_file("D:\\x"), Err(HostError::NoDrive { .. })));
    assert!(matches!(world.host.remove_drive("D"), Err(HostError::NoDrive { .. })));
    assert_eq!(fs::read(elsewhere.join("x")).unwrap(), b"x");
}

#[test]
fn a_sleep_ends_when_the_user_wants_to_stop() {
    let world = world();
    world.host.sleep(TimeSpan::from_seconds(-1));
    let interrupts = world.host.interrupts().clone();
    let wishing = std::thread::spawn(move || interrupts.wish());
    world.host.sleep(TimeSpan::from_seconds(3_600));
    wishing.join().unwrap();
    assert!(world.host.is_cancelled());
    world.host.interrupts().forget();
    assert!(!world.host.is_cancelled());
}

#[test]
fn moments_are_those_of_the_machine() {
    let world = world();
    let before = jiff::Timestamp::now().as_second();
    let now = world.host.now();
    assert!(now.since(DateTime::from_unix_seconds(before).unwrap()).ticks() >= 0);
    assert_eq!(now.kind(), Kind::Utc);
    assert!(world.host.offset_at(DateTime::MIN).ticks().abs() < TimeSpan::from_seconds(24 * 3_600).ticks());
    assert!(world.host.offset_at(DateTime::MAX).ticks().abs() < TimeSpan::from_seconds(24 * 3_600).ticks());
    assert!(world.host.memory_used() > 0);
    let mut bytes = [0; 32];
    world.host.fill_random(&mut bytes);
    assert_ne!(bytes, [0; 32]);
}
