//! Who may do what and the roles of pools under their epochs (`docs/rules.md`).

use admin::{Caller, Import, Query, Refusal, Request};
use domain::{ContentHash, Duty, Label, ObjectKind, PoolRole, Role, TokenId};
use serde_json::{Value, json};

use crate::pool::{A, B, Pool, fqdn, id, object, sip, workflow};

/// The help desk, managed by Pat, and a second workflow (15, queue 14, group 11) that Pat does not manage.
fn pool() -> Pool {
    let mut pool = Pool::with_help_desk(A);
    pool.create(11, ObjectKind::AgentGroup, json!({"Name": "Sales", "AgentsByUri": ["sip:kim@contoso.com"]}));
    pool.create(14, ObjectKind::Queue, json!({"Name": "Sales", "AgentGroupIDList": [id(11)]}));
    pool.create(15, ObjectKind::Workflow, workflow("Sales", "sales", 14));
    for (user, role) in [
        ("admin", Role::CsAdministrator),
        ("rgs", Role::CsResponseGroupAdministrator),
        ("pat", Role::CsResponseGroupManager),
        ("viewer", Role::CsViewOnlyAdministrator),
        ("kim", Role::CsAgent),
    ] {
        pool.ask(Request::SetRoles { uri: sip(user), roles: vec![role] }).unwrap();
    }
    pool.edit(5, "ManagersByUri", json!(["sip:Pat@contoso.com"]));
    pool
}

fn caller(user: &str) -> Caller {
    Caller::Person(sip(user))
}

fn set(pool: &Pool, number: u128, property: &str, value: Value) -> Request {
    let mut properties = pool.entry(number).object.to_properties();
    properties.insert(property.to_owned(), value);
    Request::Set {
        id: id(number),
        object: object(pool.entry(number).kind(), properties.into()),
        expected: None,
    }
}

fn learned() -> Request {
    Request::LearnPoolRole(PoolRole { owner: fqdn(A), duty: Duty::Relays, epoch: 1 })
}

fn allowed(pool: &Pool, user: &str, request: Request) -> bool {
    match pool.plan(&caller(user), request) {
        Err(Refusal::Forbidden(_)) => false,
        Ok(_) | Err(_) => true,
    }
}

#[test]
fn each_request_needs_its_role() {
    let pool = pool();
    let export = pool.export(None);
    type Row = (&'static str, Box<dyn Fn() -> Request>, &'static str);
    let table: [Row; 10] = [
        (
            "new workflow",
            Box::new(|| Request::New {
                id: id(99),
                object: object(ObjectKind::Workflow, workflow("New", "new", 4)),
            }),
            "admin rgs",
        ),
        (
            "new queue",
            Box::new(|| Request::New {
                id: id(99),
                object: object(ObjectKind::Queue, json!({"Name": "New"})),
            }),
            "admin rgs pat",
        ),
        (
            "remove workflow",
            Box::new(|| Request::Remove { id: id(5), expected: None, force: true }),
            "admin rgs",
        ),
        (
            "settings",
            Box::new(|| Request::SetSettings { settings: Default::default(), expected: None }),
            "admin rgs",
        ),
        (
            "import",
            Box::new(move || {
                Request::Import(Box::new(Import { export: export.clone(), ..Import::default() }))
            }),
            "admin rgs",
        ),
        ("failover", Box::new(|| Request::FailOver { owner: fqdn(B) }), "admin rgs"),
        ("failback", Box::new(|| Request::FailBack { owner: fqdn(B) }), "admin rgs"),
        ("a role that is learned", Box::new(learned), "admin"),
        ("roles", Box::new(|| Request::SetRoles { uri: sip("new"), roles: vec![] }), "admin"),
        (
            "token",
            Box::new(|| Request::NewToken {
                id: TokenId(id(1).0),
                hash: ContentHash::of(b"s"),
                person: sip("pat"),
                label: Label::new("").unwrap(),
            }),
            "admin",
        ),
    ];
    for (what, request, may) in &table {
        let found: Vec<_> = ["admin", "rgs", "pat", "viewer", "kim", "nobody"]
            .into_iter()
            .filter(|user| allowed(&pool, user, request()))
            .collect();
        assert_eq!(found.join(" "), *may, "{what}");
    }
}

