//! Whatever is blocked, lifted and let in: what a conversation adds up to are its shown messages, and the counters are
//! those of a recount (UC-27, property).

use proptest::prelude::*;
use runnel_domain::{
    Actor, BlockScope,
    event::Cause,
    ids::{BlockId, ConversationId, MessageId},
};
use runnel_store::{
    shop::{self, Blocked},
    table::{block, conversation},
};

use crate::shop::{Shop, inbound};

#[derive(Debug, Clone)]
enum Step {
    /// The nth conversation's customer writes; with a bad word or without.
    Says(usize, bool),
    Answers(usize),
    BlockClient(usize),
    BlockWord,
    Lift(usize, bool),
    Release(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(
        prop_oneof![
            6 => (0..3_usize, any::<bool>()).prop_map(|(nth, bad)| Step::Says(nth, bad)),
            1 => (0..3_usize).prop_map(Step::Answers),
            1 => (0..3_usize).prop_map(Step::BlockClient),
            1 => Just(Step::BlockWord),
            1 => (0..3_usize, any::<bool>()).prop_map(|(nth, release)| Step::Lift(nth, release)),
            2 => (0..4_usize).prop_map(Step::Release),
        ],
        1..30,
    )
}

/// As mail comes in.
fn arrives(shop: &Shop, id: ConversationId, bad: bool) {
    let text = if bad { "visit our casino" } else { "Oi" };
    let at = shop.now();
    shop.write(Cause::plain(Actor::Contact), move |tx| {
        let contact = conversation::get(tx, id)?.contact;
        let (thread, post_ref) = block::thread(tx, id)?;
        let arriving = block::Arriving {
            contact,
            thread,
            post_ref: &post_ref,
            subject: "",
            text,
        };
        let new = inbound(id, text, at, false, false);
        match block::holding(tx, &arriving)? {
            Some(block) => shop::message_held(tx, &new, block),
            None => shop::message_in(tx, &new),
        }
    })
    .unwrap();
}

fn take(shop: &Shop, threads: &[ConversationId], step: &Step) {
    shop.minutes_pass(1);
    match *step {
        Step::Says(nth, bad) => arrives(shop, threads[nth], bad),
        Step::Answers(nth) => {
            shop.answers(threads[nth], "Olá");
        }
        Step::BlockClient(nth) => {
            let contact = shop.conversation(threads[nth]).contact;
            // Blocked already: refused, and nothing changes.
            let _ = shop.write(Cause::plain(Actor::Member), move |tx| {
                shop::block(tx, &Blocked::Client(contact))
            });
        }
        Step::BlockWord => {
            let _ = shop.write(Cause::plain(Actor::Member), |tx| {
                shop::block(
                    tx,
                    &Blocked::StopWord("Casino".to_owned(), BlockScope::Both),
                )
            });
        }
        Step::Lift(nth, release) => {
            let entries = shop.store.read_blocking(block::list).unwrap();
            if let Some(entry) = entries.get(nth) {
                let id: BlockId = entry.id;
                shop.anna(move |tx| shop::lift(tx, id, release));
            }
        }
        Step::Release(nth) => {
            let held = shop
                .store
                .read_blocking(|read| block::held(read, None, 100))
                .unwrap();
            if let Some(held) = held.get(nth) {
                let id: MessageId = held.message;
                shop.anna(move |tx| shop::release(tx, id));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn counts_are_those_of_what_is_shown(steps in steps()) {
        let shop = Shop::open();
        // Two threads of one customer, one of another.
        let threads = [shop.thread("ana@x.example"), shop.thread("ana@x.example"), shop.thread("leo@x.example")];
        for step in &steps {
            take(&shop, &threads, step);
            let sqlite = shop.workspace.sqlite();
            let wrong: i64 = sqlite
                .query_row(
                    "SELECT count(*) FROM conversation c WHERE
                       message_count <> (SELECT count(*) FROM message m WHERE m.conversation_id = c.id
                         AND m.direction <> 'note' AND m.block_id IS NULL)
                       OR last_message_id IS NOT (SELECT id FROM message m WHERE m.conversation_id = c.id
                         AND m.direction <> 'note' AND m.block_id IS NULL ORDER BY at DESC, id DESC LIMIT 1)
                       OR (quarantined_at IS NULL AND EXISTS (SELECT 1 FROM block b
                           WHERE b.contact_id = c.contact_id AND b.removed_at IS NULL AND b.created_at > coalesce(
                             (SELECT max(e.at) FROM event e WHERE e.conversation_id = c.id AND e.kind = 'message_received'), 0)))
                       OR (place = 'quarantine') <> (quarantined_at IS NOT NULL)",
                    [],
                    |row| row.get(0),
                )
                .unwrap();
            prop_assert_eq!(wrong, 0, "a conversation is not the sum of its shown messages after {:?}", step);
            let miscounted: i64 = sqlite
                .query_row(
                    "SELECT count(*) FROM place_count p WHERE total <> (SELECT count(*) FROM conversation c WHERE c.place = p.place)",
                    [],
                    |row| row.get(0),
                )
                .unwrap();
            prop_assert_eq!(miscounted, 0);
            let unread: i64 = sqlite
                .query_row(
                    "SELECT count(*) FROM unread_count u WHERE total <> (SELECT count(*) FROM read_state r
                       JOIN conversation c ON c.id = r.conversation_id
                      WHERE r.member_id = u.member_id AND c.place = u.place AND (r.unread > 0 OR r.marked_unread = 1))",
                    [],
                    |row| row.get(0),
                )
                .unwrap();
            prop_assert_eq!(unread, 0);
        }
    }
}
