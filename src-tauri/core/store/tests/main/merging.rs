//! A merge taken apart leaves everything as it was (property), also several that lie within each other.

use proptest::prelude::*;
use runnel_domain::{
    FieldKind, FieldOwner,
    field::FieldValue,
    ids::{ContactId, FieldId, MergeId},
};
use runnel_store::{
    shop::{self, Blocked},
    table::{
        contact::{self, ContactProfile},
        field::{self, Field},
    },
};

use crate::shop::Shop;

const CUSTOMERS: [&str; 4] = [
    "ana@sol.example",
    "a.silva@sol.example",
    "bruno@lua.example",
    "4915112345678",
];

#[derive(Debug, Clone)]
struct Past {
    /// Threads that each customer began, and whether the first was accepted.
    threads: Vec<(u8, bool)>,
    /// Lines of each profile: 0 leaves it empty.
    names: Vec<u8>,
    /// Value of each customer's additional field; 0: none.
    values: Vec<u8>,
    blocked: Option<usize>,
}

fn past() -> impl Strategy<Value = Past> {
    let each = CUSTOMERS.len();
    (
        prop::collection::vec((1..3_u8, any::<bool>()), each),
        prop::collection::vec(0..3_u8, each),
        prop::collection::vec(0..3_u8, each),
        prop::option::weighted(0.3, 0..each),
    )
        .prop_map(|(threads, names, values, blocked)| Past {
            threads,
            names,
            values,
            blocked,
        })
}

fn customer(place: usize) -> ContactId {
    ContactId(i64::try_from(place).unwrap() + 1)
}

fn happened(shop: &Shop, past: &Past) -> FieldId {
    let field = shop.anna(|tx| {
        field::insert(
            tx,
            &Field {
                id: FieldId(0),
                owner: FieldOwner::Contact,
                pipeline: None,
                name: "VAT id".to_owned(),
                kind: FieldKind::Text,
                options: Vec::new(),
                currency: String::new(),
                in_table: false,
                in_card: false,
                rank: "a".to_owned(),
                removed_at: None,
            },
        )
    });
    for (place, address) in CUSTOMERS.iter().enumerate() {
        let (threads, accepted) = past.threads[place];
        for nth in 0..threads {
            let conversation = shop.thread(address);
            shop.minutes_pass(5);
            shop.says(conversation, "Oi");
            if accepted && nth == 0 {
                shop.anna(move |tx| shop::accept(tx, conversation, None, None));
                shop.minutes_pass(5);
                shop.answers(conversation, "Olá");
            }
        }
        let (name, value) = (past.names[place], past.values[place]);
        let blocked = past.blocked == Some(place);
        shop.anna(move |tx| {
            let mut profile = contact::get(tx, customer(place))?.profile();
            if name > 0 {
                profile.custom_name = format!("Silva {name}");
                profile.company = "Sol".to_owned();
            }
            contact::set_profile(tx, customer(place), &profile)?;
            if value > 0 {
                let field = field::get(tx, field)?;
                let value = FieldValue::Text(format!("PT{value}"));
                field::set_value(tx, &field, customer(place).0, Some(&value))?;
            }
            if blocked {
                shop::block(tx, &Blocked::Client(customer(place)))?;
            }
            Ok(())
        });
    }
    field
}

/// Everything that a merge may touch, without when.
fn state(shop: &Shop) -> Vec<String> {
    let sqlite = shop.workspace.sqlite();
    let mut lines = Vec::new();
    for sql in [
        "SELECT 'contact', id, custom_name, full_name, company, comment, language, merged_into, stars FROM contact ORDER BY id",
        "SELECT 'identity', id, contact_id, '', '', '', '', 0, 0 FROM identity ORDER BY id",
        "SELECT 'conversation', id, contact_id, contact_name, place, folder, '', stars, quarantined_at IS NULL FROM conversation ORDER BY id",
        "SELECT 'deal', id, contact_id, '', '', '', '', 0, 0 FROM deal ORDER BY id",
        "SELECT 'block', id, contact_id, kind, value, '', '', removed_at, 0 FROM block ORDER BY id",
        "SELECT 'value', field_id, owner_id, text, '', '', '', number, 0 FROM field_value ORDER BY 2, 3",
        "SELECT 'key', contact_id, 0, key, '', '', '', 0, 0 FROM duplicate_key ORDER BY 2, 4",
        "SELECT 'pair', newer_id, older_id, key, '', '', '', 0, 0 FROM duplicate ORDER BY 2, 3, 4",
        "SELECT 'place', total, 0, place, '', '', '', 0, 0 FROM place_count WHERE total > 0 ORDER BY place",
    ] {
        let mut statement = sqlite.prepare(sql).unwrap();
        let found = statement
            .query_map([], |row| {
                (0..9)
                    .map(|place| row.get::<_, rusqlite::types::Value>(place))
                    .collect::<Result<Vec<_>, _>>()
            })
            .unwrap();
        lines.extend(found.map(|row| format!("{:?}", row.unwrap())));
    }
    lines
}

fn merge(shop: &Shop, kept: usize, gone: usize, take: bool, field: FieldId) -> Option<MergeId> {
    shop.anna(move |tx| {
        let (one, other) = (
            contact::get(tx, customer(kept))?,
            contact::get(tx, customer(gone))?,
        );
        if kept == gone || one.merged_into.is_some() || other.merged_into.is_some() {
            return Ok(None);
        }
        let profile = if take {
            ContactProfile {
                full_name: one.full_name,
                ..other.profile()
            }
        } else {
            one.profile()
        };
        let fields = if take { vec![field] } else { Vec::new() };
        shop::merge::merge(tx, customer(kept), customer(gone), &profile, &fields).map(Some)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn taking_merges_apart_leaves_everything_as_it_was(
        past in past(),
        merges in prop::collection::vec((0..4_usize, 0..4_usize, any::<bool>()), 1..4),
    ) {
        let shop = Shop::open();
        let field = happened(&shop, &past);
        let before = state(&shop);
        let mut done = Vec::new();
        for (kept, gone, take) in merges {
            if let Some(merge) = merge(&shop, kept, gone, take, field) {
                done.push(merge);
            }
        }
        for merge in done.into_iter().rev() {
            shop.anna(move |tx| shop::merge::unmerge(tx, merge));
        }
        prop_assert_eq!(state(&shop), before);
    }
}
