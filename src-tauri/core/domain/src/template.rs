//! Ready-made texts with variables: `Hello {{contact.first_name|there}}` (PO-11).
//!
//! A variable stands in double braces; after `|` comes what to write when it is unknown. Both are trimmed.
//! `{{field.Size}}` is the additional field "Size"; `{{ask.Delivery day}}` is asked each time the text is used.

use std::{borrow::Cow, collections::BTreeMap};

use crate::fold::fold;

macro_rules! variables {
    ($($(#[$doc:meta])* $variant:ident = $name:literal),+ $(,)?) => {
        /// A variable that a text can use.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Variable { $($(#[$doc])* $variant),+ }

        impl Variable {
            /// All of them, in the order in which the picker shows them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// As written between the braces.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The variable with this name, if there is one.
            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

variables! {
    /// As shown everywhere (UC-11).
    ContactName = "contact.name",
    /// Given name.
    ContactFirstName = "contact.first_name",
    /// First phone number.
    ContactPhone = "contact.phone",
    /// First mail address.
    ContactEmail = "contact.email",
    /// Who writes, or is responsible when a trigger writes.
    Agent = "agent",
    /// The workspace's own name.
    Company = "company",
    /// Title of the deal.
    DealTitle = "deal.title",
    /// Amount of the deal with its currency.
    DealValue = "deal.value",
    /// Stage of the deal.
    DealStage = "deal.stage",
    /// Today, in the workspace's language.
    Date = "date",
}

/// Why a text cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code} at character {at}: {written}")]
pub struct TemplateError {
    /// `variable_unknown` or `braces_open`.
    pub code: &'static str,
    /// Position of the opening braces, in characters (Unicode scalar values) from 0.
    pub at: usize,
    /// What stands between the braces.
    pub written: String,
}

/// What stands between double braces.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// Something that Runnel knows.
    Known(Variable),
    /// An additional field (CP-16), by its name as people see it.
    Field(String),
    /// A question to whoever uses the text; what follows `|` is a suggestion.
    Ask(String),
}

impl Slot {
    /// As written between the braces.
    #[must_use]
    pub fn name(&self) -> Cow<'static, str> {
        match self {
            Self::Known(variable) => Cow::Borrowed(variable.name()),
            Self::Field(name) => Cow::Owned(format!("field.{name}")),
            Self::Ask(question) => Cow::Owned(format!("ask.{question}")),
        }
    }

    /// The slot with this name, if there is one.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let rest = |prefix: &str| {
            let rest = name.strip_prefix(prefix)?.trim();
            (!rest.is_empty()).then(|| rest.to_owned())
        };
        Variable::named(name)
            .map(Self::Known)
            .or_else(|| rest("field.").map(Self::Field))
            .or_else(|| rest("ask.").map(Self::Ask))
    }

    /// Names are compared without case and accents.
    fn key(&self) -> String {
        fold(&self.name()).into_owned()
    }
}

impl From<Variable> for Slot {
    fn from(variable: Variable) -> Self {
        Self::Known(variable)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Slot {
        slot: Slot,
        fallback: Option<String>,
    },
}

/// A piece of a text that is ready, and where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What is written there; empty for what is unfilled.
    pub text: String,
    /// What it stands for; `None`: the template's own words.
    pub slot: Option<Slot>,
    /// Nothing is known for it, or it has to be asked.
    pub unfilled: bool,
}

/// A text that was read and found good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    pieces: Vec<Piece>,
}

/// What the variables stand for. A missing or blank value is unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Values(BTreeMap<String, String>);

/// A text that is ready, with the variables that had neither a value nor a fallback (written as nothing).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The text.
    pub text: String,
    /// What was left empty or has to be asked, in order, each once.
    pub unfilled: Vec<Slot>,
}

impl Values {
    /// The same values with one more.
    #[must_use]
    pub fn with(mut self, slot: impl Into<Slot>, value: impl Into<String>) -> Self {
        let value = value.into();
        if !value.trim().is_empty() {
            self.0.insert(slot.into().key(), value);
        }
        self
    }

    /// What it stands for, if known.
    #[must_use]
    pub fn get(&self, slot: &Slot) -> Option<&str> {
        self.0.get(&slot.key()).map(String::as_str)
    }
}

impl Template {
    /// Reads a text once; rendering it later cannot fail.
    ///
    /// # Errors
    /// The first unknown variable, or braces that never close.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        let mut pieces = Vec::new();
        let mut rest = text;
        let mut at = 0;
        while let Some((plain, after)) = rest.split_once("{{") {
            at += plain.chars().count();
            if !plain.is_empty() {
                pieces.push(Piece::Text(plain.to_owned()));
            }
            let Some((inside, following)) = after.split_once("}}") else {
                return Err(TemplateError {
                    code: "braces_open",
                    at,
                    written: after.to_owned(),
                });
            };
            let (name, fallback) = match inside.split_once('|') {
                Some((name, fallback)) => (name, Some(fallback.trim().to_owned())),
                None => (inside, None),
            };
            let Some(slot) = Slot::named(name.trim()) else {
                return Err(TemplateError {
                    code: "variable_unknown",
                    at,
                    written: name.trim().to_owned(),
                });
            };
            pieces.push(Piece::Slot { slot, fallback });
            at += inside.chars().count() + 4;
            rest = following;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        Ok(Self { pieces })
    }

    /// The slots in it, in order, each once, with what follows the `|`.
    #[must_use]
    pub fn slots(&self) -> Vec<(Slot, Option<String>)> {
        let mut seen: Vec<(Slot, Option<String>)> = Vec::new();
        for piece in &self.pieces {
            if let Piece::Slot { slot, fallback } = piece
                && !seen.iter().any(|(known, _)| known == slot)
            {
                seen.push((slot.clone(), fallback.clone()));
            }
        }
        seen
    }

