//! A logged-in IMAP session, and the few commands that we need of it.

mod beginning;
mod folder;
mod sent;

use async_imap::{Client, Session as RawSession, error::Error as ImapError};
use runnel_connector::{Fault, Secret, tls::Trust};

use crate::{
    config::{EmailConfig, Security},
    trouble::{Service, Trouble},
    wire::Wire,
};

/// A connection that is logged in.
pub struct Session {
    /// The commands.
    pub raw: RawSession<Wire>,
    /// The server can tell us about news.
    pub idle: bool,
}

impl Session {
    /// Connects and logs in.
    pub async fn open(config: &EmailConfig, secret: &Secret, trust: &Trust) -> Result<Self, Fault> {
        let server = &config.imap;
        let wire = Wire::connect(Service::Imap, server, config.allow_plain, trust).await?;
        let mut client = greeted(wire, config).await?;
        if server.security == Security::StartTls {
            client
                .run_command_and_check_ok("STARTTLS", None)
                .await
                .map_err(|error| match error {
                    ImapError::No(words) | ImapError::Bad(words) => {
                        Trouble::NoStartTls.fault(Service::Imap, server, spoken(&words))
                    }
                    other => fault(config, &other),
                })?;
            // Anything that was slipped in before the protection began is dropped with the old client.
            let wire = client
                .into_inner()
                .into_tls(Service::Imap, server, trust)
                .await?;
            client = Client::new(wire);
        }
        let mut raw = log_in(client, config, secret).await?;
        let offers = raw
            .capabilities()
            .await
            .map_err(|error| fault(config, &error))?;
        Ok(Self {
            idle: offers.has_str("IDLE"),
            raw,
        })
    }

    /// Says good-bye, without waiting long for it.
    pub async fn close(mut self) {
        let _ = tokio::time::timeout(std::time::Duration::from_secs(2), self.raw.logout()).await;
    }
}

/// Waits for the greeting, so that something that is no mail server is found out here.
async fn greeted(wire: Wire, config: &EmailConfig) -> Result<Client<Wire>, Fault> {
    let mut client = Client::new(wire);
    let not_imap =
        |detail: String| Trouble::NotAMailServer.fault(Service::Imap, &config.imap, detail);
    match client.read_response().await {
        Ok(Some(greeting)) => {
            use async_imap::imap_proto::{Response, Status};
            match greeting.parsed() {
                Response::Data {
                    status: Status::Ok | Status::PreAuth,
                    ..
                } => {}
                Response::Data { outcome, .. } => {
                    let words = outcome
                        .information
                        .as_deref()
                        .unwrap_or_default()
                        .to_owned();
                    return Err(Trouble::Busy.fault(Service::Imap, &config.imap, words));
                }
                other => return Err(not_imap(format!("{other:?}"))),
            }
        }
        Ok(None) => {
            let detail = "closed without a greeting";
            return Err(Trouble::ConnectionLost.fault(Service::Imap, &config.imap, detail));
        }
        Err(error)
            if matches!(
                Trouble::of_io(&error),
                Trouble::Timeout | Trouble::ConnectionLost
            ) =>
        {
            // async-imap reports what it cannot parse as an error of kind `Other`.
            return Err(if error.kind() == std::io::ErrorKind::Other {
                not_imap(error.to_string())
            } else {
                fault(config, &ImapError::Io(error))
            });
        }
        Err(error) => return Err(not_imap(error.to_string())),
    }
    Ok(client)
}

async fn log_in(
    client: Client<Wire>,
    config: &EmailConfig,
    secret: &Secret,
) -> Result<RawSession<Wire>, Fault> {
    let (login, password) = (config.login.as_str(), secret.expose());
    let result = if login.is_ascii() && password.is_ascii() {
        client.login(login, password).await
    } else {
        // LOGIN takes ASCII only; PLAIN is UTF-8 by definition (RFC 4616).
        client
            .authenticate("PLAIN", Plain(format!("\0{login}\0{password}")))
            .await
    };
    result.map_err(|(error, _)| match error {
        ImapError::No(words) => refusal(&words).fault(Service::Imap, &config.imap, spoken(&words)),
        ImapError::Bad(words) => {
            Trouble::PasswordNotAllowed.fault(Service::Imap, &config.imap, spoken(&words))
        }
        ImapError::Validate(_) => {
            Trouble::WrongPassword.fault(Service::Imap, &config.imap, "line breaks in the login")
        }
        other => fault(config, &other),
    })
}

/// Why a login was refused, as far as the words tell.
fn refusal(words: &str) -> Trouble {
    let words = words.to_ascii_lowercase();
    let says = |any: &[&str]| any.iter().any(|word| words.contains(word));
    // Gmail, Yahoo and Microsoft, in this order; the usual password is right and does not help.
    if says(&["application-specific", "app password", "basicauthblocked"]) {
        Trouble::PasswordNotAllowed
    } else if says(&["unavailable", "inuse", "limit"]) {
        // RFC 5530: the password was not even looked at.
        Trouble::Busy
    } else {
        Trouble::WrongPassword
    }
}

struct Plain(String);

impl async_imap::Authenticator for Plain {
    type Response = String;

    fn process(&mut self, _: &[u8]) -> String {
        std::mem::take(&mut self.0)
    }
}

/// What an error of a running session means.
pub fn fault(config: &EmailConfig, error: &ImapError) -> Fault {
    let (trouble, words) = match error {
        ImapError::Io(error) => (Trouble::of_io(error), error.to_string()),
        ImapError::No(words) => (Trouble::Busy, spoken(words)),
        ImapError::Bad(words) => (Trouble::Refused, spoken(words)),
        ImapError::ConnectionLost => (Trouble::ConnectionLost, String::new()),
        other => (Trouble::Garbled, other.to_string()),
    };
    trouble.fault(Service::Imap, &config.imap, words)
}

/// The server's own words out of the form that async-imap reports refusals in: `code: …, info: Some("…")`.
fn spoken(words: &str) -> String {
    words
        .split_once("info: Some(\"")
        .and_then(|(_, rest)| rest.strip_suffix("\")"))
        .unwrap_or(words)
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::Trouble;

    #[test]
    fn a_refusal_is_not_always_a_wrong_password() {
        let trouble = |words| super::refusal(words);
        assert_eq!(
            trouble("[AUTHENTICATIONFAILED] Authentication failed."),
            Trouble::WrongPassword
        );
        assert_eq!(
            trouble("[ALERT] Application-specific password required"),
            Trouble::PasswordNotAllowed
        );
        assert_eq!(
            trouble("[UNAVAILABLE] Temporary authentication failure."),
            Trouble::Busy
        );
    }

    #[test]
    fn people_read_the_words_of_the_server_and_not_of_a_library() {
        let words = "code: None, info: Some(\"[AUTHENTICATIONFAILED] Authentication failed.\")";
        assert_eq!(
            super::spoken(words),
            "[AUTHENTICATIONFAILED] Authentication failed."
        );
        assert_eq!(super::spoken("plain"), "plain");
    }
}
