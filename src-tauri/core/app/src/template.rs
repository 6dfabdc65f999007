//! Ready-made texts (UC-31, PO-11): kept with their files, filled in for a conversation, inserted.

use runnel_domain::{
    Timestamp,
    ids::{AttachmentId, ConversationId, MemberId, TemplateId, TriggerId},
    template::{Part, Slot, Template as Text, TemplateError, Values, Variable},
};
use runnel_store::{
    Read,
    table::{
        attachment::{self, Attachment},
        member, stage,
        template::{self, Template},
        trigger_rule::{self, TriggerRule},
    },
};
use serde_json::json;

pub use runnel_store::table::template::TemplateForm;

use crate::{
    app::{App, Changed},
    draft::staged,
    error::AppError,
    label::label,
    permission::{self, Deed},
    settings,
};

/// Longest name of a template or a folder, in characters.
const LONGEST_NAME: usize = 120;
/// Longest text of a template, in characters: longer ones are documents.
const LONGEST_BODY: usize = 50_000;

/// A template with its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateView {
    /// The template.
    pub row: Template,
    /// What goes with it.
    pub files: Vec<Attachment>,
    /// Triggers that send it, with their names, which may be empty.
    pub triggers: Vec<(TriggerId, String)>,
}

/// For whom a text is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// The customer of a conversation.
    Known(ConversationId),
    /// Somebody to whom we write first: only our own words are known.
    New,
    /// An example in the words of the workspace.
    Example,
}

/// What a text would become.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preview {
    /// Rendered; empty where the text cannot be read.
    pub text: String,
    /// The same piece by piece.
    pub parts: Vec<Part>,
    /// What has to be asked before the text is used, with what to suggest.
    pub questions: Vec<(Slot, String)>,
    /// Variables that do not exist, as written.
    pub unknown: Vec<String>,
    /// Every variable that exists, additional fields included.
    pub variables: Vec<String>,
}

/// A text that is ready to be edited and sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inserted {
    /// The text; what nobody answered still stands in its braces, and holds the message up.
    pub text: String,
    /// Copies of its files, staged.
    pub files: Vec<Attachment>,
}

impl App {
    /// What a member can use: shared templates and their own, by folder and name.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub async fn template_list(&self, me: MemberId) -> Result<Vec<TemplateView>, AppError> {
        self.read(move |read| {
            let mut files = template::files(read, me)?;
            let rules = trigger_rule::list(read)?;
            let list = template::list(read, me)?.into_iter().map(|row| {
                let its = files.extract_if(.., |(of, _)| *of == row.id);
                TemplateView {
                    files: its.map(|(_, file)| file).collect(),
                    triggers: senders(&rules, row.id),
                    row,
                }
            });
            Ok(list.collect())
        })
        .await
    }

    /// Saves a template; `None`: a new one. One's own is everybody's to keep, those of all need [`Deed::Lead`].
    ///
    /// # Errors
    /// [`AppError::NotAllowed`] where it is or becomes one of all; `Invalid` with `name_empty`, `name_too_long`,
    /// `template_empty`, `template_too_long`, `variable_unknown`, `braces_open`, `attachment_gone`, or
    /// `template_in_triggers` where it shall become personal.
    pub async fn template_save(
        &self,
        me: MemberId,
        id: Option<TemplateId>,
        form: TemplateForm,
        files: Vec<AttachmentId>,
    ) -> Result<Changed<TemplateId>, AppError> {
        let form = checked(form, files.is_empty())?;
        let undo = label("template_save", json!({ "name": form.name }));
        self.act(me, Deed::Work, undo, move |tx| {
            let mut shared = form.member.is_none();
            if let Some(id) = id {
                shared |= template::get(tx, id, me)?.member.is_none();
            }
            if shared {
                permission::check(tx, me, Deed::Lead)?;
            }
            for file in &files {
                staged(tx, *file)?;
            }
            let id = match id {
                Some(id) => {
                    let rules = trigger_rule::list(tx)?;
                    if form.member.is_some() && !senders(&rules, id).is_empty() {
                        return Err(AppError::field("template_in_triggers", "personal"));
                    }
                    template::update(tx, id, &form)?;
                    id
                }
                None => template::insert(tx, &form)?,
            };
            template::set_files(tx, id, &files)?;
            Ok(id)
        })
        .await
    }

    /// Deletes a template. A trigger that sends it fails from then on, which its card and the log tell.
    ///
    /// # Errors
    /// [`AppError::NotAllowed`] for one of all, `NotFound` where there is none that the member can use.
    pub async fn template_delete(&self, me: MemberId, id: TemplateId) -> Result<Changed, AppError> {
        let name = self
            .read(move |read| Ok(template::get(read, id, me)?.name))
            .await?;
        let undo = label("template_delete", json!({ "name": name }));
        self.act(me, Deed::Work, undo, move |tx| {
            if template::get(tx, id, me)?.member.is_none() {
                permission::check(tx, me, Deed::Lead)?;
            }
            Ok(template::remove(tx, id)?)
        })
        .await
    }

    /// Fills a template in and stages copies of its
    /// files. This counts as one use, whether or not the message is sent: what matters for the order of the picker
    /// is what people reach for.
    ///
    /// # Errors
    /// `NotFound` where there is no such template or conversation.
    pub async fn template_insert(
        &self,
        me: MemberId,
        id: TemplateId,
        whom: Whom,
        given: Vec<(String, String)>,
    ) -> Result<Inserted, AppError> {
        let now = self.now();
        let changed = self
            .act(me, Deed::Work, None, move |tx| {
                let body = template::get(tx, id, me)?.body;
                let text = Text::parse(&body).map_err(|error| misspelt(&error))?;
                let values = values(tx, me, whom, now)?;
                let mut files = Vec::new();
                for file in template::files_of(tx, id)? {
                    let copy = attachment::copy(tx, file)?;
                    files.push(attachment::get(tx, copy)?);
                }
                template::used(tx, id)?;
                let text = text
                    .parts(&with_given(values, &given))
                    .into_iter()
                    .map(|part| match part.slot {
                        Some(slot) if part.unfilled => format!("{{{{{}}}}}", slot.name()),
                        _ => part.text,
                    })
                    .collect();
                Ok(Inserted { text, files })
            })
            .await?;
        Ok(changed.value)
    }

    /// What a text would become.
    ///
    /// # Errors
    /// `NotFound` where there is no such conversation.
    pub async fn template_preview(
        &self,
        me: MemberId,
        text: String,
        whom: Whom,
        given: Vec<(String, String)>,
    ) -> Result<Preview, AppError> {
        let now = self.now();
        self.read(move |read| {
            let variables = variables(read)?;
            let template = match Text::parse(&text) {
                Ok(template) => template,
                Err(error) => {
                    return Ok(Preview {
                        unknown: vec![error.written],
                        variables,
                        ..Preview::default()
                    });
                }
            };
            let values = with_given(values(read, me, whom, now)?, &given);
            let rendered = template.render(&values);
            let suggestions = template.slots();
            let questions = rendered.unfilled.into_iter().map(|slot| {
                let known = suggestions.iter().find(|(known, _)| *known == slot);
                let suggestion = known.and_then(|(_, fallback)| fallback.clone());
                (slot, suggestion.unwrap_or_default())
            });
            Ok(Preview {
                text: rendered.text,
                parts: template.parts(&values),
                questions: questions.collect(),
                unknown: Vec::new(),
                variables,
            })
        })
        .await
    }
}

