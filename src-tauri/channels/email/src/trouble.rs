//! What goes wrong with mail servers, as codes that the interface words.

use std::io;

use runnel_connector::{Fault, Say, Scope};

use crate::config::Server;

/// Which of the two servers it is about; the codes differ so that people know where to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    /// The one that mail comes from.
    Imap,
    /// The one that mail goes to.
    Smtp,
}

/// A kind of trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// Login refused.
    WrongPassword,
    /// Login by password is not possible here.
    PasswordNotAllowed,
    /// No such host.
    NoSuchHost,
    /// Nobody listens at this port.
    ConnectionRefused,
    /// No answer in time.
    Timeout,
    /// The connection broke.
    ConnectionLost,
    /// Nobody vouches for the server's certificate.
    CertificateUntrusted,
    /// The server does not speak TLS at this port, or none that we accept.
    TlsFailed,
    /// The server does not offer the protection that was asked for.
    NoStartTls,
    /// Protection is off and the server is elsewhere.
    PlainRefused,
    /// What answers there is no mail server of this kind.
    NotAMailServer,
    /// The server said no for now.
    Busy,
    /// The server said no.
    Refused,
    /// The answer makes no sense.
    Garbled,
}

impl Trouble {
    /// The stable code.
    #[must_use]
    pub const fn code(self, service: Service) -> &'static str {
        match (service, self) {
            (Service::Imap, Self::WrongPassword) => "wrong_password",
            (Service::Imap, Self::PasswordNotAllowed) => "password_not_allowed",
            (Service::Imap, Self::NoSuchHost) => "no_such_host",
            (Service::Imap, Self::ConnectionRefused) => "connection_refused",
            (Service::Imap, Self::Timeout) => "timeout",
            (Service::Imap, Self::ConnectionLost) => "connection_lost",
            (Service::Imap, Self::CertificateUntrusted) => "certificate_untrusted",
            (Service::Imap, Self::TlsFailed) => "tls_failed",
            (Service::Imap, Self::NoStartTls) => "no_starttls",
            (Service::Imap, Self::PlainRefused) => "plain_refused",
            (Service::Imap, Self::NotAMailServer) => "not_a_mail_server",
            (Service::Imap, Self::Busy) => "server_busy",
            (Service::Imap, Self::Refused) => "server_refused",
            (Service::Imap, Self::Garbled) => "garbled_answer",
            (Service::Smtp, Self::WrongPassword) => "smtp_wrong_password",
            (Service::Smtp, Self::PasswordNotAllowed) => "smtp_password_not_allowed",
            (Service::Smtp, Self::NoSuchHost) => "smtp_no_such_host",
            (Service::Smtp, Self::ConnectionRefused) => "smtp_connection_refused",
            (Service::Smtp, Self::Timeout) => "smtp_timeout",
            (Service::Smtp, Self::ConnectionLost) => "smtp_connection_lost",
            (Service::Smtp, Self::CertificateUntrusted) => "smtp_certificate_untrusted",
            (Service::Smtp, Self::TlsFailed) => "smtp_tls_failed",
            (Service::Smtp, Self::NoStartTls) => "smtp_no_starttls",
            (Service::Smtp, Self::PlainRefused) => "smtp_plain_refused",
            (Service::Smtp, Self::NotAMailServer) => "smtp_not_a_mail_server",
            (Service::Smtp, Self::Busy) => "smtp_server_busy",
            (Service::Smtp, Self::Refused) => "smtp_server_refused",
            (Service::Smtp, Self::Garbled) => "smtp_garbled_answer",
        }
    }

    /// As a fault about `server`, with the other side's words.
    ///
    /// A host without an address counts as offline here, because that is how a laptop without network sees every
    /// host; [`while_setting_up`] makes it a mistake of the set-up.
    #[must_use]
    pub fn fault(self, service: Service, server: &Server, detail: impl Into<String>) -> Fault {
        let say = Say::new(self.code(service), server.shown(), detail);
        match self {
            Self::WrongPassword | Self::PasswordNotAllowed => Fault::Auth(say),
            Self::NoSuchHost | Self::ConnectionRefused | Self::Timeout | Self::ConnectionLost => {
                Fault::Offline(say)
            }
            Self::CertificateUntrusted
            | Self::TlsFailed
            | Self::NoStartTls
            | Self::PlainRefused
            | Self::NotAMailServer => Fault::Setup(say),
            Self::Busy => Fault::Retry {
                after: None,
                scope: Scope::Account,
                say,
            },
            Self::Refused | Self::Garbled => Fault::Protocol(say),
        }
    }

    /// What an error of the socket means.
    #[must_use]
    pub fn of_io(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::TimedOut => Self::Timeout,
            io::ErrorKind::ConnectionRefused => Self::ConnectionRefused,
            io::ErrorKind::InvalidData => Self::Garbled,
            _ => Self::ConnectionLost,
        }
    }
}

/// While an account is being set up, a host that does not exist or refuses is a mistake, not bad weather.
#[must_use]
pub fn while_setting_up(fault: Fault) -> Fault {
    match fault {
        Fault::Offline(say)
            if say.code.ends_with("no_such_host") || say.code.ends_with("connection_refused") =>
        {
            Fault::Setup(say)
        }
        other => other,
    }
}
