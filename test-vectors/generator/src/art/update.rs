//! `art-update`: from a stage on, a few members update.

use pleach_spec::art::envelope::ArtMessageEnvelope;
use pleach_spec::art::group::{ArtGroup, ArtStage, stage_of};
use pleach_spec::art::path::{path_keys, tree_of_leaves};
use pleach_spec::art::stage_key::stage_key;
use pleach_spec::art::tree::MemberIndex;
use pleach_spec::art::update::create::create_update;
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::secret::{ArtNodePrivateKey, ArtStageKey, SignaturePrivateKey};
use pleach_spec_concrete::Octets;
use pleach_vectors::AnyCase;
use pleach_vectors::art::update::{Case, Update};

use super::people::People;
use super::{fresh_leaves, hex_envelope, hex_leaves, hex_link, hex_members, hex_tree, mode_value, random_context};
use crate::support::hex;
use crate::{Random, Refusal};

/// How many updates a case has.
const UPDATES: usize = 3;

/// A group of 2 to 4 members in an arbitrary stage, who update in turn.
///
/// # Errors
/// Those of the operations.
pub fn case(suite: CipherSuite, index: u32, random: &mut Random) -> Result<AnyCase, Refusal> {
    let n = random.from_to(2, 4);
    let leaves = fresh_leaves(suite, n, random);
    let members = People::new(suite, random).identities(n)?;
    let mut context = random_context(suite, &members, index, random);
    context.stage = random.u32().into();
    (context.tree, _) = tree_of_leaves(suite, &leaves)?;
    let stage_key = ArtStageKey { bytes: random.octets(suite.kdf_nh()) };
    let first = stage_of(suite, &stage_key, context);
    let (mut stage, mut updates) = (first.clone(), Vec::new());
    // Whoever has updated does it from its new leaf.
    let mut current = leaves.clone();
    let start = random.below(n);
    for i in 0..UPDATES {
        let sender = (start + i) % n;
        let leaf = current.get_mut(sender).ok_or(Refusal::Missing("member"))?;
        let (next, next_leaf, update) = update(suite, &stage, sender as u32, leaf, random)?;
        (stage, *leaf) = (next, next_leaf);
        updates.push(update);
    }
    Ok(AnyCase::ArtUpdate(Box::new(Case {
        cipher_suite: suite.value(),
        group_id: hex(&first.context.group_id),
        mode: mode_value(first.context.mode),
        link: first.context.link.as_ref().map(hex_link),
        stage: first.context.stage,
        members: hex_members(&first.context.members),
        leaf_privs: hex_leaves(&leaves),
        tree: hex_tree(&first.context.tree),
        context_hash: hex(&first.context_hash),
        stage_key: hex(&stage_key.bytes),
        updates,
    })))
}

/// The next stage, the sender's leaf key in it, and how the group got there.
fn update(
    suite: CipherSuite,
    stage: &ArtStage<Octets>,
    sender: u32,
    leaf: &ArtNodePrivateKey<Octets>,
    random: &mut Random,
) -> Result<(ArtStage<Octets>, ArtNodePrivateKey<Octets>, Update), Refusal> {
    let group = ArtGroup {
        suite,
        own_index: MemberIndex(sender),
        leaf_private_key: leaf.clone(),
        // An update is not signed.
        signature_private_key: SignaturePrivateKey { bytes: random.octets(0) },
        stage: stage.clone(),
    };
    let created = create_update(&group, &random.seed(suite))?;
    let (next, leaf) = (created.next.stage, created.next.leaf_private_key);
    let keys = path_keys(suite, &stage.context.tree, MemberIndex(sender), &leaf)?;
    let stage_key = stage_key(suite, &stage.chain_key, &keys.tree_key, &next.context_hash);
    let update = Update {
        sender,
        leaf_priv: hex(&leaf.bytes),
        path: created.update.path.iter().map(|key| hex(&key.bytes)).collect(),
        update_mac_key: hex(&stage.update_mac_key.bytes),
        mac: hex(&created.update.mac),
        update: hex_envelope(&ArtMessageEnvelope::Update { update: created.update }),
        tree: hex_tree(&next.context.tree),
        tree_key: hex(&keys.tree_key.bytes),
        context_hash: hex(&next.context_hash),
        stage_key: hex(&stage_key.bytes),
    };
    Ok((next, leaf, update))
}
