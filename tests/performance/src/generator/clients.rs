//! The contacts of a generated workspace with their addresses and fields.

use rusqlite::{Connection, params};

use super::{
    Plan,
    house::{id, last, uid},
    people::Person,
};

const DAY: i64 = 24 * 60 * 60 * 1_000;
/// Writes contacts with their addresses and fields; their stars follow with the conversations.
pub(super) fn contacts(
    connection: &Connection,
    plan: &Plan,
    people: &[Person],
) -> rusqlite::Result<()> {
    let base = last(connection, "contact")? + 1;
    let identities = last(connection, "identity")? + 1;
    let fields: Vec<i64> = connection
        .prepare("SELECT id FROM field ORDER BY id")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut contact = connection.prepare(
        "INSERT INTO contact (id, uid, full_name, nickname, company, language, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)",
    )?;
    let mut identity = connection.prepare(
        "INSERT INTO identity (id, uid, contact_id, channel, address, shown, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    let mut value = connection.prepare(
        "INSERT INTO field_value (field_id, owner_id, text, number) VALUES (?1, ?2, ?3, ?4)",
    )?;
    for (place, person) in people.iter().enumerate() {
        let contact_id = base + id(place);
        let at = plan.now - 3 * 365 * DAY;
        let language = person.language().map_or("", |language| language.tag);
        contact.execute(params![
            contact_id,
            uid(4, contact_id),
            person.name,
            person.nickname,
            person.company,
            language,
            at
        ])?;
        let mail = identities + id(place) * 2;
        identity.execute(params![
            mail,
            uid(5, mail),
            contact_id,
            "email",
            person.email,
            person.email,
            at
        ])?;
        let shown = format!("+{}", person.phone);
        identity.execute(params![
            mail + 1,
            uid(5, mail + 1),
            contact_id,
            "fake",
            person.phone,
            shown,
            at
        ])?;
        if place % 3 == 0 {
            let city = ["Lisboa", "Sevilla", "Казань", "Köln", "Leeds"].get(person.language);
            value.execute(params![fields.first(), contact_id, city, None::<i64>])?;
            value.execute(params![
                fields.get(1),
                contact_id,
                None::<&str>,
                id(place % 997) * 1_000
            ])?;
        }
    }
    Ok(())
}
