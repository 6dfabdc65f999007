//! The conversations of a generated workspace as their messages left them, with all that hangs on them.

use runnel_domain::{rank, stars::Engagement};
use rusqlite::{Connection, OptionalExtension, params};

use super::{
    Plan,
    house::{House, id, last, uid},
    people::Person,
    talk::{Everything, Told},
};

const DAY: i64 = 24 * 60 * 60 * 1_000;

/// Writes conversations as their messages left them, with deals, tags, tasks and what is unread, and stars at last.
pub(super) fn conversations(
    connection: &Connection,
    plan: &Plan,
    people: &[Person],
    house: &House,
    told: &Everything,
) -> rusqlite::Result<()> {
    let mut desk = Desk::new(connection, house, plan)?;
    for (place, of) in told.conversations.iter().enumerate() {
        let contact = plan.contact_of(place);
        if people.get(contact).is_some() {
            desk.put(plan, house, place, contact, of)?;
        }
    }
    let mut stars =
        connection.prepare("UPDATE contact SET stars = ?2 WHERE id = ?1 AND stars <> ?2")?;
    let mut engaged = connection.prepare(
        "INSERT INTO engagement (contact_id, sent, received, interactions, same_day, within_2h, within_30m,
           opened_by, last_direction, last_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    for (place, counted) in told.contacts.iter().enumerate() {
        let contact = house.contacts + id(place);
        let Engagement {
            opened_by, last, ..
        } = counted;
        if last.is_none() {
            continue;
        }
        engaged.execute(params![
            contact,
            counted.sent,
            counted.received,
            counted.interactions,
            counted.same_day,
            counted.within_2h,
            counted.within_30m,
            opened_by.map(runnel_domain::Direction::as_str),
            last.map(|(way, _)| way.as_str()),
            last.map(|(_, at)| at.0)
        ])?;
        stars.execute(params![contact, counted.level(true).stars()])?;
    }
    Ok(())
}

/// The statements that every conversation needs, and the next ids.
struct Desk<'c> {
    conversation: rusqlite::Statement<'c>,
    deal: rusqlite::Statement<'c>,
    stay: rusqlite::Statement<'c>,
    tag: rusqlite::Statement<'c>,
    task: rusqlite::Statement<'c>,
    read: rusqlite::Statement<'c>,
    /// Ranks for as many cards as a column may get, handed out from the first on; per stage how many are gone.
    ranks: Vec<String>,
    taken: std::collections::HashMap<i64, usize>,
    next_deal: i64,
    next_task: i64,
}

