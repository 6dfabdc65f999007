//! German.

use super::{Currency, Tongue};

pub(crate) const DE: Tongue = Tongue {
    tag: "de",
    currencies: &[
        Currency {
            code: "EUR",
            per_euro: 1,
            before: "",
            behind: " €",
            thousands: ".",
        },
        Currency {
            code: "CHF",
            per_euro: 1,
            before: "CHF ",
            behind: "",
            thousands: "’",
        },
    ],
    given: &[
        "Klaus-Dieter",
        "Lukas",
        "Petra",
        "Sabine",
        "Jürgen",
        "Annegret",
        "Maximilian",
        "Käthe",
        "Florian",
        "Ulrike",
        "Jonas",
        "Hannelore",
        "Björn",
        "Mia",
        "Friederike",
    ],
    family: &[
        "Wolkenstein",
        "Brandt",
        "Lindqvist",
        "Schäfer",
        "Großmann",
        "Möller",
        "Weiß",
        "Köhler",
        "Vogelsang",
        "Dürrenbach",
        "Hübner",
        "Roßbach",
    ],
    phone: ("49", 11),
    domains: &["post.example", "wolkenstein.example", "zuhause.example"],
    companies: &[
        "Wolkenstein & Söhne",
        "Praxis Dr. Hübner",
        "Café Straßburg",
        "Architekten Möller",
    ],
    items: &[
        ("Esstisch „Eiche 180“", 890),
        ("Stuhl „Linde“", 145),
        ("Regal „Nussbaum“", 620),
        ("Dreisitzer „Bergen“", 1_450),
        ("Kommode mit sechs Schubladen", 540),
        ("Doppelbett „Nord“", 1_180),
        ("Anrichte „Lübeck“", 730),
        ("Gartenbank", 260),
        ("Schreibtisch „Klappbar“", 390),
    ],
    cities: &[
        "Hamburg", "München", "Köln", "Leipzig", "Zürich", "Münster", "Gießen",
    ],
    openings: &[
        "Guten Tag, ist der Artikel {item} noch lieferbar?",
        "Guten Tag, wir hätten gern ein Angebot: {item} und sechs Stühle. Ginge das noch dieses Jahr?",
        "Hallo, was kostet {item} mit Lieferung? Wir wohnen in {city}.",
        "Moin, gibt es {item} auch in Nussbaum?",
        "Sehr geehrte Damen und Herren, bitte senden Sie mir die Maße: {item}.",
        "Hallo, ich war letzte Woche im Laden und habe noch eine Frage: {item}, wie lange ist die Lieferzeit?",
        "Reklamation: an unserem Möbel ({item}) ist ein Kratzer auf der Platte.",
    ],
    answers: &[
        "Guten Tag, {name}! Ja, {item} ist da und kostet {price}. Lieferzeit zwei Wochen.",
        "Vielen Dank für Ihre Anfrage, {name}! Der Preis ist {price}, Lieferung frei Haus.",
        "Guten Tag! Auf Maß fertigen wir ab {price}. Schicken Sie uns eine Skizze?",
        "Hallo, {name}! Ein Ausstellungsstück haben wir noch, {price}. Soll ich es zurücklegen?",
    ],
    talks: &[
        (
            "Das passt uns gut. Wäre ein Liefertermin in KW 49 möglich?",
            "KW 49 klappt. Ich reserviere Ihnen Donnerstag, den 3. Dezember, vormittags.",
        ),
        (
            "Ist die Montage im Preis enthalten?",
            "Ja, die Montage ist dabei.",
        ),
        (
            "Gibt es bei zwei Stück einen Rabatt?",
            "Bei zwei Stück gebe ich Ihnen fünf Prozent.",
        ),
        (
            "Können Sie mir ein Holzmuster schicken?",
            "Das Muster geht heute noch in die Post.",
        ),
        (
            "Dritter Stock ohne Aufzug, ist das ein Problem?",
            "Kein Problem, wir tragen es hoch.",
        ),
        (
            "Ich bespreche das zu Hause und melde mich morgen.",
            "Gern, ich lege es bis Freitag zurück.",
        ),
        (
            "Wie pflegt man die geölte Oberfläche?",
            "Einmal im Jahr ölen, sonst nur feucht abwischen.",
        ),
        (
            "Kann ich auch auf Rechnung zahlen?",
            "Ja, auf Rechnung mit vierzehn Tagen Ziel.",
        ),
    ],
    yes: &[
        "Sehr schön, wir nehmen es.",
        "Die Überweisung ist raus.",
        "Alles gut angekommen, herzlichen Dank!",
        "Bitte bestellen, danke für die Mühe.",
    ],
    no: &[
        "Das sprengt leider unser Budget.",
        "Wir haben uns anders entschieden, trotzdem danke.",
        "Wir verschieben das auf nächstes Jahr.",
    ],
    again: &[
        "Guten Tag, wir brauchen noch zwei gleiche Stühle.",
        "Hallo, eine Schublade klemmt. Können Sie vorbeikommen?",
    ],
    spam: &[
        "Ihre Webseite auf Platz 1 bei den Suchmaschinen!",
        "Firmenkredit ohne Bonitätsprüfung",
    ],
    notes: &[
        "Stammkunde seit 2021, letztes Mal 5 % Skonto.",
        "Lieferung nur mittwochs, enge Einfahrt.",
        "Möchte lieber angerufen werden.",
    ],
    tags: &["stammkunde", "montage", "reklamation"],
    tasks: &[
        "Angebot schicken",
        "Holzmuster versenden",
        "Liefertermin bestätigen",
    ],
};
