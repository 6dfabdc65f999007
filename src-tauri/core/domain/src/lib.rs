//! What Runnel talks about, without IO and without a clock of its own.
//!
//! Everything here is pure: the same inputs give the same outputs, on any machine and at any time.
//! Time comes in as a [`Timestamp`] (from a [`Clock`] that the caller holds), randomness as an [`IdSource`].

pub mod access;
pub mod address;
pub mod addressee;
pub mod block;
pub mod clock;
pub mod condition;
pub mod day;
pub mod delivery;
pub mod display_name;
pub mod duplicate;
pub mod event;
pub mod facts;
pub mod field;
pub mod fold;
pub mod funnel;
pub mod ids;
pub mod moment;
pub mod money;
pub mod plan;
pub mod rank;
pub mod response;
pub mod route;
pub mod rule;
pub mod search;
pub mod stale;
pub mod stars;
pub mod stem;
pub mod subject;
pub mod template;
pub mod vocabulary;

pub use clock::{Clock, Timestamp};
pub use ids::Uid;
pub use money::Money;
pub use vocabulary::{
    Actor, BlockKind, BlockScope, Channel, Direction, FieldKind, FieldOwner, Folder, Level,
    MessageState, PipelineKind, Place, Priority, Role, RunOutcome, SourceHealth, StageGroup,
    TaskKind, ThreadKind, TicketKind, WakeReason, WorkStatus,
};
