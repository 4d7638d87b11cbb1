//! The PowerShell language as Windows PowerShell 5.1 has it, without any cmdlets of the product.

mod builtin;
pub mod command;
pub mod completion;
pub mod convert;
pub mod evaluate;
pub mod flow;
pub mod format;
pub mod help;
pub mod host;
pub mod member;
pub mod operator;
pub mod serial;
pub mod session;
pub mod setting;
pub mod syntax;
pub mod text;
pub mod value;
mod xml;
