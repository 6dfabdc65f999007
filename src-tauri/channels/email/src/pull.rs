//! Receiving: INBOX as it happens, "Sent" now and then, waiting by IDLE or by asking.

use std::time::Duration;

use async_imap::{extensions::idle::IdleResponse, types::UnsolicitedResponse};
use runnel_connector::{Batch, Cursor, Fault};
use tokio::time::Instant;

use crate::{
    connector::EmailConnector,
    cursor::{Place, Position},
    imap::{Session, fault},
    parse::{self, Fetched, Folder},
    trouble::{Service, Trouble},
    wire,
};

/// The folder that new mail comes into; its name is fixed by RFC 3501, 5.1.
const INBOX: &str = "INBOX";
/// IDLE is renewed this often, which shows whether the line is alive; NAT boxes forget quiet lines within minutes.
const IDLE_AGAIN: Duration = Duration::from_secs(5 * 60);
/// How often a server without IDLE is asked.
const ASK_EVERY: Duration = Duration::from_secs(60);
/// How often "Sent" is looked at: what was written elsewhere is no emergency.
const SENT_EVERY: Duration = Duration::from_secs(2 * 60);

/// A session that follows the mailbox, and when it last looked where.
pub struct Watch {
    session: Session,
    /// UIDNEXT of INBOX when it was last looked at.
    inbox_next: u32,
    sent_folder: Option<String>,
    sent_seen: Option<Instant>,
    /// INBOX is not the open folder at the moment.
    elsewhere: bool,
}

impl EmailConnector {
    /// See [`runnel_connector::Connector::pull`].
    pub(crate) async fn pull_mail(
        &self,
        cursor: Option<&Cursor>,
        wait: Duration,
    ) -> Result<Batch, Fault> {
        let position = cursor.map(Position::read).transpose()?;
        let mut slot = self.watch.lock().await;
        // The session leaves its slot while it works: when this future is dropped or fails half-way through an
        // answer, the session goes with it, and the next pull begins with a fresh one.
        let mut watch = match slot.take() {
            Some(watch) => watch,
            None => self.watch().await?,
        };
        let batch = match self.look(&mut watch, position.clone()).await {
            // A line that broke while nobody used it is no fault yet.
            Err(Fault::Offline(_)) => {
                watch = self.watch().await?;
                self.look(&mut watch, position.clone()).await?
            }
            other => other?,
        };
        if !batch.events.is_empty() || position.is_none() || wait.is_zero() {
            *slot = Some(watch);
            return Ok(batch);
        }
        let position = batch
            .next
            .as_ref()
            .map(Position::read)
            .transpose()?
            .or(position);
        let deadline = Instant::now() + wait;
        let mut batch = batch;
        while batch.events.is_empty() && Instant::now() < deadline {
            watch = self.wait_for_news(watch, deadline).await?;
            let next = self.look(&mut watch, position.clone()).await?;
            batch = Batch {
                next: next.next.or(batch.next),
                ..next
            };
        }
        *slot = Some(watch);
        Ok(batch)
    }

    async fn watch(&self) -> Result<Watch, Fault> {
        let session = Session::open(&self.config, &self.secret, self.trust()?).await?;
        Ok(Watch {
            session,
            inbox_next: 0,
            sent_folder: None,
            sent_seen: None,
            elsewhere: true,
        })
    }

    /// Looks once, without waiting.
    async fn look(&self, watch: &mut Watch, position: Option<Position>) -> Result<Batch, Fault> {
        let config = &self.config;
        // Opening a folder anew is what makes every server tell about news and about new numbering.
        let opened = watch.session.enter(config, INBOX).await?;
        watch.inbox_next = opened.next;
        watch.elsewhere = false;
        let now = self.clock.now();
        // A source that was just connected has moved, even in an empty mailbox: its cursor says from when on mail is new.
        let (before, mut position) = match position {
            Some(position) => (Some(position.clone()), position),
            None => {
                let beginning = watch.session.beginning(config, opened, now).await?;
                (None, Position::new(now, beginning))
            }
        };
        if !Session::is_valid(&position.inbox, opened) {
            tracing::info!(account = %config.address, "the mailbox was renumbered; reading recent days again");
            position.inbox = watch
                .session
                .renumbered(config, opened, position.inbox, now)
                .await?;
        }
        let portion = watch
            .session
            .portion(config, Folder::Inbox, position.inbox, position.connected_at)
            .await?;
        position.inbox = portion.place;
        let mut more = portion.more;
        let mut mails = portion.mails;
        if !more {
            more = self.look_at_sent(watch, &mut position, &mut mails).await?;
        }
        let events = read_all(mails, config.address.clone()).await?;
        let moved = before.as_ref() != Some(&position) || !events.is_empty();
        Ok(Batch {
            events,
            next: moved.then(|| position.cursor()),
            more,
            lost: None,
        })
    }

