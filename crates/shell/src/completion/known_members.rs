//! The methods and static members that the language knows, by their usual names.

use std::rc::Rc;

use crate::value::{DateTime, Type, Value};

/// The methods of a value.
pub(super) fn methods(value: &Value) -> &'static [&'static str] {
    match value.bare() {
        Value::String(_) => STRING,
        Value::DateTime(_) => DATE,
        Value::TimeSpan(_) => &["Add", "Duration", "Negate", "Subtract", "ToString"],
        Value::Array(_) | Value::Bytes(_) => &["Clone", "Contains", "GetLength", "GetUpperBound", "IndexOf"],
        Value::List(_) => LIST,
        Value::Hashtable(_) => {
            &["Add", "Clear", "Clone", "Contains", "ContainsKey", "ContainsValue", "GetEnumerator", "Remove"]
        }
        Value::Regex(_) => &["IsMatch", "Match", "Matches", "Replace", "Split"],
        Value::Null => &[],
        _ => &["Equals", "GetType", "ToString"],
    }
}

/// The static properties of a type, then its static methods.
pub(super) fn statics(of: &Type) -> (Vec<String>, &'static [&'static str]) {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    match of {
        Type::Enum(of) => (of.members().iter().map(|(name, _)| name.to_string()).collect(), &[]),
        Type::String => (
            owned(&["Empty"]),
            &["Compare", "Concat", "Format", "IsNullOrEmpty", "IsNullOrWhiteSpace", "Join"],
        ),
        Type::DateTime => (
            owned(&["Now", "UtcNow", "Today", "MinValue", "MaxValue"]),
            &["Compare", "DaysInMonth", "IsLeapYear", "Parse", "ParseExact", "SpecifyKind"],
        ),
        Type::TimeSpan => (
            owned(&["Zero", "MinValue", "MaxValue"]),
            &[
                "FromDays",
                "FromHours",
                "FromMilliseconds",
                "FromMinutes",
                "FromSeconds",
                "FromTicks",
                "Parse",
            ],
        ),
        Type::Guid => (owned(&["Empty"]), &["NewGuid", "Parse"]),
        Type::Regex => {
            (Vec::new(), &["Escape", "IsMatch", "Match", "Matches", "Replace", "Split", "Unescape"])
        }
        Type::Int | Type::Long | Type::Byte | Type::Double | Type::Integer(_) => {
            (owned(&["MinValue", "MaxValue"]), &["Parse"])
        }
        Type::Named(name) => (named_properties(name), named_methods(name)),
        _ => (Vec::new(), &[]),
    }
}

fn named_properties(name: &str) -> Vec<String> {
    let names: &[&str] = match name {
        "System.Math" => &["E", "PI"],
        "System.Environment" => &["MachineName", "NewLine", "UserName"],
        "System.Text.Encoding" => &["ASCII", "Unicode", "UTF8"],
        _ => &[],
    };
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn named_methods(name: &str) -> &'static [&'static str] {
    match name {
        "System.Math" => &[
            "Abs", "Ceiling", "Exp", "Floor", "Log", "Log10", "Max", "Min", "Pow", "Round", "Sign", "Sqrt",
            "Truncate",
        ],
        "System.IO.File" => &[
            "AppendAllText",
            "Copy",
            "Delete",
            "Exists",
            "Move",
            "ReadAllBytes",
            "ReadAllLines",
            "ReadAllText",
            "WriteAllBytes",
            "WriteAllLines",
            "WriteAllText",
        ],
        "System.IO.Directory" => &["CreateDirectory", "Delete", "Exists", "GetDirectories", "GetFiles"],
        "System.IO.Path" => &[
            "ChangeExtension",
            "Combine",
            "GetDirectoryName",
            "GetExtension",
            "GetFileName",
            "GetFileNameWithoutExtension",
            "GetFullPath",
            "GetTempPath",
            "HasExtension",
            "IsPathRooted",
        ],
        "System.Environment" => {
            &["ExpandEnvironmentVariables", "GetEnvironmentVariable", "SetEnvironmentVariable"]
        }
        _ => &[],
    }
}

