//! Formatting takes any values and keeps to the width.

use proptest::prelude::*;
use shell::format::Formatter;
use shell::value::{Hashtable, Object, Place, Property, TimeSpan, Value};
use unicode_width::UnicodeWidthChar;

use crate::world::setting;

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[ -~日é\u{ad}\t]{0,60}".prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        any::<i64>().prop_map(|ticks| Value::from(TimeSpan::from_ticks(ticks))),
    ]
}

fn object() -> impl Strategy<Value = Value> {
    let nested = scalar().prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::array),
            prop::collection::vec((".{0,8}", inner), 0..4).prop_map(|entries| {
                let table = Hashtable::new();
                entries.into_iter().for_each(|(key, value)| table.set_named(&key, value));
                Value::from(table)
            }),
        ]
    });
    prop::collection::vec(("[a-zA-Z日 ]{0,12}", nested), 0..7).prop_map(|properties| {
        let properties = properties.into_iter().map(|(name, value)| Property::new(name, value));
        Value::from(Object::custom_of(properties.collect()))
    })
}

proptest! {
    #[test]
    fn any_place_is_shown_with_marks_below_its_line(text in "[ -~\té日]{0,200}", column in 0_u32..220, length in 0_u32..220) {
        let place = Place { file: None, line: 1, column, text: text.as_str().into(), length };
        let message = place.message();
        let lines: Vec<&str> = message.lines().collect();
        if text.trim_end().is_empty() {
            prop_assert_eq!(lines.len(), 1);
        } else {
            prop_assert_eq!(lines.len(), 3);
            prop_assert!(lines[1].chars().count() <= 79 && lines[2].chars().count() <= 79, "{}", message);
            prop_assert!(lines[2].ends_with('~'));
        }
    }

    #[test]
    fn any_values_print(values in prop::collection::vec(prop_oneof![scalar(), object()], 0..8), columns in 0_usize..90) {
        let setting = setting();
        let mut formatter = Formatter::new(columns);
        for value in &values {
            formatter.put(value, &setting, &mut |_| {}).expect("directives are in order");
        }
        formatter.finish(&setting, &mut |_| {});
    }

    #[test]
    fn no_line_of_an_object_is_wider_than_the_terminal(values in prop::collection::vec(object(), 1..6), columns in 0_usize..90) {
        let setting = setting();
        let mut widest = 0;
        let mut line = |line: &str| {
            widest = widest.max(line.chars().map(|sign| sign.width().unwrap_or(1)).sum());
        };
        let mut formatter = Formatter::new(columns);
        // An object without properties is printed as its text, as a string is.
        for value in values.iter().filter(|value| !shell::member::properties(value, &setting).expect("it has some").is_empty()) {
            formatter.put(value, &setting, &mut line).expect("directives are in order");
        }
        formatter.finish(&setting, &mut line);
        prop_assert!(widest <= columns, "{widest} of {columns}");
    }
}
