//! Whether a workflow is open.

use axum::{Json, extract::State};
use domain::{
    Configuration, HolidaySet, HoursOfBusiness, Object, ObjectId, ObjectKind, Reference, Workflow,
    calendar::{Calendar, State as Open},
};
use serde::{Deserialize, Serialize};

use crate::{
    caller::Caller,
    parameters::{Moment, Parameters, Segment},
    problem::Problem,
    router::Api,
};

/// When to look.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct CalendarParameters {
    /// The moment, such as 2026-12-24T17:00:00Z; now unless told.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    at: Option<Moment>,
}

/// What the calendar of a workflow says of a moment.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CalendarState {
    /// The moment.
    at: String,
    /// Open, Closed or Holiday.
    #[schema(example = "Open")]
    state: &'static str,
    /// The first later moment with another state; nothing when none comes.
    next_change: Option<String>,
    /// The state from then on.
    next_state: Option<&'static str>,
}

/// Says whether a workflow is open, closed or on holiday, and when that changes next.
#[utoipa::path(
    get,
    path = "/api/v1/workflows/{id}/calendar",
    tag = "Workflow",
    params(("id" = String, Path, description = "The GUID of the workflow."), CalendarParameters),
    responses(
        (status = 200, description = "The state at that moment.", body = CalendarState),
        (status = 404, description = "There is no such workflow."),
    )
)]
pub(crate) async fn calendar(
    State(api): State<Api>,
    Caller(caller): Caller,
    Segment(id): Segment<ObjectId>,
    Parameters(asked): Parameters<CalendarParameters>,
) -> Result<Json<CalendarState>, Problem> {
    let configuration = api.pool().configuration();
    let entry = admin::find(&configuration, &caller, ObjectKind::Workflow, id)?;
    let Object::Workflow(workflow) = &entry.object else { unreachable!("found as a workflow") };
    let at = asked.at.map_or_else(api.options().clock, |moment| moment.0);
    let calendar = of(&configuration, workflow);
    let next = calendar.next_change(at);
    Ok(Json(CalendarState {
        at: at.to_string(),
        state: word(&calendar.state(at)),
        next_change: next.map(|next| next.to_string()),
        next_state: next.map(|next| word(&calendar.state(next))),
    }))
}

/// References that lead nowhere close nothing.
fn of<'a>(configuration: &'a Configuration, workflow: &'a Workflow) -> Calendar<'a> {
    let hours = workflow.business_hours_id.as_ref().and_then(|id| hours(configuration, id));
    let sets = workflow.holiday_set_id_list.iter().filter_map(|id| holiday_set(configuration, id));
    Calendar { zone: workflow.time_zone.rules(), hours, holiday_sets: sets.collect() }
}

fn hours<'a>(configuration: &'a Configuration, reference: &Reference) -> Option<&'a HoursOfBusiness> {
    match &configuration.object(reference.id)?.object {
        Object::HoursOfBusiness(hours) => Some(hours),
        _ => None,
    }
}

fn holiday_set<'a>(configuration: &'a Configuration, reference: &Reference) -> Option<&'a HolidaySet> {
    match &configuration.object(reference.id)?.object {
        Object::HolidaySet(set) => Some(set),
        _ => None,
    }
}

const fn word(state: &Open) -> &'static str {
    match state {
        Open::Open => "Open",
        Open::Closed => "Closed",
        Open::Holiday => "Holiday",
    }
}
