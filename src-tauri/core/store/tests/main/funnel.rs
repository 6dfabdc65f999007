//! Stages and pipelines as the shop rearranges them, and what that means for the cards in them.

use runnel_domain::{
    Folder, Money, StageGroup,
    event::{Cause, EventBody},
    funnel::Needs,
    ids::{DealId, PipelineId, StageId},
};
use runnel_store::{
    StoreError, Tx,
    shop::{self, NewDeal, funnel, pipelines},
    table::{pipeline, stage},
};

use crate::shop::{ANNA, LEV, NEW_REQUEST, NOT_A_LEAD, OFFER, SUCCESSFUL, Shop};

const SALES: PipelineId = PipelineId(1);

fn code(error: StoreError) -> &'static str {
    match error {
        StoreError::Invalid { code, .. } => code,
        error => panic!("{error}"),
    }
}

fn refused<R: Send + std::fmt::Debug + 'static>(
    shop: &Shop,
    work: impl FnOnce(&mut Tx<'_>) -> Result<R, StoreError> + Send + 'static,
) -> &'static str {
    code(shop.write(Cause::member(ANNA), work).unwrap_err())
}

fn names(shop: &Shop, board: PipelineId) -> Vec<String> {
    let stages = shop
        .store
        .read_blocking(move |read| stage::list(read, board))
        .unwrap();
    stages.into_iter().map(|stage| stage.name).collect()
}

fn settings(needs: Needs) -> stage::Settings {
    stage::Settings {
        color: "amber".to_owned(),
        stale_days: Some(14),
        probability: Some(60),
        needs,
    }
}

fn ask(shop: &Shop, id: StageId, needs: Needs) {
    shop.anna(move |tx| {
        let group = stage::get(tx, id)?.group;
        funnel::stage_set(tx, id, group, &settings(needs))
    });
}

/// UP-4
#[test]
fn a_new_stage_stands_at_the_end_of_its_group_under_a_clean_name() {
    let shop = Shop::open();
    shop.anna(|tx| funnel::stage_add(tx, SALES, "  Site   visit ", StageGroup::Active));
    shop.anna(|tx| funnel::stage_add(tx, SALES, "Later", StageGroup::Unsuccessful));
    assert_eq!(
        names(&shop, SALES),
        [
            "New request",
            "Offer",
            "Site visit",
            "Successful",
            "Unsuccessful",
            "Later",
            "Not a lead"
        ]
    );
    for (name, why) in [
        (" \t", "stage_name_empty"),
        ("site VISIT", "stage_name_taken"),
    ] {
        let code = refused(&shop, move |tx| {
            funnel::stage_add(tx, SALES, name, StageGroup::Active)
        });
        assert_eq!(code, why, "{name:?}");
    }
    let long = "x".repeat(61);
    assert_eq!(
        refused(&shop, move |tx| funnel::stage_rename(tx, OFFER, &long)),
        "name_too_long"
    );
}

/// UP-5, UP-6
#[test]
fn a_stage_that_changes_its_group_takes_its_conversations_along() {
    let shop = Shop::open();
    let ana = shop.thread("ana@souza.example");
    shop.says(ana, "Oi");
    shop.anna(move |tx| shop::accept(tx, ana, Some(OFFER), None));
    shop.anna(|tx| funnel::stage_move(tx, OFFER, StageGroup::Successful, Some(SUCCESSFUL)));
    let archived = shop.conversation(ana);
    assert_eq!(
        archived.folder,
        Folder::Archive,
        "what is won lies in the archive"
    );
    assert_eq!(
        names(&shop, SALES),
        [
            "New request",
            "Offer",
            "Successful",
            "Unsuccessful",
            "Not a lead"
        ]
    );
    shop.anna(|tx| funnel::stage_move(tx, OFFER, StageGroup::Active, Some(NEW_REQUEST)));
    let back = shop.conversation(ana);
    assert_eq!(back.folder, Folder::Accepted, "and is in work again");
    assert_eq!(names(&shop, SALES)[0], "Offer");
    assert!(
        back.stage_rank < archived.stage_rank,
        "the table sorts by the new order"
    );
    shop.anna(|tx| funnel::stage_move(tx, NEW_REQUEST, StageGroup::NotALead, None));
    assert_eq!(
        refused(&shop, |tx| funnel::stage_move(
            tx,
            OFFER,
            StageGroup::NotALead,
            None
        )),
        "stage_last_active"
    );
}

