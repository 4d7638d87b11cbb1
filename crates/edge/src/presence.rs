//! PUBLISH of presence (RFC 3903), with the documents of RFC 3863 and RFC 4480.

use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

use dialog::message::{Request, Response};
use domain::{Presence, SipUri};
use stdx::Instant;

use crate::{reply, timers::Timers};

/// What telephones have said of the presence of their users.
#[derive(Debug, Default)]
pub(crate) struct Publications {
    /// By the key of the address.
    published: BTreeMap<String, Published>,
    timers: Timers<u64>,
    changes: VecDeque<(SipUri, Presence)>,
    count: u64,
}

/// The publication of one user. The last one holds, whichever telephone it is of.
#[derive(Debug)]
struct Published {
    user: SipUri,
    number: u64,
    expires: Instant,
}

impl Publications {
    /// Answers a PUBLISH that came from this user.
    pub(crate) fn publish(&mut self, now: Instant, request: &Request, user: &SipUri) -> Response {
        let headers = &request.headers;
        if headers.value("Event").is_none_or(|event| event.split(';').next() != Some("presence")) {
            let mut response = reply::to(request, 489, "Bad Event");
            response.headers.push("Allow-Events", "presence");
            return response;
        }
        // Nobody says anything of somebody else. Some telephones name no user here.
        let whose = request.uri.user.as_deref();
        if whose.is_some_and(|name| !user.key().starts_with(&format!("sip:{}@", name.to_lowercase()))) {
            return reply::to(request, 403, "Forbidden");
        }
        let expires =
            headers.number("Expires").map_or(EXPIRES_USUAL, |seconds| Duration::from_secs(seconds.into()));
        let expires = expires.min(EXPIRES_MAX);
        if !expires.is_zero() && expires < EXPIRES_MIN {
            let mut response = reply::to(request, 423, "Interval Too Brief");
            response.headers.push("Min-Expires", EXPIRES_MIN.as_secs().to_string());
            return response;
        }
        let known = self.published.get(&user.key()).map(|published| tag(published.number));
        if headers.value("SIP-If-Match").is_some_and(|wanted| known.as_deref() != Some(wanted)) {
            return reply::to(request, 412, "Conditional Request Failed");
        }
        let presence = if request.body.is_empty() {
            // Only what was published before is refreshed or taken back without a document (RFC 3903 section 4.1).
            if headers.value("SIP-If-Match").is_none() {
                return reply::to(request, 400, "Missing Presence Document");
            }
            None
        } else if !headers
            .value("Content-Type")
            .is_some_and(|kind| kind.to_ascii_lowercase().starts_with(PIDF))
        {
            let mut response = reply::to(request, 415, "Unsupported Media Type");
            response.headers.push("Accept", PIDF);
            return response;
        } else {
            match std::str::from_utf8(&request.body).ok().and_then(presence_of) {
                Some(presence) => Some(presence),
                None => return reply::to(request, 400, "Malformed Presence Document"),
            }
        };
        self.keep(now, user, presence, expires);
        let mut response = reply::to(request, 200, "OK");
        response.headers.push("SIP-ETag", tag(self.count));
        response.headers.push("Expires", expires.as_secs().to_string());
        response
    }

    fn keep(&mut self, now: Instant, user: &SipUri, presence: Option<Presence>, expires: Duration) {
        self.count += 1;
        if expires.is_zero() {
            self.published.remove(&user.key());
            return self.changes.push_back((user.clone(), Presence::Available));
        }
        let published = Published { user: user.clone(), number: self.count, expires: now.after(expires) };
        self.timers.set(published.expires, self.count);
        self.published.insert(user.key(), published);
        self.changes.extend(presence.map(|presence| (user.clone(), presence)));
    }

    /// The next presence that changed.
    pub(crate) fn poll(&mut self) -> Option<(SipUri, Presence)> {
        self.changes.pop_front()
    }

    /// When [`Publications::time_passed`] is due.
    pub(crate) fn next_timeout(&self) -> Option<Instant> {
        self.timers.next()
    }

    /// A telephone that says nothing any more leaves its user available, as one that never said anything.
    pub(crate) fn time_passed(&mut self, now: Instant) {
        while let Some(number) = self.timers.pop(now) {
            let over = self.published.iter().find(|(_, published)| published.number == number);
            if let Some(key) = over.map(|(key, _)| key.clone())
                && let Some(published) = self.published.remove(&key)
            {
                self.changes.push_back((published.user, Presence::Available));
            }
        }
    }
}

fn tag(number: u64) -> String {
    format!("p{number}")
}

