//! From what was typed to what the index and the tables are asked: names are looked up here.

use runnel_domain::{
    Direction,
    condition::{Clause, Condition, Mark, ResponsibleTest, TagTest, Test},
    facts::Viewpoint,
    fold::fold,
    ids::{ContactId, ConversationId, MemberId, SourceId, StageId, TagId},
    search::{Ask, Limit, Search, Standing, Thing},
};
use rusqlite::types::Value;

use super::{
    contacts,
    index::mark,
    query::{self, Expression, Wanted},
};
use crate::{
    Read, StoreError,
    condition::{self, Expression as Filter},
    row::count,
    table::{member, source, stage, tag},
};

/// Customers that one name may mean.
const MOST_CONTACTS: usize = 20;
/// Conversations that the index is asked for by name; beyond that each message is looked at.
const MOST_CONVERSATIONS: usize = 100;

/// The statement behind `tag:`: who wears one of these tags.
pub(crate) const WEARING: &str = "SELECT conversation_id FROM json_each(?1) AS asked
  CROSS JOIN conversation_tag ON conversation_tag.tag_id = asked.value LIMIT ?2";
/// The statement behind `from:` and `to:`: conversations with these customers.
pub(crate) const WITH: &str =
    "SELECT c.id FROM json_each(?1) AS asked CROSS JOIN conversation AS c ON c.contact_id = asked.value
      ORDER BY c.last_activity_at DESC LIMIT ?2";

/// Something in the search that could not be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Stable: `operator_unknown` and `value_unknown` are left out of the search; with `contact_unknown`,
    /// `tag_unknown`, `stage_unknown`, `source_unknown` and `member_unknown` nothing can match.
    pub code: &'static str,
    /// The operator.
    pub operator: String,
    /// Its value.
    pub value: String,
}

/// What to ask.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) expression: Expression,
    pub(super) wanted: Wanted,
    /// About `message AS m` and `conversation AS c`.
    pub(super) filter: Filter,
    /// Something is asked that the index cannot tell.
    filtered: bool,
    /// A name was not found: there is nothing to look for.
    pub(super) nothing: bool,
    pub(super) troubles: Vec<Trouble>,
}

pub(super) fn plan(
    read: &Read<'_>,
    search: &Search,
    within: Option<ConversationId>,
    seen_from: Viewpoint,
) -> Result<Plan, StoreError> {
    let mut plan = Plan {
        filter: Filter {
            sql: "c.place <> 'quarantine' AND m.block_id IS NULL".to_owned(),
            values: Vec::new(),
        },
        troubles: search
            .problems
            .iter()
            .map(|problem| Trouble {
                code: problem.code,
                operator: problem.operator.clone(),
                value: problem.value.clone(),
            })
            .collect(),
        ..Plan::default()
    };
    query::add_terms(read, &search.terms, &mut plan.expression, &mut plan.wanted)?;
    for limit in &search.limits {
        plan.add(read, limit, seen_from)?;
    }
    if plan.filtered && plan.expression.all.is_empty() {
        plan.expression.all.push(format!("({})", everything()));
    }
    // Last: a conversation alone asks for nothing.
    if let Some(conversation) = within
        && !(plan.expression.all.is_empty() && plan.expression.none.is_empty())
    {
        plan.expression
            .all
            .push(token(&mark::conversation(conversation)));
    }
    Ok(plan)
}

/// The mark of any message.
pub(super) fn everything() -> String {
    let every = [mark::IN, mark::OUT, mark::NOTE].map(marked);
    every.join(" OR ")
}

fn marked(mark: char) -> String {
    token(mark.encode_utf8(&mut [0; 4]))
}

fn token(text: &str) -> String {
    format!("\"{text}\"")
}

impl Plan {
    /// Looks only where this holds.
    pub(super) fn only(&mut self, sight: &Condition, seen_from: Viewpoint) {
        let compiled = condition::compile(sight, seen_from);
        self.filter.sql.push_str(" AND ");
        self.filter.sql.push_str(&compiled.sql);
        self.filter.values.extend(compiled.values);
    }

