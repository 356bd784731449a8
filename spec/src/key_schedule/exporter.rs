//! RFC 9420, Section 8.5: exporters.

use crate::algebra::Crypto;
use crate::cipher_suite::CipherSuite;
use crate::codec::MAX_VECTOR_LENGTH;
use crate::crypto::{derive_secret, expand_with_label};
use crate::error::Misuse;
use crate::secret::{ExportedSecret, ExporterSecret};

/// The longest label: in a KDFLabel, the 8 bytes `"MLS 1.0 "` precede it.
const MAX_LABEL_LENGTH: usize = MAX_VECTOR_LENGTH - 8;

/// A secret for use outside of MLS, bound to the epoch; `length` bytes.
///
/// ```text
/// MLS-Exporter(Label, Context, Length) =
///     ExpandWithLabel(DeriveSecret(exporter_secret, Label), "exported", Hash(Context), Length)
/// ```
///
/// # Errors
/// [`Misuse::TooLong`] for more than `255 * KDF.Nh` bytes, which is all that `KDF.Expand` gives, or for a
/// `label` that fits no KDFLabel.
pub fn export<B: Crypto>(
    suite: CipherSuite,
    exporter_secret: &ExporterSecret<B>,
    label: &[u8],
    context: &B,
    length: usize,
) -> Result<ExportedSecret<B>, Misuse> {
    if length > 255 * suite.kdf_nh() || label.len() > MAX_LABEL_LENGTH {
        Err(Misuse::TooLong)
    } else {
        let secret = derive_secret(suite, &exporter_secret.bytes, label);
        let context = B::hash(suite, context);
        let bytes = expand_with_label(suite, &secret, b"exported", &context, length);
        Ok(ExportedSecret { bytes })
    }
}
