//! `crypto-basics`, of which this peer has `RefHash`, `SignWithLabel` and `VerifyWithLabel` in public: the last two as
//! methods of traits that any struct may have.

use openmls::ciphersuite::hash_ref::HashReference;
use openmls::ciphersuite::signable::{Signable, SignatureError, SignedStruct, Verifiable, VerifiedStruct};
use openmls::ciphersuite::signature::{OpenMlsSignaturePublicKey, Signature};
use openmls::prelude::tls_codec::{self, DeserializeBytes, Serialize, VLBytes};
use openmls_traits::crypto::OpenMlsCrypto;
use openmls_traits::signatures::{Signer, SignerError};
use openmls_traits::types::{Ciphersuite, SignatureScheme};
use pleach_vectors::crypto_basics::{Sealed, Subject};

use super::OpenMls;
use super::primitives::AwsLc;
use crate::{Refusal, aws_lc};

impl Subject for OpenMls {
    fn ref_hash(suite: u16, label: &str, value: &[u8]) -> Result<Vec<u8>, Refusal> {
        let suite = Ciphersuite::try_from(suite).map_err(Refusal::of)?;
        let reference = HashReference::new(value, suite, &AwsLc, label.as_bytes()).map_err(Refusal::of)?;
        Ok(reference.as_slice().into())
    }

    fn expand_with_label(_: u16, _: &[u8], _: &str, _: &[u8], _: u16) -> Result<Vec<u8>, Refusal> {
        Err(Refusal::not_public())
    }

    fn derive_secret(_: u16, _: &[u8], _: &str) -> Result<Vec<u8>, Refusal> {
        Err(Refusal::not_public())
    }

    fn derive_tree_secret(_: u16, _: &[u8], _: &str, _: u32, _: u16) -> Result<Vec<u8>, Refusal> {
        Err(Refusal::not_public())
    }

    fn sign_with_label(
        suite: u16,
        signature_priv: &[u8],
        label: &str,
        content: &[u8],
        _: &[u8],
    ) -> Result<Vec<u8>, Refusal> {
        let private_key = aws_lc::signature_secret_key(suite, signature_priv)?;
        let key = Key { scheme: scheme(suite)?, private_key: private_key.as_bytes().into() };
        let Signed(signature) = Content { label, content }.sign(&key).map_err(Refusal::of)?;
        // No public function gives the bytes: read from the encoding with the peer's codec.
        let encoded = signature.tls_serialize_detached().map_err(Refusal::of)?;
        Ok(VLBytes::tls_deserialize_exact_bytes(&encoded).map_err(Refusal::of)?.into())
    }

    fn verify_with_label(
        suite: u16,
        signature_pub: &[u8],
        label: &str,
        content: &[u8],
        signature: &[u8],
    ) -> Result<(), Refusal> {
        let public_key = signature_public_key(suite, signature_pub)?;
        let content = SignedContent { content: Content { label, content }, signature: signature.to_vec().into() };
        content.verify(&AwsLc, &public_key).map(|Verified| ()).map_err(Refusal::of)
    }

    fn encrypt_with_label(_: u16, _: &[u8], _: &str, _: &[u8], _: &[u8], _: &[u8]) -> Result<Sealed, Refusal> {
        Err(Refusal::not_public())
    }

    fn decrypt_with_label(_: u16, _: &[u8], _: &str, _: &[u8], _: &Sealed) -> Result<Vec<u8>, Refusal> {
        Err(Refusal::not_public())
    }
}

/// The public key in the peer's form.
pub(super) fn signature_public_key(suite: u16, signature_pub: &[u8]) -> Result<OpenMlsSignaturePublicKey, Refusal> {
    OpenMlsSignaturePublicKey::new(signature_pub.into(), scheme(suite)?).map_err(Refusal::of)
}

fn scheme(suite: u16) -> Result<SignatureScheme, Refusal> {
    Ok(Ciphersuite::try_from(suite).map_err(Refusal::of)?.signature_algorithm())
}

struct Key {
    scheme: SignatureScheme,
    private_key: Vec<u8>,
}

impl Signer for Key {
    fn sign(&self, payload: &[u8]) -> Result<Vec<u8>, SignerError> {
        AwsLc.sign(self.scheme, payload, &self.private_key).map_err(SignerError::CryptoError)
    }

    fn signature_scheme(&self) -> SignatureScheme {
        self.scheme
    }
}

struct Content<'a> {
    label: &'a str,
    content: &'a [u8],
}

struct Signed(Signature);

impl Signable for Content<'_> {
    type SignedOutput = Signed;

    fn unsigned_payload(&self) -> Result<Vec<u8>, tls_codec::Error> {
        Ok(self.content.into())
    }

    fn label(&self) -> &str {
        self.label
    }
}

impl SignedStruct<Content<'_>> for Signed {
    fn from_payload(_: Content<'_>, signature: Signature, _: Vec<u8>) -> Signed {
        Signed(signature)
    }
}

struct SignedContent<'a> {
    content: Content<'a>,
    signature: Signature,
}

struct Verified;

impl VerifiedStruct for Verified {}

impl Verifiable for SignedContent<'_> {
    type VerifiedStruct = Verified;

    fn unsigned_payload(&self) -> Result<Vec<u8>, tls_codec::Error> {
        Ok(self.content.content.into())
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn label(&self) -> &str {
        self.content.label
    }

    fn verify(self, crypto: &impl OpenMlsCrypto, pk: &OpenMlsSignaturePublicKey) -> Result<Verified, SignatureError> {
        self.verify_no_out(crypto, pk).map(|()| Verified)
    }
}
