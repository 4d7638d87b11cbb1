//! The routes of the five types with their part of the document.

use axum::routing::{MethodRouter, get};
use utoipa::{
    IntoParams, PartialSchema, ToSchema,
    openapi::{
        Components, ContentBuilder, HeaderBuilder, HttpMethod, Ref, RefOr, Required, ResponseBuilder,
        path::{Operation, OperationBuilder, Parameter, ParameterBuilder, ParameterIn, Paths},
        request_body::RequestBodyBuilder,
        schema::{ArrayBuilder, Object, ObjectBuilder, OneOfBuilder, Schema, Type},
    },
};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

use crate::{
    noun::Noun,
    object::{self, ListParameters},
    parameters::{ForceParameters, WriteParameters},
    router::Api,
    wire::{CHANGED, IDENTITY, OWNER_POOL},
};

/// Adds the routes of a type.
pub(crate) fn add<N: Noun>(router: OpenApiRouter<Api>) -> OpenApiRouter<Api> {
    router.routes(collection::<N>()).routes(item::<N>())
}

fn collection<N: Noun>() -> UtoipaMethodRouter<Api> {
    let mut schemas = vec![(schema_name::<N>(), N::Properties::schema())];
    N::Properties::schemas(&mut schemas);
    let mut paths = Paths::new();
    paths.add_path_operation(N::COLLECTION, vec![HttpMethod::Get], list::<N>());
    paths.add_path_operation(N::COLLECTION, vec![HttpMethod::Post], create::<N>());
    (schemas, paths, get(object::list::<N>).post(object::create::<N>))
}

fn item<N: Noun>() -> UtoipaMethodRouter<Api> {
    let mut paths = Paths::new();
    paths.add_path_operation(N::ITEM, vec![HttpMethod::Get], read::<N>());
    paths.add_path_operation(N::ITEM, vec![HttpMethod::Put], replace::<N>());
    paths.add_path_operation(N::ITEM, vec![HttpMethod::Delete], remove::<N>());
    let methods: MethodRouter<Api> =
        get(object::read::<N>).put(object::replace::<N>).delete(object::remove::<N>);
    (Vec::new(), paths, methods)
}

fn list<N: Noun>() -> Operation {
    let page = ObjectBuilder::new()
        .property("Items", ArrayBuilder::new().items(reference::<N>()))
        .required("Items")
        .property("Next", text("The cursor of the next page; not there on the last."));
    let response = ResponseBuilder::new()
        .description("A page in the order of names.")
        .content("application/json", ContentBuilder::new().schema(Some(page)).build())
        .header("Link", header("The next page, rel=\"next\"."));
    operation::<N>("list", format!("Lists objects of this type (Get-CsRgs{}).", N::KIND))
        .parameters(Some(query::<ListParameters>()))
        .response("200", response)
        .build()
}

fn create<N: Noun>() -> Operation {
    operation::<N>("create", format!("Makes an object of this type (New-CsRgs{}).", N::KIND))
        .description(Some(
            "An Identity with a GUID makes the object under this GUID; without one the pool chooses it.",
        ))
        .parameters(Some(query::<WriteParameters>()))
        .request_body(Some(body::<N>()))
        .response("200", answer::<N>("The plan."))
        .response("201", answer::<N>("The object.").header("Location", header("Where it can be read.")))
        .response("409", ResponseBuilder::new().description("It does not fit the other objects of the pool."))
        .build()
}

fn read<N: Noun>() -> Operation {
    operation::<N>("read", format!("Reads one object of this type (Get-CsRgs{} -Identity).", N::KIND))
        .parameters(Some([id()]))
        .response("200", answer::<N>("The object."))
        .response("404", ResponseBuilder::new().description("There is no such object."))
        .build()
}

fn replace<N: Noun>() -> Operation {
    let if_match =
        header_parameter("If-Match", "The ETag of the version that was read; required unless force=true.");
    operation::<N>("replace", format!("Saves an object of this type (Set-CsRgs{}).", N::KIND))
        .parameters(Some([id(), if_match]))
        .parameters(Some(query::<ForceParameters>()))
        .request_body(Some(body::<N>()))
        .response("200", answer::<N>("The object as it is now, or the plan."))
        .response("404", ResponseBuilder::new().description("There is no such object."))
        .response("409", ResponseBuilder::new().description("It does not fit the other objects of the pool."))
        .response(
            "412",
            ResponseBuilder::new().description("Somebody changed it since; Differences says what."),
        )
        .response("428", ResponseBuilder::new().description("If-Match is missing."))
        .build()
}

fn remove<N: Noun>() -> Operation {
    let if_match = header_parameter("If-Match", "Remove only this version.");
    operation::<N>("remove", format!("Removes an object of this type (Remove-CsRgs{}).", N::KIND))
        .parameters(Some([id(), if_match]))
        .parameters(Some(query::<ForceParameters>()))
        .response("200", answer::<N>("The object that is gone, or the plan."))
        .response("404", ResponseBuilder::new().description("There is no such object."))
        .response("409", ResponseBuilder::new().description("It is in use; Users says by what."))
        .response("412", ResponseBuilder::new().description("It is another version by now."))
        .build()
}

