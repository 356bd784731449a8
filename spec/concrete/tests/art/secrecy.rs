//! What the state of a member gives to one who finds it, and has recorded all that was sent.

use pleach_spec::art::context::{ArtContext, ArtMode, context_hash};
use pleach_spec::art::group::{ArtGroup, stage_of};
use pleach_spec::art::message::ArtMessage;
use pleach_spec::art::path::path_keys;
use pleach_spec::art::stage_key::{chain_key, first_chain_key, stage_key};
use pleach_spec::error::{Error, Invalid, Place, Rule};
use pleach_spec::secret::{ArtChainKey, ArtStageKey};
use pleach_spec_concrete::Octets;

use crate::client::{SUITE, literal};
use crate::keys::tree_key;
use crate::world::{clients, hear, say, set_up, update};

/// A stage as everybody sees it: what the setup and the updates say, and a message by member 0.
struct Recorded {
    context: ArtContext<Octets>,
    message: ArtMessage<Octets>,
}

/// Three members in five stages, which these members start. Each message is read, so that its key is deleted.
fn live(senders: [usize; 4]) -> (Vec<Recorded>, Vec<ArtGroup<Octets>>) {
    let (_, mut groups) = set_up::<Octets>(&mut clients(SUITE, 3), ArtMode::Signed);
    let mut recorded = vec![talk(&mut groups)];
    for (number, sender) in senders.into_iter().enumerate() {
        update(&mut groups, sender, &format!("update {number}"));
        recorded.push(talk(&mut groups));
    }
    (recorded, groups)
}

fn talk(groups: &mut [ArtGroup<Octets>]) -> Recorded {
    let message = say(&mut groups[0], &literal("secret"), "message");
    for group in &mut groups[1..] {
        hear(group, &message).unwrap();
    }
    Recorded { context: groups[0].stage.context.clone(), message }
}

/// From the leaf key of a state, the public keys of each stage, and the chain key before the first of them.
fn stage_keys(found: &ArtGroup<Octets>, before: &ArtChainKey<Octets>, stages: &[Recorded]) -> Vec<ArtStageKey<Octets>> {
    let mut chain = before.clone();
    let mut keys = Vec::new();
    for Recorded { context, .. } in stages {
        let path = path_keys(SUITE, &context.tree, found.own_index, &found.leaf_private_key).unwrap();
        let key = stage_key(SUITE, &chain, &path.tree_key, &context_hash(SUITE, context));
        chain = chain_key(SUITE, &key);
        keys.push(key);
    }
    keys
}

/// How many of the messages of some stages their finder reads with the chain key before the first.
fn read(found: &ArtGroup<Octets>, before: &ArtChainKey<Octets>, stages: &[Recorded]) -> usize {
    let keys = stage_keys(found, before, stages);
    let is_read = |(key, recorded): &(ArtStageKey<Octets>, &Recorded)| {
        let mut group = found.clone();
        group.stage = stage_of(SUITE, key, recorded.context.clone());
        match hear(&mut group, &recorded.message) {
            Ok(data) => data.application_data == literal("secret"),
            Err(error) => {
                assert!(matches!(error, Error::Crypto(_)), "{error:?}");
                false
            }
        }
    };
    keys.into_iter().zip(stages).filter(is_read).count()
}

/// The state by itself reads nothing again.
fn assert_keys_are_deleted(found: &ArtGroup<Octets>, recorded: &[Recorded]) {
    for (stage, recorded) in recorded.iter().enumerate() {
        let broken = match stage {
            4 => Invalid { rule: Rule::Art(21), place: Place::Leaf(0) },
            _ => Invalid { rule: Rule::Art(18), place: Place::Message },
        };
        assert_eq!(hear(&mut found.clone(), &recorded.message), Err(Error::Invalid(broken)));
    }
}

/// Its leaf key is that of the first stage, whose chain key everybody knows. That others have updated does not help.
#[test]
fn the_state_of_a_member_that_never_updated_gives_all_past_messages() {
    let (recorded, groups) = live([0, 1, 0, 1]);
    let found = &groups[2];
    assert_keys_are_deleted(found, &recorded);
    assert_eq!(read(found, &first_chain_key(SUITE), &recorded), 5);
}

/// The same attack, on a member that updated in between, or at last.
#[test]
fn the_state_of_a_member_that_updated_gives_no_past_message() {
    for senders in [[0, 2, 0, 0], [0, 0, 0, 2]] {
        let (recorded, groups) = live(senders);
        let found = &groups[2];
        assert_keys_are_deleted(found, &recorded);
        // There are two chain keys to try, that of the start and that of the state, from any stage on.
        for before in [first_chain_key(SUITE), found.stage.chain_key.clone()] {
            for first in 0..5 {
                assert_eq!(read(found, &before, &recorded[first..]), 0, "from stage {first} on");
            }
        }
        // For want of chain keys: the tree key of the last stage is at hand.
        let tree = &recorded[4].context.tree;
        let path = path_keys(SUITE, tree, found.own_index, &found.leaf_private_key).unwrap();
        assert_eq!(path.tree_key, tree_key(&groups[1]));
        // What was said is not safe, for there is member 1, who never updated.
        assert_eq!(read(&groups[1], &first_chain_key(SUITE), &recorded), 5);
    }
}
