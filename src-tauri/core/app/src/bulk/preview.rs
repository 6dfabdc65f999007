//! What a bulk action would do, in numbers, and what triggers would do about it: nothing is written.

use runnel_automation::{Prospect, foresee};
use runnel_domain::{
    Folder,
    facts::Facts,
    ids::{MemberId, TriggerId},
    plan::Occasion,
};
use runnel_store::{
    Read, StoreError,
    shop::{self, BulkDeed, Standing, Verdict},
    table::trigger_rule,
};

use super::{
    Selection, Subject, check,
    standings::{Standings, Stands},
    wanted,
};
use crate::{app::App, error::AppError, permission::Sight};

/// Conversations looked at in one read: a snapshot that is held long keeps the file from being tidied.
const AT_ONCE: usize = 2_000;

/// A bulk action in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BulkPreview {
    /// Conversations chosen.
    pub total: usize,
    /// It changes so many.
    pub changes: usize,
    /// So many are so already.
    pub same: usize,
    /// So many are not there any more.
    pub gone: usize,
    /// So many it cannot be done to.
    pub refused: usize,
    /// Triggers that would act, in their order.
    pub triggers: Vec<TriggerForecast>,
}

/// What one trigger would do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TriggerForecast {
    /// Which.
    pub id: TriggerId,
    /// Its name; may be empty.
    pub name: String,
    /// In so many conversations.
    pub runs: usize,
    /// Messages to customers, at once or later.
    pub messages: usize,
    /// Changes of tags.
    pub tags: usize,
    /// Tasks.
    pub tasks: usize,
}

impl BulkPreview {
    /// Messages that customers would get from triggers.
    #[must_use]
    pub fn messages(&self) -> usize {
        self.triggers.iter().map(|trigger| trigger.messages).sum()
    }
}

impl App {
    /// What a bulk action would do.
    ///
    /// # Errors
    /// As [`App::bulk_apply`] refuses.
    pub async fn bulk_preview(
        &self,
        me: MemberId,
        selection: Selection,
        deed: BulkDeed,
    ) -> Result<BulkPreview, AppError> {
        let now = self.now();
        let wanted = deed.clone();
        self.read(move |read| check(read, &wanted, now)).await?;
        let ids = self.selected(me, selection).await?;
        let mut preview = BulkPreview {
            total: ids.len(),
            ..BulkPreview::default()
        };
        for ids in ids.chunks(AT_ONCE) {
            let (ids, deed) = (ids.to_vec(), deed.clone());
            let part = self
                .read(move |read| {
                    let mut part = look(read, me, &ids, &deed)?;
                    let become_so = becoming(read, &deed, me)?;
                    let seen = foresee(read, now, &part.prospects, become_so)?;
                    for (id, seen) in seen {
                        part.preview.triggers.push(TriggerForecast {
                            id,
                            name: trigger_rule::name(read, id)?,
                            runs: seen.runs,
                            messages: seen.messages,
                            tags: seen.tags,
                            tasks: seen.tasks,
                        });
                    }
                    Ok(part.preview)
                })
                .await?;
            preview.add(part);
        }
        Ok(preview)
    }
}

impl BulkPreview {
    fn add(&mut self, part: Self) {
        self.changes += part.changes;
        self.same += part.same;
        self.gone += part.gone;
        self.refused += part.refused;
        for more in part.triggers {
            match self.triggers.iter_mut().find(|known| known.id == more.id) {
                Some(known) => {
                    known.runs += more.runs;
                    known.messages += more.messages;
                    known.tags += more.tags;
                    known.tasks += more.tasks;
                }
                None => self.triggers.push(more),
            }
        }
    }
}

struct Part {
    preview: BulkPreview,
    prospects: Vec<Prospect>,
}

fn look(
    read: &Read<'_>,
    me: MemberId,
    subjects: &[Subject],
    deed: &BulkDeed,
) -> Result<Part, AppError> {
    let standings = Standings::of(read, me, subjects)?;
    let sight = Sight::of(read, me)?;
    let mut part = Part {
        preview: BulkPreview::default(),
        prospects: Vec::new(),
    };
    let preview = &mut part.preview;
    for subject in subjects {
        let verdict = match standings.find(*subject) {
            None => {
                preview.gone += 1;
                continue;
            }
            Some(_) if !sight.sees(read, subject.named())? => {
                preview.gone += 1;
                continue;
            }
            Some(_) if !sight.may(read, wanted(deed), subject.named())? => Verdict::Refused,
            Some(Stands::Deal(standing)) => shop::judge_deal(standing, deed),
            Some(Stands::Conversation(standing)) => {
                let verdict = shop::judge(standing, deed);
                if verdict == Verdict::Changes {
                    let occasions = occasions(read, standing, deed)?;
                    if !occasions.is_empty() {
                        part.prospects.push(Prospect {
                            conversation: standing.id,
                            occasions,
                        });
                    }
                }
                verdict
            }
        };
        match verdict {
            Verdict::Changes => preview.changes += 1,
            Verdict::Same => preview.same += 1,
            Verdict::Refused => preview.refused += 1,
        }
    }
    Ok(part)
}

/// What triggers would see of the deed.
fn occasions(
    read: &Read<'_>,
    standing: &Standing,
    deed: &BulkDeed,
) -> Result<Vec<Occasion>, StoreError> {
    let mut occasions = Vec::new();
    match deed {
        BulkDeed::Tags { add, .. } => {
            let new: Vec<_> = add
                .iter()
                .copied()
                .filter(|tag| !standing.tags.contains(tag))
                .collect();
            if !new.is_empty() {
                occasions.push(Occasion::TagsAdded(new));
            }
        }
        BulkDeed::Responsible(_) => occasions.push(Occasion::ResponsibleChanged),
        _ => {
            if let Some((stage, group)) = shop::leads_to(read, deed, standing.stage)? {
                if standing.stage != Some(stage) {
                    occasions.push(Occasion::StageEntered(stage));
                }
                // Whoever accepts takes charge where nobody is.
                if !group.is_archived()
                    && standing.folder == Folder::New
                    && standing.responsible.is_none()
                {
                    occasions.push(Occasion::ResponsibleChanged);
                }
            }
        }
    }
    Ok(occasions)
}

/// Makes the facts of a conversation what they are after the deed.
fn becoming<'d>(
    read: &Read<'_>,
    deed: &'d BulkDeed,
    me: MemberId,
) -> Result<impl Fn(&mut Facts) + use<'d>, StoreError> {
    let entering = shop::leads_to(read, deed, None)?;
    Ok(move |facts: &mut Facts| {
        match deed {
            BulkDeed::Tags { add, remove } => {
                facts.tags.retain(|tag| !remove.contains(tag));
                let worn = facts.tags.clone();
                facts
                    .tags
                    .extend(add.iter().filter(|tag| !worn.contains(tag)));
            }
            BulkDeed::Responsible(member) => facts.responsible = *member,
            BulkDeed::Task { due_at, .. } => facts.open_tasks.push(*due_at),
            _ => {}
        }
        let Some((stage, group)) = entering else {
            return;
        };
        // Accepting leaves an active stage as it is.
        let stays = *deed == BulkDeed::Accept
            && facts.stage_group.is_some_and(|group| !group.is_archived());
        if !stays {
            facts.stage = Some(stage);
            facts.stage_group = Some(group);
        }
        facts.folder = Folder::of(true, Some(group));
        if !group.is_archived() && facts.responsible.is_none() {
            facts.responsible = Some(me);
        }
    })
}
