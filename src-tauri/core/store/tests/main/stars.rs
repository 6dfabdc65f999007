//! After any sequence of actions, what is counted of a contact and its stars equal a naive recount over the messages of
//! all their conversations (PO-13, PO-14).

use proptest::prelude::*;
use runnel_domain::{
    Actor, MessageState,
    event::Cause,
    ids::{ConversationId, MessageId, OperationId},
};
use runnel_store::{Intent, Lane, shop, table::outbox};
use rusqlite::Connection;

use crate::shop::{ANNA, MAILBOX, Shop, inbound, outbound};

const MINUTE: i64 = 60_000;

#[derive(Debug, Clone)]
enum Step {
    Pass(i64),
    Says { ago: i64, automatic: bool },
    Answers,
    TriggerAnswers,
    AnsweredElsewhere { ago: i64 },
    Note,
    Bounces { nth: usize, nobody: bool },
    TakesBack { nth: usize },
    Undo { nth: usize },
}

fn steps() -> impl Strategy<Value = Vec<(usize, Step)>> {
    use Step::*;
    let late = || prop_oneof![3 => Just(0_i64), 1 => 1..200_i64];
    let step = prop_oneof![
        4 => prop_oneof![Just(1_i64), Just(30), Just(31), Just(120), Just(121), Just(900)].prop_map(Pass),
        4 => (late(), prop::bool::weighted(0.2)).prop_map(|(ago, automatic)| Says { ago, automatic }),
        4 => Just(Answers),
        1 => Just(TriggerAnswers),
        1 => late().prop_map(|ago| AnsweredElsewhere { ago }),
        1 => Just(Note),
        1 => (0..4_usize, any::<bool>()).prop_map(|(nth, nobody)| Bounces { nth, nobody }),
        1 => (0..4_usize).prop_map(|nth| TakesBack { nth }),
        2 => (0..4_usize).prop_map(|nth| Undo { nth }),
    ];
    prop::collection::vec((0..3_usize, step), 1..40)
}

fn ours(sqlite: &Connection, id: ConversationId, nth: usize) -> Option<MessageId> {
    sqlite
        .query_row(
            "SELECT id FROM message WHERE conversation_id = ?1 AND direction = 'out' ORDER BY id LIMIT 1 OFFSET ?2",
            [id.0, i64::try_from(nth).unwrap()],
            |row| row.get(0),
        )
        .ok()
        .map(MessageId)
}

fn take(shop: &Shop, id: ConversationId, step: &Step, done: &mut Vec<OperationId>) {
    let system = || Cause::plain(Actor::System);
    match *step {
        Step::Pass(minutes) => shop.minutes_pass(minutes),
        Step::Says { ago, automatic } => {
            let at = shop.now().plus_minutes(-ago);
            let identity = shop.conversation(id).identity;
            shop.write(Cause::plain(Actor::Contact), move |tx| {
                let mut new = inbound(id, "Oi", at, automatic, false);
                new.identity = identity;
                shop::message_in(tx, &new)
            })
            .unwrap();
        }
        Step::Answers => {
            let intent = Intent::undoable(
                shop.now(),
                Cause::member(ANNA),
                "message_send",
                serde_json::json!({}),
            );
            let identity = shop.conversation(id).identity;
            let answered = shop
                .store
                .write_blocking(Lane::Person, intent, move |tx| {
                    let mut new = outbound(id, "Olá", Some(ANNA));
                    new.identity = identity;
                    let message = shop::message_out(tx, &new)?;
                    let now = tx.now();
                    outbox::enqueue(tx, message, MAILBOX, id, now, now.plus_minutes(60))
                })
                .unwrap();
            done.extend(answered.operation);
        }
        Step::TriggerAnswers => {
            shop.trigger_answers(id);
        }
        Step::AnsweredElsewhere { ago } => {
            shop.answered_elsewhere(id, shop.now().plus_minutes(-ago));
        }
        Step::Note => {
            shop.anna(move |tx| shop::note_add(tx, id, Some(ANNA), "?", &[]));
        }
        Step::Bounces { nth, nobody } => {
            if let Some(message) = ours(&shop.workspace.sqlite(), id, nth) {
                let code = if nobody {
                    "no_such_mailbox"
                } else {
                    "mailbox_full"
                };
                shop.write(system(), move |tx| {
                    shop::delivery_confirmed(tx, message, MAILBOX, &format!("m{}", message.0))?;
                    shop::delivery_reported(tx, message, MessageState::Failed, code, "")
                })
                .unwrap();
            }
        }
        Step::TakesBack { nth } => {
            if let Some(message) = ours(&shop.workspace.sqlite(), id, nth) {
                // Refused where it left already.
                let _ = shop.write(system(), move |tx| outbox::cancel(tx, message));
            }
        }
        Step::Undo { nth } => {
            if nth < done.len() {
                let intent = Intent::plain(shop.now(), Cause::member(ANNA));
                // Refused where others built on it since.
                let undone = shop.store.undo_blocking(done.remove(nth), intent);
                done.extend(undone.ok().and_then(|undone| undone.operation));
            }
        }
    }
}

