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
    /// To be tried again.
    Again {
        /// Not before.
        at: Timestamp,
        /// Whether it may have gone nevertheless.
        left: Left,
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
    /// No attempt of it arrived (it was looked up), and there will be no other.
    NeverWent {
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

/// Whether a message that is to be tried again may have gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// No attempt of it arrived: it was looked up.
    Never,
    /// The last attempt did not; about earlier ones we know what we knew.
    NotThisTime,
    /// Perhaps; the network refuses a second one, so that trying again is safe.
    Perhaps,
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
        Ending::Sent { .. } => {
            doubt(tx, &row, false)?;
            let to = message::get(tx, row.message)?.identity;
            shop::address_took(tx, to)?;
            show(tx, outbox, row.message, MessageState::Sent, "", "")?;
        }
        Ending::Again {
            at,
            left,
            code,
            detail,
        } => {
            match left {
                Left::Never => doubt(tx, &row, false)?,
                Left::NotThisTime => {}
                Left::Perhaps => doubt(tx, &row, true)?,
            }
            let state = match row.state {
                MessageState::Unknown => MessageState::Queued,
                _ => MessageState::Retrying,
            };
            tx.execute(
                "UPDATE outbox SET not_before_at = ?2 WHERE id = ?1",
                params![outbox.0, at.0],
            )?;
            show(tx, outbox, row.message, state, code, detail)?;
        }
        // What may have gone did not fail: a person has to look.
        Ending::Failed { code, detail } if !row.in_doubt && row.state == MessageState::Sending => {
            fail(tx, &row, code, detail)?;
        }
        Ending::NeverWent { code, detail } => {
            doubt(tx, &row, false)?;
            fail(tx, &row, code, detail)?;
        }
        Ending::Failed { .. } | Ending::Unknown { .. } if row.state == MessageState::Unknown => {}
        Ending::Failed { code, detail } | Ending::Unknown { code, detail } => {
            doubt(tx, &row, true)?;
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

fn fail(tx: &mut Tx<'_>, row: &Outbox, code: &str, detail: &str) -> Result<(), StoreError> {
    show(tx, row.id, row.message, MessageState::Failed, code, detail)?;
    let about = message::get(tx, row.message)?;
    shop::address_failed(tx, about.identity, code)?;
    let (code, detail) = (code.to_owned(), detail.to_owned());
    tell(
        tx,
        row,
        EventBody::MessageFailed {
            message: row.message,
            code,
            detail,
        },
    )
}

fn doubt(tx: &mut Tx<'_>, row: &Outbox, doubt: bool) -> Result<(), StoreError> {
    if row.in_doubt != doubt {
        tx.execute(
            "UPDATE outbox SET in_doubt = ?2 WHERE id = ?1",
            params![row.id.0, doubt],
        )?;
    }
    Ok(())
}

/// Writes the event down.
fn tell(tx: &mut Tx<'_>, row: &Outbox, event: EventBody) -> Result<(), StoreError> {
    let about = conversation::get(tx, row.conversation)?;
    tx.record(Some(about.id), Some(about.contact), about.deal, event)?;
    Ok(())
}
