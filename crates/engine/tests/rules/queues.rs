//! Queues: order, overflow, timeout, transfers from queue to queue (`docs/rules.md`).

use serde_json::{Value, json};

use crate::{
    script::run,
    world::{World, say, to_queue},
};

fn hunt(queue: Value) -> World {
    World::hunt(queue, &["Desk LongestIdle ann"])
}

fn goodbye() -> Value {
    json!({"Action": "Terminate", "Prompt": say("Goodbye")})
}

#[test]
fn calls_are_served_in_the_order_in_which_they_came() {
    let script = "
        legs end
        c1 in help
        c3 in help
        c2 in help
        ann reach
        calls
        o1 answers
        c1 hangs up
        1s
        o2 answers
        o2 hangs up
        1s";
    insta::assert_snapshot!(run(&hunt(json!({})), script), @r#"
    > legs end
    > c1 in help
        answer c1
        music to c1: built-in
    > c3 in help
        answer c3
        music to c3: built-in
    > c2 in help
        answer c2
        music to c2: built-in
    > ann reach
        offer o1: c1 to ann
    > calls
        c1 in help: Ringing, queue Help, place 1, waited 0s
        c2 in help: Waiting, queue Help, place 3, waited 0s
        c3 in help: Waiting, queue Help, place 2, waited 0s
    > o1 answers
        join c1 and o1
    > c1 hangs up
        end o1
    > 1s
        at 1s: offer o2: c3 to ann
    > o2 answers
        join c3 and o2
    > o2 hangs up
        end c3: AgentHungUp
    > 1s
        at 2s: offer o3: c2 to ann
    "#);
}

#[test]
fn a_call_in_which_nobody_is_heard_ends_on_both_sides() {
    let script = "
        ann reach
        c1 in help
        o1 answers
        c1 falls silent
        c1 falls silent";
    insta::assert_snapshot!(run(&hunt(json!({})), script), @r#"
    > ann reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > o1 answers
        join c1 and o1
    > c1 falls silent
        end o1
        end c1: VoiceLost
    > c1 falls silent
    "#);
}

#[test]
fn the_arrival_that_finds_the_queue_full_is_acted_on_a_call_that_rings_still_waits() {
    let world = hunt(json!({"OverflowThreshold": 2}));
    let script = "
        ann reach
        c1 in help
        c2 in help
        c3 calls help
        o1 answers
        c4 in help
        calls";
    insta::assert_snapshot!(run(&world, script), @r#"
    > ann reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > c2 in help
        answer c2
        music to c2: built-in
    > c3 calls help
        note: Help is full for c3
        refuse c3: Overflow
    > o1 answers
        join c1 and o1
    > c4 in help
        answer c4
        music to c4: built-in
    > calls
        c1 in help: Talking, queue Help, waited 0s, with ann
        c2 in help: Waiting, queue Help, place 1, waited 0s
        c4 in help: Waiting, queue Help, place 2, waited 0s
    "#);
}

#[test]
fn an_overflow_of_the_oldest_pushes_out_who_waits_longest_and_rings_nowhere() {
    let world = hunt(json!({
        "OverflowThreshold": 2, "OverflowCandidate": "OldestCall", "OverflowAction": goodbye(),
    }));
    let script = "
        ann reach
        c1 in help
        c2 in help
        c3 in help
        calls
        c2 hears p1";
    insta::assert_snapshot!(run(&world, script), @r#"
    > ann reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > c2 in help
        answer c2
        music to c2: built-in
    > c3 in help
        note: Help is full for c2
        answer c3
        play p1 to c2: "Goodbye"
        music to c3: built-in
    > calls
        c1 in help: Ringing, queue Help, place 1, waited 0s
        c2 in help: Prompt
        c3 in help: Waiting, queue Help, place 2, waited 0s
    > c2 hears p1
        end c2: Terminated
    "#);
}

#[test]
fn where_every_call_rings_the_oldest_of_them_is_pushed_out() {
    let world = hunt(json!({"OverflowThreshold": 1, "OverflowCandidate": "OldestCall"}));
    insta::assert_snapshot!(run(&world, "legs end\nann reach\nc1 in help\nc2 in help\ncalls"), @r#"
    > legs end
    > ann reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > c2 in help
        note: Help is full for c1
        answer c2
        withdraw o1: QueueTimeout
        end c1: Terminated
        music to c2: built-in
        offer o2: c2 to ann
    > calls
        c2 in help: Ringing, queue Help, place 1, waited 0s
    "#);
}

#[test]
fn a_call_whose_answer_is_not_acknowledged_holds_its_place_and_can_be_pushed_out() {
    let world = hunt(json!({
        "OverflowThreshold": 1, "OverflowCandidate": "OldestCall", "OverflowAction": goodbye(),
    }));
    insta::assert_snapshot!(run(&world, "c1 calls help\nc2 in help\ncalls\nc1 acks"), @r#"
    > c1 calls help
        answer c1
    > c2 in help
        note: Help is full for c1
        answer c2
        music to c2: built-in
    > calls
        c1 in help: Answering
        c2 in help: Waiting, queue Help, place 1, waited 0s
    > c1 acks
        play p1 to c1: "Goodbye"
    "#);
}

#[test]
fn a_threshold_of_zero_sends_every_arrival_to_the_action_whichever_candidate() {
    let target = json!({"Action": "TransferToUri", "Uri": "sip:shop@example.com"});
    for candidate in ["NewestCall", "OldestCall"] {
        let world = hunt(json!({
            "OverflowThreshold": 0, "OverflowCandidate": candidate, "OverflowAction": target,
        }));
        insta::allow_duplicates! {
            insta::assert_snapshot!(run(&world, "ann reach\nc1 calls help"), @r#"
            > ann reach
            > c1 calls help
                note: Help is full for c1
                transfer c1 to sip:shop@example.com (Uri, not answered)
            "#);
        }
    }
}

#[test]
fn a_full_queue_without_an_action_refuses_as_busy_before_the_answer() {
    insta::assert_snapshot!(run(&hunt(json!({"OverflowThreshold": 0})), "c1 calls help"), @r#"
    > c1 calls help
        note: Help is full for c1
        refuse c1: Overflow
    "#);
}

#[test]
fn behind_a_welcome_the_overflow_is_tested_when_the_call_enters() {
    let mut action = to_queue("Help");
    action["Prompt"] = say("Welcome");
    let world = hunt(json!({"OverflowThreshold": 1})).workflow("help", json!({"DefaultAction": action}));
    let script = "
        c1 in help
        c2 in help
        c2 hears p2
        c1 hears p1
        calls";
    insta::assert_snapshot!(run(&world, script), @r#"
    > c1 in help
        answer c1
        play p1 to c1: "Welcome"
    > c2 in help
        answer c2
        play p2 to c2: "Welcome"
    > c2 hears p2
        music to c2: built-in
    > c1 hears p1
        note: Help is full for c1
        end c1: Terminated
    > calls
        c2 in help: Waiting, queue Help, place 1, waited 0s
    "#);
}

#[test]
fn the_timeout_acts_at_its_own_instant_also_in_the_middle_of_an_offer() {
    let world = hunt(json!({"TimeoutThreshold": 25, "TimeoutAction": goodbye()}));
    let script = "
        c1 in help
        10s
        ann reach
        20s
        c1 hears p1
        o1 ends
        agents";
    insta::assert_snapshot!(run(&world, script), @r#"
    > c1 in help
        answer c1
        music to c1: built-in
    > 10s
    > ann reach
        offer o1: c1 to ann
    > 20s
        at 25s: note: c1 waited too long in Help
        at 25s: withdraw o1: QueueTimeout
        at 25s: play p1 to c1: "Goodbye"
        at 30s: note: no word of the end of a leg to an agent of c1 at ann
    > c1 hears p1
        end c1: Terminated
    > o1 ends
    > agents
        ann: Idle, Available
    "#);
}

#[test]
fn a_timeout_without_an_action_ends_the_call() {
    insta::assert_snapshot!(run(&hunt(json!({"TimeoutThreshold": 10})), "c1 in help\n10s"), @r#"
    > c1 in help
        answer c1
        music to c1: built-in
    > 10s
        at 10s: note: c1 waited too long in Help
        at 10s: end c1: Terminated
    "#);
}

#[test]
fn another_queue_restarts_the_timeout_and_the_music_goes_on() {
    let world = hunt(json!({"TimeoutThreshold": 10, "TimeoutAction": to_queue("Second")})).queue(
        "Second",
        json!({"AgentGroupIDList": ["@Desk"], "TimeoutThreshold": 20,
            "TimeoutAction": {"Action": "TransferToPSTN", "Uri": "sip:+33140000000@example.com"}}),
    );
    let script = "
        c1 in help
        15s
        calls
        15s
        c1 transfer answers
        c1 transfer ends";
    insta::assert_snapshot!(run(&world, script), @r#"
    > c1 in help
        answer c1
        music to c1: built-in
    > 15s
        at 10s: note: c1 waited too long in Help
    > calls
        c1 in help: Waiting, queue Second, place 1, waited 5s
    > 15s
        at 30s: note: c1 waited too long in Second
        at 30s: transfer c1 to sip:+33140000000@example.com (Pstn, answered)
    > c1 transfer answers
    > c1 transfer ends
        end c1: TransferEnded
    "#);
}

#[test]
fn ten_transfers_from_queue_to_queue_are_the_most() {
    let second = json!({
        "AgentGroupIDList": ["@Desk"], "TimeoutThreshold": 10, "TimeoutAction": to_queue("Help"),
    });
    let world = hunt(json!({"TimeoutThreshold": 10, "TimeoutAction": to_queue("Second")}));
    insta::assert_snapshot!(run(&world.queue("Second", second), "c1 in help\n200s"), @r#"
    > c1 in help
        answer c1
        music to c1: built-in
    > 200s
        at 10s: note: c1 waited too long in Help
        at 20s: note: c1 waited too long in Second
        at 30s: note: c1 waited too long in Help
        at 40s: note: c1 waited too long in Second
        at 50s: note: c1 waited too long in Help
        at 60s: note: c1 waited too long in Second
        at 70s: note: c1 waited too long in Help
        at 80s: note: c1 waited too long in Second
        at 90s: note: c1 waited too long in Help
        at 100s: note: c1 waited too long in Second
        at 110s: note: c1 waited too long in Help
        at 110s: note: c1 goes in circles, last to Second
        at 110s: end c1: Misconfigured
    "#);
}

#[test]
fn queues_that_overflow_into_each_other_end_the_call_before_it_is_answered() {
    let full = |other| {
        json!({
            "AgentGroupIDList": ["@Desk"], "OverflowThreshold": 0, "OverflowAction": to_queue(other),
        })
    };
    let world = hunt(json!({})).queue("Help", full("Second")).queue("Second", full("Help"));
    let text = run(&world, "c1 calls help");
    assert_eq!(text.matches("is full").count(), 11, "{text}");
    insta::assert_snapshot!(text.lines().rev().take(2).collect::<Vec<_>>().join("\n"), @r#"
    refuse c1: Misconfigured
    note: c1 goes in circles, last to Second
    "#);
}

#[test]
fn calls_that_push_each_other_out_of_two_queues_come_to_rest() {
    let full = |other| {
        json!({
            "AgentGroupIDList": ["@Desk"], "OverflowThreshold": 1, "OverflowCandidate": "OldestCall",
            "OverflowAction": to_queue(other),
        })
    };
    let world = hunt(json!({})).queue("Help", full("Second")).queue("Second", full("Help"));
    let text = run(&world, "c1 in help\nc2 in help\nc3 in help\ncalls");
    insta::assert_snapshot!(text.lines().rev().take(3).collect::<Vec<_>>().join("\n"), @r#"
        c3 in help: Waiting, queue Second, place 1, waited 0s
        c2 in help: Waiting, queue Help, place 1, waited 0s
    > calls
    "#);
}

#[test]
fn a_timeout_into_a_queue_without_agents_ends_the_call() {
    let world = hunt(json!({"TimeoutThreshold": 10, "TimeoutAction": to_queue("Empty")}));
    insta::assert_snapshot!(run(&world.queue("Empty", json!({})), "c1 in help\n10s"), @r#"
    > c1 in help
        answer c1
        music to c1: built-in
    > 10s
        at 10s: note: c1 waited too long in Help
        at 10s: note: Empty has no agents for c1
        at 10s: end c1: NoAgents
    "#);
}

#[test]
fn agents_who_exist_but_are_away_let_the_call_wait() {
    insta::assert_snapshot!(run(&hunt(json!({})), "ann reach\nann is Away\nc1 in help\n100s\nann is Inactive"), @r#"
    > ann reach
    > ann is Away
    > c1 in help
        answer c1
        music to c1: built-in
    > 100s
    > ann is Inactive
        offer o1: c1 to ann
    "#);
}

#[test]
fn a_prompt_before_a_timeout_transfer_is_played_to_its_end() {
    let action =
        json!({"Action": "TransferToUri", "Uri": "sip:shop@example.com", "Prompt": say("One moment")});
    let world = hunt(json!({"TimeoutThreshold": 10, "TimeoutAction": action}));
    let script = "
        c1 in help
        10s
        c1 presses 1
        c1 hears p1
        c1 transfer fails
        calls";
    insta::assert_snapshot!(run(&world, script), @r#"
    > c1 in help
        answer c1
        music to c1: built-in
    > 10s
        at 10s: note: c1 waited too long in Help
        at 10s: play p1 to c1: "One moment"
    > c1 presses 1
    > c1 hears p1
        transfer c1 to sip:shop@example.com (Uri, answered)
    > c1 transfer fails
        end c1: TransferFailed
    > calls
    "#);
}

#[test]
fn a_target_that_never_answers_ends_the_call() {
    let action = json!({"Action": "TransferToUri", "Uri": "sip:shop@example.com"});
    let world = hunt(json!({"TimeoutThreshold": 10, "TimeoutAction": action}));
    insta::assert_snapshot!(run(&world, "c1 in help\n300s"), @r#"
    > c1 in help
        answer c1
        music to c1: built-in
    > 300s
        at 10s: note: c1 waited too long in Help
        at 10s: transfer c1 to sip:shop@example.com (Uri, answered)
        at 210s: note: no word of the outcome of a transfer of c1
        at 210s: end c1: TransferFailed
    "#);
}

#[test]
fn a_timeout_into_a_queue_that_is_missing_names_the_queue_and_what_it_leads_to() {
    let world = hunt(json!({"TimeoutThreshold": 10, "TimeoutAction": to_queue("Nowhere")}));
    insta::assert_snapshot!(run(&world, "c1 in help\n10s"), @r#"
    > c1 in help
        answer c1
        music to c1: built-in
    > 10s
        at 10s: note: c1 waited too long in Help
        at 10s: note: the action of Help sends c1 to the queue 984caada-03da-da0d-bd49-e2ca4805a641, which is missing
        at 10s: end c1: Misconfigured
    "#);
}

#[test]
fn who_declined_a_call_is_not_offered_it_in_the_next_queue_either() {
    let world = hunt(json!({"TimeoutThreshold": 10, "TimeoutAction": to_queue("Second")}))
        .queue("Second", json!({"AgentGroupIDList": ["@Desk"]}));
    insta::assert_snapshot!(run(&world, "ann reach\nc1 in help\no1 declines\n60s"), @r#"
    > ann reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > o1 declines
    > 60s
        at 10s: note: c1 waited too long in Help
        at 60s: offer o2: c1 to ann
    "#);
}

#[test]
fn a_transfer_into_a_full_queue_is_an_arrival_like_any_other() {
    let world = hunt(json!({"OverflowThreshold": 1}))
        .queue(
            "First",
            json!({"AgentGroupIDList": ["@Desk"], "TimeoutThreshold": 10, "TimeoutAction": to_queue("Help")}),
        )
        .workflow("first", json!({"DefaultAction": to_queue("First")}));
    insta::assert_snapshot!(run(&world, "c1 in help\nc2 in first\n10s"), @r#"
    > c1 in help
        answer c1
        music to c1: built-in
    > c2 in first
        answer c2
        music to c2: built-in
    > 10s
        at 10s: note: c2 waited too long in First
        at 10s: note: Help is full for c2
        at 10s: end c2: Terminated
    "#);
}

#[test]
fn an_overflow_whose_action_has_a_prompt_answers_and_tells_it() {
    let world = hunt(json!({"OverflowThreshold": 0, "OverflowAction": goodbye()}));
    insta::assert_snapshot!(run(&world, "c1 calls help\nc1 acks\nc1 hears p1"), @r#"
    > c1 calls help
        note: Help is full for c1
        answer c1
    > c1 acks
        play p1 to c1: "Goodbye"
    > c1 hears p1
        end c1: Terminated
    "#);
}

#[test]
fn a_queue_without_thresholds_takes_every_call_and_lets_it_wait() {
    let calls: String = (1..=1_001).map(|call| format!("c{call} in help\n")).collect();
    let text = run(&hunt(json!({})), &format!("{calls}40000s\ncalls"));
    assert_eq!(text.matches(": Waiting, queue Help, place ").count(), 1_001);
    assert!(text.contains("c1001 in help: Waiting, queue Help, place 1001, waited 40000s"), "{text}");
}

#[test]
fn a_timeout_leads_to_every_kind_of_target() {
    let outcome = |kind: &str| {
        let action = json!({"Action": kind, "Uri": "sip:+33140000000@example.com"});
        let world = hunt(json!({"TimeoutThreshold": 10, "TimeoutAction": action}));
        run(&world, "c1 in help\n10s").lines().last().unwrap().trim().to_owned()
    };
    let outcomes = ["TransferToUri", "TransferToVoiceMailUri", "TransferToPSTN"].map(outcome);
    insta::assert_snapshot!(outcomes.join("\n"), @r#"
    at 10s: transfer c1 to sip:+33140000000@example.com (Uri, answered)
    at 10s: transfer c1 to sip:+33140000000@example.com (VoiceMail, answered)
    at 10s: transfer c1 to sip:+33140000000@example.com (Pstn, answered)
    "#);
}

#[test]
fn a_queue_has_agents_where_any_of_its_groups_has() {
    let world = World::hunt(json!({}), &["Nobody Parallel", "Desk LongestIdle ann"]);
    insta::assert_snapshot!(run(&world, "ann reach\nc1 in help"), @r#"
    > ann reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    "#);
}

#[test]
fn a_caller_who_hangs_up_makes_room() {
    let world = hunt(json!({"OverflowThreshold": 1}));
    insta::assert_snapshot!(run(&world, "c1 in help\nc1 hangs up\nc2 in help\nc3 calls help\ncalls"), @r#"
    > c1 in help
        answer c1
        music to c1: built-in
    > c1 hangs up
    > c2 in help
        answer c2
        music to c2: built-in
    > c3 calls help
        note: Help is full for c3
        refuse c3: Overflow
    > calls
        c2 in help: Waiting, queue Help, place 1, waited 0s
    "#);
}

#[test]
fn after_a_prompt_between_two_queues_the_music_begins_again() {
    let mut action = to_queue("Second");
    action["Prompt"] = say("You will wait a little longer");
    let world = hunt(json!({"TimeoutThreshold": 10, "TimeoutAction": action}))
        .queue("Second", json!({"AgentGroupIDList": ["@Desk"]}));
    insta::assert_snapshot!(run(&world, "c1 in help\n10s\nc1 hears p1"), @r#"
    > c1 in help
        answer c1
        music to c1: built-in
    > 10s
        at 10s: note: c1 waited too long in Help
        at 10s: play p1 to c1: "You will wait a little longer"
    > c1 hears p1
        music to c1: built-in
    "#);
}

#[test]
fn a_target_that_answered_ends_the_call_however_it_was_answered() {
    let action = json!({"Action": "TransferToUri", "Uri": "sip:shop@example.com"});
    let world = hunt(json!({"OverflowThreshold": 0, "OverflowAction": action}));
    insta::assert_snapshot!(run(&world, "c1 calls help\nc1 transfer answers\n300s\ncalls\nc1 transfer ends"), @r#"
    > c1 calls help
        note: Help is full for c1
        transfer c1 to sip:shop@example.com (Uri, not answered)
    > c1 transfer answers
    > 300s
    > calls
        c1 in help: Transferred
    > c1 transfer ends
        end c1: TransferEnded
    "#);
}

#[test]
fn of_several_that_ring_nowhere_or_that_all_ring_the_oldest_is_pushed_out() {
    let queue = || json!({"OverflowThreshold": 3, "OverflowCandidate": "OldestCall"});
    let silent = run(&hunt(queue()), "c1 in help\nc2 in help\nc3 in help\nc4 in help");
    let desk = World::hunt(queue(), &["Desk Serial ann bob cid"]);
    let ringing = run(&desk, "ann bob cid reach\nc1 in help\nc2 in help\nc3 in help\nc4 in help");
    let full = |text: &str| text.lines().find(|line| line.contains("is full")).map(str::to_owned);
    insta::assert_snapshot!(full(&silent).unwrap() + "\n" + &full(&ringing).unwrap(), @r#"
    note: Help is full for c1
    note: Help is full for c1
    "#);
}

#[test]
fn a_call_that_waits_longest_is_pushed_out_also_while_its_answer_is_not_acknowledged() {
    let world = hunt(json!({"OverflowThreshold": 2, "OverflowCandidate": "OldestCall"}));
    insta::assert_snapshot!(run(&world, "c1 calls help\nc2 in help\nc3 in help\nc1 acks"), @r#"
    > c1 calls help
        answer c1
    > c2 in help
        answer c2
        music to c2: built-in
    > c3 in help
        note: Help is full for c1
        answer c3
        music to c3: built-in
    > c1 acks
        end c1: Terminated
    "#);
}
