//! Call actions: a prompt, then where the call goes.

use std::sync::Arc;

use domain::{AnswerAt, CallAction, Entry, Object, ObjectName, Prompt, Target};
use stdx::Instant;

use crate::{
    CallId, EndCause, Engine, Notice, Output, PlaybackId, Refusal, TransferKind,
    call::{Hears, Next, State},
    timers::Timer,
};

/// Where an action stands, so that a call keeps it while the configuration changes.
#[derive(Clone, Debug)]
pub(crate) struct ActionPlace {
    entry: Arc<Entry>,
    property: Property,
    /// The answers that led to it, each by its place in the list of its question.
    answers: Vec<usize>,
}

/// The property whose value is the action, or leads to it by questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Property {
    Default,
    NonBusinessHours,
    Holiday,
    Timeout,
    Overflow,
}

/// Why an action is done: it decides how a call is refused that ends before it is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    Open,
    Closed,
    Holiday,
    QueueTimeout,
    QueueOverflow,
}

impl ActionPlace {
    pub(crate) const fn new(entry: Arc<Entry>, property: Property) -> Self {
        Self { entry, property, answers: Vec::new() }
    }

    /// The action; nothing where the property is empty.
    pub(crate) fn action(&self) -> Option<&CallAction> {
        let mut action = match (&self.entry.object, self.property) {
            (Object::Workflow(workflow), Property::Default) => workflow.default_action.as_ref(),
            (Object::Workflow(workflow), Property::NonBusinessHours) => {
                workflow.non_business_hours_action.as_ref()
            }
            (Object::Workflow(workflow), Property::Holiday) => workflow.holiday_action.as_ref(),
            (Object::Queue(queue), Property::Timeout) => queue.timeout_action.as_ref(),
            (Object::Queue(queue), Property::Overflow) => queue.overflow_action.as_ref(),
            _ => None,
        }?;
        for answer in &self.answers {
            action = &action.question()?.answer_list.as_slice().get(*answer)?.action;
        }
        Some(action)
    }

    /// The action behind an answer to the question that this action leads to.
    pub(crate) fn answered(mut self, answer: usize) -> Self {
        self.answers.push(answer);
        self
    }

    /// Why it is done.
    pub(crate) const fn reason(&self) -> Reason {
        match self.property {
            Property::Default => Reason::Open,
            Property::NonBusinessHours => Reason::Closed,
            Property::Holiday => Reason::Holiday,
            Property::Timeout => Reason::QueueTimeout,
            Property::Overflow => Reason::QueueOverflow,
        }
    }

    /// The object whose action it is.
    pub(crate) fn source(&self) -> &ObjectName {
        self.entry.name()
    }
}

impl Reason {
    const fn refusal(self) -> Refusal {
        match self {
            Self::Open => Refusal::Misconfigured,
            Self::QueueTimeout => Refusal::QueueTimeout,
            Self::Closed => Refusal::Closed,
            Self::Holiday => Refusal::Holiday,
            Self::QueueOverflow => Refusal::Overflow,
        }
    }
}

impl Engine {
    /// Does an action: its prompt first, then its target. An action that is missing ends the call.
    pub(crate) fn perform(&mut self, now: Instant, id: CallId, place: ActionPlace, reason: Reason) {
        let Some(action) = place.action() else {
            return self.end(id, EndCause::Terminated, reason.refusal());
        };
        match action.prompt.as_ref() {
            Some(prompt) if is_audible(prompt) => {
                if self.is_refused_at_once(now, id, &place) {
                    return;
                }
                if self.is_connected(id) {
                    let playback = self.play(now, id, prompt, false);
                    self.set_state(id, State::Prompted { playback, place });
                } else {
                    self.answer(now, id, Next::Action(place));
                }
            }
            Some(_) => {
                self.outputs.push_back(Output::Notice(Notice::PromptEmpty { call: id }));
                self.go(now, id, place, reason);
            }
            None => self.go(now, id, place, reason),
        }
    }

