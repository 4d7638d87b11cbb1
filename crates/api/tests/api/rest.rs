//! Settings, audio, persons, tokens, the pool, calendars and agents.

use axum::http::StatusCode;
use serde_json::json;

use crate::served::Served;

/// A second of silence.
pub(crate) fn wav() -> Vec<u8> {
    let mut bytes = b"RIFF\x2c\0\0\0WAVEfmt \x10\0\0\0".to_vec();
    for field in [1_u16, 1, 8_000, 0, 8_000, 0, 1, 8] {
        bytes.extend(field.to_le_bytes());
    }
    bytes.extend(b"data");
    bytes.extend(8_000_u32.to_le_bytes());
    bytes.extend([0x80; 8_000]);
    bytes
}

#[tokio::test]
async fn settings_are_saved_by_those_who_read_them() {
    let pool = Served::primary();
    let read = pool.get("/api/v1/settings").send().await;
    let mut settings = read.granted();
    assert_eq!(settings["Identity"], "service:ApplicationServer:primary.contoso.com");
    settings["AgentRingbackGracePeriod"] = 90.into();
    let saved =
        pool.put("/api/v1/settings", settings.clone()).header("if-match", read.header("etag")).send().await;
    assert_eq!(saved.granted()["AgentRingbackGracePeriod"], 90);
    let late = pool.put("/api/v1/settings", settings).header("if-match", read.header("etag")).send().await;
    insta::assert_snapshot!(late.problem(), @"412 stale: the settings of the pool were changed since they were read; read them again and repeat the change");
    let known = pool.get("/api/v1/settings").header("if-none-match", saved.header("etag")).send().await;
    assert_eq!(known.status, StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn audio_is_brought_referred_to_and_read_back() {
    let pool = Served::primary();
    let brought =
        pool.send_bytes("/api/v1/audio-files?fileName=C:%5CMedia%5CWelcome.wav", wav()).send().await;
    assert_eq!(brought.status, StatusCode::CREATED, "{}", brought.text());
    let audio = brought.json();
    assert_eq!(audio["OriginalFileName"], "Welcome.wav");
    let prompt = json!({ "Name": "Queue", "TimeoutThreshold": 30,
        "TimeoutAction": { "Action": "Terminate", "Prompt": { "AudioFilePrompt": audio } } });
    pool.made("queues", prompt).await;
    let read = pool.get(brought.header("location")).send().await;
    assert_eq!((read.header("content-type"), &read.bytes), ("audio/wav", &wav()));
    let known =
        pool.get(brought.header("location")).header("if-none-match", read.header("etag")).send().await;
    assert_eq!(known.status, StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn a_token_is_told_once_works_and_can_be_revoked() {
    let pool = Served::primary();
    let roles = json!({ "Roles": ["CsViewOnlyAdministrator", "CsAgent"] });
    let person = pool.put("/api/v1/persons/sip:kim@contoso.com", roles).send().await.granted();
    assert_eq!(person, pool.get("/api/v1/persons/sip:Kim@contoso.com").send().await.granted());
    let made = pool
        .post("/api/v1/tokens", json!({ "Person": "sip:kim@contoso.com", "Label": "Laptop" }))
        .send()
        .await;
    assert_eq!((made.status, made.header("cache-control")), (StatusCode::CREATED, "no-store"));
    let token = made.json();
    let secret = token["Token"].as_str().unwrap();
    assert_eq!(pool.get("/api/v1/queues").token(secret).send().await.status, StatusCode::OK);
    let list = pool.get("/api/v1/tokens").send().await;
    assert!(list.text().contains("Laptop") && !list.text().contains(secret));
    assert!(!pool.get("/api/v1/log").send().await.text().contains(secret));
    let address = format!("/api/v1/tokens/{}", token["Id"].as_str().unwrap());
    assert_eq!(pool.delete(&address).send().await.status, StatusCode::OK);
    assert_eq!(pool.get("/api/v1/queues").token(secret).send().await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_pool_says_who_it_is_and_for_whom_it_answers() {
    let pool = Served::primary();
    let reply = pool.with_method("POST", "/api/v1/pool/roles/BACKUP.contoso.com/failover").send().await;
    insta::assert_snapshot!(format!("{:#}", reply.granted()), @r#"
    {
      "Duty": "Answers",
      "Epoch": 1,
      "Owner": "backup.contoso.com"
    }
    "#);
    insta::assert_snapshot!(format!("{:#}", pool.get("/api/v1/pool").send().await.granted()), @r#"
    {
      "Fqdn": "primary.contoso.com",
      "Identity": "service:ApplicationServer:primary.contoso.com",
      "Roles": [
        {
          "Duty": "Answers",
          "Epoch": 0,
          "Owner": "primary.contoso.com"
        },
        {
          "Duty": "Answers",
          "Epoch": 1,
          "Owner": "backup.contoso.com"
        }
      ],
      "Sequence": 12,
      "Versions": {
        "Api": "v1",
        "Archive": 1,
        "Server": "0.0.0"
      }
    }
    "#);
    let back = "/api/v1/pool/roles/service:ApplicationServer:backup.contoso.com/failback";
    assert_eq!(pool.with_method("POST", back).send().await.granted()["Duty"], "Relays");
    let again = pool.with_method("POST", back).send().await;
    insta::assert_snapshot!(again.problem(), @"409 pool-role: primary.contoso.com does not answer for backup.contoso.com, so there is nothing to give back (epoch 2)");
    assert_eq!(pool.get("/api/v1/pool/roles").send().await.granted()["Items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_calendar_says_what_holds_and_when_that_changes() {
    let pool = Served::primary();
    let hours = json!({ "Name": "Hours", "MondayHours1": { "OpenTime": "8:00", "CloseTime": "17:00" } });
    let (hours, _) = pool.made("hours-of-business", hours).await;
    let holidays = json!({ "Name": "Holidays", "HolidayList": [{ "StartDate": "2026-03-09", "EndDate": "2026-03-10" }] });
    let (holidays, _) = pool.made("holiday-sets", holidays).await;
    let workflow = json!({ "Name": "Workflow", "PrimaryUri": "sip:help@contoso.com",
        "BusinessHoursID": hours, "HolidaySetIDList": [holidays] });
    let (id, _) = pool.made("workflows", workflow).await;
    let now = pool.get(&format!("/api/v1/workflows/{id}/calendar")).send().await.granted();
    insta::assert_snapshot!(format!("{:#}", now), @r#"
    {
      "At": "2026-03-02T08:00:00Z",
      "NextChange": "2026-03-02T16:00:00Z",
      "NextState": "Closed",
      "State": "Open"
    }
    "#);
    let later =
        pool.get(&format!("/api/v1/workflows/{id}/calendar?at=2026-03-08T23:30:00Z")).send().await.granted();
    insta::assert_snapshot!(format!("{:#}", later), @r#"
    {
      "At": "2026-03-08T23:30:00Z",
      "NextChange": "2026-03-09T23:00:00Z",
      "NextState": "Closed",
      "State": "Holiday"
    }
    "#);
}

#[tokio::test]
async fn the_agents_of_a_group_are_those_listed_and_those_of_its_distribution_group() {
    let pool = Served::primary();
    let group = json!({ "Name": "Help Desk", "AgentsByUri": ["sip:kim@contoso.com", "sip:lee@contoso.com"],
        "DistributionGroupAddress": "HelpDesk@contoso.com" });
    let (id, _) = pool.made("agent-groups", group).await;
    let agents = pool.get(&format!("/api/v1/agent-groups/{id}/agents")).send().await.granted();
    assert_eq!(agents["Items"], json!(["sip:kim@contoso.com", "sip:lee@contoso.com", "sip:pat@contoso.com"]));
}

#[tokio::test]
async fn health_and_counters_need_no_token() {
    let pool = Served::primary();
    assert_eq!(pool.get("/healthz").without_token().send().await.granted(), json!({ "Status": "Ok" }));
    let metrics = pool.get("/metrics").without_token().send().await;
    assert_eq!((metrics.status, metrics.text().as_str()), (StatusCode::OK, "# no counters\n"));
}
