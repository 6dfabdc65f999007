//! Whose stars an undo may have changed: contacts whose messages, conversations or addresses were put back.

use std::collections::BTreeSet;

use runnel_domain::ids::ContactId;

use super::{
    image::{Deed, Image},
    put_back::current,
    shape::Shape,
};
use crate::{error::StoreError, tx::Tx};

/// Contacts, and conversations whose contacts are asked for at the end.
#[derive(Default)]
pub(super) struct Engaged {
    contacts: BTreeSet<i64>,
    conversations: BTreeSet<i64>,
}

impl Engaged {
    /// Looks at an image that was just put back.
    pub(super) fn note(
        &mut self,
        tx: &Tx<'_>,
        shape: &Shape,
        image: &Image,
    ) -> Result<(), StoreError> {
        match image.table.as_str() {
            "message" => {
                self.conversations
                    .extend(current(tx, shape, image, "conversation_id")?);
            }
            "conversation" | "identity" => {
                let both = [&image.before, &image.after];
                let named = both.into_iter().filter_map(|row| row.get("contact_id"));
                self.contacts
                    .extend(named.filter_map(serde_json::Value::as_i64));
            }
            "contact" if image.deed == Deed::Delete => self.contacts.extend(image.value("id")),
            _ => {}
        }
        Ok(())
    }

    /// Those who are still there.
    pub(super) fn contacts(mut self, tx: &Tx<'_>) -> Result<Vec<ContactId>, StoreError> {
        for conversation in self.conversations {
            self.contacts.extend(tx.query_value_opt::<i64>(
                "SELECT contact_id FROM conversation WHERE id = ?1",
                [conversation],
            )?);
        }
        let mut there = Vec::new();
        for contact in self.contacts {
            let found: Option<ContactId> =
                tx.query_value_opt("SELECT id FROM contact WHERE id = ?1", [contact])?;
            there.extend(found);
        }
        Ok(there)
    }
}
