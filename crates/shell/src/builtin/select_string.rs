//! Select-String.

mod finding;

use std::rc::Rc;
use std::sync::Arc;

use self::finding::{Finder, Found};
use super::files::{ENCODINGS, Names, Target, refusal, text_of};
use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::Flow;
use crate::host::{Entry, HostError};
use crate::session::Session;
use crate::text::lines;
use crate::value::limits::check_text;
use crate::value::{Category, Fault, Object, Property, Value};

pub(super) fn register(session: &mut Session) {
    session.register(&SELECT_STRING, Rc::new(|| Box::new(SelectString::default())));
}

const SELECT_STRING: Declaration = Declaration {
    name: "Select-String",
    aliases: &["sls"],
    synopsis: "Finds lines that match a pattern, in files or in what is piped in.",
    description: "The patterns are regular expressions, with -SimpleMatch plain text. What is piped in is looked at as \
                  text, each object as one line; a file is looked at line by line.",
    parameters: &[
        Declared::new("Pattern", "string[]", "What is looked for.").mandatory().at(0),
        Declared::new("Path", "string[]", "The files; * and ? stand for any signs.")
            .mandatory()
            .at(1)
            .within(&["File"]),
        Declared::new("LiteralPath", "string[]", "The files, their signs taken as they are.")
            .mandatory()
            .aliases(&["PSPath"])
            .within(&["LiteralFile"]),
        Declared::new("InputObject", "psobject", "Text or a file; usually it is piped in.")
            .mandatory()
            .from_pipeline()
            .allow_empty()
            .within(&["Object"]),
        Declared::switch("SimpleMatch", "Looks for the text as it is."),
        Declared::switch("CaseSensitive", "Capital letters are not small ones."),
        Declared::switch("Quiet", "Says only whether there is a match."),
        Declared::switch("List", "Takes the first match of each file alone."),
        Declared::switch("NotMatch", "Takes the lines that do not match."),
        Declared::switch("AllMatches", "Finds every match of a line, not the first alone."),
        Declared::new("Include", "string[]", "Patterns of which one must fit the name of the file."),
        Declared::new("Exclude", "string[]", "Patterns of which none may fit the name of the file."),
        Declared::new("Encoding", "string", "How the files were written.").values(ENCODINGS),
        Declared::new("Context", "int[]", "How many lines before and after a match are shown with it.")
            .range(0, i32::MAX as i64),
    ],
    default_set: "File",
    should_process: false,
    input: "Text or files.",
    output: "An object for each line, with Line, LineNumber, Filename, Path, Pattern and Matches; or True or False.",
    examples: &[
        Example {
            code: "'sip:ann@contoso.com', 'sip:bob@fabrikam.com' | Select-String contoso",
            about: "Finds addresses of a domain.",
        },
        Example {
            code: "'[ERROR] no queue', '[INFO] done' | Set-Content C:\\Reports\\log.txt\nSelect-String '^\\[ERROR\\]' C:\\Reports\\*.txt | ForEach-Object { \"$($_.LineNumber): $($_.Line)\" }",
            about: "Finds errors in protocols.",
        },
    ],
};

#[derive(Default)]
struct SelectString {
    finder: Option<Finder>,
    /// The number of the piped objects.
    place: usize,
    has_found: bool,
}

impl Cmdlet for SelectString {
    fn begin(&mut self, call: &mut Call<'_>) -> Flow {
        self.finder = Some(Finder::of(call)?);
        Ok(())
    }

    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        if call.bound.value("InputObject").is_none() {
            for target in Target::all(call)? {
                match target.find(call.host()) {
                    Ok(mut entries) => {
                        entries.retain(|entry| !(target.is_pattern() && entry.is_folder));
                        entries.iter().try_for_each(|entry| self.look_into(entry, call))?;
                    }
                    Err(fault) => call.error(fault)?,
                }
            }
            return Ok(());
        }
        let value = call.value("InputObject").unwrap_or_default();
        if let Some(path) = file_path(&value) {
            return match call.host().entry(&path) {
                Ok(Some(entry)) => self.look_into(&entry, call),
                Ok(None) => call.error(unreadable(&path, &HostError::NotFound { path: path.to_string() })),
                Err(error) => call.error(unreadable(&path, &error)),
            };
        }
        self.place += 1;
        let text = crate::convert::to_text(&value, call.setting()).map_err(|fault| call.fail(fault))?;
        let origin = Origin { name: STREAM, path: STREAM, first: self.place };
        self.look_at(&[&text], &origin, call)
    }

    fn end(&mut self, call: &mut Call<'_>) -> Flow {
        if call.switch("Quiet") && !self.has_found { call.write(Value::Bool(false)) } else { Ok(()) }
    }
}

