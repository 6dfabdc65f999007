//! How SQLite goes about the statements of lists, counts and searches: over an index, never through a whole table
//! (PERFORMANCE.md, lesson a). Plans do not depend on the machine, so this holds what a benchmark only shows.

use runnel_domain::{
    Channel, Folder, Place, StageGroup, TaskKind, ThreadKind, Timestamp, WorkStatus,
    condition::{
        Acquaintance, AmountTest, Clause, Condition, FieldIs, FieldTest, Mark, Period,
        ResponsibleTest, TagTest, TaskTest, Test,
    },
    day::Day,
    facts::Viewpoint,
    ids::{FieldId, MemberId, SourceId, StageId, TagId},
};
use rusqlite::Connection;

use crate::{
    condition::cards_holding,
    migrate, open, search,
    shop::{self, CARRIED, RETURNING},
    table::{
        addressee, block, board, chat_brief,
        chat_list::{self, ChatColumn, ChatQuery, ChatSort, Window},
        chat_row, contact, count, deal_brief, deal_card, deal_comment, deal_file, deal_stay,
        duplicate, field, identity, outbox, pipeline, task,
        task_list::{self, Part, TaskQuery},
        vital,
    },
};

fn workspace() -> Connection {
    let mut connection = Connection::open_in_memory().unwrap();
    open::functions(&connection).unwrap();
    migrate::migrate(&mut connection, std::path::Path::new("memory")).unwrap();
    connection
}

