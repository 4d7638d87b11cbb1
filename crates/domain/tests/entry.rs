//! What an entry's digest says, and what it is silent about.
#![expect(clippy::unwrap_used, reason = "a test that meets a wrong value fails")]

use domain::{Entry, Object, ObjectId, ObjectKind, ObjectName, PoolFqdn, SipUri, Stamp, Tombstone};
use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

fn pool(name: &str) -> PoolFqdn {
    PoolFqdn::new(&format!("{name}.contoso.com")).unwrap()
}

fn name(text: &str) -> ObjectName {
    ObjectName::new(text).unwrap()
}

fn queue(properties: Value) -> Object {
    Object::from_properties(ObjectKind::Queue, properties).unwrap()
}

fn stamp(second: i64) -> Stamp {
    Stamp { at: Timestamp::from_second(second).unwrap(), by: SipUri::new("sip:kim@contoso.com").unwrap() }
}

fn entry(object: Object) -> Entry {
    Entry::new(ObjectId(Uuid::from_u128(1)), pool("primary"), object, stamp(0))
}

/// A copy as an import makes it: the digest at that moment is its base.
fn copy(original: &Entry) -> Entry {
    Entry { base: Some(original.digest), changed: stamp(1), ..original.clone() }
}

#[test]
fn equal_content_has_an_equal_digest_and_any_other_content_another() {
    let one = entry(queue(json!({"Name": "Tier 1", "TimeoutThreshold": 60})));
    assert_eq!(
        one.digest,
        entry(queue(json!({"TimeoutThreshold": 60, "Name": " Tier 1 ", "OverflowThreshold": null}))).digest
    );
    for other in [
        json!({"Name": "Tier 1", "TimeoutThreshold": 61}),
        json!({"Name": "Tier 1"}),
        json!({"Name": "tier 1", "TimeoutThreshold": 60}),
        json!({"Name": "Tier 1", "TimeoutThreshold": 60, "Description": ""}),
    ] {
        assert_ne!(one.digest, entry(queue(other.clone())).digest, "{other}");
    }
}

#[test]
fn the_type_belongs_to_the_content() {
    let properties = json!({"Name": "Tier 1"});
    let digests =
        [ObjectKind::AgentGroup, ObjectKind::HoursOfBusiness, ObjectKind::HolidaySet, ObjectKind::Queue]
            .map(|kind| entry(Object::from_properties(kind, properties.clone()).unwrap()).digest);
    for (at, digest) in digests.iter().enumerate() {
        assert!(!digests[..at].contains(digest));
    }
}

#[test]
fn owner_stamp_and_guid_are_not_part_of_the_content() {
    let object = queue(json!({"Name": "Tier 1"}));
    let other = Entry::new(ObjectId(Uuid::from_u128(2)), pool("backup"), object.clone(), stamp(99));
    assert_eq!(entry(object).digest, other.digest);
}

#[test]
fn the_case_of_a_reference_does_not_count() {
    let id = "1a2b3c4d-0000-4000-8000-000000000000";
    let bare = queue(json!({"Name": "Tier 1", "AgentGroupIDList": [id]}));
    let shouted = queue(json!({"Name": "Tier 1", "AgentGroupIDList": [id.to_uppercase()]}));
    assert_eq!(entry(bare).digest, entry(shouted).digest);
}

#[test]
fn a_copy_that_was_renamed_here_keeps_its_digest_and_its_name_at_home() {
    let original = entry(queue(json!({"Name": "Tier 1"})));
    let renamed = copy(&original).renamed_here(name("Tier 1 (2)"));
    assert_eq!(renamed.name(), &name("Tier 1 (2)"));
    assert_eq!(renamed.home_name, Some(name("Tier 1")));
    assert_eq!(renamed.digest, original.digest);
    assert_eq!(renamed.object_at_home(), original.object);
    assert_eq!(renamed.base, Some(renamed.digest));

    let again = renamed.renamed_here(name("Tier 1 (3)"));
    assert_eq!(again.home_name, Some(name("Tier 1")), "the name at home is the first one");
}

#[test]
fn an_edit_that_leaves_the_name_alone_goes_home_under_the_name_there() {
    let original = entry(queue(json!({"Name": "Tier 1"})));
    let renamed = copy(&original).renamed_here(name("Tier 1 (2)"));
    let edited = renamed.edited(queue(json!({"Name": "Tier 1 (2)", "TimeoutThreshold": 30})), stamp(2));
    assert_eq!(edited.home_name, Some(name("Tier 1")));
    assert_ne!(edited.base, Some(edited.digest));
    let at_home = queue(json!({"Name": "Tier 1", "TimeoutThreshold": 30}));
    assert_eq!(edited.object_at_home(), at_home);
    assert_eq!(edited.digest, entry(at_home).digest);
    assert_eq!(edited.changed, stamp(2));
    assert_eq!(
        (edited.id, &edited.owner, edited.base),
        (original.id, &original.owner, Some(original.digest))
    );

    let undone = edited.edited(renamed.object.clone(), stamp(3));
    assert_eq!(undone.base, Some(undone.digest), "who puts everything back has edited nothing");
}

#[test]
fn an_edit_under_a_new_name_drops_the_name_at_home() {
    let original = entry(queue(json!({"Name": "Tier 1"})));
    let renamed = copy(&original).renamed_here(name("Tier 1 (2)"));
    let edited = renamed.edited(queue(json!({"Name": "First line"})), stamp(2));
    assert_eq!(edited.home_name, None);
    assert_eq!(edited.object_at_home(), edited.object);
    assert_ne!(edited.base, Some(edited.digest));
}

#[test]
fn a_tombstone_remembers_the_name_at_home_and_the_base() {
    let original = entry(queue(json!({"Name": "Tier 1"})));
    let renamed = copy(&original).renamed_here(name("Tier 1 (2)"));
    let tombstone = Tombstone::of(&renamed, stamp(5));
    assert_eq!(tombstone.name, name("Tier 1"));
    assert_eq!((tombstone.id, tombstone.kind), (original.id, ObjectKind::Queue));
    assert_eq!((tombstone.digest, tombstone.base), (original.digest, Some(original.digest)));
    assert_eq!(tombstone.removed, stamp(5));
}

#[test]
fn an_entry_is_written_and_read_without_loss() {
    let original = entry(queue(json!({
        "Name": "Tier 1",
        "TimeoutAction": {"Action": "TransferToUri", "Uri": "sip:kim@contoso.com"},
    })));
    let renamed = copy(&original).renamed_here(name("Tier 1 (2)"));
    for entry in [original, renamed] {
        let json = serde_json::to_value(&entry).unwrap();
        assert_eq!(serde_json::from_value::<Entry>(json).unwrap(), entry);
    }
}
