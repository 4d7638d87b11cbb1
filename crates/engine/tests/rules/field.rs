//! Bugs known from other systems, each as a test.

use serde_json::json;

use crate::{
    script::run,
    world::{World, one, to_queue},
};

#[test]
fn an_agent_is_not_stuck_busy_after_a_bye_whose_answer_is_lost() {
    let script = "
        ann reach
        c1 in help
        o1 answers
        c1 hangs up
        c2 in help
        10s
        o1 ends";
    insta::assert_snapshot!(run(&one("Desk Serial ann"), script), @r#"
    > ann reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > o1 answers
        join c1 and o1
    > c1 hangs up
        end o1
    > c2 in help
        answer c2
        music to c2: built-in
    > 10s
        at 5s: note: no word of the end of a leg to an agent of c1 at ann
        at 6s: offer o2: c2 to ann
    > o1 ends
    "#);
}

#[test]
fn an_agent_is_not_stuck_busy_when_a_withdrawn_offer_gives_no_word() {
    insta::assert_snapshot!(run(&one("Desk Serial ann"), "ann reach\nc1 in help\nc1 hangs up\nc2 in help\n5s"), @r#"
    > ann reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > c1 hangs up
        withdraw o1: CallerGone
    > c2 in help
        answer c2
        music to c2: built-in
    > 5s
        at 5s: note: no word of the end of a leg to an agent of c1 at ann
        at 5s: offer o2: c2 to ann
    "#);
}

#[test]
fn a_late_refusal_of_a_withdrawn_offer_frees_the_agent_and_bars_nobody() {
    let script = "
        ann reach
        c1 in help
        20s
        o1 declines
        3s";
    insta::assert_snapshot!(run(&one("Desk Serial ann"), script), @r#"
    > ann reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > 20s
        at 20s: withdraw o1: TimedOut
    > o1 declines
    > 3s
        at 23s: offer o2: c1 to ann
    "#);
}

#[test]
fn a_call_elsewhere_whose_end_is_never_told_does_not_keep_the_agent_for_ever() {
    let script = "
        ann reach
        ann elsewhere 1
        43190s
        c1 in help
        10s";
    insta::assert_snapshot!(run(&one("Desk Serial ann"), script), @r#"
    > ann reach
    > ann elsewhere 1
    > 43190s
    > c1 in help
        answer c1
        music to c1: built-in
    > 10s
        at 43200s: offer o1: c1 to ann
    "#);
}

#[test]
fn an_agent_in_two_queues_is_not_offered_two_calls() {
    let world = one("Desk Parallel ann bob")
        .queue("Sales", json!({"AgentGroupIDList": ["@Desk"]}))
        .workflow("sales", json!({"DefaultAction": to_queue("Sales")}));
    insta::assert_snapshot!(run(&world, "ann bob reach\nc1 in help\nc2 in sales\no1 answers\no2 ends"), @r#"
    > ann bob reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
        offer o2: c1 to bob
    > c2 in sales
        answer c2
        music to c2: built-in
    > o1 answers
        join c1 and o1
        withdraw o2: AnsweredElsewhere
    > o2 ends
        offer o3: c2 to bob
    "#);
}

#[test]
fn an_agent_who_goes_away_while_ringing_is_left_and_the_next_one_rings() {
    insta::assert_snapshot!(run(&one("Desk Serial ann bob"), "ann bob reach\nc1 in help\nann is Away"), @r#"
    > ann bob reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > ann is Away
        withdraw o1: AgentAway
        offer o2: c1 to bob
    "#);
}

#[test]
fn an_agent_who_becomes_busy_because_it_rings_goes_on_ringing() {
    insta::assert_snapshot!(run(&one("Desk Serial ann bob"), "ann bob reach\nc1 in help\nann is Busy\no1 answers"), @r#"
    > ann bob reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > ann is Busy
    > o1 answers
        join c1 and o1
    "#);
}

#[test]
fn a_telephone_that_unregisters_while_ringing_is_left_and_the_next_one_rings() {
    insta::assert_snapshot!(run(&one("Desk Serial ann bob"), "ann bob reach\nc1 in help\nann lost\nann reach"), @r#"
    > ann bob reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > ann lost
        withdraw o1: AgentAway
        offer o2: c1 to bob
    > ann reach
    "#);
}

#[test]
fn a_telephone_that_unregisters_while_it_talks_goes_on_talking() {
    insta::assert_snapshot!(run(&one("Desk Serial ann"), "ann reach\nc1 in help\no1 answers\nann lost\ncalls\nagents"), @r#"
    > ann reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > o1 answers
        join c1 and o1
    > ann lost
    > calls
        c1 in help: Talking, queue Help, waited 0s, with ann
    > agents
        ann: Talking with c1, Available, not reached
    "#);
}

#[test]
fn both_hang_up_at_once() {
    let script = "
        ann reach
        c1 in help
        o1 answers
        c1 hangs up
        o1 hangs up
        o1 ends
        agents
        c2 in help
        1s
        o2 answers
        o2 hangs up
        c2 hangs up
        o2 ends
        calls";
    insta::assert_snapshot!(run(&one("Desk Serial ann"), script), @r#"
    > ann reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > o1 answers
        join c1 and o1
    > c1 hangs up
        end o1
    > o1 hangs up
    > o1 ends
    > agents
        ann: Guarded, Available
    > c2 in help
        answer c2
        music to c2: built-in
    > 1s
        at 1s: offer o2: c2 to ann
    > o2 answers
        join c2 and o2
    > o2 hangs up
        end c2: AgentHungUp
    > c2 hangs up
    > o2 ends
    > calls
    "#);
}

#[test]
fn what_waited_while_the_edge_was_held_up_goes_before_what_is_due() {
    let world = World::hunt(json!({"TimeoutThreshold": 10}), &["Desk Serial ann bob"]);
    let script = crate::script::Script::new(&world).run("ann bob reach\nc1 in help\nc2 in help");
    // Neither the first message nor the second lets the timeouts act, which are due.
    let script = script.at("15s", "bob is Away\no1 answers\nc2 hangs up");
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
    > bob is Away (15s later)
        withdraw o2: AgentAway
    > o1 answers (15s later)
        join c1 and o1
    > c2 hangs up (15s later)
    "#);
}

#[test]
fn an_answer_at_the_instant_of_the_timeout_wins() {
    let world = World::hunt(json!({"TimeoutThreshold": 10}), &["Desk Serial ann"]);
    let script = crate::script::Script::new(&world).run("ann reach\nc1 in help").at("10s", "o1 answers");
    insta::assert_snapshot!(script.text(), @r#"
    > ann reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > o1 answers (10s later)
        join c1 and o1
    "#);
}

#[test]
fn an_answer_after_the_timeout_has_acted_is_ended() {
    let world = World::hunt(json!({"TimeoutThreshold": 10}), &["Desk Serial ann"]);
    insta::assert_snapshot!(run(&world, "ann reach\nc1 in help\n10s\no1 answers\no1 ends"), @r#"
    > ann reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > 10s
        at 10s: note: c1 waited too long in Help
        at 10s: withdraw o1: QueueTimeout
        at 10s: end c1: Terminated
    > o1 answers
        end o1
    > o1 ends
    "#);
}

#[test]
fn an_answer_that_crosses_the_withdrawal_wins_while_the_caller_waits() {
    let script = "
        ann bob reach
        c1 in help
        20s
        o1 answers
        o2 answers
        agents";
    insta::assert_snapshot!(run(&one("Desk Serial ann bob"), script), @r#"
    > ann bob reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > 20s
        at 20s: withdraw o1: TimedOut
        at 20s: offer o2: c1 to bob
    > o1 answers
        join c1 and o1
        withdraw o2: AnsweredElsewhere
    > o2 answers
        end o2
    > agents
        ann: Talking with c1, Available
        bob: Ending, Available
    "#);
}

#[test]
fn an_answer_that_crosses_the_timeout_wins_in_the_next_queue() {
    let world = World::hunt(
        json!({"TimeoutThreshold": 10, "TimeoutAction": to_queue("Second")}),
        &["Desk Serial ann", "Other Serial bob"],
    );
    let world = world.queue("Second", json!({"AgentGroupIDList": ["@Other"]}));
    insta::assert_snapshot!(run(&world, "ann reach\nc1 in help\n10s\no1 answers\ncalls"), @r#"
    > ann reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > 10s
        at 10s: note: c1 waited too long in Help
        at 10s: withdraw o1: QueueTimeout
    > o1 answers
        join c1 and o1
    > calls
        c1 in help: Talking, queue Second, waited 0s, with ann
    "#);
}

#[test]
fn two_who_answer_at_once_are_one_who_talks_and_one_who_is_ended() {
    insta::assert_snapshot!(run(&one("Desk Parallel ann bob"), "ann bob reach\nc1 in help\no1 answers\no2 answers\no2 ends"), @r#"
    > ann bob reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
        offer o2: c1 to bob
    > o1 answers
        join c1 and o1
        withdraw o2: AnsweredElsewhere
    > o2 answers
        end o2
    > o2 ends
    "#);
}

#[test]
fn an_attendant_who_answers_two_calls_at_once_talks_with_the_first() {
    let script = "
        ann reach
        c1 in help
        c2 in help
        o1 answers
        o2 answers
        o2 ends
        calls";
    insta::assert_snapshot!(run(&one("Desk Attendant ann"), script), @r#"
    > ann reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > c2 in help
        answer c2
        music to c2: built-in
        offer o2: c2 to ann
    > o1 answers
        join c1 and o1
        withdraw o2: AgentTaken
    > o2 answers
        end o2
    > o2 ends
    > calls
        c1 in help: Talking, queue Help, waited 0s, with ann
        c2 in help: Waiting, queue Help, place 1, waited 0s
    "#);
}

#[test]
fn a_caller_who_hangs_up_as_the_agent_answers_leaves_no_one_joined() {
    insta::assert_snapshot!(run(&one("Desk Serial ann"), "ann reach\nc1 in help\nc1 hangs up\no1 answers\no1 ends\nagents"), @r#"
    > ann reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > c1 hangs up
        withdraw o1: CallerGone
    > o1 answers
        end o1
    > o1 ends
    > agents
        ann: Guarded, Available
    "#);
}

#[test]
fn what_is_said_of_calls_and_offers_that_are_gone_changes_nothing() {
    let script = "
        c9 acks
        c9 hears p1
        c9 presses 1
        c9 hangs up
        c9 transfer answers
        c9 transfer fails
        o9 rings
        o9 answers
        o9 declines
        o9 ends
        o9 hangs up
        calls
        agents";
    insta::assert_snapshot!(run(&World::new(), script), @r#"
    > c9 acks
    > c9 hears p1
    > c9 presses 1
    > c9 hangs up
    > c9 transfer answers
    > c9 transfer fails
    > o9 rings
    > o9 answers
    > o9 declines
    > o9 ends
    > o9 hangs up
    > calls
    > agents
    "#);
}

#[test]
fn an_offer_that_is_answered_twice_is_joined_once() {
    insta::assert_snapshot!(run(&one("Desk Serial ann"), "ann reach\nc1 in help\no1 answers\no1 answers\no1 declines"), @r#"
    > ann reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > o1 answers
        join c1 and o1
    > o1 answers
    > o1 declines
        end c1: AgentHungUp
    "#);
}

#[test]
fn a_conversation_that_began_with_a_withdrawn_offer_goes_on() {
    let script = "
        ann reach
        c1 in help
        20s
        o1 answers
        600s
        calls";
    insta::assert_snapshot!(run(&one("Desk Serial ann"), script), @r#"
    > ann reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > 20s
        at 20s: withdraw o1: TimedOut
    > o1 answers
        join c1 and o1
    > 600s
    > calls
        c1 in help: Talking, queue Help, waited 20s, with ann
    "#);
}

#[test]
fn the_late_end_of_an_offer_leaves_alone_what_rings_there_for_the_same_call() {
    let script = "
        ann reach
        c1 in help
        23s
        o1 ends
        calls
        o2 answers";
    insta::assert_snapshot!(run(&one("Desk Attendant ann"), script), @r#"
    > ann reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > 23s
        at 20s: withdraw o1: TimedOut
        at 23s: offer o2: c1 to ann
    > o1 ends
    > calls
        c1 in help: Ringing, queue Help, place 1, waited 23s
    > o2 answers
        join c1 and o2
    "#);
}

#[test]
fn a_pause_of_an_agent_does_not_forget_a_longer_one() {
    let world = one("Desk Attendant ann")
        .group_line("Other Serial ann")
        .queue("Sales", json!({"AgentGroupIDList": ["@Other"]}))
        .workflow("sales", json!({"DefaultAction": to_queue("Sales")}));
    let script = "
        ann reach
        ann elsewhere 1
        c1 in help
        o1 not-ready
        2s
        o2 declines
        c1 hangs up
        43188s
        c2 in sales
        10s";
    insta::assert_snapshot!(run(&world, script), @r#"
    > ann reach
    > ann elsewhere 1
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > o1 not-ready
    > 2s
        at 1s: offer o2: c1 to ann
    > o2 declines
    > c1 hangs up
    > 43188s
    > c2 in sales
        answer c2
        music to c2: built-in
    > 10s
        at 43200s: offer o3: c2 to ann
    "#);
}
