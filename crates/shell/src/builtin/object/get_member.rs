//! Get-Member.

mod methods;

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::convert::display;
use crate::flow::Flow;
use crate::member;
use crate::session::Session;
use crate::setting::Setting;
use crate::text::{Case, Wildcard};
use crate::value::{Category, Fault, Object, Outcome, Property, Role, Type, Value};

pub(super) fn register(session: &mut Session) {
    session.register(&GET_MEMBER, Rc::new(|| Box::new(GetMember::default())));
}

const GET_MEMBER: Declaration = Declaration {
    name: "Get-Member",
    aliases: &["gm"],
    synopsis: "Shows which properties and methods objects have.",
    description: "Objects of the same type are shown once.",
    parameters: &[
        Declared::new("InputObject", "psobject", "The object; usually it is piped in.").from_pipeline(),
        Declared::new("Name", "string[]", "The members to show; wildcards are allowed.").at(0),
        Declared::new("MemberType", "string[]", "Which kinds of members.").aliases(&["Type"]).values(&[
            "AliasProperty",
            "Property",
            "NoteProperty",
            "ScriptProperty",
            "Properties",
            "Method",
            "ScriptMethod",
            "Methods",
            "All",
        ]),
        Declared::switch("Force", "Taken for scripts that give it; nothing is hidden here."),
    ],
    default_set: "",
    should_process: false,
    input: "Any object.",
    output: "An object for each member with Name, MemberType and Definition.",
    examples: &[
        Example {
            code: "[pscustomobject]@{ Name = 'Help Desk'; Waiting = 3 } | Get-Member -MemberType NoteProperty",
            about: "Shows the properties of an object.",
        },
        Example {
            code: "'Help Desk' | Get-Member T*",
            about: "Shows the methods of texts that begin with T.",
        },
    ],
};

#[derive(Default)]
struct GetMember {
    names: Vec<Wildcard>,
    kinds: Vec<Arc<str>>,
    shown: BTreeSet<String>,
    any: bool,
}

/// A member as it is shown.
struct Member {
    name: Arc<str>,
    kind: &'static str,
    definition: String,
}

impl Cmdlet for GetMember {
    fn begin(&mut self, call: &mut Call<'_>) -> Flow {
        let names = call.texts("Name")?;
        let names = names.iter().map(|name| Wildcard::new(name, Case::Ignored)).collect::<Outcome<_>>();
        self.names = names.map_err(|fault| call.fail(fault))?;
        self.kinds = call.texts("MemberType")?;
        Ok(())
    }

    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let Some(object) = call.value("InputObject").filter(|object| !object.is_null()) else {
            return Ok(());
        };
        self.any = true;
        let type_name = match &object {
            Value::Object(own) => own.type_name().to_string(),
            other => other.type_name(),
        };
        if !self.shown.insert(type_name.clone()) {
            return Ok(());
        }
        let mut members = members(&object, call.setting())?;
        members.retain(|member| self.is_wanted(member));
        members.sort_by(|a, b| {
            a.kind.cmp(b.kind).then_with(|| a.name.to_lowercase().cmp(&b.name.to_lowercase()))
        });
        members.dedup_by(|a, b| a.kind == b.kind && a.name == b.name);
        members.into_iter().try_for_each(|member| call.write(member.into_value(&type_name)))
    }

    fn end(&mut self, call: &mut Call<'_>) -> Flow {
        if self.any {
            return Ok(());
        }
        call.error(
            Fault::new(
                "You must specify an object for the Get-Member cmdlet.",
                "NoObjectInGetMember",
                Category::CloseError,
            )
            .with_exception("System.InvalidOperationException"),
        )
    }
}

impl GetMember {
    fn is_wanted(&self, member: &Member) -> bool {
        let fits = |kind: &Arc<str>| match &*kind.to_ascii_lowercase() {
            "all" => true,
            "properties" => member.kind.ends_with("Property"),
            "methods" => member.kind.ends_with("Method"),
            other => member.kind.eq_ignore_ascii_case(other),
        };
        (self.kinds.is_empty() || self.kinds.iter().any(fits))
            && (self.names.is_empty() || self.names.iter().any(|name| name.matches(&member.name)))
    }
}

impl Member {
    fn into_value(self, type_name: &str) -> Value {
        thread_local! {
            static NAMES: Rc<[Arc<str>]> =
                Rc::from(["Microsoft.PowerShell.Commands.MemberDefinition".into(), "System.Object".into()]);
        }
        let properties = vec![
            Property::read_only("TypeName", Value::text(type_name)),
            Property::read_only("Name", Value::String(self.name)),
            Property::read_only("MemberType", Value::text(self.kind)),
            Property::read_only("Definition", Value::text(&self.definition)),
        ];
        Value::Object(Object::with_text(NAMES.with(Rc::clone), properties, &self.definition))
    }
}

/// All members of a value.
fn members(value: &Value, setting: &Setting) -> Outcome<Vec<Member>> {
    let mut members = Vec::new();
    let bare = value.bare();
    for (name, definition) in methods::own(bare).iter().chain(methods::COMMON) {
        members.push(Member { name: Arc::from(*name), kind: "Method", definition: (*definition).to_owned() });
    }
    let is_plain = |object: &Object| object.native().is_none();
    if !matches!(bare, Value::Object(object) if is_plain(object)) {
        for (name, value) in member::properties(bare, setting)? {
            let definition = format!("{} {name} {{get;}}", type_text(value.type_of()));
            members.push(Member { name, kind: "Property", definition });
        }
    }
    if let Value::Object(object) = value {
        let is_note = object.is_custom() || object.base().is_some();
        members.extend(object.properties().iter().filter_map(|property| of_property(property, is_note)));
    }
    Ok(members)
}

fn of_property(property: &Property, is_note: bool) -> Option<Member> {
    let Property { name, value, declared, role } = property;
    let of = || type_text(declared.as_deref().cloned().or_else(|| value.type_of()));
    let (kind, definition) = match role {
        Role::Hidden => return None,
        Role::Alias => ("AliasProperty", format!("{name} = {}", display(value))),
        Role::Computed => ("ScriptProperty", format!("System.Object {name} {{get={};}}", display(value))),
        Role::Method => ("ScriptMethod", format!("System.Object {name}();")),
        Role::Plain | Role::ReadOnly if is_note => {
            let shown = if value.is_null() { "null".to_owned() } else { display(value) };
            ("NoteProperty", format!("{} {name}={shown}", of()))
        }
        Role::Plain => ("Property", format!("{} {name} {{get;set;}}", of())),
        Role::ReadOnly => ("Property", format!("{} {name} {{get;}}", of())),
    };
    Some(Member { name: Arc::clone(name), kind, definition })
}

/// A type as definitions name it.
fn type_text(of: Option<Type>) -> String {
    match of {
        None => "System.Object".to_owned(),
        Some(Type::Array(element)) => format!("{}[]", type_text(Some((*element).clone()))),
        Some(Type::Object) => "System.Object".to_owned(),
        Some(other) => display(&Value::Type(other)),
    }
}
