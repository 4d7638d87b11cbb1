//! A configuration after changes: its indexes, its order, and that a batch is the sum of its changes.
#![expect(clippy::unwrap_used, reason = "a test that meets a wrong value fails")]

use std::sync::Arc;

use domain::{
    Agent, AudioContent, Change, Configuration, ContentHash, Defaults, Digest, Duty, Entry, Label, Language,
    NameKey, Object, ObjectId, ObjectKind, ObjectName, Person, PoolFqdn, PoolRole, Role, ServiceSettings,
    SipUri, Stamp, TimeZoneName, Token, TokenId, Tombstone,
};
use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::json;
use uuid::Uuid;

fn pool(name: &str) -> PoolFqdn {
    PoolFqdn::new(&format!("{name}.contoso.com")).unwrap()
}

fn empty() -> Configuration {
    let defaults =
        Defaults { language: Language::new("en-US").unwrap(), time_zone: TimeZoneName::new("UTC").unwrap() };
    Configuration::new(pool("primary"), defaults)
}

fn stamp() -> Stamp {
    Stamp { at: Timestamp::UNIX_EPOCH, by: sip("kim") }
}

fn sip(user: &str) -> SipUri {
    SipUri::new(&format!("sip:{user}@contoso.com")).unwrap()
}

const fn id(number: u128) -> ObjectId {
    ObjectId(Uuid::from_u128(number))
}

fn saved(number: u128, object: Object) -> Change {
    Change::ObjectSaved(Arc::new(Entry::new(id(number), pool("primary"), object, stamp())))
}

fn queue(number: u128, name: &str) -> Change {
    saved(number, Object::from_properties(ObjectKind::Queue, json!({"Name": name})).unwrap())
}

fn workflow(number: u128, name: &str, user: &str, line: Option<&str>) -> Change {
    let properties = json!({
        "Name": name,
        "PrimaryUri": format!("sip:{user}@contoso.com"),
        "LineUri": line,
        "Language": "en-US",
        "TimeZone": "UTC",
    });
    saved(number, Object::from_properties(ObjectKind::Workflow, properties).unwrap())
}

fn named(configuration: &Configuration, kind: ObjectKind, name: &str) -> Option<ObjectId> {
    configuration.named(kind, &NameKey::new(name)).map(|entry| entry.id)
}

fn addressed(configuration: &Configuration, address: &str) -> Option<ObjectId> {
    configuration.addressed(address).map(|entry| entry.id)
}

#[test]
fn an_object_is_found_by_guid_and_by_type_and_name() {
    let configuration = empty().apply(3, &[queue(1, "Tier 1"), workflow(2, "Tier 1", "tier1", None)]);
    assert_eq!(configuration.sequence(), 3);
    assert_eq!(named(&configuration, ObjectKind::Queue, "TIER 1"), Some(id(1)));
    assert_eq!(named(&configuration, ObjectKind::Workflow, "tier 1"), Some(id(2)));
    assert_eq!(named(&configuration, ObjectKind::AgentGroup, "Tier 1"), None);
    let entry = configuration.object(id(1)).unwrap();
    assert_eq!(
        configuration.identity(entry).to_string(),
        "service:ApplicationServer:primary.contoso.com/00000000-0000-0000-0000-000000000001"
    );
}

#[test]
fn applying_leaves_the_former_configuration_as_it_was() {
    let before = empty().apply(1, &[queue(1, "Tier 1")]);
    let after = before.apply(2, &[Change::ObjectRemoved(id(1)), queue(2, "Tier 2")]);
    assert_eq!(named(&before, ObjectKind::Queue, "Tier 1"), Some(id(1)));
    assert_eq!(named(&before, ObjectKind::Queue, "Tier 2"), None);
    assert_eq!(named(&after, ObjectKind::Queue, "Tier 1"), None);
    assert_eq!((before.sequence(), after.sequence()), (1, 2));
}

#[test]
fn a_new_name_frees_the_old_one() {
    let configuration = empty().apply(1, &[queue(1, "Tier 1"), queue(1, "First line")]);
    assert_eq!(named(&configuration, ObjectKind::Queue, "First line"), Some(id(1)));
    assert_eq!(named(&configuration, ObjectKind::Queue, "Tier 1"), None);
    assert_eq!(configuration.objects().count(), 1);
}

