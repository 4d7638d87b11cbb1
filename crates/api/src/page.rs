//! Pages of long lists: `{"Items": [...], "Next": "cursor"}` and a Link header.

use axum::{
    Json,
    http::{HeaderValue, Uri, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::{
    parameters::{Cursor, Limit},
    problem::{Problem, ProblemType},
};

/// One page of a list.
pub(crate) struct Page<T> {
    /// The items in order.
    pub(crate) items: Vec<T>,
    /// The key after which the next page begins; nothing on the last.
    pub(crate) next: Option<String>,
}

/// The query parameter that carries `Next`.
pub(crate) const CURSOR: &str = "cursor";

impl<T: Serialize> Page<T> {
    /// The page as a response to a request for `uri`.
    pub(crate) fn into_response(self, uri: &Uri) -> Response {
        let mut body = Map::new();
        body.insert(
            "Items".into(),
            serde_json::to_value(self.items).expect("every item can be written as JSON"),
        );
        match self.next {
            None => Json(Value::Object(body)).into_response(),
            Some(key) => with_next(body, uri, CURSOR, &encode(&key)),
        }
    }
}

/// A page with its way to the next one.
pub(crate) fn with_next(mut body: Map<String, Value>, uri: &Uri, parameter: &str, next: &str) -> Response {
    body.insert("Next".into(), next.into());
    let mut response = Json(Value::Object(body)).into_response();
    response.headers_mut().insert(header::LINK, link(uri, parameter, next));
    response
}

impl<T> Page<T> {
    /// The page after `after` of all items, which come in the order of their keys.
    pub(crate) fn of(items: impl Iterator<Item = (String, T)>, after: Option<&Cursor>, limit: Limit) -> Self {
        let mut rest = items.skip_while(|(key, _)| after.is_some_and(|after| *key <= after.0));
        let found: Vec<(String, T)> = rest.by_ref().take(limit.0).collect();
        let next = rest.next().and(found.last()).map(|(key, _)| key.clone());
        Self { items: found.into_iter().map(|(_, item)| item).collect(), next }
    }
}

/// The same request with another cursor.
fn link(uri: &Uri, parameter: &str, next: &str) -> HeaderValue {
    let kept = uri.query().unwrap_or_default().split('&');
    let kept = kept.filter(|pair| !pair.is_empty() && pair.split('=').next() != Some(parameter));
    let query: Vec<&str> = kept.collect();
    let separator = if query.is_empty() { "" } else { "&" };
    let target = format!("<{}?{}{separator}{parameter}={next}>; rel=\"next\"", uri.path(), query.join("&"));
    HeaderValue::from_str(&target).expect("a URI and hexadecimal digits may stand in a header")
}

/// A cursor is the hexadecimal form of the last key, so that nobody is tempted to compose one.
fn encode(key: &str) -> String {
    key.bytes().map(|byte| format!("{byte:02x}")).collect()
}

/// The key that a cursor stands for.
pub(crate) fn decode(cursor: &str) -> Result<String, Problem> {
    let refused = || {
        let detail = "the cursor is none of this server's; use the value of Next as it was given, or begin without one";
        Problem::new(ProblemType::PARAMETER, detail)
    };
    if !cursor.len().is_multiple_of(2) || !cursor.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return Err(refused());
    }
    let pairs = (0..cursor.len()).step_by(2).map(|at| u8::from_str_radix(&cursor[at..at + 2], 16));
    let bytes = pairs.collect::<Result<Vec<u8>, _>>().map_err(|_| refused())?;
    String::from_utf8(bytes).map_err(|_| refused())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_keeps_every_other_parameter() {
        let uri = "/api/v1/queues?name=a%26b&cursor=00&limit=2".parse().unwrap();
        assert_eq!(link(&uri, CURSOR, "6b"), "</api/v1/queues?name=a%26b&limit=2&cursor=6b>; rel=\"next\"");
        let uri = "/api/v1/queues".parse().unwrap();
        assert_eq!(link(&uri, CURSOR, "6b"), "</api/v1/queues?cursor=6b>; rel=\"next\"");
    }

    #[test]
    fn a_cursor_leads_back_to_its_key() {
        assert_eq!(decode(&encode("café \u{1F4DE}")).unwrap(), "café \u{1F4DE}");
        for wrong in ["6", "zz", "ff", "+1", "é"] {
            assert!(decode(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn pages_follow_one_another_to_the_end() {
        let items = || ["a", "b", "c"].into_iter().map(|key| (key.to_owned(), key));
        let first = Page::of(items(), None, Limit(2));
        assert_eq!((first.items, first.next.as_deref()), (vec!["a", "b"], Some("b")));
        let last = Page::of(items(), Some(&Cursor("b".to_owned())), Limit(2));
        assert_eq!((last.items, last.next), (vec!["c"], None));
        assert_eq!(Page::of(items(), None, Limit(3)).next, None);
    }
}
