//! Owner and parent (`docs/rules.md`, recovery): a row of the documents, a test.

use crate::pool::{A, B, C, Pool, fqdn, id, object, tick, workflow};
use admin::{Caller, Conflict, Import, Query, Refusal, Request};
use domain::{ObjectKind, ServiceSettings};
use serde_json::json;

fn settings(seconds: i64) -> ServiceSettings {
    serde_json::from_value(json!({"AgentRingbackGracePeriod": seconds})).unwrap()
}

fn with_settings(mut pool: Pool, seconds: i64) -> Pool {
    pool.ask(Request::SetSettings { settings: settings(seconds), expected: None }).unwrap();
    pool
}

/// The primary's objects have reached the backup.
fn failed_over() -> (Pool, Pool) {
    let primary = Pool::with_help_desk(A);
    let mut backup = Pool::new(B);
    backup.import_plainly(primary.export(None));
    (primary, backup)
}

#[test]
fn a_new_object_belongs_to_its_parent() {
    let pool = Pool::with_help_desk(A);
    assert_eq!(pool.entry(5).owner, fqdn(A));
    assert_eq!(pool.configuration.identity(pool.entry(5)).pool, fqdn(A));
}

#[test]
fn an_imported_object_keeps_name_and_owner_and_has_another_parent() {
    let (primary, backup) = failed_over();
    for number in 1..=5 {
        let (there, here) = (primary.entry(number), backup.entry(number));
        assert_eq!((here.name(), &here.owner, here.digest), (there.name(), &fqdn(A), there.digest));
        assert_eq!(backup.configuration.identity(here).pool, fqdn(B));
    }
}

#[test]
fn a_plain_get_does_not_list_imported_objects() {
    let (_, mut backup) = failed_over();
    backup.create(11, ObjectKind::AgentGroup, json!({"Name": "Own"}));
    backup.create(
        12,
        ObjectKind::Workflow,
        json!({
        "Name": "Own", "PrimaryUri": "sip:own@contoso.com", "Language": "en-US", "TimeZone": "UTC"}),
    );
    assert_eq!(backup.workflows(None, false), ["Own"]);
    assert_eq!(backup.workflows(Some(A), false), ["Help Desk"]);
    assert_eq!(backup.workflows(Some(B), false), ["Own"]);
    assert_eq!(backup.workflows(None, true), ["Help Desk", "Own"]);
}

#[test]
fn a_name_narrows_what_owner_and_show_all_select() {
    let (_, backup) = failed_over();
    let query = |name: &str, show_all| Query {
        kind: ObjectKind::Queue,
        owner: None,
        show_all,
        name: Some(name.into()),
        after: None,
        limit: 10,
    };
    assert_eq!(backup.list(query("HELP desk", true)).entries.len(), 1);
    assert_eq!(backup.list(query("Help Desk", false)).entries.len(), 0, "owner is not the parent");
    assert_eq!(backup.list(query("Help", true)).entries.len(), 0, "names are matched whole");
}

#[test]
fn a_get_by_guid_shows_a_foreign_object_too() {
    let (_, backup) = failed_over();
    let found = admin::find(&backup.configuration, &Caller::Operator, ObjectKind::Workflow, id(5)).unwrap();
    assert_eq!(found.owner, fqdn(A));
}

#[test]
fn imported_objects_can_be_changed_and_keep_their_owner() {
    let (_, mut backup) = failed_over();
    backup.edit(4, "TimeoutThreshold", json!(90));
    assert_eq!(backup.value(4, "TimeoutThreshold"), 90);
    assert_eq!(backup.entry(4).owner, fqdn(A));
}

#[test]
fn a_second_import_updates_the_same_objects() {
    let (mut primary, mut backup) = failed_over();
    primary.edit(4, "TimeoutThreshold", json!(120));
    let report = backup.import_plainly(primary.export(None));
    assert_eq!((report.created.len(), report.updated.len(), report.unchanged.len()), (0, 1, 4));
    assert_eq!(backup.value(4, "TimeoutThreshold"), 120);
}

#[test]
fn an_import_that_brings_nothing_new_changes_nothing() {
    let (primary, mut backup) = failed_over();
    let before = backup.configuration.sequence();
    assert_eq!(backup.import_plainly(primary.export(None)).unchanged.len(), 5);
    assert_eq!(backup.configuration.sequence(), before);
}

