//! Arbitrary proposals, PSKs and Commits.

use pleach_spec::commit::{Commit, ProposalOrRef};
use pleach_spec::hash_ref::{KeyPackageRef, ProposalRef};
use pleach_spec::key_schedule::psk_id::{PreSharedKeyId, PskSource, ResumptionPskUsage};
use pleach_spec::proposal::{Proposal, ReInit};
use pleach_spec_concrete::Octets;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof};

use crate::nodes::{key_package, leaf_node, update_path};
use crate::values::{extensions, leaf_index, list, octets, optional};

fn psk_source() -> impl Strategy<Value = PskSource<Octets>> {
    let usage = prop_oneof![
        Just(ResumptionPskUsage::Application),
        Just(ResumptionPskUsage::Reinit),
        Just(ResumptionPskUsage::Branch),
    ];
    prop_oneof![
        octets().prop_map(|psk_id| PskSource::External { psk_id }),
        (usage, octets(), any::<u64>())
            .prop_map(|(usage, psk_group_id, psk_epoch)| { PskSource::Resumption { usage, psk_group_id, psk_epoch } }),
    ]
}

pub(crate) fn pre_shared_key_id() -> BoxedStrategy<PreSharedKeyId<Octets>> {
    (psk_source(), octets()).prop_map(|(source, psk_nonce)| PreSharedKeyId { source, psk_nonce }).boxed()
}

pub(crate) fn reinit() -> impl Strategy<Value = ReInit<Octets>> {
    (octets(), any::<u16>(), any::<u16>(), extensions()).prop_map(|(group_id, version, cipher_suite, extensions)| {
        ReInit { group_id, version, cipher_suite, extensions }
    })
}

pub(crate) fn proposal() -> BoxedStrategy<Proposal<Octets>> {
    prop_oneof![
        key_package().prop_map(|key_package| Proposal::Add { key_package }),
        leaf_node().prop_map(|leaf_node| Proposal::Update { leaf_node }),
        leaf_index().prop_map(|removed| Proposal::Remove { removed }),
        pre_shared_key_id().prop_map(|psk| Proposal::PreSharedKey { psk }),
        reinit().prop_map(|reinit| Proposal::ReInit { reinit }),
        octets().prop_map(|kem_output| Proposal::ExternalInit { kem_output }),
        extensions().prop_map(|extensions| Proposal::GroupContextExtensions { extensions }),
        (8u16.., octets()).prop_map(|(proposal_type, content)| Proposal::Other { proposal_type, content }),
    ]
    .boxed()
}

pub(crate) fn proposal_ref() -> impl Strategy<Value = ProposalRef<Octets>> {
    octets().prop_map(|hash| ProposalRef { hash })
}

pub(crate) fn key_package_ref() -> impl Strategy<Value = KeyPackageRef<Octets>> {
    octets().prop_map(|hash| KeyPackageRef { hash })
}

pub(crate) fn commit() -> BoxedStrategy<Commit<Octets>> {
    let proposal_or_ref = prop_oneof![
        proposal().prop_map(|proposal| ProposalOrRef::Proposal { proposal }),
        proposal_ref().prop_map(|reference| ProposalOrRef::Reference { reference }),
    ];
    (list(proposal_or_ref), optional(update_path())).prop_map(|(proposals, path)| Commit { proposals, path }).boxed()
}
