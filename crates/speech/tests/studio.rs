//! Sounds are there before a call needs them. Packages: espeak-ng.
#![expect(clippy::unwrap_used, reason = "what cannot be unwrapped fails the test")]

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use domain::{
    AudioFile, Change, Configuration, ContentHash, Defaults, Entry, FileName, Language, Object, ObjectId,
    ObjectKind, PoolFqdn, Prompt, SipUri, Stamp, TimeZoneName,
};
use serde_json::{Value, json};
use speech::espeak::Espeak;
use speech::{AudioSource, Config, Pcm, Programs, Report, Studio, Unready, wanted};
use uuid::Uuid;

const LIMIT: Duration = Duration::from_secs(60);

fn pool() -> PoolFqdn {
    PoolFqdn::new("primary.contoso.com").unwrap()
}

fn english() -> Language {
    Language::new("en-US").unwrap()
}

const fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// A configuration of these objects; their places are their GUIDs.
fn configuration(objects: &[(ObjectKind, Value)]) -> Configuration {
    let defaults = Defaults { language: english(), time_zone: TimeZoneName::new("UTC").unwrap() };
    let changes: Vec<Change> = (1..)
        .zip(objects)
        .map(|(number, (kind, properties))| {
            let object = Object::from_properties(*kind, properties.clone()).unwrap();
            let by = SipUri::new("sip:kim@contoso.com").unwrap();
            let stamp = Stamp { at: jiff::Timestamp::UNIX_EPOCH, by };
            Change::ObjectSaved(Arc::new(Entry::new(ObjectId(id(number)), pool(), object, stamp)))
        })
        .collect();
    Configuration::new(pool(), defaults).apply(1, &changes)
}

fn workflow(name: &str, language: &str, action: &Value) -> (ObjectKind, Value) {
    let properties = json!({
        "Name": name, "PrimaryUri": format!("sip:{name}@contoso.com"), "Language": language, "TimeZone": "UTC",
        "DefaultAction": action,
    });
    (ObjectKind::Workflow, properties)
}

/// To the queue in this place, after these words.
fn to_queue(number: u128, words: &str) -> Value {
    json!({"Action": "TransferToQueue", "QueueID": id(number), "Prompt": {"TextToSpeechPrompt": words}})
}

fn text(words: &str) -> Prompt {
    serde_json::from_value(json!({"TextToSpeechPrompt": words})).unwrap()
}

/// A file of the pool: silence with a click in it.
fn click() -> Vec<u8> {
    let mut file =
        b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data\0\0\0\0"
            .to_vec();
    file.extend([128; 800]);
    file[444] = 255;
    file
}

fn file(bytes: &[u8]) -> AudioFile {
    AudioFile::new(FileName::new("click.wav").unwrap(), ContentHash::of(bytes))
}

/// A store that holds the click, and counts how often it is asked.
fn store(asked: &Arc<AtomicUsize>) -> AudioSource {
    let asked = Arc::clone(asked);
    Box::new(move |hash| {
        asked.fetch_add(1, Ordering::SeqCst);
        Ok((*hash == ContentHash::of(&click())).then(click))
    })
}

fn start(folder: &Path, programs: Programs) -> Studio {
    Studio::start(&Config::new(folder), programs, store(&Arc::default())).unwrap()
}

fn without_espeak() -> Programs {
    Programs { espeak: Espeak::at("/nowhere/espeak-ng"), ..Programs::default() }
}

fn prepare(studio: &Studio, configuration: &Configuration) -> Report {
    studio.prepare(configuration).wait(LIMIT).expect("a preparation ends")
}

/// Looks for a sound until it is there or cannot be.
#[expect(clippy::disallowed_methods, reason = "threads run in real time")]
fn wait_for(look: impl Fn() -> Result<Pcm, Unready>) -> Result<Pcm, Unready> {
    let deadline = Instant::now() + LIMIT;
    loop {
        match look() {
            Err(Unready::NotReady) => assert!(Instant::now() < deadline, "it never becomes ready"),
            known => return known,
        }
        std::thread::yield_now();
    }
}

#[test]
fn what_a_workflow_says_is_ready_after_the_preparation() {
    let folder = tempfile::tempdir().unwrap();
    let studio = start(folder.path(), Programs::default());
    let welcome = text("Welcome.");
    assert!(matches!(studio.prompt(&welcome, Language::new("de-DE").unwrap()), Err(Unready::NotReady)));
    let all = configuration(&[
        (ObjectKind::Queue, json!({"Name": "Tier 1", "OverflowAction": to_queue(2, "All are busy.")})),
        (ObjectKind::Queue, json!({"Name": "Tier 2", "TimeoutAction": to_queue(1, "Please wait.")})),
        workflow("Sales", "en-US", &to_queue(1, "Welcome.")),
        workflow("Help", "en-GB", &to_queue(1, "Welcome.")),
    ]);
    let report = prepare(&studio, &all);
    assert_eq!((report.ready, report.failed.len(), report.superseded), (6, 0, false));
    for code in ["en-US", "en-GB"] {
        for words in ["Welcome.", "All are busy.", "Please wait."] {
            let sound = studio.prompt(&text(words), Language::new(code).unwrap()).unwrap();
            assert!(sound.len() > 4_000, "{words} in {code}");
        }
    }
}

