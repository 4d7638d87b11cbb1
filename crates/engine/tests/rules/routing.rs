//! Routing methods and presence (`docs/rules.md`).

use serde_json::{Value, json};

use crate::{
    script::run,
    world::{World, one, to_queue},
};

#[test]
fn longest_idle_offers_to_who_has_been_ready_without_a_call_the_longest() {
    let script = "
        legs end
        cid reach
        1s
        ann bob reach
        c1 in help
        o1 answers
        o1 hangs up
        2s
        c2 in help
        o2 declines
        c2 hangs up
        bob is Away
        bob is Available
        1s
        c3 in help";
    insta::assert_snapshot!(run(&one("Desk LongestIdle ann bob cid"), script), @r#"
    > legs end
    > cid reach
    > 1s
    > ann bob reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to cid
    > o1 answers
        join c1 and o1
    > o1 hangs up
        end c1: AgentHungUp
    > 2s
    > c2 in help
        answer c2
        music to c2: built-in
        offer o2: c2 to ann
    > o2 declines
        offer o3: c2 to bob
    > c2 hangs up
        withdraw o3: CallerGone
    > bob is Away
    > bob is Available
    > 1s
    > c3 in help
        answer c3
        music to c3: built-in
        offer o4: c3 to ann
    "#);
}

#[test]
fn round_robin_goes_on_behind_the_last_and_begins_again_at_the_top() {
    let script = "
        legs end
        ann bob cid reach
        c1 in help
        c2 in help
        c1 hangs up
        c2 hangs up
        c3 in help
        c4 in help
        c4 hangs up
        ann is Busy
        c5 in help";
    insta::assert_snapshot!(run(&one("Desk RoundRobin ann bob cid"), script), @r#"
    > legs end
    > ann bob cid reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > c2 in help
        answer c2
        music to c2: built-in
        offer o2: c2 to bob
    > c1 hangs up
        withdraw o1: CallerGone
    > c2 hangs up
        withdraw o2: CallerGone
    > c3 in help
        answer c3
        music to c3: built-in
        offer o3: c3 to cid
    > c4 in help
        answer c4
        music to c4: built-in
        offer o4: c4 to ann
    > c4 hangs up
        withdraw o4: CallerGone
    > ann is Busy
    > c5 in help
        answer c5
        music to c5: built-in
        offer o5: c5 to bob
    "#);
}

#[test]
fn serial_begins_at_the_top_for_every_call() {
    let script = "
        legs end
        ann bob cid reach
        c1 in help
        c1 hangs up
        c2 in help
        20s
        20s
        c2 hangs up
        c3 in help
        c4 in help";
    insta::assert_snapshot!(run(&one("Desk Serial ann bob cid"), script), @r#"
    > legs end
    > ann bob cid reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > c1 hangs up
        withdraw o1: CallerGone
    > c2 in help
        answer c2
        music to c2: built-in
        offer o2: c2 to ann
    > 20s
        at 20s: withdraw o2: TimedOut
        at 20s: offer o3: c2 to bob
    > 20s
        at 40s: withdraw o3: TimedOut
        at 40s: offer o4: c2 to cid
    > c2 hangs up
        withdraw o4: CallerGone
    > c3 in help
        answer c3
        music to c3: built-in
        offer o5: c3 to ann
    > c4 in help
        answer c4
        music to c4: built-in
        offer o6: c4 to bob
    "#);
}

#[test]
fn parallel_rings_at_all_who_are_free_and_the_first_to_answer_has_the_call() {
    let script = "
        ann bob cid dan reach
        bob is Busy
        dan elsewhere 1
        c1 in help
        o2 answers
        c2 in help
        o1 ends";
    insta::assert_snapshot!(run(&one("Desk Parallel ann bob cid dan"), script), @r#"
    > ann bob cid dan reach
    > bob is Busy
    > dan elsewhere 1
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
        offer o2: c1 to cid
    > o2 answers
        join c1 and o2
        withdraw o1: AnsweredElsewhere
    > c2 in help
        answer c2
        music to c2: built-in
    > o1 ends
        offer o3: c2 to ann
    "#);
}

#[test]
fn who_becomes_free_while_a_call_rings_at_all_joins_in() {
    let script = "
        ann reach
        c1 in help
        5s
        bob reach
        12s
        cid reach
        o2 answers";
    insta::assert_snapshot!(run(&one("Desk Parallel ann bob cid"), script), @r#"
    > ann reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > 5s
    > bob reach
        offer o2: c1 to bob
    > 12s
    > cid reach
        offer o3: c1 to cid
    > o2 answers
        join c1 and o2
        withdraw o1: AnsweredElsewhere
        withdraw o3: AnsweredElsewhere
    "#);
}

#[test]
fn a_call_that_rings_nowhere_comes_before_one_that_rings_at_others() {
    let script = "
        ann reach
        c1 in help
        c2 in help
        bob reach";
    insta::assert_snapshot!(run(&one("Desk Parallel ann bob"), script), @r#"
    > ann reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > c2 in help
        answer c2
        music to c2: built-in
    > bob reach
        offer o2: c2 to bob
    "#);
}

#[test]
fn presence_decides_who_is_offered_a_call() {
    let offered = |group: &str, presence: &str| {
        let text = run(&one(group), &format!("ann reach\nann is {presence}\nc1 in help"));
        if text.contains("offer") { "yes" } else { "no" }
    };
    let rows = domain::Presence::WORDS.iter().map(|presence| {
        let methods = ["LongestIdle", "RoundRobin", "Serial", "Parallel", "Attendant"];
        let cells = methods.map(|method| offered(&format!("Desk {method} ann"), presence));
        format!("{presence:<13} {}", cells.join(" "))
    });
    insta::assert_snapshot!(rows.collect::<Vec<_>>().join("\n"), @r#"
    Available     yes yes yes yes yes
    Inactive      yes yes yes yes yes
    Away          no no no no yes
    BeRightBack   no no no no yes
    Busy          no no no no yes
    DoNotDisturb  no no no no no
    Offline       no no no no no
    "#);
}

#[test]
fn groups_are_searched_in_order_and_round_again() {
    let world =
        World::hunt(json!({}), &["First Serial ann bob", "Second Parallel cid dan", "Third Serial eve"]);
    let script = "
        legs end
        ann bob cid dan reach
        c1 in help
        20s
        20s
        20s
        20s";
    insta::assert_snapshot!(run(&world, script), @r#"
    > legs end
    > ann bob cid dan reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > 20s
        at 20s: withdraw o1: TimedOut
        at 20s: offer o2: c1 to bob
    > 20s
        at 40s: withdraw o2: TimedOut
        at 40s: offer o3: c1 to cid
        at 40s: offer o4: c1 to dan
    > 20s
        at 60s: withdraw o3: TimedOut
        at 60s: withdraw o4: TimedOut
        at 60s: offer o5: c1 to ann
    > 20s
        at 80s: withdraw o5: TimedOut
        at 80s: offer o6: c1 to bob
    "#);
}

#[test]
fn a_group_alone_is_rung_again_after_a_short_pause() {
    insta::assert_snapshot!(run(&one("Desk Parallel ann bob"), "legs end\nann bob reach\nc1 in help\n60s"), @r#"
    > legs end
    > ann bob reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
        offer o2: c1 to bob
    > 60s
        at 20s: withdraw o1: TimedOut
        at 20s: withdraw o2: TimedOut
        at 23s: offer o3: c1 to ann
        at 23s: offer o4: c1 to bob
        at 43s: withdraw o3: TimedOut
        at 43s: withdraw o4: TimedOut
        at 46s: offer o5: c1 to ann
        at 46s: offer o6: c1 to bob
    "#);
}

#[test]
fn the_alert_time_of_the_group_decides_how_long_it_rings() {
    let group = json!({"RoutingMethod": "Serial", "AgentAlertTime": 10, "AgentsByUri": ["ann", "bob"]});
    let world = World::new()
        .group("Desk", group)
        .queue("Help", json!({"AgentGroupIDList": ["@Desk"]}))
        .workflow("help", json!({"DefaultAction": to_queue("Help")}));
    insta::assert_snapshot!(run(&world, "legs end\nann bob reach\nc1 in help\n10s"), @r#"
    > legs end
    > ann bob reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > 10s
        at 10s: withdraw o1: TimedOut
        at 10s: offer o2: c1 to bob
    "#);
}

/// Two workflows with queues of their own that search the same group, or groups with the same agents.
pub(crate) fn two_queues(second: Value) -> World {
    World::hunt(json!({}), &["Desk LongestIdle ann"])
        .group("Other", second)
        .queue("Sales", json!({"AgentGroupIDList": ["@Other"]}))
        .workflow("sales", json!({"DefaultAction": to_queue("Sales")}))
}

#[test]
fn of_two_queues_the_call_that_waited_longest_goes_first() {
    let world = two_queues(json!({"RoutingMethod": "Serial", "AgentsByUri": ["ann"]}));
    let script = "
        legs end
        c1 in sales
        1s
        c2 in help
        1s
        c3 in sales
        ann reach
        o1 answers
        c1 hangs up
        1s
        o2 answers
        c2 hangs up
        1s";
    insta::assert_snapshot!(run(&world, script), @r#"
    > legs end
    > c1 in sales
        answer c1
        music to c1: built-in
    > 1s
    > c2 in help
        answer c2
        music to c2: built-in
    > 1s
    > c3 in sales
        answer c3
        music to c3: built-in
    > ann reach
        offer o1: c1 to ann
    > o1 answers
        join c1 and o1
    > c1 hangs up
        end o1
    > 1s
        at 3s: offer o2: c2 to ann
    > o2 answers
        join c2 and o2
    > c2 hangs up
        end o2
    > 1s
        at 4s: offer o3: c3 to ann
    "#);
}

#[test]
fn one_agent_in_two_groups_rings_for_one_call_at_a_time() {
    let world = two_queues(json!({"RoutingMethod": "Parallel", "AgentsByUri": ["ann"]}));
    insta::assert_snapshot!(run(&world, "ann reach\nc1 in help\nc2 in sales\no1 declines\no2 declines"), @r#"
    > ann reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > c2 in sales
        answer c2
        music to c2: built-in
    > o1 declines
        offer o2: c2 to ann
    > o2 declines
    "#);
}

#[test]
fn being_inactive_is_idle_and_a_call_elsewhere_is_not() {
    let script = "
        ann bob cid reach
        1s
        ann is Inactive
        bob elsewhere 1
        1s
        ann is Available
        bob elsewhere 0
        cid reach
        c1 in help
        c2 in help
        c3 in help";
    insta::assert_snapshot!(run(&one("Desk LongestIdle bob ann cid"), script), @r#"
    > ann bob cid reach
    > 1s
    > ann is Inactive
    > bob elsewhere 1
    > 1s
    > ann is Available
    > bob elsewhere 0
    > cid reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > c2 in help
        answer c2
        music to c2: built-in
        offer o2: c2 to cid
    > c3 in help
        answer c3
        music to c3: built-in
        offer o3: c3 to bob
    "#);
}

#[test]
fn the_turn_of_a_group_goes_round_whichever_queue_it_serves() {
    let world = one("Desk RoundRobin ann bob cid")
        .queue("Sales", json!({"AgentGroupIDList": ["@Desk"]}))
        .workflow("sales", json!({"DefaultAction": to_queue("Sales")}));
    let script = "
        legs end
        ann bob cid reach
        c1 in help
        c1 hangs up
        c2 in sales
        c2 hangs up
        c3 in help";
    insta::assert_snapshot!(run(&world, script), @r#"
    > legs end
    > ann bob cid reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > c1 hangs up
        withdraw o1: CallerGone
    > c2 in sales
        answer c2
        music to c2: built-in
        offer o2: c2 to bob
    > c2 hangs up
        withdraw o2: CallerGone
    > c3 in help
        answer c3
        music to c3: built-in
        offer o3: c3 to cid
    "#);
}

#[test]
fn members_of_a_distribution_group_come_after_those_that_are_listed() {
    let world = World::new()
        .distribution("desk@example.com", &["cid", "ann", "bob"])
        .group(
            "Desk",
            json!({"RoutingMethod": "Serial", "AgentsByUri": ["bob"], "DistributionGroupAddress": "desk@example.com"}),
        )
        .queue("Help", json!({"AgentGroupIDList": ["@Desk"]}))
        .workflow("help", json!({"DefaultAction": to_queue("Help")}));
    insta::assert_snapshot!(run(&world, "ann bob cid reach\nc1 in help\nc2 in help\nc3 in help"), @r#"
    > ann bob cid reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to bob
    > c2 in help
        answer c2
        music to c2: built-in
        offer o2: c2 to cid
    > c3 in help
        answer c3
        music to c3: built-in
        offer o3: c3 to ann
    "#);
}

#[test]
fn an_agent_of_two_groups_is_asked_again_with_the_second() {
    let world = World::hunt(json!({}), &["First Serial ann bob", "Second Serial ann cid"]);
    insta::assert_snapshot!(run(&world, "legs end\nann bob cid reach\nc1 in help\n20s\n20s"), @r#"
    > legs end
    > ann bob cid reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > 20s
        at 20s: withdraw o1: TimedOut
        at 20s: offer o2: c1 to bob
    > 20s
        at 40s: withdraw o2: TimedOut
        at 40s: offer o3: c1 to ann
    "#);
}

#[test]
fn when_all_have_declined_the_first_group_is_asked_first_again() {
    let world = World::hunt(json!({}), &["First Serial ann", "Second Serial bob"]);
    insta::assert_snapshot!(run(&world, "ann bob reach\nc1 in help\no1 declines\no2 declines\n60s"), @r#"
    > ann bob reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > o1 declines
        offer o2: c1 to bob
    > o2 declines
    > 60s
        at 60s: offer o3: c1 to ann
    "#);
}

#[test]
fn who_becomes_free_in_a_group_that_was_asked_before_does_not_join_what_rings_in_the_next() {
    let world = World::hunt(json!({}), &["First Parallel ann cid", "Second Serial bob"]);
    insta::assert_snapshot!(run(&world, "legs end\nann bob reach\nc1 in help\n20s\ncid reach\ncalls"), @r#"
    > legs end
    > ann bob reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > 20s
        at 20s: withdraw o1: TimedOut
        at 20s: offer o2: c1 to bob
    > cid reach
    > calls
        c1 in help: Ringing, queue Help, place 1, waited 20s
    "#);
}

#[test]
fn after_a_group_comes_the_next_one_and_not_the_first_again() {
    let world = World::hunt(json!({}), &["First Serial ann", "Second Serial bob", "Third Serial cid"]);
    let script = "legs end\nann bob cid reach\nc1 in help\n20s\n20s\n20s";
    insta::assert_snapshot!(run(&world, script), @r#"
    > legs end
    > ann bob cid reach
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to ann
    > 20s
        at 20s: withdraw o1: TimedOut
        at 20s: offer o2: c1 to bob
    > 20s
        at 40s: withdraw o2: TimedOut
        at 40s: offer o3: c1 to cid
    > 20s
        at 60s: withdraw o3: TimedOut
        at 60s: offer o4: c1 to ann
    "#);
}

#[test]
fn who_comes_back_from_being_away_is_the_least_idle_and_a_word_of_no_calls_changes_nothing() {
    let script = "
        ann bob cid reach
        1s
        ann is Away
        ann is Available
        bob elsewhere 0
        c1 in help
        c2 in help
        c3 in help";
    insta::assert_snapshot!(run(&one("Desk LongestIdle ann bob cid"), script), @r#"
    > ann bob cid reach
    > 1s
    > ann is Away
    > ann is Available
    > bob elsewhere 0
    > c1 in help
        answer c1
        music to c1: built-in
        offer o1: c1 to bob
    > c2 in help
        answer c2
        music to c2: built-in
        offer o2: c2 to cid
    > c3 in help
        answer c3
        music to c3: built-in
        offer o3: c3 to ann
    "#);
}
