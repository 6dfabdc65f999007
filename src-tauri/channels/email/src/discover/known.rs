//! The large providers, with the source of each number.
//!
//! Hosts, ports and protection: Thunderbird's database, github.com/thunderbird/autoconfig, folder `ispdb`, as of
//! March 2026 (file names below); mailbox.org: kb.mailbox.org. Of several ways the one with TLS from the first byte is
//! taken. Which password is needed: the help pages named in `note`.

use runnel_connector::Say;

use super::{Candidate, Provenance};
use crate::config::{Security, Server};

/// What the person has to know.
#[derive(Clone, Copy)]
enum Note {
    None,
    /// The usual password does not work; one for this program is made on this page.
    AppPassword(&'static str),
    /// Passwords do not work at all.
    OAuth,
    /// Access by other programs has to be switched on, on this page or in the settings of the mailbox.
    SwitchOn(&'static str),
    /// A password for mail programs is made on this page.
    MailPassword(&'static str),
}

/// What to log in with.
#[derive(Clone, Copy)]
enum Login {
    Address,
    LocalPart,
}

struct Provider {
    /// Domains of its addresses; one that ends with a dot stands for any ending (`yahoo.` for `yahoo.de`).
    domains: &'static [&'static str],
    imap: &'static str,
    smtp: &'static str,
    /// 465: TLS from the first byte; 587: STARTTLS.
    smtp_port: u16,
    login: Login,
    note: Note,
}

const APPLE: &str = "https://support.apple.com/102654";
const GOOGLE: &str = "https://myaccount.google.com/apppasswords";
const YAHOO: &str = "https://help.yahoo.com/kb/SLN15241.html";
const AOL: &str = "https://help.aol.com/articles/Create-and-manage-app-password";
const MAIL_RU: &str = "https://help.mail.ru/mail/security/protection/external";
const YANDEX: &str = "https://id.yandex.com/security/app-passwords";
const FASTMAIL: &str = "https://www.fastmail.help/hc/en-us/articles/360058752854";
const ZOHO: &str = "https://www.zoho.com/mail/help/imap-access.html";
const GMX: &str = "https://hilfe.gmx.net/pop-imap/einschalten.html";
const WEB_DE: &str = "https://hilfe.web.de/pop-imap/einschalten.html";
const T_ONLINE: &str = "https://www.telekom.de/hilfe/e-mail-passwort";

const fn tls(
    domains: &'static [&'static str],
    imap: &'static str,
    smtp: &'static str,
    note: Note,
) -> Provider {
    Provider {
        domains,
        imap,
        smtp,
        smtp_port: 465,
        login: Login::Address,
        note,
    }
}

const fn starttls(
    domains: &'static [&'static str],
    imap: &'static str,
    smtp: &'static str,
    note: Note,
) -> Provider {
    Provider {
        smtp_port: 587,
        ..tls(domains, imap, smtp, note)
    }
}

