//! What agents hear who dial a code, in the language of their callers.

use std::collections::{BTreeSet, VecDeque};

use domain::{Configuration, Directory, Language, Object, ObjectId, ObjectKind, Prompt, SipUri, SpokenText};

/// What came of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    SignedIn,
    SignedOut,
    Refused,
}

impl Outcome {
    pub(super) const ALL: [Self; 3] = [Self::SignedIn, Self::SignedOut, Self::Refused];

    /// The words, and the language to speak them in: English where there are none in the language.
    pub(super) fn spoken(self, language: Language) -> (Prompt, Language) {
        let code = language.as_str().split('-').next().unwrap_or_default();
        let known = WORDS.iter().find(|(known, _)| *known == code);
        let (words, language) = match known {
            Some((_, words)) => (words, language),
            None => (&WORDS[0].1, Language::new("en-US").expect("it is one of the 26")),
        };
        let words = words[self as usize];
        let prompt = Prompt { text_to_speech_prompt: SpokenText::new(words).ok(), audio_file_prompt: None };
        (prompt, language)
    }
}

/// The language of an agent: that of the first workflow, by name, whose calls may come to one of the agent's groups, and
/// else that of the pool.
pub(super) fn language_of(configuration: &Configuration, directory: &Directory, agent: &SipUri) -> Language {
    let key = agent.key();
    let is_in = |id: &ObjectId| {
        let entry = configuration.object(*id);
        matches!(entry.map(|entry| &entry.object), Some(Object::AgentGroup(group))
            if directory.agents(group).iter().any(|member| member.key() == key))
    };
    let workflows = configuration.by_name(ObjectKind::Workflow, None);
    let mut languages = workflows.filter_map(|entry| match &entry.object {
        Object::Workflow(workflow) if groups_behind(configuration, entry.id).iter().any(is_in) => {
            Some(workflow.language)
        }
        _ => None,
    });
    languages.next().unwrap_or(configuration.defaults().language)
}

/// Every language that an agent of the pool may have.
pub(super) fn languages(configuration: &Configuration) -> BTreeSet<Language> {
    let workflows = configuration.by_name(ObjectKind::Workflow, None);
    let spoken = workflows.filter_map(|entry| match &entry.object {
        Object::Workflow(workflow) => Some(workflow.language),
        _ => None,
    });
    spoken.chain([configuration.defaults().language]).collect()
}

/// The agent groups that calls of a workflow may come to, also by the actions of its queues.
fn groups_behind(configuration: &Configuration, workflow: ObjectId) -> BTreeSet<ObjectId> {
    let (mut groups, mut seen) = (BTreeSet::new(), BTreeSet::from([workflow]));
    let mut ahead = VecDeque::from([workflow]);
    while let Some(entry) = ahead.pop_front().and_then(|id| configuration.object(id)) {
        for (_, kind, reference) in entry.object.references() {
            match kind {
                ObjectKind::AgentGroup => {
                    groups.insert(reference.id);
                }
                ObjectKind::Queue
                    if seen.insert(reference.id) && configuration.object(reference.id).is_some() =>
                {
                    ahead.push_back(reference.id);
                }
                _ => {}
            }
        }
    }
    groups
}

