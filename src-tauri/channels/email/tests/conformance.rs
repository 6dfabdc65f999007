//! The suite that every channel passes, against Dovecot and OpenSMTPD.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use mail_parser::{MessageParser, MimeHeaders};
use runnel_connector::{
    Address, Connector, Secret,
    conformance::{Bench, Got},
    conformance_suite,
};
use runnel_email::EmailConnector;
use runnel_peers::{Fault, FaultProxy};

use crate::world::{Present, Shop};

struct MailBench {
    shop: Shop,
    letters: Mutex<u32>,
    /// The line to the IMAP server: Dovecot lets a connection that was just used live on for ten seconds.
    line: FaultProxy,
    lossy: Mutex<Option<FaultProxy>>,
}

#[allow(clippy::unused_async, reason = "the suite awaits its bench")]
async fn bench(story: &str) -> Option<MailBench> {
    let mut shop = Shop::open(story)?;
    let line = FaultProxy::to(shop.config.imap.port).unwrap();
    shop.config.imap.port = line.port();
    Some(MailBench {
        shop,
        letters: Mutex::new(0),
        line,
        lossy: Mutex::new(None),
    })
}

impl MailBench {
    fn headers(&self) -> String {
        let mut letters = self.letters.lock().unwrap();
        *letters += 1;
        format!(
            "Message-ID: <letter-{letters}@localhost>\nSubject: letter {letters}\n\
             Date: Mon, 6 May 2024 10:00:00 +0200\nMIME-Version: 1.0"
        )
    }
}

#[async_trait]
impl Bench for MailBench {
    fn connector(&self) -> Arc<dyn Connector> {
        Arc::new(self.shop.connector())
    }

    fn with_wrong_password(&self) -> Arc<dyn Connector> {
        let config = self.shop.config.clone();
        Arc::new(EmailConnector::new(
            config,
            Secret::new("wrong"),
            Arc::new(Present),
        ))
    }

    fn customer(&self, name: &str) -> Address {
        let address = format!("{name}@localhost");
        Address {
            shown: address.clone(),
            address,
            name: String::new(),
        }
    }

    async fn customer_writes(&self, name: &str, text: &str) {
        self.shop.letter(name, &self.headers(), text);
    }

    async fn customer_wrote_before(&self, name: &str, text: &str) {
        self.shop.letter(name, &self.headers(), text);
    }

    async fn customer_sends(&self, name: &str, text: &str, file: &str, bytes: &[u8]) {
        let raw = mail_builder::MessageBuilder::new()
            .from(format!("{name}@localhost"))
            .to("shop@localhost")
            .subject("file")
            .message_id("file@localhost")
            .text_body(text)
            .attachment("image/jpeg", file, bytes)
            .write_to_vec()
            .unwrap();
        self.shop.raw(&format!("{name}@localhost"), &raw);
    }

    async fn rubbish_arrives(&self) -> usize {
        let odd: [&[u8]; 5] = [
            b"no header at all",
            b"From: \xff\xfe\nSubject: =?utf-8?B?////?=\nContent-Type: multipart/mixed\n\n\x01\x02",
            b"Content-Type: text/plain; charset=\"nonsense\"\nContent-Transfer-Encoding: base64\n\n&&&",
            b"From: a@b\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: multipart/mixed; boundary=x\n\n--x\n",
            b"Subject: only\n\n",
        ];
        for raw in odd {
            self.shop.raw("ben@localhost", raw);
        }
        odd.len()
    }

    async fn customer_got(&self, name: &str, count: usize) -> Vec<Got> {
        let raw = self.shop.servers().wait_for_messages(name, count).unwrap();
        let got = raw.iter().map(|raw| {
            let mail = MessageParser::default().parse(raw).unwrap();
            Got {
                remote_id: mail.message_id().unwrap_or_default().to_owned(),
                text: mail.body_text(0).unwrap_or_default().replace("\r\n", "\n"),
                files: mail
                    .attachments()
                    .map(|part| {
                        let name = part.attachment_name().unwrap_or_default().to_owned();
                        (name, part.contents().to_vec())
                    })
                    .collect(),
            }
        });
        got.collect()
    }

    async fn goes_away(&self) {
        self.shop.servers().stop_imap();
        self.line.cut_all();
    }

    async fn comes_back(&self) {
        self.shop.servers().start_imap().unwrap();
    }

    async fn answer_gets_lost(&self) -> Arc<dyn Connector> {
        let proxy = FaultProxy::to(self.shop.config.smtp.port).unwrap();
        proxy.set(Fault::SwallowReplyTo(b"\r\n.\r\n".to_vec()));
        let port = proxy.port();
        *self.lossy.lock().unwrap() = Some(proxy);
        Arc::new(self.shop.connector_with(|config| config.smtp.port = port))
    }

    /// The copy in "Sent" is ours to file, so its absence proves nothing.
    fn can_prove_absence(&self) -> bool {
        false
    }
}

conformance_suite!(bench);
