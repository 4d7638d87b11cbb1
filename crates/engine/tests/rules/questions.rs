//! Questions (`docs/rules.md`).

use serde_json::{Value, json};

use crate::{
    script::run,
    world::{World, id, say, to_queue},
};

fn answer(key: &str, action: Value) -> Value {
    json!({"DtmfResponse": key, "Action": action})
}

/// `help` asks: 1 leads to a queue, 2 to a second question whose 1 leads there too and whose # ends the call.
fn world(extra: Value) -> World {
    let second = json!({
        "Prompt": say("Which colour?"),
        "AnswerList": [
            {"Name": "Red", "DtmfResponse": "1", "Action": to_queue("Help")},
            answer("#", json!({"Action": "Terminate", "Prompt": say("Goodbye")})),
        ],
    });
    let mut first = json!({
        "Prompt": say("One or two?"),
        "AnswerList": [
            answer("1", to_queue("Help")),
            answer("2", json!({"Action": "TransferToQuestion", "Question": second})),
        ],
    });
    first.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    World::hunt(json!({}), &["Desk LongestIdle ann"]).workflow(
        "help",
        json!({"DefaultAction":
            {"Action": "TransferToQuestion", "Question": first, "Prompt": say("Welcome")}}),
    )
}

fn with_corrections() -> World {
    world(json!({"InvalidAnswerPrompt": say("That was none"), "NoAnswerPrompt": say("I hear nothing")}))
}