fn operation<N: Noun>(verb: &str, description: String) -> OperationBuilder {
    let name = N::KIND.noun().replace(' ', "_");
    OperationBuilder::new()
        .tag(N::KIND.as_str())
        .operation_id(Some(format!("{verb}_{name}")))
        .summary(Some(description))
}

fn answer<N: Noun>(description: &str) -> ResponseBuilder {
    ResponseBuilder::new()
        .description(description)
        .content("application/json", ContentBuilder::new().schema(Some(reference::<N>())).build())
        .header("ETag", header("The version, for If-Match."))
}

fn body<N: Noun>() -> utoipa::openapi::request_body::RequestBody {
    let content = ContentBuilder::new().schema(Some(reference::<N>())).build();
    RequestBodyBuilder::new().content("application/json", content).required(Some(Required::True)).build()
}

fn reference<N: Noun>() -> Ref {
    Ref::from_schema_name(schema_name::<N>())
}

fn schema_name<N: Noun>() -> String {
    N::KIND.as_str().to_owned()
}

fn query<P: IntoParams>() -> Vec<Parameter> {
    P::into_params(|| Some(ParameterIn::Query))
}

fn id() -> Parameter {
    ParameterBuilder::new()
        .name("id")
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .description(Some("The GUID of the object."))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .build()
}

fn header_parameter(name: &str, description: &str) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(description))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .build()
}

fn header(description: &str) -> utoipa::openapi::Header {
    HeaderBuilder::new()
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .description(Some(description))
        .build()
}

fn text(description: &str) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).description(Some(description))
}

/// Adds what a call action leads to. Questions hold actions again, so the derived walk stops before them.
pub(crate) fn add_nested(components: &mut Components) {
    let mut schemas = vec![
        named::<domain::ActionKind>(),
        named::<domain::Answer>(),
        named::<domain::AnswerList>(),
        named::<domain::DtmfResponse>(),
        named::<domain::Prompt>(),
        named::<domain::Question>(),
        named::<domain::VoiceResponse>(),
    ];
    domain::Prompt::schemas(&mut schemas);
    components.schemas.extend(schemas);
}

fn named<T: ToSchema>() -> (String, RefOr<Schema>) {
    (T::name().into_owned(), T::schema())
}

/// Adds to the five types what the pool notes beside their properties and what replies say.
pub(crate) fn add_bookkeeping(components: &mut Components) {
    for kind in domain::ObjectKind::ALL {
        let object = object(components, kind.as_str());
        let changed = ObjectBuilder::new()
            .description(Some("The last change. May be sent back as it was read."))
            .property("At", text("When."))
            .property("By", text("Who asked."))
            .property("Digest", text("The version: the ETag of the object."));
        let noted: [(&str, RefOr<Schema>); 3] = [
            (IDENTITY, schema(text("Who the object is. May be sent back as it was read."))),
            (OWNER_POOL, schema(text("The pool that it belongs to. May be sent back as it was read."))),
            (CHANGED, schema(changed)),
        ];
        object.properties.extend(noted.map(|(name, schema)| (name.to_owned(), schema)));
        for name in DEFAULTED {
            object.required.retain(|required| required != name);
            if let Some(named) = object.properties.remove(name) {
                let nothing = ObjectBuilder::new().schema_type(Type::Null);
                let either = OneOfBuilder::new().item(named).item(nothing);
                object.properties.insert(name.to_owned(), schema(either));
            }
        }
    }
    let identity = schema(text("The service of the pool. May be sent back as it was read."));
    object(components, "ServiceSettings").properties.insert(IDENTITY.to_owned(), identity);
}

/// Adds what the answers to writes say beside their own content.
pub(crate) fn add_answers(components: &mut Components) {
    let kinds = domain::ObjectKind::ALL.iter().map(|kind| kind.as_str());
    let others = [
        "AgentState",
        "ImportReport",
        "ImportedAudio",
        "MadeToken",
        "PersonProperties",
        "PoolRoleLine",
        "Removed",
        "RevokedToken",
        "ServiceSettings",
    ];
    for name in kinds.chain(others) {
        let list = |description: &str| {
            ArrayBuilder::new()
                .items(ObjectBuilder::new().schema_type(Type::String))
                .description(Some(description))
        };
        let what_if = ObjectBuilder::new().schema_type(Type::Boolean).description(Some("True in a plan."));
        let said: [(&str, RefOr<Schema>); 3] = [
            ("Warnings", schema(list("In answers to writes: what deserves a word."))),
            ("WhatIf", schema(what_if)),
            ("Plan", schema(list("In a plan: what would be done, in sentences."))),
        ];
        object(components, name).properties.extend(said.map(|(name, schema)| (name.to_owned(), schema)));
    }
}

/// What a new workflow gets from the pool where it says nothing.
const DEFAULTED: [&str; 2] = ["Language", "TimeZone"];

fn object<'a>(components: &'a mut Components, name: &str) -> &'a mut Object {
    match components.schemas.get_mut(name) {
        Some(RefOr::T(Schema::Object(object))) => object,
        _ => unreachable!("the routes bring the schema of {name}, which is an object"),
    }
}

fn schema(schema: impl Into<Schema>) -> RefOr<Schema> {
    RefOr::T(schema.into())
}
