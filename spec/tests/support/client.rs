//! Clients and what they choose, over any algebra.

use pleach_spec::algebra::Crypto;
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::codec::decode_exact;
use pleach_spec::commit::ProposalOrRef;
use pleach_spec::commit::create::{CommitOptions, PathChoice, TreeDelivery};
use pleach_spec::credential::{AuthenticationService, Credential};
use pleach_spec::crypto::SignaturePublicKey;
use pleach_spec::framing::message::{MlsMessage, decode_mls_message, encode_mls_message};
use pleach_spec::group::GroupState;
use pleach_spec::group::process::{Processed, process_message};
use pleach_spec::group::send::{MessageOptions, Protection};
use pleach_spec::key_package::KeyPackage;
use pleach_spec::key_package::validation::{NewKeyPackage, OwnKeyPackage, create_key_package};
use pleach_spec::key_schedule::psk_id::{PreSharedKeyId, PskSource};
use pleach_spec::policy::{Policy, PskName, StoredPsk};
use pleach_spec::proposal::Proposal;
use pleach_spec::proposal_list::Link;
use pleach_spec::secret::{Psk, Seed, SignaturePrivateKey};
use pleach_spec::secret_tree::GenerationWindow;
use pleach_spec::tree::leaf_policy::{Clock, LeafPolicy};
use pleach_spec::tree::nodes::{Capabilities, Lifetime};
use pleach_spec::tree::ratchet_tree::RatchetTree;
use pleach_spec::tree::update_path::create::NewLeaf;
use pleach_spec::welcome::join::{JoinInput, join_group};

/// The suite of all clients.
pub(crate) const SUITE: CipherSuite = CipherSuite::X25519Aes128GcmSha256Ed25519;

/// An algebra with a supply of secrets.
pub(crate) trait Source: Crypto {
    /// A secret of 32 bytes: always the same for a label, and another for each.
    fn fresh(label: &str) -> Self;
}

pub(crate) fn seed<B: Source>(label: &str) -> Seed<B> {
    Seed { bytes: B::fresh(label) }
}

pub(crate) fn literal<B: Source>(text: &str) -> B {
    B::literal(text.as_bytes())
}

/// A policy that trusts every credential, at the time 1000, with one PSK.
pub(crate) fn policy<B: Source>() -> Policy<B> {
    Policy {
        leaf: LeafPolicy {
            authentication: AuthenticationService {
                context: literal(""),
                is_valid: |_, _, _| true,
                is_successor: |_, old, new| old == new,
                is_same_client: |_, one, other| one == other,
            },
            clock: Clock::At(1000),
            maximum_lifetime: 10_000,
        },
        psks: vec![StoredPsk {
            name: PskName::External { psk_id: literal("psk") },
            psk: Psk { bytes: B::fresh("psk") },
        }],
        generations: GenerationWindow { maximum_forward: 8, maximum_kept: 8 },
        past_epochs: 2,
        resumption_epochs: 2,
    }
}

/// A leaf for a client of this name.
pub(crate) fn new_leaf<B: Source>(name: &str) -> NewLeaf<B> {
    let randomness = B::fresh(&format!("{name}: signature key"));
    let private_key = B::signature_derive_private_key(SUITE, &randomness);
    let signature_key = B::signature_public_key(SUITE, &private_key).unwrap();
    NewLeaf {
        signature_private_key: SignaturePrivateKey { bytes: private_key },
        signature_key: SignaturePublicKey { bytes: signature_key },
        credential: Credential::Basic { identity: literal(name) },
        capabilities: Capabilities {
            versions: vec![1],
            cipher_suites: vec![SUITE.value()],
            extensions: vec![],
            proposals: vec![],
            credentials: vec![1],
        },
        extensions: vec![],
    }
}

/// A KeyPackage of a client of this name.
pub(crate) fn key_package<B: Source>(name: &str) -> OwnKeyPackage<B> {
    let new = NewKeyPackage {
        leaf: new_leaf(name),
        lifetime: Lifetime { not_before: 0, not_after: 5000 },
        extensions: vec![],
    };
    create_key_package(SUITE, &new, &seed(&format!("{name}: KeyPackage"))).unwrap()
}

pub(crate) fn message_options<B: Source>(protection: Protection) -> MessageOptions<B> {
    MessageOptions { authenticated_data: literal("authenticated data"), protection }
}

/// A Commit of these proposals, by value, with a path, and the tree in the Welcome.
pub(crate) fn commit_options<B: Source>(proposals: &[Proposal<B>], protection: Protection) -> CommitOptions<B> {
    CommitOptions {
        proposals: proposals.iter().map(|proposal| ProposalOrRef::Proposal { proposal: proposal.clone() }).collect(),
        path: PathChoice::Always,
        new_leaf: None,
        message: message_options(protection),
        group_info_extensions: vec![],
        ratchet_tree: TreeDelivery::Extension,
        link: Link::None,
    }
}

pub(crate) fn add<B: Source>(key_package: &KeyPackage<B>) -> Proposal<B> {
    Proposal::Add { key_package: key_package.clone() }
}

/// The injection of the policy's PSK.
pub(crate) fn psk<B: Source>(nonce: &str) -> Proposal<B> {
    Proposal::PreSharedKey {
        psk: PreSharedKeyId { source: PskSource::External { psk_id: literal("psk") }, psk_nonce: B::fresh(nonce) },
    }
}

/// A message as it arrives: encoded, and read again.
pub(crate) fn transported<B: Source>(message: &MlsMessage<B>) -> MlsMessage<B> {
    let received = decode_exact(&encode_mls_message(message), decode_mls_message).unwrap();
    assert_eq!(received, *message);
    received
}

/// Joins by a Welcome.
pub(crate) fn join<B: Source>(
    own: &OwnKeyPackage<B>,
    welcome: &MlsMessage<B>,
    ratchet_tree: Option<&RatchetTree<B>>,
) -> GroupState<B> {
    let MlsMessage::Welcome { welcome } = transported(welcome) else { panic!("no Welcome: {welcome:?}") };
    let input = JoinInput { own, ratchet_tree, current_groups: &[], linked: None };
    join_group(&input, &welcome, &policy()).unwrap()
}

/// The state after a proposal or a Commit.
pub(crate) fn processed<B: Source>(state: &GroupState<B>, message: &MlsMessage<B>) -> GroupState<B> {
    match process_message(state, &policy(), &transported(message)).unwrap() {
        Processed::Commit { state } | Processed::Proposal { state } => state,
        Processed::Application { .. } => panic!("application data"),
    }
}

/// The state after application data, and the data.
pub(crate) fn read<B: Source>(state: &GroupState<B>, message: &MlsMessage<B>) -> (GroupState<B>, B) {
    match process_message(state, &policy(), &transported(message)).unwrap() {
        Processed::Application { state, message } => (state, message.application_data),
        other => panic!("no application data: {other:?}"),
    }
}
