//! The workspace as a whole: settings, sample data, welcome, undo.

use runnel_app::{settings, workspace as app};
use runnel_domain::{
    Place,
    ids::{MemberId, OperationId},
};

use super::{convert, source, stage};
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
    let pipelines = view.pipelines.into_iter().map(|(board, stages)| Pipeline {
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
        members: members
            .map(|member| Member {
                id: member.id.0,
                name: member.name,
                role: member.role,
                removed_at: convert::millis(member.removed_at),
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
