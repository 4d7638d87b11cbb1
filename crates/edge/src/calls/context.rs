//! What an agent is told of a call that is offered: a name and header fields for everyone, and a body for telephones that
//! name its media type (`docs/rules.md`, offers).

use std::{collections::BTreeMap, time::Duration};

use dialog::{Attachment, NameAddr, Uri, message::Headers};
use domain::SipUri;
use engine::CallContext;
use jiff::Timestamp;

use crate::context_form::ContextForm;

/// A telephone as far as call context goes: what it is known by, and the form that it names when it registers.
#[derive(Clone, Debug)]
pub(super) struct Device {
    pub(super) key: String,
    pub(super) named: Option<ContextForm>,
}

/// What telephones have said of call context when they were called.
#[derive(Debug, Default)]
pub(super) struct Contexts {
    /// By the key of the device; nothing where it refused a body beside the offer.
    known: BTreeMap<String, Option<ContextForm>>,
}

impl Contexts {
    /// The form that a telephone is sent, if any.
    pub(super) fn form(&self, device: &Device) -> Option<ContextForm> {
        self.known.get(&device.key).copied().unwrap_or(device.named)
    }

    /// A telephone says in a response what it takes. One that has refused is not asked again.
    pub(super) fn accepts(&mut self, key: &str, form: ContextForm) {
        self.make_room();
        self.known.entry(key.to_owned()).or_insert(Some(form));
    }

    /// A telephone has refused what it was sent.
    pub(super) fn refused(&mut self, key: &str) {
        self.make_room();
        self.known.insert(key.to_owned(), None);
    }

    fn make_room(&mut self) {
        if self.known.len() >= DEVICES_MAX {
            self.known.clear();
        }
    }
}

/// Who calls, as the agent sees it: `Help Desk: Kim` and the address of the caller.
pub(super) fn from_of(from: Option<&NameAddr>, is_private: bool, context: Option<&CallContext>) -> NameAddr {
    let anonymous = || Uri::sip(Some("anonymous"), "anonymous.invalid", None);
    let shown = from.filter(|_| !is_private);
    let mut uri = shown.map_or_else(anonymous, |from| from.uri.clone());
    uri.headers = None;
    let name = shown.map_or_else(
        || "Anonymous".to_owned(),
        |from| {
            from.display.clone().or_else(|| from.uri.user.clone()).unwrap_or_else(|| from.uri.host.clone())
        },
    );
    let display = match context {
        Some(context) => format!("{}: {name}", context.workflow_name),
        None => name,
    };
    NameAddr { display: Some(display), ..NameAddr::of(uri) }
}

/// The context of a call in header fields, for everyone.
pub(super) fn headers(context: &CallContext) -> Headers {
    let mut headers = Headers::new();
    headers.push("Subject", format!("{}: {}", context.workflow_name, context.queue_name));
    headers.push("X-Switchback-Workflow", context.workflow_uri.to_string());
    headers.push("X-Switchback-Queue", context.queue_name.to_string());
    if let Some(waited) = context.waited {
        headers.push("X-Switchback-Waited", waited.as_secs().to_string());
    }
    for answered in context.answers.iter().take(ANSWERS_MAX) {
        let question = answered.question.as_deref().unwrap_or("?");
        headers.push("X-Switchback-Answer", cut(&format!("{question} {}", answered.answer), QUESTION_MAX));
    }
    headers
}

/// The context of a call as a body: the waiting time, the questions and the answers. Nothing where the agent is to be
/// told none of them.
pub(super) fn attachment(
    form: ContextForm,
    context: &CallContext,
    (from, agent): (&NameAddr, &SipUri),
    (conversation, at): (&str, Timestamp),
) -> Option<Attachment> {
    let waited = context.waited?;
    let body = match form {
        ContextForm::Html => page(context, waited),
        ContextForm::Conversation => {
            let name = from.display.as_deref().unwrap_or_default();
            format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n\
                 <cc:XmlConvContext xmlns:cc=\"http://schemas.microsoft.com/2008/03/sip/conversationContext\">\
                 <cc:id>{conversation}</cc:id>\
                 <cc:from><cc:uri>{workflow}</cc:uri><cc:displayName>{workflow_name}</cc:displayName></cc:from>\
                 <cc:to><cc:uri>{agent}</cc:uri></cc:to>\
                 <cc:participants><cc:participant><cc:uri>{caller}</cc:uri><cc:displayName>{name}</cc:displayName>\
                 </cc:participant></cc:participants>\
                 <cc:date>{at}</cc:date><cc:mode>audio</cc:mode><cc:conversationId>{conversation}</cc:conversationId>\
                 <cc:dataFormat>text/plain</cc:dataFormat><cc:contextData>{told}</cc:contextData></cc:XmlConvContext>",
                workflow = escaped(context.workflow_uri.as_str()),
                workflow_name = escaped(context.workflow_name.as_str()),
                agent = escaped(agent.as_str()),
                caller = escaped(&from.uri.to_string()),
                name = escaped(name),
                told = escaped(&text(context, waited)),
            )
        }
    };
    Some(Attachment { content_type: form.content_type().to_owned(), body: body.into_bytes() })
}

fn text(context: &CallContext, waited: Duration) -> String {
    let mut text = format!("Queue: {}\nWaiting time: {}", context.queue_name, clock(waited));
    for answered in context.answers.iter().take(ANSWERS_MAX) {
        let question = answered.question.as_deref().unwrap_or("?");
        text.push_str(&format!(
            "\n\n{}\n{}",
            cut(question, QUESTION_MAX),
            cut(&answered.answer, QUESTION_MAX)
        ));
    }
    text
}

fn page(context: &CallContext, waited: Duration) -> String {
    let mut rows = format!(
        "<dt>Queue</dt><dd>{}</dd><dt>Waiting time</dt><dd>{}</dd>",
        escaped(context.queue_name.as_str()),
        clock(waited)
    );
    for answered in context.answers.iter().take(ANSWERS_MAX) {
        let question = answered.question.as_deref().unwrap_or("?");
        let [question, answer] = [question, &answered.answer].map(|text| escaped(&cut(text, QUESTION_MAX)));
        rows.push_str(&format!("<dt>{question}</dt><dd>{answer}</dd>"));
    }
    let title = escaped(context.workflow_name.as_str());
    format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>{title}</title></head>\
         <body><h1>{title}</h1><dl>{rows}</dl></body></html>"
    )
}

fn clock(waited: Duration) -> String {
    let seconds = waited.as_secs();
    format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

/// The first characters of a text; an INVITE that is too long reaches nobody.
fn cut(text: &str, max: usize) -> String {
    match text.char_indices().nth(max) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A text as it stands in XML and HTML, without what neither may hold.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(sign),
            _ if sign.is_control() || matches!(sign, '\u{fffe}' | '\u{ffff}') => escaped.push(' '),
            _ => escaped.push(sign),
        }
    }
    escaped
}

/// Answers that an agent is told of.
const ANSWERS_MAX: usize = 10;
/// Characters of one question that an agent is told.
const QUESTION_MAX: usize = 160;
/// Telephones that are remembered.
const DEVICES_MAX: usize = 10_000;
