use crate::shape::{ObjectShape, Shape, property, type_names};

pub(crate) static HOLIDAY_SET: ObjectShape = ObjectShape {
    name: "HolidaySet",
    type_names: type_names!(class "HolidaySet"),
    properties: &[
        property("Name", Shape::Text),
        property("HolidayList", Shape::List(&Shape::Object(&HOLIDAY))),
    ],
    prune: None,
};

static HOLIDAY: ObjectShape = ObjectShape {
    name: "Holiday",
    type_names: type_names!(class "Holiday"),
    properties: &[
        property("Name", Shape::Text),
        property("StartDate", Shape::Date),
        property("EndDate", Shape::Date),
    ],
    prune: None,
};
