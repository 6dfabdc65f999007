//! What goes out, and what is known about it when the line breaks at every possible place.

use runnel_connector::{
    Address, Connector, Found, Outgoing, SendOutcome,
    conformance::{key, message_to},
};
use runnel_peers::{Fault, FaultProxy};

use crate::world::Shop;

fn to(address: &str) -> Address {
    Address {
        address: address.to_owned(),
        shown: address.to_owned(),
        name: String::new(),
    }
}

fn offer() -> Outgoing {
    message_to(to("ana@localhost"), "our offer")
}

#[tokio::test]
async fn an_answer_joins_the_customers_thread_and_is_filed_under_sent() {
    let Some(shop) = Shop::open("an answer joins the thread") else {
        return;
    };
    let mut answer = offer();
    answer.in_reply_to = Some("a2@localhost".to_owned());
    answer.references = vec!["a1@localhost".to_owned()];
    answer.automatic = true;
    let outcome = shop.connector().send(&answer, &key(1)).await;
    let SendOutcome::Accepted { remote_id } = outcome else {
        panic!("{outcome:?}")
    };
    let got = shop
        .servers()
        .wait_for_messages("ana", 1)
        .unwrap()
        .remove(0);
    let got = String::from_utf8(got).unwrap();
    assert!(got.contains("In-Reply-To: <a2@localhost>"), "{got}");
    assert!(
        got.contains("References: <a1@localhost> <a2@localhost>"),
        "{got}"
    );
    assert!(
        got.contains("Auto-Submitted: auto-replied"),
        "machines must not answer machines: {got}"
    );
    assert!(
        got.contains("From: \"The Shop\" <shop@localhost>")
            || got.contains("From: The Shop <shop@localhost>"),
        "{got}"
    );
    let sent = shop.servers().messages_in("shop", "Sent").unwrap();
    assert_eq!(sent.len(), 1);
    assert!(
        String::from_utf8_lossy(&sent[0]).contains(&remote_id),
        "the copy is the same mail"
    );
}

#[tokio::test]
async fn a_customer_who_does_not_exist_is_permanent_and_says_so() {
    let Some(shop) = Shop::open("a refused recipient") else {
        return;
    };
    for bad in ["not an address", "ana@localhost>\r\nRCPT TO:<ben@localhost"] {
        let outcome = shop
            .connector()
            .send(&message_to(to(bad), "x"), &key(1))
            .await;
        let SendOutcome::Permanent(say) = outcome else {
            panic!("{bad}: {outcome:?}")
        };
        assert_eq!(say.code, "bad_recipient");
    }
    assert!(
        shop.servers().messages("ben").unwrap().is_empty(),
        "nothing slipped through"
    );
}

/// The line breaks after every so many bytes that we send: either it certainly did not go, or nobody knows.
#[tokio::test]
async fn wherever_the_line_breaks_the_outcome_is_never_wrong() {
    let Some(shop) = Shop::open("the line breaks anywhere") else {
        return;
    };
    let proxy = FaultProxy::to(shop.config.smtp.port).unwrap();
    let connector = shop.connector_with(|config| config.smtp.port = proxy.port());
    let mut number = 0;
    let mut unknown = 0;
    for cut in (0..800).step_by(40) {
        number += 1;
        proxy.set(Fault::CutToServer(cut));
        match connector.send(&offer(), &key(number)).await {
            SendOutcome::Retry { .. } => {}
            SendOutcome::Unknown(_) => unknown += 1,
            SendOutcome::Accepted { .. } => break,
            SendOutcome::Permanent(say) => panic!("a broken line is nobody's fault: {say:?}"),
        }
    }
    assert!(number > 5, "the proxy did cut");
    let arrived = shop.servers().messages("ana").unwrap().len();
    assert!(
        arrived <= unknown + 1,
        "{arrived} arrived, {unknown} were unknown and one was accepted"
    );
}

#[tokio::test]
async fn an_answer_lost_after_the_dot_is_unknown_and_found_out_where_it_can_be() {
    let Some(shop) = Shop::open("an answer lost after the dot") else {
        return;
    };
    let proxy = FaultProxy::to(shop.config.smtp.port).unwrap();
    proxy.set(Fault::SwallowReplyTo(b"\r\n.\r\n".to_vec()));
    let port = proxy.port();
    let connector = shop.connector_with(|config| config.smtp.port = port);
    let outcome = connector.send(&offer(), &key(1)).await;
    assert!(matches!(outcome, SendOutcome::Unknown(_)), "{outcome:?}");
    shop.servers().wait_for_messages("ana", 1).unwrap();
    // Our own copy was not filed, so nothing can be found, and nothing may be concluded from that.
    assert_eq!(
        connector.reconcile(&offer(), &key(1)).await,
        Found::CannotKnow
    );
    // A provider that files copies itself lets us conclude, but not at once.
    let provider = shop.connector_with(|config| config.saves_sent = true);
    let old = offer();
    assert_eq!(
        provider.reconcile(&old, &key(9)).await,
        Found::Absent,
        "written long ago, and not there"
    );
    let mut fresh = offer();
    fresh.written_at = runnel_domain::Clock::now(&crate::world::Present);
    assert_eq!(
        provider.reconcile(&fresh, &key(9)).await,
        Found::Later,
        "it may still be filed"
    );
}

#[tokio::test]
async fn a_server_that_cannot_be_reached_is_asked_again_later() {
    let Some(shop) = Shop::open("no server to look things up") else {
        return;
    };
    let sent = shop.connector().send(&offer(), &key(1)).await;
    assert!(matches!(sent, SendOutcome::Accepted { .. }), "{sent:?}");
    let offline = shop.connector_with(|config| config.imap.port = 1);
    assert_eq!(offline.reconcile(&offer(), &key(1)).await, Found::Later);
    // Not being able to file a copy does not unsend a mail.
    let sent = offline.send(&offer(), &key(2)).await;
    assert!(matches!(sent, SendOutcome::Accepted { .. }), "{sent:?}");
}
