//! What is known about the large mail providers, with the source of each number.

/// Whether this server puts what it sends into "Sent" by itself, so that a copy of ours would be the second.
///
/// Gmail and Outlook do: support.google.com/mail/answer/78892, learn.microsoft.com "Sent items" of SMTP AUTH clients.
pub fn saves_sent(smtp_host: &str) -> bool {
    let host = smtp_host.to_ascii_lowercase();
    ["smtp.gmail.com", "smtp.googlemail.com", "smtp.office365.com", "smtp-mail.outlook.com"]
        .contains(&host.as_str())
}

