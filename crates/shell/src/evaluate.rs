//! Running the syntax tree: a file for each kind of statement and expression, as methods of the session.
//!
//! Values flow as they are made: a pipeline hands each on before the next is made, so that a command that has
//! enough can end it, and nothing is gathered that nobody asked to be gathered.

mod added_member;
mod assignment;
mod block;
mod body;
mod casting;
mod catching;
mod control;
mod cursor;
mod expression;
mod function;
mod hashtable;
mod invocation;
mod member;
mod pipeline;
mod redirection;
mod script_member;
mod stage;
mod statement;
mod switch;
mod trapping;

pub use block::Body;
pub use cursor::Cursor;
