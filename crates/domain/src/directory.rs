use std::collections::BTreeMap;

use crate::{AgentGroup, DistributionGroupAddress, SipUri};

/// The distribution groups that the topology lists, each with its members in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directory {
    groups: BTreeMap<String, Vec<SipUri>>,
}

impl Directory {
    /// A directory of these groups; nested groups are ignored, as documented.
    pub fn new(groups: impl IntoIterator<Item = (DistributionGroupAddress, Vec<SipUri>)>) -> Self {
        Self { groups: groups.into_iter().map(|(address, members)| (address.key(), members)).collect() }
    }

    /// Whether a group of this address is listed.
    pub fn contains(&self, address: &DistributionGroupAddress) -> bool {
        self.groups.contains_key(&address.key())
    }

    /// The agents of a group: those listed by address first, then the members of the distribution group, each once.
    pub fn agents(&self, group: &AgentGroup) -> Vec<SipUri> {
        let members =
            group.distribution_group_address.as_ref().and_then(|address| self.groups.get(&address.key()));
        let mut seen = std::collections::BTreeSet::new();
        let listed = group.agents_by_uri.as_slice().iter();
        listed
            .chain(members.into_iter().flatten())
            .filter(|agent| seen.insert(agent.key()))
            .cloned()
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listed_agents_come_first_and_nobody_twice() {
        let sip = |user: &str| SipUri::new(&format!("sip:{user}@contoso.com")).unwrap();
        let address = DistributionGroupAddress::new("Helpdesk@contoso.com").unwrap();
        let directory = Directory::new([(address, vec![sip("kim"), sip("alex"), sip("pat")])]);
        let group: AgentGroup = serde_json::from_value(serde_json::json!({
            "Name": "Help Desk",
            "AgentsByUri": ["sip:alex@contoso.com"],
            "DistributionGroupAddress": "helpdesk@Contoso.com",
        }))
        .unwrap();
        assert_eq!(directory.agents(&group), [sip("alex"), sip("kim"), sip("pat")]);
    }
}
