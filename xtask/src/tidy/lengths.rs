//! A file has one subject and fits a few screens. The length of functions is clippy's.

use super::{Finding, source::Source};

/// A file of the product stays below this; the tests at its end do not count.
const PRODUCT_LINES_LIMIT: usize = 500;
/// A file of tests may have this many lines.
const TEST_LINES_MAX: usize = 700;

pub(super) fn check(source: &Source<'_>, findings: &mut Vec<Finding>) {
    if !source.is_rust() {
        return;
    }
    let lines = source.text.lines().count();
    if source.is_of_tests() && lines > TEST_LINES_MAX {
        let advice =
            format!("{lines} lines of tests, at most {TEST_LINES_MAX} are allowed: split it by subject");
        findings.push(Finding::new(source.path, TEST_LINES_MAX + 1, advice));
    }
    if source.product_lines >= PRODUCT_LINES_LIMIT {
        let lines = source.product_lines;
        let advice = format!(
            "{lines} lines without tests, it must stay below {PRODUCT_LINES_LIMIT}: split it by subject"
        );
        findings.push(Finding::new(source.path, PRODUCT_LINES_LIMIT, advice));
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn a_file_of_500_lines_is_reported() {
        let advice = "500 lines without tests, it must stay below 500: split it by subject";
        check("crates/stdx/src/a.rs", &"\n".repeat(500), &[&format!("crates/stdx/src/a.rs:500: {advice}")]);
        check("crates/stdx/src/a.rs", &"\n".repeat(499), &[]);
    }

    #[test]
    fn tests_at_the_end_do_not_count() {
        let text = format!("{}#[cfg(test)]\nmod tests {{\n{}}}\n", "\n".repeat(499), "\n".repeat(300));
        check("crates/stdx/src/a.rs", &text, &[]);
    }

    #[test]
    fn a_file_of_701_lines_of_tests_is_reported() {
        let advice = "701 lines of tests, at most 700 are allowed: split it by subject";
        check(
            "crates/stdx/tests/a.rs",
            &"\n".repeat(701),
            &[&format!("crates/stdx/tests/a.rs:701: {advice}")],
        );
        check("crates/stdx/tests/a.rs", &"\n".repeat(700), &[]);
    }
}
