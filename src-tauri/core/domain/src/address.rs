//! Addresses as people type them: what they mean on a channel, and whether they can be one at all.

use crate::Channel;

/// Fewest digits of a telephone number that somebody could be reached under.
const FEWEST_DIGITS: usize = 7;
/// Most digits of a telephone number (ITU-T E.164).
const MOST_DIGITS: usize = 15;
/// Longest mail address (RFC 5321, 4.5.3.1.3), in bytes.
const LONGEST: usize = 254;
/// Longest part before the "@" (RFC 5321, 4.5.3.1.1), in bytes.
const LONGEST_LOCAL_PART: usize = 64;

/// An address that can be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// For comparing: mail in lower case, telephone numbers as digits.
    pub address: String,
    /// For reading, much as it was typed.
    pub shown: String,
}

/// Why a text is no address; each has a stable code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing was typed.
    Empty,
    /// It is no mail address.
    Mail,
    /// It is no telephone number.
    Phone,
    /// It is no name on that network.
    Login,
}

impl Fault {
    /// The code that the interface words.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "address_empty",
            Self::Mail => "address_invalid",
            Self::Phone => "phone_invalid",
            Self::Login => "login_invalid",
        }
    }
}

/// What was typed as an address on `channel`.
///
/// The workspace's own channel takes both: with an "@" it is mail, otherwise a telephone number.
///
/// # Errors
/// The [`Fault`] that makes it no address there.
pub fn read(channel: Channel, typed: &str) -> Result<Address, Fault> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(Fault::Empty);
    }
    match channel {
        Channel::Email => mail(typed),
        Channel::Local if typed.contains('@') => mail(typed),
        Channel::Local => phone(typed),
        Channel::Fake => login(typed),
    }
}

/// A mail address, also as `mailto:` or in angle brackets.
///
/// # Errors
/// [`Fault::Mail`].
pub fn mail(typed: &str) -> Result<Address, Fault> {
    let typed = typed.trim();
    let inner = match (typed.rfind('<'), typed.strip_suffix('>')) {
        (Some(open), Some(closed)) => closed.get(open + 1..).unwrap_or(closed),
        _ => typed.strip_prefix("mailto:").unwrap_or(typed),
    }
    .trim();
    let (local, domain) = inner.rsplit_once('@').ok_or(Fault::Mail)?;
    let label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let sound = inner.len() <= LONGEST
        && !local.is_empty()
        && local.len() <= LONGEST_LOCAL_PART
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && !local
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || "()<>[]:;,@\\\"".contains(c))
        && domain.contains('.')
        && domain.split('.').all(label);
    if !sound {
        return Err(Fault::Mail);
    }
    Ok(Address {
        address: inner.to_lowercase(),
        shown: inner.to_owned(),
    })
}

/// A telephone number: digits with the usual signs between them. "+49 (30) 12 34-567" and "0049301234567" are one.
///
/// # Errors
/// [`Fault::Phone`].
pub fn phone(typed: &str) -> Result<Address, Fault> {
    let typed = typed.trim();
    let typed = typed.strip_prefix("tel:").unwrap_or(typed);
    let (international, rest) = match typed.strip_prefix('+') {
        Some(rest) => (true, rest),
        None => match typed.strip_prefix("00") {
            Some(rest) => (true, rest),
            None => (false, typed),
        },
    };
    let between = |c: char| c.is_whitespace() || "()-./\u{2010}\u{2011}\u{2013}".contains(c);
    if !rest.chars().all(|c| c.is_ascii_digit() || between(c)) {
        return Err(Fault::Phone);
    }
    let mut digits: String = rest.chars().filter(char::is_ascii_digit).collect();
    // "+49 (0) 30": the zero is for callers at home.
    if international && rest.contains("(0)") {
        digits = rest
            .replacen("(0)", "", 1)
            .chars()
            .filter(char::is_ascii_digit)
            .collect();
    }
    if !(FEWEST_DIGITS..=MOST_DIGITS).contains(&digits.len()) {
        return Err(Fault::Phone);
    }
    let shown = if international {
        format!("+{}", rest.split_whitespace().collect::<Vec<_>>().join(" "))
    } else {
        rest.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    Ok(Address {
        address: digits,
        shown,
    })
}

/// A name on a network that has no rules of its own.
///
/// # Errors
/// [`Fault::Login`].
pub fn login(typed: &str) -> Result<Address, Fault> {
    if typed.len() > LONGEST || typed.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(Fault::Login);
    }
    Ok(Address {
        address: typed.to_lowercase(),
        shown: typed.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_is_kept_in_lower_case_and_shown_as_typed() {
        for (typed, address, shown) in [
            ("Ana@Shop.Example", "ana@shop.example", "Ana@Shop.Example"),
            (
                " mailto:ana@shop.example ",
                "ana@shop.example",
                "ana@shop.example",
            ),
            (
                "Ana <ana+x@shop.example>",
                "ana+x@shop.example",
                "ana+x@shop.example",
            ),
            ("jörg@müller.de", "jörg@müller.de", "jörg@müller.de"),
        ] {
            let read = mail(typed).unwrap();
            assert_eq!(
                (read.address.as_str(), read.shown.as_str()),
                (address, shown)
            );
        }
        for typed in [
            "ana",
            "ana@",
            "@shop.example",
            "ana@shop",
            "a na@shop.example",
            "ana@shop..example",
            "ana@-shop.example",
            ".ana@shop.example",
            "ana@shop.example, leo@shop.example",
        ] {
            assert_eq!(mail(typed), Err(Fault::Mail), "{typed}");
        }
    }

    #[test]
    fn a_telephone_number_is_its_digits() {
        for (typed, address) in [
            ("+49 (30) 12 34-567", "49301234567"),
            ("0049 30 1234567", "49301234567"),
            ("+49 (0) 30 1234567", "49301234567"),
            ("tel:+351912345678", "351912345678"),
            ("8 912 345-67-89", "89123456789"),
        ] {
            assert_eq!(phone(typed).unwrap().address, address, "{typed}");
        }
        for typed in ["12345", "+1234567890123456", "call me", "+49 30 12 34 x7"] {
            assert_eq!(phone(typed), Err(Fault::Phone), "{typed}");
        }
    }

    #[test]
    fn each_channel_reads_what_it_understands() {
        assert_eq!(read(Channel::Email, "+49 30 1234567"), Err(Fault::Mail));
        assert_eq!(
            read(Channel::Local, "+49 30 1234567").unwrap().address,
            "49301234567"
        );
        assert_eq!(
            read(Channel::Local, "Ana@Shop.Example").unwrap().address,
            "ana@shop.example"
        );
        assert_eq!(read(Channel::Fake, "Ana").unwrap().address, "ana");
        assert_eq!(read(Channel::Fake, "a b"), Err(Fault::Login));
        assert_eq!(read(Channel::Email, "  "), Err(Fault::Empty));
    }
}