#[test]
fn a_manager_changes_what_the_workflow_uses_and_nothing_else() {
    let pool = pool();
    for (number, property, value, may) in [
        (5, "Description", json!("by Pat"), true),
        (5, "ManagersByUri", json!(["sip:pat@contoso.com", "sip:kim@contoso.com"]), true),
        (5, "Active", json!(false), true),
        (5, "PrimaryUri", json!("sip:other@contoso.com"), false),
        (5, "LineUri", json!("tel:+1425"), false),
        (5, "DisplayNumber", json!("555"), false),
        (5, "Managed", json!(true), false),
        (4, "TimeoutThreshold", json!(90), true),
        (1, "AgentAlertTime", json!(30), true),
        (15, "Description", json!("by Pat"), false),
        (14, "TimeoutThreshold", json!(90), false),
        (11, "AgentAlertTime", json!(30), false),
    ] {
        let request = set(&pool, number, property, value);
        assert_eq!(allowed(&pool, "pat", request), may, "{number} {property}");
    }
}

#[test]
fn a_manager_cannot_turn_a_hunt_group_into_an_interactive_one() {
    let pool = pool();
    let question = json!({"Action": "TransferToQuestion", "Question": {"Prompt": {}, "AnswerList": [
        {"DtmfResponse": "1", "Action": {"Action": "TransferToQueue", "QueueID": id(4)}}]}});
    let request = set(&pool, 5, "DefaultAction", question);
    let refusal = pool.plan(&caller("pat"), request).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "sip:pat@contoso.com manages this workflow but may not change its type; ask an administrator"
    );
}

#[test]
fn a_manager_cannot_draw_in_what_belongs_to_others() {
    let mut pool = pool();
    let request = set(&pool, 5, "DefaultAction", json!({"Action": "TransferToQueue", "QueueID": id(14)}));
    assert!(!allowed(&pool, "pat", request), "a queue of another workflow");
    let request = set(&pool, 4, "AgentGroupIDList", json!([id(1), id(11)]));
    assert!(!allowed(&pool, "pat", request), "a group of another workflow");
    let own =
        Request::New { id: id(30), object: object(ObjectKind::AgentGroup, json!({"Name": "Pat's own"})) };
    pool.as_caller(&caller("pat"), own).unwrap();
    let request = set(&pool, 4, "AgentGroupIDList", json!([id(1), id(30)]));
    pool.as_caller(&caller("pat"), request).unwrap();
}

#[test]
fn what_others_use_as_well_is_not_a_managers_to_change() {
    let mut pool = pool();
    pool.create(16, ObjectKind::Workflow, workflow("Second user", "second", 4));
    let request = set(&pool, 4, "TimeoutThreshold", json!(90));
    assert!(!allowed(&pool, "pat", request));
}

#[test]
fn everyone_sees_what_their_role_shows() {
    let pool = pool();
    let names = |user, kind| {
        let query = Query { kind, owner: None, show_all: true, name: None, after: None, limit: 10 };
        let page = admin::list(&pool.configuration, &caller(user), &query);
        page.map(|page| {
            page.entries.iter().map(|entry| entry.name().to_string()).collect::<Vec<_>>().join(", ")
        })
    };
    assert_eq!(names("viewer", ObjectKind::Workflow).unwrap(), "Help Desk, Sales");
    assert_eq!(names("pat", ObjectKind::Workflow).unwrap(), "Help Desk");
    assert_eq!(names("pat", ObjectKind::AgentGroup).unwrap(), "Tier 1");
    assert_eq!(names("kim", ObjectKind::AgentGroup).unwrap(), "Sales");
    assert_eq!(names("kim", ObjectKind::Workflow).unwrap(), "");
    assert_eq!(
        names("nobody", ObjectKind::Queue).unwrap_err().to_string(),
        "sip:nobody@contoso.com may not list objects of type Queue; it needs the role CsAgent"
    );
    let hidden = admin::find(&pool.configuration, &caller("pat"), ObjectKind::Workflow, id(15));
    assert_eq!(hidden.unwrap_err(), Refusal::NotFound(id(15)));
}

