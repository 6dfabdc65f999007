//! The rule book of the workspace, read anew only when a trigger was edited, switched or moved.

use std::{cell::RefCell, rc::Rc};

use runnel_domain::plan::RuleBook;
use runnel_store::{
    Read, StoreError,
    table::trigger_rule::{self, Stamp},
};

struct Kept {
    stamps: Vec<Stamp>,
    book: Rc<RuleBook>,
}

thread_local! {
    // A workspace has one writing thread, and only that thread reacts: what is kept here is that workspace's.
    // The stamps are compared each time, so that even a second workspace on the thread would only be slower.
    static KEPT: RefCell<Option<Kept>> = const { RefCell::new(None) };
}

/// The enabled triggers, as this transaction sees them.
pub(crate) fn current(read: &Read<'_>) -> Result<Rc<RuleBook>, StoreError> {
    let stamps = trigger_rule::stamps(read)?;
    let kept = KEPT.with_borrow(|kept| {
        kept.as_ref()
            .filter(|kept| kept.stamps == stamps)
            .map(|kept| Rc::clone(&kept.book))
    });
    if let Some(book) = kept {
        return Ok(book);
    }
    let book = Rc::new(RuleBook::new(trigger_rule::enabled(read)?));
    KEPT.set(Some(Kept {
        stamps,
        book: Rc::clone(&book),
    }));
    Ok(book)
}
