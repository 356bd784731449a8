//! A real value of each type that holds secrets, in its `Debug` form.

use std::collections::BTreeMap;
use std::fmt::Debug;

use pleach_spec::commit::create::TreeDelivery;
use pleach_spec::commit::next_epoch::{NextEpoch, NextEpochInput};
use pleach_spec::commit::prepare::prepare_commit;
use pleach_spec::commit::send_path::{PathSender, send_path};
use pleach_spec::error::Place;
use pleach_spec::framing::Sender;
use pleach_spec::framing::message::MlsMessage;
use pleach_spec::group::epoch::{EpochParameters, OwnMember, start_epoch};
use pleach_spec::group::linked::LinkedMembers;
use pleach_spec::group::process::process_message;
use pleach_spec::group::send::Protection;
use pleach_spec::hpke::derive_key_pair;
use pleach_spec::key_package::validation::NewKeyPackage;
use pleach_spec::key_schedule::psk::PskInput;
use pleach_spec::labels::Protocol;
use pleach_spec::proposal::Proposal;
use pleach_spec::proposal_list::{CommittedProposal, Link, ListContext};
use pleach_spec::secret::{EpochSecret, JoinerSecret, PathSecret, RatchetSecret, WelcomeSecret};
use pleach_spec::secret_tree::ratchet::{ratchet, take};
use pleach_spec::secret_tree::{RatchetType, key_for};
use pleach_spec::tree::evolution::path_keys;
use pleach_spec::tree::math::{LeafIndex, NodeIndex};
use pleach_spec::tree::nodes::Lifetime;
use pleach_spec::tree::private_keys::NodePrivateKey;
use pleach_spec::tree::update_path::create::update_direct_path;
use pleach_spec::tree::update_path::decrypt::DecryptedPath;
use pleach_spec::welcome::create::WelcomeInput;
use pleach_spec::welcome::external::ExternalJoin;
use pleach_spec::welcome::join::{JoinInput, find_entry, open_group_secrets};
use pleach_spec::welcome::tree::Joiner;
use pleach_spec_concrete::Octets;

use crate::art::of_art;
use crate::client::{SUITE, Source, commit_options, literal, new_leaf, policy, processed, psk, seed};
use crate::corpus::{Corpus, PRIVATE};
use crate::secrets::Secrets;

