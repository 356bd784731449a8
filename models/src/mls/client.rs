//! What clients are and choose: their keys, KeyPackages, and policy.

use std::rc::Rc;

use pleach_spec::algebra::{Bytes, Crypto};
use pleach_spec::commit::ProposalOrRef;
use pleach_spec::commit::create::{CommitOptions, PathChoice, TreeDelivery};
use pleach_spec::credential::{AuthenticationService, Credential};
use pleach_spec::crypto::SignaturePublicKey;
use pleach_spec::error::Error;
use pleach_spec::framing::message::MlsMessage;
use pleach_spec::group::GroupState;
use pleach_spec::group::send::{MessageOptions, Protection};
use pleach_spec::key_package::KeyPackage;
use pleach_spec::key_package::validation::{NewKeyPackage, OwnKeyPackage, create_key_package};
use pleach_spec::policy::{Policy, PskName, StoredPsk};
use pleach_spec::proposal_list::Link;
use pleach_spec::secret::{Psk, Seed, SignaturePrivateKey};
use pleach_spec::secret_tree::GenerationWindow;
use pleach_spec::tree::leaf_policy::{Clock, LeafPolicy};
use pleach_spec::tree::nodes::{Capabilities, Lifetime};
use pleach_spec::tree::update_path::create::NewLeaf;

use crate::client::Client;
use crate::mls::EpochId;
use crate::reading::Read;
use crate::term::{SUITE, Term, name};

/// A message on its way.
#[derive(Clone, Debug)]
pub struct Sent {
    /// As it was encoded.
    pub message: MlsMessage<Term>,
    /// Whom it names as its sender.
    pub sender: Client,
    /// Whether the adversary made it.
    pub forged: bool,
    /// The epoch that it was sent in.
    pub epoch: EpochId,
    /// The epoch that it starts, if it is a Commit.
    pub starts: Option<EpochId>,
    /// The number of the application message, if it is one.
    pub said: Option<usize>,
}

/// A place in a group.
#[derive(Clone, Debug)]
pub struct Member {
    /// What the specification keeps.
    pub state: Rc<GroupState<Term>>,
    /// The epoch that this state is in.
    pub epoch: EpochId,
    /// The application messages that it has read.
    pub read: Read,
}

/// What a client has.
#[derive(Clone, Debug)]
pub struct ClientState {
    /// Its identity.
    pub leaf: Rc<NewLeaf<Term>>,
    /// The KeyPackage that it waits with to be added.
    pub key_package: Rc<OwnKeyPackage<Term>>,
    /// The one that others find.
    pub published: Rc<KeyPackage<Term>>,
    /// Where it is a member.
    pub member: Option<Member>,
    /// What it still holds of a group that it was removed from.
    pub former: Option<Member>,
    /// Messages that did not reach it yet, if it is offline.
    pub inbox: Option<Vec<Rc<Sent>>>,
    /// The epoch that it will be in with all of them.
    pub heading: Option<EpochId>,
    /// The last epoch of which it did not get every message in time, so that it may refuse others.
    pub missed: Option<EpochId>,
}

/// The identifier of the one PSK that all clients have.
pub fn psk_id() -> Term {
    Term::literal(b"psk")
}

/// The one PSK that all clients have.
pub fn psk() -> Term {
    name("psk", 32)
}

/// The name of the group.
pub fn group_id() -> Term {
    Term::literal(b"group")
}

/// A fresh seed for a step of the run.
pub fn seed(step: usize, what: &str) -> Seed<Term> {
    Seed { bytes: name(&format!("{what} of step {step}"), 32) }
}

/// Every credential is valid, nothing is kept of past epochs, and every client has the PSK.
pub fn policy() -> Policy<Term> {
    Policy {
        leaf: LeafPolicy {
            authentication: AuthenticationService {
                context: Term::literal(b""),
                is_valid: |_, _, _| true,
                is_successor: |_, old, new| old == new,
                is_same_client: |_, one, other| one == other,
            },
            clock: Clock::At(1000),
            maximum_lifetime: 10_000,
        },
        psks: vec![StoredPsk { name: PskName::External { psk_id: psk_id() }, psk: Psk { bytes: psk() } }],
        generations: GenerationWindow { maximum_forward: 8, maximum_kept: 8 },
        past_epochs: 0,
        resumption_epochs: 0,
    }
}

/// The leaf of a client with this signature private key.
pub fn new_leaf(client: Client, private_key: Term) -> Option<NewLeaf<Term>> {
    Some(NewLeaf {
        signature_private_key: SignaturePrivateKey { bytes: private_key },
        signature_key: SignaturePublicKey { bytes: Term::signature_public_key(SUITE, &private_key)? },
        credential: Credential::Basic { identity: Term::literal(client.to_string().as_bytes()) },
        capabilities: Capabilities {
            versions: vec![1],
            cipher_suites: vec![SUITE.value()],
            extensions: vec![],
            proposals: vec![],
            credentials: vec![1],
        },
        extensions: vec![],
    })
}

/// The signature private key of a client.
pub fn signature_private_key(client: Client) -> Term {
    Term::signature_derive_private_key(SUITE, &name(&format!("signature key of {client}"), 32))
}

/// A KeyPackage with this leaf.
///
/// # Errors
/// Those of the specification.
pub fn key_package(leaf: &NewLeaf<Term>, seed: &Seed<Term>) -> Result<OwnKeyPackage<Term>, Error> {
    let lifetime = Lifetime { not_before: 0, not_after: 5000 };
    create_key_package(SUITE, &NewKeyPackage { leaf: leaf.clone(), lifetime, extensions: vec![] }, seed)
}

/// How handshake messages are sent.
pub fn public() -> MessageOptions<Term> {
    MessageOptions { authenticated_data: Term::literal(b""), protection: Protection::Public }
}

/// How application messages are sent.
pub fn private() -> MessageOptions<Term> {
    MessageOptions { authenticated_data: Term::literal(b""), protection: Protection::Private { padding: 0 } }
}

/// A Commit of these proposals; the tree travels beside the Welcome.
pub fn commit_options(proposals: Vec<ProposalOrRef<Term>>, path: PathChoice) -> CommitOptions<Term> {
    CommitOptions {
        proposals,
        path,
        new_leaf: None,
        message: public(),
        group_info_extensions: vec![],
        ratchet_tree: TreeDelivery::Separate,
        link: Link::None,
    }
}
