//! What the pools know of an argument that is being typed: identities, and the names of objects.

use std::rc::Rc;

use domain::{PoolFqdn, RgsIdentity};
use serde_json::Value;
use shell::completion::{Asked, Candidate, CandidateKind, Completer};

use crate::noun::{
    AGENT_GROUP, ANSWER, CALL_ACTION, HOLIDAY, HOLIDAY_SET, HOURS_OF_BUSINESS, PROMPT, QUESTION, QUEUE,
    SERVICE_SETTINGS, Shape, TIME_RANGE, WORKFLOW,
};
use crate::{Method, Request, Transport};

/// Asks the pools. A transport that gives up soon keeps a prompt from waiting for a pool that is down.
pub struct PoolCompleter {
    transport: Rc<dyn Transport>,
}

impl PoolCompleter {
    /// Asks through this transport.
    pub fn new(transport: Rc<dyn Transport>) -> Self {
        Self { transport }
    }

    fn pools(&self) -> Vec<PoolFqdn> {
        let listed = self.transport.topology().unwrap_or_default();
        listed.iter().map(|pool| pool.fqdn.clone()).collect()
    }

    /// The identity of every pool's service, each with `end` behind it.
    fn services(&self, end: &str) -> Vec<Candidate> {
        let kind = if end.is_empty() { CandidateKind::Value } else { CandidateKind::Folder };
        self.pools().iter().map(|pool| Candidate::new(format!("{}{end}", pool.service()), kind)).collect()
    }

    /// The identities of what a pool holds, where the pool is typed already.
    fn objects(&self, resource: &str, typed: &str) -> Vec<Candidate> {
        let Some((service, _)) = typed.split_once('/') else { return Vec::new() };
        let Ok(service) = service.parse::<RgsIdentity>() else { return Vec::new() };
        let objects = self.list(&service.pool, resource);
        objects
            .iter()
            .filter_map(|object| {
                let identity = object["Identity"].as_str()?;
                // What is typed stays as it is typed, with or without `service:`.
                let (_, id) = identity.split_once('/')?;
                let (before, _) = typed.split_once('/')?;
                Some(Candidate::value(format!("{before}/{id}")).about(name(object)))
            })
            .collect()
    }

    /// The addresses of the agents, of one pool where one is given, each with what the agent does.
    fn agents(&self, asked: &Asked<'_>) -> Vec<Candidate> {
        let agents = self.asked_pools(asked).into_iter().flat_map(|pool| self.list(&pool, "agents"));
        let candidates = agents.filter_map(|agent| {
            let state = agent["State"].as_str().unwrap_or_default();
            Some(Candidate::value(agent["Uri"].as_str()?).about(state))
        });
        candidates.collect()
    }

    /// The pool that is given, and otherwise all.
    fn asked_pools(&self, asked: &Asked<'_>) -> Vec<PoolFqdn> {
        let given = asked.given.get("Identity").and_then(|text| text.parse::<RgsIdentity>().ok());
        given.map_or_else(|| self.pools(), |identity| vec![identity.pool])
    }

    /// The names of what the pools hold, of one pool where one is given.
    fn names(&self, resource: &str, asked: &Asked<'_>) -> Vec<Candidate> {
        let pools = self.asked_pools(asked);
        let of_pool = |pool: &PoolFqdn| {
            let objects = self.list(pool, resource);
            objects
                .iter()
                .map(|object| Candidate::value(name(object)).about(pool.as_str()))
                .collect::<Vec<_>>()
        };
        pools.iter().flat_map(of_pool).collect()
    }

    /// The first page of what a pool holds; nothing of one that does not answer.
    fn list(&self, pool: &PoolFqdn, resource: &str) -> Vec<Value> {
        let request = Request::new(Method::Get, format!("/api/v1/{resource}?limit={OBJECTS_MAX}"));
        let answer = self.transport.send(pool, &request, &mut |_| {});
        let body = answer.ok().and_then(|answer| serde_json::from_slice::<Value>(&answer.body).ok());
        body.and_then(|body| body["Items"].as_array().cloned()).unwrap_or_default()
    }
}

fn name(object: &Value) -> &str {
    object["Name"].as_str().unwrap_or_default()
}