/// Signed in, signed out, neither; English first.
const WORDS: [(&str, [&str; 3]); 7] = [
    (
        "en",
        [
            "You are signed in.",
            "You are signed out.",
            "You could not be signed in or out. Please ask your administrator.",
        ],
    ),
    (
        "fr",
        [
            "Vous êtes connecté.",
            "Vous êtes déconnecté.",
            "La connexion ou la déconnexion n'a pas pu être effectuée. Veuillez vous adresser à votre administrateur.",
        ],
    ),
    (
        "de",
        [
            "Sie sind angemeldet.",
            "Sie sind abgemeldet.",
            "Sie konnten weder an- noch abgemeldet werden. Bitte fragen Sie Ihren Administrator.",
        ],
    ),
    (
        "es",
        [
            "Ha iniciado sesión.",
            "Ha cerrado la sesión.",
            "No se ha podido iniciar ni cerrar la sesión. Consulte a su administrador.",
        ],
    ),
    (
        "it",
        [
            "Accesso effettuato.",
            "Disconnessione effettuata.",
            "Non è stato possibile effettuare l'accesso o la disconnessione. Si rivolga al suo amministratore.",
        ],
    ),
    (
        "nl",
        [
            "U bent aangemeld.",
            "U bent afgemeld.",
            "U kon niet worden aangemeld of afgemeld. Neem contact op met uw beheerder.",
        ],
    ),
    (
        "pt",
        [
            "Sessão iniciada.",
            "Sessão terminada.",
            "Não foi possível iniciar nem terminar a sessão. Contacte o seu administrador.",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::{Change, Defaults, Entry, PoolFqdn, Stamp, TimeZoneName};
    use serde_json::{Value, json};
    use uuid::Uuid;

    use super::*;

    fn language(code: &str) -> Language {
        Language::new(code).unwrap()
    }

    fn spoken(outcome: Outcome, code: &str) -> String {
        let (prompt, language) = outcome.spoken(language(code));
        format!("{language} {}", prompt.text_to_speech_prompt.unwrap())
    }

    #[test]
    fn words_are_those_of_the_language_and_english_where_there_are_none() {
        assert_eq!(spoken(Outcome::SignedIn, "fr-CA"), "fr-CA Vous êtes connecté.");
        assert_eq!(spoken(Outcome::SignedOut, "en-GB"), "en-GB You are signed out.");
        assert_eq!(spoken(Outcome::SignedIn, "ja-JP"), "en-US You are signed in.");
        for (language, outcome) in Language::all().flat_map(|one| Outcome::ALL.map(|outcome| (one, outcome)))
        {
            assert!(outcome.spoken(language).0.text_to_speech_prompt.is_some(), "{outcome:?} in {language}");
        }
    }

    /// A pool that speaks English, with a French workflow whose queue overflows into another, and a German one.
    fn pool() -> Configuration {
        let owner = PoolFqdn::new("pool.contoso.com").unwrap();
        let defaults = Defaults { language: language("en-GB"), time_zone: TimeZoneName::new("UTC").unwrap() };
        let id = |number: u128| ObjectId(Uuid::from_u128(number));
        let queue = |number| json!({"Action": "TransferToQueue", "QueueID": id(number)});
        let workflow = |name: &str, language: &str, number: u128| {
            json!({
                "Name": name, "PrimaryUri": format!("sip:{language}@contoso.com"), "Language": language,
                "TimeZone": "UTC", "DefaultAction": queue(number),
            })
        };
        let group = |name: &str, agent: &str| json!({"Name": name, "AgentsByUri": [format!("sip:{agent}@contoso.com")]});
        let objects: [(u128, ObjectKind, Value); 7] = [
            (1, ObjectKind::AgentGroup, group("Front", "ann")),
            (2, ObjectKind::AgentGroup, group("Back", "bob")),
            (3, ObjectKind::AgentGroup, group("Others", "cid")),
            (
                4,
                ObjectKind::Queue,
                json!({"Name": "First", "AgentGroupIDList": [id(1)], "OverflowThreshold": 1, "OverflowAction": queue(5)}),
            ),
            (
                5,
                ObjectKind::Queue,
                json!({"Name": "Second", "AgentGroupIDList": [id(2)], "TimeoutThreshold": 10, "TimeoutAction": queue(4)}),
            ),
            (6, ObjectKind::Workflow, workflow("Accueil", "fr-FR", 4)),
            (7, ObjectKind::Workflow, workflow("Zentrale", "de-DE", 5)),
        ];
        let changes = objects.map(|(number, kind, properties)| {
            let by = SipUri::new("sip:admin@contoso.com").unwrap();
            let stamp = Stamp { at: jiff::Timestamp::UNIX_EPOCH, by };
            let object = Object::from_properties(kind, properties).unwrap();
            Change::ObjectSaved(Arc::new(Entry::new(id(number), owner.clone(), object, stamp)))
        });
        Configuration::new(owner, defaults).apply(1, &changes)
    }

    #[test]
    fn an_agent_hears_the_language_of_the_first_workflow_that_leads_to_its_groups() {
        let (pool, directory) = (pool(), Directory::default());
        let heard = |agent: &str| {
            let agent = SipUri::new(&format!("sip:{agent}@contoso.com")).unwrap();
            language_of(&pool, &directory, &agent).as_str()
        };
        assert_eq!(["ANN", "bob", "cid", "dora"].map(heard), ["fr-FR", "fr-FR", "en-GB", "en-GB"]);
        let all: Vec<_> = languages(&pool).into_iter().map(Language::as_str).collect();
        assert_eq!(all, ["de-DE", "en-GB", "fr-FR"]);
    }
}
