//! Customers who may be one person.

use runnel_app::merge::{DuplicateView, MergeView, Side, Sign};
use runnel_domain::ids::{ContactId, FieldId, MergeId};

use super::{convert, field};
use crate::{
    router::Router,
    wire::{
        Done, Made, WireError,
        merge::{
            self as wire, ContactMergeRequest, ContactSide, Duplicate, DuplicateList,
            DuplicateListRequest, DuplicatePair, MergeBrief, MergeField, MergeLine, MergePreview,
            MergePreviewRequest, SideAddress,
        },
    },
};

pub(crate) async fn duplicate_list(
    router: &Router,
    request: DuplicateListRequest,
) -> Result<DuplicateList, WireError> {
    let after = request
        .after
        .map(|(newer, older)| (ContactId(newer), ContactId(older)));
    let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
    let (pairs, total) = router.app.duplicate_list(after, limit).await?;
    Ok(DuplicateList {
        pairs: pairs.into_iter().map(pair).collect(),
        total: convert::count(total),
    })
}

pub(crate) async fn duplicate_dismiss(
    router: &Router,
    request: DuplicatePair,
) -> Result<Done, WireError> {
    let (one, other) = (ContactId(request.one_id), ContactId(request.other_id));
    Ok(convert::done(
        router.app.duplicate_dismiss(router.me, one, other).await?,
    ))
}

pub(crate) async fn merge_preview(
    router: &Router,
    request: MergePreviewRequest,
) -> Result<MergePreview, WireError> {
    let (kept, gone) = (ContactId(request.kept_id), ContactId(request.gone_id));
    let preview = router.app.merge_preview(kept, gone).await?;
    Ok(MergePreview {
        kept: side(preview.kept),
        gone: side(preview.gone),
        signs: words(&preview.signs),
        lines: preview
            .lines
            .into_iter()
            .map(|line| MergeLine {
                name: line.name.to_owned(),
                kept: line.kept,
                gone: line.gone,
            })
            .collect(),
        fields: preview
            .fields
            .into_iter()
            .map(|(row, kept, gone)| MergeField {
                field: field::field(row),
                kept: kept.map(field::value),
                gone: gone.map(field::value),
            })
            .collect(),
    })
}

pub(crate) async fn contact_merge(
    router: &Router,
    request: ContactMergeRequest,
) -> Result<Made, WireError> {
    let (kept, gone) = (ContactId(request.kept_id), ContactId(request.gone_id));
    let fields = request.take_fields.into_iter().map(FieldId).collect();
    let made = router
        .app
        .contact_merge(router.me, kept, gone, request.take, fields)
        .await?;
    Ok(convert::made(made.map(|id| id.0)))
}

pub(crate) async fn contact_unmerge(
    router: &Router,
    request: wire::MergeId,
) -> Result<Done, WireError> {
    let id = MergeId(request.merge_id);
    Ok(convert::done(
        router.app.contact_unmerge(router.me, id).await?,
    ))
}

pub(crate) fn brief(merge: MergeView) -> MergeBrief {
    MergeBrief {
        id: merge.id.0,
        gone: merge.gone,
        member_id: merge.member.map(|id| id.0),
        at: merge.at.0,
        conversations: convert::count(merge.conversations),
    }
}

pub(crate) fn pair(pair: DuplicateView) -> Duplicate {
    Duplicate {
        older: side(pair.older),
        newer: side(pair.newer),
        signs: words(&pair.signs),
    }
}

fn words(signs: &[Sign]) -> Vec<String> {
    signs.iter().map(|sign| sign.as_str().to_owned()).collect()
}

fn side(side: Side) -> ContactSide {
    ContactSide {
        id: side.contact.id.0,
        shown_name: side.client,
        company: side.contact.company,
        addresses: side
            .identities
            .into_iter()
            .map(|identity| SideAddress {
                channel: identity.channel,
                shown: identity.shown,
            })
            .collect(),
        conversations: convert::count(side.weight.conversations),
        messages: convert::count(side.weight.messages),
        deals: convert::count(side.weight.deals),
        tasks: convert::count(side.weight.tasks),
        created_at: side.contact.created_at.0,
    }
}
