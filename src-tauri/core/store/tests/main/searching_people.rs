//! UC-7: customers by any part of a name, login, mail address, telephone number or company, as one types.

use runnel_domain::{
    Channel, Place,
    ids::{ContactId, ConversationId},
};
use runnel_store::{
    StoreError, Tx,
    search::{self, ContactField, ContactHit},
    table::{contact, identity},
};

use crate::{
    deeds::{EVA, Shop},
    searching::marked,
};

fn people(shop: &Shop, typed: &'static str) -> Vec<ContactHit> {
    shop.store
        .read_blocking(move |read| search::contacts(read, typed, 20))
        .unwrap()
        .hits
}

fn names(shop: &Shop, typed: &'static str) -> Vec<String> {
    people(shop, typed)
        .into_iter()
        .map(|hit| hit.name)
        .collect()
}

fn add(
    tx: &mut Tx<'_>,
    name: &'static str,
    channel: Channel,
    address: &str,
    shown: &str,
) -> Result<ContactId, StoreError> {
    let id = contact::insert(
        tx,
        &contact::NewContact {
            full_name: name,
            ..contact::NewContact::default()
        },
    )?;
    identity::insert(tx, id, channel, address, shown)?;
    Ok(id)
}

/// A customer who has written once.
fn customer(
    shop: &Shop,
    name: &'static str,
    channel: Channel,
    address: &'static str,
    shown: &'static str,
) -> i64 {
    let id = shop
        .write(move |tx| add(tx, name, channel, address, shown))
        .0;
    shop.hears(id, "hello");
    id
}

#[test]
fn every_part_of_a_name_or_address_is_found_as_one_types() {
    let shop = Shop::open();
    shop.hears(1, "oi"); // Ana Souza, customer1@example.org
    customer(
        &shop,
        "Jürgen Weiß",
        Channel::Email,
        "j.weiss@baeckerei.example",
        "J.Weiss@Baeckerei.example",
    );
    customer(
        &shop,
        "Алёна Фёдорова",
        Channel::Fake,
        "alena_f",
        "@alena_f",
    );
    for (typed, name) in [
        ("a", "Ana Souza"),
        ("an", "Ana Souza"),
        ("ANA", "Ana Souza"),
        ("ouz", "Ana Souza"),
        ("souza ana", "Ana Souza"),
        ("so an", "Ana Souza"),
        ("souza a", "Ana Souza"),
        ("customer1@", "Ana Souza"),
        ("jurg", "Jürgen Weiß"),
        ("weiss", "Jürgen Weiß"),
        ("WEIẞ", "Jürgen Weiß"),
        ("baeckerei", "Jürgen Weiß"),
        ("алена", "Алёна Фёдорова"),
        ("федорова алён", "Алёна Фёдорова"),
        ("@alena", "Алёна Фёдорова"),
    ] {
        let found = names(&shop, typed);
        assert!(found.contains(&name.to_owned()), "{typed}: {found:?}");
    }
    for typed in ["ouza", "souzan", "zz", "ana weiss", "\"", "*", "souza b"] {
        let found = names(&shop, typed);
        assert_eq!(
            found.len(),
            usize::from(typed == "ouza"),
            "{typed}: {found:?}"
        );
    }
    assert_eq!(names(&shop, " "), Vec::<String>::new());
}

#[test]
fn telephone_numbers_are_found_in_every_format() {
    let shop = Shop::open();
    let pedro = customer(
        &shop,
        "Pedro",
        Channel::Fake,
        "5511987654321",
        "+55 11 98765-4321",
    );
    let olga = customer(
        &shop,
        "Ольга",
        Channel::Fake,
        "79161234567",
        "+7 916 123-45-67",
    );
    let uwe = customer(
        &shop,
        "Uwe",
        Channel::Fake,
        "491701234567",
        "+49 170 1234567",
    );
    for (typed, contact) in [
        ("+55 (11) 98", pedro),
        ("+55 (11) 98765-4321", pedro),
        ("011 98765", pedro),
        ("987654", pedro),
        ("5511", pedro),
        ("8 916 123", olga),
        ("8 (916) 123-45-67", olga),
        ("+7 916", olga),
        ("79161234567", olga),
        ("0170 1234", uwe),
        ("0049 170", uwe),
        ("+49170", uwe),
    ] {
        let found = people(&shop, typed);
        assert_eq!(
            found.iter().map(|hit| hit.contact.0).collect::<Vec<_>>(),
            [contact],
            "{typed}"
        );
        assert_eq!(found[0].field, ContactField::Phone, "{typed}");
    }
    assert_eq!(
        marked(&people(&shop, "8 916 123")[0].shown),
        "+[7 916 123]-45-67"
    );
    assert!(
        people(&shop, "+8 916 123").is_empty(),
        "with a plus it is a country"
    );
}

#[test]
fn the_field_that_matched_is_told_and_marked() {
    let shop = Shop::open();
    shop.hears(1, "oi");
    let by = |typed| {
        let found = people(&shop, typed).remove(0);
        (found.field, marked(&found.shown))
    };
    assert_eq!(by("sou"), (ContactField::Name, "Ana [Sou]za".to_owned()));
    assert_eq!(
        by("souza ana"),
        (ContactField::Name, "[Ana] [Souza]".to_owned())
    );
    assert_eq!(
        by("example.org"),
        (ContactField::Email, "customer1@[example.org]".to_owned())
    );
    shop.act(|tx| {
        let profile = contact::ContactProfile {
            company: "Padaria São João".to_owned(),
            ..contact::ContactProfile::default()
        };
        contact::set_profile(tx, ContactId(1), &profile)
    });
    assert_eq!(
        by("sao jo"),
        (ContactField::Company, "Padaria [São] [Jo]ão".to_owned())
    );
}

