//! `art-stage-key`: a few stages of a small group.

use pleach_spec::art::context::{ArtContext, context_hash};
use pleach_spec::art::path::tree_of_leaves;
use pleach_spec::art::stage_key::{
    art_sender_data_secret, chain_key, first_chain_key, message_secret, sender_ratchet_secret, stage_authenticator,
    stage_key, update_mac_key,
};
use pleach_spec::art::tree::MemberIndex;
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::secret::{ArtChainKey, ArtTreeKey};
use pleach_spec_concrete::Octets;
use pleach_vectors::AnyCase;
use pleach_vectors::art::stage_key::{Case, Stage};

use super::people::People;
use super::{fresh_leaves, hex_link, hex_members, hex_tree, mode_value, random_context};
use crate::support::hex;
use crate::{Random, Refusal};

/// How many stages a case has.
const STAGES: u64 = 3;

/// A group of 2 or 3 members. All leaf keys are new in each stage.
///
/// # Errors
/// If a key cannot be made.
pub fn case(suite: CipherSuite, index: u32, random: &mut Random) -> Result<AnyCase, Refusal> {
    let n = random.from_to(2, 3);
    let members = People::new(suite, random).identities(n)?;
    let mut context = random_context(suite, &members, index, random);
    let mut chain_key = first_chain_key(suite);
    let mut stages = Vec::new();
    for number in 0..STAGES {
        let (tree, tree_key) = tree_of_leaves(suite, &fresh_leaves(suite, n, random))?;
        context.stage = number;
        context.tree = tree;
        let (next, stage) = stage(suite, &chain_key, &tree_key, &context);
        chain_key = next;
        stages.push(stage);
    }
    Ok(AnyCase::ArtStageKey(Box::new(Case {
        cipher_suite: suite.value(),
        group_id: hex(&context.group_id),
        mode: mode_value(context.mode),
        link: context.link.as_ref().map(hex_link),
        members: hex_members(&context.members),
        stages,
    })))
}

fn stage(
    suite: CipherSuite,
    previous: &ArtChainKey<Octets>,
    tree_key: &ArtTreeKey<Octets>,
    context: &ArtContext<Octets>,
) -> (ArtChainKey<Octets>, Stage) {
    let context_hash = context_hash(suite, context);
    let stage_key = &stage_key(suite, previous, tree_key, &context_hash);
    let (chain_key, message_secret) = (chain_key(suite, stage_key), message_secret(suite, stage_key));
    let ratchet = |(sender, _)| sender_ratchet_secret(suite, &message_secret, MemberIndex(sender));
    let stage = Stage {
        tree: hex_tree(&context.tree),
        tree_key: hex(&tree_key.bytes),
        context_hash: hex(&context_hash),
        stage_key: hex(&stage_key.bytes),
        chain_key: hex(&chain_key.bytes),
        update_mac_key: hex(&update_mac_key(suite, stage_key).bytes),
        stage_authenticator: hex(&stage_authenticator(suite, stage_key).bytes),
        sender_data_secret: hex(&art_sender_data_secret(suite, stage_key).bytes),
        message_secret: hex(&message_secret.bytes),
        ratchet_secrets: (0..).zip(&context.members).map(ratchet).map(|secret| hex(&secret.bytes)).collect(),
    };
    (chain_key, stage)
}
