//! Moments as customers' people write them, said in Berlin on Wednesday 18 November 2026 at 10:00.

use chrono::{NaiveDate, TimeZone};
use chrono_tz::{Europe::Berlin, Tz};
use runnel_domain::{
    Timestamp,
    moment::{NoMoment, parse, presets},
};

/// A wall clock, as "2026-11-18 10:00".
fn at(zone: Tz, wall: &str) -> Timestamp {
    let (date, time) = wall.split_once(' ').unwrap();
    let (hour, minute) = time.split_once(':').unwrap();
    let local = date
        .parse::<NaiveDate>()
        .unwrap()
        .and_hms_opt(hour.parse().unwrap(), minute.parse().unwrap(), 0)
        .unwrap();
    let moment = zone.from_local_datetime(&local).earliest().unwrap();
    Timestamp(moment.timestamp_millis())
}

fn now() -> Timestamp {
    at(Berlin, "2026-11-18 10:00")
}

fn all(language: &str, table: &[(&str, &str)]) {
    assert!(table.len() >= 20, "{language}: at least twenty forms");
    let wrong: Vec<_> = table
        .iter()
        .filter_map(|(text, wall)| {
            let read = parse(text, language, now(), "Europe/Berlin");
            let shown = read.map(|at| {
                let local = Berlin.timestamp_millis_opt(at.0).unwrap();
                local.format("%Y-%m-%d %H:%M").to_string()
            });
            (shown.as_deref() != Ok(*wall)).then(|| format!("{text}: {shown:?}, not {wall}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{language}\n{}", wrong.join("\n"));
}

#[test]
fn english() {
    all(
        "en",
        &[
            ("in 2 hours", "2026-11-18 12:00"),
            ("in an hour", "2026-11-18 11:00"),
            ("in half an hour", "2026-11-18 10:30"),
            ("30 min", "2026-11-18 10:30"),
            ("2h", "2026-11-18 12:00"),
            ("in 1h30", "2026-11-18 11:30"),
            ("an hour and a half", "2026-11-18 11:30"),
            ("in a quarter of an hour", "2026-11-18 10:15"),
            ("3 days", "2026-11-21 10:00"),
            ("in 3 days at 9", "2026-11-21 09:00"),
            ("in two weeks", "2026-12-02 10:00"),
            ("in a month", "2026-12-18 10:00"),
            ("tomorrow", "2026-11-19 08:00"),
            ("Tomorrow 9", "2026-11-19 09:00"),
            ("tomorrow at 9:30am", "2026-11-19 09:30"),
            ("tomorrow evening", "2026-11-19 19:00"),
            ("day after tomorrow at noon", "2026-11-20 12:00"),
            ("tonight", "2026-11-18 19:00"),
            ("this afternoon", "2026-11-18 13:00"),
            ("fri 14:00", "2026-11-20 14:00"),
            ("on Friday at 2pm", "2026-11-20 14:00"),
            ("friday at 3", "2026-11-20 15:00"),
            ("next monday", "2026-11-23 08:00"),
            ("next friday", "2026-11-27 08:00"),
            ("wednesday", "2026-11-25 08:00"),
            ("wednesday 17:00", "2026-11-18 17:00"),
            ("weekend", "2026-11-21 10:00"),
            ("next week", "2026-11-23 08:00"),
            ("next month", "2026-12-01 08:00"),
            ("at 5", "2026-11-18 17:00"),
            ("9", "2026-11-19 09:00"),
            ("17:30", "2026-11-18 17:30"),
            ("9 o'clock", "2026-11-19 09:00"),
            ("12/25", "2026-12-25 08:00"),
            ("3/4", "2027-03-04 08:00"),
            ("12/25/2027 at 10", "2027-12-25 10:00"),
            ("25 December", "2026-12-25 08:00"),
            ("Dec 25th, 10am", "2026-12-25 10:00"),
            ("the 25th", "2026-11-25 08:00"),
            ("2027-01-15 09:15", "2027-01-15 09:15"),
            ("12am tomorrow", "2026-11-19 00:00"),
        ],
    );
}

#[test]
fn german() {
    all(
        "de",
        &[
            ("in 2 Stunden", "2026-11-18 12:00"),
            ("in einer Stunde", "2026-11-18 11:00"),
            ("in einer halben Stunde", "2026-11-18 10:30"),
            ("in anderthalb Stunden", "2026-11-18 11:30"),
            ("in einer Viertelstunde", "2026-11-18 10:15"),
            ("30 Minuten", "2026-11-18 10:30"),
            ("in drei Tagen", "2026-11-21 10:00"),
            ("in einer Woche um 9", "2026-11-25 09:00"),
            ("morgen", "2026-11-19 08:00"),
            ("morgen um 9", "2026-11-19 09:00"),
            ("morgen 9.30", "2026-11-19 09:30"),
            ("morgen früh", "2026-11-19 08:00"),
            ("morgen Abend um 8", "2026-11-19 20:00"),
            ("morgen Mittag", "2026-11-19 12:00"),
            ("übermorgen um 14 Uhr", "2026-11-20 14:00"),
            ("heute Abend", "2026-11-18 19:00"),
            ("heute um 18 Uhr", "2026-11-18 18:00"),
            ("um halb neun", "2026-11-19 08:30"),
            ("15 Uhr 30", "2026-11-18 15:30"),
            ("Montag", "2026-11-23 08:00"),
            ("am Montag morgen", "2026-11-23 08:00"),
            ("nächsten Montag", "2026-11-23 08:00"),
            ("nächsten Freitag", "2026-11-27 08:00"),
            ("Fr 14:00", "2026-11-20 14:00"),
            ("Freitag 14 Uhr", "2026-11-20 14:00"),
            ("nächste Woche", "2026-11-23 08:00"),
            ("nächsten Monat", "2026-12-01 08:00"),
            ("am Wochenende", "2026-11-21 10:00"),
            ("25.12.", "2026-12-25 08:00"),
            ("25.12. um 10 Uhr", "2026-12-25 10:00"),
            ("am 3.4.27", "2027-04-03 08:00"),
            ("Fr., 25.12.", "2026-12-25 08:00"),
            ("25. Dezember", "2026-12-25 08:00"),
            ("am 25.", "2026-11-25 08:00"),
        ],
    );
}

#[test]
fn portuguese() {
    all(
        "pt-BR",
        &[
            ("em 2 horas", "2026-11-18 12:00"),
            ("daqui a 2 horas", "2026-11-18 12:00"),
            ("dentro de três dias", "2026-11-21 10:00"),
            ("em meia hora", "2026-11-18 10:30"),
            ("em uma hora e meia", "2026-11-18 11:30"),
            ("30 minutos", "2026-11-18 10:30"),
            ("daqui a uma semana", "2026-11-25 10:00"),
            ("amanhã", "2026-11-19 08:00"),
            ("amanhã às 9", "2026-11-19 09:00"),
            ("amanha 9h", "2026-11-19 09:00"),
            ("amanhã às 9h30", "2026-11-19 09:30"),
            ("amanhã de manhã", "2026-11-19 08:00"),
            ("amanhã à tarde", "2026-11-19 13:00"),
            ("depois de amanhã", "2026-11-20 08:00"),
            ("hoje à noite", "2026-11-18 19:00"),
            ("hoje às 18h", "2026-11-18 18:00"),
            ("às 8 da noite", "2026-11-18 20:00"),
            ("ao meio-dia", "2026-11-18 12:00"),
            ("segunda", "2026-11-23 08:00"),
            ("na segunda-feira às 14h", "2026-11-23 14:00"),
            ("próxima segunda", "2026-11-23 08:00"),
            ("sexta que vem", "2026-11-27 08:00"),
            ("semana que vem", "2026-11-23 08:00"),
            ("no próximo mês", "2026-12-01 08:00"),
            ("fim de semana", "2026-11-21 10:00"),
            ("às 15:30", "2026-11-18 15:30"),
            ("25/12", "2026-12-25 08:00"),
            ("25/12 às 10h", "2026-12-25 10:00"),
            ("25 de dezembro", "2026-12-25 08:00"),
            ("dia 25", "2026-11-25 08:00"),
        ],
    );
}

#[test]
fn spanish() {
    all(
        "es",
        &[
            ("en 2 horas", "2026-11-18 12:00"),
            ("dentro de dos horas", "2026-11-18 12:00"),
            ("en media hora", "2026-11-18 10:30"),
            ("en una hora y media", "2026-11-18 11:30"),
            ("en 30 minutos", "2026-11-18 10:30"),
            ("en un cuarto de hora", "2026-11-18 10:15"),
            ("dentro de una semana", "2026-11-25 10:00"),
            ("mañana", "2026-11-19 08:00"),
            ("mañana a las 9", "2026-11-19 09:00"),
            ("manana 9:30", "2026-11-19 09:30"),
            ("mañana por la mañana", "2026-11-19 08:00"),
            ("mañana a las 7 de la tarde", "2026-11-19 19:00"),
            ("pasado mañana", "2026-11-20 08:00"),
            ("esta tarde", "2026-11-18 13:00"),
            ("esta noche", "2026-11-18 19:00"),
            ("hoy a las 18:00", "2026-11-18 18:00"),
            ("a las 9 de la mañana", "2026-11-19 09:00"),
            ("a la una", "2026-11-18 13:00"),
            ("el lunes", "2026-11-23 08:00"),
            ("lunes a las 10", "2026-11-23 10:00"),
            ("próximo lunes", "2026-11-23 08:00"),
            ("el viernes que viene", "2026-11-27 08:00"),
            ("vie 14:00", "2026-11-20 14:00"),
            ("la próxima semana", "2026-11-23 08:00"),
            ("el mes que viene", "2026-12-01 08:00"),
            ("el fin de semana", "2026-11-21 10:00"),
            ("25/12", "2026-12-25 08:00"),
            ("25 de diciembre a las 10", "2026-12-25 10:00"),
            ("al mediodía", "2026-11-18 12:00"),
        ],
    );
}

#[test]
fn russian() {
    all(
        "ru",
        &[
            ("через 2 часа", "2026-11-18 12:00"),
            ("через час", "2026-11-18 11:00"),
            ("через полчаса", "2026-11-18 10:30"),
            ("через полтора часа", "2026-11-18 11:30"),
            ("через 30 минут", "2026-11-18 10:30"),
            ("через 3 дня", "2026-11-21 10:00"),
            ("через неделю", "2026-11-25 10:00"),
            ("через две недели в 10", "2026-12-02 10:00"),
            ("через месяц", "2026-12-18 10:00"),
            ("завтра", "2026-11-19 08:00"),
            ("завтра в 9", "2026-11-19 09:00"),
            ("завтра утром", "2026-11-19 08:00"),
            ("завтра в 7 вечера", "2026-11-19 19:00"),
            ("послезавтра", "2026-11-20 08:00"),
            ("сегодня вечером", "2026-11-18 19:00"),
            ("сегодня в 18:00", "2026-11-18 18:00"),
            ("в 2 часа дня", "2026-11-18 14:00"),
            ("в 9 утра", "2026-11-19 09:00"),
            ("в понедельник", "2026-11-23 08:00"),
            ("в пятницу в 14:00", "2026-11-20 14:00"),
            ("пт 14:00", "2026-11-20 14:00"),
            ("в следующий вторник", "2026-11-24 08:00"),
            ("на следующей неделе", "2026-11-23 08:00"),
            ("в следующем месяце", "2026-12-01 08:00"),
            ("на выходных", "2026-11-21 10:00"),
            ("25 декабря", "2026-12-25 08:00"),
            ("25 декабря в 10", "2026-12-25 10:00"),
            ("25.12", "2026-12-25 08:00"),
            ("25-го", "2026-11-25 08:00"),
        ],
    );
}

#[test]
fn another_language_than_the_windows_is_understood_too() {
    let berlin = "Europe/Berlin";
    assert_eq!(
        parse("завтра в 9", "en", now(), berlin),
        Ok(at(Berlin, "2026-11-19 09:00"))
    );
    assert_eq!(
        parse("3/4", "de", now(), berlin),
        Ok(at(Berlin, "2027-04-03 08:00")),
        "the day first, as Germans write"
    );
}

#[test]
fn what_is_over_or_says_nothing_is_told_apart() {
    let read = |text: &str| parse(text, "en", now(), "Europe/Berlin");
    assert_eq!(read("today at 9:00"), Err(NoMoment::Past));
    assert_eq!(read("2020-01-01"), Err(NoMoment::Past));
    for text in [
        "",
        "soon",
        "tomorrow perhaps",
        "25:00",
        "32.12.",
        "tomorrow tomorrow",
        "in 99999999 days",
        "in 2 hours on monday",
        "monday friday",
    ] {
        assert_eq!(read(text), Err(NoMoment::Unknown), "{text}");
    }
}

#[test]
fn an_hour_that_the_clocks_jump_over_is_the_next_that_exists() {
    let before = at(Berlin, "2027-03-27 12:00");
    assert_eq!(
        parse("tomorrow 2:30", "en", before, "Europe/Berlin"),
        Ok(at(Berlin, "2027-03-28 03:00"))
    );
    let ten = at(Berlin, "2027-03-28 10:00");
    assert_eq!(
        parse(
            "in 1 day",
            "en",
            at(Berlin, "2027-03-27 10:00"),
            "Europe/Berlin"
        ),
        Ok(ten),
        "a day later is the same hour, though only 23 hours pass"
    );
}

#[test]
fn presets_leave_out_what_is_over_and_second_names() {
    let names = |wall: &str| -> Vec<&'static str> {
        presets(at(Berlin, wall), "Europe/Berlin")
            .iter()
            .map(|preset| preset.name)
            .collect()
    };
    assert_eq!(
        names("2026-11-18 10:01"),
        [
            "in_3_hours",
            "afternoon",
            "evening",
            "tomorrow",
            "saturday",
            "monday"
        ]
    );
    assert_eq!(
        names("2026-11-18 20:00"),
        ["in_3_hours", "tomorrow", "saturday", "monday"]
    );
    assert_eq!(
        names("2026-11-22 12:00"),
        ["in_3_hours", "afternoon", "evening", "tomorrow", "saturday"],
        "on a Sunday Monday at eight is tomorrow"
    );
    let sunday = presets(at(Berlin, "2026-11-22 12:00"), "Europe/Berlin");
    assert_eq!(sunday.last().unwrap().at, at(Berlin, "2026-11-28 10:00"));
}
