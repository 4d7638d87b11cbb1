//! What workflows are made of, and what becomes of them.

use insta::assert_snapshot;

use crate::world::{World, with_world};

const MENU: &str = r#"
$pool = 'service:ApplicationServer:pool.contoso.com'
$agents = New-CsRgsAgentGroup $pool -Name 'Agents'
$new = New-CsRgsQueue $pool -Name 'New' -AgentGroupIDList $agents.Identity
$old = New-CsRgsQueue $pool -Name 'Old' -AgentGroupIDList $agents.Identity
$hold = New-CsRgsPrompt -TextToSpeechPrompt 'Please hold.'
$toNew = New-CsRgsCallAction -Action TransferToQueue -QueueID $new.Identity -Prompt $hold
$toOld = New-CsRgsCallAction -Action TransferToQueue -QueueID $old.Identity -Prompt $hold
$one = New-CsRgsAnswer -Action $toNew -DtmfResponse 1 -VoiceResponseList 'New', 'Order'
$two = New-CsRgsAnswer -Action $toOld -DtmfResponse '#'
$ask = New-CsRgsPrompt -TextToSpeechPrompt "Press 1 for a new order.`nPress # for an old one."
$question = New-CsRgsQuestion -Prompt $ask -AnswerList $one, $two
$menu = New-CsRgsCallAction -Action TransferToQuestion -Question $question
$desk = New-CsRgsWorkflow $pool -Name 'Orders' -PrimaryUri 'sip:orders@contoso.com' -LineUri 'TEL:+14255551200' -Active $true -DefaultAction $menu
"#;

fn make(world: &mut World) {
    world.quiet(MENU);
}

