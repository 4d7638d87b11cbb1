//! Test calls to a pool that runs: SIP and RTP over loopback.

use std::{collections::BTreeMap, time::Duration};

use domain::{
    AudioFile, Configuration, ContentHash, Directory, Duty, FileName, NameKey, Object, ObjectKind, SipUri,
};
use edge::{Kind, Listener, Pass, TestCall, place};
use serde_json::json;
use speech::{AudioSource, Programs, Studio};
use stdx::Rng;
use testcall::{Line, Report, Score, Script, Verdict};

use crate::{
    calls::agent,
    hop::Hop,
    party::Party,
    phone::user,
    relay::pair,
    running::{Running, Start, voice_ports},
    site::Site,
};

const ALEX: Option<&str> = Some("sip:alex@contoso.com");

/// The help desk with this welcome.
fn site(welcome: serde_json::Value) -> Site {
    Site::new()
        .object(
            ObjectKind::AgentGroup,
            "Agents",
            json!({"RoutingMethod": "LongestIdle", "AgentsByUri": ["sip:alex@contoso.com"], "AgentAlertTime": 30}),
        )
        .object(ObjectKind::Queue, "Help", json!({"AgentGroupIDList": ["@Agents"]}))
        .workflow(json!({
            "Action": "TransferToQuestion",
            "Prompt": welcome,
            "Question": {
                "Prompt": {"TextToSpeechPrompt": "Press one for help."},
                "AnswerList": [{
                    "DtmfResponse": "1", "Action": {"Action": "TransferToQueue", "QueueID": "@Help"},
                }],
            },
        }))
}

fn spoken(welcome: &str) -> Site {
    site(json!({"TextToSpeechPrompt": welcome}))
}

/// A test call of the workflow `Help Desk`.
struct Test<'a> {
    /// What should be heard follows from it.
    expected: Configuration,
    digits: &'a [char],
    agent: Option<&'a str>,
    /// Where the call goes; where the pool is, unless told.
    through: Option<std::net::SocketAddr>,
    /// The bytes of audio files.
    audio: Files,
    /// Hears what is told on the way.
    told: &'a dyn Fn(&str),
}

impl<'a> Test<'a> {
    fn of(expected: Site) -> Self {
        let (expected, audio) = (expected.configuration(), Files::default());
        Self { expected, digits: &['1'], agent: None, through: None, audio, told: &|_| {} }
    }

    fn answered_by(self, agent: Option<&'a str>) -> Self {
        Self { agent, ..self }
    }

    /// Calls a pool, and listens.
    fn call(self, running: &Running) -> Report {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let entry = self.expected.named(ObjectKind::Workflow, &NameKey::new("Help Desk")).unwrap();
        let Object::Workflow(workflow) = &entry.object else { panic!("a workflow") };
        let now = "2026-11-26T12:00:00Z".parse().unwrap();
        let script =
            Script::write((&self.expected, &Directory::default()), workflow, self.digits, now).unwrap();
        let (score, known) = sounds(&self.expected, script, self.audio);
        let pass = Pass::mint(self.agent.map(|agent| SipUri::new(agent).unwrap())).unwrap();
        let registrar = Listener { kind: Kind::Udp, address: running.udp() };
        let target = self.through.map_or(registrar, |address| Listener { kind: Kind::Udp, address });
        let (ports, product) = (voice_ports(), "switchback".to_owned());
        let order = TestCall { target, registrar, ports, score, known, pass: pass.clone(), product };
        runtime.block_on(async {
            running.test_door().admit(pass.clone()).await;
            let mut placed = place(order).unwrap();
            let report = tokio::time::timeout(Duration::from_secs(100), async {
                loop {
                    tokio::select! {
                        Some(words) = placed.progress.recv() => (self.told)(&words),
                        report = &mut placed.report => return report.expect("it ends with a report"),
                    }
                }
            });
            let report = report.await.expect("it ends in time");
            running.test_door().dismiss(pass).await;
            report
        })
    }
}

