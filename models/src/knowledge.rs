//! What the adversary can deduce: the Dolev-Yao closure over [`crate::term`].
//!
//! Analysis is done when something is learned: concatenations fall apart, and what is sealed opens under a key that can
//! be built. Synthesis is done when it is asked for ([`Deduction`]): a term is known if it was learned, is public, or is
//! built from what is known. Hashes, MACs, KDF outputs and signatures give nothing back. Nor does an XOR: no message has one.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use crate::term::{Node, Term, term};

/// Where the adversary has a term from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// It was sent or given away in this step of the run.
    Step(usize),
    /// It is a part of this term.
    Part(Term),
    /// It was sealed here, under a key that is known.
    Opened(Term),
}

/// All that the adversary has learned.
#[derive(Clone, Debug, Default)]
pub struct Knowledge {
    learned: FxHashMap<Term, Source>,
    /// Ciphertexts that are not open yet.
    sealed: Vec<Term>,
    /// The step at which runs start.
    started: usize,
}

impl Knowledge {
    /// Runs start after this step: what is learned in the next one is learned in their first operation.
    pub fn start_runs(&mut self, step: usize) {
        self.started = step;
    }

    /// The number of the operation in which a step is, from 1; 0 before the start of runs.
    pub fn operation(&self, step: usize) -> usize {
        step.saturating_sub(self.started)
    }

    /// What follows from it.
    pub fn deduction(&self) -> Deduction<'_> {
        Deduction { knowledge: self, decided: RefCell::default() }
    }

    /// Learns these terms, which came out in this step, and all that follows.
    pub fn learn(&mut self, step: usize, terms: impl IntoIterator<Item = Term>) {
        for learned in terms {
            self.take_apart(learned, Source::Step(step));
        }
        while self.open_sealed() {}
    }

    /// Where a term was learned, unless it was only built.
    pub fn source(&self, learned: Term) -> Option<Source> {
        self.learned.get(&learned).copied()
    }

    fn take_apart(&mut self, whole: Term, source: Source) {
        let mut open = vec![(whole, source)];
        while let Some((part, source)) = open.pop() {
            if self.learned.contains_key(&part) {
                continue;
            }
            self.learned.insert(part, source);
            match &*part.node() {
                Node::Concat(parts) => open.extend(parts.iter().map(|inner| (*inner, Source::Part(part)))),
                Node::AeadSample(sealed) | Node::AeadRest(sealed) => self.join_parts(*sealed, &mut open),
                Node::AeadSeal { .. } => self.sealed.push(part),
                _ => {}
            }
        }
    }

    /// A ciphertext is there once both its parts are.
    fn join_parts(&self, sealed: Term, open: &mut Vec<(Term, Source)>) {
        let (sample, rest) = (term(Node::AeadSample(sealed)), term(Node::AeadRest(sealed)));
        if self.learned.contains_key(&sample) && self.learned.contains_key(&rest) {
            open.push((sealed, Source::Part(sample)));
        }
    }

    /// Whether anything new came out of a ciphertext.
    fn open_sealed(&mut self) -> bool {
        let deduction = self.deduction();
        let (opened, sealed): (Vec<Term>, Vec<Term>) =
            self.sealed.iter().partition(|sealed| key_of(**sealed).is_some_and(|key| deduction.knows(key)));
        self.sealed = sealed;
        for ciphertext in &opened {
            if let Node::AeadSeal { plaintext, .. } = &*ciphertext.node() {
                self.take_apart(*plaintext, Source::Opened(*ciphertext));
            }
        }
        !opened.is_empty()
    }
}

fn key_of(sealed: Term) -> Option<Term> {
    match &*sealed.node() {
        Node::AeadSeal { key, .. } => Some(*key),
        _ => None,
    }
}

/// The terms that can be built from what was learned. Holds each decision, so it is for one state of the knowledge.
pub struct Deduction<'a> {
    knowledge: &'a Knowledge,
    decided: RefCell<FxHashMap<Term, bool>>,
}

