//! The parameters of the command that is typed, and their values.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use super::candidate::{Candidate, CandidateKind, Gathering};
use super::context::{Context, Piece, Typed};
use super::values::{Place, values};
use crate::command::common_parameters::{COMMON, SHOULD_PROCESS};
use crate::command::{Declaration, Declared};
use crate::session::scope::Function;
use crate::session::{Found, Session};
use crate::syntax::tree;
use crate::value::Type;

/// A parameter as completion sees it, of cmdlets and functions alike.
#[derive(Debug, Clone)]
pub(super) struct Slot {
    pub(super) name: Arc<str>,
    pub(super) aliases: Vec<Arc<str>>,
    pub(super) position: Option<u32>,
    pub(super) of: Option<Type>,
    pub(super) values: Vec<Arc<str>>,
    pub(super) about: String,
    pub(super) remaining: bool,
}

/// A command that is known, with its parameters.
pub(super) struct Known {
    /// Its name, not an alias of it.
    pub(super) name: Arc<str>,
    pub(super) slots: Vec<Slot>,
}

/// `-Name` for every parameter that is not given yet.
pub(super) fn parameters(found: &mut Gathering, context: &Context<'_>, session: &Session) {
    let Some(typed) = &context.command else { return };
    let Some(known) = known(&typed.name, session) else { return };
    let given = known.bind(typed).given;
    for slot in known.slots.iter().filter(|slot| !given.contains_key(&slot.name)) {
        let about = slot.about.clone();
        found.add(Candidate::new(format!("-{}", slot.name), CandidateKind::Parameter).about(about));
    }
}

/// The values of the parameter that the cursor's word belongs to.
pub(super) fn arguments(found: &mut Gathering, context: &Context<'_>, of: Option<&str>, session: &Session) {
    let Some(typed) = &context.command else { return super::paths::paths(found, session) };
    if let Some(known) = known(&typed.name, session) {
        let bound = known.bind(typed);
        let slots = match of.and_then(|name| known.named(name)).or(bound.open) {
            Some(at) => vec![at],
            None => known.at_position(&bound),
        };
        for at in &slots {
            let place = Place { context, known: &known, slot: &known.slots[*at], given: &bound.texts };
            values(found, &place, session);
        }
        if slots.iter().any(|at| known.slots[*at].is_closed()) {
            return;
        }
        // Nothing takes another argument: what is left are parameters.
        if slots.is_empty() && found.typed().is_empty() {
            return parameters(found, context, session);
        }
    }
    if found.is_empty() {
        super::paths::paths(found, session);
    }
}

/// How the words of a command belong to its parameters.
pub(super) struct Bound {
    /// The parameters that have a value or are switches, each with its slot.
    given: BTreeMap<Arc<str>, usize>,
    /// The plain texts given so far, by parameter.
    texts: BTreeMap<Arc<str>, String>,
    /// The parameter that waits for its value.
    open: Option<usize>,
    /// How many values were given without a name.
    loose: usize,
}

impl Known {
    /// The slot of a parameter by its name, an alias, or the beginning of either.
    fn named(&self, name: &str) -> Option<usize> {
        let is = |known: &str| known.eq_ignore_ascii_case(name);
        let begins = |known: &str| known.get(..name.len()).is_some_and(is);
        let exact = self.slots.iter().position(|slot| slot.is_called(&is));
        exact.or_else(|| {
            let mut near = (0..self.slots.len()).filter(|at| self.slots[*at].is_called(&begins));
            near.next().filter(|_| near.next().is_none())
        })
    }

    /// Gives each word to its parameter.
    fn bind(&self, typed: &Typed) -> Bound {
        let mut bound = Bound { given: BTreeMap::new(), texts: BTreeMap::new(), open: None, loose: 0 };
        let mut loose = Vec::new();
        for piece in &typed.pieces {
            match piece {
                Piece::Parameter(name) => {
                    let (name, attached) = match name.strip_suffix(':') {
                        Some(name) => (name, true),
                        None => (name.as_str(), false),
                    };
                    let slot = self.named(name);
                    if let Some(at) = slot {
                        bound.given.insert(Arc::clone(&self.slots[at].name), at);
                    }
                    bound.open = slot.filter(|at| attached || !self.slots[*at].is_switch());
                }
                Piece::Value(text) => match bound.open.take() {
                    Some(at) => bound.note(&self.slots[at], text.as_deref()),
                    None => loose.push(text),
                },
            }
        }
        for text in loose {
            let at = self.at_position(&bound).first().copied();
            match at.filter(|at| !self.slots[*at].remaining) {
                Some(at) => {
                    bound.given.insert(Arc::clone(&self.slots[at].name), at);
                    bound.note(&self.slots[at], text.as_deref());
                }
                None => bound.loose += 1,
            }
        }
        bound
    }

