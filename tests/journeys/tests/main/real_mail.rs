//! Real mail: Dovecot and OpenSMTPD, the real channel, the tasks of a host, and the system's clock.
//!
//! Nothing polls here: a pull waits up to 28 minutes for news, so whatever arrives within a story came by IDLE.

use std::{sync::Arc, time::Duration};

use runnel_api::{Feed, Router};
use runnel_app::{
    App, Host,
    clock::{SystemClock, SystemIds},
    host::Silent,
};
use runnel_connector::secrets::MemorySecrets;
use runnel_journeys::answered;
use runnel_peers::{MailServers, mail_or_skip};
use serde_json::{Value, json};
use tempfile::TempDir;

const PASSWORD: &str = "pw of the shöp";

/// A shop with a workspace of its own on servers of its own.
struct Shop {
    servers: MailServers,
    router: Router,
    feed: Feed,
    _folder: TempDir,
}

impl Shop {
    /// The shop, unless its servers cannot run here.
    async fn open(story: &str) -> Option<Self> {
        let servers = mail_or_skip(story)?;
        for (name, password) in [("shop", PASSWORD), ("ana", "a")] {
            servers.add_mailbox(name, password).unwrap();
        }
        let folder = tempfile::tempdir().unwrap();
        let host = Host {
            clock: Arc::new(SystemClock),
            ids: Arc::new(SystemIds),
            channels: runnel_registry::channels(Arc::new(SystemClock)),
            secrets: Arc::new(MemorySecrets::default()),
            notifier: Arc::new(Silent),
            locale: "en".to_owned(),
            timezone: String::new(),
            version: "0.0.0".to_owned(),
        };
        let app = App::open(&folder.path().join("shop.runnel"), host)
            .await
            .unwrap();
        let owner = app.owner().await.unwrap();
        let router = Router::new(app, owner);
        router.app().start();
        let shop = Self {
            feed: router.feed(),
            servers,
            router,
            _folder: folder,
        };
        let mut settings = shop.workspace().await["settings"].clone();
        settings["undo_send_seconds"] = json!(0);
        shop.call("settings_set", json!({ "settings": settings }))
            .await;
        Some(shop)
    }

    async fn call(&self, command: &str, request: Value) -> Value {
        match self.router.call(command, request).await {
            Ok(answer) => answered(&answer),
            Err(error) => panic!("{command} was refused: {error:?}"),
        }
    }

    async fn workspace(&self) -> Value {
        self.call("workspace_get", json!({})).await
    }

    fn mailbox(&self, password: &str) -> Value {
        let server = |port: u16| json!({ "host": "127.0.0.1", "port": port, "security": "plain" });
        json!({
            "source_id": null, "name": "", "address": "shop@localhost", "login": "shop",
            "password": password, "imap": server(self.servers.imap_port()),
            "smtp": server(self.servers.submission_port()), "trusted_certificate": null,
            "sender_name": "The Shop",
        })
    }

    /// Connects the mailbox and waits until it has been looked at.
    async fn connect(&mut self) {
        self.call("mailbox_save", self.mailbox(PASSWORD)).await;
        self.until("the mailbox is connected", async |shop| {
            shop.health().await == "ok"
        })
        .await;
    }

    async fn health(&self) -> Value {
        self.workspace().await["sources"][1]["health"]["state"].clone()
    }

    /// A letter from a customer lands in the shop's mailbox.
    fn letter(&self, from: &str, headers: &str, text: &str) {
        let from = if from.contains('@') {
            from.to_owned()
        } else {
            format!("{from}@localhost")
        };
        let raw = format!("From: {from}\r\nTo: shop@localhost\r\n{headers}\r\n\r\n{text}\r\n");
        self.servers
            .deliver(&from, "shop@localhost", raw.as_bytes())
            .unwrap();
    }

    /// Looks again after every message of the feed until it is so.
    async fn until(&mut self, what: &str, so: impl AsyncFn(&Self) -> bool) {
        let listen = async {
            while !so(self).await {
                self.feed.next().await.expect("the workspace is open");
            }
        };
        tokio::time::timeout(Duration::from_secs(60), listen)
            .await
            .expect(what);
    }

