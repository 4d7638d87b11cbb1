//! What is going on, for those who look.

use std::collections::BTreeMap;

use domain::Presence;
use engine::{AgentState, AgentView, CallState, CallView};

/// Every call and every agent as they stand.
#[derive(Clone, Debug)]
pub struct View {
    /// The calls, in the order in which they came.
    pub calls: Vec<CallView>,
    /// The agents, in the order of the address.
    pub agents: Vec<AgentView>,
    /// Sessions with peers that have not ended.
    pub lines: usize,
    /// Voices of lines that are open.
    pub legs: usize,
}

impl View {
    /// Puts the numbers of calls and agents into the metrics.
    pub(crate) fn measure(&self) {
        metrics::gauge!("switchback_sip_lines").set(self.lines as f64);
        metrics::gauge!("switchback_rtp_legs").set(self.legs as f64);
        let mut calls: BTreeMap<CallState, u32> = BTreeMap::new();
        self.calls
            .iter()
            .filter(|call| !call.is_test)
            .for_each(|call| *calls.entry(call.state).or_default() += 1);
        for (state, word) in CALL_STATES {
            let count = calls.get(&state).copied().unwrap_or_default();
            metrics::gauge!("switchback_calls", "state" => word).set(f64::from(count));
        }
        let mut agents: BTreeMap<&str, u32> = BTreeMap::new();
        for agent in &self.agents {
            *agents.entry(word_of(agent)).or_default() += 1;
        }
        for word in AGENT_WORDS {
            let count = agents.get(word).copied().unwrap_or_default();
            metrics::gauge!("switchback_agents", "state" => word).set(f64::from(count));
        }
    }
}

fn word_of(agent: &AgentView) -> &'static str {
    match agent.state {
        AgentState::Talking | AgentState::Ending => "talking",
        _ if !agent.reachable => "unreachable",
        AgentState::Ringing => "ringing",
        AgentState::Elsewhere => "elsewhere",
        AgentState::Idle | AgentState::Guarded => match agent.presence {
            Presence::Available | Presence::Inactive => "idle",
            _ => "away",
        },
    }
}

const CALL_STATES: [(CallState, &str); 7] = [
    (CallState::Answering, "answering"),
    (CallState::Prompt, "prompt"),
    (CallState::Question, "question"),
    (CallState::Waiting, "waiting"),
    (CallState::Ringing, "ringing"),
    (CallState::Talking, "talking"),
    (CallState::Transferred, "transferred"),
];
const AGENT_WORDS: [&str; 6] = ["unreachable", "away", "idle", "elsewhere", "ringing", "talking"];
