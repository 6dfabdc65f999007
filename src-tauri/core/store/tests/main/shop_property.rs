//! After any sequence of actions, what stands in a conversation equals a naive recomputation from its messages and
//! its deal: folder, both clocks, last message, counts (PRODUCT.md collisions 1 and 4).

use proptest::prelude::*;
use runnel_domain::{
    Actor, Folder, MessageState, StageGroup, Timestamp,
    event::Cause,
    ids::{ConversationId, MessageId, StageId},
};
use runnel_store::shop;
use rusqlite::{Connection, params};

use crate::shop::{ANNA, LEV, Shop};

#[derive(Debug, Clone)]
enum Step {
    Pass {
        minutes: i64,
    },
    Says {
        ago: i64,
        automatic: bool,
        history: bool,
    },
    Answers,
    TriggerAnswers,
    AnsweredElsewhere {
        ago: i64,
    },
    Note,
    Accept {
        stage: Option<u8>,
    },
    Archive {
        stage: Option<u8>,
    },
    Move {
        stage: u8,
    },
    Fails {
        nth: usize,
    },
    Opens,
}

fn steps() -> impl Strategy<Value = Vec<(usize, Step)>> {
    use Step::*;
    let late = || prop_oneof![3 => Just(0_i64), 1 => 1..200_i64];
    let step = prop_oneof![
        3 => (0..90_i64).prop_map(|minutes| Pass { minutes }),
        4 => (late(), prop::bool::weighted(0.2), prop::bool::weighted(0.2))
            .prop_map(|(ago, automatic, history)| Says { ago, automatic, history }),
        3 => Just(Answers),
        1 => Just(TriggerAnswers),
        1 => late().prop_map(|ago| AnsweredElsewhere { ago }),
        1 => Just(Note),
        2 => prop::option::of(1..6_u8).prop_map(|stage| Accept { stage }),
        2 => prop::option::of(3..6_u8).prop_map(|stage| Archive { stage }),
        2 => (1..6_u8).prop_map(|stage| Move { stage }),
        1 => (0..4_usize).prop_map(|nth| Fails { nth }),
        1 => Just(Opens),
    ];
    prop::collection::vec((0..2_usize, step), 1..40)
}

fn take(shop: &Shop, id: ConversationId, step: &Step) {
    match *step {
        Step::Pass { minutes } => shop.minutes_pass(minutes),
        Step::Says {
            ago,
            automatic,
            history,
        } => {
            shop.comes_in(id, "Oi", shop.now().plus_minutes(-ago), automatic, history);
        }
        Step::Answers => {
            shop.answers(id, "Olá");
        }
        Step::TriggerAnswers => {
            shop.trigger_answers(id);
        }
        Step::AnsweredElsewhere { ago } => {
            shop.answered_elsewhere(id, shop.now().plus_minutes(-ago));
        }
        Step::Note => {
            shop.anna(move |tx| shop::note_add(tx, id, Some(LEV), "?", &[]));
        }
        Step::Accept { stage } => {
            let stage = stage.map(|stage| StageId(stage.into()));
            shop.anna(move |tx| shop::accept(tx, id, stage, None));
        }
        Step::Archive { stage } => {
            let stage = stage.map(|stage| StageId(stage.into()));
            shop.anna(move |tx| shop::archive(tx, id, stage));
        }
        Step::Move { stage } => {
            if let Some(deal) = shop.conversation(id).deal {
                shop.anna(move |tx| shop::move_deal(tx, deal, StageId(stage.into()), None, None));
            }
        }
        Step::Fails { nth } => {
            let ours: Vec<i64> = column(
                &shop.workspace.sqlite(),
                "SELECT id FROM message WHERE conversation_id = ?1 AND direction = 'out' ORDER BY id",
                id,
            );
            if let Some(&message) = ours.get(nth) {
                let message = MessageId(message);
                shop.write(Cause::plain(Actor::System), move |tx| {
                    shop::delivery_confirmed(
                        tx,
                        message,
                        crate::shop::MAILBOX,
                        &format!("m{}", message.0),
                    )?;
                    shop::delivery_reported(tx, message, MessageState::Failed, "bounced", "")
                })
                .unwrap();
            }
        }
        Step::Opens => shop.anna(move |tx| shop::mark_seen(tx, id, ANNA)),
    }
}

