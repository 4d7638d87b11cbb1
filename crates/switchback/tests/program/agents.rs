//! Agents sign in to a real pool, which remembers it, and its state is shown.

use crate::fixtures::{PoolFolder, Running, failure, success};

const GROUP: &str =
    r#"{"Name": "Desk", "ParticipationPolicy": "Formal", "AgentsByUri": ["sip:ann@contoso.com"]}"#;
const ANN: &str = "/api/v1/agents/sip:ann@contoso.com";

fn pool_with_a_group(folder: &PoolFolder) -> (Running, String) {
    let running = folder.start(&[]);
    let token = running.first_token().unwrap();
    let made = running.ask("POST", "/api/v1/agent-groups", &token, GROUP);
    assert_eq!(made.0, 201, "{}", made.1);
    std::fs::write(folder.path("administrator.token"), &token).unwrap();
    (running, token)
}

#[test]
fn an_agent_stays_signed_in_when_the_pool_is_killed() {
    let folder = PoolFolder::new("primary.contoso.com", "");
    let (mut running, token) = pool_with_a_group(&folder);
    let change = r#"{"SignedIn": true, "Presence": "Away"}"#;
    let (status, before) = running.ask("PATCH", ANN, &token, change);
    assert_eq!(status, 200, "{before}");
    assert!(before.contains("\"SignedIn\":true") && before.contains("\"Presence\":\"Away\""), "{before}");
    running.signal("KILL");
    running.ended();

    let again = folder.start(&[]);
    let (_, after) = again.ask("GET", ANN, &token, "");
    let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    assert_eq!(read(&after), read(&before));
    let log = again.ask("GET", "/api/v1/log", &token, "").1;
    assert!(log.contains("Set agent sip:ann@contoso.com"), "{log}");
}

#[test]
fn the_state_of_a_pool_is_printed_once_where_nobody_watches() {
    let folder = PoolFolder::new("primary.contoso.com", "");
    let (running, _) = pool_with_a_group(&folder);
    let url = running.url();
    let status = ["status", "--url", &url, "--token-file", "administrator.token"];
    let shown = success(&folder.run(&status));
    let (title, rest) = shown.split_once('\n').unwrap();
    assert!(title.starts_with("primary.contoso.com  ") && title.ends_with(" UTC"), "{title}");
    insta::assert_snapshot!(rest, @r"
    0 calls: 0 waiting, 0 talking; 1 agent: 0 reached, 0 idle

    QUEUES                                   WAITING  LONGEST TALKING  FREE SIGNED IN
    none

    CALLS                      QUEUE                      STATE       POS  WAITED CALLER
    none

    AGENTS                                   STATE       PRESENCE     SIGNED IN TO
    ann@contoso.com                          Unreachable              signed out
    ");
    running.stop();
    let down = failure(&folder.run(&status), 1);
    assert_eq!(down.split(':').nth(1).unwrap().trim(), "the pool at http", "{down}");
}
