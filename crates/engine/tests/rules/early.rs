//! Workflows that answer with their agent: what comes before is early media.

use serde_json::{Value, json};

use crate::{
    script::{Script, run},
    world::{World, say, to_queue},
};

/// `help` greets, then leads to the queue `Help` of Ann, and answers with her.
fn desk(queue: Value) -> World {
    let mut action = to_queue("Help");
    action["Prompt"] = say("Welcome");
    let world = World::hunt(queue, &["Desk Serial ann"]);
    world.workflow("help", json!({"AnswerAt": "Agent", "DefaultAction": action}))
}

#[test]
fn the_caller_hears_welcome_and_music_and_is_answered_when_the_agent_answers() {
    let script = "
        ann reach
        c1 calls help
        c1 acks
        c1 hears p1
        o1 answers
        c1 acks
        c1 hangs up";
    insta::assert_snapshot!(run(&desk(json!({})), script), @r#"
    > ann reach
    > c1 calls help
        early media for c1
    > c1 acks
        play p1 to c1: "Welcome"
    > c1 hears p1
        music to c1: built-in
        offer o1: c1 to ann
    > o1 answers
        answer c1
        join c1 and o1
    > c1 acks
    > c1 hangs up
        end o1
    "#);
}

#[test]
fn a_call_that_no_agent_answers_is_refused_and_never_answered() {
    let queue = json!({
        "TimeoutThreshold": 10, "TimeoutAction": {"Action": "Terminate", "Prompt": say("Call again")},
        "OverflowThreshold": 1, "OverflowAction": {"Action": "Terminate", "Prompt": say("Busy")},
    });
    let script = "
        c1 calls help
        c1 acks
        c1 hears p1
        c2 calls help
        c2 acks
        c2 hears p2
        c2 hears p3
        10s
        c1 hears p4";
    insta::assert_snapshot!(run(&desk(queue), script), @r#"
    > c1 calls help
        early media for c1
    > c1 acks
        play p1 to c1: "Welcome"
    > c1 hears p1
        music to c1: built-in
    > c2 calls help
        early media for c2
    > c2 acks
        play p2 to c2: "Welcome"
    > c2 hears p2
        note: Help is full for c2
        play p3 to c2: "Busy"
    > c2 hears p3
        refuse c2: Overflow
    > 10s
        at 10s: note: c1 waited too long in Help
        at 10s: play p4 to c1: "Call again"
    > c1 hears p4
        refuse c1: QueueTimeout
    "#);
}

#[test]
fn the_target_of_a_transfer_answers_the_caller() {
    let queue = json!({
        "TimeoutThreshold": 10, "TimeoutAction": {"Action": "TransferToUri", "Uri": "sip:night@example.com"},
    });
    let script = "
        c1 calls help
        c1 acks
        c1 hears p1
        10s
        c1 transfer answers
        c1 transfer ends";
    insta::assert_snapshot!(run(&desk(queue), script), @r#"
    > c1 calls help
        early media for c1
    > c1 acks
        play p1 to c1: "Welcome"
    > c1 hears p1
        music to c1: built-in
    > 10s
        at 10s: note: c1 waited too long in Help
        at 10s: transfer c1 to sip:night@example.com (Uri, not answered)
    > c1 transfer answers
    > c1 transfer ends
        end c1: TransferEnded
    "#);
}

#[test]
fn questions_are_asked_before_the_answer_and_a_caller_without_a_valid_one_is_refused() {
    let question =
        json!({"Prompt": say("Which?"), "AnswerList": [{"DtmfResponse": "1", "Action": to_queue("Help")}]});
    let action = json!({"Action": "TransferToQuestion", "Question": question});
    let world = desk(json!({})).workflow("ask", json!({"AnswerAt": "Agent", "DefaultAction": action}));
    let script = Script::new(&world)
        .run("ann reach\nc1 calls ask\nc1 acks\nc1 presses 1\nc2 calls ask\nc2 acks\nc2 presses 99999");
    insta::assert_snapshot!(script.text(), @r#"
    > ann reach
    > c1 calls ask
        early media for c1
    > c1 acks
        play p1 to c1: "Which?", a key interrupts
    > c1 presses 1
        stop playing to c1
        music to c1: built-in
        offer o1: c1 to ann, waited 0s, "Which?": 1
    > c2 calls ask
        early media for c2
    > c2 acks
        play p2 to c2: "Which?", a key interrupts
    > c2 presses 99999
        stop playing to c2
        play p3 to c2: "Which?", a key interrupts
        stop playing to c2
        play p4 to c2: "Which?", a key interrupts
        stop playing to c2
        play p5 to c2: "Which?", a key interrupts
        stop playing to c2
        play p6 to c2: "Which?", a key interrupts
        stop playing to c2
        refuse c2: NoValidAnswer
    "#);
}
