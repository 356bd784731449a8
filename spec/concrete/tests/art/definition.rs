//! ART by its definition: a second computation, from private keys, that shares no code with `spec/src/art`, nor with
//! the algebra but for the crates of three curves.

use hmac::{Hmac, KeyInit, Mac};
use pleach_spec::cipher_suite::CipherSuite;

/// What the computation has to know of a suite.
#[derive(Clone, Copy)]
pub(crate) struct Suite {
    pub(crate) value: u16,
    curve: Curve,
    kem_id: u16,
    pub(crate) nh: usize,
}

#[derive(Clone, Copy)]
enum Curve {
    X25519,
    X448,
    P256,
    P384,
    P521,
}

impl Suite {
    pub(crate) fn of(suite: CipherSuite) -> Suite {
        let (curve, kem_id, nh) = match suite.value() {
            1 | 3 => (Curve::X25519, 0x20, 32),
            2 => (Curve::P256, 0x10, 32),
            4 | 6 => (Curve::X448, 0x21, 64),
            5 => (Curve::P521, 0x12, 64),
            _ => (Curve::P384, 0x11, 48),
        };
        Suite { value: suite.value(), curve, kem_id, nh }
    }

    pub(crate) fn hash(self, data: &[u8]) -> Vec<u8> {
        use sha2::Digest;
        match self.nh {
            32 => sha2::Sha256::digest(data).to_vec(),
            48 => sha2::Sha384::digest(data).to_vec(),
            _ => sha2::Sha512::digest(data).to_vec(),
        }
    }

    pub(crate) fn hmac(self, key: &[u8], data: &[u8]) -> Vec<u8> {
        macro_rules! hmac {
            ($hash:ty) => {{
                let mut mac = Hmac::<$hash>::new_from_slice(key).unwrap();
                mac.update(data);
                mac.finalize().into_bytes().to_vec()
            }};
        }
        match self.nh {
            32 => hmac!(sha2::Sha256),
            48 => hmac!(sha2::Sha384),
            _ => hmac!(sha2::Sha512),
        }
    }

    /// RFC 5869, Section 2.2.
    pub(crate) fn extract(self, salt: &[u8], ikm: &[u8]) -> Vec<u8> {
        self.hmac(salt, ikm)
    }

    /// RFC 5869, Section 2.3.
    fn expand(self, prk: &[u8], info: &[u8], length: usize) -> Vec<u8> {
        let (mut okm, mut block) = (Vec::new(), Vec::new());
        for counter in 1.. {
            if okm.len() >= length {
                break;
            }
            block = self.hmac(prk, &[&block, info, &[counter]].concat());
            okm.extend_from_slice(&block);
        }
        okm.truncate(length);
        okm
    }

    /// `ExpandWithLabel` with the prefix of ART, or of MLS for the randomness of an operation.
    pub(crate) fn labelled(self, prefix: &str, secret: &[u8], label: &str, context: &[u8], length: usize) -> Vec<u8> {
        let label = format!("{prefix} 1.0 {label}");
        let info = [&(length as u16).to_be_bytes(), &vector(label.as_bytes())[..], &vector(context)].concat();
        self.expand(secret, &info, length)
    }

    pub(crate) fn art(self, secret: &[u8], label: &str, context: &[u8]) -> Vec<u8> {
        self.labelled("ART", secret, label, context, self.nh)
    }

    /// A private key that an operation draws from its seed.
    pub(crate) fn drawn(self, seed: &[u8], label: &str) -> Vec<u8> {
        let context = [vector(label.as_bytes()), 0u32.to_be_bytes().to_vec()].concat();
        self.derive_private_key(&self.labelled("MLS", seed, "random", &context, self.nh))
    }

    /// `DeriveKeyPair` of RFC 9180, Section 7.1.3.
    fn derive_private_key(self, ikm: &[u8]) -> Vec<u8> {
        let suite_id = [b"KEM", &self.kem_id.to_be_bytes()[..]].concat();
        let labelled = |text: &[u8]| [b"HPKE-v1", &suite_id[..], text].concat();
        let prk = self.extract(b"", &[labelled(b"dkp_prk"), ikm.to_vec()].concat());
        let (length, mask, label): (usize, u8, &[u8]) = match self.curve {
            Curve::X25519 => (32, 0xff, b"sk"),
            Curve::X448 => (56, 0xff, b"sk"),
            Curve::P256 => (32, 0xff, b"candidate\0"),
            Curve::P384 => (48, 0xff, b"candidate\0"),
            Curve::P521 => (66, 0x01, b"candidate\0"),
        };
        // The first candidate, which is below the order but for a probability of 2^-31.
        let info = [&(length as u16).to_be_bytes()[..], &labelled(label)].concat();
        let mut private_key = self.expand(&prk, &info, length);
        private_key[0] &= mask;
        private_key
    }

