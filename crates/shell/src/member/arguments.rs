//! The arguments of a method call, converted as the method needs them.

use std::rc::Rc;
use std::sync::Arc;

use crate::convert::{cast, display, to_bool, to_double, to_int, to_text};
use crate::setting::Setting;
use crate::value::{Category, EnumType, Fault, Outcome, Type, Value};

/// A call: the name of the method and what it is given.
pub(crate) struct Arguments<'a> {
    method: &'a str,
    lower: String,
    values: &'a [Value],
    setting: &'a Setting,
}

impl<'a> Arguments<'a> {
    pub(super) fn new(method: &'a str, values: &'a [Value], setting: &'a Setting) -> Self {
        Self { method, lower: method.to_ascii_lowercase(), values, setting }
    }

    /// The same call with the arguments from `place` on.
    pub(super) fn from(&self, place: usize) -> Self {
        Self { values: &self.values[place..], lower: self.lower.clone(), ..*self }
    }

    /// The method's name as written.
    pub(super) fn method(&self) -> &'a str {
        self.method
    }

    /// The method's name in small letters.
    pub(super) fn lower(&self) -> &str {
        &self.lower
    }

    pub(super) fn count(&self) -> usize {
        self.values.len()
    }

    pub(super) fn setting(&self) -> &'a Setting {
        self.setting
    }

    pub(super) fn values(&self) -> &'a [Value] {
        self.values
    }

    /// The argument at a place that is known to be there.
    pub(super) fn at(&self, place: usize) -> &'a Value {
        &self.values[place]
    }

    pub(super) fn text(&self, place: usize) -> Outcome<Arc<str>> {
        to_text(self.at(place), self.setting)
    }

    pub(super) fn int(&self, place: usize) -> Outcome<i32> {
        to_int(self.at(place)).map_err(|fault| self.unfit(place, &Type::Int, &fault))
    }

    /// An integer that counts something; below zero is out of range.
    pub(super) fn size(&self, place: usize, parameter: &str) -> Outcome<usize> {
        usize::try_from(self.int(place)?).map_err(|_| out_of_range(parameter))
    }

    pub(super) fn double(&self, place: usize) -> Outcome<f64> {
        to_double(self.at(place)).map_err(|fault| self.unfit(place, &Type::Double, &fault))
    }

    pub(super) fn bool(&self, place: usize) -> bool {
        to_bool(self.at(place))
    }

    /// The argument as `to`.
    pub(super) fn cast(&self, place: usize, to: &Type) -> Outcome {
        cast(self.at(place), to, self.setting).map_err(|fault| self.unfit(place, to, &fault))
    }

    /// The number of a value of an enumeration.
    pub(super) fn enumeration(&self, place: usize, full_name: &str) -> Outcome<i64> {
        let of: Rc<EnumType> =
            Type::enumeration(full_name).expect("the enumeration is one of the built-in ones");
        match self.cast(place, &Type::Enum(of))? {
            Value::Enum(value) => Ok(value.number),
            _ => Ok(0),
        }
    }

    /// The same, where the error names the parameter.
    pub(super) fn cast_for(&self, place: usize, parameter: &str, to: &Type) -> Outcome {
        cast(self.at(place), to, self.setting).map_err(|fault| self.unfit_for(place, parameter, to, &fault))
    }

    fn unfit(&self, place: usize, to: &Type, reason: &Fault) -> Box<Fault> {
        self.unfit_for(place, &place.to_string(), to, reason)
    }

    fn unfit_for(&self, place: usize, parameter: &str, to: &Type, reason: &Fault) -> Box<Fault> {
        Fault::new(
            format!(
                "Cannot convert argument \"{parameter}\", with value: \"{}\", for \"{}\" to type \"{}\": \"{reason}\"",
                display(self.at(place)),
                self.method,
                to.full_name()
            ),
            "MethodArgumentConversionInvalidCastArgument",
            Category::NotSpecified,
        )
        .with_exception("System.Management.Automation.MethodException")
    }
}

/// The exception of .NET for an argument that is too small or too large.
pub(super) fn out_of_range(parameter: &str) -> Box<Fault> {
    let reason = match parameter {
        "index" => "Index was out of range. Must be non-negative and less than the size of the collection.",
        "startIndex" => "startIndex cannot be larger than length of string.",
        "length" => "Index and length must refer to a location within the string.",
        _ => "Specified argument was out of the range of valid values.",
    };
    Fault::exception(format!("{reason}\nParameter name: {parameter}"), "System.ArgumentOutOfRangeException")
}
