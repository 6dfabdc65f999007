//! The suite that every channel passes, against a [`Bench`] that plays the network's other side.
//!
//! A channel runs all of it with [`conformance_suite!`](crate::conformance_suite); each case gets a fresh bench.
#![allow(missing_docs, reason = "the cases say in their names what they prove")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "cases are tests"
)]

pub mod receiving;
pub mod sending;
pub mod trouble;

use std::{path::Path, sync::Arc, time::Duration};

use async_trait::async_trait;
use runnel_domain::{Timestamp, Uid};

use crate::{
    Address, Batch, Connector, Cursor, Fault, IdemKey, Incoming, Item, OutFile, Outgoing, RawEvent,
};

/// How long news may take from the customer's hand to a pull; real servers need a second.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Something that a customer got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Got {
    /// Its native id.
    pub remote_id: String,
    /// Text.
    pub text: String,
    /// Names and bytes of its files.
    pub files: Vec<(String, Vec<u8>)>,
}

/// The network as its other users see it.
#[async_trait]
pub trait Bench: Send + Sync {
    /// A freshly started connector to our account.
    fn connector(&self) -> Arc<dyn Connector>;

    /// The same with a wrong password.
    fn with_wrong_password(&self) -> Arc<dyn Connector>;

    /// Address of the customer called `name` (one lower-case word).
    fn customer(&self, name: &str) -> Address;

    /// A customer writes to us.
    async fn customer_writes(&self, name: &str, text: &str);

    /// A customer wrote to us before the source was connected.
    async fn customer_wrote_before(&self, name: &str, text: &str);

    /// A customer sends us a file.
    async fn customer_sends(&self, name: &str, text: &str, file: &str, bytes: &[u8]);

    /// Odd and broken things arrive; how many.
    async fn rubbish_arrives(&self) -> usize;

    /// What a customer got, waiting until it is at least `count` (not waiting for more).
    async fn customer_got(&self, name: &str, count: usize) -> Vec<Got>;

    /// The network goes away.
    async fn goes_away(&self);

    /// It is back.
    async fn comes_back(&self);

    /// A connector whose next send arrives while its answer is lost; other calls of it work.
    async fn answer_gets_lost(&self) -> Arc<dyn Connector>;

    /// Whether the network can prove that a message was never sent.
    fn can_prove_absence(&self) -> bool;
}

/// Pulls without waiting until nothing more comes.
pub async fn catch_up(
    connector: &dyn Connector,
    mut cursor: Option<Cursor>,
) -> Result<(Vec<RawEvent>, Option<Cursor>), Fault> {
    let mut events = Vec::new();
    for _ in 0..1_000 {
        let batch = connector.pull(cursor.as_ref(), Duration::ZERO).await?;
        let done = !batch.more;
        take(&mut events, &mut cursor, batch);
        if done {
            return Ok((events, cursor));
        }
    }
    panic!("a pull that never ends");
}

/// Connects a source: reads what there is.
pub async fn connect(connector: &dyn Connector) -> Option<Cursor> {
    catch_up(connector, None)
        .await
        .expect("the first pull works")
        .1
}

/// Pulls until `count` messages came, waiting for them.
pub async fn messages(
    connector: &dyn Connector,
    cursor: &mut Option<Cursor>,
    count: usize,
) -> Vec<Incoming> {
    let mut events = Vec::new();
    for _ in 0..1_000 {
        if only_messages(&events).len() >= count {
            break;
        }
        let batch = connector
            .pull(cursor.as_ref(), PATIENCE)
            .await
            .expect("a pull works");
        assert!(
            !batch.events.is_empty() || batch.more || batch.next.is_some(),
            "nothing came within {PATIENCE:?}; so far {} of {count}",
            only_messages(&events).len()
        );
        take(&mut events, cursor, batch);
    }
    only_messages(&events)
}

fn take(events: &mut Vec<RawEvent>, cursor: &mut Option<Cursor>, batch: Batch) {
    events.extend(batch.events);
    if batch.next.is_some() {
        *cursor = batch.next;
    }
}

/// The messages among events that are not ours.
#[must_use]
pub fn only_messages(events: &[RawEvent]) -> Vec<Incoming> {
    events
        .iter()
        .filter_map(|event| match &event.item {
            Item::Message(incoming) if !incoming.outgoing => Some(incoming.as_ref().clone()),
            _ => None,
        })
        .collect()
}

/// A message to a customer.
#[must_use]
pub fn message_to(to: Address, text: &str) -> Outgoing {
    Outgoing {
        thread_key: to.address.clone(),
        to,
        post: None,
        in_reply_to: None,
        references: Vec::new(),
        subject: "An offer".to_owned(),
        text: text.to_owned(),
        files: Vec::new(),
        automatic: false,
        written_at: Timestamp(1_700_000_000_000),
    }
}

/// The same with a file.
#[must_use]
pub fn with_file(mut outgoing: Outgoing, name: &str, path: &Path) -> Outgoing {
    outgoing.files.push(OutFile {
        name: name.to_owned(),
        mime: "application/octet-stream".to_owned(),
        path: path.to_owned(),
    });
    outgoing
}

/// The key of one message of a case.
#[must_use]
pub const fn key(number: u8) -> IdemKey {
    IdemKey(Uid([number; 16]))
}

/// Bytes that compress badly and contain every value.
#[must_use]
pub fn bytes(count: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_u32;
    std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_le_bytes()[0]
    })
    .take(count)
    .collect()
}

/// Runs every case against `$bench`, an async expression that gives `Some(bench)`, or `None` where the network's
/// other side cannot run here.
#[macro_export]
macro_rules! conformance_suite {
    ($bench:expr) => {
        $crate::conformance_suite! { @cases $bench;
            receiving::what_follows_the_connection_is_heard,
            receiving::what_came_before_is_history,
            receiving::the_same_pull_twice_brings_the_same_keys,
            receiving::a_restart_goes_on_where_the_cursor_stands,
            receiving::sixty_messages_while_away_arrive_once_and_in_order,
            receiving::news_wakes_a_waiting_pull,
            receiving::a_pull_without_news_ends_after_its_wait,
            receiving::a_dropped_pull_loses_nothing,
            receiving::a_large_file_arrives_whole,
            receiving::rubbish_neither_breaks_nor_hides_anything,
            sending::a_message_arrives_once_and_as_written,
            sending::a_file_goes_along_whole,
            sending::what_was_sent_is_found_again,
            sending::what_was_never_sent_is_not_found,
            sending::a_lost_answer_leaves_an_unknown_outcome,
            sending::a_missing_file_is_said_and_nothing_goes_out,
            trouble::a_wrong_password_is_a_matter_for_the_person,
            trouble::a_network_that_is_gone_is_offline_and_comes_back,
            trouble::a_cursor_of_nobody_is_refused,
        }
    };
    (@cases $bench:expr; $($area:ident :: $case:ident),+ $(,)?) => {$(
        #[tokio::test(flavor = "multi_thread")]
        async fn $case() {
            if let Some(bench) = $bench(stringify!($case)).await {
                $crate::conformance::$area::$case(&bench).await;
            }
        }
    )+};
}
