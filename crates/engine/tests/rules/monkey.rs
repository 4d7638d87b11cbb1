//! Inputs that make no sense, in any order, break nothing, and everything still comes to rest.

use std::{sync::Arc, time::Duration};

use domain::{Presence, SipUri};
use engine::{
    AgentState, Arrival, CallId, Caller, Engine, Input, Limits, OfferId, OfferRefusal, PlaybackId, Start,
    Test,
};
use serde_json::json;
use stdx::{Instant, Rng};

use crate::world::{World, address, say, to_queue};

/// Queues of every method that lead to each other, with a question before them.
fn worlds() -> [World; 2] {
    let groups = ["One Parallel ann bob cid", "Two Attendant ann dan", "Three RoundRobin bob dan ann"];
    let queue = |groups: &[&str], other: &str, candidate: &str| {
        json!({
            "AgentGroupIDList": groups, "TimeoutThreshold": 20, "TimeoutAction": to_queue(other),
            "OverflowThreshold": 2, "OverflowCandidate": candidate, "OverflowAction": to_queue(other),
        })
    };
    let question = json!({"Prompt": say("Which?"), "AnswerList": [
        {"DtmfResponse": "1", "Action": to_queue("First")},
        {"DtmfResponse": "2", "Action": {"Action": "TransferToUri", "Uri": "sip:shop@example.com"}},
    ]});
    let ask = json!({"Action": "TransferToQuestion", "Question": question, "Prompt": say("Welcome")});
    let whole = groups.iter().fold(World::new(), |world, group| world.group_line(group));
    let whole = whole
        .queue("First", queue(&["@One", "@Two", "@Three"], "Second", "OldestCall"))
        .queue("Second", queue(&["@Three", "@One", "@One"], "First", "NewestCall"))
        .workflow("ask", json!({"DefaultAction": ask}))
        .workflow("hunt", json!({"DefaultAction": to_queue("Second")}));
    let torn = whole.clone().without("Second").without("One").without("ask").sign_in("ann", &["Two"]);
    [whole, torn]
}

fn input(rng: &mut Rng, worlds: &[World; 2]) -> Input {
    let call = CallId(rng.below(12) as u64);
    let offer = OfferId(rng.below(60) as u64);
    let agent = SipUri::new(&address(rng.pick::<&str>(&["ann", "bob", "cid", "dan", "eve"]))).unwrap();
    match rng.below(19) {
        0..3 => Input::CallArrived(Arrival {
            call,
            dialled: address(rng.pick::<&str>(&["ask", "hunt", "nobody"])).into(),
            caller: Caller { uri: "sip:caller@example.com".into(), display_name: None },
            at: "2026-05-06T10:00:00Z".parse().unwrap(),
            test: (rng.below(8) == 0).then_some(Test { plays: Some(agent) }),
        }),
        3 | 4 => Input::CallEstablished(call),
        5 => Input::PlaybackEnded { call, playback: PlaybackId(rng.below(40) as u64) },
        6 => Input::DigitPressed { call, digit: *rng.pick(&['1', '2', '#', 'A']) },
        7 => Input::CallerHungUp(call),
        8 => Input::OfferRinging(offer),
        9 | 10 => Input::OfferAnswered(offer),
        11 => {
            use OfferRefusal::{Declined, NotReady, Unreachable, Unsupported};
            let refusal = *rng.pick(&[Declined, NotReady, Unreachable, Unsupported]);
            Input::OfferRefused { offer, refusal }
        }
        12 => Input::OfferEnded(offer),
        13 => Input::AgentHungUp(offer),
        14 => Input::AgentReachable { agent, reachable: !rng.one_in(3) },
        15 => Input::AgentPresence { agent, presence: *rng.pick(Presence::ALL) },
        16 => Input::AgentElsewhere { agent, calls: rng.below(2) as u32 },
        17 => Input::CallPicked { call, agent },
        _ => match rng.below(4) {
            0 => Input::TransferAnswered(call),
            1 => Input::TransferFailed(call),
            2 => Input::TransferEnded(call),
            _ => Input::ConfigurationChanged(Arc::new(rng.pick(worlds).configuration.clone())),
        },
    }
}

#[test]
fn inputs_that_make_no_sense_break_nothing_and_everything_comes_to_rest() {
    let worlds = worlds();
    for seed in 0..60 {
        let mut rng = Rng::new(seed);
        let configuration = Arc::new(worlds[0].configuration.clone());
        let directory = domain::Directory::default();
        let limits = Limits { call_length_max: Duration::from_secs(900), ..Limits::USUAL };
        let mut engine = Engine::new(Start { configuration, directory, limits });
        let mut now = Instant::START;
        for _ in 0..1_000 {
            now = now.after(Duration::from_millis(rng.below(1_500) as u64));
            engine.handle(now, input(&mut rng, &worlds));
            engine.handle(now, Input::TimePassed);
            while engine.poll().is_some() {}
            let talks = engine.agents().filter(|agent| agent.state == AgentState::Talking).count();
            // In a test call nobody talks but who stands in.
            let talking = engine.calls(now).filter(|call| call.agent.is_some() && !call.is_test);
            assert_eq!(talking.count(), talks, "seed {seed}");
        }
        while let Some(next) = engine.next_timeout() {
            now = now.max(next);
            engine.handle(now, Input::TimePassed);
            while engine.poll().is_some() {}
        }
        assert_eq!(engine.calls(now).count(), 0, "seed {seed}");
        assert!(engine.agents().all(|agent| agent.state == AgentState::Idle), "seed {seed}");
    }
}
