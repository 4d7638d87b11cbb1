//! JSON as values, by the rules of JavaScriptSerializer: names and strings may also stand in single quotes, names
//! in none, and a date is what is written `"\/Date(milliseconds)\/"`.

use std::sync::Arc;

use indexmap::IndexMap;

use super::NESTING_MAX;
use super::problem::{Problem, fault};
use crate::value::limits::{check_elements, check_properties, check_text};
use crate::value::span::MILLISECOND;
use crate::value::{Category, DateTime, Fault, Key, Kind, Object, Outcome, Property, Value};

/// The value that `text` holds; nothing but blanks is `$null`.
pub fn read(text: &str) -> Outcome {
    check_text(text.len())?;
    Reader { text, at: 0, open: Vec::new(), values: 0 }.document()
}

/// Reads without a call per level: the containers that are open stand in a list.
struct Reader<'a> {
    text: &'a str,
    at: usize,
    open: Vec<Container>,
    values: usize,
}

enum Container {
    List(Vec<Value>),
    Object { members: IndexMap<Key, Property>, name: Arc<str> },
}

/// What reading a value came to.
enum Begun {
    /// The value is whole.
    Whole(Value),
    /// A container was opened; its first value comes next.
    Opened,
}

impl<'a> Reader<'a> {
    fn document(mut self) -> Outcome {
        loop {
            let Begun::Whole(mut value) = self.begin_value()? else { continue };
            // A whole value may end the containers around it.
            loop {
                match self.open.pop() {
                    None => return self.end(value),
                    Some(container) => match self.put(container, value)? {
                        Some(closed) => value = closed,
                        None => break,
                    },
                }
            }
        }
    }

    fn end(mut self, value: Value) -> Outcome {
        self.skip_blanks();
        if self.at < self.text.len() {
            return Err(self.fault(Problem::Primitive(self.text[self.at..].to_owned())));
        }
        Ok(value)
    }

    fn begin_value(&mut self) -> Outcome<Begun> {
        self.values += 1;
        check_elements(self.values)?;
        self.skip_blanks();
        match self.peek() {
            None => Ok(Begun::Whole(Value::Null)),
            Some('{') => self.open_object(),
            Some('[') => self.open_list(),
            Some('"' | '\'') => match self.date()? {
                Some(date) => Ok(Begun::Whole(Value::DateTime(date))),
                None => self.string().map(|text| Begun::Whole(Value::from(text))),
            },
            Some(_) => self.primitive().map(Begun::Whole),
        }
    }

    fn open_list(&mut self) -> Outcome<Begun> {
        self.check_nesting()?;
        self.at += 1;
        match self.next_sign() {
            Some(']') => Ok(Begun::Whole(Value::array(Vec::new()))),
            None => Err(self.fault(Problem::ArrayEnd)),
            Some(other) => {
                self.back(other);
                self.open.push(Container::List(Vec::new()));
                Ok(Begun::Opened)
            }
        }
    }

    fn open_object(&mut self) -> Outcome<Begun> {
        self.check_nesting()?;
        self.at += 1;
        match self.next_sign() {
            Some('}') => Ok(Begun::Whole(Value::Object(Object::custom()))),
            None => Err(self.fault(Problem::Object)),
            Some(other) => {
                self.back(other);
                let name = self.member_name()?;
                self.open.push(Container::Object { members: IndexMap::new(), name });
                Ok(Begun::Opened)
            }
        }
    }

    fn check_nesting(&self) -> Outcome<()> {
        if self.open.len() < NESTING_MAX { Ok(()) } else { Err(self.fault(Problem::Nesting)) }
    }

