//! What a person types into the search field: words, phrases, exclusions and operators.
//!
//! Grammar: `word`, `"a phrase"`, `name:value`, `name:"a value"`, each with `-` in front to exclude it. Reading never
//! fails: what cannot be understood is told as a [`Problem`], and the rest is searched.

mod moment;
mod suggest;

use crate::{Channel, Folder, Timestamp, fold::fold};

pub use suggest::{Known, Suggestion, suggest};

/// Names of the operators, in the order in which they are offered.
pub const OPERATORS: &[&str] = &[
    "from",
    "to",
    "tag",
    "stage",
    "responsible",
    "source",
    "channel",
    "in",
    "is",
    "has",
    "after",
    "before",
    "on",
];

/// A search as it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// Words and phrases, in written order.
    pub terms: Vec<Term>,
    /// What operators ask for; all of it has to hold.
    pub limits: Vec<Limit>,
    /// What was not understood and is left out.
    pub problems: Vec<Problem>,
}

/// One word, or words that follow each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Folded, never empty. What was written as one, such as `10:30`, is a phrase of its parts.
    pub words: Vec<String>,
    /// As it was written: stems are told by accents too.
    pub written: String,
    /// In quotes: stands for itself, without other forms of its words.
    pub exact: bool,
    /// Must not occur.
    pub excluded: bool,
    /// Its last word may go on: it is still being typed.
    pub open: bool,
}

/// What one operator asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// What has to hold.
    pub test: Ask,
    /// It must not hold.
    pub excluded: bool,
}

/// A question about a message or its conversation. Names are as they were typed: whoever knows them looks them up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// Written by this customer or colleague; `me`: by the one who asks.
    From(String),
    /// Written to this customer.
    To(String),
    /// Its conversation wears a tag.
    Tag(String),
    /// Its conversation's deal is in a stage.
    Stage(String),
    /// Came through a source.
    Source(String),
    /// Came over a network.
    Channel(Channel),
    /// Somebody is in charge of its conversation; `me`, `nobody` or a name.
    Responsible(String),
    /// Lies in a folder.
    In(Folder),
    /// From this moment on, and before that one.
    At {
        /// Included; `None`: open.
        from: Option<Timestamp>,
        /// Excluded; `None`: open.
        until: Option<Timestamp>,
    },
    /// What comes with it.
    Has(Thing),
    /// How it stands.
    Is(Standing),
}

/// What a message may have with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    /// Any file.
    File,
    /// A picture.
    Image,
    /// A voice message.
    Voice,
    /// A web address in its text.
    Link,
}

/// How a message or its conversation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Its conversation holds something unread.
    Unread,
    /// Its customer waits for an answer.
    Unanswered,
    /// An internal note.
    Note,
    /// Written by us.
    Sent,
    /// Written by the customer.
    Received,
}

/// Something typed that is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Stable: `operator_unknown`, `value_unknown`.
    pub code: &'static str,
    /// Name of the operator as it was typed.
    pub operator: String,
    /// Its value.
    pub value: String,
}

impl Search {
    /// Reads what was typed. "Today" is the day of `now` in `zone` (IANA).
    #[must_use]
    pub fn read(typed: &str, zone: &str, now: Timestamp) -> Self {
        let mut search = Self::default();
        let typing = typed.chars().next_back().is_some_and(char::is_alphanumeric);
        let mut pieces = pieces(typed).into_iter().peekable();
        while let Some(piece) = pieces.next() {
            search.take(&piece, typing && pieces.peek().is_none(), zone, now);
        }
        search
    }

