//! Error records: a fault, where it happened and what was being done.

use std::rc::Rc;
use std::sync::Arc;

use super::{Fault, Object, Place, Property, Value};
use crate::command::is_product;

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
    /// The class of the built-in cmdlet that reported it, as FullyQualifiedErrorId names it.
    pub class: Option<Arc<str>>,
    /// What CategoryInfo says instead of what follows from the rest.
    pub said: Option<Rc<Said>>,
}

/// The command that an error is of.
#[derive(Clone, Copy, Debug)]
pub enum Reporter<'a> {
    /// A cmdlet, which has a class.
    Cmdlet(&'a Arc<str>),
    /// A function, script file or block.
    Script(&'a Arc<str>),
}

/// Parts of CategoryInfo that the command that reported the error gave itself, as Write-Error can.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// What was being done.
    pub activity: Option<Arc<str>>,
    /// The reason.
    pub reason: Option<Arc<str>>,
    /// The name of the target.
    pub target_name: Option<Arc<str>>,
    /// The type of the target.
    pub target_type: Option<Arc<str>>,
}

impl ErrorRecord {
    /// A record of `fault` without a place.
    pub fn new(fault: Fault) -> Self {
        Self { fault, thrown: None, activity: Arc::from(""), place: None, class: None, said: None }
    }

    /// FullyQualifiedErrorId: the id, and the command where there is one.
    pub fn qualified_id(&self) -> String {
        if self.activity.is_empty() {
            self.fault.id.to_string()
        } else {
            format!("{},{}", self.fault.id, self.class.as_ref().unwrap_or(&self.activity))
        }
    }

    /// Says which command reported it.
    pub fn report_by(&mut self, reporter: Reporter<'_>) {
        let name = match reporter {
            Reporter::Cmdlet(name) => name,
            Reporter::Script(name) => {
                let file = name.rsplit(['/', '\\']).next().filter(|file| file.len() < name.len());
                self.activity = file.map_or_else(|| Arc::clone(name), Arc::from);
                self.class = None;
                return;
            }
        };
        self.activity = Arc::clone(name);
        let class = || Arc::from(format!("Microsoft.PowerShell.Commands.{}Command", name.replace('-', "")));
        self.class = (name.contains('-') && !is_product(name)).then(class);
    }

    /// The last part of the exception's type name, which CategoryInfo calls the reason.
    pub fn reason(&self) -> &str {
        let name = if self.is_cast() { RUNTIME } else { &self.fault.exception };
        name.rsplit('.').next().unwrap_or(name)
    }

    /// Whether it is of a conversion in an expression, which PowerShell wraps.
    fn is_cast(&self) -> bool {
        self.fault.exception == crate::convert::refusal::INVALID_CAST
    }

    /// What was being done, for CategoryInfo.
    pub fn category_activity(&self) -> &str {
        self.said(|said| said.activity.as_ref()).unwrap_or(&self.activity)
    }

    /// What the printed error begins with: the command that it is of, also one that nobody knows.
    pub fn title(&self) -> &str {
        match &self.fault.target {
            Value::String(name) if self.fault.exception == COMMAND_NOT_FOUND && self.activity.is_empty() => {
                name
            }
            _ if self.activity.is_empty() => self.category_activity(),
            _ => &self.activity,
        }
    }

    /// The reason, for CategoryInfo: the exception.
    pub fn category_reason(&self) -> &str {
        self.said(|said| said.reason.as_ref()).unwrap_or_else(|| self.reason())
    }

    /// What the error is about, for CategoryInfo; `text` is what the target itself shows.
    pub fn target_name<'a>(&'a self, text: &'a str) -> &'a str {
        self.said(|said| said.target_name.as_ref()).unwrap_or(text)
    }

    /// The type of what the error is about, for CategoryInfo.
    pub fn target_type(&self) -> String {
        match self.said(|said| said.target_type.as_ref()) {
            Some(said) => said.to_owned(),
            None => self.fault.target.type_of().map_or_else(String::new, |found| found.name().into_owned()),
        }
    }

    fn said(&self, part: impl Fn(&Said) -> Option<&Arc<str>>) -> Option<&str> {
        self.said.as_ref().and_then(|said| part(said)).map(|text| &**text)
    }

    /// CategoryInfo as it is printed: `InvalidArgument: (target:Type) [activity], Reason`.
    pub fn category_info(&self, target_text: &str) -> String {
        format!(
            "{}: ({}:{}) [{}], {}",
            self.fault.category,
            shortened(self.target_name(target_text)),
            self.target_type(),
            self.category_activity(),
            self.category_reason()
        )
    }

    /// The exception as an object with Message and InnerException.
    pub fn exception(&self) -> Object {
        match &self.thrown {
            Some(thrown) => thrown.clone(),
            None if self.is_cast() => {
                let wrapped = Fault::exception(self.fault.message.clone(), RUNTIME);
                exception_object(&Fault { inner: Some(Box::new(self.fault.clone())), ..*wrapped })
            }
            None => exception_object(&self.fault),
        }
    }
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= TARGET_CHARS_MAX {
        return text.to_owned();
    }
    let head: String = text.chars().take(TARGET_HEAD).collect();
    let tail: Vec<char> = text.chars().rev().take(TARGET_TAIL).collect();
    head + "..." + &tail.into_iter().rev().collect::<String>()
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

const COMMAND_NOT_FOUND: &str = "System.Management.Automation.CommandNotFoundException";
const SYSTEM: &str = "System.SystemException";
const RUNTIME: &str = super::fault::RUNTIME_EXCEPTION;

/// Exceptions that scripts catch, and what each derives from.
const BASES: &[(&str, &str)] = &[
    (RUNTIME, SYSTEM),
    (
        "System.Management.Automation.ParameterBindingArgumentTransformationException",
        "System.Management.Automation.ParameterBindingException",
    ),
    (
        "System.Management.Automation.ParameterBindingValidationException",
        "System.Management.Automation.ParameterBindingException",
    ),
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
    (COMMAND_NOT_FOUND, RUNTIME),
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
