//! RFC 9420, Section 10: KeyPackages.

pub mod validation;

use crate::algebra::Bytes;
use crate::codec::{decode_opaque, decode_u16, encode_opaque, encode_u16};
use crate::crypto::{HpkePublicKey, decode_hpke_public_key, encode_hpke_public_key};
use crate::error::DecodeError;
use crate::extension::{Extension, decode_extensions, encode_extensions};
use crate::tree::nodes::{LeafNode, decode_leaf_node, encode_leaf_node};

/// RFC 9420, Section 10.
///
/// ```text
/// struct {
///     ProtocolVersion version;
///     CipherSuite cipher_suite;
///     HPKEPublicKey init_key;
///     LeafNode leaf_node;
///     Extension extensions<V>;
///     /* SignWithLabel(., "KeyPackageTBS", KeyPackageTBS) */
///     opaque signature<V>;
/// } KeyPackage;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct KeyPackage<B> {
    /// Any version: only [`crate::key_package`]'s checks compare it.
    pub version: u16,
    /// The wire value of a suite.
    pub cipher_suite: u16,
    /// Encrypts a Welcome to this client.
    pub init_key: HpkePublicKey<B>,
    /// The leaf that stands for this client once added.
    pub leaf_node: LeafNode<B>,
    /// Anything else about the client.
    pub extensions: Vec<Extension<B>>,
    /// Over a KeyPackageTBS.
    pub signature: B,
}

/// RFC 9420, Section 10: KeyPackageTBS is all of a KeyPackage but its signature.
pub fn encode_key_package_tbs<B: Bytes>(key_package: &KeyPackage<B>) -> B {
    encode_u16::<B>(key_package.version)
        .concat(&encode_u16(key_package.cipher_suite))
        .concat(&encode_hpke_public_key(&key_package.init_key))
        .concat(&encode_leaf_node(&key_package.leaf_node))
        .concat(&encode_extensions(&key_package.extensions))
}

/// Inverse of [`decode_key_package`].
pub fn encode_key_package<B: Bytes>(key_package: &KeyPackage<B>) -> B {
    encode_key_package_tbs(key_package).concat(&encode_opaque(&key_package.signature))
}

/// Reads a [`KeyPackage`].
pub fn decode_key_package<B: Bytes>(input: &B) -> Result<(KeyPackage<B>, B), DecodeError> {
    let (version, rest) = decode_u16(input)?;
    let (cipher_suite, rest) = decode_u16(&rest)?;
    let (init_key, rest) = decode_hpke_public_key(&rest)?;
    let (leaf_node, rest) = decode_leaf_node(&rest)?;
    let (extensions, rest) = decode_extensions(&rest)?;
    let (signature, rest) = decode_opaque(&rest)?;
    let key_package = KeyPackage { version, cipher_suite, init_key, leaf_node, extensions, signature };
    Ok((key_package, rest))
}
