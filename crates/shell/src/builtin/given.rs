//! Parameters that several cmdlets have.

use crate::command::Call;
use crate::flow::Flow;
use crate::format::columns;
use crate::value::Value;

/// -InputObject: what is piped in, or what was given.
pub(super) fn input_object(call: &Call<'_>) -> Value {
    call.value("InputObject").or_else(|| call.input().cloned()).unwrap_or_default()
}

/// -Width: the columns of a line, or those of the terminal.
pub(super) fn width(call: &Call<'_>) -> Flow<usize> {
    let asked = call.number("Width")?.and_then(|width| usize::try_from(width).ok());
    Ok(asked.unwrap_or_else(|| columns(call.setting())))
}
