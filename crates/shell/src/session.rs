//! A session: everything that code runs in, and what runs it.
//!
//! [`Session::run`] parses a text, refuses it whole where its syntax is wrong or it names commands or types
//! that are not there, and runs it. Values go to the [`Output`](crate::flow::Output) that is given; messages go to the host. One
//! session serves one prompt or one script, on one thread with at least [`STACK_BYTES`] of stack.
//!
//! What runs is in `evaluate`, a file for each kind of statement and expression; it is written as methods of
//! the session. A construct is added there, with rows in `tests/language`.

mod absent;
mod automatic;
mod commands;
mod console;
pub mod frame;
mod imported;
mod messages;
mod preflight;
pub mod product_types;
mod reference;
mod requirements;
mod run;
pub mod scope;
mod transcript;
mod variables;

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use crate::completion::Completer;
use crate::evaluate::Cursor;
use crate::flow::{Flow, Interrupt};
use crate::format::Formatter;
use crate::host::Host;
use crate::member::Native;
use crate::setting::Setting;
use crate::syntax::{Source, Span};
use crate::value::{Category, ErrorRecord, Fault, List, Place, Value};

pub use commands::{Commands, Found};
pub use console::Console;
pub(crate) use console::push_line;
use frame::Frame;
pub(crate) use imported::{Exports, Imported};
pub(crate) use preflight::{unknown_command, unknown_type};
use product_types::Types;
pub(crate) use reference::{REFERENCE, Reference};
pub use run::Ended;
pub(crate) use run::syntax_fault;
use scope::Scope;
pub(crate) use variables::constant;

/// The stack that a thread needs to run a session.
pub const STACK_BYTES: usize = 256 << 20;
/// How deep statements, expressions and calls may stand within each other while they run.
pub const DEPTH_MAX: u32 = 8_000;
/// How many functions and blocks may call each other.
pub const CALLS_MAX: u32 = 1_000;
/// How much memory a script may hold, in bytes, where the host can tell.
pub const MEMORY_MAX: u64 = 2 << 30;
/// How many errors `$Error` keeps, as `$MaximumErrorCount` has it.
pub const ERRORS_KEPT_MAX: usize = 256;

/// Everything that code runs in.
pub struct Session {
    setting: Rc<Setting>,
    commands: Commands,
    types: Types,
    global: Rc<Scope>,
    context: Context,
    /// `$_`.
    item: Value,
    /// `$Error`, the newest first.
    errors: List,
    /// `$?`.
    success: bool,
    /// `$LASTEXITCODE`.
    exit_code: i32,
    /// How many `try` blocks are around the code that runs.
    pub(crate) trying: u32,
    depth: u32,
    calls: u32,
    steps: u32,
    pipelines: u64,
    completers: Vec<Rc<dyn Completer>>,
    /// The version of Set-StrictMode; 0 where it is off.
    strictness: u8,
    /// The modules whose commands are here, in small letters.
    modules: BTreeSet<String>,
    /// The files that Import-Module ran.
    pub(crate) imported: Vec<Imported>,
    /// What Export-ModuleMember said in the module that is being imported.
    pub(crate) exports: Option<Exports>,
    /// The file of Start-Transcript.
    transcript: Option<String>,
    /// What prints the values that nobody takes.
    console: Formatter,
    /// What the innermost loop and `switch` walk through.
    pub(crate) walking: Walking,
}

/// `$foreach` and `$switch`.
#[derive(Default)]
pub(crate) struct Walking {
    pub(crate) foreach: Option<Rc<Cursor>>,
    pub(crate) switch: Option<Rc<Cursor>>,
}

/// What changes when a block or function is entered.
#[derive(Clone)]
pub struct Context {
    /// Where variables are looked up.
    pub scope: Rc<Scope>,
    /// Where messages go.
    pub frame: Rc<Frame>,
    /// The script that runs.
    pub code: Rc<Code>,
}

/// A script as it is known to errors.
#[derive(Debug)]
pub struct Code {
    /// Its text.
    pub source: Arc<Source>,
    /// Its file, or none at the prompt.
    pub file: Option<Arc<str>>,
}

