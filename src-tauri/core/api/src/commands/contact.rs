//! The contact panel.

use runnel_app::{contact::ContactChange, conversation::ConversationView};
use runnel_domain::ids::ContactId;

use super::convert;
use crate::{
    router::Router,
    wire::{
        Done, WireError,
        contact::{ContactCard, ContactUpdateRequest, Identity},
    },
};

pub(crate) async fn contact_update(
    router: &Router,
    request: ContactUpdateRequest,
) -> Result<Done, WireError> {
    let change = ContactChange {
        custom_name: request.custom_name,
        company: request.company,
        language: request.language,
        comment: request.comment,
    };
    let id = ContactId(request.contact_id);
    Ok(convert::done(
        router.app.contact_update(router.me, id, change).await?,
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
