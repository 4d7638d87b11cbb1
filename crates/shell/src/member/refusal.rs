//! The errors of members in PowerShell's words.

use crate::host::HostError;
use crate::value::{Category, Fault};

use super::Arguments;

/// An exception inside a method as the error of the call. Other faults are the call's own already.
pub(super) fn thrown(arguments: &Arguments<'_>, fault: Box<Fault>) -> Box<Fault> {
    if fault.category != Category::OperationStopped {
        return fault;
    }
    let name = fault.exception.rsplit('.').next().unwrap_or_default().to_owned();
    let message = format!(
        "Exception calling \"{}\" with \"{}\" argument(s): \"{}\"",
        arguments.method(),
        arguments.count(),
        fault.message
    );
    Fault::new(message, name, Category::NotSpecified)
        .with_exception("System.Management.Automation.MethodInvocationException")
        .with_inner(fault)
}

pub(super) fn no_method(type_name: &str, method: &str) -> Box<Fault> {
    Fault::new(
        format!("Method invocation failed because [{type_name}] does not contain a method named '{method}'."),
        "MethodNotFound",
        Category::InvalidOperation,
    )
}

pub(super) fn no_overload(arguments: &Arguments<'_>) -> Box<Fault> {
    Fault::new(
        format!(
            "Cannot find an overload for \"{}\" and the argument count: \"{}\".",
            arguments.method(),
            arguments.count()
        ),
        "MethodCountCouldNotFindBest",
        Category::NotSpecified,
    )
    .with_exception("System.Management.Automation.MethodException")
}

/// What the world outside refused, as the exception of .NET.
pub(super) fn outside(error: HostError) -> Box<Fault> {
    let exception = match &error {
        HostError::NotFound { .. } => "System.IO.FileNotFoundException",
        HostError::Exists { .. } | HostError::Failed { .. } => "System.IO.IOException",
        HostError::Denied { .. } => "System.UnauthorizedAccessException",
        HostError::NoDrive { .. } => "System.IO.DirectoryNotFoundException",
        HostError::NobodyToAsk => "System.InvalidOperationException",
        HostError::Cancelled => "System.OperationCanceledException",
    };
    Fault::exception(error.to_string(), exception)
}

/// Arrays cannot grow or shrink.
pub(super) fn fixed_size() -> Box<Fault> {
    Fault::exception("Collection was of a fixed size.", "System.NotSupportedException")
}