    /// Nothing is asked for.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.limits.is_empty()
    }

    fn take(&mut self, piece: &Piece<'_>, typing: bool, zone: &str, now: Timestamp) {
        let excluded = piece.excluded;
        if let Some(name) = piece.operator {
            let lower = name.to_ascii_lowercase();
            let known = OPERATORS.contains(&lower.as_str());
            let value = piece.value.trim();
            if known && value.is_empty() {
                return; // still being typed
            }
            if known || !value.is_empty() {
                let problem = |code| Problem {
                    code,
                    operator: lower.clone(),
                    value: value.to_owned(),
                };
                if !known {
                    self.problems.push(problem("operator_unknown"));
                } else if let Some(test) = ask(&lower, value, zone, now) {
                    self.limits.push(Limit { test, excluded });
                } else {
                    self.problems.push(problem("value_unknown"));
                }
                return;
            }
        }
        let whole = piece.operator.unwrap_or(piece.value);
        let words = words(whole);
        if !words.is_empty() {
            self.terms.push(Term {
                words,
                written: whole.to_owned(),
                exact: piece.quoted,
                excluded,
                open: typing && !piece.closed && !excluded,
            });
        }
    }
}

/// The folded words of a text: runs of letters and digits.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn ask(operator: &str, value: &str, zone: &str, now: Timestamp) -> Option<Ask> {
    let name = || value.to_owned();
    let word = fold(value);
    let time = || moment::period(&word, zone, now);
    Some(match operator {
        "from" => Ask::From(name()),
        "to" => Ask::To(name()),
        "tag" => Ask::Tag(name()),
        "stage" => Ask::Stage(name()),
        "source" => Ask::Source(name()),
        "responsible" => Ask::Responsible(name()),
        "channel" => Ask::Channel(Channel::parse(&word)?),
        "in" => Ask::In(Folder::parse(&word)?),
        "is" => Ask::Is(match word.as_ref() {
            "unread" => Standing::Unread,
            "unanswered" => Standing::Unanswered,
            "note" => Standing::Note,
            "sent" => Standing::Sent,
            "received" => Standing::Received,
            _ => return None,
        }),
        "has" => Ask::Has(match word.as_ref() {
            "file" => Thing::File,
            "image" => Thing::Image,
            "voice" => Thing::Voice,
            "link" => Thing::Link,
            _ => return None,
        }),
        "before" => Ask::At {
            from: None,
            until: Some(time()?.from),
        },
        "after" => Ask::At {
            from: Some(time()?.from),
            until: None,
        },
        "on" => {
            let day = time()?;
            Ask::At {
                from: Some(day.from),
                until: Some(day.until),
            }
        }
        _ => return None,
    })
}

/// What was typed between spaces or in quotes.
#[derive(Debug, PartialEq, Eq)]
struct Piece<'t> {
    excluded: bool,
    operator: Option<&'t str>,
    value: &'t str,
    /// It began with a quotation mark.
    quoted: bool,
    /// Its quotation ended: nothing can be added to it.
    closed: bool,
}

fn pieces(typed: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = typed.trim_start();
    while !rest.is_empty() {
        let bare = rest.strip_prefix('-').filter(|tail| {
            tail.chars()
                .next()
                .is_some_and(|c| !c.is_whitespace() && c != '-')
        });
        let (excluded, mut body) = (bare.is_some(), bare.unwrap_or(rest));
        let mut operator = None;
        if let Some((name, tail)) = body.split_once(':')
            && !name.is_empty()
            && name.bytes().all(|b| b.is_ascii_alphabetic())
            && !tail.starts_with("//")
        {
            operator = Some(name);
            body = tail;
        }
        let quote = body.chars().next().filter(|c| is_quote(*c));
        let (value, tail, closed) = if let Some(quote) = quote {
            let inside = body.strip_prefix(quote).unwrap_or(body);
            match inside.split_once(is_quote) {
                Some((value, tail)) => (value, tail, true),
                None => (inside, "", false),
            }
        } else {
            let end = body.find(char::is_whitespace).unwrap_or(body.len());
            let (value, tail) = body.split_at(end);
            (value, tail, false)
        };
        pieces.push(Piece {
            excluded,
            operator,
            value,
            quoted: quote.is_some(),
            closed,
        });
        rest = tail.trim_start();
    }
    pieces
}

const fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_795_338_000_000); // 2026-11-22 09:00 UTC

    fn read(typed: &str) -> Search {
        Search::read(typed, "UTC", NOW)
    }

    fn shown(typed: &str) -> Vec<String> {
        read(typed)
            .terms
            .iter()
            .map(|term| {
                format!(
                    "{}{}{}{}",
                    if term.excluded { "-" } else { "" },
                    if term.exact { "=" } else { "" },
                    term.words.join("+"),
                    if term.open { "*" } else { "" }
                )
            })
            .collect()
    }

    #[test]
    fn words_phrases_and_exclusions() {
        assert_eq!(shown("Preço do bo"), ["preco", "do", "bo*"]);
        assert_eq!(shown("bolo "), ["bolo"], "a space ends the word");
        assert_eq!(
            shown("\"dois bolos\" -morango"),
            ["=dois+bolos", "-morango"]
        );
        assert_eq!(
            shown("\"dois bo"),
            ["=dois+bo*"],
            "a quotation that is not ended yet"
        );
        assert_eq!(shown("„Guten Tag“ «да»"), ["=guten+tag", "=да"]);
        assert_eq!(shown("um 10:30 - ok"), ["um", "10+30", "ok*"]);
        assert_eq!(shown("https://shop.example"), ["https+shop+example*"]);
        assert_eq!(
            shown("Re: order"),
            ["re", "order*"],
            "no operator without a value"
        );
        assert_eq!(shown("… !"), Vec::<String>::new());
    }

    #[test]
    fn operators_are_understood() {
        let search =
            read("cake from:Ana -tag:\"to do\" is:unread HAS:Image in:archive channel:email");
        assert_eq!(search.terms.len(), 1);
        assert_eq!(search.problems, []);
        let tests: Vec<_> = search
            .limits
            .into_iter()
            .map(|limit| (limit.test, limit.excluded))
            .collect();
        assert_eq!(
            tests,
            [
                (Ask::From("Ana".to_owned()), false),
                (Ask::Tag("to do".to_owned()), true),
                (Ask::Is(Standing::Unread), false),
                (Ask::Has(Thing::Image), false),
                (Ask::In(Folder::Archive), false),
                (Ask::Channel(Channel::Email), false),
            ]
        );
    }

    #[test]
    fn what_is_not_understood_is_named_and_the_rest_is_searched() {
        let search = read("colour:red is:great cake tag:");
        assert_eq!(search.terms.len(), 1);
        assert_eq!(search.limits, []);
        let problems: Vec<_> = search
            .problems
            .iter()
            .map(|problem| {
                (
                    problem.code,
                    problem.operator.as_str(),
                    problem.value.as_str(),
                )
            })
            .collect();
        assert_eq!(
            problems,
            [
                ("operator_unknown", "colour", "red"),
                ("value_unknown", "is", "great")
            ]
        );
    }

    #[test]
    fn times_are_days_months_and_years() {
        let day = 86_400_000;
        let at = |typed: &str| match read(typed).limits.pop().unwrap().test {
            Ask::At { from, until } => (from.map(|at| at.0), until.map(|at| at.0)),
            other => panic!("{other:?}"),
        };
        let today = NOW.0 - 9 * 3_600_000;
        for word in ["today", "hoje", "hoy", "heute", "Сегодня"] {
            assert_eq!(
                at(&format!("on:{word}")),
                (Some(today), Some(today + day)),
                "{word}"
            );
        }
        assert_eq!(at("on:ontem"), (Some(today - day), Some(today)));
        assert_eq!(at("before:2026-11-22"), (None, Some(today)));
        assert_eq!(at("after:22.11.2026"), (Some(today), None));
        assert_eq!(
            at("on:2026-11"),
            (Some(today - 21 * day), Some(today + 9 * day))
        );
        assert!(read("on:2026-13").problems.len() == 1);
    }
}
