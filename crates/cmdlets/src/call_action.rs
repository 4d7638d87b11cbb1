//! New-CsRgsPrompt, New-CsRgsCallAction, New-CsRgsQuestion and New-CsRgsAnswer: what happens to a call, made in the
//! shell.

use std::rc::Rc;

use domain::{Answer, CallAction, Prompt, Question};
use shell::command::{Call, Cmdlet, Declaration, Declared, Example};
use shell::flow::Flow;
use shell::session::Session;

use crate::local;
use crate::noun::{ANSWER, CALL_ACTION, PROMPT, QUESTION};

/// Makes the cmdlets known.
pub(crate) fn register(session: &mut Session) {
    session.register(&NEW_PROMPT, Rc::new(|| Box::new(NewPrompt)));
    session.register(&NEW_CALL_ACTION, Rc::new(|| Box::new(NewCallAction)));
    session.register(&NEW_QUESTION, Rc::new(|| Box::new(NewQuestion)));
    session.register(&NEW_ANSWER, Rc::new(|| Box::new(NewAnswer)));
}

static NEW_PROMPT: Declaration = Declaration {
    name: "New-CsRgsPrompt",
    aliases: &[],
    synopsis: "Makes a prompt, in the shell.",
    description: "A prompt is what a caller hears: an audio file, or text that is spoken where there is none.",
    parameters: &[
        Declared::new(
            "TextToSpeechPrompt",
            "string",
            "The text to speak, up to 4096 characters, without HTML.",
        ),
        Declared::new("AudioFilePrompt", "AudioFile", "The audio, as Import-CsRgsAudioFile gives it."),
    ],
    default_set: "",
    should_process: false,
    input: "None.",
    output: "Microsoft.Rtc.Rgs.Management.WritableSettings.Prompt",
    examples: &[Example {
        code: "$prompt = New-CsRgsPrompt -TextToSpeechPrompt \"Welcome to Contoso. Please hold the line.\"",
        about: "Makes a prompt that is spoken.",
    }],
};

struct NewPrompt;

impl Cmdlet for NewPrompt {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        local::make::<Prompt>(call, &PROMPT, "prompt")
    }
}

static NEW_CALL_ACTION: Declaration = Declaration {
    name: "New-CsRgsCallAction",
    aliases: &[],
    synopsis: "Makes a call action, in the shell.",
    description: "A call action says where a call goes, after a prompt if there is one. It becomes part of a workflow, \
                  a queue or an answer, each of which allows some of the actions.",
    parameters: &[
        Declared::new(
            "Action",
            "CallActionType",
            "Terminate, TransferToQueue, TransferToQuestion, TransferToUri, TransferToVoiceMailUri or TransferToPstn.",
        )
        .mandatory(),
        Declared::new("Prompt", "Prompt", "What the caller hears before."),
        Declared::new("Question", "Question", "The question, for TransferToQuestion."),
        Declared::new("QueueID", "RgsIdentity", "The identity of the queue, for TransferToQueue."),
        Declared::new(
            "Uri",
            "string",
            "The address, for the other transfers; a telephone number is written sip:+14255551298@contoso.com.",
        ),
    ],
    default_set: "",
    should_process: false,
    input: "None.",
    output: "Microsoft.Rtc.Rgs.Management.WritableSettings.CallAction",
    examples: &[
        Example {
            code: "$action = New-CsRgsCallAction -Action TransferToPstn -Uri \"sip:+14255551298@contoso.com\"",
            about: "Sends calls to a telephone number.",
        },
        Example {
            code: "$queue = Get-CsRgsQueue -Identity pool.contoso.com -Name \"Help Desk Queue\"\n\
                   $action = New-CsRgsCallAction -Action TransferToQueue -QueueID $queue.Identity",
            about: "Sends calls to a queue.",
        },
    ],
};

struct NewCallAction;

impl Cmdlet for NewCallAction {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        local::make::<CallAction>(call, &CALL_ACTION, "call action")
    }
}

static NEW_QUESTION: Declaration = Declaration {
    name: "New-CsRgsQuestion",
    aliases: &[],
    synopsis: "Makes a question, in the shell.",
    description: "A caller hears the prompt and answers with a key or a word. Without an answer, or with a wrong one, \
                  the question is repeated.",
    parameters: &[
        Declared::new("Prompt", "Prompt", "The question as it is asked.").mandatory(),
        Declared::new("AnswerList", "PSListModifier", "The answers of New-CsRgsAnswer."),
        Declared::new("InvalidAnswerPrompt", "Prompt", "What the caller hears after a wrong answer."),
        Declared::new("NoAnswerPrompt", "Prompt", "What the caller hears after no answer."),
        Declared::new("Name", "string", "A name, which need not be unique."),
    ],
    default_set: "",
    should_process: false,
    input: "None.",
    output: "Microsoft.Rtc.Rgs.Management.WritableSettings.Question",
    examples: &[Example {
        code: "$queue = Get-CsRgsQueue -Identity pool.contoso.com -Name \"Help Desk Queue\"\n\
               $action = New-CsRgsCallAction -Action TransferToQueue -QueueID $queue.Identity\n\
               $answer = New-CsRgsAnswer -Action $action -DtmfResponse 1\n\
               $prompt = New-CsRgsPrompt -TextToSpeechPrompt \"Press 1 for the help desk.\"\n\
               $question = New-CsRgsQuestion -Prompt $prompt -AnswerList $answer",
        about: "Makes a question with one answer.",
    }],
};

struct NewQuestion;

impl Cmdlet for NewQuestion {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        // Answers may be added later; the pool takes no question without them.
        if call.value("AnswerList").is_none() {
            return local::make_part(call, &QUESTION);
        }
        local::make::<Question>(call, &QUESTION, "question")
    }
}

static NEW_ANSWER: Declaration = Declaration {
    name: "New-CsRgsAnswer",
    aliases: &[],
    synopsis: "Makes an answer to a question, in the shell.",
    description: "An answer is given with a key of the telephone, with words, or with either, and leads to a call \
                  action.",
    parameters: &[
        Declared::new("Action", "CallAction", "What happens after the answer.").mandatory(),
        Declared::new("DtmfResponse", "string", "The key: 0 to 9, * or #."),
        Declared::new("VoiceResponseList", "PSListModifier", "The words, without double quotation marks."),
        Declared::new("Name", "string", "A name, which need not be unique."),
    ],
    default_set: "",
    should_process: false,
    input: "None.",
    output: "Microsoft.Rtc.Rgs.Management.WritableSettings.Answer",
    examples: &[Example {
        code: "$action = New-CsRgsCallAction -Action TransferToUri -Uri \"sip:reception@contoso.com\"\n\
               $answer = New-CsRgsAnswer -Action $action -DtmfResponse 0 -VoiceResponseList \"Reception\", \"Operator\"",
        about: "Makes an answer that a key or one of two words gives.",
    }],
};

struct NewAnswer;

impl Cmdlet for NewAnswer {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        local::make::<Answer>(call, &ANSWER, "answer")
    }
}
