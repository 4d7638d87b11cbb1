use domain::{ParticipationPolicy, RoutingMethod};

use super::shape::{INT16, Kind, Shape, Words, property, read_only};

pub(crate) static AGENT_GROUP: Shape = Shape {
    name: "AgentGroup",
    properties: &[
        read_only("Identity", Kind::Identity),
        property("Name", Kind::Name),
        property("Description", Kind::Text),
        property("ParticipationPolicy", Kind::Enumeration(&PARTICIPATION_POLICY)),
        property("AgentAlertTime", Kind::Number(&INT16)),
        property("RoutingMethod", Kind::Enumeration(&ROUTING_METHOD)),
        property("DistributionGroupAddress", Kind::Text),
        read_only("OwnerPool", Kind::Identity),
        property("AgentsByUri", Kind::List(&Kind::Uri)),
    ],
    aliases: &[],
};

pub(super) static PARTICIPATION_POLICY: Words =
    Words { name: "ParticipationPolicy", words: ParticipationPolicy::WORDS };
pub(super) static ROUTING_METHOD: Words = Words { name: "RoutingMethod", words: RoutingMethod::WORDS };
