//! Where the web view may go: nowhere but the interface that is built in.

use tauri::Url;

/// The interface's own addresses, on Linux and macOS, and on Windows. A sandboxed mail frame is
/// `about:srcdoc` or a blob; a link in it opens in the person's browser, through a command.
pub fn is_own(address: &Url) -> bool {
    match (address.scheme(), address.host_str()) {
        ("tauri", Some("localhost")) | ("http" | "https", Some("tauri.localhost")) => true,
        ("about", _) => matches!(address.path(), "blank" | "srcdoc"),
        ("blob", _) => true,
        _ => false,
    }
}

/// What may be handed to another program: never a file, never a scheme that runs something.
pub fn is_for_outside(address: &Url) -> bool {
    matches!(address.scheme(), "http" | "https" | "mailto" | "tel")
}

#[cfg(test)]
mod tests {
    use tauri::Url;

    use super::{is_for_outside, is_own};

    fn address(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn the_view_stays_at_home() {
        for own in [
            "tauri://localhost/index.html",
            "http://tauri.localhost/",
            "about:srcdoc",
            "blob:tauri/1",
        ] {
            assert!(is_own(&address(own)), "{own}");
        }
        for foreign in [
            "https://shop.example/",
            "file:///etc/passwd",
            "http://localhost/",
            "data:text/html,x",
        ] {
            assert!(!is_own(&address(foreign)), "{foreign}");
        }
    }

    #[test]
    fn only_harmless_addresses_leave() {
        assert!(is_for_outside(&address("https://shop.example/?q=1")));
        assert!(is_for_outside(&address("mailto:ana@example.org")));
        for kept in [
            "file:///etc/passwd",
            "javascript:alert(1)",
            "smb://host/x",
            "tauri://localhost/",
        ] {
            assert!(!is_for_outside(&address(kept)), "{kept}");
        }
    }
}
