//! What is shared by reference, typed, or carried along.

use std::rc::Rc;
use std::sync::Arc;

use shell::convert::{cast, display, to_text};
use shell::member::{call, index, properties, property, set_index, set_property};
use shell::operator::{apply, equals, match_text, order, split_where};
use shell::syntax::operator::BinaryOperator;
use shell::text::{Case, full_date, parse_date};
use shell::value::{
    Category, DateTime, ErrorRecord, Fault, Hashtable, List, ListKind, Object, Place, Property, ScriptBlock,
    Type, Value,
};

use crate::literal::{read, show};
use crate::world;

fn group() -> Object {
    let uris = List::typed(ListKind::Collection, Type::Uri, Vec::new());
    Object::of_type(
        Rc::from([Arc::from("Contoso.AgentGroup")]),
        vec![
            Property::typed("Name", Value::text("Help desk"), Type::String),
            Property::typed("AgentAlertTime", Value::Int(20), Type::Int),
            Property::new("AgentsByUri", Value::List(uris)),
            Property::read_only("Identity", Value::text("service:1/2")),
            Property::alias("SundayTimeRange1", "Name"),
        ],
    )
}

#[test]
fn a_collection_of_addresses_takes_text_and_gives_it_back() {
    let setting = world::setting();
    let agents = property(&Value::Object(group()), "AgentsByUri", &setting).unwrap().unwrap();
    assert!(call(&agents, "Add", &[Value::text("sip:ann@contoso.com")], &setting).unwrap().is_none());
    assert_eq!(show(&agents), "@([uri]'sip:ann@contoso.com')");
    let there = call(&agents, "Contains", &[Value::text("sip:ann@contoso.com")], &setting).unwrap().unwrap();
    assert_eq!(show(&there), "$true");
    let removed = call(&agents, "Remove", &[Value::text("sip:ann@contoso.com")], &setting).unwrap().unwrap();
    assert_eq!(show(&removed), "$true");
    assert_eq!(agents.element_count(), Some(0));
}

#[test]
fn two_variables_share_one_list() {
    let setting = world::setting();
    let list = Value::List(List::new(Vec::new()));
    let other = list.clone();
    assert_eq!(show(&call(&list, "Add", &[Value::Int(1)], &setting).unwrap().unwrap()), "0");
    assert_eq!(show(&other), "@(1)");
    call(&other, "Clear", &[], &setting).unwrap();
    assert_eq!(list.element_count(), Some(0));
}

#[test]
fn adding_to_an_array_makes_another_one() {
    let setting = world::setting();
    let array = Value::array(vec![Value::Int(1)]);
    let longer = apply(
        BinaryOperator { kind: shell::syntax::operator::BinaryKind::Add, case_sensitive: false },
        &array,
        &Value::Int(2),
        &setting,
    )
    .unwrap();
    assert_eq!((show(&array), show(&longer)), ("@(1)".to_owned(), "@(1, 2)".to_owned()));
    set_index(&array, &Value::Int(-1), Value::Int(9), &setting).unwrap();
    assert_eq!(show(&array), "@(9)");
    let fault = set_index(&array, &Value::Int(1), Value::Int(9), &setting).unwrap_err();
    assert_eq!(fault.message, "Index was outside the bounds of the array.");
}

#[test]
fn a_property_converts_what_it_is_given_or_says_why_not() {
    let setting = world::setting();
    let object = Value::Object(group());
    set_property(&object, "agentalerttime", Value::text("30"), &setting).unwrap();
    assert_eq!(show(&property(&object, "AgentAlertTime", &setting).unwrap().unwrap()), "30");
    let fault = set_property(&object, "AgentAlertTime", Value::text("soon"), &setting).unwrap_err();
    assert_eq!(
        fault.message,
        "Exception setting \"AgentAlertTime\": \"Cannot convert value \"soon\" to type \"System.Int32\". Error: \"Input string was not in a correct format.\"\""
    );
    assert_eq!(fault.id, "ExceptionWhenSetting");
    let fault = set_property(&object, "Identity", Value::Null, &setting).unwrap_err();
    assert_eq!(fault.message, "'Identity' is a ReadOnly property.");
    let fault = set_property(&object, "Nothing", Value::Null, &setting).unwrap_err();
    assert_eq!(
        fault.message,
        "The property 'Nothing' cannot be found on this object. Verify that the property exists and can be set."
    );
}

#[test]
fn an_alias_reads_and_writes_the_property_it_stands_for_and_is_not_listed() {
    let setting = world::setting();
    let object = Value::Object(group());
    set_property(&object, "SundayTimeRange1", Value::text("Desk"), &setting).unwrap();
    assert_eq!(show(&property(&object, "Name", &setting).unwrap().unwrap()), "'Desk'");
    assert_eq!(show(&property(&object, "sundaytimerange1", &setting).unwrap().unwrap()), "'Desk'");
    let names: Vec<Arc<str>> =
        properties(&object, &setting).unwrap().into_iter().map(|(name, _)| name).collect();
    assert_eq!(
        names.iter().map(|name| &**name).collect::<Vec<_>>(),
        ["Name", "AgentAlertTime", "AgentsByUri", "Identity"]
    );
}

