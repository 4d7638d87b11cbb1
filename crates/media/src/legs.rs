//! The open legs: by index for the packets, by name for the orders.

use std::collections::HashMap;

use crate::{leg::Leg, media::LegId};

#[derive(Debug, Default)]
pub(crate) struct Legs {
    places: Vec<Option<Leg>>,
    free: Vec<usize>,
    by_id: HashMap<LegId, usize>,
}

impl Legs {
    /// The index that the next leg gets.
    pub(crate) fn next_index(&self) -> usize {
        self.free.last().copied().unwrap_or(self.places.len())
    }

    pub(crate) fn insert(&mut self, leg: Leg) {
        self.by_id.insert(leg.id(), self.next_index());
        match self.free.pop() {
            Some(index) => self.places[index] = Some(leg),
            None => self.places.push(Some(leg)),
        }
    }

    pub(crate) fn remove(&mut self, index: usize) -> Option<Leg> {
        let leg = self.places.get_mut(index)?.take()?;
        self.by_id.remove(&leg.id());
        self.free.push(index);
        Some(leg)
    }

    pub(crate) fn index(&self, id: LegId) -> Option<usize> {
        self.by_id.get(&id).copied()
    }

    /// Any open leg.
    pub(crate) fn any(&self) -> Option<LegId> {
        self.by_id.keys().next().copied()
    }

    pub(crate) fn at(&mut self, index: usize) -> Option<&mut Leg> {
        self.places.get_mut(index)?.as_mut()
    }
}
