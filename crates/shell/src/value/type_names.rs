//! What the names between brackets mean.

use std::rc::Rc;
use std::sync::Arc;

use super::{Category, EnumType, IntegerRange, ListKind, Type};

/// Reads a type's name. Case does not matter, `System.` may be left out.
pub(super) fn resolve(name: &str) -> Option<Type> {
    resolve_within(name, NESTING_MAX)
}

/// The names that are resolved, for completion.
pub(super) fn names() -> Vec<String> {
    let simple = simple().into_iter().map(|(name, _)| name.to_owned()).filter(|name| !name.contains('.'));
    let enumerations: Vec<String> =
        ENUMERATIONS.with(|all| all.iter().map(|one| one.full_name().to_string()).collect());
    let full = NAMED.iter().chain(EXCEPTIONS).map(|name| (*name).to_owned());
    simple.chain(full).chain(enumerations).collect()
}

/// How deep `List[List[...]]` and `int[][]` may go.
const NESTING_MAX: u32 = 8;

fn resolve_within(name: &str, depth: u32) -> Option<Type> {
    let depth = depth.checked_sub(1)?;
    let name = name.trim();
    if let Some(element) = name.strip_suffix("[]") {
        return Some(Type::Array(Rc::new(resolve_within(element, depth)?)));
    }
    if let Some((outer, inner)) = generic(name) {
        return resolve_generic(outer, inner, depth);
    }
    let lower = name.to_ascii_lowercase();
    let short = lower.strip_prefix("system.").unwrap_or(&lower);
    if let Some((_, found)) = simple().into_iter().find(|(known, _)| *known == short || *known == lower) {
        return Some(found);
    }
    if lower == "ref" {
        return Some(Type::Named(Arc::from(crate::session::REFERENCE)));
    }
    if let Some(found) = enumeration(&lower, short) {
        return Some(Type::Enum(found));
    }
    let known = NAMED.iter().find(|known| {
        let known = known.to_ascii_lowercase();
        known == lower || known.strip_prefix("system.") == Some(short)
    });
    if let Some(full) = known {
        return Some(Type::Named(Arc::from(*full)));
    }
    let exception = EXCEPTIONS.iter().find(|known| {
        let known = known.to_ascii_lowercase();
        known == lower || known.strip_prefix("system.") == Some(short)
    });
    exception.map(|full| Type::Named(Arc::from(*full)))
}

/// `List[int]` and ``List`1[int]`` as (`List`, `int`).
fn generic(name: &str) -> Option<(&str, &str)> {
    let (outer, inner) = name.strip_suffix(']')?.split_once('[')?;
    Some((outer.split('`').next().unwrap_or(outer).trim(), inner))
}

fn resolve_generic(outer: &str, inner: &str, depth: u32) -> Option<Type> {
    let outer = outer.to_ascii_lowercase();
    let outer = outer.strip_prefix("system.").unwrap_or(&outer);
    let inner = inner.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')).unwrap_or(inner);
    match outer {
        "collections.generic.list" | "collections.generic.ilist" => {
            Some(Type::List(ListKind::Generic, Rc::new(resolve_within(inner, depth)?)))
        }
        "collections.objectmodel.collection" => {
            Some(Type::List(ListKind::Collection, Rc::new(resolve_within(inner, depth)?)))
        }
        "collections.generic.hashset" => named_generic("HashSet", inner, depth),
        "collections.generic.queue" => named_generic("Queue", inner, depth),
        "collections.generic.stack" => named_generic("Stack", inner, depth),
        "nullable" => resolve_within(inner, depth),
        "collections.generic.dictionary" => Some(Type::Hashtable),
        _ => None,
    }
}

/// A generic collection that is known by its full name.
fn named_generic(name: &str, inner: &str, depth: u32) -> Option<Type> {
    let element = resolve_within(inner, depth)?;
    Some(Type::Named(Arc::from(format!("System.Collections.Generic.{name}`1[{}]", element.full_name()))))
}

