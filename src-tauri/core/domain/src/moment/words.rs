//! What the words for moments are called in the five languages. Compared folded: accents and case do not matter.

use Meaning as M;
use Unit as U;

/// What a word says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Nothing by itself: "the", "on".
    Filler,
    /// A length from now follows: "in", "через". Before anything else it says nothing: "em dezembro".
    In,
    /// An hour of the clock follows: "at", "um". Before anything else it says nothing: "в понедельник".
    At,
    /// Not this one but the one after: "next", "que vem".
    Next,
    /// A number.
    Count(i64),
    /// Half of what follows.
    Half,
    /// One and a half of what follows.
    OneAndHalf,
    /// A length of so many minutes.
    Minutes(i64),
    /// A length.
    Unit(Unit),
    /// Names the number before it an hour: "Uhr".
    Clock,
    /// A day from today on.
    Day(u64),
    /// Tomorrow; behind another day, in the morning: "morgen", "mañana".
    Morrow,
    /// Monday is 0.
    Weekday(u32),
    /// Saturday at ten.
    Weekend,
    /// January is 1.
    Month(u32),
    /// An hour by name. Beside a number it says which half of the day is meant.
    Part(u32),
    /// The hour before it is in the first half of the day.
    Am,
    /// The hour before it is in the second half of the day.
    Pm,
}

/// A length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Minute,
    Hour,
    Day,
    Week,
    Month,
}

/// One language.
pub(super) struct Words {
    /// BCP 47 primary tag.
    pub(super) language: &'static str,
    /// Phrases of one or more words; the longest that fits counts.
    pub(super) phrases: &'static [(&'static str, Meaning)],
    /// In dates with strokes the month comes first.
    pub(super) month_first: bool,
    /// "halb neun" is half past eight.
    pub(super) half_before: bool,
}

/// All five, that of the person first.
pub(super) fn in_order(language: &str) -> impl Iterator<Item = &'static Words> {
    let own = |words: &&Words| {
        let tag = language.get(..2).unwrap_or_default();
        words.language.eq_ignore_ascii_case(tag)
    };
    ALL.iter()
        .filter(own)
        .chain(ALL.iter().filter(move |words| !own(words)))
}

const ALL: &[Words] = &[
    Words {
        language: "en",
        phrases: ENGLISH,
        month_first: true,
        half_before: false,
    },
    Words {
        language: "de",
        phrases: GERMAN,
        month_first: false,
        half_before: true,
    },
    Words {
        language: "pt",
        phrases: PORTUGUESE,
        month_first: false,
        half_before: false,
    },
    Words {
        language: "es",
        phrases: SPANISH,
        month_first: false,
        half_before: false,
    },
    Words {
        language: "ru",
        phrases: RUSSIAN,
        month_first: false,
        half_before: false,
    },
];

/// Several words for one meaning.
macro_rules! phrases {
    ($($meaning:expr => $($word:literal)+;)+) => { &[$($(($word, $meaning)),+),+] };
}

