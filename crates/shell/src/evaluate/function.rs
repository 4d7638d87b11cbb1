//! The parameters of functions, blocks and scripts, from the tree.

use std::rc::Rc;
use std::sync::Arc;

use crate::command::signature::push_common;
use crate::command::{Check, Membership, Parameter, Piped, Signature};
use crate::convert::{display, to_bool, to_long};
use crate::flow::Flow;
use crate::session::Session;
use crate::syntax::tree::{self, Attribute, Constraint, ScriptBlock};
use crate::text::{Pattern, PatternOptions};
use crate::value::{Type, Value};

/// What `[CmdletBinding()]` says.
#[derive(Default)]
struct Binding {
    is_there: bool,
    default_set: Option<Arc<str>>,
    should_process: bool,
    positional: Option<bool>,
}

impl Session {
    /// The signature of a block.
    pub(crate) fn signature_of(&mut self, name: &Arc<str>, block: &ScriptBlock) -> Flow<Signature> {
        let binding = self.cmdlet_binding(block)?;
        let has_attribute = block.parameters.iter().any(|p| p.attributes("Parameter").next().is_some());
        let is_strict = binding.is_there || has_attribute;
        let mut parameters = Vec::new();
        for declared in &block.parameters {
            parameters.push(self.parameter_of(declared)?);
        }
        if binding.positional != Some(false) {
            number_positions(&mut parameters);
        }
        if is_strict {
            push_common(&mut parameters, binding.should_process, self.types());
        }
        Ok(Signature {
            is_cmdlet: false,
            command: Arc::clone(name),
            parameters,
            default_set: binding.default_set,
            is_strict,
            should_process: binding.should_process,
        })
    }

    fn cmdlet_binding(&mut self, block: &ScriptBlock) -> Flow<Binding> {
        let mut binding = Binding::default();
        for attribute in block.attributes.iter().filter(|a| a.name.is("CmdletBinding")) {
            binding.is_there = true;
            for argument in &attribute.named {
                let value = self.named_value(argument)?;
                match argument.name.to_ascii_lowercase().as_str() {
                    "defaultparametersetname" => binding.default_set = Some(Arc::from(display(&value))),
                    "supportsshouldprocess" => binding.should_process = to_bool(&value),
                    "positionalbinding" => binding.positional = Some(to_bool(&value)),
                    _ => {}
                }
            }
        }
        Ok(binding)
    }

    fn named_value(&mut self, argument: &tree::NamedArgument) -> Flow<Value> {
        argument.value.as_ref().map_or(Ok(Value::Bool(true)), |value| self.eval(value))
    }

    fn parameter_of(&mut self, declared: &tree::Parameter) -> Flow<Parameter> {
        let of = declared.type_name().map(|name| self.type_named(name)).transpose()?;
        let of = of.filter(|of| !matches!(of, Type::Object | Type::PsObject));
        let mut parameter = Parameter { of, ..bare_parameter(&declared.variable.name) };
        for constraint in &declared.constraints {
            if let Constraint::Attribute(attribute) = constraint {
                self.read_attribute(attribute, &mut parameter)?;
            }
        }
        if parameter.memberships.is_empty() {
            parameter.memberships.push(plain_membership());
        }
        Ok(parameter)
    }

    /// What an attribute before a variable demands of its values.
    pub(super) fn checks_of(&mut self, attribute: &Attribute) -> Flow<Vec<Check>> {
        let mut parameter = bare_parameter(&Arc::from(""));
        self.read_attribute(attribute, &mut parameter)?;
        Ok(parameter.checks)
    }

    fn read_attribute(&mut self, attribute: &Attribute, parameter: &mut Parameter) -> Flow {
        let name = attribute.name.name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        if name == "parameter" {
            let membership = self.membership_of(attribute)?;
            parameter.memberships.push(membership);
            return Ok(());
        }
        let mut values = Vec::new();
        for argument in &attribute.positional {
            values.extend(self.eval(argument)?.unroll());
        }
        let texts = || values.iter().map(|value| Arc::from(display(value))).collect();
        let pair = || match &values[..] {
            [least, most] => Ok::<_, Box<crate::value::Fault>>((to_long(least)?, to_long(most)?)),
            _ => Ok((0, i64::MAX)),
        };
        match name.trim_end_matches("attribute") {
            "alias" => parameter.aliases = texts(),
            "validateset" => parameter.checks.push(Check::OneOf(texts())),
            "validaterange" => {
                if let [least, most] = &values[..] {
                    parameter.checks.push(Check::Range(least.clone(), most.clone()));
                }
            }
            "validatepattern" => {
                let source = values.first().map(display).unwrap_or_default();
                let pattern = Pattern::compile(&source, PatternOptions::CASE_IGNORED)?;
                parameter.checks.push(Check::Pattern(Rc::new(pattern)));
            }
            "validatescript" => {
                if let Some(Value::ScriptBlock(block)) = values.first() {
                    parameter.checks.push(Check::Script(block.clone()));
                }
            }
            "validatelength" => {
                let (least, most) = pair()?;
                parameter.checks.push(Check::Length(least, most));
            }
            "validatecount" => {
                let (least, most) = pair()?;
                parameter.checks.push(Check::Count(least, most));
            }
            "validatenotnull" => parameter.checks.push(Check::NotNull),
            "validatenotnullorempty" => parameter.checks.push(Check::NotEmpty),
            "allownull" | "allowemptystring" | "allowemptycollection" => parameter.takes_empty = true,
            _ => {}
        }
        Ok(())
    }

    fn membership_of(&mut self, attribute: &Attribute) -> Flow<Membership> {
        let mut membership = plain_membership();
        for argument in &attribute.named {
            let value = self.named_value(argument)?;
            match argument.name.to_ascii_lowercase().as_str() {
                "mandatory" => membership.mandatory = to_bool(&value),
                "position" => membership.position = Some(to_long(&value)?),
                "valuefrompipeline" => membership.piped.by_value = to_bool(&value),
                "valuefrompipelinebypropertyname" => membership.piped.by_property = to_bool(&value),
                "valuefromremainingarguments" => membership.remaining = to_bool(&value),
                "parametersetname" => {
                    let set = display(&value);
                    membership.set =
                        (!set.eq_ignore_ascii_case("__AllParameterSets")).then(|| Arc::from(set));
                }
                _ => {}
            }
        }
        Ok(membership)
    }
}

/// Without any position declared, the parameters that are no switches take arguments in their order.
fn number_positions(parameters: &mut [Parameter]) {
    let mut memberships = parameters.iter().flat_map(|parameter| &parameter.memberships);
    if memberships.any(|membership| membership.position.is_some()) {
        return;
    }
    let places = parameters.iter_mut().filter(|parameter| !parameter.is_switch());
    for (place, parameter) in (0..).zip(places) {
        for membership in parameter.memberships.iter_mut().filter(|membership| !membership.remaining) {
            membership.position = Some(place);
        }
    }
}

/// A parameter of which only the name is known.
fn bare_parameter(name: &Arc<str>) -> Parameter {
    Parameter {
        name: Arc::clone(name),
        aliases: Vec::new(),
        of: None,
        memberships: Vec::new(),
        checks: Vec::new(),
        takes_empty: false,
        is_common: false,
    }
}

fn plain_membership() -> Membership {
    Membership {
        set: None,
        mandatory: false,
        position: None,
        piped: Piped { by_value: false, by_property: false },
        remaining: false,
    }
}