#[test]
fn a_menu_is_made_of_questions_and_comes_back_as_it_was() {
    with_world(|world| {
        make(world);
        world.quiet("$q = (Get-CsRgsWorkflow $pool -Name Orders).DefaultAction.Question");
        assert_snapshot!(world.quiet("$q.AnswerList | ForEach-Object { \"$($_.DtmfResponse): $($_.VoiceResponseList -join '/') $($_.Action.QueueID -eq $new.Identity)\" }"), @r"
        1: New/Order True
        #:  False
        ");
        assert_eq!(
            world.quiet("$q.Prompt.TextToSpeechPrompt"),
            "Press 1 for a new order.\nPress # for an old one."
        );
        assert_eq!(world.quiet("\"$($desk.LineUri)\""), "tel:+14255551200");
    });
}

#[test]
fn a_nested_object_is_changed_in_its_place() {
    with_world(|world| {
        make(world);
        world.quiet("$w = Get-CsRgsWorkflow $pool -Name Orders");
        world.quiet("$w.DefaultAction.Question.AnswerList[0].DtmfResponse = '7'");
        world.quiet(
            "$w.DefaultAction.Question.AnswerList.RemoveAt(1); $w.HolidayAction = @{Action = 'Terminate'}",
        );
        world.quiet("Set-CsRgsWorkflow $w");
        let shown = world.quiet("$w = Get-CsRgsWorkflow $pool -Name Orders; \"$($w.DefaultAction.Question.AnswerList.DtmfResponse) $($w.HolidayAction.Action)\"");
        assert_eq!(shown, "7 Terminate");
    });
}

#[test]
fn what_is_in_use_is_removed_after_a_question_or_with_force() {
    with_world(|world| {
        make(world);
        assert_snapshot!(world.error("$new | Remove-CsRgsQueue"), @r#"
        ObjectInUse,Remove-CsRgsQueue
        Queue "New" was not removed: it is used by workflow "Orders"; use -Force to remove it all the same.
        "#);
        assert_snapshot!(world.error("$desk | Remove-CsRgsWorkflow"), @r#"
        ObjectInUse,Remove-CsRgsWorkflow
        Workflow "Orders" was not removed: it is active; use -Force to remove it all the same.
        "#);
        world.host.typed.borrow_mut().push("n".to_owned());
        assert_snapshot!(world.run("$new | Remove-CsRgsQueue"), @r#"
        Information:
        Confirm
        Queue "New" was not removed: it is used by workflow "Orders". Remove the queue all the same?
        "#);
        assert_eq!(world.quiet("(Get-CsRgsQueue $pool).Count"), "2");
        world.host.typed.borrow_mut().push("y".to_owned());
        assert_snapshot!(world.run("$new | Remove-CsRgsQueue"), @r#"
        Information:
        Confirm
        Queue "New" was not removed: it is used by workflow "Orders". Remove the queue all the same?
        Warning: WARNING: Workflow "Orders" still refers to what was removed.
        "#);
        assert_eq!(world.quiet("$old, $old | Remove-CsRgsQueue -Force -ErrorAction SilentlyContinue; (Get-CsRgsQueue $pool).Count"), "0");
        world.quiet("$desk | Remove-CsRgsWorkflow -Force");
        assert_eq!(world.quiet("Get-CsRgsWorkflow"), "");
    });
}

#[test]
fn a_draft_in_memory_takes_language_and_zone_from_its_pool() {
    with_world(|world| {
        world.quiet("$w = New-CsRgsWorkflow pool.contoso.com -Name 'Draft' -PrimaryUri 'sip:draft@contoso.com' -InMemory");
        assert_eq!(world.quiet("\"[$($w.Language)] [$($w.TimeZone)] $($w.Active)\""), "[] [] False");
        world.quiet("Set-CsRgsWorkflow $w");
        assert_eq!(
            world.quiet("$w = Get-CsRgsWorkflow -Name Draft; \"[$($w.Language)] [$($w.TimeZone)]\""),
            "[en-US] [Pacific Standard Time]"
        );
    });
}

#[test]
fn in_memory_objects_may_refer_to_each_other_before_they_are_saved() {
    with_world(|world| {
        world.quiet("$g = New-CsRgsAgentGroup pool.contoso.com -Name G -InMemory");
        world.quiet("$q = New-CsRgsQueue pool.contoso.com -Name Q -AgentGroupIDList $g.Identity -InMemory");
        assert_snapshot!(world.error("Set-CsRgsQueue $q").replace(|c: char| c.is_ascii_hexdigit() && c.is_ascii_digit(), "0"), @r#"
        ObjectUnsound,Set-CsRgsQueue
        Queue "Q" was not saved: its AgentGroupIDList names the agent group 00000000-0000-0000-0000-0a0b0c0d0e0f, which this pool does not hold.
        "#);
        world.quiet("Set-CsRgsAgentGroup $g; Set-CsRgsQueue $q");
        assert_eq!(
            world.quiet("(Get-CsRgsQueue).AgentGroupIDList[0] -eq (Get-CsRgsAgentGroup).Identity"),
            "True"
        );
    });
}

#[test]
fn lists_are_given_as_they_are_or_as_changes() {
    with_world(|world| {
        make(world);
        world.quiet("$q = New-CsRgsQuestion -Prompt $ask -AnswerList @{Add = $one, $two}");
        assert_eq!(world.quiet("$q.AnswerList.Count"), "2");
        world.quiet("$q = New-CsRgsQuestion -Prompt $ask; $q.AnswerList.Add($one)");
        assert_eq!(world.quiet("$q.AnswerList.Count"), "1");
        assert_snapshot!(world.error("New-CsRgsQuestion -Prompt $ask -AnswerList @{Plus = $one}"), @r#"
        CannotConvertArgumentNoMessage,New-CsRgsQuestion
        Cannot bind parameter 'AnswerList'. The key "Plus" is none of a list's changes; write Add, Remove or Replace.
        "#);
    });
}

#[test]
fn a_date_that_two_cultures_read_differently_is_told_in_full() {
    with_world(|world| {
        let told = world.run("$h = New-CsRgsHoliday -Name 'Day' -StartDate '3/4/2027' -EndDate '3/25/2027'");
        assert_snapshot!(told, @r#"Warning: WARNING: StartDate "3/4/2027" is read with the month first, as Thursday, March 4, 2027 12:00:00 AM."#);
        world.quiet("$h = New-CsRgsHoliday -StartDate '2027-03-04' -EndDate ([datetime]'2027-03-05')");
        assert_eq!(world.quiet("$h.StartDate.ToString('s')"), "2027-03-04T00:00:00");
    });
}

#[test]
fn hours_are_read_under_both_names() {
    with_world(|world| {
        world.quiet("$r = New-CsRgsTimeRange -OpenTime 18:00 -CloseTime 24:00");
        world.quiet("$h = New-CsRgsHoursOfBusiness pool.contoso.com -Name Night -MondayHours1 $r");
        assert_eq!(world.quiet("$h.MondayTimeRange1.CloseTime.TotalHours"), "24");
        world.quiet("$h.MondayHours1.OpenTime = '17:30'; $h.TuesdayTimeRange2 = $h.MondayHours1; Set-CsRgsHoursOfBusiness $h");
        let shown = world.quiet(
            "$h = Get-CsRgsHoursOfBusiness; \"$($h.MondayHours1.OpenTime) $($h.TuesdayHours2.CloseTime)\"",
        );
        assert_eq!(shown, "17:30:00 1.00:00:00");
    });
}

#[test]
fn a_holiday_set_prints_as_a_list_though_it_has_few_properties() {
    with_world(|world| {
        world.quiet(
            "$day = New-CsRgsHoliday -Name 'New Year' -StartDate '1/1/2026' -EndDate '2026-01-02'
             $null = New-CsRgsHolidaySet pool.contoso.com -Name 'Public Holidays' -HolidayList $day",
        );
        let said = world.quiet("Get-CsRgsHolidaySet pool.contoso.com");
        let keys: Vec<&str> =
            said.lines().filter_map(|line| line.split(" : ").next()).map(str::trim).collect();
        assert_snapshot!(keys.join(","), @"Identity,HolidayList,Name,OwnerPool");
        assert!(said.contains(": Public Holidays"), "{said}");
    });
}
