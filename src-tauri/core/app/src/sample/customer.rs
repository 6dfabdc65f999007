//! Who writes, and how sentences are filled in.

use runnel_domain::{
    Channel, Money,
    fold::fold,
    ids::{ContactId, IdentityId},
};
use runnel_store::{
    StoreError, Tx,
    table::{
        contact::{self, NewContact},
        identity,
    },
};

use super::{
    dice::Dice,
    texts::{Currency, SHARES, Tongue},
};

/// Somebody who writes to the shop.
#[derive(Clone)]
pub(crate) struct Customer {
    pub contact: ContactId,
    pub identity: IdentityId,
    pub tongue: &'static Tongue,
    pub currency: &'static Currency,
    given: &'static str,
    city: &'static str,
    /// Known from an earlier conversation.
    pub is_known: bool,
}

/// What a conversation is about.
#[derive(Clone, Copy)]
pub(crate) struct Order {
    pub item: &'static str,
    pub minor: i64,
}

impl Customer {
    /// A new customer; `number` keeps addresses apart.
    pub(crate) fn new(tx: &mut Tx<'_>, dice: &mut Dice, number: usize) -> Result<Self, StoreError> {
        let tongue = tongue(dice);
        let (given, family) = (dice.say(tongue.given), dice.say(tongue.family));
        // Some are known by their phone alone, as on messengers.
        let full_name = if dice.chance(94) {
            format!("{given} {family}")
        } else {
            String::new()
        };
        let company = if dice.chance(18) {
            dice.say(tongue.companies)
        } else {
            ""
        };
        let contact = contact::insert(
            tx,
            &NewContact {
                full_name: &full_name,
                nickname: "",
                company,
                language: tongue.tag,
                is_sample: true,
            },
        )?;
        let (phone, shown) = phone(dice, tongue, number);
        let identity = identity::insert(tx, contact, Channel::Local, &phone, &shown)?;
        if !full_name.is_empty() {
            let mail = mail(dice, tongue, given, family, number);
            identity::insert(tx, contact, Channel::Email, &mail, &mail)?;
        }
        let usual = dice.chance(80);
        let currency = tongue.currencies.first().filter(|_| usual);
        Ok(Self {
            contact,
            identity,
            tongue,
            currency: currency
                .or_else(|| tongue.currencies.last())
                .unwrap_or(&FALLBACK),
            given,
            city: dice.say(tongue.cities),
            is_known: false,
        })
    }

    /// What they want, and for how much.
    pub(crate) fn orders(&self, dice: &mut Dice) -> Order {
        let (item, euros) = dice.pick(self.tongue.items).copied().unwrap_or(("", 0));
        let pieces = if dice.chance(70) {
            1
        } else {
            dice.between(2, 6)
        };
        Order {
            item,
            minor: euros * pieces * self.currency.per_euro * 100,
        }
    }

    /// The amount of an order.
    pub(crate) fn money(&self, order: Order) -> Money {
        Money {
            amount_minor: order.minor,
            currency: self.currency.code.to_owned(),
        }
    }

    /// A sentence with its blanks filled in.
    pub(crate) fn fill(&self, sentence: &str, order: Order) -> String {
        let filled = sentence
            .replace("{item}", order.item)
            .replace("{price}", &self.price(order))
            .replace("{city}", self.city)
            .replace("{name}", self.given);
        let mut letters = filled.chars();
        letters.next().map_or_else(String::new, |first| {
            first.to_uppercase().chain(letters).collect()
        })
    }

    fn price(&self, order: Order) -> String {
        let digits = (order.minor / 100).to_string();
        let mut grouped = String::new();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                grouped.push_str(self.currency.thousands);
            }
            grouped.push(digit);
        }
        format!("{}{grouped}{}", self.currency.before, self.currency.behind)
    }
}

const FALLBACK: Currency = Currency {
    code: "EUR",
    per_euro: 1,
    before: "",
    behind: " €",
    thousands: ".",
};

fn tongue(dice: &mut Dice) -> &'static Tongue {
    let mut chance = dice.below(SHARES.iter().map(|(_, share)| share).sum());
    for (tongue, share) in SHARES {
        match chance.checked_sub(share) {
            Some(rest) => chance = rest,
            None => return tongue,
        }
    }
    let [(first, _), ..] = SHARES;
    first
}

fn phone(dice: &mut Dice, tongue: &Tongue, number: usize) -> (String, String) {
    let (country, digits) = tongue.phone;
    // The running number stands last, so that no two are alike.
    let tail = format!("{number:06}");
    let head: String = (0..digits.saturating_sub(6))
        .filter_map(|_| dice.pick(b"123456789").copied().map(char::from))
        .collect();
    let national = format!("{head}{tail}");
    let (area, rest) = national.split_at_checked(3).unwrap_or((&national, ""));
    (
        format!("{country}{national}"),
        format!("+{country} {area} {rest}"),
    )
}

fn mail(dice: &mut Dice, tongue: &Tongue, given: &str, family: &str, number: usize) -> String {
    let plain = |name: &str| -> String {
        fold(name)
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect()
    };
    let domain = dice.say(tongue.domains);
    match (plain(given), plain(family)) {
        (given, family) if !given.is_empty() && !family.is_empty() => {
            format!("{given}.{family}{number}@{domain}")
        }
        _ => format!("client{number}@{domain}"),
    }
}
