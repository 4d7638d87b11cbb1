//! Import-Module, Remove-Module, Get-Module, Export-ModuleMember.

use std::rc::Rc;
use std::sync::Arc;

use super::modules::{self, MODULES, Module};
use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::Flow;
use crate::session::{Imported, Session};
use crate::text::{Case, Wildcard};
use crate::value::{Array, Category, Fault, Object, Property, Type, Value};

pub(super) fn register(session: &mut Session) {
    session.register(&IMPORT, Rc::new(|| Box::new(Import)));
    session.register(&REMOVE, Rc::new(|| Box::new(Remove)));
    session.register(&GET, Rc::new(|| Box::new(Get)));
    session.register(&EXPORT, Rc::new(|| Box::new(Export)));
}

const IMPORT: Declaration = Declaration {
    name: "Import-Module",
    aliases: &["ipmo"],
    synopsis: "Makes the commands of a module known.",
    description: "Lync, SkypeForBusiness and the modules of PowerShell itself are already here. A file with the ending \
                  .psm1 or .ps1 is run in a scope of its own, and what it offers is known from then on.",
    parameters: &[
        Declared::new("Name", "string[]", "The modules, or paths of files.")
            .mandatory()
            .at(0)
            .from_pipeline(),
        Declared::switch("PassThru", "The modules come out."),
        Declared::switch("Force", "Taken for scripts that give it; a file runs each time."),
        Declared::switch("Global", "Taken for scripts that give it; all modules are global."),
        Declared::switch("DisableNameChecking", "Taken for scripts that give it; no name is checked."),
        Declared::switch("NoClobber", "Taken for scripts that give it."),
        Declared::new("MinimumVersion", "version", "Taken for scripts that give it.").aliases(&["Version"]),
        Declared::new("RequiredVersion", "version", "Taken for scripts that give it."),
        Declared::new("Scope", "string", "Taken for scripts that give it.").values(&["Local", "Global"]),
        Declared::new("ArgumentList", "object[]", "Taken for scripts that give it.").aliases(&["Args"]),
    ],
    default_set: "",
    should_process: false,
    input: "Names of modules.",
    output: "Nothing, or the modules with -PassThru.",
    examples: &[Example {
        code: "Import-Module SkypeForBusiness -Verbose",
        about: "Says that everything is here.",
    }],
};

struct Import;

impl Cmdlet for Import {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        for name in call.texts("Name")? {
            let known = modules::named(&name).map_err(|fault| call.fail(fault))?;
            for module in &known {
                call.verbose(&format!("The commands of module '{}' are built in.", module.name))?;
                if call.switch("PassThru") {
                    let module = of_known(module, call.session);
                    call.write(module)?;
                }
            }
            if !known.is_empty() {
                continue;
            }
            match file_of(&name, call) {
                Some(path) => {
                    call.verbose(&format!("Loading module from path '{path}'."))?;
                    call.session.import(&path)?;
                    if call.switch("PassThru") {
                        let module = call.session.imported.last().map(of_file).unwrap_or_default();
                        call.write(module)?;
                    }
                }
                None => call.error(not_found(&name))?,
            }
        }
        Ok(())
    }
}

/// The file that a path means: with its ending, without it, or of the same name in a folder.
fn file_of(name: &str, call: &Call<'_>) -> Option<String> {
    let full_path = |path: &str| {
        let entry = call.host().entry(path).ok().flatten()?;
        (!entry.is_folder).then_some(entry.path)
    };
    let lower = name.to_ascii_lowercase();
    if lower.ends_with(".psm1") || lower.ends_with(".ps1") {
        return full_path(name);
    }
    if !name.contains(['/', '\\']) {
        return None;
    }
    let last = name.trim_end_matches(['/', '\\']).rsplit(['/', '\\']).next().unwrap_or(name);
    let candidates = [format!("{name}.psm1"), format!("{name}.ps1"), format!("{name}\\{last}.psm1")];
    candidates.iter().find_map(|path| full_path(path))
}

const REMOVE: Declaration = Declaration {
    name: "Remove-Module",
    aliases: &["rmo"],
    synopsis: "Forgets that a module was imported.",
    description: "The modules that are built in stay. The functions of a module from a file are gone.",
    parameters: &[
        Declared::new("Name", "string[]", "The modules; wildcards are allowed.")
            .mandatory()
            .at(0)
            .from_pipeline(),
        Declared::switch("Force", "Taken for scripts that give it."),
    ],
    default_set: "",
    should_process: true,
    input: "Names of modules.",
    output: "Nothing.",
    examples: &[Example { code: "Remove-Module Lync -Verbose", about: "Says that its commands stay." }],
};

struct Remove;

impl Cmdlet for Remove {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        for name in call.texts("Name")? {
            let known = modules::named(&name).map_err(|fault| call.fail(fault))?;
            for module in &known {
                call.verbose(&format!("Module '{}' is built in and stays.", module.name))?;
            }
            let pattern = Wildcard::new(&name, Case::Ignored).map_err(|fault| call.fail(fault))?;
            let count = call.session.imported.len();
            call.session.forget_modules(|module| pattern.matches(module.name()));
            if known.is_empty() && call.session.imported.len() == count && !Wildcard::is_pattern(&name) {
                call.error(
                    Fault::new(
                        format!(
                            "No modules were removed. Verify that the specification of modules to remove is correct \
                             and those modules exist in the runspace: '{name}'."
                        ),
                        "Modules_NoModulesRemoved",
                        Category::ResourceUnavailable,
                    )
                    .with_target(Value::String(name)),
                )?;
            }
        }
        Ok(())
    }
}

