//! The condition language of the domain as SQL over a conversation `c`, with the same answers as
//! [`runnel_domain::condition::Condition::holds`] (a test compares the two on random shops).

mod card;

use runnel_domain::{
    condition::{
        Acquaintance, AmountTest, Clause, Condition, FieldIs, FieldTest, Mark, Period,
        ResponsibleTest, TagTest, TaskTest, Test,
    },
    facts::Viewpoint,
    fold::fold,
};
use rusqlite::types::Value;

use crate::search;

pub(crate) use card::cards_holding;

/// An SQL expression and the values of its `?` in order.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Expression {
    pub(crate) sql: String,
    pub(crate) values: Vec<Value>,
}

/// What `condition` means for the row `c` of `conversation`.
pub(crate) fn compile(condition: &Condition, seen_from: Viewpoint) -> Expression {
    let mut out = Expression::default();
    out.clause(&condition.when, seen_from);
    out
}

/// A statement for all conversations of which a test holds, where some index leads to them; `None`: none does.
pub(crate) fn driving(test: &Test) -> Option<Expression> {
    let mut out = Expression::default();
    match test {
        Test::Text(phrases) => {
            out.push(
                "SELECT DISTINCT message.conversation_id FROM message_fts
                  CROSS JOIN message ON message.id = message_fts.rowid AND message.direction <> 'note'
                  WHERE message_fts MATCH ",
            );
            out.bind(search::any_of(phrases)?);
        }
        Test::Field(test) if !test.is.holds_of_nothing() => {
            out.of_field(
                "conversation AS c",
                "c.id",
                ["c.contact_id", "c.id", "c.deal_id"],
                test,
            );
        }
        _ => return None,
    }
    Some(out)
}

impl Expression {
    /// The values of a statement in which this stands before the text.
    pub(crate) fn before(&self, text: String) -> rusqlite::ParamsFromIter<Vec<Value>> {
        let mut values = self.values.clone();
        values.push(Value::Text(text));
        rusqlite::params_from_iter(values)
    }

    /// The values of a statement in which this stands after the text, its `?1`.
    pub(crate) fn asked(&self, text: String) -> rusqlite::ParamsFromIter<Vec<Value>> {
        let mut values = vec![Value::Text(text)];
        values.extend(self.values.iter().cloned());
        rusqlite::params_from_iter(values)
    }

    fn push(&mut self, sql: &str) {
        self.sql.push_str(sql);
    }

    fn bind(&mut self, value: impl Into<Value>) {
        self.sql.push('?');
        self.values.push(value.into());
    }

    /// `(?, ?, …)`
    fn list<V: Into<Value>>(&mut self, values: impl IntoIterator<Item = V>) {
        self.sql.push('(');
        for (place, value) in values.into_iter().enumerate() {
            if place > 0 {
                self.sql.push_str(", ");
            }
            self.bind(value);
        }
        self.sql.push(')');
    }

    /// The parts in brackets with a word between; `empty` where there are none.
    fn joined<T>(
        &mut self,
        parts: &[T],
        word: &str,
        empty: &str,
        mut each: impl FnMut(&mut Self, &T),
    ) {
        if parts.is_empty() {
            return self.push(empty);
        }
        self.push("(");
        for (place, part) in parts.iter().enumerate() {
            if place > 0 {
                self.push(word);
            }
            each(self, part);
        }
        self.push(")");
    }

    fn clause(&mut self, clause: &Clause, seen_from: Viewpoint) {
        match clause {
            Clause::All(of) => self.joined(of, " AND ", "1", |out, clause| {
                out.clause(clause, seen_from);
            }),
            Clause::Any(of) => self.joined(of, " OR ", "0", |out, clause| {
                out.clause(clause, seen_from);
            }),
            Clause::Not(clause) => {
                self.push("NOT ");
                self.clause(clause, seen_from);
            }
            Clause::Test(test) => {
                // Never NULL, so that NOT turns it round.
                self.push("ifnull(");
                self.test(test, seen_from);
                self.push(", 0)");
            }
        }
    }

