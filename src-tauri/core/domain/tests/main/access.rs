//! Who may see and do what (CP-3, UC-28).

use std::collections::{BTreeMap, BTreeSet};

use runnel_domain::{
    Level, Role,
    access::{Answer, Card, Chat, Deed, Rights, Thing, may},
    ids::{MemberId, PipelineId, SourceId, StageId},
};

const BEN: MemberId = MemberId(2);
const EVA: MemberId = MemberId(3);
const SALES: PipelineId = PipelineId(1);
const SUPPORT: PipelineId = PipelineId(2);
const SHOP: SourceId = SourceId(1);

fn ben(role: Role, level: Level) -> Rights {
    Rights {
        member: BEN,
        role,
        all_chats: true,
        sources: None,
        boards: BTreeMap::from([(SALES, level), (SUPPORT, Level::Edit)]),
        entry: Some(SALES),
    }
}

const fn chat(responsible: Option<MemberId>, board: Option<PipelineId>) -> Chat {
    Chat {
        source: SHOP,
        responsible,
        board,
    }
}

/// CP-3: the levels of a board, deed by deed.
#[test]
fn each_level_grants_more_than_the_one_before() {
    use Answer::{Hidden, No, Yes};
    let table = [
        // own, see, mark, work, assign, lead, shape, arrange
        (
            Role::Agent,
            Level::None,
            [Yes, Hidden, Hidden, Hidden, Hidden, Hidden, Hidden, Hidden],
        ),
        (
            Role::Agent,
            Level::View,
            [Yes, Yes, Yes, No, No, No, No, No],
        ),
        (
            Role::Agent,
            Level::Edit,
            [Yes, Yes, Yes, Yes, Yes, No, No, No],
        ),
        (
            Role::Agent,
            Level::Full,
            [Yes, Yes, Yes, Yes, Yes, No, Yes, No],
        ),
        (
            Role::Manager,
            Level::None,
            [Yes, Hidden, Hidden, Hidden, Hidden, Hidden, Hidden, Hidden],
        ),
        (
            Role::Manager,
            Level::View,
            [Yes, Yes, Yes, No, No, No, No, No],
        ),
        (
            Role::Manager,
            Level::Edit,
            [Yes, Yes, Yes, Yes, Yes, Yes, No, No],
        ),
        (
            Role::Manager,
            Level::Full,
            [Yes, Yes, Yes, Yes, Yes, Yes, Yes, No],
        ),
        (Role::Administrator, Level::None, [Yes; 8]),
        (Role::Owner, Level::None, [Yes; 8]),
    ];
    for (role, level, answers) in table {
        let rights = ben(role, level);
        for (deed, answer) in Deed::ALL.into_iter().zip(answers) {
            for thing in [
                Thing::Board(SALES),
                Thing::Chat(chat(None, Some(SALES))),
                Thing::Card(Card {
                    board: SALES,
                    owner: None,
                    chat: None,
                }),
                Thing::Person(vec![chat(None, Some(SALES))], Vec::new()),
            ] {
                assert_eq!(
                    may(&rights, deed, &thing),
                    answer,
                    "{role:?} {level:?} {deed:?} {thing:?}"
                );
            }
        }
    }
}

/// UC-28: an agent without everybody's chats has their own and nobody's; a manager sees all.
#[test]
fn an_agent_sees_their_own_chats_and_nobodys() {
    let mut rights = ben(Role::Agent, Level::Edit);
    rights.all_chats = false;
    let see = |rights: &Rights, whose| may(rights, Deed::See, &Thing::Chat(chat(whose, None)));
    assert_eq!(see(&rights, Some(BEN)), Answer::Yes);
    assert_eq!(see(&rights, None), Answer::Yes);
    assert_eq!(see(&rights, Some(EVA)), Answer::Hidden);
    rights.role = Role::Manager;
    assert_eq!(
        see(&rights, Some(EVA)),
        Answer::Yes,
        "a manager sees all chats"
    );
}

/// UC-28: what may be handed on by whom.
#[test]
fn handing_on_what_somebody_else_has_takes_a_manager() {
    let evas = Thing::Chat(chat(Some(EVA), Some(SALES)));
    assert_eq!(
        may(&ben(Role::Agent, Level::Edit), Deed::Assign, &evas),
        Answer::No
    );
    assert_eq!(
        may(&ben(Role::Manager, Level::Edit), Deed::Assign, &evas),
        Answer::Yes
    );
}

/// UC-28: accounts that are not allowed are not there; one could not be in charge of their chats either.
#[test]
fn chats_of_other_accounts_are_hidden() {
    let mut rights = ben(Role::Manager, Level::Full);
    rights.sources = Some(BTreeSet::from([SourceId(9)]));
    assert_eq!(
        may(&rights, Deed::See, &Thing::Chat(chat(None, None))),
        Answer::Hidden
    );
    assert_eq!(
        may(&rights, Deed::See, &Thing::Source(SHOP)),
        Answer::Hidden
    );
    assert!(!rights.could_have(&chat(None, None)));
}

/// A chat without a card lies before the board: it can be read whatever the board grants, and answered where a card
/// could be made of it.
#[test]
fn new_chats_are_seen_by_all_and_answered_by_those_who_may_add_cards() {
    let new = Thing::Chat(chat(None, None));
    for (level, answer) in [
        (Level::None, Answer::No),
        (Level::View, Answer::No),
        (Level::Edit, Answer::Yes),
    ] {
        assert_eq!(may(&ben(Role::Agent, level), Deed::See, &new), Answer::Yes);
        assert_eq!(may(&ben(Role::Agent, level), Deed::Work, &new), answer);
    }
}

/// A customer is there as long as one of their chats or cards is, and where they have none at all.
#[test]
fn a_customer_is_seen_through_any_of_their_chats() {
    let rights = ben(Role::Agent, Level::None);
    let (hidden, shown) = (chat(None, Some(SALES)), chat(None, Some(SUPPORT)));
    let see = |chats: Vec<Chat>| may(&rights, Deed::See, &Thing::Person(chats, Vec::new()));
    assert_eq!(see(vec![hidden]), Answer::Hidden);
    assert_eq!(see(vec![hidden, shown]), Answer::Yes);
    assert_eq!(see(Vec::new()), Answer::Yes);
}

/// Whoever sees everything is asked nothing: lists stay as quick as they are.
#[test]
fn owners_have_no_filter() {
    assert_eq!(ben(Role::Owner, Level::None).sight(vec![StageId(1)]), None);
    assert_eq!(ben(Role::Agent, Level::Edit).sight(Vec::new()), None);
    assert!(
        ben(Role::Agent, Level::Edit)
            .sight(vec![StageId(1)])
            .is_some()
    );
}