    /// The text with `values` in place, piece by piece. Braces inside values stay as they are: a customer's name is
    /// never read as a variable.
    #[must_use]
    pub fn parts(&self, values: &Values) -> Vec<Part> {
        self.pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => Part {
                    text: text.clone(),
                    slot: None,
                    unfilled: false,
                },
                Piece::Slot { slot, fallback } => {
                    let value = values.get(slot);
                    let asked = matches!(slot, Slot::Ask(_));
                    Part {
                        text: value.or(fallback.as_deref()).unwrap_or_default().to_owned(),
                        unfilled: value.is_none() && (asked || fallback.is_none()),
                        slot: Some(slot.clone()),
                    }
                }
            })
            .collect()
    }

    /// [`Self::parts`] as one text.
    #[must_use]
    pub fn render(&self, values: &Values) -> Rendered {
        let mut rendered = Rendered {
            text: String::new(),
            unfilled: Vec::new(),
        };
        for part in self.parts(values) {
            rendered.text.push_str(&part.text);
            if let Some(slot) = part.slot.filter(|_| part.unfilled)
                && !rendered.unfilled.contains(&slot)
            {
                rendered.unfilled.push(slot);
            }
        }
        rendered
    }
}

/// Whether a text that is about to leave still has something between double braces: nobody filled it in.
#[must_use]
pub fn is_unfilled(text: &str) -> bool {
    text.split_once("{{")
        .is_some_and(|(_, after)| after.contains("}}"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ana() -> Values {
        Values::default()
            .with(Variable::ContactFirstName, "Ana {{date}}")
            .with(Variable::DealValue, "39.50 EUR")
            .with(Variable::Company, "   ")
    }

    /// PO-11
    #[test]
    fn variables_are_filled_or_fall_back() {
        for (text, rendered, unfilled) in [
            ("Hello", "Hello", &[][..]),
            ("Hi {{contact.first_name}}!", "Hi Ana {{date}}!", &[]),
            ("{{ deal.value | soon }}", "39.50 EUR", &[]),
            ("From {{company|us}}", "From us", &[]),
            ("From {{company|}}.", "From .", &[]),
            (
                "{{agent}}{{agent}} at {{company}}",
                " at ",
                &[Variable::Agent, Variable::Company],
            ),
            ("a } b }} c { d", "a } b }} c { d", &[]),
        ] {
            let done = Template::parse(text).unwrap().render(&ana());
            assert_eq!(done.text, rendered, "{text}");
            let unfilled: Vec<Slot> = unfilled.iter().copied().map(Slot::Known).collect();
            assert_eq!(done.unfilled, unfilled, "{text}");
        }
    }

    /// PO-11: custom fields, and questions for what is unfilled
    #[test]
    fn fields_are_known_by_name_and_questions_are_always_asked() {
        let template = Template::parse("{{field.Größe|M}}, {{ ask.Day | Monday }}").unwrap();
        let size = Slot::Field("groesse".to_owned());
        assert_eq!(Slot::named("field. "), None);
        let asked = Slot::Ask("Day".to_owned());
        let done = template.render(&Values::default().with(size, "never: another name"));
        assert_eq!(
            done.text, "M, Monday",
            "the suggestion shows until it is answered"
        );
        assert_eq!(done.unfilled, std::slice::from_ref(&asked));
        let values = Values::default()
            .with(Slot::Field("grösse".to_owned()), "XL")
            .with(asked, "Friday");
        let done = template.render(&values);
        assert_eq!((done.text.as_str(), done.unfilled.len()), ("XL, Friday", 0));
    }

    #[test]
    fn braces_that_nobody_filled_are_seen() {
        for (text, unfilled) in [
            ("Hi {{contact.name}}", true),
            ("{{x}}", true),
            ("a {{ b", false),
            ("}} {{", false),
            ("f(){}", false),
        ] {
            assert_eq!(is_unfilled(text), unfilled, "{text}");
        }
    }

    #[test]
    fn mistakes_are_told_with_their_place() {
        let error = Template::parse("Grüße, {{contact.nmae|du}}").unwrap_err();
        assert_eq!(
            (error.code, error.at, error.written.as_str()),
            ("variable_unknown", 7, "contact.nmae")
        );
        let error = Template::parse("{{date}} и {{agent").unwrap_err();
        assert_eq!((error.code, error.at), ("braces_open", 11));
    }

    #[test]
    fn every_variable_has_one_name() {
        for variable in Variable::ALL {
            assert_eq!(Variable::named(variable.name()), Some(*variable));
            let text = format!("{{{{{}}}}}", variable.name());
            assert_eq!(
                Template::parse(&text).unwrap().slots(),
                [(Slot::Known(*variable), None)]
            );
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_and_plain_text_stays(text in "\\PC{0,60}") {
            match Template::parse(&text) {
                Ok(template) if template.slots().is_empty() => {
                    prop_assert_eq!(template.render(&ana()).text, text);
                }
                Ok(_) => {}
                Err(error) => prop_assert!(text.chars().skip(error.at).collect::<String>().starts_with("{{")),
            }
        }

        #[test]
        fn what_stands_around_a_variable_stays(before in "[^{}]{0,20}", after in "[^{}]{0,20}", fallback in "[^{}]{0,9}") {
            let text = format!("{before}{{{{agent|{fallback}}}}}{after}");
            let done = Template::parse(&text).unwrap().render(&Values::default());
            prop_assert_eq!(done.text, format!("{before}{}{after}", fallback.trim()));
            prop_assert!(done.unfilled.is_empty());
        }
    }
}
