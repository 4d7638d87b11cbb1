use std::rc::Rc;

use serde_json::{Map, Value as Json};
use shell::command::{Call, Cmdlet};
use shell::flow::Flow;
use shell::value::{Object, Value};

use super::{Noun, not_of_a_pool, wants_plan};
use crate::noun::{Kept, Version, write};
use crate::pools::Pools;
use crate::transport::{Method, Request};

/// Set-CsRgs*.
pub(super) struct Set {
    pub(super) noun: &'static Noun,
    pub(super) pools: Rc<Pools>,
}

impl Set {
    fn save(&self, call: &mut Call<'_>, object: &Object, kept: Kept) -> Flow {
        let properties = write(self.noun.shape, object).map_err(|fault| call.fail(fault))?;
        let (plan, force) = (wants_plan(call), call.switch("Force"));
        let name = properties.get("Name").and_then(Json::as_str).unwrap_or_default();
        let target = format!("{} \"{name}\"", self.noun.kind.noun());
        let command = call.bound.signature.command.to_string();
        if !plan && !call.should_process(&target, &command)? {
            return Ok(());
        }
        let request = self.request(&kept, properties, plan, force);
        let reply = match self.pools.ask(call, &kept.pool, &request) {
            Ok(reply) => reply,
            Err(failure) => return self.pools.report(call, failure),
        };
        if !force {
            reply.warn(call)?;
        }
        if plan {
            return reply.show_plan(call);
        }
        // A second Set of the same object goes on from here.
        if let Some(etag) = reply.etag {
            Kept { version: Version::Stored(etag), ..kept }.note(object);
        }
        Ok(())
    }

    fn request(
        &self,
        kept: &Kept,
        mut properties: Map<String, Json>,
        plan: bool,
        force: bool,
    ) -> Request<'static> {
        let path = self.noun.path;
        let id = kept.id.map(|id| id.to_string()).unwrap_or_default();
        let what_if = if plan { "whatIf=true" } else { "whatIf=false" };
        match &kept.version {
            Version::InMemory => {
                properties.retain(|_, value| !value.is_null());
                let identity = kept.id.map_or_else(|| kept.pool.service(), |id| kept.pool.object(id));
                properties.insert("Identity".to_owned(), identity.to_string().into());
                Request::new(Method::Post, format!("{path}?{what_if}")).json(&Json::Object(properties))
            }
            Version::Stored(_) if force => {
                Request::new(Method::Put, format!("{path}/{id}?force=true&{what_if}"))
                    .json(&Json::Object(properties))
            }
            Version::Stored(etag) => Request::new(Method::Put, format!("{path}/{id}?{what_if}"))
                .json(&Json::Object(properties))
                .if_match(etag.clone()),
        }
    }
}

impl Cmdlet for Set {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let instance = call.value("Instance").unwrap_or_default();
        let Value::Object(object) = &instance else { return Ok(()) };
        match Kept::of(object) {
            Some(kept) => self.save(call, object, kept),
            None => Err(call.fail(not_of_a_pool(call, &instance))),
        }
    }
}
