//! `tree-validation`, of which this peer has the signatures of the leaves in public. The rest it does for a tree that
//! comes with a signed GroupInfo.

use openmls::group::GroupId;
use openmls::prelude::tls_codec::DeserializeBytes;
use openmls::treesync::RatchetTreeIn;
use openmls_traits::types::Ciphersuite;
use pleach_vectors::tree_validation::Subject;

use super::OpenMls;
use super::primitives::AwsLc;
use crate::Refusal;

impl Subject for OpenMls {
    fn resolutions(_: &[u8]) -> Result<Vec<Vec<u32>>, Refusal> {
        Err(Refusal::not_public())
    }

    fn tree_hashes(_: u16, _: &[u8]) -> Result<Vec<Vec<u8>>, Refusal> {
        Err(Refusal::not_public())
    }

    fn verify_parent_hashes(_: u16, _: &[u8]) -> Result<(), Refusal> {
        Err(Refusal::not_public())
    }

    fn verify_leaf_signatures(suite: u16, ratchet_tree: &[u8], group_id: &[u8]) -> Result<(), Refusal> {
        let suite = Ciphersuite::try_from(suite).map_err(Refusal::of)?;
        let tree = RatchetTreeIn::tls_deserialize_exact_bytes(ratchet_tree).map_err(Refusal::of)?;
        tree.into_verified(suite, &AwsLc, &GroupId::from_slice(group_id)).map(|_| ()).map_err(Refusal::of)
    }
}
