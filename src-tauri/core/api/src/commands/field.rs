//! Additional fields.

use runnel_app::field::{Field as Row, FieldView, FieldWish};
use runnel_domain::{
    Timestamp,
    field::FieldValue as Value,
    ids::{FieldId, PipelineId},
};

use super::convert;
use crate::{
    router::Router,
    wire::{
        Done, Made, Nothing, WireError,
        field::{
            self as wire, Field, FieldInUse, FieldList, FieldMoveRequest, FieldOption,
            FieldSaveRequest, FieldValue, FieldValueRequest, FieldWithValue,
        },
    },
};

pub(crate) async fn field_list(router: &Router, _: Nothing) -> Result<FieldList, WireError> {
    let fields = router.app.field_list().await?.into_iter();
    Ok(FieldList {
        fields: fields
            .map(|(row, values)| FieldInUse {
                field: field(row),
                values: convert::count(values),
            })
            .collect(),
    })
}

pub(crate) async fn field_save(
    router: &Router,
    request: FieldSaveRequest,
) -> Result<Made, WireError> {
    let wish = FieldWish {
        id: request.field_id.map(FieldId),
        owner: request.owner,
        kind: request.kind,
        pipeline: request.pipeline_id.map(PipelineId),
        name: request.name,
        options: request
            .options
            .into_iter()
            .map(|option| (option.id, option.name, option.archived))
            .collect(),
        currency: request.currency,
        in_table: request.in_table,
        in_card: request.in_card,
    };
    let made = router.app.field_save(router.me, wish).await?;
    Ok(convert::made(made.map(|id| id.0)))
}

pub(crate) async fn field_delete(
    router: &Router,
    request: wire::FieldId,
) -> Result<Done, WireError> {
    let id = FieldId(request.field_id);
    Ok(convert::done(router.app.field_delete(router.me, id).await?))
}

pub(crate) async fn field_move(
    router: &Router,
    request: FieldMoveRequest,
) -> Result<Done, WireError> {
    let (id, before) = (FieldId(request.field_id), request.before_id.map(FieldId));
    Ok(convert::done(
        router.app.field_move(router.me, id, before).await?,
    ))
}

pub(crate) async fn field_value_set(
    router: &Router,
    request: FieldValueRequest,
) -> Result<Done, WireError> {
    let id = FieldId(request.field_id);
    let value = request.value.map(to_value);
    Ok(convert::done(
        router
            .app
            .field_value_set(router.me, id, request.owner_id, value)
            .await?,
    ))
}

pub(crate) fn field(row: Row) -> Field {
    Field {
        id: row.id.0,
        owner: row.owner,
        pipeline_id: row.pipeline.map(|id| id.0),
        name: row.name,
        kind: row.kind,
        options: row
            .options
            .into_iter()
            .map(|option| FieldOption {
                id: Some(option.id),
                name: option.name,
                archived: option.archived,
            })
            .collect(),
        currency: row.currency,
        in_table: row.in_table,
        in_card: row.in_card,
    }
}

pub(crate) fn with_value(view: FieldView) -> FieldWithValue {
    FieldWithValue {
        field: field(view.field),
        owner_id: view.owner,
        value: view.value.map(value),
    }
}

pub(crate) fn value(value: Value) -> FieldValue {
    match value {
        Value::Text(text) => FieldValue::Text { text },
        Value::Number(number) => FieldValue::Number { number },
        Value::Date(at) => FieldValue::Date { at: at.0 },
        Value::Options(ids) => FieldValue::Options { ids },
        Value::Checked(checked) => FieldValue::Checked { checked },
    }
}

fn to_value(value: FieldValue) -> Value {
    match value {
        FieldValue::Text { text } => Value::Text(text),
        FieldValue::Number { number } => Value::Number(number),
        FieldValue::Date { at } => Value::Date(Timestamp(at)),
        FieldValue::Options { ids } => Value::Options(ids),
        FieldValue::Checked { checked } => Value::Checked(checked),
    }
}
