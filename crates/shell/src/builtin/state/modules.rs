//! Which module a command would come from on Windows: everything is already here, under the names that scripts
//! ask for.

use crate::command::is_product;
use crate::text::{Case, Wildcard};

/// A module that scripts import.
pub(super) struct Module {
    pub(super) name: &'static str,
    pub(super) version: &'static str,
    /// Whether its commands are those of the product.
    pub(super) is_product: bool,
}

const fn module(name: &'static str, version: &'static str, is_product: bool) -> Module {
    Module { name, version, is_product }
}

/// All of them.
pub(super) const MODULES: &[Module] = &[
    module("Lync", "7.0.0.0", true),
    module("Microsoft.PowerShell.Core", "3.0.0.0", false),
    module("Microsoft.PowerShell.Host", "3.0.0.0", false),
    module("Microsoft.PowerShell.Management", "3.1.0.0", false),
    module("Microsoft.PowerShell.Security", "3.0.0.0", false),
    module("Microsoft.PowerShell.Utility", "3.1.0.0", false),
    module("SkypeForBusiness", "7.0.0.0", true),
];

/// The module of a cmdlet.
pub(super) fn of_command(name: &str) -> &'static Module {
    let noun = name.split_once('-').map_or(name, |(_, noun)| noun);
    let is_in = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    let module = if is_product(name) {
        "SkypeForBusiness"
    } else if is_in(CORE) {
        "Microsoft.PowerShell.Core"
    } else if is_in(SECURITY) {
        "Microsoft.PowerShell.Security"
    } else if noun.eq_ignore_ascii_case("Transcript") {
        "Microsoft.PowerShell.Host"
    } else if MANAGED.iter().any(|known| known.eq_ignore_ascii_case(noun)) {
        "Microsoft.PowerShell.Management"
    } else {
        "Microsoft.PowerShell.Utility"
    };
    MODULES.iter().find(|known| known.name == module).unwrap_or(&MODULES[0])
}

/// Whether a cmdlet is found under the name or wildcard of a module. What the product adds is in both of its
/// modules.
pub(super) fn has(pattern: &Wildcard, command: &str) -> bool {
    let own = of_command(command);
    MODULES.iter().any(|module| {
        let holds = module.name == own.name || (module.is_product && own.is_product);
        holds && pattern.matches(module.name)
    })
}

/// The modules that a name or wildcard means.
pub(super) fn named(text: &str) -> crate::value::Outcome<Vec<&'static Module>> {
    let pattern = Wildcard::new(text, Case::Ignored)?;
    Ok(MODULES.iter().filter(|module| pattern.matches(module.name)).collect())
}

const CORE: &[&str] = &[
    "ForEach-Object",
    "Where-Object",
    "Get-Command",
    "Get-Help",
    "Get-Module",
    "Import-Module",
    "Remove-Module",
    "Invoke-Command",
    "Out-Default",
    "Out-Host",
    "Out-Null",
    "Set-StrictMode",
    "Get-History",
    "Clear-History",
];

const SECURITY: &[&str] = &["Get-ExecutionPolicy", "Set-ExecutionPolicy"];

/// The nouns of commands for files and drives.
const MANAGED: &[&str] =
    &["Content", "Item", "ItemProperty", "ChildItem", "Location", "Path", "PSDrive", "PSProvider"];
