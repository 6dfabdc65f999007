//! Ready-made texts with variables: `Hello {{contact.first_name|there}}` (PO-11).
//!
//! A variable stands in double braces; after `|` comes what to write when it is unknown. Both are trimmed.

use std::collections::BTreeMap;

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

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Variable {
        variable: Variable,
        fallback: Option<String>,
    },
}

/// A text that was read and found good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    pieces: Vec<Piece>,
}

/// What the variables stand for. A missing or blank value is unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Values(BTreeMap<Variable, String>);

/// A text that is ready, with the variables that had neither a value nor a fallback (written as nothing).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The text.
    pub text: String,
    /// Variables left empty, in order, each once.
    pub unfilled: Vec<Variable>,
}

impl Values {
    /// The same values with one more.
    #[must_use]
    pub fn with(mut self, variable: Variable, value: impl Into<String>) -> Self {
        let value = value.into();
        if !value.trim().is_empty() {
            self.0.insert(variable, value);
        }
        self
    }

    /// What it stands for, if known.
    #[must_use]
    pub fn get(&self, variable: Variable) -> Option<&str> {
        self.0.get(&variable).map(String::as_str)
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
            let Some(variable) = Variable::named(name.trim()) else {
                return Err(TemplateError {
                    code: "variable_unknown",
                    at,
                    written: name.trim().to_owned(),
                });
            };
            pieces.push(Piece::Variable { variable, fallback });
            at += inside.chars().count() + 4;
            rest = following;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        Ok(Self { pieces })
    }

    /// The variables in it, in order, each once.
    #[must_use]
    pub fn variables(&self) -> Vec<Variable> {
        let mut seen = Vec::new();
        for piece in &self.pieces {
            if let Piece::Variable { variable, .. } = piece
                && !seen.contains(variable)
            {
                seen.push(*variable);
            }
        }
        seen
    }

    /// The text with `values` in place. Braces inside values stay as they are: a customer's name is never read
    /// as a variable.
    #[must_use]
    pub fn render(&self, values: &Values) -> Rendered {
        let mut rendered = Rendered {
            text: String::new(),
            unfilled: Vec::new(),
        };
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => rendered.text.push_str(text),
                Piece::Variable { variable, fallback } => {
                    match values.get(*variable).or(fallback.as_deref()) {
                        Some(value) => rendered.text.push_str(value),
                        None if rendered.unfilled.contains(variable) => {}
                        None => rendered.unfilled.push(*variable),
                    }
                }
            }
        }
        rendered
    }
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
            assert_eq!(done.unfilled, unfilled, "{text}");
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
            assert_eq!(Template::parse(&text).unwrap().variables(), [*variable]);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_and_plain_text_stays(text in "\\PC{0,60}") {
            match Template::parse(&text) {
                Ok(template) if template.variables().is_empty() => {
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
