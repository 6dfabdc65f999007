//! The contact panel.

use runnel_app::{contact::ContactChange, conversation::ConversationView, deal::Elsewhere as Row};
use runnel_domain::ids::{ContactId, ConversationId, IdentityId};

use super::{block, convert, field, merge};
use crate::{
    router::Router,
    wire::{
        Done, Made, WireError,
        contact::{
            self as wire, Address, ContactCandidate, ContactCandidates, ContactCandidatesRequest,
            ContactCard, ContactSheet, ContactUpdateRequest, Elsewhere, Identity,
            IdentityAddRequest, IdentityMarkRequest, IdentityUpdateRequest,
        },
    },
};

pub(crate) async fn contact_get(
    router: &Router,
    request: crate::wire::conversation::ConversationId,
) -> Result<ContactSheet, WireError> {
    let id = ConversationId(request.conversation_id);
    let sheet = router.app.contact(router.me, id).await?;
    let contact = sheet.contact;
    Ok(ContactSheet {
        id: contact.id.0,
        shown_name: sheet.client,
        custom_name: contact.custom_name,
        full_name: contact.full_name,
        nickname: contact.nickname,
        company: contact.company,
        language: contact.language,
        comment: contact.comment,
        preferred_channel: contact.preferred_channel,
        identities: sheet
            .identities
            .into_iter()
            .map(|(identity, answered)| Address {
                id: identity.id.0,
                channel: identity.channel,
                shown: identity.shown,
                invalid_at: convert::millis(identity.invalid_at),
                answered,
            })
            .collect(),
        fields: sheet.fields.into_iter().map(field::with_value).collect(),
        others: sheet.others.into_iter().map(elsewhere).collect(),
        others_total: convert::count(sheet.others_total),
        merges: sheet.merges.into_iter().map(merge::brief).collect(),
        duplicates: sheet.duplicates.into_iter().map(merge::pair).collect(),
        blocked: sheet.blocked.map(block::brief),
        post_ref: sheet.post_ref,
        post_blocked: sheet.post_blocked.map(block::brief),
        created_at: contact.created_at.0,
    })
}

pub(crate) async fn contact_update(
    router: &Router,
    request: ContactUpdateRequest,
) -> Result<Done, WireError> {
    let change = ContactChange {
        custom_name: request.custom_name,
        full_name: request.full_name,
        nickname: request.nickname,
        company: request.company,
        language: request.language,
        comment: request.comment,
        preferred_channel: request.preferred_channel,
    };
    let id = ContactId(request.contact_id);
    Ok(convert::done(
        router.app.contact_update(router.me, id, change).await?,
    ))
}

pub(crate) async fn identity_add(
    router: &Router,
    request: IdentityAddRequest,
) -> Result<Made, WireError> {
    let contact = ContactId(request.contact_id);
    let made = router
        .app
        .identity_add(router.me, contact, request.channel, request.address)
        .await?;
    Ok(convert::made(made.map(|id| id.0)))
}

pub(crate) async fn identity_update(
    router: &Router,
    request: IdentityUpdateRequest,
) -> Result<Done, WireError> {
    let id = IdentityId(request.identity_id);
    Ok(convert::done(
        router
            .app
            .identity_update(router.me, id, request.address)
            .await?,
    ))
}

pub(crate) async fn identity_remove(
    router: &Router,
    request: wire::IdentityId,
) -> Result<Done, WireError> {
    let id = IdentityId(request.identity_id);
    Ok(convert::done(
        router.app.identity_remove(router.me, id).await?,
    ))
}

pub(crate) async fn identity_mark(
    router: &Router,
    request: IdentityMarkRequest,
) -> Result<Done, WireError> {
    let id = IdentityId(request.identity_id);
    Ok(convert::done(
        router
            .app
            .identity_mark(router.me, id, request.invalid)
            .await?,
    ))
}

pub(crate) fn card(view: &ConversationView) -> ContactCard {
    let contact = view.contact.clone();
    let identities = view.identities.iter().map(|identity| Identity {
        id: identity.id.0,
        channel: identity.channel,
        shown: identity.shown.clone(),
    });
    ContactCard {
        id: contact.id.0,
        shown_name: view.client.clone(),
        custom_name: contact.custom_name,
        full_name: contact.full_name,
        company: contact.company,
        language: contact.language,
        comment: contact.comment,
        identities: identities.collect(),
        stars: contact.stars,
        created_at: contact.created_at.0,
    }
}

pub(crate) fn elsewhere(other: Row) -> Elsewhere {
    Elsewhere {
        id: other.id.0,
        channel: other.channel,
        source_id: other.source.0,
        subject: other.subject,
        snippet: other.snippet,
        messages: convert::count(other.messages),
        last_activity_at: other.last_activity_at.0,
        folder: other.folder,
        place: other.place,
        unread: other.unread,
    }
}

pub(crate) async fn contact_candidates(
    router: &Router,
    request: ContactCandidatesRequest,
) -> Result<ContactCandidates, WireError> {
    let people = router.app.contact_candidates(request.text).await?;
    Ok(ContactCandidates {
        people: people
            .into_iter()
            .map(|person| ContactCandidate {
                contact_id: person.contact.0,
                name: person.name,
                company: person.company,
                address: person.address,
                deals: convert::count(person.deals),
            })
            .collect(),
    })
}
