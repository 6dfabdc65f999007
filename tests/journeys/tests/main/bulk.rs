//! One action on many conversations.

use runnel_app::signal::Signal;
use runnel_journeys::{NOON, World};
use serde_json::{Value, json};

/// Three customers who wrote, and their conversations in that order.
async fn three(world: &World) -> Vec<i64> {
    let mut ids = Vec::new();
    for client in ["Ana", "Bob", "Cleo"] {
        world.fake(client).says("Quanto custa?").await;
        ids.push(world.conversation_of(client).await);
    }
    ids
}

fn these(ids: &[i64]) -> Value {
    json!({ "kind": "these", "conversation_ids": ids })
}

fn all_of(place: &str, except: &[i64]) -> Value {
    json!({
        "kind": "matching", "place": place, "filter": null, "except": except,
        "sort": { "column": "activity", "descending": true },
    })
}

async fn preview(world: &World, selection: &Value, deed: Value) -> Value {
    world
        .call(
            "bulk_preview",
            json!({ "selection": selection, "deed": deed }),
        )
        .await
}

async fn apply(world: &World, selection: &Value, deed: Value) -> Value {
    let request = json!({
        "selection": selection, "deed": deed, "send_messages": false, "expected": null,
    });
    world.call("bulk_apply", request).await
}

async fn tag(world: &World, name: &str) -> i64 {
    world.call("tag_add", json!({ "name": name })).await["id"]
        .as_i64()
        .unwrap()
}

fn numbers(answer: &Value, names: &[&str]) -> Vec<i64> {
    names
        .iter()
        .map(|name| answer[name].as_i64().unwrap())
        .collect()
}

/// Everything that a bulk action may change, of every client.
async fn picture(world: &World) -> Vec<Value> {
    let mut rows = Vec::new();
    for place in ["new", "accepted", "archive", "snoozed"] {
        rows.push(json!(place));
        for row in world.folder(place).await {
            let seen = [
                "folder",
                "stage_id",
                "responsible_id",
                "tag_ids",
                "unread",
                "marked_unread",
                "task",
                "work_status",
                "deal_id",
            ];
            rows.push(Value::from_iter(
                seen.map(|name| (name.to_owned(), row[name].clone())),
            ));
        }
    }
    rows
}

/// UC-8, UP-14: each action does what it says to each conversation, and one undo takes all of it back.
#[tokio::test]
async fn every_action_is_done_to_each_and_taken_back_as_one() {
    let world = World::new().await;
    let ids = three(&world).await;
    let selection = these(&ids);
    let (offer, lost) = (
        world.stage("Offer").await,
        world.stage("Unsuccessful").await,
    );
    let urgent = tag(&world, "urgent").await;
    let me = world.workspace().await["member_id"].clone();
    world.accept("Cleo").await;
    let deeds = [
        json!({ "kind": "read" }),
        json!({ "kind": "unread" }),
        json!({ "kind": "stage", "stage_id": offer }),
        json!({ "kind": "tags", "add": [urgent], "remove": [] }),
        json!({ "kind": "responsible", "member_id": me }),
        json!({ "kind": "task", "task_kind": "call", "text": "", "assignee_id": null, "due_at": null }),
        json!({ "kind": "accept" }),
        json!({ "kind": "archive", "stage_id": null }),
        json!({ "kind": "archive", "stage_id": lost }),
        json!({ "kind": "snooze", "until_at": NOON + 3_600_000 }),
        json!({ "kind": "snooze", "until_at": null }),
    ];
    for deed in deeds {
        let before = picture(&world).await;
        let seen = preview(&world, &selection, deed.clone()).await;
        assert_eq!(
            picture(&world).await,
            before,
            "{deed}: looking changes nothing"
        );
        let done = apply(&world, &selection, deed.clone()).await;
        assert_eq!(
            numbers(&done, &["changed", "same", "refused"]),
            numbers(&seen, &["changes", "same", "gone"]),
            "{deed}: what was announced is what happened"
        );
        assert!(done["changed"].as_i64().unwrap() > 0, "{deed}");
        assert_ne!(picture(&world).await, before, "{deed}");
        world.undo(&done).await;
        assert_eq!(picture(&world).await, before, "{deed}: taken back as one");
    }
}

