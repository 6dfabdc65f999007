//! Cases about what comes in.

use std::{collections::HashSet, time::Duration};

use super::{Bench, PATIENCE, bytes, catch_up, connect, messages, only_messages};
use crate::Arrival;

pub async fn what_follows_the_connection_is_heard(bench: &dyn Bench) {
    let connector = bench.connector();
    let mut cursor = connect(connector.as_ref()).await;
    bench.customer_writes("ana", "price?").await;
    let heard = messages(connector.as_ref(), &mut cursor, 1).await;
    assert_eq!(heard.len(), 1);
    assert_eq!(heard[0].text, "price?");
    assert_eq!(heard[0].customer.address, bench.customer("ana").address);
    assert_eq!(heard[0].arrival, Arrival::Live, "it came just now");
    assert!(!heard[0].remote_id.is_empty() && !heard[0].thread_key.is_empty());
}

pub async fn what_came_before_is_history(bench: &dyn Bench) {
    bench
        .customer_wrote_before("ana", "hello from last week")
        .await;
    let connector = bench.connector();
    let (events, mut cursor) = catch_up(connector.as_ref(), None).await.unwrap();
    for old in only_messages(&events) {
        assert_eq!(
            old.arrival,
            Arrival::History,
            "{:?} must not set off anything",
            old.text
        );
    }
    bench.customer_writes("ana", "and now").await;
    let heard = messages(connector.as_ref(), &mut cursor, 1).await;
    assert_eq!(heard[0].arrival, Arrival::Live);
}

pub async fn the_same_pull_twice_brings_the_same_keys(bench: &dyn Bench) {
    let connector = bench.connector();
    let cursor = connect(connector.as_ref()).await;
    for text in ["one", "two", "three"] {
        bench.customer_writes("ana", text).await;
    }
    let first = catch_up(connector.as_ref(), cursor.clone())
        .await
        .unwrap()
        .0;
    let again = catch_up(bench.connector().as_ref(), cursor)
        .await
        .unwrap()
        .0;
    let keys = |events: &[crate::RawEvent]| {
        events
            .iter()
            .map(|event| (event.key.clone(), event.raw.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(only_messages(&first).len(), 3);
    assert_eq!(
        keys(&first),
        keys(&again),
        "the engine knows a thing again by its key"
    );
    let distinct: HashSet<_> = first.iter().map(|event| &event.key).collect();
    assert_eq!(
        distinct.len(),
        first.len(),
        "different things have different keys"
    );
}

pub async fn a_restart_goes_on_where_the_cursor_stands(bench: &dyn Bench) {
    let mut cursor = connect(bench.connector().as_ref()).await;
    bench.customer_writes("ana", "before the restart").await;
    messages(bench.connector().as_ref(), &mut cursor, 1).await;
    bench.customer_writes("ana", "after the restart").await;
    let restarted = bench.connector();
    let heard = messages(restarted.as_ref(), &mut cursor, 1).await;
    assert_eq!(heard.len(), 1, "what was committed does not come again");
    assert_eq!(heard[0].text, "after the restart");
    let (rest, _) = catch_up(restarted.as_ref(), cursor).await.unwrap();
    assert!(only_messages(&rest).is_empty());
}

pub async fn sixty_messages_while_away_arrive_once_and_in_order(bench: &dyn Bench) {
    let mut cursor = connect(bench.connector().as_ref()).await;
    let written: Vec<String> = (1..=65).map(|number| format!("message {number}")).collect();
    for text in &written {
        bench.customer_writes("ana", text).await;
    }
    let heard = messages(bench.connector().as_ref(), &mut cursor, written.len()).await;
    let heard: Vec<_> = heard.into_iter().map(|incoming| incoming.text).collect();
    assert_eq!(heard, written);
}

pub async fn news_wakes_a_waiting_pull(bench: &dyn Bench) {
    let connector = bench.connector();
    let mut cursor = connect(connector.as_ref()).await;
    let waiting = messages(connector.as_ref(), &mut cursor, 1);
    let (heard, ()) = tokio::join!(waiting, bench.customer_writes("ana", "wake up"));
    assert_eq!(heard[0].text, "wake up");
}

pub async fn a_pull_without_news_ends_after_its_wait(bench: &dyn Bench) {
    let connector = bench.connector();
    let cursor = connect(connector.as_ref()).await;
    let pull = connector.pull(cursor.as_ref(), Duration::from_millis(300));
    let batch = tokio::time::timeout(PATIENCE, pull)
        .await
        .expect("it ends")
        .expect("it works");
    assert!(only_messages(&batch.events).is_empty());
}

pub async fn a_dropped_pull_loses_nothing(bench: &dyn Bench) {
    let connector = bench.connector();
    let mut cursor = connect(connector.as_ref()).await;
    for limit in [0, 1, 5, 20, 100, 400] {
        let pull = connector.pull(cursor.as_ref(), PATIENCE);
        let dropped = tokio::time::timeout(Duration::from_millis(limit), pull).await;
        assert!(dropped.is_err(), "there is nothing to hear yet");
    }
    bench.customer_writes("ana", "still there?").await;
    for limit in [0, 1, 5] {
        let pull = connector.pull(cursor.as_ref(), PATIENCE);
        let _ = tokio::time::timeout(Duration::from_millis(limit), pull).await;
    }
    let heard = messages(connector.as_ref(), &mut cursor, 1).await;
    assert_eq!(heard[0].text, "still there?");
}

pub async fn a_large_file_arrives_whole(bench: &dyn Bench) {
    let connector = bench.connector();
    let mut cursor = connect(connector.as_ref()).await;
    let picture = bytes(3_000_000);
    bench
        .customer_sends("ana", "see the picture", "Größe 1.jpg", &picture)
        .await;
    let heard = messages(connector.as_ref(), &mut cursor, 1).await;
    assert_eq!(heard[0].files.len(), 1);
    assert_eq!(heard[0].files[0].name, "Größe 1.jpg");
    assert!(heard[0].files[0].bytes == picture, "every byte of it");
}

pub async fn rubbish_neither_breaks_nor_hides_anything(bench: &dyn Bench) {
    let connector = bench.connector();
    let mut cursor = connect(connector.as_ref()).await;
    let odd = bench.rubbish_arrives().await;
    bench.customer_writes("ana", "a proper one").await;
    let mut events = Vec::new();
    while !only_messages(&events)
        .iter()
        .any(|incoming| incoming.text == "a proper one")
    {
        let batch = connector
            .pull(cursor.as_ref(), PATIENCE)
            .await
            .expect("rubbish is no fault");
        assert!(batch.next.is_some(), "the proper one never came");
        super::take(&mut events, &mut cursor, batch);
    }
    assert!(
        events.len() > odd,
        "each odd thing is an event: {} of {odd}",
        events.len() - 1
    );
    for incoming in only_messages(&events) {
        assert!(
            !incoming.text.contains(['\0', '\r']),
            "text is clean: {:?}",
            incoming.text
        );
        assert!(
            !incoming.customer.address.is_empty(),
            "somebody has to be at the other end"
        );
    }
}