/// Where lines come from.
struct Origin<'a> {
    name: &'a str,
    path: &'a str,
    /// The number of the first line.
    first: usize,
}

impl SelectString {
    /// Looks for the patterns in a file.
    fn look_into(&mut self, entry: &Entry, call: &mut Call<'_>) -> Flow {
        if !Names::of(call)?.admit(&entry.name) {
            return Ok(());
        }
        if entry.is_folder {
            let denied = HostError::Denied { path: entry.path.clone() };
            return call.error(unreadable(&entry.path, &denied));
        }
        let content = match call.host().read_file(&entry.path) {
            Ok(content) => content,
            Err(error) => return call.error(unreadable(&entry.path, &error)),
        };
        check_text(content.len())?;
        let encoding = call.text("Encoding")?;
        let text = text_of(&content, encoding.as_deref()).map_err(|fault| call.fail(fault))?;
        let all = lines(&text);
        let origin = Origin { name: &entry.name, path: &entry.path, first: 1 };
        self.look_at(&all, &origin, call)
    }

    /// Looks for the patterns in lines.
    fn look_at(&mut self, lines: &[&str], origin: &Origin<'_>, call: &mut Call<'_>) -> Flow {
        let Some(finder) = &self.finder else { return Ok(()) };
        for (at, line) in lines.iter().enumerate() {
            call.check_cancelled()?;
            let found = finder.find(line).map_err(|fault| call.fail(fault))?;
            let Some(found) = found else { continue };
            if call.switch("Quiet") {
                if self.has_found {
                    return Ok(());
                }
                self.has_found = true;
                return call.write(Value::Bool(true));
            }
            let object = finder.object(&found, (lines, at), origin);
            call.write(object)?;
            if call.switch("List") {
                break;
            }
        }
        Ok(())
    }
}

impl Finder {
    /// A match as an object.
    fn object(&self, found: &Found<'_>, (lines, at): (&[&str], usize), origin: &Origin<'_>) -> Value {
        let number = |number: usize| Value::Int(i32::try_from(number).unwrap_or(i32::MAX));
        let texts = |lines: &[&str]| Value::array(lines.iter().map(Value::text).collect());
        let is_stream = origin.path == STREAM;
        let written = |mark: &str, at: usize| {
            if is_stream {
                format!("{mark}{}", lines[at])
            } else {
                format!("{mark}{}:{}:{}", origin.path, origin.first + at, lines[at])
            }
        };
        let (before, after) = self.around(lines.len(), at);
        let text = if self.has_context() {
            let mark = |line: usize| written(if line == at { "> " } else { "  " }, line);
            (before.start..after.end).map(mark).collect::<Vec<_>>().join("\n")
        } else {
            written("", at)
        };
        let context = if self.has_context() {
            Value::Object(Object::of_type(
                names("Microsoft.PowerShell.Commands.MatchInfoContext"),
                vec![
                    Property::read_only("PreContext", texts(&lines[before])),
                    Property::read_only("PostContext", texts(&lines[after])),
                ],
            ))
        } else {
            Value::Null
        };
        let properties = vec![
            Property::read_only("IgnoreCase", Value::Bool(self.ignores_case())),
            Property::read_only("LineNumber", number(origin.first + at)),
            Property::read_only("Line", Value::text(lines[at])),
            Property::read_only("Filename", Value::text(origin.name)),
            Property::read_only("Path", Value::text(origin.path)),
            Property::read_only("Pattern", Value::text(found.pattern)),
            Property::read_only("Context", context),
            Property::read_only("Matches", Value::array(found.matches.clone())),
        ];
        Value::Object(Object::with_text(names("Microsoft.PowerShell.Commands.MatchInfo"), properties, &text))
    }
}

/// The path of a file that is piped in as an object.
fn file_path(value: &Value) -> Option<Arc<str>> {
    match value {
        Value::Object(object) if object.type_names().iter().any(|name| &**name == "System.IO.FileInfo") => {
            Some(crate::convert::display(&object.property("FullName")?).into())
        }
        _ => None,
    }
}

fn names(own: &str) -> Rc<[Arc<str>]> {
    Rc::from([Arc::from(own), Arc::from("System.Object")])
}

fn unreadable(path: &str, error: &HostError) -> Box<Fault> {
    let mut fault = refusal(error, "ProcessingFile");
    fault.message = format!("The file {path} cannot be read: {}", fault.message);
    fault.id = "ProcessingFile".into();
    fault.category = Category::InvalidArgument;
    fault.with_exception("System.ArgumentException").with_target(Value::text(path))
}

/// What the file is called where there is none.
const STREAM: &str = "InputStream";