    /// The parameters that the next value without a name may belong to.
    fn at_position(&self, bound: &Bound) -> Vec<usize> {
        let free = |slot: &Slot| !bound.given.contains_key(&slot.name);
        let places = self.slots.iter().filter(|slot| free(slot)).filter_map(|slot| slot.position);
        let next = places.min();
        let at_next = |slot: &Slot| free(slot) && next.is_some() && slot.position == next;
        let mut slots: Vec<usize> = (0..self.slots.len()).filter(|at| at_next(&self.slots[*at])).collect();
        if slots.is_empty() {
            slots.extend(self.slots.iter().position(|slot| slot.remaining && free(slot)));
        }
        slots
    }
}

impl Bound {
    fn note(&mut self, slot: &Slot, text: Option<&str>) {
        if let Some(text) = text {
            self.texts.insert(Arc::clone(&slot.name), text.to_owned());
        }
    }
}

impl Slot {
    fn is_called(&self, is: &dyn Fn(&str) -> bool) -> bool {
        is(&self.name) || self.aliases.iter().any(|alias| is(alias))
    }

    fn is_switch(&self) -> bool {
        self.of == Some(Type::Switch)
    }

    /// Whether it takes a few known values only.
    fn is_closed(&self) -> bool {
        !self.values.is_empty() || matches!(self.of, Some(Type::Enum(_) | Type::Bool | Type::ScriptBlock))
    }

    fn declared(declared: &Declared, session: &Session) -> Self {
        Self {
            name: Arc::from(declared.name),
            aliases: declared.aliases.iter().map(|alias| Arc::from(*alias)).collect(),
            position: declared.position.map(u32::from),
            of: session.types().resolve(declared.type_name),
            values: declared.values.iter().map(|value| Arc::from(*value)).collect(),
            about: declared.help.to_owned(),
            remaining: declared.remaining,
        }
    }

    fn of_function(parameter: &tree::Parameter, place: u32, session: &Session) -> Self {
        let declared = parameter.type_name();
        let values = parameter.attributes("ValidateSet").flat_map(|attribute| &attribute.positional);
        let is_switch = parameter.is_switch();
        Self {
            name: Arc::clone(&parameter.variable.name),
            aliases: parameter
                .attributes("Alias")
                .flat_map(|alias| &alias.positional)
                .filter_map(text)
                .collect(),
            position: (!is_switch).then_some(place),
            of: declared.filter(|of| of.ranks.is_empty()).and_then(|of| session.types().resolve(&of.name)),
            values: values.filter_map(text).collect(),
            about: declared.map(|of| format!("[{}]", of.name)).unwrap_or_default(),
            remaining: false,
        }
    }
}

/// The command that a name means, by whatever alias.
pub(super) fn known(name: &str, session: &Session) -> Option<Known> {
    match session.find_command(name)? {
        Found::Cmdlet(cmdlet) => Some(of_cmdlet(cmdlet.declaration, session)),
        Found::Function(function) => Some(of_function(&function, session)),
        Found::Script(_) => None,
    }
}

fn of_cmdlet(declaration: &'static Declaration, session: &Session) -> Known {
    let extra = if declaration.should_process { SHOULD_PROCESS } else { &[] };
    let all = declaration.parameters.iter().chain(extra).chain(COMMON);
    let slots = all.map(|declared| Slot::declared(declared, session)).collect();
    Known { name: Arc::from(declaration.name), slots }
}

fn of_function(function: &Rc<Function>, session: &Session) -> Known {
    let parameters = &function.body.parameters;
    let own =
        parameters.iter().zip(0..).map(|(parameter, place)| Slot::of_function(parameter, place, session));
    let mut slots: Vec<_> = own.collect();
    let is_advanced = function.body.attributes.iter().any(|attribute| attribute.name.is("CmdletBinding"))
        || parameters.iter().any(|parameter| parameter.attributes("Parameter").next().is_some());
    if is_advanced {
        slots.extend(COMMON.iter().map(|declared| Slot::declared(declared, session)));
    }
    Known { name: Arc::clone(&function.name), slots }
}

fn text(expression: &tree::Expression) -> Option<Arc<str>> {
    match &expression.kind {
        tree::ExpressionKind::Text { value, .. } => Some(Arc::clone(value)),
        _ => None,
    }
}
