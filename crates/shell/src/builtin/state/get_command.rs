//! Get-Command.

use std::rc::Rc;
use std::sync::Arc;

use super::command_info::{alias_info, cmdlet_info, function_info, script_info};
use super::modules;
use crate::command::{Call, Cmdlet, Declaration, Declared, Example, Registered};
use crate::flow::Flow;
use crate::help::syntax_line;
use crate::session::scope::Function;
use crate::session::{Found, Session, unknown_command};
use crate::text::{Case, Wildcard};
use crate::value::{Category, Value};

pub(super) fn register(session: &mut Session) {
    session.register(&GET_COMMAND, Rc::new(|| Box::new(GetCommand::default())));
}

const GET_COMMAND: Declaration =
    Declaration {
        name: "Get-Command",
        aliases: &["gcm"],
        synopsis: "Shows which commands there are.",
        description: "Cmdlets and functions, and their short names where a name or a wildcard fits them.",
        parameters: &[
            Declared::new("Name", "string[]", "The commands; wildcards are allowed.")
                .at(0)
                .from_pipeline()
                .from_property()
                .within(&["Name"]),
            Declared::new("Verb", "string[]", "Only commands with these verbs; wildcards are allowed.")
                .within(&["Parts"]),
            Declared::new("Noun", "string[]", "Only commands with these nouns; wildcards are allowed.")
                .within(&["Parts"]),
            Declared::new("Module", "string[]", "Only the commands of these modules; wildcards are allowed.")
                .aliases(&["PSSnapin"]),
            Declared::new("CommandType", "string[]", "Which kinds of commands.")
                .aliases(&["Type"])
                .values(&["Alias", "Function", "Filter", "Cmdlet", "ExternalScript", "Application", "All"]),
            Declared::new("ParameterName", "string[]", "Only commands that have one of these parameters."),
            Declared::new("TotalCount", "int", "How many are shown at most.").range(0, i32::MAX as i64),
            Declared::switch("Syntax", "Shows how the commands are called."),
            Declared::switch("All", "Shows what other commands of the same name hide, too."),
            Declared::switch("ListImported", "Taken for scripts that give it: everything is imported."),
        ],
        default_set: "Name",
        should_process: false,
        input: "Names of commands.",
        output: "CommandInfo objects, or text with -Syntax.",
        examples: &[
            Example { code: "Get-Command *-Object", about: "Shows the commands for objects." },
            Example { code: "Get-Command -Verb Sort, Group", about: "Shows the commands of two verbs." },
            Example { code: "Get-Command Sort-Object -Syntax", about: "Shows how a command is called." },
        ],
    };

#[derive(Default)]
struct GetCommand {
    asked: Asked,
    written: i64,
}

/// What the commands must fit.
#[derive(Default)]
struct Asked {
    verbs: Vec<Wildcard>,
    nouns: Vec<Wildcard>,
    modules: Vec<Wildcard>,
    kinds: Vec<Arc<str>>,
    parameters: Vec<Wildcard>,
}

/// A command that was found.
enum Command {
    Alias(Box<str>, Arc<str>),
    Function(Rc<Function>),
    Cmdlet(Rc<Registered>),
    Script(Arc<str>),
}

impl Cmdlet for GetCommand {
    fn begin(&mut self, call: &mut Call<'_>) -> Flow {
        let patterns = |name: &str| -> Flow<Vec<Wildcard>> {
            let texts = call.texts(name)?;
            let patterns =
                texts.iter().map(|text| Wildcard::new(text, Case::Ignored)).collect::<Result<_, _>>();
            patterns.map_err(|fault| call.fail(fault))
        };
        self.asked = Asked {
            verbs: patterns("Verb")?,
            nouns: patterns("Noun")?,
            modules: patterns("Module")?,
            kinds: call.texts("CommandType")?,
            parameters: patterns("ParameterName")?,
        };
        Ok(())
    }

    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let names = call.texts("Name")?;
        if names.is_empty() {
            // Nobody who asks for all commands wants their short names as well.
            let wants_aliases = self.asked.kinds.iter().any(|kind| kind.eq_ignore_ascii_case("Alias"));
            let mut all = all(call.session);
            all.retain(|command| wants_aliases || !matches!(command, Command::Alias(..)));
            return self.put(all, call);
        }
        for name in names {
            let exact = exactly(&name, call.switch("All"), call.session);
            let found = if exact.is_empty() && Wildcard::is_pattern(&name) {
                let pattern = Wildcard::new(&name, Case::Ignored).map_err(|fault| call.fail(fault))?;
                let mut found = all(call.session);
                found.retain(|command| pattern.matches(command.name()));
                found
            } else {
                let mut found = exact;
                found.retain(|command| self.asked.takes(command, call.session));
                if found.is_empty() {
                    let mut fault = unknown_command(&name);
                    fault.category = Category::ObjectNotFound;
                    call.error(fault)?;
                }
                found
            };
            self.put(found, call)?;
        }
        Ok(())
    }
}

