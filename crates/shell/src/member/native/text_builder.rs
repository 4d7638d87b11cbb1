//! System.Text.StringBuilder: text that grows in place.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use super::{Native, names, number, object};
use crate::convert::{display, to_int};
use crate::member::arguments::{Arguments, out_of_range};
use crate::member::{Reply, string, system};
use crate::operator::format_text;
use crate::setting::Setting;
use crate::text::Units;
use crate::value::limits::{TEXT_BYTES_MAX, check_text};
use crate::value::{Object, Outcome, Type, Value};

pub(super) const NAME: &str = "System.Text.StringBuilder";

/// Characters that an empty one has room for.
const CAPACITY: usize = 16;
/// Characters of the largest block that it grows by.
const BLOCK_MAX: usize = 8_000;

struct TextBuilder {
    text: RefCell<String>,
    /// The length in UTF-16 units.
    length: Cell<usize>,
    /// What .NET would have room for; only scripts that ask see it.
    capacity: Cell<usize>,
}

pub(super) fn construct(arguments: &Arguments<'_>) -> Outcome {
    let (text, capacity) = match arguments.values() {
        [] => (Arc::from(""), CAPACITY),
        [Value::Int(_)] | [Value::Int(_), Value::Int(_)] => (Arc::from(""), arguments.size(0, "capacity")?),
        [_] => (arguments.text(0)?, CAPACITY),
        [_, _] => (arguments.text(0)?, arguments.size(1, "capacity")?),
        [_, _, _, _] => {
            let text = arguments.text(0)?;
            let part = part(&text, arguments.size(1, "startIndex")?, arguments.size(2, "length")?)?;
            (Arc::from(part), arguments.size(3, "capacity")?)
        }
        _ => return Err(super::no_constructor(NAME, arguments)),
    };
    let length = Units::length(&text);
    let builder = TextBuilder {
        text: RefCell::new(text.to_string()),
        length: Cell::new(length),
        capacity: Cell::new(capacity.max(length)),
    };
    Ok(object(NAME, builder))
}

impl TextBuilder {
    fn append(&self, added: &str) -> Outcome<()> {
        let mut text = self.text.borrow_mut();
        check_text(text.len().saturating_add(added.len()))?;
        text.push_str(added);
        self.resized(self.length.get() + Units::length(added));
        Ok(())
    }

    fn replace_all(&self, text: String) {
        self.resized(Units::length(&text));
        *self.text.borrow_mut() = text;
    }

    fn resized(&self, length: usize) {
        self.length.set(length);
        let capacity = self.capacity.get();
        if length > capacity {
            self.capacity.set(capacity + (length - capacity).max(capacity.min(BLOCK_MAX)));
        }
    }

    /// `Length = n` cuts the text, or fills it up.
    fn set_length(&self, length: usize) -> Outcome<()> {
        check_text(length)?;
        match length.checked_sub(self.length.get()) {
            Some(missing) => self.append(&"\0".repeat(missing)),
            None => {
                let cut = Units::new(&self.text.borrow()).slice(0, length);
                self.replace_all(cut);
                Ok(())
            }
        }
    }

    /// Works on a part of the text as the method of String does.
    fn changed(&self, arguments: &Arguments<'_>) -> Outcome<()> {
        let text = self.text.borrow();
        let changed = match (arguments.lower(), arguments.count()) {
            ("insert", _) => {
                let at = arguments.size(0, "index")?;
                if at > self.length.get() {
                    return Err(out_of_range("index"));
                }
                let added = appended(&arguments.from(1))?;
                check_text(text.len().saturating_add(added.len()))?;
                let units = Units::new(&text);
                units.slice(0, at) + &added + &units.slice(at, units.len() - at)
            }
            ("remove", _) => {
                let (at, count) = (arguments.size(0, "startIndex")?, arguments.size(1, "length")?);
                let rest = self.length.get().checked_sub(at).and_then(|rest| rest.checked_sub(count));
                let rest = rest.ok_or_else(|| out_of_range("index"))?;
                let units = Units::new(&text);
                units.slice(0, at) + &units.slice(at + count, rest)
            }
            ("replace", 4) => {
                let (at, count) = (arguments.size(2, "startIndex")?, arguments.size(3, "count")?);
                let middle = part(&text, at, count)?;
                let units = Units::new(&text);
                let head = units.slice(0, at);
                let tail = units.slice(at + count, units.len() - at - count);
                head + &string::replaced(&middle, arguments)? + &tail
            }
            _ => string::replaced(&text, arguments)?,
        };
        drop(text);
        self.replace_all(changed);
        Ok(())
    }
}

