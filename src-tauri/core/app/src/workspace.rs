//! The workspace as a whole: what a new one begins with, and everything small that every screen needs.

use std::sync::Arc;

use runnel_domain::{
    Channel, Level, PipelineKind, Place, Role, SourceHealth, Timestamp,
    access::Rights,
    condition::{Clause, Condition, Mark, Test},
    day::Day,
    ids::MemberId,
};
use runnel_store::{
    Read, Tx, shop,
    table::{
        access,
        chat_list::{ChatQuery, ChatSort},
        count::{self, PlaceCount},
        member::{self, Member},
        operation, outbox,
        pipeline::{self, Pipeline},
        rail,
        source::{self, Source},
        stage::{self, Stage},
        tag::{self, Tag},
        task_list,
    },
};
use runnel_views::Chats;

use crate::{
    app::App,
    chats::viewpoint,
    error::AppError,
    permission::Sight,
    settings::{self, Settings},
    supervise::HealthNote,
    welcome,
    words::{FirstWords, first_words},
};

/// How long an action can be taken back: 30 days, in milliseconds. Older ones would mostly meet later changes, and
/// their images only fill the file.
const UNDOABLE_MS: i64 = 30 * 24 * 60 * 60 * 1_000;

/// Counters that are always on screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// Every list of chats.
    pub places: Vec<PlaceCount>,
    /// Open tasks of the acting member due today or overdue.
    pub tasks_due: i64,
    /// Messages waiting to be sent.
    pub waiting_to_send: i64,
    /// Messages that failed or whose fate is unknown.
    pub need_attention: i64,
    /// Messages planned for later.
    pub scheduled: i64,
}

/// A source with what its row does not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceView {
    /// The source.
    pub row: Source,
    /// Why it is how it is.
    pub note: HealthNote,
    /// Messages of it waiting to be sent.
    pub waiting: i64,
}

/// Everything small that every screen needs.
#[derive(Debug, Clone)]
pub struct WorkspaceView {
    /// File name without its ending.
    pub name: String,
    /// Version of the program.
    pub version: String,
    /// Who works here, and those who left: what they did keeps their name.
    pub members: Vec<Member>,
    /// Boards that the acting member sees, with their stages in funnel order and what the member may do there.
    pub pipelines: Vec<(Pipeline, Vec<Stage>, Level)>,
    /// What everybody who works here may see, so that nobody is offered for what they may not.
    pub rights: Vec<Rights>,
    /// Labels by name.
    pub tags: Vec<Tag>,
    /// Accounts in the order in which they were connected.
    pub sources: Vec<SourceView>,
    /// Settings.
    pub settings: Settings,
    /// Counters.
    pub counts: Counts,
    /// Sample data is in.
    pub has_sample: bool,
}

impl App {
    /// Everything small that every screen needs, of one moment.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub async fn workspace(&self, me: MemberId) -> Result<WorkspaceView, AppError> {
        let path = self.inner.store.path();
        let name = path
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned());
        let (now, version) = (self.now(), self.inner.host.version.clone());
        let chats = Arc::clone(&self.inner.chats);
        self.read(move |read| {
            let sight = Sight::of(read, me)?;
            let mut stages = stage::all(read)?;
            let pipelines = pipeline::list(read)?
                .into_iter()
                .filter(|board| sight.board(board.id) > Level::None)
                .map(|board| {
                    let own = stages
                        .extract_if(.., |stage| stage.pipeline == board.id)
                        .collect();
                    let level = sight.board(board.id);
                    (board, own, level)
                })
                .collect();
            let settings = settings::load(read)?;
            Ok(WorkspaceView {
                name: name.unwrap_or_default(),
                version,
                members: member::all(read)?,
                pipelines,
                tags: tag::list(read)?,
                rights: everybodys(read)?,
                sources: sources(read, &sight)?,
                counts: counts(read, &chats, me, now, &settings.timezone)?,
                settings,
                has_sample: rail::has_sample(read)?,
            })
        })
        .await
    }

    /// The counters alone, for the change feed.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub async fn counts(&self, me: MemberId) -> Result<Counts, AppError> {
        let (now, chats) = (self.now(), Arc::clone(&self.inner.chats));
        self.read(move |read| counts(read, &chats, me, now, &settings::load(read)?.timezone))
            .await
    }

    /// The member who acts where nobody signs in: the owner.
    ///
    /// # Errors
    /// [`AppError::Internal`] in a workspace without an owner.
    pub async fn owner(&self) -> Result<MemberId, AppError> {
        self.read(|read| {
            let owner = member::list(read)?
                .into_iter()
                .find(|member| member.role == Role::Owner);
            owner
                .map(|owner| owner.id)
                .ok_or_else(|| AppError::Internal("no owner".to_owned()))
        })
        .await
    }

    /// Fills a new workspace, and tidies up in an old one.
    pub(crate) async fn settle_in(&self) -> Result<(), AppError> {
        let host = &self.inner.host;
        let words = first_words(&host.locale);
        let settings = Settings {
            locale: words.locale.to_owned(),
            timezone: host.timezone.clone(),
            ..Settings::default()
        };
        let new = self.read(|read| Ok(member::all(read)?.is_empty())).await?;
        if new {
            self.note(move |tx| {
                // A zone that we do not know is left to the person.
                if settings.check().is_ok() {
                    settings::save(tx, &settings)?;
                }
                seed(tx, words)
            })
            .await?;
        }
        let before = self.now().plus_millis(-UNDOABLE_MS);
        self.note(move |tx| Ok(operation::forget(tx, before)?))
            .await?;
        self.forget_loose_files().await
    }
}

