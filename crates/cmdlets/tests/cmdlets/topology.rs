//! What the topology and the roles say, also while pools are down.

use insta::assert_snapshot;

use crate::world::{POOLS, with_world};

#[test]
fn services_are_found_as_scripts_look_for_them() {
    with_world(|world| {
        world.pools.down.borrow_mut().extend(POOLS.iter().map(|(fqdn, _)| (*fqdn).to_owned()));
        assert_snapshot!(world.quiet("Get-CsService -PoolFqdn pool.contoso.com"), @r"
        Identity     : ApplicationServer:pool.contoso.com
        SiteId       : Site:Redmond
        PoolFqdn     : pool.contoso.com
        Role         : ApplicationServer
        Applications : {urn:application:RGS}
        ServiceId    : ApplicationServer:pool.contoso.com
        ");
        assert_eq!(
            world.quiet("(Get-CsService -ApplicationServer | Where-Object {$_.Applications -contains \"urn:application:RGS\"}).Count"),
            "7"
        );
        assert_eq!(
            world.quiet("\"service:\" + (Get-CsService -Filter '*pool0*' | ?{$_.Applications -like \"*RGS*\"}).ServiceId;"),
            "service:ApplicationServer:pool0.litwareinc.com"
        );
        assert_eq!(
            world.quiet("(Get-CsService service:ApplicationServer:POOL.contoso.com).PoolFqdn"),
            "pool.contoso.com"
        );
        assert_eq!(world.quiet("Get-CsService -Registrar"), "");
        assert_snapshot!(world.error("Get-CsService Registrar:pool.contoso.com"), @r#"
        NotFound,Get-CsService
        Get-CsService finds no service "Registrar:pool.contoso.com". There is ApplicationServer:pool.contoso.com, ApplicationServer:backup.contoso.com, ApplicationServer:atl-cs-001.litwareinc.com, ApplicationServer:pool0.litwareinc.com, ApplicationServer:atl-rgs-001.litwareinc.com, ApplicationServer:atl-ocsrgs-001.litwareinc.com, ApplicationServer:redmond-lyncrgs-001.litwareinc.com.
        "#);
        assert_eq!(world.pools.requests.get(), 0);
    });
}

#[test]
fn pools_and_their_pairs_are_shown() {
    with_world(|world| {
        assert_snapshot!(world.quiet("Get-CsPool pool.contoso.com"), @r"
        Identity       : pool.contoso.com
        Fqdn           : pool.contoso.com
        Services       : {ApplicationServer:pool.contoso.com}
        Computers      : {pool.contoso.com}
        BackupPoolFqdn : backup.contoso.com
        Site           : Site:Redmond
        Api            : https://pool.contoso.com:5801
        ");
        let at = "(Get-CsPool -Site redmond).Fqdn -join ','; @(Get-CsPool -Site Site:Redmond).Count; @(Get-CsPool -Site Oslo).Count";
        assert_eq!(world.quiet(at), "pool.contoso.com,backup.contoso.com\n2\n0");
        assert_eq!(
            world.quiet("(Get-CsService | Where-Object { $_.SiteId -eq 'Site:Redmond' }).PoolFqdn -join ','"),
            "pool.contoso.com,backup.contoso.com"
        );
        assert_eq!(
            world.quiet("(Get-CsPool -Filter '*0.litwareinc*').Fqdn -join ','"),
            "pool0.litwareinc.com"
        );
        assert_snapshot!(world.error("Get-CsPool nopool.contoso.com"), @r#"
        NotFound,Get-CsPool
        Get-CsPool finds no pool "nopool.contoso.com". There is pool.contoso.com, backup.contoso.com, atl-cs-001.litwareinc.com, pool0.litwareinc.com, atl-rgs-001.litwareinc.com, atl-ocsrgs-001.litwareinc.com, redmond-lyncrgs-001.litwareinc.com.
        "#);
        assert_snapshot!(world.quiet("Get-CsPoolBackupRelationship -PoolFqdn pool.contoso.com"), @r"
        PoolFqdn         BackupPoolFqdn
        --------         --------------
        pool.contoso.com backup.contoso.com
        ");
        assert_snapshot!(world.error("Get-CsPoolBackupRelationship -PoolFqdn pool0.litwareinc.com"), @r"
        NoBackupPool,Get-CsPoolBackupRelationship
        The pool pool0.litwareinc.com has no backup pool in the topology.
        ");
    });
}

#[test]
fn roles_list_the_cmdlets_that_they_may_run() {
    with_world(|world| {
        assert_eq!(world.quiet("(Get-CsAdminRole CsAgent).Name"), "CsAgent");
        let may = "Get-CsAdminRole | Where-Object {$_.Cmdlets -match \"Set-CsRgsQueue\"} | ForEach-Object { $_.Identity }";
        assert_snapshot!(world.quiet(may), @r"
        CsAdministrator
        CsResponseGroupAdministrator
        CsResponseGroupManager
        ");
        assert_snapshot!(world.quiet("(Get-CsAdminRole CsViewOnlyAdministrator).Cmdlets -match '^Get-CsRgs'"), @r"
        Get-CsRgsAgent
        Get-CsRgsAgentGroup
        Get-CsRgsCall
        Get-CsRgsConfiguration
        Get-CsRgsHolidaySet
        Get-CsRgsHoursOfBusiness
        Get-CsRgsQueue
        Get-CsRgsWorkflow
        ");
        assert_snapshot!(world.error("Get-CsAdminRole CsEverything"), @r#"
        NotFound,Get-CsAdminRole
        Get-CsAdminRole finds no role "CsEverything". There is CsAdministrator, CsResponseGroupAdministrator, CsResponseGroupManager, CsViewOnlyAdministrator, CsAgent.
        "#);
    });
}

#[test]
fn every_cmdlet_has_a_right_of_its_own() {
    with_world(|world| {
        let listed = world.quiet("(Get-CsAdminRole CsAdministrator).Cmdlets");
        let mut declared: Vec<_> = world.declarations().iter().map(|one| one.name).collect();
        declared.sort_unstable();
        assert_eq!(listed.lines().collect::<Vec<_>>(), declared);
    });
}

#[test]
fn a_pool_refuses_what_a_role_does_not_list() {
    with_world(|world| {
        world.quiet("$g = New-CsRgsAgentGroup pool.contoso.com -Name 'Agents'");
        let commands = [
            ("Get-CsRgsAgentGroup", "Get-CsRgsAgentGroup pool.contoso.com"),
            ("Get-CsRgsConfiguration", "Get-CsRgsConfiguration pool.contoso.com"),
            ("New-CsRgsAgentGroup", "New-CsRgsAgentGroup pool.contoso.com -Name x -WhatIf"),
            (
                "New-CsRgsWorkflow",
                "New-CsRgsWorkflow pool.contoso.com -Name x -PrimaryUri sip:x@contoso.com -WhatIf",
            ),
            (
                "Set-CsRgsConfiguration",
                "Set-CsRgsConfiguration pool.contoso.com -DisableCallContext $true -WhatIf",
            ),
            (
                "Export-CsRgsConfiguration",
                "Export-CsRgsConfiguration -Source pool.contoso.com -FileName C:\\a.zip -WhatIf",
            ),
            ("Invoke-CsPoolFailOver", "Invoke-CsPoolFailOver -PoolFqdn pool.contoso.com -WhatIf"),
            ("Invoke-CsPoolFailBack", "Invoke-CsPoolFailBack -PoolFqdn pool.contoso.com -WhatIf"),
        ];
        for role in domain::Role::ALL {
            let role = role.as_str();
            for (cmdlet, command) in commands {
                let listed = world.quiet(&format!("(Get-CsAdminRole {role}).Cmdlets -contains '{cmdlet}'"));
                *world.pools.token.borrow_mut() = role;
                world.quiet("$Error.Clear()");
                world.run(command);
                let refused = world.quiet(
                    "[bool]($Error | Where-Object { $_.FullyQualifiedErrorId -like 'NotPermitted*' })",
                );
                *world.pools.token.borrow_mut() = "CsAdministrator";
                assert_ne!(listed, refused, "{role} {cmdlet}");
            }
        }
    });
}
