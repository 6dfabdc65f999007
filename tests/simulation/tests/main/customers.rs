//! Customers who write numbered orders: new ones, more to their last mail, and answers to answers.

use std::collections::BTreeSet;

use crate::{
    dice::Dice,
    ledger::serial,
    shop::{CUSTOMERS, Shop, mailbox},
};

/// A mail that the server took: it may not be lost any more.
#[derive(Debug, Clone)]
pub struct Order {
    pub serial: u32,
    pub customer: usize,
    /// Serial of the order that began its thread.
    pub thread: u32,
}

/// Longest thread that is gone on with.
const LONGEST_THREAD: usize = 6;

#[derive(Default)]
pub struct Customers {
    pub orders: Vec<Order>,
    /// Answers that a customer wrote back to.
    pub answered_back: BTreeSet<u32>,
}

impl Customers {
    /// One more order arrives in the shop's mailbox.
    pub fn write(&mut self, shop: &Shop, dice: &mut Dice) -> u32 {
        let serial = u32::try_from(self.orders.len() + 1).unwrap();
        let (customer, thread, headers) = match dice.number(1..=10) {
            1..=2 => self.more_to_an_order(dice),
            3..=4 => self.back_to_an_answer(shop, dice),
            _ => None,
        }
        .unwrap_or_else(|| {
            let customer = usize::try_from(dice.number(0..=CUSTOMERS as u64 - 1)).unwrap();
            (customer, serial, String::new())
        });
        let address = format!("{}@localhost", mailbox(customer));
        let raw = format!(
            "From: Customer {customer} <{address}>\nTo: shop@localhost\nSubject: Thread {thread}\n\
             Date: {date}\nMessage-ID: {id}\n{headers}\norder #{serial} of customer {customer}\n",
            date = chrono::Utc::now().to_rfc2822(),
            id = message_id(serial),
        );
        shop.servers
            .deliver(&address, "shop@localhost", raw.as_bytes())
            .unwrap();
        self.orders.push(Order {
            serial,
            customer,
            thread,
        });
        serial
    }

    fn more_to_an_order(&self, dice: &mut Dice) -> Option<(usize, u32, String)> {
        let last = (!self.orders.is_empty()).then(|| dice.one_of(&self.orders).clone())?;
        if self.length(last.thread) >= LONGEST_THREAD {
            return None;
        }
        let (last_id, first_id) = (message_id(last.serial), message_id(last.thread));
        let headers = format!("In-Reply-To: {last_id}\nReferences: {first_id} {last_id}\n");
        Some((last.customer, last.thread, headers))
    }

    /// Half of all mail programs are terse: then only the answer itself tells the thread.
    fn back_to_an_answer(&mut self, shop: &Shop, dice: &mut Dice) -> Option<(usize, u32, String)> {
        let customer = usize::try_from(dice.number(0..=CUSTOMERS as u64 - 1)).unwrap();
        let inbox = shop.inbox(customer);
        let answer = (!inbox.is_empty()).then(|| dice.one_of(&inbox))?;
        let about = serial(body(answer), "answer")?;
        let thread = self
            .orders
            .iter()
            .find(|order| order.serial == about)?
            .thread;
        if self.length(thread) >= LONGEST_THREAD {
            return None;
        }
        let id = header(answer, "Message-ID")?;
        let earlier = header(answer, "References")
            .filter(|_| dice.percent(50))
            .unwrap_or_default();
        self.answered_back.insert(about);
        Some((
            customer,
            thread,
            format!("In-Reply-To: {id}\nReferences: {earlier} {id}\n"),
        ))
    }

    fn length(&self, thread: u32) -> usize {
        self.orders
            .iter()
            .filter(|order| order.thread == thread)
            .count()
    }
}

pub fn message_id(serial: u32) -> String {
    format!("<order-{serial}@customers.example>")
}

/// A header's value on one line.
pub fn header(mail: &str, name: &str) -> Option<String> {
    let (head, _) = mail.split_once("\n\n")?;
    let unfolded = head.replace("\n ", " ").replace("\n\t", " ");
    unfolded.lines().find_map(|line| {
        let (named, value) = line.split_once(':')?;
        named
            .eq_ignore_ascii_case(name)
            .then(|| value.trim().to_owned())
    })
}

pub fn body(mail: &str) -> &str {
    mail.split_once("\n\n").map_or("", |(_, body)| body)
}
