//! Which way a customer is answered.

use runnel_domain::{
    Channel, SourceHealth, ThreadKind, Timestamp,
    route::{Allowed, Way, preselected},
};

const NOW: Timestamp = Timestamp(1_795_348_800_000);
const HOUR: i64 = 3_600_000;

fn way() -> Way {
    Way {
        channel: Channel::Email,
        mode: ThreadKind::Direct,
        removed: false,
        health: SourceHealth::Ok,
        has_address: true,
        invalid: false,
        allowed: Some(Allowed {
            window_ms: None,
            start: true,
            comments: true,
        }),
        last_received_at: None,
        last_sent_at: None,
        here: false,
    }
}

fn ago(hours: i64) -> Option<Timestamp> {
    Some(NOW.plus_millis(-hours * HOUR))
}

fn with_window(mut way: Way) -> Way {
    way.allowed = Some(Allowed {
        window_ms: Some(24 * HOUR),
        start: false,
        comments: false,
    });
    way
}

/// UC-21, PO-10
#[test]
fn a_closed_way_says_why() {
    let cases = [
        (way(), None),
        (
            Way {
                channel: Channel::Local,
                ..way()
            },
            Some("local_conversation"),
        ),
        (
            Way {
                removed: true,
                ..way()
            },
            Some("source_removed"),
        ),
        (
            Way {
                has_address: false,
                ..way()
            },
            Some("no_address"),
        ),
        (
            Way {
                invalid: true,
                ..way()
            },
            Some("nobody_there"),
        ),
        (
            Way {
                health: SourceHealth::Offline,
                ..way()
            },
            None,
        ),
        (
            Way {
                health: SourceHealth::Paused,
                ..way()
            },
            Some("source_paused"),
        ),
        (
            Way {
                health: SourceHealth::AuthNeeded,
                ..way()
            },
            Some("source_auth_needed"),
        ),
        (with_window(way()), Some("cannot_start")),
        (
            with_window(Way {
                last_received_at: ago(23),
                ..way()
            }),
            None,
        ),
        (
            with_window(Way {
                last_received_at: ago(24),
                ..way()
            }),
            Some("window_closed"),
        ),
        (
            with_window(Way {
                mode: ThreadKind::Comments,
                last_received_at: ago(1),
                ..way()
            }),
            Some("no_comments"),
        ),
        (
            Way {
                mode: ThreadKind::Comments,
                last_received_at: ago(900),
                ..way()
            },
            None,
        ),
    ];
    for (way, code) in cases {
        assert_eq!(way.closed(NOW).map(|closed| closed.code), code, "{way:?}");
    }
    let late = with_window(Way {
        last_received_at: ago(30),
        ..way()
    });
    assert_eq!(
        late.closed(NOW).and_then(|closed| closed.since),
        ago(6),
        "the time at which it closed is told"
    );
    let comment = with_window(Way {
        mode: ThreadKind::Comments,
        last_received_at: ago(1),
        ..way()
    });
    assert_eq!(comment.open_until(), None, "no window closes comments");
}

/// PO-10
#[test]
fn the_way_of_the_last_received_message_is_chosen_first() {
    let mail = Way {
        last_received_at: ago(5),
        last_sent_at: ago(1),
        here: true,
        ..way()
    };
    let chat = Way {
        channel: Channel::Fake,
        last_received_at: ago(2),
        ..way()
    };
    assert_eq!(
        preselected(&[mail, chat], Some(Channel::Email), NOW),
        Some(1)
    );

    let quiet = |sent| Way {
        last_received_at: None,
        last_sent_at: sent,
        ..way()
    };
    assert_eq!(
        preselected(&[quiet(None), quiet(ago(9)), quiet(ago(3))], None, NOW),
        Some(2),
        "none received: where we wrote last"
    );
    let liked = Way {
        channel: Channel::Fake,
        ..way()
    };
    assert_eq!(
        preselected(&[way(), liked], Some(Channel::Fake), NOW),
        Some(1)
    );
    assert_eq!(
        preselected(
            &[
                Way {
                    removed: true,
                    ..way()
                },
                way()
            ],
            None,
            NOW
        ),
        Some(1),
        "the first that works"
    );
    let shut = with_window(Way {
        last_received_at: ago(30),
        ..way()
    });
    assert_eq!(
        preselected(&[shut, mail], None, NOW),
        Some(1),
        "a closed way is not chosen"
    );
    assert_eq!(
        preselected(&[shut], None, NOW),
        Some(0),
        "unless there is no other"
    );
    assert_eq!(preselected(&[], None, NOW), None);
}

/// UC-21: within comments the default is where the last message came from.
#[test]
fn a_comment_is_answered_as_a_comment_until_they_write_directly() {
    let comment = Way {
        mode: ThreadKind::Comments,
        last_received_at: ago(2),
        here: true,
        ..way()
    };
    let direct = Way {
        last_received_at: ago(3),
        ..way()
    };
    assert_eq!(preselected(&[direct, comment], None, NOW), Some(1));
    let direct = Way {
        last_received_at: ago(1),
        ..way()
    };
    assert_eq!(preselected(&[direct, comment], None, NOW), Some(0));
}
