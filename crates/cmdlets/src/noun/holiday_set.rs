use super::shape::{Kind, Shape, property, read_only};

pub(crate) static HOLIDAY_SET: Shape = Shape {
    name: "HolidaySet",
    properties: &[
        read_only("Identity", Kind::Identity),
        property("HolidayList", Kind::List(&Kind::Object(&HOLIDAY))),
        property("Name", Kind::Name),
        read_only("OwnerPool", Kind::Identity),
    ],
    aliases: &[],
};

pub(crate) static HOLIDAY: Shape = Shape {
    name: "Holiday",
    properties: &[
        property("Name", Kind::Text),
        property("StartDate", Kind::Date),
        property("EndDate", Kind::Date),
    ],
    aliases: &[],
};