fn seed(tx: &mut Tx<'_>, words: &FirstWords) -> Result<(), AppError> {
    member::add(tx, words.owner, "", Role::Owner)?;
    let stages = words.stages(PipelineKind::Sales);
    shop::pipelines::pipeline_add(tx, words.pipeline, PipelineKind::Sales, &stages)?;
    welcome::seed(tx, words)
}

fn counts(
    read: &Read<'_>,
    chats: &Chats,
    me: MemberId,
    now: Timestamp,
    timezone: &str,
) -> Result<Counts, AppError> {
    let sight = Sight::of(read, me)?;
    if let Some(only) = sight.filter() {
        return seen_counts(read, chats, &sight, &only, now);
    }
    Ok(Counts {
        places: count::places(read, me)?,
        tasks_due: rail::tasks_due(read, me, Day::of(now, timezone).until)?,
        waiting_to_send: rail::waiting_to_send(read)?,
        need_attention: rail::need_attention(read)?,
        scheduled: outbox::planned_count(read)?,
    })
}

/// The counters of somebody who does not see everything: counted, not kept.
fn seen_counts(
    read: &Read<'_>,
    chats: &Chats,
    sight: &Sight,
    only: &Condition,
    now: Timestamp,
) -> Result<Counts, AppError> {
    let me = sight.rights().member;
    let seen_from = viewpoint(read, me, now)?;
    let unread = sight.and(Some(Condition::new(Clause::Test(Test::State(vec![
        Mark::Unread,
    ])))));
    let of = |filter: &Option<Condition>| {
        let queries: Vec<ChatQuery> = Place::ALL
            .iter()
            .map(|place| ChatQuery {
                place: Some(*place),
                sort: ChatSort::default(),
                filter: filter.clone(),
                seen_from,
            })
            .collect();
        chats.counts(read, &queries)
    };
    let (totals, unread) = (of(&Some(only.clone()))?, of(&unread)?);
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let places = Place::ALL.iter().zip(totals.into_iter().zip(unread));
    let due = match sight.tasks(seen_from) {
        Some(tasks) => task_list::due(read, me, seen_from.today.until, tasks)?,
        None => 0,
    };
    let outgoing = rail::outgoing(read, only, seen_from)?;
    Ok(Counts {
        places: places
            .map(|(place, (total, unread))| PlaceCount {
                place: *place,
                total: number(total),
                unread: number(unread),
            })
            .collect(),
        tasks_due: due,
        waiting_to_send: outgoing.waiting,
        need_attention: outgoing.need_attention,
        scheduled: outgoing.scheduled,
    })
}

fn everybodys(read: &Read<'_>) -> Result<Vec<Rights>, AppError> {
    let mut found = Vec::new();
    for member in member::list(read)? {
        found.extend(access::rights(read, member.id)?);
    }
    Ok(found)
}

pub(crate) fn sources(read: &Read<'_>, sight: &Sight) -> Result<Vec<SourceView>, AppError> {
    source::list(read)?
        .into_iter()
        .filter(|row| sight.rights().allows(row.id))
        .map(|row| {
            let waiting = outbox::waiting_count(read, row.id)?;
            Ok(SourceView {
                note: HealthNote::of(&row),
                waiting,
                row,
            })
        })
        .collect()
}

impl SourceView {
    /// Comes with the workspace; cannot be removed or paused.
    #[must_use]
    pub fn built_in(&self) -> bool {
        self.row.channel == Channel::Local
    }

    /// Switched off by the person.
    #[must_use]
    pub fn paused(&self) -> bool {
        self.row.health == SourceHealth::Paused
    }
}
