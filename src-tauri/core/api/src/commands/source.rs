//! Sources and the mailbox wizard.

use runnel_app::{
    Say, Secret,
    channels::{self, Mailbox},
    source::{Finding, MailboxWish},
    workspace::SourceView,
};
use runnel_domain::ids::SourceId;

use super::convert;
use crate::{
    router::Router,
    wire::{
        Done, Made, WireError,
        source::{
            self as wire, MailDiscoverRequest, MailDiscovery, MailServer, MailboxCheck,
            MailboxRequest, Security, Source, SourceHealth, SourcePauseRequest,
        },
    },
};

pub(crate) async fn mail_discover(
    router: &Router,
    request: MailDiscoverRequest,
) -> Result<MailDiscovery, WireError> {
    router.app.admitted().await?;
    let found = router.app.mail_discover(&request.address).await?;
    Ok(MailDiscovery {
        imap: found.imap.map(from_server),
        smtp: found.smtp.map(from_server),
        provenance: found.provenance.to_owned(),
        login: found.login,
        notes: found.notes.into_iter().map(note).collect(),
    })
}

pub(crate) async fn mailbox_get(
    router: &Router,
    request: wire::SourceId,
) -> Result<MailboxRequest, WireError> {
    let id = SourceId(request.source_id);
    let kept = router.app.mailbox(router.me, id).await?;
    Ok(MailboxRequest {
        source_id: Some(id.0),
        name: kept.name,
        address: kept.mailbox.address,
        login: kept.mailbox.login,
        password: String::new(),
        imap: from_server(kept.mailbox.imap),
        smtp: from_server(kept.mailbox.smtp),
        trusted_certificate: kept.mailbox.trusted_certificate,
        sender_name: kept.mailbox.sender_name,
    })
}

pub(crate) async fn mailbox_check(
    router: &Router,
    request: MailboxRequest,
) -> Result<MailboxCheck, WireError> {
    let findings = router.app.mailbox_check(router.me, wish(request)).await?;
    let ok = findings.iter().all(|finding| !finding.blocking);
    Ok(MailboxCheck {
        ok,
        findings: findings.into_iter().map(finding).collect(),
    })
}

pub(crate) async fn mailbox_save(
    router: &Router,
    request: MailboxRequest,
) -> Result<Made, WireError> {
    let made = router.app.mailbox_save(router.me, wish(request)).await?;
    Ok(convert::made(made.map(|id| id.0)))
}

pub(crate) async fn source_pause(
    router: &Router,
    request: SourcePauseRequest,
) -> Result<Done, WireError> {
    let id = SourceId(request.source_id);
    Ok(convert::done(
        router
            .app
            .source_pause(router.me, id, request.paused)
            .await?,
    ))
}

pub(crate) async fn source_sync(
    router: &Router,
    request: wire::SourceId,
) -> Result<Done, WireError> {
    let id = SourceId(request.source_id);
    Ok(convert::done(router.app.source_sync(router.me, id).await?))
}

pub(crate) async fn source_remove(
    router: &Router,
    request: wire::SourceId,
) -> Result<Done, WireError> {
    let id = SourceId(request.source_id);
    Ok(convert::done(
        router.app.source_remove(router.me, id).await?,
    ))
}

pub(crate) fn source(view: SourceView) -> Source {
    let built_in = view.built_in();
    let note = view.note;
    Source {
        id: view.row.id.0,
        channel: view.row.channel,
        name: view.row.name,
        account: view.row.account,
        health: SourceHealth {
            state: view.row.health.as_str().to_owned(),
            code: note.code,
            subject: note.subject,
            detail: note.detail,
            next_try_at: convert::millis(note.next_try_at),
        },
        last_pull_at: convert::millis(view.row.last_pull_at),
        waiting: convert::count(view.waiting),
        built_in,
    }
}

fn wish(request: MailboxRequest) -> MailboxWish {
    MailboxWish {
        source: request.source_id.map(SourceId),
        name: request.name,
        password: Some(request.password)
            .filter(|text| !text.is_empty())
            .map(Secret::new),
        mailbox: Mailbox {
            address: request.address,
            login: request.login,
            imap: to_server(request.imap),
            smtp: to_server(request.smtp),
            trusted_certificate: request.trusted_certificate,
            sender_name: request.sender_name,
        },
    }
}

fn note(say: Say) -> wire::Finding {
    finding(Finding {
        say,
        blocking: false,
    })
}

fn finding(finding: Finding) -> wire::Finding {
    wire::Finding {
        code: finding.say.code.to_owned(),
        blocking: finding.blocking,
        subject: finding.say.subject,
        detail: finding.say.detail,
    }
}

fn to_server(server: MailServer) -> channels::MailServer {
    let security = match server.security {
        Security::Tls => channels::Security::Tls,
        Security::StartTls => channels::Security::StartTls,
        Security::Plain => channels::Security::Plain,
    };
    channels::MailServer {
        host: server.host,
        port: server.port,
        security,
    }
}

fn from_server(server: channels::MailServer) -> MailServer {
    let security = match server.security {
        channels::Security::Tls => Security::Tls,
        channels::Security::StartTls => Security::StartTls,
        channels::Security::Plain => Security::Plain,
    };
    MailServer {
        host: server.host,
        port: server.port,
        security,
    }
}
