//! Get-Help.

mod info;
mod page;

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use self::page::{Extent, Page};
use super::modules;
use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::Flow;
use crate::format::columns;
use crate::help::Topic;
use crate::session::Session;
use crate::session::scope::Function;
use crate::text::{Case, Wildcard};
use crate::value::{Category, Fault, Value};

pub(super) fn register(session: &mut Session) {
    session.register(&GET_HELP, Rc::new(|| Box::new(GetHelp)));
    info::register(session);
}

const GET_HELP: Declaration = Declaration {
    name: "Get-Help",
    aliases: &["help", "man"],
    synopsis: "Shows how commands are used.",
    description: "Without a name it shows where to begin. A wildcard, or a word that is no command, shows the commands \
                  that it fits. The help of functions and scripts is the comment in them that has .SYNOPSIS. \
                  A command with the switch -? shows its help, too.",
    parameters: &[
        Declared::new("Name", "string", "The command; wildcards are allowed.")
            .at(0)
            .from_pipeline()
            .from_property(),
        Declared::switch("Detailed", "Shows what the parameters are for, and the examples.")
            .mandatory()
            .within(&["DetailedView"]),
        Declared::switch("Full", "Shows everything.").within(&["AllUsersView"]),
        Declared::switch("Examples", "Shows the examples alone.").mandatory().within(&["Examples"]),
        Declared::new("Parameter", "string[]", "Shows these parameters alone; wildcards are allowed.")
            .mandatory()
            .within(&["Parameters"]),
        Declared::new("Category", "string[]", "Lists only commands of these kinds.").values(&[
            "Alias",
            "Cmdlet",
            "Function",
            "Filter",
            "ExternalScript",
            "All",
        ]),
    ],
    default_set: "AllUsersView",
    should_process: false,
    input: "The name of a command.",
    output: "MamlCommandHelpInfo objects, which print as a page, or HelpInfoShort objects in a list.",
    examples: &[
        Example { code: "Get-Help Sort-Object -Examples", about: "Shows how Sort-Object is used." },
        Example { code: "Get-Help *-Object", about: "Shows the commands for objects." },
        Example { code: "Get-Help Select-Object -Parameter First", about: "Shows what a parameter is for." },
        Example { code: "(Get-Help Get-Date).Synopsis", about: "What a command does, as text." },
    ],
};

struct GetHelp;

impl Cmdlet for GetHelp {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        match call.text("Name")? {
            Some(name) => find(&name, call),
            None => overview(call),
        }
    }
}

/// Writes the help of what a name means.
fn find(name: &Arc<str>, call: &mut Call<'_>) -> Flow {
    if let Some(found) = call.session.find_command(name) {
        let topic = Topic::of(&found, call.session)?;
        return show(topic, call);
    }
    let pattern = if Wildcard::is_pattern(name) { name.to_string() } else { format!("*{name}*") };
    let pattern = Wildcard::new(&pattern, Case::Ignored).map_err(|fault| call.fail(fault))?;
    let all = all(call)?;
    let mut fitting: Vec<_> = all.iter().filter(|one| pattern.matches(&one.name)).collect();
    if fitting.is_empty() && !Wildcard::is_pattern(name) {
        fitting = all.iter().filter(|one| pattern.matches(&one.synopsis)).collect();
    }
    if let [only] = fitting[..]
        && let Some(found) = call.session.find_command(&only.name)
    {
        let topic = Topic::of(&found, call.session)?;
        return show(topic, call);
    }
    if fitting.is_empty() && !Wildcard::is_pattern(name) {
        return call.error(no_help(name, &all));
    }
    fitting
        .into_iter()
        .try_for_each(|one| call.write(info::short(&one.name, one.category, one.module, &one.synopsis)))
}

/// A command as a list shows it.
struct Listed {
    name: String,
    category: &'static str,
    module: &'static str,
    synopsis: String,
}

/// The functions and cmdlets of the categories that are asked for.
fn all(call: &mut Call<'_>) -> Flow<Vec<Listed>> {
    let categories = call.texts("Category")?;
    let is_asked = |category: &str| {
        let fits =
            |asked: &Arc<str>| asked.eq_ignore_ascii_case("All") || asked.eq_ignore_ascii_case(category);
        categories.is_empty() || categories.iter().any(fits)
    };
    let mut all = Vec::new();
    if is_asked("Function") || is_asked("Filter") {
        for function in functions(call.session) {
            let topic = Topic::of(&crate::session::Found::Function(function), call.session)?;
            all.push(Listed { name: topic.name, category: "Function", module: "", synopsis: topic.synopsis });
        }
    }
    if is_asked("Cmdlet") {
        all.extend(call.session.commands().all().map(|cmdlet| {
            let Declaration { name, synopsis, .. } = *cmdlet.declaration;
            let module = modules::of_command(name).name;
            Listed { name: name.to_owned(), category: "Cmdlet", module, synopsis: synopsis.to_owned() }
        }));
    }
    Ok(all)
}

