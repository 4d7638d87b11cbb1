//! Schemas of the values whose text or number is checked, for the API's document.

use utoipa::openapi::schema::{ObjectBuilder, Type};

/// Gives a type a schema of its own.
macro_rules! schema {
    ($name:ident, $builder:expr) => {
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::RefOr::T(utoipa::openapi::schema::Schema::Object($builder.build()))
            }
        }

        impl utoipa::ToSchema for $name {}
    };
}
pub(crate) use schema;

/// A text.
pub(crate) fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

/// A text in the shape of this example.
pub(crate) fn text_like(example: &str) -> ObjectBuilder {
    text().examples([example])
}

/// A whole number in a range.
pub(crate) fn number(min: u16, max: u16) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(min)).maximum(Some(max))
}
