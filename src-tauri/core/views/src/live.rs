//! An ordered list of ids in which single ones are moved, put in or taken out.

use std::collections::HashMap;

use runnel_domain::ids::ConversationId;
use runnel_store::table::chat_list::{ChatSort, Placed};

/// Conversations in order. It holds what is needed to compare, never rows.
#[derive(Debug)]
pub(crate) struct Live {
    sort: ChatSort,
    placed: Vec<Placed>,
}

impl Live {
    /// `placed` must be in the order of `sort`, as [`runnel_store::table::chat_list::ordered`] gives it.
    pub(crate) const fn new(sort: ChatSort, placed: Vec<Placed>) -> Self {
        Self { sort, placed }
    }

    pub(crate) const fn len(&self) -> usize {
        self.placed.len()
    }

    /// At most `limit` ids from a place on.
    pub(crate) fn window(&self, offset: usize, limit: usize) -> Vec<ConversationId> {
        self.placed
            .iter()
            .skip(offset)
            .take(limit)
            .map(|placed| placed.id)
            .collect()
    }

    /// Of the `touched` ones, those in `belong` stand where their key says, the others nowhere.
    pub(crate) fn put(&mut self, touched: &[ConversationId], belong: Vec<Placed>) {
        let mut keys: HashMap<ConversationId, Placed> = belong
            .into_iter()
            .map(|placed| (placed.id, placed))
            .collect();
        // Who stays where they are needs no move: most changes leave the sorted column as it was.
        let moved: HashMap<ConversationId, Option<Placed>> =
            touched.iter().map(|id| (*id, keys.remove(id))).collect();
        let mut unmoved = Vec::new();
        self.placed.retain(|placed| match moved.get(&placed.id) {
            None => true,
            Some(Some(now)) if now.key == placed.key => {
                unmoved.push(placed.id);
                true
            }
            Some(_) => false,
        });
        for placed in moved.into_values().flatten() {
            if unmoved.contains(&placed.id) {
                continue;
            }
            let at = self
                .placed
                .partition_point(|other| self.sort.compare(other, &placed).is_lt());
            self.placed.insert(at, placed);
        }
    }
}
