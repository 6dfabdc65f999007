//! English.

use super::{Currency, Tongue};

pub(crate) const EN: Tongue = Tongue {
    tag: "en",
    currencies: &[
        Currency {
            code: "GBP",
            per_euro: 1,
            before: "£ ",
            behind: "",
            thousands: ",",
        },
        Currency {
            code: "USD",
            per_euro: 1,
            before: "$",
            behind: "",
            thousands: ",",
        },
    ],
    given: &[
        "Thomas",
        "Siobhan",
        "Grace",
        "Oliver",
        "Priya",
        "Hannah",
        "Callum",
        "Zoe",
        "Marcus",
        "Eleanor",
        "Dev",
        "Charlotte",
        "Kwame",
    ],
    family: &[
        "Okafor",
        "Thistle",
        "Whitfield",
        "O'Brien",
        "Patel",
        "Hargreaves",
        "Lindsay",
        "McAllister",
        "Fenwick",
        "Osei",
        "Bright",
    ],
    phone: ("44", 10),
    domains: &["mail.example", "post.example", "thistle.example"],
    companies: &[
        "Oak & Thistle Interiors",
        "The Corner Bakery",
        "Fenwick Lettings",
        "Harbour Hotel",
    ],
    items: &[
        ("Oak 180 table", 890),
        ("Linden chair", 145),
        ("walnut bookcase", 620),
        ("three-seat sofa", 1_450),
        ("six-drawer chest", 540),
        ("double bed", 1_180),
        ("Lisbon sideboard", 730),
        ("garden bench", 260),
        ("folding desk", 390),
    ],
    cities: &[
        "Bristol",
        "Edinburgh",
        "Leeds",
        "Cork",
        "Portland",
        "Cardiff",
    ],
    openings: &[
        "Hello, is the {item} still available?",
        "Hi there! How much is the {item} delivered to {city}?",
        "Good morning, could you quote for one {item} and four chairs?",
        "Hi, do you make the {item} in other sizes?",
        "Purchase order attached: {item}, six pieces. Please confirm.",
        "Hello, I saw the {item} in your window. Could I come and see it on Saturday?",
        "Hi, we bought a table from you in the spring and love it. Now we want the {item}.",
    ],
    answers: &[
        "Hello {name}! Yes, the {item} is in stock at {price}, two weeks to deliver.",
        "Good morning {name}, thanks for writing. It is {price} including delivery to {city}.",
        "Hi {name}! We make it to measure from {price}. Could you send the dimensions?",
        "Hello! One is left in the showroom at {price}. Shall I put it aside?",
    ],
    talks: &[
        ("Is assembly included?", "Yes, assembly is included."),
        (
            "Could you do a little better if we take two?",
            "For two I can take five per cent off.",
        ),
        (
            "Would a Saturday delivery work?",
            "Saturday between ten and noon is free.",
        ),
        (
            "Could you post a sample of the walnut?",
            "The sample goes out today.",
        ),
        (
            "We are on the third floor without a lift. Is that a problem?",
            "No problem, we will carry it up.",
        ),
        (
            "Let me talk it over at home and get back to you tomorrow.",
            "Of course. I will keep it for you until Friday.",
        ),
        (
            "Can we pay in two instalments?",
            "Yes: half now, half on delivery.",
        ),
        (
            "Could somebody call me about the dimensions?",
            "We will call you back at three.",
        ),
    ],
    yes: &[
        "Lovely, we will take it.",
        "Paid just now, thank you!",
        "It arrived and looks perfect. Thank you!",
        "Great, please go ahead.",
    ],
    no: &[
        "A bit over our budget, I am afraid.",
        "We found one nearer by, thanks anyway.",
        "We will leave it until next year.",
    ],
    again: &[
        "Hello again! We need two more of the same chairs.",
        "Hi, one of the drawers sticks. Could somebody have a look?",
    ],
    spam: &[
        "Rank number one on every search engine!",
        "Unsecured business loans in 24 hours",
    ],
    notes: &[
        "Regular since 2020, trade discount 5 %.",
        "Narrow lane, small van only.",
        "Prefers to be called after five.",
    ],
    tags: &["trade", "delivery", "bespoke"],
    tasks: &[
        "Send the sample",
        "Write the quote",
        "Confirm the delivery date",
    ],
};
