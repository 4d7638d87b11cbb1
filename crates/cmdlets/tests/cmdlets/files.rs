//! Objects of response groups in files: CLIXML, CSV and JSON, and the files within an export.

use archive::container::{Budget, Container};
use insta::assert_snapshot;

use crate::world::{World, with_world};

/// An agent group, a queue that uses it, and a workflow.
fn make(world: &mut World) {
    world.quiet(
        "$p = 'service:ApplicationServer:pool.contoso.com'; \
         $g = New-CsRgsAgentGroup -Parent $p -Name 'Help Desk' -RoutingMethod RoundRobin \
             -AgentsByUri 'sip:ann@contoso.com', 'sip:bob@contoso.com'; \
         $q = New-CsRgsQueue -Parent $p -Name 'Help Desk' -AgentGroupIDList $g.Identity -TimeoutThreshold 60; \
         $a = New-CsRgsCallAction -Action TransferToQueue -QueueID $q.Identity; \
         $w = New-CsRgsWorkflow -Parent $p -Name 'Help Desk' -PrimaryUri sip:help@contoso.com -DefaultAction $a",
    );
}

#[test]
fn objects_kept_in_clixml_come_back_with_their_properties() {
    with_world(|world| {
        make(world);
        world.quiet("Get-CsRgsAgentGroup | Export-Clixml C:\\groups.xml; $r = Import-Clixml C:\\groups.xml");
        assert_snapshot!(world.quiet("$r | Format-List Name, RoutingMethod, AgentAlertTime, OwnerPool, AgentsByUri"), @r"
        Name           : Help Desk
        RoutingMethod  : RoundRobin
        AgentAlertTime : 20
        OwnerPool      : service:ApplicationServer:pool.contoso.com
        AgentsByUri    : {sip:ann@contoso.com, sip:bob@contoso.com}
        ");
        assert_snapshot!(world.quiet("$r.PSTypeNames; $r.RoutingMethod -eq 'RoundRobin'; $r.AgentsByUri[1].GetType().Name"), @r"
        Deserialized.Microsoft.Rtc.Rgs.Management.WritableSettings.AgentGroup
        Deserialized.System.Object
        True
        Uri
        ");
        assert_eq!(world.quiet("\"$($r.Identity)\" -eq \"$((Get-CsRgsAgentGroup).Identity)\""), "True");
        world.quiet("Get-CsRgsWorkflow | Export-Clixml C:\\flows.xml; $r = Import-Clixml C:\\flows.xml");
        assert_snapshot!(world.quiet("$r.DefaultAction.Action; \"$($r.DefaultAction.QueueID)\" -eq \"$((Get-CsRgsQueue).Identity)\""), @r"
        TransferToQueue
        True
        ");
    });
}

#[test]
fn every_file_of_an_export_is_read_by_import_clixml() {
    with_world(|world| {
        make(world);
        world.quiet("Export-CsRgsConfiguration -Source pool.contoso.com -FileName C:\\Rgs.zip");
        let bytes = world.host.files.borrow()["C:/Rgs.zip"].clone();
        let container = Container::open(&bytes).unwrap();
        let budget = Budget::default();
        let mut read = String::new();
        for entry in container.entries().iter().filter(|entry| entry.path.ends_with(".xml")) {
            let content = entry.unpack(&budget, 1 << 20).unwrap();
            world.host.files.borrow_mut().insert("C:/one.xml".to_owned(), content);
            let told = world.quiet(
                "Import-Clixml C:\\one.xml | ForEach-Object { $_ } | ForEach-Object { \"$($_.PSTypeNames[0]) $($_.Name)\" }",
            );
            read.push_str(format!("{}: {told}", entry.path).trim_end());
            read.push('\n');
        }
        assert_snapshot!(read, @r"
        RgsImportExport/AgentGroups.xml: Deserialized.Microsoft.Rtc.Rgs.Management.WritableSettings.AgentGroup Help Desk
        RgsImportExport/HolidaySets.xml:
        RgsImportExport/HoursOfBusiness.xml:
        RgsImportExport/Queues.xml: Deserialized.Microsoft.Rtc.Rgs.Management.WritableSettings.Queue Help Desk
        RgsImportExport/ServiceSettings.xml: Deserialized.Microsoft.Rtc.Rgs.Management.WritableSettings.ServiceSettings
        RgsImportExport/Workflows.xml: Deserialized.Microsoft.Rtc.Rgs.Management.WritableSettings.Workflow Help Desk
        ");
    });
}

#[test]
fn objects_are_written_as_csv_and_json() {
    with_world(|world| {
        make(world);
        world.quiet(
            "Get-CsRgsAgentGroup | Select-Object Name, RoutingMethod, @{ Name = 'Agents'; Expression = { $_.AgentsByUri -join ';' } } \
             | Export-Csv C:\\groups.csv -NoTypeInformation",
        );
        assert_snapshot!(world.quiet("Get-Content C:\\groups.csv"), @r#"
        "Name","RoutingMethod","Agents"
        "Help Desk","RoundRobin","sip:ann@contoso.com;sip:bob@contoso.com"
        "#);
        assert_snapshot!(world.quiet("(Import-Csv C:\\groups.csv).Agents.Split(';') | Select-Object -Last 1"), @"sip:bob@contoso.com");
        assert_snapshot!(
            world.quiet("Get-CsRgsQueue | Select-Object Name, TimeoutThreshold, @{ n = 'Group'; e = { $_.AgentGroupIDList[0].ServiceId } } | ConvertTo-Json"),
            @r#"
        {
            "Name":  "Help Desk",
            "TimeoutThreshold":  60,
            "Group":  "service:ApplicationServer:pool.contoso.com"
        }
        "#
        );
    });
}