#[test]
fn keys_during_the_welcome_are_dropped_and_a_key_interrupts_the_question() {
    let script = "
        c1 in help
        c1 presses 1
        c1 hears p1
        c1 presses 1
        c1 hears p2";
    insta::assert_snapshot!(run(&world(json!({})), script), @r#"
    > c1 in help
        answer c1
        play p1 to c1: "Welcome"
    > c1 presses 1
    > c1 hears p1
        play p2 to c1: "One or two?", a key interrupts
    > c1 presses 1
        stop playing to c1
        music to c1: built-in
    > c1 hears p2
    "#);
}

#[test]
fn a_question_leads_to_another_and_the_agent_learns_both_answers_and_the_wait() {
    let script = "
        c1 in help
        c1 hears p1
        c1 hears p2
        c1 presses 2
        c1 presses 1
        4s
        ann reach";
    insta::assert_snapshot!(run(&world(json!({})), script), @r#"
    > c1 in help
        answer c1
        play p1 to c1: "Welcome"
    > c1 hears p1
        play p2 to c1: "One or two?", a key interrupts
    > c1 hears p2
    > c1 presses 2
        play p3 to c1: "Which colour?", a key interrupts
    > c1 presses 1
        stop playing to c1
        music to c1: built-in
    > 4s
    > ann reach
        offer o1: c1 to ann, waited 4s, "One or two?": 2, "Which colour?": Red
    "#);
}

#[test]
fn an_answer_may_end_the_call_with_a_prompt() {
    insta::assert_snapshot!(run(&world(json!({})), "c1 in help\nc1 hears p1\nc1 presses 2#\nc1 hears p4"), @r#"
    > c1 in help
        answer c1
        play p1 to c1: "Welcome"
    > c1 hears p1
        play p2 to c1: "One or two?", a key interrupts
    > c1 presses 2#
        stop playing to c1
        play p3 to c1: "Which colour?", a key interrupts
        stop playing to c1
        play p4 to c1: "Goodbye"
    > c1 hears p4
        end c1: Terminated
    "#);
}

#[test]
fn after_five_seconds_of_silence_the_question_is_repeated_after_the_prompt_for_no_answer() {
    let script = "
        c1 in help
        c1 hears p1
        c1 hears p2
        6s
        c1 hears p3
        c1 hears p4
        calls
        4999ms
        1ms";
    insta::assert_snapshot!(run(&with_corrections(), script), @r#"
    > c1 in help
        answer c1
        play p1 to c1: "Welcome"
    > c1 hears p1
        play p2 to c1: "One or two?", a key interrupts
    > c1 hears p2
    > 6s
        at 5s: play p3 to c1: "I hear nothing", a key interrupts
    > c1 hears p3
        play p4 to c1: "One or two?", a key interrupts
    > c1 hears p4
    > calls
        c1 in help: Question
    > 4999ms
    > 1ms
        at 11s: play p5 to c1: "I hear nothing", a key interrupts
    "#);
}

#[test]
fn a_wrong_key_repeats_the_question_after_the_prompt_for_an_invalid_answer() {
    let script = "
        c1 in help
        c1 hears p1
        c1 presses 9
        c1 hears p3
        c1 presses 1";
    insta::assert_snapshot!(run(&with_corrections(), script), @r#"
    > c1 in help
        answer c1
        play p1 to c1: "Welcome"
    > c1 hears p1
        play p2 to c1: "One or two?", a key interrupts
    > c1 presses 9
        stop playing to c1
        play p3 to c1: "That was none", a key interrupts
    > c1 hears p3
        play p4 to c1: "One or two?", a key interrupts
    > c1 presses 1
        stop playing to c1
        music to c1: built-in
    "#);
}

#[test]
fn a_key_interrupts_the_correction_as_well() {
    insta::assert_snapshot!(run(&with_corrections(), "c1 in help\nc1 hears p1\nc1 presses 91"), @r#"
    > c1 in help
        answer c1
        play p1 to c1: "Welcome"
    > c1 hears p1
        play p2 to c1: "One or two?", a key interrupts
    > c1 presses 91
        stop playing to c1
        play p3 to c1: "That was none", a key interrupts
        stop playing to c1
        music to c1: built-in
    "#);
}

#[test]
fn the_fifth_attempt_that_gives_no_answer_ends_the_call() {
    let script = "
        c1 in help
        c1 hears p1
        c1 presses 3
        c1 presses 4
        c1 hears p4
        5s
        c1 presses *
        c1 presses #";
    insta::assert_snapshot!(run(&world(json!({})), script), @r#"
    > c1 in help
        answer c1
        play p1 to c1: "Welcome"
    > c1 hears p1
        play p2 to c1: "One or two?", a key interrupts
    > c1 presses 3
        stop playing to c1
        play p3 to c1: "One or two?", a key interrupts
    > c1 presses 4
        stop playing to c1
        play p4 to c1: "One or two?", a key interrupts
    > c1 hears p4
    > 5s
        at 5s: play p5 to c1: "One or two?", a key interrupts
    > c1 presses *
        stop playing to c1
        play p6 to c1: "One or two?", a key interrupts
    > c1 presses #
        stop playing to c1
        end c1: NoValidAnswer
    "#);
}

#[test]
fn every_question_has_five_attempts_of_its_own() {
    insta::assert_snapshot!(run(&world(json!({})), "c1 in help\nc1 hears p1\nc1 presses 333324444\ncalls"), @r#"
    > c1 in help
        answer c1
        play p1 to c1: "Welcome"
    > c1 hears p1
        play p2 to c1: "One or two?", a key interrupts
    > c1 presses 333324444
        stop playing to c1
        play p3 to c1: "One or two?", a key interrupts
        stop playing to c1
        play p4 to c1: "One or two?", a key interrupts
        stop playing to c1
        play p5 to c1: "One or two?", a key interrupts
        stop playing to c1
        play p6 to c1: "One or two?", a key interrupts
        stop playing to c1
        play p7 to c1: "Which colour?", a key interrupts
        stop playing to c1
        play p8 to c1: "Which colour?", a key interrupts
        stop playing to c1
        play p9 to c1: "Which colour?", a key interrupts
        stop playing to c1
        play p10 to c1: "Which colour?", a key interrupts
        stop playing to c1
        play p11 to c1: "Which colour?", a key interrupts
    > calls
        c1 in help: Question
    "#);
}

#[test]
fn a_prompt_with_neither_audio_nor_text_is_skipped_and_noted() {
    let world = world(json!({"Prompt": {}, "InvalidAnswerPrompt": {}}));
    insta::assert_snapshot!(run(&world, "c1 in help\nc1 hears p1\n3s\nc1 presses 9\n3s\nc1 presses 1"), @r#"
    > c1 in help
        answer c1
        play p1 to c1: "Welcome"
    > c1 hears p1
        note: c1 is told an empty prompt
    > 3s
    > c1 presses 9
        note: c1 is told an empty prompt
    > 3s
    > c1 presses 1
        music to c1: built-in
    "#);
}

#[test]
fn a_prompt_whose_end_is_never_reported_ends_by_itself() {
    insta::assert_snapshot!(run(&world(json!({})), "c1 in help\n900s\n900s\n5s"), @r#"
    > c1 in help
        answer c1
        play p1 to c1: "Welcome"
    > 900s
        at 900s: note: no word of the end of a prompt of c1
        at 900s: play p2 to c1: "One or two?", a key interrupts
    > 900s
        at 1800s: note: no word of the end of a prompt of c1
    > 5s
        at 1805s: play p3 to c1: "One or two?", a key interrupts
    "#);
}

#[test]
fn a_late_report_of_a_prompt_that_was_interrupted_changes_nothing() {
    insta::assert_snapshot!(run(&with_corrections(), "c1 in help\nc1 hears p1\nc1 presses 9\nc1 hears p2\ncalls"), @r#"
    > c1 in help
        answer c1
        play p1 to c1: "Welcome"
    > c1 hears p1
        play p2 to c1: "One or two?", a key interrupts
    > c1 presses 9
        stop playing to c1
        play p3 to c1: "That was none", a key interrupts
    > c1 hears p2
    > calls
        c1 in help: Question
    "#);
}

#[test]
fn call_context_is_for_interactive_workflows_and_can_be_switched_off() {
    let script = "ann reach\nc1 in help\nc1 hears p1\nc1 presses 1";
    let shown = run(&world(json!({})), script);
    let hidden = run(&world(json!({})).settings(json!({"DisableCallContext": true})), script);
    let of_hunt = run(&World::hunt(json!({}), &["Desk LongestIdle ann"]), "ann reach\nc1 in help");
    let offers = [shown, hidden, of_hunt].map(|text| text.lines().last().unwrap().trim().to_owned());
    insta::assert_snapshot!(offers.join("\n"), @r#"
    offer o1: c1 to ann, waited 0s, "One or two?": 1
    offer o1: c1 to ann
    offer o1: c1 to ann
    "#);
}

#[test]
fn the_agent_reads_the_text_of_a_question_else_its_name_and_the_words_of_an_answer_else_its_key() {
    let audio =
        json!({"OriginalFileName": "ask.wav", "UniqueName": id("ask"), "ContentHash": "ab".repeat(32)});
    let next = |prompt: Value, name: Option<&str>, words: &[&str], action: Value| {
        let answer = json!({"DtmfResponse": "1", "VoiceResponseList": words, "Action": action});
        let mut question = json!({"Prompt": prompt, "AnswerList": [answer]});
        if let Some(name) = name {
            question["Name"] = json!(name);
        }
        json!({"Action": "TransferToQuestion", "Question": question})
    };
    let last = next(json!({"AudioFilePrompt": audio}), None, &[], to_queue("Help"));
    let second = next(json!({"AudioFilePrompt": audio}), Some("Size"), &["large", "big"], last);
    let both = json!({"AudioFilePrompt": audio, "TextToSpeechPrompt": "Which colour?"});
    let first = next(both, Some("Colour"), &["red"], second);
    let world =
        World::hunt(json!({}), &["Desk LongestIdle ann"]).workflow("help", json!({"DefaultAction": first}));
    insta::assert_snapshot!(run(&world, "ann reach\nc1 in help\nc1 presses 111"), @r#"
    > ann reach
    > c1 in help
        answer c1
        play p1 to c1: [ask.wav], a key interrupts
    > c1 presses 111
        stop playing to c1
        play p2 to c1: [ask.wav], a key interrupts
        stop playing to c1
        play p3 to c1: [ask.wav], a key interrupts
        stop playing to c1
        music to c1: built-in
        offer o1: c1 to ann, waited 0s, "Which colour?": red, "Size": large, "-": 1
    "#);
}

#[test]
fn each_of_the_twelve_keys_gives_its_answer() {
    let keys = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "#"];
    let answers = keys.iter().enumerate().map(|(at, key)| {
        answer(key, json!({"Action": "TransferToUri", "Uri": format!("sip:target{at}@example.com")}))
    });
    let question = json!({"Prompt": say("Which?"), "AnswerList": answers.collect::<Vec<_>>()});
    let action = json!({"Action": "TransferToQuestion", "Question": question});
    let world = World::new().workflow("help", json!({"DefaultAction": action}));
    for (at, key) in keys.iter().enumerate() {
        let text = run(&world, &format!("c1 in help\nc1 presses {key}"));
        assert!(
            text.ends_with(&format!("transfer c1 to sip:target{at}@example.com (Uri, answered)\n")),
            "{text}"
        );
    }
}

#[test]
fn an_answer_leads_to_every_kind_of_target() {
    let target = |kind: &str| json!({"Action": kind, "Uri": "sip:+33140000000@example.com"});
    let question = json!({"Prompt": say("Which?"), "AnswerList": [
        answer("1", target("TransferToUri")),
        answer("2", target("TransferToVoiceMailUri")),
        answer("3", target("TransferToPSTN")),
        answer("4", json!({"Action": "Terminate"})),
    ]});
    let action = json!({"Action": "TransferToQuestion", "Question": question});
    let world = World::new().workflow("help", json!({"DefaultAction": action}));
    let ends = ["1", "2", "3", "4"].map(|key| {
        let text = run(&world, &format!("c1 in help\nc1 presses {key}"));
        text.lines().last().unwrap().trim().to_owned()
    });
    insta::assert_snapshot!(ends.join("\n"), @r#"
    transfer c1 to sip:+33140000000@example.com (Uri, answered)
    transfer c1 to sip:+33140000000@example.com (VoiceMail, answered)
    transfer c1 to sip:+33140000000@example.com (Pstn, answered)
    end c1: Terminated
    "#);
}

#[test]
fn questions_may_lie_six_deep() {
    let ask = |action: Value| {
        json!({"Action": "TransferToQuestion", "Question":
            {"Prompt": say("On?"), "AnswerList": [answer("1", action)]}})
    };
    let deepest = (0..6).fold(to_queue("Help"), |action, _| ask(action));
    let world =
        World::hunt(json!({}), &["Desk LongestIdle ann"]).workflow("help", json!({"DefaultAction": deepest}));
    let text = run(&world, "c1 in help\nc1 presses 11111\ncalls\nc1 presses 1\ncalls");
    let calls: Vec<_> = text.lines().filter(|line| line.contains("c1 in help:")).map(str::trim).collect();
    insta::assert_snapshot!(calls.join("\n"), @r#"
    c1 in help: Question
    c1 in help: Waiting, queue Help, place 1, waited 0s
    "#);
}

#[test]
fn keys_that_are_pressed_outside_of_a_question_change_nothing() {
    let script = "
        ann reach
        c1 in help
        c1 presses 12
        o1 answers
        c1 presses 12
        c1 hangs up
        c1 presses 1";
    insta::assert_snapshot!(run(&World::hunt(json!({}), &["Desk LongestIdle ann"]), script), @r#"
    > ann reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > c1 presses 12
    > o1 answers
        join c1 and o1
    > c1 presses 12
    > c1 hangs up
        end o1
    > c1 presses 1
    "#);
}
