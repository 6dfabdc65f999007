//! Sending one message over SMTP, exact about the one moment that matters: the dot that ends it.
//!
//! Whatever fails before the last bytes are handed over is certainly not sent. Whatever fails afterwards, before the
//! server's answer, may be sent: [`SendOutcome::Unknown`]. Ready-made clients report both as one kind of error, which
//! is why this one is written by hand.

mod reply;
mod session;

use runnel_connector::{Fault, Say, Scope, Secret, SendOutcome, tls::Trust};
use tokio::io::AsyncWriteExt;

use crate::{
    config::EmailConfig,
    trouble::{Service, Trouble},
};
use reply::Reply;
use session::Session;

/// Logs in and out again.
pub async fn check(config: &EmailConfig, secret: &Secret, trust: &Trust) -> Result<(), Fault> {
    let session = Session::open(config, secret, trust).await?;
    session.quit().await;
    Ok(())
}

/// Sends `message` to `to`; `Ok` is the server's answer after it took it over.
pub async fn deliver(
    config: &EmailConfig,
    secret: &Secret,
    trust: &Trust,
    to: &str,
    message: &[u8],
) -> Result<Reply, SendOutcome> {
    if !sendable(to) {
        return Err(permanent("bad_recipient", to, ""));
    }
    let mut session = Session::open(config, secret, trust)
        .await
        .map_err(not_sent)?;
    let body = dotted(message);

    session.envelope(&config.address, to, body.len()).await?;
    // Up to here, and until the first byte of the ending below, nothing can have been sent.
    session
        .wire()
        .write_all(&body)
        .await
        .map_err(|error| lost(config, &error))?;
    session
        .wire()
        .flush()
        .await
        .map_err(|error| lost(config, &error))?;

    match session.end_of_message().await {
        Ok(reply) if reply.is_success() => {
            session.quit().await;
            Ok(reply)
        }
        Ok(reply) => Err(refused(&reply, config, Scope::Conversation)),
        Err(fault) => Err(SendOutcome::Unknown(fault.say().clone())),
    }
}

/// Whether an address can stand in a command without being mistaken for more than an address.
fn sendable(address: &str) -> bool {
    address.len() <= 320
        && address
            .rsplit_once('@')
            .is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty())
        && !address
            .chars()
            .any(|c| c.is_control() || c.is_whitespace() || matches!(c, '<' | '>'))
}

/// The message with every line ended by CRLF and every leading dot doubled (RFC 5321, 4.5.2), without the final dot.
fn dotted(message: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(message.len() + message.len() / 32 + 2);
    for line in message.split_inclusive(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.first() == Some(&b'.') {
            out.push(b'.');
        }
        // A lone CR inside a line could be taken for a line's end by some servers and not by others.
        out.extend(line.iter().filter(|byte| **byte != b'\r'));
        out.extend_from_slice(b"\r\n");
    }
    out
}

fn permanent(code: &'static str, subject: &str, detail: impl Into<String>) -> SendOutcome {
    SendOutcome::Permanent(Say::new(code, subject, detail))
}

/// A fault before the message was handed over.
fn not_sent(fault: Fault) -> SendOutcome {
    match fault {
        Fault::Auth(say) => SendOutcome::Permanent(say),
        Fault::Retry { after, scope, say } => SendOutcome::Retry { after, scope, say },
        other => SendOutcome::Retry {
            after: None,
            scope: Scope::Account,
            say: other.say().clone(),
        },
    }
}

fn lost(config: &EmailConfig, error: &std::io::Error) -> SendOutcome {
    not_sent(Trouble::of_io(error).fault(Service::Smtp, &config.smtp, error.to_string()))
}

/// What a negative answer means for the message.
fn refused(reply: &Reply, config: &EmailConfig, scope: Scope) -> SendOutcome {
    let later = |trouble: Trouble, scope| SendOutcome::Retry {
        after: None,
        scope,
        say: Say::new(
            trouble.code(Service::Smtp),
            config.smtp.shown(),
            reply.shown(),
        ),
    };
    match reply.code {
        // 5.4.5: "daily sending quota exceeded" (Gmail), permanent in form only.
        500..600 if reply.enhanced() == Some("5.4.5") => later(Trouble::Busy, Scope::Account),
        552 => permanent("message_too_big", "", reply.shown()),
        500..600 => permanent(
            Trouble::Refused.code(Service::Smtp),
            &config.smtp.shown(),
            reply.shown(),
        ),
        // 421: the service is closing the connection, for everybody.
        421 => later(Trouble::Busy, Scope::Account),
        400..500 => later(Trouble::Busy, scope),
        _ => later(Trouble::Garbled, scope),
    }
}

#[cfg(test)]
mod tests {
    use super::{dotted, sendable};

    #[test]
    fn leading_dots_are_doubled_and_lines_end_with_crlf() {
        assert_eq!(dotted(b"a\n.b\r\n..\nlast"), b"a\r\n..b\r\n...\r\nlast\r\n");
        assert_eq!(
            dotted(b"x\r\r\n.\r\n"),
            b"x\r\n..\r\n",
            "no line may end the message early"
        );
        assert_eq!(
            dotted(b"a\r.\r\nb"),
            b"a.\r\nb\r\n",
            "a lone CR is no line end"
        );
    }

    #[test]
    fn an_address_cannot_smuggle_commands() {
        assert!(sendable("ana@example.org"));
        assert!(sendable("ünï@bücher.example"));
        for bad in [
            "",
            "ana",
            "@x",
            "a@",
            "a@b>\r\nRCPT TO:<c@d",
            "a b@c",
            "a\0@b",
        ] {
            assert!(!sendable(bad), "{bad:?}");
        }
    }
}