    fn add(
        &mut self,
        read: &Read<'_>,
        limit: &Limit,
        seen_from: Viewpoint,
    ) -> Result<(), StoreError> {
        let excluded = limit.excluded;
        match &limit.test {
            Ask::From(who) => self.written_by(read, who, excluded, seen_from.member)?,
            Ask::To(who) => {
                let contacts = contacts::called(read, who, MOST_CONTACTS)?;
                if contacts.is_empty() {
                    self.unknown("contact_unknown", "to", who, excluded);
                } else {
                    let asked = self.with(read, &contacts, Direction::Out)?;
                    self.put(&asked, excluded);
                }
            }
            Ask::Tag(name) => {
                let tags = ids(
                    name,
                    tag::list(read)?.into_iter().map(|tag| (tag.name, tag.id)),
                );
                if tags.is_empty() {
                    self.unknown("tag_unknown", "tag", name, excluded);
                } else {
                    self.tagged(read, tags, excluded, seen_from)?;
                }
            }
            Ask::Stage(name) => {
                let all = stage::all(read)?
                    .into_iter()
                    .map(|stage| (stage.name, stage.id));
                let stages: Vec<StageId> = ids(name, all);
                self.about(
                    Test::Stage(stages.clone()),
                    stages.is_empty(),
                    ("stage_unknown", "stage", name),
                    excluded,
                    seen_from,
                );
            }
            Ask::Source(name) => {
                let all = source::list(read)?
                    .into_iter()
                    .flat_map(|source| [(source.name, source.id), (source.account, source.id)]);
                let sources: Vec<SourceId> = ids(name, all);
                self.about(
                    Test::Source(sources.clone()),
                    sources.is_empty(),
                    ("source_unknown", "source", name),
                    excluded,
                    seen_from,
                );
            }
            Ask::Responsible(name) => {
                let test = responsible(read, name, seen_from.member)?;
                let none = test.any.is_empty() && !test.nobody;
                self.about(
                    Test::Responsible(test),
                    none,
                    ("member_unknown", "responsible", name),
                    excluded,
                    seen_from,
                );
            }
            Ask::Channel(channel) => {
                self.conversation(Test::Channel(vec![*channel]), excluded, seen_from);
            }
            Ask::In(folder) => self.conversation(Test::Folder(vec![*folder]), excluded, seen_from),
            Ask::At { from, until } => {
                let mut sql = String::from("(1");
                let mut values = Vec::new();
                for (edge, at) in [(" AND m.at >= ?", from), (" AND m.at < ?", until)] {
                    if let Some(at) = at {
                        sql.push_str(edge);
                        values.push(Value::Integer(at.0));
                    }
                }
                sql.push(')');
                self.filter(&sql, values, excluded);
            }
            Ask::Has(thing) => self.put(
                &marked(match thing {
                    Thing::File => mark::FILE,
                    Thing::Image => mark::IMAGE,
                    Thing::Voice => mark::VOICE,
                    Thing::Link => mark::LINK,
                }),
                excluded,
            ),
            Ask::Is(Standing::Note) => self.put(&marked(mark::NOTE), excluded),
            Ask::Is(Standing::Sent) => self.put(&marked(mark::OUT), excluded),
            Ask::Is(Standing::Received) => self.put(&marked(mark::IN), excluded),
            Ask::Is(Standing::Unread) => {
                self.conversation(Test::State(vec![Mark::Unread]), excluded, seen_from);
            }
            Ask::Is(Standing::Unanswered) => {
                self.conversation(Test::State(vec![Mark::Unanswered]), excluded, seen_from);
            }
        }
        Ok(())
    }

    /// A part of the expression for the index.
    fn put(&mut self, asked: &str, excluded: bool) {
        let asked = format!("({asked})");
        if excluded {
            self.expression.none.push(asked);
        } else {
            self.expression.all.push(asked);
        }
    }

    fn filter(&mut self, sql: &str, values: Vec<Value>, excluded: bool) {
        self.filter.sql.push_str(if excluded {
            " AND NOT ifnull("
        } else {
            " AND ifnull("
        });
        self.filter.sql.push_str(sql);
        self.filter.sql.push_str(", 0)");
        self.filter.values.extend(values);
        self.filtered = true;
    }

    fn unknown(&mut self, code: &'static str, operator: &str, value: &str, excluded: bool) {
        // Nothing is excluded by a name that nobody has.
        self.nothing |= !excluded;
        self.troubles.push(Trouble {
            code,
            operator: operator.to_owned(),
            value: value.to_owned(),
        });
    }

    /// A question about the conversation, in the one condition language.
    fn conversation(&mut self, test: Test, excluded: bool, seen_from: Viewpoint) {
        let compiled = condition::compile(&Condition::new(Clause::Test(test)), seen_from);
        self.filter(&compiled.sql, compiled.values, excluded);
    }