pub(crate) fn plan(connection: &Connection, sql: &str) -> Vec<String> {
    let mut statement = connection
        .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
        .unwrap();
    let width = statement.parameter_count();
    let nothing = vec![rusqlite::types::Value::Null; width];
    statement
        .query_map(rusqlite::params_from_iter(nothing), |row| row.get(3))
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

/// Steps that go through a whole table; ids handed in, and the few rows of stages or sources, may be.
pub(crate) fn scans(plan: &[String]) -> Vec<&String> {
    let small = [
        "SCAN asked",
        "SCAN json_each",
        "SCAN CONSTANT ROW",
        // A part that stops after a page.
        "SCAN (subquery",
        // Partial indexes that hold a few rows: what waits or failed, and what is sample data.
        "SCAN outbox USING INDEX outbox_open",
        "SCAN outbox USING COVERING INDEX outbox_open",
        "SCAN outbox USING INDEX outbox_failed",
        "SCAN outbox USING COVERING INDEX outbox_failed",
        "SCAN conversation USING INDEX conversation_sample",
        "SCAN conversation USING COVERING INDEX conversation_sample",
        "SCAN hit",
        "SCAN stage",
        "SCAN source",
        "SCAN place_count",
        "SCAN o USING INDEX outbox_scheduled",
        "SCAN message_fts VIRTUAL",
        "SCAN contact_fts VIRTUAL",
        "SCAN contact_word_fts VIRTUAL",
        "SCAN deal_fts VIRTUAL",
        "SCAN part",
    ];
    plan.iter()
        .filter(|step| {
            step.starts_with("SCAN") && !small.iter().any(|small| step.starts_with(small))
        })
        .collect()
}

fn seen_from() -> Viewpoint {
    let now = Timestamp(1_795_338_000_000);
    Viewpoint {
        now,
        today: Day::of(now, "UTC"),
        member: Some(MemberId(1)),
    }
}

const WINDOW: Window = Window {
    from: 100,
    limit: Some(50),
};

const fn field(is: FieldIs) -> Test {
    Test::Field(FieldTest {
        field: FieldId(1),
        is,
    })
}

fn every_test() -> Vec<Test> {
    vec![
        Test::Folder(vec![Folder::New]),
        Test::Stage(vec![StageId(1)]),
        Test::StageGroup(vec![StageGroup::Active]),
        Test::Source(vec![SourceId(1)]),
        Test::Channel(vec![Channel::Email]),
        Test::Tags(TagTest::Any(vec![TagId(1), TagId(2)])),
        Test::Tags(TagTest::All(vec![TagId(1), TagId(2)])),
        Test::Tags(TagTest::None(vec![TagId(1)])),
        Test::Responsible(ResponsibleTest {
            any: vec![MemberId(1)],
            nobody: true,
        }),
        Test::Text(vec!["price".to_owned()]),
        Test::State(vec![Mark::Unread, Mark::Unanswered]),
        Test::State(vec![Mark::Read, Mark::Answered]),
        Test::Amount(AmountTest {
            min: Some(1),
            max: Some(9),
            currency: "EUR".to_owned(),
        }),
        Test::Contact(Acquaintance::New),
        Test::Contact(Acquaintance::Returning),
        Test::Tasks(vec![
            TaskTest::None,
            TaskTest::DueToday,
            TaskTest::Overdue,
            TaskTest::Future,
        ]),
        Test::Period(Period::LastDays(7)),
        Test::Language(vec!["pt".to_owned()]),
        Test::Kind(vec![ThreadKind::Comments]),
        Test::WorkStatus(vec![WorkStatus::OnHold]),
        Test::Stars(vec![4, 5]),
        field(FieldIs::Contains(vec!["price".to_owned()])),
        field(FieldIs::Exactly(vec!["price".to_owned()])),
        field(FieldIs::Option(vec![3])),
        field(FieldIs::Between {
            min: Some(1),
            max: None,
        }),
        field(FieldIs::Checked(false)),
    ]
}

/// UC-10, PERFORMANCE.md G7 and G8
#[test]
fn every_order_of_the_table_comes_from_an_index() {
    let connection = workspace();
    for column in ChatColumn::ALL.iter().copied() {
        for descending in [false, true] {
            let query = ChatQuery {
                place: None,
                sort: ChatSort { column, descending },
                filter: None,
                seen_from: seen_from(),
            };
            for (part, nothing) in chat_list::parts(column) {
                let (sql, _) = chat_list::statement(&query, Place::Accepted, part, WINDOW, nothing);
                let plan = plan(&connection, &sql);
                assert!(
                    plan.iter()
                        .all(|step| step.starts_with("SEARCH c USING COVERING INDEX")),
                    "{column:?} is listed without reading rows and without sorting: {plan:?}"
                );
            }
        }
    }
}

/// UC-9
#[test]
fn no_filter_goes_through_a_whole_table() {
    let connection = workspace();
    for test in every_test() {
        let query = ChatQuery {
            place: None,
            sort: ChatSort::default(),
            filter: Some(Condition::new(Clause::Test(test.clone()))),
            seen_from: seen_from(),
        };
        let (sql, _) = chat_list::statement(&query, Place::Accepted, None, WINDOW, false);
        let plan = plan(&connection, &sql);
        assert!(scans(&plan).is_empty(), "{test:?}: {plan:?}");
        assert!(
            !plan.iter().any(|step| step.contains("ORDER BY")),
            "{test:?} sorts: {plan:?}"
        );
    }
}

/// What briefs do not hold is found by its own index, and briefs are read anew by conversation.
#[test]
fn briefs_are_brought_up_without_going_through_a_table() {
    let connection = workspace();
    for sql in chat_brief::statements(true) {
        let plan = plan(&connection, &sql);
        assert!(scans(&plan).is_empty(), "{sql}: {plan:?}");
        assert!(
            !plan.iter().any(|step| step.contains("TEMP B-TREE")),
            "{sql}: {plan:?}"
        );
    }
    for test in [
        Test::Text(vec!["price".to_owned()]),
        field(FieldIs::Contains(vec!["price".to_owned()])),
        field(FieldIs::Exactly(vec!["price".to_owned()])),
        field(FieldIs::Option(vec![3])),
        field(FieldIs::Between {
            min: Some(1),
            max: None,
        }),
    ] {
        let (sql, _) = chat_list::holding_statement(&test, seen_from());
        let plan = plan(&connection, &sql);
        assert!(scans(&plan).is_empty(), "{test:?}: {plan:?}");
    }
}

/// UC-8, UC-25, UC-26
#[test]
fn bulk_tags_and_tasks_look_things_up() {
    let connection = workspace();
    for assignee in [None, Some(MemberId(1))] {
        let query = TaskQuery {
            assignee,
            kinds: vec![TaskKind::Call],
            done_since: Some(Timestamp(0)),
            sight: None,
        };
        for part in [Part::Dated, Part::Undated, Part::Done] {
            let plan = plan(&connection, &task_list::part_of(&query, part));
            assert!(
                plan.iter()
                    .all(|step| step.starts_with("SEARCH") || step.contains("USING INDEX")),
                "{part:?} is read in the order of an index: {plan:?}"
            );
        }
        let plan = plan(&connection, &task_list::open_counts(&query));
        assert!(
            plan.iter().all(|step| step.contains("INDEX")),
            "done tasks are not counted through: {plan:?}"
        );
    }
    for standings in [shop::STANDINGS, shop::DEAL_STANDINGS] {
        let standings = plan(&connection, standings);
        assert!(scans(&standings).is_empty(), "{standings:?}");
    }
}

#[test]
fn rows_counters_and_search_look_things_up() {
    let connection = workspace();
    let filled = Test::Field(FieldTest {
        field: FieldId(1),
        is: FieldIs::Filled,
    });
    for sql in [
        addressee::BY_ADDRESS.to_owned(),
        addressee::BY_NAME.to_owned(),
        vital::OUTGOING.to_owned(),
        outbox::PLANNED.to_owned(),
        outbox::PLANNED_HERE.to_owned(),
        chat_row::ROWS.to_owned(),
        search::message_statement("c.place <> 'quarantine' AND m.at >= ?"),
        search::FORMS.to_owned(),
        search::DEALS_BY_TITLE.to_owned(),
        search::WEARING.to_owned(),
        search::WITH.to_owned(),
        deal_stay::OF_DEAL.to_owned(),
        deal_comment::OF_DEAL.to_owned(),
        deal_card::AWAY.to_owned(),
        task::OF_DEAL.to_owned(),
        deal_file::OF_DEAL.to_owned(),
        count::PLACES.to_owned(),
        count::STAGES.to_owned(),
        pipeline::OPEN_CARDS.to_owned(),
        CARRIED.to_owned(),
        contact::WEIGHT.to_owned(),
        contact::ELSEWHERE.to_owned(),
        identity::ANSWERED.to_owned(),
        duplicate::PAGE.to_owned(),
        duplicate::OF_NEWER.to_owned(),
        duplicate::OF_OLDER.to_owned(),
        duplicate::COUNT.to_owned(),
        field::VALUES.to_owned(),
        field::COUNT.to_owned(),
        block::HELD.to_owned(),
        block::HELD_BY.to_owned(),
        RETURNING.to_owned(),
        board::WINDOW.to_owned(),
        board::CARDS.to_owned(),
        deal_brief::SOME.to_owned(),
        deal_brief::SOME_TASKS.to_owned(),
        cards_holding(&Test::Text(vec!["oak".to_owned()])).sql,
        cards_holding(&filled).sql,
    ] {
        let plan = plan(&connection, &sql);
        assert!(scans(&plan).is_empty(), "{sql}: {plan:?}");
    }
    for sql in search::CONTACT_STATEMENTS {
        let plan = plan(&connection, sql);
        assert!(scans(&plan).is_empty(), "{sql}: {plan:?}");
    }
    let column = plan(&connection, board::WINDOW);
    assert!(
        column
            .iter()
            .all(|step| step.contains("COVERING INDEX deal_board")),
        "a column is read in the order of its index, and from it alone: {column:?}"
    );
}
