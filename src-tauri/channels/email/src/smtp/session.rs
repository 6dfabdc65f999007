//! A conversation with an SMTP server, logged in.

use std::{io, time::Duration};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use runnel_connector::{Fault, Scope, Secret, SendOutcome, tls::Trust};
use tokio::io::{AsyncWriteExt, BufReader};

use super::{Reply, permanent, refused};
use crate::{
    config::{EmailConfig, Security},
    trouble::{Service, Trouble},
    wire::Wire,
};

/// Time for the server to judge a whole message; RFC 5321, 4.5.3.2.6 asks for ten minutes, spam filters need one.
const JUDGING: Duration = Duration::from_secs(600);
/// Time for the good-bye, which nobody depends on.
const GOODBYE: Duration = Duration::from_secs(2);

/// Connected, greeted, protected and logged in.
pub struct Session<'a> {
    wire: BufReader<Wire>,
    config: &'a EmailConfig,
    extensions: Vec<String>,
}

impl<'a> Session<'a> {
    /// Connects and logs in.
    pub async fn open(
        config: &'a EmailConfig,
        secret: &Secret,
        trust: &Trust,
    ) -> Result<Self, Fault> {
        let server = &config.smtp;
        let wire = Wire::connect(Service::Smtp, server, config.allow_plain, trust).await?;
        let mut session = Self {
            wire: BufReader::new(wire),
            config,
            extensions: Vec::new(),
        };
        let greeting = session.read().await.map_err(|fault| match fault {
            // What does not greet like SMTP, or hangs up at once, is something else.
            Fault::Protocol(say) => {
                Trouble::NotAMailServer.fault(Service::Smtp, server, say.detail)
            }
            other => other,
        })?;
        session.expect(greeting, 220)?;
        session.hello().await?;
        if server.security == Security::StartTls {
            session = session.protect(trust).await?;
        }
        session.log_in(secret).await?;
        Ok(session)
    }

    /// The connection itself, for the message.
    pub const fn wire(&mut self) -> &mut BufReader<Wire> {
        &mut self.wire
    }

    /// Says who writes to whom and asks to begin.
    pub async fn envelope(&mut self, from: &str, to: &str, size: usize) -> Result<(), SendOutcome> {
        let mut parameters = String::new();
        if let Some(limit) = self.extension("SIZE") {
            let limit: usize = limit.trim().parse().unwrap_or(0);
            if limit != 0 && size > limit {
                return Err(permanent(
                    "message_too_big",
                    "",
                    format!("{size} > {limit} bytes"),
                ));
            }
            parameters = format!(" SIZE={size}");
        }
        if !(from.is_ascii() && to.is_ascii()) {
            if self.extension("SMTPUTF8").is_none() {
                return Err(permanent("address_not_supported", to, ""));
            }
            parameters.push_str(" SMTPUTF8");
        }
        let config = self.config;
        let reply = self.ask(&format!("MAIL FROM:<{from}>{parameters}")).await;
        let reply = reply.map_err(super::not_sent)?;
        if !reply.is_success() {
            return Err(refused(&reply, config, Scope::Account));
        }
        let reply = self
            .ask(&format!("RCPT TO:<{to}>"))
            .await
            .map_err(super::not_sent)?;
        if !reply.is_success() {
            return Err(match reply.code {
                500..600 if reply.enhanced() != Some("5.4.5") => {
                    permanent("bad_recipient", to, reply.shown())
                }
                _ => refused(&reply, config, Scope::Conversation),
            });
        }
        let reply = self.ask("DATA").await.map_err(super::not_sent)?;
        if reply.code != 354 {
            return Err(refused(&reply, config, Scope::Conversation));
        }
        Ok(())
    }

    /// Ends the message. From the first byte written here on, nobody knows until the answer is read.
    pub async fn end_of_message(&mut self) -> Result<Reply, Fault> {
        self.wire.get_mut().set_silence(JUDGING);
        self.write(b".\r\n").await?;
        self.read().await
    }

    /// Says good-bye; whether the server hears it does not matter.
    pub async fn quit(mut self) {
        let goodbye = async {
            self.write(b"QUIT\r\n").await?;
            self.read().await
        };
        let _ = tokio::time::timeout(GOODBYE, goodbye).await;
    }

