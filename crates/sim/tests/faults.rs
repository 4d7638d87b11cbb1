//! Every fault that an engine could have is caught by a checker, and every checker catches one.

use std::collections::BTreeSet;

use sim::{Failure, Fault};

/// The first lives in which a fault is seen.
fn failures(fault: Fault) -> Vec<Failure> {
    (0..SEEDS_MAX)
        .filter_map(|seed| sim::run_with(seed, fault).err())
        .map(|failure| *failure)
        .take(LIVES)
        .collect()
}

#[test]
#[expect(clippy::too_many_lines, reason = "most of it is the table of what catches what")]
fn every_fault_is_caught_and_every_checker_catches_one() {
    let mut text = String::new();
    let mut seen = BTreeSet::new();
    for fault in Fault::ALL {
        let failures = failures(fault);
        assert_eq!(failures.len(), LIVES, "{fault:?} goes unseen");
        let rules: BTreeSet<_> = failures.iter().map(|failure| failure.violation.rule).collect();
        text += &format!("{fault:?}\n");
        text.extend(rules.iter().map(|rule| format!("    {rule}\n")));
        seen.extend(rules);
    }
    insta::assert_snapshot!(text, @r#"
    OfferSwallowed
        no caller and agent are left waiting
        what is shown of an agent is so
    StrangerOffered
        an offer is of a call that waits
    OfferDoubled
        an offer goes to an agent who may have it
    QueueJumped
        the call that waited longest goes first
    GroupSkipped
        groups are searched in order
    MethodIgnored
        the method chooses
    JoinDoubled
        one call has one agent, and one agent one call
    WithdrawDoubled
        only what rings is withdrawn
    WithdrawSwallowed
        every agent leaves every state in time
        only what is overdue is given up
        what is shown of a call is so
        what rings is a call that waits
    EndAgentSwallowed
        every agent leaves every state in time
    EndAgentDoubled
        a leg is ended once
    AnsweredRefused
        only a call that was not answered is refused
    EndDoubled
        a call is ended once
    EndSwallowed
        what is shown of a call is so
    WaitingEnded
        a call that waits is not ended
    AgentsDenied
        a queue with agents takes calls
    NoAgentsSwallowed
        a queue holds no more than it may
        a queue without agents takes no calls
        what is shown of a call is so
    OverflowOfAnother
        a full queue acts on the right call
    OverflowSwallowed
        a full queue acts on the right call
        a queue holds no more than it may
        an offer goes to an agent who may have it
    LoopClaimed
        a call that ends has ended
    TimeoutEarly
        a timeout acts at its own instant
    LegGivenUpEarly
        only what is overdue is given up
    ClockStopped
        a call leaves every state in time
        a timeout acts at its own instant
        every agent leaves every state in time
    CallerUnheard
        every agent leaves every state in time
        what is shown of a call is so
    LegUnheard
        only what is overdue is given up
        what is shown of an agent is so
    ConfigurationUnheard
        a call is taken by the pool that may, while it is open
        a full queue acts on the right call
        an offer goes to an agent who may have it
        no caller and agent are left waiting
    LengthIgnored
        every call ends
        what is shown of an agent is so
    PromptLengthIgnored
        a call leaves every state in time
    AttendantOverrun
        an offer goes to an agent who may have it
    NeverAtRest
        everything comes to rest
    "#);
    let rules = include_str!("../src/check.rs").split('"').skip(1).step_by(2);
    let blind: Vec<_> = rules.filter(|text| !text.contains('{') && !seen.contains(text)).collect();
    assert_eq!(blind, [""; 0], "checkers that were not seen to catch anything");
}

#[test]
fn a_failure_names_its_seed_and_shows_what_happened_before() {
    let failure = sim::run_with(0, Fault::JoinDoubled).unwrap_err();
    let text = failure.to_string();
    assert!(text.contains("seed 0 at ") && text.contains("Join { call: "), "{text}");
    assert_eq!(sim::run_with(0, Fault::JoinDoubled).unwrap_err().to_string(), text, "it is not seen again");
}

/// The lives that are looked at for each fault.
const LIVES: usize = 6;
/// The rarest fault finds its chance in one of some dozen lives.
const SEEDS_MAX: u64 = 400;
