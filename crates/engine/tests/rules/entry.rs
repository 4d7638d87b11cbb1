//! Entry order and what is known before an answer (`docs/rules.md`).

use domain::{Duty, ObjectKind, PoolRole};
use serde_json::{Value, json};

use crate::{
    script::{Script, run},
    world::{HERE, World, pool, say, to_queue},
};

/// A pool with opening hours on weekdays from 9 to 17, Christmas, a queue with an agent, and a workflow.
fn world(properties: Value) -> World {
    let range = json!({"OpenTime": "09:00", "CloseTime": "17:00"});
    let mut hours = json!({});
    for day in ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"] {
        hours[format!("{day}Hours1")] = range.clone();
    }
    let holidays = json!([{"StartDate": "2026-12-25T00:00:00", "EndDate": "2026-12-26T00:00:00"}]);
    let mut workflow = json!({
        "BusinessHoursID": "@Hours", "HolidaySetIDList": ["@Holidays"], "DefaultAction": to_queue("Help"),
    });
    workflow.as_object_mut().unwrap().extend(properties.as_object().unwrap().clone());
    World::hunt(json!({}), &["Desk LongestIdle ann"])
        .object(ObjectKind::HoursOfBusiness, "Hours", hours)
        .object(ObjectKind::HolidaySet, "Holidays", json!({"HolidayList": holidays}))
        .workflow("help", workflow)
}