impl<'c> Desk<'c> {
    fn new(connection: &'c Connection, house: &House, plan: &Plan) -> rusqlite::Result<Self> {
        let mut taken = std::collections::HashMap::new();
        for (stage, _) in house.active.iter().chain(&house.archived) {
            let held: Option<i64> = connection
                .query_row(
                    "SELECT count(*) FROM deal WHERE stage_id = ?1",
                    [stage],
                    |row| row.get(0),
                )
                .optional()?;
            taken.insert(*stage, usize::try_from(held.unwrap_or(0)).unwrap_or(0));
        }
        Ok(Self {
            conversation: connection.prepare(
                "INSERT INTO conversation (id, uid, contact_id, source_id, identity_id, thread_key, subject, accepted_at,
                   folder, snoozed_at, snoozed_until_at, work_status, resolved_at, responsible_id, deal_id, stage_id,
                   stage_rank, amount_minor, currency, last_activity_at, last_message_id, last_direction, snippet,
                   last_inbound_at, waiting_since_at, waiting_last_at, response_ms, first_response_ms, message_count,
                   next_task_id, next_task_at, open_tasks, created_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20,
                   ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33)",
            )?,
            deal: connection.prepare(
                "INSERT INTO deal (id, uid, pipeline_id, stage_id, rank, contact_id, conversation_id, amount_minor,
                   currency, owner_id, stage_entered_at, created_at, updated_at)
                 VALUES (?1, ?2, 1, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, ?10)",
            )?,
            stay: connection.prepare(
                "INSERT INTO deal_stage (deal_id, stage_id, stage_name, entered_at, actor) VALUES (?1, ?2, '', ?3, 'member')",
            )?,
            tag: connection.prepare("INSERT OR IGNORE INTO conversation_tag (conversation_id, tag_id) VALUES (?1, ?2)")?,
            task: connection.prepare(
                "INSERT INTO task (id, uid, conversation_id, contact_id, deal_id, kind, text, assignee_id, due_at, created_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, 'call', '', ?6, ?7, ?8)",
            )?,
            read: connection.prepare("INSERT INTO read_state (member_id, conversation_id, unread) VALUES (?1, ?2, ?3)")?,
            ranks: rank::spread(plan.conversations + 1_000),
            taken,
            next_deal: last(connection, "deal")? + 1,
            next_task: last(connection, "task")? + 1,
        })
    }

    fn rank(&mut self, stage: i64) -> String {
        // The welcome's and other cards that were there stand elsewhere: ranks of a spread are longer than theirs.
        let taken = self.taken.entry(stage).or_default();
        let rank = self.ranks.get(*taken).cloned().unwrap_or_default();
        *taken += 1;
        rank
    }

    fn put(
        &mut self,
        plan: &Plan,
        house: &House,
        place: usize,
        contact: usize,
        told: &Told,
    ) -> rusqlite::Result<()> {
        let mut dice = house.draw(place, 3);
        let conversation = house.conversations + id(place);
        let contact_id = house.contacts + id(contact);
        let begun = told.begun_at.unwrap_or(told.last_at);
        let folder = match dice.below(10) {
            0 => "new",
            1..=5 => "accepted",
            _ => "archive",
        };
        let stages = if folder == "archive" {
            &house.archived
        } else {
            &house.active
        };
        let stage = (folder != "new")
            .then(|| stages.get(dice.below(stages.len())).cloned())
            .flatten();
        let responsible = (folder != "new" && dice.below(5) > 0).then(|| house.member(&mut dice));
        let amount =
            (stage.is_some() && dice.below(5) < 3).then(|| id(1_000 + dice.below(900_000)));
        let currency = amount.map(|_| {
            ["EUR", "EUR", "EUR", "USD", "BRL"]
                .get(dice.below(5))
                .copied()
                .unwrap_or("EUR")
        });
        let deal = stage.as_ref().map(|_| self.next_deal);
        let due = (folder == "accepted" && dice.below(5) == 0)
            .then(|| plan.now + (id(dice.below(60)) - 20) * DAY / 2);
        let snoozed = (folder == "accepted" && dice.below(50) == 0).then_some(plan.now - DAY);
        let work_status = match folder {
            "new" => "new",
            "archive" => "resolved",
            _ if dice.below(10) == 0 => "on_hold",
            _ => "in_progress",
        };
        let clocks = told.clocks;
        let source = house.source(place);
        self.conversation.execute(params![
            conversation,
            uid(6, conversation),
            contact_id,
            source,
            house.identity(place, contact),
            format!("thread-{conversation}"),
            if house.has_subjects(place) {
                house.subject(place)
            } else {
                String::new()
            },
            (folder != "new").then_some(begun),
            folder,
            snoozed,
            snoozed.map(|at| at + 3 * DAY),
            work_status,
            (folder == "archive").then_some(told.last_at),
            responsible,
            deal,
            stage.as_ref().map(|(stage, _)| stage),
            stage.as_ref().map_or("", |(_, rank)| rank),
            amount,
            currency,
            told.last_at,
            told.last_message,
            told.last_direction.map_or("", |way| way.as_str()),
            told.snippet,
            told.last_inbound_at,
            clocks.waiting_since.map(|at| at.0),
            clocks.waiting_last.map(|at| at.0),
            clocks.response_ms,
            clocks.first_response_ms,
            told.count,
            due.map(|_| self.next_task),
            due,
            i64::from(due.is_some()),
            begun
        ])?;
        if let Some((stage, _)) = &stage {
            let (deal, rank) = (self.next_deal, self.rank(*stage));
            self.next_deal += 1;
            self.deal.execute(params![
                deal,
                uid(7, deal),
                stage,
                rank,
                contact_id,
                conversation,
                amount,
                currency,
                responsible,
                begun
            ])?;
            self.stay.execute(params![deal, stage, begun])?;
        }
        for _ in 0..dice.below(4) {
            // The first labels are worn by most.
            let tag = dice.below(house.tags.len() * 3) * dice.below(100) / 300;
            self.tag
                .execute(params![conversation, house.tags.get(tag)])?;
        }
        if due.is_some() {
            let task = self.next_task;
            self.next_task += 1;
            self.task.execute(params![
                task,
                uid(8, task),
                conversation,
                contact_id,
                deal,
                responsible.unwrap_or(1),
                due,
                begun
            ])?;
        }
        if told.unseen > 0 && (folder == "new" || dice.below(5) == 0) {
            self.read.execute(params![1, conversation, told.unseen])?;
        }
        Ok(())
    }
}
