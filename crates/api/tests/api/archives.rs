//! Export, import and removal over the API.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::{
    rest::wav,
    served::{Reply, Served, options},
};

/// A hunt group with a spoken and a recorded prompt.
async fn furnish(pool: &Served) {
    let audio = pool.send_bytes("/api/v1/audio-files?fileName=Welcome.wav", wav()).send().await.granted();
    let (group, _) =
        pool.made("agent-groups", json!({ "Name": "Agents", "AgentsByUri": ["sip:kim@contoso.com"] })).await;
    let (queue, _) = pool.made("queues", json!({ "Name": "Queue", "AgentGroupIDList": [group] })).await;
    let workflow = json!({ "Name": "Help Desk", "PrimaryUri": "sip:help@contoso.com", "Active": true,
        "DefaultAction": { "Action": "TransferToQueue", "QueueID": queue, "Prompt": { "AudioFilePrompt": audio } } });
    pool.made("workflows", workflow).await;
    let settings = json!({ "AgentRingbackGracePeriod": 45 });
    assert_eq!(pool.put("/api/v1/settings?force=true", settings).send().await.status, StatusCode::OK);
}

async fn export(pool: &Served, query: &str) -> Reply {
    let archive = pool.get(&format!("/api/v1/recovery/export{query}")).send().await;
    assert_eq!(archive.status, StatusCode::OK, "{}", archive.text());
    archive
}

async fn import(pool: &Served, query: &str, archive: &Reply) -> Reply {
    pool.send_bytes(&format!("/api/v1/recovery/import{query}"), archive.bytes.clone()).send().await
}

fn count(list: &Value) -> usize {
    list["Items"].as_array().unwrap().len()
}

