//! CLIXML values to the wire form of nouns, by their tables, as tolerantly as other writers need.

mod identity;
mod scalar;

use std::collections::BTreeSet;

use domain::{ContentHash, ObjectId, PoolFqdn};
use serde_json::{Map, Value as Json};

use crate::audio::AudioIndex;
use crate::problem::Warning;
use crate::shape::{IDENTITY, OWNER_POOL, ObjectShape, PropertyShape, Shape};
use clixml::{Content, Object, Value};

/// Reads top-level objects of one archive.
pub(crate) struct Decoder<'a> {
    audio: &'a AudioIndex,
    /// The audio that the objects so far refer to.
    pub(crate) audio_used: BTreeSet<ContentHash>,
    /// What was left out.
    pub(crate) warnings: Vec<Warning>,
    unknown: BTreeSet<(&'static str, String)>,
    folder: String,
    /// The current object, for people.
    title: String,
    pool: Option<PoolFqdn>,
}

/// A top-level object with its properties still unchecked.
pub(crate) struct Decoded {
    /// The pool that held it.
    pub(crate) pool: Option<PoolFqdn>,
    /// Its GUID; settings have none.
    pub(crate) id: Option<ObjectId>,
    /// The pool that it belongs to.
    pub(crate) owner: Option<PoolFqdn>,
    /// The properties under their wire names.
    pub(crate) properties: Map<String, Json>,
}

/// Why a property cannot be read, and where it is; the path grows from its end.
pub(crate) struct Mismatch {
    pub(crate) path: Vec<String>,
    pub(crate) rule: String,
}

type Reading<T> = Result<T, Mismatch>;

impl<'a> Decoder<'a> {
    pub(crate) fn new(audio: &'a AudioIndex) -> Self {
        Self {
            audio,
            audio_used: BTreeSet::new(),
            warnings: Vec::new(),
            unknown: BTreeSet::new(),
            folder: String::new(),
            title: String::new(),
            pool: None,
        }
    }

    /// Reads a top-level object; `folder` is where the audio of one without a GUID lies.
    pub(crate) fn top_level(
        &mut self,
        shape: &'static ObjectShape,
        value: &Value,
        folder: &str,
    ) -> Reading<Decoded> {
        let object = expect_object(shape.name, value)?;
        let own =
            object.property(IDENTITY).map(identity::read).transpose().map_err(|rule| at(IDENTITY, rule))?;
        let (pool, id) = own.flatten().map_or((None, None), |own| (own.pool, own.id));
        let owner = object.property(OWNER_POOL).map(identity::read).transpose();
        let owner = owner.map_err(|rule| at(OWNER_POOL, rule))?.flatten().and_then(|owner| owner.pool);
        self.folder = id.map_or_else(|| folder.to_owned(), |id| id.to_string());
        self.title = match object.property("Name") {
            Some(Value::String(name)) => format!("the {} \"{}\"", shape.name, shortened(name)),
            _ => format!("the {}", shape.name),
        };
        self.pool.clone_from(&pool);
        let properties = self.properties(shape, object, &[IDENTITY, OWNER_POOL])?;
        Ok(Decoded { pool, id, owner, properties })
    }

    fn properties(
        &mut self,
        shape: &'static ObjectShape,
        object: &Object,
        handled: &[&str],
    ) -> Reading<Map<String, Json>> {
        self.note_unknown(shape, object, handled);
        let mut properties = Map::new();
        for property in shape.properties {
            let Some(value) = find(object, property) else { continue };
            let json =
                self.value(&property.shape, value).map_err(|mismatch| mismatch.within(property.name))?;
            if let Some(json) = json {
                properties.insert(property.name.to_owned(), json);
            }
        }
        if let Some(prune) = shape.prune {
            for name in prune(&mut properties) {
                self.note(shape.name, name, |noun, property| Warning::SuperfluousProperty { noun, property });
            }
        }
        Ok(properties)
    }

    fn note_unknown(&mut self, shape: &'static ObjectShape, object: &Object, handled: &[&str]) {
        for property in object.properties() {
            let name = property.name.as_ref();
            let is = |own: &&str| own.eq_ignore_ascii_case(name);
            let known = shape.properties.iter().any(|own| is(&own.name) || own.aliases.iter().any(&is));
            if !known && !handled.iter().any(&is) && !ADDED_BY_POWERSHELL.iter().any(is) {
                self.note(shape.name, name, |noun, property| Warning::UnknownProperty { noun, property });
            }
        }
    }

