//! Clients: their keys and their policy, before they are members of anything.

use pleach_spec::algebra::{Bytes, Crypto};
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::credential::{AuthenticationService, BASIC, Credential};
use pleach_spec::crypto::SignaturePublicKey;
use pleach_spec::key_package::validation::{NewKeyPackage, OwnKeyPackage, create_key_package};
use pleach_spec::key_schedule::psk_id::{PreSharedKeyId, PskSource};
use pleach_spec::policy::{Policy, PskName, StoredPsk};
use pleach_spec::proposal::Proposal;
use pleach_spec::secret::{Psk, Seed, SignaturePrivateKey};
use pleach_spec::secret_tree::GenerationWindow;
use pleach_spec::tree::leaf_policy::{Clock, LeafPolicy};
use pleach_spec::tree::nodes::{Capabilities, Lifetime};
use pleach_spec::tree::update_path::create::NewLeaf;
use pleach_spec_concrete::Octets;

use crate::{Random, Refusal};

/// A time within every lifetime, in seconds since the Unix epoch. No clock is read.
const NOW: u64 = 1_000_000_000;

/// Vectors are for ever: so are the lifetimes in them, as in those of the working group.
const FOREVER: Lifetime = Lifetime { not_before: 0, not_after: u64::MAX };

/// As many as `story.md` asks of every client, so that no story needs more.
const WINDOW: GenerationWindow = GenerationWindow { maximum_forward: 16, maximum_kept: 16 };

/// For how many past epochs clients read late messages: more than any story needs.
const PAST_EPOCHS: usize = 4;

/// A client with one KeyPackage.
#[derive(Clone, Debug)]
pub struct Client {
    /// The suite of its KeyPackage.
    pub suite: CipherSuite,
    /// The KeyPackage with its private keys.
    pub own: OwnKeyPackage<Octets>,
    /// Its policy, with the PSKs that it holds.
    pub policy: Policy<Octets>,
    /// Its own randomness.
    pub random: Random,
}

impl Client {
    /// The proposal to add this client.
    pub fn add(&self) -> Proposal<Octets> {
        Proposal::Add { key_package: self.own.key_package.clone() }
    }

    /// The leaf of its KeyPackage, to be changed and signed anew.
    pub fn new_leaf(&self) -> NewLeaf<Octets> {
        let leaf = &self.own.key_package.leaf_node;
        NewLeaf {
            signature_private_key: self.own.signature_private_key.clone(),
            signature_key: leaf.signature_key.clone(),
            credential: leaf.credential.clone(),
            capabilities: leaf.capabilities.clone(),
            extensions: leaf.extensions.clone(),
        }
    }

    /// A seed for an operation of this client.
    pub fn seed(&mut self) -> Seed<Octets> {
        self.random.seed(self.suite)
    }
}

/// The clients of a story. They are numbered, hold the same external PSKs, and have each its own randomness.
#[derive(Clone, Debug)]
pub struct Cast {
    suite: CipherSuite,
    random: Random,
    clients: u32,
    psks: Vec<StoredPsk<Octets>>,
}

impl Cast {
    /// Nobody yet.
    pub fn new(suite: CipherSuite, random: &mut Random) -> Cast {
        Cast { suite, random: random.fork(), clients: 0, psks: Vec::new() }
    }

    /// The suite of all KeyPackages.
    pub fn suite(&self) -> CipherSuite {
        self.suite
    }

    /// A new client, of the usual kind: any implementation should accept it.
    ///
    /// # Errors
    /// If its KeyPackage cannot be made.
    pub fn client(&mut self) -> Result<Client, Refusal> {
        self.client_with(|_, _| {})
    }

    /// New clients, of the usual kind.
    ///
    /// # Errors
    /// As [`Cast::client`].
    pub fn clients(&mut self, count: usize) -> Result<Vec<Client>, Refusal> {
        (0..count).map(|_| self.client()).collect()
    }

    /// A new client that differs from the usual kind in its KeyPackage: in credential, capabilities, extensions of
    /// either, lifetime. The change may draw from the client's randomness.
    ///
    /// # Errors
    /// As [`Cast::client`].
    pub fn client_with(
        &mut self,
        change: impl FnOnce(&mut NewKeyPackage<Octets>, &mut Random),
    ) -> Result<Client, Refusal> {
        self.clients += 1;
        let (suite, mut random) = (self.suite, self.random.fork());
        let identity = Octets::from(format!("client {}", self.clients).as_bytes());
        let leaf = new_leaf(suite, identity, &mut random)?;
        let mut new = NewKeyPackage { leaf, lifetime: FOREVER, extensions: Vec::new() };
        change(&mut new, &mut random);
        let own = create_key_package(suite, &new, &random.seed(suite))?;
        Ok(Client { suite, own, policy: policy(self.psks.clone()), random })
    }

    /// A new external PSK, which all clients that come after it hold.
    pub fn hold_external_psk(&mut self) -> PskSource<Octets> {
        let length = self.random.from_to(1, 32);
        let psk_id = self.random.octets(length);
        let bytes = self.random.octets(self.suite.kdf_nh());
        self.psks.push(StoredPsk { name: PskName::External { psk_id: psk_id.clone() }, psk: Psk { bytes } });
        PskSource::External { psk_id }
    }

    /// The proposal to inject a PSK, with a fresh nonce.
    pub fn psk_proposal(&mut self, source: PskSource<Octets>) -> Proposal<Octets> {
        let psk_nonce = self.random.octets(self.suite.kdf_nh());
        Proposal::PreSharedKey { psk: PreSharedKeyId { source, psk_nonce } }
    }
}

/// A leaf with a basic credential and fresh signature keys, whose client supports what any implementation does.
fn new_leaf(suite: CipherSuite, identity: Octets, random: &mut Random) -> Result<NewLeaf<Octets>, Refusal> {
    let (signature_private_key, signature_key) = signature_key_pair(suite, random)?;
    Ok(NewLeaf {
        signature_private_key,
        signature_key,
        credential: Credential::Basic { identity },
        capabilities: Capabilities {
            versions: vec![1],
            cipher_suites: CipherSuite::ALL.iter().map(|suite| suite.value()).collect(),
            extensions: Vec::new(),
            proposals: Vec::new(),
            credentials: vec![BASIC],
        },
        extensions: Vec::new(),
    })
}

/// A fresh pair of signature keys.
///
/// # Errors
/// [`Refusal::Primitive`] if the derived private key has no public key.
pub fn signature_key_pair(
    suite: CipherSuite,
    random: &mut Random,
) -> Result<(SignaturePrivateKey<Octets>, SignaturePublicKey<Octets>), Refusal> {
    let private_key = Octets::signature_derive_private_key(suite, &random.seed(suite).bytes);
    let public_key = Octets::signature_public_key(suite, &private_key).ok_or(Refusal::Primitive)?;
    Ok((SignaturePrivateKey { bytes: private_key }, SignaturePublicKey { bytes: public_key }))
}

/// The policy of a client: as open as one can be.
fn policy(psks: Vec<StoredPsk<Octets>>) -> Policy<Octets> {
    Policy {
        leaf: LeafPolicy {
            authentication: AuthenticationService {
                context: Octets::literal(&[]),
                is_valid: |_, _, _| true,
                is_successor: |_, _, _| true,
                is_same_client: |_, first, second| first == second,
            },
            clock: Clock::At(NOW),
            maximum_lifetime: u64::MAX,
        },
        psks,
        generations: WINDOW,
        past_epochs: PAST_EPOCHS,
        resumption_epochs: usize::MAX,
    }
}