#[tokio::test]
async fn what_is_exported_can_be_imported_elsewhere_changed_there_and_brought_home() {
    let (primary, backup) = (Served::primary(), Served::named("backup.contoso.com", options()));
    furnish(&primary).await;
    let archive = export(&primary, "").await;
    assert_eq!(archive.header("content-type"), "application/zip");
    assert_eq!(
        archive.header("content-disposition"),
        "attachment; filename=\"RgsConfig-primary.contoso.com-16.zip\""
    );
    assert_eq!(
        (archive.header("switchback-owner"), archive.header("switchback-sequence")),
        ("primary.contoso.com", "16")
    );

    let planned = import(&backup, "?whatIf=true", &archive).await.granted();
    assert_eq!((&planned["WhatIf"], planned["Created"].as_array().unwrap().len()), (&true.into(), 3));
    insta::assert_snapshot!(format!("{:#}", planned["Plan"]), @r#"
    [
      "Keep audio of 8044 bytes.",
      "Make the agent group \"Agents\" of primary.contoso.com.",
      "Make the queue \"Queue\" of primary.contoso.com.",
      "Make the workflow \"Help Desk\" of primary.contoso.com."
    ]
    "#);
    assert_eq!(count(&backup.get("/api/v1/workflows?showAll=true").send().await.granted()), 0);

    let imported = import(&backup, "?replaceExistingSettings=true", &archive).await;
    let report = imported.granted();
    assert_eq!((report["Created"].as_array().unwrap().len(), &report["SettingsReplaced"]), (3, &true.into()));
    assert!(imported.headers.contains_key("switchback-sequence"));
    assert_eq!(
        count(&backup.get("/api/v1/workflows").send().await.granted()),
        0,
        "a plain list shows no copies"
    );
    let copies = backup
        .get("/api/v1/workflows?owner=service:ApplicationServer:primary.contoso.com")
        .send()
        .await
        .granted();
    let copy = &copies["Items"][0];
    assert_eq!(copy["OwnerPool"], "service:ApplicationServer:primary.contoso.com");
    let identity = copy["Identity"].as_str().unwrap();
    assert!(identity.starts_with("service:ApplicationServer:backup.contoso.com/"), "{identity}");
    let hash = copy["DefaultAction"]["Prompt"]["AudioFilePrompt"]["ContentHash"].as_str().unwrap();
    assert_eq!(backup.get(&format!("/api/v1/audio-files/{hash}")).send().await.bytes, wav());

    let mut edited = copy.clone();
    edited["Description"] = "Answered in the backup pool.".into();
    let address = format!("/api/v1/workflows/{}", identity.rsplit('/').next().unwrap());
    let etag = format!("\"{}\"", copy["Changed"]["Digest"].as_str().unwrap());
    assert_eq!(backup.put(&address, edited).header("if-match", &etag).send().await.status, StatusCode::OK);

    let home = export(&backup, "?owner=primary.contoso.com").await;
    let report = import(&primary, "?overwriteOwner=true", &home).await.granted();
    assert_eq!(
        (report["Updated"].as_array().unwrap().len(), report["Unchanged"].as_array().unwrap().len()),
        (1, 2)
    );
    assert_eq!(primary.get(&address).send().await.granted()["Description"], "Answered in the backup pool.");
}

#[tokio::test]
async fn only_what_was_exported_is_removed_and_only_unchanged() {
    let (primary, backup) = (Served::primary(), Served::named("backup.contoso.com", options()));
    furnish(&primary).await;
    import(&backup, "", &export(&primary, "").await).await.granted();
    let archive = export(&backup, "?owner=primary.contoso.com").await;
    let removal = json!({ "Owner": "primary.contoso.com", "Digest": archive.header("switchback-digest"),
        "Sequence": archive.header("switchback-sequence").parse::<u64>().unwrap() });
    let planned = backup.post("/api/v1/recovery/removal?whatIf=true", removal.clone()).send().await.granted();
    assert_eq!(planned["Removed"].as_array().unwrap().len(), 3);

    let queue = backup.get("/api/v1/queues?showAll=true").send().await.granted()["Items"][0].clone();
    let address =
        format!("/api/v1/queues/{}", queue["Identity"].as_str().unwrap().rsplit('/').next().unwrap());
    let mut edited = queue.clone();
    edited["Description"] = "Changed after the export.".into();
    assert_eq!(backup.put(&format!("{address}?force=true"), edited).send().await.status, StatusCode::OK);
    let refused = backup.post("/api/v1/recovery/removal", removal).send().await;
    insta::assert_snapshot!(refused.problem(), @"409 export-changed: nothing was removed: the configuration of primary.contoso.com changed since the export (sequence 12); export again");

    let archive = export(&backup, "?owner=primary.contoso.com").await;
    let removal = json!({ "Owner": "service:ApplicationServer:primary.contoso.com",
        "Digest": archive.header("switchback-digest"),
        "Sequence": archive.header("switchback-sequence").parse::<u64>().unwrap() });
    let removed = backup.post("/api/v1/recovery/removal", removal).send().await.granted();
    assert_eq!(removed["Removed"].as_array().unwrap().len(), 3);
    assert_eq!(count(&backup.get("/api/v1/queues?showAll=true").send().await.granted()), 0);
}

#[tokio::test]
async fn all_conflicts_are_told_at_once_and_nothing_is_imported() {
    let (primary, backup) = (Served::primary(), Served::named("backup.contoso.com", options()));
    furnish(&primary).await;
    backup.made("queues", json!({ "Name": "QUEUE" })).await;
    backup.made("agent-groups", json!({ "Name": "agents" })).await;
    let archive = export(&primary, "").await;
    let refused = import(&backup, "", &archive).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let conflicts = refused.json()["Conflicts"].as_array().unwrap().clone();
    let names: Vec<&str> =
        conflicts.iter().map(|conflict| conflict["Object"]["Name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Agents", "Queue"]);
    assert_eq!(count(&backup.get("/api/v1/workflows?showAll=true").send().await.granted()), 0);
    let resolved = import(&backup, "?resolveNameConflicts=true", &archive).await.granted();
    assert_eq!(resolved["Renamed"][0]["Object"]["Name"], "Agents (2)");
}

#[tokio::test]
async fn the_plan_of_an_export_lists_what_would_be_in_it() {
    let primary = Served::primary();
    furnish(&primary).await;
    let plan = primary.get("/api/v1/recovery/export?whatIf=true").send().await.granted();
    insta::assert_snapshot!(format!("{:#}", plan["Plan"]), @r#"
    [
      "Export the agent group \"Agents\".",
      "Export the queue \"Queue\".",
      "Export the workflow \"Help Desk\".",
      "Export the settings of the pool."
    ]
    "#);
    assert_eq!(plan["Objects"].as_array().unwrap().len(), 3);
}