/// UC-8: "all that match" is the list as it is, without those that were unchecked, and exactly as many as were shown.
#[tokio::test]
async fn all_that_match_are_as_many_as_were_shown() {
    let world = World::new().await;
    let ids = three(&world).await;
    let accept = json!({ "kind": "accept" });
    // The workspace's own welcome lies in New, too.
    let selection = all_of("new", &ids[..1]);
    assert_eq!(
        preview(&world, &selection, accept.clone()).await["total"],
        3,
        "all but Ana"
    );

    world.fake("Dora").says("And another one").await;
    let request = json!({
        "selection": selection, "deed": accept, "send_messages": false, "expected": 3,
    });
    let refused = world.refused("bulk_apply", request).await;
    assert_eq!(refused.code, "selection_changed");
    assert_eq!(refused.params["present"], "4", "Dora came in between");
    assert_eq!(world.folder_of("Bob").await, "new", "nothing was done");

    let request = json!({
        "selection": all_of("new", &ids[..1]), "deed": { "kind": "accept" },
        "send_messages": false, "expected": 4,
    });
    assert_eq!(world.call("bulk_apply", request).await["changed"], 4);
    assert_eq!(world.folder_of("Ana").await, "new");
    assert_eq!(world.folder_of("Dora").await, "accepted");
}

/// UC-8, UC-9: all that match a filter, and nothing else.
#[tokio::test]
async fn all_that_match_a_filter() {
    let world = World::new().await;
    let ids = three(&world).await;
    let vip = tag(&world, "vip").await;
    let deed = json!({ "kind": "tags", "add": [vip], "remove": [] });
    apply(&world, &these(&ids[1..]), deed).await;
    let mut selection = all_of("new", &[]);
    selection["filter"] = json!({ "v": 1, "when": { "test": { "tags": { "any": [vip] } } } });
    let done = apply(&world, &selection, json!({ "kind": "accept" })).await;
    assert_eq!(done["changed"], 2);
    assert_eq!(world.folder_of("Ana").await, "new");
}

/// UC-24, UC-34: read and unread in bulk, with the counters that the rail shows.
#[tokio::test]
async fn unread_counts_follow_a_bulk_of_read_and_unread() {
    let world = World::new().await;
    let ids = three(&world).await;
    let unread = || async {
        world.workspace().await["counts"]["new_unread"]
            .as_i64()
            .unwrap()
    };
    let before = unread().await;
    apply(&world, &these(&ids), json!({ "kind": "read" })).await;
    assert_eq!(unread().await, before - 3);
    let done = apply(&world, &these(&ids[1..]), json!({ "kind": "unread" })).await;
    assert_eq!(done["changed"], 2);
    assert_eq!(unread().await, before - 1);
    assert_eq!(world.row_of("Bob").await["marked_unread"], true);
}

/// UP-14: a conversation that is gone is named with its reason; the others are done.
#[tokio::test]
async fn what_cannot_be_done_is_told_one_by_one() {
    let world = World::new().await;
    let mut ids = three(&world).await;
    ids.push(4_711);
    let seen = preview(&world, &these(&ids), json!({ "kind": "accept" })).await;
    assert_eq!(numbers(&seen, &["total", "changes", "gone"]), [4, 3, 1]);
    let done = apply(&world, &these(&ids), json!({ "kind": "accept" })).await;
    assert_eq!(numbers(&done, &["changed", "refused"]), [3, 1]);
    assert_eq!(
        done["refusals"],
        json!([{ "conversation_id": 4_711, "deal_id": null, "client": "", "code": "not_found" }])
    );
    let request = json!({
        "selection": these(&ids), "deed": { "kind": "tags", "add": [99], "remove": [] },
        "send_messages": false, "expected": null,
    });
    assert_eq!(world.refused("bulk_apply", request).await.code, "tag_gone");
}

/// A trigger that writes to whoever comes into Offer, and tags them.
async fn offer_trigger(world: &World) -> i64 {
    let (offer, hot) = (world.stage("Offer").await, tag(world, "hot").await);
    let body = json!({
        "name": "Offer goes out",
        "event": { "kind": "stage_entered", "stage_ids": [offer] },
        "conditions": [],
        "actions": [
            { "delay_minutes": 0, "what": { "kind": "send_message", "text": "Here is our offer." } },
            { "delay_minutes": 10, "what": { "kind": "send_message", "text": "Any questions?" } },
            { "delay_minutes": 0, "what": { "kind": "edit_tags", "add": [hot], "remove": [] } },
        ],
    });
    world
        .call("trigger_save", json!({ "trigger_id": null, "body": body }))
        .await["id"]
        .as_i64()
        .unwrap()
}

