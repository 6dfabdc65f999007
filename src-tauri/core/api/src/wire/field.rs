//! Additional fields (CP-16, UC-32).

use runnel_domain::{FieldKind, FieldOwner};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An additional field.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Field {
    /// Field.
    pub id: i64,
    /// What it belongs to.
    #[ts(type = "FieldOwner")]
    pub owner: FieldOwner,
    /// Only on deals of this board; null: everywhere.
    pub pipeline_id: Option<i64>,
    /// As people see it.
    pub name: String,
    /// What it holds.
    #[ts(type = "FieldKind")]
    pub kind: FieldKind,
    /// Choices of a list, in order; empty elsewhere.
    pub options: Vec<FieldOption>,
    /// ISO 4217 of a money field; empty elsewhere.
    pub currency: String,
    /// Offered as a column of the table.
    pub in_table: bool,
    /// Shown on cards.
    pub in_card: bool,
}

/// A choice of a list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FieldOption {
    /// Within its field; null when saving: a new one.
    pub id: Option<i64>,
    /// As people see it.
    pub name: String,
    /// Not offered any more; those who have it keep it.
    pub archived: bool,
}

/// What stands in a field.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FieldValue {
    /// Of text and link.
    Text {
        /// The text.
        text: String,
    },
    /// Of a number in thousandths, of money in minor units.
    Number {
        /// The number.
        number: i64,
    },
    /// Of a date.
    Date {
        /// Midnight UTC of that day.
        at: i64,
    },
    /// Of lists.
    Options {
        /// Chosen options.
        ids: Vec<i64>,
    },
    /// Of a checkbox.
    Checked {
        /// Yes.
        checked: bool,
    },
}

/// A field with what stands in it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FieldWithValue {
    /// The field.
    pub field: Field,
    /// Contact, conversation or deal.
    pub owner_id: i64,
    /// Null: empty.
    pub value: Option<FieldValue>,
}

/// Every field, in the order of the panel.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FieldList {
    /// Fields.
    pub fields: Vec<FieldInUse>,
}

/// A field with how much it is used.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FieldInUse {
    /// The field.
    pub field: Field,
    /// Contacts, conversations or deals with something in it.
    pub values: u32,
}

/// Make or change a field. What it belongs to and its kind stay as they were made.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FieldSaveRequest {
    /// Null: a new one.
    pub field_id: Option<i64>,
    /// What it belongs to.
    #[ts(type = "FieldOwner")]
    pub owner: FieldOwner,
    /// What it holds.
    #[ts(type = "FieldKind")]
    pub kind: FieldKind,
    /// Only on deals of this board.
    pub pipeline_id: Option<i64>,
    /// As people see it.
    pub name: String,
    /// Choices of a list in order; those left out are archived.
    pub options: Vec<FieldOption>,
    /// ISO 4217 of a money field; empty: that of new amounts.
    pub currency: String,
    /// Offer it as a column of the table.
    pub in_table: bool,
    /// Show it on cards.
    pub in_card: bool,
}

/// Which field.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FieldId {
    /// Field.
    pub field_id: i64,
}

/// Put a field before another one.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FieldMoveRequest {
    /// Field.
    pub field_id: i64,
    /// Null: last.
    pub before_id: Option<i64>,
}

/// Put a value into a field.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FieldValueRequest {
    /// Field.
    pub field_id: i64,
    /// Contact, conversation or deal, as the field says.
    pub owner_id: i64,
    /// Null: empty it.
    pub value: Option<FieldValue>,
}
