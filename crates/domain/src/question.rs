use serde::{Deserialize, Serialize};

use crate::{
    CallAction, Invalid, Label, Prompt,
    checked::checked_struct,
    text::{bounded_list, checked_text, plain},
};

/// A question and what follows from each answer (New-CsRgsQuestion).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[schema(no_recursion)]
pub struct Question {
    /// Need not be unique.
    #[serde(default)]
    pub name: Option<Label>,
    /// The question as it is asked.
    pub prompt: Prompt,
    /// Played when the answer was none of the list, before the question is repeated.
    #[serde(default)]
    pub invalid_answer_prompt: Option<Prompt>,
    /// Played when nothing was answered, before the question is repeated.
    #[serde(default)]
    pub no_answer_prompt: Option<Prompt>,
    /// The answers.
    pub answer_list: AnswerList,
}

impl Question {
    /// How many questions lie on the longest way through this one, itself included.
    pub(crate) fn depth(&self) -> usize {
        let below = self.answer_list.0.iter().filter_map(|answer| answer.action.question());
        1 + below.map(Self::depth).max().unwrap_or(0)
    }
}

/// One answer to a question (New-CsRgsAnswer).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase", deny_unknown_fields, remote = "Self")]
#[schema(no_recursion)]
pub struct Answer {
    /// Need not be unique.
    #[serde(default)]
    pub name: Option<Label>,
    /// What happens then.
    pub action: CallAction,
    /// The key that gives this answer.
    #[serde(default)]
    pub dtmf_response: Option<DtmfResponse>,
    /// The words that give this answer.
    #[serde(default)]
    pub voice_response_list: Vec<VoiceResponse>,
}

checked_struct!(Answer);

impl Answer {
    /// An answer that can be given.
    ///
    /// # Errors
    /// [`Invalid::AnswerUnreachable`] without key and words, [`Invalid::ListTooLong`] with too many words.
    pub fn new(
        name: Option<Label>,
        action: CallAction,
        dtmf_response: Option<DtmfResponse>,
        voice_response_list: Vec<VoiceResponse>,
    ) -> Result<Self, Invalid> {
        let answer = Self { name, action, dtmf_response, voice_response_list };
        answer.check()?;
        Ok(answer)
    }

    fn check(&self) -> Result<(), Invalid> {
        if self.dtmf_response.is_none() && self.voice_response_list.is_empty() {
            return Err(Invalid::AnswerUnreachable);
        }
        bounded_list("voice responses", &self.voice_response_list, VOICE_RESPONSES_MAX)
    }
}

/// The answers of a question: 1 to [`ANSWERS_MAX`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(try_from = "Vec<Answer>", into = "Vec<Answer>")]
#[schema(no_recursion)]
pub struct AnswerList(Vec<Answer>);

impl AnswerList {
    /// The answers in order.
    pub fn as_slice(&self) -> &[Answer] {
        &self.0
    }

    pub(crate) fn as_mut_slice(&mut self) -> &mut [Answer] {
        &mut self.0
    }
}

impl TryFrom<Vec<Answer>> for AnswerList {
    type Error = Invalid;
    fn try_from(answers: Vec<Answer>) -> Result<Self, Invalid> {
        if answers.is_empty() {
            return Err(Invalid::QuestionWithoutAnswers);
        }
        bounded_list("answers", &answers, ANSWERS_MAX)?;
        Ok(Self(answers))
    }
}

impl From<AnswerList> for Vec<Answer> {
    fn from(answers: AnswerList) -> Self {
        answers.0
    }
}

checked_text!(
    /// One key of the telephone: 0-9, * or #.
    DtmfResponse,
    |text| match text.trim() {
        key if key.len() == 1 && key.bytes().all(|b| b.is_ascii_digit() || b == b'*' || b == b'#') => {
            Ok(key.into())
        }
        _ => Err(Invalid::DtmfResponse(text.to_owned())),
    }
);

checked_text!(
    /// Words that a caller may say, without double quotation marks.
    VoiceResponse,
    |text| {
        if text.trim().is_empty() || text.contains('"') {
            return Err(Invalid::VoiceResponse(text.to_owned()));
        }
        plain(text.trim(), crate::text::LABEL_MAX)
    }
);

/// Most answers of a question (ours; the documents advise five).
pub const ANSWERS_MAX: usize = 100;
/// Most wordings of one answer (ours).
pub const VOICE_RESPONSES_MAX: usize = 100;
/// Deepest nesting of questions (ours; the documents advise three, and PowerShell reads archives of 50 levels, of
/// which a question takes four).
pub const QUESTION_DEPTH_MAX: usize = 10;
