//! The search field and the command palette.

use runnel_app::search::{
    ContactField, ContactHit, Hit, HitConversation, MessageOrder, MessageSearch, Piece,
};
use runnel_domain::ids::{ConversationId, MessageId};

use super::convert;
use crate::{
    router::Router,
    wire::{
        WireError,
        search::{
            ConversationFound, DealFound, MessageFound, MessageSearchOrder, MessageSearchRequest,
            MessagesFound, PaletteFound, PaletteSearchRequest, PeopleFound, PeopleSearchRequest,
            PersonField, PersonFound, SearchSuggestion, SearchTrouble, TextPiece,
        },
    },
};

pub(crate) async fn people_search(
    router: &Router,
    request: PeopleSearchRequest,
) -> Result<PeopleFound, WireError> {
    let found = router
        .app
        .people_search(request.text, request.limit)
        .await?;
    Ok(PeopleFound {
        people: found.hits.into_iter().map(person).collect(),
        more: found.more,
    })
}

pub(crate) async fn message_search(
    router: &Router,
    request: MessageSearchRequest,
) -> Result<MessagesFound, WireError> {
    let asked = MessageSearch {
        text: request.text,
        conversation: request.conversation_id.map(ConversationId),
        order: match request.order {
            MessageSearchOrder::Newest => MessageOrder::Newest,
            MessageSearchOrder::Best => MessageOrder::Best,
        },
        after: request.after.map(MessageId),
        limit: request.limit,
    };
    let found = router.app.message_search(router.me, asked).await?;
    let messages = found.messages;
    Ok(MessagesFound {
        messages: messages.hits.into_iter().map(message).collect(),
        next: messages.next.map(|message| message.0),
        looked_back_to: convert::millis(messages.looked_back_to),
        troubles: messages
            .troubles
            .into_iter()
            .map(|trouble| SearchTrouble {
                code: trouble.code.to_owned(),
                operator: trouble.operator,
                value: trouble.value,
            })
            .collect(),
        suggestions: found
            .suggestions
            .into_iter()
            .map(|suggestion| SearchSuggestion {
                text: suggestion.text,
                operator: suggestion.operator.to_owned(),
                value: suggestion.value,
            })
            .collect(),
        indexing: found
            .indexing
            .map(|progress| convert::count(progress.upto * 100 / progress.newest.max(1))),
    })
}

pub(crate) async fn palette_search(
    router: &Router,
    request: PaletteSearchRequest,
) -> Result<PaletteFound, WireError> {
    let found = router
        .app
        .palette_search(request.text, request.limit)
        .await?;
    Ok(PaletteFound {
        people: found.contacts.hits.into_iter().map(person).collect(),
        deals: found
            .deals
            .into_iter()
            .map(|hit| DealFound {
                id: hit.deal.0,
                title: pieces(hit.title),
                stage_id: hit.stage.0,
                conversation_id: hit.conversation.map(|id| id.0),
                client: hit.contact_name,
            })
            .collect(),
    })
}

fn person(hit: ContactHit) -> PersonFound {
    PersonFound {
        contact_id: hit.contact.0,
        name: hit.name,
        field: match hit.field {
            ContactField::Name => PersonField::Name,
            ContactField::Nickname => PersonField::Nickname,
            ContactField::Company => PersonField::Company,
            ContactField::Email => PersonField::Email,
            ContactField::Phone => PersonField::Phone,
            ContactField::Login => PersonField::Login,
        },
        shown: pieces(hit.shown),
        conversations: hit.conversations.into_iter().map(conversation).collect(),
        conversation_count: convert::count(hit.conversation_count),
    }
}

fn conversation(found: HitConversation) -> ConversationFound {
    ConversationFound {
        id: found.id.0,
        place: found.place,
        channel: found.channel,
        source_id: found.source.0,
        subject: found.subject,
        snippet: found.snippet,
        last_activity_at: found.last_activity_at.0,
    }
}

fn message(hit: Hit) -> MessageFound {
    MessageFound {
        id: hit.message.0,
        conversation_id: hit.conversation.0,
        client: hit.contact_name,
        place: hit.place,
        channel: hit.channel,
        direction: hit.direction,
        at: hit.at.0,
        subject: pieces(hit.subject),
        excerpt: pieces(hit.excerpt),
        files: hit.files.into_iter().map(pieces).collect(),
    }
}

fn pieces(pieces: Vec<Piece>) -> Vec<TextPiece> {
    pieces
        .into_iter()
        .map(|piece| TextPiece {
            text: piece.text,
            hit: piece.hit,
        })
        .collect()
}
