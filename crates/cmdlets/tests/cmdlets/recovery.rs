//! A pool's response groups on their way to its backup and home again.

use insta::assert_snapshot;

use crate::world::{World, with_world};

fn make(world: &mut World) {
    world.quiet(
        "$group = New-CsRgsAgentGroup -Parent pool.contoso.com -Name 'Help Desk' -AgentsByUri sip:kim@contoso.com
         $queue = New-CsRgsQueue -Parent pool.contoso.com -Name 'Help Desk' -AgentGroupIDList $group.Identity
         $prompt = New-CsRgsPrompt -TextToSpeechPrompt 'Welcome.'
         $action = New-CsRgsCallAction -Prompt $prompt -Action TransferToQueue -QueueID $queue.Identity
         $flow = New-CsRgsWorkflow -Parent pool.contoso.com -Name 'Help Desk' -PrimaryUri sip:helpdesk@contoso.com `
             -DefaultAction $action -Active $true",
    );
}

const EXPORT: &str =
    "Export-CsRgsConfiguration -Source service:ApplicationServer:pool.contoso.com -FileName C:\\Rgs.zip";
const IMPORT: &str = "Import-CsRgsConfiguration -Destination service:ApplicationServer:backup.contoso.com -FileName C:\\Rgs.zip";

#[test]
fn copies_are_seen_by_owner_edited_and_taken_home() {
    with_world(|world| {
        make(world);
        world.quiet(EXPORT);
        world.quiet(IMPORT);
        assert_eq!(world.quiet("Get-CsRgsWorkflow -Identity backup.contoso.com"), "");
        let owned = "(Get-CsRgsWorkflow -Identity backup.contoso.com -Owner pool.contoso.com).Name";
        assert_eq!(world.quiet(owned), "Help Desk");
        assert_eq!(world.quiet("(Get-CsRgsQueue -Identity backup.contoso.com -ShowAll).Name"), "Help Desk");
        world.quiet(
            "$g = Get-CsRgsAgentGroup -Identity backup.contoso.com -Owner pool.contoso.com
             $g.Description = 'edited in the disaster'; Set-CsRgsAgentGroup $g",
        );
        world.quiet("Export-CsRgsConfiguration -Source backup.contoso.com -Owner pool.contoso.com -FileName C:\\Home.zip");
        world.quiet(
            "Import-CsRgsConfiguration -Destination pool.contoso.com -OverwriteOwner -FileName C:\\Home.zip",
        );
        let home = "(Get-CsRgsAgentGroup -Identity pool.contoso.com).Description";
        assert_eq!(world.quiet(home), "edited in the disaster");
        world.quiet(
            "Export-CsRgsConfiguration -Source backup.contoso.com -Owner pool.contoso.com -FileName C:\\Last.zip \
             -RemoveExportedConfiguration",
        );
        assert_eq!(world.quiet("Get-CsRgsQueue -Identity backup.contoso.com -ShowAll"), "");
        assert_eq!(world.quiet(home), "edited in the disaster");
    });
}

#[test]
fn a_file_that_exists_is_kept_unless_forced() {
    with_world(|world| {
        make(world);
        world.quiet(EXPORT);
        let before = world.host.files.borrow().clone();
        assert_snapshot!(world.error(EXPORT), @r#"
        FileExists,Export-CsRgsConfiguration
        The file 'C:\Rgs.zip' exists already and was left as it is. Name another file, or give -Force to replace it; the old one is then kept beside it as NAME.1.
        "#);
        assert_eq!(*world.host.files.borrow(), before);
        world.quiet(&format!("{EXPORT} -Force"));
        assert!(world.host.files.borrow().keys().any(|name| name.ends_with("Rgs.zip.1")));
    });
}

#[test]
fn plans_write_and_change_nothing() {
    with_world(|world| {
        make(world);
        assert_snapshot!(world.run(&format!("{EXPORT} -WhatIf")), @r#"
        Information: What if: Export the agent group "Help Desk".
        Information: What if: Export the queue "Help Desk".
        Information: What if: Export the workflow "Help Desk".
        Information: What if: Export the settings of the pool.
        "#);
        assert!(world.host.files.borrow().is_empty());
        world.quiet(EXPORT);
        assert_snapshot!(world.run(&format!("{IMPORT} -ReplaceExistingSettings -WhatIf")), @r#"
        Information: What if: Make the agent group "Help Desk" of pool.contoso.com.
        Information: What if: Make the queue "Help Desk" of pool.contoso.com.
        Information: What if: Make the workflow "Help Desk" of pool.contoso.com.
        "#);
        assert_eq!(world.quiet("Get-CsRgsQueue -Identity backup.contoso.com -ShowAll"), "");
        let fail_over = "Invoke-CsPoolFailOver -PoolFqdn pool.contoso.com -DisasterMode";
        assert_snapshot!(world.run(&format!("{fail_over} -WhatIf")), @"Information: What if: Answer calls for the workflows of pool.contoso.com, under epoch 1.");
    });
}

#[test]
fn roles_turn_once_each() {
    with_world(|world| {
        let fail_over = "Invoke-CsPoolFailOver -PoolFqdn pool.contoso.com -DisasterMode";
        assert_snapshot!(world.run(&format!("{fail_over} -Verbose")), @"Verbose: VERBOSE: backup.contoso.com answers for pool.contoso.com (epoch 1).");
        assert_snapshot!(world.error(fail_over), @r"
        PoolRoleRefused,Invoke-CsPoolFailOver
        backup.contoso.com answers for pool.contoso.com already (epoch 1).
        ");
        world.quiet("Invoke-CsPoolFailBack -PoolFqdn pool.contoso.com");
        assert_snapshot!(world.error("Invoke-CsPoolFailBack -PoolFqdn pool.contoso.com"), @r"
        PoolRoleRefused,Invoke-CsPoolFailBack
        backup.contoso.com does not answer for pool.contoso.com, so there is nothing to give back (epoch 2).
        ");
    });
}

#[test]
fn wrong_recoveries_say_what_is_wrong() {
    with_world(|world| {
        make(world);
        world.host.files.borrow_mut().insert("C:/notes.zip".to_owned(), b"no archive".to_vec());
        let wrong = [
            "Import-CsRgsConfiguration -Destination backup.contoso.com -FileName C:\\none.zip",
            "Import-CsRgsConfiguration -Destination backup.contoso.com -FileName C:\\notes.zip",
            "Export-CsRgsConfiguration -Source nowhere.contoso.com -FileName C:\\x.zip",
            "Export-CsRgsConfiguration -Source pool.contoso.com",
            "Invoke-CsPoolFailOver -PoolFqdn atl-cs-001.litwareinc.com -DisasterMode",
            "Invoke-CsRgsStoreReplicateData -PoolFqdn pool.contoso.com",
            "Move-CsRgsConfiguration -Source pool.contoso.com -Destination nowhere.contoso.com",
        ];
        let said: Vec<String> =
            wrong.iter().map(|script| format!("{script}\n  {}", world.error(script))).collect();
        assert_snapshot!(said.join("\n"), @r#"
        Import-CsRgsConfiguration -Destination backup.contoso.com -FileName C:\none.zip
          FileNotRead,Import-CsRgsConfiguration
        Could not find file 'C:\none.zip'.
        Import-CsRgsConfiguration -Destination backup.contoso.com -FileName C:\notes.zip
          ArchiveRefused,Import-CsRgsConfiguration
        Nothing was imported: the file is not a ZIP archive.
        Export-CsRgsConfiguration -Source nowhere.contoso.com -FileName C:\x.zip
          PoolNotListed,Export-CsRgsConfiguration
        The topology lists no pool nowhere.contoso.com. It lists pool.contoso.com, backup.contoso.com, atl-cs-001.litwareinc.com, pool0.litwareinc.com, atl-rgs-001.litwareinc.com, atl-ocsrgs-001.litwareinc.com, redmond-lyncrgs-001.litwareinc.com.
        Export-CsRgsConfiguration -Source pool.contoso.com
          MissingMandatoryParameter,Export-CsRgsConfiguration
        Cannot process command because of one or more missing mandatory parameters: FileName.
        Invoke-CsPoolFailOver -PoolFqdn atl-cs-001.litwareinc.com -DisasterMode
          NoBackupPool,Invoke-CsPoolFailOver
        The pool atl-cs-001.litwareinc.com has no backup pool in the topology. Add backup = "..." under its [[pool]] heading.
        Invoke-CsRgsStoreReplicateData -PoolFqdn pool.contoso.com
          NoPair,Invoke-CsRgsStoreReplicateData
        The pool pool.contoso.com has no pair: it is linked with no pool that it could replicate to. Export-CsRgsConfiguration and Import-CsRgsConfiguration carry its response groups over.
        Move-CsRgsConfiguration -Source pool.contoso.com -Destination nowhere.contoso.com
          PoolNotListed,Move-CsRgsConfiguration
        The topology lists no pool nowhere.contoso.com. It lists pool.contoso.com, backup.contoso.com, atl-cs-001.litwareinc.com, pool0.litwareinc.com, atl-rgs-001.litwareinc.com, atl-ocsrgs-001.litwareinc.com, redmond-lyncrgs-001.litwareinc.com.
        "#);
    });
}

#[test]
fn a_move_changes_owner_and_place() {
    with_world(|world| {
        make(world);
        world.quiet("Move-CsRgsConfiguration pool.contoso.com pool0.litwareinc.com");
        assert_eq!(world.quiet("Get-CsRgsWorkflow -Identity pool.contoso.com -ShowAll"), "");
        assert_eq!(world.quiet("(Get-CsRgsWorkflow -Identity pool0.litwareinc.com).Name"), "Help Desk");
    });
}

#[test]
fn when_a_workflow_answers_is_set_and_goes_along_to_the_backup() {
    with_world(|world| {
        make(world);
        let here = "(Get-CsRgsWorkflow -Identity pool.contoso.com).AnswerAt";
        assert_eq!(world.quiet(here), "Start");
        world.quiet(
            "$w = Get-CsRgsWorkflow -Identity pool.contoso.com; $w.AnswerAt = 'agent'; Set-CsRgsWorkflow $w",
        );
        assert_eq!(world.quiet(here), "Agent");
        world.quiet(EXPORT);
        world.quiet(IMPORT);
        let copy = "(Get-CsRgsWorkflow -Identity backup.contoso.com -ShowAll).AnswerAt";
        assert_eq!(world.quiet(copy), "Agent");
        world.quiet(
            "$new = New-CsRgsWorkflow pool.contoso.com -Name Late -PrimaryUri sip:late@contoso.com -AnswerAt Agent",
        );
        assert_eq!(world.quiet("$new.AnswerAt"), "Agent");
        world.quiet("$new.AnswerAt = 'Start'; Set-CsRgsWorkflow $new");
        assert_eq!(world.quiet("(Get-CsRgsWorkflow pool.contoso.com -Name Late).AnswerAt"), "Start");
        let refused = world.error("$new.AnswerAt = 'Later'");
        assert!(refused.contains("Start, Agent") || refused.contains("Start,Agent"), "{refused}");
    });
}
