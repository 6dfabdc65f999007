//! Cards of which a test holds that nothing held in memory can answer (see [`Test::is_rare`]): words, acquaintance,
//! additional fields.
//!
//! A card that was made by hand has no conversation, so no word was said in it; its contact is new where they have
//! never written.

use runnel_domain::condition::{Acquaintance, Test};

use super::Expression;

/// A statement for all cards of which a rare test holds; of any other test it finds none.
pub(crate) fn cards_holding(test: &Test) -> Expression {
    let mut out = Expression::default();
    match test {
        Test::Text(phrases) => {
            out.push("SELECT d.id FROM deal AS d WHERE ");
            out.text("d.conversation_id", phrases);
        }
        Test::Contact(who) => {
            out.push(
                "SELECT d.id FROM deal AS d LEFT JOIN conversation AS c ON c.id = d.conversation_id WHERE ",
            );
            out.push(match who {
                Acquaintance::New => "",
                Acquaintance::Returning => "NOT ",
            });
            out.push(
                "(coalesce(c.cycle, 1) = 1 AND NOT EXISTS (SELECT 1 FROM conversation AS other
                   WHERE other.contact_id = d.contact_id AND (c.id IS NULL OR other.id < c.id)))",
            );
        }
        Test::Field(test) if !test.is.holds_of_nothing() => {
            out.of_field(
                "deal AS d",
                "d.id",
                ["d.contact_id", "d.conversation_id", "d.id"],
                test,
            );
        }
        Test::Field(test) => {
            out.push("SELECT d.id FROM deal AS d WHERE ");
            out.field(
                "CASE field.owner WHEN 'contact' THEN d.contact_id
                                  WHEN 'conversation' THEN d.conversation_id ELSE d.id END",
                test,
            );
        }
        _ => out.push("SELECT id FROM deal WHERE 0"),
    }
    out
}
