//! System.Net.Dns: what this machine knows of itself. Nothing is asked of the network.

use crate::member::Reply;
use crate::member::arguments::Arguments;
use crate::value::{Fault, Outcome, Value};

pub(super) fn call_static(arguments: &Arguments<'_>) -> Outcome<Reply> {
    match (arguments.lower(), arguments.count()) {
        ("gethostname", 0) => {
            let name = arguments.setting().host().machine_name();
            Ok(Reply::Value(Value::from(name.split('.').next().unwrap_or(&name).to_owned())))
        }
        ("gethostentry" | "gethostaddresses" | "resolve" | "gethostbyname", 1) => Err(Fault::exception(
            "This shell looks up no names in the network. Ask the pools themselves: Get-CsPool, Get-CsService.",
            "System.NotSupportedException",
        )),
        _ => Ok(Reply::NoMethod),
    }
}