#[test]
fn an_import_before_after_and_long_before_a_failover_gives_the_same() {
    let primary = Pool::with_help_desk(A);
    let fail_over = |backup: &mut Pool| backup.ask(Request::FailOver { owner: fqdn(A) }).map(drop).unwrap();
    let mut states = Vec::new();
    for when in ["before", "after", "long before"] {
        let mut backup = Pool::new(B);
        if when == "after" {
            fail_over(&mut backup);
        }
        backup.import_plainly(primary.export(None));
        if when == "long before" {
            backup.import_plainly(primary.export(None));
        }
        if when != "after" {
            fail_over(&mut backup);
        }
        let role = backup.configuration.pool_role(&fqdn(A));
        states.push((backup.workflows(Some(A), false), role, backup.entry(5).digest));
    }
    assert_eq!(states[0], states[1]);
    assert_eq!(states[0], states[2]);
}

#[test]
fn owner_is_overwritten_into_a_rebuilt_pool_of_the_same_fqdn() {
    let (_, backup) = failed_over();
    let mut rebuilt = Pool::new(A);
    let report = rebuilt.import_as_own(backup.export(Some(A)));
    assert_eq!(report.created.len(), 5);
    assert_eq!(rebuilt.workflows(None, false), ["Help Desk"]);
}

#[test]
fn owner_is_overwritten_into_a_pool_of_another_fqdn() {
    let (_, backup) = failed_over();
    let mut third = Pool::new(C);
    third.import_plainly(backup.export(Some(A)));
    assert_eq!(third.workflows(None, false), [""; 0], "without the switch the owner stays");
    third.import_as_own(backup.export(Some(A)));
    assert_eq!(third.workflows(None, false), ["Help Desk"]);
    assert_eq!(third.entry(5).owner, fqdn(C));
}

#[test]
fn settings_are_kept_unless_they_are_to_be_replaced() {
    let primary = with_settings(Pool::with_help_desk(A), 120);
    let mut backup = with_settings(Pool::new(B), 45);
    backup.import_plainly(primary.export(None));
    assert_eq!(backup.configuration.settings(), &settings(45));
    let import =
        Import { export: primary.export(None), replace_existing_settings: true, ..Import::default() };
    assert!(backup.import(import).unwrap().settings_replaced);
    assert_eq!(backup.configuration.settings(), &settings(120));
}

#[test]
fn an_export_names_the_settings_of_its_source_also_for_another_owner() {
    let (_, backup) = failed_over();
    let backup = with_settings(backup, 45);
    assert_eq!(backup.export(Some(A)).settings, Some(settings(45)));
}

#[test]
fn an_export_without_an_owner_holds_the_sources_own_objects() {
    let (_, mut backup) = failed_over();
    backup.create(11, ObjectKind::AgentGroup, json!({"Name": "Own"}));
    let ids = |owner| backup.export(owner).objects.iter().map(|object| object.id).collect::<Vec<_>>();
    assert_eq!(ids(None), [id(11)]);
    assert_eq!(ids(Some(A)).len(), 5);
}

#[test]
fn an_object_of_another_owner_is_refused_unless_the_owner_is_overwritten() {
    let (_, backup) = failed_over();
    let mut third = Pool::new(C);
    third.import_as_own(backup.export(Some(A)));
    let refusal = third.import(Import { export: backup.export(Some(A)), ..Import::default() }).unwrap_err();
    let Refusal::Conflicts(conflicts) = refusal else { panic!("{refusal}") };
    assert!(conflicts.iter().all(|conflict| matches!(conflict, Conflict::Owner { .. })));
    assert_eq!(conflicts.len(), 5);
    assert_eq!(third.import_as_own(backup.export(Some(A))).unchanged.len(), 5);
}

