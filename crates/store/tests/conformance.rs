//! What every store keeps to. [`conforms`] takes whatever opens a store anew on what it held before.
#![allow(clippy::unwrap_used, reason = "what cannot be unwrapped fails the test")]

mod sample;

use domain::{Change, ContentHash, Digest, Record, Role};
use proptest::prelude::*;
use store::Store;

use sample::{Remembered, audio_added, content, empty, group, id, loaded, open, record, settings, sound};

#[test]
fn the_embedded_store_conforms() {
    conforms(&|directory| Box::new(open(directory)));
}

type Open<'a> = &'a dyn Fn(&std::path::Path) -> Box<dyn Store>;

fn conforms(open: Open<'_>) {
    a_new_store_is_empty(open);
    every_kind_of_change_comes_back(open);
    the_last_change_of_a_key_holds(open);
    a_batch_of_nothing_is_nothing(open);
    the_log_lists_lines_after_a_number(open);
    earlier_versions_are_found(open);
    audio_is_held_until_it_is_removed(open);
    the_same_audio_may_come_twice(open);
}

fn in_directory(check: impl FnOnce(&std::path::Path)) {
    check(tempfile::tempdir().unwrap().path());
}

fn a_new_store_is_empty(open: Open<'_>) {
    in_directory(|directory| {
        let store = open(directory);
        assert_eq!(store.load().unwrap(), (0, vec![]));
        assert_eq!(store.log(0, 10).unwrap(), []);
        assert_eq!(store.audio(&ContentHash::of(b"none")).unwrap(), None);
        assert_eq!(store.version(id(1), &Digest::of(b"none")).unwrap(), None);
    });
}

fn every_kind_of_change_comes_back(open: Open<'_>) {
    in_directory(|directory| {
        let records = sample::every_change();
        open(directory).append(&records).unwrap();
        let folded = records
            .iter()
            .fold(empty(), |configuration, record| configuration.apply(record.sequence, &record.changes));
        assert_eq!(content(&loaded(&*open(directory))), content(&folded));
    });
}

fn the_last_change_of_a_key_holds(open: Open<'_>) {
    in_directory(|directory| {
        let mut store = open(directory);
        store.append(&[record(1, vec![settings(60), settings(70)])]).unwrap();
        store.append(&[record(2, vec![settings(80)]), record(3, vec![settings(90)])]).unwrap();
        assert_eq!(store.load().unwrap(), (3, vec![settings(90)]));
        let change = Change::ObjectSaved(group(1, ""));
        store
            .append(&[record(4, vec![change.clone(), Change::ObjectRemoved(id(1)), change.clone()])])
            .unwrap();
        assert_eq!(store.load().unwrap(), (4, vec![settings(90), change]));
        store.append(&[record(5, vec![Change::ObjectRemoved(id(1))])]).unwrap();
        drop(store);
        assert_eq!(open(directory).load().unwrap(), (5, vec![settings(90)]));
    });
}

fn a_batch_of_nothing_is_nothing(open: Open<'_>) {
    in_directory(|directory| {
        let mut store = open(directory);
        store.append(&[]).unwrap();
        store.append(&[record(1, vec![])]).unwrap();
        assert_eq!(store.load().unwrap(), (1, vec![]));
    });
}

fn the_log_lists_lines_after_a_number(open: Open<'_>) {
    in_directory(|directory| {
        let records = sample::every_change();
        let mut store = open(directory);
        store.append(&records).unwrap();
        let line = |record: &Record| (record.sequence, record.stamp.clone(), record.request.clone());
        for (after, limit) in [(0, 100), (0, 2), (3, 2), (5, 2), (6, 2), (u64::MAX, usize::MAX), (0, 0)] {
            let lines = store.log(after, limit).unwrap();
            let expected = records.iter().filter(|record| record.sequence > after).take(limit);
            let found = lines.into_iter().map(|line| (line.sequence, line.stamp, line.request));
            assert_eq!(found.collect::<Vec<_>>(), expected.map(line).collect::<Vec<_>>(), "after {after}");
        }
        assert_eq!(store.log(0, 3).unwrap().iter().map(|line| line.changes).collect::<Vec<_>>(), [3, 2, 3]);
    });
}