fn sounds(of: &Configuration, script: Script, audio: Files) -> (Score, Vec<Line>) {
    let folder = tempfile::tempdir().unwrap();
    let config = speech::Config::new(folder.path());
    let studio = Studio::start(&config, Programs::default(), audio.source()).unwrap();
    studio.prepare(of).wait(Duration::from_secs(30)).expect("the sounds are made in time");
    let score =
        Score::of(script, |prompt, language| studio.prompt(prompt, language), |file| studio.music(file));
    let known = speech::wanted(of).into_iter().filter_map(|wanted| {
        Some(Line { words: wanted.source.to_string(), sound: studio.sound(&wanted.source).ok()? })
    });
    (score.unwrap(), known.collect())
}

/// What a store holds under the hashes of some audio files.
#[derive(Clone, Default)]
struct Files(BTreeMap<ContentHash, Vec<u8>>);

impl Files {
    fn with(mut self, name: &str, samples: &[i16]) -> Self {
        self.0.insert(ContentHash::of(name.as_bytes()), wav(samples));
        self
    }

    fn source(self) -> AudioSource {
        Box::new(move |hash| Ok(self.0.get(hash).cloned()))
    }
}

/// An audio file as an object refers to it.
fn file(name: &str) -> serde_json::Value {
    let file = AudioFile::new(FileName::new(name).unwrap(), ContentHash::of(name.as_bytes()));
    serde_json::to_value(file).unwrap()
}

fn wav(samples: &[i16]) -> Vec<u8> {
    let length = u32::try_from(samples.len() * 2).unwrap();
    let mut bytes = b"RIFF".to_vec();
    bytes.extend((36 + length).to_le_bytes());
    bytes.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    bytes.extend(8_000_u32.to_le_bytes());
    bytes.extend(16_000_u32.to_le_bytes());
    bytes.extend(b"\x02\0\x10\0data");
    bytes.extend(length.to_le_bytes());
    samples.iter().for_each(|sample| bytes.extend(sample.to_le_bytes()));
    bytes
}

/// Seconds of a melody that only this seed has.
fn melody(seed: u64, seconds: usize) -> Vec<i16> {
    let mut rng = Rng::new(seed);
    let mut samples = Vec::new();
    while samples.len() < seconds * 8_000 {
        let pitch = 200.0 + rng.below(900) as f64;
        let note = (0..900 + rng.below(900)).map(|at| {
            let phase = at as f64 * pitch / 8_000.0 * std::f64::consts::TAU;
            ((phase.sin() + 0.4 * (2.0 * phase).sin()) * 5_000.0) as i16
        });
        samples.extend(note);
    }
    samples
}

fn passed(report: &Report) {
    assert_eq!((report.verdict, report.reasons.as_slice()), (Verdict::Passed, &[][..]), "{report:#?}");
}

#[test]
fn a_pool_passes_with_its_prompts_its_music_and_an_agent() {
    let running = Running::with(Start { site: spoken("Welcome to the help desk."), ..Start::default() });
    let report = Test::of(spoken("Welcome to the help desk.")).answered_by(ALEX).call(&running);
    passed(&report);
    assert_eq!(report.prompts_heard, ["Welcome to the help desk."]);
    assert_eq!(report.questions_heard, ["Press one for help."]);
    assert_eq!((report.music_heard, report.two_way_voice), (Some(true), Some(true)));
    assert_eq!(report.agent, Some(SipUri::new("sip:alex@contoso.com").unwrap()));
    // The telephone of the test is gone, so that the next call waits.
    let report = Test::of(spoken("Welcome to the help desk.")).call(&running);
    assert_eq!((report.verdict, report.two_way_voice), (Verdict::Passed, None), "{report:#?}");
    running.comes_to_rest();
}

