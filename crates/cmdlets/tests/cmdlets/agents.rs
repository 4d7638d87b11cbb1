//! Agents and calls of the moment.

use std::collections::BTreeMap;
use std::time::Duration;

use api::{Live, LiveAgent, LiveAgentState, LiveCall, LiveCallState};
use domain::{ObjectName, Presence, SipUri};
use jiff::Timestamp;

use crate::world::{World, with_world};

const PREPARED: &str = r#"
$p = 'service:ApplicationServer:pool.contoso.com'
$null = New-CsRgsAgentGroup $p -Name 'Desk' -ParticipationPolicy Formal -AgentsByUri 'sip:ann@contoso.com', 'sip:bob@contoso.com'
$null = New-CsRgsAgentGroup $p -Name 'Night' -ParticipationPolicy Formal -AgentsByUri 'sip:ann@contoso.com'
$null = New-CsRgsAgentGroup $p -Name 'Open' -AgentsByUri 'sip:cy@contoso.com'
"#;

fn live() -> Live {
    let sip = |user: &str| SipUri::new(&format!("sip:{user}@contoso.com")).unwrap();
    let call = |id, state, position, waited| LiveCall {
        id,
        workflow: ObjectName::new("The Help Desk of Contoso").unwrap(),
        state,
        queue: Some(ObjectName::new("Desk").unwrap()),
        position,
        waited: Some(Duration::from_secs(waited)),
        agent: (state == LiveCallState::Talking).then(|| sip("ann")),
        caller: Some("sip:+14255550101@trunk.contoso.com".to_owned()),
        caller_name: None,
        started: Timestamp::constant(1_772_438_400, 0),
    };
    let talking = LiveAgent {
        reachable: true,
        presence: Presence::Busy,
        state: LiveAgentState::Talking,
        call: Some(1),
        since: Some(Timestamp::constant(1_772_438_400, 0)),
    };
    let free = LiveAgent {
        presence: Presence::Available,
        state: LiveAgentState::Idle,
        call: None,
        ..talking.clone()
    };
    Live {
        calls: vec![call(1, LiveCallState::Talking, None, 12), call(2, LiveCallState::Waiting, Some(1), 754)],
        agents: BTreeMap::from([(sip("ann").key(), talking), (sip("cy").key(), free)]),
    }
}

fn prepared(world: &mut World) {
    world.quiet(PREPARED);
    world.goes_on("pool.contoso.com", live());
    world.host.columns.set(80);
}

