//! What somebody else changed since an object was read.

use admin::{Difference, Refusal};
use serde_json::json;

use crate::{PoolError, granted::Denied, problem::Problem, router::Api};

/// The problem of a refused change; where it is that somebody was faster, with who, when, and every property that
/// differs between the version that was read and the one that is there.
pub(crate) async fn explain(api: &Api, error: Denied) -> Problem {
    let Denied::Pool(PoolError::Refused(refusal @ Refusal::Stale { .. })) = error else {
        return error.into();
    };
    let Refusal::Stale { object, expected, .. } = &refusal else { unreachable!("matched above") };
    let configuration = api.pool().configuration();
    let Some(current) = configuration.object(object.id) else {
        return refusal.into();
    };
    let read = api.pool().version(object.id, *expected).await;
    let problem = Problem::from(refusal).with("ChangedAt", current.changed.at.to_string());
    match read {
        Ok(Some(read)) => {
            problem.with("Differences", json!(Difference::between(&current.object, &read.object)))
        }
        Ok(None) => problem,
        Err(error) => {
            tracing::error!(%error, "an earlier version could not be read");
            problem
        }
    }
}
