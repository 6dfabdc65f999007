//! Putting conversations aside, and those whose time has come.

use runnel_domain::{
    Actor, Timestamp,
    event::Cause,
    ids::{ConversationId, MemberId},
};
use runnel_store::{Intent, Lane, shop, table::conversation};
use serde_json::json;

use crate::{
    app::{App, Changed},
    error::AppError,
    host::Announcement,
    label::{self, label},
    permission::Deed,
    settings,
    signal::Signal,
};

/// Conversations brought back before the list is read again.
const AT_ONCE: usize = 50;

impl App {
    /// Puts a conversation aside: until a time, or until the customer writes.
    ///
    /// # Errors
    /// `Invalid` with code `snooze_past`.
    pub async fn conversation_snooze(
        &self,
        me: MemberId,
        id: ConversationId,
        until: Option<Timestamp>,
    ) -> Result<Changed, AppError> {
        let undo = self.label_snooze(id, until).await?;
        self.act(me, Deed::Work, undo, move |tx| {
            Ok(shop::snooze(tx, id, until)?)
        })
        .await
    }

    /// Brings a conversation back before its time.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub async fn conversation_wake(
        &self,
        me: MemberId,
        id: ConversationId,
    ) -> Result<Changed, AppError> {
        let undo = self.label_client("conversation_wake", id).await?;
        self.act(me, Deed::Work, undo, move |tx| Ok(shop::wake(tx, id)?))
            .await
    }

    /// Brings back whatever's time has come, each in a transaction of its own, and tells when the next is due.
    pub(crate) async fn snoozed_due(&self) -> Result<Option<Timestamp>, AppError> {
        loop {
            let now = self.now();
            let due = self
                .read(move |read| Ok(shop::returning(read, now, AT_ONCE)?))
                .await?;
            if due.is_empty() {
                return self.read(|read| Ok(shop::next_return_at(read)?)).await;
            }
            for id in due {
                let intent = Intent::plain(now, Cause::plain(Actor::System));
                let back = self
                    .inner
                    .store
                    .write(Lane::Background, intent, move |tx| {
                        let back = shop::came_back(tx, id)?;
                        runnel_automation::react(tx)?;
                        Ok::<_, AppError>(back)
                    })
                    .await?;
                if back.value {
                    self.announce_return(id).await?;
                }
            }
        }
    }

    async fn announce_return(&self, id: ConversationId) -> Result<(), AppError> {
        let (allowed, announcement) = self
            .read(move |read| {
                let row = conversation::get(read, id)?;
                let announcement = Announcement {
                    conversation: id,
                    client: label::client(read, row.contact)?,
                    snippet: row.snippet,
                    count: 1,
                    conversations: 1,
                };
                Ok((settings::load(read)?.notifications, announcement))
            })
            .await?;
        self.signal(Signal::Returned {
            conversation: id,
            client: announcement.client.clone(),
        });
        if allowed {
            self.inner.host.notifier.announce(&announcement);
        }
        Ok(())
    }

    async fn label_snooze(
        &self,
        id: ConversationId,
        until: Option<Timestamp>,
    ) -> Result<Option<runnel_store::UndoLabel>, AppError> {
        self.read(move |read| {
            let contact = conversation::get(read, id)?.contact;
            let until = until.map(|until| until.0);
            let params = json!({ "client": label::client(read, contact)?, "until": until });
            Ok(label("conversation_snooze", params))
        })
        .await
    }
}
