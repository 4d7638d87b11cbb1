use std::rc::Rc;

use domain::ObjectId;
use shell::command::{Call, Cmdlet};
use shell::convert::display;
use shell::flow::Flow;
use shell::value::{Category, Fault, Object, Value};

use super::{Noun, not_of_a_pool, wants_plan};
use crate::failure::{Failure, sentence};
use crate::noun::{Kept, Version};
use crate::pools::{Pools, Reply};
use crate::transport::{Method, Request};

/// Remove-CsRgs*.
pub(super) struct Remove {
    pub(super) noun: &'static Noun,
    pub(super) pools: Rc<Pools>,
}

impl Remove {
    fn remove(&self, call: &mut Call<'_>, object: &Object, kept: &Kept) -> Flow {
        let (Some(id), Version::Stored(etag)) = (kept.id, &kept.version) else {
            return Err(call.fail(never_stored(object)));
        };
        let (plan, force) = (wants_plan(call), call.switch("Force"));
        let name = object.property("Name").map(|name| display(&name)).unwrap_or_default();
        let target = format!("{} \"{name}\"", self.noun.kind.noun());
        let command = call.bound.signature.command.to_string();
        if !plan && !call.should_process(&target, &command)? {
            return Ok(());
        }
        let asked = Asked { id, etag: (!force).then_some(etag), plan, force };
        let reply = match self.ask(call, kept, &asked) {
            Err(failure) if failure.refused("in-use").is_some() && !plan && call.host().is_interactive() => {
                if !self.insist(call, &failure)? {
                    return Ok(());
                }
                self.ask(call, kept, &Asked { force: true, ..asked })
            }
            reply => reply,
        };
        match reply {
            Ok(reply) if plan => reply.show_plan(call),
            Ok(reply) if force => {
                drop(reply);
                Ok(())
            }
            Ok(reply) => reply.warn(call),
            Err(failure) => self.pools.report(call, failure),
        }
    }

    fn ask(&self, call: &Call<'_>, kept: &Kept, asked: &Asked<'_>) -> Result<Reply, Failure> {
        let Asked { id, etag, plan, force } = asked;
        let path = format!("{}/{id}?whatIf={plan}&force={force}", self.noun.path);
        let mut request = Request::new(Method::Delete, path);
        if let Some(etag) = etag {
            request = request.if_match((*etag).clone());
        }
        self.pools.ask(call, &kept.pool, &request)
    }

    /// Asks whether to remove what is in use. The server's sentence says by what.
    fn insist(&self, call: &mut Call<'_>, failure: &Failure) -> Flow<bool> {
        let said = failure.to_string();
        let said = said.split("; use -Force").next().unwrap_or_default();
        call.confirm(&format!("{} Remove the {} all the same?", sentence(said), self.noun.kind.noun()))
    }
}

/// A removal.
struct Asked<'a> {
    id: ObjectId,
    etag: Option<&'a String>,
    plan: bool,
    force: bool,
}

fn never_stored(object: &Object) -> Box<Fault> {
    Fault::new(
        "The object was made with -InMemory and is in no pool; there is nothing to remove.",
        "ObjectInMemory",
        Category::InvalidOperation,
    )
    .with_target(Value::Object(object.clone()))
}

impl Cmdlet for Remove {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let instance = call.value("Instance").unwrap_or_default();
        let Value::Object(object) = &instance else { return Ok(()) };
        match Kept::of(object) {
            Some(kept) => self.remove(call, object, &kept),
            None => Err(call.fail(not_of_a_pool(call, &instance))),
        }
    }
}
