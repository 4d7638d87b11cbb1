//! The variables that the shell itself keeps.

use std::rc::Rc;

use super::Session;
use super::scope::Slot;
use super::variables::constant;
use crate::value::{EnumValue, Hashtable, Object, Outcome, Property, Type, Value, Version};

impl Session {
    /// The value of an automatic variable; none where `name` is a variable like any other.
    pub(super) fn automatic(&self, name: &str) -> Option<Value> {
        let mut buffer = [0; 16];
        let folded = buffer.get_mut(..name.len())?;
        folded.copy_from_slice(name.as_bytes());
        folded.make_ascii_lowercase();
        Some(match &*folded {
            b"_" | b"psitem" => self.item.clone(),
            b"null" => Value::Null,
            b"true" => Value::Bool(true),
            b"false" => Value::Bool(false),
            b"?" => Value::Bool(self.success),
            b"error" => Value::List(self.errors.clone()),
            b"lastexitcode" => Value::Int(self.exit_code),
            b"psversiontable" => version_table(),
            b"psscriptroot" => Value::from(self.script_folder()),
            b"pscommandpath" => self.context.code.file.clone().map_or_else(|| Value::text(""), Value::String),
            b"pwd" => self.working_folder(),
            b"home" => self.host().variable("HOME").map_or(Value::Null, Value::from),
            b"host" => host(),
            b"shellid" => Value::text("Switchback.Shell"),
            b"psculture" | b"psuiculture" => Value::text("en-US"),
            b"foreach" => self.walking.foreach.as_ref()?.value(),
            b"switch" => self.walking.switch.as_ref()?.value(),
            b"psedition" => Value::text("Desktop"),
            _ => return None,
        })
    }

    /// Whether the shell keeps the variable itself.
    pub(super) fn is_automatic(&self, name: &str) -> bool {
        self.automatic(name).is_some()
    }

    /// Assigns to an automatic variable, where that is allowed.
    pub(super) fn set_automatic(&mut self, name: &str, value: Value) -> Outcome<()> {
        match name.to_ascii_lowercase().as_str() {
            "_" | "psitem" => self.item = value,
            "null" => {}
            "lastexitcode" => self.exit_code = crate::convert::to_int(&value)?,
            "true" | "false" | "?" | "error" | "psversiontable" | "host" | "shellid" | "home" | "pwd"
            | "psculture" | "psuiculture" | "psedition" => {
                return Err(constant(name));
            }
            _ => {}
        }
        Ok(())
    }

    /// Sets what scripts expect to find.
    pub(super) fn set_preferences(&self) {
        let preference = Type::enumeration("System.Management.Automation.ActionPreference");
        let of = |number| match &preference {
            Some(known) => Value::Enum(EnumValue::new(known, number)),
            None => Value::Int(i32::try_from(number).unwrap_or_default()),
        };
        let (silent, shown) = (of(0), of(2));
        for (name, value) in [
            ("ErrorActionPreference", shown.clone()),
            ("WarningPreference", shown.clone()),
            ("ProgressPreference", shown),
            ("VerbosePreference", silent.clone()),
            ("DebugPreference", silent.clone()),
            ("InformationPreference", silent),
            ("ConfirmPreference", Value::text("High")),
            ("WhatIfPreference", Value::Bool(false)),
            ("FormatEnumerationLimit", Value::Int(4)),
            ("MaximumErrorCount", Value::Int(256)),
            ("MaximumHistoryCount", Value::Int(4096)),
            ("OutputEncoding", Value::text("utf-8")),
            ("PROFILE", Value::text("")),
            ("PSDefaultParameterValues", Value::Hashtable(Hashtable::new())),
            ("NestedPromptLevel", Value::Int(0)),
            ("args", Value::array(Vec::new())),
        ] {
            let declared = matches!(value, Value::Enum(_))
                .then(|| preference.clone().map(|of| Rc::new(Type::Enum(of))))
                .flatten();
            self.global.put(Slot { name: name.into(), value, declared, ..Slot::default() });
        }
    }

    fn script_folder(&self) -> String {
        let file = self.context.code.file.as_deref().unwrap_or_default();
        let Some(end) = file.rfind(['/', '\\']) else { return String::new() };
        // The root of a drive keeps its mark.
        let is_root = end == 0 || file[..end].ends_with(':');
        file[..end + usize::from(is_root)].to_owned()
    }

    fn working_folder(&self) -> Value {
        let folder = self.host().current_folder();
        let properties = vec![
            Property::read_only("Path", Value::text(&folder)),
            Property::read_only("ProviderPath", Value::text(&folder)),
        ];
        let names = Rc::from(["System.Management.Automation.PathInfo".into(), "System.Object".into()]);
        Value::Object(Object::with_text(names, properties, &folder))
    }
}

/// `$PSVersionTable`: the language is that of Windows PowerShell 5.1.
fn version_table() -> Value {
    let version =
        |parts: &[i32]| Version::new(parts).map_or(Value::Null, |version| Value::Version(Rc::new(version)));
    let table = Hashtable::new();
    table.set_named("PSVersion", version(&[5, 1, 0, 0]));
    table.set_named("PSEdition", Value::text("Desktop"));
    table.set_named(
        "PSCompatibleVersions",
        Value::array([[1, 0], [2, 0], [3, 0], [4, 0], [5, 0], [5, 1]].iter().map(|v| version(v)).collect()),
    );
    table.set_named("SerializationVersion", version(&[1, 1, 0, 1]));
    table.set_named("WSManStackVersion", version(&[3, 0]));
    table.set_named("PSRemotingProtocolVersion", version(&[2, 3]));
    Value::Hashtable(table)
}

fn host() -> Value {
    let names =
        Rc::from(["System.Management.Automation.Internal.Host.InternalHost".into(), "System.Object".into()]);
    let properties = vec![
        Property::read_only("Name", Value::text("Switchback shell")),
        Property::read_only(
            "Version",
            Version::new(&[5, 1]).map_or(Value::Null, |v| Value::Version(Rc::new(v))),
        ),
        Property::read_only("CurrentCulture", Value::text("en-US")),
        Property::read_only("CurrentUICulture", Value::text("en-US")),
    ];
    Value::Object(Object::of_type(names, properties))
}
