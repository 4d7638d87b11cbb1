//! Agents, calls and queues of the moment.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use api::{Live, LiveAgent, LiveAgentState, LiveCall, LiveCallState, Options, PickRefused};
use domain::{ObjectName, Presence};
use serde_json::{Value, json};

use crate::{
    pool::START,
    roles::TOKENS,
    served::{Served, options, sip},
};

/// Ann talks, Bob is free, Cy is away; two more callers wait, one of whom says nothing of herself.
fn live() -> Live {
    let call = |id, state, queue: Option<&str>, position, waited: u64| LiveCall {
        id,
        workflow: ObjectName::new("Help Desk").unwrap(),
        state,
        queue: queue.map(|queue| ObjectName::new(queue).unwrap()),
        position,
        waited: queue.map(|_| Duration::from_secs(waited)),
        agent: (state == LiveCallState::Talking).then(|| sip("ann")),
        caller: (id != 3).then(|| format!("sip:+1425555010{id}@trunk.contoso.com")),
        caller_name: (id == 1).then(|| "Dana".to_owned()),
        started: START,
    };
    let agent = |user: &str, presence, state, call| {
        (sip(user).key(), LiveAgent { reachable: true, presence, state, call, since: Some(START) })
    };
    Live {
        calls: vec![
            call(1, LiveCallState::Talking, Some("Desk"), None, 12),
            call(2, LiveCallState::Ringing, Some("Desk"), Some(1), 31),
            call(3, LiveCallState::Waiting, Some("Desk"), Some(2), 4),
            call(4, LiveCallState::Question, None, None, 0),
        ],
        agents: BTreeMap::from([
            agent("ann", Presence::Busy, LiveAgentState::Talking, Some(1)),
            agent("bob", Presence::Available, LiveAgentState::Idle, None),
            agent("cy", Presence::Away, LiveAgentState::Idle, None),
        ]),
    }
}

/// A pool with a formal and an informal group.
async fn pool(live: Live) -> Served {
    let live = Arc::new(live);
    let pool = Served::named(
        "primary.contoso.com",
        Options { live: Arc::new(move || Arc::clone(&live)), ..options() },
    );
    let desk = json!({ "Name": "Desk", "ParticipationPolicy": "Formal",
        "AgentsByUri": ["sip:ann@contoso.com", "sip:bob@contoso.com"] });
    let (desk, _) = pool.made("agent-groups", desk).await;
    let open = json!({ "Name": "Open", "AgentsByUri": ["sip:cy@contoso.com", "sip:csagent@contoso.com"],
        "DistributionGroupAddress": "helpdesk@contoso.com" });
    let (open, _) = pool.made("agent-groups", open).await;
    pool.made("queues", json!({ "Name": "Desk", "AgentGroupIDList": [desk, open] })).await;
    pool.made("queues", json!({ "Name": "Empty" })).await;
    pool.made("workflows", json!({ "Name": "Help Desk", "PrimaryUri": "sip:help@contoso.com" })).await;
    pool
}

fn lines(body: &Value, line: impl Fn(&Value) -> String) -> String {
    body["Items"].as_array().unwrap().iter().map(line).collect::<Vec<_>>().join("\n")
}

fn agent_line(agent: &Value) -> String {
    let group = |group: &Value| {
        format!("{}{}", if group["SignedIn"] == true { "+" } else { "-" }, group["Name"].as_str().unwrap())
    };
    let groups: Vec<_> = agent["Groups"].as_array().unwrap().iter().map(group).collect();
    let [uri, presence, state, call] =
        ["Uri", "Presence", "State", "Call"].map(|name| agent[name].to_string());
    format!("{uri} {} {presence} {state} {call}", groups.join(" "))
}

