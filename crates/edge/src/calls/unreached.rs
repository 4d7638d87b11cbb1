//! Agents who were not reached are asked by OPTIONS whether they are there again (`docs/rules.md`, offers). A phone
//! that registers anew is not asked.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use dialog::{
    NameAddr, Setup, Uri,
    message::{Method, Request, Response},
};
use domain::SipUri;
use stdx::Instant;

use super::{Around, Calls, agent::Target};
use crate::{transaction::ClientId, transport::Path};

/// Who was not reached, and who is being asked.
#[derive(Debug, Default)]
pub(super) struct Unreached {
    /// By the key of the address.
    agents: BTreeMap<String, Missing>,
    questions: BTreeMap<ClientId, Question>,
    /// When agents are to be asked, or forgotten.
    due: BTreeSet<(Instant, String)>,
}

/// An agent who was not reached.
#[derive(Debug)]
struct Missing {
    agent: SipUri,
    /// The wait before the next question, which grows with each; it outlives an answer, so that a phone that answers
    /// questions but takes no calls is not asked all the time.
    wait: Duration,
    /// When it is asked next, or forgotten.
    due: Instant,
    /// Whether it has answered.
    is_back: bool,
}

/// An OPTIONS of ours that has no final response.
#[derive(Debug)]
struct Question {
    agent: String,
    request: Request,
    path: Path,
    is_proven: bool,
}

impl Unreached {
    /// An agent was not reached.
    fn note(&mut self, now: Instant, agent: &SipUri) {
        let key = agent.key();
        let wait = self.agents.get(&key).map_or(WAIT_FIRST, |known| known.wait);
        if self.agents.len() < AGENTS_MAX || self.agents.contains_key(&key) {
            self.set(key, Missing { agent: agent.clone(), wait, due: now.after(wait), is_back: false });
        }
    }

    fn set(&mut self, key: String, missing: Missing) {
        self.forget(&key);
        self.due.insert((missing.due, key.clone()));
        self.agents.insert(key, missing);
    }

    fn forget(&mut self, key: &str) -> Option<Missing> {
        let missing = self.agents.remove(key)?;
        self.due.remove(&(missing.due, key.to_owned()));
        Some(missing)
    }

    /// When somebody is due.
    pub(super) fn next_timeout(&self) -> Option<Instant> {
        self.due.first().map(|(due, _)| *due)
    }

    /// Takes an agent who is to be asked now. Who has answered long ago is forgotten on the way; where many are
    /// asked, the others wait.
    fn pop(&mut self, now: Instant) -> Option<(String, Missing)> {
        while let Some((due, key)) = self.due.first().cloned()
            && due <= now
        {
            let missing = self.forget(&key)?;
            if self.questions.len() >= QUESTIONS_MAX {
                self.set(key, Missing { due: now.after(WAIT_FIRST), ..missing });
            } else if !missing.is_back {
                return Some((key, missing));
            }
        }
        None
    }

    /// Takes a question that is about to end; gives whether it was the last about its agent.
    fn end(&mut self, client: ClientId) -> Option<(Question, bool)> {
        let question = self.questions.remove(&client)?;
        let is_last = self.questions.values().all(|other| other.agent != question.agent);
        Some((question, is_last))
    }
}

impl Calls {
    /// No phone of an agent was reached.
    pub(super) fn was_not_reached(&mut self, now: Instant, agent: &SipUri) {
        self.unreached.note(now, agent);
    }

    /// A phone of an agent registered, or is gone.
    pub(super) fn is_heard_of(&mut self, agent: &SipUri) {
        self.unreached.forget(&agent.key());
    }

    /// Asks those who are due.
    pub(super) fn ask_the_unreached(&mut self, around: &mut Around<'_>) {
        while let Some((key, missing)) = self.unreached.pop(around.now) {
            let targets = self.targets(around, &missing.agent);
            if targets.is_empty() && self.identity.via.is_none() {
                // It heals when it registers.
                continue;
            }
            let wait = (missing.wait * 2).min(WAIT_MAX);
            let due = around.now.after(wait);
            let to = Uri::parse(missing.agent.as_str()).ok();
            self.unreached.set(key.clone(), Missing { wait, due, ..missing });
            for (target, _) in targets {
                let setup = self.identity.setup(around.network, target.path);
                if let Some((setup, to)) = setup.zip(to.clone()) {
                    let path = target.path;
                    let request = options(&setup, to, target);
                    self.ask(around, Question { agent: key.clone(), request, path, is_proven: false });
                }
            }
        }
    }

