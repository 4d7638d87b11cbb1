//! Values as text and back: JSON, CSV and CLIXML, in the forms of Windows PowerShell 5.1.
//!
//! These are conversions without input or output. What is read may come from anywhere: depth, elements and size
//! have limits, and what is wrong gives an error that says where.

pub mod clixml;
pub mod csv;
pub mod json;
