//! The operators, by name and precedence.

/// An operator between two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BinaryOperator {
    /// Which.
    pub kind: BinaryKind,
    /// Whether it was written in its case-sensitive form (`-ceq`). The `i` forms are the plain ones.
    pub case_sensitive: bool,
}

/// What an operator between two operands does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BinaryKind {
    /// `-and`
    And,
    /// `-or`
    Or,
    /// `-xor`
    Xor,
    /// `-band`
    BitAnd,
    /// `-bor`
    BitOr,
    /// `-bxor`
    BitXor,
    /// `-shl`
    ShiftLeft,
    /// `-shr`
    ShiftRight,
    /// `-eq`
    Eq,
    /// `-ne`
    Ne,
    /// `-lt`
    Lt,
    /// `-le`
    Le,
    /// `-gt`
    Gt,
    /// `-ge`
    Ge,
    /// `-like`
    Like,
    /// `-notlike`
    NotLike,
    /// `-match`
    Match,
    /// `-notmatch`
    NotMatch,
    /// `-contains`
    Contains,
    /// `-notcontains`
    NotContains,
    /// `-in`
    In,
    /// `-notin`
    NotIn,
    /// `-replace`
    Replace,
    /// `-split`
    Split,
    /// `-join`
    Join,
    /// `-is`
    Is,
    /// `-isnot`
    IsNot,
    /// `-as`
    As,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Remainder,
    /// `-f`
    Format,
    /// `..`
    Range,
}

/// An operator before its operand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum UnaryOperator {
    /// `-not` and `!`
    Not,
    /// `-bnot`
    BitNot,
    /// `-`
    Minus,
    /// `+`
    Plus,
    /// `++$x`
    Increment,
    /// `--$x`
    Decrement,
    /// `-split`, `-isplit`
    Split,
    /// `-csplit`
    CaseSensitiveSplit,
    /// `-join`
    Join,
}

/// An operator behind its operand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PostfixOperator {
    /// `$x++`
    Increment,
    /// `$x--`
    Decrement,
}

/// `=` and its kin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AssignmentOperator {
    /// `=`
    Set,
    /// `+=`
    Add,
    /// `-=`
    Subtract,
    /// `*=`
    Multiply,
    /// `/=`
    Divide,
    /// `%=`
    Remainder,
}

impl BinaryOperator {
    /// The operator of a name without its dash, such as `ceq`. Case does not count.
    pub fn from_name(name: &str) -> Option<Self> {
        let plain = |name: &str| NAMED.iter().find(|(known, ..)| known.eq_ignore_ascii_case(name));
        if let Some(&(_, kind, _)) = plain(name) {
            return Some(Self { kind, case_sensitive: false });
        }
        let rest = name.strip_prefix(['c', 'C', 'i', 'I'])?;
        let &(_, kind, has_cases) = plain(rest)?;
        let case_sensitive = name.starts_with(['c', 'C']);
        has_cases.then_some(Self { kind, case_sensitive })
    }

    /// How it is written in its shortest form, with the dash.
    pub fn text(self) -> String {
        let symbol = match self.kind {
            BinaryKind::Add => "+",
            BinaryKind::Subtract => "-",
            BinaryKind::Multiply => "*",
            BinaryKind::Divide => "/",
            BinaryKind::Remainder => "%",
            BinaryKind::Range => "..",
            named => {
                let name = NAMED.iter().find(|(_, kind, _)| *kind == named).map_or("", |(name, ..)| name);
                return format!("-{}{name}", if self.case_sensitive { "c" } else { "" });
            }
        };
        symbol.to_owned()
    }

    /// What binds tighter has the higher number.
    pub(super) fn precedence(self) -> u8 {
        match self.kind {
            BinaryKind::And | BinaryKind::Or | BinaryKind::Xor => 1,
            BinaryKind::BitAnd | BinaryKind::BitOr | BinaryKind::BitXor => 2,
            BinaryKind::Add | BinaryKind::Subtract => 4,
            BinaryKind::Multiply | BinaryKind::Divide | BinaryKind::Remainder => 5,
            BinaryKind::Format => 6,
            BinaryKind::Range => 7,
            _ => 3,
        }
    }
}

impl UnaryOperator {
    /// The operator of a name without its dash, such as `not`. Case does not count.
    pub fn from_name(name: &str) -> Option<Self> {
        let known = [
            ("not", Self::Not),
            ("bnot", Self::BitNot),
            ("join", Self::Join),
            ("split", Self::Split),
            ("isplit", Self::Split),
            ("csplit", Self::CaseSensitiveSplit),
        ];
        known.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, operator)| *operator)
    }

    /// How it is written.
    pub fn text(self) -> &'static str {
        match self {
            Self::Not => "-not",
            Self::BitNot => "-bnot",
            Self::Minus => "-",
            Self::Plus => "+",
            Self::Increment => "++",
            Self::Decrement => "--",
            Self::Split => "-split",
            Self::CaseSensitiveSplit => "-csplit",
            Self::Join => "-join",
        }
    }
}

impl PostfixOperator {
    /// How it is written.
    pub fn text(self) -> &'static str {
        match self {
            Self::Increment => "++",
            Self::Decrement => "--",
        }
    }
}

impl AssignmentOperator {
    /// How it is written.
    pub fn text(self) -> &'static str {
        match self {
            Self::Set => "=",
            Self::Add => "+=",
            Self::Subtract => "-=",
            Self::Multiply => "*=",
            Self::Divide => "/=",
            Self::Remainder => "%=",
        }
    }

    /// The operator that a compound assignment applies; none for `=`.
    pub fn binary(self) -> Option<BinaryKind> {
        match self {
            Self::Set => None,
            Self::Add => Some(BinaryKind::Add),
            Self::Subtract => Some(BinaryKind::Subtract),
            Self::Multiply => Some(BinaryKind::Multiply),
            Self::Divide => Some(BinaryKind::Divide),
            Self::Remainder => Some(BinaryKind::Remainder),
        }
    }
}

/// The operators that are words, and whether they have a form with `c` and one with `i`.
const NAMED: &[(&str, BinaryKind, bool)] = &[
    ("and", BinaryKind::And, false),
    ("or", BinaryKind::Or, false),
    ("xor", BinaryKind::Xor, false),
    ("band", BinaryKind::BitAnd, false),
    ("bor", BinaryKind::BitOr, false),
    ("bxor", BinaryKind::BitXor, false),
    ("shl", BinaryKind::ShiftLeft, false),
    ("shr", BinaryKind::ShiftRight, false),
    ("eq", BinaryKind::Eq, true),
    ("ne", BinaryKind::Ne, true),
    ("lt", BinaryKind::Lt, true),
    ("le", BinaryKind::Le, true),
    ("gt", BinaryKind::Gt, true),
    ("ge", BinaryKind::Ge, true),
    ("like", BinaryKind::Like, true),
    ("notlike", BinaryKind::NotLike, true),
    ("match", BinaryKind::Match, true),
    ("notmatch", BinaryKind::NotMatch, true),
    ("contains", BinaryKind::Contains, true),
    ("notcontains", BinaryKind::NotContains, true),
    ("in", BinaryKind::In, true),
    ("notin", BinaryKind::NotIn, true),
    ("replace", BinaryKind::Replace, true),
    ("split", BinaryKind::Split, true),
    ("join", BinaryKind::Join, false),
    ("is", BinaryKind::Is, false),
    ("isnot", BinaryKind::IsNot, false),
    ("as", BinaryKind::As, false),
    ("f", BinaryKind::Format, false),
];