/// What a document says: the activity, where there is one, and else whether the user is open to calls.
fn presence_of(document: &str) -> Option<Presence> {
    if !document.contains("<presence") && !document.contains(":presence") {
        return None;
    }
    let activity =
        ACTIVITIES.iter().find(|(name, _)| has_element(document, name)).map(|(_, presence)| *presence);
    let mut ways = element_texts(document, "basic").map(str::trim).peekable();
    ways.peek()?;
    let mut is_open = false;
    for way in ways {
        match way {
            "open" => is_open = true,
            "closed" => {}
            _ => return None,
        }
    }
    // Somebody is there who is reached in one of several ways; closed with an activity is a person who is somewhere
    // else, and no telephone that is off.
    Some(activity.unwrap_or(if is_open { Presence::Available } else { Presence::Offline }))
}

/// Whether an element is there, with a prefix of a name space or without.
fn has_element(document: &str, name: &str) -> bool {
    document.split('<').skip(1).any(|tag| {
        let end = tag.find(|sign: char| sign.is_whitespace() || "/>".contains(sign)).unwrap_or(tag.len());
        tag[..end].rsplit(':').next() == Some(name)
    })
}

/// The texts of the elements of this name.
fn element_texts<'a>(document: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    document.split('<').skip(1).filter_map(move |tag| {
        let (head, text) = tag.split_once('>')?;
        let end = head.find(char::is_whitespace).unwrap_or(head.len());
        (head[..end].rsplit(':').next() == Some(name)).then_some(text)
    })
}

/// The activities of RFC 4480 that keep somebody from calls, and the words of some telephones; the first found counts.
const ACTIVITIES: &[(&str, Presence)] = &[
    ("do-not-disturb", Presence::DoNotDisturb),
    ("dnd", Presence::DoNotDisturb),
    ("on-the-phone", Presence::Busy),
    ("busy", Presence::Busy),
    ("meeting", Presence::Busy),
    ("appointment", Presence::Busy),
    ("presentation", Presence::Busy),
    ("performance", Presence::Busy),
    ("meal", Presence::BeRightBack),
    ("breakfast", Presence::BeRightBack),
    ("dinner", Presence::BeRightBack),
    ("away", Presence::Away),
    ("holiday", Presence::Away),
    ("sleeping", Presence::Away),
    ("steering", Presence::Away),
    ("travel", Presence::Away),
    ("vacation", Presence::Away),
    ("permanent-absence", Presence::Away),
];
const PIDF: &str = "application/pidf+xml";
const EXPIRES_USUAL: Duration = Duration::from_secs(3_600);
const EXPIRES_MIN: Duration = Duration::from_secs(60);
const EXPIRES_MAX: Duration = Duration::from_secs(7_200);

#[cfg(test)]
mod tests {
    use super::*;

    fn document(basic: &str, activities: &str) -> String {
        format!(
            "<?xml version=\"1.0\"?><presence xmlns=\"urn:ietf:params:xml:ns:pidf\" xmlns:rpid=\"urn:ietf:params:xml:ns:pidf:rpid\" \
             entity=\"sip:alex@contoso.com\"><tuple id=\"a\"><status><basic>{basic}</basic></status></tuple>\
             <person><rpid:activities>{activities}</rpid:activities></person></presence>"
        )
    }

    #[test]
    fn documents_say_what_the_engine_understands() {
        for (basic, activities, presence) in [
            ("open", "", Some(Presence::Available)),
            ("open", "<rpid:busy/>", Some(Presence::Busy)),
            ("open", "<rpid:on-the-phone/>", Some(Presence::Busy)),
            ("open", "<rpid:away/>", Some(Presence::Away)),
            ("open", "<rpid:meal/>", Some(Presence::BeRightBack)),
            ("open", "<rpid:presentation/>", Some(Presence::Busy)),
            ("open", "<rpid:sleeping/>", Some(Presence::Away)),
            ("open", "<busy/><dnd/>", Some(Presence::DoNotDisturb)),
            ("closed", "", Some(Presence::Offline)),
            ("closed", "<rpid:away/>", Some(Presence::Away)),
            ("ajar", "", None),
        ] {
            assert_eq!(presence_of(&document(basic, activities)), presence, "{basic} {activities}");
        }
        let two = |one, other| {
            let more = format!("</tuple><tuple id=\"b\"><status><basic>{other}</basic></status></tuple>");
            presence_of(&document(one, "").replacen("</tuple>", &more, 1))
        };
        assert_eq!(two("closed", "open"), Some(Presence::Available));
        assert_eq!(two("closed", "closed"), Some(Presence::Offline));
        assert_eq!(two("open", "ajar"), None);
        assert_eq!(presence_of("hello"), None);
        assert_eq!(presence_of("<presence/>"), None);
    }
}
