//! Digits that a telephone sends on two ways at once count once (`docs/rules.md`, questions).

use std::{collections::VecDeque, time::Duration};

use stdx::Instant;

/// On which way a digit came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// In the stream of voice: by RFC 4733 or as tones.
    Voice,
    /// By INFO.
    Info,
}

/// The digits of one caller whose copy on the other way may still come.
#[derive(Debug, Default)]
pub(super) struct Digits(VecDeque<(Way, char, Instant)>);

impl Digits {
    /// Whether a digit is a new one, and not the copy of one that came on the other way.
    pub(super) fn is_new(&mut self, now: Instant, digit: char, way: Way) -> bool {
        self.0.retain(|(_, _, at)| now.since(*at) < COPY_PATIENCE);
        let copied = self.0.iter().position(|(other, known, _)| *other != way && *known == digit);
        if let Some(copied) = copied {
            self.0.remove(copied);
            return false;
        }
        if self.0.len() == KEPT_MAX {
            self.0.pop_front();
        }
        self.0.push_back((way, digit, now));
        true
    }
}

/// How much later the copy of a digit comes at most: INFO is sent when the key is let go.
const COPY_PATIENCE: Duration = Duration::from_secs(5);
/// Digits that are remembered.
const KEPT_MAX: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    /// Digits by INFO (`i`) and in the voice (`v`), a second apart; gives those that count.
    #[track_caller]
    fn check(sent: &str, expected: &str) {
        let mut digits = Digits::default();
        let mut counted = String::new();
        for (second, word) in sent.split(' ').enumerate() {
            let now = Instant::START.after(Duration::from_secs(second as u64));
            let (way, digit) = word.split_at(1);
            let way = if way == "i" { Way::Info } else { Way::Voice };
            let digit = digit.chars().next().unwrap();
            if digits.is_new(now, digit, way) {
                counted.push(digit);
            }
        }
        assert_eq!(counted, expected);
    }

    #[test]
    fn copies_on_the_other_way_do_not_count_and_repetitions_on_the_same_do() {
        check("v1 v1 v2", "112");
        check("v1 i1 v1 i1", "11");
        check("i1 v1 i2 v2", "12");
        check("v1 v1 i1 i1", "11");
        check("v1 i2 v2 i1", "12");
    }

    #[test]
    fn a_digit_long_after_counts_on_whichever_way() {
        check("v1 v2 v3 v4 v5 i1", "123451");
    }
}
