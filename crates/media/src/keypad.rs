//! The keys that a leg presses towards its peer, one after the other.

use std::collections::VecDeque;

use crate::telephone_event::{Digit, Press, PressStep};

/// Keys that may wait on one leg.
pub const PRESSES_MAX: usize = 64;

#[derive(Debug, Default)]
pub(crate) struct Keypad {
    presses: VecDeque<Press>,
}

/// What goes out of a key in these 20 ms.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    pub(crate) digit: Digit,
    pub(crate) step: PressStep,
    /// The samples of it that went out before.
    pub(crate) samples: usize,
}

impl Keypad {
    /// Puts a key behind those that wait; false where there are too many.
    pub(crate) fn press(&mut self, digit: Digit) -> bool {
        let room = self.presses.len() < PRESSES_MAX;
        if room {
            self.presses.push_back(Press::new(digit));
        }
        room
    }

    pub(crate) fn is_busy(&self) -> bool {
        !self.presses.is_empty()
    }

    /// The next 20 ms; nothing when no key is left.
    pub(crate) fn step(&mut self) -> Option<Key> {
        while let Some(press) = self.presses.front_mut() {
            let (digit, samples) = (press.digit(), press.samples());
            if let Some(step) = press.step() {
                return Some(Key { digit, step, samples });
            }
            self.presses.pop_front();
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_follow_each_other_and_no_more_wait_than_the_limit() {
        let mut keypad = Keypad::default();
        let digit = |sign| Digit::new(sign).unwrap();
        assert!(keypad.press(digit('1')) && keypad.press(digit('2')));
        let steps: Vec<_> = std::iter::from_fn(|| keypad.step()).collect();
        assert_eq!(steps.len(), 20);
        assert_eq!((steps[0].digit.sign(), steps[3].samples), ('1', 480));
        assert!(matches!(steps[10].step, PressStep::Down { begins: true, .. }));
        assert!(!keypad.is_busy());
        assert!((0..PRESSES_MAX).all(|_| keypad.press(digit('1'))));
        assert!(!keypad.press(digit('1')));
    }
}
