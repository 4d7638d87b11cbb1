//! New, Get, Set and Remove over the API.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::served::{Served, options};

fn group(name: &str) -> Value {
    json!({ "Name": name, "AgentsByUri": ["sip:kim@contoso.com"] })
}

#[tokio::test]
async fn an_object_is_made_read_changed_and_removed() {
    let pool = Served::primary();
    let made = pool.post("/api/v1/agent-groups", group("Help Desk")).send().await;
    assert_eq!(made.status, StatusCode::CREATED);
    let (location, etag) = (made.header("location").to_owned(), made.header("etag").to_owned());
    assert!(made.header("switchback-sequence").parse::<u64>().is_ok());

    let read = pool.get(&location).send().await;
    assert_eq!(read.header("etag"), etag);
    let mut object = read.granted();
    let id = location.rsplit('/').next().unwrap();
    assert_eq!(object["Identity"], format!("service:ApplicationServer:primary.contoso.com/{id}"));
    assert_eq!(object["OwnerPool"], "service:ApplicationServer:primary.contoso.com");
    assert_eq!(object["Changed"]["By"], "sip:csadministrator@contoso.com");
    assert_eq!(object["RoutingMethod"], "Parallel");

    object["RoutingMethod"] = "Serial".into();
    let saved = pool.put(&location, object.clone()).header("if-match", &etag).send().await;
    assert_eq!(saved.granted()["RoutingMethod"], "Serial");
    assert_ne!(saved.header("etag"), etag);

    let gone = pool.delete(&location).send().await;
    assert_eq!(gone.granted()["Name"], "Help Desk");
    assert_eq!(pool.get(&location).send().await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn each_of_the_five_types_has_its_collection() {
    let pool = Served::primary();
    let bodies = [
        ("agent-groups", group("Agents")),
        ("queues", json!({ "Name": "Queue" })),
        (
            "hours-of-business",
            json!({ "Name": "Hours", "MondayHours1": { "OpenTime": "8:00", "CloseTime": "17:00" } }),
        ),
        (
            "holiday-sets",
            json!({ "Name": "Holidays", "HolidayList": [{ "StartDate": "2026-12-25", "EndDate": "2026-12-26" }] }),
        ),
        ("workflows", json!({ "Name": "Workflow", "PrimaryUri": "sip:help@contoso.com" })),
    ];
    for (collection, body) in bodies {
        let (id, _) = pool.made(collection, body.clone()).await;
        let read = pool.get(&format!("/api/v1/{collection}/{id}")).send().await.granted();
        assert_eq!(read["Name"], body["Name"]);
        let list = pool.get(&format!("/api/v1/{collection}")).send().await.granted();
        assert_eq!(list["Items"].as_array().unwrap().len(), 1);
        assert_eq!(list["Items"][0], read);
    }
}

#[tokio::test]
async fn a_workflow_without_language_or_time_zone_gets_those_of_the_pool() {
    let pool = Served::primary();
    let body = json!({ "Name": "Workflow", "PrimaryUri": "sip:help@contoso.com", "TimeZone": null });
    let made = pool.post("/api/v1/workflows", body).send().await.granted();
    assert_eq!((&made["Language"], &made["TimeZone"]), (&"en-US".into(), &"W. Europe Standard Time".into()));
    let body = json!({ "Name": "Other", "PrimaryUri": "sip:other@contoso.com", "Language": "fr-FR" });
    assert_eq!(pool.post("/api/v1/workflows", body).send().await.granted()["Language"], "fr-FR");
}

#[tokio::test]
async fn the_answer_to_a_write_can_be_sent_back_as_it_came() {
    let pool = Served::primary();
    let body = json!({ "Name": "Slow", "AgentAlertTime": 300 });
    let made = pool.post("/api/v1/agent-groups", body).send().await;
    let object = made.granted();
    assert_eq!(object["Warnings"].as_array().unwrap().len(), 1, "{object}");
    let again =
        pool.put(made.header("location"), object).header("if-match", made.header("etag")).send().await;
    assert_eq!(again.status, StatusCode::OK, "{}", again.text());
    assert!(again.headers.get("switchback-sequence").is_none(), "nothing had to change");
}

#[tokio::test]
async fn a_change_by_somebody_else_is_not_overwritten_and_is_told_property_by_property() {
    let pool = Served::primary();
    let (id, etag) = pool.made("agent-groups", group("Help Desk")).await;
    let address = format!("/api/v1/agent-groups/{id}");
    let other =
        json!({ "Name": "Help Desk", "AgentsByUri": ["sip:pat@contoso.com"], "RoutingMethod": "Serial" });
    let other = pool.put(&address, other).header("if-match", &etag).token("CsResponseGroupAdministrator");
    let other = other.send().await;
    assert_eq!(other.status, StatusCode::OK);

    let mine = pool.put(&address, group("Service Desk")).header("if-match", &etag).send().await;
    insta::assert_snapshot!(mine.problem(), @r#"412 stale: agent group "Help Desk" was changed by sip:csresponsegroupadministrator@contoso.com since it was read; read it again and repeat the change"#);
    let problem = mine.json();
    insta::assert_snapshot!(format!("{:#}", problem["Differences"]), @r#"
    [
      {
        "Here": [
          "sip:pat@contoso.com"
        ],
        "Property": "AgentsByUri",
        "There": [
          "sip:kim@contoso.com"
        ]
      },
      {
        "Here": "Serial",
        "Property": "RoutingMethod",
        "There": "Parallel"
      }
    ]
    "#);
    assert_eq!(problem["ChangedBy"], "sip:csresponsegroupadministrator@contoso.com");
    assert_eq!(problem["ChangedAt"], other.json()["Changed"]["At"]);
    assert_eq!(format!("\"{}\"", problem["Current"].as_str().unwrap()), other.header("etag"));
    assert_eq!(pool.get(&address).send().await.granted()["Name"], "Help Desk");
    let removal = pool.delete(&address).header("if-match", &etag).send().await;
    assert_eq!(removal.status, StatusCode::PRECONDITION_FAILED);

    let forced = pool.put(&format!("{address}?force=true"), group("Service Desk")).send().await;
    assert_eq!(forced.granted()["Name"], "Service Desk");
}

#[tokio::test]
async fn an_object_is_sent_whole_because_its_owner_may_have_changed_under_the_same_tag() {
    let (primary, backup) = (Served::primary(), Served::named("backup.contoso.com", options()));
    let (id, etag) = primary.made("queues", json!({ "Name": "Queue" })).await;
    let archive = primary.get("/api/v1/recovery/export").send().await.bytes;
    backup.send_bytes("/api/v1/recovery/import", archive.clone()).send().await.granted();
    let read = async || {
        let reply = backup.get(&format!("/api/v1/queues/{id}")).header("if-none-match", &etag).send().await;
        assert_eq!(reply.header("etag"), etag);
        reply.granted()["OwnerPool"].as_str().unwrap().to_owned()
    };
    assert_eq!(read().await, "service:ApplicationServer:primary.contoso.com");
    backup.send_bytes("/api/v1/recovery/import?overwriteOwner=true", archive).send().await.granted();
    assert_eq!(read().await, "service:ApplicationServer:backup.contoso.com");
}

#[tokio::test]
async fn a_plan_tells_what_would_happen_and_stores_nothing() {
    let pool = Served::primary();
    let (id, etag) = pool.made("queues", json!({ "Name": "Queue" })).await;
    let address = format!("/api/v1/queues/{id}");
    let before = pool.get("/api/v1/pool").send().await.granted()["Sequence"].clone();
    let hash = domain::ContentHash::of(&crate::rest::wav());
    let plans = [
        pool.post("/api/v1/queues?whatIf=true", json!({ "Name": "Another" })),
        pool.put(&format!("{address}?whatIf=true"), json!({ "Name": "Renamed" })).header("if-match", &etag),
        pool.delete(&format!("{address}?whatIf=true")),
        pool.put("/api/v1/settings?whatIf=true&force=true", json!({ "DisableCallContext": true })),
        pool.send_bytes("/api/v1/audio-files?fileName=Hold.wav&whatIf=true", crate::rest::wav()),
        pool.put("/api/v1/persons/sip:kim@contoso.com?whatIf=true", json!({ "Roles": ["CsAgent"] })),
        pool.post("/api/v1/tokens?whatIf=true", json!({ "Person": "sip:kim@contoso.com", "Label": "Kim" })),
        pool.delete("/api/v1/tokens/00000000-0000-0000-0000-000000000063?whatIf=true"),
        pool.with_method("POST", "/api/v1/pool/roles/backup.contoso.com/failover?whatIf=true"),
    ];
    let mut sentences = Vec::new();
    for plan in plans {
        let reply = plan.send().await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
        let plan = reply.json();
        assert_eq!(plan["WhatIf"], true);
        assert!(plan.get("Token").is_none(), "a secret that is worth nothing is not told");
        assert!(reply.headers.get("location").is_none() && reply.headers.get("etag").is_none());
        sentences
            .extend(plan["Plan"].as_array().unwrap().iter().map(|line| line.as_str().unwrap().to_owned()));
    }
    insta::assert_snapshot!(sentences.join("\n"), @r#"
    Make the queue "Another".
    Change the queue "Queue" and call it "Renamed".
    Remove the queue "Queue".
    Remember that the queue "Queue" was removed.
    Change the settings of the pool.
    Keep audio of 8044 bytes.
    Give sip:kim@contoso.com exactly these roles: CsAgent.
    Make a token for sip:kim@contoso.com.
    Revoke the token 00000000-0000-0000-0000-000000000063.
    Answer calls for the workflows of backup.contoso.com, under epoch 1.
    "#);
    assert_eq!(pool.get("/api/v1/pool").send().await.granted()["Sequence"], before);
    assert_eq!(pool.get(&format!("/api/v1/audio-files/{hash}")).send().await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_object_in_use_is_removed_only_by_force() {
    let pool = Served::primary();
    let (agents, _) = pool.made("agent-groups", group("Agents")).await;
    let (queue, _) = pool.made("queues", json!({ "Name": "Queue", "AgentGroupIDList": [agents] })).await;
    let workflow = json!({
        "Name": "Workflow", "PrimaryUri": "sip:help@contoso.com", "Active": true,
        "DefaultAction": { "Action": "TransferToQueue", "QueueID": queue },
    });
    pool.made("workflows", workflow).await;
    let address = format!("/api/v1/queues/{queue}");
    let refused = pool.delete(&address).send().await;
    insta::assert_snapshot!(refused.problem(), @r#"409 in-use: queue "Queue" was not removed: it is used by workflow "Workflow"; use -Force to remove it all the same"#);
    assert_eq!(refused.json()["Users"][0]["Name"], "Workflow");
    let forced = pool.delete(&format!("{address}?force=true")).send().await;
    insta::assert_snapshot!(format!("{:#}", forced.granted()["Warnings"]), @r#"
    [
      "workflow \"Workflow\" still refers to what was removed"
    ]
    "#);
}

#[tokio::test]
async fn a_full_disk_refuses_changes_and_reads_go_on() {
    let pool = Served::primary();
    let (id, _) = pool.made("queues", json!({ "Name": "Queue" })).await;
    pool.disk.fill();
    let refused = pool.post("/api/v1/queues", json!({ "Name": "Another" })).send().await;
    insta::assert_snapshot!(refused.problem(), @"507 disk-full: the disk with the data directory /var/lib/switchback is full and nothing was changed; free some space there, then repeat the request");
    assert_eq!(pool.get(&format!("/api/v1/queues/{id}")).send().await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_method_that_is_not_taken_comes_with_those_that_are() {
    let pool = Served::primary();
    let refused = pool.delete("/api/v1/queues").send().await;
    assert_eq!(refused.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(refused.header("allow"), "GET,HEAD,POST");
}
