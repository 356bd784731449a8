//! Cryptography over terms: it builds them, and takes apart what the right key opens.

use pleach_spec::algebra::{Bytes, Crypto};
use pleach_spec::cipher_suite::CipherSuite;

use crate::term::{Node, SUITE, Term, term};

/// A term of the one suite.
fn computed(suite: CipherSuite, node: Node) -> Term {
    assert_eq!(suite, SUITE);
    term(node)
}

impl Term {
    /// The AEAD ciphertext, as one node, whose two parts this is.
    fn sealed(self) -> Term {
        match self.parts().as_slice() {
            [first, second] => match (&*first.node(), &*second.node()) {
                (Node::AeadSample(sealed), Node::AeadRest(rest)) if sealed == rest => *sealed,
                _ => self,
            },
            _ => self,
        }
    }
}

impl Crypto for Term {
    fn hash(suite: CipherSuite, data: &Term) -> Term {
        computed(suite, Node::Hash(*data))
    }

    fn kdf_extract(suite: CipherSuite, salt: &Term, ikm: &Term) -> Term {
        computed(suite, Node::Extract { salt: *salt, ikm: *ikm })
    }

    fn kdf_expand(suite: CipherSuite, prk: &Term, info: &Term, length: usize) -> Term {
        if length == 0 || length > 255 * suite.kdf_nh() {
            return Term::literal(&[]);
        }
        computed(suite, Node::Expand { prk: *prk, info: *info, length })
    }

    fn mac(suite: CipherSuite, key: &Term, data: &Term) -> Term {
        computed(suite, Node::Mac { key: *key, data: *data })
    }

    fn aead_seal(suite: CipherSuite, key: &Term, nonce: &Term, aad: &Term, plaintext: &Term) -> Option<Term> {
        if key.length() != suite.aead_nk() || nonce.length() != suite.aead_nn() {
            return None;
        }
        let (key, nonce, aad, plaintext) = (*key, *nonce, *aad, *plaintext);
        let sealed = computed(suite, Node::AeadSeal { key, nonce, aad, plaintext });
        if sealed.length() <= suite.kdf_nh() {
            return Some(sealed);
        }
        let sample = computed(suite, Node::AeadSample(sealed));
        Some(sample.concat(&computed(suite, Node::AeadRest(sealed))))
    }

    fn aead_open(_: CipherSuite, key: &Term, nonce: &Term, aad: &Term, ciphertext: &Term) -> Option<Term> {
        match &*ciphertext.sealed().node() {
            Node::AeadSeal { key: k, nonce: n, aad: a, plaintext } if (k, n, a) == (key, nonce, aad) => {
                Some(*plaintext)
            }
            _ => None,
        }
    }

    fn kem_derive_private_key(suite: CipherSuite, ikm: &Term) -> Term {
        computed(suite, Node::KemPrivate(*ikm))
    }

    fn kem_public_key(suite: CipherSuite, private_key: &Term) -> Option<Term> {
        match &*private_key.node() {
            Node::KemPrivate(_) => Some(computed(suite, Node::KemPublic(*private_key))),
            _ => None,
        }
    }

    fn kem_is_public_key(_: CipherSuite, public_key: &Term) -> bool {
        matches!(&*public_key.node(), Node::KemPublic(_))
    }

    fn kem_encap(suite: CipherSuite, public_key: &Term, randomness: &Term) -> Option<(Term, Term)> {
        if !Term::kem_is_public_key(suite, public_key) {
            return None;
        }
        let ephemeral = Term::kem_derive_private_key(suite, randomness);
        let shared_secret = Node::SharedSecret { ephemeral, public: *public_key };
        let kem_output = Term::kem_public_key(suite, &ephemeral)?;
        Some((computed(suite, shared_secret), kem_output))
    }

    fn kem_decap(suite: CipherSuite, kem_output: &Term, private_key: &Term) -> Option<Term> {
        let public = Term::kem_public_key(suite, private_key)?;
        match &*kem_output.node() {
            Node::KemPublic(ephemeral) => Some(computed(suite, Node::SharedSecret { ephemeral: *ephemeral, public })),
            _ => None,
        }
    }

    fn dh(suite: CipherSuite, private_key: &Term, public_key: &Term) -> Option<Term> {
        match (&*private_key.node(), &*public_key.node()) {
            (Node::KemPrivate(_), Node::KemPublic(other)) => {
                let (first, second) = (*private_key.min(other), *private_key.max(other));
                Some(computed(suite, Node::DiffieHellman { first, second }))
            }
            _ => None,
        }
    }

    fn signature_derive_private_key(suite: CipherSuite, randomness: &Term) -> Term {
        computed(suite, Node::SignaturePrivate(*randomness))
    }

    fn signature_public_key(suite: CipherSuite, private_key: &Term) -> Option<Term> {
        match &*private_key.node() {
            Node::SignaturePrivate(_) => Some(computed(suite, Node::SignaturePublic(*private_key))),
            _ => None,
        }
    }

    fn signature_is_public_key(_: CipherSuite, public_key: &Term) -> bool {
        matches!(&*public_key.node(), Node::SignaturePublic(_))
    }

    /// Ed25519 has no use for randomness.
    fn signature_sign(suite: CipherSuite, private_key: &Term, message: &Term, _: &Term) -> Option<Term> {
        Term::signature_public_key(suite, private_key)?;
        let (private, message) = (*private_key, *message);
        Some(computed(suite, Node::Signature { private, message }))
    }

    fn signature_verify(suite: CipherSuite, public_key: &Term, message: &Term, signature: &Term) -> bool {
        match &*signature.node() {
            Node::Signature { private, message: signed } => {
                signed == message && Term::signature_public_key(suite, private).as_ref() == Some(public_key)
            }
            _ => false,
        }
    }

    /// There are no certificates among the terms.
    fn certificate_public_key(_: CipherSuite, _: &Term) -> Option<Term> {
        None
    }
}