impl Completer for PoolCompleter {
    fn values(&self, asked: &Asked<'_>) -> Vec<Candidate> {
        let Some((verb, noun)) = asked.command.split_once("-Cs") else { return Vec::new() };
        let fqdns = || self.pools().iter().map(|pool| Candidate::value(pool.as_str())).collect();
        match asked.parameter {
            "PoolFqdn" => fqdns(),
            "Identity" if noun.eq_ignore_ascii_case("Pool") => fqdns(),
            "Parent" | "Owner" | "Source" | "Destination" => self.services(""),
            "Identity" if noun.starts_with("Rgs") => {
                let mut all = self.services("");
                all.extend(resource(noun).iter().flat_map(|resource| self.objects(resource, asked.typed)));
                all
            }
            "Agent" => self.agents(asked),
            "Group" if noun.eq_ignore_ascii_case("RgsAgent") => self.names("agent-groups", asked),
            "Workflow" if noun.eq_ignore_ascii_case("RgsCall") => self.names("workflows", asked),
            "Queue" if noun.eq_ignore_ascii_case("RgsCall") => self.names("queues", asked),
            "Name" if verb.eq_ignore_ascii_case("Get") => {
                resource(noun).map(|resource| self.names(resource, asked)).unwrap_or_default()
            }
            parameter => match REFERENCES.iter().find(|(known, _)| *known == parameter) {
                Some((_, resource)) => {
                    let mut all = self.services("/");
                    all.extend(self.objects(resource, asked.typed));
                    all
                }
                None => Vec::new(),
            },
        }
    }

    fn properties(&self, command: &str) -> Vec<String> {
        let Some((_, noun)) = command.split_once("-CsRgs") else { return Vec::new() };
        let shown = [("Agent", crate::agent::PROPERTIES), ("Call", crate::call::PROPERTIES)];
        if let Some((_, names)) = shown.iter().find(|(known, _)| known.eq_ignore_ascii_case(noun)) {
            return names.iter().map(|name| (*name).to_owned()).collect();
        }
        let shape = SHAPES.iter().find(|(known, _)| known.eq_ignore_ascii_case(noun));
        shape
            .map(|(_, shape)| shape.properties.iter().map(|property| property.name.to_owned()).collect())
            .unwrap_or_default()
    }
}

/// Where the API has the objects of a noun.
fn resource(noun: &str) -> Option<&'static str> {
    let found = RESOURCES.iter().find(|(known, _)| known.eq_ignore_ascii_case(noun));
    found.map(|(_, resource)| *resource)
}

const RESOURCES: &[(&str, &str)] = &[
    ("RgsAgentGroup", "agent-groups"),
    ("RgsHolidaySet", "holiday-sets"),
    ("RgsHoursOfBusiness", "hours-of-business"),
    ("RgsQueue", "queues"),
    ("RgsWorkflow", "workflows"),
];

/// Parameters that name objects, and where the API has those.
const REFERENCES: &[(&str, &str)] = &[
    ("AgentGroupIDList", "agent-groups"),
    ("BusinessHoursID", "hours-of-business"),
    ("HolidaySetIDList", "holiday-sets"),
    ("QueueID", "queues"),
];

/// What the cmdlets of a noun yield.
const SHAPES: &[(&str, &Shape)] = &[
    ("AgentGroup", &AGENT_GROUP),
    ("Answer", &ANSWER),
    ("CallAction", &CALL_ACTION),
    ("Configuration", &SERVICE_SETTINGS),
    ("Holiday", &HOLIDAY),
    ("HolidaySet", &HOLIDAY_SET),
    ("HoursOfBusiness", &HOURS_OF_BUSINESS),
    ("Prompt", &PROMPT),
    ("Question", &QUESTION),
    ("Queue", &QUEUE),
    ("TimeRange", &TIME_RANGE),
    ("Workflow", &WORKFLOW),
];