/// A value of a type, whose members are those of all its values.
pub(super) fn sample(of: &Type) -> Option<Value> {
    match of {
        Type::String => Some(Value::text("")),
        Type::DateTime => Some(Value::DateTime(DateTime::MIN)),
        Type::TimeSpan => Some(Value::TimeSpan(crate::value::TimeSpan::ZERO)),
        Type::Guid => Some(Value::Guid(uuid::Uuid::nil())),
        Type::Array(_) => Some(Value::array(Vec::new())),
        Type::Uri => Some(Value::Uri(Rc::new(crate::value::Uri::parse("sip:kim@contoso.com")))),
        _ => None,
    }
}

const STRING: &[&str] = &[
    "Contains",
    "EndsWith",
    "IndexOf",
    "Insert",
    "LastIndexOf",
    "PadLeft",
    "PadRight",
    "Remove",
    "Replace",
    "Split",
    "StartsWith",
    "Substring",
    "ToCharArray",
    "ToLower",
    "ToString",
    "ToUpper",
    "Trim",
    "TrimEnd",
    "TrimStart",
];

const DATE: &[&str] = &[
    "Add",
    "AddDays",
    "AddHours",
    "AddMilliseconds",
    "AddMinutes",
    "AddMonths",
    "AddSeconds",
    "AddTicks",
    "AddYears",
    "Subtract",
    "ToLocalTime",
    "ToLongDateString",
    "ToLongTimeString",
    "ToShortDateString",
    "ToShortTimeString",
    "ToString",
    "ToUniversalTime",
];

const LIST: &[&str] = &[
    "Add", "AddRange", "Clear", "Contains", "GetRange", "IndexOf", "Insert", "Remove", "RemoveAt", "Reverse",
    "Sort", "ToArray",
];

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::host::testing::MemoryHost;
    use crate::member::{call, call_static, static_property};
    use crate::setting::Setting;

    fn setting() -> Setting {
        Setting::new(Rc::new(MemoryHost::new(DateTime::MIN)))
    }

    /// Whether a call failed because there is no such method, and not for its arguments.
    fn is_absent<T: std::fmt::Debug>(result: &crate::value::Outcome<T>) -> bool {
        result.as_ref().is_err_and(|fault| fault.id == "MethodNotFound")
    }

    #[test]
    fn every_method_that_is_listed_is_there() {
        let setting = setting();
        let samples = [Type::String, Type::DateTime, Type::TimeSpan, Type::Array(Rc::new(Type::Object))];
        for value in samples.iter().filter_map(sample) {
            for name in methods(&value) {
                let results = (0..3).map(|count| call(&value, name, &vec![Value::Int(1); count], &setting));
                assert!(results.into_iter().any(|result| !is_absent(&result)), "{value:?}.{name}");
            }
        }
    }

    #[test]
    fn every_static_member_that_is_listed_is_there() {
        let setting = setting();
        let names = [
            "string",
            "datetime",
            "timespan",
            "guid",
            "regex",
            "int",
            "double",
            "math",
            "System.IO.File",
            "System.IO.Directory",
            "System.IO.Path",
            "Environment",
            "System.Text.Encoding",
            "DayOfWeek",
        ];
        for of in names.iter().map(|name| Type::resolve(name).unwrap()) {
            let (properties, methods) = statics(&of);
            for name in properties {
                let found = static_property(&of, &name, &setting).unwrap();
                assert!(!found.is_null(), "[{}]::{name}", of.name());
            }
            for name in methods {
                let results =
                    (0..4).map(|count| call_static(&of, name, &vec![Value::text("x"); count], &setting));
                assert!(results.into_iter().any(|result| !is_absent(&result)), "[{}]::{name}", of.name());
            }
        }
    }
}
