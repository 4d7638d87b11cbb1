//! From the arrival to the end.

use serde_json::json;

use crate::{
    script::run,
    world::{World, say, to_queue},
};

#[test]
fn a_caller_hears_the_welcome_waits_and_talks_with_an_agent() {
    let mut action = to_queue("Help");
    action["Prompt"] = say("Welcome");
    let world = World::hunt(json!({}), &["Desk LongestIdle ann"]);
    let world = world.workflow("help", json!({"DefaultAction": action}));
    let script = "
        c1 calls help
        c1 acks
        c1 hears p1
        calls
        7s
        ann reach
        o1 rings
        calls
        o1 answers
        calls
        agents
        c1 hangs up
        agents
        o1 ends
        agents
        1s
        agents
        calls";
    insta::assert_snapshot!(run(&world, script), @r#"
    > c1 calls help
        answer c1
    > c1 acks
        play p1 to c1: "Welcome"
    > c1 hears p1
        music to c1: built-in
    > calls
        c1 in help: Waiting, queue Help, place 1, waited 0s
    > 7s
    > ann reach
        offer o1: c1 to ann
    > o1 rings
    > calls
        c1 in help: Ringing, queue Help, place 1, waited 7s
    > o1 answers
        join c1 and o1
    > calls
        c1 in help: Talking, queue Help, waited 7s, with ann
    > agents
        ann: Talking with c1, Available
    > c1 hangs up
        end o1
    > agents
        ann: Ending, Available
    > o1 ends
    > agents
        ann: Guarded, Available
    > 1s
    > agents
        ann: Idle, Available
    > calls
    "#);
}