impl Native for TextBuilder {
    fn property_names(&self) -> Vec<Arc<str>> {
        names(&["Capacity", "MaxCapacity", "Length"])
    }

    fn property(&self, name: &str, _setting: &Setting) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "length" => number(self.length.get()),
            "capacity" => number(self.capacity.get()),
            "maxcapacity" => Value::Int(i32::MAX),
            _ => return None,
        })
    }

    fn store(&self, name: &str, value: &Value, _setting: &Setting) -> Outcome<bool> {
        let size = || usize::try_from(to_int(value)?).map_err(|_| out_of_range("value"));
        if name.eq_ignore_ascii_case("Length") {
            self.set_length(size()?)?;
        } else if name.eq_ignore_ascii_case("Capacity") {
            let capacity = size()?;
            if capacity < self.length.get() {
                return Err(out_of_range("value"));
            }
            self.capacity.set(capacity);
        } else {
            return Ok(false);
        }
        Ok(true)
    }

    fn call(&self, this: &Object, arguments: &Arguments<'_>) -> Outcome<Reply> {
        let count = arguments.count();
        match (arguments.lower(), count) {
            ("append", 1..=3) => self.append(&appended(arguments)?)?,
            ("appendline", 0) => self.append(system::NEW_LINE)?,
            ("appendline", 1) => {
                self.append(&arguments.text(0)?)?;
                self.append(system::NEW_LINE)?;
            }
            ("appendformat", 2..) => {
                let rest = &arguments.values()[1..];
                let filled = if rest.len() == 1 { rest[0].clone() } else { Value::array(rest.to_vec()) };
                let text = format_text(arguments.at(0), &filled, arguments.setting());
                let text = text.map_err(|fault| match fault.inner {
                    Some(inner) => inner,
                    None => fault,
                })?;
                self.append(&display(&text))?;
            }
            ("insert", 2 | 3) | ("remove", 2) | ("replace", 2 | 4) => self.changed(arguments)?,
            ("clear", 0) => self.replace_all(String::new()),
            ("ensurecapacity", 1) => {
                self.capacity.set(self.capacity.get().max(arguments.size(0, "capacity")?));
                return Ok(Reply::Value(number(self.capacity.get())));
            }
            ("tostring", 0) => return Ok(Reply::Value(Value::text(&*self.text.borrow()))),
            ("tostring", 2) => {
                let (at, length) = (arguments.size(0, "startIndex")?, arguments.size(1, "length")?);
                return Ok(Reply::Value(Value::from(part(&self.text.borrow(), at, length)?)));
            }
            ("chars" | "get_chars", 1) => {
                let at = arguments.size(0, "index")?;
                let sign = Units::new(&self.text.borrow()).at(at);
                return sign.map(|sign| Reply::Value(Value::Char(sign))).ok_or_else(|| out_of_range("index"));
            }
            ("append" | "appendline" | "appendformat" | "insert" | "remove" | "replace" | "clear", _) => {
                return Ok(Reply::NoOverload);
            }
            _ => return Ok(Reply::NoMethod),
        }
        Ok(Reply::Value(Value::Object(this.clone())))
    }

    fn text(&self) -> Option<String> {
        Some(self.text.borrow().clone())
    }
}

/// What Append and Insert add: a value's text, a sign several times, or a part of a text.
fn appended(arguments: &Arguments<'_>) -> Outcome<String> {
    match (arguments.at(0).bare(), arguments.count()) {
        (Value::Array(signs), 1) if *signs.element_type() == Type::Char => {
            Ok(signs.borrow().iter().map(display).collect())
        }
        (value, 1) => Ok(display(value)),
        (_, 2) => {
            let text = arguments.text(0)?;
            let count = arguments.size(1, "repeatCount")?;
            check_text(text.len().saturating_mul(count))?;
            Ok(text.repeat(count))
        }
        _ => part(&arguments.text(0)?, arguments.size(1, "startIndex")?, arguments.size(2, "count")?),
    }
}

fn part(text: &str, at: usize, count: usize) -> Outcome<String> {
    let units = Units::new(text);
    match units.len().checked_sub(at) {
        Some(rest) if count <= rest && count <= TEXT_BYTES_MAX => Ok(units.slice(at, count)),
        Some(_) => Err(out_of_range("length")),
        None => Err(out_of_range("startIndex")),
    }
}