#[test]
fn an_address_that_nobody_has_is_refused() {
    insta::assert_snapshot!(run(&world(json!({})), "c1 calls nobody"), @r#"
    > c1 calls nobody
        refuse c1: NotFound
    "#);
}

#[test]
fn a_workflow_is_found_by_its_number_too() {
    let world = world(json!({"LineUri": "tel:+33140000000"}));
    insta::assert_snapshot!(run(&world, "c1 calls tel:+33140000000"), @r#"
    > c1 calls tel:+33140000000
        answer c1
    "#);
}

#[test]
fn an_inactive_workflow_is_refused() {
    insta::assert_snapshot!(run(&world(json!({"Active": false})), "c1 calls help"), @r#"
    > c1 calls help
        refuse c1: Inactive
    "#);
}

#[test]
fn outside_the_hours_the_local_time_of_the_workflow_decides() {
    let script = "
        now 2026-05-06T06:59:59Z
        c1 calls help
        now 2026-05-06T07:00:00Z
        c2 calls help
        now 2026-05-06T15:00:00Z
        c3 calls help
        now 2026-05-09T10:00:00Z
        c4 calls help";
    insta::assert_snapshot!(run(&world(json!({})), script), @r#"
    > now 2026-05-06T06:59:59Z
    > c1 calls help
        refuse c1: Closed
    > now 2026-05-06T07:00:00Z
    > c2 calls help
        answer c2
    > now 2026-05-06T15:00:00Z
    > c3 calls help
        refuse c3: Closed
    > now 2026-05-09T10:00:00Z
    > c4 calls help
        refuse c4: Closed
    "#);
}

#[test]
fn a_holiday_wins_over_the_hours() {
    let world = world(json!({
        "HolidayAction": {"Action": "Terminate", "Prompt": say("Merry Christmas")},
        "NonBusinessHoursAction": {"Action": "Terminate", "Prompt": say("We are closed")},
    }));
    let script = "
        now 2026-12-25T10:00:00Z
        c1 calls help
        c1 acks
        c1 hears p1
        now 2026-12-25T03:00:00Z
        c2 in help
        now 2026-12-24T03:00:00Z
        c3 in help
        c3 hears p3";
    insta::assert_snapshot!(run(&world, script), @r#"
    > now 2026-12-25T10:00:00Z
    > c1 calls help
        answer c1
    > c1 acks
        play p1 to c1: "Merry Christmas"
    > c1 hears p1
        end c1: Terminated
    > now 2026-12-25T03:00:00Z
    > c2 in help
        answer c2
        play p2 to c2: "Merry Christmas"
    > now 2026-12-24T03:00:00Z
    > c3 in help
        answer c3
        play p3 to c3: "We are closed"
    > c3 hears p3
        end c3: Terminated
    "#);
}

#[test]
fn a_holiday_without_an_action_and_without_a_prompt_refuses_the_call_unanswered() {
    insta::assert_snapshot!(run(&world(json!({})), "now 2026-12-25T10:00:00Z\nc1 calls help"), @r#"
    > now 2026-12-25T10:00:00Z
    > c1 calls help
        refuse c1: Holiday
    "#);
}

#[test]
fn a_transfer_without_a_prompt_leaves_the_answer_to_the_target() {
    let world = world(json!({
        "NonBusinessHoursAction": {"Action": "TransferToVoiceMailUri", "Uri": "sip:box@example.com"},
    }));
    let script = "
        now 2026-05-09T10:00:00Z
        c1 calls help
        calls
        c1 transfer answers
        c1 acks
        c1 hangs up
        c2 calls help
        c2 transfer fails
        c3 calls help
        c3 hangs up
        calls";
    insta::assert_snapshot!(run(&world, script), @r#"
    > now 2026-05-09T10:00:00Z
    > c1 calls help
        transfer c1 to sip:box@example.com (VoiceMail, not answered)
    > calls
        c1 in help: Transferred
    > c1 transfer answers
    > c1 acks
    > c1 hangs up
    > c2 calls help
        transfer c2 to sip:box@example.com (VoiceMail, not answered)
    > c2 transfer fails
        refuse c2: TransferFailed
    > c3 calls help
        transfer c3 to sip:box@example.com (VoiceMail, not answered)
    > c3 hangs up
    > calls
    "#);
}

#[test]
fn a_copy_is_relayed_to_its_owner_until_this_pool_answers_for_it() {
    let there = "there.example.com";
    let copy = json!({
        "PrimaryUri": "sip:copy@example.com", "Language": "en-US", "TimeZone": "Europe/Paris",
        "DefaultAction": to_queue("Help"), "Active": true,
    });
    let before = world(json!({})).object_of(there, ObjectKind::Workflow, "copy", copy);
    let after = before.clone().role(PoolRole { owner: pool(there), duty: Duty::Answers, epoch: 1 });
    let away = after.clone().role(PoolRole { owner: pool(HERE), duty: Duty::Relays, epoch: 1 });
    let script = Script::new(&before)
        .run("c1 calls copy")
        .configure("this pool answers for the other", &after)
        .run("c2 calls copy")
        .configure("this pool itself is failed over", &away)
        .run("c3 calls help\nc4 calls copy");
    insta::assert_snapshot!(script.text(), @r#"
    > c1 calls copy
        relay c1 to there.example.com
    > (this pool answers for the other)
    > c2 calls copy
        answer c2
    > (this pool itself is failed over)
    > c3 calls help
        relay c3 to here.example.com
    > c4 calls copy
        answer c4
    "#);
}

#[test]
fn a_queue_without_agents_refuses_before_the_welcome_and_before_the_overflow() {
    let mut action = to_queue("Empty");
    action["Prompt"] = say("Welcome");
    let world = World::new()
        .group("Nobody", json!({}))
        .queue("Empty", json!({"AgentGroupIDList": ["@Nobody"], "OverflowThreshold": 0}))
        .queue("Bare", json!({}))
        .workflow("help", json!({"DefaultAction": action}))
        .workflow("bare", json!({"DefaultAction": to_queue("Bare")}));
    insta::assert_snapshot!(run(&world, "c1 calls help\nc2 calls bare"), @r#"
    > c1 calls help
        note: Empty has no agents for c1
        refuse c1: NoAgents
    > c2 calls bare
        note: Bare has no agents for c2
        refuse c2: NoAgents
    "#);
}

#[test]
fn a_queue_that_is_missing_ends_the_call_and_is_noted_with_both_names() {
    let world = World::new().workflow("help", json!({"DefaultAction": to_queue("Nowhere")}));
    insta::assert_snapshot!(run(&world, "c1 calls help"), @r#"
    > c1 calls help
        note: the action of help sends c1 to the queue 984caada-03da-da0d-bd49-e2ca4805a641, which is missing
        refuse c1: Misconfigured
    "#);
}

#[test]
fn a_call_that_is_never_acknowledged_is_ended() {
    insta::assert_snapshot!(run(&world(json!({})), "c1 calls help\n60s\ncalls"), @r#"
    > c1 calls help
        answer c1
    > 60s
        at 40s: note: no word of the acknowledgement of an answer of c1
        at 40s: end c1: TimedOut
    > calls
    "#);
}

#[test]
fn a_workflow_is_active_or_not_before_any_holiday_and_relayed_before_that() {
    let there = "there.example.com";
    let copy = json!({
        "PrimaryUri": "sip:copy@example.com", "Language": "en-US", "TimeZone": "Europe/Paris", "Active": false,
    });
    let world = world(json!({"Active": false})).object_of(there, ObjectKind::Workflow, "copy", copy);
    insta::assert_snapshot!(run(&world, "now 2026-12-25T10:00:00Z\nc1 calls help\nc2 calls copy"), @r#"
    > now 2026-12-25T10:00:00Z
    > c1 calls help
        refuse c1: Inactive
    > c2 calls copy
        relay c2 to there.example.com
    "#);
}

#[test]
fn a_holiday_begins_and_ends_by_the_time_of_the_workflow() {
    let script = "
        now 2026-12-24T22:59:59Z
        c1 calls help
        now 2026-12-24T23:00:00Z
        c2 calls help
        now 2026-12-25T22:59:59Z
        c3 calls help
        now 2026-12-25T23:00:00Z
        c4 calls help";
    insta::assert_snapshot!(run(&world(json!({})), script), @r#"
    > now 2026-12-24T22:59:59Z
    > c1 calls help
        refuse c1: Closed
    > now 2026-12-24T23:00:00Z
    > c2 calls help
        refuse c2: Holiday
    > now 2026-12-25T22:59:59Z
    > c3 calls help
        refuse c3: Holiday
    > now 2026-12-25T23:00:00Z
    > c4 calls help
        refuse c4: Closed
    "#);
}

#[test]
fn each_of_several_holiday_sets_counts() {
    let day = json!([{"StartDate": "2026-05-06T00:00:00", "EndDate": "2026-05-07T00:00:00"}]);
    let world = world(json!({"HolidaySetIDList": ["@Holidays", "@More"]})).object(
        ObjectKind::HolidaySet,
        "More",
        json!({"HolidayList": day}),
    );
    insta::assert_snapshot!(run(&world, "c1 calls help\nnow 2026-12-25T10:00:00Z\nc2 calls help"), @r#"
    > c1 calls help
        refuse c1: Holiday
    > now 2026-12-25T10:00:00Z
    > c2 calls help
        refuse c2: Holiday
    "#);
}

#[test]
fn a_workflow_without_hours_is_always_open() {
    let world = world(json!({"BusinessHoursID": null}));
    insta::assert_snapshot!(run(&world, "now 2026-05-10T01:00:00Z\nc1 calls help"), @r#"
    > now 2026-05-10T01:00:00Z
    > c1 calls help
        answer c1
    "#);
}

#[test]
fn the_welcome_is_heard_only_where_the_default_action_is_done() {
    let mut welcome = to_queue("Help");
    welcome["Prompt"] = say("Welcome");
    let world = world(json!({
        "DefaultAction": welcome, "NonBusinessHoursAction": {"Action": "Terminate", "Prompt": say("Closed")},
    }));
    let script = "
        c1 in help
        now 2026-05-06T03:00:00Z
        c2 in help
        now 2026-12-25T10:00:00Z
        c3 in help";
    insta::assert_snapshot!(run(&world, script), @r#"
    > c1 in help
        answer c1
        play p1 to c1: "Welcome"
    > now 2026-05-06T03:00:00Z
    > c2 in help
        answer c2
        play p2 to c2: "Closed"
    > now 2026-12-25T10:00:00Z
    > c3 in help
        refuse c3: Holiday
    "#);
}

#[test]
fn closed_and_holiday_lead_to_every_kind_of_target_with_or_without_a_prompt() {
    let kinds = ["Terminate", "TransferToUri", "TransferToVoiceMailUri", "TransferToPSTN"];
    let mut text = String::new();
    for kind in kinds {
        let mut action = json!({"Action": kind});
        if kind != "Terminate" {
            action["Uri"] = json!("sip:+33140000000@example.com");
        }
        let mut told = action.clone();
        told["Prompt"] = say("Today is a holiday");
        let world = world(json!({"NonBusinessHoursAction": action, "HolidayAction": told}));
        let script = "
            now 2026-05-06T03:00:00Z
            c1 calls help
            now 2026-12-25T10:00:00Z
            c2 in help
            c2 hears p1";
        text += &run(&world, script)
            .lines()
            .filter(|line| line.starts_with(' '))
            .fold(format!("{kind}\n"), |text, line| text + line + "\n");
    }
    insta::assert_snapshot!(text, @r#"
    Terminate
        refuse c1: Closed
        answer c2
        play p1 to c2: "Today is a holiday"
        end c2: Terminated
    TransferToUri
        transfer c1 to sip:+33140000000@example.com (Uri, not answered)
        answer c2
        play p1 to c2: "Today is a holiday"
        transfer c2 to sip:+33140000000@example.com (Uri, answered)
    TransferToVoiceMailUri
        transfer c1 to sip:+33140000000@example.com (VoiceMail, not answered)
        answer c2
        play p1 to c2: "Today is a holiday"
        transfer c2 to sip:+33140000000@example.com (VoiceMail, answered)
    TransferToPSTN
        transfer c1 to sip:+33140000000@example.com (Pstn, not answered)
        answer c2
        play p1 to c2: "Today is a holiday"
        transfer c2 to sip:+33140000000@example.com (Pstn, answered)
    "#);
}

#[test]
fn a_welcome_without_words_is_skipped_and_noted() {
    let mut action = to_queue("Help");
    action["Prompt"] = json!({});
    insta::assert_snapshot!(run(&world(json!({"DefaultAction": action})), "c1 in help"), @r#"
    > c1 in help
        note: c1 is told an empty prompt
        answer c1
        music to c1: built-in
    "#);
}

#[test]
fn a_call_that_is_known_does_not_arrive_again() {
    insta::assert_snapshot!(run(&world(json!({})), "c1 in help\nc1 calls help\ncalls"), @r#"
    > c1 in help
        answer c1
        music to c1: built-in
    > c1 calls help
    > calls
        c1 in help: Waiting, queue Help, place 1, waited 0s
    "#);
}
