//! Entry order: who answers, active, holiday, open, then the action (`docs/rules.md`, entry).

use std::{collections::BTreeMap, sync::Arc};

use domain::{
    Duty, Entry, HolidaySet, HoursOfBusiness, Object, Reference, Workflow,
    calendar::{self, Calendar},
};
use jiff::Timestamp;
use stdx::Instant;

use crate::{
    Arrival, Engine, Output, Refusal,
    action::{ActionPlace, Property, Reason},
    call::{Call, Hears, State},
    timers::Timer,
};

impl Engine {
    pub(crate) fn call_arrived(&mut self, now: Instant, arrival: Arrival) {
        let id = arrival.call;
        if self.calls.contains_key(&id) {
            return;
        }
        if self.calls.len() >= self.limits.calls_max {
            return self.outputs.push_back(Output::Refuse { call: id, refusal: Refusal::TooManyCalls });
        }
        let found = self.configuration.addressed(&arrival.dialled).map(Arc::clone);
        let Some((entry, workflow)) = found.as_ref().and_then(workflow_of) else {
            return self.outputs.push_back(Output::Refuse { call: id, refusal: Refusal::NotFound });
        };
        if self.configuration.pool_role(&entry.owner).duty == Duty::Relays {
            return self.outputs.push_back(Output::Relay { call: id, owner: entry.owner.clone() });
        }
        if !workflow.active {
            return self.outputs.push_back(Output::Refuse { call: id, refusal: Refusal::Inactive });
        }
        let (property, reason) = match self.calendar_state(workflow, arrival.at) {
            calendar::State::Holiday => (Property::Holiday, Reason::Holiday),
            calendar::State::Closed => (Property::NonBusinessHours, Reason::Closed),
            calendar::State::Open => (Property::Default, Reason::Open),
        };
        let call = Call {
            caller: arrival.caller,
            arrived: arrival.at,
            configuration: Arc::clone(&self.configuration),
            workflow: Arc::clone(entry),
            is_answered: false,
            is_connected: false,
            hears: Hears::Nothing,
            answers: Vec::new(),
            queues_entered: 0,
            barred: BTreeMap::new(),
            test: arrival.test,
            state: State::Between,
        };
        let place = ActionPlace::new(Arc::clone(entry), property);
        self.calls.insert(id, call);
        self.timers.arm(Timer::Length(id), now.after(self.limits.call_length_max));
        self.perform(now, id, place, reason);
    }

    fn calendar_state(&self, workflow: &Workflow, at: Timestamp) -> calendar::State {
        let object = |reference: &Reference| self.configuration.object(reference.id);
        let hours = workflow.business_hours_id.as_ref().and_then(object).and_then(hours_of);
        let holiday_sets = workflow.holiday_set_id_list.iter().filter_map(object).filter_map(holidays_of);
        let calendar =
            Calendar { zone: workflow.time_zone.rules(), hours, holiday_sets: holiday_sets.collect() };
        calendar.state(at)
    }
}

fn workflow_of(entry: &Arc<Entry>) -> Option<(&Arc<Entry>, &Workflow)> {
    match &entry.object {
        Object::Workflow(workflow) => Some((entry, workflow)),
        _ => None,
    }
}

fn hours_of(entry: &Arc<Entry>) -> Option<&HoursOfBusiness> {
    match &entry.object {
        Object::HoursOfBusiness(hours) => Some(hours),
        _ => None,
    }
}

fn holidays_of(entry: &Arc<Entry>) -> Option<&HolidaySet> {
    match &entry.object {
        Object::HolidaySet(set) => Some(set),
        _ => None,
    }
}
