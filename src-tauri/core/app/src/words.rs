//! The words that workspaces and pipelines begin with, in the languages of the interface. They become the person's own
//! data.

use runnel_domain::{PipelineKind, StageGroup};
use runnel_store::shop::pipelines::FirstStage;

/// What a workspace begins with.
pub(crate) struct FirstWords {
    /// Language of these words, as the settings spell it.
    pub locale: &'static str,
    /// Name of the owner until they say another.
    pub owner: &'static str,
    /// Name of the default pipeline.
    pub pipeline: &'static str,
    /// Stages of a sales pipeline (UP-2), in funnel order.
    sales: [&'static str; 7],
    /// Stages of a pipeline of tickets (CP-2), in funnel order.
    tickets: [&'static str; 6],
    /// Stages of a pipeline of slow leads (CP-2), in funnel order.
    nurture: [&'static str; 7],
    /// Subject of the welcome conversation.
    pub welcome_subject: &'static str,
    /// Its first message (PO-1).
    pub welcome: &'static str,
}

/// Groups and colours of [`FirstWords::sales`]. Colours are names of the interface's stage colours.
const SALES: [(StageGroup, &str); 7] = [
    (StageGroup::Active, "blue"),
    (StageGroup::Active, "violet"),
    (StageGroup::Active, "amber"),
    (StageGroup::Active, "teal"),
    (StageGroup::Successful, "green"),
    (StageGroup::Unsuccessful, "red"),
    (StageGroup::NotALead, "grey"),
];
/// The same of [`FirstWords::tickets`].
const TICKETS: [(StageGroup, &str); 6] = [
    (StageGroup::Active, "blue"),
    (StageGroup::Active, "violet"),
    (StageGroup::Active, "amber"),
    (StageGroup::Successful, "green"),
    (StageGroup::Unsuccessful, "red"),
    (StageGroup::NotALead, "grey"),
];
/// The same of [`FirstWords::nurture`].
const NURTURE: [(StageGroup, &str); 7] = SALES;

impl FirstWords {
    /// The stages that a pipeline of this kind begins with, in funnel order.
    pub(crate) fn stages(&self, kind: PipelineKind) -> Vec<FirstStage> {
        let (names, looks): (&[&'static str], &[(StageGroup, &'static str)]) = match kind {
            PipelineKind::Sales => (&self.sales, &SALES),
            PipelineKind::Tickets => (&self.tickets, &TICKETS),
            PipelineKind::Nurture => (&self.nurture, &NURTURE),
        };
        names
            .iter()
            .zip(looks)
            .map(|(name, (group, color))| FirstStage {
                name,
                group: *group,
                color,
            })
            .collect()
    }
}

const ENGLISH: FirstWords = FirstWords {
    locale: "en",
    owner: "Owner",
    pipeline: "Sales",
    sales: [
        "New request",
        "In work",
        "Offer",
        "Payment",
        "Successful",
        "Unsuccessful",
        "Not a lead",
    ],
    tickets: [
        "New ticket",
        "In work",
        "Waiting for the customer",
        "Solved",
        "Not solved",
        "Not a ticket",
    ],
    nurture: [
        "New contact",
        "Interested",
        "In conversation",
        "Ready to buy",
        "Won",
        "Lost",
        "Not a lead",
    ],
    welcome_subject: "Welcome to Runnel",
    welcome: "Welcome! Every message that customers send you arrives here, and every conversation travels along \
              your pipeline.\n\nThe steps above show you round. Everything stays in one file on this computer, \
              and everything works without a network: what you write goes out when it is back.",
};

const GERMAN: FirstWords = FirstWords {
    locale: "de",
    owner: "Inhaber",
    pipeline: "Verkauf",
    sales: [
        "Neue Anfrage",
        "In Arbeit",
        "Angebot",
        "Zahlung",
        "Erfolgreich",
        "Nicht erfolgreich",
        "Kein Interessent",
    ],
    tickets: [
        "Neues Ticket",
        "In Arbeit",
        "Wartet auf Kunden",
        "Gelöst",
        "Nicht gelöst",
        "Kein Ticket",
    ],
    nurture: [
        "Neuer Kontakt",
        "Interessiert",
        "Im Gespräch",
        "Kaufbereit",
        "Gewonnen",
        "Verloren",
        "Kein Interessent",
    ],
    welcome_subject: "Willkommen bei Runnel",
    welcome: "Willkommen! Jede Nachricht deiner Kunden kommt hier an, und jede Unterhaltung wandert durch deine \
              Pipeline.\n\nDie Schritte oben führen dich herum. Alles bleibt in einer Datei auf diesem Rechner, und \
              alles geht auch ohne Netz: Was du schreibst, geht hinaus, sobald es wieder da ist.",
};

const RUSSIAN: FirstWords = FirstWords {
    locale: "ru",
    owner: "Владелец",
    pipeline: "Продажи",
    sales: [
        "Новая заявка",
        "В работе",
        "Предложение",
        "Оплата",
        "Успешно",
        "Неуспешно",
        "Нецелевой",
    ],
    tickets: [
        "Новое обращение",
        "В работе",
        "Ждём клиента",
        "Решено",
        "Не решено",
        "Не обращение",
    ],
    nurture: [
        "Новый контакт",
        "Есть интерес",
        "Общаемся",
        "Готов купить",
        "Куплено",
        "Потерян",
        "Нецелевой",
    ],
    welcome_subject: "Добро пожаловать в Runnel",
    welcome: "Здравствуйте! Сюда приходят все сообщения ваших клиентов, и каждый диалог движется по вашей \
              воронке.\n\nШаги выше помогут освоиться. Всё хранится в одном файле на этом компьютере и работает \
              без сети: написанное уйдёт, когда она появится.",
};

/// The words for a BCP 47 tag; English for languages that the interface does not speak.
pub(crate) fn first_words(locale: &str) -> &'static FirstWords {
    let language = locale.split(['-', '_']).next().unwrap_or_default();
    [&GERMAN, &RUSSIAN]
        .into_iter()
        .find(|words| words.locale.eq_ignore_ascii_case(language))
        .unwrap_or(&ENGLISH)
}
