//! Properties of JSON objects, read strictly: what is wrong is named with its place and the rule it breaks.

use serde::{
    Deserialize,
    de::{DeserializeOwned, Error as _, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Value};

use crate::problem::{Problem, ProblemType};

/// Reads the properties of a noun.
pub(crate) fn read<T: DeserializeOwned>(noun: &str, properties: Map<String, Value>) -> Result<T, Problem> {
    let misplaced = misplaced_list(&properties);
    let read = serde_path_to_error::deserialize(Value::Object(properties));
    let read = read
        .map_err(|error| wrong_property(noun, &error.path().to_string(), &error.inner().to_string(), &[]))?;
    misplaced.map_or(Ok(read), Err)
}

/// A list where an object should stand. Serde would take its items for the object's properties in order.
pub(crate) fn misplaced_list(properties: &Map<String, Value>) -> Option<Problem> {
    properties.iter().find_map(|(name, value)| misplaced(name, name, value))
}

fn misplaced(path: &str, name: &str, value: &Value) -> Option<Problem> {
    let takes_list = name.ends_with("List") || name.ends_with("ByUri") || matches!(name, "Roles" | "Digits");
    match value {
        Value::Array(items) if takes_list => {
            items.iter().enumerate().find_map(|(at, item)| misplaced(&format!("{path}[{at}]"), "", item))
        }
        Value::Array(_) => {
            let detail = format!("{path}: expected an object with properties, found a list");
            Some(Problem::new(ProblemType::PROPERTY, detail).with("Property", path))
        }
        Value::Object(members) => {
            members.iter().find_map(|(name, value)| misplaced(&format!("{path}.{name}"), name, value))
        }
        _ => None,
    }
}

/// Says what is wrong with a property. `also` names properties that the noun has beside those of its type.
pub(crate) fn wrong_property(noun: &str, path: &str, message: &str, also: &[&str]) -> Problem {
    let path = if path == "." { "" } else { path };
    if let Some(UnknownName { name, mut known }) = UnknownName::in_message(message) {
        let parent = path.strip_suffix(name.as_str()).unwrap_or(path).trim_end_matches('.');
        let place = if parent.is_empty() { format!("the {noun}") } else { parent.to_owned() };
        if parent.is_empty() {
            known.extend(also.iter().map(|name| (*name).to_owned()));
        }
        let advice = match nearest(&name, &known) {
            Some(meant) => format!("did you mean \"{meant}\"?"),
            None => format!("it may have {}", known.join(", ")),
        };
        let detail = format!("there is no property \"{name}\" in {place}; {advice}");
        return Problem::new(ProblemType::UNKNOWN_PROPERTY, detail).with("Property", join(parent, &name));
    }
    if let Some(missing) = quoted_after(message, "missing field `") {
        let place = if path.is_empty() { format!("the {noun}") } else { path.to_owned() };
        let detail = format!("{place} needs the property {missing}");
        return Problem::new(ProblemType::PROPERTY, detail).with("Property", join(path, missing));
    }
    let place = if path.is_empty() { format!("the {noun}") } else { path.to_owned() };
    let problem = Problem::new(ProblemType::PROPERTY, format!("{place}: {}", domain::plain_words(message)));
    if path.is_empty() { problem } else { problem.with("Property", path) }
}

fn join(parent: &str, name: &str) -> String {
    if parent.is_empty() { name.to_owned() } else { format!("{parent}.{name}") }
}

/// A name that is not known, with those that are, out of serde's sentence about it.
pub(crate) struct UnknownName {
    /// The name that was found.
    pub(crate) name: String,
    /// The names that would be understood.
    pub(crate) known: Vec<String>,
}

impl UnknownName {
    /// Reads the sentence, if it is about an unknown name.
    pub(crate) fn in_message(message: &str) -> Option<Self> {
        let (_, rest) = message.split_once("unknown field `")?;
        let end = rest.find("`, expected ").or_else(|| rest.find("`, there are no fields"))?;
        let mut names = rest[end + 1..].split('`').skip(1).step_by(2);
        Some(Self { name: rest[..end].to_owned(), known: names.by_ref().map(str::to_owned).collect() })
    }
}

/// The known name that was probably meant.
pub(crate) fn nearest<'a>(name: &str, known: &'a [String]) -> Option<&'a str> {
    let distance = |other: &String| strsim::damerau_levenshtein(&name.to_lowercase(), &other.to_lowercase());
    let begins = |other: &&String| name.len() > 2 && other.to_lowercase().starts_with(&name.to_lowercase());
    if let Some(longer) = known.iter().find(begins) {
        return Some(longer);
    }
    let nearest = known.iter().min_by_key(|other| distance(other))?;
    (distance(nearest) <= 1 + name.chars().count() / 4).then_some(nearest.as_str())
}

fn quoted_after<'a>(message: &'a str, start: &str) -> Option<&'a str> {
    message.strip_prefix(start)?.split('`').next()
}

/// JSON in which no object names a property twice: of two values a reader could take either.
pub(crate) struct Strict(pub(crate) Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Strict;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Strict, E> {
        Ok(Strict(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Strict, E> {
        Ok(Strict(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Strict, E> {
        Ok(Strict(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Strict, E> {
        Ok(Strict(value.into()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Strict, E> {
        Ok(Strict(value.into()))
    }

    fn visit_unit<E>(self) -> Result<Strict, E> {
        Ok(Strict(Value::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Strict, A::Error> {
        let mut list = Vec::new();
        while let Some(Strict(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Strict(list.into()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Strict, A::Error> {
        let mut object = Map::new();
        while let Some(name) = entries.next_key::<String>()? {
            let Strict(value) = entries.next_value()?;
            if object.insert(name.clone(), value).is_some() {
                return Err(A::Error::custom(format_args!("the property \"{name}\" is there twice")));
            }
        }
        Ok(Strict(object.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_found_without_case_and_a_far_one_is_not_guessed() {
        let known = ["Name".to_owned(), "AgentsByUri".to_owned()];
        assert_eq!(nearest("nmae", &known), Some("Name"));
        assert_eq!(nearest("agentsByUris", &known), Some("AgentsByUri"));
        assert_eq!(nearest("Agents", &known), Some("AgentsByUri"));
        assert_eq!(nearest("Colour", &known), None);
    }

    #[test]
    fn a_property_named_twice_is_no_json_of_ours() {
        let error =
            serde_json::from_str::<Strict>(r#"{"A": {"B": 1, "B": 2}}"#).err().map(|error| error.to_string());
        assert!(error.is_some_and(|error| error.starts_with("the property \"B\" is there twice")));
        let Strict(value) = serde_json::from_str(r#"{"A": [1, -1, 1.5, null, true, "x"]}"#).unwrap();
        assert_eq!(value, serde_json::json!({"A": [1, -1, 1.5, null, true, "x"]}));
    }
}