    /// Warns once of each property of each noun.
    fn note(&mut self, noun: &'static str, property: &str, warning: fn(&'static str, String) -> Warning) {
        let property = shortened(property);
        if self.unknown.len() < WARNINGS_MAX && self.unknown.insert((noun, property.clone())) {
            self.warnings.push(warning(noun, property));
        }
    }

    /// The wire form of a value; `None` where there is nothing.
    fn value(&mut self, shape: &Shape, value: &Value) -> Reading<Option<Json>> {
        let value = scalar::unwrapped(value);
        if *value == Value::Nil {
            return Ok(None);
        }
        Ok(match shape {
            Shape::Text => Some(scalar::text(value)?.into()),
            Shape::Word | Shape::Uri => {
                let text = scalar::text(value)?;
                (!text.trim().is_empty()).then(|| text.into())
            }
            Shape::Bool => Some(scalar::boolean(value)?.into()),
            Shape::Int(_) => Some(scalar::integer(value)?.into()),
            Shape::Enumeration(words) => scalar::word(words, value)?.map(Into::into),
            Shape::TimeOfDay => Some(scalar::time_of_day(value)?.into()),
            Shape::Date => Some(scalar::date(value)?.into()),
            Shape::Reference => self.reference(value)?,
            Shape::List(item) => Some(self.list(item, value)?),
            Shape::Object(shape) => {
                let object = expect_object(shape.name, value)?;
                Some(self.properties(shape, object, &[])?.into())
            }
            Shape::Audio(shape) => self.audio_file(shape, value)?,
        })
    }

    fn list(&mut self, shape: &Shape, value: &Value) -> Reading<Json> {
        let items = match value {
            Value::Object(object) => match &object.content {
                Content::List(items) => items.as_slice(),
                // PowerShell takes a list of one item apart.
                _ => std::slice::from_ref(value),
            },
            _ => std::slice::from_ref(value),
        };
        let mut list = Vec::with_capacity(items.len());
        for (position, item) in items.iter().enumerate() {
            let json = self.value(shape, item);
            list.extend(json.map_err(|mismatch| mismatch.within(format!("[{position}]")))?);
        }
        Ok(list.into())
    }

    /// A reference, without the pool where it is the one that holds the referring object.
    fn reference(&self, value: &Value) -> Reading<Option<Json>> {
        let Some(found) = identity::read(value).map_err(Mismatch::new)? else { return Ok(None) };
        let Some(id) = found.id else {
            return Err(Mismatch::new("the identity names a pool, but an object is needed".to_owned()));
        };
        let pool = found.pool.filter(|pool| self.pool.as_ref().is_some_and(|own| own != pool));
        Ok(Some(match pool {
            Some(pool) => pool.object(id).to_string().into(),
            None => id.to_string().into(),
        }))
    }

    fn audio_file(&mut self, shape: &'static ObjectShape, value: &Value) -> Reading<Option<Json>> {
        let object = expect_object(shape.name, value)?;
        let mut properties = self.properties(shape, object, &[])?;
        let unique_name = match properties.get("UniqueName") {
            Some(Json::String(name)) => name.clone(),
            _ => return Err(Mismatch::new("an audio file has no UniqueName".to_owned())),
        };
        let hash = properties.get("ContentHash").and_then(Json::as_str).map(str::parse).transpose();
        let hash = hash.map_err(|error: domain::Invalid| at("ContentHash", error.to_string()))?;
        let Some(found) = self.audio.find(&self.folder, &unique_name, hash).map_err(Mismatch::new)? else {
            self.warnings
                .push(Warning::AudioMissing { of: self.title.clone(), name: shortened(&unique_name) });
            return Ok(None);
        };
        self.audio_used.insert(found);
        let original = properties.get("OriginalFileName").and_then(Json::as_str).unwrap_or_default();
        let file =
            domain::FileName::new(original).map_err(|error| at("OriginalFileName", error.to_string()))?;
        let stem = unique_name.rsplit_once('.').map_or(unique_name.as_str(), |(stem, _)| stem);
        let unique = stem
            .parse::<ObjectId>()
            .map_or_else(|_| domain::AudioFile::new(file.clone(), found).unique_name, |id| id.0);
        properties.insert("UniqueName".to_owned(), unique.hyphenated().to_string().into());
        properties.insert("ContentHash".to_owned(), found.to_string().into());
        Ok(Some(properties.into()))
    }
}

impl Mismatch {
    pub(crate) fn new(rule: String) -> Self {
        Self { path: Vec::new(), rule }
    }

    fn within(mut self, name: impl Into<String>) -> Self {
        self.path.push(name.into());
        self
    }

    /// The path from the object down.
    pub(crate) fn path_text(&self) -> String {
        let mut text = String::new();
        for part in self.path.iter().rev() {
            if !text.is_empty() && !part.starts_with('[') {
                text.push('.');
            }
            text.push_str(part);
        }
        text
    }
}

fn shortened(name: &str) -> String {
    name.chars().take(NAME_SHOWN).collect()
}

fn at(name: &str, rule: String) -> Mismatch {
    Mismatch::new(rule).within(name)
}

fn find<'o>(object: &'o Object, property: &PropertyShape) -> Option<&'o Value> {
    let names = std::iter::once(&property.name).chain(property.aliases);
    names.filter_map(|name| object.property(name)).find(|value| **value != Value::Nil)
}

fn expect_object<'v>(noun: &str, value: &'v Value) -> Reading<&'v Object> {
    match value {
        Value::Object(object) if matches!(object.content, Content::None | Content::Value(_)) => Ok(object),
        other => Err(Mismatch::new(format!("expected an object of type {noun}, found {}", other.describe()))),
    }
}

/// Properties that PowerShell puts on objects that came over the network.
const ADDED_BY_POWERSHELL: [&str; 4] =
    ["PSComputerName", "PSShowComputerName", "PSSourceJobInstanceId", "RunspaceId"];

/// How many unknown properties are told apart.
const WARNINGS_MAX: usize = 1_000;

/// How much of a name a warning shows, in characters.
const NAME_SHOWN: usize = 60;
