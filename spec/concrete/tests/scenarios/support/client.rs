//! A client: its keys and its policy, before it is a member of anything.

use pleach_spec::algebra::{Bytes, Crypto};
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::credential::{AuthenticationService, BASIC, Credential, X509};
use pleach_spec::crypto::SignaturePublicKey;
use pleach_spec::key_package::validation::{NewKeyPackage, OwnKeyPackage, create_key_package};
use pleach_spec::policy::{Policy, PskName, StoredPsk};
use pleach_spec::proposal::Proposal;
use pleach_spec::secret::{Psk, Seed, SignaturePrivateKey};
use pleach_spec::secret_tree::GenerationWindow;
use pleach_spec::tree::leaf_policy::{Clock, LeafPolicy};
use pleach_spec::tree::nodes::{Capabilities, Lifetime};
use pleach_spec::tree::update_path::create::NewLeaf;
use pleach_spec_concrete::Octets;

/// The time of all tests, in seconds since the Unix epoch.
pub(crate) const NOW: u64 = 1_000_000;

/// The longest lifetime that clients accept.
pub(crate) const MAXIMUM_LIFETIME: u64 = 10_000;

pub(crate) fn octets(text: impl AsRef<[u8]>) -> Octets {
    Octets::from(text.as_ref())
}

/// A client with one KeyPackage.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    pub(crate) name: String,
    pub(crate) suite: CipherSuite,
    pub(crate) leaf: NewLeaf<Octets>,
    pub(crate) own: OwnKeyPackage<Octets>,
    pub(crate) policy: Policy<Octets>,
    seeds: u32,
}

impl Client {
    /// A client with a basic credential, and the policy that all have.
    pub(crate) fn new(suite: CipherSuite, name: &str) -> Client {
        Client::with(suite, name, |_| {})
    }

    /// A client that differs from the usual one in its leaf.
    pub(crate) fn with(suite: CipherSuite, name: &str, change: impl FnOnce(&mut NewLeaf<Octets>)) -> Client {
        Client::with_lifetime(suite, name, lifetime(NOW - 100, NOW + 100), change)
    }

    pub(crate) fn with_lifetime(
        suite: CipherSuite,
        name: &str,
        lifetime: Lifetime,
        change: impl FnOnce(&mut NewLeaf<Octets>),
    ) -> Client {
        let mut leaf = new_leaf(suite, name);
        change(&mut leaf);
        let new = NewKeyPackage { leaf: leaf.clone(), lifetime, extensions: Vec::new() };
        let own = create_key_package(suite, &new, &seed(suite, name, 0)).unwrap();
        Client { name: name.to_owned(), suite, leaf, own, policy: policy(), seeds: 1 }
    }

    /// The same client with a fresh KeyPackage, possibly for another suite.
    pub(crate) fn renewed(&self, suite: CipherSuite) -> Client {
        let name = format!("{}+", self.name);
        let mut client = Client::with(suite, &name, |leaf| {
            leaf.credential = self.leaf.credential.clone();
            leaf.capabilities = Capabilities { cipher_suites: vec![suite.value()], ..self.leaf.capabilities.clone() };
            if suite == self.suite {
                leaf.signature_private_key = self.leaf.signature_private_key.clone();
                leaf.signature_key = self.leaf.signature_key.clone();
            }
        });
        client.policy = self.policy.clone();
        client
    }

    /// A seed that this client has not used.
    pub(crate) fn seed(&mut self) -> Seed<Octets> {
        self.seeds += 1;
        seed(self.suite, &self.name, self.seeds)
    }

    /// The proposal to add this client.
    pub(crate) fn add(&self) -> Proposal<Octets> {
        Proposal::Add { key_package: self.own.key_package.clone() }
    }

    /// Gives the client an external PSK.
    pub(crate) fn hold_psk(&mut self, name: &str) {
        self.policy.psks.push(StoredPsk {
            name: PskName::External { psk_id: octets(name) },
            psk: Psk { bytes: octets(format!("the value of {name}")) },
        });
    }
}

pub(crate) fn lifetime(not_before: u64, not_after: u64) -> Lifetime {
    Lifetime { not_before, not_after }
}

fn seed(suite: CipherSuite, name: &str, number: u32) -> Seed<Octets> {
    Seed { bytes: Octets::hash(suite, &octets(format!("{name} {number}"))) }
}

/// A leaf with a basic credential and the key pair of a name.
pub(crate) fn new_leaf(suite: CipherSuite, name: &str) -> NewLeaf<Octets> {
    let (signature_private_key, signature_key) = signature_key_pair(suite, name);
    NewLeaf {
        signature_private_key,
        signature_key,
        credential: Credential::Basic { identity: octets(name) },
        capabilities: Capabilities {
            versions: vec![1],
            cipher_suites: vec![suite.value()],
            extensions: Vec::new(),
            proposals: Vec::new(),
            credentials: vec![BASIC, X509],
        },
        extensions: Vec::new(),
    }
}

pub(crate) fn signature_key_pair(
    suite: CipherSuite,
    name: &str,
) -> (SignaturePrivateKey<Octets>, SignaturePublicKey<Octets>) {
    let randomness = Octets::hash(suite, &octets(format!("signature key of {name}")));
    let private_key = Octets::signature_derive_private_key(suite, &randomness);
    let public_key = Octets::signature_public_key(suite, &private_key).unwrap();
    (SignaturePrivateKey { bytes: private_key }, SignaturePublicKey { bytes: public_key })
}

/// Everyone is who they say, but "mallory"; and "alice" may become "alice@new", not "bob".
pub(crate) fn service() -> AuthenticationService<Octets> {
    AuthenticationService {
        context: Octets::literal(&[]),
        is_valid: |_, credential, _| !identity(credential).starts_with(b"mallory"),
        is_successor: |_, replaced, new| identity(new).starts_with(identity(replaced)),
        is_same_client: |_, _, _| false,
    }
}

fn identity(credential: &Credential<Octets>) -> &[u8] {
    match credential {
        Credential::Basic { identity } => identity.as_slice(),
        _ => &[],
    }
}

fn policy() -> Policy<Octets> {
    Policy {
        leaf: LeafPolicy { authentication: service(), clock: Clock::At(NOW), maximum_lifetime: MAXIMUM_LIFETIME },
        psks: Vec::new(),
        generations: GenerationWindow { maximum_forward: 10, maximum_kept: 5 },
        past_epochs: 2,
        resumption_epochs: 3,
    }
}
