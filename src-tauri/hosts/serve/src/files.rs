//! The built interface: plain files from one folder.

use std::path::{Component, Path, PathBuf};

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

/// The file of an address; the first page for addresses that name none.
pub(crate) async fn file(folder: &Path, address: &str) -> Response {
    let Some(path) = inside(folder, address) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match tokio::fs::read(&path).await {
        Ok(bytes) => {
            let kind = HeaderValue::from_static(kind(&path));
            ([(header::CONTENT_TYPE, kind)], bytes).into_response()
        }
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

fn inside(folder: &Path, address: &str) -> Option<PathBuf> {
    let address = Path::new(address.trim_start_matches('/'));
    let plain = address
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    let name = if address.as_os_str().is_empty() {
        Path::new("index.html")
    } else {
        address
    };
    plain.then(|| folder.join(name))
}

fn kind(path: &Path) -> &'static str {
    match path
        .extension()
        .and_then(|ending| ending.to_str())
        .unwrap_or_default()
    {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "json" | "map" => "application/json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_outside_the_folder_is_served() {
        let folder = Path::new("/ui");
        assert_eq!(inside(folder, "/"), Some(PathBuf::from("/ui/index.html")));
        assert_eq!(
            inside(folder, "/assets/a.js"),
            Some(PathBuf::from("/ui/assets/a.js"))
        );
        assert_eq!(inside(folder, "/../etc/passwd"), None);
        assert_eq!(
            inside(folder, "//etc/passwd"),
            Some(PathBuf::from("/ui/etc/passwd"))
        );
    }
}