const PROVIDERS: &[Provider] = &[
    // googlemail.com.xml
    tls(
        &["gmail.com", "googlemail.com"],
        "imap.gmail.com",
        "smtp.gmail.com",
        Note::AppPassword(GOOGLE),
    ),
    // hotmail.com.xml: OAuth2 is the only authentication named there.
    starttls(
        &[
            "outlook.",
            "hotmail.",
            "live.",
            "msn.com",
            "windowslive.com",
        ],
        "outlook.office365.com",
        "smtp-mail.outlook.com",
        Note::OAuth,
    ),
    // yahoo.com.xml
    tls(
        &["yahoo.", "ymail.com", "myyahoo.com", "rocketmail.com"],
        "imap.mail.yahoo.com",
        "smtp.mail.yahoo.com",
        Note::AppPassword(YAHOO),
    ),
    // aol.com.xml
    tls(
        &["aol.", "aim.com"],
        "imap.aol.com",
        "smtp.aol.com",
        Note::AppPassword(AOL),
    ),
    // me.com.xml; Apple's 102525 names the full address for sending and accepts it for receiving.
    starttls(
        &["icloud.com", "me.com", "mac.com"],
        "imap.mail.me.com",
        "smtp.mail.me.com",
        Note::AppPassword(APPLE),
    ),
    // gmx.net.xml, gmx.com.xml, web.de.xml: access has to be switched on in the settings of the mailbox.
    tls(
        &[
            "gmx.net", "gmx.de", "gmx.at", "gmx.ch", "gmx.eu", "gmx.biz", "gmx.org", "gmx.info",
        ],
        "imap.gmx.net",
        "mail.gmx.net",
        Note::SwitchOn(GMX),
    ),
    tls(
        &[
            "gmx.com",
            "gmx.us",
            "gmx.co.uk",
            "gmx.es",
            "gmx.fr",
            "gmx.pt",
            "gmx.com.br",
            "gmx.it",
        ],
        "imap.gmx.com",
        "mail.gmx.com",
        Note::SwitchOn("https://support.gmx.com/pop-imap/toggle.html"),
    ),
    tls(
        &["web.de"],
        "imap.web.de",
        "smtp.web.de",
        Note::SwitchOn(WEB_DE),
    ),
    // mail.com.xml
    tls(
        &["mail.com", "email.com", "europe.com"],
        "imap.mail.com",
        "smtp.mail.com",
        Note::None,
    ),
    // t-online.de.xml: mail programs have a password of their own.
    tls(
        &["t-online.de", "magenta.de"],
        "secureimap.t-online.de",
        "securesmtp.t-online.de",
        Note::MailPassword(T_ONLINE),
    ),
    // vodafonemail.de.xml, 1und1.de.xml, strato.de.xml, hetzner.de.xml
    tls(
        &["vodafonemail.de", "arcor.de", "kabelmail.de"],
        "imap.vodafonemail.de",
        "smtp.vodafonemail.de",
        Note::None,
    ),
    tls(
        &["online.de", "onlinehome.de", "sofortstart.de", "go4more.de"],
        "imap.1und1.de",
        "smtp.1und1.de",
        Note::None,
    ),
    tls(
        &["strato.de", "rzone.de"],
        "imap.strato.de",
        "smtp.strato.de",
        Note::None,
    ),
    tls(
        &["your-server.de"],
        "mail.your-server.de",
        "mail.your-server.de",
        Note::None,
    ),
    // posteo.de.xml
    tls(&["posteo."], "posteo.de", "posteo.de", Note::None),
    // kb.mailbox.org
    tls(
        &["mailbox.org"],
        "imap.mailbox.org",
        "smtp.mailbox.org",
        Note::None,
    ),
    // messagingengine.com.xml
    tls(
        &["fastmail.com", "fastmail.fm", "messagingengine.com"],
        "imap.fastmail.com",
        "smtp.fastmail.com",
        Note::AppPassword(FASTMAIL),
    ),
    // zoho.com.xml, zoho.eu.xml
    tls(
        &["zoho.com", "zohomail.com"],
        "imap.zoho.com",
        "smtp.zoho.com",
        Note::SwitchOn(ZOHO),
    ),
    tls(
        &["zoho.eu", "zohomail.eu"],
        "imap.zoho.eu",
        "smtp.zoho.eu",
        Note::SwitchOn(ZOHO),
    ),
    // mail.ru.xml
    tls(
        &["mail.ru", "inbox.ru", "list.ru", "bk.ru"],
        "imap.mail.ru",
        "smtp.mail.ru",
        Note::AppPassword(MAIL_RU),
    ),
    // yandex.ru.xml
    tls(
        &["yandex.", "ya.ru", "narod.ru"],
        "imap.yandex.com",
        "smtp.yandex.com",
        Note::AppPassword(YANDEX),
    ),
    // rambler.ru.xml
    tls(
        &["rambler.ru"],
        "imap.rambler.ru",
        "smtp.rambler.ru",
        Note::None,
    ),
    // uol.com.br.xml, bol.com.br.xml: the name before the `@` is the login.
    Provider {
        login: Login::LocalPart,
        ..starttls(
            &["uol.com.br"],
            "imap.uol.com.br",
            "smtps.uol.com.br",
            Note::None,
        )
    },
    Provider {
        login: Login::LocalPart,
        ..tls(
            &["bol.com.br"],
            "imap.bol.com.br",
            "smtps.bol.com.br",
            Note::None,
        )
    },
    // sapo.pt.xml
    tls(
        &["sapo.pt", "meo.pt"],
        "imap.sapo.pt",
        "smtp.sapo.pt",
        Note::None,
    ),
];

