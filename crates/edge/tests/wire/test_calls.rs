//! Test calls to a pool that runs: SIP and RTP over loopback.

use std::{sync::Arc, time::Duration};

use domain::{Configuration, Directory, NameKey, Object, ObjectKind, SipUri};
use edge::{Kind, Listener, Pass, TestCall, place};
use serde_json::json;
use speech::{Programs, Studio};
use testcall::{Line, Report, Score, Script, Verdict};

use crate::{
    running::{Running, Start},
    site::Site,
};

/// The help desk with a welcome in these words.
fn site(welcome: &str) -> Site {
    Site::new()
        .object(
            ObjectKind::AgentGroup,
            "Agents",
            json!({"RoutingMethod": "LongestIdle", "AgentsByUri": ["sip:alex@contoso.com"], "AgentAlertTime": 30}),
        )
        .object(ObjectKind::Queue, "Help", json!({"AgentGroupIDList": ["@Agents"]}))
        .workflow(json!({
            "Action": "TransferToQuestion",
            "Prompt": {"TextToSpeechPrompt": welcome},
            "Question": {
                "Prompt": {"TextToSpeechPrompt": "Press one for help."},
                "AnswerList": [{
                    "DtmfResponse": "1", "Action": {"Action": "TransferToQueue", "QueueID": "@Help"},
                }],
            },
        }))
}

/// Calls a pool, and listens for what a configuration says.
fn call(running: &Running, expected: &Configuration, agent: Option<&str>) -> Report {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let entry = expected.named(ObjectKind::Workflow, &NameKey::new("Help Desk")).unwrap();
    let Object::Workflow(workflow) = &entry.object else { panic!("a workflow") };
    let now = "2026-11-26T12:00:00Z".parse().unwrap();
    let of = (expected, &Directory::default());
    let script = Script::write(of, entry, workflow, &['1'], now).unwrap();
    let (score, known) = sounds(expected, script);
    let agent = agent.map(|agent| Pass::mint(SipUri::new(agent).unwrap()).unwrap());
    let target = Listener { kind: Kind::Udp, address: running.udp() };
    let product = "switchback".to_owned();
    runtime.block_on(async {
        if let Some(pass) = &agent {
            running.test_door().admit(pass.clone()).await;
        }
        let ports = 40_000..=49_999;
        let placed = place(TestCall { target, ports, score, known, agent: agent.clone(), product }).unwrap();
        let report = tokio::time::timeout(Duration::from_secs(100), placed.report).await;
        report.expect("it ends in time").expect("it ends with a report")
    })
}

fn sounds(of: &Configuration, script: Script) -> (Score, Vec<Line>) {
    let folder = tempfile::tempdir().unwrap();
    let config = speech::Config::new(folder.path());
    let studio = Studio::start(&config, Programs::default(), Box::new(|_| Ok(None))).unwrap();
    studio.prepare(of).wait(Duration::from_secs(30)).expect("the sounds are made in time");
    let score =
        Score::of(script, |prompt, language| studio.prompt(prompt, language), |file| studio.music(file));
    let known = speech::wanted(of).into_iter().filter_map(|wanted| {
        Some(Line { words: wanted.source.to_string(), sound: studio.sound(&wanted.source).ok()? })
    });
    (score.unwrap(), known.collect())
}

#[test]
fn a_pool_passes_with_its_prompts_its_music_and_an_agent() {
    let running = Running::with(Start { site: site("Welcome to the help desk."), ..Start::default() });
    let expected = site("Welcome to the help desk.").configuration();
    let report = call(&running, &expected, Some("sip:alex@contoso.com"));
    assert_eq!((report.verdict, report.reasons.as_slice()), (Verdict::Passed, &[][..]), "{report:#?}");
    assert_eq!(report.prompts_heard, ["Welcome to the help desk."]);
    assert_eq!(report.questions_heard, ["Press one for help."]);
    assert_eq!((report.music_heard, report.two_way_voice), (Some(true), Some(true)));
    assert_eq!(report.agent, Some(SipUri::new("sip:alex@contoso.com").unwrap()));
    // The telephone of the test is gone, so that the next call waits.
    let report = call(&running, &expected, None);
    assert_eq!((report.verdict, report.two_way_voice), (Verdict::Passed, None), "{report:#?}");
}

#[test]
fn a_swapped_prompt_of_a_pool_is_found() {
    let running = Running::with(Start { site: site("The office is closed today."), ..Start::default() });
    let expected = Arc::new(site("Welcome to the help desk.").configuration());
    let report = call(&running, &expected, None);
    assert_eq!(report.verdict, Verdict::Failed, "{report:#?}");
    assert!(report.reasons[0].starts_with("The welcome message \"Welcome to the help desk.\" was not heard"));
}

#[test]
fn a_workflow_that_is_not_there_is_refused_with_its_status() {
    let running = Running::with(Start { site: Site::new(), ..Start::default() });
    let report = call(&running, &site("Welcome.").configuration(), None);
    assert_eq!((report.answered, report.status, report.verdict), (false, Some(404), Verdict::Failed));
}
