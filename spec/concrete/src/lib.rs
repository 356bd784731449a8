//! The algebra of `pleach-spec` over real bytes: [`Octets`], with the seven cipher suites of RFC 9420,
//! Section 17.1.
//!
//! No primitive is written here. Each comes from a library, and only DHKEM is composed from them:
//!
//! | primitive | crate | verified? |
//! |---|---|---|
//! | SHA-256, SHA-384, SHA-512 | `libcrux-sha2` | yes (HACL*) |
//! | HMAC, HKDF | `libcrux-hmac`, `libcrux-hkdf` | yes (HACL*) |
//! | ChaCha20-Poly1305 | `libcrux-chacha20poly1305` | yes (HACL*) |
//! | AES-128-GCM, AES-256-GCM | `libcrux-aes` | no |
//! | X25519 | `libcrux-curve25519` | yes (HACL*) |
//! | Ed25519 | `libcrux-ed25519` | yes (HACL*) |
//! | Ed25519: is it a public key? | `curve25519-dalek` | no |
//! | P-256 ECDH and ECDSA | `libcrux-p256`, `libcrux-ecdsa` | yes (HACL*), but not its DER encoding |
//! | P-256 ECDSA nonces | `rfc6979` | no |
//! | P-384 and P-521, ECDH and ECDSA | `p384`, `p521`, `ecdsa` | no, **and not audited** |
//! | X448 | `x448` | no, **an unaudited pre-release** |
//! | Ed448 | `ed448-goldilocks` | no, **an unaudited pre-release** |
//! | X.509 certificates | `x509-cert` | no |
//!
//! "Verified" is said of the F* or C source; the translation to Rust is trusted.
//!
//! This crate serves a specification: it is meant to be right, and rejects what a standard rejects. It does
//! not erase secrets, and compares them in variable time. Do not protect anybody's messages with it.
//!
//! An input of more than 2 GiB, which no message of MLS reaches, is treated as one that does not fit: the
//! functions that cannot say so give the empty string.

mod aead;
mod crypto;
mod derive;
mod hash;
mod kdf;
mod kem;
mod limit;
mod nist;
mod octets;
mod signature;
mod x509;

pub use octets::Octets;
