//! The nouns as objects of the shell, and back: one table for each, from which both directions follow.
//!
//! Between the two stands JSON, the wire form of the API that `domain` reads and checks. When adding a property:
//! a line in the table of its noun; reading, writing, conversion and completion follow.

mod agent_group;
mod call_action;
mod conversion;
mod holiday_set;
mod hours_of_business;
mod identity;
mod kept;
mod prepared;
mod prompt;
mod queue;
mod read;
mod service_settings;
mod shape;
mod summary;
mod workflow;
mod write;

pub(crate) use agent_group::AGENT_GROUP;
pub(crate) use call_action::{ANSWER, CALL_ACTION, QUESTION};
pub(crate) use conversion::{enumerations, text_of_date, types};
pub(crate) use holiday_set::{HOLIDAY, HOLIDAY_SET};
pub(crate) use hours_of_business::{HOURS_OF_BUSINESS, TIME_RANGE};
pub(crate) use identity::identity_of;
pub(crate) use kept::{Kept, Version};
pub(crate) use prepared::blank;
pub(crate) use prompt::{AUDIO_FILE, PROMPT};
pub(crate) use queue::QUEUE;
pub(crate) use read::{NotUnderstood, Reader};
pub(crate) use service_settings::SERVICE_SETTINGS;
pub(crate) use shape::Shape;
pub(crate) use workflow::WORKFLOW;
pub(crate) use write::write;

#[cfg(test)]
mod tests;