/// UP-8, CP-4
#[test]
fn deleting_a_stage_hands_its_cards_on_with_their_history() {
    let shop = Shop::open();
    let (ana, ivan) = (
        shop.thread("ana@souza.example"),
        shop.thread("ivan@example.ru"),
    );
    let (first, second) = shop.anna(move |tx| {
        Ok((
            shop::accept(tx, ana, Some(OFFER), None)?,
            shop::accept(tx, ivan, Some(NEW_REQUEST), Some(LEV))?,
        ))
    });
    assert_eq!(
        refused(&shop, |tx| funnel::stage_delete(
            tx,
            NEW_REQUEST,
            Some(OFFER)
        )),
        "stage_first"
    );
    shop.anna(|tx| funnel::stage_add(tx, SALES, "Payment", StageGroup::Active));
    assert_eq!(
        refused(&shop, |tx| funnel::stage_delete(tx, OFFER, None)),
        "stage_not_empty"
    );
    shop.minutes_pass(30);
    shop.anna(|tx| funnel::stage_delete(tx, OFFER, Some(NEW_REQUEST)));
    assert_eq!(
        shop.stays(first),
        [
            ("Offer".to_owned(), Some(30), "member".to_owned()),
            ("New request".to_owned(), None, "member".to_owned())
        ],
        "the history keeps the name of a stage that is gone"
    );
    assert_eq!(shop.conversation(ana).stage, Some(NEW_REQUEST));
    assert!(
        shop.story(ana).contains(&EventBody::DealMoved {
            deal: first,
            from: OFFER,
            to: NEW_REQUEST
        }),
        "the timeline tells of it"
    );
    let column: Vec<DealId> = shop
        .workspace
        .sqlite()
        .prepare("SELECT id FROM deal WHERE stage_id = 1 ORDER BY rank")
        .unwrap()
        .query_map([], |row| row.get(0).map(DealId))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(column, [second, first], "they come last");
}

/// CP-5
#[test]
fn a_card_enters_a_stage_only_with_what_that_asks_for() {
    let shop = Shop::open();
    let ana = shop.thread("ana@souza.example");
    shop.says(ana, "Oi");
    let deal = shop.anna(move |tx| shop::accept(tx, ana, None, None));
    ask(
        &shop,
        OFFER,
        Needs {
            amount: true,
            due_at: true,
            ..Needs::default()
        },
    );
    let error = shop
        .write(Cause::member(ANNA), move |tx| {
            shop::move_deal(tx, deal, OFFER, None, None)
        })
        .unwrap_err();
    let StoreError::Invalid { code, params } = error else {
        panic!("{error}")
    };
    assert_eq!(code, "stage_requires");
    assert_eq!(
        params,
        serde_json::json!({ "stage": "Offer", "missing": "amount,due_at", "fields": "" })
    );
    assert_eq!(
        shop.conversation(ana).stage,
        Some(NEW_REQUEST),
        "nothing moved"
    );

    ask(
        &shop,
        OFFER,
        Needs {
            amount: true,
            owner: true,
            ..Needs::default()
        },
    );
    let price = Money {
        amount_minor: 39_000,
        currency: "EUR".to_owned(),
    };
    shop.anna(move |tx| {
        shop::set_amount(tx, deal, Some(price))?;
        shop::move_deal(tx, deal, OFFER, None, None)
    });
    assert_eq!(shop.conversation(ana).stage, Some(OFFER));
}

/// CP-5: whoever drags a New conversation into a stage becomes its owner by that.
#[test]
fn accepting_gives_the_owner_that_a_stage_asks_for() {
    let shop = Shop::open();
    let ana = shop.thread("ana@souza.example");
    shop.says(ana, "Oi");
    ask(
        &shop,
        OFFER,
        Needs {
            owner: true,
            ..Needs::default()
        },
    );
    shop.anna(move |tx| shop::accept(tx, ana, Some(OFFER), None));
    assert_eq!(shop.conversation(ana).responsible, Some(ANNA));
    ask(
        &shop,
        NOT_A_LEAD,
        Needs {
            amount: true,
            ..Needs::default()
        },
    );
    let ivan = shop.thread("ivan@example.ru");
    assert_eq!(
        refused(&shop, move |tx| shop::archive(tx, ivan, None)),
        "stage_requires"
    );
}

/// CP-5: an answer is never held up because the board asks for something.
#[test]
fn the_first_stage_asks_for_nothing() {
    let shop = Shop::open();
    ask(
        &shop,
        NEW_REQUEST,
        Needs {
            amount: true,
            ..Needs::default()
        },
    );
    let ana = shop.thread("ana@souza.example");
    shop.says(ana, "Oi");
    shop.answers(ana, "Olá");
    assert_eq!(shop.conversation(ana).stage, Some(NEW_REQUEST));
}

