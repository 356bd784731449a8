//! RFC 9420, Section 12.4.3: describing the current epoch to those who join.

use crate::algebra::Crypto;
use crate::commit::create::TreeDelivery;
use crate::error::Error;
use crate::extension::content::external_pub_extension;
use crate::extension::{Extension, ExtensionHolder, RATCHET_TREE, check_extensions};
use crate::group::{GroupState, check_active};
use crate::key_schedule::external_key_pair;
use crate::secret::Seed;
use crate::tree::ratchet_tree::encode_ratchet_tree;
use crate::welcome::group_info::{GroupInfo, sign_group_info};

/// A GroupInfo of the current epoch, signed by this member.
///
/// The `ratchet_tree` extension is added as `delivery` says; `extensions` holds all others, such as that of
/// [`external_pub`].
///
/// # Errors
/// If the extensions do not belong in a GroupInfo.
pub fn create_group_info<B: Crypto>(
    state: &GroupState<B>,
    extensions: &[Extension<B>],
    delivery: TreeDelivery,
    seed: &Seed<B>,
) -> Result<GroupInfo<B>, Error> {
    check_active(state)?;
    let mut extensions = extensions.to_vec();
    match delivery {
        TreeDelivery::Separate => {}
        TreeDelivery::Extension => extensions
            .push(Extension { extension_type: RATCHET_TREE, extension_data: encode_ratchet_tree(&state.tree) }),
    }
    check_extensions(&extensions, ExtensionHolder::GroupInfo)?;
    let unsigned = GroupInfo {
        group_context: state.group_context.clone(),
        extensions,
        confirmation_tag: state.confirmation_tag.clone(),
        signer: state.own_leaf,
        signature: B::literal(&[]),
    };
    let private_key = &state.signature_private_key;
    Ok(sign_group_info(state.suite, unsigned, private_key, seed)?)
}

/// The `external_pub` extension that lets others join by an external Commit: RFC 9420, Section 12.4.3.2.
pub fn external_pub<B: Crypto>(state: &GroupState<B>) -> Extension<B> {
    let external = external_key_pair(state.suite, &state.epoch_secrets.external_secret);
    external_pub_extension(&external.public_key)
}
