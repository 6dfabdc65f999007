//! Stars of a contact.

use runnel_domain::{ids::ContactId, stars::Level};

use crate::{
    router::Router,
    wire::{
        WireError,
        stars::{StarsExplanation, StarsRequest},
    },
};

pub(crate) async fn stars_explain(
    router: &Router,
    request: StarsRequest,
) -> Result<StarsExplanation, WireError> {
    let contact = ContactId(request.contact_id);
    let view = router.app.stars_explain(router.me, contact).await?;
    let counted = view.engagement;
    Ok(StarsExplanation {
        stars: view.level.stars(),
        sent: counted.sent,
        received: counted.received,
        interactions: counted.interactions,
        same_day: counted.same_day,
        within_2h: counted.within_2h,
        within_30m: counted.within_30m,
        opened_by: counted.opened_by,
        reachable: view.reachable,
        median_ms: view.median_ms,
        ninetieth_ms: view.ninetieth_ms,
        next_stars: view.next.map(|(level, _)| Level::stars(level)),
        missing: view.next.map_or(0, |(_, missing)| missing),
    })
}
