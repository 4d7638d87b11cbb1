//! `[System.IO.File]` and `[System.IO.Directory]`, by way of the host.

use crate::host::WriteMode;
use crate::text::{decode, lines};
use crate::value::limits::check_text;
use crate::value::{Array, Bytes, Outcome, Type, Value};

use super::Reply;
use super::arguments::Arguments;
use super::record::bytes_argument;
use super::refusal::outside;

pub(super) fn file(arguments: &Arguments<'_>) -> Outcome<Reply> {
    let host = arguments.setting().host();
    match (arguments.lower(), arguments.count()) {
        ("readallbytes", 1) => {
            let bytes = host.read_file(&arguments.text(0)?).map_err(outside)?;
            Ok(Reply::Value(Value::Bytes(Bytes::new(bytes))))
        }
        ("readalltext", 1 | 2) => Ok(Reply::Value(Value::from(read_text(arguments)?))),
        ("readalllines" | "readlines", 1 | 2) => {
            let text = read_text(arguments)?;
            let all = lines(&text).into_iter().map(Value::text).collect();
            Ok(Reply::Value(Value::Array(Array::typed(Type::String, all))))
        }
        ("writeallbytes", 2) => write(arguments, &bytes_argument(arguments, 1)?, WriteMode::Replace),
        ("writealltext", 2 | 3) => write(arguments, arguments.text(1)?.as_bytes(), WriteMode::Replace),
        ("appendalltext", 2 | 3) => write(arguments, arguments.text(1)?.as_bytes(), WriteMode::Append),
        ("writealllines", 2 | 3) => write(arguments, all_lines(arguments)?.as_bytes(), WriteMode::Replace),
        ("appendalllines", 2 | 3) => write(arguments, all_lines(arguments)?.as_bytes(), WriteMode::Append),
        ("exists", 1) => exists(arguments, false),
        ("delete", 1) => {
            let path = arguments.text(0)?;
            // To delete what is not there is no error.
            if host.entry(&path).map_err(outside)?.is_some() {
                host.remove(&path).map_err(outside)?;
            }
            Ok(Reply::Void)
        }
        ("move", 2) => {
            host.rename(&arguments.text(0)?, &arguments.text(1)?).map_err(outside)?;
            Ok(Reply::Void)
        }
        ("copy", 2 | 3) => {
            let content = host.read_file(&arguments.text(0)?).map_err(outside)?;
            let over = arguments.count() == 3 && arguments.bool(2);
            let how = if over { WriteMode::Replace } else { WriteMode::Create };
            host.write_file(&arguments.text(1)?, &content, how).map_err(outside)?;
            Ok(Reply::Void)
        }
        ("getlastwritetime", 1) => {
            let entry = host.entry(&arguments.text(0)?).map_err(outside)?;
            Ok(Reply::Value(
                entry.map_or(Value::Null, |entry| {
                    Value::DateTime(arguments.setting().to_local(entry.written))
                }),
            ))
        }
        (
            "readallbytes" | "readalltext" | "readalllines" | "writeallbytes" | "writealltext" | "exists",
            _,
        ) => Ok(Reply::NoOverload),
        _ => Ok(Reply::NoMethod),
    }
}

pub(super) fn folder(arguments: &Arguments<'_>) -> Outcome<Reply> {
    let host = arguments.setting().host();
    match (arguments.lower(), arguments.count()) {
        ("exists", 1) => exists(arguments, true),
        ("createdirectory", 1) => {
            let path = arguments.text(0)?;
            host.create_folder(&path).map_err(outside)?;
            Ok(Reply::Value(Value::String(path)))
        }
        ("delete", 1 | 2) => {
            host.remove(&arguments.text(0)?).map_err(outside)?;
            Ok(Reply::Void)
        }
        ("getfiles" | "getdirectories", 1) => {
            let folders = arguments.lower() == "getdirectories";
            let entries = host.list_folder(&arguments.text(0)?).map_err(outside)?;
            let paths = entries.into_iter().filter(|entry| entry.is_folder == folders);
            let paths = paths.map(|entry| Value::from(entry.path)).collect();
            Ok(Reply::Value(Value::Array(Array::typed(Type::String, paths))))
        }
        ("getcurrentdirectory", 0) => Ok(Reply::Value(Value::from(host.current_folder()))),
        _ => Ok(Reply::NoMethod),
    }
}

fn read_text(arguments: &Arguments<'_>) -> Outcome<String> {
    let bytes = arguments.setting().host().read_file(&arguments.text(0)?).map_err(outside)?;
    check_text(bytes.len())?;
    Ok(decode(&bytes))
}

fn all_lines(arguments: &Arguments<'_>) -> Outcome<String> {
    let mut text = String::new();
    for line in arguments.at(1).unroll() {
        text.push_str(&crate::convert::to_text(&line, arguments.setting())?);
        text.push_str("\r\n");
        check_text(text.len())?;
    }
    Ok(text)
}

fn write(arguments: &Arguments<'_>, content: &[u8], how: WriteMode) -> Outcome<Reply> {
    arguments.setting().host().write_file(&arguments.text(0)?, content, how).map_err(outside)?;
    Ok(Reply::Void)
}

fn exists(arguments: &Arguments<'_>, folder: bool) -> Outcome<Reply> {
    let entry = arguments.setting().host().entry(&arguments.text(0)?);
    // A path that cannot be looked at does not exist, as File.Exists has it.
    Ok(Reply::Value(Value::Bool(
        entry.is_ok_and(|entry| entry.is_some_and(|entry| entry.is_folder == folder)),
    )))
}
