//! WindowsIdentity and WindowsPrincipal: who runs the shell, and whether as an administrator.

use std::sync::Arc;

use super::{Native, names, object};
use crate::member::Reply;
use crate::member::arguments::Arguments;
use crate::setting::Setting;
use crate::value::{EnumType, Object, Outcome, Type, Value};

pub(super) const IDENTITY: &str = "System.Security.Principal.WindowsIdentity";
pub(super) const PRINCIPAL: &str = "System.Security.Principal.WindowsPrincipal";

const ROLE: &str = "System.Security.Principal.WindowsBuiltInRole";

struct Identity;

pub(super) fn call_static(arguments: &Arguments<'_>) -> Reply {
    match (arguments.lower(), arguments.count()) {
        ("getcurrent", 0 | 1) => Reply::Value(object(IDENTITY, Identity)),
        _ => Reply::NoMethod,
    }
}

impl Native for Identity {
    fn property_names(&self) -> Vec<Arc<str>> {
        names(&["AuthenticationType", "IsAuthenticated", "IsGuest", "IsSystem", "IsAnonymous", "Name"])
    }

    fn property(&self, name: &str, setting: &Setting) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "name" => {
                let host = setting.host();
                Value::from(format!("{}\\{}", host.machine_name(), host.user_name()))
            }
            "authenticationtype" => Value::text("Negotiate"),
            "isauthenticated" => Value::Bool(true),
            "isguest" | "issystem" | "isanonymous" => Value::Bool(false),
            _ => return None,
        })
    }

    fn call(&self, _this: &Object, arguments: &Arguments<'_>) -> Outcome<Reply> {
        Ok(if arguments.lower() == "dispose" { Reply::Void } else { Reply::NoMethod })
    }
}

struct Principal {
    identity: Value,
}

pub(super) fn construct(arguments: &Arguments<'_>) -> Outcome {
    match arguments.values() {
        [identity] if identity.type_name() == IDENTITY => {
            Ok(object(PRINCIPAL, Principal { identity: identity.clone() }))
        }
        _ => Err(super::no_constructor(PRINCIPAL, arguments)),
    }
}

impl Native for Principal {
    fn property_names(&self) -> Vec<Arc<str>> {
        names(&["Identity"])
    }

    fn property(&self, name: &str, _setting: &Setting) -> Option<Value> {
        name.eq_ignore_ascii_case("Identity").then(|| self.identity.clone())
    }

    fn call(&self, _this: &Object, arguments: &Arguments<'_>) -> Outcome<Reply> {
        match (arguments.lower(), arguments.count()) {
            ("isinrole", 1) => Ok(Reply::Value(Value::Bool(is_in_role(arguments)?))),
            ("isinrole", _) => Ok(Reply::NoOverload),
            _ => Ok(Reply::NoMethod),
        }
    }
}

/// A role by its number, its name, or the name of its group. Everybody is a user; who administers, the host says.
fn is_in_role(arguments: &Arguments<'_>) -> Outcome<bool> {
    let of: std::rc::Rc<EnumType> =
        Type::enumeration(ROLE).expect("the enumeration is one of the built-in ones");
    let role = match arguments.at(0).bare() {
        Value::String(name) => {
            let group = name.rsplit('\\').next().unwrap_or(name);
            let singular = group.strip_suffix('s').unwrap_or(group);
            of.number_of(group).or_else(|| of.number_of(singular)).unwrap_or(0)
        }
        _ => arguments.enumeration(0, ROLE)?,
    };
    Ok(match of.name_of(role).as_str() {
        "Administrator" => arguments.setting().host().is_administrator(),
        "User" => true,
        _ => false,
    })
}