/// The forms of the values, by the name of the type: on one line, and on many.
#[derive(Default)]
pub(crate) struct Values(pub(crate) BTreeMap<&'static str, [String; 2]>);

impl Values {
    pub(crate) fn add<T: Debug>(&mut self, name: &'static str, value: &T) {
        let forms = [format!("{value:?}"), format!("{value:#?}")];
        assert!(self.0.insert(name, forms).is_none());
    }
}

/// The values, and the secrets that went into them.
pub(crate) fn values() -> (Values, Secrets) {
    let (mut values, mut secrets) = (Values::default(), Secrets::default());
    let corpus = Corpus::new();
    of_a_client(&corpus, &mut values, &mut secrets);
    of_a_state(&corpus, &mut values, &mut secrets);
    of_a_tree(&corpus, &mut values, &mut secrets);
    of_a_commit(&corpus, &mut values, &mut secrets);
    of_a_joiner(&corpus, &mut values, &mut secrets);
    of_art(&mut values, &mut secrets);
    (values, secrets)
}

fn of_a_client(corpus: &Corpus, values: &mut Values, secrets: &mut Secrets) {
    let leaf = new_leaf("client");
    secrets.add("signature", &leaf.signature_private_key.bytes);
    values.add("NewLeaf", &leaf);
    let mut options = commit_options(&[], PRIVATE);
    options.new_leaf = Some(leaf.clone());
    values.add("CommitOptions", &options);
    let lifetime = Lifetime { not_before: 0, not_after: 1 };
    let new = NewKeyPackage { leaf: leaf.clone(), lifetime, extensions: vec![] };
    values.add("NewKeyPackage", &new);
    secrets.of_key_package(&corpus.d);
    values.add("OwnKeyPackage", &corpus.d);
    let members = LinkedMembers { creator: &corpus.d, others: &[] };
    values.add("LinkedMembers", &members);
    let policy = policy();
    secrets.add("PSK", &policy.psks[0].psk.bytes);
    values.add("Policy", &policy);
    values.add("StoredPsk", &policy.psks[0]);
    let Proposal::PreSharedKey { psk: id } = psk("nonce") else { panic!("no PSK") };
    let psk = policy.psks[0].psk.clone();
    values.add("PskInput", &PskInput { id, psk });
    let pair = derive_key_pair(SUITE, &Octets::fresh("key pair"));
    secrets.add("key pair", &pair.private_key.bytes);
    values.add("HpkeKeyPair", &pair);
    let external = ExternalJoin { new_leaf: leaf, removed: None, psks: vec![], authenticated_data: literal("") };
    values.add("ExternalJoin", &external);
}

/// A state with an Update and application data under way, after a Commit, with keys of skipped messages.
fn of_a_state(corpus: &Corpus, values: &mut Values, secrets: &mut Secrets) {
    let created = corpus.commit(Protection::Public, TreeDelivery::Extension);
    let b = processed(&corpus.b, &created.message);
    secrets.of_state(&b);
    let mut state = b;
    let (updating, _) = corpus.update(PRIVATE);
    state.pending_updates = updating.pending_updates.clone();
    state.proposals = updating.proposals.clone();
    let window = policy::<Octets>().generations;
    let (tree, key) =
        key_for(SUITE, state.secret_tree.clone(), LeafIndex(0), RatchetType::Application, 2, &window).unwrap();
    state.secret_tree = tree;
    secrets.of_state(&state);
    secrets.of_ratchet_key(&key);
    values.add("RatchetKey", &key);
    values.add("GroupState", &state);
    values.add("SecretTree", &state.secret_tree);
    values.add("EpochSecrets", &state.epoch_secrets);
    values.add("PrivateKeys", &state.private_keys);
    values.add("PendingUpdate", &state.pending_updates[0]);
    values.add("PastEpoch", &state.past_epochs[0]);
    let (_, message) = corpus.application();
    let processed = process_message(&corpus.b, &policy(), &message).unwrap();
    secrets.of_state(&corpus.b);
    values.add("Processed", &processed);
    secrets.of_state(&created.state);
    secrets.of_state(&created.next);
    values.add("CreatedCommit", &created);
    let external = corpus.external_commit(&corpus.group_info()).unwrap();
    secrets.of_state(&external.next);
    values.add("CreatedExternalCommit", &external);
}

fn of_a_tree(corpus: &Corpus, values: &mut Values, secrets: &mut Secrets) {
    let (leaf, id) = (new_leaf("a"), literal("group"));
    let tree = corpus.a.tree.clone();
    let update = update_direct_path(SUITE, tree, LeafIndex(0), &leaf, &id, &seed("path")).unwrap();
    for path_secret in &update.path_secrets {
        secrets.add("path", &path_secret.bytes);
    }
    secrets.add("commit", &update.commit_secret.bytes);
    secrets.of_private_keys(&update.private_keys);
    values.add("DirectPathUpdate", &update);
    let decrypted =
        DecryptedPath { private_keys: update.private_keys.clone(), commit_secret: update.commit_secret.clone() };
    values.add("DecryptedPath", &decrypted);
    let first = PathSecret { bytes: Octets::fresh("first") };
    let keys = path_keys(SUITE, first, 2);
    for (path_secret, pair) in keys.path_secrets.iter().zip(&keys.key_pairs) {
        secrets.add("path", &path_secret.bytes);
        secrets.add("node", &pair.private_key.bytes);
    }
    let private_key = keys.key_pairs[0].private_key.clone();
    let node = NodeIndex(1);
    values.add("PathKeys", &keys);
    values.add("NodePrivateKey", &NodePrivateKey { node, private_key });
    let secret = RatchetSecret { bytes: Octets::fresh("ratchet") };
    let (place, window) = (Place::Leaf(0), policy::<Octets>().generations);
    let (ratchet, key) = take(SUITE, ratchet(Protocol::Mls10, secret), place, 1, &window).unwrap();
    secrets.of_ratchet_key(&key);
    let (_, kept) = take(SUITE, ratchet.clone(), place, 0, &window).unwrap();
    secrets.of_ratchet_key(&kept);
    values.add("Ratchet", &ratchet);
}

/// What creating a Commit goes through.
fn of_a_commit(corpus: &Corpus, values: &mut Values, secrets: &mut Secrets) {
    let a = &corpus.a;
    let committer = Sender::Member { leaf_index: a.own_leaf };
    let list = [CommittedProposal { sender: committer, reference: None, proposal: psk("nonce") }];
    let policy = policy();
    let context = ListContext {
        suite: SUITE,
        group_id: &a.group_context.group_id,
        tree: &a.tree,
        extensions: &a.group_context.extensions,
        policy: &policy.leaf,
        link: Link::None,
    };
    let prepared = prepare_commit(&context, committer, &list, &policy.psks, &[]).unwrap();
    secrets.add("psk", &prepared.psk_secret.bytes);
    values.add("PreparedCommit", &prepared);
    let new_leaf = new_leaf("a");
    let member = OwnMember {
        own_leaf: a.own_leaf,
        private_keys: a.private_keys.clone(),
        signature_private_key: a.signature_private_key.clone(),
    };
    values.add("OwnMember", &member);
    let sender = PathSender { member, old_group_context: &a.group_context, new_leaf: &new_leaf };
    values.add("PathSender", &sender);
    let sent = send_path(&context, sender, &prepared, &seed("path of a")).unwrap();
    secrets.add("commit", &sent.outcome.commit_secret.bytes);
    secrets.of_private_keys(&sent.outcome.member.private_keys);
    for path_secret in &sent.update.as_ref().unwrap().path_secrets {
        secrets.add("path", &path_secret.bytes);
    }
    values.add("SentPath", &sent);
    values.add("PathOutcome", &sent.outcome);
    let joiner_secret = JoinerSecret { bytes: Octets::fresh("joiner") };
    let welcome_secret = WelcomeSecret { bytes: Octets::fresh("welcome") };
    secrets.add("joiner", &joiner_secret.bytes);
    secrets.add("welcome", &welcome_secret.bytes);
    let next = NextEpoch { state: a.clone(), joiner_secret, welcome_secret };
    secrets.of_state(a);
    values.add("NextEpoch", &next);
    values.add("WelcomeInput", &WelcomeInput { next: &next, prepared: &prepared, sent: &sent });
    let input = NextEpochInput {
        suite: SUITE,
        interim_transcript_hash: &a.interim_transcript_hash,
        init_secret: &a.epoch_secrets.init_secret,
        psk_secret: &prepared.psk_secret,
        reinit: &None,
    };
    values.add("NextEpochInput", &input);
    let parameters = EpochParameters { suite: SUITE, group_context: a.group_context.clone(), tree: a.tree.clone() };
    let epoch_secret = EpochSecret { bytes: Octets::fresh("epoch") };
    let started = start_epoch(&parameters, &epoch_secret);
    secrets.of_epoch(&started.epoch_secrets);
    values.add("StartedEpoch", &started);
}

fn of_a_joiner(corpus: &Corpus, values: &mut Values, secrets: &mut Secrets) {
    let created = corpus.commit(PRIVATE, TreeDelivery::Extension);
    let Some(MlsMessage::Welcome { welcome }) = &created.welcome else { panic!("no Welcome") };
    let entry = find_entry(&corpus.d.key_package, welcome).unwrap();
    let private_key = &corpus.d.init_private_key;
    let group_secrets = open_group_secrets(SUITE, private_key, welcome, &entry).unwrap();
    secrets.add("joiner", &group_secrets.joiner_secret.bytes);
    secrets.add("path", &group_secrets.path_secret.as_ref().unwrap().bytes);
    values.add("GroupSecrets", &group_secrets);
    let input = JoinInput { own: &corpus.d, ratchet_tree: None, current_groups: &[], linked: Some(&corpus.a) };
    values.add("JoinInput", &input);
    let joiner: Joiner<Octets> = Joiner {
        capabilities: &corpus.d.key_package.leaf_node.capabilities,
        ratchet_tree: None,
        current_groups: &[],
        policy: &policy(),
    };
    values.add("Joiner", &joiner);
}
