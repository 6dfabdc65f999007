//! Where the quoted part of a mail begins, so that it can be folded away.

/// Longest line that introduces a quotation, wrapped lines joined.
const LONGEST_INTRODUCTION: usize = 300;

/// Characters of `text` before the quoted part; `None` when nothing is quoted, when something was written below the
/// quotation, or when nothing was written above it.
pub fn visible_len(text: &str) -> Option<usize> {
    let lines: Vec<&str> = text.lines().collect();
    let mut characters = 0;
    for (index, line) in lines.iter().enumerate() {
        let rest = lines.get(index..).unwrap_or_default();
        if begins_quotation(rest) {
            if written_below(rest) {
                return None;
            }
            let above: String = text.chars().take(characters).collect();
            let visible = above.trim_end().chars().count();
            return (visible > 0).then_some(visible);
        }
        characters += line.chars().count() + 1;
    }
    None
}

fn begins_quotation(lines: &[&str]) -> bool {
    let Some(line) = lines.first().map(|line| line.trim()) else {
        return false;
    };
    line.starts_with('>')
        || is_separator(line)
        || is_introduction(lines)
        || is_header_block(lines)
        || (is_rule(line) && is_header_block(next_lines(lines)))
}

fn next_lines<'a, 'b>(lines: &'a [&'b str]) -> &'a [&'b str] {
    let blank = lines
        .iter()
        .skip(1)
        .take_while(|line| line.trim().is_empty())
        .count();
    lines.get(1 + blank..).unwrap_or_default()
}

/// Whether a marked quotation is followed by words of the writer's own (they answered below or in between).
fn written_below(lines: &[&str]) -> bool {
    let marked = |line: &&str| line.trim_start().starts_with('>');
    if !lines.iter().any(marked) {
        // Unmarked quotations reach to the end.
        return false;
    }
    let after = lines.iter().rev().take_while(|line| !marked(line));
    let mut own: Vec<&str> = after
        .map(|line| line.trim())
        .filter(|line| !line.is_empty())
        .collect();
    own.reverse();
    // A signature below the quotation is not an answer.
    let words = own
        .iter()
        .take_while(|line| !matches!(**line, "--" | "—"))
        .count();
    words > 0
}

/// Outlook and its kin, in the languages that customers write in.
fn is_separator(line: &str) -> bool {
    const WORDS: [&str; 10] = [
        "original message",
        "ursprüngliche nachricht",
        "originalnachricht",
        "mensaje original",
        "mensagem original",
        "исходное сообщение",
        "пересланное сообщение",
        "forwarded message",
        "message d'origine",
        "messaggio originale",
    ];
    let inner = line.trim_matches(['-', ' ', '_']);
    line.starts_with("--") && inner.len() < line.len() && {
        let inner = inner.to_lowercase();
        WORDS.iter().any(|word| inner == *word)
    }
}

fn is_rule(line: &str) -> bool {
    line.len() >= 10 && line.chars().all(|c| c == '_' || c == '-')
}

/// "On 3 May 2024, Ana wrote:" and its equivalents, perhaps wrapped over up to three lines.
fn is_introduction(lines: &[&str]) -> bool {
    let mut joined = String::new();
    for line in lines.iter().take(3) {
        let line = line.trim();
        if line.is_empty() || joined.len() + line.len() > LONGEST_INTRODUCTION {
            return false;
        }
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(line);
        if introduces(&joined) {
            return true;
        }
    }
    false
}

fn introduces(line: &str) -> bool {
    let Some(line) = line.strip_suffix(':').map(str::trim_end) else {
        return false;
    };
    if !line.chars().any(|c| c.is_ascii_digit() || c == '@') {
        return false;
    }
    let begins = |word: &str| line.starts_with(word);
    let lower = line.to_lowercase();
    let ends = |word: &str| lower.ends_with(word);
    (begins("On ") && ends("wrote"))
        || (begins("Am ") && (lower.contains(" schrieb ") || ends("schrieb")))
        || (begins("El ") && (lower.contains(" escribió") || ends("escribió")))
        || (begins("Em ") && (lower.contains(" escreveu") || ends("escreveu")))
        || (begins("Le ") && ends("a écrit"))
        || (begins("Il ") && ends("ha scritto"))
        || (begins("Op ") && lower.contains(" schreef"))
        || ["пишет", "писал", "писала", "писал(а)", "написал", "написала", "написал(а)"]
            .iter()
            .any(|word| ends(word))
        // Gmail in languages without a verb: "пн, 6 мая 2024 г. в 10:00, Ana <ana@example.org>:"
        || (line.ends_with('>') && line.contains('@') && line.contains(',') && lower.chars().any(char::is_numeric))
}

