//! Why a contact has so many stars (PO-13, PO-14).

use runnel_domain::{
    ids::{ContactId, MemberId},
    stars::{self, Engagement, Level},
};
use runnel_store::{
    shop,
    table::{contact, engagement},
};

use crate::{
    app::App,
    error::AppError,
    permission::{self, Deed},
};

/// Stars with everything that they were counted from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StarsView {
    /// The rule that held first.
    pub level: Level,
    /// What was counted.
    pub engagement: Engagement,
    /// Some address works, as far as we know.
    pub reachable: bool,
    /// Half of the interactions took at most so long, in milliseconds; `None`: there is none.
    pub median_ms: Option<i64>,
    /// 90 % of them took at most so long.
    pub ninetieth_ms: Option<i64>,
    /// The next level, and how many more of what it takes are missing.
    pub next: Option<(Level, i64)>,
}

impl App {
    /// Explains a contact's stars. Reads all messages of theirs, for the percentiles.
    ///
    /// # Errors
    /// `NotFound` where there is no such contact.
    pub async fn stars_explain(&self, me: MemberId, id: ContactId) -> Result<StarsView, AppError> {
        self.read(move |read| {
            permission::check(read, me, Deed::Work)?;
            contact::get(read, id)?;
            let engagement = engagement::of_contact(read, id)?;
            let level = shop::stars::level(read, id, &engagement)?;
            let gaps = stars::gaps(shop::stars::messages(read, id)?);
            Ok(StarsView {
                level,
                engagement,
                reachable: shop::stars::reachable(read, id)?,
                median_ms: stars::percentile(&gaps, 50),
                ninetieth_ms: stars::percentile(&gaps, 90),
                next: level.next().map(|next| (next, engagement.missing(next))),
            })
        })
        .await
    }
}