impl Deduction<'_> {
    /// Whether the adversary can build this term.
    pub fn knows(&self, wanted: Term) -> bool {
        if self.knowledge.learned.contains_key(&wanted) {
            return true;
        }
        if let Some(decided) = self.decided.borrow().get(&wanted) {
            return *decided;
        }
        let known = self.can_build(&wanted.node());
        self.decided.borrow_mut().insert(wanted, known);
        known
    }

    /// [`Deduction::ways`], without the lists.
    fn can_build(&self, node: &Node) -> bool {
        let public = |private: Term| term(Node::KemPublic(private));
        match node {
            Node::Literal(_) => true,
            Node::Name(..) => false,
            Node::Concat(parts) | Node::Xor(parts) => parts.iter().all(|part| self.knows(*part)),
            Node::Hash(one) | Node::AeadSample(one) | Node::AeadRest(one) => self.knows(*one),
            Node::KemPrivate(one) | Node::SignaturePrivate(one) => self.knows(*one),
            Node::KemPublic(one) | Node::SignaturePublic(one) => self.knows(*one),
            Node::Mac { key: one, data: other } | Node::Extract { salt: one, ikm: other } => {
                self.knows(*one) && self.knows(*other)
            }
            Node::Expand { prk: one, info: other, .. } | Node::Signature { private: one, message: other } => {
                self.knows(*one) && self.knows(*other)
            }
            Node::AeadSeal { key, nonce, aad, plaintext } => {
                [key, nonce, aad, plaintext].into_iter().all(|part| self.knows(*part))
            }
            Node::SharedSecret { .. } => ways(node).iter().any(|way| way.iter().all(|part| self.knows(*part))),
            Node::DiffieHellman { first, second } => {
                (self.knows(*first) && self.knows(public(*second)))
                    || (self.knows(*second) && self.knows(public(*first)))
            }
        }
    }

    /// The lists of terms from each of which this one can be computed: for most terms one, for a name none.
    pub fn ways(&self, wanted: Term) -> Vec<Vec<Term>> {
        ways(&wanted.node())
    }

    /// The terms that were used, of the first way that works; empty for what was learned or is public.
    pub fn used(&self, wanted: Term) -> Vec<Term> {
        if self.knowledge.learned.contains_key(&wanted) {
            return Vec::new();
        }
        let found = self.ways(wanted).into_iter().find(|way| way.iter().all(|part| self.knows(*part)));
        found.unwrap_or_default()
    }

    /// What it follows from.
    pub fn knowledge(&self) -> &Knowledge {
        self.knowledge
    }
}

fn ways(node: &Node) -> Vec<Vec<Term>> {
    match node {
        Node::Literal(_) => vec![vec![]],
        Node::Name(..) => vec![],
        Node::Concat(parts) | Node::Xor(parts) => vec![parts.clone()],
        Node::Hash(data) => vec![vec![*data]],
        Node::Mac { key, data } => vec![vec![*key, *data]],
        Node::Extract { salt, ikm } => vec![vec![*salt, *ikm]],
        Node::Expand { prk, info, .. } => vec![vec![*prk, *info]],
        Node::AeadSeal { key, nonce, aad, plaintext } => vec![vec![*key, *nonce, *aad, *plaintext]],
        Node::AeadSample(sealed) | Node::AeadRest(sealed) => vec![vec![*sealed]],
        Node::KemPrivate(seed) | Node::SignaturePrivate(seed) => vec![vec![*seed]],
        Node::KemPublic(private) | Node::SignaturePublic(private) => vec![vec![*private]],
        Node::SharedSecret { ephemeral, public } => shared_secret(*ephemeral, *public),
        Node::DiffieHellman { first, second } => {
            let public = |private: &Term| term(Node::KemPublic(*private));
            vec![vec![*first, public(second)], vec![*second, public(first)]]
        }
        Node::Signature { private, message } => vec![vec![*private, *message]],
    }
}

/// From the ephemeral private key and the public key, or from the other two.
fn shared_secret(ephemeral: Term, public: Term) -> Vec<Vec<Term>> {
    let by_sender = vec![ephemeral, public];
    match &*public.node() {
        Node::KemPublic(private) => vec![by_sender, vec![*private, term(Node::KemPublic(ephemeral))]],
        _ => vec![by_sender],
    }
}
