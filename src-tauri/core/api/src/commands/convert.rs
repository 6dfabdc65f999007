//! Small conversions that several commands share.

use runnel_app::{Changed, attachment::Attachment, chats::Away};
use runnel_domain::{Money, Timestamp, ids::OperationId};

use crate::wire::{self, Done, Made, chats::CardAway};

/// A count for the wire: never negative, never beyond 32 bits.
pub(crate) fn count<N: TryInto<u32>>(number: N) -> u32 {
    number.try_into().unwrap_or(0)
}

pub(crate) fn money(money: Money) -> wire::Money {
    wire::Money {
        amount_minor: money.amount_minor,
        currency: money.currency,
    }
}

pub(crate) fn amount(money: wire::Money) -> Money {
    Money {
        amount_minor: money.amount_minor,
        currency: money.currency,
    }
}

pub(crate) fn away(away: Away) -> CardAway {
    CardAway {
        deal_id: away.deal.0,
        pipeline_id: away.pipeline.0,
        stage_id: away.stage.0,
    }
}

pub(crate) fn millis(at: Option<Timestamp>) -> Option<i64> {
    at.map(|at| at.0)
}

pub(crate) fn operation(operation: Option<OperationId>) -> Option<i64> {
    operation.map(|operation| operation.0)
}

pub(crate) fn done(changed: Changed) -> Done {
    Done {
        operation: operation(changed.operation),
    }
}

pub(crate) fn made(changed: Changed<i64>) -> Made {
    Made {
        id: changed.value,
        operation: operation(changed.operation),
    }
}

pub(crate) fn attachment(file: Attachment) -> wire::message::Attachment {
    wire::message::Attachment {
        id: file.id.0,
        name: file.name,
        mime: file.mime,
        size: file.size,
    }
}
