//! Stories about conditions, rules and plans.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

mod access;
mod condition;
mod moment;
mod plan;
mod route;
mod rule;

use runnel_domain::{
    Channel, Folder, Money, StageGroup, ThreadKind, Timestamp, WorkStatus,
    day::Day,
    facts::{Facts, FieldFact, FoldedText, Viewpoint},
    ids::{ContactId, ConversationId, DealId, FieldId, MemberId, SourceId, StageId, TagId},
};

/// 2026-11-22 12:00 UTC.
const NOON: Timestamp = Timestamp(1_795_348_800_000);

/// Ana asked for a price by mail half an hour ago; Ben is on it.
fn ana() -> Facts {
    Facts {
        seen_from: Viewpoint {
            now: NOON,
            today: Day::of(NOON, "UTC"),
            member: Some(MemberId(1)),
        },
        conversation: ConversationId(1),
        contact: ContactId(1),
        deal: Some(DealId(1)),
        folder: Folder::Accepted,
        stage: Some(StageId(2)),
        stage_group: Some(StageGroup::Active),
        source: SourceId(1),
        channel: Channel::Email,
        tags: vec![TagId(1), TagId(2)],
        responsible: Some(MemberId(1)),
        text: FoldedText::of("Orçamento: qual é o PREÇO, por favor?"),
        unread: true,
        waiting_since: Some(NOON.plus_minutes(-30)),
        ever_answered: false,
        amount: Some(Money {
            amount_minor: 395_000,
            currency: "EUR".to_owned(),
        }),
        new_contact: true,
        open_tasks: vec![Some(NOON.plus_minutes(60))],
        language: "pt-BR".to_owned(),
        last_activity_at: NOON.plus_minutes(-30),
        thread_kind: ThreadKind::Direct,
        work_status: WorkStatus::InProgress,
        stars: 3,
        fields: vec![
            FieldFact {
                field: FieldId(1),
                text: Some("São Paulo".to_owned()),
                number: None,
            },
            FieldFact {
                field: FieldId(2),
                text: Some(",3,7,".to_owned()),
                number: None,
            },
            FieldFact {
                field: FieldId(3),
                text: None,
                number: Some(2_500),
            },
        ],
    }
}
