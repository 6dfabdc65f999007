//! What is worth an announcement: customers' messages that just came, a burst as one.

use std::collections::BTreeMap;

use runnel_domain::ids::{ConversationId, MessageId};
use runnel_store::{
    Read,
    table::{block, conversation, message},
};

use crate::{app::App, error::AppError, host::Announcement, label, settings, signal::Signal};

/// Conversations announced one by one; more in one batch are announced as one burst.
const ONE_BY_ONE: usize = 3;

impl App {
    /// Announces messages of one batch, if the settings allow it, and tells the interface.
    pub(crate) async fn announce(&self, messages: Vec<MessageId>) {
        if messages.is_empty() {
            return;
        }
        let found = self.read(move |read| bursts(read, &messages)).await;
        let (allowed, all) = match found {
            Ok(found) => found,
            Err(error) => {
                tracing::warn!(%error, "new messages could not be announced");
                return;
            }
        };
        for burst in &all {
            let (conversation, client) = (burst.conversation, burst.client.clone());
            self.signal(Signal::Arrived {
                conversation,
                client,
            });
        }
        if !allowed {
            return;
        }
        // Windows ask for themselves; the desktop shows it to whoever sits there.
        let Ok(seat) = self.seat().await else {
            return;
        };
        let mut bursts = Vec::new();
        for burst in all {
            if self.may_hear(seat, Some(burst.conversation)).await {
                bursts.push(burst);
            }
        }
        match bursts.last() {
            Some(last) if bursts.len() > ONE_BY_ONE => {
                let count = bursts.iter().map(|burst| burst.count).sum();
                let conversations = u32::try_from(bursts.len()).unwrap_or(u32::MAX);
                let all = Announcement {
                    count,
                    conversations,
                    ..last.clone()
                };
                self.inner.host.notifier.announce(&all);
            }
            _ => bursts
                .iter()
                .for_each(|burst| self.inner.host.notifier.announce(burst)),
        }
    }
}

/// Whether the workspace wants announcements, and one burst per conversation, the latest last. What machines wrote
/// and what the block-list holds back is left out.
fn bursts(read: &Read<'_>, ids: &[MessageId]) -> Result<(bool, Vec<Announcement>), AppError> {
    let mut counts: BTreeMap<ConversationId, (MessageId, u32)> = BTreeMap::new();
    for id in ids {
        let message = message::get(read, *id)?;
        if !message.automatic && !block::is_held(read, *id)? {
            let (last, count) = counts.entry(message.conversation).or_insert((*id, 0));
            (*last, *count) = ((*last).max(*id), *count + 1);
        }
    }
    let mut latest_last: Vec<_> = counts.into_iter().collect();
    latest_last.sort_by_key(|(_, (last, _))| *last);
    let bursts = latest_last
        .into_iter()
        .map(|(id, (_, count))| {
            let row = conversation::get(read, id)?;
            let client = label::client(read, row.contact)?;
            Ok(Announcement {
                conversation: id,
                client,
                snippet: row.snippet,
                count,
                conversations: 1,
            })
        })
        .collect::<Result<_, AppError>>()?;
    Ok((settings::load(read)?.notifications, bursts))
}
