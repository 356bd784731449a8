//! RFC 9420, Section 12.4.3.1: the Welcome message.

use crate::algebra::Bytes;
use crate::codec::{
    decode_opaque, decode_optional, decode_u16, decode_vector, encode_opaque, encode_optional, encode_u16,
    encode_vector,
};
use crate::crypto::{HpkeCiphertext, decode_hpke_ciphertext, encode_hpke_ciphertext};
use crate::error::DecodeError;
use crate::hash_ref::{KeyPackageRef, decode_key_package_ref, encode_key_package_ref};
use crate::key_schedule::psk_id::{PreSharedKeyId, decode_pre_shared_key_id, encode_pre_shared_key_id};
use crate::secret::{JoinerSecret, PathSecret};

/// RFC 9420, Section 12.4.3.1.
///
/// ```text
/// struct { opaque path_secret<V>; } PathSecret;
///
/// struct {
///     opaque joiner_secret<V>;
///     optional<PathSecret> path_secret;
///     PreSharedKeyID psks<V>;
/// } GroupSecrets;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct GroupSecrets<B> {
    /// Of the epoch that the Commit initiates.
    pub joiner_secret: JoinerSecret<B>,
    /// Of the lowest common ancestor of committer and joiner, if the Commit has a path.
    pub path_secret: Option<PathSecret<B>>,
    /// The PSKs of the Commit, in its order.
    pub psks: Vec<PreSharedKeyId<B>>,
}

/// RFC 9420, Section 12.4.3.1.
///
/// ```text
/// struct {
///     KeyPackageRef new_member;
///     HPKECiphertext encrypted_group_secrets;
/// } EncryptedGroupSecrets;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct EncryptedGroupSecrets<B> {
    /// Names the KeyPackage that was used to add the member.
    pub new_member: KeyPackageRef<B>,
    /// A GroupSecrets, encrypted to the KeyPackage's `init_key`.
    pub encrypted_group_secrets: HpkeCiphertext<B>,
}

/// RFC 9420, Section 12.4.3.1.
///
/// ```text
/// struct {
///     CipherSuite cipher_suite;
///     EncryptedGroupSecrets secrets<V>;
///     opaque encrypted_group_info<V>;
/// } Welcome;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Welcome<B> {
    /// The wire value of the group's suite.
    pub cipher_suite: u16,
    /// One entry for each new member that this Welcome is for.
    pub secrets: Vec<EncryptedGroupSecrets<B>>,
    /// A GroupInfo, encrypted under a key derived from `joiner_secret`.
    pub encrypted_group_info: B,
}

/// Inverse of [`decode_group_secrets`].
pub fn encode_group_secrets<B: Bytes>(secrets: &GroupSecrets<B>) -> B {
    encode_opaque(&secrets.joiner_secret.bytes)
        .concat(&encode_optional(&secrets.path_secret, encode_path_secret))
        .concat(&encode_vector(&secrets.psks, encode_pre_shared_key_id))
}

/// Reads a [`GroupSecrets`].
pub fn decode_group_secrets<B: Bytes>(input: &B) -> Result<(GroupSecrets<B>, B), DecodeError> {
    let (joiner_secret, rest) = decode_opaque(input)?;
    let (path_secret, rest) = decode_optional(&rest, decode_path_secret)?;
    let (psks, rest) = decode_vector(&rest, decode_pre_shared_key_id)?;
    let secrets = GroupSecrets { joiner_secret: JoinerSecret { bytes: joiner_secret }, path_secret, psks };
    Ok((secrets, rest))
}

/// Inverse of [`decode_welcome`].
pub fn encode_welcome<B: Bytes>(welcome: &Welcome<B>) -> B {
    encode_u16::<B>(welcome.cipher_suite)
        .concat(&encode_vector(&welcome.secrets, encode_encrypted_group_secrets))
        .concat(&encode_opaque(&welcome.encrypted_group_info))
}

/// Reads a [`Welcome`].
pub fn decode_welcome<B: Bytes>(input: &B) -> Result<(Welcome<B>, B), DecodeError> {
    let (cipher_suite, rest) = decode_u16(input)?;
    let (secrets, rest) = decode_vector(&rest, decode_encrypted_group_secrets)?;
    let (encrypted_group_info, rest) = decode_opaque(&rest)?;
    let welcome = Welcome { cipher_suite, secrets, encrypted_group_info };
    Ok((welcome, rest))
}

fn encode_path_secret<B: Bytes>(path_secret: &PathSecret<B>) -> B {
    encode_opaque(&path_secret.bytes)
}

fn decode_path_secret<B: Bytes>(input: &B) -> Result<(PathSecret<B>, B), DecodeError> {
    let (bytes, rest) = decode_opaque(input)?;
    Ok((PathSecret { bytes }, rest))
}

fn encode_encrypted_group_secrets<B: Bytes>(secrets: &EncryptedGroupSecrets<B>) -> B {
    encode_key_package_ref(&secrets.new_member).concat(&encode_hpke_ciphertext(&secrets.encrypted_group_secrets))
}

fn decode_encrypted_group_secrets<B: Bytes>(input: &B) -> Result<(EncryptedGroupSecrets<B>, B), DecodeError> {
    let (new_member, rest) = decode_key_package_ref(input)?;
    let (encrypted_group_secrets, rest) = decode_hpke_ciphertext(&rest)?;
    let secrets = EncryptedGroupSecrets { new_member, encrypted_group_secrets };
    Ok((secrets, rest))
}
