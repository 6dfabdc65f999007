//! Connecting the shop's mailbox, once: what a person does in the wizard.

use runnel_app::{
    App, AppError, Secret,
    channels::{MailServer, Mailbox, Security},
    settings::Settings,
    source::MailboxWish,
};
use runnel_domain::ids::MemberId;

const ADDRESS: &str = "shop@localhost";
const PASSWORD: &str = "shop";

/// Where the mail servers listen on 127.0.0.1.
#[derive(Debug, Clone, Copy)]
pub struct Ports {
    /// IMAP, without TLS.
    pub imap: u16,
    /// Submission, without TLS.
    pub smtp: u16,
}

/// Connects the mailbox unless the workspace has it. An answer leaves at once: nobody takes one back here.
pub async fn connect(app: &App, me: MemberId, ports: Ports) -> Result<(), AppError> {
    let workspace = app.workspace(me).await?;
    if workspace.settings.undo_send_seconds != 0 {
        let settings = Settings {
            undo_send_seconds: 0,
            ..workspace.settings
        };
        app.settings_set(me, settings).await?;
    }
    if workspace
        .sources
        .iter()
        .any(|source| source.row.account == ADDRESS)
    {
        return Ok(());
    }
    let server = |port| MailServer {
        host: "127.0.0.1".to_owned(),
        port,
        security: Security::Plain,
    };
    let wish = MailboxWish {
        source: None,
        name: "Shop".to_owned(),
        mailbox: Mailbox {
            address: ADDRESS.to_owned(),
            login: "shop".to_owned(),
            imap: server(ports.imap),
            smtp: server(ports.smtp),
            trusted_certificate: None,
            sender_name: "The Shop".to_owned(),
        },
        password: Some(Secret::new(PASSWORD)),
    };
    app.mailbox_save(me, wish).await?;
    Ok(())
}
