//! Offers to agents: declined, rang out, unreachable, not ready, guard (`docs/rules.md`).

use engine::Limits;
use serde_json::json;
use std::time::Duration;

use crate::{
    script::{Script, run},
    world::one,
};

#[test]
fn who_declines_is_not_offered_the_same_call_for_the_grace_period_but_others() {
    let script = "
        ann reach
        c1 in help
        o1 declines
        c2 in help
        o2 declines
        60s";
    insta::assert_snapshot!(run(&one("Desk LongestIdle ann"), script), @r#"
    > ann reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > o1 declines
    > c2 in help
        answer c2
        music to c2: built-in
        offer o2: c2 to ann
    > o2 declines
    > 60s
        at 60s: offer o3: c1 to ann
    "#);
}

#[test]
fn the_grace_period_is_a_setting_of_the_pool() {
    let world = one("Desk LongestIdle ann").settings(json!({"AgentRingbackGracePeriod": 30}));
    insta::assert_snapshot!(run(&world, "ann reach\nc1 in help\no1 declines\n30s"), @r#"
    > ann reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > o1 declines
    > 30s
        at 30s: offer o2: c1 to ann
    "#);
}

#[test]
fn who_lets_it_ring_is_offered_again_after_the_rest_and_after_three_seconds() {
    insta::assert_snapshot!(run(&one("Desk Serial ann bob"), "legs end\nann bob reach\nc1 in help\n20s\no2 declines\n3s"), @r#"
    > legs end
    > ann bob reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > 20s
        at 20s: withdraw o1: TimedOut
        at 20s: offer o2: c1 to bob
    > o2 declines
    > 3s
        at 23s: offer o3: c1 to ann
    "#);
}

#[test]
fn who_is_not_reached_is_skipped_at_once_and_healed_by_a_registration() {
    let script = "
        ann bob reach
        c1 in help
        o1 unreachable
        agents
        o2 unreachable
        bob reach";
    insta::assert_snapshot!(run(&one("Desk Serial ann bob"), script), @r#"
    > ann bob reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > o1 unreachable
        offer o2: c1 to bob
    > agents
        ann: Idle, Available, not reached
        bob: Ringing, Available
    > o2 unreachable
    > bob reach
        offer o3: c1 to bob
    "#);
}

#[test]
fn who_is_not_reached_is_tried_again_after_a_while_where_nothing_is_heard() {
    insta::assert_snapshot!(run(&one("Desk Serial ann"), "ann reach\nc1 in help\no1 unreachable\n60s"), @r#"
    > ann reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > o1 unreachable
    > 60s
        at 60s: offer o2: c1 to ann
    "#);
}

#[test]
fn a_telephone_without_common_media_counts_as_declined_and_is_noted() {
    insta::assert_snapshot!(run(&one("Desk Serial ann bob"), "ann bob reach\nc1 in help\no1 unsupported"), @r#"
    > ann bob reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > o1 unsupported
        note: o1 has no media in common with ann
        offer o2: c1 to bob
    "#);
}

#[test]
fn a_telephone_that_is_not_ready_is_left_alone_for_a_second() {
    let limits = Limits { agent_guard: Duration::ZERO, ..Limits::USUAL };
    let script = Script::with_limits(&one("Desk Serial ann"), limits);
    insta::assert_snapshot!(script.run("ann reach\nc1 in help\no1 not-ready\n1s").text(), @r#"
    > ann reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > o1 not-ready
    > 1s
        at 1s: offer o2: c1 to ann
    "#);
}

#[test]
fn after_a_call_an_agent_is_left_alone_for_the_guard() {
    let script = "
        ann reach
        c1 in help
        c2 in help
        o1 answers
        c1 hangs up
        o1 ends
        999ms
        1ms";
    insta::assert_snapshot!(run(&one("Desk Serial ann"), script), @r#"
    > ann reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > c2 in help
        answer c2
        music to c2: built-in
    > o1 answers
        join c1 and o1
    > c1 hangs up
        end o1
    > o1 ends
    > 999ms
    > 1ms
        at 1s: offer o2: c2 to ann
    "#);
}

#[test]
fn without_a_guard_the_next_call_rings_at_once() {
    let limits = Limits { agent_guard: Duration::ZERO, ..Limits::USUAL };
    let script = Script::with_limits(&one("Desk Serial ann"), limits);
    let text = script.run("ann reach\nc1 in help\nc2 in help\no1 answers\nc1 hangs up\no1 ends").text();
    insta::assert_snapshot!(text, @r#"
    > ann reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > c2 in help
        answer c2
        music to c2: built-in
    > o1 answers
        join c1 and o1
    > c1 hangs up
        end o1
    > o1 ends
        offer o2: c2 to ann
    "#);
}

#[test]
fn an_offer_that_is_withdrawn_keeps_the_agent_until_its_leg_is_gone() {
    let script = "
        ann reach
        c1 in help
        c1 hangs up
        c2 in help
        agents
        o1 ends";
    insta::assert_snapshot!(run(&one("Desk Serial ann"), script), @r#"
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
    > agents
        ann: Ringing, Available
    > o1 ends
        offer o2: c2 to ann
    "#);
}

#[test]
fn an_agent_who_hangs_up_ends_the_call() {
    insta::assert_snapshot!(run(&one("Desk Serial ann"), "ann reach\nc1 in help\no1 answers\no1 hangs up\ncalls"), @r#"
    > ann reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > o1 answers
        join c1 and o1
    > o1 hangs up
        end c1: AgentHungUp
    > calls
    "#);
}

#[test]
fn the_losers_of_a_parallel_offer_are_told_that_it_was_answered_elsewhere() {
    insta::assert_snapshot!(run(&one("Desk Parallel ann bob"), "ann bob reach\nc1 in help\no2 answers"), @r#"
    > ann bob reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
        offer o2: c1 to bob
    > o2 answers
        join c1 and o2
        withdraw o1: AnsweredElsewhere
    "#);
}

#[test]
fn an_anonymous_workflow_says_so_with_the_offer() {
    let world = one("Desk Serial ann")
        .workflow("help", json!({"Anonymous": true, "DefaultAction": crate::world::to_queue("Help")}));
    insta::assert_snapshot!(run(&world, "ann reach\nc1 in help"), @r#"
    > ann reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann, anonymous
    "#);
}

#[test]
fn more_calls_than_the_engine_takes_are_refused() {
    let script = Script::with_limits(&one("Desk Serial ann"), Limits { calls_max: 1, ..Limits::USUAL });
    insta::assert_snapshot!(script.run("c1 in help\nc2 calls help\nc1 hangs up\nc3 calls help").text(), @r#"
    > c1 in help
        answer c1
        music to c1: built-in
    > c2 calls help
        refuse c2: TooManyCalls
    > c1 hangs up
    > c3 calls help
        answer c3
    "#);
}

#[test]
fn a_call_that_reaches_the_greatest_length_is_ended_with_its_agent() {
    let limits = Limits { call_length_max: Duration::from_secs(100), ..Limits::USUAL };
    let script = Script::with_limits(&one("Desk Serial ann"), limits);
    insta::assert_snapshot!(script.run("ann reach\nc1 in help\no1 answers\n120s\nagents").text(), @r#"
    > ann reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > o1 answers
        join c1 and o1
    > 120s
        at 100s: note: no word of the end of a call of c1
        at 100s: end o1
        at 100s: end c1: TimedOut
        at 105s: note: no word of the end of a leg to an agent of c1 at ann
    > agents
        ann: Idle, Available
    "#);
}