#[test]
fn two_objects_can_swap_names_and_addresses_within_one_batch() {
    let before = empty().apply(
        1,
        &[
            workflow(1, "Sales", "sales", Some("TEL:+1425")),
            workflow(2, "Service", "service", Some("TEL:+1426")),
        ],
    );
    let after = before.apply(
        2,
        &[
            workflow(1, "Service", "service", Some("TEL:+1426")),
            workflow(2, "Sales", "sales", Some("TEL:+1425")),
        ],
    );
    assert_eq!(named(&after, ObjectKind::Workflow, "Sales"), Some(id(2)));
    assert_eq!(named(&after, ObjectKind::Workflow, "Service"), Some(id(1)));
    assert_eq!(addressed(&after, "sip:sales@contoso.com"), Some(id(2)));
    assert_eq!(addressed(&after, "sip:service@contoso.com"), Some(id(1)));
    assert_eq!(addressed(&after, "tel:+1425"), Some(id(2)));
    assert_eq!(addressed(&after, "tel:+1426"), Some(id(1)));
}

#[test]
fn a_name_and_an_address_that_another_took_over_outlive_the_removal_of_the_first() {
    let before = empty().apply(1, &[workflow(1, "Sales", "sales", None)]);
    let after = before.apply(2, &[workflow(2, "Sales", "sales", None), Change::ObjectRemoved(id(1))]);
    assert_eq!(named(&after, ObjectKind::Workflow, "Sales"), Some(id(2)));
    assert_eq!(addressed(&after, "sip:sales@contoso.com"), Some(id(2)));
}

#[test]
fn an_address_that_is_given_up_leads_nowhere() {
    let before = empty().apply(1, &[workflow(1, "Sales", "sales", Some("TEL:+1425"))]);
    let after = before.apply(2, &[workflow(1, "Sales", "Sales.Desk", None)]);
    assert_eq!(addressed(&after, "sip:sales@contoso.com"), None);
    assert_eq!(addressed(&after, "tel:+1425"), None);
    assert_eq!(addressed(&after, &sip("sales.desk").key()), Some(id(1)));
    let removed = after.apply(3, &[Change::ObjectRemoved(id(1))]);
    assert_eq!(addressed(&removed, "sip:sales.desk@contoso.com"), None);
    assert_eq!(removed.objects().count(), 0);
}

#[test]
fn objects_are_listed_by_name_within_their_type_from_any_name_on() {
    let changes =
        [queue(5, "b"), queue(1, "C"), queue(3, "a"), workflow(2, "aa", "aa", None), queue(4, "\u{e9}")];
    let configuration = empty().apply(1, &changes);
    let after = |name: Option<&str>| -> Vec<String> {
        let after = name.map(NameKey::new);
        configuration
            .by_name(ObjectKind::Queue, after.as_ref())
            .map(|entry| entry.name().to_string())
            .collect()
    };
    assert_eq!(after(None), ["a", "b", "C", "\u{e9}"]);
    assert_eq!(after(Some("B")), ["C", "\u{e9}"]);
    assert_eq!(after(Some("bb")), ["C", "\u{e9}"], "the name itself need not exist");
    assert_eq!(after(Some("\u{e9}")), [""; 0]);
    assert_eq!(configuration.by_name(ObjectKind::Workflow, None).count(), 1);
    assert_eq!(configuration.by_name(ObjectKind::AgentGroup, None).count(), 0);
}

fn token(number: u128, secret: &str) -> Token {
    Token {
        id: TokenId(Uuid::from_u128(number)),
        hash: ContentHash::of(secret.as_bytes()),
        person: sip("kim"),
        label: Label::new("demo").unwrap(),
        created: stamp(),
    }
}

#[test]
fn a_token_is_found_by_its_hash_until_it_is_revoked() {
    let (first, second) = (token(1, "one"), token(2, "two"));
    let both = empty().apply(2, &[Change::TokenSaved(first.clone()), Change::TokenSaved(second.clone())]);
    assert_eq!(both.token_hashed(&first.hash), Some(&first));
    let one = both.apply(3, &[Change::TokenRevoked(first.id)]);
    assert_eq!(one.token_hashed(&first.hash), None);
    assert_eq!(one.token(first.id), None);
    assert_eq!(one.token_hashed(&second.hash), Some(&second));
    assert_eq!(one.tokens().collect::<Vec<_>>(), [&second]);
}

