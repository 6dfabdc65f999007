//! A shop's mail in five languages: the same messages for us, for the floor and for the peers.
//!
//! pt 25, es 20, ru 20, de 20, en 15 %; a tenth as many conversations with Zipf-like sizes; fixed seed.

use std::{fmt::Write as _, io::Write as _, path::Path};

use runnel_connector::{Address, Arrival, Incoming, Item, RawEvent};
use runnel_domain::Timestamp;

/// One message of the corpus.
#[derive(Debug, Clone)]
pub struct Mail {
    /// Message-ID without brackets.
    pub id: String,
    /// Message-ID of the first message of its thread; the same as `id` for the first.
    pub thread: String,
    /// Address of the customer.
    pub from: String,
    /// Name of the customer.
    pub name: String,
    /// Subject.
    pub subject: String,
    /// Plain text, a few sentences.
    pub text: String,
    /// Milliseconds since 1970.
    pub at: i64,
}

/// A small generator: xorshift64*, from Vigna, "An experimental exploration of Marsaglia's xorshift generators".
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// A generator that always gives the same numbers for the same seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    /// The next number below `bound`; 0 when the bound is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16;
        usize::try_from(number)
            .unwrap_or(0)
            .checked_rem(bound)
            .unwrap_or(0)
    }

    pub(crate) fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words
            .get(self.below(words.len()))
            .copied()
            .unwrap_or_default()
    }
}

/// What people who write in one language are called and say.
pub(crate) struct Language {
    /// BCP 47 tag.
    pub(crate) tag: &'static str,
    /// Per cent of the conversations.
    weight: usize,
    pub(crate) first: &'static [&'static str],
    pub(crate) last: &'static [&'static str],
    pub(crate) words: &'static [&'static str],
}

impl Language {
    /// A language by the weights of the corpus.
    pub(crate) fn draw(dice: &mut Dice) -> usize {
        let mut draw = dice.below(100);
        for (place, language) in LANGUAGES.iter().enumerate() {
            if draw < language.weight {
                return place;
            }
            draw -= language.weight;
        }
        0
    }

    /// A few sentences: 8 to 47 words, a number here and there.
    pub(crate) fn text(&self, dice: &mut Dice) -> String {
        let mut text = String::with_capacity(240);
        for position in 0..(8 + dice.below(40)) {
            if position > 0 {
                text.push(if dice.below(12) == 0 { '\n' } else { ' ' });
            }
            text.push_str(dice.pick(self.words));
            if dice.below(9) == 0 {
                let _ = write!(text, " {}", dice.below(100_000));
            }
        }
        text
    }
}

pub(crate) const LANGUAGES: &[Language] = &[
    Language {
        tag: "pt",
        weight: 25,
        first: &[
            "Ana", "Beatriz", "João", "Marcos", "Luísa", "Tiago", "Camila", "Rafael",
        ],
        last: &[
            "Souza",
            "Prado",
            "Conceição",
            "Araújo",
            "Magalhães",
            "Teixeira",
        ],
        words: &[
            "mesa",
            "cadeira",
            "carvalho",
            "nogueira",
            "entrega",
            "preço",
            "orçamento",
            "amanhã",
            "obrigada",
            "medidas",
            "pagamento",
            "estante",
            "você",
            "ainda",
            "tem",
            "para",
            "loja",
            "garantia",
            "prazo",
            "frete",
            "cor",
            "madeira",
            "sofá",
            "gaveta",
            "desconto",
            "à vista",
            "parcelas",
            "montagem",
        ],
    },
    Language {
        tag: "es",
        weight: 20,
        first: &["María José", "Sofía", "Íñigo", "Carlos", "Lucía", "Andrés"],
        last: &["Rodríguez", "Herrera", "Núñez", "García", "Ibáñez"],
        words: &[
            "mesa",
            "silla",
            "roble",
            "nogal",
            "envío",
            "precio",
            "presupuesto",
            "mañana",
            "gracias",
            "medidas",
            "pago",
            "estantería",
            "usted",
            "todavía",
            "tiene",
            "para",
            "tienda",
            "garantía",
            "plazo",
            "cocina",
            "color",
            "madera",
            "cajón",
            "descuento",
            "montaje",
            "Canarias",
        ],
    },
    Language {
        tag: "ru",
        weight: 20,
        first: &["Иван", "Екатерина", "Марина", "Алексей", "Семён", "Ольга"],
        last: &["Петров", "Смирнова", "Волкова", "Кузнецов", "Королёв"],
        words: &[
            "стол",
            "стул",
            "дуб",
            "орех",
            "доставка",
            "цена",
            "счёт",
            "завтра",
            "спасибо",
            "размеры",
            "оплата",
            "стеллаж",
            "ещё",
            "есть",
            "для",
            "магазин",
            "гарантия",
            "срок",
            "кухня",
            "цвет",
            "дерево",
            "комод",
            "скидка",
            "сборка",
            "оптом",
            "жду",
        ],
    },
    Language {
        tag: "de",
        weight: 20,
        first: &[
            "Klaus-Dieter",
            "Petra",
            "Lukas",
            "Jürgen",
            "Sabine",
            "Käthe",
        ],
        last: &[
            "Wolkenstein",
            "Brandt",
            "Lindqvist",
            "Großmann",
            "Müller",
            "Weiß",
        ],
        words: &[
            "Tisch",
            "Stuhl",
            "Eiche",
            "Nussbaum",
            "Lieferung",
            "Preis",
            "Angebot",
            "morgen",
            "danke",
            "Maße",
            "Zahlung",
            "Regal",
            "noch",
            "haben",
            "für",
            "Geschäft",
            "Gewährleistung",
            "Liefertermin",
            "Küche",
            "Farbe",
            "Holz",
            "Schublade",
            "Rabatt",
            "Montage",
            "Straße",
            "schön",
        ],
    },
    Language {
        tag: "en",
        weight: 15,
        first: &["Thomas", "Olivia", "Grace", "Henry", "Zadie"],
        last: &["Okafor", "Thistle", "Oakley", "Bright", "Fernsby"],
        words: &[
            "table",
            "chair",
            "oak",
            "walnut",
            "delivery",
            "price",
            "quote",
            "tomorrow",
            "thanks",
            "measurements",
            "payment",
            "shelf",
            "still",
            "have",
            "for",
            "shop",
            "warranty",
            "deadline",
            "kitchen",
            "colour",
            "timber",
            "drawer",
            "discount",
            "assembly",
            "order",
            "invoice",
        ],
    },
];

