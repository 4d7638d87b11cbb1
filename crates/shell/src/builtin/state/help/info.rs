//! Help as objects: scripts read their properties, and their views print pages.

use std::rc::Rc;
use std::sync::Arc;

use super::super::modules;
use super::page::{Extent, Page};
use crate::format::{Field, View, columns};
use crate::help::{About, Topic};
use crate::session::Session;
use crate::setting::Setting;
use crate::value::{Array, Object, Property, Value};

/// What a view prints.
enum Shown {
    Topic(Rc<Topic>, Extent),
    /// A parameter of the topic, by its place.
    Parameter(Rc<Topic>, usize),
}

/// Makes the views known.
pub(super) fn register(session: &Session) {
    session.setting().change_views(|views| {
        views.add(&[COMMAND, PARAMETER], View::text(Field::computed("", page)).apart());
        views.add(
            &[SHORT],
            View::table(vec![
                Field::property("Name").width(33),
                Field::property("Category").width(14),
                Field::property("Synopsis"),
            ])
            .wrapping(),
        );
    });
}

const COMMAND: &str = "MamlCommandHelpInfo";
const PARAMETER: &str = "MamlCommandHelpInfo#parameter";
const SHORT: &str = "HelpInfoShort";

/// The page that an object was made for.
fn page(object: &Value, setting: &Setting) -> Value {
    let kept = match object.bare() {
        Value::Object(object) => object.kept(SHOWN),
        _ => None,
    };
    let Some(Value::Object(bearer)) = kept else { return Value::Null };
    let mut page = Page::new(columns(setting));
    match bearer.payload::<Shown>().as_deref() {
        Some(Shown::Topic(topic, extent)) => {
            page.topic(topic, *extent);
            Value::from(format!("\n{}\n\n", page.text()))
        }
        Some(Shown::Parameter(topic, at)) => {
            page.parameter(&topic.parameters[*at], true);
            // A line between one parameter and the next.
            Value::from(page.text() + "\n")
        }
        None => Value::Null,
    }
}

const SHOWN: &str = "Shown";

/// The help of a command as an object.
pub(super) fn command(topic: &Rc<Topic>, extent: Extent) -> Value {
    let view = match extent {
        Extent::Brief => COMMAND,
        Extent::Detailed => "MamlCommandHelpInfo#DetailedView",
        Extent::Full => "MamlCommandHelpInfo#FullView",
        Extent::Examples => "MamlCommandHelpInfo#ExamplesView",
    };
    let parameters = (0..topic.parameters.len()).map(|at| parameter(topic, at)).collect();
    let examples = (1..).zip(&topic.examples).map(|(number, sample)| {
        plain(vec![
            text("title", format!("EXAMPLE {number}")),
            text("code", &sample.code),
            one("remarks", paragraphs(&sample.about)),
        ])
    });
    let items = topic.syntax.iter().map(|line| plain(vec![text("syntaxItem", line)])).collect();
    let properties = vec![
        text("Name", &topic.name),
        text("Category", topic.category),
        text("Synopsis", &topic.synopsis),
        text("ModuleName", module(topic)),
        one("description", paragraphs(&topic.description)),
        one("syntax", list(items)),
        one("parameters", plain(vec![one("parameter", list(parameters))])),
        text("inputTypes", &topic.input),
        text("returnValues", &topic.output),
        one("examples", plain(vec![one("example", list(examples.collect()))])),
        text("aliases", topic.aliases.join(", ")),
        text("alertSet", &topic.notes),
        one("relatedLinks", list(topic.links.iter().map(Value::text).collect())),
        Property::hidden(SHOWN, bearer(Shown::Topic(Rc::clone(topic), extent))),
    ];
    let own = if extent == Extent::Brief { vec![COMMAND] } else { vec![view, COMMAND] };
    named(&[&own[..], &["HelpInfo"]].concat(), properties)
}

/// The help of a parameter as an object.
pub(super) fn parameter(topic: &Rc<Topic>, at: usize) -> Value {
    let about: &About = &topic.parameters[at];
    let piped = about.piped.join(", ");
    let properties = vec![
        text("name", &about.name),
        one("description", paragraphs(&about.help)),
        text("parameterValue", &about.of),
        text("required", about.is_mandatory.to_string()),
        text("position", about.position.map_or_else(|| "named".to_owned(), |place| place.to_string())),
        text("pipelineInput", if piped.is_empty() { "false".to_owned() } else { format!("true ({piped})") }),
        text("aliases", about.aliases.join(", ")),
        Property::hidden(SHOWN, bearer(Shown::Parameter(Rc::clone(topic), at))),
    ];
    named(&[PARAMETER], properties)
}

/// A command among others.
pub(super) fn short(name: &str, category: &str, module: &str, synopsis: &str) -> Value {
    let properties = vec![
        text("Name", name),
        text("Category", category),
        text("ModuleName", module),
        text("Synopsis", synopsis),
    ];
    named(&[SHORT], properties)
}

/// The module that a command would come from on Windows.
fn module(topic: &Topic) -> &'static str {
    if topic.category == "Cmdlet" { modules::of_command(&topic.name).name } else { "" }
}

fn text(name: &str, value: impl AsRef<str>) -> Property {
    Property::read_only(name, Value::text(value))
}

fn one(name: &str, value: Value) -> Property {
    Property::read_only(name, value)
}

fn plain(properties: Vec<Property>) -> Value {
    Value::Object(Object::custom_of(properties))
}

fn list(values: Vec<Value>) -> Value {
    Value::Array(Array::new(values))
}

fn paragraphs(about: &str) -> Value {
    list(
        about.split("\n\n").filter(|one| !one.is_empty()).map(|one| plain(vec![text("Text", one)])).collect(),
    )
}

fn named(names: &[&str], properties: Vec<Property>) -> Value {
    let names: Rc<[Arc<str>]> = names
        .iter()
        .chain(&["System.Management.Automation.PSCustomObject", "System.Object"])
        .map(|name| Arc::from(*name))
        .collect();
    Value::Object(Object::of_type(names, properties))
}

fn bearer(shown: Shown) -> Value {
    Value::Object(Object::bearing(Rc::from([Arc::from("HelpPage")]), Rc::new(shown)))
}
