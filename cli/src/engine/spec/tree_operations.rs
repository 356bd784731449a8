//! `tree-operations`.

use pleach_spec::framing::Sender;
use pleach_spec::proposal::{Proposal, decode_proposal};
use pleach_spec::proposal_list::CommittedProposal;
use pleach_spec::proposal_list::apply::apply_proposals;
use pleach_spec::tree::math::LeafIndex;
use pleach_spec::tree::ratchet_tree::encode_ratchet_tree;
use pleach_spec::tree::tree_hash::root_tree_hash;
use pleach_vectors::tree_operations::Subject;

use super::{Refusal, Specification, decoded, decoded_tree, suite, wrong_message};

impl Subject for Specification {
    fn tree_hash(suite_value: u16, ratchet_tree: &[u8]) -> Result<Vec<u8>, Refusal> {
        let tree = decoded_tree(ratchet_tree)?;
        Ok(root_tree_hash(suite(suite_value)?, &tree).into())
    }

    fn apply_proposal(ratchet_tree: &[u8], proposal: &[u8], sender: u32) -> Result<Vec<u8>, Refusal> {
        let tree = decoded_tree(ratchet_tree)?;
        let proposal = decoded(proposal, decode_proposal)?;
        match proposal {
            Proposal::Add { .. } | Proposal::Update { .. } | Proposal::Remove { .. } => {}
            _ => return wrong_message(),
        }
        let leaf_index = LeafIndex(sender);
        let list = [CommittedProposal { sender: Sender::Member { leaf_index }, reference: None, proposal }];
        let applied = apply_proposals(&tree, &[], &list);
        Ok(encode_ratchet_tree(&applied.tree).into())
    }
}