    fn ask(&mut self, around: &mut Around<'_>, question: Question) {
        let client = around.network.request(around.now, question.request.clone(), question.path);
        self.unreached.questions.insert(client, question);
    }

    /// Takes the response to a question; whether it was one.
    pub(super) fn question_answered(
        &mut self,
        around: &mut Around<'_>,
        client: ClientId,
        response: &Response,
    ) -> bool {
        if response.status < 200 {
            return self.unreached.questions.contains_key(&client);
        }
        let Some((question, is_last)) = self.unreached.end(client) else { return false };
        if matches!(response.status, 401 | 407) && !question.is_proven {
            self.prove(around, question, response);
        } else if is_there(response.status) {
            self.is_back(around, &question.agent);
        } else if is_last {
            tracing::debug!(agent = question.agent, status = response.status, "an agent is still not there");
        }
        true
    }

    /// A question got no response; whether it was one.
    pub(super) fn question_failed(&mut self, client: ClientId) -> bool {
        self.unreached.end(client).is_some()
    }

    /// Asks again, as somebody whom the proxy knows.
    fn prove(&mut self, around: &mut Around<'_>, question: Question, response: &Response) {
        let Question { agent, mut request, path, .. } = question;
        let credentials = self.credentials(around, path, &request, response);
        let setup = self.identity.setup(around.network, path);
        let Some(setup) = setup.filter(|_| !credentials.is_empty()) else { return };
        request.headers.remove("Via");
        request.headers.push_front("Via", via(&setup));
        request.headers.set("CSeq", "2 OPTIONS");
        for (name, value) in credentials.iter() {
            request.headers.push(name, value);
        }
        self.ask(around, Question { agent, request, path, is_proven: true });
    }

    /// An agent is there again. The wait is kept for a while, in case that calls are not taken all the same.
    fn is_back(&mut self, around: &mut Around<'_>, key: &str) {
        let Some(missing) = self.unreached.forget(key).filter(|missing| !missing.is_back) else { return };
        let agent = missing.agent.clone();
        tracing::info!(%agent, "an agent is reached again");
        let due = around.now.after(KEPT);
        self.unreached.set(key.to_owned(), Missing { due, is_back: true, ..missing });
        self.tell_reachable(around, agent, true);
    }
}

/// Whether somebody is behind a final response, and be it somebody who does not know OPTIONS.
const fn is_there(status: u16) -> bool {
    !matches!(status, 401 | 403 | 404 | 407 | 408 | 410 | 430 | 480 | 483 | 484 | 500 | 502..=599 | 604)
}

fn options(setup: &Setup, to: Uri, target: Target) -> Request {
    let Setup { local, seed, .. } = setup;
    let mut request = Request::new(Method::Options, target.uri);
    let from = Uri::sip(None, &local.contact.host, local.contact.port);
    let headers = &mut request.headers;
    headers.push("Via", via(setup));
    headers.push("Max-Forwards", "70");
    for route in target.route {
        headers.push("Route", route.to_string());
    }
    headers.push("From", NameAddr::of(from).with_tag(&seed.word("tag", 0)).to_string());
    headers.push("To", NameAddr::of(to).to_string());
    headers.push("Call-ID", seed.word("call-id", 0));
    headers.push("CSeq", "1 OPTIONS");
    headers.push("Contact", NameAddr::of(local.contact.clone()).to_string());
    headers.push("Accept", "application/sdp");
    headers.push("User-Agent", local.product.as_str());
    request
}

fn via(setup: &Setup) -> String {
    let branch = setup.seed.word("branch", 0);
    format!("SIP/2.0/{} {};branch=z9hG4bK{branch};rport", setup.local.transport, setup.local.sent_by)
}

/// The first wait, and the longest.
const WAIT_FIRST: Duration = Duration::from_secs(2);
const WAIT_MAX: Duration = Duration::from_mins(5);
/// How long it is remembered that somebody was not reached.
const KEPT: Duration = Duration::from_mins(10);
/// Questions at once.
const QUESTIONS_MAX: usize = 64;
/// Agents who are remembered.
const AGENTS_MAX: usize = 10_000;
