//! The words that a new workspace begins with, in the languages of the interface. They become the person's own data.

/// What a workspace begins with.
pub(crate) struct FirstWords {
    /// Language of these words, as the settings spell it.
    pub locale: &'static str,
    /// Name of the owner until they say another.
    pub owner: &'static str,
    /// Name of the default pipeline.
    pub pipeline: &'static str,
    /// The seven stages of UP-2, in funnel order.
    pub stages: [&'static str; 7],
    /// Subject of the welcome conversation.
    pub welcome_subject: &'static str,
    /// Its first message (PO-1).
    pub welcome: &'static str,
}

const ENGLISH: FirstWords = FirstWords {
    locale: "en",
    owner: "Owner",
    pipeline: "Sales",
    stages: [
        "New request",
        "In work",
        "Offer",
        "Payment",
        "Successful",
        "Unsuccessful",
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
    stages: [
        "Neue Anfrage",
        "In Arbeit",
        "Angebot",
        "Zahlung",
        "Erfolgreich",
        "Nicht erfolgreich",
        "Kein Interessent",
    ],
    welcome_subject: "Willkommen bei Runnel",
    welcome: "Willkommen! Jede Nachricht deiner Kunden kommt hier an, und jede Unterhaltung wandert durch deine \
              Pipeline.\n\nDie Schritte oben führen dich herum. Alles bleibt in einer Datei auf diesem Rechner, und \
              alles geht auch ohne Netz: Was du schreibst, geht hinaus, sobald es wieder da ist.",
};

/// The words for a BCP 47 tag; English for languages that the interface does not speak.
pub(crate) fn first_words(locale: &str) -> &'static FirstWords {
    if locale.to_ascii_lowercase().starts_with("de") {
        &GERMAN
    } else {
        &ENGLISH
    }
}
