//! The tables of the nouns, one file each, and the file of the archive that each kind of object stands in.

mod agent_group;
mod call_action;
mod holiday_set;
mod hours_of_business;
mod queue;
mod service_settings;
mod workflow;

use domain::ObjectKind;

pub(crate) use service_settings::SERVICE_SETTINGS;

use crate::shape::ObjectShape;

/// The kinds in the order of their files.
pub(crate) const KINDS: [ObjectKind; 5] = [
    ObjectKind::AgentGroup,
    ObjectKind::HolidaySet,
    ObjectKind::HoursOfBusiness,
    ObjectKind::Queue,
    ObjectKind::Workflow,
];

/// The table of a kind.
pub(crate) const fn shape(kind: ObjectKind) -> &'static ObjectShape {
    match kind {
        ObjectKind::AgentGroup => &agent_group::AGENT_GROUP,
        ObjectKind::HolidaySet => &holiday_set::HOLIDAY_SET,
        ObjectKind::HoursOfBusiness => &hours_of_business::HOURS_OF_BUSINESS,
        ObjectKind::Queue => &queue::QUEUE,
        ObjectKind::Workflow => &workflow::WORKFLOW,
    }
}

/// The name of the file that holds the objects of a kind.
pub(crate) const fn file_name(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::AgentGroup => "AgentGroups.xml",
        ObjectKind::HolidaySet => "HolidaySets.xml",
        ObjectKind::HoursOfBusiness => "HoursOfBusiness.xml",
        ObjectKind::Queue => "Queues.xml",
        ObjectKind::Workflow => "Workflows.xml",
    }
}

/// The name of the file that holds the settings of the pool.
pub(crate) const SETTINGS_FILE: &str = "ServiceSettings.xml";
