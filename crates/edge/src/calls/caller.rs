//! The caller's side of a call.

use std::time::Duration;

use dialog::{
    Cause, Closing, LegInput, LegOutput, NameAddr, Uri,
    message::{Headers, Request},
    sdp::LocalMedia,
};
use domain::{AudioFile, Language, Prompt, SipUri};
use engine::{Arrival, CallId, Input, PlaybackId, Refusal};
use media::{Event, PlaybackEnd};
use speech::Unready;
use stdx::Instant;

use super::{
    Around, Calls, Wait,
    digits::{Digits, Way},
    held::{Held, HoldEnd},
    line::{LineId, Owner},
    relay::{Passed, Relayed},
    statuses,
};
use crate::{names::Name, reply, transport::Path};

/// Somebody who called us.
pub(super) struct Caller {
    pub(super) line: LineId,
    /// When the call came.
    pub(super) arrived: Instant,
    /// The call as the engine is told of it.
    pub(super) arrival: Arrival,
    /// What From says, for those whom we call on behalf of the caller.
    pub(super) from: Option<NameAddr>,
    /// The caller asks that nobody learns the address (RFC 3323).
    pub(super) is_private: bool,
    /// What was dialled, and what To says.
    pub(super) dialled: (Uri, Option<NameAddr>),
    /// The call was sent on to another pool, and the engine knows nothing of it.
    pub(super) relayed: Option<Relayed>,
    /// No pool answers at the moment.
    pub(super) held: Option<Held>,
    /// What that pool learns.
    pub(super) passed: Passed,
    /// Hops that are left to the INVITEs that follow from this one.
    pub(super) hops: u8,
    pub(super) is_answered: bool,
    /// No proxy stands between the caller and us.
    is_direct: bool,
    /// What we said of our media before the answer.
    early: Option<LocalMedia>,
    /// The engine waits to hear that early media flows.
    awaits_media: bool,
    /// A prompt whose sound is not ready.
    waits_for: Option<Waiting>,
    /// Music that is not ready.
    waits_for_music: bool,
    /// The agent who calls, where one does.
    pub(super) agent: Option<SipUri>,
    /// By what the telephone of a test call is known; nothing where it is no test.
    pub(super) test: Option<String>,
    /// The target of a transfer.
    pub(super) target: Option<LineId>,
    /// The target of a transfer whose name is being looked up.
    pub(super) looks_for: Option<(Name, SipUri)>,
    /// What a caller hears whom an agent holds.
    pub(super) music: Option<AudioFile>,
    digits: Digits,
}

struct Waiting {
    playback: PlaybackId,
    prompt: Prompt,
    language: Language,
    until: Instant,
}

impl Caller {
    /// `who` is the agent who calls, and by what a test call is known.
    pub(super) fn new(
        line: LineId,
        (invite, hops): (&Request, u32),
        (arrived, arrival): (Instant, Arrival),
        who: (Option<SipUri>, Option<String>),
    ) -> Self {
        let (agent, test) = who;
        let is_private = invite
            .headers
            .elements("Privacy")
            .any(|wish| wish.split(';').any(|wish| matches!(wish.trim(), "id" | "user" | "header")));
        Self {
            line,
            arrived,
            arrival,
            from: invite.headers.from(),
            is_private,
            hops: u8::try_from(hops.saturating_sub(1)).unwrap_or(u8::MAX),
            dialled: (invite.uri.clone(), invite.headers.to()),
            relayed: None,
            held: None,
            passed: Passed::of(invite),
            is_answered: false,
            is_direct: reply::is_direct(invite),
            early: None,
            awaits_media: false,
            waits_for: None,
            waits_for_music: false,
            agent,
            test,
            target: None,
            looks_for: None,
            music: None,
            digits: Digits::default(),
        }
    }
}

impl Calls {
    /// What the caller's line has to say.
    pub(super) fn caller_says(&mut self, around: &mut Around<'_>, call: CallId, output: LegOutput) {
        match output {
            LegOutput::Established => self.tell(around, Input::CallEstablished(call)),
            LegOutput::Digit { digit, .. } => {
                self.relay_digit(call, digit);
                self.digit(around, call, (digit, Way::Info));
            }
            LegOutput::Ended(cause) => {
                tracing::info!(%call, ?cause, "a caller is gone");
                if matches!(cause, Cause::Lost { .. } | Cause::SessionExpired) {
                    metrics::counter!("switchback_calls_dead_total").increment(1);
                    self.waiting.vanished(around.now, call);
                }
                self.forget_caller(around, call);
                self.tell(around, Input::CallerHungUp(call));
            }
            LegOutput::Held(held) => {
                if let Some(line) = self.callers.get(&call).map(|caller| caller.line) {
                    self.holds(call, line, held);
                }
            }
            LegOutput::RemoteMedia(_) => {
                let caller = self.callers.get_mut(&call);
                if caller.is_some_and(|caller| std::mem::take(&mut caller.awaits_media)) {
                    self.tell(around, Input::CallEstablished(call));
                }
            }
            _ => {}
        }
    }

