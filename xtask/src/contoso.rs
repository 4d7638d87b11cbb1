//! Loads the sample data of `examples/contoso` into a pool, through its API.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};

use crate::{audio, client::Client};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Where the API of the pool answers.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:5801")]
    url: String,
    /// A file that holds the token of an administrator.
    #[arg(long, value_name = "FILE")]
    token_file: PathBuf,
}

#[derive(clap::Args)]
pub(crate) struct AudioArguments {
    /// The directory to write the sounds into.
    directory: PathBuf,
}

/// `cargo xtask load-contoso`.
pub(crate) fn run(root: &Path, arguments: &Arguments) -> Result<()> {
    let client = Client::with_token_file(&arguments.url, &arguments.token_file)?;
    let loaded = load(root, &client, &mut |line| println!("{line}"))?;
    for (person, token) in loaded.tokens {
        println!("the token of {person}, shown only this once: {token}");
    }
    Ok(())
}

/// `cargo xtask contoso-audio`.
pub(crate) fn write_audio(arguments: &AudioArguments) -> Result<()> {
    audio::write_all(&arguments.directory)
}

/// What a pool holds after [`load`].
pub(crate) struct Loaded {
    /// How many objects of each collection were made.
    pub(crate) objects: BTreeMap<&'static str, usize>,
    /// The tokens that were made, by person.
    pub(crate) tokens: Vec<(String, String)>,
}

/// Loads everything into an empty pool, and says what it does.
pub(crate) fn load(root: &Path, client: &Client, say: &mut dyn FnMut(&str)) -> Result<Loaded> {
    let data = read(root)?;
    let mut loader = Loader { client, made: Made::default() };

    let persons = section(&data, "Persons")?;
    let tokens = persons.iter().map(|person| loader.person(person)).collect::<Result<Vec<_>>>()?;
    say(&format!("{} persons with their roles", persons.len()));
    let sounds = section(&data, "Audio")?;
    sounds.iter().try_for_each(|name| loader.audio(name))?;
    say(&format!("{} sounds", sounds.len()));
    let mut objects = BTreeMap::new();
    for (name, reference, collection) in SECTIONS {
        let made = section(&data, name)?;
        made.iter().try_for_each(|object| loader.object(object, reference, collection))?;
        objects.insert(*collection, made.len());
        say(&format!("{} {}", made.len(), collection.replace('-', " ")));
    }
    let settings = data.get("Settings").context("helpdesk.json has no Settings")?;
    client.put("/settings?force=true", &loader.made.resolve(settings)?)?;
    say("the settings of the pool");
    Ok(Loaded { objects, tokens: tokens.into_iter().flatten().collect() })
}

/// The objects of `helpdesk.json` in the order in which they are made: the section, how others refer to one of
/// its objects, and the collection of the API.
pub(crate) const SECTIONS: &[(&str, &str, &str)] = &[
    ("AgentGroups", "$agentGroup", "agent-groups"),
    ("HoursOfBusiness", "$hoursOfBusiness", "hours-of-business"),
    ("HolidaySets", "$holidaySet", "holiday-sets"),
    ("Queues", "$queue", "queues"),
    ("Workflows", "$workflow", "workflows"),
];

fn read(root: &Path) -> Result<Map<String, Value>> {
    let path = root.join("examples/contoso/helpdesk.json");
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is not right", path.display()))
}

struct Loader<'a> {
    client: &'a Client,
    made: Made,
}

impl Loader<'_> {
    /// Gives the roles, and makes a token where one is asked for.
    fn person(&self, person: &Value) -> Result<Option<(String, String)>> {
        let uri = text(person, "Uri")?;
        self.client.put(&format!("/persons/{uri}"), &json!({ "Roles": person["Roles"] }))?;
        let Some(label) = person["Token"].as_str() else { return Ok(None) };
        let made = self.client.post("/tokens", &json!({ "Person": uri, "Label": label }))?;
        Ok(Some((uri.to_owned(), text(&made, "Token")?.to_owned())))
    }

    fn audio(&mut self, name: &Value) -> Result<()> {
        let name = name.as_str().context("a sound is listed by its name")?;
        let bytes = audio::sound(name).with_context(|| format!("there is no sound {name}"))?;
        let path = format!("/audio-files?fileName={name}");
        let file = self.client.post_bytes(&path, &bytes, "application/octet-stream")?;
        self.made.insert("$audio", name, without_warnings(file));
        Ok(())
    }

    fn object(&mut self, object: &Value, reference: &str, collection: &str) -> Result<()> {
        let name = text(object, "Name")?;
        let made = self
            .made
            .resolve(object)
            .and_then(|object| self.client.post(&format!("/{collection}"), &object))
            .with_context(|| format!("{collection} \"{name}\""))?;
        self.made.insert(reference, name, made["Identity"].clone());
        Ok(())
    }
}

/// What stands for a reference such as `$queue` and a name, as far as it is made.
#[derive(Default)]
struct Made(BTreeMap<(String, String), Value>);

impl Made {
    fn insert(&mut self, reference: &str, name: &str, made: Value) {
        self.0.insert((reference.to_owned(), name.to_owned()), made);
    }

    /// The value with what was made in the place of every `{"$queue": "name"}`.
    fn resolve(&self, value: &Value) -> Result<Value> {
        match value {
            Value::Object(object) => match object.iter().next() {
                Some((kind, name)) if object.len() == 1 && kind.starts_with('$') => {
                    let name = name.as_str().unwrap_or_default().to_owned();
                    match self.0.get(&(kind.clone(), name.clone())) {
                        Some(made) => Ok(made.clone()),
                        None => bail!("{kind} \"{name}\" is named before it is made"),
                    }
                }
                _ => {
                    let resolved = object.iter().map(|(key, value)| Ok((key.clone(), self.resolve(value)?)));
                    Ok(Value::Object(resolved.collect::<Result<_>>()?))
                }
            },
            Value::Array(values) => values.iter().map(|value| self.resolve(value)).collect(),
            plain => Ok(plain.clone()),
        }
    }
}