#[test]
fn a_person_with_two_roles_has_the_rights_of_both() {
    let mut pool = pool();
    let roles = vec![Role::CsResponseGroupManager, Role::CsResponseGroupAdministrator];
    pool.ask(Request::SetRoles { uri: sip("pat"), roles }).unwrap();
    let request = set(&pool, 15, "Description", json!("by Pat"));
    assert!(allowed(&pool, "pat", request));
}

#[test]
fn every_change_records_who_asked() {
    let mut pool = pool();
    let request = set(&pool, 5, "Description", json!("by Pat"));
    pool.as_caller(&caller("pat"), request).unwrap();
    assert_eq!(pool.entry(5).changed.by, sip("pat"));
}

#[test]
fn the_last_administrator_cannot_be_locked_out() {
    let mut pool = pool();
    let token = TokenId(id(40).0);
    let new = Request::NewToken {
        id: token,
        hash: ContentHash::of(b"s"),
        person: sip("admin"),
        label: Label::new("").unwrap(),
    };
    pool.ask(new).unwrap();
    let refusal = pool.ask(Request::RevokeToken { id: token }).unwrap_err();
    assert_eq!(refusal, Refusal::LastAdministrator(sip("admin")));
    let refusal = pool.ask(Request::SetRoles { uri: sip("admin"), roles: vec![Role::CsAgent] }).unwrap_err();
    assert_eq!(refusal, Refusal::LastAdministrator(sip("admin")));
    assert!(pool.configuration.token_hashed(&ContentHash::of(b"s")).is_some());
}

#[test]
fn every_failover_and_failback_raises_the_epoch() {
    let mut backup = Pool::new(B);
    let role = |pool: &Pool| {
        let role = pool.configuration.pool_role(&fqdn(A));
        (role.duty, role.epoch)
    };
    assert_eq!(role(&backup), (Duty::Relays, 0));
    backup.ask(Request::FailOver { owner: fqdn(A) }).unwrap();
    assert_eq!(role(&backup), (Duty::Answers, 1));
    let refusal = backup.ask(Request::FailOver { owner: fqdn(A) }).unwrap_err();
    assert_eq!(refusal.to_string(), "backup.contoso.com answers for primary.contoso.com already (epoch 1)");
    backup.ask(Request::FailBack { owner: fqdn(A) }).unwrap();
    assert_eq!(role(&backup), (Duty::Relays, 2));
    let refusal = backup.ask(Request::FailBack { owner: fqdn(A) }).unwrap_err();
    assert!(refusal.to_string().contains("there is nothing to give back"), "{refusal}");
    assert_eq!(backup.ask(Request::FailOver { owner: fqdn(B) }).unwrap_err(), Refusal::OwnPool(fqdn(B)));
}

#[test]
fn a_primary_learns_that_it_was_failed_over_and_takes_back_only_by_failback() {
    let mut primary = Pool::new(A);
    let learn = |epoch, duty| Request::LearnPoolRole(PoolRole { owner: fqdn(A), duty, epoch });
    primary.ask(learn(1, Duty::Relays)).unwrap();
    assert_eq!(primary.configuration.pool_role(&fqdn(A)).duty, Duty::Relays);
    let refusal = primary.ask(learn(1, Duty::Answers)).unwrap_err();
    assert_eq!(refusal, Refusal::EpochPassed { owner: fqdn(A), held: 1, offered: 1 });
    primary.ask(Request::FailBack { owner: fqdn(A) }).unwrap();
    let role = primary.configuration.pool_role(&fqdn(A));
    assert_eq!((role.duty, role.epoch), (Duty::Answers, 2));
}
