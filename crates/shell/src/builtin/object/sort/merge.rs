//! Sorting by an order that may contradict itself, as the order of mixed values does.

use std::cmp::Ordering;

/// Sorts so that what is equal stays in its order. Whatever `order` says, the result holds the same elements.
pub(super) fn sort(items: &mut Vec<u32>, order: &mut dyn FnMut(u32, u32) -> Ordering) {
    let mut from = std::mem::take(items);
    let mut to = Vec::with_capacity(from.len());
    let mut width = 1;
    while width < from.len() {
        for pair in from.chunks(2 * width) {
            let (left, right) = pair.split_at(width.min(pair.len()));
            merge(left, right, &mut to, order);
        }
        std::mem::swap(&mut from, &mut to);
        to.clear();
        width *= 2;
    }
    *items = from;
}

fn merge(
    mut left: &[u32],
    mut right: &[u32],
    to: &mut Vec<u32>,
    order: &mut dyn FnMut(u32, u32) -> Ordering,
) {
    while let ([first, rest @ ..], [second, others @ ..]) = (left, right) {
        if order(*first, *second).is_gt() {
            to.push(*second);
            right = others;
        } else {
            to.push(*first);
            left = rest;
        }
    }
    to.extend_from_slice(left);
    to.extend_from_slice(right);
}
