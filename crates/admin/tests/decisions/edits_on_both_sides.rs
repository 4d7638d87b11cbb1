//! What was changed on the primary, on the backup, or on both since an import (`docs/rules.md`, recovery).

use crate::pool::{A, B, Pool, fqdn};
use admin::{Conflict, Import, Refusal};
use serde_json::json;

/// A failover has been prepared; edits may begin on either side.
fn pair() -> (Pool, Pool) {
    let primary = Pool::with_help_desk(A);
    let mut backup = Pool::new(B);
    backup.import_plainly(primary.export(None));
    (primary, backup)
}

fn go_home(primary: &mut Pool, backup: &Pool, force: bool) -> Result<admin::ImportReport, Refusal> {
    primary.import(Import {
        export: backup.export(Some(A)),
        overwrite_owner: true,
        force,
        ..Import::default()
    })
}

#[test]
fn what_only_the_backup_changed_comes_home() {
    let (mut primary, mut backup) = pair();
    backup.edit(1, "AgentAlertTime", json!(30));
    let report = go_home(&mut primary, &backup, false).unwrap();
    assert_eq!((report.updated.len(), report.unchanged.len()), (1, 4));
    assert_eq!(primary.value(1, "AgentAlertTime"), 30);
    assert_eq!(primary.entry(1).owner, fqdn(A));
}

#[test]
fn what_both_changed_alike_is_no_conflict() {
    let (mut primary, mut backup) = pair();
    primary.edit(1, "AgentAlertTime", json!(30));
    backup.edit(1, "AgentAlertTime", json!(30));
    assert_eq!(go_home(&mut primary, &backup, false).unwrap().unchanged.len(), 5);
}

