//! What must hold: after every kill about the past, and at the end about everything.

use std::collections::BTreeMap;

use crate::{
    customers::{Customers, Order, body, header, message_id},
    ledger::{Arrived, Ledger, serial},
    shop::{CUSTOMERS, Shop, mailbox},
};

/// What was seen to be on disk: no kill may take it away again.
#[derive(Default)]
pub struct Past {
    orders: BTreeMap<u32, Arrived>,
    answers: BTreeMap<u32, String>,
}

impl Past {
    /// What a kill left, given what the program said it had done.
    pub fn still_stands(&mut self, told: &[String], customers: &Customers, now: Option<&Ledger>) {
        let Some(now) = now else {
            assert!(self.orders.is_empty(), "the workspace is gone");
            return;
        };
        for (serial, rows) in &now.orders {
            assert_eq!(rows.len(), 1, "order {serial} is there twice");
            assert!(
                customers.orders.iter().any(|order| order.serial == *serial),
                "nobody wrote order {serial}"
            );
        }
        for (serial, row) in &self.orders {
            let there = now.orders.get(serial).and_then(|rows| rows.first());
            assert_eq!(there, Some(row), "order {serial} was on disk before");
        }
        for (serial, rows) in &now.answers {
            assert_eq!(rows.len(), 1, "answer {serial} is there twice");
            assert_eq!(
                rows[0].outbox.as_ref(),
                Some(&rows[0].state),
                "answer {serial}"
            );
        }
        for (serial, before) in &self.answers {
            let answer = now
                .answers
                .get(serial)
                .unwrap_or_else(|| panic!("answer {serial} is gone"));
            let forgotten = arrived(before) && !arrived(&answer[0].state);
            assert!(
                !forgotten,
                "answer {serial} was {before} and is {}",
                answer[0].state
            );
        }
        for asked in told.iter().filter_map(|line| line.strip_prefix("asked ")) {
            let asked = asked.parse().unwrap();
            assert!(
                now.answers.contains_key(&asked),
                "answer {asked} was promised and is gone"
            );
        }
        self.orders = now
            .orders
            .iter()
            .map(|(serial, rows)| (*serial, rows[0].clone()))
            .collect();
        self.answers = now
            .answers
            .iter()
            .map(|(serial, rows)| (*serial, rows[0].state.clone()))
            .collect();
    }
}

/// Whether a state says that the server has the mail.
pub fn arrived(state: &str) -> bool {
    matches!(state, "sent" | "delivered" | "read")
}

/// How many mails with each answer the customers found.
pub fn found_by_customers(shop: &Shop) -> BTreeMap<u32, usize> {
    let mut found = BTreeMap::new();
    for customer in 0..CUSTOMERS {
        for mail in shop.inbox(customer) {
            let serial = serial(body(&mail), "answer").expect("the shop sends nothing else");
            *found.entry(serial).or_default() += 1;
        }
    }
    found
}

/// Each order is there once and in its thread, and has one answer in that thread.
pub fn nothing_lost_or_doubled(customers: &Customers, ledger: &Ledger) {
    let mut threads: BTreeMap<u32, i64> = BTreeMap::new();
    for Order {
        serial,
        customer,
        thread,
    } in &customers.orders
    {
        let rows = ledger.orders.get(serial).map_or(&[][..], Vec::as_slice);
        assert_eq!(rows.len(), 1, "order {serial} has to be there once");
        assert_eq!(
            rows[0].address,
            format!("{}@localhost", mailbox(*customer)),
            "order {serial}"
        );
        let conversation = *threads.entry(*thread).or_insert(rows[0].conversation);
        assert_eq!(
            rows[0].conversation, conversation,
            "order {serial} left thread {thread}"
        );
        let answers = ledger.answers.get(serial).map_or(&[][..], Vec::as_slice);
        assert_eq!(answers.len(), 1, "order {serial} has to be answered once");
        assert_eq!(
            answers[0].conversation, conversation,
            "answer {serial} left its thread"
        );
    }
    assert_eq!(
        ledger.orders.len(),
        customers.orders.len(),
        "orders that nobody wrote"
    );
    let mut apart: Vec<i64> = threads.values().copied().collect();
    apart.sort_unstable();
    apart.dedup();
    assert_eq!(
        apart.len(),
        threads.len(),
        "two threads in one conversation"
    );
}

/// What each answer's state says is what its customer sees; what nobody can know is called unknown.
pub fn states_are_true(customers: &Customers, ledger: &Ledger, shop: &Shop) {
    let found = found_by_customers(shop);
    for Order { serial, .. } in &customers.orders {
        let state = ledger.answers[serial][0].state.as_str();
        let copies = found.get(serial).copied().unwrap_or_default();
        assert!(copies <= 1, "answer {serial} went {copies} times");
        match state {
            "unknown" => {}
            "queued" => {
                assert_eq!(copies, 0, "answer {serial} went although it waits");
                assert!(
                    ledger.waits_behind_unknown(*serial),
                    "nothing holds up answer {serial}"
                );
            }
            _ => {
                assert!(arrived(state), "answer {serial} is {state}");
                assert_eq!(copies, 1, "answer {serial} is {state} and never came");
            }
        }
    }
}

/// Each answer reached its customer once, below the order that it answers.
pub fn every_answer_arrived(customers: &Customers, ledger: &Ledger, shop: &Shop) {
    let found = found_by_customers(shop);
    for Order { serial, .. } in &customers.orders {
        let state = ledger.answers[serial][0].state.as_str();
        assert!(arrived(state), "answer {serial} is {state} at the end");
        assert_eq!(
            found.get(serial),
            Some(&1),
            "answer {serial} has to arrive once"
        );
    }
    for customer in 0..CUSTOMERS {
        for mail in shop.inbox(customer) {
            let about = serial(body(&mail), "answer").unwrap();
            let order = customers
                .orders
                .iter()
                .find(|order| order.serial == about)
                .unwrap();
            assert_eq!(
                order.customer, customer,
                "answer {about} went to somebody else"
            );
            let references = header(&mail, "References").unwrap_or_default();
            let own = customers
                .orders
                .iter()
                .filter(|other| other.thread == order.thread);
            assert!(
                own.into_iter()
                    .any(|other| references.contains(&message_id(other.serial))),
                "answer {about} names nothing of its thread: {references}"
            );
        }
    }
}
