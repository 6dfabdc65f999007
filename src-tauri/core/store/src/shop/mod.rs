//! What happens to a conversation and its deal as one step: several tables, copied columns, events.

mod block;
mod bulk;
mod bulk_deal;
mod deal;
mod deal_edit;
mod deal_rank;
mod delivery;
mod edit;
mod folder;
pub mod funnel;
mod gap;
pub mod merge;
mod message;
mod needs;
pub mod pipelines;
mod planned;
mod reading;
mod sample;
mod snippet;
mod snooze;
mod stages;
pub mod stars;
mod status;
mod thread;

pub use block::{Blocked, begin_held, block, lift, message_held, release};
#[cfg(test)]
pub(crate) use bulk::STANDINGS;
pub use bulk::{BulkDeed, Standing, Verdict, bulk_step, check_deed, judge, leads_to, standings};
#[cfg(test)]
pub(crate) use bulk_deal::DEAL_STANDINGS;
pub use bulk_deal::{DealStanding, bulk_step_deal, deal_standings, judge_deal};
pub use deal::{Deal, NewDeal, Place, create_deal, deal, move_deal, move_deal_to};
pub use deal_edit::{DealChange, change_deal, delete_deal, set_amount};
pub(crate) use delivery::{address_failed, address_took};
pub use delivery::{delivery_confirmed, delivery_reported, message_of_key};
pub use edit::{message_deleted, message_edited, message_reaction, note_delete, note_edit};
pub(crate) use folder::stand_in;
pub use folder::{
    accept, archive, begin, begin_by_us, hand_over_card, reopen, set_conversation_amount,
    set_responsible,
};
pub(crate) use funnel::CARRIED;
pub use gap::messages_may_be_missing;
pub use message::{
    NewInbound, NewOutbound, message_in, message_out, message_sent_elsewhere, note_add,
};
pub use needs::check_needs;
pub use planned::{
    TakenBack, message_planned, planned_leaves, put_in_draft, reword_planned, take_back,
};
pub use reading::{change_tags, mark_read, mark_read_until, mark_seen, mark_unread};
pub use sample::{SAMPLE_ACCOUNT, remove_sample, sample_brought_tag};
#[cfg(test)]
pub(crate) use snooze::RETURNING;
pub use snooze::{came_back, next_return_at, returning, snooze, wake};
pub(crate) use stages::present;
pub use status::{Resolution, hold, resolve, resume};
pub use thread::recount;
