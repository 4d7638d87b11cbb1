//! Laws that hold for all values.

use proptest::prelude::*;
use shell::convert::{cast, display, to_text};
use shell::member::call;
use shell::operator::{apply, equals, order};
use shell::syntax::operator::{BinaryKind, BinaryOperator};
use shell::text::{
    Case, Pattern, PatternOptions, Wildcard, base64, compare, composite, escape, from_base64, parse_date,
    sort_key,
};
use shell::value::{DateTime, Hashtable, Kind, TimeSpan, Type, Value};

use crate::world;

fn any_value() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i32>().prop_map(Value::Int),
        any::<i64>().prop_map(Value::Long),
        any::<f64>().prop_map(Value::Double),
        any::<char>().prop_map(Value::Char),
        ".{0,8}".prop_map(Value::from),
        "[0-9x.,:/ -]{0,12}".prop_map(Value::from),
        (0..DateTime::MAX.ticks())
            .prop_map(|ticks| Value::DateTime(DateTime::from_ticks(ticks, Kind::Local).expect("in range"))),
        any::<i64>().prop_map(|ticks| Value::TimeSpan(TimeSpan::from_ticks(ticks))),
        Just(Value::Type(Type::Int)),
    ];
    scalar.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::array),
            prop::collection::vec(("[a-c]", inner), 0..3).prop_map(|entries| {
                let table = Hashtable::new();
                for (name, value) in entries {
                    table.set_named(&name, value);
                }
                Value::Hashtable(table)
            }),
        ]
    })
}

const KINDS: [BinaryKind; 31] = [
    BinaryKind::And,
    BinaryKind::Or,
    BinaryKind::Xor,
    BinaryKind::BitAnd,
    BinaryKind::BitOr,
    BinaryKind::BitXor,
    BinaryKind::ShiftLeft,
    BinaryKind::ShiftRight,
    BinaryKind::Eq,
    BinaryKind::Ne,
    BinaryKind::Lt,
    BinaryKind::Le,
    BinaryKind::Gt,
    BinaryKind::Ge,
    BinaryKind::Like,
    BinaryKind::NotLike,
    BinaryKind::Match,
    BinaryKind::NotMatch,
    BinaryKind::Contains,
    BinaryKind::NotContains,
    BinaryKind::In,
    BinaryKind::NotIn,
    BinaryKind::Replace,
    BinaryKind::Split,
    BinaryKind::Join,
    BinaryKind::Is,
    BinaryKind::As,
    BinaryKind::Add,
    BinaryKind::Subtract,
    BinaryKind::Format,
    BinaryKind::Remainder,
];

const TYPES: [&str; 20] = [
    "int",
    "long",
    "byte",
    "uint32",
    "double",
    "single",
    "string",
    "bool",
    "char",
    "datetime",
    "timespan",
    "guid",
    "uri",
    "version",
    "regex",
    "array",
    "int[]",
    "hashtable",
    "pscustomobject",
    "DayOfWeek",
];

const METHODS: [&str; 30] = [
    "Substring",
    "Split",
    "Replace",
    "Trim",
    "Insert",
    "Remove",
    "PadLeft",
    "IndexOf",
    "LastIndexOf",
    "StartsWith",
    "Contains",
    "ToString",
    "Equals",
    "CompareTo",
    "GetHashCode",
    "Add",
    "RemoveAt",
    "Clear",
    "ContainsKey",
    "AddDays",
    "AddMonths",
    "AddYears",
    "Subtract",
    "ToUniversalTime",
    "Negate",
    "Duration",
    "GetType",
    "GetValue",
    "SetValue",
    "ToCharArray",
];

