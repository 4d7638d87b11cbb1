//! Attendants: calls ring at all of them, and they take or pick what waits (`docs/rules.md`, routing).

use engine::Limits;
use serde_json::json;

use crate::{
    routing::two_queues,
    script::{Script, run},
    world::{World, one, to_queue},
};

#[test]
fn attendants_are_rung_whatever_their_presence_but_do_not_disturb_and_take_calls_in_any_order() {
    let script = "
        legs end
        ann bob cid reach
        ann is Busy
        bob is DoNotDisturb
        cid is Away
        c1 in help
        c2 in help
        c3 in help
        c4 in help
        o3 answers
        calls
        agents
        c2 hangs up";
    insta::assert_snapshot!(run(&one("Desk Attendant ann bob cid"), script), @r#"
    > legs end
    > ann bob cid reach
    > ann is Busy
    > bob is DoNotDisturb
    > cid is Away
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
        offer o2: c1 to cid
    > c2 in help
        answer c2
        music to c2: built-in
        offer o3: c2 to ann
        offer o4: c2 to cid
    > c3 in help
        answer c3
        music to c3: built-in
        offer o5: c3 to ann
        offer o6: c3 to cid
    > c4 in help
        answer c4
        music to c4: built-in
    > o3 answers
        join c2 and o3
        withdraw o4: AnsweredElsewhere
        withdraw o1: AgentTaken
        withdraw o5: AgentTaken
        offer o7: c4 to cid
    > calls
        c1 in help: Ringing, queue Help, place 1, waited 0s
        c2 in help: Talking, queue Help, waited 0s, with ann
        c3 in help: Ringing, queue Help, place 2, waited 0s
        c4 in help: Ringing, queue Help, place 3, waited 0s
    > agents
        ann: Talking with c2, Busy
        bob: Idle, DoNotDisturb
        cid: Ringing, Away
    > c2 hangs up
        end o3
    "#);
}

#[test]
fn an_attendant_picks_a_call_that_rings_nowhere() {
    let script = "
        ann reach
        c1 in help
        c2 in help
        c3 in help
        c4 in help
        c5 in help
        c5 picked by ann
        c5 picked by ann
        o4 answers
        c4 picked by ann
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
    > c3 in help
        answer c3
        music to c3: built-in
        offer o3: c3 to ann
    > c4 in help
        answer c4
        music to c4: built-in
    > c5 in help
        answer c5
        music to c5: built-in
    > c5 picked by ann
        offer o4: c5 to ann
    > c5 picked by ann
    > o4 answers
        join c5 and o4
        withdraw o1: AgentTaken
        withdraw o2: AgentTaken
        withdraw o3: AgentTaken
    > c4 picked by ann
        may not: Busy
    > calls
        c1 in help: Waiting, queue Help, place 1, waited 0s
        c2 in help: Waiting, queue Help, place 2, waited 0s
        c3 in help: Waiting, queue Help, place 3, waited 0s
        c4 in help: Waiting, queue Help, place 4, waited 0s
        c5 in help: Talking, queue Help, waited 0s, with ann
    "#);
}

#[test]
fn only_attendants_of_the_queue_pick_its_calls() {
    let world = World::hunt(json!({}), &["Desk Serial ann", "Front Attendant bob"]);
    let script = "
        bob reach
        ann cid reach
        bob is DoNotDisturb
        ann is Away
        c1 in help
        c1 picked by ann
        c1 picked by bob
        c1 picked by cid
        c9 picked by bob";
    insta::assert_snapshot!(run(&world, script), @r#"
    > bob reach
    > ann cid reach
    > bob is DoNotDisturb
    > ann is Away
    > c1 in help
        answer c1
        music to c1: built-in
    > c1 picked by ann
        may not: NotAttendant
    > c1 picked by bob
        may not: Presence(DoNotDisturb)
    > c1 picked by cid
        may not: NotAttendant
    > c9 picked by bob
        may not: NotWaiting
    "#);
}

#[test]
fn an_attendant_picks_only_while_signed_in_and_reached() {
    let front = json!({
        "RoutingMethod": "Attendant", "ParticipationPolicy": "Formal", "AgentsByUri": ["ann", "bob"],
    });
    let world = World::hunt(json!({}), &["Desk Serial cid"]).group("Front", front);
    let world =
        world.queue("Help", json!({"AgentGroupIDList": ["@Desk", "@Front"]})).sign_in("bob", &["Front"]);
    let script = "
        ann reach
        c1 in help
        c1 picked by ann
        c1 picked by bob";
    insta::assert_snapshot!(run(&world, script), @r#"
    > ann reach
    > c1 in help
        answer c1
        music to c1: built-in
    > c1 picked by ann
        may not: SignedOut
    > c1 picked by bob
        may not: Unreached
    "#);
}

#[test]
fn a_picked_call_rings_for_the_alert_time_beside_the_group_where_it_rings() {
    let world = World::hunt(json!({}), &["Desk Serial ann", "Front Attendant bob"]);
    let script = "
        legs end
        ann bob reach
        c1 in help
        15s
        c1 picked by bob
        19s
        o2 answers
        c1 hangs up";
    insta::assert_snapshot!(run(&world, script), @r#"
    > legs end
    > ann bob reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > 15s
    > c1 picked by bob
        offer o2: c1 to bob
    > 19s
        at 20s: withdraw o1: TimedOut
    > o2 answers
        join c1 and o2
    > c1 hangs up
        end o2
    "#);
}

#[test]
fn a_call_of_another_method_waits_until_nothing_rings_at_an_attendant() {
    let world = two_queues(json!({"RoutingMethod": "Attendant", "AgentsByUri": ["ann"]}));
    let script = "
        ann reach
        c1 in sales
        c2 in help
        c3 in sales
        c1 hangs up
        o1 ends
        c3 hangs up
        o2 ends";
    insta::assert_snapshot!(run(&world, script), @r#"
    > ann reach
    > c1 in sales
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > c2 in help
        answer c2
        music to c2: built-in
    > c3 in sales
        answer c3
        music to c3: built-in
        offer o2: c3 to ann
    > c1 hangs up
        withdraw o1: CallerGone
    > o1 ends
    > c3 hangs up
        withdraw o2: CallerGone
    > o2 ends
        offer o3: c2 to ann
    "#);
}

#[test]
fn an_attendant_who_is_signed_out_or_not_reached_is_not_rung_and_picks_nothing() {
    let world = World::new()
        .group(
            "Front",
            json!({"RoutingMethod": "Attendant", "ParticipationPolicy": "Formal", "AgentsByUri": ["ann", "bob", "cid"]}),
        )
        .queue("Help", json!({"AgentGroupIDList": ["@Front"]}))
        .workflow("help", json!({"DefaultAction": to_queue("Help")}))
        .sign_in("bob", &["Front"])
        .sign_in("cid", &["Front"]);
    let script = "
        ann cid reach
        c1 in help
        c1 picked by ann
        c1 picked by bob";
    insta::assert_snapshot!(run(&world, script), @r#"
    > ann cid reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to cid
    > c1 picked by ann
        may not: SignedOut
    > c1 picked by bob
        may not: Unreached
    "#);
}

#[test]
fn an_attendant_who_goes_away_keeps_ringing_but_not_one_who_wants_no_call() {
    let script = "
        ann bob reach
        c1 in help
        ann is Away
        bob is DoNotDisturb";
    insta::assert_snapshot!(run(&one("Desk Attendant ann bob"), script), @r#"
    > ann bob reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
        offer o2: c1 to bob
    > ann is Away
    > bob is DoNotDisturb
        withdraw o2: AgentAway
    "#);
}

#[test]
fn how_many_calls_ring_at_an_attendant_can_be_set() {
    let limits = Limits { attendant_rings_max: 2, ..Limits::USUAL };
    let script = Script::with_limits(&one("Desk Attendant ann"), limits);
    insta::assert_snapshot!(script.run("ann reach\nc1 in help\nc2 in help\nc3 in help").text(), @r#"
    > ann reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > c2 in help
        answer c2
        music to c2: built-in
        offer o2: c2 to ann
    > c3 in help
        answer c3
        music to c3: built-in
    "#);
}

#[test]
fn who_declined_a_call_picked_it_and_let_it_ring_is_not_offered_it_any_sooner() {
    let script = "
        legs end
        ann reach
        c1 in help
        o1 declines
        c1 picked by ann
        60s";
    insta::assert_snapshot!(run(&one("Desk Attendant ann"), script), @r#"
    > legs end
    > ann reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > o1 declines
    > c1 picked by ann
        offer o2: c1 to ann
    > 60s
        at 20s: withdraw o2: TimedOut
        at 60s: offer o3: c1 to ann
    "#);
}

#[test]
fn a_pick_rings_for_its_own_time_and_prolongs_nobody_elses() {
    let script = "
        legs end
        ann reach
        c1 in help
        5s
        bob is DoNotDisturb
        bob reach
        bob is Available
        10s
        cid reach
        c1 picked by cid
        30s";
    let world = World::hunt(json!({}), &["Desk Attendant ann bob", "Front Attendant cid"]);
    insta::assert_snapshot!(run(&world, script), @r#"
    > legs end
    > ann reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > 5s
    > bob is DoNotDisturb
    > bob reach
    > bob is Available
        offer o2: c1 to bob
    > 10s
    > cid reach
    > c1 picked by cid
        offer o3: c1 to cid
    > 30s
        at 20s: withdraw o1: TimedOut
        at 20s: withdraw o2: TimedOut
        at 35s: withdraw o3: TimedOut
        at 35s: offer o4: c1 to ann
        at 35s: offer o5: c1 to bob
    "#);
}