/// The provider of `local@domain`, if it is a known one.
pub fn provider(local: &str, domain: &str) -> Option<Candidate> {
    let provider = PROVIDERS.iter().find(|provider| {
        provider
            .domains
            .iter()
            .any(|known| match known.strip_suffix('.') {
                Some(_) => domain.strip_prefix(known).is_some_and(is_ending),
                None => domain == *known,
            })
    })?;
    let (imap, security) = (provider.imap, |port| {
        if port == 587 {
            Security::StartTls
        } else {
            Security::Tls
        }
    });
    Some(Candidate {
        imap: Server::new(imap, 993, Security::Tls),
        smtp: Server::new(
            provider.smtp,
            provider.smtp_port,
            security(provider.smtp_port),
        ),
        login: match provider.login {
            Login::Address => format!("{local}@{domain}"),
            Login::LocalPart => local.to_owned(),
        },
        provenance: Provenance::Known,
        notes: note(provider.note).into_iter().collect(),
    })
}

/// `de`, `com.br`, `co.uk`: what may follow the name of a provider that is at home in many countries.
fn is_ending(rest: &str) -> bool {
    let labels: Vec<&str> = rest.split('.').collect();
    match labels.as_slice() {
        [one] => (2..=3).contains(&one.len()),
        ["co" | "com", country] => country.len() == 2,
        _ => false,
    }
}

fn note(note: Note) -> Option<Say> {
    match note {
        Note::None => None,
        Note::AppPassword(page) => Some(Say::new("needs_app_password", page, "")),
        Note::OAuth => Some(Say::new("needs_oauth", "", "")),
        Note::SwitchOn(page) => Some(Say::new("needs_imap_switched_on", page, "")),
        Note::MailPassword(page) => Some(Say::new("needs_mail_password", page, "")),
    }
}

/// Whether this server puts what it sends into "Sent" by itself, so that a copy of ours would be the second.
///
/// Gmail: support.google.com/mail/answer/78892; Outlook and Microsoft 365: learn.microsoft.com, "SMTP AUTH client
/// submission" (sent items).
#[must_use]
pub fn saves_sent(smtp_host: &str) -> bool {
    let host = smtp_host.to_ascii_lowercase();
    [
        "smtp.gmail.com",
        "smtp.googlemail.com",
        "smtp.office365.com",
        "smtp-mail.outlook.com",
    ]
    .contains(&host.as_str())
}

#[cfg(test)]
mod tests {
    use super::provider;
    use crate::config::Security;

    #[test]
    fn countries_of_a_provider_are_known_and_look_alikes_are_not() {
        for domain in [
            "yahoo.de",
            "yahoo.com.br",
            "yahoo.co.uk",
            "hotmail.com",
            "outlook.es",
            "yandex.ru",
        ] {
            assert!(provider("ana", domain).is_some(), "{domain}");
        }
        for domain in [
            "yahoo.evil.example",
            "yahoo",
            "notyahoo.de",
            "gmail.com.example",
            "live.music",
        ] {
            assert!(provider("ana", domain).is_none(), "{domain}");
        }
    }

    #[test]
    fn what_people_must_know_first_is_said() {
        let outlook = provider("ana", "hotmail.com").unwrap();
        assert_eq!(outlook.notes[0].code, "needs_oauth");
        assert_eq!(outlook.smtp.security, Security::StartTls);
        assert_eq!(provider("ana", "uol.com.br").unwrap().login, "ana");
        assert_eq!(
            provider("ana", "web.de").unwrap().notes[0].code,
            "needs_imap_switched_on"
        );
    }
}
