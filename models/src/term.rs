//! The algebra over symbolic terms: what is computed is only ever named, and nothing can look into it.
//!
//! Terms are of [`SUITE`], and have the lengths that bytes have there. They are hash-consed: equal terms are one
//! node, so comparing two is comparing two numbers. Beyond the laws of the algebra, no two terms are equal.
//!
//! An AEAD ciphertext is two terms: its first `KDF.Nh` bytes, which RFC 9420, Section 6.3.2, takes as a sample,
//! and the rest. All other outputs of cryptography are one.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;
use std::marker::PhantomData;
use std::rc::Rc;

use pleach_spec::algebra::Bytes;
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::error::DecodeError;
use rustc_hash::FxHashMap;

/// The suite of all terms.
pub const SUITE: CipherSuite = CipherSuite::X25519Aes128GcmSha256Ed25519;

const KEM_KEY_LENGTH: usize = 32;
const SHARED_SECRET_LENGTH: usize = 32;
const SIGNATURE_KEY_LENGTH: usize = 32;
const SIGNATURE_LENGTH: usize = 64;
const TAG_LENGTH: usize = 16;

/// A byte string of known length: its number in the arena of this thread, which it cannot leave.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Term {
    index: usize,
    thread: PhantomData<Rc<()>>,
}

/// How a term is built, in its one canonical form.
#[derive(PartialEq, Eq, Hash)]
pub enum Node {
    /// Public bytes.
    Literal(Vec<u8>),
    /// A value of which nothing is known but its length, in bytes.
    Name(String, usize),
    /// Two parts or more: none a `Concat`, none empty, no two literals in a row.
    Concat(Vec<Term>),
    /// Two operands or more of one length, sorted: none an `Xor`, none twice, at most one literal, that not zero.
    Xor(Vec<Term>),
    /// The hash of this.
    Hash(Term),
    /// A MAC.
    Mac {
        /// The key.
        key: Term,
        /// What it is over.
        data: Term,
    },
    /// `KDF.Extract`.
    Extract {
        /// From the top, in the RFC's diagrams.
        salt: Term,
        /// From the left.
        ikm: Term,
    },
    /// `KDF.Expand`.
    Expand {
        /// The key.
        prk: Term,
        /// The label and the context.
        info: Term,
        /// Of the output, in bytes.
        length: usize,
    },
    /// An AEAD ciphertext with its tag.
    AeadSeal {
        /// The key.
        key: Term,
        /// The nonce.
        nonce: Term,
        /// What is authenticated beside the plaintext.
        aad: Term,
        /// What is encrypted.
        plaintext: Term,
    },
    /// The first `KDF.Nh` bytes of an `AeadSeal`.
    AeadSample(Term),
    /// What follows them.
    AeadRest(Term),
    /// The private key that is derived from this.
    KemPrivate(Term),
    /// The public key of a private key; also the KEM output, which is that of the ephemeral private key.
    KemPublic(Term),
    /// What `Encap` gives.
    SharedSecret {
        /// The ephemeral private key.
        ephemeral: Term,
        /// The recipient's public key.
        public: Term,
    },
    /// Of two private keys, in the order of the arena.
    DiffieHellman {
        /// The older term.
        first: Term,
        /// The newer one.
        second: Term,
    },
    /// The private key that is derived from this.
    SignaturePrivate(Term),
    /// The public key of a private key.
    SignaturePublic(Term),
    /// A signature.
    Signature {
        /// The private key.
        private: Term,
        /// What is signed.
        message: Term,
    },
}

/// A node and its length in bytes.
struct Entry {
    node: Rc<Node>,
    length: usize,
}

#[derive(Default)]
struct Arena {
    entries: Vec<Entry>,
    terms: FxHashMap<Rc<Node>, Term>,
    /// The short literals, by length and content: most terms that are asked for.
    short: FxHashMap<(usize, u64), Term>,
    /// Concatenations that were made before, and their operands in that order.
    joins: FxHashMap<(Term, Term), Term>,
    joined: Vec<(Term, Term)>,
    reads: Reads,
}

/// What was asked of [`Bytes::to_literal`], and of [`Bytes::split_at`] inside an opaque term.
#[derive(Clone, Default)]
pub struct Reads {
    /// The literals whose content was given away.
    pub literals: BTreeSet<Vec<u8>>,
    /// How often it was refused.
    pub refused: usize,
}

thread_local! {
    static ARENA: RefCell<Arena> = RefCell::default();
}

/// A fresh secret, or anything else that is opaque.
pub fn name(label: &str, length: usize) -> Term {
    match length {
        0 => Term::literal(&[]),
        _ => term(Node::Name(label.to_string(), length)),
    }
}

/// The term that is built like this.
pub fn term(node: Node) -> Term {
    ARENA.with_borrow_mut(|arena| {
        if let Some(known) = arena.terms.get(&node) {
            return *known;
        }
        let length = arena.length_of(&node);
        let node = Rc::new(node);
        let term = Term { index: arena.entries.len(), thread: PhantomData };
        arena.entries.push(Entry { node: Rc::clone(&node), length });
        arena.terms.insert(node, term);
        term
    })
}

