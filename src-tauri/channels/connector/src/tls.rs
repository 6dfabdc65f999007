//! Encryption to servers: certificates are trusted as the system does, or because the person chose one.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{CryptoProvider, ring},
    pki_types::{CertificateDer, ServerName, UnixTime},
};
use rustls_platform_verifier::Verifier;
use serde::{Deserialize, Serialize};

/// SHA-256 of a certificate, as 64 hex digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(pub String);

impl Fingerprint {
    /// The fingerprint of a DER certificate.
    #[must_use]
    pub fn of(certificate: &[u8]) -> Self {
        use std::fmt::Write as _;
        let digest = ::ring::digest::digest(&::ring::digest::SHA256, certificate);
        Self(
            digest
                .as_ref()
                .iter()
                .fold(String::with_capacity(64), |mut hex, byte| {
                    let _ = write!(hex, "{byte:02x}");
                    hex
                }),
        )
    }

    /// Whether both name the same certificate, however they are written (case, colons).
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        let plain = |text: &str| {
            text.chars()
                .filter(char::is_ascii_hexdigit)
                .map(|digit| digit.to_ascii_lowercase())
                .collect::<String>()
        };
        plain(&self.0) == plain(&other.0)
    }
}

/// A certificate that was not trusted: what a person needs to see to decide about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untrusted {
    /// Which certificate.
    pub fingerprint: Fingerprint,
    /// Who it says it is.
    pub subject: String,
    /// Who says so.
    pub issuer: String,
    /// Why it was not trusted, in the checker's words.
    pub reason: String,
}

impl fmt::Display for Untrusted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            fingerprint: Fingerprint(hex),
            subject,
            issuer,
            reason,
        } = self;
        write!(
            f,
            "sha256={hex}; subject={subject}; issuer={issuer}; {reason}"
        )
    }
}

/// One TLS configuration, and the certificate that it last refused.
#[derive(Clone)]
pub struct Trust {
    /// For the TLS client.
    pub config: Arc<ClientConfig>,
    refused: Arc<Mutex<Option<Untrusted>>>,
}

impl Trust {
    /// Trusts what the system trusts and, besides, exactly the certificate `chosen` (under any name, expired or not).
    ///
    /// # Errors
    /// When the system's certificates cannot be loaded.
    pub fn new(chosen: Option<Fingerprint>) -> Result<Self, Error> {
        let provider = Arc::new(ring::default_provider());
        let refused = Arc::new(Mutex::new(None));
        let check = Check {
            system: Verifier::new(Arc::clone(&provider))?,
            provider: Arc::clone(&provider),
            chosen,
            refused: Arc::clone(&refused),
        };
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(check))
            .with_no_client_auth();
        Ok(Self {
            config: Arc::new(config),
            refused,
        })
    }

    /// Takes the certificate that was refused last.
    #[must_use]
    pub fn take_refused(&self) -> Option<Untrusted> {
        self.refused
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    }
}

#[derive(Debug)]
struct Check {
    system: Verifier,
    provider: Arc<CryptoProvider>,
    chosen: Option<Fingerprint>,
    refused: Arc<Mutex<Option<Untrusted>>>,
}

impl Check {
    fn refuse(&self, certificate: &[u8], error: &Error) {
        let (subject, issuer) = match x509_parser::parse_x509_certificate(certificate) {
            Ok((_, parsed)) => (parsed.subject().to_string(), parsed.issuer().to_string()),
            Err(_) => (String::new(), String::new()),
        };
        let untrusted = Untrusted {
            fingerprint: Fingerprint::of(certificate),
            subject,
            issuer,
            reason: error.to_string(),
        };
        *self.refused.lock().unwrap_or_else(PoisonError::into_inner) = Some(untrusted);
    }
}

impl ServerCertVerifier for Check {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        if let Some(chosen) = &self.chosen
            && chosen.is(&Fingerprint::of(end_entity))
        {
            return Ok(ServerCertVerified::assertion());
        }
        self.system
            .verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
            .inspect_err(|error| self.refuse(end_entity, error))
            .map_err(|error| match error {
                Error::InvalidCertificate(_) => error,
                _ => Error::InvalidCertificate(CertificateError::UnknownIssuer),
            })
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, cert, dss, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, cert, dss, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::Fingerprint;

    #[test]
    fn a_fingerprint_may_be_written_with_colons_and_capitals() {
        let ours = Fingerprint::of(b"certificate");
        let theirs: Vec<_> = ours
            .0
            .as_bytes()
            .chunks(2)
            .map(String::from_utf8_lossy)
            .collect();
        assert!(ours.is(&Fingerprint(theirs.join(":").to_uppercase())));
        assert!(!ours.is(&Fingerprint::of(b"another")));
    }
}
