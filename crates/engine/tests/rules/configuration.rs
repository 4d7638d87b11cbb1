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

#[test]
fn a_question_that_is_asked_goes_on_as_it_was() {
    let ask = |prompt: &str, key: &str| {
        let answer = json!({"DtmfResponse": key, "Action": to_queue("Help")});
        let question = json!({"Prompt": say(prompt), "AnswerList": [answer]});
        json!({"DefaultAction": {"Action": "TransferToQuestion", "Question": question}})
    };
    let world = World::hunt(json!({}), &["Desk LongestIdle ann"]).workflow("help", ask("One?", "1"));
    let other = world.clone().workflow("help", ask("Two?", "2"));
    let script = Script::new(&world)
        .run("c1 in help\nc2 in help")
        .configure("another question", &other)
        .run("c1 presses 2\nc1 presses 1")
        .configure("no workflow", &other.clone().without("help"))
        .run("c2 hears p2\nc2 presses 1\nc3 calls help");
    insta::assert_snapshot!(script.text(), @r#"
    > c1 in help
        answer c1
        play p1 to c1: "One?", a key interrupts
    > c2 in help
        answer c2
        play p2 to c2: "One?", a key interrupts
    > (another question)
    > c1 presses 2
        stop playing to c1
        play p3 to c1: "One?", a key interrupts
    > c1 presses 1
        stop playing to c1
        music to c1: built-in
    > (no workflow)
    > c2 hears p2
    > c2 presses 1
        music to c2: built-in
    > c3 calls help
        refuse c3: NotFound
    "#);
}

#[test]
fn a_call_that_waits_keeps_the_timeout_with_which_it_came() {
    let queue = |seconds: u32| json!({"TimeoutThreshold": seconds, "OverflowThreshold": 2});
    let world = World::hunt(queue(30), &["Desk LongestIdle ann"]);
    let mut shorter = queue(10);
    shorter["AgentGroupIDList"] = json!(["@Desk"]);
    let shorter = world.clone().queue("Help", shorter);
    let script = Script::new(&world).run("c1 in help").configure("a shorter timeout", &shorter);
    insta::assert_snapshot!(script.run("c2 in help\n15s\n15s").text(), @r#"
    > c1 in help
        answer c1
        music to c1: built-in
    > (a shorter timeout)
    > c2 in help
        answer c2
        music to c2: built-in
    > 15s
        at 10s: note: c2 waited too long in Help
        at 10s: end c2: Terminated
    > 15s
        at 30s: note: c1 waited too long in Help
        at 30s: end c1: Terminated
    "#);
}

#[test]
fn what_rings_goes_on_ringing_when_its_group_is_removed_or_its_workflow_is_no_longer_active() {
    let world = World::hunt(json!({}), &["Desk Serial ann bob"]);
    let inactive =
        world.clone().workflow("help", json!({"Active": false, "DefaultAction": to_queue("Help")}));
    let script = Script::new(&world)
        .run("ann bob reach\nc1 in help\nc2 in help")
        .configure("the workflow is switched off", &inactive)
        .run("c3 calls help")
        .configure("the group is removed", &inactive.clone().without("Desk"))
        .run("o1 answers\no2 answers\ncalls");
    insta::assert_snapshot!(script.text(), @r#"
    > ann bob reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > c2 in help
        answer c2
        music to c2: built-in
        offer o2: c2 to bob
    > (the workflow is switched off)
    > c3 calls help
        refuse c3: Inactive
    > (the group is removed)
    > o1 answers
        join c1 and o1
    > o2 answers
        join c2 and o2
    > calls
        c1 in help: Talking, queue Help, waited 0s, with ann
        c2 in help: Talking, queue Help, waited 0s, with bob
    "#);
}

#[test]
fn a_queue_that_comes_back_still_has_its_calls() {
    let world = World::hunt(json!({"OverflowThreshold": 2}), &["Desk Serial ann"]);
    let script = Script::new(&world)
        .run("c1 in help")
        .configure("the queue is removed", &world.clone().without("Help"))
        .run("c2 calls help\ncalls")
        .configure("and comes back", &world)
        .run("c3 in help\nc4 calls help\nann reach");
    insta::assert_snapshot!(script.text(), @r#"
    > c1 in help
        answer c1
        music to c1: built-in
    > (the queue is removed)
    > c2 calls help
        note: the action of help sends c2 to the queue 55a34ac7-17b4-9e83-3527-19d86112de9a, which is missing
        refuse c2: Misconfigured
    > calls
        c1 in help: Waiting, queue Help, place 1, waited 0s
    > (and comes back)
    > c3 in help
        answer c3
        music to c3: built-in
    > c4 calls help
        note: Help is full for c4
        refuse c4: Overflow
    > ann reach
        offer o1: c1 to ann
    "#);
}

#[test]
fn presence_that_is_set_over_the_api_holds_until_the_telephone_or_a_person_says_otherwise() {
    let world = World::hunt(json!({}), &["Desk Serial ann"]);
    let away = world.clone().presence("ann", "Away", "2026-05-06T10:00:00Z");
    let away_again = world.clone().presence("ann", "Away", "2026-05-06T10:05:00Z");
    let script = Script::new(&world)
        .run("ann reach")
        .configure("ann goes away", &away)
        .run("c1 in help\nagents\nann is Available\no1 declines\nc1 hangs up")
        .configure("nothing new of ann", &away.clone().settings(json!({"AgentRingbackGracePeriod": 30})))
        .run("agents")
        .configure("ann goes away again", &away_again)
        .run("agents\nc2 in help");
    insta::assert_snapshot!(script.text(), @r#"
    > ann reach
    > (ann goes away)
    > c1 in help
        answer c1
        music to c1: built-in
    > agents
        ann: Idle, Away
    > ann is Available
        offer o1: c1 to ann
    > o1 declines
    > c1 hangs up
    > (nothing new of ann)
    > agents
        ann: Idle, Available
    > (ann goes away again)
    > agents
        ann: Idle, Away
    > c2 in help
        answer c2
        music to c2: built-in
    "#);
}

#[test]
fn who_is_no_longer_known_is_signed_out_of_formal_groups() {
    let world = World::new()
        .group("Desk", json!({"ParticipationPolicy": "Formal", "AgentsByUri": ["ann"]}))
        .queue("Help", json!({"AgentGroupIDList": ["@Desk"]}))
        .workflow("help", json!({"DefaultAction": to_queue("Help")}));
    let signed_in = world.clone().sign_in("ann", &["Desk"]);
    let script = Script::new(&signed_in)
        .run("ann reach")
        .configure("the agent is forgotten", &world)
        .run("c1 in help")
        .configure("and is back", &signed_in);
    insta::assert_snapshot!(script.text(), @r#"
    > ann reach
    > (the agent is forgotten)
    > c1 in help
        answer c1
        music to c1: built-in
    > (and is back)
        offer o1: c1 to ann
    "#);
}

#[test]
fn call_context_and_the_grace_period_follow_the_settings_at_once() {
    let answer = json!({"DtmfResponse": "1", "Action": to_queue("Help")});
    let question = json!({"Prompt": say("One?"), "AnswerList": [answer]});
    let action = json!({"Action": "TransferToQuestion", "Question": question});
    let world =
        World::hunt(json!({}), &["Desk Serial ann"]).workflow("help", json!({"DefaultAction": action}));
    let settings = json!({"DisableCallContext": true, "AgentRingbackGracePeriod": 30});
    let script = Script::new(&world)
        .run("ann reach\nc1 in help\nc1 presses 1")
        .configure("no context, and thirty seconds", &world.clone().settings(settings))
        .run("o1 declines\n30s");
    insta::assert_snapshot!(script.text(), @r#"
    > ann reach
    > c1 in help
        answer c1
        play p1 to c1: "One?", a key interrupts
    > c1 presses 1
        stop playing to c1
        music to c1: built-in
        offer o1: c1 to ann, waited 0s, "One?": 1
    > (no context, and thirty seconds)
    > o1 declines
    > 30s
        at 30s: offer o2: c1 to ann
    "#);
}

#[test]
fn who_leaves_a_group_is_not_offered_its_calls() {
    let world = World::hunt(json!({}), &["Desk Serial ann bob"]);
    let without_ann = world.clone().group_line("Desk Serial bob");
    let script = Script::new(&world)
        .run("ann bob reach")
        .configure("ann leaves the group", &without_ann)
        .run("c1 in help\nc2 in help");
    insta::assert_snapshot!(script.text(), @r#"
    > ann bob reach
    > (ann leaves the group)
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to bob
    > c2 in help
        answer c2
        music to c2: built-in
    "#);
}

#[test]
fn a_group_that_changes_keeps_its_turn() {
    let world = World::hunt(json!({}), &["Desk RoundRobin ann bob cid"]);
    let turned = world.clone().group_line("Desk RoundRobin dan cid ann bob");
    let script = Script::new(&world)
        .run("legs end\nann bob cid dan reach\nc1 in help\nc1 hangs up")
        .configure("another list", &turned)
        .run("c2 in help\nc2 hangs up\nc3 in help");
    insta::assert_snapshot!(script.text(), @r#"
    > legs end
    > ann bob cid dan reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > c1 hangs up
        withdraw o1: CallerGone
    > (another list)
    > c2 in help
        answer c2
        music to c2: built-in
        offer o2: c2 to bob
    > c2 hangs up
        withdraw o2: CallerGone
    > c3 in help
        answer c3
        music to c3: built-in
        offer o3: c3 to dan
    "#);
}

#[test]
fn everything_may_be_removed_while_calls_ring_and_talk() {
    let world = World::hunt(json!({}), &["Desk Serial ann bob"]);
    let without = world.clone().without("help").without("Help").without("Desk");
    let script = Script::new(&world)
        .run("ann bob reach\nc1 in help\no1 answers\nc2 in help")
        .configure("everything is removed", &without)
        .run("calls\no2 answers\nc1 hangs up\nc2 hangs up\ncalls");
    insta::assert_snapshot!(script.text(), @r#"
    > ann bob reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > o1 answers
        join c1 and o1
    > c2 in help
        answer c2
        music to c2: built-in
        offer o2: c2 to bob
    > (everything is removed)
    > calls
        c1 in help: Talking, queue Help, waited 0s, with ann
        c2 in help: Ringing, queue Help, place 1, waited 0s
    > o2 answers
        join c2 and o2
    > c1 hangs up
        end o1
    > c2 hangs up
        end o2
    > calls
    "#);
}

#[test]
fn a_queue_that_is_removed_while_a_caller_hears_the_welcome_is_still_there_for_that_call() {
    let mut action = to_queue("Help");
    action["Prompt"] = say("Welcome");
    let world = World::hunt(json!({}), &["Desk LongestIdle ann"]);
    let world = world.workflow("help", json!({"DefaultAction": action}));
    let without = world.clone().without("Help");
    let script = Script::new(&world)
        .run("ann reach\nc1 in help")
        .configure("the queue is removed", &without)
        .run("c1 hears p1\no1 answers\nc1 hangs up\no1 ends\nc2 in help\nc2 hears p2");
    let missing = format!("the action of help sends c2 to the queue {}, which is missing", id("Help"));
    insta::assert_snapshot!(script.text().replace(&missing, "c2 finds no queue"), @r#"
    > ann reach
    > c1 in help
        answer c1
        play p1 to c1: "Welcome"
    > (the queue is removed)
    > c1 hears p1
        music to c1: built-in
        offer o1: c1 to ann
    > o1 answers
        join c1 and o1
    > c1 hangs up
        end o1
    > o1 ends
    > c2 in help
        answer c2
        play p2 to c2: "Welcome"
    > c2 hears p2
        note: c2 finds no queue
        end c2: Misconfigured
    "#);
}

#[test]
fn a_queue_that_loses_its_agents_while_a_caller_hears_the_welcome_keeps_that_call() {
    let mut action = to_queue("Help");
    action["Prompt"] = say("Welcome");
    let queue =
        json!({"TimeoutThreshold": 30, "TimeoutAction": {"Action": "Terminate", "Prompt": say("Try later")}});
    let world = World::hunt(queue, &["Desk LongestIdle ann"]);
    let world = world.workflow("help", json!({"DefaultAction": action}));
    let told = |without: World| {
        let script = Script::new(&world).run("ann reach\nc1 in help\nc2 in help");
        let script = script.configure("nobody is left", &without);
        let script = script.run("c1 hears p1\nc2 hears p2\nc3 calls help\ncalls");
        script.configure("ann is back", &world).run("o1 answers\n30s\nc2 hears p3").text()
    };
    let without_agents = told(world.clone().group_line("Desk LongestIdle"));
    assert_eq!(told(world.clone().without("Desk")), without_agents);
    insta::assert_snapshot!(without_agents, @r#"
    > ann reach
    > c1 in help
        answer c1
        play p1 to c1: "Welcome"
    > c2 in help
        answer c2
        play p2 to c2: "Welcome"
    > (nobody is left)
    > c1 hears p1
        music to c1: built-in
    > c2 hears p2
        music to c2: built-in
    > c3 calls help
        note: Help has no agents for c3
        refuse c3: NoAgents
    > calls
        c1 in help: Waiting, queue Help, place 1, waited 0s
        c2 in help: Waiting, queue Help, place 2, waited 0s
    > (ann is back)
        offer o1: c1 to ann
    > o1 answers
        join c1 and o1
    > 30s
        at 30s: note: c2 waited too long in Help
        at 30s: play p3 to c2: "Try later"
    > c2 hears p3
        end c2: Terminated
    "#);
}

#[test]
fn a_queue_that_was_removed_stays_as_it_was_last_for_a_caller_who_leaves_it_and_comes_back() {
    let again = json!({"TimeoutThreshold": 30, "TimeoutAction": to_queue("Help")});
    let world = World::hunt(again.clone(), &["Desk Serial ann", "Night Serial bob"]);
    let mut by_day = again;
    by_day["AgentGroupIDList"] = json!(["@Desk"]);
    let without_night = world.clone().queue("Help", by_day);
    let without = without_night.clone().without("Help");
    let script = Script::new(&world)
        .run("c1 in help")
        .configure("the group Night has no part in it any more", &without_night)
        .configure("the queue is removed", &without)
        .run("30s\nbob reach\nann reach");
    insta::assert_snapshot!(script.text(), @r#"
    > c1 in help
        answer c1
        music to c1: built-in
    > (the group Night has no part in it any more)
    > (the queue is removed)
    > 30s
        at 30s: note: c1 waited too long in Help
    > bob reach
    > ann reach
        offer o1: c1 to ann
    "#);
}
