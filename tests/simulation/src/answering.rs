//! Answers each order once. Which orders are answered stands in the workspace and nowhere else.

use std::{collections::BTreeSet, sync::Arc};

use runnel_app::{
    App, AppError, ChangeSet, Entity,
    chats::ChatsAsked,
    message::Outgoing,
    timeline::{Ask, Item, Kinds, Scope, Shown, TimelineQuery},
};
use runnel_domain::{
    Channel, Direction,
    ids::{ConversationId, MemberId},
};
use tokio::sync::broadcast::{Receiver, error::RecvError};

/// Rows of the table of chats per look.
const PAGE: u32 = 200;

/// Answers what is there, then what comes, until the workspace closes.
pub async fn answer(
    app: &App,
    me: MemberId,
    mut changes: Receiver<Arc<ChangeSet>>,
) -> Result<(), AppError> {
    let mut touched = conversations(app, me).await?;
    loop {
        for conversation in touched {
            answer_in(app, me, conversation).await?;
        }
        touched = match changes.recv().await {
            Ok(set) => set.ids(Entity::Conversation).map(ConversationId).collect(),
            Err(RecvError::Lagged(_)) => conversations(app, me).await?,
            Err(RecvError::Closed) => return Ok(()),
        };
    }
}

/// Every conversation by mail.
pub async fn conversations(app: &App, me: MemberId) -> Result<Vec<ConversationId>, AppError> {
    let mut found = Vec::new();
    let mut offset = 0;
    loop {
        let everywhere = ChatsAsked::default();
        let page = app.chats_page(me, everywhere, offset, PAGE).await?.page;
        if page.rows.is_empty() {
            return Ok(found);
        }
        offset = offset.saturating_add(PAGE);
        let by_mail = page.rows.iter().filter(|row| row.channel == Channel::Email);
        found.extend(by_mail.map(|row| row.id));
    }
}

/// Every message of a conversation, oldest first.
pub async fn messages(app: &App, id: ConversationId) -> Result<Vec<Shown>, AppError> {
    let mut parts = Vec::new();
    let mut before = None;
    loop {
        let query = TimelineQuery {
            conversation: id,
            scope: Scope::Conversation,
            channels: Vec::new(),
            kinds: Kinds::ALL,
            ask: before.map_or(Ask::Latest, Ask::Before),
            limit: PAGE,
        };
        let part = app.timeline(app.owner().await?, query).await?;
        let messages = part.items.into_iter().filter_map(|item| match item {
            Item::Message(shown) => Some(*shown),
            Item::Event(_) => None,
        });
        parts.push(messages.collect::<Vec<_>>());
        before = part.before;
        if before.is_none() {
            return Ok(parts.into_iter().rev().flatten().collect());
        }
    }
}

/// The number behind a word: `order #17` and `answer #17` are about the same thing.
pub fn serial(text: &str, word: &str) -> Option<u32> {
    let (_, behind) = text.split_once(&format!("{word} #"))?;
    let digits = behind
        .split(|letter: char| !letter.is_ascii_digit())
        .next()?;
    digits.parse().ok()
}

async fn answer_in(app: &App, me: MemberId, id: ConversationId) -> Result<(), AppError> {
    let (mut orders, mut answered) = (Vec::new(), BTreeSet::new());
    for Shown { message, .. } in messages(app, id).await? {
        match message.direction {
            Direction::In => orders.extend(serial(&message.text, "order")),
            Direction::Out => answered.extend(serial(&message.text, "answer")),
            Direction::Note => {}
        }
    }
    for order in orders.into_iter().filter(|order| !answered.contains(order)) {
        println!("asking {order}");
        let text = format!("answer #{order}: it is on its way.");
        let outgoing = Outgoing {
            text,
            ..Outgoing::default()
        };
        app.message_send(me, id, outgoing).await?;
        println!("asked {order}");
    }
    Ok(())
}
