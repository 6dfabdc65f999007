//! Servers for an address: known providers, what the domain itself says, then guesses that answer.

mod autoconfig;
mod guess;
mod known;

use runnel_connector::{Fault, Say, http::Http, tls::Trust};

use crate::{
    config::Server,
    trouble::{Service, Trouble},
};

pub use known::saves_sent;

/// Where a candidate comes from; shown beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provenance {
    /// Our own table of large providers.
    Known,
    /// The domain publishes it.
    Published,
    /// We tried the usual names, and these answered.
    Guessed,
}

/// Servers that may be the right ones. Nothing was logged in to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Where mail comes from.
    pub imap: Server,
    /// Where mail goes to.
    pub smtp: Server,
    /// What to log in with.
    pub login: String,
    /// Where we know it from.
    pub provenance: Provenance,
    /// What the person has to know before they try: `needs_app_password` (subject: the page where to make one),
    /// `needs_oauth`, `needs_imap_switched_on`, `needs_mail_password`, `certificate_untrusted`.
    pub notes: Vec<Say>,
}

/// Looks for the servers of `address`, best candidate first. Asks nobody but the address's own domain.
///
/// Takes up to about twenty seconds when nothing is known and nothing answers.
///
/// # Errors
/// `Setup` with `bad_address` when this is no address; `Offline` never: whatever does not answer is no candidate.
pub async fn discover(address: &str) -> Result<Vec<Candidate>, Fault> {
    let address = address.trim();
    let Some((local, domain)) = split(address) else {
        return Err(Fault::Setup(Say::new("bad_address", address, "")));
    };
    if let Some(known) = known::provider(local, &domain) {
        return Ok(vec![known]);
    }
    let no_tls = |detail: String| {
        let server = Server::new(domain.clone(), 993, crate::config::Security::Tls);
        Trouble::TlsFailed.fault(Service::Imap, &server, detail)
    };
    let http = Http::new().map_err(|error| no_tls(error.to_string()))?;
    let published = autoconfig::published(&http, local, &domain).await;
    if !published.is_empty() {
        return Ok(published);
    }
    let trust = Trust::new(None).map_err(|error| no_tls(error.to_string()))?;
    Ok(
        guess::answering(&trust, address, &guess::usual_names(&domain))
            .await
            .into_iter()
            .collect(),
    )
}

/// Local part and lower-case domain of something that can be an address.
fn split(address: &str) -> Option<(&str, String)> {
    let (local, domain) = address.rsplit_once('@')?;
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
    let named = domain.split('.').count() > 1 && domain.split('.').all(|label| !label.is_empty());
    (!local.is_empty()
        && named
        && domain.chars().all(plain)
        && !local.contains(char::is_whitespace))
    .then(|| (local, domain.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use runnel_connector::Fault;

    use super::{Provenance, discover, split};

    #[test]
    fn only_what_can_be_an_address_is_looked_up() {
        assert_eq!(
            split("Ana@Shop.Example"),
            Some(("Ana", "shop.example".to_owned()))
        );
        for bad in [
            "",
            "ana",
            "@x.y",
            "ana@",
            "ana@host",
            "a b@c.d",
            "ana@a/b.c",
            "ana@.x",
            "a@b..c",
        ] {
            assert_eq!(split(bad), None, "{bad:?}");
        }
    }

    #[tokio::test]
    async fn large_providers_are_known_without_asking_anybody() {
        let found = discover(" shop@gmail.com ").await.unwrap();
        assert_eq!(found[0].provenance, Provenance::Known);
        assert_eq!(found[0].imap.host, "imap.gmail.com");
        assert_eq!(found[0].notes[0].code, "needs_app_password");
        let fault = discover("nonsense").await.unwrap_err();
        assert!(matches!(fault, Fault::Setup(say) if say.code == "bad_address"));
    }
}