    fn about(
        &mut self,
        test: Test,
        nobody: bool,
        (code, operator, value): (&'static str, &str, &str),
        excluded: bool,
        seen_from: Viewpoint,
    ) {
        if nobody {
            self.unknown(code, operator, value, excluded);
        } else {
            self.conversation(test, excluded, seen_from);
        }
    }

    /// Few conversations are named to the index, so that old ones are found at once.
    fn tagged(
        &mut self,
        read: &Read<'_>,
        tags: Vec<TagId>,
        excluded: bool,
        seen_from: Viewpoint,
    ) -> Result<(), StoreError> {
        let of: Vec<ConversationId> = read.query_values(
            WEARING,
            rusqlite::params![serde_json::to_string(&tags)?, count(MOST_CONVERSATIONS + 1)],
        )?;
        if of.is_empty() {
            self.nothing |= !excluded;
        } else if of.len() <= MOST_CONVERSATIONS {
            self.put(&conversations(&of), excluded);
        } else {
            self.conversation(Test::Tags(TagTest::Any(tags)), excluded, seen_from);
        }
        Ok(())
    }

    /// Messages of a direction with any of these customers.
    fn with(
        &mut self,
        read: &Read<'_>,
        contacts: &[ContactId],
        direction: Direction,
    ) -> Result<String, StoreError> {
        let asked = serde_json::to_string(&contacts.iter().map(|id| id.0).collect::<Vec<_>>())?;
        let of: Vec<ConversationId> =
            read.query_values(WITH, rusqlite::params![asked, count(MOST_CONVERSATIONS)])?;
        Ok(format!(
            "({}) AND {}",
            conversations(&of),
            marked(mark::direction(direction))
        ))
    }

    fn written_by(
        &mut self,
        read: &Read<'_>,
        who: &str,
        excluded: bool,
        me: Option<MemberId>,
    ) -> Result<(), StoreError> {
        let members = members(read, who, me)?;
        let contacts = if fold(who) == "me" {
            Vec::new()
        } else {
            contacts::called(read, who, MOST_CONTACTS)?
        };
        let mut ways = Vec::new();
        if !contacts.is_empty() {
            ways.push(format!("({})", self.with(read, &contacts, Direction::In)?));
        }
        if members.is_empty() && ways.is_empty() {
            self.unknown("contact_unknown", "from", who, excluded);
            return Ok(());
        }
        if excluded {
            ways.drain(..).for_each(|way| self.put(&way, true));
        }
        if !members.is_empty() {
            let list: Vec<String> = members.iter().map(|member| member.0.to_string()).collect();
            let by = format!("m.member_id IN ({})", list.join(", "));
            if excluded {
                self.filter(&by, Vec::new(), true);
            } else {
                ways.push(marked(mark::OUT));
                ways.push(marked(mark::NOTE));
                self.filter(&format!("(m.direction = 'in' OR {by})"), Vec::new(), false);
            }
        }
        if !ways.is_empty() {
            self.put(&ways.join(" OR "), false);
        }
        Ok(())
    }
}

fn conversations(of: &[ConversationId]) -> String {
    let tokens: Vec<String> = of
        .iter()
        .map(|id| token(&mark::conversation(*id)))
        .collect();
    tokens.join(" OR ")
}

/// Those of this name; where there is none, those that begin so.
fn ids<I: PartialEq>(asked: &str, all: impl Iterator<Item = (String, I)>) -> Vec<I> {
    let asked = fold(asked.trim()).into_owned();
    let (mut same, mut begun) = (Vec::new(), Vec::new());
    for (name, id) in all {
        let name = fold(&name);
        if name == asked.as_str() {
            same.push(id);
        } else if name.starts_with(asked.as_str()) {
            begun.push(id);
        }
    }
    if same.is_empty() { begun } else { same }
}

fn members(read: &Read<'_>, name: &str, me: Option<MemberId>) -> Result<Vec<MemberId>, StoreError> {
    if fold(name) == "me" {
        return Ok(me.into_iter().collect());
    }
    Ok(ids(
        name,
        member::all(read)?
            .into_iter()
            .map(|member| (member.name, member.id)),
    ))
}

fn responsible(
    read: &Read<'_>,
    name: &str,
    me: Option<MemberId>,
) -> Result<ResponsibleTest, StoreError> {
    if matches!(fold(name).as_ref(), "nobody" | "none") {
        return Ok(ResponsibleTest {
            any: Vec::new(),
            nobody: true,
        });
    }
    Ok(ResponsibleTest {
        any: members(read, name, me)?,
        nobody: false,
    })
}