impl GetCommand {
    fn put(&mut self, commands: Vec<Command>, call: &mut Call<'_>) -> Flow {
        let most = call.number("TotalCount")?.unwrap_or(i64::MAX);
        for command in commands {
            if self.written >= most || !self.asked.takes(&command, call.session) {
                continue;
            }
            self.written += 1;
            let value = if call.switch("Syntax") {
                command.syntax(call.session)?
            } else {
                command.info(call.session)?
            };
            call.write(value)?;
        }
        Ok(())
    }
}

impl Asked {
    fn takes(&self, command: &Command, session: &Session) -> bool {
        let any = |patterns: &[Wildcard], text: &str| {
            patterns.is_empty() || patterns.iter().any(|one| one.matches(text))
        };
        let name = command.name();
        let (verb, noun) = name.split_once('-').unwrap_or(("", ""));
        let fits_kind = |kind: &Arc<str>| match &*kind.to_ascii_lowercase() {
            "all" => true,
            "filter" => matches!(command, Command::Function(_)),
            other => command.kind().eq_ignore_ascii_case(other),
        };
        let fits_module = || match command {
            Command::Cmdlet(_) => self.modules.iter().any(|module| modules::has(module, name)),
            Command::Function(_) => session.imported.iter().any(|module| {
                module.offers(name) && self.modules.iter().any(|wanted| wanted.matches(module.name()))
            }),
            _ => false,
        };
        let has_parameter = || match command {
            Command::Cmdlet(cmdlet) => {
                let signature = cmdlet.signature(session.types());
                signature.parameters.iter().any(|parameter| any(&self.parameters, &parameter.name))
            }
            _ => false,
        };
        any(&self.verbs, verb)
            && any(&self.nouns, noun)
            && (self.kinds.is_empty() || self.kinds.iter().any(fits_kind))
            && (self.modules.is_empty() || fits_module())
            && (self.parameters.is_empty() || has_parameter())
    }
}

impl Command {
    fn name(&self) -> &str {
        match self {
            Self::Alias(name, _) => name,
            Self::Function(function) => &function.name,
            Self::Cmdlet(cmdlet) => cmdlet.declaration.name,
            Self::Script(path) => path,
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Alias(..) => "Alias",
            Self::Function(_) => "Function",
            Self::Cmdlet(_) => "Cmdlet",
            Self::Script(_) => "ExternalScript",
        }
    }

    fn info(&self, session: &mut Session) -> Flow<Value> {
        Ok(match self {
            Self::Alias(name, of) => alias_info(name, of, session),
            Self::Function(function) => function_info(function, session)?,
            Self::Cmdlet(cmdlet) => cmdlet_info(cmdlet, session),
            Self::Script(path) => script_info(path),
        })
    }

    /// How the command is called, as text.
    fn syntax(&self, session: &mut Session) -> Flow<Value> {
        let lines = match self {
            Self::Alias(_, of) => vec![of.to_string()],
            Self::Function(function) => syntax_line::of_function(&*session.function_signature(function)?),
            Self::Cmdlet(cmdlet) => {
                syntax_line::of_cmdlet(cmdlet.declaration, &cmdlet.signature(session.types()))
            }
            Self::Script(path) => vec![path.to_string()],
        };
        Ok(Value::from(format!("\n{}\n", lines.join("\n\n"))))
    }
}

/// The commands of exactly this name: what runs, and with `with_hidden` what it hides.
fn exactly(name: &str, with_hidden: bool, session: &Session) -> Vec<Command> {
    let scope = &session.context().scope;
    let bare = name.rsplit_once('\\').map_or(name, |(_, bare)| bare);
    let mut found = Vec::new();
    found.extend(scope.alias(name).map(|of| Command::Alias(Box::from(name), of)));
    found.extend(scope.function(bare).map(Command::Function));
    found.extend(session.commands().cmdlet(bare).map(|cmdlet| Command::Cmdlet(Rc::clone(cmdlet))));
    if found.is_empty()
        && let Some(Found::Script(path)) = session.find_command(name)
    {
        found.push(Command::Script(path));
    }
    if !with_hidden {
        found.truncate(1);
    }
    found
}

/// All commands: short names, functions, cmdlets, each by name.
fn all(session: &Session) -> Vec<Command> {
    let mut aliases: Vec<(Box<str>, Arc<str>)> = Vec::new();
    let mut functions: Vec<Rc<Function>> = Vec::new();
    let mut next = Some(Rc::clone(&session.context().scope));
    while let Some(scope) = next {
        for (name, of) in scope.aliases() {
            if !aliases.iter().any(|(known, _)| *known == name) {
                aliases.push((name, of));
            }
        }
        for function in scope.functions() {
            if !functions.iter().any(|known| known.name.eq_ignore_ascii_case(&function.name)) {
                functions.push(function);
            }
        }
        next = scope.parent().map(Rc::clone);
    }
    aliases.sort();
    functions.sort_by_key(|function| function.name.to_lowercase());
    let mut all: Vec<Command> = aliases.into_iter().map(|(name, of)| Command::Alias(name, of)).collect();
    all.extend(functions.into_iter().map(Command::Function));
    all.extend(session.commands().all().map(|cmdlet| Command::Cmdlet(Rc::clone(cmdlet))));
    all
}
