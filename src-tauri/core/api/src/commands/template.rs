//! Ready-made texts.

use runnel_app::template::{TemplateForm, TemplateView, Whom};
use runnel_domain::ids::{AttachmentId, ConversationId, TemplateId};

use super::convert;
use crate::{
    router::Router,
    wire::{
        Done, Made, Nothing, WireError,
        template::{
            self as wire, Given, Template, TemplateInsertRequest, TemplateInserted, TemplateList,
            TemplatePart, TemplatePreview, TemplatePreviewRequest, TemplateQuestion,
            TemplateSaveRequest, TemplateSender,
        },
    },
};

pub(crate) async fn template_list(router: &Router, _: Nothing) -> Result<TemplateList, WireError> {
    let templates = router.app.template_list(router.me).await?;
    Ok(TemplateList {
        templates: templates.into_iter().map(template).collect(),
    })
}

pub(crate) async fn template_save(
    router: &Router,
    request: TemplateSaveRequest,
) -> Result<Made, WireError> {
    let form = TemplateForm {
        name: request.name,
        body: request.body,
        language: request.language,
        folder: request.folder,
        member: request.personal.then_some(router.me),
    };
    let files = request
        .attachment_ids
        .into_iter()
        .map(AttachmentId)
        .collect();
    let id = request.template_id.map(TemplateId);
    let made = router.app.template_save(router.me, id, form, files).await?;
    Ok(convert::made(made.map(|id| id.0)))
}

pub(crate) async fn template_delete(
    router: &Router,
    request: wire::TemplateId,
) -> Result<Done, WireError> {
    let id = TemplateId(request.template_id);
    Ok(convert::done(
        router.app.template_delete(router.me, id).await?,
    ))
}

pub(crate) async fn template_insert(
    router: &Router,
    request: TemplateInsertRequest,
) -> Result<TemplateInserted, WireError> {
    let id = TemplateId(request.template_id);
    let whom = request
        .conversation_id
        .map_or(Whom::New, |id| Whom::Known(ConversationId(id)));
    let inserted = router
        .app
        .template_insert(router.me, id, whom, given(request.given))
        .await?;
    Ok(TemplateInserted {
        text: inserted.text,
        attachments: inserted
            .files
            .into_iter()
            .map(convert::attachment)
            .collect(),
    })
}

pub(crate) async fn template_preview(
    router: &Router,
    request: TemplatePreviewRequest,
) -> Result<TemplatePreview, WireError> {
    let whom = match request.conversation_id.map(ConversationId) {
        Some(id) => Whom::Known(id),
        None if request.first => Whom::New,
        None => Whom::Example,
    };
    let preview = router
        .app
        .template_preview(router.me, request.text, whom, given(request.given))
        .await?;
    let questions: Vec<_> = preview
        .questions
        .into_iter()
        .map(|(slot, suggestion)| TemplateQuestion {
            name: slot.name().into_owned(),
            suggestion,
        })
        .collect();
    let parts = preview.parts.into_iter().map(|part| TemplatePart {
        text: part.text,
        variable: part
            .slot
            .map(|slot| slot.name().into_owned())
            .unwrap_or_default(),
        unfilled: part.unfilled,
    });
    Ok(TemplatePreview {
        text: preview.text,
        parts: parts.collect(),
        unfilled: questions
            .iter()
            .map(|question| question.name.clone())
            .collect(),
        questions,
        unknown: preview.unknown,
        variables: preview.variables,
    })
}

fn given(given: Vec<Given>) -> Vec<(String, String)> {
    given
        .into_iter()
        .map(|given| (given.name, given.value))
        .collect()
}

fn template(view: TemplateView) -> Template {
    let row = view.row;
    Template {
        id: row.id.0,
        name: row.name,
        body: row.body,
        language: row.language,
        folder: row.folder,
        personal: row.member.is_some(),
        use_count: convert::count(row.use_count),
        updated_at: row.updated_at.0,
        attachments: view.files.into_iter().map(convert::attachment).collect(),
        triggers: view
            .triggers
            .into_iter()
            .map(|(id, name)| TemplateSender {
                trigger_id: id.0,
                name,
            })
            .collect(),
    }
}
