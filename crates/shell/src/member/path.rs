//! `[System.IO.Path]`: paths as text, in the way of Windows, either slash understood.

use crate::value::{Fault, Outcome, Value};

use super::Reply;
use super::arguments::Arguments;

pub(super) fn call(arguments: &Arguments<'_>) -> Outcome<Reply> {
    let host = arguments.setting().host();
    let value = match (arguments.lower(), arguments.count()) {
        ("combine", 1..) => Value::from(combine(arguments)?),
        ("getfilename", 1) => Value::text(file_name(&arguments.text(0)?)),
        ("getfilenamewithoutextension", 1) => Value::text(split_extension(file_name(&arguments.text(0)?)).0),
        ("getextension", 1) => Value::text(split_extension(file_name(&arguments.text(0)?)).1),
        ("hasextension", 1) => Value::Bool(split_extension(file_name(&arguments.text(0)?)).1.len() > 1),
        ("getdirectoryname", 1) => folder(&arguments.text(0)?).map_or(Value::Null, Value::from),
        ("ispathrooted", 1) => Value::Bool(is_rooted(&arguments.text(0)?)),
        ("getpathroot", 1) => Value::text(root(&arguments.text(0)?)),
        ("changeextension", 2) => {
            let path = arguments.text(0)?;
            let extension = arguments.text(1)?;
            let name = file_name(&path);
            let kept = path.len() - split_extension(name).1.len();
            let dot = if extension.is_empty() || extension.starts_with('.') { "" } else { "." };
            Value::from(format!("{}{dot}{extension}", &path[..kept]))
        }
        ("getfullpath", 1) => {
            let path = arguments.text(0)?;
            if is_rooted(&path) {
                Value::String(path)
            } else {
                Value::from(join(&host.current_folder(), &path))
            }
        }
        ("gettemppath", 0) => Value::from(
            host.variable("TEMP")
                .or_else(|| host.variable("TMPDIR"))
                .unwrap_or_else(|| "C:\\Temp".to_owned()),
        ),
        ("getrandomfilename", 0) => {
            let mut bytes = [0; 11];
            host.fill_random(&mut bytes);
            let letters: String =
                bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
            Value::from(format!("{}.{}", &letters[..8], &letters[8..]))
        }
        ("getinvalidfilenamechars", 0) => Value::array("\"<>|:*?\\/".chars().map(Value::Char).collect()),
        ("combine" | "getfilename" | "getextension" | "getdirectoryname", _) => return Ok(Reply::NoOverload),
        _ => return Ok(Reply::NoMethod),
    };
    Ok(Reply::Value(value))
}

const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz012345";

fn combine(arguments: &Arguments<'_>) -> Outcome<String> {
    let mut path = String::new();
    for place in 0..arguments.count() {
        for part in arguments.at(place).unroll() {
            if part.is_null() {
                return Err(Fault::exception(
                    format!("Value cannot be null.\nParameter name: path{}", place + 1),
                    "System.ArgumentNullException",
                ));
            }
            let part = crate::convert::to_text(&part, arguments.setting())?;
            path = if path.is_empty() || is_rooted(&part) { part.to_string() } else { join(&path, &part) };
        }
    }
    Ok(path)
}

fn join(folder: &str, name: &str) -> String {
    let slash = if folder.ends_with(['\\', '/', ':']) || name.is_empty() { "" } else { "\\" };
    format!("{folder}{slash}{name}")
}

fn file_name(path: &str) -> &str {
    path.rsplit(['\\', '/', ':']).next().unwrap_or(path)
}

/// A name as what stands before its last dot, and the rest with the dot.
fn split_extension(name: &str) -> (&str, &str) {
    match name.rfind('.') {
        Some(dot) if dot + 1 < name.len() => name.split_at(dot),
        Some(dot) => (&name[..dot], ""),
        None => (name, ""),
    }
}

/// The folder of a path: nothing for a root, an empty text for a bare name.
fn folder(path: &str) -> Option<String> {
    let root = root(path).len();
    if path.len() <= root {
        return None;
    }
    let end = path[root..].rfind(['\\', '/']).map_or(root, |at| root + at);
    Some(path[..end].replace('/', "\\"))
}

fn is_rooted(path: &str) -> bool {
    path.starts_with(['\\', '/']) || path.as_bytes().get(1) == Some(&b':')
}

fn root(path: &str) -> &str {
    let bytes = path.as_bytes();
    let slash = |at: usize| matches!(bytes.get(at), Some(b'\\' | b'/'));
    if bytes.get(1) == Some(&b':') {
        &path[..if slash(2) { 3 } else { 2 }]
    } else if slash(0) {
        &path[..1]
    } else {
        ""
    }
}
