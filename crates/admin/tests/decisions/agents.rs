//! Agents sign in and out, themselves and by others (`docs/rules.md`, agents).

use admin::{Caller, Request, SetAgent, SignIn};
use domain::{ObjectId, ObjectKind, Presence, Role, SipUri};
use serde_json::json;

use crate::pool::{A, B, Pool, id, sip, workflow};

/// Group 1 of the help desk is informal and Pat's; 20 and 21 are formal, 20 Pat's as well.
fn pool() -> Pool {
    let mut pool = Pool::with_help_desk(A);
    let formal =
        |name, agents: &[&str]| json!({"Name": name, "ParticipationPolicy": "Formal", "AgentsByUri": agents});
    pool.create(
        20,
        ObjectKind::AgentGroup,
        formal("Desk", &["sip:ann@contoso.com", "sip:bob@contoso.com", "sip:pat@contoso.com"]),
    );
    pool.create(21, ObjectKind::AgentGroup, formal("Sales", &["sip:ann@contoso.com", "sip:cy@contoso.com"]));
    pool.create(22, ObjectKind::AgentGroup, json!({"Name": "Open", "AgentsByUri": ["sip:dee@contoso.com"]}));
    pool.create(24, ObjectKind::Queue, json!({"Name": "Desk", "AgentGroupIDList": [id(20)]}));
    let mut desk = workflow("Desk", "desk", 24);
    desk["ManagersByUri"] = json!(["sip:mia@contoso.com"]);
    pool.create(25, ObjectKind::Workflow, desk);
    for (user, role) in [
        ("admin", Role::CsAdministrator),
        ("rgs", Role::CsResponseGroupAdministrator),
        ("mia", Role::CsResponseGroupManager),
        ("viewer", Role::CsViewOnlyAdministrator),
        ("bob", Role::CsAgent),
    ] {
        pool.ask(Request::SetRoles { uri: sip(user), roles: vec![role] }).unwrap();
    }
    pool
}

fn person(user: &str) -> Caller {
    Caller::Person(sip(user))
}

fn sign(user: &str, signed_in: bool, group: Option<u128>) -> Request {
    let sign_in = Some(SignIn { signed_in, group: group.map(id) });
    Request::SetAgent(SetAgent { uri: sip(user), sign_in, presence: None })
}

fn present(user: &str, presence: Presence) -> Request {
    Request::SetAgent(SetAgent { uri: sip(user), sign_in: None, presence: Some(presence) })
}

fn signed_in(pool: &Pool, user: &str) -> Vec<ObjectId> {
    pool.configuration
        .agent(&sip(user))
        .map(|agent| agent.signed_in.iter().copied().collect())
        .unwrap_or_default()
}

#[test]
fn an_agent_signs_in_to_one_group_or_to_all_and_out_again() {
    let mut pool = pool();
    let ann = person("ann");
    let decision = pool.as_caller(&ann, sign("ann", true, Some(21))).unwrap();
    assert_eq!(decision.request, "Set agent sip:ann@contoso.com: signed in to \"Sales\"");
    assert_eq!(signed_in(&pool, "ann"), [id(21)]);
    pool.as_caller(&ann, sign("ann", true, None)).unwrap();
    assert_eq!(signed_in(&pool, "ann"), [id(20), id(21)]);
    assert!(pool.as_caller(&ann, sign("ann", true, None)).unwrap().changes.is_empty(), "nothing is new");
    pool.as_caller(&ann, sign("ann", false, None)).unwrap();
    assert_eq!(pool.configuration.agents().count(), 0, "who is signed out is forgotten");
    assert!(pool.as_caller(&ann, sign("ann", false, None)).unwrap().changes.is_empty());
}

#[test]
fn a_presence_is_kept_and_holds_again_when_it_is_set_again() {
    let mut pool = pool();
    let ann = SipUri::new("sip:ANN@contoso.com").unwrap();
    let first = Request::SetAgent(SetAgent { uri: ann, sign_in: None, presence: Some(Presence::Away) });
    pool.as_caller(&person("ann"), first).unwrap();
    let kept = pool.configuration.agent(&sip("ann")).unwrap().clone();
    assert_eq!(kept.presence, Some(Presence::Away));
    pool.as_caller(&person("ann"), present("ann", Presence::Away)).unwrap();
    assert!(pool.configuration.agent(&sip("ann")).unwrap().presence_set > kept.presence_set);
}

#[test]
fn who_may_sign_whom_in() {
    let pool = pool();
    let may = |user: &str, request: fn() -> Request| pool.plan(&person(user), request()).is_ok();
    type Row = (&'static str, fn() -> Request, &'static str);
    let table: [Row; 6] = [
        ("ann to Desk", || sign("ann", true, Some(20)), "admin rgs mia ann"),
        ("ann to Sales", || sign("ann", true, Some(21)), "admin rgs ann"),
        ("ann to all", || sign("ann", true, None), "admin rgs mia ann"),
        ("cy to all", || sign("cy", true, None), "admin rgs cy"),
        ("ann is away", || present("ann", Presence::Away), "admin rgs mia ann"),
        ("dee is away", || present("dee", Presence::Away), "admin rgs dee"),
    ];
    for (what, request, expected) in table {
        let users = ["admin", "rgs", "mia", "viewer", "ann", "bob", "cy", "dee", "nobody"];
        let found: Vec<_> = users.into_iter().filter(|user| may(user, request)).collect();
        assert_eq!(found.join(" "), expected, "{what}");
    }
}

