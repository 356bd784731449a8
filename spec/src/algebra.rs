//! The algebra: all that the specification knows about bytes and cryptography.
//!
//! The specification never names a byte type or a primitive. It is generic over one type `B: Crypto`,
//! so the same code runs over real bytes (`pleach-spec-concrete`) and over symbolic terms.
//!
//! Laws that every instance obeys, for all `x`, `y` and all `n <= x.length()`:
//!
//! ```text
//! x.concat(y).length()            == x.length() + y.length()
//! x.concat(y).split_at(x.length()) == Ok((x, y))
//! literal(b).to_literal()         == Ok(b)
//! kem_decap(kem_encap(pk(sk), r).1, sk)              == the shared secret of kem_encap
//! dh(x, pk(y))                                       == dh(y, pk(x))
//! aead_open(k, n, a, aead_seal(k, n, a, p))          == p
//! signature_verify(pk, m, signature_sign(sk, m, r))  == true
//! ```
//!
//! Randomness is always an argument, so every operation is a function.

use core::fmt::Debug;

use crate::cipher_suite::CipherSuite;
use crate::error::DecodeError;

/// Byte strings: of known length, possibly of opaque content.
pub trait Bytes: Clone + PartialEq + Debug {
    /// A byte string whose content is public and known.
    fn literal(bytes: &[u8]) -> Self;

    /// The length in bytes.
    fn length(&self) -> usize;

    /// `self || other`.
    fn concat(&self, other: &Self) -> Self;

    /// The first `at` bytes, and the rest.
    ///
    /// # Errors
    /// [`DecodeError::Truncated`] if there are fewer than `at` bytes; [`DecodeError::Opaque`] if the cut
    /// would fall inside a value that the instance cannot look into.
    fn split_at(&self, at: usize) -> Result<(Self, Self), DecodeError>;

    /// The content, of a public value: an integer, a length, a tag, padding.
    ///
    /// # Errors
    /// [`DecodeError::Opaque`] if the instance does not know the content.
    fn to_literal(&self) -> Result<Vec<u8>, DecodeError>;

    /// `self XOR other`; the shorter of the two is extended with zero bytes on the right.
    fn xor(&self, other: &Self) -> Self;
}

/// The primitives of a cipher suite: RFC 9420, Section 5.1.
///
/// A function that returns `None` says that an input does not fit the algorithm, or that a check failed,
/// and deliberately says no more. Where the caller knows a rule of the RFC that was broken, it names it.
pub trait Crypto: Bytes {
    /// The suite's hash function; [`CipherSuite::hash_length`] bytes.
    fn hash(suite: CipherSuite, data: &Self) -> Self;

    /// `KDF.Extract(salt, ikm)`; [`CipherSuite::kdf_nh`] bytes.
    fn kdf_extract(suite: CipherSuite, salt: &Self, ikm: &Self) -> Self;

    /// `KDF.Expand(prk, info, length)`; `length` bytes.
    ///
    /// Requires `length <= 255 * suite.kdf_nh()`, which every caller in this crate ensures. The empty
    /// string where it is not so.
    fn kdf_expand(suite: CipherSuite, prk: &Self, info: &Self, length: usize) -> Self;

    /// The suite's MAC; [`CipherSuite::kdf_nh`] bytes.
    fn mac(suite: CipherSuite, key: &Self, data: &Self) -> Self;

    /// AEAD encryption: the ciphertext with its tag appended.
    ///
    /// `None` if `key` or `nonce` has a wrong length, or `plaintext` is too long for the algorithm.
    fn aead_seal(suite: CipherSuite, key: &Self, nonce: &Self, aad: &Self, plaintext: &Self) -> Option<Self>;

    /// AEAD decryption; `None` if the ciphertext does not verify or a length does not fit.
    fn aead_open(suite: CipherSuite, key: &Self, nonce: &Self, aad: &Self, ciphertext: &Self) -> Option<Self>;

    /// `DeriveKeyPair(ikm)` of RFC 9180, Section 7.1.3: the private key.
    ///
    /// Deviation: total. For the NIST curves RFC 9180 lets it fail after 256 candidates, with a
    /// probability below 2^-4096.
    fn kem_derive_private_key(suite: CipherSuite, ikm: &Self) -> Self;

    /// The KEM public key of a private key; `None` if that is not a valid private key.
    fn kem_public_key(suite: CipherSuite, private_key: &Self) -> Option<Self>;

    /// Whether this is the encoding of a public key of the suite's KEM.
    fn kem_is_public_key(suite: CipherSuite, public_key: &Self) -> bool;

    /// `Encap(public_key)` of RFC 9180, Section 4.1: `(shared_secret, kem_output)`.
    ///
    /// The ephemeral key pair is `DeriveKeyPair(randomness)`. `None` if `public_key` is invalid.
    fn kem_encap(suite: CipherSuite, public_key: &Self, randomness: &Self) -> Option<(Self, Self)>;

    /// `Decap(kem_output, private_key)` of RFC 9180, Section 4.1: the shared secret, or `None`.
    fn kem_decap(suite: CipherSuite, kem_output: &Self, private_key: &Self) -> Option<Self>;

    /// `DH(private_key, public_key)` of RFC 9180, Section 4.1, in the group of the suite's KEM: a group element,
    /// and no uniform key. `None` if a key is invalid, or the result is one that the RFC rejects.
    fn dh(suite: CipherSuite, private_key: &Self, public_key: &Self) -> Option<Self>;

    /// A signature private key derived from `randomness`, of at least [`CipherSuite::kdf_nh`] bytes.
    fn signature_derive_private_key(suite: CipherSuite, randomness: &Self) -> Self;

    /// The signature public key of a private key; `None` if that is not a valid private key.
    fn signature_public_key(suite: CipherSuite, private_key: &Self) -> Option<Self>;

    /// Whether this is the encoding of a public key of the suite's signature scheme.
    fn signature_is_public_key(suite: CipherSuite, public_key: &Self) -> bool;

    /// A signature over `message`; `None` if the private key is invalid.
    fn signature_sign(suite: CipherSuite, private_key: &Self, message: &Self, randomness: &Self) -> Option<Self>;

    /// Whether `signature` is one over `message`.
    fn signature_verify(suite: CipherSuite, public_key: &Self, message: &Self, signature: &Self) -> bool;

    /// The `subjectPublicKeyInfo` of a DER-encoded X.509 certificate, as a SignaturePublicKey of the suite.
    ///
    /// `None` if this is not one certificate, or its key is not one of the suite's signature scheme.
    fn certificate_public_key(suite: CipherSuite, cert_data: &Self) -> Option<Self>;
}