    fn test(&mut self, test: &Test, seen_from: Viewpoint) {
        match test {
            Test::Folder(any) => {
                self.push("c.folder IN ");
                self.list(any.iter().map(|folder| folder.as_str().to_owned()));
            }
            Test::Stage(any) => {
                self.push("c.stage_id IN ");
                self.list(any.iter().map(|stage| stage.0));
            }
            Test::StageGroup(any) => {
                self.push("c.stage_id IN (SELECT id FROM stage WHERE grp IN ");
                self.list(any.iter().map(|group| group.as_str().to_owned()));
                self.push(")");
            }
            Test::Source(any) => {
                self.push("c.source_id IN ");
                self.list(any.iter().map(|source| source.0));
            }
            Test::Channel(any) => {
                self.push("c.source_id IN (SELECT id FROM source WHERE channel IN ");
                self.list(any.iter().map(|channel| channel.as_str().to_owned()));
                self.push(")");
            }
            Test::Tags(tags) => self.tags(tags),
            Test::Responsible(who) => self.responsible(who),
            Test::Text(any) => self.text("c.id", any),
            Test::State(any) => self.joined(any, " OR ", "0", |out, mark| {
                out.mark(*mark, seen_from);
            }),
            Test::Amount(range) => self.amount(range),
            Test::Contact(who) => {
                self.push(match who {
                    Acquaintance::New => "",
                    Acquaintance::Returning => "NOT ",
                });
                self.push(
                    "(c.cycle = 1 AND NOT EXISTS (SELECT 1 FROM conversation AS other
                       WHERE other.contact_id = c.contact_id AND other.id < c.id))",
                );
            }
            Test::Tasks(any) => self.joined(any, " OR ", "0", |out, task| {
                out.tasks(*task, seen_from);
            }),
            Test::Period(period) => self.period(*period, seen_from),
            Test::Language(any) => self.joined(any, " OR ", "0", |out, tag| {
                out.language(tag);
            }),
            Test::Kind(any) => {
                self.push("c.thread_kind IN ");
                self.list(any.iter().map(|kind| kind.as_str().to_owned()));
            }
            Test::WorkStatus(any) => {
                self.push("c.work_status IN ");
                self.list(any.iter().map(|status| status.as_str().to_owned()));
            }
            Test::Stars(any) => {
                self.push("c.stars IN ");
                self.list(any.iter().copied().map(i64::from));
            }
            Test::Field(test) => self.field(
                "CASE field.owner WHEN 'contact' THEN c.contact_id
                                  WHEN 'conversation' THEN c.id ELSE c.deal_id END",
                test,
            ),
        }
    }

    fn tags(&mut self, test: &TagTest) {
        match test {
            TagTest::Any(tags) => {
                self.push("EXISTS (SELECT 1 FROM conversation_tag WHERE conversation_id = c.id AND tag_id IN ");
                self.list(tags.iter().map(|tag| tag.0));
                self.push(")");
            }
            TagTest::All(tags) => self.joined(tags, " AND ", "0", |out, tag| {
                out.push("EXISTS (SELECT 1 FROM conversation_tag WHERE conversation_id = c.id AND tag_id = ");
                out.bind(tag.0);
                out.push(")");
            }),
            TagTest::None(tags) => {
                self.push("NOT EXISTS (SELECT 1 FROM conversation_tag WHERE conversation_id = c.id AND tag_id IN ");
                self.list(tags.iter().map(|tag| tag.0));
                self.push(")");
            }
        }
    }

    fn responsible(&mut self, test: &ResponsibleTest) {
        self.push("(c.responsible_id IN ");
        self.list(test.any.iter().map(|member| member.0));
        if test.nobody {
            self.push(" OR c.responsible_id IS NULL");
        }
        self.push(")");
    }

    /// Through the index: the messages with the words are found once, not looked for in each conversation.
    fn text(&mut self, column: &str, phrases: &[String]) {
        let Some(expression) = search::any_of(phrases) else {
            return self.push("0");
        };
        self.push(column);
        self.push(
            " IN (SELECT message.conversation_id FROM message_fts
                       CROSS JOIN message ON message.id = message_fts.rowid AND message.direction <> 'note'
                       WHERE message_fts MATCH ",
        );
        self.bind(expression);
        self.push(")");
    }

    fn mark(&mut self, mark: Mark, seen_from: Viewpoint) {
        match mark {
            Mark::Unanswered => return self.push("c.waiting_since_at IS NOT NULL"),
            Mark::Answered => return self.push("c.waiting_since_at IS NULL"),
            Mark::Unread => {}
            Mark::Read => self.push("NOT "),
        }
        self.push("EXISTS (SELECT 1 FROM read_state WHERE conversation_id = c.id AND (unread > 0 OR marked_unread = 1)");
        if let Some(member) = seen_from.member {
            self.push(" AND member_id = ");
            self.bind(member.0);
        }
        self.push(")");
    }

    fn amount(&mut self, range: &AmountTest) {
        self.push("(c.amount_minor IS NOT NULL AND c.currency = ");
        self.bind(range.currency.clone());
        for (edge, value) in [(">=", range.min), ("<=", range.max)] {
            if let Some(value) = value {
                self.push(&format!(" AND c.amount_minor {edge} "));
                self.bind(value);
            }
        }
        self.push(")");
    }

    fn tasks(&mut self, test: TaskTest, seen_from: Viewpoint) {
        let day = seen_from.today;
        self.push(if test == TaskTest::None {
            "NOT EXISTS ("
        } else {
            "EXISTS ("
        });
        self.push("SELECT 1 FROM task WHERE conversation_id = c.id AND done_at IS NULL");
        match test {
            TaskTest::None => {}
            TaskTest::DueToday => {
                self.push(" AND due_at >= max(");
                self.bind(seen_from.now.0);
                self.push(", ");
                self.bind(day.from.0);
                self.push(") AND due_at < ");
                self.bind(day.until.0);
            }
            TaskTest::Overdue => {
                self.push(" AND due_at < ");
                self.bind(seen_from.now.0);
            }
            TaskTest::Future => {
                self.push(" AND (due_at IS NULL OR due_at >= ");
                self.bind(day.until.0);
                self.push(")");
            }
        }
        self.push(")");
    }

    fn period(&mut self, period: Period, seen_from: Viewpoint) {
        let (from, until) = period.bounds(seen_from.today);
        self.push("(1");
        for (edge, value) in [(">=", from), ("<", until)] {
            if let Some(value) = value {
                self.push(&format!(" AND c.last_activity_at {edge} "));
                self.bind(value.0);
            }
        }
        self.push(")");
    }

    /// All `id` of `table` where a field says so; `owners`: the columns with the contact, the conversation, the deal.
    ///
    /// One column decides for whichever of the three owns the field; the other parts end at once.
    fn of_field(&mut self, table: &str, id: &str, owners: [&str; 3], test: &FieldTest) {
        let owners = ["contact", "conversation", "deal"].into_iter().zip(owners);
        for (place, (owner, column)) in owners.enumerate() {
            if place > 0 {
                self.push(" UNION ALL ");
            }
            self.push(&format!(
                "SELECT {id} FROM field CROSS JOIN field_value AS v ON v.field_id = field.id
                  CROSS JOIN {table} ON {column} = v.owner_id
                  WHERE field.owner = '{owner}' AND field.id = "
            ));
            self.bind(test.field.0);
            self.field_value(&test.is);
        }
    }

    /// `owner`: an expression for whose field it is.
    fn field(&mut self, owner: &str, FieldTest { field, is }: &FieldTest) {
        self.push(if is.holds_of_nothing() {
            "NOT EXISTS ("
        } else {
            "EXISTS ("
        });
        self.push("SELECT 1 FROM field CROSS JOIN field_value AS v ON v.field_id = field.id AND v.owner_id = ");
        self.push(owner);
        self.push(" WHERE field.id = ");
        self.bind(field.0);
        self.field_value(is);
        self.push(")");
    }

    /// What has to stand in the row `v` of `field_value`; of what holds of nothing: what must not stand there.
    fn field_value(&mut self, is: &FieldIs) {
        self.push(" AND ");
        match is {
            FieldIs::Empty | FieldIs::Filled => self.push("(v.number IS NOT NULL OR v.text <> '')"),
            FieldIs::Checked(_) => self.push("v.number = 1"),
            FieldIs::Contains(any) => self.joined(any, " OR ", "0", |out, word| {
                out.push("(v.text <> '' AND instr(folded(v.text), ");
                out.bind(fold(word).into_owned());
                out.push(") > 0)");
            }),
            FieldIs::Exactly(any) => self.joined(any, " OR ", "0", |out, word| {
                out.push("(v.text <> '' AND folded(v.text) = ");
                out.bind(fold(word).into_owned());
                out.push(")");
            }),
            FieldIs::Option(any) => self.joined(any, " OR ", "0", |out, option| {
                out.push("instr(v.text, ");
                out.bind(format!(",{option},"));
                out.push(") > 0");
            }),
            FieldIs::Between { min, max } => {
                self.push("v.number IS NOT NULL");
                for (edge, value) in [(" AND v.number >= ", min), (" AND v.number <= ", max)] {
                    if let Some(value) = value {
                        self.push(edge);
                        self.bind(*value);
                    }
                }
            }
        }
    }

    fn language(&mut self, tag: &str) {
        let tag = tag.to_ascii_lowercase();
        if tag.is_empty() {
            return self.push("0");
        }
        self.push(
            "EXISTS (SELECT 1 FROM contact WHERE contact.id = c.contact_id AND (lower(language) = ",
        );
        self.bind(tag.clone());
        self.push(" OR substr(lower(language), 1, ");
        self.bind(i64::try_from(tag.chars().count()).unwrap_or(0) + 1);
        self.push(") = ");
        self.bind(format!("{tag}-"));
        self.push("))");
    }
}