    /// Puts a value into its container; the container where that was the last one.
    fn put(&mut self, container: Container, value: Value) -> Outcome<Option<Value>> {
        match container {
            Container::List(mut elements) => {
                elements.push(value);
                match self.next_sign() {
                    Some(']') => return Ok(Some(Value::array(elements))),
                    Some(',') => {}
                    _ => return Err(self.fault(Problem::ArrayComma)),
                }
                match self.next_sign() {
                    None | Some(']') => return Err(self.fault(Problem::ArrayExtraComma)),
                    Some(other) => self.back(other),
                }
                self.open.push(Container::List(elements));
            }
            Container::Object { mut members, name } => {
                add_member(&mut members, name, value)?;
                match self.next_sign() {
                    Some('}') => {
                        let properties = members.into_values().collect();
                        return Ok(Some(Value::Object(Object::custom_of(properties))));
                    }
                    Some(',') => {}
                    _ => return Err(self.fault(Problem::Object)),
                }
                match self.next_sign() {
                    None => return Err(self.fault(Problem::Object)),
                    Some(other) => self.back(other),
                }
                let name = self.member_name()?;
                self.open.push(Container::Object { members, name });
            }
        }
        Ok(None)
    }

    /// A name with the colon after it.
    fn member_name(&mut self) -> Outcome<Arc<str>> {
        let name = match self.peek() {
            Some(':' | '}' | ',') => return Err(self.fault(Problem::MemberName)),
            Some('"' | '\'') => self.string()?,
            _ => self.word().to_owned(),
        };
        if self.next_sign() != Some(':') {
            return Err(self.fault(Problem::Object));
        }
        Ok(Arc::from(name))
    }

    fn string(&mut self) -> Outcome<String> {
        let quote = self.take();
        let mut units: Vec<u16> = Vec::new();
        let mut text = String::new();
        while let Some(sign) = self.take() {
            if sign != '\\' {
                flush(&mut text, &mut units);
                if Some(sign) == quote {
                    return Ok(text);
                }
                text.push(sign);
                continue;
            }
            match self.take() {
                Some('u') => units.push(self.unit()?),
                Some(escaped) => {
                    flush(&mut text, &mut units);
                    text.push(unescaped(escaped).ok_or_else(|| self.fault(Problem::Escape))?);
                }
                None => break,
            }
        }
        Err(self.fault(Problem::Unterminated))
    }

    /// The four digits of `\uXXXX`.
    fn unit(&mut self) -> Outcome<u16> {
        let digits = self.text.get(self.at..self.at + 4);
        let unit = digits
            .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .and_then(|digits| u16::from_str_radix(digits, 16).ok());
        match unit {
            Some(unit) => {
                self.at += 4;
                Ok(unit)
            }
            None => Err(self.fault(Problem::Escape)),
        }
    }

    /// A string in the form of a date. The zone that may follow the milliseconds says nothing, as in 5.1.
    fn date(&mut self) -> Outcome<Option<DateTime>> {
        let Some(rest) = self.text[self.at..].strip_prefix(DATE_START) else { return Ok(None) };
        let end = rest.as_bytes().iter().take(DATE_LENGTH_MAX).position(|byte| *byte == b')');
        let Some(end) = end.filter(|end| rest[*end..].starts_with(DATE_END)) else { return Ok(None) };
        let inside = &rest[..end];
        let signed = usize::from(inside.starts_with('-'));
        let digits =
            inside[signed..].find(|sign: char| !sign.is_ascii_digit()).unwrap_or(inside.len() - signed);
        let (number, zone) = inside.split_at(signed + digits);
        let is_zone = match zone.as_bytes() {
            [] => true,
            [letter] => letter.is_ascii_alphabetic(),
            [b'+' | b'-', digits @ ..] => digits.len() == 4 && digits.iter().all(u8::is_ascii_digit),
            _ => false,
        };
        let milliseconds: Option<i64> = number.parse().ok().filter(|_| is_zone && digits > 0);
        let Some(milliseconds) = milliseconds else { return Ok(None) };
        let ticks = milliseconds.checked_mul(MILLISECOND).and_then(|ticks| ticks.checked_add(UNIX_EPOCH));
        let date = ticks.and_then(|ticks| DateTime::from_ticks(ticks, Kind::Utc));
        let date = date.ok_or_else(|| self.fault(Problem::Date(number.to_owned())))?;
        self.at += DATE_START.len() + inside.len() + DATE_END.len();
        Ok(Some(date))
    }

