//! Which of the objects that come by are taken: -First, -Last, -Skip and -SkipLast.

use std::collections::VecDeque;

use crate::value::Value;
use crate::value::limits::check_elements;

/// Takes objects as they come, and holds back those that only the end decides on.
#[derive(Default)]
pub(super) struct Window {
    pub(super) first: Option<usize>,
    pub(super) last: Option<usize>,
    pub(super) skip: usize,
    pub(super) skip_last: usize,
    waiting: VecDeque<Value>,
    taken: usize,
}

impl Window {
    /// Takes an object; gives one that is known to be wanted.
    pub(super) fn take(&mut self, value: Value) -> crate::value::Outcome<Option<Value>> {
        let last = self.last.unwrap_or(0);
        // Alone, -Last counts from the end, and -Skip with it.
        let kept = if self.has_first() { last } else { last + self.skip };
        if last > 0 && self.waiting.len() >= kept {
            self.waiting.pop_front();
        }
        check_elements(self.waiting.len() + 1)?;
        self.waiting.push_back(value);
        Ok(self.next())
    }

    fn next(&mut self) -> Option<Value> {
        let last = self.last.unwrap_or(0);
        if self.skip > 0 {
            if last == 0 || self.has_first() {
                self.waiting.pop_front();
                self.skip -= 1;
            }
            return None;
        }
        if self.skip_last > 0 {
            return if self.waiting.len() > self.skip_last { self.waiting.pop_front() } else { None };
        }
        let takes_all = self.first.is_none() && self.last.is_none();
        if takes_all || self.taken < self.first.unwrap_or(0) {
            self.taken += 1;
            return self.waiting.pop_front();
        }
        if last == 0 {
            self.waiting.pop_front();
        }
        None
    }

    fn has_first(&self) -> bool {
        self.first.is_some_and(|first| first > 0)
    }

    /// Whether nothing that comes later can be wanted.
    pub(super) fn is_full(&self) -> bool {
        self.last.unwrap_or(0) == 0 && self.has_first() && self.first.is_some_and(|first| self.taken >= first)
    }

    /// What is wanted of the objects that were held back.
    pub(super) fn rest(&mut self) -> Vec<Value> {
        let wanted = match (self.skip_last, self.last) {
            (1.., _) | (_, None | Some(0)) => 0,
            _ if self.has_first() => self.waiting.len(),
            _ => self.waiting.len().saturating_sub(self.skip),
        };
        self.waiting.drain(..wanted).collect()
    }
}