#[test]
fn agents_and_calls_are_tables_that_fit_a_terminal() {
    with_world(|world| {
        prepared(world);
        insta::assert_snapshot!(world.quiet("Get-CsRgsAgent pool.contoso.com"), @r"
        Agent                              State       Presence      SignedIn
        -----                              -----       --------      --------
        sip:ann@contoso.com                Talking     Busy          {}
        sip:bob@contoso.com                Unreachable               {}
        sip:cy@contoso.com                 Idle        Available     {Open}
        ");
        insta::assert_snapshot!(world.quiet("Get-CsRgsCall"), @r"
        Id Workflow         State       Queue         Pos  Waited Agent
        -- --------         -----       -----         ---  ------ -----
         1 The Help Desk... Talking     Desk                 0:12 ann@contoso.com
         2 The Help Desk... Waiting     Desk            1   12:34
        ");
        insta::assert_snapshot!(world.quiet("Get-CsRgsCall -Queue desk | Where-Object Position -eq 1 | Format-List"), @r"
        Identity   : service:ApplicationServer:pool.contoso.com
        Id         : 2
        Workflow   : The Help Desk of Contoso
        State      : Waiting
        Queue      : Desk
        Position   : 1
        Waited     : 00:12:34
        Agent      :
        Caller     : sip:+14255550101@trunk.contoso.com
        CallerName :
        Started    : 3/2/2026 8:00:00 AM
        ");
        insta::assert_snapshot!(world.quiet("Get-CsRgsAgent -Agent ann@contoso.com | Format-List"), @r"
        Identity    : service:ApplicationServer:pool.contoso.com
        Agent       : sip:ann@contoso.com
        Groups      : {Desk, Night}
        SignedIn    : {}
        Presence    : Busy
        State       : Talking
        CurrentCall : 1
        Since       : 3/2/2026 8:00:00 AM
        ");
        assert_eq!(world.quiet("@(Get-CsRgsCall -Workflow Sales).Count"), "0");
        assert_eq!(world.quiet("((Get-CsRgsCall)[1].Waited).TotalSeconds"), "754");
    });
}

#[test]
fn agents_are_signed_in_and_out_one_or_many() {
    with_world(|world| {
        prepared(world);
        world.quiet("Set-CsRgsAgent pool.contoso.com sip:ann@contoso.com -SignedIn $true");
        let where_in = "(Get-CsRgsAgent pool.contoso.com -Agent ann@contoso.com).SignedIn -join ', '";
        assert_eq!(world.quiet(where_in), "Desk, Night");
        world.quiet("Set-CsRgsAgent pool.contoso.com ann@contoso.com -SignedIn $false -Group night");
        assert_eq!(world.quiet(where_in), "Desk");
        world.quiet(
            "Get-CsRgsAgent pool.contoso.com | Where-Object Groups -Contains Desk | Set-CsRgsAgent -SignedIn $false",
        );
        assert_eq!(world.quiet(where_in), "");
        let shown = world.quiet(
            "(Set-CsRgsAgent pool.contoso.com sip:bob@contoso.com -SignedIn $true -Presence Away -PassThru).Presence",
        );
        assert_eq!(shown, "Away");
    });
}

#[test]
fn a_plan_says_what_would_change_and_changes_nothing() {
    with_world(|world| {
        prepared(world);
        let script = "Get-CsRgsAgent pool.contoso.com -Agent ann@contoso.com | Set-CsRgsAgent -SignedIn $true -Presence Busy -WhatIf";
        insta::assert_snapshot!(world.run(script), @r#"Information: What if: Agent sip:ann@contoso.com: sign in to "Desk", "Night", show as Busy."#);
        assert_eq!(
            world.quiet("(Get-CsRgsAgent pool.contoso.com -Agent ann@contoso.com).SignedIn.Count"),
            "0"
        );
    });
}

#[test]
fn an_agent_signs_in_alone_with_its_own_token_and_nobody_else() {
    with_world(|world| {
        world.quiet(
            "$null = New-CsRgsAgentGroup pool.contoso.com -Name Mine -ParticipationPolicy Formal -AgentsByUri 'sip:csagent@litwareinc.com', 'sip:kim@contoso.com'",
        );
        world.pools.token.replace("CsAgent");
        world.quiet("Set-CsRgsAgent pool.contoso.com csagent@litwareinc.com -SignedIn $true");
        assert_eq!(world.quiet("(Get-CsRgsAgent pool.contoso.com).SignedIn"), "Mine");
        let refused = world.error("Set-CsRgsAgent pool.contoso.com kim@contoso.com -SignedIn $true");
        assert!(refused.starts_with("NotPermitted,"), "{refused}");
    });
}

#[test]
fn an_attendant_takes_a_call_that_waits() {
    with_world(|world| {
        prepared(world);
        let waiting = "Get-CsRgsCall pool.contoso.com | Where-Object State -eq Waiting";
        assert_eq!(world.quiet(&format!("{waiting} | Receive-CsRgsCall -Attendant cy@contoso.com")), "");
        insta::assert_snapshot!(
            world.run(&format!("{waiting} | Receive-CsRgsCall -WhatIf")),
            @r#"Information: What if: Performing the operation "Receive-CsRgsCall" on target "call 2"."#
        );
        let errors = [
            "Receive-CsRgsCall pool.contoso.com 7 -Attendant cy@contoso.com",
            "Receive-CsRgsCall pool.contoso.com 2 -Attendant ann@contoso.com",
            "Receive-CsRgsCall pool.contoso.com 2 -Attendant zoe@contoso.com",
            "Receive-CsRgsCall pool.contoso.com 2",
        ]
        .map(|script| world.error(script).replace('\n', " "));
        insta::assert_snapshot!(errors.join("\n"), @r#"
        ObjectNotFound,Receive-CsRgsCall Call 7 waits in no queue: it was answered, has left or is not there yet; GET /api/v1/calls lists those that wait.
        CallNotPicked,Receive-CsRgsCall sip:ann@contoso.com cannot pick call 2: the agent has another call, or had one a moment ago; end that first.
        ObjectNotFound,Receive-CsRgsCall sip:zoe@contoso.com is in no agent group of this pool; add the address to AgentsByUri of a group first, or ask the pool that holds the group.
        ObjectNotFound,Receive-CsRgsCall sip:csadministrator@litwareinc.com is in no agent group of this pool; add the address to AgentsByUri of a group first, or ask the pool that holds the group.
        "#);
    });
}

#[test]
fn what_is_wrong_with_a_sign_in_is_told() {
    with_world(|world| {
        prepared(world);
        let errors = [
            "Set-CsRgsAgent pool.contoso.com zoe@contoso.com -SignedIn $true",
            "Set-CsRgsAgent pool.contoso.com cy@contoso.com -SignedIn $true",
            "Set-CsRgsAgent pool.contoso.com bob@contoso.com -SignedIn $true -Group Night",
            "Set-CsRgsAgent pool.contoso.com bob@contoso.com -SignedIn $true -Group Days",
            "Set-CsRgsAgent pool.contoso.com bob@contoso.com",
            "Set-CsRgsAgent pool.contoso.com bob@contoso.com -Presence Lunch",
            "Set-CsRgsAgent pool.contoso.com 'Ann of Contoso' -SignedIn $true",
            "Get-CsRgsAgent -Agent zoe@contoso.com",
        ]
        .map(|script| world.error(script).replace('\n', " "));
        insta::assert_snapshot!(errors.join("\n"), @r#"
        ObjectNotFound,Set-CsRgsAgent sip:zoe@contoso.com is in no agent group of this pool; add the address to AgentsByUri of a group first, or ask the pool that holds the group.
        SignInRefused,Set-CsRgsAgent sip:cy@contoso.com cannot sign in or out: all groups of the agent are informal, and their agents are signed in whenever their telephone is reached.
        SignInRefused,Set-CsRgsAgent sip:bob@contoso.com is not an agent of the agent group "Night"; add the address to its AgentsByUri first.
        ObjectNotFound,Set-CsRgsAgent Group: this pool holds no agent group "Days".
        NothingToSet,Set-CsRgsAgent There is nothing to set: give -SignedIn $true, -SignedIn $false or -Presence.
        ParameterArgumentValidationError,Set-CsRgsAgent Cannot validate argument on parameter 'Presence'. The argument "Lunch" does not belong to the set "Available,Inactive,Away,BeRightBack,Busy,DoNotDisturb,Offline" specified by the ValidateSet attribute. Supply an argument that is in the set and then try the command again.
        AgentNotUnderstood,Set-CsRgsAgent The agent Ann of Contoso is not a SIP address: "sip:Ann of Contoso" is not a SIP address; write sip:user@domain.
        ObjectNotFound,Get-CsRgsAgent sip:zoe@contoso.com is in no agent group of this pool; add the address to AgentsByUri of a group first, or ask the pool that holds the group.
        "#);
    });
}
