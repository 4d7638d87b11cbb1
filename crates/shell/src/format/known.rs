//! The views that Windows PowerShell 5.1 has for its own types.

use super::cells::Alignment;
use super::view::{Field, View, Views};
use crate::convert::display;
use crate::setting::Setting;
use crate::value::{Type, Value};

pub(super) fn register(views: &mut Views) {
    values(views);
    commands(views);
    files(views);
}

fn property(name: &str) -> Field {
    Field::property(name)
}

fn list(names: &[&str]) -> View {
    View::list(names.iter().map(|name| property(name)).collect())
}

fn values(views: &mut Views) {
    let pair = || vec![property("Name").width(30), property("Value")];
    views.add(&["System.Collections.DictionaryEntry"], View::table(pair()));
    views.add(&["System.Collections.DictionaryEntry"], list(&["Name", "Value"]));
    views.add(&["System.Management.Automation.PSVariable"], View::table(pair()));
    views.add(&["System.DateTime"], View::text(property("DateTime")));
    views.add(&["System.TimeSpan"], list(SPAN_PROPERTIES));
    views.add(&["System.TimeSpan"], View::table(SPAN_PROPERTIES.iter().map(|name| property(name)).collect()));
    views.add(
        &["System.Version"],
        View::table(vec![
            property("Major").width(6),
            property("Minor").width(6),
            property("Build").width(6),
            property("Revision").width(8),
        ]),
    );
    views.add(&["System.Guid"], View::table(vec![property("Guid")]));
    views.add(
        &["System.RuntimeType"],
        View::table(vec![
            Field::computed("IsPublic", |_, _| Value::Bool(true)).width(8),
            Field::computed("IsSerial", is_serializable).width(8),
            property("Name").width(40),
            Field::computed("BaseType", base_type),
        ]),
    );
    views.add(
        &["System.Management.Automation.ScriptBlock"],
        View::text(Field::computed("", |block, _| Value::from(display(block)))).apart(),
    );
    views.add(&["System.Exception"], View::text(property("Message")).apart());
    for name in ["WarningRecord", "VerboseRecord", "DebugRecord"] {
        let name = format!("System.Management.Automation.{name}");
        views.add(&[&name], View::text(property("Message")).apart());
    }
    views.add(&["Microsoft.PowerShell.Commands.MatchInfo"], View::text(Field::computed("", match_info)));
    views.add(
        &["System.Management.Automation.InformationRecord"],
        View::text(Field::computed("", |record, _| Value::from(display(record)))).apart(),
    );
}

const SPAN_PROPERTIES: &[&str] = &[
    "Days",
    "Hours",
    "Minutes",
    "Seconds",
    "Milliseconds",
    "Ticks",
    "TotalDays",
    "TotalHours",
    "TotalMinutes",
    "TotalSeconds",
    "TotalMilliseconds",
];

fn is_serializable(value: &Value, _: &Setting) -> Value {
    Value::Bool(!matches!(value.bare(), Value::Type(Type::Named(_))))
}

fn base_type(value: &Value, _: &Setting) -> Value {
    match value.bare() {
        Value::Type(of) => of.base_name().map_or(Value::Null, Value::text),
        _ => Value::Null,
    }
}

fn commands(views: &mut Views) {
    views.add(
        &["Microsoft.PowerShell.Commands.MemberDefinition"],
        View::table(vec![property("Name"), property("MemberType"), property("Definition")])
            .grouped(property("TypeName"))
            .auto_sized(),
    );
    let count = || vec![property("Count").width(5).aligned(Alignment::Right), property("Name").width(25)];
    let mut with_group = count();
    with_group.push(property("Group"));
    let group_info = "Microsoft.PowerShell.Commands.GroupInfo";
    views.add(&[group_info], View::table(with_group));
    views.add(&[group_info], list(&["Name", "Count", "Group", "Values"]));
    let no_element = "Microsoft.PowerShell.Commands.GroupInfoNoElement";
    views.add(&[no_element], View::table(count()));
    views.add(&[no_element], list(&["Name", "Count", "Values"]));
    let history = "Microsoft.PowerShell.Commands.HistoryInfo";
    views.add(
        &[history],
        View::table(vec![property("Id").width(4).aligned(Alignment::Right), property("CommandLine")]),
    );
    views.add(&[history], View::wide(property("CommandLine")));
    views.add(&["System.Management.Automation.PathInfo"], View::table(vec![property("Path")]));
    command_info(views);
}

