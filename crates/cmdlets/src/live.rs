//! What goes on in pools, read page by page and shown.

use domain::PoolFqdn;
use serde_json::Value as Json;
use shell::command::Call;
use shell::flow::Flow;
use shell::value::{DateTime, Kind, Value};

use crate::failure::Failure;
use crate::noun::NotUnderstood;
use crate::pools::{Pools, encoded};

/// One item of a page, with the pool that told it.
pub(crate) struct Row<'a> {
    /// The pool.
    pub(crate) pool: &'a PoolFqdn,
    /// The item.
    pub(crate) json: &'a Json,
}

/// Makes an object of an item.
pub(crate) type Shown<'a> = &'a dyn Fn(&Row<'_>) -> Result<Value, Failure>;

impl<'a> Row<'a> {
    pub(crate) const fn new(pool: &'a PoolFqdn, json: &'a Json) -> Self {
        Self { pool, json }
    }

    /// A text that must be there.
    pub(crate) fn text(&self, name: &str) -> Result<&str, Failure> {
        self.json[name].as_str().ok_or_else(|| self.missing(name))
    }

    /// A list that must be there.
    pub(crate) fn list(&self, name: &str) -> Result<&[Json], Failure> {
        self.json[name].as_array().map(Vec::as_slice).ok_or_else(|| self.missing(name))
    }

    /// A text, or null.
    pub(crate) fn optional(&self, name: &str) -> Value {
        self.json[name].as_str().map_or(Value::Null, |text| Value::from(text.to_owned()))
    }

    /// A number, or null.
    pub(crate) fn number(&self, name: &str) -> Value {
        self.json[name].as_i64().map_or(Value::Null, Value::from)
    }

    fn missing(&self, name: &str) -> Failure {
        NotUnderstood { pool: self.pool.clone(), what: format!("it has no {name}") }.into()
    }
}

/// Yields what a pool lists, page by page.
pub(crate) fn list(
    pools: &Pools,
    call: &mut Call<'_>,
    pool: &PoolFqdn,
    path: &str,
    shown: Shown<'_>,
) -> Flow<Result<(), Failure>> {
    let separator = if path.contains('?') { '&' } else { '?' };
    let mut cursor = String::new();
    loop {
        let page = match pools.get(call, pool, &format!("{path}{separator}limit={PAGE_ITEMS}{cursor}")) {
            Ok(page) => page.json,
            Err(failure) => return Ok(Err(failure)),
        };
        let rows = match Row::new(pool, &page).list("Items") {
            Ok(items) => items.iter().map(|item| shown(&Row::new(pool, item))).collect::<Result<Vec<_>, _>>(),
            Err(failure) => Err(failure),
        };
        match rows {
            Ok(rows) => rows.into_iter().try_for_each(|row| call.write(row))?,
            Err(failure) => return Ok(Err(failure)),
        }
        match page.get("Next").and_then(Json::as_str) {
            Some(next) => cursor = format!("&cursor={}", encoded(next)),
            None => return Ok(Ok(())),
        }
    }
}

/// Asks all pools; those that do not answer are told of, and the others are asked all the same.
pub(crate) fn everywhere(pools: &Pools, call: &mut Call<'_>, path: &str, shown: Shown<'_>) -> Flow {
    for pool in pools.names(call)? {
        if let Err(failure) = list(pools, call, &pool, path, shown)? {
            pools.go_on(call, failure)?;
        }
    }
    Ok(())
}

/// A moment of the API, in UTC, or null.
pub(crate) fn moment(json: &Json) -> Value {
    let moment = json.as_str().and_then(|text| text.parse::<jiff::Timestamp>().ok());
    let moment = moment.and_then(|moment| DateTime::from_unix_seconds(moment.as_second()));
    moment.map_or(Value::Null, |moment| moment.with_kind(Kind::Utc).into())
}

/// Items of a page: the most that a pool gives at once.
const PAGE_ITEMS: usize = 1_000;
