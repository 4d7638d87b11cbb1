//! A TOML file read key by key, so that every fault in it is found and named with its line in one go.

use std::{
    collections::BTreeSet,
    fmt::{self, Display},
    fs, io,
    ops::{Range, RangeInclusive},
    path::{Path, PathBuf},
};

use toml_edit::{Document, Item, TableLike, TomlError, Value};

use super::nearest::nearest;

/// A file that was read, before its keys are looked at.
pub(crate) struct Source {
    path: PathBuf,
    text: String,
}

/// Something in a file, or about it, that keeps the pool from starting.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fault {
    /// The file, as it was named.
    file: PathBuf,
    /// The line, counted from 1; nothing where the file as a whole is meant.
    line: Option<usize>,
    message: String,
}

/// Every fault that was found, in the order of files and lines.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Fault>);

/// A document under examination.
pub(crate) struct Reader<'d> {
    source: &'d Source,
    faults: Vec<Fault>,
    known: BTreeSet<String>,
    unknown: Vec<(Option<usize>, String)>,
}

/// One table of the document. What is asked of it is known from then on; the rest is a fault.
pub(crate) struct Section<'r, 'd> {
    reader: &'r mut Reader<'d>,
    /// What stands before its keys in messages: nothing, or the name of the table and a dot.
    prefix: String,
    line: Option<usize>,
    table: Option<&'d dyn TableLike>,
    known: BTreeSet<&'static str>,
}

impl Source {
    /// Reads a file of at most [`BYTES_MAX`].
    pub(crate) fn read(path: &Path) -> Result<Self, Fault> {
        let fault = |message: String| Fault { file: path.to_owned(), line: None, message };
        let unreadable = |error: io::Error| fault(format!("cannot read the file: {error}"));
        let length = fs::metadata(path).map_err(unreadable)?.len();
        if length > BYTES_MAX {
            return Err(fault(format!("the file has {length} bytes; at most {BYTES_MAX} are read")));
        }
        let text = String::from_utf8(fs::read(path).map_err(unreadable)?)
            .map_err(|_| fault("the file is not UTF-8 text; save it as UTF-8".to_owned()))?;
        Ok(Self { path: path.to_owned(), text })
    }

    /// Whether a key outside of all tables is a text.
    pub(crate) fn has_text(&self, key: &str) -> bool {
        Document::parse(self.text.as_str()).is_ok_and(|document| document.get(key).is_some_and(Item::is_str))
    }

    /// Reads the document by `examine`. A faulty one gives no value, and its faults are added to `faults`.
    pub(crate) fn examine<T>(
        &self,
        faults: &mut Faults,
        examine: impl FnOnce(Section<'_, '_>) -> Option<T>,
    ) -> Option<T> {
        let document = match Document::parse(self.text.as_str()) {
            Ok(document) => document,
            Err(error) => {
                faults.push(self.not_toml(&error));
                return None;
            }
        };
        let mut reader =
            Reader { source: self, faults: Vec::new(), known: BTreeSet::new(), unknown: Vec::new() };
        let root = Section {
            reader: &mut reader,
            prefix: String::new(),
            line: None,
            table: Some(document.as_table()),
            known: BTreeSet::new(),
        };
        let value = examine(root);
        let found = reader.into_faults();
        let sound = found.is_empty();
        faults.0.extend(found);
        value.filter(|_| sound)
    }

    fn not_toml(&self, error: &TomlError) -> Fault {
        let line = error.span().map(|span| self.line(&span));
        let what = match (error.message(), error.span().and_then(|span| self.text.get(span))) {
            ("duplicate key", Some(key)) => format!("the key {key} is there twice"),
            (message, _) => message.replace('\n', ", "),
        };
        Fault { file: self.path.clone(), line, message: format!("this is not TOML: {what}") }
    }

    fn line(&self, span: &Range<usize>) -> usize {
        let end = span.start.min(self.text.len());
        1 + self.text.as_bytes()[..end].iter().filter(|&&byte| byte == b'\n').count()
    }
}

