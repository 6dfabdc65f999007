//! How SQLite goes about the statements of lists, counts and searches: over an index, never through a whole table
//! (PERFORMANCE.md, lesson a). Plans do not depend on the machine, so this holds what a benchmark only shows.

use runnel_domain::{
    Channel, Folder, Place, StageGroup, Timestamp,
    condition::{
        Acquaintance, AmountTest, Clause, Condition, Mark, Period, ResponsibleTest, TagTest,
        TaskTest, Test,
    },
    day::Day,
    facts::Viewpoint,
    ids::{MemberId, PipelineId, SourceId, StageId, TagId},
};
use rusqlite::Connection;

use crate::{
    migrate, search,
    table::{
        board::{self, BoardQuery, Start},
        chat_list::{self, ChatColumn, ChatQuery, ChatSort},
        chat_row, count,
    },
};

fn workspace() -> Connection {
    let mut connection = Connection::open_in_memory().unwrap();
    migrate::migrate(&mut connection, std::path::Path::new("memory")).unwrap();
    connection
}

fn plan(connection: &Connection, sql: &str) -> Vec<String> {
    steps(connection, sql)
        .into_iter()
        .map(|(_, step)| step)
        .collect()
}

/// Only the steps of the statement itself, without those of subqueries.
fn top(connection: &Connection, sql: &str) -> Vec<String> {
    steps(connection, sql)
        .into_iter()
        .filter(|(parent, _)| *parent == 0)
        .map(|(_, step)| step)
        .collect()
}

fn steps(connection: &Connection, sql: &str) -> Vec<(i64, String)> {
    let mut statement = connection
        .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
        .unwrap();
    let width = statement.parameter_count();
    let nothing = vec![rusqlite::types::Value::Null; width];
    statement
        .query_map(rusqlite::params_from_iter(nothing), |row| {
            Ok((row.get(1)?, row.get(3)?))
        })
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

/// Steps that go through a whole table; ids handed in, and the few rows of stages or sources, may be.
fn scans(plan: &[String]) -> Vec<&String> {
    let small = [
        "SCAN asked",
        "SCAN hit",
        "SCAN stage",
        "SCAN source",
        "SCAN place_count",
        "SCAN message_fts VIRTUAL",
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

const COLUMNS: [ChatColumn; 9] = [
    ChatColumn::LastActivity,
    ChatColumn::Client,
    ChatColumn::Stage,
    ChatColumn::ResponseTime,
    ChatColumn::Price,
    ChatColumn::Tasks,
    ChatColumn::Responsible,
    ChatColumn::Tags,
    ChatColumn::Source,
];

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
    ]
}

/// UC-10, PERFORMANCE.md G7 and G8
#[test]
fn every_order_of_the_table_comes_from_an_index() {
    let connection = workspace();
    for column in COLUMNS {
        for descending in [false, true] {
            let query = ChatQuery {
                place: Place::Accepted,
                sort: ChatSort { column, descending },
                filter: None,
                seen_from: seen_from(),
            };
            for (part, nothing) in chat_list::parts(column) {
                let (sql, _) = chat_list::statement(&query, part, Some(50), nothing);
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
            place: Place::Accepted,
            sort: ChatSort::default(),
            filter: Some(Condition::new(Clause::Test(test.clone()))),
            seen_from: seen_from(),
        };
        let (sql, _) = chat_list::statement(&query, None, Some(50), false);
        let plan = plan(&connection, &sql);
        assert!(scans(&plan).is_empty(), "{test:?}: {plan:?}");
        assert!(
            !plan.iter().any(|step| step.contains("ORDER BY")),
            "{test:?} sorts: {plan:?}"
        );
    }
}

#[test]
fn rows_counters_and_search_look_things_up() {
    let connection = workspace();
    let board = BoardQuery {
        pipeline: PipelineId(1),
        filter: None,
        seen_from: seen_from(),
    };
    let column = |start| board::column(&board, StageId(1), &start, 50).0;
    for sql in [
        chat_row::ROWS.to_owned(),
        search::MESSAGES.to_owned(),
        count::PLACES.to_owned(),
        count::STAGES.to_owned(),
        column(Start::Top),
        column(Start::After("a0".to_owned())),
        column(Start::Place(500)),
    ] {
        let plan = plan(&connection, &sql);
        assert!(scans(&plan).is_empty(), "{sql}: {plan:?}");
    }
    for start in [Start::Top, Start::After("a0".to_owned()), Start::Place(500)] {
        let plan = top(&connection, &column(start));
        assert!(
            !plan.iter().any(|step| step.contains("TEMP B-TREE")),
            "a column is read in the order of its index: {plan:?}"
        );
    }
}
