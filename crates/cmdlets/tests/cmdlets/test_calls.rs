//! Test-CsRgsCall as it shows what a pool found.

use insta::assert_snapshot;

use crate::world::with_world;

const PREPARED: &str =
    "$null = New-CsRgsWorkflow pool.contoso.com -Name 'Help Desk' -PrimaryUri 'sip:helpdesk@contoso.com'";

#[test]
fn a_test_call_shows_what_was_found() {
    with_world(|world| {
        world.quiet(PREPARED);
        assert_snapshot!(
            world.run("Test-CsRgsCall pool.contoso.com 'help desk' -Digits 1,'#' -AnswerAs sip:kim@contoso.com -Verbose"),
            @r"
        Verbose: VERBOSE: Dialling sip:helpdesk@contoso.com.
        Verbose: VERBOSE: Done.
        Workflow         : Help Desk
        PrimaryUri       : sip:helpdesk@contoso.com
        Pool             : pool.contoso.com
        From             : pool.contoso.com
        RelayedBy        :
        Verdict          : Passed
        Reasons          : {}
        Answered         : True
        Status           :
        PromptsHeard     : {Welcome.}
        QuestionsHeard   : {}
        DigitsSent       : {1, #}
        MusicHeard       : True
        Queue            : Help
        Agent            : sip:kim@contoso.com
        TwoWayVoice      : True
        TimeToAnswer     : 00:00:00.0120000
        TimeToFirstSound : 00:00:00.0400000
        TimeToAgent      : 00:00:07.3000000
        "
        );
        assert_snapshot!(
            world.run("Test-CsRgsCall pool.contoso.com 'Help Desk' -AnswerAs sip:wrong@contoso.com | Select-Object Verdict, Reasons, TwoWayVoice, TimeToAnswer"),
            @r"
        Verdict Reasons                                                       TwoWayVoice TimeToAnswer
        ------- -------                                                       ----------- ------------
        Failed  {sip:wrong@contoso.com was not offered the call within 30 s.}       False 00:00:00.0120000
        "
        );
    });
}

#[test]
fn another_pool_places_the_call_as_the_one_that_answers_has_planned_it() {
    with_world(|world| {
        world.quiet(PREPARED);
        assert_snapshot!(
            world.run("Test-CsRgsCall pool.contoso.com 'Help Desk' -From service:ApplicationServer:backup.contoso.com -Verbose | Select-Object Verdict, Pool, From, RelayedBy"),
            @r#"
        Verbose: VERBOSE: pool.contoso.com expects the call, and backup.contoso.com places it.
        Verbose: VERBOSE: Dialling sip:helpdesk@contoso.com.
        Verbose: VERBOSE: Done.
        Verdict Pool             From               RelayedBy
        ------- ----             ----               ---------
        Passed  pool.contoso.com backup.contoso.com backup.contoso.com
        "#
        );
        // The pool relays: it places the call, and the one that answers plans it.
        world.quiet("$null = New-CsRgsWorkflow backup.contoso.com -Name 'Help Desk' -PrimaryUri 'sip:desk@contoso.com'");
        assert_snapshot!(
            world.run("Test-CsRgsCall pool.contoso.com 'Help Desk' -Digits '*' | Select-Object Verdict, Pool, From, RelayedBy"),
            @r#"
        Verdict Pool               From             RelayedBy
        ------- ----               ----             ---------
        Passed  backup.contoso.com pool.contoso.com pool.contoso.com
        "#
        );
        // Where neither is asked to place it, both are asked.
        assert_snapshot!(
            world.run("Test-CsRgsCall pool.contoso.com 'Help Desk' -Digits '*' -From pool0.litwareinc.com | Select-Object Verdict, Pool, From"),
            @r#"
        Verdict Pool               From
        ------- ----               ----
        Passed  backup.contoso.com pool0.litwareinc.com
        "#
        );
    });
}

#[test]
fn a_call_that_another_pool_answers_than_the_one_that_should_fails() {
    with_world(|world| {
        world.quiet(PREPARED);
        assert_snapshot!(
            world.run("Test-CsRgsCall pool.contoso.com 'Help Desk' -Digits '#' -From backup.contoso.com | Format-List Verdict, Reasons"),
            @r#"
        Verdict : Failed
        Reasons : {The call was taken, but never came to pool.contoso.com: backup.contoso.com or another pool answers the workflow too. Only one may; see
                  Get-CsPoolBackupRelationship, and give the calls back with Invoke-CsPoolFailBack.}
        "#
        );
    });
}

#[test]
fn a_pool_that_cannot_place_the_call_is_named() {
    with_world(|world| {
        world.quiet(PREPARED);
        let errors = |world: &mut crate::world::World, command: &str| {
            let said = world.run(command);
            said.lines()
                .filter(|line| line.contains("Error: ") || line.contains("ErrorId"))
                .map(|line| format!("{}\n", line.trim()))
                .collect::<String>()
        };
        assert_snapshot!(errors(world, "Test-CsRgsCall pool.contoso.com 'Help Desk' -From nowhere.contoso.com"), @r#"
        Error: Test-CsRgsCall : The topology lists no pool nowhere.contoso.com. It lists pool.contoso.com, backup.contoso.com, atl-cs-001.litwareinc.com,
        + FullyQualifiedErrorId : PoolNotListed,Test-CsRgsCall
        "#);
        world.pools.down.borrow_mut().insert("backup.contoso.com".to_owned());
        assert_snapshot!(errors(world, "Test-CsRgsCall pool.contoso.com 'Help Desk' -From backup.contoso.com"), @r#"
        Error: Test-CsRgsCall : The pool backup.contoso.com cannot be reached: connection refused. Commands that name other pools still work; the copies that its backup pool
        + CategoryInfo          : ConnectionError: (backup.contoso.com:String) [Test-CsRgsCall], WebException
        + FullyQualifiedErrorId : PoolUnreachable,Test-CsRgsCall
        "#);
        // The pool that relays cannot be tested without the one that answers.
        assert_snapshot!(errors(world, "Test-CsRgsCall pool.contoso.com 'Help Desk' -Digits '*'"), @r#"
        Error: Test-CsRgsCall : The pool backup.contoso.com cannot be reached: connection refused. Commands that name other pools still work; the copies that its backup pool
        + CategoryInfo          : ConnectionError: (backup.contoso.com:String) [Test-CsRgsCall], WebException
        + FullyQualifiedErrorId : PoolUnreachable,Test-CsRgsCall
        "#);
        world.pools.down.borrow_mut().clear();
        *world.pools.token.borrow_mut() = "CsResponseGroupManager";
        assert_snapshot!(errors(world, "Test-CsRgsCall pool.contoso.com 'Help Desk' -From backup.contoso.com"), @r#"
        Error: Test-CsRgsCall : sip:csresponsegroupmanager@litwareinc.com may not test the workflow "Help Desk"; it needs the role CsResponseGroupAdministrator.
        + FullyQualifiedErrorId : NotPermitted,Test-CsRgsCall
        "#);
    });
}

#[test]
fn a_test_call_that_cannot_be_placed_says_why() {
    with_world(|world| {
        world.quiet(PREPARED);
        assert_snapshot!(world.run("Test-CsRgsCall pool.contoso.com 'Sales'"), @r#"
        Error: Test-CsRgsCall : pool.contoso.com has no workflow "Sales".
        At line:1 char:1
        + Test-CsRgsCall pool.contoso.com 'Sales'
        + ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            + CategoryInfo          : ObjectNotFound: (:) [Test-CsRgsCall], InvalidOperationException
            + FullyQualifiedErrorId : ObjectNotFound,Test-CsRgsCall
        "#);
        assert_snapshot!(world.run("Test-CsRgsCall pool.contoso.com 'Help Desk' -Digits 12"), @r#"
        Error: Test-CsRgsCall : Digits[0]: "12" is not a key of the telephone; a DtmfResponse is one of 0-9, * and #.
        At line:1 char:1
        + Test-CsRgsCall pool.contoso.com 'Help Desk' -Digits 12
        + ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            + CategoryInfo          : InvalidArgument: (:) [Test-CsRgsCall], ArgumentException
            + FullyQualifiedErrorId : PropertyRefused,Test-CsRgsCall
        "#);
        assert_snapshot!(world.run("Test-CsRgsCall pool.contoso.com 'Help Desk' -Digits 9"), @r"
        Error: Test-CsRgsCall : 9 answers nothing at the question.
        At line:1 char:1
        + Test-CsRgsCall pool.contoso.com 'Help Desk' -Digits 9
        + ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            + CategoryInfo          : InvalidArgument: (:) [Test-CsRgsCall], ArgumentException
            + FullyQualifiedErrorId : TestCallRefused,Test-CsRgsCall
        ");
        assert_snapshot!(world.run("Test-CsRgsCall pool.contoso.com 'Help Desk' -AnswerAs kim"), @r#"
        Error: Test-CsRgsCall : AnswerAs: "kim" is not a SIP address; write sip:user@domain.
        At line:1 char:1
        + Test-CsRgsCall pool.contoso.com 'Help Desk' -AnswerAs kim
        + ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            + CategoryInfo          : InvalidArgument: (:) [Test-CsRgsCall], ArgumentException
            + FullyQualifiedErrorId : PropertyRefused,Test-CsRgsCall
        "#);
        world.pools.token.replace("CsViewOnlyAdministrator");
        assert_snapshot!(world.run("Test-CsRgsCall pool.contoso.com 'Help Desk'"), @r#"
        Error: Test-CsRgsCall : sip:csviewonlyadministrator@litwareinc.com may not test the workflow "Help Desk"; it needs the role CsResponseGroupManager.
        At line:1 char:1
        + Test-CsRgsCall pool.contoso.com 'Help Desk'
        + ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            + CategoryInfo          : PermissionDenied: (:) [Test-CsRgsCall], UnauthorizedAccessException
            + FullyQualifiedErrorId : NotPermitted,Test-CsRgsCall
        "#);
    });
}
