//! Where we are in the mailbox: versioned JSON, opaque to everybody else.

use runnel_connector::{Arrival, Cursor, Fault, Say};
use runnel_domain::Timestamp;
use serde::{Deserialize, Serialize};

/// The position in all folders that we follow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    v: u32,
    /// When the source was connected. What a server received earlier is history.
    pub connected_at: Timestamp,
    /// The folder that new mail comes into.
    pub inbox: Place,
    /// The folder of what we sent, once it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent: Option<Place>,
}

/// The position in one folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// UIDs mean nothing under another UIDVALIDITY (RFC 3501, 2.3.1.1).
    pub validity: u32,
    /// Everything up to this UID was read.
    pub uid: u32,
    /// The first UID that came after the source was connected.
    pub live_from: u32,
    /// When the newest mail read so far came to the server.
    pub newest: Timestamp,
    /// UIDs began anew under this validity, so moments decide what is history.
    #[serde(default)]
    pub renumbered: bool,
}

const VERSION: u32 = 1;

impl Position {
    /// The position of a source that is connected right now.
    pub const fn new(connected_at: Timestamp, inbox: Place) -> Self {
        Self {
            v: VERSION,
            connected_at,
            inbox,
            sent: None,
        }
    }

    /// Reads a cursor.
    pub fn read(cursor: &Cursor) -> Result<Self, Fault> {
        match serde_json::from_str::<Self>(&cursor.0) {
            Ok(position) if position.v == VERSION => Ok(position),
            Ok(_) => Err(Fault::Protocol(Say::new(
                "bad_cursor",
                "",
                "of another version",
            ))),
            Err(error) => Err(Fault::Protocol(Say::new(
                "bad_cursor",
                "",
                error.to_string(),
            ))),
        }
    }

    /// As a cursor.
    pub fn cursor(&self) -> Cursor {
        Cursor(serde_json::to_string(self).unwrap_or_default())
    }
}

impl Place {
    /// Whether a mail came before the source was connected.
    pub fn arrival(
        &self,
        uid: u32,
        received_at: Option<Timestamp>,
        connected_at: Timestamp,
    ) -> Arrival {
        let history = if self.renumbered {
            received_at.is_some_and(|received_at| received_at < connected_at)
        } else {
            uid < self.live_from
        };
        if history {
            Arrival::History
        } else {
            Arrival::Live
        }
    }
}

#[cfg(test)]
mod tests {
    use runnel_connector::{Arrival, Cursor};
    use runnel_domain::Timestamp;

    use super::{Place, Position};

    #[test]
    fn a_cursor_reads_back_and_nonsense_is_said_to_be_nonsense() {
        let place = Place {
            validity: 7,
            uid: 9,
            live_from: 5,
            newest: Timestamp(3),
            renumbered: false,
        };
        let position = Position::new(Timestamp(1), place);
        assert_eq!(Position::read(&position.cursor()).unwrap(), position);
        for bad in ["", "{}", "[1]", "{\"v\":2}", "null"] {
            assert!(Position::read(&Cursor(bad.to_owned())).is_err(), "{bad}");
        }
        let later = Cursor(position.cursor().0.replace("\"v\":1", "\"v\":2"));
        assert!(
            Position::read(&later).is_err(),
            "a newer version's cursor is not guessed at"
        );
    }

    #[test]
    fn after_renumbering_moments_decide_what_is_history() {
        let mut place = Place {
            validity: 7,
            uid: 9,
            live_from: 5,
            newest: Timestamp(3),
            renumbered: false,
        };
        let connected = Timestamp(100);
        assert_eq!(
            place.arrival(4, Some(Timestamp(200)), connected),
            Arrival::History
        );
        assert_eq!(
            place.arrival(5, Some(Timestamp(50)), connected),
            Arrival::Live
        );
        place.renumbered = true;
        assert_eq!(
            place.arrival(4, Some(Timestamp(200)), connected),
            Arrival::Live
        );
        assert_eq!(
            place.arrival(5, Some(Timestamp(50)), connected),
            Arrival::History
        );
    }
}
