//! Orders as lines of text.

use domain::{AudioFile, Prompt, SipUri};
use engine::{AgentView, CallContext, CallView, Notice, Output};

/// An order in a few words.
pub(crate) fn order(output: &Output) -> String {
    match output {
        Output::Refuse { call, refusal } => format!("refuse {call}: {refusal:?}"),
        Output::Relay { call, owner } => format!("relay {call} to {owner}"),
        Output::Answer(call) => format!("answer {call}"),
        Output::Progress(call) => format!("early media for {call}"),
        Output::Play { call, playback, prompt, digits, .. } => {
            let keys = if *digits { ", a key interrupts" } else { "" };
            format!("play {playback} to {call}: {}{keys}", words(prompt))
        }
        Output::StopPlaying(call) => format!("stop playing to {call}"),
        Output::PlayMusic { call, music } => format!("music to {call}: {}", piece(music.as_ref())),
        Output::Offer { offer, call, agent, context } => {
            format!("offer {offer}: {call} to {}{}", name(agent), told(context))
        }
        Output::Withdraw { offer, cause } => format!("withdraw {offer}: {cause:?}"),
        Output::Join { call, offer } => format!("join {call} and {offer}"),
        Output::EndAgent(offer) => format!("end {offer}"),
        Output::Transfer { call, target, kind, answered } => {
            let how = if *answered { "answered" } else { "not answered" };
            format!("transfer {call} to {target} ({kind:?}, {how})")
        }
        Output::EndCall { call, cause } => format!("end {call}: {cause:?}"),
        Output::Notice(notice) => format!("note: {}", noted(notice)),
    }
}

/// A call in a few words.
pub(crate) fn call_line(call: &CallView) -> String {
    let mut line = format!("{} in {}: {:?}", call.call, call.workflow, call.state);
    if let Some(queue) = &call.queue {
        line += &format!(", queue {queue}");
    }
    if let Some(position) = call.position {
        line += &format!(", place {position}");
    }
    if let Some(waited) = call.waited {
        line += &format!(", waited {}s", waited.as_secs_f64());
    }
    if let Some(agent) = &call.agent {
        line += &format!(", with {}", name(agent));
    }
    line
}

/// An agent in a few words.
pub(crate) fn agent_line(agent: &AgentView) -> String {
    let reach = if agent.reachable { "" } else { ", not reached" };
    let call = agent.call.map(|call| format!(" with {call}")).unwrap_or_default();
    format!("{}: {:?}{call}, {}{reach}", name(&agent.agent), agent.state, agent.presence)
}

fn words(prompt: &Prompt) -> String {
    match (&prompt.audio_file_prompt, &prompt.text_to_speech_prompt) {
        (Some(audio), _) => format!("[{}]", audio.original_file_name),
        (None, Some(text)) => format!("\"{text}\""),
        (None, None) => "nothing".to_owned(),
    }
}

fn piece(music: Option<&AudioFile>) -> String {
    music.map_or_else(|| "built-in".to_owned(), |music| format!("[{}]", music.original_file_name))
}

fn told(context: &CallContext) -> String {
    let waited = context.waited.map(|waited| format!(", waited {}s", waited.as_secs_f64()));
    let answers = context.answers.iter().map(|answered| {
        format!(", \"{}\": {}", answered.question.as_deref().unwrap_or("-"), answered.answer)
    });
    let anonymous = if context.anonymous { ", anonymous" } else { "" };
    waited.into_iter().chain(answers).chain([anonymous.to_owned()]).collect()
}

fn noted(notice: &Notice) -> String {
    match notice {
        Notice::QueueMissing { call, source, target } => {
            format!("the action of {source} sends {call} to the queue {target}, which is missing")
        }
        Notice::QueueLoop { call, queue } => format!("{call} goes in circles, last to {queue}"),
        Notice::NoAgents { call, queue } => format!("{queue} has no agents for {call}"),
        Notice::QueueFull { call, queue } => format!("{queue} is full for {call}"),
        Notice::QueueTimedOut { call, queue } => format!("{call} waited too long in {queue}"),
        Notice::PromptEmpty { call } => format!("{call} is told an empty prompt"),
        Notice::OfferUnsupported { offer, agent } => {
            format!("{offer} has no media in common with {}", name(agent))
        }
        Notice::Healed { waited_for, call, agent } => {
            let call = call.map(|call| format!(" of {call}")).unwrap_or_default();
            let agent = agent.as_ref().map(|agent| format!(" at {}", name(agent))).unwrap_or_default();
            format!("no word of {waited_for}{call}{agent}")
        }
    }
}

fn name(agent: &SipUri) -> &str {
    agent.as_str().trim_start_matches("sip:").trim_end_matches("@example.com")
}
