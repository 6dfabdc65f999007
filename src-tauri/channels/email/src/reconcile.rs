//! Finding out whether an earlier send arrived: looking its Message-ID up in "Sent" and INBOX.

use runnel_connector::{Found, IdemKey, Outgoing};

use crate::{compose, connector::EmailConnector, imap::Session};

/// How long a provider that files copies itself may take until they can be found.
const FILED_WITHIN_MILLIS: i64 = 10 * 60 * 1_000;

impl EmailConnector {
    /// See [`runnel_connector::Connector::reconcile`].
    ///
    /// Where we file the copy ourselves, its absence proves nothing: the line may have broken after the mail left and
    /// before the copy was filed. Only a provider that files copies itself makes absence certain, after a while.
    pub(crate) async fn look_up(&self, outgoing: &Outgoing, key: &IdemKey) -> Found {
        let remote_id = compose::message_id(&self.config, key);
        let Ok(trust) = self.trust() else {
            return Found::Later;
        };
        let Ok(mut session) = Session::open(&self.config, &self.secret, trust).await else {
            return Found::Later;
        };
        let Ok(sent) = session.sent_folder(&self.config).await else {
            return Found::Later;
        };
        let sent_known = sent.is_some();
        for folder in sent.into_iter().chain(["INBOX".to_owned()]) {
            let held = match session.enter(&self.config, &folder).await {
                Ok(_) => session.holds(&self.config, &remote_id).await,
                Err(fault) => Err(fault),
            };
            match held {
                Ok(true) => {
                    session.close().await;
                    return Found::Sent { remote_id };
                }
                Ok(false) => {}
                Err(_) => return Found::Later,
            }
        }
        session.close().await;
        if !(self.files_by_itself() && sent_known) {
            return Found::CannotKnow;
        }
        let age = self.clock.now().millis_since(outgoing.written_at);
        if age < FILED_WITHIN_MILLIS {
            Found::Later
        } else {
            Found::Absent
        }
    }
}