    /// Adds what we wrote elsewhere; whether there is more of it.
    async fn look_at_sent(
        &self,
        watch: &mut Watch,
        position: &mut Position,
        mails: &mut Vec<Fetched>,
    ) -> Result<bool, Fault> {
        if watch
            .sent_seen
            .is_some_and(|seen| seen.elapsed() < SENT_EVERY)
        {
            return Ok(false);
        }
        let config = &self.config;
        if watch.sent_folder.is_none() {
            watch.sent_folder = watch.session.sent_folder(config).await?;
        }
        let Some(name) = watch.sent_folder.clone() else {
            watch.sent_seen = Some(Instant::now());
            return Ok(false);
        };
        watch.elsewhere = true;
        let opened = watch.session.enter(config, &name).await?;
        let now = self.clock.now();
        let place: Place = match position.sent {
            Some(place) if Session::is_valid(&place, opened) => place,
            Some(place) => watch.session.renumbered(config, opened, place, now).await?,
            None => {
                watch
                    .session
                    .beginning(config, opened, position.connected_at)
                    .await?
            }
        };
        let portion = watch
            .session
            .portion(config, Folder::Sent, place, position.connected_at)
            .await?;
        position.sent = Some(portion.place);
        mails.extend(portion.mails);
        if !portion.more {
            watch.sent_seen = Some(Instant::now());
        }
        Ok(portion.more)
    }

    /// Waits for something to happen in INBOX, or until `deadline`.
    async fn wait_for_news(&self, mut watch: Watch, deadline: Instant) -> Result<Watch, Fault> {
        let config = &self.config;
        let left = deadline.saturating_duration_since(Instant::now());
        if !watch.session.idle {
            tokio::time::sleep(left.min(ASK_EVERY)).await;
            return Ok(watch);
        }
        if watch.elsewhere {
            let opened = watch.session.enter(config, INBOX).await?;
            watch.elsewhere = false;
            if opened.next != watch.inbox_next {
                return Ok(watch);
            }
        }
        // Whatever was announced since INBOX was opened may have come too late for the look that followed.
        let announced = watch.session.raw.unsolicited_responses.clone();
        let told = || {
            announced.is_full()
                || std::iter::from_fn(|| announced.try_recv().ok())
                    .any(|told| matches!(told, UnsolicitedResponse::Exists(_)))
        };
        if told() {
            return Ok(watch);
        }
        let limit = left.min(IDLE_AGAIN);
        let mut idle = watch.session.raw.idle();
        idle.as_mut().set_silence(limit + wire::SILENCE);
        idle.init().await.map_err(|error| fault(config, &error))?;
        if !told() {
            let (news, _interrupt) = idle.wait();
            // A server's "still here" is read and passed over inside; only real changes end the wait.
            match tokio::time::timeout(limit, news).await {
                Ok(Ok(IdleResponse::ManualInterrupt)) => {
                    let detail = "the server hung up";
                    return Err(Trouble::ConnectionLost.fault(Service::Imap, &config.imap, detail));
                }
                Ok(Ok(IdleResponse::NewData(_) | IdleResponse::Timeout)) | Err(_) => {}
                Ok(Err(error)) => return Err(fault(config, &error)),
            }
        }
        let mut raw = idle.done().await.map_err(|error| fault(config, &error))?;
        raw.get_mut().set_silence(wire::SILENCE);
        Ok(Watch {
            session: Session { raw, idle: true },
            ..watch
        })
    }
}

/// Reads mails away from the threads that serve people: a large one takes a good part of a second.
async fn read_all(
    mails: Vec<Fetched>,
    own: String,
) -> Result<Vec<runnel_connector::RawEvent>, Fault> {
    if mails.is_empty() {
        return Ok(Vec::new());
    }
    let read = tokio::task::spawn_blocking(move || {
        mails
            .into_iter()
            .map(|mail| parse::read(mail, &own))
            .collect()
    });
    read.await.map_err(|error| {
        Fault::Protocol(runnel_connector::Say::new(
            "garbled_answer",
            "",
            error.to_string(),
        ))
    })
}
