//! How values print, against what Windows PowerShell 5.1 prints.
mod cmdlets;
mod commands;
mod errors;
mod fields;
mod laid_out;
#[path = "../values/literal.rs"]
mod literal;
mod messages;
mod objects;
mod properties;
mod scalars;
mod sequence;
mod session;
mod world;
