//! Whom we write to first (UC-6): an address as typed, with what a caller at home would leave out, and a reason that
//! says what to change.

mod countries;

pub use countries::{COUNTRIES, Country};

use crate::address::{self, Address, Fault};

/// What an address is on a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressKind {
    /// A mail address.
    Mail,
    /// A phone number.
    Phone,
    /// A login, nickname or native id.
    Login,
}

impl AddressKind {
    /// The spelling on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Phone => "phone",
            Self::Login => "login",
        }
    }
}

/// An address that can be written to, as far as its form tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Normalised {
    /// As tables keep it: mail lower case, phone digits.
    pub address: String,
    /// As people read it: a phone number with its plus sign.
    pub shown: String,
    /// A name that was typed or pasted along: `Ana <ana@example.org>`; may be empty.
    pub name: String,
}

/// Most digits of an international number (ITU-T E.164 6.2.1).
const MOST_DIGITS: usize = 15;
/// Fewest digits behind a country's code: small countries have five-digit numbers.
const FEWEST_DIGITS: usize = 5;

/// The one way in which this address is written, or the stable code of what is wrong with it.
///
/// `country` (ISO 3166, may be empty) is where phone numbers without a country code belong.
///
/// # Errors
/// `address_empty`; `mail_without_at`, `address_invalid`; `phone_letters`, `phone_without_country`,
/// `phone_country_unknown`, `phone_too_short`, `phone_too_long`; `login_invalid`.
pub fn normalise(
    kind: AddressKind,
    typed: &str,
    country: &str,
) -> Result<Normalised, &'static str> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(Fault::Empty.code());
    }
    match kind {
        AddressKind::Mail => mail(typed),
        AddressKind::Phone => phone(typed, country),
        AddressKind::Login => login(typed),
    }
}

fn mail(typed: &str) -> Result<Normalised, &'static str> {
    let typed = typed.trim_end_matches([',', ';']);
    let name = match typed.rsplit_once('<') {
        Some((name, _)) => name.trim().trim_matches('"').trim(),
        None => "",
    };
    let Address { address, .. } = address::mail(typed).map_err(|fault| {
        if typed.contains('@') {
            fault.code()
        } else {
            "mail_without_at"
        }
    })?;
    Ok(Normalised {
        shown: address.clone(),
        name: name.to_owned(),
        address,
    })
}

fn phone(typed: &str, country: &str) -> Result<Normalised, &'static str> {
    let typed = typed.strip_prefix("tel:").unwrap_or(typed).trim();
    // "+49 (0) 151 …": the zero in brackets is for callers from within the country.
    let typed = typed.replace("(0)", "");
    let odd = |c: char| {
        !c.is_ascii_digit() && !c.is_whitespace() && !"+-–.()/\u{200e}\u{202a}\u{202c}".contains(c)
    };
    let behind_plus = typed.trim_start().trim_start_matches('+');
    if typed.contains(odd) || behind_plus.contains('+') {
        return Err("phone_letters");
    }
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let international = if typed.trim_start().starts_with('+') {
        digits
    } else if let Some(rest) = digits.strip_prefix("00") {
        rest.to_owned()
    } else {
        let country = Country::named(country).ok_or("phone_without_country")?;
        let own = digits.strip_prefix(country.trunk).unwrap_or(&digits);
        format!("{}{own}", country.code)
    };
    let code = countries::code_of(&international).ok_or("phone_country_unknown")?;
    if international.len() < code.len() + FEWEST_DIGITS {
        return Err("phone_too_short");
    }
    if international.len() > MOST_DIGITS {
        return Err("phone_too_long");
    }
    Ok(Normalised {
        shown: format!("+{international}"),
        address: international,
        name: String::new(),
    })
}

fn login(typed: &str) -> Result<Normalised, &'static str> {
    let read = address::login(typed.trim_start_matches('@'));
    let Address { address, .. } = read.map_err(Fault::code)?;
    if address.is_empty() {
        return Err(Fault::Login.code());
    }
    Ok(Normalised {
        shown: address.clone(),
        name: String::new(),
        address,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(kind: AddressKind, typed: &str, country: &str) -> Result<String, &'static str> {
        normalise(kind, typed, country).map(|found| found.address)
    }

    /// UC-6
    #[test]
    fn a_mail_address_is_read_as_people_paste_it() {
        for (typed, address) in [
            ("Ana@Example.ORG", Ok("ana@example.org")),
            (" ana@example.org, ", Ok("ana@example.org")),
            ("mailto:ana@example.org", Ok("ana@example.org")),
            ("Ana Souza <ana@example.org>", Ok("ana@example.org")),
            (
                "o'neil+shop@mail.example.co",
                Ok("o'neil+shop@mail.example.co"),
            ),
            ("jörg@müller.example", Ok("jörg@müller.example")),
            ("ana", Err("mail_without_at")),
            ("@example.org", Err("address_invalid")),
            ("a na@example.org", Err("address_invalid")),
            ("ana..s@example.org", Err("address_invalid")),
            ("ana@example", Err("address_invalid")),
            ("ana@-example.org", Err("address_invalid")),
            ("ana@example.", Err("address_invalid")),
            ("  ", Err("address_empty")),
        ] {
            let read = read(AddressKind::Mail, typed, "");
            assert_eq!(read.as_deref().map_err(|code| *code), address, "{typed}");
        }
        let named = normalise(AddressKind::Mail, "\"Souza, Ana\" <ana@example.org>", "").unwrap();
        assert_eq!(named.name, "Souza, Ana");
    }

    /// UC-6: strip plus sign and spaces
    #[test]
    fn a_phone_number_becomes_its_international_digits() {
        for (typed, country, number) in [
            ("+49 (0) 151 2345-6789", "", Ok("4915123456789")),
            ("0151 2345 6789", "DE", Ok("4915123456789")),
            ("0049 151 23456789", "DE", Ok("4915123456789")),
            ("8 (912) 345-67-89", "RU", Ok("79123456789")),
            ("06 12345678", "IT", Ok("390612345678")),
            ("11 95555-0101", "BR", Ok("5511955550101")),
            ("(212) 555-0123", "US", Ok("12125550123")),
            ("0151 2345 6789", "", Err("phone_without_country")),
            ("+999 12345678", "", Err("phone_country_unknown")),
            ("+49 12", "", Err("phone_too_short")),
            ("+49 1512345678901234", "", Err("phone_too_long")),
            ("call me", "DE", Err("phone_letters")),
            ("49+151 23456789", "DE", Err("phone_letters")),
        ] {
            let read = read(AddressKind::Phone, typed, country);
            assert_eq!(
                read.as_deref().map_err(|code| *code),
                number,
                "{typed} in {country}"
            );
        }
    }

    #[test]
    fn a_login_goes_without_its_at_sign() {
        assert_eq!(
            read(AddressKind::Login, "@Ana_S", ""),
            Ok("ana_s".to_owned())
        );
        assert_eq!(read(AddressKind::Login, "ana s", ""), Err("login_invalid"));
    }

    #[test]
    fn what_was_normalised_stays_as_it_is() {
        for country in COUNTRIES {
            let typed = format!("+{}5550101", country.code);
            let once = normalise(AddressKind::Phone, &typed, "").unwrap();
            let twice = normalise(AddressKind::Phone, &once.shown, "DE").unwrap();
            assert_eq!(once, twice, "{}", country.iso);
        }
    }
}