#[test]
fn what_both_changed_is_listed_with_both_values_and_refused() {
    let (mut primary, mut backup) = pair();
    primary.edit(1, "AgentAlertTime", json!(25));
    backup.edit(1, "AgentAlertTime", json!(30));
    let refusal = go_home(&mut primary, &backup, false).unwrap_err();
    insta::assert_snapshot!(refusal, @r#"
    nothing was imported: 1 conflict
    agent group "Tier 1": changed here by sip:operator@primary.contoso.com as well as in the archive (AgentAlertTime: here 25, there 30); use -Force to take the archive's
    "#);
    assert_eq!(primary.value(1, "AgentAlertTime"), 25);
    go_home(&mut primary, &backup, true).unwrap();
    assert_eq!(primary.value(1, "AgentAlertTime"), 30);
}

#[test]
fn what_only_the_primary_changed_is_not_undone_by_the_way_home() {
    let (mut primary, backup) = pair();
    primary.edit(1, "AgentAlertTime", json!(25));
    let refusal = go_home(&mut primary, &backup, false).unwrap_err();
    assert!(
        matches!(&refusal, Refusal::Conflicts(all) if matches!(all[..], [Conflict::Edited { .. }])),
        "{refusal}"
    );
}

#[test]
fn what_the_backup_removed_is_removed_at_home() {
    let (mut primary, mut backup) = pair();
    backup.remove(5);
    let report = go_home(&mut primary, &backup, false).unwrap();
    assert_eq!(report.removed[0].name.as_str(), "Help Desk");
    assert!(!primary.holds(5));
}

#[test]
fn what_the_backup_removed_and_the_primary_changed_is_refused() {
    let (mut primary, mut backup) = pair();
    backup.remove(5);
    primary.edit(5, "Description", json!("changed at home"));
    let refusal = go_home(&mut primary, &backup, false).unwrap_err();
    assert!(refusal.to_string().contains("removed on the other pool, but changed here"), "{refusal}");
    go_home(&mut primary, &backup, true).unwrap();
    assert!(!primary.holds(5));
}

#[test]
fn what_the_primary_removed_does_not_come_back_by_itself() {
    let (mut primary, backup) = pair();
    primary.remove(5);
    let refusal = go_home(&mut primary, &backup, false).unwrap_err();
    assert!(refusal.to_string().contains("removed here by sip:operator@primary.contoso.com"), "{refusal}");
    go_home(&mut primary, &backup, true).unwrap();
    assert!(primary.holds(5));
}

#[test]
fn what_the_backup_made_comes_home_as_the_primarys() {
    let (mut primary, mut backup) = pair();
    backup.create(11, domain::ObjectKind::Queue, json!({"Name": "Made in the disaster"}));
    go_home(&mut primary, &backup, false).unwrap();
    assert!(!primary.holds(11), "it belongs to the backup, so it stays there");
}

#[test]
fn a_copy_that_was_edited_is_not_overwritten_by_the_nightly_import() {
    let (mut primary, mut backup) = pair();
    backup.edit(1, "AgentAlertTime", json!(30));
    primary.edit(1, "AgentAlertTime", json!(25));
    let import = |force| Import { export: primary.export(None), force, ..Import::default() };
    let refusal = backup.import(import(false)).unwrap_err();
    assert!(
        matches!(&refusal, Refusal::Conflicts(all) if matches!(all[..], [Conflict::Edited { .. }])),
        "{refusal}"
    );
    backup.import(import(true)).unwrap();
    assert_eq!(backup.value(1, "AgentAlertTime"), 25);
}

#[test]
fn a_copy_that_was_removed_does_not_come_back_with_the_nightly_import() {
    let (primary, mut backup) = pair();
    backup.remove(5);
    let refusal = backup.import(Import { export: primary.export(None), ..Import::default() }).unwrap_err();
    assert!(
        matches!(&refusal, Refusal::Conflicts(all) if matches!(all[..], [Conflict::Removed { .. }])),
        "{refusal}"
    );
}

#[test]
fn after_the_way_home_the_copies_follow_the_primary_again() {
    let (mut primary, mut backup) = pair();
    backup.edit(1, "AgentAlertTime", json!(30));
    go_home(&mut primary, &backup, false).unwrap();
    primary.edit(1, "AgentAlertTime", json!(40));
    backup.import_plainly(primary.export(None));
    assert_eq!(backup.value(1, "AgentAlertTime"), 40);
    backup.edit(1, "AgentAlertTime", json!(50));
    go_home(&mut primary, &backup, false).unwrap();
    assert_eq!(primary.value(1, "AgentAlertTime"), 50, "a second failover works as the first");
}

#[test]
fn an_edit_that_was_taken_back_is_no_edit() {
    let (mut primary, mut backup) = pair();
    primary.edit(1, "AgentAlertTime", json!(25));
    primary.edit(1, "AgentAlertTime", json!(20));
    backup.edit(1, "AgentAlertTime", json!(30));
    assert_eq!(go_home(&mut primary, &backup, false).unwrap().updated.len(), 1);
}

#[test]
fn what_the_backup_changed_after_it_had_sent_a_version_home_comes_home_as_well() {
    let (mut primary, mut backup) = pair();
    backup.edit(1, "AgentAlertTime", json!(30));
    let first = backup.export(Some(A));
    go_home(&mut primary, &backup, false).unwrap();
    backup.edit(1, "AgentAlertTime", json!(40));
    go_home(&mut primary, &backup, false).unwrap();
    assert_eq!(primary.value(1, "AgentAlertTime"), 40);
    let older = Import { export: first, overwrite_owner: true, ..Import::default() };
    assert!(primary.import(older).is_err(), "the first file would undo the second");
}

#[test]
fn an_old_export_of_the_primary_does_not_undo_what_came_home() {
    let mut primary = Pool::with_help_desk(A);
    let old = primary.export(None);
    let mut backup = Pool::new(B);
    backup.import_plainly(old.clone());
    backup.edit(1, "AgentAlertTime", json!(30));
    go_home(&mut primary, &backup, false).unwrap();
    let wrong_file = Import { export: old, overwrite_owner: true, ..Import::default() };
    assert!(primary.import(wrong_file).unwrap_err().to_string().contains("here 30, there 20"));
}

#[test]
fn what_was_brought_back_at_home_is_not_removed_a_second_time() {
    let (mut primary, mut backup) = pair();
    let saved = primary.export(None);
    backup.remove(5);
    go_home(&mut primary, &backup, false).unwrap();
    primary.import_plainly(saved);
    go_home(&mut primary, &backup, false).unwrap();
    assert!(primary.holds(5));
}

#[test]
fn a_removal_that_comes_home_says_who_still_refers_to_what_is_gone() {
    let (mut primary, mut backup) = pair();
    primary.create(
        9,
        domain::ObjectKind::Queue,
        json!({"Name": "VIP", "AgentGroupIDList": [crate::pool::id(1)]}),
    );
    backup.remove(1);
    let import = Import { export: backup.export(Some(A)), overwrite_owner: true, ..Import::default() };
    let decision = primary.ask(admin::Request::Import(Box::new(import))).unwrap();
    let warnings: Vec<String> = decision.warnings.iter().map(ToString::to_string).collect();
    assert!(warnings.contains(&"queue \"VIP\" still refers to what was removed".to_owned()), "{warnings:?}");
}
