//! A number as decimal digits, which formats round and lay out.

/// `0.d1 d2 d3... * 10^point`, without zeros at either end; no digits at all is zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Digits {
    pub(super) negative: bool,
    pub(super) digits: Vec<u8>,
    pub(super) point: i64,
}

/// The digits that .NET Framework takes of a Double unless told otherwise.
const DOUBLE_DIGITS: usize = 15;

impl Digits {
    /// All digits of an integer.
    pub(super) fn of_integer(number: i64) -> Self {
        let text = number.unsigned_abs().to_string();
        let digits = text.bytes().map(|byte| byte - b'0').collect();
        Self { negative: number < 0, digits, point: text.len() as i64 }.trimmed()
    }

    /// The first 15 digits of a finite double, as .NET Framework formats it.
    pub(super) fn of_double(number: f64) -> Self {
        Self::of_exponent(number, &format!("{:.*e}", DOUBLE_DIGITS - 1, number.abs()))
    }

    /// The fewest digits that read back as the same double.
    pub(super) fn shortest(number: f64) -> Self {
        Self::of_exponent(number, &format!("{:e}", number.abs()))
    }

    fn of_exponent(number: f64, text: &str) -> Self {
        let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
        let digits = mantissa.bytes().filter(u8::is_ascii_digit).map(|byte| byte - b'0').collect();
        let point = exponent.parse::<i64>().map_or(0, |exponent| exponent + 1);
        Self { negative: number.is_sign_negative() && number != 0.0, digits, point }.trimmed()
    }

    pub(super) fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    /// The same number times 10^`places`.
    pub(super) fn shifted(mut self, places: i64) -> Self {
        if !self.is_zero() {
            self.point += places;
        }
        self
    }

    /// Rounds to `decimals` digits behind the point, halves away from zero.
    pub(super) fn round_decimals(self, decimals: usize) -> Self {
        let keep = self.point + decimals as i64;
        self.round_at(keep)
    }

    /// Rounds to `count` digits in all, halves away from zero.
    pub(super) fn round_significant(self, count: usize) -> Self {
        self.round_at(count as i64)
    }

    fn round_at(mut self, keep: i64) -> Self {
        if keep >= self.digits.len() as i64 {
            return self;
        }
        if keep < 0 {
            self.digits.clear();
            return self.trimmed();
        }
        let keep = usize::try_from(keep).unwrap_or(0);
        let up = self.digits[keep] >= 5;
        self.digits.truncate(keep);
        if up {
            self.increment();
        }
        self.trimmed()
    }

    fn increment(&mut self) {
        for digit in self.digits.iter_mut().rev() {
            if *digit < 9 {
                *digit += 1;
                return;
            }
            *digit = 0;
        }
        self.digits.insert(0, 1);
        self.point += 1;
    }

    /// The digits before the point, at least one.
    pub(super) fn whole(&self) -> String {
        if self.point <= 0 {
            return "0".to_owned();
        }
        (0..self.point).map(|at| self.digit(at)).collect()
    }

    /// `count` digits behind the point.
    pub(super) fn fraction(&self, count: usize) -> String {
        (self.point..self.point + count as i64).map(|at| self.digit(at)).collect()
    }

    fn digit(&self, at: i64) -> char {
        let digit = usize::try_from(at).ok().and_then(|at| self.digits.get(at)).copied().unwrap_or(0);
        char::from(b'0' + digit)
    }

    /// How many digits there are behind the point.
    pub(super) fn decimals(&self) -> usize {
        usize::try_from(self.digits.len() as i64 - self.point).unwrap_or(0)
    }

    fn trimmed(mut self) -> Self {
        while self.digits.last() == Some(&0) {
            self.digits.pop();
        }
        let zeros = self.digits.iter().take_while(|digit| **digit == 0).count();
        self.digits.drain(..zeros);
        self.point -= zeros as i64;
        if self.digits.is_empty() {
            self.point = 0;
        }
        self
    }
}