/// "From: … / Sent: … / To: …", as Outlook puts above what it quotes.
fn is_header_block(lines: &[&str]) -> bool {
    const FROM: [&str; 6] = ["from:", "von:", "de:", "от:", "от кого:", "da:"];
    const SENT: [&str; 11] = [
        "sent:",
        "date:",
        "gesendet:",
        "datum:",
        "enviado:",
        "enviado el:",
        "enviada em:",
        "fecha:",
        "data:",
        "отправлено:",
        "дата:",
    ];
    const TO: [&str; 5] = ["to:", "an:", "para:", "кому:", "a:"];
    let has = |line: &str, words: &[&str]| {
        let line = line
            .trim()
            .trim_start_matches('*')
            .to_lowercase()
            .replace('*', "");
        words.iter().any(|word| line.starts_with(word))
    };
    lines.first().is_some_and(|line| has(line, &FROM))
        && lines.iter().skip(1).take(4).any(|line| has(line, &SENT))
        && lines.iter().skip(1).take(5).any(|line| has(line, &TO))
}

#[cfg(test)]
mod tests {
    use super::visible_len;

    fn visible(text: &str) -> Option<String> {
        visible_len(text).map(|len| text.chars().take(len).collect())
    }

    #[test]
    fn answers_above_a_quotation_are_found_in_every_language() {
        for introduction in [
            "On Mon, 6 May 2024 at 10:00, Shop <shop@example.org> wrote:",
            "On Mon, 6 May 2024 at 10:00, Shop\n<shop@example.org> wrote:",
            "Am 06.05.24 um 10:00 schrieb Laden:",
            "Am Mo., 6. Mai 2024 um 10:00 Uhr schrieb Laden <laden@example.org>:",
            "El lun, 6 may 2024 a las 10:00, Tienda (<t@example.org>) escribió:",
            "Em seg., 6 de mai. de 2024 às 10:00, Loja <l@example.org> escreveu:",
            "пн, 6 мая 2024 г. в 10:00, Магазин <m@example.org>:",
            "06.05.2024 10:00, Магазин пишет:",
            "6 мая 2024 Магазин написал(а):",
        ] {
            let text = format!("Sí, café ☕ grande!\n\n{introduction}\n> old\n>> older\n");
            assert_eq!(
                visible(&text).as_deref(),
                Some("Sí, café ☕ grande!"),
                "{introduction}"
            );
        }
        for block in [
            "-----Original Message-----\nold",
            "-----Ursprüngliche Nachricht-----\nalt",
            "-------- Исходное сообщение --------\nстарое",
            "From: Shop\nSent: Monday\nTo: Ana\nSubject: x\n\nold",
            "________________________________\nVon: Laden\nGesendet: Montag\nAn: Ana\nBetreff: x\n\nalt",
            "De: Loja\nEnviada em: segunda\nPara: Ana\nAssunto: x\n\nvelho",
            "> only marked",
        ] {
            assert_eq!(
                visible(&format!("yes\n\n{block}")).as_deref(),
                Some("yes"),
                "{block}"
            );
        }
    }

    #[test]
    fn what_somebody_wrote_below_or_between_is_never_folded() {
        assert_eq!(
            visible("On 1 May 2024, Shop wrote:\n> price?\n\n12 euros\n> when?\n\ntomorrow"),
            None
        );
        assert_eq!(visible("hi\n> a\nmy answer"), None);
        assert_eq!(visible("> just this"), None, "nothing above: show it all");
        assert_eq!(visible("no quotation: at all\nOn time and wrote: x"), None);
        assert_eq!(
            visible("From: Berlin\nwe go to Rome"),
            None,
            "not every colon is a header"
        );
        let signed = "yes\n\n> old\n\n-- \nAna";
        assert_eq!(
            visible(signed).as_deref(),
            Some("yes"),
            "a signature is no answer"
        );
    }

    #[test]
    fn a_very_long_mail_is_read_in_no_time() {
        let text = "word On 1\n".repeat(100_000);
        assert_eq!(visible_len(&text), None);
    }
}
