use domain::{ParticipationPolicy, RoutingMethod};

use crate::shape::{EnumerationShape, ObjectShape, Shape, property, type_names};
use clixml::IntKind;

pub(crate) static AGENT_GROUP: ObjectShape = ObjectShape {
    name: "AgentGroup",
    type_names: type_names!(class "AgentGroup"),
    properties: &[
        property("Name", Shape::Text),
        property("Description", Shape::Text),
        property("ParticipationPolicy", Shape::Enumeration(&PARTICIPATION_POLICY)),
        property("AgentAlertTime", Shape::Int(IntKind::I16)),
        property("RoutingMethod", Shape::Enumeration(&ROUTING_METHOD)),
        property("DistributionGroupAddress", Shape::Word),
        property("AgentsByUri", Shape::List(&Shape::Uri)),
    ],
    prune: None,
};

static PARTICIPATION_POLICY: EnumerationShape = EnumerationShape {
    type_names: type_names!(enumeration "ParticipationPolicy"),
    words: ParticipationPolicy::WORDS,
};

static ROUTING_METHOD: EnumerationShape =
    EnumerationShape { type_names: type_names!(enumeration "RoutingMethod"), words: RoutingMethod::WORDS };