fn earlier_versions_are_found(open: Open<'_>) {
    in_directory(|directory| {
        let versions = ["first", "second", "third"].map(|text| group(1, text));
        let changes = versions.iter().map(|entry| Change::ObjectSaved(entry.clone()));
        let mut store = open(directory);
        for (sequence, change) in (1..).zip(changes) {
            store.append(&[record(sequence, vec![change, Change::ObjectSaved(group(2, "other"))])]).unwrap();
        }
        store.append(&[record(4, vec![Change::ObjectRemoved(id(1))])]).unwrap();
        for version in &versions {
            assert_eq!(store.version(id(1), &version.digest).unwrap().as_ref(), Some(version));
            assert_eq!(store.version(id(2), &version.digest).unwrap(), None);
        }
    });
}

fn audio_is_held_until_it_is_removed(open: Open<'_>) {
    in_directory(|directory| {
        let mut store = open(directory);
        let hash = ContentHash::of(&sound(1));
        store.append(&[record(1, vec![audio_added(1), audio_added(2)])]).unwrap();
        assert_eq!(store.audio(&hash).unwrap().as_deref(), Some(&*sound(1)));
        store.append(&[record(2, vec![Change::AudioRemoved(hash)])]).unwrap();
        drop(store);
        let store = open(directory);
        assert_eq!(store.audio(&hash).unwrap(), None);
        assert_eq!(store.audio(&ContentHash::of(&sound(2))).unwrap().as_deref(), Some(&*sound(2)));
    });
}

fn the_same_audio_may_come_twice(open: Open<'_>) {
    in_directory(|directory| {
        let mut store = open(directory);
        store.append(&[record(1, vec![audio_added(1)])]).unwrap();
        store.append(&[record(2, vec![audio_added(1)])]).unwrap();
        assert_eq!(store.audio(&ContentHash::of(&sound(1))).unwrap().as_deref(), Some(&*sound(1)));
    });
}

fn change() -> impl Strategy<Value = Change> {
    let number = 0..4_u8;
    prop_oneof![
        4 => (number.clone(), "[a-z]{0,3}").prop_map(|(number, text)| Change::ObjectSaved(group(number, &text))),
        2 => number.clone().prop_map(|number| Change::ObjectRemoved(id(number))),
        2 => number.clone().prop_map(audio_added),
        1 => number.clone().prop_map(|number| Change::AudioRemoved(ContentHash::of(&sound(number)))),
        1 => (60..70_u16).prop_map(settings),
        1 => (0..9_u64).prop_map(sample::role),
        1 => number.clone().prop_map(|number| sample::person(number, &[Role::CsAgent])),
        1 => number.clone().prop_map(sample::agent),
        1 => number.clone().prop_map(sample::agent_forgotten),
        1 => number.clone().prop_map(sample::token),
        1 => number.prop_map(|number| Change::TokenRevoked(domain::TokenId(id(number).0))),
    ]
}

/// Batches of records, each with its changes; after some of them the store is opened anew.
fn history() -> impl Strategy<Value = Vec<(Vec<Vec<Change>>, bool)>> {
    let changes = prop::collection::vec(change(), 0..5);
    prop::collection::vec((prop::collection::vec(changes, 1..4), any::<bool>()), 0..8)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_history_loads_as_the_configuration_that_followed_from_it(history in history()) {
        let directory = tempfile::tempdir().unwrap();
        let (mut store, mut oracle) = (open(directory.path()), Remembered::default());
        let (mut sequence, mut digests) = (0, Vec::new());
        for (batch, anew) in history {
            let records: Vec<_> = batch.into_iter().map(|changes| {
                sequence += 1;
                record(sequence, changes)
            }).collect();
            for change in records.iter().flat_map(|record| &record.changes) {
                if let Change::ObjectSaved(entry) = change {
                    digests.push((entry.id, entry.digest));
                }
            }
            store.append(&records).unwrap();
            oracle.append(&records).unwrap();
            if anew {
                drop(store);
                store = open(directory.path());
            }
            prop_assert_eq!(content(&loaded(&store)), content(&loaded(&oracle)));
        }
        prop_assert_eq!(store.log(0, usize::MAX).unwrap(), oracle.log(0, usize::MAX).unwrap());
        for number in 0..4 {
            let hash = ContentHash::of(&sound(number));
            prop_assert_eq!(store.audio(&hash).unwrap(), oracle.audio(&hash).unwrap());
        }
        for (id, digest) in digests {
            prop_assert_eq!(store.version(id, &digest).unwrap(), oracle.version(id, &digest).unwrap());
        }
    }
}
