//! Setting an account up: every mistake has a name, and a certificate is trusted only by choice.

use runnel_connector::{Connector, Fault, Secret, tls::Fingerprint};
use runnel_email::{EmailConfig, EmailConnector, Security};
use runnel_peers::{Fault as Broken, FaultProxy};

use crate::world::{Shop, connect, next_message};

async fn fault(connector: &EmailConnector) -> Fault {
    connector.check().await.expect_err("that cannot work")
}

fn encrypted(shop: &Shop) -> EmailConfig {
    let mut config = shop.config.clone();
    config.imap.port = shop.servers().imaps_port();
    config.imap.security = Security::Tls;
    config.smtp.port = shop.servers().submissions_port();
    config.smtp.security = Security::Tls;
    config
}

#[tokio::test]
async fn every_mistake_has_a_name() {
    let Some(shop) = Shop::open("mistakes of the set-up") else {
        return;
    };
    let identity = shop.connector().check().await.unwrap();
    assert_eq!(identity.account, "shop@localhost");
    assert!(identity.notes.is_empty(), "{:?}", identity.notes);

    let code = async |connector: EmailConnector| {
        let fault = fault(&connector).await;
        assert!(
            matches!(fault, Fault::Setup(_) | Fault::Auth(_)),
            "{fault:?}"
        );
        fault.say().code
    };
    let smtp_port = shop.config.smtp.port;
    let imap_port = shop.config.imap.port;
    let nowhere = shop.connector_with(|config| {
        config.imap.host = "no.such.host.invalid".to_owned();
        config.imap.security = Security::Tls;
    });
    assert_eq!(code(nowhere).await, "no_such_host");
    assert_eq!(
        code(shop.connector_with(|config| config.imap.port = 1)).await,
        "connection_refused"
    );
    assert_eq!(
        code(shop.connector_with(|config| config.smtp.port = 1)).await,
        "smtp_connection_refused"
    );
    assert_eq!(
        code(shop.connector_with(|config| config.imap.port = smtp_port)).await,
        "not_a_mail_server"
    );
    assert_eq!(
        code(shop.connector_with(|config| config.smtp.port = imap_port)).await,
        "smtp_not_a_mail_server"
    );
    assert_eq!(
        code(shop.connector_with(|config| config.imap.security = Security::Tls)).await,
        "tls_failed"
    );
    assert_eq!(
        code(shop.connector_with(|config| config.smtp.security = Security::Tls)).await,
        "smtp_tls_failed"
    );
    assert_eq!(
        code(shop.connector_with(|config| config.login = "nobody".to_owned())).await,
        "wrong_password"
    );
    let elsewhere = shop.connector_with(|config| config.imap.host = "192.0.2.1".to_owned());
    assert_eq!(
        code(elsewhere).await,
        "plain_refused",
        "passwords do not cross the network unprotected"
    );
}

#[tokio::test]
async fn the_server_for_sending_has_its_own_codes() {
    let Some(shop) = Shop::open("trouble with sending only") else {
        return;
    };
    let silent = FaultProxy::to(shop.config.smtp.port).unwrap();
    silent.set(Broken::Refuse);
    let connector = shop.connector_with(|config| config.smtp.port = silent.port());
    let fault = fault(&connector).await;
    assert_eq!(fault.say().code, "smtp_connection_lost");
    assert!(
        fault.say().subject.ends_with(&silent.port().to_string()),
        "people see which server it was"
    );
}

#[tokio::test]
async fn a_certificate_nobody_vouches_for_is_shown_and_trusted_only_when_chosen() {
    let Some(shop) = Shop::open("an untrusted certificate") else {
        return;
    };
    let config = encrypted(&shop);
    let secret = || Secret::new(crate::world::PASSWORD);
    let clock = || std::sync::Arc::new(crate::world::Present);
    let fault = fault(&EmailConnector::new(config.clone(), secret(), clock())).await;
    assert!(matches!(fault, Fault::Setup(_)), "{fault:?}");
    assert_eq!(fault.say().code, "certificate_untrusted");
    let detail = &fault.say().detail;
    assert!(detail.contains("issuer="), "{detail}");
    let (_, rest) = detail.split_once("sha256=").unwrap();
    let fingerprint = Fingerprint(rest.split(';').next().unwrap().to_owned());

    let mut other = config.clone();
    other.trusted_certificate = Some(Fingerprint::of(b"another certificate"));
    let refused = EmailConnector::new(other, secret(), clock())
        .check()
        .await
        .unwrap_err();
    assert_eq!(
        refused.say().code,
        "certificate_untrusted",
        "one choice is about one certificate"
    );

    let mut chosen = config;
    chosen.trusted_certificate = Some(fingerprint);
    let connector = EmailConnector::new(chosen.clone(), secret(), clock());
    connector.check().await.unwrap();
    let mut cursor = connect(&connector).await;
    shop.letter("ana", "Message-ID: <tls@localhost>", "through TLS");
    assert_eq!(
        next_message(&connector, &mut cursor).await.text,
        "through TLS"
    );

    // The same with protection that has to be asked for.
    chosen.imap.port = shop.servers().imap_port();
    chosen.imap.security = Security::StartTls;
    chosen.smtp.port = shop.servers().submission_port();
    chosen.smtp.security = Security::StartTls;
    EmailConnector::new(chosen, secret(), clock())
        .check()
        .await
        .unwrap();
}

#[test]
fn a_set_up_is_stored_without_the_password_and_reads_back() {
    let config = EmailConfig {
        address: "a@b.example".to_owned(),
        name: String::new(),
        login: "a".to_owned(),
        imap: runnel_email::Server::new("imap.b.example", 993, Security::Tls),
        smtp: runnel_email::Server::new("smtp.b.example", 587, Security::StartTls),
        trusted_certificate: None,
        allow_plain: false,
        saves_sent: false,
    };
    let json = serde_json::to_string(&config).unwrap();
    assert_eq!(serde_json::from_str::<EmailConfig>(&json).unwrap(), config);
    let minimal = r#"{"address":"a@b.example","login":"a","imap":{"host":"imap.b.example","port":993,"security":"tls"},
        "smtp":{"host":"smtp.b.example","port":587,"security":"start_tls"}}"#;
    assert_eq!(
        serde_json::from_str::<EmailConfig>(minimal).unwrap(),
        config
    );
}
