//! Stages of a pipeline: made, named, set, moved, deleted (UP-4 to UP-8, CP-4, CP-5).

use runnel_domain::{
    StageGroup,
    ids::{MemberId, PipelineId, StageId},
};
use runnel_store::{UndoLabel, shop::funnel, table::stage};
use serde_json::json;

pub use runnel_domain::funnel::Needs;
pub use runnel_store::{shop::funnel::StageUse, table::stage::Settings};

use crate::{
    app::{App, Changed},
    error::AppError,
    label::{label, stage_name},
    permission::Deed,
};

impl App {
    /// Makes a stage at the end of its group.
    ///
    /// # Errors
    /// `Invalid` with `stage_name_empty`, `name_too_long` or `stage_name_taken`.
    pub async fn stage_add(
        &self,
        me: MemberId,
        pipeline: PipelineId,
        name: String,
        group: StageGroup,
    ) -> Result<Changed<StageId>, AppError> {
        let undo = label("stage_add", json!({ "name": name.trim() }));
        self.act(me, Deed::Shape, undo, move |tx| {
            Ok(funnel::stage_add(tx, pipeline, &name, group)?)
        })
        .await
    }

    /// Gives another name; the history of cards keeps the old one.
    ///
    /// # Errors
    /// As [`App::stage_add`].
    pub async fn stage_rename(
        &self,
        me: MemberId,
        id: StageId,
        name: String,
    ) -> Result<Changed, AppError> {
        let undo = self.label_of_stage("stage_rename", id).await?;
        self.act(me, Deed::Shape, undo, move |tx| {
            Ok(funnel::stage_rename(tx, id, &name)?)
        })
        .await
    }

    /// Sets colour, group, days until stale, probability and what a card needs to enter.
    ///
    /// # Errors
    /// `Invalid` with `stale_days_invalid`, `probability_invalid`, `field_gone` or `stage_last_active`.
    pub async fn stage_update(
        &self,
        me: MemberId,
        id: StageId,
        group: StageGroup,
        settings: Settings,
    ) -> Result<Changed, AppError> {
        let undo = self.label_of_stage("stage_update", id).await?;
        self.act(me, Deed::Shape, undo, move |tx| {
            Ok(funnel::stage_set(tx, id, group, &settings)?)
        })
        .await
    }

    /// Puts a stage into a group, above another one of it or at its end.
    ///
    /// # Errors
    /// `Invalid` with `stage_last_active`; `NotFound` where `before` is not in that group.
    pub async fn stage_move(
        &self,
        me: MemberId,
        id: StageId,
        group: StageGroup,
        before: Option<StageId>,
    ) -> Result<Changed, AppError> {
        let undo = self.label_of_stage("stage_move", id).await?;
        self.act(me, Deed::Shape, undo, move |tx| {
            Ok(funnel::stage_move(tx, id, group, before)?)
        })
        .await
    }

    /// What hangs on a stage.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub async fn stage_use(&self, id: StageId) -> Result<StageUse, AppError> {
        self.read(move |read| Ok(funnel::stage_use(read, id)?))
            .await
    }

    /// Deletes a stage; its cards go to `target` with their history.
    ///
    /// # Errors
    /// `Invalid` with `stage_first`, `stage_last_active`, `stage_in_use` or `stage_not_empty`.
    pub async fn stage_delete(
        &self,
        me: MemberId,
        id: StageId,
        target: Option<StageId>,
    ) -> Result<Changed, AppError> {
        let undo = self
            .read(move |read| {
                let (name, into) = (stage::get(read, id)?.name, stage_name(read, target)?);
                Ok(label("stage_delete", json!({ "name": name, "into": into })))
            })
            .await?;
        self.act(me, Deed::Shape, undo, move |tx| {
            Ok(funnel::stage_delete(tx, id, target)?)
        })
        .await
    }

    async fn label_of_stage(
        &self,
        code: &'static str,
        id: StageId,
    ) -> Result<Option<UndoLabel>, AppError> {
        self.read(move |read| Ok(label(code, json!({ "name": stage::get(read, id)?.name }))))
            .await
    }
}
