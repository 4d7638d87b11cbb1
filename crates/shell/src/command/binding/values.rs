//! The values of bound parameters.

use crate::value::Value;

/// Values by the place of their parameter, in the order of binding. Commands have few parameters bound and are
/// bound anew for every object of a pipeline: looking through a list takes less time than hashing.
#[derive(Clone, Debug, Default)]
pub(super) struct Values(Vec<(usize, Value)>);

impl Values {
    pub(super) fn get(&self, place: &usize) -> Option<&Value> {
        self.0.iter().find(|(known, _)| known == place).map(|(_, value)| value)
    }

    pub(super) fn contains_key(&self, place: &usize) -> bool {
        self.get(place).is_some()
    }

    /// Binds a value. One that is there is replaced, and keeps its turn.
    pub(super) fn insert(&mut self, place: usize, value: Value) {
        match self.0.iter_mut().find(|(known, _)| *known == place) {
            Some((_, bound)) => *bound = value,
            None => self.0.push((place, value)),
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &(usize, Value)> {
        self.0.iter()
    }
}