    async fn hello(&mut self) -> Result<(), Fault> {
        // The name of this machine is nobody's business; RFC 5321, 4.1.4 lets servers not insist on it.
        let reply = self.ask("EHLO [127.0.0.1]").await?;
        if !reply.is_success() {
            let detail = reply.shown();
            return Err(Trouble::NotAMailServer.fault(Service::Smtp, &self.config.smtp, detail));
        }
        self.extensions = reply
            .lines
            .iter()
            .skip(1)
            .map(|line| line.to_uppercase())
            .collect();
        Ok(())
    }

    async fn protect(mut self, trust: &Trust) -> Result<Self, Fault> {
        let server = &self.config.smtp;
        if self.extension("STARTTLS").is_none() {
            return Err(Trouble::NoStartTls.fault(Service::Smtp, server, ""));
        }
        let reply = self.ask("STARTTLS").await?;
        if !reply.is_success() {
            return Err(Trouble::NoStartTls.fault(Service::Smtp, server, reply.shown()));
        }
        if !self.wire.buffer().is_empty() {
            // Words slipped in before the protection began must not be taken for the server's.
            return Err(Trouble::TlsFailed.fault(Service::Smtp, server, "early data"));
        }
        let wire = self
            .wire
            .into_inner()
            .into_tls(Service::Smtp, server, trust)
            .await?;
        let mut session = Self {
            wire: BufReader::new(wire),
            config: self.config,
            extensions: Vec::new(),
        };
        session.hello().await?;
        Ok(session)
    }

    async fn log_in(&mut self, secret: &Secret) -> Result<(), Fault> {
        let server = &self.config.smtp;
        let offered = self
            .extension("AUTH")
            .map(str::to_owned)
            .unwrap_or_default();
        let offers = |name: &str| offered.split_whitespace().any(|word| word == name);
        let login = &self.config.login;
        let reply = if offers("PLAIN") {
            let plain = BASE64_STANDARD.encode(format!("\0{login}\0{}", secret.expose()));
            self.ask(&format!("AUTH PLAIN {plain}")).await?
        } else if offers("LOGIN") {
            let mut reply = self.ask("AUTH LOGIN").await?;
            for words in [login.as_bytes(), secret.expose().as_bytes()] {
                if reply.code == 334 {
                    reply = self.ask(&BASE64_STANDARD.encode(words)).await?;
                }
            }
            reply
        } else {
            return Err(Trouble::PasswordNotAllowed.fault(Service::Smtp, server, offered));
        };
        match reply.code {
            200..300 => Ok(()),
            // 534, 538: another way of logging in is needed; 530 and 535: not with these words.
            534 | 538 | 504 => {
                Err(Trouble::PasswordNotAllowed.fault(Service::Smtp, server, reply.shown()))
            }
            500..600 => Err(Trouble::WrongPassword.fault(Service::Smtp, server, reply.shown())),
            _ => Err(Trouble::Busy.fault(Service::Smtp, server, reply.shown())),
        }
    }

    /// Parameters of an extension that the server offers.
    fn extension(&self, name: &str) -> Option<&str> {
        self.extensions.iter().find_map(|line| {
            let rest = line.strip_prefix(name)?;
            (rest.is_empty() || rest.starts_with([' ', '=']))
                .then(|| rest.trim_start_matches(['=', ' ']))
        })
    }

    fn expect(&self, reply: Reply, code: u16) -> Result<Reply, Fault> {
        if reply.code == code {
            Ok(reply)
        } else {
            Err(Trouble::Busy.fault(Service::Smtp, &self.config.smtp, reply.shown()))
        }
    }

    async fn ask(&mut self, line: &str) -> Result<Reply, Fault> {
        self.write(format!("{line}\r\n").as_bytes()).await?;
        self.read().await
    }

    async fn write(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        let written = async {
            self.wire.write_all(bytes).await?;
            self.wire.flush().await
        };
        written.await.map_err(|error| fault(self.config, &error))
    }

    async fn read(&mut self) -> Result<Reply, Fault> {
        Reply::read(&mut self.wire)
            .await
            .map_err(|error| fault(self.config, &error))
    }
}

fn fault(config: &EmailConfig, error: &io::Error) -> Fault {
    Trouble::of_io(error).fault(Service::Smtp, &config.smtp, error.to_string())
}
