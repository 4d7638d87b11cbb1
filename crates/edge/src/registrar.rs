//! Where the phones of agents are (RFC 3261 section 10, with flows as in RFC 5626).

mod bindings;
mod book;
mod guests;
mod register;

pub(crate) use bindings::{Binding, Bindings};
pub(crate) use book::Book;
pub(crate) use register::Registrar;
