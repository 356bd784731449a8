//! Contents that belong to no group, or to any.

use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::commit::{Commit, ProposalOrRef};
use pleach_spec::credential::BASIC;
use pleach_spec::extension::content::{RequiredCapabilities, encode_required_capabilities};
use pleach_spec::extension::{Extension, REQUIRED_CAPABILITIES};
use pleach_spec::hash_ref::ProposalRef;
use pleach_spec::key_schedule::group_context::GroupContext;
use pleach_spec::proposal::Proposal;
use pleach_spec::tree::math::LeafIndex;
use pleach_spec_concrete::Octets;

use crate::Random;

/// A GroupContext without extensions.
pub fn any_group_context(suite: CipherSuite, random: &mut Random) -> GroupContext<Octets> {
    let id_length = random.from_to(1, 32);
    GroupContext {
        cipher_suite: suite.value(),
        group_id: random.octets(id_length),
        epoch: random.u32().into(),
        tree_hash: random.octets(suite.kdf_nh()),
        confirmed_transcript_hash: random.octets(suite.kdf_nh()),
        extensions: Vec::new(),
    }
}

/// A Remove.
pub fn any_proposal(random: &mut Random) -> Proposal<Octets> {
    Proposal::Remove { removed: LeafIndex(random.u32()) }
}

/// A Commit of a few proposals, by reference, without a path.
pub fn any_commit(suite: CipherSuite, random: &mut Random) -> Commit<Octets> {
    let count = random.from_to(1, 3);
    let references = (0..count).map(|_| ProposalRef { hash: random.octets(suite.kdf_nh()) });
    let proposals = references.map(|reference| ProposalOrRef::Reference { reference }).collect();
    Commit { proposals, path: None }
}

/// Support of these types of extensions and proposals is required, and of the credential type `basic`, which all
/// members have.
pub fn required_capabilities(extension_types: &[u16], proposal_types: &[u16]) -> Extension<Octets> {
    let required = RequiredCapabilities {
        extension_types: extension_types.to_vec(),
        proposal_types: proposal_types.to_vec(),
        credential_types: vec![BASIC],
    };
    Extension { extension_type: REQUIRED_CAPABILITIES, extension_data: encode_required_capabilities(&required) }
}