#[test]
fn whoever_is_called_so_comes_before_whoever_has_their_mail_there() {
    let shop = Shop::open();
    shop.hears(1, "oi");
    customer(&shop, "Juliana", Channel::Fake, "j", "j");
    assert_eq!(
        names(&shop, "ana"),
        ["Ana Souza", "Juliana"],
        "beginnings come first"
    );
    let mailer = customer(
        &shop,
        "Olivia Maier",
        Channel::Email,
        "olivia@other.example",
        "olivia@other.example",
    );
    for (name, address) in [
        ("Ben", "ben@maier-mail.example"),
        ("Ida", "ida@maier-mail.example"),
    ] {
        customer(&shop, name, Channel::Email, address, address);
    }
    assert_eq!(names(&shop, "maier"), ["Olivia Maier", "Ida", "Ben"]);
    assert_eq!(
        names(&shop, "ma"),
        ["Olivia Maier"],
        "two letters are not looked for behind the @"
    );
    assert_eq!(people(&shop, "oth ol")[0].contact.0, mailer);
}

#[test]
fn newest_activity_comes_first_with_the_place_of_each_conversation() {
    let shop = Shop::open();
    let first = customer(
        &shop,
        "Maria Alves",
        Channel::Email,
        "a@example.org",
        "a@example.org",
    );
    customer(
        &shop,
        "Maria Brito",
        Channel::Email,
        "b@example.org",
        "b@example.org",
    );
    let again = shop.hears(first, "and another thing");
    shop.act(move |tx| runnel_store::shop::accept(tx, again, None, Some(EVA)).map(drop));
    assert_eq!(names(&shop, "maria"), ["Maria Alves", "Maria Brito"]);
    let found = people(&shop, "maria").remove(0);
    let places: Vec<Place> = found
        .conversations
        .iter()
        .map(|conversation| conversation.place)
        .collect();
    assert_eq!(places, [Place::Accepted, Place::New]);
    assert_eq!(
        (found.conversation_count, found.conversations[0].id),
        (2, again)
    );
}

#[test]
fn who_has_only_spam_or_nothing_is_left_out() {
    let shop = Shop::open();
    assert_eq!(names(&shop, "souza"), Vec::<String>::new(), "never wrote");
    let spam = shop.hears(1, "cheap watches");
    let sqlite = rusqlite::Connection::open(shop.store.path()).unwrap();
    let quarantine = |id: ConversationId| {
        sqlite
            .execute(
                "UPDATE conversation SET quarantined_at = 1 WHERE id = ?1",
                [id.0],
            )
            .unwrap();
    };
    quarantine(spam);
    assert_eq!(names(&shop, "souza"), Vec::<String>::new());
    shop.hears(1, "sorry about that");
    let found = people(&shop, "souza");
    assert_eq!(found[0].conversations.len(), 1);
}

#[test]
fn merged_customers_are_found_as_the_kept_one() {
    let shop = Shop::open();
    let kept = customer(
        &shop,
        "Maria Alves",
        Channel::Email,
        "maria@example.org",
        "maria@example.org",
    );
    let gone = customer(
        &shop,
        "M. Silveira",
        Channel::Fake,
        "silveira_m",
        "@silveira_m",
    );
    let sqlite = rusqlite::Connection::open(shop.store.path()).unwrap();
    let merge = |into: Option<i64>, of: i64| {
        sqlite
            .execute(
                "UPDATE contact SET merged_into = ?2 WHERE id = ?1",
                [Some(gone), into],
            )
            .unwrap();
        sqlite
            .execute(
                "UPDATE conversation SET contact_id = ?1 WHERE contact_id = ?2",
                [into.unwrap_or(gone), of],
            )
            .unwrap();
        shop.write(|_| Ok(()));
    };
    merge(Some(kept), gone);
    for typed in ["silveira", "alves", "si"] {
        let found = people(&shop, typed);
        assert_eq!(
            found.iter().map(|hit| hit.contact.0).collect::<Vec<_>>(),
            [kept],
            "{typed}"
        );
    }
    sqlite
        .execute(
            "UPDATE contact SET merged_into = NULL WHERE id = ?1",
            [gone],
        )
        .unwrap();
    shop.write(|_| Ok(()));
    assert_eq!(
        names(&shop, "silveira"),
        Vec::<String>::new(),
        "taken apart: their conversations stayed behind"
    );
}

#[test]
fn deals_are_found_by_their_title() {
    let shop = Shop::open();
    let ana = shop.hears(1, "oi");
    shop.act(move |tx| runnel_store::shop::accept(tx, ana, None, Some(EVA)).map(drop));
    let sqlite = rusqlite::Connection::open(shop.store.path()).unwrap();
    sqlite
        .execute("UPDATE deal SET title = 'Mesa de jacarandá'", [])
        .unwrap();
    shop.write(|_| Ok(()));
    let deals = |typed: &'static str| {
        shop.store
            .read_blocking(move |read| search::deals(read, typed, 5))
            .unwrap()
    };
    let found = deals("CARANDA");
    assert_eq!(marked(&found[0].title), "Mesa de ja[carandá]");
    assert_eq!(
        (found[0].contact_name.as_str(), found[0].conversation),
        ("Ana Souza", Some(ana))
    );
    assert!(deals("ja").is_empty(), "two letters are too few");
    sqlite.execute("UPDATE deal SET title = ''", []).unwrap();
    shop.write(|_| Ok(()));
    assert!(deals("mesa").is_empty());
}