    /// `iota`.
    pub(crate) fn iota(self, z: &[u8]) -> Vec<u8> {
        self.derive_private_key(&self.art(&self.extract(b"", z), "iota", b""))
    }

    /// `g^x`.
    pub(crate) fn public(self, x: &[u8]) -> Vec<u8> {
        macro_rules! public {
            ($curve:ident) => {{
                use $curve::elliptic_curve::sec1::ToSec1Point;
                $curve::SecretKey::from_slice(x).unwrap().public_key().to_sec1_point(false).as_bytes().to_vec()
            }};
        }
        match self.curve {
            Curve::X25519 => {
                let scalar = x.try_into().unwrap();
                curve25519_dalek::MontgomeryPoint::mul_base_clamped(scalar).to_bytes().to_vec()
            }
            Curve::X448 => x448::x448_unchecked(x.try_into().unwrap(), x448::X448_BASEPOINT_BYTES).to_vec(),
            Curve::P256 => public!(p256),
            Curve::P384 => public!(p384),
            Curve::P521 => public!(p521),
        }
    }

    /// `g^{xy}`, from `x` and `g^y`.
    pub(crate) fn power(self, x: &[u8], public: &[u8]) -> Vec<u8> {
        macro_rules! power {
            ($curve:ident) => {{
                let scalar = $curve::SecretKey::from_slice(x).unwrap().to_nonzero_scalar();
                let point = $curve::PublicKey::from_sec1_bytes(public).unwrap();
                $curve::ecdh::diffie_hellman(scalar, point.as_affine()).raw_secret_bytes().to_vec()
            }};
        }
        match self.curve {
            Curve::X25519 => {
                let point = curve25519_dalek::MontgomeryPoint(public.try_into().unwrap());
                point.mul_clamped(x.try_into().unwrap()).to_bytes().to_vec()
            }
            Curve::X448 => x448::x448_unchecked(x.try_into().unwrap(), public.try_into().unwrap()).to_vec(),
            Curve::P256 => power!(p256),
            Curve::P384 => power!(p384),
            Curve::P521 => power!(p521),
        }
    }

    /// The exponent of the root over these leaves, and the public keys of all nodes from left to right.
    ///
    /// ```text
    /// exponent(leaf) = leaf;  exponent(left, right) = iota(g^{exponent(left) exponent(right)})
    /// ```
    pub(crate) fn tree(self, leaves: &[Vec<u8>]) -> (Vec<u8>, Vec<Vec<u8>>) {
        if let [leaf] = leaves {
            return (leaf.clone(), vec![self.public(leaf)]);
        }
        let mut half = 1;
        while 2 * half < leaves.len() {
            half *= 2;
        }
        let ((x, left), (y, right)) = (self.tree(&leaves[..half]), self.tree(&leaves[half..]));
        let z = self.power(&x, &self.public(&y));
        assert_eq!(z, self.power(&y, &self.public(&x)));
        let exponent = self.iota(&z);
        let own = self.public(&exponent);
        (exponent, [left, vec![own], right].concat())
    }

    /// `sk_t`, from what the stage before left.
    pub(crate) fn stage_key(self, previous: &[u8], tree_key: &[u8], context: &[u8]) -> Vec<u8> {
        self.art(&self.extract(previous, tree_key), "stage", &self.hash(context))
    }
}

/// `opaque value<V>`.
pub(crate) fn vector(value: &[u8]) -> Vec<u8> {
    let length = value.len() as u32;
    let header = match length {
        0..0x40 => vec![length as u8],
        0x40..0x4000 => (0x4000 | length as u16).to_be_bytes().to_vec(),
        _ => (0x8000_0000 | length).to_be_bytes().to_vec(),
    };
    [header, value.to_vec()].concat()
}
