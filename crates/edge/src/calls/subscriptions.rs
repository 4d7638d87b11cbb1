//! The telephones whose own dialogs are asked for, and how far that is.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    time::Duration,
};

use dialog::{Subscription, SubscriptionEnd, dialog_info::DialogTable};
use domain::SipUri;
use stdx::Instant;

use crate::{timers::Timers, transaction::ClientId, transport::Path};

/// Names a telephone that is followed, as long as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct FollowedId(u64);

/// All telephones that are followed.
#[derive(Debug, Default)]
pub(super) struct Subscriptions {
    all: BTreeMap<FollowedId, Followed>,
    /// Those that are wanted, by the key of the agent and what the telephone is known by. Others are being ended.
    by_phone: BTreeMap<(String, String), FollowedId>,
    /// By Call-ID and our tag.
    by_dialog: HashMap<String, FollowedId>,
    by_client: HashMap<ClientId, FollowedId>,
    /// Telephones that have said in responses that they offer their dialogs.
    offering: BTreeSet<String>,
    timers: Timers<FollowedId>,
    /// When the next one may begin.
    next_start: Instant,
    count: u64,
}

/// A telephone that is followed.
#[derive(Debug)]
pub(super) struct Followed {
    pub(super) agent: SipUri,
    pub(super) device: String,
    pub(super) stage: Stage,
    /// Before it is asked again; it grows.
    wait: Duration,
    due: Option<Instant>,
}

#[derive(Debug)]
pub(super) enum Stage {
    /// It is asked then.
    Later(Instant),
    Running(Box<Running>),
    /// It does not offer its dialogs to us, and is not asked as long as it is registered like this.
    Refused,
}

/// A subscription, with what it has told.
#[derive(Debug)]
pub(super) struct Running {
    pub(super) subscription: Subscription,
    pub(super) dialog: String,
    /// The way on which it began.
    pub(super) path: Path,
    pub(super) table: DialogTable,
    pub(super) begun: Instant,
}

/// What the telephones of an agent have told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// Dialogs that are not with us.
    pub(super) others: usize,
    pub(super) ours: usize,
    /// Dialogs of which is not known with whom they are.
    pub(super) unnamed: usize,
}

impl Subscriptions {
    /// A telephone says in a response that it offers its dialogs; whether that is news.
    pub(super) fn offers(&mut self, device: &str) -> bool {
        if self.offering.contains(device) {
            return false;
        }
        if self.offering.len() >= FOLLOWED_MAX {
            self.offering.clear();
        }
        self.offering.insert(device.to_owned())
    }

    /// Whether it has said so.
    pub(super) fn is_offering(&self, device: &str) -> bool {
        self.offering.contains(device)
    }

