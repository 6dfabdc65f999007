//! Keeps rows as they were before and after an action, by TEMP triggers that sleep until one is under way.

use std::{
    fmt::Write,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use rusqlite::{Connection, functions::FunctionFlags, types::Value};

use super::{
    image::{Columns, Deed, Image, to_json},
    shape::{LOOKED, Shape},
};
use crate::error::StoreError;

/// The triggers of one connection. They cost one function call per row while no action is under way.
pub(crate) struct Capture {
    on: Arc<AtomicBool>,
    shapes: Vec<Shape>,
}

/// While it lives, rows are captured.
pub(crate) struct Capturing<'c>(&'c Capture);

impl Drop for Capturing<'_> {
    fn drop(&mut self) {
        self.0.on.store(false, Ordering::Relaxed);
    }
}

impl Capture {
    /// Writes the triggers from what the tables look like. Outside of any transaction, or a rollback takes them away.
    pub(crate) fn install(connection: &Connection) -> Result<Self, StoreError> {
        let on = Arc::new(AtomicBool::new(false));
        let asked = Arc::clone(&on);
        connection.create_scalar_function(
            c"undo_capturing",
            0,
            FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_INNOCUOUS,
            move |_| Ok(asked.load(Ordering::Relaxed)),
        )?;
        let shapes = Shape::all(connection)?;
        connection.execute_batch(&script(&shapes))?;
        Ok(Self { on, shapes })
    }

    /// Starts capturing; it ends when the guard goes.
    pub(crate) fn start(&self) -> Capturing<'_> {
        self.on.store(true, Ordering::Relaxed);
        Capturing(self)
    }
}

impl<'c> Capturing<'c> {
    /// Ends capturing; what was captured waits to be taken.
    pub(crate) fn end(self) -> Captured<'c> {
        Captured(self.0)
    }
}

/// What an action changed, not taken yet.
pub(crate) struct Captured<'c>(&'c Capture);

impl Captured<'_> {
    /// Hands on what was captured, oldest first and at most `at_once` rows at a time, so that an action on very many
    /// rows needs little memory. Updates that changed nothing are left out, and updates of the same row that follow
    /// each other are one.
    pub(crate) fn take(
        &self,
        connection: &Connection,
        at_once: usize,
        mut keep: impl FnMut(&[Image]) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut images: Vec<Image> = Vec::new();
        {
            let mut statement =
                connection.prepare_cached("SELECT * FROM temp.undo_image ORDER BY seq")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let table: i64 = row.get(1)?;
                let deed: String = row.get(2)?;
                let shape = usize::try_from(table)
                    .ok()
                    .and_then(|table| self.0.shapes.get(table));
                let Some(shape) = shape else { continue };
                if let Some(image) = image(shape, &deed, row)? {
                    if images.len() >= at_once {
                        keep(&images)?;
                        images.clear();
                    }
                    push(&mut images, image);
                }
            }
        }
        if !images.is_empty() {
            keep(&images)?;
        }
        connection.execute("DELETE FROM temp.undo_image", [])?;
        Ok(())
    }
}

fn image(shape: &Shape, deed: &str, row: &rusqlite::Row<'_>) -> Result<Option<Image>, StoreError> {
    let width = shape.columns.len();
    let values = |from: usize| -> Result<Columns, StoreError> {
        let mut columns = Columns::new();
        for (place, name) in shape.columns.iter().enumerate() {
            if !shape.looked.ignored.contains(&name.as_str()) {
                columns.insert(
                    name.clone(),
                    to_json(row.get::<_, Value>(3 + from + place)?),
                );
            }
        }
        Ok(columns)
    };
    let key_of = |columns: &Columns| -> Columns {
        shape
            .key
            .iter()
            .filter_map(|name| columns.get(name).map(|value| (name.clone(), value.clone())))
            .collect()
    };
    let table = shape.looked.table.to_owned();
    Ok(match deed {
        "i" => {
            let after = values(width)?;
            Some(Image {
                table,
                deed: Deed::Insert,
                key: key_of(&after),
                before: Columns::new(),
                after,
            })
        }
        "d" => {
            let before = values(0)?;
            Some(Image {
                table,
                deed: Deed::Delete,
                key: key_of(&before),
                before,
                after: Columns::new(),
            })
        }
        _ => {
            let (mut before, mut after) = (values(0)?, values(width)?);
            let key = key_of(&after);
            before.retain(|name, value| after.get(name) != Some(value));
            after.retain(|name, _| before.contains_key(name));
            (!after.is_empty()).then_some(Image {
                table,
                deed: Deed::Update,
                key,
                before,
                after,
            })
        }
    })
}

fn push(images: &mut Vec<Image>, next: Image) {
    if next.deed == Deed::Update
        && let Some(last) = images.last_mut()
        && last.deed == Deed::Update
        && last.table == next.table
        && last.key == next.key
        // A key that changes is left alone: the older image still names the older key.
        && next.key.keys().all(|name| !next.after.contains_key(name))
    {
        for (name, value) in next.before {
            last.before.entry(name).or_insert(value);
        }
        last.after.extend(next.after);
    } else {
        images.push(next);
    }
}

/// The table that images fall into, and three triggers per table: raw values, so nothing is encoded while writing.
fn script(shapes: &[Shape]) -> String {
    debug_assert_eq!(
        shapes.len(),
        LOOKED.len(),
        "images name tables by their place"
    );
    let widest = shapes
        .iter()
        .map(|shape| shape.columns.len())
        .max()
        .unwrap_or(0);
    let mut sql = String::from("CREATE TEMP TABLE undo_image (seq INTEGER PRIMARY KEY, tbl, deed");
    for place in 0..widest * 2 {
        let _ = write!(sql, ", c{place}");
    }
    sql.push_str(");\n");
    for (table, shape) in shapes.iter().enumerate() {
        let name = shape.looked.table;
        let width = shape.columns.len();
        let slots = |from: usize| {
            (from..from + width)
                .map(|place| format!("c{place}"))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let values = |row: &str| {
            shape
                .columns
                .iter()
                .map(|column| format!("{row}.{column}"))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let (old_slots, new_slots, old, new) =
            (slots(0), slots(width), values("OLD"), values("NEW"));
        // What SQL keeps by itself is written often and taken back by nobody: it wakes nothing.
        let kept = shape
            .columns
            .iter()
            .map(String::as_str)
            .filter(|column| !shape.looked.ignored.contains(column))
            .collect::<Vec<_>>()
            .join(", ");
        let update = format!("UPDATE OF {kept}");
        for (event, deed, slots, values) in [
            ("INSERT", "i", new_slots.clone(), new.clone()),
            ("DELETE", "d", old_slots.clone(), old.clone()),
            (
                update.as_str(),
                "u",
                format!("{old_slots}, {new_slots}"),
                format!("{old}, {new}"),
            ),
        ] {
            let _ = writeln!(
                sql,
                "CREATE TEMP TRIGGER undo_{name}_{deed} AFTER {event} ON main.{name} WHEN undo_capturing() BEGIN
                   INSERT INTO undo_image (tbl, deed, {slots}) VALUES ({table}, '{deed}', {values});
                 END;"
            );
        }
    }
    sql
}