proptest! {
    #[test]
    fn no_operator_panics(left in any_value(), right in any_value(), kind in prop::sample::select(&KINDS[..])) {
        let setting = world::setting();
        let outcome = apply(BinaryOperator { kind, case_sensitive: false }, &left, &right, &setting);
        prop_assert!(outcome.is_ok() || !outcome.unwrap_err().message.is_empty());
    }

    #[test]
    fn no_cast_panics_and_a_cast_gives_its_type(value in any_value(), name in prop::sample::select(&TYPES[..])) {
        let setting = world::setting();
        let to = Type::resolve(name).unwrap();
        if let Ok(converted) = cast(&value, &to, &setting) {
            let again = cast(&converted, &to, &setting);
            prop_assert_eq!(display(&again.unwrap()), display(&converted));
        }
    }

    #[test]
    fn no_method_panics(
        target in any_value(),
        name in prop::sample::select(&METHODS[..]),
        arguments in prop::collection::vec(any_value(), 0..4),
    ) {
        let setting = world::setting();
        if let Err(fault) = call(&target, name, &arguments, &setting) {
            prop_assert!(!fault.message.is_empty());
        }
    }

    #[test]
    fn an_integer_survives_text(number in any::<i64>()) {
        let setting = world::setting();
        let text = Value::String(to_text(&Value::Long(number), &setting).unwrap());
        prop_assert!(matches!(cast(&text, &Type::Long, &setting), Ok(Value::Long(back)) if back == number));
    }

    #[test]
    fn a_date_survives_text_to_the_second(seconds in 0_i64..315_537_897_600) {
        let setting = world::setting();
        let date = DateTime::from_ticks(seconds * 10_000_000, Kind::Unspecified).unwrap();
        let text = to_text(&Value::DateTime(date), &setting).unwrap();
        prop_assert_eq!(parse_date(&text, DateTime::MIN).unwrap().date, date);
    }

    #[test]
    fn a_span_survives_text(ticks in -864_000_000_000_000_000_i64..864_000_000_000_000_000) {
        let setting = world::setting();
        let span = TimeSpan::from_ticks(ticks);
        let back = cast(&Value::from(span.to_string()), &Type::TimeSpan, &setting);
        prop_assert!(matches!(back, Ok(Value::TimeSpan(back)) if back == span), "{span}");
    }

    #[test]
    fn text_equals_itself_and_its_order_is_reversed_by_changing_sides(a in ".{0,12}", b in ".{0,12}") {
        let setting = world::setting();
        let (x, y) = (Value::text(&a), Value::text(&b));
        prop_assert!(equals(&x, &x, Case::Matters, &setting).unwrap());
        prop_assert_eq!(order(&x, &y, Case::Matters, &setting).unwrap(), order(&y, &x, Case::Matters, &setting).unwrap().map(std::cmp::Ordering::reverse));
        for case in [Case::Ignored, Case::Matters] {
            prop_assert_eq!(compare(&a, &b, case), compare(&b, &a, case).reverse());
        }
    }

    #[test]
    fn sort_keys_have_the_order_of_their_texts(a in "[aAbBéÉ1 '_²Kk-]{0,5}|.{0,6}", b in "[aAbBéÉ1 '_²Kk-]{0,5}|.{0,6}") {
        for case in [Case::Ignored, Case::Matters] {
            prop_assert_eq!(sort_key(&a, case).cmp(&sort_key(&b, case)), compare(&a, &b, case), "{:?} {:?}", a, b);
        }
    }

    #[test]
    fn the_order_of_texts_is_transitive(mut texts in prop::collection::vec("[aAbB1 '_-]{0,4}", 3)) {
        texts.sort_by(|a, b| compare(a, b, Case::Matters));
        prop_assert!(compare(&texts[0], &texts[2], Case::Matters).is_le());
    }

    #[test]
    fn an_escaped_text_matches_itself_alone(text in ".{0,12}", other in ".{0,12}") {
        let wildcard = Wildcard::new(&Wildcard::escape(&text), Case::Matters).unwrap();
        prop_assert!(wildcard.matches(&text));
        prop_assert_eq!(wildcard.matches(&other), text == other);
        let pattern = Pattern::compile(&format!("\\A{}\\z", escape(&text)), PatternOptions::CASE_MATTERS).unwrap();
        prop_assert!(pattern.is_match(&text).unwrap());
        prop_assert_eq!(pattern.is_match(&other).unwrap(), text == other);
    }

    #[test]
    fn no_regular_expression_panics(source in "[\\\\a-c(){}\\[\\]?*+|^$.<>:=!#0-9,'&~-]{0,16}", text in "[a-c\\n0-9]{0,10}") {
        if let Ok(pattern) = Pattern::compile(&source, PatternOptions::CASE_IGNORED) {
            let replaced = pattern.replace(&text, "<$1$&${x}$>", usize::MAX);
            prop_assert!(replaced.is_ok() || !replaced.unwrap_err().message.is_empty());
        }
    }

    #[test]
    fn no_format_panics(template in "[{}0-2:,#.;%NDXEFGCPRdhHmsyfte\\\\' -]{0,16}", value in any_value()) {
        let setting = world::setting();
        let outcome = shell::operator::format_text(&Value::from(template), &value, &setting);
        prop_assert!(outcome.is_ok() || !outcome.unwrap_err().message.is_empty());
    }

    #[test]
    fn no_date_text_panics(text in "[0-9a-zA-Z/:., +-]{0,24}") {
        let reading = parse_date(&text, DateTime::MIN);
        prop_assert!(reading.is_err() || reading.unwrap().date >= DateTime::MIN);
    }

    #[test]
    fn a_grouped_number_without_its_commas_is_the_fixed_one(number in any::<i32>(), decimals in 0_usize..6) {
        let number = f64::from(number) / 64.0;
        let with = |letter: char| {
            composite(&format!("{{0:{letter}{decimals}}}"), |_, format| {
                Some(shell::text::number_text(shell::text::Number::Double(number), format))
            })
            .unwrap()
        };
        prop_assert_eq!(with('N').replace(',', ""), with('F'));
    }

    #[test]
    fn bytes_survive_base64(bytes in prop::collection::vec(any::<u8>(), 0..32)) {
        prop_assert_eq!(from_base64(&base64(&bytes)), Some(bytes));
    }

    #[test]
    fn filtering_keeps_what_is_equal(numbers in prop::collection::vec(-3_i32..3, 0..12), wanted in -3_i32..3) {
        let setting = world::setting();
        let all = Value::array(numbers.iter().copied().map(Value::Int).collect());
        let kept = apply(BinaryOperator { kind: BinaryKind::Eq, case_sensitive: false }, &all, &Value::Int(wanted), &setting).unwrap();
        prop_assert_eq!(kept.element_count(), Some(numbers.iter().filter(|number| **number == wanted).count()));
    }
}