#[test]
fn a_token_that_is_saved_again_forgets_its_first_secret() {
    let (old, new) = (token(1, "one"), token(1, "two"));
    let saved = empty().apply(2, &[Change::TokenSaved(old.clone()), Change::TokenSaved(new.clone())]);
    assert_eq!(saved.token_hashed(&old.hash), None);
    assert_eq!(saved.token_hashed(&new.hash), Some(&new));
}

#[test]
fn every_pool_answers_for_itself_alone_until_it_is_told_otherwise() {
    let before = empty();
    assert_eq!(before.pool_role(&pool("primary")).duty, Duty::Answers);
    assert_eq!(before.pool_role(&pool("backup")).duty, Duty::Relays);
    let role = PoolRole { owner: pool("backup"), duty: Duty::Answers, epoch: 1 };
    let after = before.apply(1, &[Change::PoolRoleSaved(role.clone())]);
    assert_eq!(after.pool_role(&pool("backup")), role);
}

#[test]
fn a_person_has_the_roles_given_last_whatever_the_case_of_the_address() {
    let person = |user: &str, roles: &[Role]| {
        Change::PersonSaved(Person { uri: sip(user), roles: roles.iter().copied().collect() })
    };
    let configuration =
        empty().apply(2, &[person("kim", &[Role::CsAgent]), person("Kim", &[Role::CsResponseGroupManager])]);
    assert!(configuration.has_role(&sip("KIM"), Role::CsResponseGroupManager));
    assert!(!configuration.has_role(&sip("kim"), Role::CsAgent));
    assert_eq!(configuration.persons().count(), 1);
}

// ---------------------------------------------------------------------------------------------- a batch and its changes

/// Any change; names, addresses and ids are few, so that changes meet each other.
fn change() -> impl Strategy<Value = Change> {
    let number = 1..=5u128;
    let name = prop::sample::select(vec!["a", "A", "b", "c", "d"]);
    prop_oneof![
        4 => (number.clone(), name.clone()).prop_map(|(number, name)| queue(number, name)),
        4 => (number.clone(), name.clone(), name.clone(), prop::option::of(0..3u8)).prop_map(|(number, name, user, line)| {
            workflow(number, name, user, line.map(|line| format!("TEL:+{line}")).as_deref())
        }),
        3 => number.clone().prop_map(|number| Change::ObjectRemoved(id(number))),
        1 => (number.clone(), name.clone()).prop_map(|(number, name)| Change::TombstoneSaved(Tombstone {
            id: id(number),
            kind: ObjectKind::Queue,
            name: ObjectName::new(name).unwrap(),
            owner: pool("primary"),
            digest: Digest::of(name.as_bytes()),
            base: None,
            removed: stamp(),
        })),
        1 => number.clone().prop_map(|number| Change::TombstoneCleared(id(number))),
        1 => any::<bool>().prop_map(|disabled| Change::SettingsSaved(ServiceSettings {
            disable_call_context: disabled,
            ..ServiceSettings::default()
        })),
        1 => name.clone().prop_map(|text| Change::AudioAdded(AudioContent {
            hash: ContentHash::of(text.as_bytes()),
            size: 1,
            added: stamp(),
        })),
        1 => name.clone().prop_map(|text| Change::AudioRemoved(ContentHash::of(text.as_bytes()))),
        1 => (name.clone(), 0..3u64).prop_map(|(owner, epoch)| {
            Change::PoolRoleSaved(PoolRole { owner: pool(owner), duty: Duty::Answers, epoch })
        }),
        1 => (name.clone(), any::<bool>()).prop_map(|(user, agent)| Change::PersonSaved(Person {
            uri: sip(user),
            roles: agent.then_some(Role::CsAgent).into_iter().collect(),
        })),
        1 => (number.clone(), name.clone()).prop_map(|(number, user)| {
            Change::AgentSaved(Arc::new(Agent { signed_in: [id(number)].into(), ..Agent::new(sip(user)) }))
        }),
        1 => name.clone().prop_map(|user| Change::AgentForgotten(sip(user))),
        1 => (number.clone(), name).prop_map(|(number, secret)| Change::TokenSaved(token(number, secret))),
        1 => number.prop_map(|number| Change::TokenRevoked(TokenId(Uuid::from_u128(number)))),
    ]
}

