//! Entity tags: the digest of an object's content, in quotation marks.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use domain::Digest;

use crate::problem::{Problem, ProblemType};

/// The entity tag of a version.
pub(crate) fn etag(digest: Digest) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{digest}\"")).expect("hexadecimal digits may stand in a header")
}

/// The version that If-Match names for a change; nothing where the change is forced or any version will do.
pub(crate) fn required(headers: &HeaderMap, force: bool) -> Result<Option<Digest>, Problem> {
    if force {
        return Ok(None);
    }
    let Some(given) = text(headers, header::IF_MATCH)? else {
        let detail = "send If-Match with the ETag of the version that was read, so that nobody's change is lost; \
                      with force=true whatever is there is overwritten";
        return Err(Problem::new(ProblemType::IF_MATCH_REQUIRED, detail));
    };
    version(given)
}

/// The version that If-Match names, if the header is there.
pub(crate) fn optional(headers: &HeaderMap) -> Result<Option<Digest>, Problem> {
    text(headers, header::IF_MATCH)?.map_or(Ok(None), version)
}

/// Whether If-None-Match says that the asker has this version already.
pub(crate) fn known(headers: &HeaderMap, digest: &Digest) -> bool {
    let given = text(headers, header::IF_NONE_MATCH).ok().flatten().unwrap_or_default();
    let digest = digest.to_string();
    let mut tags = given.split(',').map(|tag| tag.trim().trim_start_matches("W/").trim_matches('"'));
    tags.any(|tag| tag == "*" || tag == digest)
}

fn text(headers: &HeaderMap, name: HeaderName) -> Result<Option<&str>, Problem> {
    let Some(value) = headers.get(&name) else { return Ok(None) };
    let text = value
        .to_str()
        .map_err(|_| Problem::new(ProblemType::PRECONDITION, format!("{name} is not ASCII")))?;
    Ok(Some(text.trim()))
}

fn version(given: &str) -> Result<Option<Digest>, Problem> {
    if given == "*" {
        return Ok(None);
    }
    let tag = given.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    tag.and_then(|tag| tag.parse().ok()).map(Some).ok_or_else(|| {
        let detail = format!("If-Match must be one ETag of this server, in quotation marks, but is {given}");
        Problem::new(ProblemType::PRECONDITION, detail)
    })
}