#[test]
fn an_object_that_stands_for_a_text_compares_and_prints_as_it() {
    let setting = world::setting();
    let names: Rc<[Arc<str>]> = Rc::from([Arc::from("Contoso.Identity")]);
    let identity =
        Value::Object(Object::with_text(names, Vec::new(), "service:ApplicationServer:a.contoso.com/1"));
    assert!(
        equals(&identity, &Value::text("SERVICE:applicationserver:a.contoso.com/1"), Case::Ignored, &setting)
            .unwrap()
    );
    assert_eq!(&*to_text(&identity, &setting).unwrap(), "service:ApplicationServer:a.contoso.com/1");
    let later = Value::text("service:ApplicationServer:b.contoso.com/1");
    assert_eq!(order(&identity, &later, Case::Ignored, &setting).unwrap(), Some(std::cmp::Ordering::Less));
}

#[test]
fn a_value_with_added_properties_behaves_as_itself() {
    let setting = world::setting();
    let carried =
        Value::Object(Object::around(&Value::Int(5), vec![Property::new("Identity", Value::text("i"))]));
    assert_eq!(show(&property(&carried, "Identity", &setting).unwrap().unwrap()), "'i'");
    let sum = apply(
        BinaryOperator { kind: shell::syntax::operator::BinaryKind::Add, case_sensitive: false },
        &carried,
        &Value::Int(1),
        &setting,
    )
    .unwrap();
    assert_eq!(show(&sum), "6");
    let same = cast(&carried, &Type::Int, &setting).unwrap();
    assert_eq!(show(&property(&same, "Identity", &setting).unwrap().unwrap()), "'i'");
    assert_eq!(show(&call(&carried, "GetType", &[], &setting).unwrap().unwrap()), "[System.Int32]");
}

#[test]
fn a_match_leaves_its_groups_and_a_filter_leaves_none() {
    let setting = world::setting();
    let (matched, captures) = match_text(
        &Value::text("Contoso\\ann"),
        &Value::text(r"(?<domain>\w+)\\(\w+)"),
        Case::Ignored,
        true,
        &setting,
    )
    .unwrap();
    assert_eq!(show(&matched), "$true");
    let captures = captures.unwrap();
    assert_eq!(show(&Value::Hashtable(captures)), r"@{0='Contoso\ann'; 1='ann'; 'domain'='Contoso'}");
    let many = read("@('a1', 'b')", &setting);
    let (_, captures) = match_text(&many, &Value::text(r"\d"), Case::Ignored, true, &setting).unwrap();
    assert!(captures.is_none());
}

#[test]
fn a_match_object_has_its_groups_by_number_and_by_name() {
    let setting = world::setting();
    let of = Type::Regex;
    let found = shell::member::call_static(
        &of,
        "Match",
        &[Value::text("ab12"), Value::text(r"(?<n>\d)(\d)")],
        &setting,
    )
    .unwrap()
    .unwrap();
    let groups = property(&found, "Groups", &setting).unwrap().unwrap();
    let group =
        |key: Value| show(&property(&index(&groups, &key).unwrap(), "Value", &setting).unwrap().unwrap());
    assert_eq!(
        (group(Value::Int(0)), group(Value::Int(1)), group(Value::text("n"))),
        ("'12'".into(), "'2'".into(), "'1'".into())
    );
    assert_eq!(show(&property(&found, "Index", &setting).unwrap().unwrap()), "2");
}

#[test]
fn ofs_stands_between_elements_of_an_array_that_becomes_text() {
    let setting = world::setting();
    setting.set_separator(", ");
    assert_eq!(&*to_text(&read("@(1, 2)", &setting), &setting).unwrap(), "1, 2");
}

