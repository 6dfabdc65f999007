//! One raw event: kept once, then told apart.

use runnel_connector::{Arrival, Incoming};
use runnel_domain::{Timestamp, ids::MessageId};
use runnel_store::{
    StoreError, Tx,
    table::{
        message::UNSUPPORTED,
        raw_event::{self, Payload},
        source::Source,
    },
};

use crate::{
    InboundError, change, message,
    people::People,
    prepare::{Meaning, Raw, ReadyItem},
    report,
};

/// How far a network's clock may be ahead of ours; beyond it our own time is taken, or such a message would stand on
/// top of the list for years.
const AHEAD_MS: i64 = 10 * 60 * 1_000;
/// 1900-01-01: no message is older.
const EARLIEST: Timestamp = Timestamp(-2_208_988_800_000);

/// What became of an item.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Outcome {
    /// The message that was written down.
    pub message: Option<MessageId>,
    /// It is a customer's and just came.
    pub announced: bool,
}

/// Takes one item in; nothing happens where its key is known.
pub(crate) fn take_in(
    tx: &mut Tx<'_>,
    source: &Source,
    people: &mut People,
    item: &ReadyItem,
) -> Result<Outcome, InboundError> {
    let Some(raw) = keep_raw(tx, source, item)? else {
        return Ok(Outcome::default());
    };
    match &item.meaning {
        Meaning::Message(incoming, files) => {
            let at = plausible(item.occurred_at, tx.now());
            let message = message::take_in(tx, source, people, raw, at, item, incoming, files)?;
            Ok(Outcome {
                message,
                announced: announced(incoming),
            })
        }
        Meaning::Delivery(report) => {
            report::take_in(tx, source, report)?;
            Ok(Outcome::default())
        }
        Meaning::Edited(edited) => {
            let at = plausible(item.occurred_at, tx.now());
            change::edited(tx, source, edited, at)?;
            Ok(Outcome::default())
        }
        Meaning::Deleted(remote_id) => {
            let at = plausible(item.occurred_at, tx.now());
            change::deleted(tx, source, remote_id, at)?;
            Ok(Outcome::default())
        }
        Meaning::Reacted(reacted) => {
            let at = plausible(item.occurred_at, tx.now());
            change::reacted(tx, source, reacted, at)?;
            Ok(Outcome::default())
        }
        Meaning::Nothing => Ok(Outcome::default()),
    }
}

/// An item that could not be taken in: its bytes are kept, and where it was a message, a row stands for it.
pub(crate) fn keep_unsupported(
    tx: &mut Tx<'_>,
    source: &Source,
    people: &mut People,
    item: &ReadyItem,
) -> Result<Outcome, InboundError> {
    let Some(raw) = keep_raw(tx, source, item)? else {
        return Ok(Outcome::default());
    };
    let Meaning::Message(incoming, _) = &item.meaning else {
        return Ok(Outcome::default());
    };
    // Only what cannot be wrong any more: who, when, and a thread of its own.
    let plain = Incoming {
        remote_id: format!("{UNSUPPORTED}:{}", item.key),
        references: Vec::new(),
        thread_key: format!("{UNSUPPORTED}:{}", item.key),
        customer: incoming.customer.clone(),
        reply_to: None,
        outgoing: false,
        arrival: incoming.arrival,
        automatic: true,
        subject: String::new(),
        text: String::new(),
        visible_len: None,
        html: None,
        language: String::new(),
        files: Vec::new(),
        post: None,
    };
    let at = plausible(item.occurred_at, tx.now());
    let message = tx.attempt(|tx| {
        message::take_in_as(tx, source, people, raw, at, item, &plain, &[], UNSUPPORTED)
    })?;
    Ok(Outcome {
        message,
        announced: announced(incoming),
    })
}

fn announced(incoming: &Incoming) -> bool {
    !incoming.outgoing && incoming.arrival == Arrival::Live
}

fn keep_raw(tx: &mut Tx<'_>, source: &Source, item: &ReadyItem) -> Result<Option<i64>, StoreError> {
    let payload = match &item.raw {
        Raw::Inline(bytes) => Payload::Inline(bytes),
        Raw::File(sha) => Payload::File(sha),
    };
    raw_event::insert(
        tx,
        source.id,
        &item.key,
        item.kind,
        item.occurred_at,
        payload,
    )
}

fn plausible(at: Timestamp, now: Timestamp) -> Timestamp {
    if at > now.plus_millis(AHEAD_MS) {
        now
    } else {
        at.max(EARLIEST)
    }
}
