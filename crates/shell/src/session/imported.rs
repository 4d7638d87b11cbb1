//! The modules that were imported from files, and what they offer.

use std::rc::Rc;
use std::sync::Arc;

use super::scope::Scope;
use super::{Context, Session};
use crate::flow::{Flow, Nowhere};
use crate::text::{Case, Wildcard};
use crate::value::Outcome;

/// A module from a file.
pub(crate) struct Imported {
    /// The full path.
    pub(crate) path: Arc<str>,
    /// What the module defined, also what it does not offer. Its functions name it weakly.
    _scope: Rc<Scope>,
    /// Where its functions and short names were put.
    target: Rc<Scope>,
    /// The functions that it offers.
    pub(crate) functions: Vec<Arc<str>>,
    /// The short names that it offers.
    aliases: Vec<Box<str>>,
}

/// What Export-ModuleMember names; without it all functions and short names are offered.
#[derive(Default)]
pub(crate) struct Exports {
    functions: Vec<Wildcard>,
    aliases: Vec<Wildcard>,
    variables: Vec<Wildcard>,
}

impl Exports {
    /// Adds the names of a call.
    pub(crate) fn add(
        &mut self,
        functions: &[Arc<str>],
        aliases: &[Arc<str>],
        variables: &[Arc<str>],
    ) -> Outcome<()> {
        let given = [
            (functions, &mut self.functions),
            (aliases, &mut self.aliases),
            (variables, &mut self.variables),
        ];
        for (names, patterns) in given {
            for name in names {
                patterns.push(Wildcard::new(name, Case::Ignored)?);
            }
        }
        Ok(())
    }
}

impl Imported {
    /// The name of a module: that of its file without folder and ending.
    pub(crate) fn name(&self) -> &str {
        let name = self.path.rsplit(['/', '\\']).next().unwrap_or(&self.path);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// Whether it offers the function of this name.
    pub(crate) fn offers(&self, function: &str) -> bool {
        self.functions.iter().any(|known| known.eq_ignore_ascii_case(function))
    }

    /// Takes away what it offers.
    fn withdraw(&self) {
        for name in &self.functions {
            self.target.undefine(name);
        }
        for name in &self.aliases {
            self.target.remove_alias(name);
        }
    }
}

impl Session {
    /// Runs a file as a module: in a scope of its own, from which the caller gets what it offers.
    pub(crate) fn import(&mut self, path: &str) -> Flow {
        let (parsed, code) = self.load(path)?;
        self.forget_modules(|known| known.path.eq_ignore_ascii_case(path));
        let target = self.context().scope.module().unwrap_or_else(|| Rc::clone(self.global()));
        let scope = Scope::of_module(&target);
        let frame = Rc::clone(&self.context().frame);
        let context = Context { scope: Rc::clone(&scope), frame, code };
        let outer = self.exports.take();
        let flow = self.within(context, |session| {
            session.called(|session| session.run_statements(&parsed.script, &mut Nowhere))
        });
        let exports = std::mem::replace(&mut self.exports, outer);
        flow?;
        let imported = offer(&scope, &target, exports.as_ref(), path);
        self.imported.push(imported);
        Ok(())
    }

    /// Takes modules away with what they offer.
    pub(crate) fn forget_modules(&mut self, is_meant: impl Fn(&Imported) -> bool) {
        self.imported.iter().filter(|module| is_meant(module)).for_each(Imported::withdraw);
        self.imported.retain(|module| !is_meant(module));
    }
}

/// Puts what a module offers where it is imported.
fn offer(scope: &Rc<Scope>, target: &Rc<Scope>, exports: Option<&Exports>, path: &str) -> Imported {
    let fits = |patterns: &[Wildcard], name: &str| patterns.iter().any(|one| one.matches(name));
    let mut functions = Vec::new();
    for function in scope.functions() {
        if exports.is_none_or(|exports| fits(&exports.functions, &function.name)) {
            functions.push(Arc::clone(&function.name));
            target.define(function);
        }
    }
    let mut aliases = Vec::new();
    for (name, of) in scope.aliases() {
        if exports.is_none_or(|exports| fits(&exports.aliases, &name)) {
            target.set_alias(&name, &of);
            aliases.push(name);
        }
    }
    for slot in scope.slots() {
        if exports.is_some_and(|exports| fits(&exports.variables, &slot.name)) {
            target.put(slot);
        }
    }
    Imported {
        path: Arc::from(path),
        _scope: Rc::clone(scope),
        target: Rc::clone(target),
        functions,
        aliases,
    }
}
