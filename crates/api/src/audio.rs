//! Import-CsRgsAudioFile, and the way back.

use admin::{Reply, Request, Right};
use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{AudioFormat, ContentHash, FileName};
use serde::Deserialize;
use serde_json::Value;

use crate::{
    body,
    caller::Caller,
    parameters::{Flag, NoParameters, Parameters, Segment},
    precondition,
    problem::{Problem, ProblemType},
    router::Api,
    sending,
};

/// What comes with the bytes.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ImportAudioParameters {
    /// The name of the file, ending in .wav or .wma.
    #[param(value_type = String)]
    file_name: FileName,
    /// Gives the plan and changes nothing.
    #[serde(default)]
    #[param(value_type = Option<bool>)]
    what_if: Flag,
}

/// Audio as it was brought: what prompts refer to.
#[derive(utoipa::ToSchema)]
#[schema(rename_all = "PascalCase")]
#[expect(dead_code, reason = "describes the JSON of audio that was brought, for the document")]
pub(crate) struct ImportedAudio {
    /// The name given at import, without its folder.
    original_file_name: FileName,
    /// The name under which the file lies in an archive.
    unique_name: uuid::Uuid,
    /// SHA-256 of the bytes.
    content_hash: ContentHash,
}

/// Brings audio into the pool (Import-CsRgsAudioFile). The answer is what prompts refer to.
#[utoipa::path(
    post,
    path = "/api/v1/audio-files",
    tag = "audio",
    params(ImportAudioParameters),
    request_body(content = crate::openapi::BytesDocument, content_type = "application/octet-stream", description = "The bytes of the file, at most 4 MB."),
    responses(
        (status = 200, description = "The plan.", body = ImportedAudio),
        (status = 201, description = "The pool holds the audio.", body = ImportedAudio, headers(("Location" = String, description = "Where the bytes can be read."))),
        (status = 507, description = "The pool or its disk is full."),
    )
)]
pub(crate) async fn import_audio(
    State(api): State<Api>,
    Caller(caller): Caller,
    Parameters(asked): Parameters<ImportAudioParameters>,
    request: axum::extract::Request,
) -> Result<Response, Problem> {
    admin::require(&api.pool().configuration(), &caller, Right::Compose, "bring audio")?;
    let content = body::read_audio(request, &api).await?;
    let request = Request::ImportAudio { file_name: asked.file_name, content: content.into() };
    let granted = api.decide(caller, request, asked.what_if).await?;
    let Reply::Audio(audio) = granted.reply() else { return Err(Problem::unexpected_reply()) };
    let Ok(Value::Object(body)) = serde_json::to_value(audio) else {
        unreachable!("audio is written as a JSON object")
    };
    let location = HeaderValue::from_str(&format!("{AUDIO_FILES}/{}", audio.content_hash));
    let planned = granted.is_plan();
    let mut response = granted.respond(StatusCode::CREATED, body);
    if !planned {
        let location = location.expect("a path of ASCII may stand in a header");
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response)
}

/// Reads the bytes of audio.
#[utoipa::path(
    get,
    path = "/api/v1/audio-files/{hash}",
    tag = "audio",
    params(
        ("hash" = String, Path, description = "ContentHash of the audio."),
        ("If-None-Match" = Option<String>, Header, description = "The ETag of bytes that are at hand."),
    ),
    responses(
        (status = 200, description = "The bytes.", body = crate::openapi::BytesDocument, content_type = "application/octet-stream"),
        (status = 304, description = "Audio of one hash never changes."),
        (status = 404, description = "The pool holds no such audio."),
    )
)]
pub(crate) async fn read_audio(
    State(api): State<Api>,
    Caller(caller): Caller,
    Segment(hash): Segment<ContentHash>,
    _none: NoParameters,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let configuration = api.pool().configuration();
    admin::require(&configuration, &caller, Right::Read, "read audio")?;
    let missing = || Problem::new(ProblemType::NOT_FOUND, format!("this pool holds no audio {hash}"));
    let held = configuration.audio(&hash).ok_or_else(missing)?;
    let digest = domain::Digest(held.hash);
    let etag = [(header::ETAG, precondition::etag(digest))];
    if precondition::known(&headers, &digest) {
        return Ok((StatusCode::NOT_MODIFIED, etag).into_response());
    }
    let place = api.doors().audio()?;
    let bytes = api.pool().audio(hash).await?.ok_or_else(missing)?;
    let kind = match AudioFormat::recognise(&bytes) {
        Ok(AudioFormat::Wav { .. }) => "audio/wav",
        Ok(AudioFormat::Wma) => "audio/x-ms-wma",
        Err(_) => "application/octet-stream",
    };
    let headers = [(header::CONTENT_TYPE, kind), (header::X_CONTENT_TYPE_OPTIONS, "nosniff")];
    Ok((etag, headers, sending::body(bytes, place)).into_response())
}

/// The collection.
const AUDIO_FILES: &str = "/api/v1/audio-files";