impl Session {
    /// A session with the built-in cmdlets.
    pub fn new(host: Rc<dyn Host>) -> Self {
        let global = Scope::global();
        let code = Rc::new(Code { source: Arc::clone(&crate::syntax::parse("").script.source), file: None });
        let context = Context { scope: Rc::clone(&global), frame: Frame::outermost(), code };
        let mut session = Self {
            setting: Rc::new(Setting::new(host)),
            commands: Commands::default(),
            types: Types::default(),
            global,
            context,
            item: Value::Null,
            errors: List::new(Vec::new()),
            success: true,
            exit_code: 0,
            trying: 0,
            depth: 0,
            calls: 0,
            steps: 0,
            pipelines: 0,
            completers: Vec::new(),
            strictness: 0,
            modules: BTreeSet::new(),
            imported: Vec::new(),
            exports: None,
            walking: Walking::default(),
            transcript: None,
            console: Formatter::new(0),
        };
        session.set_preferences();
        crate::builtin::register(&mut session);
        session
    }

    /// What operations on values need.
    pub fn setting(&self) -> &Setting {
        &self.setting
    }

    /// The same, to keep while the session is changed.
    pub fn shared_setting(&self) -> Rc<Setting> {
        Rc::clone(&self.setting)
    }

    /// The world outside.
    pub fn host(&self) -> &dyn Host {
        self.setting.host()
    }

    /// Makes a source of candidates known to completion.
    pub fn add_completer(&mut self, completer: Rc<dyn Completer>) {
        self.completers.push(completer);
    }

    /// What the product knows for completion.
    pub fn completers(&self) -> &[Rc<dyn Completer>] {
        &self.completers
    }

    /// The product's types.
    pub fn types(&self) -> &Types {
        &self.types
    }

    /// The product's types, to add some.
    pub fn types_mut(&mut self) -> &mut Types {
        &mut self.types
    }

    /// `$Error`, the newest first.
    pub fn errors(&self) -> &List {
        &self.errors
    }

    /// `$?`: whether the last command went well.
    pub fn success(&self) -> bool {
        self.success
    }

    /// `$_`.
    pub fn item(&self) -> &Value {
        &self.item
    }

    /// Where code runs now.
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// Whether Set-StrictMode refuses properties that are not there: from version 2 on.
    pub fn is_strict(&self) -> bool {
        self.strictness >= 2
    }

    /// Whether Set-StrictMode refuses indexes outside of an array: from version 3 on.
    pub(crate) fn refuses_indexes(&self) -> bool {
        self.strictness >= 3
    }

    /// Sets `$?`.
    pub fn set_success(&mut self, success: bool) {
        self.success = success;
    }

    /// A script that was called said `exit`: its caller sees that in `$LASTEXITCODE` and `$?`.
    pub(crate) fn script_exited(&mut self, code: i32) {
        self.exit_code = code;
        self.success = code == 0;
    }

    /// A number for the next pipeline.
    pub(crate) fn next_pipeline(&mut self) -> u64 {
        self.pipelines += 1;
        self.pipelines
    }

    /// Whether a variable is one that the shell keeps itself.
    pub(crate) fn keeps(&self, name: &str) -> bool {
        self.is_automatic(name)
    }

    /// Sets the version of Set-StrictMode; 0 refuses nothing.
    pub fn set_strictness(&mut self, version: u8) {
        self.strictness = version;
    }

