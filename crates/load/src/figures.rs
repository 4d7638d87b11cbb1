//! The figures, as they are printed: a name, a tab, a value.

use crate::spread::Spread;

/// Prints one figure.
pub(crate) fn figure(name: &str, value: f64) {
    println!("{name}\t{value}");
}

/// Prints what lies in the middle and at the end, in milliseconds.
pub(crate) fn spread(name: &str, times: &mut Spread) {
    for (word, part) in [("p50", 0.5), ("p99", 0.99), ("max", 1.0)] {
        figure(&format!("{name} {word}, ms"), times.quantile(part));
    }
}