fn command_info(views: &mut Views) {
    let kinds = [
        "System.Management.Automation.AliasInfo",
        "System.Management.Automation.ApplicationInfo",
        "System.Management.Automation.CmdletInfo",
        "System.Management.Automation.ExternalScriptInfo",
        "System.Management.Automation.FunctionInfo",
        "System.Management.Automation.CommandInfo",
    ];
    views.add(
        &kinds,
        View::table(vec![
            property("CommandType").width(15),
            Field::computed("Name", command_name).width(50),
            property("Version").width(10),
            property("Source"),
        ]),
    );
    let module = "System.Management.Automation.PSModuleInfo";
    let columns = vec![
        property("ModuleType").width(10),
        property("Version").width(10),
        property("Name").width(35),
        property("ExportedCommands"),
    ];
    views.add(&[module], View::table(columns));
    let drive = vec![
        property("Name").width(10),
        property("Used").labelled("Used (GB)").width(13).aligned(Alignment::Right),
        property("Free").labelled("Free (GB)").width(13).aligned(Alignment::Right),
        property("Provider").width(13),
        property("Root").width(35),
        property("CurrentLocation").aligned(Alignment::Right),
    ];
    views.add(&["System.Management.Automation.PSDriveInfo"], View::table(drive));
}

/// An alias shows what it stands for.
fn command_name(command: &Value, setting: &Setting) -> Value {
    let read = |name| super::reading::property(command, name, setting);
    let kind = read("CommandType").unwrap_or_default();
    let shown = if display(&kind) == "Alias" { read("DisplayName") } else { None };
    shown.or_else(|| read("Name")).unwrap_or_default()
}

fn files(views: &mut Views) {
    let types = &["System.IO.DirectoryInfo", "System.IO.FileInfo"];
    let grouped = |view: View| {
        view.grouped_under(Field::computed("PSParentPath", parent), |file, setting| {
            format!("Directory: {}\n", display(&parent(file, setting)))
        })
    };
    let columns = vec![
        property("Mode").width(7),
        Field::computed("LastWriteTime", written).width(25).aligned(Alignment::Right),
        property("Length").width(14).aligned(Alignment::Right),
        property("Name"),
    ];
    views.add(types, grouped(View::table(columns).wrapping()));
    views.add(
        types,
        grouped(list(&["Name", "Length", "CreationTime", "LastWriteTime", "LastAccessTime", "Mode"])),
    );
    views.add(types, grouped(View::wide(Field::computed("Name", bracketed))));
}

/// The folder that a file is in.
fn parent(file: &Value, setting: &Setting) -> Value {
    let read = |name| super::reading::property(file, name, setting).filter(|found| !found.is_null());
    if let Some(path) = read("PSParentPath").or_else(|| read("DirectoryName")) {
        let path = display(&path);
        return Value::text(path.strip_prefix(FILE_SYSTEM).unwrap_or(&path));
    }
    let path = read("FullName").map(|path| display(&path)).unwrap_or_default();
    Value::text(path.rfind(['\\', '/']).map_or("", |end| &path[..end]))
}

const FILE_SYSTEM: &str = "Microsoft.PowerShell.Core\\FileSystem::";

/// The date and the time of the last change, each in a column of its own.
fn written(file: &Value, setting: &Setting) -> Value {
    let Some(moment) = super::reading::property(file, "LastWriteTime", setting) else { return Value::Null };
    let part = |format| crate::operator::format_value(&moment, format, setting).unwrap_or_default();
    Value::from(format!("{:>10}  {:>8}", part("d"), part("t")))
}

/// A line that Select-String found; its file is named as it is called from here.
fn match_info(found: &Value, setting: &Setting) -> Value {
    let text = display(found);
    let folder = setting.host().current_folder();
    let folder = folder.trim_end_matches(['/', '\\']);
    let shorter = |line: &str| match line.split_at_checked(2) {
        Some((mark @ ("> " | "  "), rest)) => format!("{mark}{}", within(rest, folder)),
        _ => within(line, folder).to_owned(),
    };
    Value::from(text.lines().map(shorter).collect::<Vec<_>>().join("\n"))
}

/// A path from `folder` on.
fn within<'p>(path: &'p str, folder: &str) -> &'p str {
    let rest = path.strip_prefix(folder).and_then(|rest| rest.strip_prefix(['/', '\\']));
    rest.filter(|_| !folder.is_empty()).unwrap_or(path)
}

fn bracketed(file: &Value, setting: &Setting) -> Value {
    let name = super::reading::property(file, "Name", setting).unwrap_or_default();
    let folder = super::reading::type_names(file).iter().any(|name| &**name == "System.IO.DirectoryInfo");
    if folder { Value::from(format!("[{}]", display(&name))) } else { name }
}
