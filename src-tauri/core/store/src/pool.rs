//! Equal values kept once: a hundred thousand conversations share a few hundred currencies, ranks and sets of tags.

use std::{collections::HashSet, hash::Hash, sync::Arc};

/// Values that were seen, each of them once.
#[derive(Debug)]
pub(crate) struct Pool<T: ?Sized>(HashSet<Arc<T>>);

impl<T: ?Sized> Default for Pool<T> {
    fn default() -> Self {
        Self(HashSet::new())
    }
}

impl<T: ?Sized + Eq + Hash> Pool<T> {
    /// The one that is like this.
    pub(crate) fn share<'v>(&mut self, value: &'v T) -> Arc<T>
    where
        Arc<T>: From<&'v T>,
    {
        if let Some(known) = self.0.get(value) {
            return Arc::clone(known);
        }
        let new = Arc::from(value);
        self.0.insert(Arc::clone(&new));
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_alike_is_one() {
        let mut pool = Pool::default();
        let (euro, again) = (pool.share("EUR"), pool.share(&String::from("EUR")));
        assert!(
            Arc::ptr_eq(&euro, &again),
            "the second euro is the first one"
        );
        assert_ne!(pool.share("USD"), euro, "dollars stay dollars");
    }
}