const GET: Declaration = Declaration {
    name: "Get-Module",
    aliases: &["gmo"],
    synopsis: "Shows which modules are here.",
    description: "",
    parameters: &[
        Declared::new("Name", "string[]", "The modules; wildcards are allowed.").at(0).from_pipeline(),
        Declared::switch(
            "ListAvailable",
            "Taken for scripts that give it: what is available is here already.",
        ),
        Declared::switch("All", "Taken for scripts that give it."),
        Declared::switch("Refresh", "Taken for scripts that give it."),
    ],
    default_set: "",
    should_process: false,
    input: "Names of modules.",
    output: "Objects with Name, Version and ExportedCommands.",
    examples: &[Example {
        code: "Get-Module *PowerShell*",
        about: "Shows the modules of PowerShell itself.",
    }],
};

struct Get;

impl Cmdlet for Get {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let names = call.texts("Name")?;
        let patterns =
            names.iter().map(|name| Wildcard::new(name, Case::Ignored)).collect::<Result<Vec<_>, _>>();
        let patterns = patterns.map_err(|fault| call.fail(fault))?;
        let fits = |name: &str| patterns.is_empty() || patterns.iter().any(|pattern| pattern.matches(name));
        for module in MODULES.iter().filter(|module| fits(module.name)) {
            let module = of_known(module, call.session);
            call.write(module)?;
        }
        let imported = call.session.imported.iter().filter(|module| fits(module.name()));
        let imported: Vec<Value> = imported.map(of_file).collect();
        imported.into_iter().try_for_each(|module| call.write(module))
    }
}

const EXPORT: Declaration = Declaration {
    name: "Export-ModuleMember",
    aliases: &[],
    synopsis: "Says what a module offers.",
    description: "Stands in the file of a module. Without it a module offers all its functions and short names, and \
                  no variables.",
    parameters: &[
        Declared::new("Function", "string[]", "Functions.").at(0).from_pipeline(),
        Declared::new("Cmdlet", "string[]", "Cmdlets."),
        Declared::new("Variable", "string[]", "Variables."),
        Declared::new("Alias", "string[]", "Short names."),
    ],
    default_set: "",
    should_process: false,
    input: "Names of functions.",
    output: "Nothing.",
    examples: &[Example {
        code: "Set-Content C:\\tools.psm1 'function Get-Pool { 5 }; Export-ModuleMember -Function Get-Pool'\nImport-Module C:\\tools.psm1",
        about: "Makes a module that offers one function, and imports it.",
    }],
};

struct Export;

impl Cmdlet for Export {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        if call.session.context().scope.module().is_none() {
            return Err(call.fail(outside_module()));
        }
        let (functions, aliases) = (call.texts("Function")?, call.texts("Alias")?);
        let variables = call.texts("Variable")?;
        let exports = call.session.exports.get_or_insert_default();
        Ok(exports.add(&functions, &aliases, &variables)?)
    }
}

fn outside_module() -> Box<Fault> {
    Fault::new(
        "The Export-ModuleMember cmdlet can only be called from inside a module.",
        "Modules_CanOnlyExecuteExportModuleMemberInsideAModule",
        Category::PermissionDenied,
    )
    .with_exception("System.InvalidOperationException")
}

fn of_known(module: &Module, session: &Session) -> Value {
    let names = session.commands().all().map(|cmdlet| cmdlet.declaration.name);
    let own = names.filter(|name| {
        let of = modules::of_command(name);
        of.name == module.name || (of.is_product && module.is_product)
    });
    info(module.name, module.version, "", own.map(Value::text).collect())
}

fn of_file(module: &Imported) -> Value {
    let functions = module.functions.iter().map(|name| Value::String(Arc::clone(name)));
    info(module.name(), "0.0", &module.path, functions.collect())
}

fn info(name: &str, version: &str, path: &str, commands: Vec<Value>) -> Value {
    let names = Rc::from(["System.Management.Automation.PSModuleInfo".into(), "System.Object".into()]);
    let properties = vec![
        Property::read_only("ModuleType", Value::text(if path.is_empty() { "Binary" } else { "Script" })),
        Property::read_only("Version", Value::text(version)),
        Property::read_only("Name", Value::text(name)),
        Property::read_only("ExportedCommands", Value::Array(Array::typed(Type::String, commands))),
        Property::read_only("Path", Value::text(path)),
        Property::read_only("Description", Value::text("")),
    ];
    Value::Object(Object::with_text(names, properties, name))
}

fn not_found(name: &str) -> Box<Fault> {
    Fault::new(
        format!(
            "The specified module '{name}' was not loaded because no valid module file was found in any module \
             directory. Lync, SkypeForBusiness and the modules of PowerShell itself are built in; a file is imported \
             by its path, such as .\\tools.psm1."
        ),
        "Modules_ModuleNotFound",
        Category::ResourceUnavailable,
    )
    .with_exception("System.IO.FileNotFoundException")
    .with_target(Value::text(name))
}
