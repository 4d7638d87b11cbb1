//! Who may do what over the API.

use std::{num::NonZeroU32, sync::mpsc};

use api::Options;
use serde_json::json;

use crate::served::{Served, options};

#[tokio::test]
async fn each_role_reaches_what_it_may_and_no_more() {
    let pool = Served::primary();
    let (group, _) = pool
        .made("agent-groups", json!({ "Name": "Agents", "AgentsByUri": ["sip:csagent@contoso.com"] }))
        .await;
    let workflow = json!({ "Name": "Managed", "PrimaryUri": "sip:managed@contoso.com", "Active": true, "Managed": true,
        "ManagersByUri": ["sip:csresponsegroupmanager@contoso.com"], "Language": "en-US",
        "DefaultAction": { "Action": "TransferToQuestion", "Question": { "Prompt": {}, "AnswerList": [
            { "DtmfResponse": "1", "Action": { "Action": "Terminate" } }] } } });
    let (managed, _) = pool.made("workflows", workflow).await;
    let (other, _) =
        pool.made("workflows", json!({ "Name": "Other", "PrimaryUri": "sip:other@contoso.com" })).await;
    let asks = [
        ("GET", "queues".to_owned()),
        ("GET", format!("agent-groups/{group}")),
        ("GET", format!("workflows/{managed}")),
        ("GET", format!("workflows/{other}")),
        ("GET", "settings".to_owned()),
        ("GET", "log".to_owned()),
        ("GET", "pool".to_owned()),
        ("GET", "persons".to_owned()),
        ("GET", "tokens".to_owned()),
        ("GET", "recovery/export?whatIf=true".to_owned()),
        ("POST", "queues?whatIf=true".to_owned()),
        ("DELETE", format!("workflows/{managed}?whatIf=true&force=true")),
        ("POST", "pool/roles/backup.contoso.com/failover?whatIf=true".to_owned()),
        ("DELETE", "tokens/00000000-0000-0000-0000-000000000063?whatIf=true".to_owned()),
    ];
    let mut table = String::new();
    for (method, path) in asks {
        let shown = path.replace(&group, "GROUP").replace(&managed, "MANAGED").replace(&other, "OTHER");
        table += &format!("{:<76}", format!("{method} {shown}"));
        for token in TOKENS {
            let ask = pool.with_method(method, &format!("/api/v1/{path}")).token(token);
            let ask = if path.starts_with("queues?") { ask.json(json!({ "Name": "Queue" })) } else { ask };
            table += &format!(" {}", ask.send().await.status.as_u16());
        }
        table.push('\n');
    }
    insta::assert_snapshot!(table, @r#"
    GET queues                                                                   200 200 200 200 200 403
    GET agent-groups/GROUP                                                       200 200 404 200 200 403
    GET workflows/MANAGED                                                        200 200 200 200 404 403
    GET workflows/OTHER                                                          200 200 404 200 404 403
    GET settings                                                                 200 200 403 200 403 403
    GET log                                                                      200 200 403 200 403 403
    GET pool                                                                     200 200 200 200 200 403
    GET persons                                                                  200 200 403 200 403 403
    GET tokens                                                                   200 403 403 403 403 403
    GET recovery/export?whatIf=true                                              200 200 403 403 403 403
    POST queues?whatIf=true                                                      200 200 200 403 403 403
    DELETE workflows/MANAGED?whatIf=true&force=true                              200 200 403 403 404 403
    POST pool/roles/backup.contoso.com/failover?whatIf=true                      200 200 403 403 403 403
    DELETE tokens/00000000-0000-0000-0000-000000000063?whatIf=true               200 403 403 403 403 403
    "#);
}

/// The tokens in the order of the table's columns.
pub(crate) const TOKENS: [&str; 6] = [
    "CsAdministrator",
    "CsResponseGroupAdministrator",
    "CsResponseGroupManager",
    "CsViewOnlyAdministrator",
    "CsAgent",
    "Nobody",
];

#[tokio::test]
async fn every_route_of_the_api_asks_for_a_token() {
    let pool = Served::primary();
    let document = serde_json::to_value(api::openapi()).unwrap();
    let mut asked = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys().filter(|_| path.starts_with("/api/")) {
            let address =
                path.replace("{id}", "00000000-0000-0000-0000-000000000001").replace(['{', '}'], "");
            let reply = pool.with_method(&method.to_uppercase(), &address).without_token().send().await;
            assert!(
                reply.problem().starts_with("401 token: the request has no token"),
                "{method} {path}: {}",
                reply.text()
            );
            asked += 1;
        }
    }
    assert!(asked >= 40, "{asked} routes");
}

/// What the log writes, sent to the test.
#[derive(Clone)]
struct Lines(mpsc::Sender<Vec<u8>>);

impl std::io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.send(bytes.to_vec()).map_err(std::io::Error::other)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn guesses_do_not_fill_the_log() {
    let (lines, logged) = mpsc::channel();
    let lines = Lines(lines);
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::INFO).with_writer(move || lines.clone());
    let logging = tracing::subscriber::set_default(subscriber.finish());
    let limits = Options { refused_logins_per_minute_max: NonZeroU32::new(2).unwrap(), ..options() };
    let pool = Served::named("primary.contoso.com", limits);
    for _ in 0..20 {
        pool.get("/api/v1/queues").token("a-guessed-token").send().await;
    }
    drop((logging, pool));
    let text: Vec<u8> = logged.try_iter().flatten().collect();
    let text = String::from_utf8(text).unwrap();
    let told = text.matches("login refused").count();
    assert!((2..4).contains(&told), "a slow machine may grant one more: {text}");
    assert_eq!(text.lines().count(), told, "{text}");
}

#[tokio::test]
async fn neither_tokens_nor_bodies_reach_the_log() {
    let (lines, logged) = mpsc::channel();
    let lines = Lines(lines);
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || lines.clone());
    let logging = tracing::subscriber::set_default(subscriber.finish());
    let pool = Served::primary();
    let made = pool
        .post("/api/v1/tokens", json!({ "Person": "sip:kim@contoso.com", "Label": "Laptop" }))
        .send()
        .await;
    let secret = made.json()["Token"].as_str().unwrap().to_owned();
    pool.get("/api/v1/queues?name=confidential").token(&secret).send().await;
    pool.get("/api/v1/queues").token("a-guessed-token").send().await;
    pool.post("/api/v1/queues", json!({ "Name": "confidential" })).send().await;
    drop(logging);
    drop(pool);
    let text: Vec<u8> = logged.try_iter().flatten().collect();
    let text = String::from_utf8(text).unwrap();
    assert!(text.contains("login refused") && text.contains("/api/v1/tokens"), "{text}");
    for hidden in [secret.as_str(), "a-guessed-token", "confidential", "CsAdministrator"] {
        assert!(!text.contains(hidden), "{text}");
    }
}
