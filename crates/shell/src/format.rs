//! How values print, as Windows PowerShell 5.1 prints them.
//!
//! A [`Formatter`] takes the values of a pipeline and gives lines: strings and numbers a line each, objects as
//! their view says ([`Views`]), else as a table where they have up to four properties and as a list where they
//! have more.
//!
//! ```
//! # use std::rc::Rc;
//! # use shell::format::Formatter;
//! # use shell::host::testing::MemoryHost;
//! # use shell::setting::Setting;
//! # use shell::value::{DateTime, Object, Property, Value};
//! # let setting = Setting::new(Rc::new(MemoryHost::new(DateTime::MIN)));
//! let mut printed = String::new();
//! let mut line = |line: &str| printed.extend([line, "\n"]);
//! let mut formatter = Formatter::new(79);
//! let queue = Object::custom_of(vec![
//!     Property::new("Name", Value::text("Help Desk")),
//!     Property::new("Waiting", Value::Int(12)),
//! ]);
//! formatter.put(&Value::Object(queue), &setting, &mut line).expect("no directive is out of place");
//! formatter.finish(&setting, &mut line);
//! assert_eq!(printed, "\nName      Waiting\n----      -------\nHelp Desk      12\n\n\n");
//! ```
//!
//! The work is done in two steps, as in the original, because the formatting commands send what lies between
//! down the pipeline: the shaper makes directives of objects (`packet`), the printer makes lines of them. What
//! a formatting command yields is therefore a value, which a variable holds and a Formatter prints later.
//!
//! # For the evaluator and the session
//! * One Formatter for what a pipeline yields at the end: `put` every value, `finish` when the pipeline is done
//!   (at the prompt after each statement, in a script at its end), `flush` before anything else is printed on
//!   the way (Write-Host, warnings, prompts, errors). Pass lines on with their end: `host.print(Output, ..)`.
//! * [`error_text`] is what the host prints of an error record, [`whole_text`] what a file gets of values.
//! * `put` fails only where directives of formatting commands are mixed up; that error ends the statement.
//!
//! When adding a view for a type, in `setting.change_views(|views| ...)`: `views.add(&["Full.Type.Name"], View::table(vec![Field::property("Name")]))`;
//! `views.prefer("Full.Type.Name", Shape::List)` where a type without a view is a list whatever it holds.

mod active;
mod cells;
mod directives;
mod error_text;
mod fields;
mod formatter;
mod known;
mod list;
mod packet;
mod printer;
pub(crate) mod reading;
mod shaper;
mod table;
mod view;
mod written;

pub use cells::Alignment;
pub use directives::Directives;
pub use fields::{FieldKeys, field};
pub use formatter::{Formatter, columns, error_text, whole_text};
pub use shaper::Request;
pub use view::{Field, Shape, View, Views};
