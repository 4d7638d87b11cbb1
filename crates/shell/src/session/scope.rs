//! Scopes: where variables, functions and aliases live. A scope sees what its parents hold.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::{Rc, Weak};
use std::sync::Arc;

use crate::command::{Check, Signature};
use crate::syntax::tree;
use crate::value::{Type, Value};

use super::Code;

/// A scope by reference.
#[derive(Default)]
pub struct Scope {
    parent: Option<Rc<Self>>,
    /// Whether `$script:` means this scope.
    is_script: bool,
    /// Whether it is that of a module.
    is_module: bool,
    /// The scope of the module whose function runs here: what it holds comes before what the caller has.
    home: Option<Rc<Self>>,
    variables: RefCell<BTreeMap<Box<str>, Slot>>,
    functions: RefCell<BTreeMap<Box<str>, Rc<Function>>>,
    aliases: RefCell<BTreeMap<Box<str>, Arc<str>>>,
}

/// A variable.
#[derive(Clone, Debug, Default)]
pub struct Slot {
    /// As it was first written.
    pub name: Arc<str>,
    /// What it holds.
    pub value: Value,
    /// Whether what it holds came from a pipeline without output: piped on, it is nothing.
    pub is_nothing: bool,
    /// What everything that is assigned is converted to.
    pub declared: Option<Rc<Type>>,
    /// What everything that is assigned must hold.
    pub checks: Rc<[Check]>,
    /// Whether nothing may assign to it.
    pub is_constant: bool,
    /// Whether only what is forced may assign to it.
    pub is_read_only: bool,
    /// Whether inner scopes do not see it.
    pub is_private: bool,
}

/// A function as it was defined.
pub struct Function {
    /// As written.
    pub name: Arc<str>,
    /// Parameters and statements.
    pub body: Arc<tree::ScriptBlock>,
    /// The script that it stands in.
    pub code: Rc<Code>,
    /// Its parameters as binding sees them, made at its first call.
    pub signature: std::cell::OnceCell<Rc<Signature>>,
    /// The scope of its module, if it has one and that is still imported.
    pub(crate) home: Weak<Scope>,
}

impl Scope {
    /// The outermost scope.
    pub fn global() -> Rc<Self> {
        Rc::new(Self { is_script: true, ..Self::default() })
    }

    /// A scope within `parent`.
    pub fn within(parent: &Rc<Self>, is_script: bool) -> Rc<Self> {
        Rc::new(Self { parent: Some(Rc::clone(parent)), is_script, ..Self::default() })
    }

    /// The scope of a module that is imported into `parent`.
    pub(crate) fn of_module(parent: &Rc<Self>) -> Rc<Self> {
        Rc::new(Self { parent: Some(Rc::clone(parent)), is_script: true, is_module: true, ..Self::default() })
    }

    /// A scope within `parent` for a function of the module whose scope is `home`.
    pub(crate) fn at_home(parent: &Rc<Self>, home: Rc<Self>) -> Rc<Self> {
        Rc::new(Self { parent: Some(Rc::clone(parent)), home: Some(home), ..Self::default() })
    }

    /// The scope of the module that runs here.
    pub(crate) fn module(self: &Rc<Self>) -> Option<Rc<Self>> {
        Some(self.script()).filter(|scope| scope.is_module)
    }

    /// The scope around this one.
    pub fn parent(&self) -> Option<&Rc<Self>> {
        self.parent.as_ref()
    }

    /// The nearest scope that `$script:` means.
    pub fn script(self: &Rc<Self>) -> Rc<Self> {
        let mut scope = self;
        while !scope.is_script {
            if let Some(home) = &scope.home {
                return Rc::clone(home);
            }
            match &scope.parent {
                Some(parent) => scope = parent,
                None => break,
            }
        }
        Rc::clone(scope)
    }

    /// The outermost scope around this one.
    pub fn outermost(self: &Rc<Self>) -> Rc<Self> {
        let mut scope = self;
        while let Some(parent) = &scope.parent {
            scope = parent;
        }
        Rc::clone(scope)
    }

    /// Looks at the variable called `name` here or further out.
    pub fn look<T>(&self, name: &str, look: impl FnOnce(&Slot) -> T) -> Option<T> {
        folded(name, |key| {
            let mut scope = self;
            let mut is_own = true;
            loop {
                let variables = scope.variables.borrow();
                if let Some(slot) = variables.get(key).filter(|slot| is_own || !slot.is_private) {
                    return Some(look(slot));
                }
                drop(variables);
                if let Some(home) = &scope.home
                    && let Some(slot) = home.variables.borrow().get(key)
                {
                    return Some(look(slot));
                }
                scope = scope.parent.as_deref()?;
                is_own = false;
            }
        })
    }

