//! A customer in a story: says something, and it has arrived.

use runnel_connector::{IncomingFile, fake::Person};

use crate::World;

/// Somebody out there.
pub struct Customer<'w> {
    world: &'w World,
    person: Person,
}

impl<'w> Customer<'w> {
    pub(crate) const fn new(world: &'w World, person: Person) -> Self {
        Self { world, person }
    }

    /// With a subject.
    #[must_use]
    pub fn about(mut self, subject: &str) -> Self {
        self.person = self.person.about(subject);
        self
    }

    /// In another thread than their usual one.
    #[must_use]
    pub fn in_thread(mut self, thread: &str) -> Self {
        self.person = self.person.in_thread(thread);
        self
    }

    /// Their machine speaks.
    #[must_use]
    pub fn by_machine(mut self) -> Self {
        self.person = self.person.by_machine();
        self
    }

    /// Before the source was connected.
    #[must_use]
    pub fn long_ago(mut self) -> Self {
        self.person = self.person.long_ago();
        self
    }

    /// Says something; the workspace has it when this returns.
    pub async fn says(&self, text: &str) -> String {
        let id = self.person.says(text);
        self.world.receive().await;
        id
    }

    /// Sends files along.
    pub async fn sends(&self, text: &str, files: Vec<IncomingFile>) -> String {
        let id = self.person.sends(text, files);
        self.world.receive().await;
        id
    }
}
