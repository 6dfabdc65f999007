//! Who wrote: addresses lead to contacts, new ones make new contacts.

use std::collections::HashMap;

use runnel_connector::Address;
use runnel_domain::{
    Channel,
    ids::{ContactId, IdentityId},
};
use runnel_store::{
    StoreError, Tx,
    table::{
        contact::{self, NewContact},
        identity,
    },
};

/// Address of somebody whom the network did not name (mail without From).
const NOBODY: &str = "unknown";

/// A person on a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Person {
    pub identity: IdentityId,
    pub contact: ContactId,
    /// Not known before this batch, on any source.
    pub is_new: bool,
}

/// Looks people up, each address once per batch.
pub(crate) struct People {
    channel: Channel,
    known: HashMap<String, Person>,
}

impl People {
    pub(crate) fn new(channel: Channel) -> Self {
        Self {
            channel,
            known: HashMap::new(),
        }
    }

    /// Forgets what was looked up: rows may have been rolled back.
    pub(crate) fn forget(&mut self) {
        self.known.clear();
    }

    /// The person behind an address; a new contact where nobody has it.
    pub(crate) fn find_or_add(
        &mut self,
        tx: &mut Tx<'_>,
        address: &Address,
        language: &str,
    ) -> Result<Person, StoreError> {
        let key = key(address);
        if let Some(person) = self.known.get(key) {
            return Ok(*person);
        }
        let person = match identity::find(tx, self.channel, key)? {
            Some(identity) => {
                contact::learn(tx, identity.contact, &address.name, language)?;
                Person {
                    identity: identity.id,
                    contact: identity.contact,
                    is_new: false,
                }
            }
            None => {
                let new = NewContact {
                    full_name: &address.name,
                    language,
                    ..NewContact::default()
                };
                let contact = contact::insert(tx, &new)?;
                let identity = identity::insert(tx, contact, self.channel, key, shown(address))?;
                Person {
                    identity,
                    contact,
                    is_new: true,
                }
            }
        };
        self.known.insert(
            key.to_owned(),
            Person {
                is_new: false,
                ..person
            },
        );
        Ok(person)
    }

    /// Another address of a person (Reply-To). One that somebody has already stays theirs.
    pub(crate) fn also_at(
        &mut self,
        tx: &mut Tx<'_>,
        person: Person,
        address: &Address,
    ) -> Result<IdentityId, StoreError> {
        let key = key(address);
        if let Some(known) = self.known.get(key) {
            return Ok(known.identity);
        }
        let (identity, contact) = match identity::find(tx, self.channel, key)? {
            Some(identity) => (identity.id, identity.contact),
            None => {
                let identity =
                    identity::insert(tx, person.contact, self.channel, key, shown(address))?;
                (identity, person.contact)
            }
        };
        self.known.insert(
            key.to_owned(),
            Person {
                identity,
                contact,
                is_new: false,
            },
        );
        Ok(identity)
    }
}

fn key(address: &Address) -> &str {
    if address.address.is_empty() {
        NOBODY
    } else {
        &address.address
    }
}

fn shown(address: &Address) -> &str {
    if address.shown.is_empty() {
        &address.address
    } else {
        &address.shown
    }
}