    /// Looks at the variable called `name` in this scope alone.
    pub fn look_here<T>(&self, name: &str, look: impl FnOnce(&Slot) -> T) -> Option<T> {
        folded(name, |key| self.variables.borrow().get(key).map(look))
    }

    /// Puts a variable into this scope, or in place of the one that is there.
    pub fn put(&self, slot: Slot) {
        let replaced = folded(&slot.name.clone(), |key| {
            let mut variables = self.variables.borrow_mut();
            match variables.get_mut(key) {
                Some(known) => Some(std::mem::replace(known, slot)),
                None => variables.insert(Box::from(key), slot),
            }
        });
        drop(replaced);
    }

    /// Puts a value into this scope under `name`, as it is.
    pub fn set(&self, name: &str, value: Value) {
        self.put(Slot { name: Arc::from(name), value, ..Slot::default() });
    }

    /// Takes a variable out of this scope.
    pub fn remove(&self, name: &str) -> Option<Slot> {
        folded(name, |key| self.variables.borrow_mut().remove(key))
    }

    /// The variables of this scope, by name.
    pub fn slots(&self) -> Vec<Slot> {
        self.variables.borrow().values().cloned().collect()
    }

    /// The function called `name` here or further out.
    pub fn function(&self, name: &str) -> Option<Rc<Function>> {
        folded(name, |key| {
            let mut scope = self;
            loop {
                let at_home = scope.home.iter().map(|home| &**home);
                for place in std::iter::once(scope).chain(at_home) {
                    if let Some(found) = place.functions.borrow().get(key) {
                        return Some(Rc::clone(found));
                    }
                }
                scope = scope.parent.as_deref()?;
            }
        })
    }

    /// Defines a function in this scope.
    pub fn define(&self, function: Rc<Function>) {
        let key = function.name.to_lowercase().into_boxed_str();
        self.functions.borrow_mut().insert(key, function);
    }

    /// Takes a function out of this scope.
    pub fn undefine(&self, name: &str) -> bool {
        folded(name, |key| self.functions.borrow_mut().remove(key)).is_some()
    }

    /// The functions of this scope, by name.
    pub fn functions(&self) -> Vec<Rc<Function>> {
        self.functions.borrow().values().cloned().collect()
    }

    /// What the alias `name` stands for, here or further out.
    pub fn alias(&self, name: &str) -> Option<Arc<str>> {
        folded(name, |key| {
            let mut scope = self;
            loop {
                let at_home = scope.home.iter().map(|home| &**home);
                for place in std::iter::once(scope).chain(at_home) {
                    if let Some(found) = place.aliases.borrow().get(key) {
                        return Some(Arc::clone(found));
                    }
                }
                scope = scope.parent.as_deref()?;
            }
        })
    }

    /// Makes `name` another name of a command in this scope.
    pub fn set_alias(&self, name: &str, of: &str) {
        self.aliases.borrow_mut().insert(name.to_lowercase().into_boxed_str(), Arc::from(of));
    }

    /// Takes an alias out of the innermost scope that has it.
    pub fn remove_alias(&self, name: &str) {
        let key = name.to_lowercase();
        let mut scope = Some(self);
        while let Some(here) = scope {
            if here.aliases.borrow_mut().remove(&*key).is_some() {
                return;
            }
            scope = here.parent().map(|parent| &**parent);
        }
    }

    /// The aliases of this scope, by name.
    pub fn aliases(&self) -> Vec<(Box<str>, Arc<str>)> {
        self.aliases.borrow().iter().map(|(name, of)| (name.clone(), Arc::clone(of))).collect()
    }
}

/// Runs `with` on the name as it is looked up: in small letters. Short names need no memory for that.
fn folded<T>(name: &str, with: impl FnOnce(&str) -> T) -> T {
    let mut buffer = [0; 48];
    let bytes = name.as_bytes();
    match buffer.get_mut(..bytes.len()) {
        Some(folded) if name.is_ascii() => {
            folded.copy_from_slice(bytes);
            folded.make_ascii_lowercase();
            with(std::str::from_utf8(folded).expect("ASCII is UTF-8"))
        }
        _ => with(&name.to_lowercase()),
    }
}
