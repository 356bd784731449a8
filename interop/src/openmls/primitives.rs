//! The primitives of AWS-LC as OpenMLS wants them.
//!
//! Its own two providers have fewer suites (1 and 3, or 1 to 3), and both are built on a package under a
//! licence that is not permissive.

use mls_rs::crypto::{self, HpkeContextR, HpkeContextS};
use mls_rs::{CipherSuite, CipherSuiteProvider};
use mls_rs_crypto_awslc::AwsLcCipherSuite;
use openmls::prelude::tls_codec::SecretVLBytes;
use openmls_traits::crypto::OpenMlsCrypto;
use openmls_traits::random::OpenMlsRand;
use openmls_traits::types::{
    AeadType, Ciphersuite, CryptoError, ExporterSecret, HashType, HpkeCiphertext, HpkeConfig, HpkeKeyPair, KemOutput,
    SignatureScheme,
};

use crate::aws_lc;

/// OpenMLS names an algorithm; it is taken from the first suite that has it.
#[derive(Debug, Default)]
pub(super) struct AwsLc;

fn suite_with(has: impl Fn(Ciphersuite) -> bool) -> Result<AwsLcCipherSuite, CryptoError> {
    let suite = AwsLc.supported_ciphersuites().into_iter().find(|suite| has(*suite));
    let suite = suite.ok_or(CryptoError::UnsupportedCiphersuite)?;
    aws_lc::primitives(suite.into()).map_err(|_| CryptoError::UnsupportedCiphersuite)
}

fn with_hash(hash: HashType) -> Result<AwsLcCipherSuite, CryptoError> {
    suite_with(|suite| suite.hash_algorithm() == hash)
}

fn with_aead(aead: AeadType) -> Result<AwsLcCipherSuite, CryptoError> {
    suite_with(|suite| suite.aead_algorithm() == aead)
}

fn with_signature(scheme: SignatureScheme) -> Result<AwsLcCipherSuite, CryptoError> {
    suite_with(|suite| suite.signature_algorithm() == scheme)
}

fn with_hpke(HpkeConfig(kem, kdf, aead): HpkeConfig) -> Result<AwsLcCipherSuite, CryptoError> {
    suite_with(|suite| {
        let HpkeConfig(suite_kem, suite_kdf, suite_aead) = suite.hpke_config();
        (suite_kem, suite_kdf, suite_aead) == (kem, kdf, aead)
    })
}

/// The two keys of an HPKE receiver.
fn receiver(
    suite: CipherSuite,
    private_key: &[u8],
) -> Result<(crypto::HpkeSecretKey, crypto::HpkePublicKey), CryptoError> {
    let public_key = aws_lc::hpke_public_key(suite.into(), private_key).map_err(|_| CryptoError::InvalidLength)?;
    Ok((private_key.to_vec().into(), public_key.into()))
}

/// Whatever else fails.
fn failed<E>(_: E) -> CryptoError {
    CryptoError::CryptoLibraryError
}

impl OpenMlsRand for AwsLc {
    type Error = CryptoError;

    fn random_array<const N: usize>(&self) -> Result<[u8; N], CryptoError> {
        let mut bytes = [0; N];
        with_hash(HashType::Sha2_256)?.random_bytes(&mut bytes).map_err(|_| CryptoError::InsufficientRandomness)?;
        Ok(bytes)
    }

    fn random_vec(&self, len: usize) -> Result<Vec<u8>, CryptoError> {
        with_hash(HashType::Sha2_256)?.random_bytes_vec(len).map_err(|_| CryptoError::InsufficientRandomness)
    }
}

impl OpenMlsCrypto for AwsLc {
    fn supports(&self, suite: Ciphersuite) -> Result<(), CryptoError> {
        aws_lc::primitives(suite.into()).map(|_| ()).map_err(|_| CryptoError::UnsupportedCiphersuite)
    }

    fn supported_ciphersuites(&self) -> Vec<Ciphersuite> {
        aws_lc::suites().into_iter().filter_map(|suite| Ciphersuite::try_from(suite).ok()).collect()
    }

    fn hkdf_extract(&self, hash: HashType, salt: &[u8], ikm: &[u8]) -> Result<SecretVLBytes, CryptoError> {
        let prk = with_hash(hash)?.kdf_extract(salt, ikm).map_err(failed)?;
        Ok(prk.as_slice().into())
    }

    fn hmac(&self, hash: HashType, key: &[u8], message: &[u8]) -> Result<SecretVLBytes, CryptoError> {
        Ok(with_hash(hash)?.mac(key, message).map_err(failed)?.into())
    }

    fn hkdf_expand(&self, hash: HashType, prk: &[u8], info: &[u8], len: usize) -> Result<SecretVLBytes, CryptoError> {
        let okm = with_hash(hash)?.kdf_expand(prk, info, len).map_err(|_| CryptoError::HkdfOutputLengthInvalid)?;
        Ok(okm.as_slice().into())
    }

