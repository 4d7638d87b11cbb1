//! Error records: a fault, where it happened and what was being done.

use std::rc::Rc;
use std::sync::Arc;

use super::{Fault, Object, Place, Property, Value};

/// What `$_` is in a catch block and `$Error` holds.
#[derive(Clone, Debug)]
pub struct ErrorRecord {
    /// What went wrong.
    pub fault: Fault,
    /// The exception object that a script threw itself; otherwise it is made of the fault.
    pub thrown: Option<Object>,
    /// The command that reported it, such as `Get-Item`.
    pub activity: Arc<str>,
    /// Where it happened.
    pub place: Option<Place>,
}

impl ErrorRecord {
    /// A record of `fault` without a place.
    pub fn new(fault: Fault) -> Self {
        Self { fault, thrown: None, activity: Arc::from(""), place: None }
    }

    /// FullyQualifiedErrorId: the id, and the command where there is one.
    pub fn qualified_id(&self) -> String {
        if self.activity.is_empty() {
            self.fault.id.to_string()
        } else {
            format!("{},{}", self.fault.id, self.activity)
        }
    }

    /// The last part of the exception's type name, which CategoryInfo calls the reason.
    pub fn reason(&self) -> &str {
        let name = &self.fault.exception;
        name.rsplit('.').next().unwrap_or(name)
    }

    /// CategoryInfo as it is printed: `InvalidArgument: (target:Type) [activity], Reason`.
    pub fn category_info(&self, target_text: &str) -> String {
        let kind = self.fault.target.type_of().map_or_else(String::new, |found| found.name().into_owned());
        let target: String = if target_text.chars().count() > TARGET_CHARS_MAX {
            let head: String = target_text.chars().take(TARGET_HEAD).collect();
            let tail: Vec<char> = target_text.chars().rev().take(TARGET_TAIL).collect();
            head + "..." + &tail.into_iter().rev().collect::<String>()
        } else {
            target_text.to_owned()
        };
        format!("{}: ({target}:{kind}) [{}], {}", self.fault.category, self.activity, self.reason())
    }

    /// The exception as an object with Message and InnerException.
    pub fn exception(&self) -> Object {
        self.thrown.clone().unwrap_or_else(|| exception_object(&self.fault))
    }
}

const TARGET_CHARS_MAX: usize = 40;
const TARGET_HEAD: usize = 17;
const TARGET_TAIL: usize = 20;

fn exception_object(fault: &Fault) -> Object {
    let inner = fault.inner.as_ref().map_or(Value::Null, |inner| Value::Object(exception_object(inner)));
    let names: Rc<[Arc<str>]> = exception_chain(&fault.exception).into_iter().map(Arc::from).collect();
    let properties = vec![
        Property::read_only("Message", Value::text(&fault.message)),
        Property::read_only("InnerException", inner),
    ];
    Object::with_text(names, properties, &format!("{}: {}", fault.exception, fault.message))
}

/// The type names of an exception, its own first and System.Object last.
pub(crate) fn exception_chain(name: &str) -> Vec<&str> {
    let mut chain = vec![name];
    let mut known = name;
    while let Some((_, base)) = BASES.iter().find(|(derived, _)| *derived == known) {
        chain.push(base);
        known = base;
    }
    for base in ["System.Exception", "System.Object"] {
        if !chain.contains(&base) {
            chain.push(base);
        }
    }
    chain
}

const SYSTEM: &str = "System.SystemException";
const RUNTIME: &str = super::fault::RUNTIME_EXCEPTION;

/// Exceptions that scripts catch, and what each derives from.
const BASES: &[(&str, &str)] = &[
    (RUNTIME, SYSTEM),
    (
        "System.Management.Automation.MethodInvocationException",
        "System.Management.Automation.MethodException",
    ),
    (
        "System.Management.Automation.MethodException",
        "System.Management.Automation.ExtendedTypeSystemException",
    ),
    (
        "System.Management.Automation.SetValueException",
        "System.Management.Automation.ExtendedTypeSystemException",
    ),
    ("System.Management.Automation.ExtendedTypeSystemException", RUNTIME),
    ("System.Management.Automation.PSInvalidCastException", "System.InvalidCastException"),
    ("System.Management.Automation.CommandNotFoundException", RUNTIME),
    ("System.Management.Automation.ParameterBindingException", RUNTIME),
    ("System.Management.Automation.ActionPreferenceStopException", RUNTIME),
    (
        "System.Management.Automation.ItemNotFoundException",
        "System.Management.Automation.SessionStateException",
    ),
    ("System.Management.Automation.SessionStateException", RUNTIME),
    ("System.Management.Automation.PSArgumentException", "System.ArgumentException"),
    ("System.ArgumentNullException", "System.ArgumentException"),
    ("System.ArgumentOutOfRangeException", "System.ArgumentException"),
    ("System.DivideByZeroException", "System.ArithmeticException"),
    ("System.OverflowException", "System.ArithmeticException"),
    ("System.IO.FileNotFoundException", "System.IO.IOException"),
    ("System.IO.DirectoryNotFoundException", "System.IO.IOException"),
    ("System.ArithmeticException", SYSTEM),
    ("System.ArgumentException", SYSTEM),
    ("System.InvalidCastException", SYSTEM),
    ("System.InvalidOperationException", SYSTEM),
    ("System.FormatException", SYSTEM),
    ("System.NotSupportedException", SYSTEM),
    ("System.IO.IOException", SYSTEM),
    ("System.UnauthorizedAccessException", SYSTEM),
    ("System.IndexOutOfRangeException", SYSTEM),
    ("System.NullReferenceException", SYSTEM),
    ("System.OutOfMemoryException", SYSTEM),
];
