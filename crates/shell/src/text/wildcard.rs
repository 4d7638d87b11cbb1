//! Wildcards as `-like` and cmdlets take them: `*`, `?`, `[a-z]`, and a backtick before a sign meant itself.

use crate::value::{Category, Fault, Outcome};

use super::Case;

/// A wildcard pattern. Matching takes at most the product of both lengths in steps.
#[derive(Debug)]
pub struct Wildcard {
    steps: Vec<Step>,
    case: Case,
}

#[derive(Debug)]
enum Step {
    /// `*`.
    Any,
    /// `?`.
    One,
    /// A sign that stands for itself.
    Sign(char),
    /// `[a-z]`: ranges, a single sign being one from itself to itself.
    Class(Vec<(char, char)>),
}

impl Wildcard {
    /// Reads a pattern.
    pub fn new(pattern: &str, case: Case) -> Outcome<Self> {
        let mut steps = Vec::new();
        let mut signs = pattern.chars();
        while let Some(sign) = signs.next() {
            let step = match sign {
                '*' if matches!(steps.last(), Some(Step::Any)) => continue,
                '*' => Step::Any,
                '?' => Step::One,
                '`' => Step::Sign(signs.next().unwrap_or('`')),
                '[' => Step::Class(read_class(&mut signs, pattern)?),
                other => Step::Sign(other),
            };
            steps.push(step);
        }
        Ok(Self { steps, case })
    }

    /// Whether `text` has a sign that a pattern reads as more than itself.
    pub fn is_pattern(text: &str) -> bool {
        let mut signs = text.chars();
        while let Some(sign) = signs.next() {
            match sign {
                '`' => drop(signs.next()),
                '*' | '?' | '[' => return true,
                _ => {}
            }
        }
        false
    }

    /// The pattern that matches `text` and nothing else.
    pub fn escape(text: &str) -> String {
        let mut escaped = String::with_capacity(text.len());
        for sign in text.chars() {
            if matches!(sign, '*' | '?' | '[' | ']' | '`') {
                escaped.push('`');
            }
            escaped.push(sign);
        }
        escaped
    }

    /// Whether the whole of `text` fits.
    pub fn matches(&self, text: &str) -> bool {
        let signs: Vec<char> = text.chars().collect();
        let (mut at, mut step) = (0, 0);
        let mut star: Option<(usize, usize)> = None;
        while at < signs.len() {
            match self.steps.get(step) {
                Some(Step::Any) => {
                    star = Some((at, step));
                    step += 1;
                }
                Some(one) if self.fits(one, signs[at]) => {
                    at += 1;
                    step += 1;
                }
                _ => {
                    // The last `*` takes one sign more; earlier ones need not.
                    let Some((taken, from)) = star else { return false };
                    star = Some((taken + 1, from));
                    at = taken + 1;
                    step = from + 1;
                }
            }
        }
        self.steps[step..].iter().all(|rest| matches!(rest, Step::Any))
    }

    fn fits(&self, step: &Step, sign: char) -> bool {
        match step {
            Step::Any | Step::One => true,
            Step::Sign(own) => *own == sign || (self.case == Case::Ignored && same_letter(*own, sign)),
            Step::Class(ranges) => {
                let within = |sign: char| ranges.iter().any(|(low, high)| (*low..=*high).contains(&sign));
                within(sign)
                    || (self.case == Case::Ignored
                        && (sign.to_lowercase().any(within) || sign.to_uppercase().any(within)))
            }
        }
    }
}

fn read_class(signs: &mut std::str::Chars<'_>, pattern: &str) -> Outcome<Vec<(char, char)>> {
    let mut members = Vec::new();
    loop {
        match signs.next() {
            Some(']') if !members.is_empty() => break,
            Some('`') => members.push((signs.next().ok_or_else(|| invalid(pattern))?, true)),
            Some(sign) => members.push((sign, false)),
            None => return Err(invalid(pattern)),
        }
    }
    let mut ranges = Vec::new();
    let mut at = 0;
    while at < members.len() {
        let low = members[at].0;
        if let (Some(('-', false)), Some((high, _))) = (members.get(at + 1), members.get(at + 2)) {
            if *high < low {
                return Err(invalid(pattern));
            }
            ranges.push((low, *high));
            at += 3;
        } else {
            ranges.push((low, low));
            at += 1;
        }
    }
    Ok(ranges)
}

fn same_letter(a: char, b: char) -> bool {
    a.eq_ignore_ascii_case(&b) || (!(a.is_ascii() && b.is_ascii()) && a.to_lowercase().eq(b.to_lowercase()))
}

fn invalid(pattern: &str) -> Box<Fault> {
    Fault::new(
        format!("The specified wildcard character pattern is not valid: {pattern}"),
        "RuntimeException",
        Category::InvalidArgument,
    )
    .with_exception("System.Management.Automation.WildcardPatternException")
}
