//! Cases about what goes out.

use super::{Bench, bytes, key, message_to, with_file};
use crate::{Found, SendOutcome};

/// Text with everything that wires like to eat.
const ODD_TEXT: &str = "Olá, Ана! Grüße ☕\n\n.\n..leading dots\nFrom the start of a line\n> quoted\n  indented\n\ttabbed\n=3D & <b>\nlast line";

fn accepted(outcome: &SendOutcome) -> &str {
    match outcome {
        SendOutcome::Accepted { remote_id } => remote_id,
        other => panic!("the network should take it: {other:?}"),
    }
}

pub async fn a_message_arrives_once_and_as_written(bench: &dyn Bench) {
    let connector = bench.connector();
    let text = format!("{ODD_TEXT}\n{}", "long line ".repeat(300).trim_end());
    let outgoing = message_to(bench.customer("ana"), &text);
    let outcome = connector.send(&outgoing, &key(1)).await;
    let remote_id = accepted(&outcome).to_owned();
    let second = connector
        .send(&message_to(bench.customer("ana"), "second"), &key(2))
        .await;
    assert_ne!(accepted(&second), remote_id);
    let got = bench.customer_got("ana", 2).await;
    assert_eq!(got.len(), 2, "each arrives once");
    let mut texts: Vec<_> = got.iter().map(|got| got.text.trim_end()).collect();
    texts.sort_unstable_by_key(|text| text.len());
    assert_eq!(texts, ["second", text.as_str()]);
    assert!(
        got.iter().any(|got| got.remote_id == remote_id),
        "{remote_id}: {got:?}"
    );
}

pub async fn a_file_goes_along_whole(bench: &dyn Bench) {
    let dir = std::env::temp_dir().join(format!("runnel-file-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    let path = dir.join("offer");
    let offer = bytes(1_000_000);
    std::fs::write(&path, &offer).unwrap();
    let outgoing = message_to(bench.customer("ana"), "see the file");
    let outgoing = with_file(outgoing, "Angebot für Ана.pdf", &path);
    accepted(&bench.connector().send(&outgoing, &key(1)).await);
    let got = bench.customer_got("ana", 1).await;
    std::fs::remove_dir_all(&dir).unwrap();
    assert_eq!(got[0].files.len(), 1);
    assert_eq!(got[0].files[0].0, "Angebot für Ана.pdf");
    assert!(got[0].files[0].1 == offer, "every byte of it");
}

pub async fn what_was_sent_is_found_again(bench: &dyn Bench) {
    let outgoing = message_to(bench.customer("ana"), "once");
    let outcome = bench.connector().send(&outgoing, &key(1)).await;
    let remote_id = accepted(&outcome).to_owned();
    let found = bench.connector().reconcile(&outgoing, &key(1)).await;
    assert_eq!(
        found,
        Found::Sent { remote_id },
        "after a crash this is all that we know"
    );
}

pub async fn what_was_never_sent_is_not_found(bench: &dyn Bench) {
    let outgoing = message_to(bench.customer("ana"), "never");
    let found = bench.connector().reconcile(&outgoing, &key(9)).await;
    if bench.can_prove_absence() {
        assert_eq!(found, Found::Absent);
    } else {
        assert_eq!(
            found,
            Found::CannotKnow,
            "a guess would send twice or not at all"
        );
    }
    assert!(
        bench.customer_got("ana", 0).await.is_empty(),
        "looking up sends nothing"
    );
}

pub async fn a_lost_answer_leaves_an_unknown_outcome(bench: &dyn Bench) {
    let outgoing = message_to(bench.customer("ana"), "did it go?");
    let connector = bench.answer_gets_lost().await;
    let outcome = connector.send(&outgoing, &key(1)).await;
    assert!(matches!(outcome, SendOutcome::Unknown(_)), "{outcome:?}");
    let got = bench.customer_got("ana", 1).await;
    assert_eq!(got.len(), 1, "it did");
    let found = bench.connector().reconcile(&outgoing, &key(1)).await;
    assert_ne!(
        found,
        Found::Absent,
        "it is there, so nobody may say that it is not"
    );
}

pub async fn a_missing_file_is_said_and_nothing_goes_out(bench: &dyn Bench) {
    let outgoing = message_to(bench.customer("ana"), "see the file");
    let outgoing = with_file(outgoing, "gone.pdf", "/nowhere/at/all".as_ref());
    match bench.connector().send(&outgoing, &key(1)).await {
        SendOutcome::Permanent(say) => assert_eq!(say.code, "file_unreadable"),
        other => panic!("a person has to act: {other:?}"),
    }
    assert!(bench.customer_got("ana", 0).await.is_empty());
}
