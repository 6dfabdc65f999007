//! Attachments by address: `attachment://localhost/ID` and `…/ID/small`, as bytes rather than base64.

use runnel_app::media::Served;
use runnel_domain::ids::AttachmentId;
use tauri::http::{HeaderValue, Request, Response, StatusCode, header};
use tauri::{AppHandle, Manager};

use crate::workspace::Workspace;

/// The scheme, as the interface names it too.
pub const SCHEME: &str = "attachment";

/// Answers one address. Anything that is none of ours is not found.
pub async fn answer(app: &AppHandle, request: &Request<Vec<u8>>) -> Response<Vec<u8>> {
    let Some((id, small)) = asked(request.uri().path()) else {
        return nothing(StatusCode::NOT_FOUND);
    };
    let Ok(runnel) = app.state::<Workspace>().app(id.0).await else {
        return nothing(StatusCode::SERVICE_UNAVAILABLE);
    };
    let range = request
        .headers()
        .get(header::RANGE)
        .and_then(|range| range.to_str().ok());
    let served = if small {
        runnel.attachment_thumbnail(id).await
    } else {
        runnel.attachment_served(id, range).await
    };
    match served {
        Ok(served) => file(served),
        Err(error) => {
            tracing::debug!(%error, "an attachment is not shown");
            nothing(StatusCode::NOT_FOUND)
        }
    }
}

/// Which attachment, and whether its small picture. The page writes the slash as `%2F`.
fn asked(path: &str) -> Option<(AttachmentId, bool)> {
    let path = path.trim_start_matches('/').replace("%2F", "/");
    let (id, small) = match path.split_once('/') {
        Some((id, "small")) => (id, true),
        Some(_) => return None,
        None => (path.as_str(), false),
    };
    Some((AttachmentId(id.parse().ok()?), small))
}

fn file(served: Served) -> Response<Vec<u8>> {
    let mut response = Response::new(served.bytes);
    let headers = response.headers_mut();
    let plain = HeaderValue::from_static("application/octet-stream");
    let kind = HeaderValue::from_str(&served.mime).unwrap_or(plain);
    headers.insert(header::CONTENT_TYPE, kind);
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    // Only the interface is ever shown in this window, and players fetch what they play.
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    if let Some((first, last, whole)) = served.part
        && let Ok(part) = HeaderValue::from_str(&format!("bytes {first}-{last}/{whole}"))
    {
        headers.insert(header::CONTENT_RANGE, part);
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
    }
    response
}

fn nothing(status: StatusCode) -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = status;
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_attachments_have_addresses() {
        assert_eq!(asked("/12"), Some((AttachmentId(12), false)));
        assert_eq!(asked("/12%2Fsmall"), Some((AttachmentId(12), true)));
        for other in ["/", "/../etc/passwd", "/12/large", "/twelve"] {
            assert_eq!(asked(other), None, "{other}");
        }
    }
}