/// Counts with pencil and paper: all messages of the contact on one line, each beside the one before.
fn check(shop: &Shop, contact: i64) -> Result<(), TestCaseError> {
    let sqlite = shop.workspace.sqlite();
    let mut said = sqlite
        .prepare(
            "SELECT m.at, m.direction FROM message m JOIN conversation c ON c.id = m.conversation_id
             WHERE c.contact_id = ?1 AND m.direction IN ('in', 'out') AND m.is_automatic = 0
               AND m.state <> 'failed' AND m.state <> 'cancelled' ORDER BY m.at, m.id",
        )
        .unwrap();
    let said: Vec<(i64, String)> = said
        .query_map([contact], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let count = |direction: &str| said.iter().filter(|(_, way)| way == direction).count();
    let gaps: Vec<(i64, bool)> = said
        .windows(2)
        .filter(|pair| pair[0].1 == said[0].1 && pair[1].1 != said[0].1)
        .map(|pair| {
            let day = |at: i64| at.div_euclid(24 * 60 * MINUTE);
            (pair[1].0 - pair[0].0, day(pair[0].0) == day(pair[1].0))
        })
        .collect();
    let within = |minutes: i64| {
        gaps.iter()
            .filter(|(gap, _)| *gap <= minutes * MINUTE)
            .count()
    };
    let same_day = gaps.iter().filter(|(_, same)| *same).count();
    let mostly = |quick: usize| !gaps.is_empty() && quick * 10 >= gaps.len() * 9;
    let invalid: bool = sqlite
        .query_row(
            "SELECT min(invalid_at IS NOT NULL) FROM identity WHERE contact_id = ?1",
            [contact],
            |row| row.get(0),
        )
        .unwrap();
    let stars = if mostly(within(30)) {
        5
    } else if mostly(within(120)) {
        4
    } else if same_day > 0 {
        3
    } else if count("in") > 0 {
        2
    } else if count("out") > 0 && !invalid {
        1
    } else {
        0
    };
    let kept: [i64; 6] = sqlite
        .query_row(
            "SELECT sent, received, interactions, same_day, within_2h, within_30m
             FROM engagement WHERE contact_id = ?1",
            [contact],
            |row| {
                Ok([
                    row.get(0)?,
                    row.get(1)?,
                    row.get(2)?,
                    row.get(3)?,
                    row.get(4)?,
                    row.get(5)?,
                ])
            },
        )
        .unwrap_or_default();
    let recount = [
        count("out"),
        count("in"),
        gaps.len(),
        same_day,
        within(120),
        within(30),
    ]
    .map(|number| i64::try_from(number).unwrap());
    prop_assert_eq!(
        kept,
        recount,
        "sent, received, interactions, same day, 2 h, 30 min"
    );
    let mut shown = sqlite
        .prepare("SELECT k.stars, c.stars FROM contact k LEFT JOIN conversation c ON c.contact_id = k.id WHERE k.id = ?1")
        .unwrap();
    for row in shown
        .query_map([contact], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
    {
        prop_assert_eq!(
            row.unwrap(),
            (stars, stars),
            "on the contact and on the conversation"
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    /// PO-13, PO-14
    #[test]
    fn stars_follow_from_the_messages_of_all_conversations(steps in steps()) {
        let shop = Shop::open();
        let threads = [
            shop.thread("ana@souza.example"),
            shop.thread("ana@souza.example"),
            shop.thread("klaus@wolkenstein.example"),
        ];
        let mut done = Vec::new();
        for (who, step) in &steps {
            take(&shop, threads[*who], step, &mut done);
            for contact in [1, 2] {
                check(&shop, contact)?;
            }
        }
    }
}

/// PO-14: the day is the workspace's own.
#[test]
fn an_answer_after_midnight_is_not_on_the_same_day() {
    let shop = Shop::open();
    shop.anna(|tx| runnel_store::table::setting::set(tx, "timezone", "Asia/Tokyo"));
    let thread = shop.thread("kenji@example.jp");
    shop.minutes_pass(5 * 60); // 23:00 in Tokyo
    shop.says(thread, "まだ起きていますか");
    shop.minutes_pass(150);
    shop.answers(thread, "はい");
    let stars: i64 = shop
        .workspace
        .sqlite()
        .query_row("SELECT stars FROM contact", [], |row| row.get(0))
        .unwrap();
    assert_eq!(stars, 2, "two and a half hours later it was tomorrow");
}
