//! RFC 9420, Section 5.1 and Section 17.1: the cipher suites and the sizes of their primitives.

use crate::error::Unsupported;

/// The seven cipher suites of RFC 9420, Section 17.1.
///
/// On the wire a cipher suite is a `uint16`, and an unknown one is no decoding error; wire types hold that
/// integer, and [`CipherSuite::from_value`] names the suite where its primitives are needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CipherSuite {
    /// `MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519`, 0x0001: mandatory to implement.
    X25519Aes128GcmSha256Ed25519,
    /// `MLS_128_DHKEMP256_AES128GCM_SHA256_P256`, 0x0002.
    P256Aes128GcmSha256P256,
    /// `MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519`, 0x0003.
    X25519ChaCha20Poly1305Sha256Ed25519,
    /// `MLS_256_DHKEMX448_AES256GCM_SHA512_Ed448`, 0x0004.
    X448Aes256GcmSha512Ed448,
    /// `MLS_256_DHKEMP521_AES256GCM_SHA512_P521`, 0x0005.
    P521Aes256GcmSha512P521,
    /// `MLS_256_DHKEMX448_CHACHA20POLY1305_SHA512_Ed448`, 0x0006.
    X448ChaCha20Poly1305Sha512Ed448,
    /// `MLS_256_DHKEMP384_AES256GCM_SHA384_P384`, 0x0007.
    P384Aes256GcmSha384P384,
}

impl CipherSuite {
    /// The seven suites, in the order of their values.
    pub const ALL: [CipherSuite; 7] = [
        CipherSuite::X25519Aes128GcmSha256Ed25519,
        CipherSuite::P256Aes128GcmSha256P256,
        CipherSuite::X25519ChaCha20Poly1305Sha256Ed25519,
        CipherSuite::X448Aes256GcmSha512Ed448,
        CipherSuite::P521Aes256GcmSha512P521,
        CipherSuite::X448ChaCha20Poly1305Sha512Ed448,
        CipherSuite::P384Aes256GcmSha384P384,
    ];

    /// The suite of a wire value.
    ///
    /// # Errors
    /// [`Unsupported::CipherSuite`] for a value that RFC 9420 does not define.
    pub fn from_value(value: u16) -> Result<CipherSuite, Unsupported> {
        match value {
            0x0001 => Ok(CipherSuite::X25519Aes128GcmSha256Ed25519),
            0x0002 => Ok(CipherSuite::P256Aes128GcmSha256P256),
            0x0003 => Ok(CipherSuite::X25519ChaCha20Poly1305Sha256Ed25519),
            0x0004 => Ok(CipherSuite::X448Aes256GcmSha512Ed448),
            0x0005 => Ok(CipherSuite::P521Aes256GcmSha512P521),
            0x0006 => Ok(CipherSuite::X448ChaCha20Poly1305Sha512Ed448),
            0x0007 => Ok(CipherSuite::P384Aes256GcmSha384P384),
            _ => Err(Unsupported::CipherSuite { value }),
        }
    }

    /// The wire value.
    pub const fn value(self) -> u16 {
        match self {
            CipherSuite::X25519Aes128GcmSha256Ed25519 => 0x0001,
            CipherSuite::P256Aes128GcmSha256P256 => 0x0002,
            CipherSuite::X25519ChaCha20Poly1305Sha256Ed25519 => 0x0003,
            CipherSuite::X448Aes256GcmSha512Ed448 => 0x0004,
            CipherSuite::P521Aes256GcmSha512P521 => 0x0005,
            CipherSuite::X448ChaCha20Poly1305Sha512Ed448 => 0x0006,
            CipherSuite::P384Aes256GcmSha384P384 => 0x0007,
        }
    }

    /// The HPKE KEM identifier (RFC 9180, Section 7.1).
    pub const fn kem_id(self) -> u16 {
        match self {
            CipherSuite::X25519Aes128GcmSha256Ed25519 | CipherSuite::X25519ChaCha20Poly1305Sha256Ed25519 => 0x0020,
            CipherSuite::P256Aes128GcmSha256P256 => 0x0010,
            CipherSuite::X448Aes256GcmSha512Ed448 | CipherSuite::X448ChaCha20Poly1305Sha512Ed448 => 0x0021,
            CipherSuite::P521Aes256GcmSha512P521 => 0x0012,
            CipherSuite::P384Aes256GcmSha384P384 => 0x0011,
        }
    }

    /// The HPKE KDF identifier (RFC 9180, Section 7.2).
    pub const fn kdf_id(self) -> u16 {
        match self {
            CipherSuite::X25519Aes128GcmSha256Ed25519
            | CipherSuite::P256Aes128GcmSha256P256
            | CipherSuite::X25519ChaCha20Poly1305Sha256Ed25519 => 0x0001,
            CipherSuite::P384Aes256GcmSha384P384 => 0x0002,
            CipherSuite::X448Aes256GcmSha512Ed448
            | CipherSuite::P521Aes256GcmSha512P521
            | CipherSuite::X448ChaCha20Poly1305Sha512Ed448 => 0x0003,
        }
    }

    /// The HPKE AEAD identifier (RFC 9180, Section 7.3).
    pub const fn aead_id(self) -> u16 {
        match self {
            CipherSuite::X25519Aes128GcmSha256Ed25519 | CipherSuite::P256Aes128GcmSha256P256 => 0x0001,
            CipherSuite::X448Aes256GcmSha512Ed448
            | CipherSuite::P521Aes256GcmSha512P521
            | CipherSuite::P384Aes256GcmSha384P384 => 0x0002,
            CipherSuite::X25519ChaCha20Poly1305Sha256Ed25519 | CipherSuite::X448ChaCha20Poly1305Sha512Ed448 => 0x0003,
        }
    }

    /// `KDF.Nh`: the length in bytes of an output of `KDF.Extract`, and of a MAC.
    pub const fn kdf_nh(self) -> usize {
        match self.kdf_id() {
            0x0001 => 32,
            0x0002 => 48,
            _ => 64,
        }
    }

    /// The length in bytes of the hash. The same number as [`CipherSuite::kdf_nh`] in all seven suites.
    pub const fn hash_length(self) -> usize {
        self.kdf_nh()
    }

    /// `AEAD.Nk`: the length in bytes of an AEAD key.
    pub const fn aead_nk(self) -> usize {
        match self.aead_id() {
            0x0001 => 16,
            _ => 32,
        }
    }

    /// `AEAD.Nn`: the length in bytes of an AEAD nonce.
    pub const fn aead_nn(self) -> usize {
        12
    }
}
