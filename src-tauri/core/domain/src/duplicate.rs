//! Signs that two customers are one person: each customer has some keys, and two with a key in common may be one.
//!
//! A key is its reason, a colon, and what must be alike: `phone:4930123456`. Keys are derived, never shown.

use crate::fold::fold;

/// Why two customers may be one person. Ordered by how much it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// The same telephone number, on whatever network.
    Phone,
    /// The same mail address, on whatever network.
    Mail,
    /// The same full name at the same company.
    Name,
    /// Much the same name, and mail of the same company.
    Near,
}

impl Sign {
    /// The word before the colon.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Mail => "mail",
            Self::Name => "name",
            Self::Near => "near",
        }
    }

    /// The sign that a key is of.
    #[must_use]
    pub fn of(key: &str) -> Option<Self> {
        let (word, _) = key.split_once(':')?;
        [Self::Phone, Self::Mail, Self::Name, Self::Near]
            .into_iter()
            .find(|sign| sign.as_str() == word)
    }
}

/// Digits below which a number is a code or an extension, not a telephone.
const FEWEST_DIGITS: usize = 7;
/// Where everybody has mail: the same domain there says nothing.
const EVERYBODY: &[&str] = &[
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "yahoo.com",
    "icloud.com",
    "me.com",
    "aol.com",
    "proton.me",
    "protonmail.com",
    "gmx.de",
    "gmx.net",
    "web.de",
    "t-online.de",
    "mail.ru",
    "yandex.ru",
    "ya.ru",
    "bk.ru",
    "inbox.ru",
    "list.ru",
    "rambler.ru",
    "uol.com.br",
    "bol.com.br",
    "terra.com.br",
    "sapo.pt",
];

/// The keys of a customer with this name, this company and these addresses, each once, in order.
#[must_use]
pub fn keys<'a>(
    name: &str,
    company: &str,
    addresses: impl IntoIterator<Item = &'a str>,
) -> Vec<String> {
    let mut keys = Vec::new();
    let mut add = |sign: Sign, what: &str| keys.push(format!("{}:{what}", sign.as_str()));
    let words = words_of(name);
    let company = words_of(company).join(" ");
    if words.len() > 1 && !company.is_empty() {
        let mut sorted = words.clone();
        sorted.sort();
        add(Sign::Name, &format!("{}|{company}", sorted.join(" ")));
    }
    for address in addresses {
        if let Some((_, domain)) = address.rsplit_once('@') {
            add(Sign::Mail, &address.to_lowercase());
            let domain = domain.to_lowercase();
            if words.len() > 1 && !EVERYBODY.contains(&domain.as_str()) {
                add(Sign::Near, &format!("{}@{domain}", near(&words)));
            }
        } else {
            let digits = address.strip_prefix('+').unwrap_or(address);
            if digits.len() >= FEWEST_DIGITS && digits.chars().all(|c| c.is_ascii_digit()) {
                add(Sign::Phone, digits);
            }
        }
    }
    keys.sort();
    keys.dedup();
    keys
}

fn words_of(text: &str) -> Vec<String> {
    fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A name as careless people write it: the first letter of the given name, and the family name without doubled letters.
fn near(words: &[String]) -> String {
    let initial: String = words
        .first()
        .into_iter()
        .flat_map(|w| w.chars().take(1))
        .collect();
    let mut family: Vec<char> = words.last().into_iter().flat_map(|w| w.chars()).collect();
    family.dedup();
    let family: String = family.into_iter().collect();
    format!("{initial} {family}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(one: &[String], other: &[String]) -> Vec<Sign> {
        one.iter()
            .filter(|key| other.contains(key))
            .filter_map(|key| Sign::of(key))
            .collect()
    }

    #[test]
    fn what_two_customers_have_in_common() {
        let ana = keys("Ana Silva", "Café Sol", ["ana@sol.example", "351912345678"]);
        for (other, signs) in [
            (keys("", "", ["+351912345678"]), vec![Sign::Phone]),
            (keys("", "", ["ANA@sol.example"]), vec![Sign::Mail]),
            (keys("Silva, Ana", "CAFE SOL", []), vec![Sign::Name]),
            (
                keys("Anna Sillva", "", ["office@sol.example"]),
                vec![Sign::Near],
            ),
            (keys("Ana Silva", "", []), vec![]),
            (keys("Ana", "Café Sol", []), vec![]),
            (keys("Bruno Silva", "Café Sol", ["b@sol.example"]), vec![]),
        ] {
            assert_eq!(shared(&ana, &other), signs);
        }
    }

    #[test]
    fn mail_where_everybody_has_it_makes_nobody_alike() {
        let one = keys("Ana Silva", "", ["ana@gmail.com"]);
        let other = keys("Ana Silva", "", ["silva.ana@gmail.com"]);
        assert!(shared(&one, &other).is_empty());
        assert!(keys("", "", ["112"]).is_empty(), "a code is no telephone");
    }
}
