//! The document of the API, from the routes themselves.

use std::collections::BTreeMap;

use utoipa::openapi::{
    Components, ContentBuilder, Info, License, OpenApi, OpenApiBuilder, Ref, RefOr, Response,
    ResponseBuilder,
    path::Operation,
    schema::{ObjectBuilder, Schema, Type},
    security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
};
use utoipa::{PartialSchema, ToSchema};

use crate::{
    noun_document,
    problem::ProblemType,
    router::{HEALTH, routes_with_document},
};

/// The OpenAPI document of everything that [`crate::router()`] serves.
pub fn openapi() -> OpenApi {
    let mut document = routes_with_document().into_openapi();
    for (path, item) in &mut document.paths.paths {
        let reads = item.get.iter_mut();
        reads.for_each(|operation| add_problems(operation, path, false));
        let writes = [&mut item.put, &mut item.post, &mut item.patch, &mut item.delete].into_iter().flatten();
        writes.for_each(|operation| add_problems(operation, path, true));
    }
    let components = document.components.get_or_insert_default();
    noun_document::add_nested(components);
    noun_document::add_bookkeeping(components);
    noun_document::add_answers(components);
    document
}

/// What stands above the routes.
pub(crate) fn base() -> OpenApi {
    let mut info = Info::new("Switchback", "1");
    info.description = Some(DESCRIPTION.to_owned());
    info.license = Some(License::new("MIT OR Apache-2.0"));
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(
        "A token made by `switchback token` or by POST /api/v1/tokens: it names a person, whose roles say what it may do.",
    ));
    let mut components = Components::new();
    components.add_security_scheme("token", SecurityScheme::Http(bearer.build()));
    components.schemas.insert("Problem".to_owned(), problem());
    components.schemas.insert(StampDocument::name().into_owned(), StampDocument::schema());
    let no_scopes: [&str; 0] = [];
    OpenApiBuilder::new()
        .info(info)
        .components(Some(components))
        .security(Some([SecurityRequirement::new("token", no_scopes)]))
        .build()
}

/// What may happen at every route, and the form of every problem.
fn add_problems(operation: &mut Operation, path: &str, writes: bool) {
    let takes_json = match &operation.request_body {
        Some(RefOr::T(body)) => body.content.contains_key("application/json"),
        _ => false,
    };
    let responses = &mut operation.responses.responses;
    let everywhere: &[(&str, &str)] = &[
        ("400", "A parameter or the body cannot be read."),
        ("401", "The request has no valid token."),
        ("403", "The person may not do this."),
        ("429", "The address asks too often; Retry-After says when to come back."),
        ("500", "The store or the server failed."),
        ("503", "The server is busy or stopping; Retry-After says when to come back."),
    ];
    let may_happen = |status: &str| match path {
        HEALTH => false,
        path => path.starts_with("/api/") || matches!(status, "400" | "429" | "503"),
    };
    for (status, description) in everywhere.iter().filter(|(status, _)| may_happen(status)) {
        add(responses, status, description);
    }
    if operation.request_body.is_some() {
        let with_body = [
            ("408", "The body took too long to arrive."),
            ("413", "The body is too large."),
            ("422", "A property is wrong, unknown or missing, or the bytes are not what they should be."),
        ];
        with_body.into_iter().for_each(|(status, description)| add(responses, status, description));
    }
    if takes_json {
        add(responses, "415", "The body is not application/json.");
    }
    if writes {
        add(responses, "507", "The pool or its disk is full.");
    }
    for (status, response) in responses {
        if status.starts_with(['4', '5'])
            && let RefOr::T(response) = response
        {
            give_form(response);
        }
    }
}

fn add(responses: &mut BTreeMap<String, RefOr<Response>>, status: &str, description: &str) {
    let response = RefOr::T(ResponseBuilder::new().description(description).build());
    responses.entry(status.to_owned()).or_insert(response);
}

fn give_form(response: &mut Response) {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    response.content.entry("application/problem+json".to_owned()).or_insert(RefOr::T(content));
}

/// Problem details (RFC 9457) with the members of our own.
fn problem() -> RefOr<Schema> {
    let text =
        |description: &str| ObjectBuilder::new().schema_type(Type::String).description(Some(description));
    let list =
        |description: &str| ObjectBuilder::new().schema_type(Type::Array).description(Some(description));
    let types: Vec<String> =
        ProblemType::ALL.iter().map(|kind| format!("urn:switchback:problem:{}", kind.id)).collect();
    let object = ObjectBuilder::new()
        .schema_type(Type::Object)
        .description(Some("What went wrong (RFC 9457)."))
        .property("type", text("The type of problem.").enum_values(Some(types)))
        .property("title", text("The type in a few words."))
        .property("status", ObjectBuilder::new().schema_type(Type::Integer))
        .property("detail", text("What is wrong, where, and what to do."))
        .property("instance", text("The path of the request."))
        .property("Property", text("The path of the property that is wrong."))
        .property("Problems", list("Every rule that an object or an archive breaks."))
        .property(
            "Conflicts",
            list("Every conflict of an import: Object, Detail and, for edits on both sides, Differences."),
        )
        .property(
            "Differences",
            list("Every property that differs since it was read: Property, Here and There."),
        )
        .property("Users", list("What uses the object."))
        .property("ChangedBy", text("Who changed the object last."))
        .property("ChangedAt", text("When."))
        .property("Current", text("The digest of the version that is there."))
        .property(
            "BytesMax",
            ObjectBuilder::new().schema_type(Type::Integer).description(Some("The most bytes taken.")),
        );
    let required = ["type", "title", "status", "detail", "instance"];
    RefOr::T(required.into_iter().fold(object, ObjectBuilder::required).build().into())
}

/// When something was changed, and who asked.
#[derive(utoipa::ToSchema)]
#[schema(rename_all = "PascalCase", as = Stamp)]
#[expect(dead_code, reason = "describes the JSON of a stamp, for the document")]
pub(crate) struct StampDocument {
    /// The moment.
    #[schema(example = "2026-03-01T08:00:00Z")]
    at: String,
    /// The person.
    #[schema(example = "sip:kim@contoso.com")]
    by: String,
}

/// Bytes as they are.
#[derive(utoipa::ToSchema)]
#[schema(as = Bytes, value_type = String, format = Binary)]
#[expect(dead_code, reason = "describes a body of bytes, for the document")]
pub(crate) struct BytesDocument(Vec<u8>);

const DESCRIPTION: &str = "The configuration of one Switchback pool. Property names are those of the cmdlets.\n\n\
    Every write takes `whatIf=true`, which answers with the plan (`WhatIf`, `Plan`) and changes nothing. A granted \
    write names the record under which it is durable in the header Switchback-Sequence, and says in `Warnings` what \
    deserves a word. An ETag is the digest of an object's properties; Identity, OwnerPool and Changed do not \
    count, so objects are sent whole whatever If-None-Match says.";