#[tokio::test]
async fn agents_are_listed_with_what_they_do_and_where_they_are_signed_in() {
    let pool = pool(live()).await;
    pool.patch("/api/v1/agents/sip:bob@contoso.com", json!({ "SignedIn": true })).send().await.granted();
    let all = pool.get("/api/v1/agents").send().await.granted();
    insta::assert_snapshot!(lines(&all, agent_line), @r#"
    "sip:ann@contoso.com" -Desk "Busy" "Talking" 1
    "sip:bob@contoso.com" +Desk "Available" "Idle" null
    "sip:csagent@contoso.com" -Open null "Unreachable" null
    "sip:cy@contoso.com" +Open "Away" "Idle" null
    "sip:kim@contoso.com" -Open null "Unreachable" null
    "sip:pat@contoso.com" -Open null "Unreachable" null
    "#);
    let own = pool.get("/api/v1/agents").token("CsAgent").send().await.granted();
    insta::assert_snapshot!(lines(&own, agent_line), @r#""sip:csagent@contoso.com" -Open null "Unreachable" null"#);
    let page = pool.get("/api/v1/agents?limit=2").send().await.granted();
    let next = format!("/api/v1/agents?limit=9&cursor={}", page["Next"].as_str().unwrap());
    let rest = pool.get(&next).send().await.granted();
    assert_eq!(page["Items"].as_array().unwrap().len() + rest["Items"].as_array().unwrap().len(), 6);
}

#[tokio::test]
async fn where_no_calls_are_taken_nobody_is_reached_and_there_are_no_calls() {
    let pool = pool(Live::default()).await;
    let ann = pool.get("/api/v1/agents/sip:ANN@contoso.com").send().await.granted();
    insta::assert_snapshot!(format!("{ann:#}").replace(ann["Groups"][0]["Id"].as_str().unwrap(), "GUID"), @r#"
    {
      "Call": null,
      "Groups": [
        {
          "Id": "GUID",
          "Name": "Desk",
          "ParticipationPolicy": "Formal",
          "SignedIn": false
        }
      ],
      "Presence": null,
      "Reachable": false,
      "Since": null,
      "State": "Unreachable",
      "Uri": "sip:ANN@contoso.com"
    }
    "#);
    assert_eq!(pool.get("/api/v1/calls").send().await.granted(), json!({ "Items": [] }));
}

#[tokio::test]
async fn an_agent_is_signed_in_out_and_shown_as_what_is_asked() {
    let pool = pool(Live::default()).await;
    let path = "/api/v1/agents/sip:ann@contoso.com";
    let plan = pool.patch(&format!("{path}?whatIf=true"), json!({ "SignedIn": true, "Presence": "Away" }));
    let plan = plan.send().await.granted();
    assert_eq!(plan["Plan"], json!(["Agent sip:ann@contoso.com: sign in to \"Desk\", show as Away."]));
    assert_eq!(plan["Groups"][0]["SignedIn"], false, "a plan changes nothing");
    let done =
        pool.patch(path, json!({ "SignedIn": true, "Group": "desk", "Presence": "Away" })).send().await;
    let done = done.granted();
    assert_eq!((&done["Groups"][0]["SignedIn"], &done["Presence"]), (&json!(true), &json!("Away")));
    assert_eq!(pool.get(path).send().await.granted(), done);
    let id = format!(
        "service:ApplicationServer:primary.contoso.com/{}",
        done["Groups"][0]["Id"].as_str().unwrap()
    );
    let out = pool.patch(path, json!({ "SignedIn": false, "Group": id })).send().await.granted();
    assert_eq!(out["Groups"][0]["SignedIn"], false);
    let log = pool.get("/api/v1/log").send().await.text().to_owned();
    assert!(log.contains("Set agent sip:ann@contoso.com: signed in to \\\"Desk\\\"; presence Away"), "{log}");
}

#[tokio::test]
async fn an_agent_acts_alone_for_itself_without_any_role() {
    let pool = pool(Live::default()).await;
    let (desk, etag) = pool
        .made("agent-groups", json!({ "Name": "Nobody's", "ParticipationPolicy": "Formal", "AgentsByUri": ["sip:nobody@contoso.com"] }))
        .await;
    assert!(!desk.is_empty() && !etag.is_empty());
    let own = "/api/v1/agents/sip:nobody@contoso.com";
    pool.patch(own, json!({ "SignedIn": true })).token("Nobody").send().await.granted();
    assert_eq!(pool.get(own).token("Nobody").send().await.granted()["Groups"][0]["SignedIn"], true);
    assert_eq!(
        pool.get("/api/v1/agents").token("Nobody").send().await.granted()["Items"].as_array().unwrap().len(),
        1
    );
}

#[tokio::test]
async fn what_is_wrong_with_a_sign_in_is_told() {
    let pool = pool(Live::default()).await;
    let asks = [
        ("CsAdministrator", "zoe", json!({ "SignedIn": true })),
        ("CsAdministrator", "cy", json!({ "SignedIn": true })),
        ("CsAdministrator", "cy", json!({ "SignedIn": false, "Group": "Open" })),
        ("CsAdministrator", "cy", json!({ "SignedIn": true, "Group": "Desk" })),
        ("CsAdministrator", "ann", json!({ "SignedIn": true, "Group": "Desks" })),
        ("CsAdministrator", "ann", json!({ "Group": "Desk" })),
        ("CsAdministrator", "ann", json!({})),
        ("CsAdministrator", "ann", json!({ "Presence": "Lunch" })),
        ("CsAdministrator", "ann", json!({ "Signedin": true })),
        ("CsAgent", "ann", json!({ "SignedIn": true })),
        ("CsViewOnlyAdministrator", "ann", json!({ "Presence": "Away" })),
        ("CsResponseGroupManager", "ann", json!({ "SignedIn": true })),
    ];
    let mut told = Vec::new();
    for (token, user, body) in asks {
        let path = format!("/api/v1/agents/sip:{user}@contoso.com");
        told.push(pool.patch(&path, body).token(token).send().await.problem());
    }
    told.push(pool.get("/api/v1/agents/sip:ann@contoso.com").token("CsAgent").send().await.problem());
    told.push(pool.get("/api/v1/agents").token("Nobody").send().await.problem());
    told.push(pool.get("/api/v1/calls").token("Nobody").send().await.problem());
    insta::assert_snapshot!(told.join("\n"), @r#"
    404 not-found: sip:zoe@contoso.com is in no agent group of this pool; add the address to AgentsByUri of a group first, or ask the pool that holds the group
    409 sign-in: sip:cy@contoso.com cannot sign in or out: all groups of the agent are informal, and their agents are signed in whenever their telephone is reached
    409 sign-in: sip:cy@contoso.com cannot sign in or out of the agent group "Open": it is informal, and its agents are signed in whenever their telephone is reached
    409 sign-in: sip:cy@contoso.com is not an agent of the agent group "Desk"; add the address to its AgentsByUri first
    404 not-found: Group: this pool holds no agent group "Desks"
    422 property: Group: it says where to sign in or out; give SignedIn as well
    422 property: there is nothing to do; give SignedIn, Presence or both
    422 property: Presence: "Lunch" is not a presence; the possible values are Available, Inactive, Away, BeRightBack, Busy, DoNotDisturb, Offline
    422 unknown-property: there is no property "Signedin" in the agent; did you mean "SignedIn"?
    403 forbidden: sip:csagent@contoso.com may not change the agent sip:ann@contoso.com; it needs the role CsResponseGroupManager
    403 forbidden: sip:csviewonlyadministrator@contoso.com may not change the agent sip:ann@contoso.com; it needs the role CsResponseGroupManager
    403 forbidden: sip:csresponsegroupmanager@contoso.com may not change the agent sip:ann@contoso.com: no group of the agent is part of a workflow that names sip:csresponsegroupmanager@contoso.com in ManagersByUri
    404 not-found: sip:ann@contoso.com is in no agent group of this pool; add the address to AgentsByUri of a group first, or ask the pool that holds the group
    403 forbidden: sip:nobody@contoso.com may not list agents; it needs the role CsAgent
    403 forbidden: sip:nobody@contoso.com may not list calls; it needs the role CsAgent
    "#);
}

#[tokio::test]
async fn calls_are_listed_in_the_order_in_which_they_came_and_found_by_workflow_and_queue() {
    let pool = pool(live()).await;
    let all = pool.get("/api/v1/calls").send().await.granted();
    let line = |call: &Value| {
        let fields =
            ["Id", "Workflow", "State", "Queue", "Position", "Waited", "Agent", "Caller", "CallerName"];
        fields.map(|name| call[name].to_string()).join(" ")
    };
    insta::assert_snapshot!(lines(&all, line), @r#"
    1 "Help Desk" "Talking" "Desk" null 12 "sip:ann@contoso.com" "sip:+14255550101@trunk.contoso.com" "Dana"
    2 "Help Desk" "Ringing" "Desk" 1 31 null "sip:+14255550102@trunk.contoso.com" null
    3 "Help Desk" "Waiting" "Desk" 2 4 null null null
    4 "Help Desk" "Question" null null null null "sip:+14255550104@trunk.contoso.com" null
    "#);
    let ids = |body: &Value| lines(body, |call| call["Id"].to_string());
    let of = async |query: &str, token: &str| {
        ids(&pool.get(&format!("/api/v1/calls?{query}")).token(token).send().await.granted())
    };
    assert_eq!(of("queue=desk&limit=2", "CsViewOnlyAdministrator").await, "1\n2");
    assert_eq!(of("workflow=HELP%20desk", "CsAdministrator").await, "1\n2\n3\n4");
    assert_eq!(of("workflow=Sales", "CsAdministrator").await, "");
    assert_eq!(of("", "CsAgent").await, "", "calls of others are nobody's business");
}

/// The pool of [`pool`] with a group of attendants, of whom Nobody is one.
async fn pool_with_attendants(of: Live) -> Served {
    let shown = Arc::new(of);
    let pickup: api::Pickup = Arc::new(|call, agent| {
        let refused = match call {
            2 if agent.as_str().contains("nobody") => return Box::pin(async { Some(Ok(())) }),
            2 => PickRefused::SignedOut,
            3 => PickRefused::Busy,
            4 => PickRefused::NotAttendant,
            5 => PickRefused::Unreached,
            6 => PickRefused::Presence(Presence::DoNotDisturb),
            8 => return Box::pin(async { None }),
            _ => PickRefused::NotWaiting,
        };
        Box::pin(async move { Some(Err(refused)) })
    });
    let live: Arc<dyn Fn() -> Arc<Live> + Send + Sync> = Arc::new(move || Arc::clone(&shown));
    let pool = Served::named("primary.contoso.com", Options { live, pickup: Some(pickup), ..options() });
    let front = json!({ "Name": "Front", "RoutingMethod": "Attendant",
        "AgentsByUri": ["sip:nobody@contoso.com", "sip:ann@contoso.com"] });
    let (front, _) = pool.made("agent-groups", front).await;
    pool.made("queues", json!({ "Name": "Desk", "AgentGroupIDList": [front] })).await;
    pool
}

#[tokio::test]
async fn attendants_see_what_waits_for_them_and_pick_any_of_it() {
    let pool = pool_with_attendants(live()).await;
    let ids = |body: &Value| lines(body, |call| call["Id"].to_string());
    let seen = pool.get("/api/v1/calls").token("Nobody").send().await.granted();
    assert_eq!(ids(&seen), "2\n3", "those that talk or are asked are others' business");
    let picked = pool.with_method("POST", "/api/v1/calls/2/pick").token("Nobody").send().await.granted();
    assert_eq!(picked, json!({ "Id": 2, "Agent": "sip:nobody@contoso.com" }));
    let path = "/api/v1/calls/2/pick?agent=sip:nobody@contoso.com";
    assert_eq!(pool.with_method("POST", path).send().await.granted(), picked, "an administrator for another");
}

#[tokio::test]
async fn what_is_wrong_with_a_pick_is_told() {
    let pool = pool_with_attendants(live()).await;
    let mut told = Vec::new();
    for id in [3, 4, 5, 6, 7, 8] {
        let ask = pool.with_method("POST", &format!("/api/v1/calls/{id}/pick")).token("Nobody");
        told.push(ask.send().await.problem());
    }
    for (token, path) in [
        ("CsAdministrator", "2/pick?agent=sip:ann@contoso.com"),
        ("CsAdministrator", "2/pick"),
        ("Nobody", "2/pick?agent=sip:ann@contoso.com"),
        ("CsAgent", "2/pick"),
        ("CsAdministrator", "two/pick"),
        ("CsAdministrator", "2/pick?agent=ann"),
    ] {
        let ask = pool.with_method("POST", &format!("/api/v1/calls/{path}")).token(token);
        told.push(ask.send().await.problem());
    }
    let silent = Served::primary();
    silent.made("agent-groups", json!({ "Name": "Desk", "AgentsByUri": ["sip:nobody@contoso.com"] })).await;
    told.push(silent.with_method("POST", "/api/v1/calls/2/pick").token("Nobody").send().await.problem());
    insta::assert_snapshot!(told.join("\n"), @r#"
    409 pick: sip:nobody@contoso.com cannot pick call 3: the agent has another call, or had one a moment ago; end that first
    409 pick: sip:nobody@contoso.com cannot pick call 4: no agent group of its queue with RoutingMethod Attendant has this agent
    409 pick: sip:nobody@contoso.com cannot pick call 5: the telephone of the agent is not reached; it must register first
    409 pick: sip:nobody@contoso.com cannot pick call 6: the agent is shown as DoNotDisturb; set another presence first
    404 not-found: call 7 waits in no queue: it was answered, has left or is not there yet; GET /api/v1/calls lists those that wait
    503 stopping: the pool is stopping and distributes no calls any more
    409 pick: sip:ann@contoso.com cannot pick call 2: the agent is signed out of the Attendant groups of its queue; sign in first
    404 not-found: sip:csadministrator@contoso.com is in no agent group of this pool; add the address to AgentsByUri of a group first, or ask the pool that holds the group
    403 forbidden: sip:nobody@contoso.com may not change the agent sip:ann@contoso.com: no group of the agent is part of a workflow that names sip:nobody@contoso.com in ManagersByUri
    404 not-found: sip:csagent@contoso.com is in no agent group of this pool; add the address to AgentsByUri of a group first, or ask the pool that holds the group
    400 parameter: "two" is not the number of a call
    400 parameter: the parameter agent: "ann" is not a SIP address; write sip:user@domain
    409 no-calls: primary.contoso.com takes no calls: name listeners for SIP in [listen] of its file, such as sip = ["udp:192.0.2.10:5060"], and start it again
    "#);
}

#[tokio::test]
async fn a_queue_says_who_waits_and_who_could_answer() {
    let pool = pool(live()).await;
    pool.patch("/api/v1/agents/sip:ann@contoso.com", json!({ "SignedIn": true })).send().await.granted();
    pool.patch("/api/v1/agents/sip:bob@contoso.com", json!({ "SignedIn": true })).send().await.granted();
    let states = pool.get("/api/v1/queue-states").send().await.granted();
    let line = |queue: &Value| {
        let fields = ["Name", "Waiting", "LongestWait", "Talking", "AgentsFree", "AgentsSignedIn", "Agents"];
        fields.map(|name| format!("{name} {}", queue[name])).join(", ")
    };
    insta::assert_snapshot!(lines(&states, line), @r#"
    Name "Desk", Waiting 2, LongestWait 31, Talking 1, AgentsFree 1, AgentsSignedIn 3, Agents 6
    Name "Empty", Waiting 0, LongestWait 0, Talking 0, AgentsFree 0, AgentsSignedIn 0, Agents 0
    "#);
}

#[tokio::test]
async fn each_role_reaches_the_agents_and_calls_that_it_may() {
    let pool = pool(live()).await;
    let agent = "/api/v1/agents/sip:csagent@contoso.com";
    let mut table = String::new();
    for (method, path) in [
        ("GET", "/api/v1/agents"),
        ("GET", agent),
        ("PATCH", agent),
        ("GET", "/api/v1/calls"),
        ("GET", "/api/v1/queue-states"),
    ] {
        table += &format!("{:<42}", format!("{method} {path}"));
        for token in TOKENS {
            let ask = pool.with_method(method, path).token(token);
            let ask = if method == "PATCH" { ask.json(json!({ "Presence": "Away" })) } else { ask };
            table += &format!(" {}", ask.send().await.status.as_u16());
        }
        table.push('\n');
    }
    insta::assert_snapshot!(table, @r"
    GET /api/v1/agents                         200 200 200 200 200 403
    GET /api/v1/agents/sip:csagent@contoso.com 200 200 404 200 200 404
    PATCH /api/v1/agents/sip:csagent@contoso.com 200 200 403 403 200 403
    GET /api/v1/calls                          200 200 200 200 200 403
    GET /api/v1/queue-states                   200 200 200 200 200 403
    ");
}
