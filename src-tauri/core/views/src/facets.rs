//! What each choice of each kind of filter would find (UC-9): counted in one pass, each kind with the other kinds
//! as they are.

use std::collections::BTreeMap;

use runnel_domain::{
    Channel, Place, ThreadKind, WorkStatus,
    condition::{Clause, Condition, Mark, Period, Subject, TaskTest, Test},
    ids::{ConversationId, MemberId, SourceId, StageId, TagId},
};
use runnel_store::table::chat_list::ChatQuery;

use crate::ledger::{Ledger, Rare, Seen};

/// Periods that are offered ready-made, in days.
pub const PERIODS: [u16; 4] = [1, 7, 30, 90];

/// A kind of filter: tests of one kind are alternatives, kinds are combined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FilterKind {
    /// Who is in charge.
    Responsible,
    /// Account or network.
    Source,
    /// Label.
    Tags,
    /// Direct or comments.
    Kind,
    /// Read and answered or not.
    State,
    /// Pipeline stage.
    Stage,
    /// Open tasks.
    Tasks,
    /// Last activity.
    Period,
    /// The contact's stars.
    Stars,
    /// New, in progress, on hold, resolved.
    WorkStatus,
}

impl FilterKind {
    /// The kind that a test belongs to; `None`: none that is counted.
    #[must_use]
    pub const fn of(test: &Test) -> Option<Self> {
        Some(match test {
            Test::Responsible(_) => Self::Responsible,
            Test::Source(_) | Test::Channel(_) => Self::Source,
            Test::Tags(_) => Self::Tags,
            Test::Kind(_) => Self::Kind,
            Test::State(_) => Self::State,
            Test::Stage(_) => Self::Stage,
            Test::Tasks(_) => Self::Tasks,
            Test::Period(_) => Self::Period,
            Test::Stars(_) => Self::Stars,
            Test::WorkStatus(_) => Self::WorkStatus,
            Test::Folder(_)
            | Test::StageGroup(_)
            | Test::Text(_)
            | Test::Amount(_)
            | Test::Contact(_)
            | Test::Language(_)
            | Test::Field(_) => return None,
        })
    }
}

/// How many conversations each choice would find. What would find none is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// Found by the whole filter.
    pub total: usize,
    /// By member; `None`: nobody.
    pub responsible: BTreeMap<Option<MemberId>, usize>,
    /// By account.
    pub sources: BTreeMap<SourceId, usize>,
    /// By network.
    pub channels: BTreeMap<Channel, usize>,
    /// By label.
    pub tags: BTreeMap<TagId, usize>,
    /// Direct or comments.
    pub kinds: BTreeMap<ThreadKind, usize>,
    /// Unread, read, unanswered, answered: these overlap.
    pub states: [usize; 4],
    /// By stage.
    pub stages: BTreeMap<StageId, usize>,
    /// None, due today, overdue, future: these overlap.
    pub tasks: [usize; 4],
    /// In each of [`PERIODS`]: these overlap.
    pub periods: [usize; 4],
    /// With 0 to 5 stars.
    pub stars: [usize; 6],
    /// By work status.
    pub work_statuses: BTreeMap<WorkStatus, usize>,
    /// By list, the whole filter as it is.
    pub places: BTreeMap<Place, usize>,
}

/// The order in which [`Facets::states`] counts.
pub const MARKS: [Mark; 4] = [Mark::Unread, Mark::Read, Mark::Unanswered, Mark::Answered];
/// The order in which [`Facets::tasks`] counts.
pub const TASKS: [TaskTest; 4] = [
    TaskTest::None,
    TaskTest::DueToday,
    TaskTest::Overdue,
    TaskTest::Future,
];

/// What of a filter a conversation does not meet.
enum Misses {
    Nothing,
    /// Only tests of this kind.
    One(FilterKind),
    More,
}

