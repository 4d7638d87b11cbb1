//! What the part that takes calls tells of them, as the API shows it: looked at from time to time, and published.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use api::{Live, LiveAgent, LiveAgentState, LiveCall, LiveCallState};
use edge::{Edge, View};
use engine::{AgentState, AgentView, CallState, CallView};
use jiff::Timestamp;
use tokio::{sync::watch, task::JoinHandle};

use crate::clock;

/// What a reader calls for the calls and agents of the moment.
pub(crate) type Source = Arc<dyn Fn() -> Arc<Live> + Send + Sync>;

/// Where nothing takes calls.
pub(crate) fn nothing() -> Source {
    Arc::new(Arc::default)
}

/// Looks at the calls until it is aborted.
pub(crate) fn watch(edge: Edge) -> (Source, JoinHandle<()>) {
    let (published, shown) = watch::channel(Arc::new(Live::default()));
    let looking = tokio::spawn(async move {
        let mut last = BTreeMap::new();
        let mut looks = tokio::time::interval(EVERY);
        looks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            looks.tick().await;
            let Some(view) = edge.view().await else { return };
            published.send_replace(Arc::new(live(view, &mut last, clock::now())));
        }
    });
    (Arc::new(move || Arc::clone(&shown.borrow())), looking)
}

/// What an agent did last, and since when.
type Last = BTreeMap<String, (LiveAgentState, Timestamp)>;

fn live(view: View, last: &mut Last, now: Timestamp) -> Live {
    let agents: BTreeMap<String, LiveAgent> =
        view.agents.into_iter().map(|agent| (agent.agent.key(), agent_of(agent, last, now))).collect();
    last.retain(|key, _| agents.contains_key(key));
    // A test call is nothing that goes on in the pool.
    let calls = view.calls.into_iter().filter(|call| !call.is_test);
    Live { calls: calls.map(call_of).collect(), agents }
}

fn agent_of(agent: AgentView, last: &mut Last, now: Timestamp) -> LiveAgent {
    // Whoever has a call is shown with it, also where the telephone is no longer registered.
    let state = match agent.state {
        AgentState::Idle | AgentState::Guarded | AgentState::Elsewhere if !agent.reachable => {
            LiveAgentState::Unreachable
        }
        AgentState::Idle => LiveAgentState::Idle,
        AgentState::Ringing => LiveAgentState::Ringing,
        AgentState::Talking => LiveAgentState::Talking,
        AgentState::Ending => LiveAgentState::Ending,
        AgentState::Guarded => LiveAgentState::Guarded,
        AgentState::Elsewhere => LiveAgentState::Elsewhere,
    };
    let seen = last.entry(agent.agent.key()).or_insert((state, now));
    if seen.0 != state {
        *seen = (state, now);
    }
    LiveAgent {
        reachable: agent.reachable,
        presence: agent.presence,
        state,
        call: agent.call.map(|call| call.0),
        since: Some(seen.1),
    }
}

fn call_of(call: CallView) -> LiveCall {
    let is_private = call.caller.uri.to_ascii_lowercase().contains("anonymous.invalid");
    let shown = |text: &str| (!is_private).then(|| text.to_owned());
    LiveCall {
        id: call.call.0,
        workflow: call.workflow,
        state: state_of(call.state),
        queue: call.queue,
        position: call.position,
        waited: call.waited,
        agent: call.agent,
        caller: shown(&call.caller.uri),
        caller_name: call.caller.display_name.as_deref().and_then(shown),
        started: call.arrived,
    }
}

const fn state_of(state: CallState) -> LiveCallState {
    match state {
        CallState::Answering => LiveCallState::Answering,
        CallState::Prompt => LiveCallState::Prompt,
        CallState::Question => LiveCallState::Question,
        CallState::Waiting => LiveCallState::Waiting,
        CallState::Ringing => LiveCallState::Ringing,
        CallState::Talking => LiveCallState::Talking,
        CallState::Transferred => LiveCallState::Transferred,
    }
}

/// How often the calls are looked at.
const EVERY: Duration = Duration::from_millis(500);

#[cfg(test)]
mod tests {
    use domain::{ObjectName, Presence, SipUri};
    use engine::{CallId, Caller};

    use super::*;

    fn call(uri: &str) -> CallView {
        CallView {
            call: CallId(7),
            workflow: ObjectName::new("Help Desk").unwrap(),
            caller: Caller { uri: uri.into(), display_name: Some("Dana".into()) },
            is_test: false,
            arrived: Timestamp::UNIX_EPOCH,
            state: CallState::Waiting,
            queue: None,
            position: Some(1),
            waited: Some(Duration::from_secs(3)),
            agent: None,
        }
    }

    #[test]
    fn a_caller_who_withholds_the_address_is_shown_without_it() {
        let shown = |uri: &str| call_of(call(uri)).caller.zip(call_of(call(uri)).caller_name);
        assert_eq!(shown("sip:anonymous@Anonymous.invalid"), None);
        assert_eq!(shown("sip:dana@contoso.com").unwrap().1, "Dana");
    }

    #[test]
    fn an_agent_has_done_what_it_does_since_that_was_seen_first() {
        let mut last = Last::new();
        let mut look = |state, second| {
            let agent = SipUri::new("sip:ann@contoso.com").unwrap();
            let presence = Presence::Available;
            let view = AgentView { agent, reachable: true, presence, state, call: None };
            let at = Timestamp::from_second(second).unwrap();
            let live = live(View { calls: Vec::new(), agents: vec![view], lines: 0, legs: 0 }, &mut last, at);
            live.agents.into_values().next().unwrap().since.unwrap().as_second()
        };
        assert_eq!([look(AgentState::Idle, 1), look(AgentState::Idle, 2)], [1, 1]);
        assert_eq!([look(AgentState::Talking, 3), look(AgentState::Idle, 4)], [3, 4]);
    }
}
