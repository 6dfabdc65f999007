//! Conditions asked of a card: what the deal itself knows is asked of the deal, the rest of its conversation.
//!
//! A deal that was made by hand has no conversation. It is nobody's message: it came from no account, wears no tag,
//! nothing in it is unread or unanswered, and it was last active when it was last changed.

use runnel_domain::{
    condition::{Acquaintance, Test},
    facts::Viewpoint,
};

use super::Expression;

/// The group of the card's stage.
const GROUP: &str = "(SELECT grp FROM stage WHERE stage.id = d.stage_id)";

impl Expression {
    pub(super) fn card(&mut self, test: &Test, seen_from: Viewpoint) {
        match test {
            Test::Folder(any) => {
                self.push("iif(");
                self.push(GROUP);
                self.push(" = 'active', 'accepted', 'archive') IN ");
                self.list(any.iter().map(|folder| folder.as_str().to_owned()));
            }
            Test::Stage(any) => {
                self.push("d.stage_id IN ");
                self.list(any.iter().map(|stage| stage.0));
            }
            Test::StageGroup(any) => {
                self.push(GROUP);
                self.push(" IN ");
                self.list(any.iter().map(|group| group.as_str().to_owned()));
            }
            Test::Responsible(who) => self.responsible("d.owner_id", who),
            Test::Amount(range) => self.amount("d", range),
            Test::Contact(_)
            | Test::Tasks(_)
            | Test::Period(_)
            | Test::Language(_)
            | Test::Stars(_)
            | Test::Field(_) => {
                self.push("iif(c.id IS NULL, ");
                self.lone(test, seen_from);
                self.push(", ");
                self.test(test, seen_from);
                self.push(")");
            }
            // Without a conversation these are NULL or look into nothing, which is the answer.
            Test::Source(_)
            | Test::Channel(_)
            | Test::Tags(_)
            | Test::Text(_)
            | Test::State(_)
            | Test::Kind(_)
            | Test::WorkStatus(_) => self.test(test, seen_from),
        }
    }

    /// What only a deal without a conversation has to answer otherwise.
    fn lone(&mut self, test: &Test, seen_from: Viewpoint) {
        match test {
            Test::Contact(who) => {
                self.push(match who {
                    Acquaintance::New => "NOT ",
                    Acquaintance::Returning => "",
                });
                self.push("EXISTS (SELECT 1 FROM conversation AS other WHERE other.contact_id = d.contact_id)");
            }
            Test::Tasks(any) => self.joined(any, " OR ", "0", |out, task| {
                out.tasks("deal_id = d.id", *task, seen_from);
            }),
            Test::Period(period) => self.period("d.updated_at", *period, seen_from),
            Test::Language(any) => self.joined(any, " OR ", "0", |out, tag| {
                out.language("d.contact_id", tag);
            }),
            Test::Stars(any) => {
                self.push("(SELECT stars FROM contact WHERE contact.id = d.contact_id) IN ");
                self.list(any.iter().copied().map(i64::from));
            }
            Test::Field(test) => self.field(
                "CASE field.owner WHEN 'contact' THEN d.contact_id WHEN 'deal' THEN d.id END",
                test,
            ),
            _ => self.push("0"),
        }
    }
}