/// What the messages of a thread share.
#[derive(Clone)]
struct Head {
    thread: String,
    from: String,
    name: String,
    subject: String,
    language: usize,
}

/// 2026-01-01T00:00:00Z.
const BEGIN: i64 = 1_767_225_600_000;

/// `count` messages in time order.
#[must_use]
pub fn mails(count: usize, seed: u64) -> Vec<Mail> {
    let mut dice = Dice::new(seed);
    let conversations = (count / 10).max(1);
    let mut heads: Vec<Option<Head>> = vec![None; conversations];
    let mut mails = Vec::with_capacity(count);
    for number in 0..count {
        // Squaring a uniform draw favours low numbers: a few threads are long, most are short.
        let wide = dice.below(conversations * 1000);
        let narrow = dice.below(1000);
        let at = BEGIN + i64::try_from(number).unwrap_or(0) * 97_000;
        let slot = if number < conversations {
            number
        } else {
            wide * narrow / 1_000_000
        };
        let id = format!("m{number:08x}.{seed:x}@mail.example");
        let Some(head) = heads.get_mut(slot) else {
            continue;
        };
        let Head {
            thread,
            from,
            name,
            subject,
            language,
        } = head
            .get_or_insert_with(|| {
                let at = Language::draw(&mut dice);
                let (first, last, word) = LANGUAGES.get(at).map_or(("", "", ""), |language| {
                    (
                        dice.pick(language.first),
                        dice.pick(language.last),
                        dice.pick(language.words),
                    )
                });
                Head {
                    thread: id.clone(),
                    from: format!("client{slot}@kunde.example"),
                    name: format!("{first} {last}"),
                    subject: format!("{word} {slot}"),
                    language: at,
                }
            })
            .clone();
        let text = LANGUAGES
            .get(language)
            .map_or_else(String::new, |language| language.text(&mut dice));
        mails.push(Mail {
            id,
            thread,
            from,
            name,
            subject,
            text,
            at,
        });
    }
    mails
}

impl Mail {
    /// The message as it travels.
    #[must_use]
    pub fn raw(&self) -> String {
        let mut raw = format!(
            "From: =?utf-8?q?{}?= <{}>\r\nTo: <info@shop.example>\r\nSubject: =?utf-8?q?{}?=\r\nMessage-ID: <{}>\r\nDate: {}\r\n",
            q_encoded(&self.name),
            self.from,
            q_encoded(&self.subject),
            self.id,
            chrono::DateTime::from_timestamp_millis(self.at)
                .map(|at| at.to_rfc2822())
                .unwrap_or_default(),
        );
        if self.thread != self.id {
            let _ = write!(
                raw,
                "In-Reply-To: <{0}>\r\nReferences: <{0}>\r\n",
                self.thread
            );
        }
        raw.push_str("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n");
        raw.push_str(&self.text.replace('\n', "\r\n"));
        raw.push_str("\r\n");
        raw
    }
}

impl Mail {
    /// The message as the mail channel hands it on.
    #[must_use]
    pub fn event(&self) -> RawEvent {
        let mail = self;
        RawEvent {
            key: mail.id.clone(),
            occurred_at: Timestamp(mail.at),
            kind: "mail",
            raw: mail.raw().into_bytes(),
            item: Item::Message(Box::new(Incoming {
                remote_id: mail.id.clone(),
                references: if mail.thread == mail.id {
                    Vec::new()
                } else {
                    vec![mail.thread.clone()]
                },
                thread_key: mail.thread.clone(),
                customer: Address {
                    address: mail.from.clone(),
                    shown: mail.from.clone(),
                    name: mail.name.clone(),
                },
                reply_to: None,
                outgoing: false,
                arrival: Arrival::Live,
                automatic: false,
                subject: mail.subject.clone(),
                text: mail.text.clone(),
                visible_len: None,
                html: None,
                language: String::new(),
                files: Vec::new(),
                post: None,
            })),
        }
    }
}

fn q_encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
            other => format!("={other:02X}"),
        })
        .collect()
}

/// Writes the corpus as a Maildir, for peers that read files.
///
/// # Errors
/// When a file cannot be written.
pub fn write_maildir(mails: &[Mail], folder: &Path) -> std::io::Result<()> {
    for part in ["cur", "new", "tmp"] {
        std::fs::create_dir_all(folder.join(part))?;
    }
    for (number, mail) in mails.iter().enumerate() {
        let mut file =
            std::fs::File::create(folder.join("cur").join(format!("{number}.bench:2,S")))?;
        file.write_all(mail.raw().as_bytes())?;
    }
    Ok(())
}