const ENGLISH: &[(&str, Meaning)] = phrases! {
    M::Filler => "on" "the" "of" "this" "coming" "and" "from now";
    M::In => "in" "within" "after";
    M::At => "at" "@";
    M::Next => "next";
    M::Count(1) => "a" "an" "one";
    M::Count(2) => "two" "a couple of" "couple of";
    M::Count(3) => "three";
    M::Count(4) => "four";
    M::Count(5) => "five";
    M::Count(6) => "six";
    M::Count(7) => "seven";
    M::Count(8) => "eight";
    M::Count(9) => "nine";
    M::Count(10) => "ten";
    M::Half => "half" "half a" "half an" "a half";
    M::OneAndHalf => "one and a half";
    M::Minutes(15) => "quarter of an hour" "quarter hour";
    M::Unit(U::Minute) => "m" "min" "mins" "minute" "minutes";
    M::Unit(U::Hour) => "h" "hr" "hrs" "hour" "hours";
    M::Unit(U::Day) => "d" "day" "days";
    M::Unit(U::Week) => "w" "week" "weeks";
    M::Unit(U::Month) => "month" "months";
    M::Clock => "o'clock";
    M::Day(0) => "today";
    M::Day(1) => "tomorrow" "tmrw" "tmr";
    M::Day(2) => "day after tomorrow" "the day after tomorrow";
    M::Weekday(0) => "monday" "mon";
    M::Weekday(1) => "tuesday" "tue" "tues";
    M::Weekday(2) => "wednesday" "wed";
    M::Weekday(3) => "thursday" "thu" "thur" "thurs";
    M::Weekday(4) => "friday" "fri";
    M::Weekday(5) => "saturday" "sat";
    M::Weekday(6) => "sunday" "sun";
    M::Weekend => "weekend";
    M::Month(1) => "january" "jan";
    M::Month(2) => "february" "feb";
    M::Month(3) => "march" "mar";
    M::Month(4) => "april" "apr";
    M::Month(5) => "may";
    M::Month(6) => "june" "jun";
    M::Month(7) => "july" "jul";
    M::Month(8) => "august" "aug";
    M::Month(9) => "september" "sep" "sept";
    M::Month(10) => "october" "oct";
    M::Month(11) => "november" "nov";
    M::Month(12) => "december" "dec";
    M::Part(super::MORNING) => "morning";
    M::Part(super::NOON) => "noon" "midday" "lunchtime";
    M::Part(super::AFTERNOON) => "afternoon";
    M::Part(super::EVENING) => "evening" "night" "tonight";
    M::Am => "am" "a.m";
    M::Pm => "pm" "p.m";
};

const GERMAN: &[(&str, Meaning)] = phrases! {
    M::Filler => "am" "der" "den" "dem" "die" "das" "diesen" "dieser" "dieses" "und" "ab jetzt";
    M::In => "in" "nach";
    M::At => "um" "gegen";
    M::Next => "nächsten" "nächster" "nächste" "nächstes" "kommenden" "kommende" "kommendes";
    M::Count(1) => "ein" "eine" "einer" "einem" "einen" "eins";
    M::Count(2) => "zwei";
    M::Count(3) => "drei";
    M::Count(4) => "vier";
    M::Count(5) => "fünf";
    M::Count(6) => "sechs";
    M::Count(7) => "sieben";
    M::Count(8) => "acht";
    M::Count(9) => "neun";
    M::Count(10) => "zehn";
    M::Count(11) => "elf";
    M::Count(12) => "zwölf";
    M::Half => "halb" "halben" "halbe" "einer halben" "eine halbe";
    M::OneAndHalf => "anderthalb" "eineinhalb";
    M::Minutes(15) => "viertelstunde";
    M::Unit(U::Minute) => "min" "minute" "minuten";
    M::Unit(U::Hour) => "h" "std" "stunde" "stunden";
    M::Unit(U::Day) => "tag" "tage" "tagen";
    M::Unit(U::Week) => "woche" "wochen";
    M::Unit(U::Month) => "monat" "monate" "monaten" "monats";
    M::Clock => "uhr";
    M::Day(0) => "heute";
    M::Morrow => "morgen";
    M::Day(2) => "übermorgen" "uebermorgen";
    M::Weekday(0) => "montag" "mo";
    M::Weekday(1) => "dienstag" "di";
    M::Weekday(2) => "mittwoch" "mi";
    M::Weekday(3) => "donnerstag" "do";
    M::Weekday(4) => "freitag" "fr";
    M::Weekday(5) => "samstag" "sonnabend" "sa";
    M::Weekday(6) => "sonntag" "so";
    M::Weekend => "wochenende";
    M::Month(1) => "januar" "jänner" "jan";
    M::Month(2) => "februar" "feb";
    M::Month(3) => "märz" "mrz";
    M::Month(4) => "april" "apr";
    M::Month(5) => "mai";
    M::Month(6) => "juni" "jun";
    M::Month(7) => "juli" "jul";
    M::Month(8) => "august" "aug";
    M::Month(9) => "september" "sep" "sept";
    M::Month(10) => "oktober" "okt";
    M::Month(11) => "november" "nov";
    M::Month(12) => "dezember" "dez";
    M::Part(super::MORNING) => "früh" "vormittag" "vormittags" "morgens" "am morgen";
    M::Part(super::NOON) => "mittag" "mittags";
    M::Part(super::AFTERNOON) => "nachmittag" "nachmittags";
    M::Part(super::EVENING) => "abend" "abends" "nacht";
};