/// Names that are one type each, in small letters and without `system.`.
fn simple() -> Vec<(&'static str, Type)> {
    let objects = Rc::new(Type::Object);
    vec![
        ("object", Type::Object),
        ("psobject", Type::PsObject),
        ("pscustomobject", Type::PsObject),
        ("management.automation.psobject", Type::PsObject),
        ("management.automation.pscustomobject", Type::PsObject),
        ("void", Type::Void),
        ("bool", Type::Bool),
        ("boolean", Type::Bool),
        ("byte", Type::Byte),
        ("int", Type::Int),
        ("int32", Type::Int),
        ("long", Type::Long),
        ("int64", Type::Long),
        ("sbyte", Type::Integer(&SBYTE)),
        ("int16", Type::Integer(&SHORT)),
        ("short", Type::Integer(&SHORT)),
        ("uint16", Type::Integer(&USHORT)),
        ("ushort", Type::Integer(&USHORT)),
        ("uint32", Type::Integer(&UINT)),
        ("uint", Type::Integer(&UINT)),
        ("uint64", Type::Integer(&ULONG)),
        ("ulong", Type::Integer(&ULONG)),
        ("double", Type::Double),
        ("float", Type::Real("System.Single")),
        ("single", Type::Real("System.Single")),
        ("decimal", Type::Real("System.Decimal")),
        ("char", Type::Char),
        ("string", Type::String),
        ("datetime", Type::DateTime),
        ("timespan", Type::TimeSpan),
        ("guid", Type::Guid),
        ("uri", Type::Uri),
        ("version", Type::Version),
        ("regex", Type::Regex),
        ("text.regularexpressions.regex", Type::Regex),
        ("array", Type::Array(Rc::clone(&objects))),
        ("collections.arraylist", Type::List(ListKind::ArrayList, objects)),
        ("hashtable", Type::Hashtable),
        ("collections.hashtable", Type::Hashtable),
        ("ordered", Type::Ordered),
        ("collections.specialized.ordereddictionary", Type::Ordered),
        ("type", Type::Type),
        ("runtimetype", Type::Type),
        ("scriptblock", Type::ScriptBlock),
        ("management.automation.scriptblock", Type::ScriptBlock),
        ("management.automation.errorrecord", Type::ErrorRecord),
        ("xml", Type::Named(Arc::from("System.Xml.XmlDocument"))),
        ("switch", Type::Switch),
        ("management.automation.switchparameter", Type::Switch),
    ]
}

fn enumeration(lower: &str, short: &str) -> Option<Rc<EnumType>> {
    ENUMERATIONS.with(|all| {
        let found = all.iter().find(|one| {
            let full = one.full_name().to_ascii_lowercase();
            full == lower || full.strip_prefix("system.") == Some(short)
        });
        found.map(Rc::clone)
    })
}

static SBYTE: IntegerRange = IntegerRange { name: "System.SByte", least: -128, most: 127 };
static SHORT: IntegerRange = IntegerRange { name: "System.Int16", least: -32_768, most: 32_767 };
static USHORT: IntegerRange = IntegerRange { name: "System.UInt16", least: 0, most: 65_535 };
static UINT: IntegerRange = IntegerRange { name: "System.UInt32", least: 0, most: 4_294_967_295 };
/// As far as a Long goes.
static ULONG: IntegerRange = IntegerRange { name: "System.UInt64", least: 0, most: i64::MAX };

/// Classes that are known for their static members, and interfaces that `-is` asks for.
const NAMED: &[&str] = &[
    "System.Math",
    "System.Convert",
    "System.Environment",
    "System.Console",
    "System.GC",
    "System.Random",
    "System.IO.Path",
    "System.IO.File",
    "System.IO.Directory",
    "System.Text.Encoding",
    "System.Collections.IEnumerable",
    "System.Collections.ICollection",
    "System.Collections.IList",
    "System.Collections.IDictionary",
    "System.IComparable",
    "System.ValueType",
    "System.Enum",
    "System.Threading.Thread",
    "System.Globalization.CultureInfo",
    "System.Text.RegularExpressions.Match",
    "System.Collections.Queue",
    "System.Collections.Stack",
    "System.Diagnostics.Stopwatch",
    "System.Net.Dns",
    "System.Net.ServicePointManager",
    "System.Security.Principal.WindowsIdentity",
    "System.Security.Principal.WindowsPrincipal",
    "System.StringComparer",
    "System.Text.StringBuilder",
    "System.Xml.XmlAttribute",
    "System.Xml.XmlDocument",
    "System.Xml.XmlElement",
    "System.Xml.XmlNode",
    crate::session::REFERENCE,
];

