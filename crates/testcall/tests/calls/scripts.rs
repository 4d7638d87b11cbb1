//! What a call comes to by the configuration.

use domain::ObjectKind;
use serde_json::{Value, json};
use testcall::{Opening, Script, Step};

use crate::site::{Site, early_queue, questions, welcome_and_queue};

/// A script in a line.
fn told(script: &Script) -> String {
    let opening = match &script.opening {
        Opening::Answered => "answered".to_owned(),
        Opening::Early => "early media".to_owned(),
        Opening::Refused(refused) => format!("refused, since {refused}"),
        Opening::Transferred(to) => format!("transferred to {to}"),
    };
    let steps = script.steps.iter().map(|step| match step {
        Step::Prompt(kind, prompt) => {
            format!("{kind} \"{}\"", prompt.text_to_speech_prompt.as_ref().map_or("", |text| text.as_str()))
        }
        Step::Press(digit) => format!("press {digit}"),
        Step::NoKeyLeft => "no key left".to_owned(),
        Step::Wait(waiting) => {
            let members = waiting.members.iter().map(|member| {
                format!("{} {}", member.agent.as_str(), if member.is_signed_in { "in" } else { "out" })
            });
            format!("wait in {} for {}", waiting.queue, members.collect::<Vec<_>>().join(" and "))
        }
        Step::Transfer(to) => format!("transfer to {to}"),
        Step::End => "end".to_owned(),
    });
    std::iter::once(opening).chain(steps).collect::<Vec<_>>().join("; ")
}

fn check(site: &Site, digits: &str, expected: &str) {
    let written = site.script(digits).map_or_else(|error| error.to_string(), |script| told(&script));
    assert_eq!(written, expected);
}

const WAIT: &str = "wait in Help for sip:alex@contoso.com in and sip:kim@contoso.com out";

#[test]
fn a_hunt_group_says_its_welcome_and_waits() {
    check(&welcome_and_queue(), "", &format!("answered; the welcome message \"Welcome.\"; {WAIT}"));
    check(
        &welcome_and_queue(),
        "1",
        "more keys are given (1) than questions are asked on this way (0); leave out the last ones",
    );
}

#[test]
fn a_workflow_that_answers_with_its_agent_is_heard_in_early_media() {
    check(&early_queue(), "", &format!("early media; the welcome message \"Welcome.\"; {WAIT}"));
    check(
        &early_queue(),
        "1",
        "more keys are given (1) than questions are asked on this way (0); leave out the last ones",
    );
    let workflow =
        |action: Value| Site::new().workflow(json!({"AnswerAt": "Agent", "DefaultAction": action}));
    check(
        &workflow(json!({"Action": "TransferToQueue", "QueueID": "@Full"})),
        "",
        "early media; the message of the full queue \"We are full.\"; end",
    );
    check(
        &workflow(json!({"Action": "TransferToQueue", "QueueID": "@Empty"})),
        "",
        "refused, since the queue \"Empty\" has no agents; add some to an agent group of it",
    );
}

#[test]
fn keys_lead_through_the_questions() {
    let first = "answered; the welcome message \"Welcome.\"; the question \"One or two?\"";
    check(&questions(), "", &format!("{first}; no key left"));
    check(&questions(), "1", &format!("{first}; press 1; {WAIT}"));
    check(&questions(), "21", &format!("{first}; press 2; the question \"Red or blue?\"; press 1; {WAIT}"));
    check(
        &questions(),
        "22",
        &format!(
            "{first}; press 2; the question \"Red or blue?\"; press 2; the message behind the answer \"No blue today.\"; end"
        ),
    );
    check(&questions(), "3", &format!("{first}; press 3; end"));
    check(&questions(), "7", "7 answers nothing at the question \"Language\"; its keys are 1, 2, 3");
}

#[test]
fn a_call_that_is_not_answered_says_why() {
    let workflow = |properties: Value| Site::new().workflow(properties);
    let queue = |name: &str| json!({"Action": "TransferToQueue", "QueueID": name, "Prompt": {"TextToSpeechPrompt": "Hello."}});
    check(
        &workflow(json!({"Active": false, "DefaultAction": queue("@Help")})),
        "",
        "refused, since the workflow is not active; set Active to $true and save it with Set-CsRgsWorkflow",
    );
    check(
        &workflow(json!({"DefaultAction": queue("@Empty")})),
        "",
        "refused, since the queue \"Empty\" has no agents; add some to an agent group of it",
    );
    check(
        &workflow(json!({"DefaultAction": queue("@Full")})),
        "",
        "answered; the welcome message \"Hello.\"; the message of the full queue \"We are full.\"; end",
    );
    let never = Site::new().object(ObjectKind::HoursOfBusiness, "Never", json!({}));
    check(
        &never.workflow(json!({"DefaultAction": queue("@Help"), "BusinessHoursID": "@Never"})),
        "",
        "refused, since it is outside of the hours of business, and the workflow says nothing then",
    );
    let never = Site::new().object(ObjectKind::HoursOfBusiness, "Never", json!({}));
    let away = json!({"Action": "TransferToUri", "Uri": "sip:other@contoso.com"});
    check(
        &never.workflow(json!({
            "DefaultAction": queue("@Help"), "BusinessHoursID": "@Never", "NonBusinessHoursAction": away,
        })),
        "",
        "transferred to sip:other@contoso.com",
    );
}
