//! Replays the corpus of a fuzz target, each file as it is and with seeded mutations.
//!
//! CORPUS_WRITE=1 writes the seeds again; files that a fuzzer found stay beside them.

#![allow(dead_code, unreachable_pub, reason = "tests of several crates include it, each with its own part")]

use std::fs;
use std::path::{Path, PathBuf};

use stdx::Rng;

/// How many mutations of each corpus are tried.
const MUTATIONS: usize = 3_000;

fn folder(target: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target)
}

/// The files of a corpus, by name.
pub fn corpus(target: &str) -> Vec<Vec<u8>> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder(target)).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// Judges the corpus of `target`, which holds `seeds`, and mutations of it that put in some of `words`.
pub fn replay(target: &str, seeds: &[(String, Vec<u8>)], words: &[&str], judge: fn(&[u8])) {
    if std::env::var_os("CORPUS_WRITE").is_some() {
        for (name, bytes) in seeds {
            fs::write(folder(target).join(name), bytes).unwrap();
        }
    }
    let corpus = corpus(target);
    assert!(corpus.len() >= seeds.len(), "the seeds of {target} are missing");
    mutations(&corpus, words, judge);
}

/// Judges all of `corpus`, and mutations of it that put in some of `words`.
pub fn mutations(corpus: &[Vec<u8>], words: &[&str], judge: fn(&[u8])) {
    corpus.iter().for_each(|bytes| judge(bytes));
    let mut rng = Rng::new(0x5EED);
    for _ in 0..MUTATIONS {
        let mut bytes = rng.pick(corpus).clone();
        for _ in 0..=rng.below(4) {
            mutate(&mut rng, corpus, words, &mut bytes);
        }
        judge(&bytes);
    }
}

/// Changes the bytes in one of the ways that find the most.
fn mutate(rng: &mut Rng, corpus: &[Vec<u8>], words: &[&str], bytes: &mut Vec<u8>) {
    let at = rng.below(bytes.len() + 1);
    let end = (at + rng.below(64)).min(bytes.len());
    match rng.below(8) {
        0 if at < bytes.len() => bytes[at] ^= 1 << rng.below(8),
        1 if at < bytes.len() => bytes[at] = *rng.pick(b"\0\x01\x7F\x80\xFF<\"_/9"),
        2 => drop(bytes.drain(at..end)),
        3 => bytes.truncate(at),
        4 => {
            let copy = bytes[at..end].to_vec();
            let to = rng.below(bytes.len() + 1);
            bytes.splice(to..to, copy);
        }
        5 => {
            let other = rng.pick(corpus);
            let from = rng.below(other.len() + 1);
            let part = &other[from..(from + rng.below(200)).min(other.len())];
            bytes.splice(at..end, part.iter().copied());
        }
        _ => drop(bytes.splice(at..at, rng.pick(words).bytes())),
    }
}
