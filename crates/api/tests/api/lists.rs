//! Pages.

use serde_json::{Value, json};

use crate::served::Served;

fn names(page: &Value) -> Vec<String> {
    page["Items"].as_array().unwrap().iter().map(|item| item["Name"].as_str().unwrap().to_owned()).collect()
}

/// The target of the Link header, as a client follows it.
fn next(link: &str) -> String {
    assert!(link.ends_with("; rel=\"next\""), "{link}");
    link.split(['<', '>']).nth(1).unwrap().to_owned()
}

#[tokio::test]
async fn pages_lead_to_the_end_while_names_change() {
    let pool = Served::primary();
    let mut addresses = Vec::new();
    for number in 0..25 {
        let (id, etag) = pool.made("queues", json!({ "Name": format!("Queue {number:02}") })).await;
        addresses.push((format!("/api/v1/queues/{id}"), etag));
    }
    let mut seen = Vec::new();
    let mut page = pool.get("/api/v1/queues?limit=4").send().await;
    for (address, etag) in addresses.iter().take(5) {
        seen.extend(names(&page.granted()));
        // Behind the reader names go and come; ahead of it nothing moves.
        let renamed = json!({ "Name": format!("A {}", &address[16..]) });
        assert!(pool.put(address, renamed).header("if-match", etag).send().await.status.is_success());
        page = pool.get(&next(page.header("link"))).send().await;
    }
    while page.headers.contains_key("link") {
        assert!(page.granted()["Next"].is_string());
        seen.extend(names(&page.granted()));
        page = pool.get(&next(page.header("link"))).send().await;
    }
    seen.extend(names(&page.granted()));
    let expected: Vec<String> = (0..25).map(|number| format!("Queue {number:02}")).collect();
    let unmoved: Vec<&String> = seen.iter().filter(|name| name.starts_with("Queue")).collect();
    assert_eq!(unmoved, expected.iter().collect::<Vec<_>>());
    assert!(page.granted().get("Next").is_none());
}

#[tokio::test]
async fn a_name_is_found_without_case_and_odd_names_page_as_well() {
    let pool = Served::primary();
    for name in ["Zoë & Söhne", "İstanbul", "50 % / «quoted»"] {
        pool.made("queues", json!({ "Name": name })).await;
    }
    let found = pool.get("/api/v1/queues?name=ZO%C3%8B%20%26%20s%C3%B6hne").send().await.granted();
    assert_eq!(names(&found), ["Zoë & Söhne"]);
    assert_eq!(names(&pool.get("/api/v1/queues?name=Zo").send().await.granted()), [""; 0]);
    let (mut seen, mut page) = (Vec::new(), pool.get("/api/v1/queues?limit=1").send().await);
    while page.headers.contains_key("link") {
        seen.extend(names(&page.granted()));
        page = pool.get(&next(page.header("link"))).send().await;
    }
    seen.extend(names(&page.granted()));
    assert_eq!(seen.len(), 3, "{seen:?}");
}

#[tokio::test]
async fn persons_tokens_and_the_log_come_in_pages_too() {
    let pool = Served::primary();
    for (collection, count) in [("persons", 5), ("tokens", 6), ("log", 11)] {
        let (mut seen, mut page) = (0, pool.get(&format!("/api/v1/{collection}?limit=2")).send().await);
        loop {
            seen += page.granted()["Items"].as_array().unwrap().len();
            if !page.headers.contains_key("link") {
                break;
            }
            page = pool.get(&next(page.header("link"))).send().await;
        }
        assert_eq!(seen, count, "{collection}");
    }
    let log = pool.get("/api/v1/log?after=10").send().await.granted();
    insta::assert_snapshot!(format!("{:#}", log), @r#"
    {
      "Items": [
        {
          "At": "2026-03-02T08:00:11Z",
          "By": "sip:operator@contoso.com",
          "Changes": 1,
          "Request": "New token for sip:nobody@contoso.com",
          "Sequence": 11
        }
      ]
    }
    "#);
}
