//! Errors as PowerShell reports them: a message, an id, a category and the type of the exception.

use std::borrow::Cow;
use std::fmt;

use super::Value;

/// The result of an operation on values.
pub type Outcome<T = Value> = Result<T, Box<Fault>>;

/// The exception of most errors of the language itself.
pub(super) const RUNTIME_EXCEPTION: &str = "System.Management.Automation.RuntimeException";

/// What went wrong in an operation. The evaluator adds the place and makes an [`super::ErrorRecord`] of it.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{message}")]
pub struct Fault {
    /// What was wrong, in PowerShell's words.
    pub message: String,
    /// The first part of FullyQualifiedErrorId.
    pub id: Cow<'static, str>,
    /// The category that scripts sort errors by.
    pub category: Category,
    /// The full name of the exception type; `catch [type]` reads it.
    pub exception: Cow<'static, str>,
    /// The object the operation worked on, or Null.
    pub target: Value,
    /// The exception inside, as a method call wraps what the method threw.
    pub inner: Option<Box<Self>>,
}

impl Fault {
    /// A fault with the exception type of the language.
    pub fn new(
        message: impl Into<String>,
        id: impl Into<Cow<'static, str>>,
        category: Category,
    ) -> Box<Self> {
        Box::new(Self {
            message: message.into(),
            id: id.into(),
            category,
            exception: Cow::Borrowed(RUNTIME_EXCEPTION),
            target: Value::Null,
            inner: None,
        })
    }

    /// The same fault as an exception of `exception`, a full type name.
    #[must_use]
    pub fn with_exception(mut self: Box<Self>, exception: impl Into<Cow<'static, str>>) -> Box<Self> {
        self.exception = exception.into();
        self
    }

    /// The same fault about `target`.
    #[must_use]
    pub fn with_target(mut self: Box<Self>, target: Value) -> Box<Self> {
        self.target = target;
        self
    }

    /// The same fault around the one that caused it.
    #[must_use]
    pub fn with_inner(mut self: Box<Self>, inner: Box<Self>) -> Box<Self> {
        self.inner = Some(inner);
        self
    }

    /// An exception of .NET that no part of PowerShell wraps: its id is the name of the type.
    pub fn exception(message: impl Into<String>, exception: &'static str) -> Box<Self> {
        Self::new(message, exception, Category::OperationStopped).with_exception(exception)
    }

    /// Whether a `catch` that names `type_name` takes this fault, by its own exception or the one inside.
    pub fn is_exception(&self, type_name: &str) -> bool {
        let is_named = |name: &&str| name.eq_ignore_ascii_case(type_name);
        super::error_record::exception_chain(&self.exception).iter().any(is_named)
            // What a conversion throws is wrapped.
            || self.exception == crate::convert::refusal::INVALID_CAST && is_named(&RUNTIME_EXCEPTION)
            || self.inner.as_ref().is_some_and(|inner| inner.is_exception(type_name))
    }
}

/// PowerShell's ErrorCategory, names and order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names of ErrorCategory speak for themselves")]
pub enum Category {
    NotSpecified,
    OpenError,
    CloseError,
    DeviceError,
    DeadlockDetected,
    InvalidArgument,
    InvalidData,
    InvalidOperation,
    InvalidResult,
    InvalidType,
    MetadataError,
    NotImplemented,
    NotInstalled,
    ObjectNotFound,
    OperationStopped,
    OperationTimeout,
    SyntaxError,
    ParserError,
    PermissionDenied,
    ResourceBusy,
    ResourceExists,
    ResourceUnavailable,
    ReadError,
    WriteError,
    FromStdErr,
    SecurityError,
    ProtocolError,
    ConnectionError,
    AuthenticationError,
    LimitsExceeded,
    QuotaExceeded,
    NotEnabled,
}

impl Category {
    /// All categories in their order.
    pub const ALL: &[Self] = &[
        Self::NotSpecified,
        Self::OpenError,
        Self::CloseError,
        Self::DeviceError,
        Self::DeadlockDetected,
        Self::InvalidArgument,
        Self::InvalidData,
        Self::InvalidOperation,
        Self::InvalidResult,
        Self::InvalidType,
        Self::MetadataError,
        Self::NotImplemented,
        Self::NotInstalled,
        Self::ObjectNotFound,
        Self::OperationStopped,
        Self::OperationTimeout,
        Self::SyntaxError,
        Self::ParserError,
        Self::PermissionDenied,
        Self::ResourceBusy,
        Self::ResourceExists,
        Self::ResourceUnavailable,
        Self::ReadError,
        Self::WriteError,
        Self::FromStdErr,
        Self::SecurityError,
        Self::ProtocolError,
        Self::ConnectionError,
        Self::AuthenticationError,
        Self::LimitsExceeded,
        Self::QuotaExceeded,
        Self::NotEnabled,
    ];

    /// The category called `name`, case ignored.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|known| known.to_string().eq_ignore_ascii_case(name))
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}
