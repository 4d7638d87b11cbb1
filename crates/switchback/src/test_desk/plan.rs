//! What a call should come to, as one pool writes it for another that places the call.

use api::TestRefusal;
use domain::{PoolFqdn, SipUri};
use edge::Pass;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use testcall::{Cue, Line, Score};

/// A plan.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct Plan {
    /// The pool that answers.
    pub(super) pool: PoolFqdn,
    pub(super) score: Score,
    /// Other sounds of that pool.
    pub(super) known: Vec<Line>,
    /// The agent to play.
    pub(super) agent: Option<SipUri>,
    pub(super) token: String,
    pub(super) password: String,
}

impl Plan {
    pub(super) fn new(pool: PoolFqdn, what: (Score, Vec<Line>), pass: Pass) -> Self {
        let (score, known) = what;
        let (mut room, Pass { agent, token, password }) = (KNOWN_SAMPLES_MAX, pass);
        let fits = |line: &Line| {
            let left = room.checked_sub(line.sound.len());
            room = left.unwrap_or(room);
            left.is_some()
        };
        Self { pool, score, known: known.into_iter().filter(fits).collect(), agent, token, password }
    }

    pub(super) fn write(&self) -> Value {
        serde_json::to_value(self).expect("a plan is made of texts and numbers")
    }

    /// Reads what another pool wrote.
    ///
    /// # Errors
    /// [`TestRefusal::Unreadable`] where none did.
    pub(super) fn read(plan: Map<String, Value>) -> Result<Self, TestRefusal> {
        let plan: Self = serde_json::from_value(Value::Object(plan))
            .map_err(|error| TestRefusal::Unreadable(error.to_string()))?;
        let is_word = |text: &str| {
            (16..=64).contains(&text.len())
                && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_alphanumeric())
        };
        let wrong = if !is_word(&plan.token) || !is_word(&plan.password) {
            Some("its token is none")
        } else if plan.score.cues.len() > CUES_MAX || plan.known.len() > super::KNOWN_MAX {
            Some("it is too long")
        } else if plan.sounds().any(|samples| samples > SAMPLES_MAX) {
            Some("a sound in it is too long")
        } else {
            None
        };
        match wrong {
            Some(words) => Err(TestRefusal::Unreadable(words.to_owned())),
            None => Ok(plan),
        }
    }

    /// The lengths of all sounds that are waited for.
    fn sounds(&self) -> impl Iterator<Item = usize> {
        self.score.cues.iter().filter_map(|cue| match cue {
            Cue::Hear(_, line) => Some(line.sound.len()),
            Cue::Wait(_, music) => Some(music.len()),
            _ => None,
        })
    }
}

/// Steps of a call: ten questions one behind the other have forty.
const CUES_MAX: usize = 200;
/// The longest sound, in samples of 8 kHz: the ten minutes that a test is recorded for.
const SAMPLES_MAX: usize = 600 * 8_000;
/// What of the other sounds fits into a plan: a minute.
const KNOWN_SAMPLES_MAX: usize = 60 * 8_000;

#[cfg(test)]
mod tests {
    use testcall::{Kind, Opening};

    use super::*;

    fn plan(samples: usize, known: usize) -> Plan {
        let line =
            |words: &str, samples| Line { words: words.to_owned(), sound: vec![1_000; samples].into() };
        let score = Score {
            workflow: "Help Desk".to_owned(),
            address: SipUri::new("sip:helpdesk@contoso.com").unwrap(),
            opening: Opening::Answered,
            cues: vec![Cue::Hear(Kind::Welcome, line("Welcome.", samples)), Cue::Press('1'), Cue::End],
        };
        let known = (0..known).map(|_| line("Another.", 13 * 8_000)).collect();
        let pass = Pass::mint(Some(SipUri::new("sip:kim@contoso.com").unwrap())).unwrap();
        Plan::new(PoolFqdn::new("primary.contoso.com").unwrap(), (score, known), pass)
    }

    fn read(plan: &Value) -> Result<Plan, String> {
        let Value::Object(plan) = plan.clone() else { panic!("a plan is an object") };
        Plan::read(plan).map_err(|refusal| refusal.to_string())
    }

    #[test]
    fn a_plan_is_read_as_it_was_written_and_sounds_as_on_the_wire() {
        let written = plan(8_000, 2).write();
        let found = read(&written).unwrap();
        assert_eq!(found.write(), written);
        let Cue::Hear(_, line) = &found.score.cues[0] else { panic!("{:?}", found.score.cues) };
        let heard = line.sound[0];
        assert!((heard - 1_000).abs() < 64 && line.sound.len() == 8_000, "{heard}");
    }

    #[test]
    fn of_the_other_sounds_as_many_go_along_as_there_is_room_for() {
        assert_eq!(plan(8_000, 40).known.len(), 4);
    }

    #[test]
    fn a_plan_that_no_pool_has_written_is_refused() {
        let refused = |change: &dyn Fn(&mut Value)| {
            let mut written = plan(80, 1).write();
            change(&mut written);
            read(&written).unwrap_err()
        };
        assert!(refused(&|plan| plan["Token"] = "a b".into()).contains("its token is none"));
        assert!(refused(&|plan| plan["Password"] = "x".repeat(65).into()).contains("its token is none"));
        assert!(refused(&|plan| plan["Known"][0]["sound"] = "***".into()).contains("no base64"));
        assert!(refused(&|plan| plan["Target"] = "sip:anybody@example.com".into()).contains("Target"));
        let cue = serde_json::json!({"Press": "1"});
        assert!(refused(&|plan| plan["score"] = cue.clone()).contains("score"));
        assert!(refused(&|plan| plan["Score"]["cues"] = vec![cue.clone(); 201].into()).contains("too long"));
        assert!(read(&plan(SAMPLES_MAX + 1, 0).write()).unwrap_err().contains("too long"));
    }
}
