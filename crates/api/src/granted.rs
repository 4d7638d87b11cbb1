//! The answer to a granted request: what was done or would be done, with its warnings.

use admin::{Decision, Reply, Request};
use axum::{
    Json,
    http::{HeaderName, StatusCode},
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value};

use crate::{
    PoolError,
    caller::{Asker, TokenRevoked},
    parameters::Flag,
    plan,
    problem::{Problem, ProblemType},
    router::Api,
};

/// A decision that was stored, or the plan of one.
pub(crate) struct Granted {
    decision: Decision,
    sequence: Option<u64>,
    plan: Option<Vec<String>>,
    warnings: Vec<String>,
}

/// Why a request was not granted.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Denied {
    /// The asker is not let in any more.
    #[error(transparent)]
    Token(#[from] TokenRevoked),
    /// The pool does not do it.
    #[error(transparent)]
    Pool(#[from] PoolError),
}

impl From<Denied> for Problem {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Token(revoked) => Self::new(ProblemType::UNAUTHORIZED, revoked.to_string()),
            Denied::Pool(error) => error.into(),
        }
    }
}

impl Api {
    /// Asks the pool for a change, or for its plan.
    pub(crate) async fn decide(
        &self,
        asker: Asker,
        request: Request,
        what_if: Flag,
    ) -> Result<Granted, Denied> {
        let before = self.pool().configuration();
        let caller = asker.confirm(&before)?;
        let answer = self.pool().decide(caller, request, what_if.0).await?;
        let plan = what_if.0.then(|| plan::sentences(&before, &answer.decision.changes));
        if answer.sequence.is_some() {
            let changes = u64::try_from(answer.decision.changes.len()).unwrap_or(u64::MAX);
            metrics::counter!("switchback_changes_total").increment(changes);
        }
        let warnings = answer.decision.warnings.iter().map(ToString::to_string).collect();
        Ok(Granted { decision: answer.decision, sequence: answer.sequence, plan, warnings })
    }
}

impl Granted {
    /// What the asker hears.
    pub(crate) const fn reply(&self) -> &Reply {
        &self.decision.reply
    }

    /// Whether nothing was stored because only the plan was wanted.
    pub(crate) const fn is_plan(&self) -> bool {
        self.plan.is_some()
    }

    /// Puts warnings of the reader before those of the decision.
    pub(crate) fn warn(&mut self, warnings: impl IntoIterator<Item = String>) {
        self.warnings.splice(..0, warnings);
    }

    /// The response: `body` with Warnings, and for a plan WhatIf and Plan; `status` where something was done.
    pub(crate) fn respond(self, status: StatusCode, mut body: Map<String, Value>) -> Response {
        if !self.warnings.is_empty() {
            body.insert("Warnings".into(), self.warnings.into());
        }
        let status = if let Some(plan) = self.plan {
            body.insert("WhatIf".into(), true.into());
            body.insert("Plan".into(), plan.into());
            StatusCode::OK
        } else {
            status
        };
        let mut response = (status, Json(Value::Object(body))).into_response();
        if let Some(sequence) = self.sequence {
            response.headers_mut().insert(SEQUENCE, sequence.into());
        }
        response
    }
}

/// Names the record under which a change is durable, or up to which an export goes.
pub(crate) const SEQUENCE: HeaderName = HeaderName::from_static("switchback-sequence");
