//! What a script cannot do: exhaust memory, overflow the stack, or wait for ever.

use shell::convert::to_text;
use shell::member::{call, call_static, construct};
use shell::operator::{apply, match_text};
use shell::syntax::operator::{BinaryKind, BinaryOperator};
use shell::text::Case;
use shell::value::{Hashtable, List, Outcome, Type, Value};

use crate::world;

fn binary(kind: BinaryKind, left: &Value, right: &Value) -> Outcome {
    apply(BinaryOperator { kind, case_sensitive: false }, left, right, &world::setting())
}

#[test]
fn a_value_is_three_words() {
    assert_eq!(size_of::<Value>(), 24);
}

#[test]
fn repeating_beyond_the_limit_is_refused() {
    let fault = binary(BinaryKind::Multiply, &Value::text("abcdefgh"), &Value::Int(i32::MAX)).unwrap_err();
    assert_eq!(fault.id, "LimitExceeded");
    let fault =
        binary(BinaryKind::Multiply, &Value::array(vec![Value::Null; 8]), &Value::Int(i32::MAX)).unwrap_err();
    assert_eq!(fault.id, "LimitExceeded");
    let fault = binary(BinaryKind::Multiply, &Value::text("a"), &Value::Int(-1)).unwrap_err();
    assert_eq!(fault.exception, "System.ArgumentOutOfRangeException");
}

#[test]
fn a_replacement_that_grows_beyond_the_limit_is_refused() {
    let setting = world::setting();
    let long = Value::from("a".repeat(1 << 20));
    let fault =
        call(&long, "Replace", &[Value::text("a"), Value::from("b".repeat(1 << 10))], &setting).unwrap_err();
    assert_eq!(fault.id, "LimitExceeded");
    let pair = Value::array(vec![Value::text("a"), Value::from("b".repeat(1 << 10))]);
    assert_eq!(binary(BinaryKind::Replace, &long, &pair).unwrap_err().id, "LimitExceeded");
}

#[test]
fn joining_shared_texts_beyond_the_limit_is_refused() {
    let setting = world::setting();
    let megabyte = Value::from("a".repeat(1 << 20));
    let many = Value::array(vec![megabyte; 100]);
    assert_eq!(to_text(&many, &setting).unwrap_err().id, "LimitExceeded");
}

#[test]
fn padding_and_new_arrays_have_their_limits() {
    let setting = world::setting();
    let fault = call(&Value::text("a"), "PadLeft", &[Value::Int(i32::MAX)], &setting).unwrap_err();
    assert_eq!(fault.id, "LimitExceeded");
    let array = Type::resolve("string[]").unwrap();
    assert_eq!(construct(&array, &[Value::Int(i32::MAX)], &setting).unwrap_err().id, "LimitExceeded");
    let fault =
        call_static(&Type::String, "new", &[Value::text("="), Value::Int(i32::MAX)], &setting).unwrap_err();
    assert_eq!(fault.id, "LimitExceeded");
}

#[test]
fn a_regular_expression_that_explodes_is_stopped() {
    let setting = world::setting();
    let text = Value::from("a".repeat(40) + "!");
    let fault =
        match_text(&text, &Value::text(r"^((a|aa)(?!c))+\1b"), Case::Ignored, true, &setting).unwrap_err();
    assert_eq!(fault.id, "LimitExceeded");
}

#[test]
fn a_wildcard_of_many_stars_ends_soon() {
    let text = Value::from("a".repeat(5_000));
    let pattern = Value::from("*a".repeat(200) + "b");
    assert!(matches!(binary(BinaryKind::Like, &text, &pattern).unwrap(), Value::Bool(false)));
}

#[test]
fn deep_nesting_is_dropped_without_a_deep_stack() {
    let mut array = Value::array(Vec::new());
    let mut list = Value::List(List::new(Vec::new()));
    let mut table = Value::Hashtable(Hashtable::new());
    let mut object = Value::Null;
    for _ in 0..200_000 {
        array = Value::array(vec![array]);
        list = Value::List(List::new(vec![list]));
        let outer = Hashtable::new();
        outer.set_named("inner", table);
        table = Value::Hashtable(outer);
        let property = shell::value::Property::new("Inner", object);
        object = Value::Object(shell::value::Object::custom_of(vec![property]));
    }
    drop((array, list, table, object));
}
