//! What customers and sellers of a furniture shop say, in five languages. Not of the interface: it is data.

mod de;
mod en;
mod es;
mod pt;
mod ru;

/// One language with its people, goods and sentences. In sentences `{item}`, `{price}`, `{city}`, `{name}` and
/// `{shop}` are filled in; goods stand as names so that no language has to bend them.
pub(crate) struct Tongue {
    /// BCP 47 tag.
    pub tag: &'static str,
    /// ISO 4217 codes with how prices look; the first is the usual one.
    pub currencies: &'static [Currency],
    /// Given names.
    pub given: &'static [&'static str],
    /// Family names.
    pub family: &'static [&'static str],
    /// Country code and how many digits follow.
    pub phone: (&'static str, u32),
    /// Mail domains that belong to nobody (RFC 2606).
    pub domains: &'static [&'static str],
    /// Companies that some of them write from.
    pub companies: &'static [&'static str],
    /// Goods with a price in euros.
    pub items: &'static [(&'static str, i64)],
    /// Towns.
    pub cities: &'static [&'static str],
    /// The customer begins.
    pub openings: &'static [&'static str],
    /// The seller answers.
    pub answers: &'static [&'static str],
    /// The customer goes on, and what the seller replies to it.
    pub talks: &'static [(&'static str, &'static str)],
    /// The customer buys.
    pub yes: &'static [&'static str],
    /// The customer does not.
    pub no: &'static [&'static str],
    /// The customer comes back much later.
    pub again: &'static [&'static str],
    /// What nobody asked for.
    pub spam: &'static [&'static str],
    /// Among ourselves.
    pub notes: &'static [&'static str],
    /// Labels.
    pub tags: &'static [&'static str],
    /// Things to do.
    pub tasks: &'static [&'static str],
}

/// A currency as this language writes it.
pub(crate) struct Currency {
    pub code: &'static str,
    /// How many of it one euro is, roughly.
    pub per_euro: i64,
    /// Stands before the number.
    pub before: &'static str,
    /// Stands behind it.
    pub behind: &'static str,
    /// Between thousands.
    pub thousands: &'static str,
}

/// Out of a hundred conversations: Portuguese 25, Spanish, Russian and German 20, English 15 (PERFORMANCE.md).
pub(crate) const SHARES: [(&Tongue, u64); 5] = [
    (&pt::PT, 25),
    (&es::ES, 20),
    (&ru::RU, 20),
    (&de::DE, 20),
    (&en::EN, 15),
];
