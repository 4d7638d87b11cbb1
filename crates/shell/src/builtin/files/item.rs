//! Files and folders as objects.

use std::rc::Rc;
use std::sync::Arc;

use super::place::{PROVIDER, parent};
use crate::host::Entry;
use crate::setting::Setting;
use crate::value::{Kind, Object, Property, Value};

/// A file or folder as System.IO.FileInfo or System.IO.DirectoryInfo.
pub(super) fn item(entry: &Entry, setting: &Setting) -> Value {
    let folder = parent(&entry.path);
    let local = setting.to_local(entry.written.with_kind(Kind::Utc));
    let with_provider = |path: &str| Value::from(format!("{PROVIDER}{path}"));
    let (base, extension) = match entry.name.rfind('.') {
        Some(dot) if !entry.is_folder => entry.name.split_at(dot),
        _ => (entry.name.as_str(), ""),
    };
    let mut properties = vec![
        Property::new("PSPath", with_provider(&entry.path)),
        Property::new("PSParentPath", with_provider(folder)),
        Property::new("PSChildName", Value::text(&entry.name)),
        Property::new("PSIsContainer", Value::Bool(entry.is_folder)),
        Property::read_only("Mode", Value::text(if entry.is_folder { "d-----" } else { "-a----" })),
        Property::read_only("BaseName", Value::text(base)),
        Property::read_only("Name", Value::text(&entry.name)),
    ];
    if entry.is_folder {
        properties.push(Property::read_only("Parent", folder_of(folder)));
    } else {
        let length = i64::try_from(entry.length).unwrap_or(i64::MAX);
        properties.extend([
            Property::read_only("Length", Value::Long(length)),
            Property::read_only("DirectoryName", Value::text(folder)),
            Property::read_only("Directory", folder_of(folder)),
        ]);
    }
    properties.extend([
        Property::read_only("Exists", Value::Bool(true)),
        Property::read_only("FullName", Value::text(&entry.path)),
        Property::read_only("Extension", Value::text(extension)),
        Property::read_only("LastWriteTime", Value::DateTime(local)),
        Property::read_only("LastWriteTimeUtc", Value::DateTime(entry.written.with_kind(Kind::Utc))),
    ]);
    Value::Object(Object::with_text(names(entry.is_folder), properties, &entry.path))
}

/// The folder that something is in: its names alone.
fn folder_of(path: &str) -> Value {
    if path.is_empty() {
        return Value::Null;
    }
    let properties = vec![
        Property::read_only("Name", Value::text(super::place::leaf(path))),
        Property::read_only("FullName", Value::text(path)),
        Property::new("PSPath", Value::from(format!("{PROVIDER}{path}"))),
        Property::new("PSIsContainer", Value::Bool(true)),
    ];
    Value::Object(Object::with_text(names(true), properties, path))
}

fn names(is_folder: bool) -> Rc<[Arc<str>]> {
    thread_local! {
        static FILE: Rc<[Arc<str>]> = chain("System.IO.FileInfo");
        static FOLDER: Rc<[Arc<str>]> = chain("System.IO.DirectoryInfo");
    }
    if is_folder { FOLDER.with(Rc::clone) } else { FILE.with(Rc::clone) }
}

fn chain(own: &str) -> Rc<[Arc<str>]> {
    let all = [own, "System.IO.FileSystemInfo", "System.MarshalByRefObject", "System.Object"];
    all.into_iter().map(Arc::from).collect()
}