const PORTUGUESE: &[(&str, Meaning)] = phrases! {
    M::Filler => "na" "no" "o" "a" "de" "do" "da" "e" "pela" "neste" "nesta" "este" "esta";
    M::In => "em" "daqui a" "dentro de" "daqui";
    M::At => "às" "as" "à" "pelas" "lá pelas";
    M::Next => "próxima" "próximo" "que vem" "seguinte";
    M::Count(1) => "um" "uma";
    M::Count(2) => "dois" "duas";
    M::Count(3) => "três";
    M::Count(4) => "quatro";
    M::Count(5) => "cinco";
    M::Count(6) => "seis";
    M::Count(7) => "sete";
    M::Count(8) => "oito";
    M::Count(9) => "nove";
    M::Count(10) => "dez";
    M::Half => "meia" "meio";
    M::OneAndHalf => "uma e meia";
    M::Minutes(15) => "quarto de hora";
    M::Unit(U::Minute) => "min" "minuto" "minutos";
    M::Unit(U::Hour) => "h" "hs" "hora" "horas";
    M::Unit(U::Day) => "dia" "dias";
    M::Unit(U::Week) => "semana" "semanas";
    M::Unit(U::Month) => "mês" "meses";
    M::Day(0) => "hoje";
    M::Day(1) => "amanhã";
    M::Day(2) => "depois de amanhã";
    M::Weekday(0) => "segunda" "segunda feira" "seg";
    M::Weekday(1) => "terça" "terça feira" "ter";
    M::Weekday(2) => "quarta" "quarta feira" "qua";
    M::Weekday(3) => "quinta" "quinta feira" "qui";
    M::Weekday(4) => "sexta" "sexta feira" "sex";
    M::Weekday(5) => "sábado" "sab";
    M::Weekday(6) => "domingo" "dom";
    M::Weekend => "fim de semana" "final de semana" "fds";
    M::Month(1) => "janeiro" "jan";
    M::Month(2) => "fevereiro" "fev";
    M::Month(3) => "março" "mar";
    M::Month(4) => "abril" "abr";
    M::Month(5) => "maio" "mai";
    M::Month(6) => "junho" "jun";
    M::Month(7) => "julho" "jul";
    M::Month(8) => "agosto" "ago";
    M::Month(9) => "setembro" "set";
    M::Month(10) => "outubro" "out";
    M::Month(11) => "novembro" "nov";
    M::Month(12) => "dezembro" "dez";
    M::Part(super::MORNING) => "manhã" "de manhã" "da manhã" "pela manhã";
    M::Part(super::NOON) => "meio dia" "ao meio dia";
    M::Part(super::AFTERNOON) => "tarde" "à tarde" "de tarde" "da tarde";
    M::Part(super::EVENING) => "noite" "à noite" "de noite" "da noite";
};