    /// Does what an action leads to.
    pub(crate) fn go(&mut self, now: Instant, id: CallId, place: ActionPlace, reason: Reason) {
        let Some(action) = place.action() else {
            return self.end(id, EndCause::Terminated, reason.refusal());
        };
        match &action.target {
            Target::Terminate => self.end(id, EndCause::Terminated, reason.refusal()),
            Target::Uri(target) => self.transfer(now, id, target, TransferKind::Uri),
            Target::VoiceMailUri(target) => self.transfer(now, id, target, TransferKind::VoiceMail),
            Target::Pstn(target) => self.transfer(now, id, target, TransferKind::Pstn),
            Target::Question(_) if self.is_connected(id) => self.ask(now, id, place),
            Target::Question(_) => self.answer(now, id, Next::Action(place)),
            Target::Queue(queue) => self.enter_queue(now, id, queue.id, place.source()),
        }
    }

    /// Orders the answer, or early media where the workflow answers with its agent; `next` follows when the caller
    /// hears us.
    pub(crate) fn answer(&mut self, now: Instant, id: CallId, next: Next) {
        let Some(call) = self.calls.get_mut(&id) else { return };
        call.is_answered = call.workflow().answer_at == AnswerAt::Start;
        call.is_connected = true;
        call.state = State::Answering(next);
        self.outputs.push_back(if call.is_answered { Output::Answer(id) } else { Output::Progress(id) });
        self.timers.arm(Timer::Step(id), now.after(self.limits.establish_max));
    }

    /// Plays a prompt from now on.
    pub(crate) fn play(&mut self, now: Instant, id: CallId, prompt: &Prompt, digits: bool) -> PlaybackId {
        let playback = self.next_playback();
        let call = self.calls.get_mut(&id).expect("a call that is told something is in progress");
        call.hears = Hears::Prompt;
        let language = call.workflow().language;
        let prompt = prompt.clone();
        self.outputs.push_back(Output::Play { call: id, playback, prompt, language, digits });
        self.timers.arm(Timer::Step(id), now.after(self.limits.prompt_length_max));
        playback
    }

    /// A prompt was played to its end, or should have been by now.
    pub(crate) fn playback_ended(&mut self, now: Instant, id: CallId, ended: PlaybackId) {
        let Some(call) = self.calls.get_mut(&id) else { return };
        match &call.state {
            State::Prompted { playback, .. } if *playback == ended => {
                let State::Prompted { place, .. } = std::mem::replace(&mut call.state, State::Between) else {
                    unreachable!("it was looked at just now")
                };
                call.hears = Hears::Nothing;
                self.timers.disarm(Timer::Step(id));
                let reason = place.reason();
                self.go(now, id, place, reason);
            }
            State::Asked(_) => self.question_heard(now, id, ended),
            _ => {}
        }
    }

    fn transfer(&mut self, now: Instant, id: CallId, target: &domain::SipUri, kind: TransferKind) {
        let answered = self.is_answered(id);
        self.set_state(id, State::Transferring);
        self.outputs.push_back(Output::Transfer { call: id, target: target.clone(), kind, answered });
        self.timers.arm(Timer::Step(id), now.after(self.limits.transfer_ring_max));
    }

    /// The target of a transfer answered.
    pub(crate) fn transfer_answered(&mut self, id: CallId) {
        if let Some(call) = self.calls.get_mut(&id)
            && matches!(call.state, State::Transferring)
        {
            (call.is_answered, call.is_connected) = (true, true);
            call.state = State::Transferred;
            self.timers.disarm(Timer::Step(id));
        }
    }

    /// The target of a transfer did not answer, or hung up.
    pub(crate) fn transfer_over(&mut self, id: CallId) {
        match self.calls.get(&id).map(|call| &call.state) {
            Some(State::Transferring) => self.end(id, EndCause::TransferFailed, Refusal::TransferFailed),
            Some(State::Transferred) => self.end(id, EndCause::TransferEnded, Refusal::TransferFailed),
            _ => {}
        }
    }

    /// Whether a call that is not answered leads into a queue without any agent, which is known before the
    /// caller would hear the prompt: it is refused then.
    fn is_refused_at_once(&mut self, now: Instant, id: CallId, place: &ActionPlace) -> bool {
        let Some(Target::Queue(queue)) = place.action().map(|action| &action.target) else {
            return false;
        };
        let refused = !self.is_connected(id) && !self.has_agents(queue.id);
        if refused {
            self.enter_queue(now, id, queue.id, place.source());
        }
        refused
    }
}

/// Whether there is anything to play.
pub(crate) const fn is_audible(prompt: &Prompt) -> bool {
    prompt.audio_file_prompt.is_some() || prompt.text_to_speech_prompt.is_some()
}
