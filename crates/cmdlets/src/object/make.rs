use std::rc::Rc;

use domain::PoolFqdn;
use serde_json::{Map, Value as Json};
use shell::command::{Call, Cmdlet};
use shell::flow::Flow;
use shell::value::Value;

use super::{Noun, in_memory, service, wants_plan};
use crate::noun::Reader;
use crate::parameters;
use crate::pools::Pools;
use crate::transport::{Method, Request};

/// New-CsRgs*.
pub(super) struct New {
    pub(super) noun: &'static Noun,
    pub(super) pools: Rc<Pools>,
}

impl New {
    fn make(&self, call: &mut Call<'_>, pool: PoolFqdn, properties: Map<String, Json>) -> Flow {
        let plan = wants_plan(call);
        let name = properties.get("Name").and_then(Json::as_str).unwrap_or_default().to_owned();
        let command = call.bound.signature.command.to_string();
        if !plan && !call.should_process(&format!("{} \"{name}\"", self.noun.kind.noun()), &command)? {
            return Ok(());
        }
        let path = format!("{}{}", self.noun.path, if plan { "?whatIf=true" } else { "" });
        let request = Request::new(Method::Post, path).json(&Json::Object(properties));
        let reply = match self.pools.ask(call, &pool, &request) {
            Ok(reply) => reply,
            Err(failure) => return Err(self.pools.fail(call, failure)),
        };
        if !call.switch("Force") {
            reply.warn(call)?;
        }
        if plan {
            return reply.show_plan(call);
        }
        match Reader::new(pool).kept(self.noun.shape, &reply.json, reply.etag.as_deref()) {
            Ok(object) => call.write(Value::Object(object)),
            Err(wrong) => Err(self.pools.fail(call, wrong.into())),
        }
    }
}

impl Cmdlet for New {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let Some(pool) = service(call, "Parent")? else { return Ok(()) };
        let properties = parameters::read(call, self.noun.shape)?;
        if !call.switch("InMemory") {
            return self.make(call, pool, properties);
        }
        let object = in_memory::make(call, self.noun, pool, properties)?;
        call.write(Value::Object(object))
    }
}
