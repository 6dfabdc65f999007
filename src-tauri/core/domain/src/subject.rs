//! Subjects of answers.

/// Marks of an answer in the languages that mail programs write; compared without regard to ASCII case.
const MARKS: [&str; 5] = ["re:", "aw:", "res:", "rv:", "отв:"];

/// The subject of an answer in a thread with this subject: "Re: " in front, once. Nothing stays nothing.
#[must_use]
pub fn of_reply(subject: &str) -> String {
    let subject = subject.trim();
    let marked = MARKS.iter().any(|mark| {
        subject
            .get(..mark.len())
            .is_some_and(|head| head.to_lowercase() == *mark)
    });
    if subject.is_empty() || marked {
        subject.to_owned()
    } else {
        format!("Re: {subject}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_mark_is_enough() {
        for (thread, answer) in [
            ("Preise?", "Re: Preise?"),
            (" RE: Preise?", "RE: Preise?"),
            ("AW: Preise?", "AW: Preise?"),
            ("Отв: цены", "Отв: цены"),
            ("Register", "Re: Register"),
            ("", ""),
        ] {
            assert_eq!(of_reply(thread), answer);
            assert_eq!(of_reply(&of_reply(thread)), answer);
        }
    }
}
