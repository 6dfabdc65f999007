//! How an attempt ended, or what a look-up said about one whose end was not known.

use runnel_domain::{MessageState, Timestamp, event::EventBody, ids::OutboxId};
use rusqlite::params;

use super::{Outbox, get, show};
use crate::{
    StoreError, Tx, shop,
    table::{conversation, message},
};

/// What became of a message in hand, or of one that nobody could tell about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// The network has it.
    Sent {
        /// Its native id there.
        remote_id: String,
    },
    /// Certainly not gone; to be tried again.
    Again {
        /// Not before.
        at: Timestamp,
        /// Stable code of what stood in the way.
        code: String,
        /// The network's words.
        detail: String,
    },
    /// It will not go by itself.
    Failed {
        /// Stable code.
        code: String,
        /// The network's words.
        detail: String,
    },
    /// It may have gone.
    Unknown {
        /// Stable code.
        code: String,
        /// The network's words.
        detail: String,
    },
}

/// Writes down what became of a message in hand. News that came quicker (a delivery report, a copy seen at the
/// network) stay; a doubled or late call changes nothing.
pub fn finish(tx: &mut Tx<'_>, outbox: OutboxId, ending: &Ending) -> Result<(), StoreError> {
    let row = get(tx, outbox)?;
    if let Ending::Sent { remote_id } = ending
        && !remote_id.is_empty()
    {
        tx.execute(
            "UPDATE outbox SET remote_id = ?2 WHERE id = ?1",
            params![outbox.0, remote_id],
        )?;
        message::remember_ref(tx, row.source, remote_id, row.conversation, row.message)?;
    }
    let doubtful = matches!(row.state, MessageState::Sending | MessageState::Unknown);
    let left = matches!(ending, Ending::Sent { .. }) && row.state.may_become(MessageState::Sent);
    if !doubtful && !left {
        return Ok(());
    }
    match ending {
        Ending::Sent { .. } => show(tx, outbox, row.message, MessageState::Sent, "", "")?,
        Ending::Again { at, code, detail } => {
            let state = if row.state == MessageState::Unknown {
                MessageState::Queued
            } else {
                MessageState::Retrying
            };
            tx.execute(
                "UPDATE outbox SET not_before_at = ?2 WHERE id = ?1",
                params![outbox.0, at.0],
            )?;
            show(tx, outbox, row.message, state, code, detail)?;
        }
        Ending::Failed { code, detail } => {
            show(tx, outbox, row.message, MessageState::Failed, code, detail)?;
            let (code, detail) = (code.clone(), detail.clone());
            tell(
                tx,
                &row,
                EventBody::MessageFailed {
                    message: row.message,
                    code,
                    detail,
                },
            )?;
        }
        Ending::Unknown { .. } if row.state == MessageState::Unknown => {}
        Ending::Unknown { code, detail } => {
            show(tx, outbox, row.message, MessageState::Unknown, code, detail)?;
            tell(
                tx,
                &row,
                EventBody::MessageUnknown {
                    message: row.message,
                },
            )?;
        }
    }
    // Whether the customer waits depends on what became of our answers. One attempt after another changes nothing.
    let ordinary = matches!(ending, Ending::Sent { .. } | Ending::Again { .. });
    if ordinary && row.state == MessageState::Sending {
        return Ok(());
    }
    shop::recount(tx, row.conversation)
}

/// Writes the event down.
fn tell(tx: &mut Tx<'_>, row: &Outbox, event: EventBody) -> Result<(), StoreError> {
    let about = conversation::get(tx, row.conversation)?;
    tx.record(Some(about.id), Some(about.contact), about.deal, event)?;
    Ok(())
}