/// Everything that can be read from a configuration.
fn everything(configuration: &Configuration) -> Vec<String> {
    let mut lines = vec![format!("{} {:?}", configuration.sequence(), configuration.settings())];
    lines.extend(configuration.objects().map(|entry| format!("{entry:?}")));
    for kind in ObjectKind::ALL {
        lines.extend(configuration.by_name(*kind, None).map(|entry| format!("{kind} {}", entry.id)));
    }
    for user in ["a", "b", "c", "d"] {
        lines.push(format!("{user} {:?}", addressed(configuration, &sip(user).key())));
        lines.push(format!("{:?}", configuration.token_hashed(&ContentHash::of(user.as_bytes()))));
    }
    lines
        .extend((0..3).map(|line| format!("{line} {:?}", addressed(configuration, &format!("tel:+{line}")))));
    lines.extend(configuration.tombstones().map(|tombstone| format!("{tombstone:?}")));
    lines.extend(configuration.all_audio().map(|audio| format!("{audio:?}")));
    lines.extend(configuration.pool_roles().map(|role| format!("{role:?}")));
    lines.extend(configuration.persons().map(|person| format!("{person:?}")));
    lines.extend(configuration.tokens().map(|token| format!("{token:?}")));
    lines.extend(configuration.agents().map(|agent| format!("{agent:?}")));
    lines
}

proptest! {
    #[test]
    fn changes_one_by_one_and_as_one_batch_give_the_same(changes in prop::collection::vec(change(), 0..40)) {
        let batch = empty().apply(changes.len() as u64, &changes);
        let folded = changes.iter().enumerate().fold(empty(), |configuration, (at, change)| {
            configuration.apply(at as u64 + 1, std::slice::from_ref(change))
        });
        prop_assert_eq!(everything(&folded), everything(&batch));
    }

    #[test]
    fn of_two_changes_with_one_key_the_later_holds(changes in prop::collection::vec(change(), 0..40)) {
        let latest = |at: usize| changes[at + 1..].iter().all(|later| later.key() != changes[at].key());
        let kept: Vec<Change> =
            changes.iter().enumerate().filter(|(at, _)| latest(*at)).map(|(_, change)| change.clone()).collect();
        let all = empty().apply(1, &changes);
        let short = empty().apply(1, &kept);
        prop_assert_eq!(
            all.objects().map(|entry| format!("{entry:?}")).collect::<Vec<_>>(),
            short.objects().map(|entry| format!("{entry:?}")).collect::<Vec<_>>()
        );
        prop_assert_eq!(all.tokens().collect::<Vec<_>>(), short.tokens().collect::<Vec<_>>());
        prop_assert_eq!(all.agents().collect::<Vec<_>>(), short.agents().collect::<Vec<_>>());
        prop_assert_eq!(all.persons().collect::<Vec<_>>(), short.persons().collect::<Vec<_>>());
        prop_assert_eq!(all.all_audio().collect::<Vec<_>>(), short.all_audio().collect::<Vec<_>>());
        prop_assert_eq!(all.settings(), short.settings());
    }

    #[test]
    fn every_object_is_found_under_its_name_when_names_are_unique(numbers in prop::collection::vec((1..6u128, 0..8u8), 0..30)) {
        // Names are given by number, so that no batch leaves two objects with one name behind.
        let changes: Vec<Change> = numbers
            .iter()
            .map(|(number, name)| workflow(*number, &format!("{number} {name}"), &format!("u{number}.{name}"), None))
            .collect();
        let configuration = empty().apply(1, &changes);
        for entry in configuration.objects() {
            prop_assert_eq!(named(&configuration, ObjectKind::Workflow, entry.name().as_str()), Some(entry.id));
            for (_, address) in entry.object.addresses() {
                prop_assert_eq!(addressed(&configuration, &address), Some(entry.id));
            }
        }
        prop_assert_eq!(configuration.by_name(ObjectKind::Workflow, None).count(), configuration.objects().count());
    }
}
