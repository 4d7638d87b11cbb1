use domain::{
    AnswerAt, CallAction, Configuration, Directory, Language, Object, ObjectName, Prompt, Question, Queue,
    Reference, SipUri, Target, Workflow,
    calendar::{self, Calendar},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::step::{Kind, Member, Refused, Step, Waiting};

/// What a call to a workflow comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// The workflow.
    pub workflow: ObjectName,
    /// Its address.
    pub address: SipUri,
    /// The language that it speaks.
    pub language: Language,
    /// How the call begins.
    pub opening: Opening,
    /// What happens then.
    pub steps: Vec<Step>,
}

/// How a call begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Opening {
    /// The pool answers.
    Answered,
    /// The pool gives early media, and answers when an agent does.
    Early,
    /// It does not take the call.
    Refused(Refused),
    /// The call goes on to an address without an answer of the pool.
    Transferred(SipUri),
}

impl Opening {
    /// Whether the caller hears the pool.
    pub const fn is_heard(&self) -> bool {
        matches!(self, Self::Answered | Self::Early)
    }
}

/// Why no script can be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unwritable {
    /// A key that gives no answer.
    #[error("{digit} answers nothing at the question \"{question}\"; its keys are {keys}")]
    WrongKey {
        /// The key.
        digit: char,
        /// What is asked.
        question: String,
        /// The keys that it has.
        keys: String,
    },
    /// More keys than questions.
    #[error(
        "more keys are given ({given}) than questions are asked on this way ({asked}); leave out the last ones"
    )]
    TooManyKeys {
        /// How many questions are asked.
        asked: usize,
        /// How many keys are given.
        given: usize,
    },
}

impl Script {
    /// Follows the configuration of the pool that answers: what a call at a moment comes to, when the caller answers
    /// with these keys.
    ///
    /// # Errors
    /// [`Unwritable`] where the keys do not fit the questions.
    pub fn write(
        of: (&Configuration, &Directory),
        workflow: &Workflow,
        digits: &[char],
        at: Timestamp,
    ) -> Result<Self, Unwritable> {
        let (configuration, directory) = of;
        let mut writer = Writer {
            configuration,
            directory,
            workflow,
            digits,
            pressed: 0,
            opening: None,
            steps: Vec::new(),
            queues: 0,
        };
        if !workflow.active {
            writer.refuse(Refused::Inactive);
        } else {
            writer.open(at)?;
        }
        if writer.pressed < digits.len() && writer.is_heard() {
            return Err(Unwritable::TooManyKeys { asked: writer.pressed, given: digits.len() });
        }
        Ok(Self {
            workflow: workflow.name.clone(),
            address: workflow.primary_uri.clone(),
            language: workflow.language,
            opening: writer.opening.unwrap_or(Opening::Answered),
            steps: writer.steps,
        })
    }

    /// The wait for an agent, where the call comes to one.
    pub fn waiting(&self) -> Option<&Waiting> {
        self.steps.iter().find_map(|step| match step {
            Step::Wait(waiting) => Some(waiting),
            _ => None,
        })
    }
}

/// A script that is being written.
struct Writer<'a> {
    configuration: &'a Configuration,
    directory: &'a Directory,
    workflow: &'a Workflow,
    digits: &'a [char],
    pressed: usize,
    opening: Option<Opening>,
    steps: Vec<Step>,
    /// Queues that were passed, since they may lead to each other.
    queues: usize,
}

impl<'a> Writer<'a> {
    fn open(&mut self, at: Timestamp) -> Result<(), Unwritable> {
        let workflow = self.workflow;
        let (action, kind, otherwise) = match self.calendar().state(at) {
            calendar::State::Open => (&workflow.default_action, Kind::Welcome, Refused::Misconfigured),
            calendar::State::Closed => (&workflow.non_business_hours_action, Kind::Closed, Refused::Closed),
            calendar::State::Holiday => (&workflow.holiday_action, Kind::Holiday, Refused::Holiday),
        };
        self.follow(action.as_ref(), kind, otherwise)
    }

