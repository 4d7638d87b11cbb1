//! The five types that are kept, as collections of the API.

use domain::{
    AgentGroup, HolidaySet, HoursOfBusiness, HoursOfBusinessProperties, ObjectKind, Queue, Workflow,
};

/// A type with a collection of its own. The same handlers serve all of them.
pub(crate) trait Noun: 'static {
    /// The type in decisions.
    const KIND: ObjectKind;
    /// The path of the collection.
    const COLLECTION: &'static str;
    /// The path of one object.
    const ITEM: &'static str;
    /// Its properties, for the document.
    type Properties: utoipa::ToSchema;
}

macro_rules! nouns {
    ($($noun:ident, $properties:ident, $path:literal;)+) => {
        $(impl Noun for $noun {
            const KIND: ObjectKind = ObjectKind::$noun;
            const COLLECTION: &'static str = concat!("/api/v1/", $path);
            const ITEM: &'static str = concat!("/api/v1/", $path, "/{id}");
            type Properties = $properties;
        })+

        /// The path of the collection of a type.
        pub(crate) const fn collection(kind: ObjectKind) -> &'static str {
            match kind {
                $(ObjectKind::$noun => <$noun as Noun>::COLLECTION,)+
            }
        }
    };
}

nouns! {
    AgentGroup, AgentGroup, "agent-groups";
    Queue, Queue, "queues";
    Workflow, Workflow, "workflows";
    HoursOfBusiness, HoursOfBusinessProperties, "hours-of-business";
    HolidaySet, HolidaySet, "holiday-sets";
}