/// UP-14: messages of triggers are announced with their number and go only when that is confirmed.
#[tokio::test]
async fn messages_of_triggers_are_announced_and_confirmed() {
    let world = World::new().await;
    let ids = three(&world).await;
    let trigger = offer_trigger(&world).await;
    let deed = json!({ "kind": "stage", "stage_id": world.stage("Offer").await });
    let seen = preview(&world, &these(&ids), deed.clone()).await;
    assert_eq!(seen["messages"], 6, "two to each of three");
    let forecast = &seen["triggers"][0];
    assert_eq!(forecast["id"], trigger);
    assert_eq!(numbers(forecast, &["runs", "messages", "tags"]), [3, 6, 3]);

    let held = apply(&world, &these(&ids[..2]), deed.clone()).await;
    assert_eq!(held["changed"], 2);
    world.advance_minutes(11).await;
    assert!(world.sent_texts().is_empty(), "nobody confirmed a message");
    assert_eq!(
        world.row_of("Ana").await["tag_ids"]
            .as_array()
            .unwrap()
            .len(),
        1,
        "the rest of the trigger ran, once for each"
    );
    let request = json!({ "trigger_id": trigger, "before": null, "limit": 10 });
    let log = world.call("trigger_runs", request).await;
    assert_eq!(log["runs"].as_array().unwrap().len(), 2);
    assert!(
        log["runs"][0].to_string().contains("not_confirmed"),
        "the log says why nothing was sent: {log}"
    );

    let request = json!({
        "selection": these(&ids[2..]), "deed": deed, "send_messages": true, "expected": 1,
    });
    world.call("bulk_apply", request).await;
    world.advance_minutes(11).await;
    assert_eq!(
        world.sent_texts(),
        ["Here is our offer.", "Any questions?"],
        "Cleo's were confirmed"
    );
}

/// UP-14: what a trigger did because of a bulk action is taken back with it.
#[tokio::test]
async fn undo_takes_back_what_triggers_did() {
    let world = World::new().await;
    let ids = three(&world).await;
    offer_trigger(&world).await;
    let before = picture(&world).await;
    let deed = json!({ "kind": "stage", "stage_id": world.stage("Offer").await });
    let request = json!({
        "selection": these(&ids), "deed": deed, "send_messages": true, "expected": 3,
    });
    let done = world.call("bulk_apply", request).await;
    world.undo(&done).await;
    assert_eq!(picture(&world).await, before);
    world.advance_minutes(11).await;
    assert!(world.sent_texts().is_empty(), "the queue was emptied too");
}

/// More conversations in the archive than are changed in one transaction.
async fn full_archive(world: &World) -> i64 {
    let request = json!({ "conversations": 1_500 });
    world.call("sample_fill", request).await;
    let archived = place(world, "archive").await;
    assert!(archived > 500, "long enough to be done in pieces");
    archived
}

async fn place(world: &World, name: &str) -> i64 {
    world.workspace().await["counts"][name].as_i64().unwrap()
}

/// UC-8: a long action tells how far it is, and is still one operation.
#[tokio::test]
async fn a_long_action_is_done_in_pieces_and_taken_back_as_one() {
    let world = World::new().await;
    let archived = full_archive(&world).await;
    let accepted = place(&world, "accepted").await;
    let mut signals = world.app().signals();
    let done = apply(&world, &all_of("archive", &[]), json!({ "kind": "accept" })).await;
    assert_eq!(done["changed"], archived);
    let mut last = None;
    while let Ok(signal) = signals.try_recv() {
        if let Signal::Progress {
            job: "bulk",
            done,
            total,
        } = signal
        {
            last = Some((i64::from(done), i64::from(total)));
        }
    }
    assert_eq!(last, Some((archived, archived)), "progress reached the end");
    assert_eq!(place(&world, "accepted").await, accepted + archived);
    assert_eq!(place(&world, "archive").await, 0);

    world.undo(&done).await;
    assert_eq!(place(&world, "accepted").await, accepted);
    assert_eq!(place(&world, "archive").await, archived, "one undo for all");
}

/// UC-8: a long action can be called off; what was done stays, and can be taken back.
#[tokio::test]
async fn a_long_action_can_be_called_off() {
    let world = World::new().await;
    let archived = full_archive(&world).await;
    let mut signals = world.app().signals();
    let selection = all_of("archive", &[]);
    let work = apply(&world, &selection, json!({ "kind": "accept" }));
    let call_off = async {
        while !matches!(
            signals.recv().await,
            Ok(Signal::Progress { job: "bulk", .. })
        ) {}
        let (cancelled, undone) = (
            world.call("bulk_cancel", json!({})).await,
            world.refused("operation_undo", json!({ "operation": null })),
        );
        assert_eq!(cancelled["operation"], Value::Null);
        assert_eq!(undone.await.code, "bulk_under_way", "not before its end");
    };
    let (done, ()) = tokio::join!(work, call_off);
    let (changed, left) = (numbers(&done, &["changed"]), numbers(&done, &["left"]));
    assert!(left[0] > 0, "it stopped: {done}");
    assert_eq!(changed[0] + left[0], archived);
    world.undo(&done).await;
    assert_eq!(place(&world, "archive").await, archived);
}