    fn calendar(&self) -> Calendar<'a> {
        let workflow = self.workflow;
        let object =
            |reference: &Reference| self.configuration.object(reference.id).map(|entry| &entry.object);
        let hours = workflow.business_hours_id.as_ref().and_then(object).and_then(|object| match object {
            Object::HoursOfBusiness(hours) => Some(&**hours),
            _ => None,
        });
        let sets = workflow.holiday_set_id_list.iter().filter_map(object);
        let holiday_sets = sets.filter_map(|object| match object {
            Object::HolidaySet(set) => Some(&**set),
            _ => None,
        });
        Calendar { zone: workflow.time_zone.rules(), hours, holiday_sets: holiday_sets.collect() }
    }

    /// Whether the caller hears the pool already.
    fn is_heard(&self) -> bool {
        self.opening.as_ref().is_some_and(Opening::is_heard)
    }

    /// From now on the caller hears the pool.
    fn begin(&mut self) {
        self.opening = Some(match self.workflow.answer_at {
            AnswerAt::Start => Opening::Answered,
            AnswerAt::Agent => Opening::Early,
        });
    }

    fn say(&mut self, kind: Kind, prompt: &Prompt) {
        self.begin();
        if is_audible(prompt) {
            self.steps.push(Step::Prompt(kind, prompt.clone()));
        }
    }

    /// The call ends: it is refused where the caller has not heard the pool yet.
    fn refuse(&mut self, refused: Refused) {
        if self.is_heard() {
            self.steps.push(Step::End);
        } else {
            self.opening = Some(Opening::Refused(refused));
        }
    }

    fn follow(
        &mut self,
        action: Option<&'a CallAction>,
        kind: Kind,
        otherwise: Refused,
    ) -> Result<(), Unwritable> {
        let Some(action) = action else {
            self.refuse(otherwise);
            return Ok(());
        };
        if let Some(prompt) = action.prompt.as_ref().filter(|prompt| is_audible(prompt)) {
            // What a caller would hear before nobody can answer is not said at all.
            match &action.target {
                Target::Queue(queue) if !self.is_heard() && self.members(queue).is_empty() => {}
                _ => self.say(kind, prompt),
            }
        }
        match &action.target {
            Target::Terminate => self.refuse(otherwise),
            Target::Uri(to) | Target::VoiceMailUri(to) | Target::Pstn(to) => {
                if self.is_heard() {
                    self.steps.push(Step::Transfer(to.clone()));
                } else {
                    self.opening = Some(Opening::Transferred(to.clone()));
                }
            }
            Target::Question(question) => self.ask(question)?,
            Target::Queue(queue) => self.wait(queue)?,
        }
        Ok(())
    }

    fn ask(&mut self, question: &'a Question) -> Result<(), Unwritable> {
        self.say(Kind::Question, &question.prompt);
        let Some(digit) = self.digits.get(self.pressed).copied() else {
            self.steps.push(Step::NoKeyLeft);
            return Ok(());
        };
        self.pressed += 1;
        let mut answers = question.answer_list.as_slice().iter();
        let key = |answer: &domain::Answer| answer.dtmf_response.as_ref()?.as_str().chars().next();
        let Some(answer) = answers.find(|answer| key(answer) == Some(digit)) else {
            let keys: Vec<String> =
                question.answer_list.as_slice().iter().filter_map(key).map(String::from).collect();
            return Err(Unwritable::WrongKey { digit, question: words_of(question), keys: keys.join(", ") });
        };
        self.steps.push(Step::Press(digit));
        self.follow(Some(&answer.action), Kind::Answer, Refused::Misconfigured)
    }

    fn wait(&mut self, reference: &Reference) -> Result<(), Unwritable> {
        self.queues += 1;
        let Some(queue) = self.queue(reference).filter(|_| self.queues <= QUEUES_MAX) else {
            self.refuse(Refused::Misconfigured);
            return Ok(());
        };
        let members = self.members(reference);
        if members.is_empty() {
            self.refuse(Refused::NoAgents(queue.name.clone()));
        } else if queue.overflow_threshold.is_some_and(|threshold| threshold.value() == 0) {
            let full = Refused::Overflow(queue.name.clone());
            return self.follow(queue.overflow_action.as_ref(), Kind::Overflow, full);
        } else {
            self.begin();
            let own = self.workflow.custom_music_on_hold_file.clone();
            let music = own.or_else(|| self.configuration.settings().default_music_on_hold_file.clone());
            self.steps.push(Step::Wait(Waiting { queue: queue.name.clone(), music, members }));
        }
        Ok(())
    }

    fn queue(&self, reference: &Reference) -> Option<&'a Queue> {
        match &self.configuration.object(reference.id)?.object {
            Object::Queue(queue) => Some(queue),
            _ => None,
        }
    }

    /// The agents of a queue.
    fn members(&self, reference: &Reference) -> Vec<Member> {
        let groups = self.queue(reference).map_or(&[][..], |queue| &queue.agent_group_id_list);
        let mut members = Vec::new();
        for entry in groups.iter().filter_map(|group| self.configuration.object(group.id)) {
            let Object::AgentGroup(group) = &entry.object else { continue };
            let formal = group.participation_policy == domain::ParticipationPolicy::Formal;
            members.extend(self.directory.agents(group).into_iter().map(|agent| {
                let known = self.configuration.agent(&agent);
                let signed_in = known.is_some_and(|known| known.is_signed_in(entry.id));
                Member { agent, group: group.name.clone(), is_signed_in: !formal || signed_in }
            }));
        }
        members
    }
}

/// A question as people read it.
fn words_of(question: &Question) -> String {
    let text = question.prompt.text_to_speech_prompt.as_ref().map(|text| text.as_str());
    let name = question.name.as_ref().map(|name| name.as_str());
    name.or(text).unwrap_or("without a name").to_owned()
}

/// Whether there is anything to play.
const fn is_audible(prompt: &Prompt) -> bool {
    prompt.audio_file_prompt.is_some() || prompt.text_to_speech_prompt.is_some()
}

/// Queues that send a call on to each other before the script ends.
const QUEUES_MAX: usize = 10;
