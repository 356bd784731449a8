//! RFC 9420, Section 12.1: sending proposals, and keeping those received.

use crate::algebra::Crypto;
use crate::crypto::{derive_seed, random};
use crate::error::{Error, Misuse};
use crate::framing::auth::{AuthenticatedContent, encode_authenticated_content};
use crate::framing::content::Content;
use crate::framing::message::MlsMessage;
use crate::group::send::{MessageOptions, protect, sign_as_member};
use crate::group::{CachedProposal, GroupState, PendingUpdate, check_active};
use crate::hash_ref::make_proposal_ref;
use crate::hpke::derive_key_pair;
use crate::policy::Policy;
use crate::proposal::Proposal;
use crate::proposal_list::find_cached;
use crate::proposal_list::individual::check_sent_proposal;
use crate::secret::Seed;
use crate::tree::leaf_node::{GroupBinding, sign_leaf_node};
use crate::tree::nodes::{LeafNode, LeafNodeSource};
use crate::tree::update_path::create::NewLeaf;

/// Sends a proposal that is no Update. The returned state has it among its proposals.
///
/// # Errors
/// If the state is inactive, an Add is sent outside its lifetime, or the message cannot be protected;
/// [`Misuse::WrongMessage`] for an Update, whose private keys only [`propose_update`] keeps.
pub fn propose<B: Crypto>(
    state: &GroupState<B>,
    policy: &Policy<B>,
    proposal: Proposal<B>,
    options: &MessageOptions<B>,
    seed: &Seed<B>,
) -> Result<(GroupState<B>, MlsMessage<B>), Error> {
    check_active(state)?;
    check_sent_proposal(&proposal, &policy.leaf)?;
    if matches!(proposal, Proposal::Update { .. }) {
        return Err(Error::Misuse(Misuse::WrongMessage));
    }
    let content = Content::Proposal { proposal };
    let signed = sign_as_member(state, content, options, seed)?;
    let (state, message) = protect(state, &signed, options, seed)?;
    Ok((with_proposal(state, &signed), message))
}

/// Sends an Update with a fresh encryption key. The returned state has it among its proposals, and holds
/// its private keys until the next Commit.
///
/// # Errors
/// If the state is inactive, the private key does not fit, or the message cannot be protected.
pub fn propose_update<B: Crypto>(
    state: &GroupState<B>,
    new_leaf: &NewLeaf<B>,
    options: &MessageOptions<B>,
    seed: &Seed<B>,
) -> Result<(GroupState<B>, MlsMessage<B>), Error> {
    check_active(state)?;
    let suite = state.suite;
    let secret = random(suite, seed, b"leaf_node_secret", 0, suite.kdf_nh());
    let key_pair = derive_key_pair(suite, &secret);
    let unsigned = LeafNode {
        encryption_key: key_pair.public_key,
        signature_key: new_leaf.signature_key.clone(),
        credential: new_leaf.credential.clone(),
        capabilities: new_leaf.capabilities.clone(),
        leaf_node_source: LeafNodeSource::Update,
        extensions: new_leaf.extensions.clone(),
        signature: B::literal(&[]),
    };
    let binding = GroupBinding::Leaf { group_id: state.group_context.group_id.clone(), leaf_index: state.own_leaf };
    let private_key = &new_leaf.signature_private_key;
    let leaf_seed = derive_seed(suite, seed, b"leaf_node", 0);
    let leaf_node = sign_leaf_node(suite, unsigned, &binding, private_key, &leaf_seed)?;

    let content = Content::Proposal { proposal: Proposal::Update { leaf_node } };
    let signed = sign_as_member(state, content, options, seed)?;
    let reference = make_proposal_ref(suite, &encode_authenticated_content(&signed));
    let (state, message) = protect(state, &signed, options, seed)?;
    let mut state = with_proposal(state, &signed);
    state.pending_updates.push(PendingUpdate {
        reference,
        encryption_private_key: key_pair.private_key,
        signature_private_key: private_key.clone(),
    });
    Ok((state, message))
}

/// A state with one more proposal that Commits can refer to; unchanged if it has it already, or if the content
/// is no proposal.
///
/// RFC 9420, Section 12.1: a proposal whose signature and epoch were verified "should be cached in such a way
/// that it can be retrieved by hash".
pub fn with_proposal<B: Crypto>(state: GroupState<B>, message: &AuthenticatedContent<B>) -> GroupState<B> {
    let Content::Proposal { proposal } = &message.content.content else {
        return state;
    };
    let reference = make_proposal_ref(state.suite, &encode_authenticated_content(message));
    let known = find_cached(&state.proposals, &reference).is_some();
    let mut state = state;
    if !known {
        state.proposals.push(CachedProposal { reference, sender: message.content.sender, proposal: proposal.clone() });
    }
    state
}