    /// Lets a caller hear us before the answer; one who cannot is answered at once.
    fn early_media(&mut self, around: &mut Around<'_>, call: CallId) -> Option<()> {
        let line = self.callers.get(&call)?.line;
        let path = self.lines.path(line).filter(|_| self.lines.takes_early_media(line))?;
        let local = self.open_media(around, line, path)?;
        let caller = self.callers.get_mut(&call)?;
        (caller.early, caller.awaits_media) = (Some(local.clone()), true);
        self.order(around, line, LegInput::Progress(local));
        Some(())
    }

    /// Gives a caller early media, or the answer where the call has no way for it.
    pub(super) fn progress(&mut self, around: &mut Around<'_>, call: CallId) {
        if self.early_media(around, call).is_none() {
            self.answer(around, call);
        }
    }

    /// Whether a caller who is not answered hears us, from now on or already.
    pub(super) fn hears_early(&mut self, around: &mut Around<'_>, call: CallId) -> bool {
        let has_early = self.callers.get(&call).is_some_and(|caller| caller.early.is_some());
        has_early || self.early_media(around, call).is_some()
    }

    /// Answers a call, unless that was done.
    pub(super) fn answer(&mut self, around: &mut Around<'_>, call: CallId) {
        let Some(caller) = self.callers.get(&call).filter(|caller| !caller.is_answered) else { return };
        let (line, early) = (caller.line, caller.early.clone());
        let path = self.lines.path(line);
        match early.or_else(|| self.open_media(around, line, path?)) {
            Some(local) => {
                if let Some(caller) = self.callers.get_mut(&call) {
                    caller.is_answered = true;
                }
                self.order(around, line, LegInput::Answer(local));
            }
            None => {
                self.refuse_with(around, call, 503);
                self.tell(around, Input::CallerHungUp(call));
            }
        }
    }

    /// Opens the media of a line; what went wrong is in the log.
    pub(super) fn open_media(&mut self, around: &Around<'_>, line: LineId, path: Path) -> Option<LocalMedia> {
        let own = around.network.transport.voice_address(path, &self.lines.offered(line))?;
        match self.voice.open(line, own) {
            Ok(media) => Some(media),
            Err(error) => {
                metrics::counter!("switchback_media_refused_total").increment(1);
                tracing::error!(%error, "a call gets no media");
                None
            }
        }
    }

    /// Refuses a call that was not answered.
    pub(super) fn refuse(&mut self, around: &mut Around<'_>, call: CallId, refusal: Refusal) {
        if refusal == Refusal::NotFound && self.ask_pair(around, call) {
            return;
        }
        tracing::info!(%call, ?refusal, "a call is refused");
        let is_test = self.callers.get(&call).is_some_and(|caller| caller.test.is_some());
        if is_test && refusal == Refusal::TransferFailed {
            let words = testcall::NOT_TRANSFERRED.to_owned();
            return self.refuse_saying(around, call, statuses::of_refusal(refusal), Some(words));
        }
        self.refuse_with(around, call, statuses::of_refusal(refusal));
    }

    pub(super) fn refuse_with(&mut self, around: &mut Around<'_>, call: CallId, status: u16) {
        let Some(caller) = self.callers.get(&call) else { return };
        let line = caller.line;
        if caller.is_answered {
            // It had no way for early media, and was answered before the engine would have.
            return self.order(around, line, LegInput::End(Closing::Plain));
        }
        let mut headers = Headers::new();
        if status == 503 && caller.is_direct {
            headers.push("Retry-After", reply::RETRY_AFTER);
        }
        self.order(around, line, LegInput::Refuse { status, reason: None, headers });
    }

    /// Ends the caller's line.
    pub(super) fn end_call(&mut self, around: &mut Around<'_>, call: CallId) {
        if let Some(line) = self.callers.get(&call).map(|caller| caller.line) {
            self.order(around, line, LegInput::End(Closing::Plain));
        }
    }

    /// Plays a prompt, now or as soon as its sound is ready.
    pub(super) fn play(
        &mut self,
        around: &Around<'_>,
        call: CallId,
        playback: PlaybackId,
        prompt: (Prompt, Language),
    ) {
        let Some(caller) = self.callers.get_mut(&call) else { return };
        let until = around.now.after(SOUND_PATIENCE);
        caller.waits_for_music = false;
        caller.waits_for = Some(Waiting { playback, prompt: prompt.0, language: prompt.1, until });
        self.look_for_sound(around, call);
    }

