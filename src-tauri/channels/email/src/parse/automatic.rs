//! Whether a machine wrote a mail: triggers must stay silent then, or two machines talk for ever (RFC 3834).

use mail_parser::Message;

use super::addresses::unknown;

/// Whether the mail says in any usual way that no person is waiting for an answer.
pub fn is_automatic(message: &Message<'_>) -> bool {
    let header = |name: &'static str| {
        message
            .header_raw(name)
            .map(|value| value.trim().to_ascii_lowercase())
    };
    let says = |name, words: &[&str]| {
        header(name).is_some_and(|value| words.iter().any(|word| value.contains(word)))
    };
    header("Auto-Submitted").is_some_and(|value| !value.is_empty() && !value.starts_with("no"))
        || header("List-Id").is_some()
        || says(
            "Precedence",
            &["bulk", "junk", "list", "auto_reply", "auto-reply"],
        )
        || says("X-Auto-Response-Suppress", &["all", "oof", "autoreply"])
        || header("X-Autoreply").is_some()
        || header("X-Autorespond").is_some()
        || header("Feedback-ID").is_some()
        || header("Return-Path").as_deref() == Some("<>")
        || by_a_machine(message)
}

/// Senders that are never people.
fn by_a_machine(message: &Message<'_>) -> bool {
    let Some(from) = message
        .from()
        .and_then(|from| from.first())
        .and_then(|addr| addr.address())
    else {
        return true;
    };
    let local = from
        .rsplit_once('@')
        .map_or(from, |(local, _)| local)
        .to_ascii_lowercase();
    from == unknown().address
        || [
            "mailer-daemon",
            "postmaster",
            "no-reply",
            "noreply",
            "donotreply",
            "do-not-reply",
        ]
        .contains(&local.as_str())
}
