//! What the variables of a text stand for in one conversation (PO-11), worded for the workspace's language.

use chrono::Datelike;
use chrono_tz::Tz;
use runnel_domain::{
    Money, Timestamp, day,
    ids::ConversationId,
    template::{Slot, Values, Variable},
};
use runnel_store::{
    Entity, Read, StoreError,
    table::{
        facts::{self, Spoken},
        template::{self, FieldValue},
    },
};
use serde::Deserialize;

use crate::house::House;

/// Values for a text in this conversation. `agent` is who writes; without one it is the responsible.
///
/// # Errors
/// `NotFound` where there is no such conversation.
pub fn values(
    read: &Read<'_>,
    conversation: ConversationId,
    agent: Option<&str>,
    now: Timestamp,
) -> Result<Values, StoreError> {
    let house = House::load(read)?;
    let Spoken {
        name,
        first_name,
        email,
        phone,
        responsible,
        deal_title,
        amount,
        stage,
    } = facts::spoken(read, conversation)?.ok_or(StoreError::NotFound {
        entity: Entity::Conversation,
        id: conversation.0,
    })?;
    let mut values = Values::default();
    for field in template::field_values(read, conversation)? {
        let value = spoken_field(&field, &house.locale);
        values = values.with(Slot::Field(field.name), value);
    }
    Ok(values
        .with(Variable::ContactName, name)
        .with(Variable::ContactFirstName, first_name)
        .with(Variable::ContactPhone, phone)
        .with(Variable::ContactEmail, email)
        .with(Variable::Agent, agent.unwrap_or(&responsible))
        .with(Variable::Company, house.company.as_str())
        .with(Variable::DealTitle, deal_title)
        .with(
            Variable::DealValue,
            amount
                .map(|amount| spoken_money(&amount, &house.locale))
                .unwrap_or_default(),
        )
        .with(Variable::DealStage, stage)
        .with(Variable::Date, spoken_date(now, &house.zone, &house.locale)))
}

/// A choice of a list field.
#[derive(Deserialize)]
struct Choice {
    id: i64,
    name: String,
}

/// The value of an additional field as written in a letter; empty where it has none that can be written.
fn spoken_field(field: &FieldValue, locale: &str) -> String {
    let text = || field.text.clone().unwrap_or_default();
    let Some(number) = field.number else {
        if !field.kind.ends_with("list") {
            return text();
        }
        let choices: Vec<Choice> = serde_json::from_str(&field.options).unwrap_or_default();
        let chosen = text();
        let ids = chosen.split(',').filter_map(|id| id.parse::<i64>().ok());
        let names = ids.filter_map(|id| {
            choices
                .iter()
                .find(|choice| choice.id == id)
                .map(|choice| choice.name.as_str())
        });
        return names.collect::<Vec<_>>().join(", ");
    };
    match field.kind.as_str() {
        "money" => spoken_money(
            &Money {
                amount_minor: number,
                currency: field.currency.clone(),
            },
            locale,
        ),
        "date" => spoken_date(Timestamp(number), "UTC", locale),
        "number" => {
            let point = if language(locale) == "en" { '.' } else { ',' };
            let (whole, part) = (number / 1_000, number.unsigned_abs() % 1_000);
            let sign = if number < 0 && whole == 0 { "-" } else { "" };
            let written = format!("{sign}{whole}{point}{part:03}");
            written
                .trim_end_matches('0')
                .trim_end_matches(point)
                .to_owned()
        }
        // A tick says nothing in a sentence.
        _ => String::new(),
    }
}

/// An amount as written in a letter: `3,950.00 EUR`, in German `3.950,00 EUR`.
#[must_use]
pub fn spoken_money(money: &Money, locale: &str) -> String {
    let (group, point) = match language(locale) {
        "de" | "es" | "pt" => (".", ","),
        "ru" | "uk" => ("\u{a0}", ","),
        _ => (",", "."),
    };
    let places = minor_places(&money.currency);
    let unit = 10_u64.pow(places);
    let amount = money.amount_minor.unsigned_abs();
    let whole = (amount / unit).to_string();
    let mut text = String::new();
    if money.amount_minor < 0 {
        text.push('-');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push_str(group);
        }
        text.push(digit);
    }
    if places > 0 {
        let width = places as usize;
        text.push_str(&format!("{point}{:0width$}", amount % unit));
    }
    format!("{text} {}", money.currency)
}

/// A date as written in a letter: `22 November 2026` in English, `22.11.2026` and the like elsewhere.
#[must_use]
pub fn spoken_date(at: Timestamp, zone: &str, locale: &str) -> String {
    let date = day::date(at, zone.parse().unwrap_or(Tz::UTC));
    match language(locale) {
        "de" | "ru" | "uk" => date.format("%d.%m.%Y").to_string(),
        "es" | "pt" => date.format("%d/%m/%Y").to_string(),
        // The day without a leading zero, which `format` cannot do on every system.
        _ => format!("{} {}", date.day(), date.format("%B %Y")),
    }
}

fn language(locale: &str) -> &str {
    locale.split(['-', '_']).next().unwrap_or_default()
}

/// Decimal places of a currency's minor unit (ISO 4217); two unless listed.
fn minor_places(currency: &str) -> u32 {
    match currency {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX"
        | "UYI" | "VND" | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_the_reader_expects() {
        let money = |amount_minor, currency: &str| Money {
            amount_minor,
            currency: currency.to_owned(),
        };
        for (amount, currency, locale, written) in [
            (395_000, "EUR", "en", "3,950.00 EUR"),
            (395_000, "EUR", "de-AT", "3.950,00 EUR"),
            (123_456_789, "RUB", "ru", "1\u{a0}234\u{a0}567,89 RUB"),
            (-5, "USD", "en", "-0.05 USD"),
            (1_000, "JPY", "en", "1,000 JPY"),
            (1_500, "KWD", "en", "1.500 KWD"),
        ] {
            assert_eq!(spoken_money(&money(amount, currency), locale), written);
        }
    }

    #[test]
    fn dates_follow_language_and_zone() {
        let late = Timestamp(1_795_388_400_000); // 2026-11-22 23:00 UTC
        assert_eq!(spoken_date(late, "UTC", "en"), "22 November 2026");
        assert_eq!(
            spoken_date(late, "Europe/Berlin", "de"),
            "23.11.2026",
            "it is tomorrow there"
        );
    }
}
