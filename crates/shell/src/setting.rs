//! What an operation on values may need beyond its operands.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use crate::format::Views;
use crate::host::Host;
use crate::text::{Pattern, PatternOptions};
use crate::value::limits::PATTERNS_KEPT_MAX;
use crate::value::{DateTime, Kind, Outcome, Value};

/// Makes a value of a type of the product of any other value, or says why not.
pub type Converter = Rc<dyn Fn(&Value, &Setting) -> Outcome>;

/// The host, `$OFS`, the regular expressions compiled so far, how values become those of the product's types, and
/// how objects print. One per session; the culture is en-US.
pub struct Setting {
    host: Rc<dyn Host>,
    separator: RefCell<Arc<str>>,
    patterns: RefCell<Vec<(PatternOptions, Rc<Pattern>)>>,
    converters: RefCell<BTreeMap<Arc<str>, Converter>>,
    views: RefCell<Rc<Views>>,
    elements_shown: Cell<Option<usize>>,
    statics: RefCell<BTreeMap<(Arc<str>, String), Value>>,
}

/// `$FormatEnumerationLimit` where nobody set it.
const ELEMENTS_SHOWN: usize = 4;

impl Setting {
    /// A setting with a space as `$OFS`.
    pub fn new(host: Rc<dyn Host>) -> Self {
        Self {
            host,
            separator: RefCell::new(Arc::from(" ")),
            patterns: RefCell::default(),
            converters: RefCell::default(),
            views: RefCell::new(Rc::new(Views::new())),
            elements_shown: Cell::new(Some(ELEMENTS_SHOWN)),
            statics: RefCell::default(),
        }
    }

    /// The world outside.
    pub fn host(&self) -> &dyn Host {
        &*self.host
    }

    /// `$OFS`: what stands between the elements of an array that becomes text.
    pub fn separator(&self) -> Arc<str> {
        Arc::clone(&self.separator.borrow())
    }

    /// Follows an assignment to `$OFS`.
    pub fn set_separator(&self, separator: &str) {
        *self.separator.borrow_mut() = Arc::from(separator);
    }

    /// From now on `converter` makes values of the type with this full name, wherever a value is converted.
    pub fn add_converter(&self, full_name: &str, converter: Converter) {
        self.converters.borrow_mut().insert(Arc::from(full_name), converter);
    }

    /// What makes values of the type with this full name.
    pub fn converter(&self, full_name: &str) -> Option<Converter> {
        self.converters.borrow().get(full_name).map(Rc::clone)
    }

    /// What a script stored in a static property, by the full name of the class and the name in small letters.
    pub(crate) fn static_value(&self, class: &Arc<str>, name: &str) -> Option<Value> {
        self.statics.borrow().get(&(Arc::clone(class), name.to_owned())).cloned()
    }

    /// Keeps what a script stores in a static property.
    pub(crate) fn keep_static(&self, class: &Arc<str>, name: &str, value: Value) {
        let before = self.statics.borrow_mut().insert((Arc::clone(class), name.to_owned()), value);
        drop(before);
    }

    /// How objects print.
    pub fn views(&self) -> Rc<Views> {
        Rc::clone(&self.views.borrow())
    }

    /// Changes how objects print from now on.
    pub fn change_views(&self, change: impl FnOnce(&mut Views)) {
        change(Rc::make_mut(&mut self.views.borrow_mut()));
    }

    /// `$FormatEnumerationLimit`: how many elements of a collection a property shows, none for all.
    pub fn elements_shown(&self) -> Option<usize> {
        self.elements_shown.get()
    }

    /// Follows an assignment to `$FormatEnumerationLimit`; a negative number means all.
    pub fn set_elements_shown(&self, limit: i64) {
        self.elements_shown.set(usize::try_from(limit).ok());
    }

    /// The compiled form of a regular expression, kept for the next use.
    pub fn pattern(&self, source: &str, options: PatternOptions) -> Outcome<Rc<Pattern>> {
        let mut kept = self.patterns.borrow_mut();
        if let Some(at) = kept.iter().position(|(with, known)| *with == options && known.source() == source) {
            let found = kept.remove(at);
            let pattern = Rc::clone(&found.1);
            kept.push(found);
            return Ok(pattern);
        }
        let pattern = Rc::new(Pattern::compile(source, options)?);
        if kept.len() == PATTERNS_KEPT_MAX {
            kept.remove(0);
        }
        kept.push((options, Rc::clone(&pattern)));
        Ok(pattern)
    }

    /// The time now on the wall here.
    pub fn local_now(&self) -> DateTime {
        self.to_local(self.host.now().with_kind(Kind::Utc))
    }

    /// The same moment on the wall here; what is not local is taken as universal time.
    pub fn to_local(&self, moment: DateTime) -> DateTime {
        if moment.kind() == Kind::Local {
            return moment;
        }
        let offset = self.host.offset_at(moment.with_kind(Kind::Utc));
        let end = if offset.ticks() < 0 { DateTime::MIN } else { DateTime::MAX };
        moment.checked_add(offset).unwrap_or(end).with_kind(Kind::Local)
    }

    /// The same moment in universal time; what is not universal is taken as local time.
    pub fn to_universal(&self, moment: DateTime) -> DateTime {
        if moment.kind() == Kind::Utc {
            return moment;
        }
        // The offset belongs to the universal moment: guess with the local figures, then look again there.
        let mut universal = moment;
        for _ in 0..2 {
            let offset = self.host.offset_at(universal.with_kind(Kind::Utc));
            let end = if offset.ticks() < 0 { DateTime::MAX } else { DateTime::MIN };
            universal = moment.checked_sub(offset).unwrap_or(end);
        }
        universal.with_kind(Kind::Utc)
    }
}
