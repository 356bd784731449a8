//! The Diffie-Hellman groups of the KEMs.
//!
//! Of X25519 and X448, every string of 32 and of 56 bytes is a private key (it is clamped in use, so the
//! vectors that publish it unclamped are well), and every one is a public key. What RFC 9180, Section 7.1.4,
//! demands instead is that an all-zero shared secret is rejected: that of a point of low order.

use pleach_spec::cipher_suite::CipherSuite;
use x448::{X448_BASEPOINT_BYTES, x448_unchecked};

use crate::nist::NistCurve;

/// A Diffie-Hellman group.
#[derive(Clone, Copy)]
pub(super) enum Group {
    X25519,
    X448,
    Nist(NistCurve),
}

impl Group {
    /// The group of a suite.
    pub(super) fn of(suite: CipherSuite) -> Group {
        match suite {
            CipherSuite::X25519Aes128GcmSha256Ed25519 | CipherSuite::X25519ChaCha20Poly1305Sha256Ed25519 => {
                Group::X25519
            }
            CipherSuite::X448Aes256GcmSha512Ed448 | CipherSuite::X448ChaCha20Poly1305Sha512Ed448 => Group::X448,
            CipherSuite::P256Aes128GcmSha256P256 => Group::Nist(NistCurve::P256),
            CipherSuite::P384Aes256GcmSha384P384 => Group::Nist(NistCurve::P384),
            CipherSuite::P521Aes256GcmSha512P521 => Group::Nist(NistCurve::P521),
        }
    }

    /// The public key of a private key.
    pub(super) fn public_key(self, private_key: &[u8]) -> Option<Vec<u8>> {
        match self {
            Group::X25519 => {
                let mut public_key = [0; 32];
                libcrux_curve25519::secret_to_public(&mut public_key, private_key.try_into().ok()?);
                Some(public_key.to_vec())
            }
            Group::X448 => {
                let scalar = private_key.try_into().ok()?;
                Some(x448_unchecked(scalar, X448_BASEPOINT_BYTES).to_vec())
            }
            Group::Nist(curve) => curve.public_key(private_key),
        }
    }

    /// Whether this is the encoding of a public key.
    pub(super) fn is_public_key(self, public_key: &[u8]) -> bool {
        match self {
            Group::X25519 => public_key.len() == 32,
            Group::X448 => public_key.len() == 56,
            Group::Nist(curve) => curve.is_public_key(public_key),
        }
    }

    /// `DH(skX, pkY)`; `None` if a key is invalid or the result is all zero.
    pub(super) fn dh(self, private_key: &[u8], public_key: &[u8]) -> Option<Vec<u8>> {
        match self {
            Group::X25519 => {
                let (scalar, point) = (private_key.try_into().ok()?, public_key.try_into().ok()?);
                let mut shared = [0; 32];
                libcrux_curve25519::ecdh(&mut shared, point, scalar).ok()?;
                Some(shared.to_vec())
            }
            // The checked `x448` knows the points of low order by their canonical encodings only.
            Group::X448 => {
                let (scalar, point) = (private_key.try_into().ok()?, public_key.try_into().ok()?);
                let shared = x448_unchecked(scalar, point);
                (shared != [0; 56]).then(|| shared.to_vec())
            }
            Group::Nist(curve) => curve.dh(private_key, public_key),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Group;
    use crate::nist::NistCurve;

    fn hex(text: &str) -> Vec<u8> {
        let digits: Vec<char> = text.chars().filter(|digit| !digit.is_whitespace()).collect();
        let value = |digit: char| digit.to_digit(16).unwrap() as u8;
        digits.chunks(2).map(|pair| value(pair[0]) << 4 | value(pair[1])).collect()
    }

    /// Two private keys, their public keys, and what they share.
    fn check(group: Group, [a, public_a, b, public_b, shared]: [&str; 5]) {
        let (a, b, shared) = (hex(a), hex(b), hex(shared));
        let (public_a, public_b) = (hex(public_a), hex(public_b));
        assert_eq!(group.public_key(&a).as_ref(), Some(&public_a));
        assert_eq!(group.public_key(&b).as_ref(), Some(&public_b));
        assert_eq!(group.dh(&a, &public_b).as_ref(), Some(&shared));
        assert_eq!(group.dh(&b, &public_a).as_ref(), Some(&shared));
    }

    /// RFC 7748, Section 6.1. The private keys are not clamped.
    #[test]
    fn x25519() {
        check(
            Group::X25519,
            [
                "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a",
                "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
                "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb",
                "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f",
                "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742",
            ],
        );
    }

    /// RFC 7748, Section 6.2.
    #[test]
    fn x448() {
        check(
            Group::X448,
            [
                "9a8f4925d1519f5775cf46b04b5800d4ee9ee8bae8bc5565d498c28d
                 d9c9baf574a9419744897391006382a6f127ab1d9ac2d8c0a598726b",
                "9b08f7cc31b7e3e67d22d5aea121074a273bd2b83de09c63faa73d2c
                 22c5d9bbc836647241d953d40c5b12da88120d53177f80e532c41fa0",
                "1c306a7ac2a0e2e0990b294470cba339e6453772b075811d8fad0d1d
                 6927c120bb5ee8972b0d3e21374c9c921b09d1b0366f10b65173992d",
                "3eb7a829b0cd20f5bcfc0b599b6feccf6da4627107bdb0d4f345b430
                 27d8b972fc3e34fb4232a13ca706dcb57aec3dae07bdc1c67bf33609",
                "07fff4181ac6cc95ec1c16a94a0f74d12da232ce40a77552281d282b
                 b60c0b56fd2464c335543936521c24403085d59a449a5037514a879d",
            ],
        );
    }

    /// RFC 5903, Section 8.2. It has no appendix in RFC 9180.
    #[test]
    fn p384() {
        check(
            Group::Nist(NistCurve::P384),
            [
                "099f3c7034d4a2c699884d73a375a67f7624ef7c6b3c0f160647b67414dce655e35b538041e649ee3faef896783ab194",
                "04
                 667842d7d180ac2cde6f74f37551f55755c7645c20ef73e31634fe72b4c55ee6de3ac808acb4bdb4c88732aee95f41aa
                 9482ed1fc0eeb9cafc4984625ccfc23f65032149e0e144ada024181535a0f38eeb9fcff3c2c947dae69b4c634573a81c",
                "41cb0779b4bdb85d47846725fbec3c9430fab46cc8dc5060855cc9bda0aa2942e0308312916b8ed2960e4bd55a7448fc",
                "04
                 e558dbef53eecde3d3fccfc1aea08a89a987475d12fd950d83cfa41732bc509d0d1ac43a0336def96fda41d0774a3571
                 dcfbec7aacf3196472169e838430367f66eebe3c6e70c416dd5f0c68759dd1fff83fa40142209dff5eaad96db9e6386c",
                "11187331c279962d93d604243fd592cb9d0a926f422e47187521287e7156c5c4d603135569b9e9d09cf5d4a270f59746",
            ],
        );
    }
}