/// Triggers that send it.
fn senders(rules: &[TriggerRule], template: TemplateId) -> Vec<(TriggerId, String)> {
    let sends = |row: &&TriggerRule| {
        let rule = row.rule.as_ref();
        rule.is_some_and(|rule| rule.templates().any(|id| id == template))
    };
    let rules = rules.iter().filter(sends);
    rules.map(|row| (row.id, row.name.clone())).collect()
}

fn checked(form: TemplateForm, no_files: bool) -> Result<TemplateForm, AppError> {
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let form = TemplateForm {
        name: one_line(&form.name),
        folder: one_line(&form.folder),
        language: form.language.trim().to_owned(),
        ..form
    };
    if form.name.is_empty() {
        return Err(AppError::field("name_empty", "name"));
    }
    for (text, field) in [(&form.name, "name"), (&form.folder, "folder")] {
        if text.chars().count() > LONGEST_NAME {
            return Err(AppError::field("name_too_long", field));
        }
    }
    if form.body.trim().is_empty() && no_files {
        return Err(AppError::field("template_empty", "body"));
    }
    if form.body.chars().count() > LONGEST_BODY {
        return Err(AppError::field("template_too_long", "body"));
    }
    Text::parse(&form.body).map_err(|error| misspelt(&error))?;
    Ok(form)
}

fn misspelt(error: &TemplateError) -> AppError {
    AppError::Invalid {
        code: error.code,
        params: json!({ "field": "body", "name": error.written }),
    }
}

/// Every variable that a text can use.
fn variables(read: &Read<'_>) -> Result<Vec<String>, AppError> {
    let known = Variable::ALL
        .iter()
        .map(|variable| variable.name().to_owned());
    let fields = template::field_names(read)?.into_iter();
    Ok(known
        .chain(fields.map(|name| Slot::Field(name).name().into_owned()))
        .collect())
}

fn values(read: &Read<'_>, me: MemberId, whom: Whom, now: Timestamp) -> Result<Values, AppError> {
    match whom {
        Whom::Known(id) => {
            let agent = member::get(read, me)?.name;
            Ok(runnel_automation::values(read, id, Some(&agent), now)?)
        }
        Whom::New => ours(read, me, now),
        Whom::Example => example(read, me, now),
    }
}

/// What is known before we know the customer.
fn ours(read: &Read<'_>, me: MemberId, now: Timestamp) -> Result<Values, AppError> {
    let settings = settings::load(read)?;
    Ok(Values::default()
        .with(Variable::Agent, member::get(read, me)?.name)
        .with(Variable::Company, settings.company)
        .with(
            Variable::Date,
            runnel_automation::spoken_date(now, &settings.timezone, &settings.locale),
        ))
}

/// An example for somebody who has no conversation at hand.
fn example(read: &Read<'_>, me: MemberId, now: Timestamp) -> Result<Values, AppError> {
    let settings = settings::load(read)?;
    let amount = runnel_domain::Money {
        amount_minor: 395_000,
        currency: settings.currency,
    };
    let stage = stage::all(read)?.into_iter().next().map(|stage| stage.name);
    Ok(ours(read, me, now)?
        .with(Variable::ContactName, "Ana Souza")
        .with(Variable::ContactFirstName, "Ana")
        .with(Variable::ContactPhone, "+55 11 5555 0101")
        .with(Variable::ContactEmail, "ana@example.org")
        .with(Variable::DealTitle, "Ana Souza")
        .with(
            Variable::DealValue,
            runnel_automation::spoken_money(&amount, &settings.locale),
        )
        .with(Variable::DealStage, stage.unwrap_or_default()))
}

/// Answers of a person go before what is known.
fn with_given(values: Values, given: &[(String, String)]) -> Values {
    given
        .iter()
        .filter_map(|(name, value)| Some((Slot::named(name.trim())?, value)))
        .fold(values, |values, (slot, value)| values.with(slot, value))
}
