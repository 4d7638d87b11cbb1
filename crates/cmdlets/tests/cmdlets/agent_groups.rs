//! One type of object from its making to its end; the other types differ in their properties alone.

use insta::assert_snapshot;

use crate::world::with_world;

const MAKE: &str = "$made = New-CsRgsAgentGroup -Parent service:ApplicationServer:pool.contoso.com -Name 'Help Desk' \
                    -AgentsByUri 'sip:kim@contoso.com','sip:pat@contoso.com'";

#[test]
fn a_group_is_made_with_the_defaults_of_its_type() {
    with_world(|world| {
        world.quiet(MAKE);
        let shown = world
            .quiet("$made.PSObject.Properties | Where-Object Name -ne Identity | ForEach-Object { \"$($_.Name): $($_.Value)\" }");
        assert_snapshot!(shown, @r"
        Name: Help Desk
        Description:
        ParticipationPolicy: Informal
        AgentAlertTime: 20
        RoutingMethod: Parallel
        DistributionGroupAddress:
        OwnerPool: service:ApplicationServer:pool.contoso.com
        AgentsByUri: sip:kim@contoso.com sip:pat@contoso.com
        ");
        assert_eq!(
            world.quiet("($made.Identity -eq (Get-CsRgsAgentGroup -Name 'HELP desk').Identity)"),
            "True"
        );
        assert_eq!(world.quiet("\"$($made.Identity)\" -match '^service:ApplicationServer:pool\\.contoso\\.com/[0-9a-f-]{36}$'"), "True");
    });
}

#[test]
fn a_change_is_saved_and_a_second_one_as_well() {
    with_world(|world| {
        world.quiet(MAKE);
        world.quiet("$x = Get-CsRgsAgentGroup pool.contoso.com -Name 'Help Desk'");
        world.quiet("$x.RoutingMethod = 'RoundRobin'; Set-CsRgsAgentGroup $x");
        world.quiet("$x.AgentsByUri.Remove('sip:kim@contoso.com') > $null; $x | Set-CsRgsAgentGroup");
        let shown = world
            .quiet("$y = Get-CsRgsAgentGroup -Name 'Help Desk'; \"$($y.RoutingMethod) $($y.AgentsByUri)\"");
        assert_eq!(shown, "RoundRobin sip:pat@contoso.com");
    });
}

#[test]
fn nobody_overwrites_the_change_of_somebody_else_but_with_force() {
    with_world(|world| {
        world.quiet(MAKE);
        world.quiet("$a = Get-CsRgsAgentGroup -Name 'Help Desk'; $b = Get-CsRgsAgentGroup -Name 'Help Desk'");
        world.quiet("$a.Description = 'first'; Set-CsRgsAgentGroup $a; $b.Description = 'second'");
        assert_snapshot!(world.error("Set-CsRgsAgentGroup $b"), @r#"
        ObjectChanged,Set-CsRgsAgentGroup
        Agent group "Help Desk" was changed by sip:csadministrator@litwareinc.com since it was read; read it again and repeat the change.
        Description is now "first", and was null when it was read.
        With -Force it is done all the same.
        "#);
        world.quiet("Set-CsRgsAgentGroup $b -Force");
        assert_eq!(world.quiet("(Get-CsRgsAgentGroup).Description"), "second");
        assert_snapshot!(world.error("$a | Remove-CsRgsAgentGroup"), @r#"
        ObjectChanged,Remove-CsRgsAgentGroup
        Agent group "Help Desk" was changed by sip:csadministrator@litwareinc.com since it was read; read it again and repeat the change.
        Description is now "second", and was "first" when it was read.
        With -Force it is done all the same.
        "#);
    });
}

#[test]
fn plans_change_nothing() {
    with_world(|world| {
        let make = format!("{MAKE} -WhatIf; Get-CsRgsAgentGroup");
        assert_snapshot!(world.run(&make), @r#"Information: What if: Make the agent group "Help Desk"."#);
        world.quiet(MAKE);
        assert_snapshot!(world.run("$made.Name = 'Desk'; Set-CsRgsAgentGroup $made -WhatIf; $made | Remove-CsRgsAgentGroup -WhatIf"), @r#"
        Information: What if: Change the agent group "Help Desk" and call it "Desk".
        Information: What if: Remove the agent group "Help Desk".
        Information: What if: Remember that the agent group "Help Desk" was removed.
        "#);
        assert_eq!(world.quiet("(Get-CsRgsAgentGroup).Name"), "Help Desk");
        assert_snapshot!(world.run("$x = Get-CsRgsAgentGroup; Set-CsRgsAgentGroup $x -WhatIf"), @"Information: What if: Nothing would change.");
    });
}

#[test]
fn confirm_asks_before_anything_is_changed() {
    with_world(|world| {
        world.quiet(MAKE);
        world.host.typed.borrow_mut().push("n".to_owned());
        assert_snapshot!(world.run("$made | Remove-CsRgsAgentGroup -Confirm"), @r#"
        Information:
        Confirm
        Are you sure you want to perform this action?
        Performing the operation "Remove-CsRgsAgentGroup" on target "agent group "Help Desk"".
        "#);
        assert_eq!(world.quiet("(Get-CsRgsAgentGroup).Name"), "Help Desk");
        world.host.typed.borrow_mut().push("y".to_owned());
        world.run("$made | Remove-CsRgsAgentGroup -Confirm");
        assert_eq!(world.quiet("Get-CsRgsAgentGroup"), "");
    });
}

#[test]
fn an_object_in_memory_comes_to_its_pool_when_it_is_set() {
    with_world(|world| {
        world.quiet(&format!("{MAKE} -InMemory"));
        assert_eq!(world.pools.requests.get(), 0);
        assert_eq!(world.quiet("\"$($made.AgentAlertTime) $($made.RoutingMethod)\""), "20 Parallel");
        assert_snapshot!(world.error("$made | Remove-CsRgsAgentGroup"), @r"
        ObjectInMemory,Remove-CsRgsAgentGroup
        The object was made with -InMemory and is in no pool; there is nothing to remove.
        ");
        world.quiet("$made.AgentAlertTime = 30; $id = $made.Identity; Set-CsRgsAgentGroup $made");
        let shown =
            world.quiet("$x = Get-CsRgsAgentGroup -Identity $id; \"$($x.Name) $($x.AgentAlertTime)\"");
        assert_eq!(shown, "Help Desk 30");
        world.quiet("$made.AgentAlertTime = 40; Set-CsRgsAgentGroup $made");
        assert_eq!(world.quiet("(Get-CsRgsAgentGroup $id).AgentAlertTime"), "40");
        assert_snapshot!(world.error("New-CsRgsAgentGroup pool.contoso.com -Name 'x' -AgentAlertTime 5 -InMemory"), @r"
        InvalidProperty,New-CsRgsAgentGroup
        The agent group was not made: AgentAlertTime: 5 is outside 10..600 seconds.
        ");
    });
}

#[test]
fn a_get_without_identity_asks_all_pools_and_says_which_did_not_answer() {
    with_world(|world| {
        world.quiet(MAKE);
        world.quiet("$other = New-CsRgsAgentGroup -Parent pool0.litwareinc.com -Name 'Sales'");
        assert_eq!(world.quiet("(Get-CsRgsAgentGroup).Name -join ','"), "Help Desk,Sales");
        world.pools.down.borrow_mut().insert("pool.contoso.com".to_owned());
        assert_snapshot!(world.run("(Get-CsRgsAgentGroup).Name"), @r#"
        Error: Get-CsRgsAgentGroup : The pool pool.contoso.com cannot be reached: connection refused. Commands that name other pools still work; the copies that its backup
        pool holds are shown with -Identity "service:ApplicationServer:backup.contoso.com" -Owner "service:ApplicationServer:pool.contoso.com".
        At line:1 char:2
        + (Get-CsRgsAgentGroup).Name
        +  ~~~~~~~~~~~~~~~~~~~
            + CategoryInfo          : ConnectionError: (pool.contoso.com:String) [Get-CsRgsAgentGroup], WebException
            + FullyQualifiedErrorId : PoolUnreachable,Get-CsRgsAgentGroup
        Sales
        "#);
        assert_snapshot!(world.error("Get-CsRgsAgentGroup pool.contoso.com"), @r#"
        PoolUnreachable,Get-CsRgsAgentGroup
        The pool pool.contoso.com cannot be reached: connection refused. Commands that name other pools still work; the copies that its backup pool holds are shown with -Identity "service:ApplicationServer:backup.contoso.com" -Owner "service:ApplicationServer:pool.contoso.com".
        "#);
        assert_snapshot!(world.error("Set-CsRgsAgentGroup $made"), @r#"
        PoolUnreachable,Set-CsRgsAgentGroup
        The pool pool.contoso.com cannot be reached: connection refused. Commands that name other pools still work; the copies that its backup pool holds are shown with -Identity "service:ApplicationServer:backup.contoso.com" -Owner "service:ApplicationServer:pool.contoso.com".
        "#);
    });
}

#[test]
fn an_alert_time_that_is_too_long_is_warned_of() {
    with_world(|world| {
        let make = "$x = New-CsRgsAgentGroup pool.contoso.com -Name 'Slow' -AgentAlertTime 200";
        assert_snapshot!(world.run(make), @"Warning: WARNING: AgentAlertTime is 200 seconds; above 180 a caller's telephone may give up before the agent's stops ringing.");
        let make = "$x = New-CsRgsAgentGroup pool.contoso.com -Name 'Slower' -AgentAlertTime 200 -Force";
        assert_eq!(world.quiet(make), "");
    });
}