#[test]
fn a_workflow_that_answers_with_its_agent_passes_in_early_media_and_with_its_agent() {
    let desk = |answer_at: &str| {
        let action = json!({
            "Action": "TransferToQueue", "QueueID": "@Help", "Prompt": {"TextToSpeechPrompt": "Welcome."},
        });
        Site::help_desk("Serial", &["alex"]).workflow_with(action, json!({"AnswerAt": answer_at}))
    };
    let running = Running::with(Start { site: desk("Agent"), ..Start::default() });
    let test = || Test { digits: &[], ..Test::of(desk("Agent")) };
    let report = test().call(&running);
    let note = "The pool did not answer, as it should: AnswerAt of the workflow is Agent, and callers hear early media \
                until an agent answers.";
    assert_eq!((report.verdict, report.reasons.as_slice()), (Verdict::Passed, &[note.to_owned()][..]));
    assert_eq!((report.answered, report.status, report.time_to_answer), (false, None, None));
    assert_eq!(
        (report.prompts_heard.as_slice(), report.music_heard),
        (&["Welcome.".to_owned()][..], Some(true))
    );
    running.comes_to_rest();
    let report = test().answered_by(ALEX).call(&running);
    passed(&report);
    assert_eq!((report.answered, report.two_way_voice), (true, Some(true)));
    assert!(report.time_to_answer > report.time_to_first_sound, "{report:#?}");
    // A pool that answers at once is not what the configuration says.
    running.configure(desk("Start"));
    let report = test().call(&running);
    let reason = "The pool answered before an agent did, though AnswerAt of the workflow is Agent.";
    assert_eq!((report.verdict, report.reasons.as_slice()), (Verdict::Failed, &[reason.to_owned()][..]));
    running.comes_to_rest();
}