fn column(sqlite: &Connection, sql: &str, id: ConversationId) -> Vec<i64> {
    let mut rows = sqlite.prepare(sql).unwrap();
    rows.query_map([id.0], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

/// The clocks by walking through the thread with two variables, as a person would on paper.
fn check(shop: &Shop, id: ConversationId) -> Result<(), TestCaseError> {
    let stands = shop.conversation(id);
    let sqlite = shop.workspace.sqlite();
    let mut rows = sqlite
        .prepare(
            "SELECT id, at, direction, is_automatic, state FROM message
             WHERE conversation_id = ?1 AND direction <> 'note' ORDER BY at, id",
        )
        .unwrap();
    let thread: Vec<(i64, i64, String, bool, String)> = rows
        .query_map([id.0], |row| {
            Ok((
                row.get(0)?,
                row.get(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get(4)?,
            ))
        })
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let (mut unanswered, mut answer): (Vec<i64>, (Option<i64>, Option<i64>)) = Default::default();
    let mut last_in = None;
    for (_, at, direction, automatic, state) in &thread {
        match direction.as_str() {
            "in" => {
                last_in = Some(Timestamp(*at));
                if !automatic {
                    unanswered.push(*at);
                }
            }
            _ if *automatic || state == "failed" || state == "cancelled" => {}
            _ => {
                if let (Some(first), Some(last)) = (unanswered.first(), unanswered.last()) {
                    answer = (Some(at - last), Some(at - first));
                    unanswered.clear();
                }
            }
        }
    }
    prop_assert_eq!(
        stands.clocks.waiting_since,
        unanswered.first().copied().map(Timestamp)
    );
    prop_assert_eq!(
        stands.clocks.waiting_last,
        unanswered.last().copied().map(Timestamp)
    );
    prop_assert_eq!(
        (stands.clocks.response_ms, stands.clocks.first_response_ms),
        answer
    );
    prop_assert_eq!(stands.last_inbound_at, last_in);
    prop_assert_eq!(stands.message_count, i64::try_from(thread.len()).unwrap());
    if let Some((last, at, ..)) = thread.last() {
        prop_assert_eq!(stands.last_message, Some(MessageId(*last)));
        prop_assert_eq!(stands.last_activity_at, Timestamp(*at));
    }

    let deal: Option<(i64, String, Option<i64>)> = sqlite
        .query_row(
            "SELECT d.stage_id, s.grp, d.owner_id FROM deal d JOIN stage s ON s.id = d.stage_id
             WHERE d.id = ?1 AND d.conversation_id = ?2",
            params![stands.deal.map(|deal| deal.0), id.0],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .ok();
    let group = deal
        .as_ref()
        .and_then(|(_, group, _)| StageGroup::parse(group));
    prop_assert_eq!(
        stands.folder,
        Folder::of(stands.accepted_at.is_some(), group)
    );
    prop_assert_eq!(
        stands.stage,
        deal.as_ref().map(|(stage, ..)| StageId(*stage))
    );
    prop_assert_eq!(
        stands.deal.is_none(),
        stands.folder == Folder::New,
        "a deal from New on"
    );
    if let Some((_, _, owner)) = deal {
        prop_assert_eq!(
            owner,
            stands.responsible.map(|member| member.0),
            "the owner follows"
        );
    }
    let open: Vec<i64> = column(
        &sqlite,
        "SELECT count(*) FROM deal d WHERE d.conversation_id = ?1
         GROUP BY d.id HAVING (SELECT count(*) FROM deal_stage s WHERE s.deal_id = d.id AND s.left_at IS NULL) <> 1",
        id,
    );
    prop_assert!(open.is_empty(), "every card stands in exactly one stage");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// UC-13, UC-2, UC-3, UC-4
    #[test]
    fn what_stands_in_a_conversation_follows_from_its_messages_and_its_deal(steps in steps()) {
        let shop = Shop::open();
        let threads = [shop.thread("ana@souza.example"), shop.thread("klaus@wolkenstein.example")];
        for (who, step) in &steps {
            take(&shop, threads[*who], step);
            check(&shop, threads[*who])?;
        }
        for thread in threads {
            check(&shop, thread)?;
        }
    }
}