#[test]
fn an_error_record_has_the_members_that_scripts_read() {
    let setting = world::setting();
    let fault = Fault::new("Cannot find 'x'.", "PathNotFound", Category::ObjectNotFound)
        .with_exception("System.Management.Automation.ItemNotFoundException")
        .with_target(Value::text("x"));
    assert!(fault.is_exception("System.Management.Automation.RuntimeException"));
    assert!(fault.is_exception("system.exception"));
    assert!(!fault.is_exception("System.IO.IOException"));
    let mut record = ErrorRecord::new(*fault);
    record.activity = Arc::from("Get-Item");
    record.place = Some(Place { file: None, line: 3, column: 5, text: Arc::from("gi x"), length: 4 });
    let record = Value::Error(Rc::new(record));
    let read = |path: &str| {
        path.split('.').fold(record.clone(), |value, name| property(&value, name, &setting).unwrap().unwrap())
    };
    assert_eq!(show(&read("Exception.Message")), "'Cannot find ''x''.'");
    assert_eq!(show(&read("FullyQualifiedErrorId")), "'PathNotFound,Get-Item'");
    assert_eq!(
        display(&read("CategoryInfo")),
        "ObjectNotFound: (x:String) [Get-Item], ItemNotFoundException"
    );
    assert_eq!(show(&read("InvocationInfo.ScriptLineNumber")), "3");
    assert_eq!(&*to_text(&record, &setting).unwrap(), "Cannot find 'x'.");
}

#[test]
fn a_date_that_two_cultures_read_differently_is_known_and_echoed_in_full() {
    let today = DateTime::from_date(2013, 12, 20).unwrap();
    let reading = parse_date("1/2/2013", today).unwrap();
    assert!(reading.ambiguous);
    assert_eq!(full_date(reading.date), "Wednesday, January 2, 2013 12:00:00 AM");
    for plain in ["1/13/2013", "2013-01-02", "Jan 2, 2013", "2/2/2013", "8:00"] {
        assert!(!parse_date(plain, today).unwrap().ambiguous, "{plain}");
    }
}

#[test]
fn a_script_block_gives_its_body_to_who_knows_the_type() {
    let block = ScriptBlock::new(" $_ ", 42_u32);
    assert_eq!(block.body::<u32>(), Some(&42));
    assert_eq!(block.body::<String>(), None);
    assert_eq!(display(&Value::ScriptBlock(block)), " $_ ");
}

#[test]
fn psobject_lists_the_properties() {
    let setting = world::setting();
    let object = read("[pscustomobject]@{A=1; B='x'}", &setting);
    let members = property(&object, "PSObject", &setting).unwrap().unwrap();
    let members = property(&members, "Properties", &setting).unwrap().unwrap();
    let second = index(&members, &Value::text("b")).unwrap();
    assert_eq!(show(&property(&second, "Value", &setting).unwrap().unwrap()), "'x'");
    assert_eq!(show(&property(&members, "Name", &setting).unwrap().unwrap()), "@('A', 'B')");
}

#[test]
fn a_table_may_hold_itself() {
    let table = Hashtable::new();
    table.set_named("self", Value::Hashtable(table.clone()));
    let value = Value::Hashtable(table.clone());
    assert_eq!(display(&value), "System.Collections.Hashtable");
    assert_eq!(format!("{value:?}"), "Hashtable(1)");
    table.clear();
}

#[test]
fn a_text_is_split_where_a_block_says_so() {
    let setting = world::setting();
    let split = |most| {
        let mut is_separator = |sign: char| Ok(sign == 'e' || sign == 'p');
        show(&split_where(&Value::text("Mercury, Jupiter"), most, &mut is_separator, &setting).unwrap())
    };
    assert_eq!(split(usize::MAX), "@('M', 'rcury, Ju', 'it', 'r')");
    assert_eq!(split(2), "@('M', 'rcury, Jupiter')");
}

#[test]
fn what_is_kept_with_an_object_is_out_of_the_reach_of_scripts() {
    let setting = world::setting();
    let object = group();
    object.add(Property::hidden("Version", Value::Int(7)));
    let value = Value::Object(object.clone());
    assert!(property(&value, "Version", &setting).unwrap().is_none());
    assert!(set_property(&value, "Version", Value::Int(8), &setting).is_err());
    assert!(properties(&value, &setting).unwrap().iter().all(|(name, _)| &**name != "Version"));
    object.add(Property::new("Version", Value::Int(9)));
    object.remove("Version");
    assert_eq!(show(&object.copy().kept("version").unwrap()), "7");
}

#[test]
fn a_type_of_the_product_is_made_by_what_was_added_for_it() {
    let setting = world::setting();
    setting.add_converter("Contoso.Floor", Rc::new(|value, setting| cast(value, &Type::Int, setting)));
    let floor = Type::Named(Arc::from("Contoso.Floor"));
    let object = Object::of_type(
        Rc::from([Arc::from("Contoso.Building")]),
        vec![Property::typed("Floor", Value::Null, floor.clone())],
    );
    let building = Value::Object(object);
    set_property(&building, "Floor", Value::text("3"), &setting).unwrap();
    assert_eq!(show(&property(&building, "Floor", &setting).unwrap().unwrap()), "3");
    let floors = List::typed(ListKind::Collection, floor, Vec::new());
    let error = call(&Value::List(floors), "Add", &[Value::text("roof")], &setting).unwrap_err();
    assert!(error.message.contains("Cannot convert value \"roof\" to type \"System.Int32\""), "{error}");
}
