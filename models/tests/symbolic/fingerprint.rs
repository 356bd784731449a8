//! Whole terms, compared across programs: the copy of the specification has to send what the specification sends.

use std::collections::HashMap;

use pleach_spec::art::envelope::encode_art_envelope;
use pleach_spec::framing::message::encode_mls_message;

use pleach_models::term::{Node, Term};

/// Of all that is sent in the life of a group: made by the specification, and no value of its own right.
const LIFE: u64 = 0x1ffc_ba71_645c_b5ea;
/// The same of ART.
const ART_LIFE: u64 = 0x8873_a30f_3129_e98f;

/// FNV-1a, of 64 bits: it need not withstand anybody.
struct Fingerprint(u64);

impl Fingerprint {
    fn new() -> Fingerprint {
        Fingerprint(0xcbf2_9ce4_8422_2325)
    }

    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

/// How a term is built, down to names and literals; where it stands in the arena is not part of it.
fn fingerprint(term: Term, known: &mut HashMap<Term, u64>) -> u64 {
    if let Some(known) = known.get(&term) {
        return *known;
    }
    let (kind, own, mut operands) = built_from(&term.node());
    let mut operands: Vec<u64> = operands.drain(..).map(|operand| fingerprint(operand, known)).collect();
    if kind == "xor" || kind == "dh" {
        operands.sort();
    }
    let mut result = Fingerprint::new();
    result.add(kind.as_bytes());
    result.add(&own);
    operands.iter().for_each(|operand| result.add(&operand.to_be_bytes()));
    known.insert(term, result.0);
    result.0
}

/// The kind of a term, what is its own, and its operands.
fn built_from(node: &Node) -> (&'static str, Vec<u8>, Vec<Term>) {
    match node {
        Node::Literal(bytes) => ("literal", bytes.clone(), vec![]),
        Node::Name(label, length) => ("name", format!("{label}: {length}").into_bytes(), vec![]),
        Node::Concat(parts) => ("concat", vec![], parts.clone()),
        Node::Xor(operands) => ("xor", vec![], operands.clone()),
        Node::Hash(data) => ("hash", vec![], vec![*data]),
        Node::Mac { key, data } => ("mac", vec![], vec![*key, *data]),
        Node::Extract { salt, ikm } => ("extract", vec![], vec![*salt, *ikm]),
        Node::Expand { prk, info, length } => ("expand", length.to_string().into_bytes(), vec![*prk, *info]),
        Node::AeadSeal { key, nonce, aad, plaintext } => ("seal", vec![], vec![*key, *nonce, *aad, *plaintext]),
        Node::AeadSample(sealed) => ("sample", vec![], vec![*sealed]),
        Node::AeadRest(sealed) => ("rest", vec![], vec![*sealed]),
        Node::KemPrivate(ikm) => ("KEM private key", vec![], vec![*ikm]),
        Node::KemPublic(private) => ("KEM public key", vec![], vec![*private]),
        Node::SharedSecret { ephemeral, public } => ("shared secret", vec![], vec![*ephemeral, *public]),
        Node::DiffieHellman { first, second } => ("dh", vec![], vec![*first, *second]),
        Node::SignaturePrivate(seed) => ("signature private key", vec![], vec![*seed]),
        Node::SignaturePublic(private) => ("signature public key", vec![], vec![*private]),
        Node::Signature { private, message } => ("signature", vec![], vec![*private, *message]),
    }
}

/// Of terms in their order.
fn fingerprint_of(terms: impl IntoIterator<Item = Term>) -> u64 {
    let (mut all, mut known) = (Fingerprint::new(), HashMap::new());
    for term in terms {
        all.add(&fingerprint(term, &mut known).to_be_bytes());
    }
    all.0
}

#[test]
fn what_a_group_sends_is_made_of_the_same_terms() {
    let (sent, tree) = crate::life::scenario::<Term>();
    assert_eq!(sent.len(), 16);
    let messages = sent.iter().map(|(_, message)| encode_mls_message(message));
    let found = fingerprint_of(messages.chain([tree]));
    assert_eq!(found, LIFE, "{found:#x}");
}

#[test]
fn what_a_group_of_art_sends_is_made_of_the_same_terms() {
    let sent = crate::art_life::scenario::<Term>();
    assert_eq!(sent.len(), 30);
    let found = fingerprint_of(sent.iter().map(encode_art_envelope));
    assert_eq!(found, ART_LIFE, "{found:#x}");
}
