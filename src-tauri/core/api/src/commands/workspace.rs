//! The workspace as a whole: settings, sample data, welcome, undo.

use runnel_app::{member, settings, workspace as app};
use runnel_domain::{
    Place,
    access::{Rights, Thing, deeds},
    ids::{MemberId, OperationId, PipelineId},
};

use super::{convert, member::level, source, stage};
use crate::{
    router::Router,
    wire::{
        Done, Nothing, WireError,
        board::Pipeline,
        conversation::WelcomeTickRequest,
        workspace::{
            Counts, Diagnostics, Member, MemberRenameRequest, SampleFillRequest, Settings,
            SettingsRequest, Tag, UndoRequest, Undone, Workspace,
        },
    },
};

pub(crate) async fn workspace_get(router: &Router, _: Nothing) -> Result<Workspace, WireError> {
    let view = router.app.workspace(router.me).await?;
    let members = view.members.into_iter();
    let boards: Vec<_> = view.pipelines.iter().map(|(board, ..)| board.id).collect();
    let rights = view.rights;
    let mine = rights.iter().find(|rights| rights.member == router.me);
    let may = |thing: Thing| mine.map_or_else(Vec::new, |mine| deeds(mine, &thing));
    let pipelines = view
        .pipelines
        .into_iter()
        .map(|(board, stages, level)| Pipeline {
            level,
            deeds: may(Thing::Board(board.id)),
            id: board.id.0,
            name: board.name,
            kind: board.kind,
            is_default: board.is_default,
            stages: stages.into_iter().map(stage::stage).collect(),
        });
    let tags = view.tags.into_iter();
    Ok(Workspace {
        name: view.name,
        version: view.version,
        member_id: router.me.0,
        deeds: may(Thing::Workspace),
        members: members
            .map(|row| {
                let rights = rights.iter().find(|rights| rights.member == row.id);
                member(row, rights, &boards)
            })
            .collect(),
        pipelines: pipelines.collect(),
        tags: tags
            .map(|tag| Tag {
                id: tag.id.0,
                name: tag.name,
                color: tag.color,
            })
            .collect(),
        sources: view.sources.into_iter().map(source::source).collect(),
        settings: from_settings(view.settings),
        counts: counts(&view.counts),
        has_sample: view.has_sample,
    })
}

fn member(row: member::Member, rights: Option<&Rights>, boards: &[PipelineId]) -> Member {
    let limited = rights.filter(|rights| !rights.is_everything());
    Member {
        id: row.id.0,
        name: row.name,
        role: row.role,
        all_chats: limited.is_none_or(Rights::sees_everybodys),
        source_ids: limited
            .and_then(|rights| rights.sources.as_ref())
            .map(|sources| sources.iter().map(|source| source.0).collect()),
        levels: limited.map(|rights| {
            boards
                .iter()
                .map(|board| level((*board, rights.board(*board))))
                .collect()
        }),
        removed_at: convert::millis(row.removed_at),
    }
}

pub(crate) async fn settings_set(
    router: &Router,
    request: SettingsRequest,
) -> Result<Done, WireError> {
    let settings = to_settings(request.settings);
    Ok(convert::done(
        router.app.settings_set(router.me, settings).await?,
    ))
}

pub(crate) async fn member_rename(
    router: &Router,
    request: MemberRenameRequest,
) -> Result<Done, WireError> {
    let who = MemberId(request.member_id);
    Ok(convert::done(
        router
            .app
            .member_rename(router.me, who, request.name)
            .await?,
    ))
}

pub(crate) async fn sample_fill(
    router: &Router,
    request: SampleFillRequest,
) -> Result<Done, WireError> {
    Ok(convert::done(
        router
            .app
            .sample_fill(router.me, request.conversations)
            .await?,
    ))
}

pub(crate) async fn sample_remove(router: &Router, _: Nothing) -> Result<Done, WireError> {
    Ok(convert::done(router.app.sample_remove(router.me).await?))
}

pub(crate) async fn sample_cancel(router: &Router, _: Nothing) -> Result<Done, WireError> {
    router.app.admitted().await?;
    router.app.sample_cancel();
    Ok(Done::default())
}

pub(crate) async fn welcome_tick(
    router: &Router,
    request: WelcomeTickRequest,
) -> Result<Done, WireError> {
    Ok(convert::done(
        router
            .app
            .welcome_tick(router.me, request.step, request.done)
            .await?,
    ))
}

pub(crate) async fn operation_undo(
    router: &Router,
    request: UndoRequest,
) -> Result<Undone, WireError> {
    let which = request.operation.map(OperationId);
    let undone = router.app.operation_undo(router.me, which).await?;
    Ok(Undone {
        label: undone.label,
        operation: convert::operation(undone.operation),
    })
}

pub(crate) async fn diagnostics_get(router: &Router, _: Nothing) -> Result<Diagnostics, WireError> {
    Ok(Diagnostics {
        text: router.app.diagnostics(router.me).await?,
    })
}

pub(crate) fn counts(counts: &app::Counts) -> Counts {
    let of = |place: Place| {
        let found = counts.places.iter().find(|count| count.place == place);
        found.map_or((0, 0), |count| {
            (convert::count(count.total), convert::count(count.unread))
        })
    };
    let (new, new_unread) = of(Place::New);
    let (accepted, accepted_unread) = of(Place::Accepted);
    let (archive, archive_unread) = of(Place::Archive);
    let (snoozed, _) = of(Place::Snoozed);
    let (quarantine, _) = of(Place::Quarantine);
    Counts {
        new,
        accepted,
        archive,
        new_unread,
        accepted_unread,
        archive_unread,
        snoozed,
        quarantine,
        tasks_due: convert::count(counts.tasks_due),
        waiting_to_send: convert::count(counts.waiting_to_send),
        need_attention: convert::count(counts.need_attention),
        scheduled: convert::count(counts.scheduled),
    }
}

fn from_settings(settings: settings::Settings) -> Settings {
    Settings {
        locale: settings.locale,
        theme: settings.theme,
        density: settings.density,
        currency: settings.currency,
        timezone: settings.timezone,
        company: settings.company,
        notifications: settings.notifications,
        undo_send_seconds: settings.undo_send_seconds,
        enter_sends: settings.enter_sends,
        country: settings.country,
    }
}

fn to_settings(settings: Settings) -> settings::Settings {
    settings::Settings {
        locale: settings.locale,
        theme: settings.theme,
        density: settings.density,
        currency: settings.currency,
        timezone: settings.timezone,
        company: settings.company,
        notifications: settings.notifications,
        undo_send_seconds: settings.undo_send_seconds,
        enter_sends: settings.enter_sends,
        country: settings.country,
    }
}
