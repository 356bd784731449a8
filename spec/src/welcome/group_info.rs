//! RFC 9420, Section 12.4.3: GroupInfo.

use crate::algebra::{Bytes, Crypto};
use crate::cipher_suite::CipherSuite;
use crate::codec::{decode_opaque, encode_opaque};
use crate::crypto::{SignaturePublicKey, sign_with_label, verify_with_label};
use crate::error::{CryptoError, DecodeError, Misuse, Rule, require_verified};
use crate::extension::{Extension, decode_extensions, encode_extensions};
use crate::key_schedule::group_context::{GroupContext, decode_group_context, encode_group_context};
use crate::secret::{Seed, SignaturePrivateKey};
use crate::tree::math::LeafIndex;
use crate::tree::nodes::{decode_leaf_index, encode_leaf_index};

/// RFC 9420, Section 12.4.3.
///
/// ```text
/// struct {
///     GroupContext group_context;
///     Extension extensions<V>;
///     MAC confirmation_tag;
///     uint32 signer;
///     /* SignWithLabel(., "GroupInfoTBS", GroupInfoTBS) */
///     opaque signature<V>;
/// } GroupInfo;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct GroupInfo<B> {
    /// Of the epoch that the GroupInfo describes.
    pub group_context: GroupContext<B>,
    /// For the joiner: `ratchet_tree`, `external_pub`, and anything else.
    pub extensions: Vec<Extension<B>>,
    /// Of the Commit that initiated the epoch.
    pub confirmation_tag: B,
    /// The leaf of the member that signs.
    pub signer: LeafIndex,
    /// Over a GroupInfoTBS.
    pub signature: B,
}

/// The label of the signature: RFC 9420, Section 17.6.
const GROUP_INFO_TBS: &[u8] = b"GroupInfoTBS";
/// The signature verifies over all preceding fields.
const GROUP_INFO_SIGNATURE: Rule = Rule::Mls(369);

/// A GroupInfo with its signature.
///
/// # Errors
/// If the private key is none of the suite.
pub fn sign_group_info<B: Crypto>(
    suite: CipherSuite,
    unsigned: GroupInfo<B>,
    private_key: &SignaturePrivateKey<B>,
    seed: &Seed<B>,
) -> Result<GroupInfo<B>, Misuse> {
    let tbs = encode_group_info_tbs(&unsigned);
    let signature = sign_with_label(suite, private_key, GROUP_INFO_TBS, &tbs, seed)?;
    let mut group_info = unsigned;
    group_info.signature = signature;
    Ok(group_info)
}

/// Verifies the signature of a GroupInfo with the signer's key.
///
/// # Errors
/// If it does not verify.
pub fn verify_group_info<B: Crypto>(
    suite: CipherSuite,
    group_info: &GroupInfo<B>,
    signature_key: &SignaturePublicKey<B>,
) -> Result<(), CryptoError> {
    let tbs = encode_group_info_tbs(group_info);
    let verified = verify_with_label(suite, signature_key, GROUP_INFO_TBS, &tbs, &group_info.signature);
    require_verified(verified, GROUP_INFO_SIGNATURE)
}

/// GroupInfoTBS: all of a GroupInfo but its signature.
fn encode_group_info_tbs<B: Bytes>(group_info: &GroupInfo<B>) -> B {
    encode_group_context(&group_info.group_context)
        .concat(&encode_extensions(&group_info.extensions))
        .concat(&encode_opaque(&group_info.confirmation_tag))
        .concat(&encode_leaf_index(&group_info.signer))
}

/// Inverse of [`decode_group_info`].
pub fn encode_group_info<B: Bytes>(group_info: &GroupInfo<B>) -> B {
    encode_group_info_tbs(group_info).concat(&encode_opaque(&group_info.signature))
}

/// Reads a [`GroupInfo`].
pub fn decode_group_info<B: Bytes>(input: &B) -> Result<(GroupInfo<B>, B), DecodeError> {
    let (group_context, rest) = decode_group_context(input)?;
    let (extensions, rest) = decode_extensions(&rest)?;
    let (confirmation_tag, rest) = decode_opaque(&rest)?;
    let (signer, rest) = decode_leaf_index(&rest)?;
    let (signature, rest) = decode_opaque(&rest)?;
    let group_info = GroupInfo { group_context, extensions, confirmation_tag, signer, signature };
    Ok((group_info, rest))
}