/// CP-5: a card made by hand is asked when it is filled.
#[test]
fn a_card_made_by_hand_is_asked_too() {
    let shop = Shop::open();
    let contact = shop.thread("ana@souza.example");
    let contact = shop.conversation(contact).contact;
    ask(
        &shop,
        OFFER,
        Needs {
            owner: true,
            ..Needs::default()
        },
    );
    let make = move |owner| {
        move |tx: &mut Tx<'_>| {
            let new = NewDeal {
                contact,
                stage: OFFER,
                title: "Mesa",
                description: "",
                priority: runnel_domain::Priority::Normal,
                due_at: None,
                amount: None,
                owner,
                is_sample: false,
            };
            let deal = shop::create_deal(tx, &new)?;
            shop::check_needs(tx, deal)?;
            Ok(deal)
        }
    };
    assert_eq!(refused(&shop, make(None)), "stage_requires");
    shop.anna(make(Some(LEV)));
}

/// CP-15 and PRODUCT's third collision: a conversation's card is the one on the default board.
#[test]
fn a_card_on_another_board_is_no_longer_its_conversations_card() {
    let shop = Shop::open();
    let ana = shop.thread("ana@souza.example");
    shop.says(ana, "Oi");
    let deal = shop.anna(move |tx| shop::accept(tx, ana, Some(OFFER), None));
    let service = shop.anna(|tx| pipelines::pipeline_duplicate(tx, SALES, "Service"));
    let there = shop
        .store
        .read_blocking(move |read| stage::first_of(read, service, StageGroup::Active))
        .unwrap()
        .unwrap();
    let stage = there.id;
    shop.minutes_pass(5);
    shop.anna(move |tx| shop::move_deal(tx, deal, stage, None, None));
    let away = shop.conversation(ana);
    assert_eq!(
        (away.deal, away.stage, away.folder),
        (None, None, Folder::Accepted)
    );
    assert_eq!(shop.stays(deal).len(), 2, "the history goes along");

    shop.anna(move |tx| shop::move_deal(tx, deal, NEW_REQUEST, None, None));
    let back = shop.conversation(ana);
    assert_eq!(
        (back.deal, back.stage),
        (Some(deal), Some(NEW_REQUEST)),
        "and is its card again"
    );

    shop.anna(move |tx| shop::move_deal(tx, deal, stage, None, None));
    shop.anna(move |tx| shop::accept(tx, ana, Some(OFFER), None));
    assert_eq!(
        refused(&shop, move |tx| shop::move_deal(
            tx, deal, OFFER, None, None
        )),
        "conversation_has_deal",
        "never two open cards of one conversation on the default board"
    );
}

/// CP-1, CP-2
#[test]
fn a_copy_has_stages_and_fields_but_no_cards_and_only_an_empty_board_is_put_away_unasked() {
    let shop = Shop::open();
    let ana = shop.thread("ana@souza.example");
    shop.says(ana, "Oi");
    let deal = shop.anna(move |tx| shop::accept(tx, ana, Some(OFFER), None));
    ask(
        &shop,
        OFFER,
        Needs {
            amount: true,
            ..Needs::default()
        },
    );
    let copy = shop.anna(|tx| pipelines::pipeline_duplicate(tx, SALES, "Service"));
    assert_eq!(names(&shop, copy), names(&shop, SALES));
    let stages = shop
        .store
        .read_blocking(move |read| stage::list(read, copy))
        .unwrap();
    let offer = stages
        .into_iter()
        .find(|stage| stage.name == "Offer")
        .unwrap();
    assert_eq!((offer.stale_days, offer.probability), (Some(14), Some(60)));
    assert!(offer.needs.amount);
    let open = move |shop: &Shop, board| {
        shop.store
            .read_blocking(move |read| pipeline::open_cards(read, board))
            .unwrap()
    };
    assert_eq!((open(&shop, SALES), open(&shop, copy)), (1, 0));

    assert_eq!(
        refused(&shop, |tx| pipelines::pipeline_archive(tx, SALES, true)),
        "pipeline_default"
    );
    shop.anna(move |tx| pipelines::pipeline_default_set(tx, copy));
    assert_eq!(
        refused(&shop, |tx| pipelines::pipeline_archive(tx, SALES, false)),
        "pipeline_has_cards"
    );
    shop.anna(|tx| pipelines::pipeline_archive(tx, SALES, true));
    assert_eq!(
        refused(&shop, |tx| pipelines::pipeline_default_set(tx, SALES)),
        "pipeline_archived"
    );
    assert_eq!(
        shop.conversation(ana).deal,
        Some(deal),
        "a conversation keeps its card"
    );
    shop.anna(|tx| pipelines::pipeline_restore(tx, SALES));
    shop.anna(|tx| pipelines::pipeline_move(tx, SALES, None));
    let order = shop.store.read_blocking(pipeline::list).unwrap();
    assert_eq!(order.last().unwrap().id, SALES);
}
