//! Native ids: which of them is one of our own idempotency keys.

use runnel_domain::Uid;

/// The outbox key in a native id of ours, if it carries one: connectors derive Message-ID and the like from the key
/// as 32 hex digits, with or without the dashes of a UUID, before an `@` or alone.
pub(crate) fn own_key(remote_id: &str) -> Option<Uid> {
    let local = remote_id.split('@').next()?;
    let digits: Vec<u8> = local
        .rsplit('.')
        .next()?
        .bytes()
        .filter(|byte| *byte != b'-')
        .map(|byte| {
            char::from(byte)
                .to_digit(16)
                .and_then(|digit| u8::try_from(digit).ok())
        })
        .collect::<Option<_>>()?;
    let (pairs, rest) = digits.as_chunks::<2>();
    let bytes: Vec<u8> = pairs.iter().map(|[high, low]| high << 4 | low).collect();
    match (<[u8; 16]>::try_from(bytes), rest) {
        (Ok(bytes), []) => Some(Uid(bytes)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_message_ids_are_known_by_their_key() {
        let key = Uid([
            0x01, 0x93, 0xab, 0xcd, 0xef, 0, 0x70, 0, 0x80, 1, 2, 3, 4, 5, 6, 0xff,
        ]);
        for id in [
            "0193abcdef00700080010203040506ff@shop.example",
            "0193abcd-ef00-7000-8001-0203040506ff@shop.example",
            "runnel.0193abcdef00700080010203040506ff@shop.example",
            "0193ABCDEF00700080010203040506FF",
        ] {
            assert_eq!(own_key(id), Some(key), "{id}");
        }
        for id in [
            "",
            "abc@x",
            "CAF+x=Zq@mail.gmail.com",
            "0193abcdef00700080010203040506ff00@x",
        ] {
            assert_eq!(own_key(id), None, "{id}");
        }
    }
}