    /// Runs `run` in another context, and comes back.
    pub fn within<T>(&mut self, context: Context, run: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.context, context);
        let result = run(self);
        self.context = outer;
        result
    }

    /// Runs `run` with another `$_`, and comes back.
    pub fn with_item<T>(&mut self, item: Value, run: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.item, item);
        let result = run(self);
        self.item = outer;
        result
    }

    /// Runs a statement or expression one level deeper; refuses what is too deep for the stack.
    pub(crate) fn deeper<T>(&mut self, run: impl FnOnce(&mut Self) -> Flow<T>) -> Flow<T> {
        if self.depth >= DEPTH_MAX {
            return Err(overflow().into());
        }
        self.depth += 1;
        let result = run(self);
        self.depth -= 1;
        result
    }

    /// Runs the body of a function or block; refuses endless recursion.
    pub(crate) fn called<T>(&mut self, run: impl FnOnce(&mut Self) -> Flow<T>) -> Flow<T> {
        if self.calls >= CALLS_MAX {
            return Err(overflow().into());
        }
        self.calls += 1;
        let result = run(self);
        self.calls -= 1;
        result
    }

    /// Counts a step: now and then looks whether the user wants to stop, and how much memory there is.
    pub(crate) fn step(&mut self) -> Flow {
        self.spend(1)
    }

    /// Counts the work on a large text or collection, which is more than a step.
    pub(crate) fn charge(&mut self, value: &Value) -> Flow {
        let size = match value {
            Value::String(text) => text.len() / TEXT_PER_STEP,
            Value::Array(array) => array.len() / ELEMENTS_PER_STEP,
            Value::List(list) => list.len() / ELEMENTS_PER_STEP,
            Value::Hashtable(table) => table.len() / ELEMENTS_PER_STEP,
            Value::Object(object) => object.native().and_then(Native::count).unwrap_or(0) / ELEMENTS_PER_STEP,
            _ => 0,
        };
        match u32::try_from(size) {
            Ok(0) => Ok(()),
            Ok(steps) => self.spend(steps),
            Err(_) => self.look_up(),
        }
    }

    fn spend(&mut self, steps: u32) -> Flow {
        let before = self.steps / STEPS_UNCHECKED;
        self.steps = self.steps.wrapping_add(steps);
        if self.steps / STEPS_UNCHECKED == before { Ok(()) } else { self.look_up() }
    }

    /// Looks whether the user wants to stop, and how much memory there is.
    pub(crate) fn look_up(&self) -> Flow {
        if self.host().is_cancelled() {
            return Err(Box::new(Interrupt::Cancelled));
        }
        let used = self.host().memory_used();
        if used > MEMORY_MAX {
            let megabytes = MEMORY_MAX >> 20;
            let message = format!(
                "The script holds more than {megabytes} MB of memory, and this shell allows no more. Work in smaller parts."
            );
            let fault = Fault::new(message, "LimitExceeded", Category::LimitsExceeded)
                .with_exception("System.OutOfMemoryException");
            return Err(Interrupt::stop(Rc::new(ErrorRecord::new(*fault))));
        }
        Ok(())
    }

    /// A fault at a place of the running script, as an error that ends the statement.
    #[expect(clippy::boxed_local, reason = "operations on values give their faults boxed")]
    pub fn fail(&self, fault: Box<Fault>, span: Span) -> Box<Interrupt> {
        let mut record = ErrorRecord::new(*fault);
        record.place = Some(self.place(span));
        Interrupt::error(Rc::new(record))
    }

    /// Gives an error without a place the place of `span`.
    pub(crate) fn placed<T>(&self, result: Flow<T>, span: Span) -> Flow<T> {
        result.map_err(|interrupt| interrupt.located(None, || self.place(span)))
    }

    /// The place of a span of the running script.
    pub fn place(&self, span: Span) -> Place {
        let Code { source, file } = &*self.context.code;
        let position = source.position(span.start);
        let text = source.line(position.line);
        let marked = source.slice(span).lines().next().unwrap_or_default().chars().count().max(1);
        let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Place {
            file: file.clone(),
            line: small(position.line),
            column: small(position.column),
            text: Arc::from(text),
            length: small(marked),
        }
    }
}

/// How many steps run between two looks at the world.
const STEPS_UNCHECKED: u32 = 64;
/// Bytes of text that are as much work as a step.
const TEXT_PER_STEP: usize = 16 << 10;
/// Elements that are as much work as a step.
const ELEMENTS_PER_STEP: usize = 256;

fn overflow() -> Box<Fault> {
    Fault::new(
        "The script failed due to call depth overflow.",
        "CallDepthOverflow",
        Category::InvalidOperation,
    )
    .with_exception("System.Management.Automation.ScriptCallDepthException")
}
