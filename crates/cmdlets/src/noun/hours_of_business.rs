use super::shape::{Kind, PropertyShape, Shape, property, read_only};

/// The type's name is BusinessHours, though its cmdlets say HoursOfBusiness.
pub(crate) static HOURS_OF_BUSINESS: Shape = Shape {
    name: "BusinessHours",
    properties: &[
        read_only("Identity", Kind::Identity),
        range("MondayHours1"),
        range("MondayHours2"),
        range("TuesdayHours1"),
        range("TuesdayHours2"),
        range("WednesdayHours1"),
        range("WednesdayHours2"),
        range("ThursdayHours1"),
        range("ThursdayHours2"),
        range("FridayHours1"),
        range("FridayHours2"),
        range("SaturdayHours1"),
        range("SaturdayHours2"),
        range("SundayHours1"),
        range("SundayHours2"),
        property("Name", Kind::Name),
        property("Custom", Kind::Bool),
        read_only("OwnerPool", Kind::Identity),
    ],
    aliases: &[
        ("MondayTimeRange1", "MondayHours1"),
        ("MondayTimeRange2", "MondayHours2"),
        ("TuesdayTimeRange1", "TuesdayHours1"),
        ("TuesdayTimeRange2", "TuesdayHours2"),
        ("WednesdayTimeRange1", "WednesdayHours1"),
        ("WednesdayTimeRange2", "WednesdayHours2"),
        ("ThursdayTimeRange1", "ThursdayHours1"),
        ("ThursdayTimeRange2", "ThursdayHours2"),
        ("FridayTimeRange1", "FridayHours1"),
        ("FridayTimeRange2", "FridayHours2"),
        ("SaturdayTimeRange1", "SaturdayHours1"),
        ("SaturdayTimeRange2", "SaturdayHours2"),
        ("SundayTimeRange1", "SundayHours1"),
        ("SundayTimeRange2", "SundayHours2"),
    ],
};

const fn range(name: &'static str) -> PropertyShape {
    property(name, Kind::Object(&TIME_RANGE))
}

pub(crate) static TIME_RANGE: Shape = Shape {
    name: "TimeRange",
    properties: &[
        property("Name", Kind::Text),
        property("OpenTime", Kind::TimeOfDay),
        property("CloseTime", Kind::TimeOfDay),
    ],
    aliases: &[],
};
