//! What is found of a pool that does what it should, and of pools that do not.

use insta::assert_snapshot;
use serde_json::json;

use crate::{
    far_end::{FarEnd, Part, Part::*, Voice, shown},
    site::{Site, early_queue, questions, welcome_and_queue},
};

const ALEX: Option<&str> = Some("sip:alex@contoso.com");

/// Calls the hunt group with a welcome.
fn hunt(parts: &[Part], agent: Option<&str>, voice: Voice) -> String {
    let far = FarEnd { parts: parts.to_vec(), voice };
    shown(&far.call(welcome_and_queue().script("").unwrap(), agent).1)
}

/// Calls the hunt group that answers with its agent.
fn early(parts: &[Part], agent: Option<&str>) -> (Vec<String>, String) {
    let far = FarEnd { parts: parts.to_vec(), voice: Voice::Both };
    let (told, report) = far.call(early_queue().script("").unwrap(), agent);
    (told, shown(&report))
}

/// Calls the workflow with questions.
fn ask(parts: &[Part], digits: &str) -> String {
    let far = FarEnd { parts: parts.to_vec(), voice: Voice::Both };
    shown(&far.call(questions().script(digits).unwrap(), None).1)
}

#[test]
fn a_pool_that_does_what_it_should_passes_and_says_how_far_it_is() {
    let far = FarEnd { parts: vec![Say("Welcome."), Ring, Music], voice: Voice::Both };
    let (told, report) = far.call(welcome_and_queue().script("").unwrap(), ALEX);
    assert_snapshot!(shown(&report), @r#"passed: heard [Welcome.] pressed [] music Some(true) queue Some("Help") agent Some("sip:alex@contoso.com") voice Some(true)"#);
    assert_snapshot!(told.join("\n"), @r#"
    Dialling sip:helpdesk@contoso.com.
    Answered after 0.0 s.
    The agent's telephone rings.
    Heard the welcome message: "Welcome.".
    Waiting in the queue "Help".
    Heard the built-in music.
    The agent answered.
    Caller and agent heard each other.
    Passed.
    "#);
}

#[test]
fn without_an_agent_to_play_the_call_ends_after_the_music() {
    assert_snapshot!(hunt(&[Pause, Say("Welcome."), Music], None, Voice::Both), @r#"passed: heard [Welcome.] pressed [] music Some(true) queue Some("Help") agent None voice None"#);
}

#[test]
fn keys_are_pressed_after_their_questions() {
    let way = [Say("Welcome."), Say("One or two?"), Key('2'), Say("Red or blue?"), Key('1'), Music];
    assert_snapshot!(ask(&way, "21"), @r#"passed: heard [Welcome. One or two? Red or blue?] pressed [21] music Some(true) queue Some("Help") agent None voice None"#);
    let way = [
        Say("Welcome."),
        Say("One or two?"),
        Key('2'),
        Say("Red or blue?"),
        Key('2'),
        Say("No blue today."),
        End,
    ];
    assert_snapshot!(ask(&way, "22"), @"passed: heard [Welcome. No blue today. One or two? Red or blue?] pressed [22] music None queue None agent None voice None");
    assert_snapshot!(ask(&[Say("Welcome."), Say("One or two?")], ""), @"passed: heard [Welcome. One or two?] pressed [] music None queue None agent None voice None");
}

#[test]
fn a_swapped_prompt_fails_and_is_named() {
    assert_snapshot!(hunt(&[Say("Closed."), Music], None, Voice::Both), @r#"
    failed: heard [] pressed [] music Some(true) queue Some("Help") agent None voice None
    The welcome message "Welcome." was not heard: "Closed." was heard in its place; save the prompt that callers should hear.
    "#);
    let way = [Say("Welcome."), Say("Red or blue?"), Key('1'), Music];
    assert_snapshot!(ask(&way, "1"), @r#"
    failed: heard [Welcome.] pressed [1] music Some(true) queue Some("Help") agent None voice None
    The question "One or two?" was not heard: "Red or blue?" was heard in its place; save the prompt that callers should hear.
    "#);
    assert_snapshot!(hunt(&[Say("Something that nobody knows."), Music], None, Voice::Both), @r#"
    failed: heard [] pressed [] music Some(true) queue Some("Help") agent None voice None
    The welcome message "Welcome." was not heard: something else was heard in its place, which is no prompt of the workflow; see in the log of the pool why it is not played, and where it has a file, import that again with Import-CsRgsAudioFile.
    "#);
    assert_snapshot!(hunt(&[Music], None, Voice::Both), @r#"
    failed: heard [] pressed [] music Some(true) queue Some("Help") agent None voice None
    The welcome message "Welcome." was not heard: something else was heard in its place, which is no prompt of the workflow; see in the log of the pool why it is not played, and where it has a file, import that again with Import-CsRgsAudioFile.
    "#);
}

#[test]
fn silence_and_other_sounds_in_place_of_the_music_fail() {
    assert_snapshot!(hunt(&[Say("Welcome."), NoMusic], None, Voice::Both), @r#"
    failed: heard [Welcome.] pressed [] music Some(false) queue Some("Help") agent None voice None
    There was silence in the queue "Help" in place of the built-in music; see in the log of the pool why it is not played, and where it has a file, import that again with Import-CsRgsAudioFile.
    "#);
    let mut way = vec![Say("Welcome.")];
    way.extend([Say("Closed."); 10]);
    assert_snapshot!(hunt(&way, None, Voice::Both), @r#"
    failed: heard [Welcome.] pressed [] music Some(false) queue Some("Help") agent None voice None
    Something else than the built-in music was heard in the queue "Help"; see in the log of the pool why it is not played, and where it has a file, import that again with Import-CsRgsAudioFile.
    "#);
}

#[test]
fn a_voice_that_passes_one_way_only_fails_and_the_way_is_named() {
    let way = [Say("Welcome."), Ring, Music];
    assert_snapshot!(hunt(&way, ALEX, Voice::ToAgent), @r#"
    failed: heard [Welcome.] pressed [] music Some(true) queue Some("Help") agent Some("sip:alex@contoso.com") voice Some(false)
    The caller did not hear the agent; see that the UDP ports of [media] in the pool's file are open to the agent's telephone, and that the address the pool listens on is reached from there.
    "#);
    assert_snapshot!(hunt(&way, ALEX, Voice::ToCaller), @r#"
    failed: heard [Welcome.] pressed [] music Some(true) queue Some("Help") agent Some("sip:alex@contoso.com") voice Some(false)
    The agent did not hear the caller; see that the UDP ports of [media] in the pool's file are open to the caller, and that the address the pool listens on is reached from there.
    "#);
}

#[test]
fn an_agent_who_is_not_offered_the_call_is_told_why() {
    let way = [Say("Welcome."), Music];
    assert_snapshot!(hunt(&way, ALEX, Voice::Both), @r#"
    failed: heard [Welcome.] pressed [] music Some(true) queue Some("Help") agent None voice Some(false)
    sip:alex@contoso.com was not offered the call within 30 s; its presence may be one that takes no calls, or other agents go before it.
    "#);
    assert_snapshot!(hunt(&way, Some("sip:kim@contoso.com"), Voice::Both), @r#"
    failed: heard [Welcome.] pressed [] music Some(true) queue Some("Help") agent None voice Some(false)
    sip:kim@contoso.com was not offered the call within 30 s; the agent group "Experts" is formal and the agent is not signed in to it; sign in with Set-CsRgsAgent.
    "#);
    assert_snapshot!(hunt(&way, Some("sip:pat@contoso.com"), Voice::Both), @r#"
    failed: heard [Welcome.] pressed [] music Some(true) queue Some("Help") agent None voice Some(false)
    sip:pat@contoso.com was not offered the call within 30 s; it is in no agent group of the queue.
    "#);
}

#[test]
fn a_call_that_ends_too_early_fails() {
    assert_snapshot!(hunt(&[End], None, Voice::Both), @r#"
    failed: heard [] pressed [] music None queue None agent None voice None
    The welcome message "Welcome." was not heard: there was silence in its place; see in the log of the pool why it is not played, and where it has a file, import that again with Import-CsRgsAudioFile.
    The pool ended the call before the way that the configuration gives was over.
    "#);
    assert_snapshot!(hunt(&[Say("Welcome."), End], None, Voice::Both), @r"
    failed: heard [Welcome.] pressed [] music None queue None agent None voice None
    The pool ended the call before the way that the configuration gives was over.
    ");
}

#[test]
fn early_media_is_heard_like_an_answered_call_and_a_call_that_waits_unanswered_passes() {
    let (told, report) = early(&[Early, Say("Welcome."), Music], None);
    assert_snapshot!(report, @r#"
    passed: not answered, heard [Welcome.] pressed [] music Some(true) queue Some("Help") agent None voice None
    The pool did not answer, as it should: AnswerAt of the workflow is Agent, and callers hear early media until an agent answers.
    "#);
    assert_snapshot!(told.join("\n"), @r#"
    Dialling sip:helpdesk@contoso.com.
    Early media after 0.0 s.
    Heard the welcome message: "Welcome.".
    Waiting in the queue "Help".
    Heard the built-in music.
    Passed.
    "#);
    assert_snapshot!(early(&[Early, Say("Closed."), NoMusic], None).1, @r#"
    failed: not answered, heard [] pressed [] music Some(false) queue Some("Help") agent None voice None
    The welcome message "Welcome." was not heard: "Closed." was heard in its place; save the prompt that callers should hear.
    There was silence in the queue "Help" in place of the built-in music; see in the log of the pool why it is not played, and where it has a file, import that again with Import-CsRgsAudioFile.
    "#);
    assert_snapshot!(early(&[Early, Say("Welcome."), End], None).1, @r#"
    failed: refused, heard [Welcome.] pressed [] music None queue None agent None voice None
    The pool ended the call before the way that the configuration gives was over.
    "#);
}

#[test]
fn the_agent_who_answers_early_media_is_what_the_pool_answers_with() {
    let (told, report) = early(&[Early, Say("Welcome."), Ring, Music], ALEX);
    assert_snapshot!(report, @r#"passed: heard [Welcome.] pressed [] music Some(true) queue Some("Help") agent Some("sip:alex@contoso.com") voice Some(true)"#);
    assert_snapshot!(told.join("\n"), @r#"
    Dialling sip:helpdesk@contoso.com.
    Early media after 0.0 s.
    The agent's telephone rings.
    Heard the welcome message: "Welcome.".
    Waiting in the queue "Help".
    Heard the built-in music.
    The agent answered.
    Answered after 5.2 s.
    Caller and agent heard each other.
    Passed.
    "#);
    assert_snapshot!(early(&[EarlyOnly, Say("Welcome."), Ring, Music], ALEX).1, @r#"
    failed: not answered, heard [Welcome.] pressed [] music Some(true) queue Some("Help") agent Some("sip:alex@contoso.com") voice Some(true)
    The agent answered, but the pool did not answer the caller.
    "#);
}

#[test]
fn a_pool_that_answers_before_its_agent_fails() {
    assert_snapshot!(early(&[Say("Welcome."), Music], None).1, @r#"
    failed: heard [Welcome.] pressed [] music Some(true) queue Some("Help") agent None voice None
    The pool answered before an agent did, though AnswerAt of the workflow is Agent.
    "#);
    assert_snapshot!(early(&[Early, Say("Welcome."), Answer, Ring, Music], ALEX).1, @r#"
    failed: heard [Welcome.] pressed [] music Some(true) queue Some("Help") agent Some("sip:alex@contoso.com") voice Some(true)
    The pool answered before an agent did, though AnswerAt of the workflow is Agent.
    "#);
}

#[test]
fn a_pool_that_gives_early_media_in_place_of_an_answer_fails() {
    assert_snapshot!(hunt(&[EarlyOnly, Say("Welcome."), Music], None, Voice::Both), @r#"
    failed: not answered, heard [] pressed [] music None queue None agent None voice None
    The pool did not answer within 40 s, though it was heard before: by its configuration it should answer at once.
    "#);
}

#[test]
fn a_message_at_the_end_of_early_media_is_heard_and_the_call_refused() {
    let action = json!({"Action": "Terminate", "Prompt": {"TextToSpeechPrompt": "Closed."}});
    let site = Site::new().workflow(json!({"AnswerAt": "Agent", "DefaultAction": action}));
    let call = |parts: &[Part]| {
        let far = FarEnd { parts: parts.to_vec(), voice: Voice::Both };
        shown(&far.call(site.script("").unwrap(), None).1)
    };
    assert_snapshot!(call(&[Early, Say("Closed."), End]), @r#"
    passed: refused, heard [Closed.] pressed [] music None queue None agent None voice None
    The pool did not answer, as it should: AnswerAt of the workflow is Agent, and callers hear early media until an agent answers.
    "#);
    assert_snapshot!(call(&[Early, Say("Closed."), Pause, Music]), @r#"
    failed: not answered, heard [Closed.] pressed [] music None queue None agent None voice None
    The pool should have ended the call and did not.
    "#);
}