    fn hash(&self, hash: HashType, data: &[u8]) -> Result<Vec<u8>, CryptoError> {
        with_hash(hash)?.hash(data).map_err(failed)
    }

    fn aead_encrypt(
        &self,
        aead: AeadType,
        key: &[u8],
        data: &[u8],
        nonce: &[u8],
        aad: &[u8],
    ) -> Result<Vec<u8>, CryptoError> {
        with_aead(aead)?.aead_seal(key, data, Some(aad), nonce).map_err(failed)
    }

    fn aead_decrypt(
        &self,
        aead: AeadType,
        key: &[u8],
        ciphertext: &[u8],
        nonce: &[u8],
        aad: &[u8],
    ) -> Result<Vec<u8>, CryptoError> {
        let opened = with_aead(aead)?.aead_open(key, ciphertext, Some(aad), nonce);
        Ok(opened.map_err(|_| CryptoError::AeadDecryptionError)?.to_vec())
    }

    fn signature_key_gen(&self, scheme: SignatureScheme) -> Result<(Vec<u8>, Vec<u8>), CryptoError> {
        let (private_key, public_key) = with_signature(scheme)?.signature_key_generate().map_err(failed)?;
        Ok((private_key.as_bytes().into(), public_key.as_bytes().into()))
    }

    fn verify_signature(
        &self,
        scheme: SignatureScheme,
        data: &[u8],
        public_key: &[u8],
        signature: &[u8],
    ) -> Result<(), CryptoError> {
        let verified = with_signature(scheme)?.verify(&public_key.to_vec().into(), signature, data);
        verified.map_err(|_| CryptoError::InvalidSignature)
    }

    fn sign(&self, scheme: SignatureScheme, data: &[u8], private_key: &[u8]) -> Result<Vec<u8>, CryptoError> {
        with_signature(scheme)?.sign(&private_key.to_vec().into(), data).map_err(|_| CryptoError::SigningError)
    }

    fn hpke_seal(
        &self,
        config: HpkeConfig,
        public_key: &[u8],
        info: &[u8],
        aad: &[u8],
        plaintext: &[u8],
    ) -> Result<HpkeCiphertext, CryptoError> {
        let sealed = with_hpke(config)?.hpke_seal(&public_key.to_vec().into(), info, Some(aad), plaintext);
        let sealed = sealed.map_err(|_| CryptoError::HpkeEncryptionError)?;
        Ok(HpkeCiphertext { kem_output: sealed.kem_output.into(), ciphertext: sealed.ciphertext.into() })
    }

    fn hpke_open(
        &self,
        config: HpkeConfig,
        input: &HpkeCiphertext,
        private_key: &[u8],
        info: &[u8],
        aad: &[u8],
    ) -> Result<Vec<u8>, CryptoError> {
        let suite = with_hpke(config)?;
        let (private_key, public_key) = receiver(suite.cipher_suite(), private_key)?;
        let (kem_output, ciphertext) = (input.kem_output.as_slice().into(), input.ciphertext.as_slice().into());
        let input = crypto::HpkeCiphertext { kem_output, ciphertext };
        let opened = suite.hpke_open(&input, &private_key, &public_key, info, Some(aad));
        Ok(opened.map_err(|_| CryptoError::HpkeDecryptionError)?.to_vec())
    }

    fn hpke_setup_sender_and_export(
        &self,
        config: HpkeConfig,
        public_key: &[u8],
        info: &[u8],
        exporter_context: &[u8],
        exporter_length: usize,
    ) -> Result<(KemOutput, ExporterSecret), CryptoError> {
        let set_up = with_hpke(config)?.hpke_setup_s(&public_key.to_vec().into(), info);
        let (kem_output, context) = set_up.map_err(|_| CryptoError::SenderSetupError)?;
        let exported = context.export(exporter_context, exporter_length).map_err(|_| CryptoError::ExporterError)?;
        Ok((kem_output, exported.to_vec().into()))
    }

    fn hpke_setup_receiver_and_export(
        &self,
        config: HpkeConfig,
        kem_output: &[u8],
        private_key: &[u8],
        info: &[u8],
        exporter_context: &[u8],
        exporter_length: usize,
    ) -> Result<ExporterSecret, CryptoError> {
        let suite = with_hpke(config)?;
        let (private_key, public_key) = receiver(suite.cipher_suite(), private_key)?;
        let set_up = suite.hpke_setup_r(kem_output, &private_key, &public_key, info);
        let context = set_up.map_err(|_| CryptoError::ReceiverSetupError)?;
        let exported = context.export(exporter_context, exporter_length).map_err(|_| CryptoError::ExporterError)?;
        Ok(exported.to_vec().into())
    }

    fn derive_hpke_keypair(&self, config: HpkeConfig, ikm: &[u8]) -> Result<HpkeKeyPair, CryptoError> {
        let (private_key, public_key) = with_hpke(config)?.kem_derive(ikm).map_err(failed)?;
        Ok(HpkeKeyPair { private: private_key.to_vec().into(), public: public_key.into() })
    }
}