const EXCEPTIONS: &[&str] = &[
    "System.Exception",
    "System.SystemException",
    "System.ArgumentException",
    "System.ArgumentNullException",
    "System.ArgumentOutOfRangeException",
    "System.ArithmeticException",
    "System.DivideByZeroException",
    "System.OverflowException",
    "System.FormatException",
    "System.InvalidCastException",
    "System.InvalidOperationException",
    "System.IndexOutOfRangeException",
    "System.NotSupportedException",
    "System.NotImplementedException",
    "System.NullReferenceException",
    "System.OutOfMemoryException",
    "System.TimeoutException",
    "System.UnauthorizedAccessException",
    "System.IO.IOException",
    "System.IO.FileNotFoundException",
    "System.IO.DirectoryNotFoundException",
    "System.Net.WebException",
    "System.Xml.XmlException",
    "System.Xml.XPath.XPathException",
    "System.Management.Automation.RuntimeException",
    "System.Management.Automation.MethodInvocationException",
    "System.Management.Automation.SetValueInvocationException",
    "System.Management.Automation.CommandNotFoundException",
    "System.Management.Automation.ParameterBindingException",
    "System.Management.Automation.ItemNotFoundException",
    "System.Management.Automation.DriveNotFoundException",
    "System.Management.Automation.ActionPreferenceStopException",
    "System.Management.Automation.PSInvalidCastException",
    "System.Management.Automation.PSArgumentException",
];

thread_local! {
    /// The enumerations of .NET and PowerShell that scripts name.
    pub(super) static ENUMERATIONS: Vec<Rc<EnumType>> = vec![
        EnumType::numbered(
            "System.DayOfWeek",
            &["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
        ),
        EnumType::numbered("System.DateTimeKind", &["Unspecified", "Utc", "Local"]),
        EnumType::flags("System.StringSplitOptions", &[("None", 0), ("RemoveEmptyEntries", 1)]),
        EnumType::numbered(
            "System.StringComparison",
            &[
                "CurrentCulture", "CurrentCultureIgnoreCase", "InvariantCulture", "InvariantCultureIgnoreCase",
                "Ordinal", "OrdinalIgnoreCase",
            ],
        ),
        EnumType::numbered("System.MidpointRounding", &["ToEven", "AwayFromZero"]),
        EnumType::flags(
            "System.Text.RegularExpressions.RegexOptions",
            &[
                ("None", 0), ("IgnoreCase", 1), ("Multiline", 2), ("ExplicitCapture", 4), ("Compiled", 8),
                ("Singleline", 16), ("IgnorePatternWhitespace", 32), ("RightToLeft", 64), ("ECMAScript", 256),
                ("CultureInvariant", 512),
            ],
        ),
        EnumType::numbered(
            "System.Management.Automation.ActionPreference",
            &["SilentlyContinue", "Stop", "Continue", "Inquire", "Ignore", "Suspend"],
        ),
        EnumType::numbered(
            "System.Management.Automation.ErrorCategory",
            &Category::ALL.iter().map(ToString::to_string).collect::<Vec<_>>().iter().map(String::as_str).collect::<Vec<_>>(),
        ),
        EnumType::numbered(
            "System.ConsoleColor",
            &[
                "Black", "DarkBlue", "DarkGreen", "DarkCyan", "DarkRed", "DarkMagenta", "DarkYellow", "Gray",
                "DarkGray", "Blue", "Green", "Cyan", "Red", "Magenta", "Yellow", "White",
            ],
        ),
        EnumType::flags(
            "System.Net.SecurityProtocolType",
            &[("SystemDefault", 0), ("Ssl3", 48), ("Tls", 192), ("Tls11", 768), ("Tls12", 3072), ("Tls13", 12288)],
        ),
        EnumType::new(
            "System.Security.Principal.WindowsBuiltInRole",
            &[
                ("Administrator", 544), ("User", 545), ("Guest", 546), ("PowerUser", 547), ("AccountOperator", 548),
                ("SystemOperator", 549), ("PrintOperator", 550), ("BackupOperator", 551), ("Replicator", 552),
            ],
        ),
        EnumType::flags(
            "System.Globalization.DateTimeStyles",
            &[
                ("None", 0), ("AllowLeadingWhite", 1), ("AllowTrailingWhite", 2), ("AllowInnerWhite", 4),
                ("AllowWhiteSpaces", 7), ("NoCurrentDateDefault", 8), ("AdjustToUniversal", 16),
                ("AssumeLocal", 32), ("AssumeUniversal", 64), ("RoundtripKind", 128),
            ],
        ),
    ];
}
