//! Values, conversions, operators and members against PowerShell's documented results.
mod bounds;
mod literal;
mod objects;
mod properties;
mod table;
mod world;
