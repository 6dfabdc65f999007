//! Every mail that the parser's own authors found worth keeping, and what is no mail at all.

use std::path::{Path, PathBuf};

use proptest::prelude::{ProptestConfig, any, proptest};
use runnel_connector::{Arrival, Item, RawEvent};
use runnel_domain::Timestamp;
use runnel_email::parse::{Fetched, Folder, read};

fn mail(raw: Vec<u8>) -> RawEvent {
    let size = raw.len() as u64;
    let received_at = Some(Timestamp(1_700_000_000_000));
    let arrival = Arrival::Live;
    read(
        Fetched {
            raw,
            received_at,
            size,
            cut: false,
            folder: Folder::Inbox,
            arrival,
        },
        "shop@localhost",
    )
}

/// Where cargo keeps the source of a crate that we depend on.
fn source_of(package: &str) -> PathBuf {
    let output = std::process::Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let manifest = packages
        .iter()
        .find(|known| {
            known["name"] == package && known["version"].as_str().unwrap().starts_with("0.11.")
        })
        .and_then(|known| known["manifest_path"].as_str())
        .expect("the crate is a dependency");
    Path::new(manifest).parent().unwrap().to_owned()
}

fn files_under(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_under(&path, found);
        } else {
            found.push(path);
        }
    }
}

fn assert_sound(event: &RawEvent, name: &str) {
    assert!(!event.key.is_empty(), "{name}");
    if let Item::Message(incoming) = &event.item {
        assert!(!incoming.remote_id.is_empty(), "{name}: an id is needed");
        assert!(
            !incoming.customer.address.is_empty(),
            "{name}: somebody wrote it"
        );
        assert!(
            !incoming.text.contains(['\0', '\r']),
            "{name}: text is clean"
        );
        assert!(
            !incoming.subject.contains(['\n', '\r', '\0']),
            "{name}: one line"
        );
        let length = incoming.text.chars().count();
        assert!(
            incoming.visible_len.is_none_or(|visible| visible <= length),
            "{name}"
        );
    }
}

#[test]
fn every_odd_mail_of_the_parsers_corpus_is_read_and_kept() {
    let mut files = Vec::new();
    files_under(&source_of("mail-parser").join("resources"), &mut files);
    let mails: Vec<_> = files
        .iter()
        .filter(|path| {
            path.extension()
                .is_some_and(|end| end == "eml" || end == "mbox")
        })
        .collect();
    assert!(
        mails.len() >= 100,
        "the corpus has shrunk to {}",
        mails.len()
    );
    // The files that are no mails have to be survived as well.
    for path in &files {
        let raw = std::fs::read(path).unwrap();
        let name = path.display().to_string();
        let event = mail(raw.clone());
        assert_eq!(event.raw, raw, "{name}: kept verbatim");
        assert_sound(&event, &name);
        assert_eq!(
            mail(raw.clone()).key,
            event.key,
            "{name}: the same again has the same key"
        );
        if let Item::Message(incoming) = &event.item
            && let Some(html) = &incoming.html
        {
            let page = runnel_email::html::page(html, &Default::default(), false);
            assert!(!page.document.contains("<script"), "{name}");
        }
        for cut in [raw.len() / 2, raw.len() / 3, raw.len().saturating_sub(7)] {
            assert_sound(&mail(raw[..cut].to_vec()), &name);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes_are_a_mail_of_somebody(raw in proptest::collection::vec(any::<u8>(), 0..4_000)) {
        assert_sound(&mail(raw), "random");
    }

    #[test]
    fn any_mixture_of_mail_like_lines_is_a_mail(
        lines in proptest::collection::vec(
            proptest::sample::select(vec![
                "From: a@b", "To: <shop@localhost>", "Message-ID: <>", "Message-ID: <x@y>", "In-Reply-To: <", "References: <a> <b",
                "Content-Type: multipart/mixed; boundary=\"x\"", "Content-Type: message/rfc822", "Content-Type: text/html; charset=utf-7",
                "Content-Transfer-Encoding: base64", "Content-Transfer-Encoding: quoted-printable", "Date: never", "Return-Path: <>",
                "Content-Type: message/delivery-status", "Action: failed", "Status: 5.1.1", "--x", "--x--", "", " folded", "=FF=00", "////",
                "> quoted", "On 1 May 2024, a wrote:", "<div><p>", "Subject: =?utf-8?q?=00?=", "Content-Disposition: attachment; filename*=utf-8''%00",
            ]),
            0..60,
        ),
        ends in proptest::bool::ANY,
    ) {
        let end = if ends { "\r\n" } else { "\n" };
        assert_sound(&mail(lines.join(end).into_bytes()), "mixture");
    }
}