impl Reader<'_> {
    fn into_faults(mut self) -> Vec<Fault> {
        for (line, name) in std::mem::take(&mut self.unknown) {
            let advice = match nearest(&name, &self.known) {
                Some(known) => format!("did you mean \"{known}\"?"),
                None => self.keys_beside(&name),
            };
            self.fault(line, format!("unknown key \"{name}\"; {advice}"));
        }
        self.faults
    }

    /// The keys that are known in the table of an unknown one.
    fn keys_beside(&self, unknown: &str) -> String {
        let table = unknown.rsplit_once('.').map(|(table, _)| table);
        let beside = self.known.iter().filter(|key| key.rsplit_once('.').map(|(table, _)| table) == table);
        let keys = beside.map(|key| key.rsplit('.').next().unwrap_or(key)).collect::<Vec<_>>().join(", ");
        format!("the keys {} are {keys}", table.map_or("here".to_owned(), |table| format!("of {table}")))
    }

    fn fault(&mut self, line: Option<usize>, message: String) {
        self.faults.push(Fault { file: self.source.path.clone(), line, message });
    }
}

impl<'d> Section<'_, 'd> {
    /// The text of a key, as `parse` understands it.
    pub(crate) fn text<T, E: Display>(
        &mut self,
        key: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let item = self.item(key)?;
        let Some(text) = item.as_str() else {
            self.wrong_type(key, item, "a text in quotes");
            return None;
        };
        match parse(text) {
            Ok(value) => Some(value),
            Err(error) => {
                self.fault(key, format!("\"{}\": {error}", self.name(key)));
                None
            }
        }
    }

    /// The text of a key that must be there; `example` shows how to write it.
    pub(crate) fn required<T, E: Display>(
        &mut self,
        key: &'static str,
        example: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        if !self.has(key) {
            self.missing(key, example);
        }
        self.text(key, parse)
    }

    /// Says that a key is missing.
    pub(crate) fn missing(&mut self, key: &'static str, example: &str) {
        self.known.insert(key);
        let message = format!("\"{}\" is missing; write {key} = {example}", self.name(key));
        self.reader.fault(self.line, message);
    }

    /// One of several words.
    pub(crate) fn word<T: Copy>(&mut self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        self.text(key, |text| {
            let found = words.iter().find(|(word, _)| *word == text);
            let allowed =
                || words.iter().map(|(word, _)| format!("\"{word}\"")).collect::<Vec<_>>().join(" or ");
            found
                .map(|(_, value)| *value)
                .ok_or_else(|| format!("\"{text}\" is not known; write {}", allowed()))
        })
    }

    /// A whole number within a range.
    pub(crate) fn number<T>(&mut self, key: &'static str, range: RangeInclusive<T>) -> Option<T>
    where
        T: TryFrom<i64> + PartialOrd + Display,
    {
        let item = self.item(key)?;
        let Some(number) = item.as_integer() else {
            self.wrong_type(key, item, "a whole number");
            return None;
        };
        let inside = T::try_from(number).ok().filter(|number| range.contains(number));
        if inside.is_none() {
            let (name, start, end) = (self.name(key), range.start(), range.end());
            self.fault(key, format!("\"{name}\" is {number}; it must be between {start} and {end}"));
        }
        inside
    }

    /// A path; one that is relative starts from the folder of the file.
    pub(crate) fn path(&mut self, key: &'static str) -> Option<PathBuf> {
        let folder = self.folder();
        self.text(key, |text| {
            if text.is_empty() {
                Err("the path is empty; leave the key out instead")
            } else {
                Ok(folder.join(text))
            }
        })
    }

    /// The folder of the file.
    pub(crate) fn folder(&self) -> PathBuf {
        self.reader.source.path.parent().unwrap_or(Path::new("")).to_owned()
    }

    /// A list of texts, each as `parse` understands it.
    pub(crate) fn texts<T, E: Display>(
        &mut self,
        key: &'static str,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Option<Vec<T>> {
        let item = self.item(key)?;
        let Some(list) = item.as_array() else {
            self.wrong_type(key, item, "a list of texts in brackets");
            return None;
        };
        let values = list.iter().map(|value| self.listed(key, value, &parse));
        let values: Vec<_> = values.collect();
        values.into_iter().collect()
    }

    fn listed<T, E: Display>(
        &mut self,
        key: &'static str,
        value: &Value,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Option<T> {
        let line = value.span().map(|span| self.reader.source.line(&span));
        let name = self.name(key);
        let Some(text) = value.as_str() else {
            let found = article(value.type_name());
            self.reader.fault(line, format!("\"{name}\" lists {found}; each entry must be a text in quotes"));
            return None;
        };
        match parse(text) {
            Ok(parsed) => Some(parsed),
            Err(error) => {
                self.reader.fault(line, format!("\"{name}\": {error}"));
                None
            }
        }
    }

    /// A table within; an empty one where there is none.
    pub(crate) fn section(&mut self, key: &'static str) -> Section<'_, 'd> {
        let item = self.item(key);
        let table = item.and_then(Item::as_table_like);
        if let (Some(item), None) = (item, table) {
            self.wrong_type(key, item, &format!("a table such as [{key}]"));
        }
        let line = self.key_line(key);
        let prefix = format!("{}.", self.name(key));
        Section { reader: self.reader, prefix, line, table, known: BTreeSet::new() }
    }

    /// The texts of a table whose keys are free, each as `parse` understands key and text.
    pub(crate) fn into_texts<T, E: Display>(mut self, parse: impl Fn(&str, &str) -> Result<T, E>) -> Vec<T> {
        let mut values = Vec::new();
        for (key, item) in self.table.into_iter().flat_map(TableLike::iter) {
            let Some(text) = item.as_str() else {
                self.wrong_type(key, item, "a text in quotes");
                continue;
            };
            match parse(key, text) {
                Ok(value) => values.push(value),
                Err(error) => self.fault(key, format!("\"{}\": {error}", self.name(key))),
            }
        }
        values
    }

    /// Every table of a list of tables, given to `each`.
    pub(crate) fn sections(&mut self, key: &'static str, mut each: impl FnMut(Section<'_, 'd>)) {
        let Some(item) = self.item(key) else { return };
        let Some(tables) = item.as_array_of_tables() else {
            self.wrong_type(key, item, &format!("a list of tables, each with the heading [[{key}]]"));
            return;
        };
        let prefix = format!("{}.", self.name(key));
        for table in tables {
            let line = table.span().map(|span| self.reader.source.line(&span));
            let known = BTreeSet::new();
            each(Section { reader: self.reader, prefix: prefix.clone(), line, table: Some(table), known });
        }
    }

    /// Whether the key is there, right or wrong.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.table.is_some_and(|table| table.contains_key(key))
    }

    /// The text of a key, without judging it.
    pub(crate) fn peek(&self, key: &str) -> Option<&'d str> {
        self.table?.get(key)?.as_str()
    }

    /// A fault at the line of a key, or of the table where the key is not there.
    pub(crate) fn fault(&mut self, key: &str, message: impl Into<String>) {
        let line = self.key_line(key).or(self.line);
        self.reader.fault(line, message.into());
    }

    /// Whatever was not asked for is unknown.
    pub(crate) fn finish(self) {
        let keys = self.table.into_iter().flat_map(TableLike::iter).map(|(key, _)| key.to_owned());
        let unknown: Vec<_> = keys.filter(|key| !self.known.contains(key.as_str())).collect();
        for key in unknown {
            let named = (self.key_line(&key), self.name(&key));
            self.reader.unknown.push(named);
        }
        let names: Vec<_> = self.known.iter().map(|key| self.name(key)).collect();
        self.reader.known.extend(names);
    }

    fn item(&mut self, key: &'static str) -> Option<&'d Item> {
        self.known.insert(key);
        self.table?.get(key)
    }

    fn key_line(&self, key: &str) -> Option<usize> {
        let (key, item) = self.table?.get_key_value(key)?;
        let span = key.span().or_else(|| item.span())?;
        Some(self.reader.source.line(&span))
    }

    fn name(&self, key: &str) -> String {
        format!("{}{key}", self.prefix)
    }

    fn wrong_type(&mut self, key: &str, found: &Item, expected: &str) {
        let found = article(found.type_name());
        self.fault(key, format!("\"{}\" must be {expected}, not {found}", self.name(key)));
    }
}

impl Faults {
    /// Adds one.
    pub(crate) fn push(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    /// Adds all of another's.
    pub(crate) fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    /// Gives the value when nothing is wrong, and everything that is wrong otherwise.
    pub(crate) fn or<T>(mut self, value: Option<T>) -> Result<T, Self> {
        match value {
            Some(value) if self.0.is_empty() => Ok(value),
            _ => {
                self.0.sort();
                self.0.dedup();
                Err(self)
            }
        }
    }
}

impl Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.0.len();
        write!(f, "the configuration has {count} error{}", if count == 1 { "" } else { "s" })?;
        self.0.iter().try_for_each(|fault| write!(f, "\n{fault}"))
    }
}

impl std::error::Error for Faults {}

impl Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.file.display())?;
        if let Some(line) = self.line {
            write!(f, "{line}:")?;
        }
        write!(f, " {}", self.message)
    }
}

fn article(type_name: &str) -> String {
    let vowel = type_name.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {type_name}", if vowel { "an" } else { "a" })
}

/// Largest file that is read, in bytes.
const BYTES_MAX: u64 = 16 << 20;
