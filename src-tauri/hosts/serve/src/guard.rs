//! Who may ask: this machine, with the token, from our own page.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

/// What a request is measured by.
#[derive(Debug, Clone)]
pub(crate) struct Guard {
    /// `127.0.0.1:PORT` and `localhost:PORT`.
    pub(crate) hosts: Vec<String>,
    /// A page of another origin that may ask too.
    pub(crate) origin: Option<String>,
    pub(crate) token: String,
}

impl Guard {
    /// Whether the request was meant for us and was not made by a foreign page.
    fn is_ours(&self, headers: &HeaderMap) -> bool {
        let text = |name| {
            headers
                .get(name)
                .and_then(|value: &HeaderValue| value.to_str().ok())
        };
        let host =
            text(header::HOST).is_some_and(|host| self.hosts.iter().any(|ours| ours == host));
        let origin = text(header::ORIGIN).is_none_or(|origin| {
            self.hosts
                .iter()
                .any(|ours| origin == format!("http://{ours}"))
                || self.origin.as_deref() == Some(origin)
        });
        host && origin
    }

    /// Whether the request shows the token, in its header or (WebSocket) in its address.
    pub(crate) fn knows_token(&self, headers: &HeaderMap, query: Option<&str>) -> bool {
        let bearer = headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.strip_prefix("Bearer "));
        let asked = query
            .unwrap_or_default()
            .split('&')
            .find_map(|pair| pair.strip_prefix("token="));
        [bearer, asked]
            .into_iter()
            .flatten()
            .any(|shown| same(shown, &self.token))
    }
}

/// Compares without telling by its duration how much was right.
fn same(shown: &str, token: &str) -> bool {
    shown.len() == token.len()
        && shown
            .bytes()
            .zip(token.bytes())
            .fold(0, |sum, (one, other)| sum | (one ^ other))
            == 0
}

/// Refuses what is not ours; answers the browser's question whether the development server's page may ask.
pub(crate) async fn ours(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    if !guard.is_ours(request.headers()) {
        return (StatusCode::FORBIDDEN, "not for you").into_response();
    }
    let mut response = if request.method() == Method::OPTIONS {
        StatusCode::NO_CONTENT.into_response()
    } else {
        next.run(request).await
    };
    if let Some(origin) = guard
        .origin
        .as_deref()
        .and_then(|origin| HeaderValue::from_str(origin).ok())
    {
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        let allowed = HeaderValue::from_static("authorization, content-type");
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, allowed);
    }
    response
}

/// Refuses whoever does not know the token.
pub(crate) async fn with_token(
    State(guard): State<Guard>,
    request: Request,
    next: Next,
) -> Response {
    if guard.knows_token(request.headers(), request.uri().query()) {
        next.run(request).await
    } else {
        (StatusCode::UNAUTHORIZED, "the token is missing or wrong").into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard() -> Guard {
        Guard {
            hosts: vec!["127.0.0.1:81".into()],
            origin: None,
            token: "secret".into(),
        }
    }

    fn headers(pairs: &[(header::HeaderName, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.clone(), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn foreign_pages_and_names_are_refused() {
        let host = (header::HOST, "127.0.0.1:81");
        assert!(guard().is_ours(&headers(std::slice::from_ref(&host))));
        assert!(guard().is_ours(&headers(&[
            host.clone(),
            (header::ORIGIN, "http://127.0.0.1:81")
        ])));
        assert!(!guard().is_ours(&headers(&[host, (header::ORIGIN, "https://evil.example")])));
        assert!(
            !guard().is_ours(&headers(&[(header::HOST, "evil.example:81")])),
            "DNS rebinding"
        );
        assert!(!guard().is_ours(&HeaderMap::new()));
    }

    #[test]
    fn only_the_whole_token_opens() {
        let bearer = |token: &str| headers(&[(header::AUTHORIZATION, &format!("Bearer {token}"))]);
        assert!(guard().knows_token(&bearer("secret"), None));
        assert!(!guard().knows_token(&bearer("secre"), None));
        assert!(!guard().knows_token(&HeaderMap::new(), None));
        assert!(guard().knows_token(&HeaderMap::new(), Some("a=b&token=secret")));
    }
}
