use crate::shape::{ObjectShape, PropertyShape, Shape, aliased, property, type_names};

pub(crate) static HOURS_OF_BUSINESS: ObjectShape = ObjectShape {
    name: "HoursOfBusiness",
    type_names: type_names!(class "HoursOfBusiness"),
    properties: &[
        property("Name", Shape::Text),
        property("Custom", Shape::Bool),
        range("MondayHours1", &["MondayTimeRange1"]),
        range("MondayHours2", &["MondayTimeRange2"]),
        range("TuesdayHours1", &["TuesdayTimeRange1"]),
        range("TuesdayHours2", &["TuesdayTimeRange2"]),
        range("WednesdayHours1", &["WednesdayTimeRange1"]),
        range("WednesdayHours2", &["WednesdayTimeRange2"]),
        range("ThursdayHours1", &["ThursdayTimeRange1"]),
        range("ThursdayHours2", &["ThursdayTimeRange2"]),
        range("FridayHours1", &["FridayTimeRange1"]),
        range("FridayHours2", &["FridayTimeRange2"]),
        range("SaturdayHours1", &["SaturdayTimeRange1"]),
        range("SaturdayHours2", &["SaturdayTimeRange2"]),
        range("SundayHours1", &["SundayTimeRange1"]),
        range("SundayHours2", &["SundayTimeRange2"]),
    ],
    prune: None,
};

const fn range(name: &'static str, aliases: &'static [&'static str]) -> PropertyShape {
    aliased(name, aliases, Shape::Object(&TIME_RANGE))
}

static TIME_RANGE: ObjectShape = ObjectShape {
    name: "TimeRange",
    type_names: type_names!(class "TimeRange"),
    properties: &[
        property("Name", Shape::Text),
        property("OpenTime", Shape::TimeOfDay),
        property("CloseTime", Shape::TimeOfDay),
    ],
    prune: None,
};
