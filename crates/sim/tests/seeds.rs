//! Two hundred lives of a pool.

#[test]
fn two_hundred_seeds_break_no_rule() {
    let mut total = sim::Summary::default();
    for seed in 0..200 {
        match sim::run(seed) {
            Ok(summary) => total += summary,
            Err(failure) => panic!("{failure}"),
        }
    }
    assert!(total.calls > 5_000 && total.offers > 5_000 && total.talks > 1_000, "too quiet: {total:?}");
}

#[test]
fn a_seed_lives_the_same_life_twice() {
    assert_eq!(sim::run(7).unwrap(), sim::run(7).unwrap());
}