fn section<'a>(data: &'a Map<String, Value>, name: &str) -> Result<&'a [Value]> {
    let list = data.get(name).and_then(Value::as_array);
    list.map(Vec::as_slice).with_context(|| format!("helpdesk.json has no list {name}"))
}

fn text<'a>(object: &'a Value, property: &str) -> Result<&'a str> {
    object[property].as_str().with_context(|| format!("there is no {property} in {object}"))
}

fn without_warnings(mut value: Value) -> Value {
    if let Some(object) = value.as_object_mut() {
        object.remove("Warnings");
    }
    value
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::{
        ActionKind, AudioFile, CallAction, ContentHash, FileName, Language, Object, ObjectKind, PoolFqdn,
        RoutingMethod, ServiceSettings,
    };

    use super::*;

    /// Every object of the sample data, as a pool would read it; and the settings.
    fn sample() -> (Vec<Object>, ServiceSettings) {
        let data = read(crate::root()).unwrap();
        let mut made = Made::default();
        for name in section(&data, "Audio").unwrap() {
            let name = name.as_str().unwrap();
            let hash = ContentHash::of(&audio::sound(name).unwrap());
            let file = AudioFile::new(FileName::new(name).unwrap(), hash);
            made.insert("$audio", name, serde_json::to_value(file).unwrap());
        }
        let kinds = [
            ObjectKind::AgentGroup,
            ObjectKind::HoursOfBusiness,
            ObjectKind::HolidaySet,
            ObjectKind::Queue,
            ObjectKind::Workflow,
        ];
        let pool = PoolFqdn::new("primary.contoso.com").unwrap();
        let mut objects = Vec::new();
        for ((name, reference, _), kind) in SECTIONS.iter().zip(kinds) {
            for object in section(&data, name).unwrap() {
                let properties = made.resolve(object).unwrap();
                let read = Object::from_properties(kind, properties);
                objects.push(read.unwrap_or_else(|error| panic!("{object}: {error}")));
                let id = domain::ObjectId(uuid::Uuid::from_u128(objects.len() as u128));
                made.insert(reference, object["Name"].as_str().unwrap(), pool.object(id).to_string().into());
            }
        }
        let settings = made.resolve(&data["Settings"]).unwrap();
        (objects, serde_json::from_value(settings).unwrap())
    }

    #[test]
    fn the_sample_shows_every_kind_of_thing() {
        let (objects, settings) = sample();
        let mut routing = BTreeSet::new();
        let mut languages: BTreeSet<Language> = BTreeSet::new();
        let mut queue_actions = BTreeSet::new();
        let (mut managed, mut unmanaged, mut inactive, mut spoken, mut played) = (0, 0, 0, 0, 0);
        for object in &objects {
            object.visit_prompts(&mut |prompt| {
                spoken += usize::from(prompt.text_to_speech_prompt.is_some());
                played += usize::from(prompt.audio_file_prompt.is_some());
            });
            match object {
                Object::AgentGroup(group) => drop(routing.insert(group.routing_method)),
                Object::Queue(queue) => {
                    let actions = queue.actions();
                    queue_actions
                        .extend(actions.iter().filter_map(|(_, action)| action.map(CallAction::kind)));
                }
                Object::Workflow(workflow) => {
                    languages.insert(workflow.language);
                    *(if workflow.managed { &mut managed } else { &mut unmanaged }) += 1;
                    inactive += usize::from(!workflow.active);
                    assert!(!workflow.active || workflow.incompleteness().is_empty(), "{}", workflow.name);
                }
                Object::HoursOfBusiness(_) | Object::HolidaySet(_) => {}
            }
        }
        assert_eq!(routing.len(), RoutingMethod::ALL.len());
        assert_eq!(
            queue_actions.len(),
            ActionKind::ALL.len() - 1,
            "all but a question, which no queue may ask"
        );
        let languages: Vec<&str> = languages.iter().map(|language| language.as_str()).collect();
        assert_eq!(languages, ["de-DE", "en-US", "fr-FR", "ja-JP"]);
        assert!(managed >= 2 && unmanaged >= 4 && inactive == 1, "{managed} {unmanaged} {inactive}");
        assert!(spoken >= 20 && played >= 5, "{spoken} {played}");
        assert!(settings.default_music_on_hold_file.is_some());
    }

    #[test]
    fn the_help_desk_asks_two_questions_in_a_row() {
        let (objects, _) = sample();
        let help_desk = objects.iter().find_map(|object| match object {
            Object::Workflow(workflow) if workflow.name.as_str() == "IT Help Desk" => Some(workflow),
            _ => None,
        });
        let first = help_desk.unwrap().default_action.as_ref().and_then(CallAction::question).unwrap();
        let second = first.answer_list.as_slice().iter().find_map(|answer| answer.action.question());
        assert_eq!(second.unwrap().answer_list.as_slice().len(), 3);
    }

    #[test]
    fn a_name_that_nothing_was_made_for_is_an_error() {
        let error = Made::default().resolve(&json!({"QueueID": {"$queue": "Tier 3"}})).unwrap_err();
        assert_eq!(error.to_string(), "$queue \"Tier 3\" is named before it is made");
    }
}