#[test]
fn a_test_call_rings_at_no_telephone_of_an_agent_and_keeps_nobody_waiting() {
    let site = || Site::help_desk("Serial", &["alex", "kim"]);
    let users = vec![user("sip:alex@contoso.com"), user("sip:kim@contoso.com")];
    let running = Running::with(Start { users, site: site(), ..Start::default() });
    let mut alex = agent(&running, "alex");
    let mut caller = Party::new(running.udp(), "pat");
    caller.call("sip:helpdesk@contoso.com");
    alex.take();
    // Alex talks, and is played all the same; Kim, who is free, does not hear of it.
    let kim = agent(&running, "kim");
    let report = Test { digits: &[], ..Test::of(site()) }.answered_by(ALEX).call(&running);
    passed(&report);
    assert!(kim.peer.hears_nothing(Duration::from_millis(200)));
    assert!(alex.is_heard_by(&caller, 0x31));
    caller.hang_up();
    alex.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn a_test_call_is_not_transferred_to_anybody() {
    let away = || {
        let action = json!({"Action": "TransferToUri", "Uri": "sip:kim@contoso.com"});
        Site::new().workflow(action)
    };
    let users = vec![user("sip:kim@contoso.com")];
    let running = Running::with(Start { users, site: away(), ..Start::default() });
    let kim = agent(&running, "kim");
    let report = Test { digits: &[], ..Test::of(away()) }.call(&running);
    let note = "The call goes on to sip:kim@contoso.com without an answer; a test call rings at nobody.";
    assert_eq!((report.verdict, report.reasons.as_slice()), (Verdict::Passed, &[note.to_owned()][..]));
    assert!(kim.peer.hears_nothing(Duration::from_millis(200)));
}

#[test]
fn a_call_through_a_pool_that_relays_is_heard_from_the_one_that_answers() {
    let (primary, backup) = pair(spoken("Welcome to Redmond."), Site::copy_of_help_desk());
    let test = Test::of(spoken("Welcome to Redmond.")).answered_by(ALEX);
    let report = Test { through: Some(backup.udp()), ..test }.call(&primary);
    passed(&report);
    assert_eq!(report.two_way_voice, Some(true));
    // Where the backup answers too, by its own copy, that is heard.
    let owner = "primary.contoso.com";
    backup.configure(Site::copy_of_help_desk().role(owner, Duty::Answers));
    let test = Test::of(spoken("Welcome to Redmond."));
    let report = Test { through: Some(backup.udp()), ..test }.call(&primary);
    assert_eq!(report.verdict, Verdict::Failed, "{report:#?}");
}

#[test]
fn a_test_call_says_at_once_that_no_pool_answers_and_is_not_held() {
    let backup = Running::with(Start { site: Site::copy_of_help_desk(), ..Start::default() });
    let report = Test::of(spoken("Welcome to Redmond.")).call(&backup);
    let reason = "The pool refused the call with 503 (Answering Pool Unreachable). Callers wait some seconds for a pool \
                  that answers; the test does not. Fail over with Invoke-CsPoolFailOver where the pool that answers is \
                  lost.";
    assert_eq!((report.verdict, report.reasons.as_slice()), (Verdict::Failed, &[reason.to_owned()][..]));
    assert!(report.time_to_answer.is_none());
}

#[test]
fn a_prompt_that_is_swapped_in_the_store_is_found() {
    let prompt = || site(json!({"AudioFilePrompt": file("welcome.wav")}));
    let right = Files::default().with("welcome.wav", &melody(1, 2));
    let swapped = Files::default().with("welcome.wav", &melody(2, 2));
    let running = Running::with(Start { site: prompt().files(right.clone().0), ..Start::default() });
    passed(&Test { audio: right.clone(), ..Test::of(prompt()) }.call(&running));
    let running = Running::with(Start { site: prompt().files(swapped.0), ..Start::default() });
    let report = Test { audio: right, ..Test::of(prompt()) }.call(&running);
    let reason = "The welcome message \"welcome.wav\" was not heard: something else was heard in its place, which is no \
                  prompt of the workflow; see in the log of the pool why it is not \
                  played, and where it has a file, import that again with Import-CsRgsAudioFile.";
    assert_eq!((report.verdict, report.reasons.as_slice()), (Verdict::Failed, &[reason.to_owned()][..]));
}

#[test]
fn a_prompt_of_another_workflow_is_named() {
    let closed = "The office is closed today.";
    let running = Running::with(Start { site: spoken(closed), ..Start::default() });
    let properties = json!({
        "PrimaryUri": "sip:other@contoso.com", "Language": "en-US", "TimeZone": "UTC",
        "NonBusinessHoursAction": {"Action": "Terminate", "Prompt": {"TextToSpeechPrompt": closed}},
    });
    let expected = spoken("Welcome to the help desk.").object(ObjectKind::Workflow, "Other", properties);
    let report = Test::of(expected).call(&running);
    assert_eq!(report.verdict, Verdict::Failed, "{report:#?}");
    let [reason] = report.reasons.as_slice() else { panic!("{report:#?}") };
    assert!(
        reason.starts_with("The welcome message \"Welcome to the help desk.\" was not heard: "),
        "{reason}"
    );
    assert!(
        reason.contains(closed) && reason.ends_with("save the prompt that callers should hear."),
        "{reason}"
    );
}

#[test]
fn music_that_has_fallen_silent_is_found() {
    let held = || {
        let action = json!({"Action": "TransferToQueue", "QueueID": "@Help"});
        let properties = json!({
            "PrimaryUri": "sip:helpdesk@contoso.com", "Active": true, "Language": "en-US", "TimeZone": "UTC",
            "DefaultAction": action, "CustomMusicOnHoldFile": file("music.wav"),
        });
        Site::help_desk("Serial", &["alex"]).object(ObjectKind::Workflow, "Help Desk", properties)
    };
    let right = Files::default().with("music.wav", &melody(3, 20));
    let silent = Files::default().with("music.wav", &[0; 160_000]);
    let running = Running::with(Start { site: held().files(right.clone().0), ..Start::default() });
    passed(&Test { audio: right.clone(), digits: &[], ..Test::of(held()) }.call(&running));
    let running = Running::with(Start { site: held().files(silent.0), ..Start::default() });
    let report = Test { audio: right, digits: &[], ..Test::of(held()) }.call(&running);
    let reason = "There was silence in the queue \"Help\" in place of the music \"music.wav\"; see in the log of the pool why \
                  it is not played, and where it has a file, import that again with Import-CsRgsAudioFile.";
    assert_eq!((report.verdict, report.reasons.as_slice()), (Verdict::Failed, &[reason.to_owned()][..]));
    assert_eq!(report.music_heard, Some(false));
}

#[test]
fn a_voice_that_is_lost_on_its_way_fails_and_the_way_is_named() {
    let desk = || Site::help_desk("Serial", &["alex"]);
    let running = Running::with(Start { site: desk(), ..Start::default() });
    let advice = "see that the UDP ports of [media] in the pool's file are open to the";
    // What the caller says is lost from the beginning.
    let hop = Hop::before(running.udp());
    hop.mute_caller();
    let test = Test { digits: &[], through: Some(hop.address()), ..Test::of(desk()) };
    let report = test.answered_by(ALEX).call(&running);
    assert_eq!((report.verdict, report.two_way_voice), (Verdict::Failed, Some(false)), "{report:#?}");
    let reason = format!("The agent did not hear the caller; {advice} caller,");
    assert!(report.reasons.len() == 1 && report.reasons[0].starts_with(&reason), "{report:#?}");
    // What the pool says is lost once the agent speaks.
    let hop = Hop::before(running.udp());
    let told = |words: &str| {
        if words == "The agent answered." {
            hop.mute_pool();
        }
    };
    let test = Test { digits: &[], through: Some(hop.address()), told: &told, ..Test::of(desk()) };
    let report = test.answered_by(ALEX).call(&running);
    assert_eq!((report.verdict, report.two_way_voice), (Verdict::Failed, Some(false)), "{report:#?}");
    let reason = format!("The caller did not hear the agent; {advice} agent's telephone,");
    assert!(report.reasons.len() == 1 && report.reasons[0].starts_with(&reason), "{report:#?}");
}

#[test]
fn a_pool_of_which_nothing_is_heard_at_all_fails() {
    let running = Running::with(Start { site: spoken("Welcome to the help desk."), ..Start::default() });
    let hop = Hop::before(running.udp());
    hop.mute_pool();
    let test = Test { through: Some(hop.address()), ..Test::of(spoken("Welcome to the help desk.")) };
    let report = test.call(&running);
    let reason = "The pool answered, but no sound came within 6 s; look at the media addresses and ports, and at what lies \
                  between.";
    assert_eq!((report.verdict, report.reasons.as_slice()), (Verdict::Failed, &[reason.to_owned()][..]));
}

#[test]
fn what_the_configuration_means_to_refuse_passes_when_it_is_refused() {
    let closed = || {
        let action = json!({"Action": "TransferToQueue", "QueueID": "@Help"});
        let properties = json!({
            "PrimaryUri": "sip:helpdesk@contoso.com", "Active": true, "Language": "en-US", "TimeZone": "UTC",
            "DefaultAction": action, "BusinessHoursID": "@Never",
        });
        let site =
            Site::help_desk("Serial", &["alex"]).object(ObjectKind::HoursOfBusiness, "Never", json!({}));
        site.object(ObjectKind::Workflow, "Help Desk", properties)
    };
    let running = Running::with(Start { site: closed(), ..Start::default() });
    let test = || Test { digits: &[], ..Test::of(closed()) };
    let report = test().call(&running);
    let note = "The pool refused the call with 480 (Temporarily Unavailable), as it should: it is outside of the hours of \
                business, and the workflow says nothing then.";
    assert_eq!((report.verdict, report.reasons.as_slice()), (Verdict::Passed, &[note.to_owned()][..]));
    let report = test().answered_by(ALEX).call(&running);
    assert_eq!(report.verdict, Verdict::Failed, "{report:#?}");
}

#[test]
fn a_workflow_that_is_not_there_is_refused_with_its_status() {
    let running = Running::with(Start { site: Site::new(), ..Start::default() });
    let report = Test::of(spoken("Welcome.")).call(&running);
    assert_eq!((report.answered, report.status, report.verdict), (false, Some(404), Verdict::Failed));
    let reason =
        "The pool refused the call with 404 (Not Found), though by its configuration it should answer.";
    assert_eq!(report.reasons, [reason]);
}

#[test]
fn a_call_with_a_token_that_nobody_announced_is_a_call_like_any_other() {
    let running = Running::with(Start {
        users: vec![user("sip:alex@contoso.com")],
        site: Site::help_desk("Serial", &["alex"]),
        ..Start::default()
    });
    let mut alex = agent(&running, "alex");
    let mut caller = Party::new(running.udp(), "test-0123456789abcdef");
    caller.call("sip:helpdesk@contoso.com");
    alex.take();
    caller.hang_up();
    alex.is_hung_up();
}
