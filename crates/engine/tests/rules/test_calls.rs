//! Test calls: nobody is rung but the stand-in of the agent that the test plays, and nobody is kept from anything.

use serde_json::json;

use crate::{
    script::run,
    world::{World, say, to_queue},
};

fn desk(queue: serde_json::Value) -> World {
    World::hunt(queue, &["Desk Serial ann bob"])
}

#[test]
fn a_test_call_rings_at_nobody() {
    for method in ["LongestIdle", "RoundRobin", "Serial", "Parallel", "Attendant"] {
        let world = World::hunt(json!({}), &[&format!("Desk {method} ann bob")]);
        let text = run(&world, "ann bob reach\nc1 tests help\nc1 acks\n60s\nc1 picked by ann\n60s\nagents");
        assert!(text.contains("music to c1") && !text.contains("offer"), "{method}: {text}");
    }
}

#[test]
fn the_agent_who_is_played_goes_on_with_the_calls_of_others() {
    let script = "
        legs end
        ann reach
        c1 in help
        c2 tests help as ann
        c2 acks
        o2 answers
        o1 answers
        agents
        calls
        c2 hangs up
        c1 hangs up";
    insta::assert_snapshot!(run(&desk(json!({})), script), @r#"
    > legs end
    > ann reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > c2 tests help as ann
        answer c2
    > c2 acks
        music to c2: built-in
        offer o2: c2 to ann
    > o2 answers
        join c2 and o2
    > o1 answers
        join c1 and o1
    > agents
        ann: Talking with c1, Available
        bob: Idle, Available, not reached
    > calls
        c1 in help: Talking, queue Help, waited 0s, with ann
        c2 in help: Talking, queue Help, waited 0s, with ann
    > c2 hangs up
        end o2
    > c1 hangs up
        end o1
    "#);
}

#[test]
fn a_stand_in_is_rung_whatever_the_agent_does_but_signed_out() {
    let world = World::new()
        .group("Desk", json!({"AgentsByUri": ["ann"], "ParticipationPolicy": "Formal"}))
        .queue("Help", json!({"AgentGroupIDList": ["@Desk"]}))
        .workflow("help", json!({"DefaultAction": to_queue("Help")}));
    let script = "ann is DoNotDisturb\nc1 tests help as ann\nc1 acks\n40s";
    let text = run(&world, script);
    assert!(!text.contains("offer"), "{text}");
    let text = run(&world.sign_in("ann", &["Desk"]), script);
    assert!(text.contains("offer o1: c1 to ann"), "{text}");
    // Nobody else is played.
    let text = run(&desk(json!({})), "bob reach\nc1 tests help as cid\nc1 acks\n40s");
    assert!(!text.contains("offer"), "{text}");
}

#[test]
fn a_test_call_fills_no_queue_and_is_pushed_out_of_none() {
    let queue = json!({
        "OverflowThreshold": 1, "OverflowCandidate": "OldestCall",
        "OverflowAction": {"Action": "Terminate", "Prompt": say("Full")},
    });
    let script = "
        c1 tests help
        c1 acks
        c2 in help
        c3 tests help
        c3 acks
        calls
        c4 in help
        calls";
    insta::assert_snapshot!(run(&desk(queue), script), @r#"
    > c1 tests help
        answer c1
    > c1 acks
        music to c1: built-in
    > c2 in help
        answer c2
        music to c2: built-in
    > c3 tests help
        answer c3
    > c3 acks
        music to c3: built-in
    > calls
        c1 in help: Waiting, queue Help, waited 0s
        c2 in help: Waiting, queue Help, place 1, waited 0s
        c3 in help: Waiting, queue Help, waited 0s
    > c4 in help
        note: Help is full for c2
        answer c4
        play p1 to c2: "Full"
        music to c4: built-in
    > calls
        c1 in help: Waiting, queue Help, waited 0s
        c2 in help: Prompt
        c3 in help: Waiting, queue Help, waited 0s
        c4 in help: Waiting, queue Help, place 1, waited 0s
    "#);
}

#[test]
fn a_queue_that_takes_no_calls_takes_no_test_either() {
    let queue = json!({
        "OverflowThreshold": 0, "OverflowAction": {"Action": "Terminate", "Prompt": say("Full")},
    });
    insta::assert_snapshot!(run(&desk(queue), "c1 tests help\nc1 acks"), @r#"
    > c1 tests help
        note: Help is full for c1
        answer c1
    > c1 acks
        play p1 to c1: "Full"
    "#);
}

#[test]
fn a_test_call_leaves_the_turn_of_the_agents_as_it_is() {
    let world = World::hunt(json!({}), &["Desk RoundRobin ann bob cid"]);
    let script = "
        legs end
        ann bob cid reach
        c1 in help
        o1 answers
        c1 hangs up
        1s
        c2 tests help as cid
        c2 acks
        o2 answers
        c2 hangs up
        1s
        c3 in help";
    let text = run(&world, script);
    assert!(text.ends_with("offer o3: c3 to bob\n"), "{text}");
}
