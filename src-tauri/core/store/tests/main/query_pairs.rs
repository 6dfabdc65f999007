//! Sixty questions in five languages: what each must find, and what it must not (UC-7).

use runnel_domain::{Channel, ids::ContactId};
use runnel_store::{
    Store, search,
    table::{contact, identity},
};

use crate::{deeds::Shop, searching::ask};

/// What is typed, a message that must be found by it, and one that must not.
type Pair = (&'static str, &'static str, &'static str);

const PORTUGUESE: &[Pair] = &[
    ("PREÇO", "Qual o preço da mesa?", "Tenho pressa, por favor"),
    ("preco", "O PREÇO subiu de novo", "O prédio é alto"),
    ("preços", "Me diga o preço final", "Presos no trânsito"),
    (
        "informação",
        "Preciso de mais informações",
        "O formulário está pronto",
    ),
    (
        "informacao",
        "As INFORMAÇÕES chegaram tarde",
        "A forma é redonda",
    ),
    ("encomenda", "Fiz duas encomendas ontem", "Recomendo muito"),
    (
        "encomendar",
        "Posso encomendar um bolo?",
        "A comenda foi entregue",
    ),
    (
        "entregar",
        "Vocês entregam no domingo?",
        "Ninguém entrou na loja",
    ),
    ("cancelada", "O pedido foi cancelado", "A canela acabou"),
    ("avô", "Meu avo gostou do presente", "As aves voaram"),
    (
        "pao de queijo",
        "Dez unidades de pão de queijo",
        "Queijo sem nada mais",
    ),
    ("amanh", "Chego amanhã cedo", "Mamãe chegou"),
];

const GERMAN: &[Pair] = &[
    ("STRASSE", "Die Straße ist gesperrt", "Der Strand ist leer"),
    ("straße", "Neue Strasse 5", "Der Strauß ist schön"),
    ("Größe", "Welche Grösse haben Sie?", "Viele Grüße"),
    (
        "Rechnung",
        "Zwei Rechnungen sind offen",
        "In welche Richtung?",
    ),
    (
        "rechnungen",
        "Bitte die RECHNUNG schicken",
        "Das rechne ich nach",
    ),
    ("Häuser", "Ein Haus am See", "Ein Hase im Garten"),
    ("haus", "Drei alte Häuser", "Die Haut brennt"),
    ("bestellen", "Meine Bestellung fehlt", "Er ist der Beste"),
    (
        "Termin",
        "Haben Sie andere Termine?",
        "Das Terrain ist steil",
    ),
    ("bucher", "Alle Bücher sind da", "Der Besuch ist da"),
    ("muss", "Ich muß gehen", "Das Mus ist süß"),
    ("liefer", "Die Lieferung kommt morgen", "Das Lied ist aus"),
];

const SPANISH: &[Pair] = &[
    ("ENVÍO", "¿Cuánto cuesta el envio?", "La envidia es mala"),
    ("envio", "El envío llega el lunes", "Un buen vino"),
    (
        "canción",
        "Dos canciones para la boda",
        "La cena con mi tía",
    ),
    ("cancion", "La CANCIÓN es bonita", "El cáncer y el león"),
    ("pedidos", "Mi pedido no llegó", "El pedal está roto"),
    ("direccion", "¿Cuál es su dirección?", "Voy directo a casa"),
    ("comprar", "Compramos tres sillas", "La comparsa baila"),
    ("niño", "Ropa para ninos", "El nido está vacío"),
    ("pagar", "¿Puedo pagar con tarjeta?", "La página no abre"),
    ("azules", "Quiero la camisa azul", "Sin azúcar, gracias"),
    (
        "mañana por la",
        "Mañana por la tarde",
        "La manzana por favor",
    ),
    ("factur", "Necesito la factura", "La fachada es blanca"),
];

const RUSSIAN: &[Pair] = &[
    ("ЗАКАЗ", "Мой заказ готов?", "Красивый закат"),
    ("заказы", "Где заказ?", "Я закажу потом"),
    ("заказов", "Было два заказа", "Это закон"),
    ("ещё", "Пришлите еще фото", "Есть вопрос"),
    ("еще", "Ещё один торт", "Я ещу"),
    ("ёлка", "Большая елка", "Маленькая белка"),
    ("новая", "Новый адрес доставки", "Плохая новость"),
    ("доставка", "Сколько стоит доставка?", "Достаточно одного"),
    ("доставки", "Оплата доставкой", "Достали посылку"),
    ("цена", "Какие цены на торты?", "Центр города"),
    ("синий", "Есть синие чашки?", "Сильный ветер"),
    ("прив", "Привет, как дела?", "Природа"),
];

const ENGLISH: &[Pair] = &[
    ("PRICE", "What is the price?", "The prince came"),
    ("prices", "One price for all", "Prickly bushes"),
    ("price", "Your prices are fair", "Pride and joy"),
    ("delivery", "Three deliveries today", "A delicious cake"),
    ("deliver", "It was delivered on time", "Deliberate choice"),
    ("invoices", "The invoice is late", "The voices are loud"),
    ("paying", "Can I pay by card?", "The paper is thin"),
    ("cafe", "Meet me at the Café", "The cave is dark"),
    ("naïve", "A naive question", "The native plants"),
    ("chairs", "One chair is broken", "Chain and lock"),
    (
        "\"opening hours\"",
        "What are your opening hours?",
        "Hours of opening doors",
    ),
    ("attach", "The photo is attached", "An attack of hunger"),
];

fn holds(store: &Store, typed: &'static str, text: &str) -> bool {
    let found = store.read_blocking(|read| ask(read, typed)).unwrap();
    found.hits.iter().any(|hit| {
        let shown: String = hit
            .excerpt
            .iter()
            .map(|piece| piece.text.as_str())
            .collect();
        shown == text
    })
}

/// UC-7: message search in the five languages.
#[test]
fn each_question_finds_its_message_and_not_the_other() {
    let shop = Shop::open();
    let languages = [PORTUGUESE, GERMAN, SPANISH, RUSSIAN, ENGLISH];
    let pairs: Vec<&Pair> = languages.into_iter().flatten().collect();
    assert_eq!(pairs.len(), 60);
    for (_, finds, leaves) in &pairs {
        shop.hears(1, finds);
        shop.hears(2, leaves);
    }
    let mut wrong = Vec::new();
    for (typed, finds, leaves) in pairs {
        if !holds(&shop.store, typed, finds) {
            wrong.push(format!("{typed:?} does not find {finds:?}"));
        }
        if holds(&shop.store, typed, leaves) {
            wrong.push(format!("{typed:?} finds {leaves:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What is typed, a customer's name and address, and those of one who must not be found.
type Customers = (&'static str, [&'static str; 2], [&'static str; 2]);

const CUSTOMERS: &[Customers] = &[
    (
        "+55 (11) 98765",
        ["João", "5511987654321"],
        ["José", "5521987654321"],
    ),
    (
        "(021) 3456",
        ["Lúcia", "552134567890"],
        ["Luís", "552234567890"],
    ),
    (
        "joao",
        ["João Luz", "joao@luz.example"],
        ["Jonas", "jonas@luz.example"],
    ),
    (
        "8 916 555",
        ["Ольга", "79165550000"],
        ["Олег", "79265550000"],
    ),
    (
        "8(916)555-11",
        ["Алёна", "79165551100"],
        ["Елена", "79165552200"],
    ),
    ("федор", ["Фёдор", "fedor_77"], ["Фаддей", "fadd"]),
    (
        "0170 998",
        ["Jürgen", "49170998877"],
        ["Jörg", "49171998877"],
    ),
    (
        "0049 (30) 12",
        ["Straßmann", "493012345678"],
        ["Strand", "494012345678"],
    ),
    (
        "muller-strasse",
        ["Cafe Müller-Straße", "x@muller.example"],
        ["Cafe Möller", "y@moller.example"],
    ),
    (
        "+34 612",
        ["Íñigo", "34612000111"],
        ["Iñaki", "34712000111"],
    ),
    (
        "nunez",
        ["Núñez", "n@nu.example"],
        ["Nunes", "m@nu.example"],
    ),
    (
        "o'brien",
        ["Pat O'Brien", "pat@ob.example"],
        ["Pat Briony", "pat@br.example"],
    ),
];

/// UC-7: customers by name and by telephone number as it is written at home.
#[test]
fn each_name_or_number_finds_its_customer_and_not_the_other() {
    let mut wrong = Vec::new();
    for (typed, finds, leaves) in CUSTOMERS {
        let shop = Shop::open();
        let [finds, leaves] = [finds, leaves].map(|[name, address]| {
            let id = shop.write(move |tx| {
                let new = contact::NewContact {
                    full_name: name,
                    ..contact::NewContact::default()
                };
                let id = contact::insert(tx, &new)?;
                identity::insert(tx, id, Channel::Fake, address, address)?;
                Ok(id)
            });
            shop.hears(id.0, "hello");
            id
        });
        let found = shop
            .store
            .read_blocking(|read| search::contacts(read, typed, 20))
            .unwrap();
        let found: Vec<ContactId> = found.hits.into_iter().map(|hit| hit.contact).collect();
        if !found.contains(&finds) || found.contains(&leaves) {
            wrong.push(format!("{typed:?} finds {found:?}, not {finds:?} alone"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
