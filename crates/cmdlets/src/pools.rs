//! Requests to pools and their answers, as the cmdlets need them.

use std::rc::Rc;

use domain::PoolFqdn;
use serde_json::Value as Json;
use shell::command::Call;
use shell::flow::Flow;
use shell::host::{Progress, Stream};

use crate::failure::Failure;
use crate::noun::NotUnderstood;
use crate::transport::{Answer, ListedPool, Method, Request, Transferred, Transport, TransportError};

/// The pools that the cmdlets of a session ask.
pub(crate) struct Pools(Rc<dyn Transport>);

/// The JSON that a pool answered.
pub(crate) struct Reply {
    /// The JSON.
    pub(crate) json: Json,
    /// The header ETag.
    pub(crate) etag: Option<String>,
}

impl Pools {
    /// The pools that `transport` leads to.
    pub(crate) fn new(transport: Rc<dyn Transport>) -> Self {
        Self(transport)
    }

    /// The pools of the topology.
    pub(crate) fn listed(&self) -> Result<&[ListedPool], TransportError> {
        self.0.topology()
    }

    /// The names of the pools of the topology, or the error that it cannot be read.
    pub(crate) fn names(&self, call: &Call<'_>) -> Flow<Vec<PoolFqdn>> {
        let listed = self.listed().map_err(|error| self.fail(call, error.into()))?;
        Ok(listed.iter().map(|pool| pool.fqdn.clone()).collect())
    }

    /// Sends a request. A long one shows how far it is under the name `activity`.
    pub(crate) fn send(
        &self,
        call: &Call<'_>,
        pool: &PoolFqdn,
        request: &Request<'_>,
        activity: Option<&str>,
    ) -> Result<Answer, TransportError> {
        let host = call.host();
        let mut show = |done: Transferred| {
            if let Some(activity) = activity {
                host.show_progress(Some(&progress(activity, done)));
            }
        };
        let answer = self.0.send(pool, request, &mut show);
        if activity.is_some() {
            host.show_progress(None);
        }
        answer
    }

    /// Sends a request that is answered with JSON.
    pub(crate) fn ask(
        &self,
        call: &Call<'_>,
        pool: &PoolFqdn,
        request: &Request<'_>,
    ) -> Result<Reply, Failure> {
        Self::reply(pool, self.send(call, pool, request, None)?)
    }

    /// Reads JSON.
    pub(crate) fn get(&self, call: &Call<'_>, pool: &PoolFqdn, path: &str) -> Result<Reply, Failure> {
        self.ask(call, pool, &Request::new(Method::Get, path))
    }

    /// The JSON of an answer.
    pub(crate) fn reply(pool: &PoolFqdn, answer: Answer) -> Result<Reply, Failure> {
        match serde_json::from_slice(&answer.body) {
            Ok(json) => Ok(Reply { json, etag: answer.etag }),
            Err(wrong) => {
                Err(NotUnderstood { pool: pool.clone(), what: format!("it is no JSON ({wrong})") }.into())
            }
        }
    }
}

impl Reply {
    /// Shows what the pool warns of.
    pub(crate) fn warn(&self, call: &mut Call<'_>) -> Flow {
        for warning in texts(&self.json, "Warnings") {
            call.warn(&crate::failure::sentence(warning))?;
        }
        Ok(())
    }

    /// Shows what would be done, sentence by sentence.
    pub(crate) fn show_plan(&self, call: &mut Call<'_>) -> Flow {
        let sentences: Vec<&str> = texts(&self.json, "Plan").collect();
        if sentences.is_empty() {
            return say_what_if(call, "Nothing would change.");
        }
        sentences.into_iter().try_for_each(|sentence| say_what_if(call, sentence))
    }
}

/// Says what would be done.
pub(crate) fn say_what_if(call: &mut Call<'_>, sentence: &str) -> Flow {
    call.session.print(Stream::Information, &format!("What if: {sentence}\n"));
    Ok(())
}

fn texts<'a>(json: &'a Json, name: &str) -> impl Iterator<Item = &'a str> {
    json.get(name).and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str)
}

fn progress(activity: &str, done: Transferred) -> Progress {
    let Transferred { bytes, of } = done;
    let percent = of.filter(|of| *of > 0).and_then(|of| u8::try_from(bytes.saturating_mul(100) / of).ok());
    let status = match of {
        Some(of) => format!("{} of {} KB", bytes >> 10, of >> 10),
        None => format!("{} KB", bytes >> 10),
    };
    Progress { activity: activity.to_owned(), status, percent: percent.map(|percent| percent.min(100)) }
}

/// One part of a path or query, whatever it holds.
pub(crate) fn encoded(text: &str) -> String {
    let encode = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(encode).collect()
}
