//! RFC 9420, Section 15: application messages; and RFC 9420, Section 8.5: exported secrets.

use crate::algebra::Crypto;
use crate::codec::MAX_VECTOR_LENGTH;
use crate::error::{Error, Misuse};
use crate::framing::content::Content;
use crate::framing::message::MlsMessage;
use crate::group::send::{MessageOptions, Protection, protect, sign_as_member};
use crate::group::{GroupState, check_active};
use crate::key_schedule::exporter::export;
use crate::secret::{ExportedSecret, Seed};

/// Sends application data. The returned state lacks the key that was used.
///
/// # Errors
/// [`Misuse::PublicApplicationData`] unless it is to be a PrivateMessage, [`Misuse::PendingProposals`] while there are
/// proposals to commit (RFC 9420, Section 12.4), and if the state is inactive or the data too long.
pub fn send_application_data<B: Crypto>(
    state: &GroupState<B>,
    application_data: &B,
    options: &MessageOptions<B>,
    seed: &Seed<B>,
) -> Result<(GroupState<B>, MlsMessage<B>), Error> {
    check_active(state)?;
    if options.protection == Protection::Public {
        return Err(Error::Misuse(Misuse::PublicApplicationData));
    }
    if !state.proposals.is_empty() {
        return Err(Error::Misuse(Misuse::PendingProposals));
    }
    if application_data.length() > MAX_VECTOR_LENGTH {
        return Err(Error::Misuse(Misuse::TooLong));
    }
    let content = Content::Application { application_data: application_data.clone() };
    let signed = sign_as_member(state, content, options, seed)?;
    protect(state, &signed, options, seed)
}

/// `MLS-Exporter(label, context, length)` in the current epoch.
///
/// # Errors
/// [`Misuse::TooLong`] if `length` is over `255 * KDF.Nh`.
pub fn export_secret<B: Crypto>(
    state: &GroupState<B>,
    label: &[u8],
    context: &B,
    length: usize,
) -> Result<ExportedSecret<B>, Misuse> {
    let exporter_secret = &state.epoch_secrets.exporter_secret;
    export(state.suite, exporter_secret, label, context, length)
}
