use std::collections::BTreeSet;

/// The known key that somebody most likely meant, if one is near.
///
/// Both are full names such as `listen.api`. A key that stands in the wrong table is recognised by its last part.
pub(super) fn nearest<'k>(meant: &str, known: &'k BTreeSet<String>) -> Option<&'k str> {
    let distances = known.iter().map(|key| (distance(meant, key), key.as_str()));
    let (distance, key) = distances.min()?;
    (distance <= near(last(meant))).then_some(key)
}

/// The edits between two names. A table that is another one counts as a single edit, so that of two equal last
/// parts the one in the same table is nearer.
fn distance(meant: &str, key: &str) -> usize {
    let whole = strsim::osa_distance(meant, key);
    let elsewhere = 1 + strsim::osa_distance(last(meant), last(key));
    whole.min(elsewhere)
}

fn last(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// How many edits still make the same word: about a third of its letters.
fn near(name: &str) -> usize {
    (name.chars().count() / 3).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_key_is_found_in_its_own_table_or_in_another() {
        let known: BTreeSet<_> = ["pool", "listen", "listen.api", "log.level", "tls.key", "tls.certificate"]
            .map(String::from)
            .into();
        for (meant, key) in [
            ("pol", Some("pool")),
            ("lisetn", Some("listen")),
            ("listen.apo", Some("listen.api")),
            ("api", Some("listen.api")),
            ("log.certficate", Some("tls.certificate")),
            ("tls.key_file", None),
            ("colour", None),
        ] {
            assert_eq!(nearest(meant, &known), key, "{meant}");
        }
    }
}
