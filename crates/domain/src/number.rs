//! Numbers with their documented ranges, each a type of its own.

/// Makes a number in a range a type: check, serde, default and schema in one place.
macro_rules! checked_number {
    ($(#[$meta:meta])* $name:ident, $min:literal ..= $max:literal, $unit:literal) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "i64", into = "i64")]
        pub struct $name(u16);

        crate::schema::schema!($name, crate::schema::number($min, $max));

        impl $name {
            /// Smallest allowed value.
            pub const MIN: u16 = $min;
            /// Largest allowed value.
            pub const MAX: u16 = $max;

            /// Checks the range.
            ///
            /// # Errors
            /// [`Invalid::OutOfRange`](crate::Invalid::OutOfRange) with the range.
            pub fn new(value: i64) -> Result<Self, crate::Invalid> {
                match u16::try_from(value) {
                    Ok(number) if (Self::MIN..=Self::MAX).contains(&number) => Ok(Self(number)),
                    _ => Err(crate::Invalid::OutOfRange { value, min: $min, max: $max, unit: $unit }),
                }
            }

            /// The number.
            pub const fn value(self) -> u16 {
                self.0
            }
        }

        impl TryFrom<i64> for $name {
            type Error = crate::Invalid;
            fn try_from(value: i64) -> Result<Self, crate::Invalid> {
                Self::new(value)
            }
        }

        impl From<$name> for i64 {
            fn from(number: $name) -> Self {
                number.0.into()
            }
        }
    };
}
pub(crate) use checked_number;

/// Makes an enumeration whose words are read without regard to case.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident, $what:literal, { $($(#[$vmeta:meta])* $variant:ident = $value:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        #[serde(try_from = "String")]
        pub enum $name {
            $($(#[$vmeta])* $variant = $value),+
        }

        impl $name {
            /// Every value, in the order of its number.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// Every word, in the same order.
            pub const WORDS: &'static [&'static str] = &[$(stringify!($variant)),+];

            /// The word.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => stringify!($variant)),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::Invalid;
            fn from_str(text: &str) -> Result<Self, crate::Invalid> {
                let position = Self::WORDS.iter().position(|word| word.eq_ignore_ascii_case(text.trim()));
                position.map(|at| Self::ALL[at]).ok_or_else(|| crate::Invalid::UnknownWord {
                    what: $what,
                    value: text.to_owned(),
                    allowed: Self::WORDS,
                })
            }
        }

        impl TryFrom<String> for $name {
            type Error = crate::Invalid;
            fn try_from(text: String) -> Result<Self, crate::Invalid> {
                text.parse()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
pub(crate) use words;