    /// The telephones of an agent that are wanted.
    pub(super) fn of<'a>(&'a self, agent: &'a str) -> impl Iterator<Item = (FollowedId, &'a Followed)> {
        let from = (agent.to_owned(), String::new());
        let all = self.by_phone.range(from..).take_while(move |((key, _), _)| key == agent);
        all.filter_map(|(_, id)| Some((*id, self.all.get(id)?)))
    }

    /// The agents of all telephones that are wanted.
    pub(super) fn agents(&self) -> BTreeMap<String, SipUri> {
        let all = self.by_phone.iter().filter_map(|((key, _), id)| Some((key.clone(), self.all.get(id)?)));
        all.map(|(key, followed)| (key, followed.agent.clone())).collect()
    }

    /// A telephone is to be asked, as soon as it is its turn.
    pub(super) fn want(&mut self, now: Instant, agent: &SipUri, device: &str) {
        let phone = (agent.key(), device.to_owned());
        if self.by_phone.contains_key(&phone) || self.all.len() >= FOLLOWED_MAX {
            return;
        }
        self.count += 1;
        let id = FollowedId(self.count);
        let at = now.max(self.next_start);
        self.next_start = at.after(START_EVERY);
        let (agent, device) = (agent.clone(), device.to_owned());
        self.by_phone.insert(phone, id);
        self.put(id, Followed { agent, device, stage: Stage::Later(at), wait: WAIT_FIRST, due: None });
    }

    /// A telephone is not wanted any more: only its end is waited for.
    pub(super) fn release(&mut self, id: FollowedId) {
        if let Some(followed) = self.all.get(&id) {
            self.by_phone.remove(&(followed.agent.key(), followed.device.clone()));
        }
    }

    /// Takes a telephone out while something happens to it; [`Subscriptions::put`] brings it back.
    pub(super) fn take(&mut self, id: FollowedId) -> Option<Followed> {
        let mut followed = self.all.remove(&id)?;
        if let Some(due) = followed.due.take() {
            self.timers.cancel(due, id);
        }
        Some(followed)
    }

    /// Brings a telephone back, with its timer. One that is not wanted and has nothing to end is forgotten.
    pub(super) fn put(&mut self, id: FollowedId, mut followed: Followed) {
        let is_wanted = self.is_wanted(id, &followed);
        followed.due = match &followed.stage {
            Stage::Running(running) if is_wanted || !running.subscription.is_over() => {
                running.subscription.next_timeout()
            }
            Stage::Later(at) if is_wanted => Some(*at),
            Stage::Refused if is_wanted => None,
            _ => return,
        };
        if let Some(due) = followed.due {
            self.timers.set(due, id);
        }
        self.all.insert(id, followed);
    }

    fn is_wanted(&self, id: FollowedId, followed: &Followed) -> bool {
        self.by_phone.get(&(followed.agent.key(), followed.device.clone())) == Some(&id)
    }

    /// A subscription begins.
    pub(super) fn begins(&mut self, id: FollowedId, dialog: &str) {
        self.by_dialog.insert(dialog.to_owned(), id);
    }

    /// A subscription is over: when its telephone is asked again, if ever. `is_last`: a refusal is not the last word.
    pub(super) fn ended(
        &mut self,
        now: Instant,
        followed: &mut Followed,
        end: SubscriptionEnd,
        is_last: bool,
    ) {
        let Stage::Running(running) = &followed.stage else { return };
        self.by_dialog.remove(&running.dialog);
        if now.since(running.begun) >= STEADY {
            followed.wait = WAIT_FIRST;
        }
        let wait = followed.wait;
        followed.wait = (wait * 2).min(WAIT_MAX);
        followed.stage = match end {
            SubscriptionEnd::Refused { .. } if is_last => Stage::Refused,
            SubscriptionEnd::Refused { .. } => Stage::Later(now.after(REFUSED_WAIT)),
            SubscriptionEnd::Lost { after } => {
                Stage::Later(now.after(after.unwrap_or_default().clamp(wait, WAIT_MAX)))
            }
        };
    }

    /// The telephone of a subscription, by Call-ID and our tag.
    pub(super) fn by_dialog(&self, dialog: &str) -> Option<FollowedId> {
        self.by_dialog.get(dialog).copied()
    }

    /// A subscription that was ended by us is over.
    pub(super) fn forget(&mut self, dialog: &str) {
        self.by_dialog.remove(dialog);
    }

    /// A SUBSCRIBE is under way.
    pub(super) fn asks(&mut self, client: ClientId, id: FollowedId) {
        self.by_client.insert(client, id);
    }

    /// The telephone that a SUBSCRIBE went to; `is_final`: nothing more comes of it.
    pub(super) fn asked_by(&mut self, client: ClientId, is_final: bool) -> Option<FollowedId> {
        if is_final { self.by_client.remove(&client) } else { self.by_client.get(&client).copied() }
    }

    /// What the telephones of an agent have told.
    pub(super) fn seen(&self, agent: &str) -> Seen {
        let tables = self.of(agent).filter_map(|(_, followed)| match &followed.stage {
            Stage::Running(running) => Some(&running.table),
            Stage::Later(_) | Stage::Refused => None,
        });
        tables.fold(Seen::default(), |seen, table| Seen {
            others: seen.others + table.others(),
            ours: seen.ours + table.ours(),
            unnamed: seen.unnamed + table.unnamed(),
        })
    }

    /// How many telephones tell.
    pub(super) fn len(&self) -> usize {
        self.by_dialog.len()
    }

    /// When somebody is due.
    pub(super) fn next_timeout(&self) -> Option<Instant> {
        self.timers.next()
    }

    /// Takes one that is due.
    pub(super) fn pop(&mut self, now: Instant) -> Option<FollowedId> {
        self.timers.pop(now)
    }
}

/// Telephones that are followed at once.
const FOLLOWED_MAX: usize = 10_000;
/// A telephone is asked for the first time that long after the one before, lest all be asked at once after a start.
const START_EVERY: Duration = Duration::from_millis(5);
/// The first wait before a telephone is asked again, and the longest.
const WAIT_FIRST: Duration = Duration::from_secs(2);
const WAIT_MAX: Duration = Duration::from_mins(10);
/// Before a proxy that refused is asked again: nothing registers anew that would heal it.
const REFUSED_WAIT: Duration = Duration::from_hours(1);
/// A subscription that has lasted so long was a good one.
const STEADY: Duration = Duration::from_mins(1);
