//! Cases about what goes wrong.

use std::time::Duration;

use super::{Bench, connect, key, message_to, messages};
use crate::{Cursor, Fault, SendOutcome};

pub async fn a_wrong_password_is_a_matter_for_the_person(bench: &dyn Bench) {
    let stranger = bench.with_wrong_password();
    let fault = stranger.check().await.expect_err("the door stays shut");
    assert!(matches!(fault, Fault::Auth(_)), "{fault:?}");
    assert_eq!(fault.say().code, "wrong_password");
    let fault = stranger
        .pull(None, Duration::ZERO)
        .await
        .expect_err("here as well");
    assert!(matches!(fault, Fault::Auth(_)), "{fault:?}");
    let outcome = stranger
        .send(&message_to(bench.customer("ana"), "x"), &key(1))
        .await;
    assert!(
        matches!(
            outcome,
            SendOutcome::Permanent(_) | SendOutcome::Retry { .. }
        ),
        "certainly not gone: {outcome:?}"
    );
    let identity = bench
        .connector()
        .check()
        .await
        .expect("with the right one it opens");
    assert!(!identity.account.is_empty());
}

pub async fn a_network_that_is_gone_is_offline_and_comes_back(bench: &dyn Bench) {
    let connector = bench.connector();
    let mut cursor = connect(connector.as_ref()).await;
    bench.goes_away().await;
    let fault = connector
        .pull(cursor.as_ref(), Duration::ZERO)
        .await
        .expect_err("nobody is there");
    assert!(matches!(fault, Fault::Offline(_)), "{fault:?}");
    let outgoing = message_to(bench.customer("ana"), "later");
    let outcome = connector.send(&outgoing, &key(1)).await;
    assert!(matches!(outcome, SendOutcome::Retry { .. }), "{outcome:?}");

    bench.comes_back().await;
    bench.customer_writes("ana", "are you there?").await;
    let heard = messages(connector.as_ref(), &mut cursor, 1).await;
    assert_eq!(
        heard[0].text, "are you there?",
        "the same connector goes on"
    );
    let outcome = connector.send(&outgoing, &key(1)).await;
    assert!(
        matches!(outcome, SendOutcome::Accepted { .. }),
        "{outcome:?}"
    );
    assert_eq!(
        bench.customer_got("ana", 1).await.len(),
        1,
        "the failed attempt left nothing"
    );
}

pub async fn a_cursor_of_nobody_is_refused(bench: &dyn Bench) {
    for nonsense in ["", "nonsense", "{\"v\":999}"] {
        let cursor = Cursor(nonsense.to_owned());
        let fault = bench.connector().pull(Some(&cursor), Duration::ZERO).await;
        let fault = fault.expect_err("starting over silently would bring everything twice");
        assert!(matches!(fault, Fault::Protocol(_)), "{fault:?}");
    }
}
