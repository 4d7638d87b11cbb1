//! `> file`, `2>$null`, `2>&1`.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use crate::convert::to_text;
use crate::flow::{Flow, Output};
use crate::host::{self, WriteMode};
use crate::session::Session;
use crate::session::frame::Sink;
use crate::syntax::Span;
use crate::syntax::tree::{self, ExpressionKind, Redirection, RedirectionTarget};
use crate::text::Encoding;
use crate::value::limits::check_elements;
use crate::value::{Category, Fault, Outcome, Value};

/// Values that wait for where they go.
type Gathered = Rc<RefCell<Vec<Value>>>;

/// The redirections of one command.
#[derive(Default)]
pub(super) struct Redirected {
    /// Where its messages go.
    pub(super) sinks: Vec<(host::Stream, Sink)>,
    /// Where its output goes, if it is redirected.
    output: Option<Sink>,
    /// Messages that go into its output.
    merged: Option<Gathered>,
    files: Vec<File>,
}

/// A file that output goes to.
struct File {
    path: Arc<str>,
    append: bool,
    values: Gathered,
    span: Span,
}

impl Session {
    /// Makes the redirections of a command ready.
    pub(super) fn redirect(&mut self, redirections: &[Redirection]) -> Flow<Redirected> {
        let mut redirected = Redirected::default();
        for redirection in redirections {
            let sink = match &redirection.to {
                RedirectionTarget::Output => {
                    Sink::Gathered(Rc::clone(redirected.merged.get_or_insert_with(Gathered::default)))
                }
                RedirectionTarget::File { path, append } => {
                    let is_null = |kind: &ExpressionKind| match kind {
                        ExpressionKind::Variable(variable) => variable.name.eq_ignore_ascii_case("null"),
                        _ => false,
                    };
                    if is_null(&path.kind) {
                        Sink::Nowhere
                    } else {
                        let value = self.eval(path)?;
                        let path = to_text(&value, self.setting())?;
                        let values = Gathered::default();
                        let file = File {
                            path,
                            append: *append,
                            values: Rc::clone(&values),
                            span: redirection.span,
                        };
                        redirected.files.push(file);
                        Sink::Gathered(values)
                    }
                }
            };
            redirected.add(redirection.from, &sink);
        }
        Ok(redirected)
    }

    /// Puts values into a file as they print.
    fn write_redirected(&self, file: &File) -> Flow {
        let values = file.values.take();
        self.write_printed(&values, &file.path, file.append).map_err(|fault| self.fail(fault, file.span))
    }

    /// Puts values into a file as they print, in UTF-8 with a byte order mark.
    pub(crate) fn write_printed(&self, values: &[Value], path: &str, append: bool) -> Outcome<()> {
        let text = crate::format::whole_text(values, self.setting())?;
        let mode = if append { WriteMode::Append } else { WriteMode::Replace };
        let is_new = !append || matches!(self.host().entry(path), Ok(None));
        let mut bytes = if is_new { Encoding::Utf8.mark().to_vec() } else { Vec::new() };
        bytes.extend_from_slice(text.replace('\n', "\r\n").as_bytes());
        self.host().write_file(path, &bytes, mode).map_err(|error| {
            Fault::new(error.to_string(), "FileOpenFailure", Category::OpenError)
                .with_target(Value::text(path))
        })
    }
}

impl Redirected {
    fn add(&mut self, from: tree::Stream, sink: &Sink) {
        let streams: &[host::Stream] = match from {
            tree::Stream::Output => &[],
            tree::Stream::Error => &[host::Stream::Error],
            tree::Stream::Warning => &[host::Stream::Warning],
            tree::Stream::Verbose => &[host::Stream::Verbose],
            tree::Stream::Debug => &[host::Stream::Debug],
            tree::Stream::Information => &[host::Stream::Information],
            tree::Stream::All => &[
                host::Stream::Error,
                host::Stream::Warning,
                host::Stream::Verbose,
                host::Stream::Debug,
                host::Stream::Information,
            ],
        };
        self.sinks.extend(streams.iter().map(|stream| (*stream, sink.clone())));
        let is_merge = matches!((sink, &self.merged), (Sink::Gathered(a), Some(b)) if Rc::ptr_eq(a, b));
        if matches!(from, tree::Stream::Output | tree::Stream::All) && !is_merge {
            self.output = Some(sink.clone());
        }
    }

    /// Hands on the messages that go into the output.
    pub(super) fn merge(&self, session: &mut Session, next: &mut dyn Output) -> Flow {
        let Some(merged) = &self.merged else { return Ok(()) };
        let waiting = merged.take();
        for value in waiting {
            if let Some(value) = self.take(value)? {
                next.put(value, session)?;
            }
        }
        Ok(())
    }

    /// Takes a value that is redirected; what is not is given back.
    pub(super) fn take(&self, value: Value) -> Flow<Option<Value>> {
        match &self.output {
            None => Ok(Some(value)),
            Some(Sink::Nowhere) => Ok(None),
            Some(Sink::Gathered(values)) => {
                let mut values = values.borrow_mut();
                check_elements(values.len() + 1)?;
                values.push(value);
                Ok(None)
            }
        }
    }

    /// Writes the files.
    pub(super) fn close(&self, session: &Session) -> Flow {
        self.files.iter().try_for_each(|file| session.write_redirected(file))
    }
}
