use std::rc::Rc;

use domain::{ObjectId, PoolFqdn};
use serde_json::Value as Json;
use shell::command::{Call, Cmdlet};
use shell::flow::Flow;
use shell::value::Value;

use super::{Noun, identity, service};
use crate::failure::Failure;
use crate::noun::Reader;
use crate::pools::{Pools, encoded};

/// Get-CsRgs*.
pub(super) struct Get {
    pub(super) noun: &'static Noun,
    pub(super) pools: Rc<Pools>,
}

impl Get {
    /// Yields the objects of a pool, page by page.
    fn list(&self, call: &mut Call<'_>, pool: &PoolFqdn, filter: &str) -> Flow<Result<(), Failure>> {
        let reader = Reader::new(pool.clone());
        let mut cursor = String::new();
        loop {
            let path = format!("{}?limit={PAGE_OBJECTS}{filter}{cursor}", self.noun.path);
            let page = match self.pools.get(call, pool, &path) {
                Ok(page) => page.json,
                Err(failure) => return Ok(Err(failure)),
            };
            let Some(items) = page.get("Items").and_then(Json::as_array) else {
                return Ok(Err(reader.wrong("Items").into()));
            };
            for item in items {
                match reader.kept(self.noun.shape, item, None) {
                    Ok(object) => call.write(Value::Object(object))?,
                    Err(wrong) => return Ok(Err(wrong.into())),
                }
            }
            match page.get("Next").and_then(Json::as_str) {
                Some(next) => cursor = format!("&cursor={}", encoded(next)),
                None => return Ok(Ok(())),
            }
        }
    }

    /// Yields one object.
    fn one(&self, call: &mut Call<'_>, pool: &PoolFqdn, id: ObjectId, name: Option<&str>) -> Flow {
        let reply = match self.pools.get(call, pool, &format!("{}/{id}", self.noun.path)) {
            Ok(reply) => reply,
            Err(failure) => return self.pools.report(call, failure),
        };
        let own = reply.json.get("Name").and_then(Json::as_str).unwrap_or_default();
        if name.is_some_and(|name| name.to_lowercase() != own.to_lowercase()) {
            return Ok(());
        }
        match Reader::new(pool.clone()).kept(self.noun.shape, &reply.json, reply.etag.as_deref()) {
            Ok(object) => call.write(Value::Object(object)),
            Err(wrong) => self.pools.report(call, wrong.into()),
        }
    }

    /// Asks all pools; those that do not answer are told of, and the others are asked all the same.
    fn everywhere(&self, call: &mut Call<'_>, filter: &str) -> Flow {
        for pool in self.pools.names(call)? {
            if let Err(failure) = self.list(call, &pool, filter)? {
                self.pools.go_on(call, failure)?;
            }
        }
        Ok(())
    }
}

impl Cmdlet for Get {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let name = call.text("Name")?;
        let mut filter = String::new();
        if let Some(owner) = service(call, "Owner")? {
            filter.push_str(&format!("&owner={}", encoded(owner.as_str())));
        }
        if call.switch("ShowAll") {
            filter.push_str("&showAll=true");
        }
        if let Some(name) = &name {
            filter.push_str(&format!("&name={}", encoded(name)));
        }
        match identity(call, "Identity")? {
            None => self.everywhere(call, &filter),
            Some(identity) => match identity.id {
                Some(id) => self.one(call, &identity.pool, id, name.as_deref()),
                None => match self.list(call, &identity.pool, &filter)? {
                    Ok(()) => Ok(()),
                    Err(failure) => self.pools.report(call, failure),
                },
            },
        }
    }
}

/// Objects of a page: the most that a pool gives at once.
const PAGE_OBJECTS: usize = 1_000;
