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
