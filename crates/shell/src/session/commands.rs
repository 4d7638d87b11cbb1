//! The commands of a session, and what a name means.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use super::Session;
use super::scope::Function;
use crate::command::{Declaration, Registered, Start};

/// The cmdlets of a session, by name.
#[derive(Debug, Default)]
pub struct Commands {
    by_name: BTreeMap<String, Rc<Registered>>,
}

/// What a command's name means.
#[derive(Clone)]
pub enum Found {
    /// A cmdlet.
    Cmdlet(Rc<Registered>),
    /// A function of the script or the prompt.
    Function(Rc<Function>),
    /// A script file.
    Script(Arc<str>),
}

impl Commands {
    /// The cmdlet called `name`, case ignored.
    pub fn cmdlet(&self, name: &str) -> Option<&Rc<Registered>> {
        self.by_name.get(&name.to_lowercase())
    }

    /// All cmdlets, by name.
    pub fn all(&self) -> impl Iterator<Item = &Rc<Registered>> {
        self.by_name.values()
    }
}

impl Session {
    /// Makes a cmdlet known, with its aliases.
    pub fn register(&mut self, declaration: &'static Declaration, start: Start) {
        for alias in declaration.aliases {
            self.global.set_alias(alias, declaration.name);
        }
        let registered = Rc::new(Registered::new(declaration, start));
        self.commands.by_name.insert(declaration.name.to_lowercase(), registered);
    }

    /// The cmdlets that are known.
    pub fn commands(&self) -> &Commands {
        &self.commands
    }

    /// What `name` means where code runs now: an alias, a function, a cmdlet, a script file.
    pub fn find_command(&self, name: &str) -> Option<Found> {
        let mut name = Arc::<str>::from(name);
        for _ in 0..ALIASES_MAX {
            match self.context.scope.alias(&name) {
                Some(of) => name = of,
                None => break,
            }
        }
        // `Microsoft.PowerShell.Utility\Get-Date` and `Lync\Get-CsRgsQueue` name the module as well.
        let bare = name.rsplit_once('\\').filter(|(module, _)| is_module(module)).map_or(&*name, |(_, n)| n);
        if let Some(function) = self.context.scope.function(bare) {
            return Some(Found::Function(function));
        }
        if let Some(cmdlet) = self.commands.cmdlet(bare) {
            return Some(Found::Cmdlet(Rc::clone(cmdlet)));
        }
        self.find_script(&name)
    }

    /// A script file: its name ends in `.ps1` and says in which folder it is.
    fn find_script(&self, name: &str) -> Option<Found> {
        let is_path = name.contains(['/', '\\']) || name.get(1..2) == Some(":");
        if !is_path {
            return None;
        }
        let candidates = [name.to_owned(), format!("{name}.ps1")];
        let full_path = |path: &String| {
            let entry = self.host().entry(path).ok().flatten()?;
            (path.to_ascii_lowercase().ends_with(".ps1") && !entry.is_folder).then_some(entry.path)
        };
        candidates.iter().find_map(full_path).map(|path| Found::Script(Arc::from(path)))
    }

    /// The scope that the session starts with.
    pub fn global(&self) -> &Rc<super::scope::Scope> {
        &self.global
    }
}

/// How many aliases may stand for each other.
const ALIASES_MAX: usize = 16;

fn is_module(name: &str) -> bool {
    !name.is_empty() && !name.contains(['/', '\\', ':']) && !name.starts_with('.')
}