    /// Begins what a call waits for, if it is ready.
    pub(super) fn look_for_sound(&mut self, around: &Around<'_>, call: CallId) {
        let Some(caller) = self.callers.get_mut(&call) else { return };
        if caller.waits_for_music {
            return self.begin_music(around, call);
        }
        let Some(waiting) = caller.waits_for.take() else { return };
        let Waiting { playback, ref prompt, language, until } = waiting;
        match self.voice.play(caller.line, prompt, language, playback.0) {
            Ok(()) => {}
            Err(Unready::NotReady) if around.now < until => {
                caller.waits_for = Some(waiting);
                self.waits.set(around.now.after(SOUND_LOOK), Wait::Sound(call));
            }
            Err(reason) => {
                tracing::warn!(%call, %reason, "a prompt is skipped");
                self.engine.handle(around.now, Input::PlaybackEnded { call, playback });
            }
        }
    }

    /// Silence.
    pub(super) fn stop_playing(&mut self, call: CallId) {
        if let Some(caller) = self.callers.get_mut(&call) {
            caller.waits_for = None;
            caller.waits_for_music = false;
            self.voice.stop(caller.line);
        }
    }

    /// Music from now on, or as soon as it is ready.
    pub(super) fn play_music(&mut self, around: &Around<'_>, call: CallId, music: Option<AudioFile>) {
        if let Some(caller) = self.callers.get_mut(&call) {
            caller.waits_for = None;
            caller.music = music;
            self.begin_music(around, call);
        }
    }

    fn begin_music(&mut self, around: &Around<'_>, call: CallId) {
        let Some(caller) = self.callers.get_mut(&call) else { return };
        caller.waits_for_music = !self.voice.music(caller.line, caller.music.as_ref());
        if caller.waits_for_music {
            self.waits.set(around.now.after(SOUND_LOOK), Wait::Sound(call));
        }
    }

    /// A caller is connected with somebody: music would come too late.
    pub(super) fn hears_somebody(&mut self, call: CallId) {
        if let Some(caller) = self.callers.get_mut(&call) {
            caller.waits_for_music = false;
        }
    }

    /// What the media thread tells.
    pub(crate) fn media(&mut self, around: &mut Around<'_>, event: Event) {
        match event {
            Event::PlaybackEnded { leg, playback, end: PlaybackEnd::Played | PlaybackEnd::Refused } => {
                let line = LineId(leg.0);
                match self.lines.owner(line) {
                    Some(Owner::Caller(call)) => {
                        self.tell(around, Input::PlaybackEnded { call, playback: PlaybackId(playback.0) });
                    }
                    Some(Owner::Feature) => self.order(around, line, LegInput::End(Closing::Plain)),
                    _ => {}
                }
            }
            Event::Digit { leg, digit } => {
                if let Some(Owner::Caller(call)) = self.lines.owner(LineId(leg.0)) {
                    self.digit(around, call, (digit, Way::Voice));
                }
            }
            Event::Silent { leg } => self.falls_silent(around, LineId(leg.0)),
            Event::FirstPacket { leg, .. } => self.is_heard(LineId(leg.0)),
            Event::Closed { leg, statistics } => {
                self.is_heard(LineId(leg.0));
                tracing::debug!(?statistics, "the media of a line is closed");
            }
            Event::PlaybackEnded { .. } | Event::Recorded { .. } | Event::Statistics { .. } => {}
        }
        self.drain(around);
    }

    fn digit(&mut self, around: &Around<'_>, call: CallId, (digit, way): (char, Way)) {
        let Some(caller) = self.callers.get_mut(&call) else { return };
        let is_new = caller.digits.is_new(around.now, digit, way);
        if is_new && (digit.is_ascii_digit() || matches!(digit, '*' | '#')) {
            self.tell(around, Input::DigitPressed { call, digit });
        }
    }

    fn forget_caller(&mut self, around: &mut Around<'_>, call: CallId) {
        self.hold_ends(call, HoldEnd::Abandoned);
        let Some(caller) = self.callers.remove(&call) else { return };
        if let Some(target) = caller.target {
            self.order(around, target, LegInput::End(Closing::Plain));
        }
        self.count_elsewhere(around, caller.agent);
    }
}

/// How long a call waits in silence for a sound that is being made.
const SOUND_PATIENCE: Duration = Duration::from_secs(5);
/// How often it looks.
const SOUND_LOOK: Duration = Duration::from_millis(20);