/// How many objects of a pool are looked at.
const OBJECTS_MAX: usize = 500;

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use super::*;
    use crate::{Answer, ListedPool, Transferred, TransportError};

    /// Two pools, of which the second is down.
    struct Pools(Vec<ListedPool>);

    impl Transport for Pools {
        fn topology(&self) -> Result<&[ListedPool], TransportError> {
            Ok(&self.0)
        }

        fn send(
            &self,
            pool: &PoolFqdn,
            request: &Request<'_>,
            _progress: &mut dyn FnMut(Transferred),
        ) -> Result<Answer, TransportError> {
            let id = "service:ApplicationServer:a.contoso.com/1a2b3c4d-0000-4000-8000-000000000000";
            let item = match &*request.path {
                "/api/v1/queues?limit=500" => serde_json::json!({ "Identity": id, "Name": "Help Desk" }),
                "/api/v1/agents?limit=500" => {
                    serde_json::json!({ "Uri": "sip:kim@contoso.com", "State": "Talking" })
                }
                _ => serde_json::Value::Null,
            };
            if pool.as_str() != "a.contoso.com" || item.is_null() {
                return Err(TransportError::Unreachable { pool: pool.clone(), why: "it is down".to_owned() });
            }
            let body = serde_json::json!({ "Items": [item] });
            Ok(Answer { status: 200, etag: None, body: body.to_string().into_bytes() })
        }
    }

    fn values(command: &str, parameter: &str, typed: &str, given: &[(&str, &str)]) -> String {
        let listed = |fqdn: &str| ListedPool {
            fqdn: PoolFqdn::new(fqdn).unwrap(),
            api: String::new(),
            backup: None,
            site: None,
        };
        let pools = Pools(vec![listed("a.contoso.com"), listed("b.contoso.com")]);
        let completer = PoolCompleter::new(Rc::new(pools));
        let given: BTreeMap<Arc<str>, String> =
            given.iter().map(|(name, value)| (Arc::from(*name), (*value).to_owned())).collect();
        let found = completer.values(&Asked { command, parameter, type_name: "", typed, given: &given });
        let told = found.iter().map(|candidate| format!("{} ({})", candidate.text, candidate.about));
        told.collect::<Vec<_>>().join(", ").replace(" ()", "").replace("service:ApplicationServer:", "S:")
    }

    #[test]
    fn pools_and_their_objects_are_known() {
        let table: &[(&str, &str, &str, &str)] = &[
            ("New-CsRgsQueue", "Parent", "", "S:a.contoso.com, S:b.contoso.com"),
            ("Invoke-CsPoolFailOver", "PoolFqdn", "", "a.contoso.com, b.contoso.com"),
            ("Get-CsPool", "Identity", "", "a.contoso.com, b.contoso.com"),
            ("Get-CsRgsQueue", "Identity", "", "S:a.contoso.com, S:b.contoso.com"),
            (
                "Get-CsRgsQueue",
                "Identity",
                "service:ApplicationServer:a.contoso.com/",
                "S:a.contoso.com, S:b.contoso.com, S:a.contoso.com/1a2b3c4d-0000-4000-8000-000000000000 (Help Desk)",
            ),
            ("New-CsRgsCallAction", "QueueID", "", "S:a.contoso.com/, S:b.contoso.com/"),
            ("Get-CsRgsQueue", "Name", "", "Help Desk (a.contoso.com)"),
            ("New-CsRgsQueue", "Name", "", ""),
            ("Get-CsRgsWorkflow", "Name", "", ""),
            ("Set-CsRgsAgent", "Agent", "", "sip:kim@contoso.com (Talking)"),
            ("Get-CsRgsCall", "Queue", "", "Help Desk (a.contoso.com)"),
            ("Get-Date", "Name", "", ""),
        ];
        for (command, parameter, typed, expected) in table {
            assert_eq!(values(command, parameter, typed, &[]), *expected, "{command} -{parameter} {typed}");
        }
        let given = [("Identity", "service:ApplicationServer:b.contoso.com")];
        assert_eq!(values("Get-CsRgsQueue", "Name", "", &given), "");
    }

    #[test]
    fn the_properties_are_those_of_the_noun() {
        let completer = PoolCompleter::new(Rc::new(Pools(Vec::new())));
        assert!(completer.properties("Get-CsRgsQueue").contains(&"OverflowThreshold".to_owned()));
        assert!(completer.properties("Get-CsRgsWorkflow").contains(&"PrimaryUri".to_owned()));
        assert!(completer.properties("Get-CsRgsCall").contains(&"Waited".to_owned()));
        assert!(completer.properties("Get-Date").is_empty());
    }
}
