//! A configuration that changes reaches new calls at once and breaks no call in progress.

use serde_json::json;

use crate::{
    script::Script,
    world::{World, id, say, to_queue},
};

#[test]
fn formal_agents_get_calls_only_while_they_are_signed_in() {
    let world = World::new()
        .group("Desk", json!({"ParticipationPolicy": "Formal", "AgentsByUri": ["ann", "bob"]}))
        .queue("Help", json!({"AgentGroupIDList": ["@Desk"]}))
        .workflow("help", json!({"DefaultAction": to_queue("Help")}));
    let signed_in = world.clone().sign_in("ann", &["Desk"]);
    let signed_out = signed_in.clone().sign_in("ann", &[]);
    let script = Script::new(&world)
        .run("ann bob reach\nc1 in help")
        .configure("ann signs in", &signed_in)
        .configure("ann signs out", &signed_out)
        .run("o1 declines\n60s");
    insta::assert_snapshot!(script.text(), @r#"
    > ann bob reach
    > c1 in help
        answer c1
        music to c1: built-in
    > (ann signs in)
        offer o1: c1 to ann
    > (ann signs out)
    > o1 declines
    > 60s
    "#);
}

#[test]
fn music_is_the_workflows_own_then_the_services_then_built_in() {
    let file = |name: &str| {
        let hash = "ab".repeat(32);
        json!({"OriginalFileName": name, "UniqueName": id(name), "ContentHash": hash})
    };
    let world = World::hunt(json!({}), &["Desk LongestIdle ann"]).workflow(
        "own",
        json!({"DefaultAction": to_queue("Help"), "CustomMusicOnHoldFile": file("own.wav")}),
    );
    let with_default = world.clone().settings(json!({"DefaultMusicOnHoldFile": file("service.wav")}));
    let script = Script::new(&world)
        .run("c1 in help\nc2 in own")
        .configure("the service has music", &with_default)
        .run("c3 in help\nc4 in own");
    insta::assert_snapshot!(script.text(), @r#"
    > c1 in help
        answer c1
        music to c1: built-in
    > c2 in own
        answer c2
        music to c2: [own.wav]
    > (the service has music)
    > c3 in help
        answer c3
        music to c3: [service.wav]
    > c4 in own
        answer c4
        music to c4: [own.wav]
    "#);
}

#[test]
fn a_workflow_and_its_queue_may_go_while_a_call_waits_in_them() {
    let queue = json!({
        "TimeoutThreshold": 30,
        "TimeoutAction": {"Action": "Terminate", "Prompt": say("Try again later")},
    });
    let world = World::hunt(queue, &["Desk LongestIdle ann"]);
    let without = world.clone().without("help").without("Help").without("Desk");
    let script = Script::new(&world)
        .run("c1 in help")
        .configure("everything is removed", &without)
        .run("c2 calls help\nann reach\ncalls\n30s\nc1 hears p1");
    insta::assert_snapshot!(script.text(), @r#"
    > c1 in help
        answer c1
        music to c1: built-in
    > (everything is removed)
    > c2 calls help
        refuse c2: NotFound
    > ann reach
    > calls
        c1 in help: Waiting, queue Help, place 1, waited 0s
    > 30s
        at 30s: note: c1 waited too long in Help
        at 30s: play p1 to c1: "Try again later"
    > c1 hears p1
        end c1: Terminated
    "#);
}

#[test]
fn an_agent_added_to_the_group_gets_the_call_that_waits() {
    let world = World::hunt(json!({}), &["Desk LongestIdle ann"]);
    let with_bob = world.clone().group_line("Desk LongestIdle ann bob");
    let script = Script::new(&world)
        .run("bob reach\nc1 in help")
        .configure("bob joins the group", &with_bob)
        .run("o1 answers")
        .configure("bob leaves the group", &world)
        .run("calls\nc1 hangs up");
    insta::assert_snapshot!(script.text(), @r#"
    > bob reach
    > c1 in help
        answer c1
        music to c1: built-in
    > (bob joins the group)
        offer o1: c1 to bob
    > o1 answers
        join c1 and o1
    > (bob leaves the group)
    > calls
        c1 in help: Talking, queue Help, waited 0s, with bob
    > c1 hangs up
        end o1
    "#);
}

#[test]
fn a_group_added_to_the_queue_gets_the_call_that_waits() {
    let world = World::hunt(json!({}), &["Desk LongestIdle ann"]).group_line("More Serial bob");
    let with_more = world.clone().queue("Help", json!({"AgentGroupIDList": ["@Desk", "@More"]}));
    let script = Script::new(&world)
        .run("bob reach\nc1 in help")
        .configure("the queue searches another group", &with_more);
    insta::assert_snapshot!(script.text(), @r#"
    > bob reach
    > c1 in help
        answer c1
        music to c1: built-in
    > (the queue searches another group)
        offer o1: c1 to bob
    "#);
}

#[test]
fn another_method_and_another_order_hold_for_the_next_offer() {
    let world = World::hunt(json!({}), &["Desk Serial ann bob"]);
    let turned = world.clone().group_line("Desk Parallel bob ann");
    let script = Script::new(&world)
        .run("ann bob reach\nc1 in help")
        .configure("now all at once", &turned)
        .run("o1 declines\n60s");
    insta::assert_snapshot!(script.text(), @r#"
    > ann bob reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > (now all at once)
    > o1 declines
        offer o2: c1 to bob
    > 60s
        at 20s: withdraw o2: TimedOut
        at 25s: note: no word of the end of a leg to an agent of c1 at bob
        at 25s: offer o3: c1 to bob
        at 45s: withdraw o3: TimedOut
        at 50s: note: no word of the end of a leg to an agent of c1 at bob
        at 50s: offer o4: c1 to bob
    "#);
}