#[test]
fn each_sound_is_wanted_once_with_the_place_that_plays_it() {
    let all = configuration(&[
        (ObjectKind::Queue, json!({"Name": "Tier 1", "TimeoutAction": to_queue(1, "Please wait.")})),
        workflow("Sales", "en-US", &to_queue(1, "Welcome.")),
        workflow("Aid", "en-CA", &to_queue(1, "Welcome.")),
        workflow("Vente", "fr-CA", &to_queue(1, "Bienvenue.")),
    ]);
    let lines: Vec<_> =
        wanted(&all).iter().map(|wanted| format!("{}: {}", wanted.place, wanted.source)).collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
        workflow "Aid": the text "Welcome." in en-CA
        queue "Tier 1", workflow "Aid": the text "Please wait." in en-CA
        workflow "Vente": the text "Bienvenue." in fr-CA
        queue "Tier 1", workflow "Vente": the text "Please wait." in fr-CA
    "#);
}

#[test]
fn a_pool_that_starts_again_has_its_sounds_from_disk() {
    let folder = tempfile::tempdir().unwrap();
    let asked = Arc::new(AtomicUsize::new(0));
    let prompt = Prompt { audio_file_prompt: Some(file(&click())), text_to_speech_prompt: None };
    let mut sounds = Vec::new();
    for _ in 0..2 {
        let studio = Studio::start(&Config::new(folder.path()), Programs::default(), store(&asked)).unwrap();
        sounds.push(wait_for(|| studio.prompt(&prompt, english())).unwrap());
    }
    assert_eq!(sounds[0], sounds[1]);
    assert_eq!(sounds[0].len(), 800);
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        std::fs::write(entry.unwrap().path(), b"torn").unwrap();
    }
    let studio = Studio::start(&Config::new(folder.path()), Programs::default(), store(&asked)).unwrap();
    assert_eq!(wait_for(|| studio.prompt(&prompt, english())).unwrap(), sounds[0]);
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}

#[test]
fn the_text_stands_in_for_a_file_that_cannot_be_played() {
    let folder = tempfile::tempdir().unwrap();
    let studio = start(folder.path(), Programs::default());
    let lost = Prompt { audio_file_prompt: Some(file(b"lost")), ..text("Welcome.") };
    assert!(wait_for(|| studio.prompt(&lost, english())).unwrap().len() > 4_000);
    let nothing = Prompt { audio_file_prompt: Some(file(b"lost")), text_to_speech_prompt: None };
    let error = wait_for(|| studio.prompt(&nothing, english())).unwrap_err();
    assert_eq!(error.to_string(), "the pool does not hold this audio; import the file again");
    assert!(matches!(studio.prompt(&Prompt::default(), english()), Err(Unready::Nothing)));
}

#[test]
fn what_cannot_be_made_is_reported_with_its_place_and_reason_and_tried_again_later() {
    let folder = tempfile::tempdir().unwrap();
    let all = configuration(&[
        (ObjectKind::Queue, json!({"Name": "Tier 1"})),
        workflow("Sales", "en-US", &to_queue(1, "Welcome to the sales department of Contoso.")),
    ]);
    let studio = start(folder.path(), without_espeak());
    for _ in 0..2 {
        let report = prepare(&studio, &all);
        assert_eq!((report.ready, report.failed.len()), (0, 1));
        insta::allow_duplicates! {
            insta::assert_snapshot!(report.failed[0], @r#"workflow "Sales": the text "Welcome to the sales department of Conto..." in en-US cannot be played: /nowhere/espeak-ng is not installed on the pool: install the package espeak-ng"#);
        }
    }
    let welcome = text("Welcome to the sales department of Contoso.");
    assert!(matches!(studio.prompt(&welcome, english()), Err(Unready::Failed(_))));
}

#[test]
fn a_later_configuration_supersedes_the_preparation_of_an_earlier_one() {
    let folder = tempfile::tempdir().unwrap();
    let studio = start(folder.path(), Programs::default());
    let objects: Vec<_> = std::iter::once((ObjectKind::Queue, json!({"Name": "Tier 1"})))
        .chain(
            (0..100).map(|at| workflow(&format!("w{at}"), "en-US", &to_queue(1, &format!("Number {at}.")))),
        )
        .collect();
    let first = studio.prepare(&configuration(&objects));
    let second = studio.prepare(&configuration(&objects[..3]));
    let (first, second) = (first.wait(LIMIT).unwrap(), second.wait(LIMIT).unwrap());
    assert!(first.superseded && first.ready < 100, "{}", first.ready);
    assert_eq!((second.superseded, second.ready), (false, 2));
}

#[test]
fn memory_has_a_limit_and_what_left_it_comes_back_from_disk() {
    let folder = tempfile::tempdir().unwrap();
    let config = Config { memory_bytes_max: 30_000, ..Config::new(folder.path()) };
    let studio = Studio::start(&config, Programs::default(), store(&Arc::default())).unwrap();
    let words = ["One moment.", "Two moments.", "Three moments."];
    let objects: Vec<_> = std::iter::once((ObjectKind::Queue, json!({"Name": "Tier 1"})))
        .chain(
            words
                .iter()
                .zip(["a", "b", "c"])
                .map(|(words, name)| workflow(name, "en-US", &to_queue(1, words))),
        )
        .collect();
    assert_eq!(prepare(&studio, &configuration(&objects)).ready, 3);
    let ready = words.iter().filter(|words| studio.prompt(&text(words), english()).is_ok()).count();
    assert!(ready < 3, "all are in memory");
    for words in words {
        wait_for(|| studio.prompt(&text(words), english())).unwrap();
    }
}

#[test]
fn music_is_always_there() {
    let folder = tempfile::tempdir().unwrap();
    let studio = start(folder.path(), without_espeak());
    let default = studio.music(None);
    assert!(default.len() >= 60 * 8_000);
    assert_eq!(studio.music(Some(&file(b"lost"))), default);
    let own = file(&click());
    wait_for(|| studio.sound(&speech::Source::file(&own))).unwrap();
    assert_eq!(studio.music(Some(&own)).len(), 800);
}