    async fn rows(&self, folder: &str) -> Vec<Value> {
        let sort = json!({ "column": "activity", "descending": true });
        let request = json!({ "place": folder, "sort": sort, "offset": 0, "limit": 50 });
        let rows = self.call("chats_page", request).await["rows"]
            .as_array()
            .unwrap()
            .clone();
        rows.into_iter()
            .filter(|row| row["channel"] == "email")
            .collect()
    }

    async fn messages(&self, conversation: &Value) -> Vec<Value> {
        let request = json!({ "conversation_id": conversation, "before": null, "limit": 200 });
        let items = self.call("timeline_page", request).await["items"]
            .as_array()
            .unwrap()
            .clone();
        items
            .into_iter()
            .filter(|item| item["type"] == "message")
            .collect()
    }

    async fn answer(&self, conversation: &Value, text: &str) -> Value {
        let send = json!({ "conversation_id": conversation, "text": text, "attachment_ids": [] });
        self.call("message_send", send).await["id"].clone()
    }

    async fn state_of(&self, conversation: &Value, message: &Value) -> Value {
        let messages = self.messages(conversation).await;
        let found = messages.iter().find(|item| item["id"] == *message).unwrap();
        found["state"].clone()
    }
}

fn header(mail: &[u8], name: &str) -> String {
    let mail = String::from_utf8_lossy(mail)
        .replace("\r\n", "\n")
        .replace("\n ", " ")
        .replace("\n\t", " ");
    let of = |line: &str| {
        let (head, value) = line.split_once(':')?;
        head.eq_ignore_ascii_case(name)
            .then(|| value.trim().to_owned())
    };
    mail.lines().find_map(of).unwrap_or_default()
}

/// The whole way: a real mail comes in, travels the pipeline, and a trigger answers it.
#[tokio::test(flavor = "multi_thread")]
async fn real_mail_comes_in_travels_the_pipeline_and_a_trigger_answers_it() {
    let Some(mut shop) = Shop::open("real mail is answered by a trigger").await else {
        return;
    };
    let wrong = shop.call("mailbox_check", shop.mailbox("guess")).await;
    assert_eq!(
        (&wrong["ok"], &wrong["findings"][0]["code"]),
        (&json!(false), &json!("wrong_password"))
    );
    let right = shop.call("mailbox_check", shop.mailbox(PASSWORD)).await;
    assert_eq!(right["ok"], true, "{right}");
    shop.connect().await;
    let offer = shop.workspace().await["pipelines"][0]["stages"][2]["id"].clone();
    let text = "Hello {{contact.first_name|there}}, your offer follows.";
    let body = json!({
        "name": "Offer", "event": { "kind": "stage_entered", "stage_ids": [offer] }, "conditions": [],
        "actions": [{ "delay_minutes": 0, "what": { "kind": "send_message", "text": text } }],
    });
    shop.call("trigger_save", json!({ "trigger_id": null, "body": body }))
        .await;

    let headers =
        "Subject: Oak table\r\nMessage-ID: <first@ana>\r\nDate: Sun, 22 Nov 2026 09:00:00 +0000";
    shop.letter("ana", headers, "What does it cost?");
    shop.until("it stands in New", async |shop| {
        !shop.rows("new").await.is_empty()
    })
    .await;
    let row = shop.rows("new").await.remove(0);
    assert_eq!(
        (&row["snippet"], &row["unread"]),
        (&json!("What does it cost?"), &json!(1))
    );
    let headers = "Subject: Re: Oak table\r\nMessage-ID: <second@ana>\r\nIn-Reply-To: <first@ana>\r\n\
                   References: <first@ana>\r\nDate: Sun, 22 Nov 2026 09:05:00 +0000";
    shop.letter("ana", headers, "And in walnut?");
    let id = row["id"].clone();
    shop.until("the reply joins", async |shop| {
        shop.messages(&id).await.len() == 2
    })
    .await;

    shop.call(
        "conversation_accept",
        json!({
            "conversation_id": id, "stage_id": offer, "before_deal_id": null,
        }),
    )
    .await;
    shop.until("the answer left", async |shop| {
        shop.messages(&id)
            .await
            .last()
            .is_some_and(|last| last["state"] == "sent")
    })
    .await;
    let got = shop.servers.wait_for_messages("ana", 1).unwrap().remove(0);
    assert!(String::from_utf8_lossy(&got).contains("your offer follows."));
    assert_eq!(
        header(&got, "In-Reply-To"),
        "<second@ana>",
        "threaded to her last mail"
    );
    assert!(header(&got, "References").contains("<first@ana>"));
    assert!(
        header(&got, "Auto-Submitted").starts_with("auto-"),
        "marked as automatic (RFC 3834)"
    );
    assert_eq!(header(&got, "Subject"), "Re: Oak table");
    shop.router.app().stop().await;
}