fn functions(session: &Session) -> Vec<Rc<Function>> {
    let mut functions: Vec<Rc<Function>> = Vec::new();
    let mut next = Some(Rc::clone(&session.context().scope));
    while let Some(scope) = next {
        for function in scope.functions() {
            if !functions.iter().any(|known| known.name.eq_ignore_ascii_case(&function.name)) {
                functions.push(function);
            }
        }
        next = scope.parent().map(Rc::clone);
    }
    functions.sort_by_key(|function| function.name.to_lowercase());
    functions
}

fn show(topic: Topic, call: &mut Call<'_>) -> Flow {
    let topic = Rc::new(topic);
    let wanted = call.texts("Parameter")?;
    if !wanted.is_empty() {
        return wanted.iter().try_for_each(|name| show_parameter(&topic, name, call));
    }
    let extent = if call.switch("Full") {
        Extent::Full
    } else if call.switch("Detailed") {
        Extent::Detailed
    } else if call.switch("Examples") {
        Extent::Examples
    } else {
        Extent::Brief
    };
    call.write(info::command(&topic, extent))
}

fn show_parameter(topic: &Rc<Topic>, name: &Arc<str>, call: &mut Call<'_>) -> Flow {
    let pattern = Wildcard::new(name, Case::Ignored).map_err(|fault| call.fail(fault))?;
    let places = 0..topic.parameters.len();
    let fitting: Vec<_> = places.filter(|at| pattern.matches(&topic.parameters[*at].name)).collect();
    if fitting.is_empty() {
        return call.error(
            Fault::new(
                format!("No parameter matches criteria {name}."),
                "NoParameterMatchesCriteria",
                Category::InvalidArgument,
            )
            .with_target(Value::String(Arc::clone(name))),
        );
    }
    fitting.into_iter().try_for_each(|at| call.write(info::parameter(topic, at)))
}

/// Where to begin.
fn overview(call: &mut Call<'_>) -> Flow {
    let mut page = Page::new(columns(call.setting()));
    page.section(
        "TOPIC",
        "The shell speaks the language of Windows PowerShell 5.1. Scripts that were written for that run here; \
         commands and types that are not there are reported before a script begins.",
    );
    let nouns = product_nouns(call.session);
    if let Some(width) = nouns.keys().map(|noun| noun.len()).max() {
        page.head("COMMANDS OF THE PRODUCT");
        for (noun, verbs) in &nouns {
            let verbs: Vec<_> = verbs.iter().map(|verb| format!("{verb}-")).collect();
            page.row(noun, width, &verbs.join(" "));
        }
        page.lines.push(String::new());
    }
    // What there is to do stands last: it is what is left on a small screen.
    page.head("HELP");
    let rows = [
        ("Get-Help NAME", "What a command does and how it is called."),
        ("Get-Help NAME -Examples", "How it is used."),
        ("Get-Help WORD", "The commands whose name or purpose has the word."),
        ("Get-Command *NOUN*", "The commands for something."),
        ("OBJECT | Get-Member", "Which properties an object has."),
    ];
    rows.iter().for_each(|(typed, about)| page.row(typed, 24, about));
    call.write(Value::from(page.text()))
}

/// The nouns of the product with their verbs.
fn product_nouns(session: &Session) -> BTreeMap<&'static str, Vec<&'static str>> {
    let names = session.commands().all().map(|cmdlet| cmdlet.declaration.name);
    let mut nouns: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for name in names.filter(|name| modules::of_command(name).is_product) {
        if let Some((verb, noun)) = name.split_once('-') {
            nouns.entry(noun).or_default().push(verb);
        }
    }
    nouns
}

fn no_help(name: &str, all: &[Listed]) -> Box<Fault> {
    let lower = name.to_lowercase();
    let likeness = |one: &Listed| strsim::jaro_winkler(&lower, &one.name.to_lowercase());
    let nearest = all.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    let advice = match nearest.filter(|one| likeness(one) >= LIKENESS_MIN) {
        Some(nearest) => format!("Did you mean {}? ", nearest.name),
        None => String::new(),
    };
    Fault::new(
        format!(
            "Get-Help could not find {name} in a help file in this session. {advice}Get-Command lists all commands."
        ),
        "HelpNotFound",
        Category::ResourceUnavailable,
    )
    .with_exception("Microsoft.PowerShell.Commands.HelpNotFoundException")
}

/// How much a name must be like another to be meant by it, from 0 to 1.
const LIKENESS_MIN: f64 = 0.85;
