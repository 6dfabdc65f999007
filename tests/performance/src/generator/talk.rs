//! What was said: messages and notes in the order of their times, with files, events and what they add up to.

use runnel_domain::{
    Direction, Timestamp,
    day::Zone,
    event::EventBody,
    ids::MessageId,
    response::{Clocks, Said},
    stars::Engagement,
};
use rusqlite::{Connection, params};

use super::{
    Plan,
    house::{House, id, uid},
    people::Person,
};
use crate::corpus::Dice;

/// Notes among a hundred messages.
const NOTES: usize = 5;
/// Messages with a file among a hundred.
const FILES: usize = 4;
/// Messages of triggers among a hundred of ours.
const TRIGGERS: usize = 5;

const FILE_NAMES: [&str; 8] = [
    "orçamento.pdf",
    "presupuesto.pdf",
    "счёт.pdf",
    "Angebot.pdf",
    "invoice.pdf",
    "foto.jpg",
    "Grundriss.png",
    "medidas.xlsx",
];

/// What the messages of a conversation add up to.
#[derive(Debug, Clone, Default)]
pub(super) struct Told {
    pub(super) begun_at: Option<i64>,
    pub(super) last_at: i64,
    pub(super) last_message: i64,
    pub(super) last_direction: Option<Direction>,
    pub(super) last_inbound_at: Option<i64>,
    pub(super) snippet: String,
    pub(super) count: i64,
    /// Messages of theirs since the last of ours.
    pub(super) unseen: i64,
    pub(super) clocks: Clocks,
}

/// Of all conversations and of all contacts, in the order of their ids.
pub(super) struct Everything {
    pub(super) conversations: Vec<Told>,
    pub(super) contacts: Vec<Engagement>,
}

/// Writes all messages.
pub(super) fn talk(
    connection: &Connection,
    plan: &Plan,
    people: &[Person],
    house: &House,
) -> rusqlite::Result<Everything> {
    let mut dice = Dice::new(plan.seed ^ 0x7A1C);
    let mut everything = Everything {
        conversations: vec![Told::default(); plan.conversations],
        contacts: vec![Engagement::default(); plan.contacts()],
    };
    let mut pen = Pen::new(connection, house)?;
    for (at, conversation) in plan.schedule() {
        let place = conversation as usize;
        let contact = plan.contact_of(place);
        let (Some(told), Some(engagement), Some(person)) = (
            everything.conversations.get_mut(place),
            everything.contacts.get_mut(contact),
            people.get(contact),
        ) else {
            continue;
        };
        let direction = direction(&mut dice, told);
        let automatic = direction == Direction::Out && dice.below(100) < TRIGGERS;
        let text = person
            .language()
            .map_or_else(String::new, |language| language.text(&mut dice));
        let message = pen.write(
            &mut dice, house, place, contact, at, direction, automatic, &text,
        )?;
        if direction == Direction::Note {
            continue;
        }
        let said = Said {
            at: Timestamp(at),
            direction,
            automatic,
        };
        told.clocks = told.clocks.after(said);
        *engagement = engagement.after(said, Zone::UTC);
        told.last_at = at;
        told.last_message = message;
        told.last_direction = Some(direction);
        told.count += 1;
        if direction == Direction::In {
            told.last_inbound_at = Some(at);
            told.unseen += 1;
        } else {
            told.unseen = 0;
        }
        told.begun_at = told.begun_at.or(Some(at));
        told.snippet = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some((end, _)) = told.snippet.char_indices().nth(160) {
            told.snippet.truncate(end);
        }
    }
    Ok(everything)
}

/// Customers open nine of ten conversations; then people mostly take turns.
fn direction(dice: &mut Dice, told: &Told) -> Direction {
    let draw = dice.below(100);
    match told.last_direction {
        None if draw < 90 => Direction::In,
        None => Direction::Out,
        Some(_) if draw < NOTES => Direction::Note,
        Some(Direction::In) if draw < 70 => Direction::Out,
        Some(Direction::In) => Direction::In,
        Some(_) if draw < 65 => Direction::In,
        Some(_) => Direction::Out,
    }
}

/// The statements that every message needs.
struct Pen<'c> {
    message: rusqlite::Statement<'c>,
    event: rusqlite::Statement<'c>,
    file: rusqlite::Statement<'c>,
    reference: rusqlite::Statement<'c>,
    next: i64,
}

impl<'c> Pen<'c> {
    fn new(connection: &'c Connection, house: &House) -> rusqlite::Result<Self> {
        Ok(Self {
            message: connection.prepare(
                "INSERT INTO message (id, uid, conversation_id, direction, at, received_at, identity_id, member_id,
                   subject, text, attachment_count, state, is_automatic)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            )?,
            event: connection.prepare(
                "INSERT INTO event (uid, at, kind, actor, member_id, conversation_id, contact_id, body)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?,
            file: connection.prepare(
                "INSERT INTO attachment (uid, message_id, name, mime, size, sha, created_at)
                 VALUES (?1, ?2, ?3, 'application/octet-stream', ?4, ?5, ?6)",
            )?,
            reference: connection.prepare(
                "INSERT INTO message_ref (source_id, ref, conversation_id, message_id) VALUES (?1, ?2, ?3, ?4)",
            )?,
            next: house.messages + 1,
        })
    }

    #[expect(clippy::too_many_arguments, reason = "one call site")]
    fn write(
        &mut self,
        dice: &mut Dice,
        house: &House,
        place: usize,
        contact: usize,
        at: i64,
        direction: Direction,
        automatic: bool,
        text: &str,
    ) -> rusqlite::Result<i64> {
        let message = self.next;
        self.next += 1;
        let ours = direction != Direction::In && !automatic;
        let member = ours.then(|| house.member(dice));
        let has_file = dice.below(100) < FILES;
        let state = if direction == Direction::Out {
            "delivered"
        } else {
            "received"
        };
        let conversation = house.conversations + id(place);
        self.message.execute(params![
            message,
            uid(1, message),
            conversation,
            direction.as_str(),
            at,
            (direction != Direction::Note).then(|| house.identity(place, contact)),
            member,
            if house.has_subjects(place) && direction != Direction::Note {
                house.subject(place)
            } else {
                String::new()
            },
            text,
            i64::from(has_file),
            state,
            automatic,
        ])?;
        let id_of = MessageId(message);
        let (body, actor) = match direction {
            Direction::In => (
                EventBody::MessageReceived {
                    message: id_of,
                    automatic,
                },
                "contact",
            ),
            Direction::Out if automatic => (
                EventBody::MessageQueued {
                    message: id_of,
                    automatic,
                },
                "system",
            ),
            Direction::Out => (
                EventBody::MessageQueued {
                    message: id_of,
                    automatic,
                },
                "member",
            ),
            Direction::Note => (EventBody::NoteAdded { message: id_of }, "member"),
        };
        self.event.execute(params![
            uid(2, message),
            at,
            body.kind(),
            actor,
            member,
            conversation,
            house.contacts + id(contact),
            serde_json::to_string(&body).unwrap_or_default(),
        ])?;
        if has_file {
            let name = dice.pick(&FILE_NAMES);
            let size = id(dice.below(2_000_000));
            self.file.execute(params![
                uid(3, message),
                message,
                name,
                size,
                format!("{message:064x}"),
                at
            ])?;
        }
        if direction != Direction::Note {
            self.reference.execute(params![
                house.source(place),
                format!("{message:010x}@mail.example"),
                conversation,
                message
            ])?;
        }
        Ok(message)
    }
}
