//! Parameter sets: which still fit, and what must be given in them.

use std::rc::Rc;
use std::sync::Arc;

use super::{Bound, refused};
use crate::command::signature::{Membership, Parameter};
use crate::flow::Flow;
use crate::session::Session;
use crate::value::{Category, Fault, Value};

impl Bound {
    /// How a parameter belongs to the sets that still fit.
    pub(super) fn open_memberships<'a>(&self, parameter: &'a Parameter) -> Vec<&'a Membership> {
        parameter.memberships.iter().filter(|membership| self.is_open(membership)).collect()
    }

    /// Whether the set of a membership still fits.
    pub(super) fn is_open(&self, membership: &Membership) -> bool {
        membership.set.as_ref().is_none_or(|set| self.sets.iter().any(|open| open.eq_ignore_ascii_case(set)))
    }

    /// Leaves the sets only that `parameter` belongs to.
    pub(super) fn narrow(&mut self, parameter: &Parameter) {
        if parameter.memberships.iter().any(|membership| membership.set.is_none()) {
            return;
        }
        let belongs = |set: &Arc<str>| {
            parameter
                .memberships
                .iter()
                .any(|membership| membership.set.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(set)))
        };
        self.sets.retain(belongs);
    }

    /// Refuses parameters that belong to no common set.
    pub(super) fn check_sets(&self) -> Flow {
        if self.sets.is_empty() && !self.signature.sets().is_empty() {
            return Err(ambiguous().into());
        }
        Ok(())
    }

    /// Settles the parameter set, and asks for what is mandatory and missing; an error where nobody can answer.
    pub(super) fn complete(&mut self, session: &mut Session) -> Flow {
        let missing = self.missing(false);
        let default = self.signature.default_set.as_deref();
        let is_default = |set: &Arc<str>| default.is_some_and(|default| default.eq_ignore_ascii_case(set));
        if !self.signature.is_cmdlet && self.sets.len() > 1 && !self.sets.iter().any(is_default) {
            return Err(ambiguous().into());
        }
        self.supply(missing, session)
    }

    /// The same before anything was piped in: what the pipeline may give is not missing yet.
    pub fn complete_before_input(&mut self, session: &mut Session) -> Flow {
        let missing = self.missing(true);
        self.supply(missing, session)
    }

    /// What is mandatory and missing in the set that lacks least.
    pub(super) fn missing(&mut self, before_input: bool) -> Vec<usize> {
        if self.sets.is_empty() {
            return self.missing_in(None, before_input);
        }
        let default = self.signature.default_set.clone();
        let mut sets = self.sets.clone();
        // The default set goes first among equals.
        sets.sort_by_key(|set| default.as_ref().is_none_or(|default| !default.eq_ignore_ascii_case(set)));
        let lacks: Vec<_> =
            sets.into_iter().map(|set| (self.missing_in(Some(&set), before_input), set)).collect();
        let whole: Vec<_> = lacks.iter().filter(|(missing, _)| missing.is_empty()).collect();
        if whole.is_empty() {
            let chosen = lacks.into_iter().next();
            return chosen.map_or_else(Vec::new, |(missing, set)| {
                self.sets = vec![set];
                missing
            });
        }
        if !before_input {
            self.sets = whole.iter().map(|(_, set)| Arc::clone(set)).collect();
        }
        Vec::new()
    }

    fn missing_in(&self, set: Option<&str>, before_input: bool) -> Vec<usize> {
        let is_missing = |(place, parameter): &(usize, &Parameter)| {
            if !parameter.memberships.iter().any(|membership| membership.mandatory) {
                return false;
            }
            let Some(membership) = parameter.membership(set) else { return false };
            let comes = before_input && (membership.piped.by_value || membership.piped.by_property);
            let is_delayed = self.delayed.iter().any(|(known, _)| known == place);
            membership.mandatory && !comes && !is_delayed && !self.values.contains_key(place)
        };
        self.signature.parameters.iter().enumerate().filter(is_missing).map(|(place, _)| place).collect()
    }

    fn supply(&mut self, missing: Vec<usize>, session: &mut Session) -> Flow {
        if missing.is_empty() {
            return Ok(());
        }
        let signature = Rc::clone(&self.signature);
        let names: Vec<_> = missing.iter().map(|place| &*signature.parameters[*place].name).collect();
        if !session.host().is_interactive() {
            return Err(refused(
                format!(
                    "Cannot process command because of one or more missing mandatory parameters: {}.",
                    names.join(" ")
                ),
                "MissingMandatoryParameter",
                Category::InvalidArgument,
            )
            .into());
        }
        let caption = format!(
            "\ncmdlet {} at command pipeline position 1\nSupply values for the following parameters:\n",
            signature.command
        );
        session.print(crate::host::Stream::Information, &caption);
        for place in missing {
            let parameter = &signature.parameters[place];
            let line = session.read_line(&format!("{}: ", parameter.name))?;
            let text: Arc<str> = Arc::from(line.unwrap_or_default());
            self.bind(place, Value::String(Arc::clone(&text)), Some(&text), session)?;
        }
        Ok(())
    }
}

fn ambiguous() -> Box<Fault> {
    refused(
        "Parameter set cannot be resolved using the specified named parameters.".to_owned(),
        "AmbiguousParameterSet",
        Category::InvalidArgument,
    )
}