/// The literal of these bytes.
pub(crate) fn literal(bytes: &[u8]) -> Term {
    let Some(short) = short(bytes) else {
        return term(Node::Literal(bytes.to_vec()));
    };
    if let Some(known) = ARENA.with_borrow(|arena| arena.short.get(&short).copied()) {
        return known;
    }
    let literal = term(Node::Literal(bytes.to_vec()));
    ARENA.with_borrow_mut(|arena| arena.short.insert(short, literal));
    literal
}

/// The length and content of a literal of at most 8 bytes.
fn short(bytes: &[u8]) -> Option<(usize, u64)> {
    let mut content = [0; size_of::<u64>()];
    content.get_mut(..bytes.len())?.copy_from_slice(bytes);
    Some((bytes.len(), u64::from_le_bytes(content)))
}

/// A moment in the life of the terms of this thread.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    terms: usize,
    joins: usize,
}

/// Now.
pub fn mark() -> Mark {
    ARENA.with_borrow(|arena| Mark { terms: arena.entries.len(), joins: arena.joined.len() })
}

/// Forgets all terms that were made since: nobody may hold one of them any more.
pub fn forget_since(mark: Mark) {
    ARENA.with_borrow_mut(|arena| {
        for entry in arena.entries.drain(mark.terms..) {
            arena.terms.remove(&entry.node);
            if let Node::Literal(bytes) = &*entry.node
                && let Some(short) = short(bytes)
            {
                arena.short.remove(&short);
            }
        }
        for join in arena.joined.drain(mark.joins..) {
            arena.joins.remove(&join);
        }
    });
}

impl Arena {
    fn length(&self, term: Term) -> usize {
        self.entries[term.index].length
    }

    fn length_of(&self, node: &Node) -> usize {
        match node {
            Node::Literal(bytes) => bytes.len(),
            Node::Name(_, length) | Node::Expand { length, .. } => *length,
            Node::Concat(parts) => parts.iter().map(|part| self.length(*part)).sum(),
            Node::Xor(operands) => operands.iter().map(|operand| self.length(*operand)).max().unwrap_or(0),
            Node::Hash(_) => SUITE.hash_length(),
            Node::Mac { .. } | Node::Extract { .. } => SUITE.kdf_nh(),
            Node::AeadSeal { plaintext, .. } => self.length(*plaintext) + TAG_LENGTH,
            Node::AeadSample(_) => SUITE.kdf_nh(),
            Node::AeadRest(sealed) => self.length(*sealed) - SUITE.kdf_nh(),
            Node::KemPrivate(_) | Node::KemPublic(_) | Node::DiffieHellman { .. } => KEM_KEY_LENGTH,
            Node::SharedSecret { .. } => SHARED_SECRET_LENGTH,
            Node::SignaturePrivate(_) | Node::SignaturePublic(_) => SIGNATURE_KEY_LENGTH,
            Node::Signature { .. } => SIGNATURE_LENGTH,
        }
    }
}

/// What was read on this thread.
pub fn reads() -> Reads {
    ARENA.with_borrow(|arena| arena.reads.clone())
}

/// The concatenation of these, if it was made before.
pub(crate) fn join_known(operands: (Term, Term)) -> Option<Term> {
    ARENA.with_borrow(|arena| arena.joins.get(&operands).copied())
}

/// The concatenation of these was made.
pub(crate) fn join_made(operands: (Term, Term), joined: Term) {
    ARENA.with_borrow_mut(|arena| {
        arena.joins.insert(operands, joined);
        arena.joined.push(operands);
    });
}

/// The content of a literal was given away.
pub(crate) fn literal_was_read(content: &[u8]) {
    ARENA.with_borrow_mut(|arena| arena.reads.literals.insert(content.to_vec()));
}

/// The answer of an opaque term.
pub(crate) fn refusal() -> DecodeError {
    ARENA.with_borrow_mut(|arena| arena.reads.refused += 1);
    DecodeError::Opaque
}

impl Term {
    /// How it is built.
    pub fn node(self) -> Rc<Node> {
        ARENA.with_borrow(|arena| Rc::clone(&arena.entries[self.index].node))
    }

    /// Its length in bytes.
    pub(crate) fn known_length(self) -> usize {
        ARENA.with_borrow(|arena| arena.length(self))
    }

    /// The bytes of a literal.
    pub(crate) fn content(&self) -> Option<Vec<u8>> {
        match &*self.node() {
            Node::Literal(bytes) => Some(bytes.clone()),
            _ => None,
        }
    }

    /// What is concatenated here: the term itself, if nothing is.
    pub fn parts(self) -> Vec<Term> {
        match &*self.node() {
            Node::Concat(parts) => parts.clone(),
            _ => vec![self],
        }
    }
}

/// A literal in hexadecimal; a name as itself, and anything else by number, with the length.
impl fmt::Debug for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Term(")?;
        match &*self.node() {
            Node::Literal(bytes) => bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))?,
            Node::Name(label, length) => write!(f, "{label}: {length}")?,
            _ => write!(f, "#{}: {}", self.index, self.length())?,
        }
        f.write_str(")")
    }
}