/// Without the server it waits, visibly; when it is back everything goes on, and nothing is doubled.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_gone_and_comes_back_loses_and_doubles_nothing() {
    let Some(mut shop) = Shop::open("a server is gone and back").await else {
        return;
    };
    shop.connect().await;
    shop.letter("ana", "Subject: Hello\r\nMessage-ID: <one@ana>", "first");
    shop.until("it arrives", async |shop| shop.rows("new").await.len() == 1)
        .await;
    let id = shop.rows("new").await[0]["id"].clone();

    shop.servers.stop_imap();
    shop.until("it shows as away", async |shop| {
        shop.health().await == "offline"
    })
    .await;
    let answer = shop.answer(&id, "we are here").await;
    shop.until("the answer waits", async |shop| {
        shop.state_of(&id, &answer).await == "retrying"
    })
    .await;
    assert_eq!(shop.workspace().await["counts"]["waiting_to_send"], 1);

    // A restored backup numbers the mailbox anew (UIDVALIDITY).
    shop.servers.drop_uidlist("shop").unwrap();
    shop.servers.start_imap().unwrap();
    shop.letter(
        "ana",
        "Subject: Hello\r\nMessage-ID: <two@ana>\r\nIn-Reply-To: <one@ana>",
        "second",
    );
    let source = shop.workspace().await["sources"][1]["id"].clone();
    shop.call("source_sync", json!({ "source_id": source }))
        .await;
    shop.until("everything went on", async |shop| {
        shop.state_of(&id, &answer).await == "sent" && shop.messages(&id).await.len() == 3
    })
    .await;
    assert_eq!(shop.servers.wait_for_messages("ana", 1).unwrap().len(), 1);
    let texts: Vec<_> = shop
        .messages(&id)
        .await
        .iter()
        .map(|m| m["text"].clone())
        .collect();
    assert_eq!(
        texts.iter().filter(|text| *text == "first").count(),
        1,
        "{texts:?}"
    );
    shop.router.app().stop().await;
}

/// A mail that comes back is shown on the message that bounced.
#[tokio::test(flavor = "multi_thread")]
async fn a_bounce_stands_on_the_message_that_bounced() {
    let Some(mut shop) = Shop::open("a mail bounces").await else {
        return;
    };
    shop.connect().await;
    shop.letter(
        "gone@bounce.localhost",
        "Subject: Hello\r\nMessage-ID: <one@gone>",
        "can you read this?",
    );
    shop.until("it arrives", async |shop| shop.rows("new").await.len() == 1)
        .await;
    let id = shop.rows("new").await[0]["id"].clone();
    let answer = shop.answer(&id, "yes").await;
    shop.until("it came back", async |shop| {
        shop.state_of(&id, &answer).await == "failed"
    })
    .await;
    let shown = shop
        .messages(&id)
        .await
        .into_iter()
        .find(|item| item["id"] == answer)
        .unwrap();
    assert_ne!(shown["fail_code"], "");
    assert_ne!(shown["fail_detail"], "", "the server's own words: {shown}");
    assert_eq!(shop.workspace().await["counts"]["need_attention"], 1);
    shop.router.app().stop().await;
}