#[test]
fn all_conflicts_are_listed_at_once_and_nothing_is_changed() {
    let primary = Pool::with_help_desk(A);
    let mut backup = Pool::new(B);
    backup.create(21, ObjectKind::AgentGroup, json!({"Name": "TIER 1"}));
    backup.create(22, ObjectKind::Queue, json!({"Name": "help desk"}));
    backup.create(
        25,
        ObjectKind::Workflow,
        json!({
        "Name": "Other", "PrimaryUri": "sip:HelpDesk@contoso.com", "Language": "en-US", "TimeZone": "UTC"}),
    );
    let before = backup.configuration.sequence();
    let refusal = backup.import(Import { export: primary.export(None), ..Import::default() }).unwrap_err();
    assert_eq!(backup.configuration.sequence(), before);
    insta::assert_snapshot!(refusal, @r#"
    nothing was imported: 3 conflicts
    agent group "Tier 1": the name is taken by another agent group (00000000-0000-0000-0000-000000000015); rename one, or use -ResolveNameConflicts
    queue "Help Desk": the name is taken by another queue (00000000-0000-0000-0000-000000000016); rename one, or use -ResolveNameConflicts
    workflow "Help Desk": its PrimaryUri sip:helpdesk@contoso.com belongs to workflow "Other"; change one of the two addresses
    "#);
}

#[test]
fn a_resolved_name_is_the_first_free_number_and_is_announced() {
    let primary = Pool::with_help_desk(A);
    let mut backup = Pool::new(B);
    backup.create(21, ObjectKind::Queue, json!({"Name": "Help Desk"}));
    backup.create(22, ObjectKind::Queue, json!({"Name": "Help Desk (2)"}));
    let resolve = |export| Import { export, resolve_name_conflicts: true, ..Import::default() };
    let report = backup.import(resolve(primary.export(None))).unwrap();
    assert_eq!(report.renamed.len(), 1);
    assert_eq!(report.renamed[0].object.name.as_str(), "Help Desk (3)");
    assert_eq!(report.renamed[0].name_in_archive.as_str(), "Help Desk");
}

#[test]
fn a_resolved_name_stays_here_and_goes_home_as_it_was() {
    let mut primary = Pool::with_help_desk(A);
    let mut backup = Pool::new(B);
    backup.create(21, ObjectKind::Queue, json!({"Name": "Help Desk"}));
    let resolve = |export| Import { export, resolve_name_conflicts: true, ..Import::default() };
    backup.import(resolve(primary.export(None))).unwrap();
    let again = backup.import_plainly(primary.export(None));
    assert_eq!(again.unchanged.len(), 5, "the name given at the first import is kept without a conflict");
    assert_eq!(backup.entry(4).name().as_str(), "Help Desk (2)");
    backup.edit(4, "TimeoutThreshold", json!(90));
    primary.import_as_own(backup.export(Some(A)));
    assert_eq!(primary.entry(4).name().as_str(), "Help Desk");
    assert_eq!(primary.value(4, "TimeoutThreshold"), 90);
}

#[test]
fn names_of_the_archive_may_change_places() {
    let mut primary = Pool::with_help_desk(A);
    primary.create(6, ObjectKind::Queue, json!({"Name": "Sales"}));
    let mut backup = Pool::new(B);
    backup.import_plainly(primary.export(None));
    primary.edit(4, "Name", json!("Swap"));
    primary.edit(6, "Name", json!("Help Desk"));
    primary.edit(4, "Name", json!("Sales"));
    backup.import_plainly(primary.export(None));
    assert_eq!((backup.entry(4).name().as_str(), backup.entry(6).name().as_str()), ("Sales", "Help Desk"));
    let found = backup.configuration.named(ObjectKind::Queue, &domain::NameKey::new("sales")).unwrap();
    assert_eq!(found.id, id(4));
}

#[test]
fn an_object_of_the_archive_that_is_there_twice_is_a_conflict() {
    let primary = Pool::with_help_desk(A);
    let mut export = primary.export(None);
    export.objects.push(export.objects[0].clone());
    let refusal = Pool::new(B).import(Import { export, ..Import::default() }).unwrap_err();
    assert!(refusal.to_string().contains("two objects with this GUID"), "{refusal}");
}

#[test]
fn the_copies_are_removed_only_while_they_are_what_was_exported() {
    let (_, mut backup) = failed_over();
    let export = backup.export(Some(A));
    backup.edit(4, "TimeoutThreshold", json!(90));
    let refusal = backup.remove_exported(A, &export).unwrap_err();
    assert_eq!(refusal, Refusal::ExportChanged { owner: fqdn(A), sequence: 1 });
    assert!(backup.holds(5));
    backup.remove_exported(A, &backup.export(Some(A))).unwrap();
    assert_eq!(backup.workflows(None, true), [""; 0]);
    assert_eq!(backup.configuration.tombstones().count(), 0, "a move leaves no trace");
}

#[test]
fn the_copies_are_not_removed_from_under_objects_that_stay() {
    let (_, mut backup) = failed_over();
    backup.create(15, ObjectKind::Workflow, workflow("Night", "night", 4));
    let refusal = backup.remove_exported(A, &backup.export(Some(A))).unwrap_err();
    assert!(matches!(&refusal, Refusal::ExportInUse(users) if users[0].id == id(15)), "{refusal}");
}

#[test]
fn a_planned_move_leaves_nothing_behind_and_can_come_back() {
    let mut source = Pool::with_help_desk(A);
    let mut target = Pool::new(B);
    let export = source.export(None);
    target.import_as_own(export.clone());
    source.remove_exported(A, &export).unwrap();
    assert_eq!(source.configuration.objects_count(), 0);
    assert_eq!(target.workflows(None, false), ["Help Desk"]);
    assert_eq!(source.import_as_own(target.export(None)).created.len(), 5);
}

#[test]
fn a_pool_restores_its_own_backup_and_undoes_later_edits_only_by_force() {
    let mut primary = Pool::with_help_desk(A);
    let backup_file = primary.export(None);
    primary.remove(5);
    assert_eq!(
        primary.import_plainly(backup_file.clone()).created.len(),
        1,
        "nothing is lost by bringing it back"
    );
    primary.edit(4, "TimeoutThreshold", json!(600));
    let refusal = primary.import(Import { export: backup_file.clone(), ..Import::default() }).unwrap_err();
    assert!(refusal.to_string().contains("TimeoutThreshold: here 600, there 60"), "{refusal}");
    primary.import(Import { export: backup_file, force: true, ..Import::default() }).unwrap();
    assert_eq!(primary.value(4, "TimeoutThreshold"), 60);
}

#[test]
fn an_export_of_an_owner_who_has_nothing_here_is_refused() {
    let pool = Pool::with_help_desk(A);
    let directory = domain::Directory::default();
    let context = admin::Context { at: tick(), caller: &Caller::Operator, directory: &directory };
    let refusal = admin::export(&pool.configuration, context, Some(fqdn(C))).unwrap_err();
    assert_eq!(refusal, Refusal::NothingOwned(fqdn(C)));
}

#[test]
fn copies_that_lead_to_objects_of_others_are_removed_only_by_force() {
    let (_, mut backup) = failed_over();
    backup.create(11, ObjectKind::Queue, json!({"Name": "Made in the disaster"}));
    backup.edit(5, "DefaultAction", json!({"Action": "TransferToQueue", "QueueID": id(11)}));
    let refusal = backup.remove_exported(A, &backup.export(Some(A))).unwrap_err();
    assert!(matches!(&refusal, Refusal::ExportIncomplete(lines) if lines[0].id == id(5)), "{refusal}");
}

#[test]
fn what_the_owner_removed_is_removed_from_the_backup_by_the_next_import() {
    let (mut primary, mut backup) = failed_over();
    primary.remove(5);
    primary.create(6, ObjectKind::Workflow, workflow("Help Desk", "helpdesk", 4));
    let report = backup.import_plainly(primary.export(None));
    assert_eq!((report.removed.len(), report.created.len()), (1, 1));
    assert!(!backup.holds(5) && backup.holds(6));
}

#[test]
fn an_archive_that_is_imported_twice_does_not_undo_what_was_edited_in_between() {
    let source = Pool::with_help_desk(A);
    let mut target = Pool::new(C);
    target.import_as_own(source.export(None));
    target.edit(4, "TimeoutThreshold", json!(99));
    let again = Import { export: source.export(None), overwrite_owner: true, ..Import::default() };
    let refusal = target.import(again).unwrap_err();
    assert!(refusal.to_string().contains("TimeoutThreshold: here 99, there 60"), "{refusal}");
}

#[test]
fn a_copy_that_was_removed_may_come_back_as_another_owners() {
    let (_, mut backup) = failed_over();
    let mut third = Pool::new(C);
    third.import_as_own(backup.export(Some(A)));
    for number in [5, 4, 3, 2, 1] {
        backup.remove(number);
    }
    assert_eq!(backup.import_plainly(third.export(None)).created.len(), 5);
}

#[test]
fn ten_thousand_names_that_are_taken_are_resolved_in_one_go() {
    let queue = |number: usize| domain::ExportedObject {
        id: id(number as u128 + 1),
        owner: fqdn(A),
        base: None,
        object: object(ObjectKind::Queue, json!({"Name": "Same"})),
    };
    let export = domain::Export { objects: (0..10_000).map(queue).collect(), ..domain::Export::default() };
    let report =
        Pool::new(B).import(Import { export, resolve_name_conflicts: true, ..Import::default() }).unwrap();
    assert_eq!(report.renamed.len(), 9_999);
    assert_eq!(report.renamed[9_998].object.name.as_str(), "Same (10000)");
}

#[test]
fn an_import_asked_as_a_plan_changes_nothing() {
    let primary = Pool::with_help_desk(A);
    let backup = Pool::new(B);
    let import = Import { export: primary.export(None), ..Import::default() };
    let decision = backup.plan(&Caller::Operator, Request::Import(Box::new(import))).unwrap();
    assert_eq!(decision.changes.len(), 5);
    assert_eq!(backup.configuration.objects_count(), 0);
}

#[test]
fn an_object_that_is_not_whole_is_imported_with_a_warning() {
    let mut primary = Pool::with_help_desk(A);
    primary.ask(Request::Remove { id: id(4), expected: None, force: true }).unwrap();
    let import = Import { export: primary.export(None), ..Import::default() };
    let decision = Pool::new(B).ask(Request::Import(Box::new(import))).unwrap();
    let warnings: Vec<String> = decision.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        warnings,
        [
            "workflow \"Help Desk\": its DefaultAction names the queue 00000000-0000-0000-0000-000000000004, which this pool does not hold"
        ]
    );
    assert!(object(ObjectKind::Queue, json!({"Name": "x"})).references().is_empty());
}
