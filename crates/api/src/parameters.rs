//! Parameters of the query and of the path, read strictly.

use std::str::FromStr;

use axum::{
    extract::{FromRequestParts, Path, Query},
    http::request::Parts,
};
use domain::{PoolFqdn, RgsIdentity};
use jiff::Timestamp;
use serde::{Deserialize, de::DeserializeOwned};

use crate::{
    options::{PAGE_ITEMS, PAGE_ITEMS_MAX},
    page,
    problem::{Problem, ProblemType},
    properties::{UnknownName, nearest},
};

/// The parameters of the query. An unknown one is a problem, not noise.
pub(crate) struct Parameters<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Parameters<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        match Query::try_from_uri(&parts.uri) {
            Ok(Query(parameters)) => Ok(Self(parameters)),
            Err(rejection) => Err(wrong_query(&rejection.body_text())),
        }
    }
}

fn wrong_query(rejection: &str) -> Problem {
    let message = rejection.strip_prefix("Failed to deserialize query string: ").unwrap_or(rejection);
    if let Some(UnknownName { name, known }) = UnknownName::in_message(message) {
        let detail = match nearest(&name, &known) {
            Some(meant) => format!("there is no parameter \"{name}\" here; did you mean \"{meant}\"?"),
            None if known.is_empty() => format!("there is no parameter \"{name}\" here, nor any other"),
            None => format!("there is no parameter \"{name}\" here; the parameters are {}", known.join(", ")),
        };
        return Problem::new(ProblemType::PARAMETER, detail);
    }
    let detail = match message.strip_prefix("missing field `").and_then(|rest| rest.split('`').next()) {
        Some(missing) => format!("the parameter {missing} is required"),
        None => match message.split_once("duplicate field `").and_then(|(_, rest)| rest.split('`').next()) {
            Some(twice) => format!("the parameter {twice} is given twice"),
            None => format!("the parameter {message}"),
        },
    };
    Problem::new(ProblemType::PARAMETER, detail)
}

/// One segment of the path.
pub(crate) struct Segment<T>(pub(crate) T);

impl<T, S> FromRequestParts<S> for Segment<T>
where
    T: FromStr,
    T::Err: std::fmt::Display,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let text = Path::<String>::from_request_parts(parts, state).await;
        let Path(text) =
            text.map_err(|_| Problem::new(ProblemType::PARAMETER, "the path is not written in UTF-8"))?;
        let value =
            text.parse().map_err(|wrong: T::Err| Problem::new(ProblemType::PARAMETER, wrong.to_string()))?;
        Ok(Self(value))
    }
}

/// No parameters at all.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoParameters {}

impl<S: Send + Sync> FromRequestParts<S> for NoParameters {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        Parameters::from_request_parts(parts, state).await.map(|Parameters(none)| none)
    }
}

/// What every write takes.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct WriteParameters {
    /// Gives the plan and changes nothing.
    #[serde(default)]
    #[param(value_type = Option<bool>)]
    pub(crate) what_if: Flag,
}

/// What writes take that can be told to go on all the same.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ForceParameters {
    /// Gives the plan and changes nothing.
    #[serde(default)]
    #[param(value_type = Option<bool>)]
    pub(crate) what_if: Flag,
    /// Overwrites whatever is there (PUT), or removes what is in use (DELETE).
    #[serde(default)]
    #[param(value_type = Option<bool>)]
    pub(crate) force: Flag,
}

/// Where in a list a page begins, and how long it is.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PageParameters {
    /// How many items the page may have: 1 to 1,000, 100 unless told.
    #[serde(default)]
    #[param(value_type = Option<u16>, minimum = 1, maximum = 1000)]
    pub(crate) limit: Limit,
    /// `Next` of the page before.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub(crate) cursor: Option<Cursor>,
}

/// True or false in a query.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Flag(pub(crate) bool);

impl TryFrom<String> for Flag {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        match text.to_ascii_lowercase().as_str() {
            "true" => Ok(Self(true)),
            "false" => Ok(Self(false)),
            _ => Err(format!("\"{text}\" is neither true nor false")),
        }
    }
}

/// How many items a page may have.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Limit(pub(crate) usize);

impl Default for Limit {
    fn default() -> Self {
        Self(PAGE_ITEMS)
    }
}

impl TryFrom<String> for Limit {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let limit = text.parse().ok().filter(|limit| (1..=PAGE_ITEMS_MAX).contains(limit));
        limit.map(Self).ok_or_else(|| format!("\"{text}\" is not a number from 1 to {PAGE_ITEMS_MAX}"))
    }
}

/// The key behind `Next` of the page before.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Cursor(pub(crate) String);

impl TryFrom<String> for Cursor {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        page::decode(&text).map(Self).map_err(|problem| problem.detail().to_owned())
    }
}

/// A whole number in a query.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Number(pub(crate) u64);

impl TryFrom<String> for Number {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map(Self).map_err(|_| format!("\"{text}\" is not a whole number"))
    }
}

/// A moment with its offset.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Moment(pub(crate) Timestamp);

impl TryFrom<String> for Moment {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let wrong =
            |_| format!("\"{text}\" is not a moment; write it with its offset, such as 2026-12-24T17:00:00Z");
        text.parse().map(Self).map_err(wrong)
    }
}

/// A pool, as the identity of its service or as its FQDN.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Service(pub(crate) PoolFqdn);

impl FromStr for Service {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let identity: RgsIdentity =
            text.parse().map_err(|wrong: domain::InvalidIdentity| wrong.to_string())?;
        match identity.id {
            None => Ok(Self(identity.pool)),
            Some(_) => Err(format!("\"{text}\" names an object; name the pool alone")),
        }
    }
}

impl TryFrom<String> for Service {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}
