//! kill -9 at random points while several clients write: what was acknowledged is there, whole, and what was not is
//! there whole or not at all.
#![allow(clippy::unwrap_used, reason = "what cannot be unwrapped fails the test")]

mod pool;
mod server;
mod work;

use std::{sync::mpsc, thread, time::Duration};

use pool::{Server, Site};
use stdx::Rng;
use work::{Archives, Work};

/// Pools that are killed side by side, and how often each.
const POOLS: u64 = 3;
const KILLS: usize = 70;

#[test]
fn acknowledged_changes_survive_two_hundred_kills_and_no_change_is_there_in_part() {
    let archives = &Archives::new();
    let kills: usize = thread::scope(|scope| {
        let pools = (0..POOLS).map(|seed| scope.spawn(move || survive(Rng::new(seed + 1), archives)));
        let pools: Vec<_> = pools.collect();
        pools.into_iter().map(|pool| pool.join().unwrap()).sum()
    });
    assert!(kills >= 200, "{kills} kills are too few");
}

#[test]
fn a_first_start_that_was_killed_can_be_repeated() {
    let mut rng = Rng::new(9);
    for _ in 0..25 {
        let site = Site::new();
        kill_while_it_starts(&site, &mut rng);
        let server = site.start();
        assert_eq!(server.client.get("pool").status, 200, "the token in the file opens the pool");
    }
}

fn survive(mut rng: Rng, archives: &Archives) -> usize {
    let site = Site::new();
    let mut works = work::all(archives, &mut rng);
    let (mut acknowledged, mut writes) = (0, 0);
    drop(site.start());
    for kill in 0..KILLS {
        if rng.one_in(4) {
            kill_while_it_starts(&site, &mut rng);
            continue;
        }
        let server = site.start();
        check(&server, &mut works, acknowledged, &format!("after kill {kill}"));
        let sequences = write_until_killed(server, &mut works, &mut rng);
        writes += sequences.len();
        acknowledged = sequences.into_iter().max().unwrap_or(acknowledged).max(acknowledged);
    }
    check(&site.start(), &mut works, acknowledged, "at the end");
    assert!(writes > 10 * KILLS, "{writes} writes are too few to find anything");
    KILLS
}

/// Kills the server somewhere between its first instruction and its first answers.
fn kill_while_it_starts(site: &Site, rng: &mut Rng) {
    let mut child = site.spawn(&[]);
    pass(Duration::from_micros(rng.below(60_000) as u64));
    child.kill().unwrap();
    child.wait().unwrap();
}

/// Everyone writes; after some answers, and a little later, the server is killed. The result is the records that
/// were acknowledged.
fn write_until_killed(server: Server, works: &mut [Box<dyn Work + '_>], rng: &mut Rng) -> Vec<u64> {
    let (sender, acknowledged) = mpsc::channel();
    let mut sequences = Vec::new();
    thread::scope(|scope| {
        for work in works {
            let (client, sender) = (server.client.clone(), sender.clone());
            scope.spawn(move || {
                while let Ok(sequence) = work.write(&client) {
                    sender.send(sequence).unwrap();
                }
            });
        }
        drop(sender);
        let before = rng.below(60);
        sequences.extend(acknowledged.iter().take(before).flatten());
        pass(Duration::from_micros(rng.below(4_000) as u64));
        server.kill();
    });
    sequences.extend(acknowledged.iter().flatten());
    sequences
}

fn check(server: &Server, works: &mut [Box<dyn Work + '_>], acknowledged: u64, when: &str) {
    let sequence = server.client.get("pool").granted().json()["Sequence"].as_u64().unwrap();
    assert!(
        sequence >= acknowledged,
        "{when}: record {acknowledged} was acknowledged, {sequence} is the last"
    );
    thread::scope(|scope| {
        for work in works {
            scope.spawn(|| work.check(&server.client, when));
        }
    });
}

/// Lets time pass that no event ends: the kill must not follow the rhythm of the answers.
fn pass(time: Duration) {
    let (_kept, never) = mpsc::channel::<()>();
    assert_eq!(never.recv_timeout(time), Err(mpsc::RecvTimeoutError::Timeout));
}