    fn primitive(&mut self) -> Outcome {
        let word = self.word();
        let value = match word {
            "null" => Some(Value::Null),
            "true" => Some(Value::Bool(true)),
            "false" => Some(Value::Bool(false)),
            number => number_of(number),
        };
        value.ok_or_else(|| self.fault(Problem::Primitive(word.to_owned())))
    }

    fn word(&mut self) -> &'a str {
        let rest = &self.text[self.at..];
        let within = |sign: char| sign.is_alphanumeric() || ".-_+".contains(sign);
        let length = rest.find(|sign| !within(sign)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn take(&mut self) -> Option<char> {
        let sign = self.peek()?;
        self.at += sign.len_utf8();
        Some(sign)
    }

    fn back(&mut self, sign: char) {
        self.at -= sign.len_utf8();
    }

    fn next_sign(&mut self) -> Option<char> {
        self.skip_blanks();
        self.take()
    }

    fn skip_blanks(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    fn fault(&self, problem: Problem) -> Box<Fault> {
        fault(&problem, self.text, self.at)
    }
}

const DATE_START: &str = "\"\\/Date(";
const DATE_END: &str = ")\\/\"";
/// No number of a date that fits has more digits.
const DATE_LENGTH_MAX: usize = 40;

/// Ticks from year 1 to 1970.
const UNIX_EPOCH: i64 = 621_355_968_000_000_000;

/// A name that is there already gives way; one that differs in case alone is refused, as objects ignore case.
fn add_member(members: &mut IndexMap<Key, Property>, name: Arc<str>, value: Value) -> Outcome<()> {
    if name.is_empty() {
        return Err(Fault::new(
            "Cannot process argument because the value of argument \"name\" is not valid. Change the value of the \
             \"name\" argument and run the operation again.",
            "Argument",
            Category::InvalidArgument,
        )
        .with_exception("System.Management.Automation.PSArgumentException"));
    }
    match members.get_mut(&Key::text(&name)) {
        Some(known) if known.name == name => known.value = value,
        Some(known) => {
            let message = format!(
                "Cannot convert the JSON string because a dictionary that was converted from the string contains the \
                 duplicated keys '{}' and '{name}'.",
                known.name
            );
            return Err(Fault::new(message, "DuplicateKeysInJsonString", Category::InvalidOperation)
                .with_exception("System.InvalidOperationException"));
        }
        None => {
            check_properties(members.len() + 1)?;
            members.insert(Key::text(&name), Property::new(name, value));
        }
    }
    Ok(())
}

/// A whole number as Int or Long, anything else as Double.
fn number_of(word: &str) -> Option<Value> {
    let begins = word.starts_with(|sign: char| sign.is_ascii_digit() || "+-.".contains(sign));
    if !begins || !word.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte)) {
        return None;
    }
    if let Ok(number) = word.parse() {
        return Some(Value::Int(number));
    }
    if let Ok(number) = word.parse() {
        return Some(Value::Long(number));
    }
    word.parse().ok().filter(|number: &f64| number.is_finite()).map(Value::Double)
}

/// Makes characters of the code units that stood in escapes one after the other.
fn flush(text: &mut String, units: &mut Vec<u16>) {
    let signs = char::decode_utf16(units.drain(..));
    text.extend(signs.map(|sign| sign.unwrap_or(char::REPLACEMENT_CHARACTER)));
}

fn unescaped(sign: char) -> Option<char> {
    Some(match sign {
        '"' | '\'' | '/' | '\\' => sign,
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        _ => return None,
    })
}
