//! What a domain publishes about its mail servers, in Mozilla's format.

use std::time::Duration;

use quick_xml::{Reader, events::Event};
use runnel_connector::{Say, http::Http};

use super::{Candidate, Provenance};
use crate::config::{Security, Server};

/// Real documents have a few KB.
const LARGEST: usize = 256 * 1024;
const WITHIN: Duration = Duration::from_secs(8);

/// Candidates that `domain` publishes over HTTPS; only the domain is told, not the address.
pub async fn published(http: &Http, local: &str, domain: &str) -> Vec<Candidate> {
    let places = [
        format!("https://autoconfig.{domain}/mail/config-v1.1.xml"),
        format!("https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml"),
    ];
    let (first, second) = tokio::join!(
        http.get(&places[0], LARGEST, WITHIN),
        http.get(&places[1], LARGEST, WITHIN)
    );
    [first, second]
        .into_iter()
        .flatten()
        .map(|document| read(&String::from_utf8_lossy(&document), local, domain))
        .find(|candidates| !candidates.is_empty())
        .unwrap_or_default()
}

/// One `<incomingServer>` or `<outgoingServer>`.
#[derive(Default)]
struct Entry {
    kind: String,
    host: String,
    port: String,
    socket: String,
    username: String,
    authentication: Vec<String>,
}

/// Candidates in a document; nothing when it is not one.
fn read(document: &str, local: &str, domain: &str) -> Vec<Candidate> {
    let entries = entries(document);
    let address = format!("{local}@{domain}");
    let fill = |text: &str| {
        text.replace("%EMAILADDRESS%", &address)
            .replace("%EMAILLOCALPART%", local)
            .replace("%EMAILDOMAIN%", domain)
    };
    let server = |kind: &str| {
        let mut servers: Vec<(Server, &Entry)> = entries
            .iter()
            .filter(|entry| entry.kind == kind)
            .filter_map(|entry| {
                let security = match entry.socket.to_ascii_uppercase().as_str() {
                    "SSL" => Security::Tls,
                    "STARTTLS" => Security::StartTls,
                    // A domain that publishes servers without protection is not followed.
                    _ => return None,
                };
                let host = fill(&entry.host);
                let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
                let usable = !host.is_empty() && host.len() <= 253 && host.chars().all(plain);
                usable.then_some((
                    Server::new(host, entry.port.trim().parse().ok()?, security),
                    entry,
                ))
            })
            .collect();
        servers.sort_by_key(|(server, _)| server.security != Security::Tls);
        servers.into_iter().next()
    };
    let (Some((imap, incoming)), Some((smtp, _))) = (server("imap"), server("smtp")) else {
        return Vec::new();
    };
    let only_oauth = !incoming.authentication.is_empty()
        && incoming
            .authentication
            .iter()
            .all(|way| way.eq_ignore_ascii_case("OAuth2"));
    let login = fill(&incoming.username);
    vec![Candidate {
        imap,
        smtp,
        login: if login.is_empty() {
            address.clone()
        } else {
            login
        },
        provenance: Provenance::Published,
        notes: if only_oauth {
            vec![Say::new("needs_oauth", "", "")]
        } else {
            Vec::new()
        },
    }]
}

fn entries(document: &str) -> Vec<Entry> {
    let mut reader = Reader::from_str(document);
    let mut entries = Vec::new();
    let mut current: Option<Entry> = None;
    let mut text = String::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                text.clear();
                if matches!(
                    start.local_name().as_ref(),
                    "incomingServer" | "outgoingServer"
                ) {
                    let kind = start.try_get_attribute("type").ok().flatten();
                    current = Some(Entry {
                        kind: kind.map(|kind| kind.value.to_string()).unwrap_or_default(),
                        ..Entry::default()
                    });
                }
            }
            Ok(Event::Text(part)) => text.push_str(&part.xml10_content()),
            Ok(Event::CData(part)) => text.push_str(&part.xml10_content()),
            Ok(Event::End(end)) => {
                let value = text.trim().to_owned();
                text.clear();
                let name = end.local_name();
                if matches!(name.as_ref(), "incomingServer" | "outgoingServer") {
                    entries.extend(current.take());
                } else if let Some(entry) = &mut current {
                    match name.as_ref() {
                        "hostname" => entry.host = value,
                        "port" => entry.port = value,
                        "socketType" => entry.socket = value,
                        "username" => entry.username = value,
                        "authentication" => entry.authentication.push(value),
                        _ => {}
                    }
                }
            }
            Ok(Event::Eof) | Err(_) => return entries,
            Ok(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::config::Security;

    const DOCUMENT: &str = r#"<?xml version="1.0"?><clientConfig version="1.1"><emailProvider id="x">
      <incomingServer type="pop3"><hostname>pop.shop.example</hostname><port>995</port><socketType>SSL</socketType></incomingServer>
      <incomingServer type="imap"><hostname>imap.%EMAILDOMAIN%</hostname><port>143</port><socketType>STARTTLS</socketType>
        <username>%EMAILLOCALPART%</username><authentication>password-cleartext</authentication></incomingServer>
      <incomingServer type="imap"><hostname>imap.%EMAILDOMAIN%</hostname><port>993</port><socketType>SSL</socketType>
        <username>%EMAILADDRESS%</username><authentication>OAuth2</authentication></incomingServer>
      <outgoingServer type="smtp"><hostname>smtp.shop.example</hostname><port> 465 </port><socketType>SSL</socketType></outgoingServer>
    </emailProvider></clientConfig>"#;

    #[test]
    fn the_best_protected_servers_of_a_document_are_taken() {
        let found = read(DOCUMENT, "ana", "shop.example").remove(0);
        assert_eq!(
            (found.imap.host.as_str(), found.imap.port),
            ("imap.shop.example", 993)
        );
        assert_eq!((found.smtp.port, found.smtp.security), (465, Security::Tls));
        assert_eq!(found.login, "ana@shop.example");
        assert_eq!(
            found.notes[0].code, "needs_oauth",
            "the password would not work"
        );
    }

    #[test]
    fn documents_without_protection_and_nonsense_are_not_followed() {
        let plain = DOCUMENT
            .replace("SSL", "plain")
            .replace("STARTTLS", "plain");
        assert!(read(&plain, "ana", "shop.example").is_empty());
        let odd_host = DOCUMENT.replace("imap.%EMAILDOMAIN%", "evil/?%EMAILADDRESS%");
        assert!(read(&odd_host, "ana", "shop.example").is_empty());
        for nonsense in [
            "",
            "<html><body>404</body></html>",
            "<a><b></a>",
            "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        ] {
            assert!(
                read(nonsense, "ana", "shop.example").is_empty(),
                "{nonsense}"
            );
        }
    }
}
