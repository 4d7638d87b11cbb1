use serde::{Deserialize, Serialize};

use crate::{Invalid, Prompt, QUESTION_DEPTH_MAX, Question, Reference, SipUri, number::words};

/// What happens to a call next (New-CsRgsCallAction).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "CallActionProperties", into = "CallActionProperties")]
pub struct CallAction {
    /// Played before the action.
    pub prompt: Option<Prompt>,
    /// Where the call goes.
    pub target: Target,
}

/// Where an action sends the call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The call ends.
    Terminate,
    /// Into a queue of the same pool.
    Queue(Reference),
    /// To a question.
    Question(Box<Question>),
    /// To a SIP address.
    Uri(SipUri),
    /// To the voice mail of a SIP address.
    VoiceMailUri(SipUri),
    /// To a telephone number, written `sip:+number@domain`.
    Pstn(SipUri),
}

words!(
    /// The word for each target.
    ActionKind, "a call action", {
        /// See [`Target::Terminate`].
        Terminate = 0,
        /// See [`Target::Queue`].
        TransferToQueue = 1,
        /// See [`Target::Question`].
        TransferToQuestion = 2,
        /// See [`Target::Uri`].
        TransferToUri = 3,
        /// See [`Target::VoiceMailUri`].
        TransferToVoiceMailUri = 4,
        /// See [`Target::Pstn`].
        TransferToPstn = 5,
    }
);

/// The action as its properties stand on the wire.
#[derive(Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[schema(as = CallAction, no_recursion)]
pub struct CallActionProperties {
    /// What to do.
    pub action: ActionKind,
    /// Played before the action.
    #[serde(default)]
    pub prompt: Option<Prompt>,
    /// For TransferToQuestion.
    #[serde(default)]
    pub question: Option<Box<Question>>,
    /// For TransferToQueue.
    #[serde(default, rename = "QueueID")]
    pub queue_id: Option<Reference>,
    /// For the three transfers to an address.
    #[serde(default)]
    pub uri: Option<SipUri>,
}

impl CallAction {
    /// The word for this action.
    pub fn kind(&self) -> ActionKind {
        match self.target {
            Target::Terminate => ActionKind::Terminate,
            Target::Queue(_) => ActionKind::TransferToQueue,
            Target::Question(_) => ActionKind::TransferToQuestion,
            Target::Uri(_) => ActionKind::TransferToUri,
            Target::VoiceMailUri(_) => ActionKind::TransferToVoiceMailUri,
            Target::Pstn(_) => ActionKind::TransferToPstn,
        }
    }

    /// The question that is asked, if any.
    pub fn question(&self) -> Option<&Question> {
        match &self.target {
            Target::Question(question) => Some(question),
            _ => None,
        }
    }

    /// Calls `visit` with the reference to every queue that this action or a question behind it leads to.
    pub(crate) fn visit_queues<'a>(&'a self, visit: &mut dyn FnMut(&'a Reference)) {
        match &self.target {
            Target::Queue(queue) => visit(queue),
            Target::Question(question) => {
                question.answer_list.as_slice().iter().for_each(|answer| answer.action.visit_queues(visit));
            }
            _ => {}
        }
    }

    /// As [`Self::visit_queues`], to change the references.
    pub(crate) fn visit_queues_mut(&mut self, visit: &mut dyn FnMut(&mut Reference)) {
        match &mut self.target {
            Target::Queue(queue) => visit(queue),
            Target::Question(question) => {
                let answers = question.answer_list.as_mut_slice();
                answers.iter_mut().for_each(|answer| answer.action.visit_queues_mut(visit));
            }
            _ => {}
        }
    }

    /// Calls `visit` with every prompt of this action and of the questions behind it.
    pub(crate) fn visit_prompts(&self, visit: &mut dyn FnMut(&Prompt)) {
        self.prompt.iter().for_each(&mut *visit);
        if let Some(question) = self.question() {
            visit(&question.prompt);
            question.invalid_answer_prompt.iter().for_each(&mut *visit);
            question.no_answer_prompt.iter().for_each(&mut *visit);
            question.answer_list.as_slice().iter().for_each(|answer| answer.action.visit_prompts(visit));
        }
    }
}

impl ActionKind {
    /// The property that the action needs, beside the prompt that each may have.
    const fn property(self) -> Option<&'static str> {
        match self {
            Self::Terminate => None,
            Self::TransferToQueue => Some("QueueID"),
            Self::TransferToQuestion => Some("Question"),
            Self::TransferToUri | Self::TransferToVoiceMailUri | Self::TransferToPstn => Some("Uri"),
        }
    }
}

impl TryFrom<CallActionProperties> for CallAction {
    type Error = Invalid;

    fn try_from(given: CallActionProperties) -> Result<Self, Invalid> {
        let CallActionProperties { action, prompt, question, queue_id, uri } = given;
        let present =
            [("Question", question.is_some()), ("QueueID", queue_id.is_some()), ("Uri", uri.is_some())];
        if let Some((property, _)) =
            present.into_iter().find(|&(property, present)| present && Some(property) != action.property())
        {
            return Err(Invalid::ActionTakesNo { action: action.as_str(), property });
        }
        let needs = || Invalid::ActionNeeds {
            action: action.as_str(),
            property: action.property().expect("only asked for actions that need one"),
        };
        let target = match action {
            ActionKind::Terminate => Target::Terminate,
            ActionKind::TransferToQueue => Target::Queue(queue_id.ok_or_else(needs)?),
            ActionKind::TransferToQuestion => Target::Question(question.ok_or_else(needs)?),
            ActionKind::TransferToUri => Target::Uri(uri.ok_or_else(needs)?),
            ActionKind::TransferToVoiceMailUri => Target::VoiceMailUri(uri.ok_or_else(needs)?),
            ActionKind::TransferToPstn => Target::Pstn(uri.ok_or_else(needs)?),
        };
        if let Target::Pstn(uri) = &target
            && !uri.is_number()
        {
            return Err(Invalid::PstnUri(uri.to_string()));
        }
        if let Target::Question(question) = &target
            && question.depth() > QUESTION_DEPTH_MAX
        {
            return Err(Invalid::QuestionDepth(QUESTION_DEPTH_MAX));
        }
        Ok(Self { prompt, target })
    }
}

impl From<CallAction> for CallActionProperties {
    fn from(call_action: CallAction) -> Self {
        let action = call_action.kind();
        let (mut question, mut queue_id, mut uri) = (None, None, None);
        match call_action.target {
            Target::Terminate => {}
            Target::Queue(queue) => queue_id = Some(queue),
            Target::Question(asked) => question = Some(asked),
            Target::Uri(to) | Target::VoiceMailUri(to) | Target::Pstn(to) => uri = Some(to),
        }
        Self { action, prompt: call_action.prompt, question, queue_id, uri }
    }
}

impl utoipa::PartialSchema for CallAction {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        CallActionProperties::schema()
    }
}

impl utoipa::ToSchema for CallAction {
    fn name() -> std::borrow::Cow<'static, str> {
        "CallAction".into()
    }

    fn schemas(schemas: &mut Vec<(String, utoipa::openapi::RefOr<utoipa::openapi::schema::Schema>)>) {
        CallActionProperties::schemas(schemas);
    }
}