#[test]
fn a_manager_signs_others_in_only_where_the_group_is_the_managers() {
    let mut pool = pool();
    pool.as_caller(&person("mia"), sign("ann", true, None)).unwrap();
    assert_eq!(signed_in(&pool, "ann"), [id(20)]);
}

#[test]
fn a_refusal_says_what_was_wrong() {
    let pool = pool();
    let refusals = [
        ("admin", sign("zoe", true, None)),
        ("admin", sign("dee", true, None)),
        ("admin", sign("dee", true, Some(22))),
        ("admin", sign("bob", true, Some(21))),
        ("admin", sign("bob", true, Some(24))),
        ("admin", sign("bob", true, Some(99))),
        ("bob", sign("ann", true, None)),
        ("mia", sign("cy", true, None)),
        ("zoe", present("zoe", Presence::Busy)),
    ]
    .map(|(user, request)| pool.plan(&person(user), request).unwrap_err().to_string());
    insta::assert_snapshot!(refusals.join("\n"), @r#"
    sip:zoe@contoso.com is in no agent group of this pool; add the address to AgentsByUri of a group first, or ask the pool that holds the group
    sip:dee@contoso.com cannot sign in or out: all groups of the agent are informal, and their agents are signed in whenever their telephone is reached
    sip:dee@contoso.com cannot sign in or out of the agent group "Open": it is informal, and its agents are signed in whenever their telephone is reached
    sip:bob@contoso.com is not an agent of the agent group "Sales"; add the address to its AgentsByUri first
    object 00000000-0000-0000-0000-000000000018 is a queue, not an agent group
    this pool holds no object 00000000-0000-0000-0000-000000000063; list the objects with their identities first
    sip:bob@contoso.com may not change the agent sip:ann@contoso.com; it needs the role CsResponseGroupManager
    sip:mia@contoso.com may not change the agent sip:cy@contoso.com: no group of the agent is part of a workflow that names sip:mia@contoso.com in ManagersByUri
    sip:zoe@contoso.com is in no agent group of this pool; add the address to AgentsByUri of a group first, or ask the pool that holds the group
    "#);
}

#[test]
fn everyone_sees_the_agents_that_are_theirs_to_see() {
    let mut pool = pool();
    pool.ask(sign("ann", true, Some(21))).unwrap();
    let seen = |caller: &Caller| {
        let agents = admin::agents(&pool.configuration, &domain::Directory::default(), caller);
        let groups = |line: &admin::AgentLine| {
            let group = |group: &admin::AgentMembership| {
                format!("{}{}", if group.signed_in { "+" } else { "-" }, group.name)
            };
            line.groups.iter().map(group).collect::<Vec<_>>().join(" ")
        };
        let lines = agents.iter().map(|line| format!("{}: {}", line.uri, groups(line)));
        lines.collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(seen(&person("viewer")), @r"
    sip:alex@contoso.com: +Tier 1
    sip:ann@contoso.com: -Desk +Sales
    sip:bob@contoso.com: -Desk
    sip:cy@contoso.com: -Sales
    sip:dee@contoso.com: +Open
    sip:pat@contoso.com: -Desk
    ");
    insta::assert_snapshot!(seen(&person("mia")), @r"
    sip:ann@contoso.com: -Desk
    sip:bob@contoso.com: -Desk
    sip:pat@contoso.com: -Desk
    ");
    insta::assert_snapshot!(seen(&person("ann")), @"sip:ann@contoso.com: -Desk +Sales");
    assert_eq!(seen(&person("nobody")), "");
}

#[test]
fn agents_are_signed_out_of_a_group_with_its_removal() {
    let mut pool = pool();
    pool.ask(sign("ann", true, None)).unwrap();
    pool.ask(sign("bob", true, None)).unwrap();
    pool.remove(21);
    assert_eq!((signed_in(&pool, "ann"), signed_in(&pool, "bob")), (vec![id(20)], vec![id(20)]));
    pool.remove(20);
    assert_eq!(pool.configuration.agents().count(), 0, "who is signed out is forgotten");
}

#[test]
fn agents_are_signed_out_of_the_groups_that_leave_after_failback() {
    let (a, mut b) = (pool(), Pool::new(B));
    b.import_plainly(a.export(None));
    b.ask(sign("ann", true, None)).unwrap();
    b.ask(present("bob", Presence::Away)).unwrap();
    b.ask(sign("bob", true, None)).unwrap();
    b.remove_exported(A, &b.export(Some(A))).unwrap();
    assert_eq!(b.configuration.agent(&sip("ann")), None);
    let bob = b.configuration.agent(&sip("bob")).unwrap();
    assert_eq!((bob.signed_in.len(), bob.presence), (0, Some(Presence::Away)));
}
