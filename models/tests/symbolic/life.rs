//! The life of a group, over any algebra.

use pleach_spec::codec::decode_exact;
use pleach_spec::commit::ProposalOrRef;
use pleach_spec::commit::create::{CreatedCommit, PathChoice, TreeDelivery, create_commit};
use pleach_spec::framing::message::{MlsMessage, decode_mls_message, encode_mls_message};
use pleach_spec::group::GroupState;
use pleach_spec::group::application::{export_secret, send_application_data};
use pleach_spec::group::create::create_group;
use pleach_spec::group::group_info::{create_group_info, external_pub};
use pleach_spec::group::propose::propose_update;
use pleach_spec::group::send::Protection;
use pleach_spec::tree::ratchet_tree::encode_ratchet_tree;
use pleach_spec::welcome::external::{ExternalJoin, create_external_commit};
use pleach_spec::welcome::tree::Joiner;

use crate::client::{
    Source, add, commit_options, join, key_package, literal, message_options, new_leaf, policy, processed, psk, read,
    seed, transported,
};

const PRIVATE: Protection = Protection::Private { padding: 11 };

/// All that is sent, in this order.
pub(crate) type Sent<B> = Vec<(&'static str, MlsMessage<B>)>;

/// What members agree on in an epoch: all of it, but for what is their own.
pub(crate) fn assert_agreement<B: Source>(members: &[&GroupState<B>]) {
    let [first, others @ ..] = members else {
        return;
    };
    for other in others {
        assert_ne!(first.own_leaf, other.own_leaf);
        assert_eq!(first.group_context, other.group_context);
        assert_eq!(first.tree, other.tree);
        assert_eq!(first.interim_transcript_hash, other.interim_transcript_hash);
        assert_eq!(first.confirmation_tag, other.confirmation_tag);
        assert_eq!(first.epoch_secrets, other.epoch_secrets);
        let export = |state| export_secret(state, b"label", &literal("context"), 40).unwrap();
        assert_eq!(export(first), export(other));
    }
}

/// A group of `a`, who adds `b`, without a path, and the two that follow it.
fn two_members<B: Source>(sent: &mut Sent<B>) -> [GroupState<B>; 2] {
    let (a, b) = (key_package("a"), key_package("b"));
    let group_id = literal("group");
    let alice = create_group(&group_id, &a, &[], &policy(), &seed("creation")).unwrap();
    sent.push(("KeyPackage of b", MlsMessage::KeyPackage { key_package: b.key_package.clone() }));
    let mut options = commit_options(&[add(&b.key_package)], Protection::Public);
    options.path = PathChoice::WhenRequired;
    let created = create_commit(&alice, &policy(), &options, &seed("add b")).unwrap();
    let alice = created.next;
    let welcome = created.welcome.unwrap();
    let bob = join(&b, &welcome, None);
    sent.push(("Commit that adds b", created.message));
    sent.push(("Welcome of b", welcome));
    assert_agreement(&[&alice, &bob]);
    [alice, bob]
}

/// `a` adds `c` with a path; the tree travels beside the Welcome.
fn add_third<B: Source>(sent: &mut Sent<B>, [alice, bob]: [GroupState<B>; 2]) -> [GroupState<B>; 3] {
    let c = key_package("c");
    let proposals = [add(&c.key_package), psk("nonce")];
    let mut options = commit_options(&proposals, Protection::Public);
    options.ratchet_tree = TreeDelivery::Separate;
    let created = create_commit(&alice, &policy(), &options, &seed("add c")).unwrap();
    let bob = processed(&bob, &created.message);
    let alice = created.next;
    let welcome = created.welcome.unwrap();
    let carol = join(&c, &welcome, Some(&alice.tree));
    sent.push(("Commit that adds c", created.message));
    sent.push(("Welcome of c", welcome));
    assert_agreement(&[&alice, &bob, &carol]);
    [alice, bob, carol]
}

/// Each member sends application data, which the other two read.
fn talk<B: Source>(sent: &mut Sent<B>, members: [GroupState<B>; 3]) -> [GroupState<B>; 3] {
    let mut members = members;
    for sender in 0..3 {
        let data = B::fresh("application data");
        let options = message_options(PRIVATE);
        let label = seed(&format!("message {sender}"));
        let (state, message) = send_application_data(&members[sender], &data, &options, &label).unwrap();
        members[sender] = state;
        for receiver in (0..3).filter(|receiver| *receiver != sender) {
            let (state, received) = read(&members[receiver], &message);
            members[receiver] = state;
            assert_eq!(received, data);
        }
        sent.push(("application data", message));
    }
    members
}

/// `b` commits with a path; then `a` proposes an Update, which `c` commits, both in PrivateMessages.
fn commit_all<B: Source>(sent: &mut Sent<B>, [alice, bob, carol]: [GroupState<B>; 3]) -> [GroupState<B>; 3] {
    let options = commit_options(&[], Protection::Public);
    let by_bob = create_commit(&bob, &policy(), &options, &seed("by b")).unwrap();
    let (alice, carol) = (processed(&alice, &by_bob.message), processed(&carol, &by_bob.message));
    let bob = by_bob.next;
    assert_agreement(&[&alice, &bob, &carol]);
    sent.push(("Commit of b", by_bob.message));

    let (leaf, options) = (new_leaf("a"), message_options(PRIVATE));
    let (alice, update) = propose_update(&alice, &leaf, &options, &seed("update")).unwrap();
    let (bob, carol) = (processed(&bob, &update), processed(&carol, &update));
    sent.push(("Update of a", update));
    let mut options = commit_options(&[], PRIVATE);
    options.proposals = vec![ProposalOrRef::Reference { reference: carol.proposals[0].reference.clone() }];
    let CreatedCommit { message, next, .. } = create_commit(&carol, &policy(), &options, &seed("by c")).unwrap();
    let (alice, bob) = (processed(&alice, &message), processed(&bob, &message));
    sent.push(("Commit of c", message));
    assert_agreement(&[&alice, &bob, &next]);
    [alice, bob, next]
}

/// A fourth client joins by an external Commit.
fn join_externally<B: Source>(sent: &mut Sent<B>, members: [GroupState<B>; 3]) {
    let extensions = [external_pub(&members[0])];
    let delivery = TreeDelivery::Extension;
    let group_info = create_group_info(&members[0], &extensions, delivery, &seed("GroupInfo")).unwrap();
    let message = transported(&MlsMessage::GroupInfo { group_info });
    let MlsMessage::GroupInfo { group_info } = &message else { panic!("no GroupInfo") };
    let leaf = new_leaf("d");
    let joiner =
        Joiner { capabilities: &leaf.capabilities.clone(), ratchet_tree: None, current_groups: &[], policy: &policy() };
    let external = ExternalJoin { new_leaf: leaf, removed: None, psks: vec![], authenticated_data: literal("") };
    let created = create_external_commit(group_info, &joiner, &external, &seed("external")).unwrap();
    let [alice, bob, carol] = members.map(|member| processed(&member, &created.message));
    assert_agreement(&[&alice, &bob, &carol, &created.next]);
    sent.push(("GroupInfo of a", message));
    sent.push(("external Commit of d", created.message));
}

/// Everything that was sent, and the encoding of the tree before the fourth client joins.
pub(crate) fn scenario<B: Source>() -> (Sent<B>, B) {
    let mut sent = Vec::new();
    let members = two_members(&mut sent);
    let members = add_third(&mut sent, members);
    let members = talk(&mut sent, members);
    let members = commit_all(&mut sent, members);
    let members = talk(&mut sent, members);
    let tree = encode_ratchet_tree(&members[0].tree);
    join_externally(&mut sent, members);
    (sent, tree)
}

/// The `Debug` form of a value, with the length of each byte string in place of its content.
pub(crate) fn shape(debug: &str) -> String {
    let mut shape = String::new();
    let mut rest = debug;
    while let Some((before, value)) = rest.split_once("Octets(").or(rest.split_once("Term(")) {
        let (value, after) = value.split_once(')').unwrap();
        let length = match value.rsplit_once(": ") {
            Some((_, length)) => length.parse().unwrap(),
            None => value.len() / 2,
        };
        shape.push_str(&format!("{before}[{length}]"));
        rest = after;
    }
    shape + rest
}

/// Decoded from the encoding, so that both decoders took the same decisions.
pub(crate) fn decoded_shapes<B: Source>(sent: &Sent<B>) -> Vec<(&'static str, usize, String)> {
    sent.iter()
        .map(|(name, message)| {
            let encoded = encode_mls_message(message);
            let decoded = decode_exact(&encoded, decode_mls_message).unwrap();
            (*name, encoded.length(), shape(&format!("{decoded:?}")))
        })
        .collect()
}
