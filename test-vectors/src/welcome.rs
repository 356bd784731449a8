//! `welcome`: opening a Welcome, RFC 9420, Section 12.4.3.1.

use serde::{Deserialize, Serialize};

use crate::check::{altered, expect_ok, expect_refusal};
use crate::private_key::padded_private_key;
use crate::{Fallible, Hex, Mismatch};

/// What the checker asks of an implementation. `welcome` and `key_package` are encoded MLSMessages; the
/// GroupSecrets and the GroupInfo pass between the steps in encoded form.
pub trait Subject: Fallible {
    /// The position in `welcome.secrets` of the entry for this KeyPackage; refuses if there is none.
    fn find_secrets(suite: u16, welcome: &[u8], key_package: &[u8]) -> Result<u32, Self::Error>;

    /// The GroupSecrets of an entry of `welcome.secrets`.
    fn decrypt_group_secrets(suite: u16, welcome: &[u8], entry: u32, init_priv: &[u8]) -> Result<Vec<u8>, Self::Error>;

    /// The GroupInfo, decrypted with the `joiner_secret` of the GroupSecrets, and no PSKs.
    fn decrypt_group_info(suite: u16, welcome: &[u8], group_secrets: &[u8]) -> Result<Vec<u8>, Self::Error>;

    /// Verifies the signature of the GroupInfo.
    fn verify_group_info_signature(suite: u16, group_info: &[u8], signer_pub: &[u8]) -> Result<(), Self::Error>;

    /// Verifies the confirmation tag of the GroupInfo with the epoch of the GroupSecrets' `joiner_secret`.
    fn verify_group_info_confirmation_tag(
        suite: u16,
        group_info: &[u8],
        group_secrets: &[u8],
    ) -> Result<(), Self::Error>;
}

/// One Welcome.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Case {
    pub cipher_suite: u16,
    pub init_priv: Hex,
    pub signer_pub: Hex,
    pub key_package: Hex,
    pub welcome: Hex,
}

impl Case {
    /// The steps of `welcome/README.md`.
    ///
    /// # Errors
    /// The first step that does not hold.
    pub fn verify<S: Subject>(&self) -> Result<(), Mismatch> {
        let (suite, welcome) = (self.cipher_suite, &self.welcome);
        let entry = S::find_secrets(suite, welcome, &self.key_package);
        let entry = expect_ok("welcome (entry for key_package)", entry)?;
        let group_secrets = S::decrypt_group_secrets(suite, welcome, entry, &self.padded_init_priv());
        let group_secrets = expect_ok("welcome (group secrets)", group_secrets)?;
        let group_info = S::decrypt_group_info(suite, welcome, &group_secrets);
        let group_info = expect_ok("welcome (group info)", group_info)?;

        let check = |signer_pub: &[u8]| S::verify_group_info_signature(suite, &group_info, signer_pub);
        expect_ok("signer_pub", check(&self.signer_pub))?;
        let wrong = altered(&self.signer_pub);
        expect_refusal("signer_pub (altered)", check(&wrong))?;

        let verdict = S::verify_group_info_confirmation_tag(suite, &group_info, &group_secrets);
        expect_ok("welcome (confirmation_tag)", verdict)
    }

    /// `init_priv` in the length that RFC 9420 has for the suite: older files leave out leading zeros.
    pub fn padded_init_priv(&self) -> Vec<u8> {
        padded_private_key(self.cipher_suite, &self.init_priv)
    }
}
