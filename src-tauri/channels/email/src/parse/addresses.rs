//! Who the customer of a mail is.

use mail_parser::{Addr, Message};
use runnel_connector::Address;

use super::{Folder, clean::one_line};

/// Recipients that are looked at to find the customer of what we sent; more is a mailing, not a conversation.
const RECIPIENTS: usize = 1_000;

/// The people of a mail.
pub struct Who {
    /// The customer at the other end.
    pub customer: Address,
    /// Where an answer goes instead.
    pub reply_to: Option<Address>,
    /// We wrote it.
    pub outgoing: bool,
}

/// Finds the customer of a mail that lay in `folder` of our account `own`.
pub fn customer(message: &Message<'_>, folder: Folder, own: &str) -> Who {
    let own = own.to_lowercase();
    let from = first(message.from()).or_else(|| first(message.sender()));
    let reply_to = first(message.reply_to());
    let recipient = recipient(message, &own);
    let by_us = from.as_ref().is_some_and(|from| from.address == own);

    if folder == Folder::Sent || (by_us && reply_to.is_none() && recipient.is_some()) {
        let customer = recipient.or(from).unwrap_or_else(unknown);
        return Who {
            customer,
            reply_to: None,
            outgoing: true,
        };
    }
    // A form on the shop's own site writes in the shop's name and puts the visitor into Reply-To.
    let customer = match (from, &reply_to) {
        (Some(from), Some(reply_to)) if from.address == own && reply_to.address != own => {
            reply_to.clone()
        }
        (Some(from), _) => from,
        (None, Some(reply_to)) => reply_to.clone(),
        (None, None) => returned_to(message).unwrap_or_else(unknown),
    };
    let reply_to = reply_to.filter(|reply_to| reply_to.address != customer.address);
    Who {
        customer,
        reply_to,
        outgoing: false,
    }
}

/// Stands for a sender that the mail does not name (`.invalid` never exists, RFC 2606).
pub fn unknown() -> Address {
    let address = "unknown@unknown.invalid".to_owned();
    Address {
        shown: address.clone(),
        address,
        name: String::new(),
    }
}

fn recipient(message: &Message<'_>, own: &str) -> Option<Address> {
    [message.to(), message.cc(), message.bcc()]
        .into_iter()
        .flatten()
        .flat_map(|list| list.iter().take(RECIPIENTS))
        .filter_map(address)
        .find(|address| address.address != own)
}

fn first(list: Option<&mail_parser::Address<'_>>) -> Option<Address> {
    list?.iter().take(RECIPIENTS).find_map(address)
}

fn address(addr: &Addr<'_>) -> Option<Address> {
    let shown: String = one_line(addr.address()?)
        .chars()
        .filter(|c| !c.is_whitespace())
        .take(320)
        .collect();
    if shown.is_empty() {
        return None;
    }
    let name = one_line(addr.name().unwrap_or_default());
    Some(Address {
        address: shown.to_lowercase(),
        shown,
        name,
    })
}

/// The sender on the envelope.
fn returned_to(message: &Message<'_>) -> Option<Address> {
    let address = message.return_path().as_text()?;
    address
        .contains('@')
        .then(|| Addr::new(None, address))
        .as_ref()
        .and_then(self::address)
}
