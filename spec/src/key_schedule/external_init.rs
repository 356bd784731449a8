//! RFC 9420, Section 8.3: external initialization.

use crate::algebra::Crypto;
use crate::cipher_suite::CipherSuite;
use crate::crypto::{HpkePublicKey, random};
use crate::error::{CryptoError, Rule};
use crate::hpke::{receive_export_base, send_export_base};
use crate::secret::{HpkePrivateKey, InitSecret, Seed};

/// The exporter context: RFC 9420, Section 8.3. The whole string; no prefix is added.
const EXTERNAL_INIT_SECRET: &[u8] = b"MLS 1.0 external init secret";
/// The KEM output of an ExternalInit can be decapsulated.
const KEM_OUTPUT: Rule = Rule::Mls(170);

/// The joiner's side: the `init_secret` that replaces that of the last epoch, and the `kem_output` of the
/// ExternalInit proposal.
///
/// ```text
/// kem_output, context = SetupBaseS(external_pub, "")
/// init_secret = context.export("MLS 1.0 external init secret", KDF.Nh)
/// ```
///
/// Deviation: the randomness of the KEM is an argument. `None` if `external_pub` is no public key of the
/// suite.
pub fn create_external_init<B: Crypto>(
    suite: CipherSuite,
    external_pub: &HpkePublicKey<B>,
    seed: &Seed<B>,
) -> Option<(InitSecret<B>, B)> {
    let nh = suite.kdf_nh();
    let randomness = random(suite, seed, b"external_init", 0, nh);
    let (bytes, kem_output) = send_export_base(suite, external_pub, EXTERNAL_INIT_SECRET, nh, &randomness)?;
    Some((InitSecret { bytes }, kem_output))
}

/// The members' side, with the private key of the last epoch's external key pair.
///
/// ```text
/// context = SetupBaseR(kem_output, external_priv, "")
/// init_secret = context.export("MLS 1.0 external init secret", KDF.Nh)
/// ```
///
/// # Errors
/// If `kem_output` cannot be decapsulated.
pub fn process_external_init<B: Crypto>(
    suite: CipherSuite,
    kem_output: &B,
    external_priv: &HpkePrivateKey<B>,
) -> Result<InitSecret<B>, CryptoError> {
    let nh = suite.kdf_nh();
    match receive_export_base(suite, kem_output, external_priv, EXTERNAL_INIT_SECRET, nh) {
        Some(bytes) => Ok(InitSecret { bytes }),
        None => Err(CryptoError { rule: KEM_OUTPUT }),
    }
}