pub(crate) fn count(ledger: &Ledger, rare: &Rare<ConversationId>, query: &ChatQuery) -> Facets {
    let clauses = parts(query.filter.as_ref());
    let mut facets = Facets::default();
    for (_, brief) in ledger.all() {
        let seen = Seen {
            brief,
            names: ledger.names(),
            rare,
            seen_from: query.seen_from,
        };
        let misses = misses(&clauses, &seen);
        if matches!(misses, Misses::Nothing) {
            *facets.places.entry(brief.place).or_default() += 1;
        }
        if query.places().contains(&brief.place) {
            facets.add(&seen, &misses);
        }
    }
    facets
}

/// The clauses that all have to hold, each with its kind.
fn parts(filter: Option<&Condition>) -> Vec<(Option<FilterKind>, &Clause)> {
    let clauses = match filter.map(|filter| &filter.when) {
        None => return Vec::new(),
        Some(Clause::All(of)) => of.iter().collect(),
        Some(other) => vec![other],
    };
    clauses
        .into_iter()
        .map(|clause| (kind_of(clause), clause))
        .collect()
}

/// The one kind that all tests of a clause belong to.
fn kind_of(clause: &Clause) -> Option<FilterKind> {
    // What has to hold whatever is chosen (who may see what): counted as it is in every kind.
    if matches!(clause, Clause::All(_)) {
        return None;
    }
    let mut kinds = Vec::new();
    clause.visit(&mut |test| kinds.push(FilterKind::of(test)));
    kinds.dedup();
    match kinds.as_slice() {
        [kind] => *kind,
        _ => None,
    }
}

fn misses(clauses: &[(Option<FilterKind>, &Clause)], seen: &Seen<'_>) -> Misses {
    let mut missed = Misses::Nothing;
    for (kind, clause) in clauses {
        if clause.holds(seen) {
            continue;
        }
        missed = match (missed, kind) {
            (Misses::Nothing, Some(kind)) => Misses::One(*kind),
            (Misses::One(before), Some(kind)) if before == *kind => Misses::One(before),
            _ => return Misses::More,
        };
    }
    missed
}

impl Facets {
    fn add(&mut self, seen: &Seen<'_>, misses: &Misses) {
        let counts = |kind| match misses {
            Misses::Nothing => true,
            Misses::One(missed) => *missed == kind,
            Misses::More => false,
        };
        let brief = seen.brief;
        self.total += usize::from(matches!(misses, Misses::Nothing));
        if counts(FilterKind::Responsible) {
            *self.responsible.entry(brief.responsible).or_default() += 1;
        }
        if counts(FilterKind::Source) {
            *self.sources.entry(brief.source).or_default() += 1;
            if let Some(channel) = seen.channel() {
                *self.channels.entry(channel).or_default() += 1;
            }
        }
        if counts(FilterKind::Tags) {
            for tag in brief.tags.iter() {
                *self.tags.entry(*tag).or_default() += 1;
            }
        }
        if counts(FilterKind::Kind) {
            *self.kinds.entry(brief.kind).or_default() += 1;
        }
        if counts(FilterKind::State) {
            let (unread, waiting) = (seen.is_unread(), brief.is_waiting);
            tally(&mut self.states, [unread, !unread, waiting, !waiting]);
        }
        if counts(FilterKind::Stage)
            && let Some(stage) = brief.stage
        {
            *self.stages.entry(stage).or_default() += 1;
        }
        if counts(FilterKind::Tasks) {
            tally(
                &mut self.tasks,
                TASKS.map(|test| test.holds(&brief.tasks, seen.seen_from)),
            );
        }
        if counts(FilterKind::Period) {
            let at = brief.last_activity_at;
            tally(
                &mut self.periods,
                PERIODS.map(|days| Period::LastDays(days).holds(at, seen.seen_from)),
            );
        }
        if counts(FilterKind::Stars)
            && let Some(found) = self.stars.get_mut(usize::from(brief.stars))
        {
            *found += 1;
        }
        if counts(FilterKind::WorkStatus) {
            *self.work_statuses.entry(brief.work_status).or_default() += 1;
        }
    }
}

fn tally(counts: &mut [usize; 4], holds: [bool; 4]) {
    for (count, holds) in counts.iter_mut().zip(holds) {
        *count += usize::from(holds);
    }
}
