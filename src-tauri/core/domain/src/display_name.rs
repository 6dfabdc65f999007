//! What a contact is called (UC-11).

/// Everything that may serve as a contact's name; empty where unknown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Names<'a> {
    /// Given by a member.
    pub custom: &'a str,
    /// From the network.
    pub full: &'a str,
    /// From the network.
    pub nickname: &'a str,
    /// Login or mail address.
    pub login: &'a str,
    /// Phone number as shown.
    pub phone: &'a str,
    /// Running number of the contact; its row id.
    pub number: i64,
}

impl Names<'_> {
    /// Custom name, else full name, nickname, login, phone, `#number`; never empty.
    #[must_use]
    pub fn shown(&self) -> String {
        [
            self.custom,
            self.full,
            self.nickname,
            self.login,
            self.phone,
        ]
        .into_iter()
        .map(str::trim)
        .find(|name| !name.is_empty())
        .map_or_else(|| format!("#{}", self.number), str::to_owned)
    }

    /// The given name for a salutation, if a real name is known: never a login, phone or number.
    ///
    /// "Ana Souza" and "Souza, Ana" give "Ana".
    #[must_use]
    pub fn first(&self) -> Option<&str> {
        let name = [self.custom, self.full]
            .into_iter()
            .map(str::trim)
            .find(|name| !name.is_empty() && !name.contains('@'))?;
        let given = name.split_once(',').map_or(name, |(_, given)| given);
        given
            .split_whitespace()
            .next()
            .or_else(|| name.split_whitespace().next())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// UC-11
    #[test]
    fn the_first_known_name_wins() {
        let mut names = Names {
            number: 7,
            ..Names::default()
        };
        assert_eq!(names.shown(), "#7");
        names.phone = "+55 11 5555";
        assert_eq!(names.shown(), "+55 11 5555");
        names.login = "ana@example.org";
        assert_eq!(names.shown(), "ana@example.org");
        names.nickname = "aninha";
        assert_eq!(names.shown(), "aninha");
        names.full = " Ana Souza ";
        assert_eq!(names.shown(), "Ana Souza");
        names.custom = "Ana (bakery)";
        assert_eq!(names.shown(), "Ana (bakery)");
    }

    #[test]
    fn only_real_names_are_used_to_greet() {
        let first = |full| {
            Names {
                full,
                login: "x@y.z",
                ..Names::default()
            }
            .first()
            .map(str::to_owned)
        };
        assert_eq!(first("Ana Souza").as_deref(), Some("Ana"));
        assert_eq!(first("Souza, Ana Maria").as_deref(), Some("Ana"));
        assert_eq!(first("Souza,").as_deref(), Some("Souza,"));
        assert_eq!(first("ana@example.org"), None, "an address is no name");
        assert_eq!(first(""), None);
    }
}