const SPANISH: &[(&str, Meaning)] = phrases! {
    M::Filler => "el" "la" "los" "de" "del" "este" "esta" "y" "al" "en punto";
    M::In => "en" "dentro de";
    M::At => "a las" "a la" "las" "sobre las";
    M::Next => "próximo" "próxima" "que viene" "siguiente";
    M::Count(1) => "un" "una" "uno";
    M::Count(2) => "dos";
    M::Count(3) => "tres";
    M::Count(4) => "cuatro";
    M::Count(5) => "cinco";
    M::Count(6) => "seis";
    M::Count(7) => "siete";
    M::Count(8) => "ocho";
    M::Count(9) => "nueve";
    M::Count(10) => "diez";
    M::Half => "media" "medio";
    M::OneAndHalf => "una y media";
    M::Minutes(15) => "cuarto de hora";
    M::Unit(U::Minute) => "min" "minuto" "minutos";
    M::Unit(U::Hour) => "h" "hs" "hora" "horas";
    M::Unit(U::Day) => "día" "días";
    M::Unit(U::Week) => "semana" "semanas";
    M::Unit(U::Month) => "mes" "meses";
    M::Day(0) => "hoy";
    M::Morrow => "mañana";
    M::Day(2) => "pasado mañana";
    M::Weekday(0) => "lunes" "lun";
    M::Weekday(1) => "martes" "mar";
    M::Weekday(2) => "miércoles" "mié";
    M::Weekday(3) => "jueves" "jue";
    M::Weekday(4) => "viernes" "vie";
    M::Weekday(5) => "sábado" "sáb";
    M::Weekday(6) => "domingo" "dom";
    M::Weekend => "fin de semana" "finde";
    M::Month(1) => "enero" "ene";
    M::Month(2) => "febrero" "feb";
    M::Month(3) => "marzo";
    M::Month(4) => "abril" "abr";
    M::Month(5) => "mayo" "may";
    M::Month(6) => "junio" "jun";
    M::Month(7) => "julio" "jul";
    M::Month(8) => "agosto" "ago";
    M::Month(9) => "septiembre" "setiembre" "sep";
    M::Month(10) => "octubre" "oct";
    M::Month(11) => "noviembre" "nov";
    M::Month(12) => "diciembre" "dic";
    M::Part(super::MORNING) => "por la mañana" "de la mañana" "temprano" "esta mañana";
    M::Part(super::NOON) => "mediodía";
    M::Part(super::AFTERNOON) => "tarde" "por la tarde" "de la tarde";
    M::Part(super::EVENING) => "noche" "por la noche" "de la noche";
};

const RUSSIAN: &[(&str, Meaning)] = phrases! {
    M::Filler => "во" "на" "эту" "этот" "это" "числа" "и";
    M::In => "через" "спустя";
    M::At => "в" "к";
    M::Next => "следующий" "следующую" "следующее" "следующей" "следующем" "следующая";
    M::Count(1) => "один" "одну" "одна";
    M::Count(2) => "два" "две" "пару";
    M::Count(3) => "три";
    M::Count(4) => "четыре";
    M::Count(5) => "пять";
    M::Count(6) => "шесть";
    M::Count(7) => "семь";
    M::Count(8) => "восемь";
    M::Count(9) => "девять";
    M::Count(10) => "десять";
    M::Half => "пол";
    M::OneAndHalf => "полтора" "полторы";
    M::Minutes(15) => "четверть часа";
    M::Minutes(30) => "полчаса";
    M::Unit(U::Minute) => "мин" "минуту" "минуты" "минут";
    M::Unit(U::Hour) => "ч" "час" "часа" "часов";
    M::Unit(U::Day) => "день" "дня" "дней" "сутки";
    M::Unit(U::Week) => "неделю" "недели" "недель" "неделе";
    M::Unit(U::Month) => "месяц" "месяца" "месяцев" "месяце";
    M::Day(0) => "сегодня";
    M::Day(1) => "завтра";
    M::Day(2) => "послезавтра";
    M::Weekday(0) => "понедельник" "пн";
    M::Weekday(1) => "вторник" "вт";
    M::Weekday(2) => "среду" "среда" "ср";
    M::Weekday(3) => "четверг" "чт";
    M::Weekday(4) => "пятницу" "пятница" "пт";
    M::Weekday(5) => "субботу" "суббота" "сб";
    M::Weekday(6) => "воскресенье" "вс";
    M::Weekend => "выходные" "выходных";
    M::Month(1) => "января" "янв";
    M::Month(2) => "февраля" "фев";
    M::Month(3) => "марта" "мар";
    M::Month(4) => "апреля" "апр";
    M::Month(5) => "мая";
    M::Month(6) => "июня" "июн";
    M::Month(7) => "июля" "июл";
    M::Month(8) => "августа" "авг";
    M::Month(9) => "сентября" "сен";
    M::Month(10) => "октября" "окт";
    M::Month(11) => "ноября" "ноя";
    M::Month(12) => "декабря" "дек";
    M::Part(super::MORNING) => "утром" "утра";
    M::Part(super::NOON) => "полдень";
    M::Part(super::AFTERNOON) => "днём";
    M::Part(super::EVENING) => "вечером" "вечера";
};
