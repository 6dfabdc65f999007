//! The usual names of a domain's mail servers, tried by connecting. Nothing is logged in to.

use std::time::Duration;

use runnel_connector::{Fault, Say, tls::Trust};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};

use super::{Candidate, Provenance};
use crate::{
    config::{Security, Server},
    trouble::Service,
    wire::Wire,
};

/// Time for a server to greet.
const WITHIN: Duration = Duration::from_secs(10);

/// Servers to try, best first.
pub struct Names {
    imap: Vec<Server>,
    smtp: Vec<Server>,
}

/// The names and ports that mail servers of `domain` usually have (RFC 8314 prefers TLS from the first byte).
pub fn usual_names(domain: &str) -> Names {
    let each = |names: [&str; 3], ports: [(u16, Security); 2]| {
        let hosts = names.map(|name| {
            if name.is_empty() {
                domain.to_owned()
            } else {
                format!("{name}.{domain}")
            }
        });
        ports
            .iter()
            .flat_map(|(port, security)| {
                hosts
                    .iter()
                    .map(|host| Server::new(host.clone(), *port, *security))
            })
            .collect()
    };
    Names {
        imap: each(
            ["imap", "mail", ""],
            [(993, Security::Tls), (143, Security::StartTls)],
        ),
        smtp: each(
            ["smtp", "mail", ""],
            [(465, Security::Tls), (587, Security::StartTls)],
        ),
    }
}

/// A candidate of the first servers that answer as mail servers do, if both kinds are found.
pub async fn answering(trust: &Trust, address: &str, names: &Names) -> Option<Candidate> {
    let (imap, smtp) = tokio::join!(
        first(Service::Imap, trust, &names.imap),
        first(Service::Smtp, trust, &names.smtp)
    );
    let ((imap, imap_note), (smtp, smtp_note)) = (imap?, smtp?);
    Some(Candidate {
        imap,
        smtp,
        login: address.to_owned(),
        provenance: Provenance::Guessed,
        notes: imap_note.into_iter().chain(smtp_note).collect(),
    })
}

/// All are tried at once; the best of those that answer is taken, one with a trusted certificate before others.
async fn first(
    service: Service,
    trust: &Trust,
    servers: &[Server],
) -> Option<(Server, Option<Say>)> {
    let tried =
        futures::future::join_all(servers.iter().map(|server| greets(service, trust, server)));
    let answers: Vec<_> = servers.iter().zip(tried.await).collect();
    let trusted = answers
        .iter()
        .find(|(_, answer)| matches!(answer, Answer::Greets));
    let doubtful = || {
        answers
            .iter()
            .find(|(_, answer)| matches!(answer, Answer::Untrusted(_)))
    };
    trusted.or_else(doubtful).map(|(server, answer)| {
        let note = match answer {
            Answer::Untrusted(say) => Some(say.clone()),
            Answer::Greets | Answer::Nothing => None,
        };
        ((*server).clone(), note)
    })
}

enum Answer {
    Greets,
    Untrusted(Say),
    Nothing,
}

async fn greets(service: Service, trust: &Trust, server: &Server) -> Answer {
    let greeting = async {
        let wire = Wire::connect(service, server, false, trust).await?;
        let mut line = Vec::new();
        let read = BufReader::new(wire)
            .take(1_000)
            .read_until(b'\n', &mut line)
            .await;
        Ok::<_, Fault>(if read.is_ok() { line } else { Vec::new() })
    };
    match tokio::time::timeout(WITHIN, greeting).await {
        Ok(Ok(line)) => {
            let expected: &[u8] = match service {
                Service::Imap => b"* OK",
                Service::Smtp => b"220",
            };
            if line.starts_with(expected) {
                Answer::Greets
            } else {
                Answer::Nothing
            }
        }
        Ok(Err(Fault::Setup(say))) if say.code.ends_with("certificate_untrusted") => {
            Answer::Untrusted(say)
        }
        Ok(Err(_)) | Err(_) => Answer::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use runnel_connector::tls::Trust;
    use tokio::{io::AsyncWriteExt, net::TcpListener};

    use super::{Names, answering, usual_names};
    use crate::config::{Security, Server};

    /// A server that says one line to everybody.
    async fn saying(line: &'static str) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let listener = Arc::new(listener);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let _ = stream.write_all(line.as_bytes()).await;
            }
        });
        port
    }

    fn plain(port: u16) -> Server {
        Server::new("127.0.0.1", port, Security::StartTls)
    }

    #[test]
    fn protected_ports_are_tried_first() {
        let names = usual_names("shop.example");
        assert_eq!(
            names.imap[0],
            Server::new("imap.shop.example", 993, Security::Tls)
        );
        assert_eq!(
            names.smtp[5],
            Server::new("shop.example", 587, Security::StartTls)
        );
    }

    #[tokio::test]
    async fn only_what_greets_like_a_mail_server_is_a_candidate() {
        let trust = Trust::new(None).unwrap();
        let web = saying("HTTP/1.1 400 Bad Request\r\n\r\n").await;
        let imap = saying("* OK ready\r\n").await;
        let smtp = saying("220 mail.shop.example ESMTP\r\n").await;
        let names = Names {
            imap: vec![plain(web), plain(1), plain(imap)],
            smtp: vec![plain(imap), plain(smtp)],
        };
        let found = answering(&trust, "ana@shop.example", &names).await.unwrap();
        assert_eq!((found.imap.port, found.smtp.port), (imap, smtp));
        let names = Names {
            imap: vec![plain(web)],
            smtp: vec![plain(smtp)],
        };
        assert!(
            answering(&trust, "ana@shop.example", &names)
                .await
                .is_none()
        );
    }
}
