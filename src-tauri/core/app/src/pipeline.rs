//! Pipelines: made for a use, named, copied, put away, ordered; one of them takes new conversations (UP-2, CP-1, CP-2).

use runnel_domain::{
    Level, PipelineKind,
    ids::{MemberId, PipelineId},
};
use runnel_store::{
    Read, UndoLabel, shop,
    table::{access, count, pipeline, stage},
};
use serde_json::json;

pub use runnel_store::table::{pipeline::Pipeline, stage::Stage};

use crate::{
    app::{App, Changed},
    error::AppError,
    label::label,
    permission::{Deed, Sight},
    settings,
    words::first_words,
};

/// A pipeline as its editor shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PipelineSheet {
    /// The pipeline, perhaps put away.
    pub pipeline: Pipeline,
    /// Its stages in funnel order with the number of their cards.
    pub stages: Vec<(Stage, i64)>,
}

impl App {
    /// Every pipeline in order, those put away included.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub async fn pipelines(&self) -> Result<Vec<PipelineSheet>, AppError> {
        let asked = self.question();
        self.read(move |read| {
            let sight = Sight::asked(read, asked.as_deref())?;
            let seen = |pipeline: &Pipeline| sight.board(pipeline.id) > Level::None;
            let sheet = |pipeline: Pipeline| sheet(read, pipeline);
            let all = pipeline::all(read)?.into_iter();
            all.filter(seen).map(sheet).collect()
        })
        .await
    }

    /// Makes a pipeline with the stages that fit its use, in the language of the window. `others`: what it grants those
    /// for whom nothing is set (CP-3); `None`: what every new one does.
    ///
    /// # Errors
    /// `Invalid` with `pipeline_name_empty`, `name_too_long` or `pipeline_name_taken`.
    pub async fn pipeline_add(
        &self,
        me: MemberId,
        name: String,
        kind: PipelineKind,
        others: Option<Level>,
    ) -> Result<Changed<PipelineId>, AppError> {
        let host = self.inner.host.locale.clone();
        let undo = label("pipeline_add", json!({ "name": name.trim() }));
        self.act(me, Deed::Shape, undo, move |tx| {
            let chosen = settings::load(tx)?.locale;
            let locale = if chosen.is_empty() { &host } else { &chosen };
            let stages = first_words(locale).stages(kind);
            let id = shop::pipelines::pipeline_add(tx, &name, kind, &stages)?;
            if let Some(level) = others {
                access::set_others(tx, id, level)?;
            }
            Ok(id)
        })
        .await
    }

    /// Gives another name.
    ///
    /// # Errors
    /// As [`App::pipeline_add`].
    pub async fn pipeline_rename(
        &self,
        me: MemberId,
        id: PipelineId,
        name: String,
    ) -> Result<Changed, AppError> {
        let undo = self.label_pipeline("pipeline_rename", id).await?;
        self.act(me, Deed::Shape, undo, move |tx| {
            Ok(shop::pipelines::pipeline_rename(tx, id, &name)?)
        })
        .await
    }

    /// Makes another pipeline with the same stages, settings and fields, and no cards.
    ///
    /// # Errors
    /// As [`App::pipeline_add`].
    pub async fn pipeline_duplicate(
        &self,
        me: MemberId,
        id: PipelineId,
        name: String,
    ) -> Result<Changed<PipelineId>, AppError> {
        let undo = label("pipeline_duplicate", json!({ "name": name.trim() }));
        self.act(me, Deed::Shape, undo, move |tx| {
            Ok(shop::pipelines::pipeline_duplicate(tx, id, &name)?)
        })
        .await
    }

    /// Puts a pipeline away with its cards. `confirmed`: also with open ones.
    ///
    /// # Errors
    /// `Invalid` with `pipeline_default` or `pipeline_has_cards` (`count`).
    pub async fn pipeline_archive(
        &self,
        me: MemberId,
        id: PipelineId,
        confirmed: bool,
    ) -> Result<Changed, AppError> {
        let undo = self.label_pipeline("pipeline_archive", id).await?;
        self.act(me, Deed::Shape, undo, move |tx| {
            Ok(shop::pipelines::pipeline_archive(tx, id, confirmed)?)
        })
        .await
    }

    /// Takes a pipeline out again.
    ///
    /// # Errors
    /// `Invalid` with `pipeline_name_taken` where another one is called so by now.
    pub async fn pipeline_restore(
        &self,
        me: MemberId,
        id: PipelineId,
    ) -> Result<Changed, AppError> {
        let undo = self.label_pipeline("pipeline_restore", id).await?;
        self.act(me, Deed::Shape, undo, move |tx| {
            Ok(shop::pipelines::pipeline_restore(tx, id)?)
        })
        .await
    }

    /// New conversations go there from now on.
    ///
    /// # Errors
    /// `Invalid` with `pipeline_archived`.
    pub async fn pipeline_default_set(
        &self,
        me: MemberId,
        id: PipelineId,
    ) -> Result<Changed, AppError> {
        let undo = self.label_pipeline("pipeline_default_set", id).await?;
        self.act(me, Deed::Arrange, undo, move |tx| {
            Ok(shop::pipelines::pipeline_default_set(tx, id)?)
        })
        .await
    }

    /// Puts a pipeline above another one, or at the end.
    ///
    /// # Errors
    /// `NotFound` where one of them is gone.
    pub async fn pipeline_move(
        &self,
        me: MemberId,
        id: PipelineId,
        before: Option<PipelineId>,
    ) -> Result<Changed, AppError> {
        let undo = self.label_pipeline("pipeline_move", id).await?;
        self.act(me, Deed::Shape, undo, move |tx| {
            Ok(shop::pipelines::pipeline_move(tx, id, before)?)
        })
        .await
    }

    async fn label_pipeline(
        &self,
        code: &'static str,
        id: PipelineId,
    ) -> Result<Option<UndoLabel>, AppError> {
        self.read(move |read| {
            Ok(label(
                code,
                json!({ "name": pipeline::get(read, id)?.name }),
            ))
        })
        .await
    }
}

fn sheet(read: &Read<'_>, pipeline: Pipeline) -> Result<PipelineSheet, AppError> {
    let counts = count::stages(read, pipeline.id)?;
    let cards = |stage: &Stage| {
        let found = counts.iter().find(|count| count.stage == stage.id);
        found.map_or(0, |count| count.deals)
    };
    let stages = stage::list(read, pipeline.id)?.into_iter();
    Ok(PipelineSheet {
        stages: stages.map(|stage| (stage.clone(), cards(&stage))).collect(),
        pipeline,
    })
}
