//! What the adversary does to messages that it did not make: it changes a field, or sends them again.
//!
//! Whoever accepts a copy of [`crate::edit`] takes it for the sender's, so no key that leaked excuses it.

use std::rc::Rc;

use pleach_spec::algebra::{Bytes, Crypto};
use pleach_spec::codec::decode_exact;
use pleach_spec::commit::ProposalOrRef;
use pleach_spec::commit::create::{PathChoice, TreeDelivery, create_commit};
use pleach_spec::crypto::encrypt_with_label;
use pleach_spec::framing::message::{MlsMessage, decode_mls_message, encode_mls_message};
use pleach_spec::group::group_info::{create_group_info, external_pub};
use pleach_spec::group::process::{Processed, process_message};
use pleach_spec::group::{GroupState, Status};
use pleach_spec::key_package::KeyPackage;
use pleach_spec::key_package::validation::key_package_ref;
use pleach_spec::key_schedule::psk::psk_secret;
use pleach_spec::key_schedule::{member_secret, welcome_key, welcome_nonce, welcome_secret};
use pleach_spec::proposal::Proposal;
use pleach_spec::secret::JoinerSecret;
use pleach_spec::tree::math::LeafIndex;
use pleach_spec::tree::nodes::LeafNode;
use pleach_spec::tree::ratchet_tree::{RatchetTree, leaf_at, leaf_count, resized, with_leaf};
use pleach_spec::welcome::WELCOME;
use pleach_spec::welcome::external::{ExternalJoin, create_external_commit};
use pleach_spec::welcome::group_info::{GroupInfo, encode_group_info};
use pleach_spec::welcome::join::{JoinInput, join_group};
use pleach_spec::welcome::message::{EncryptedGroupSecrets, GroupSecrets, Welcome, encode_group_secrets};

use crate::client::Client;
use crate::mls::client::{Member, Sent, commit_options, seed};
use crate::mls::honest::joiner;
use crate::mls::world::World;
use crate::property::Property;
use crate::term::{SUITE, Term, name};

impl World {
    /// Edited copies of a message reach a client before the message does.
    pub fn tamper(&mut self, client: Client, sent: &Sent) {
        let Some(member) = self.member(client).cloned() else {
            return;
        };
        if self.tampers == 0 || member.epoch != sent.epoch {
            return;
        }
        for (what, copy) in edited(&sent.message) {
            let accepted = process_message(&member.state, &self.policy, &copy);
            // Whoever is removed goes, and does not see the tag of an epoch that it is not in.
            let goes = matches!(&accepted, Ok(Processed::Commit { state }) if state.status == Status::Removed);
            if accepted.is_ok() && !goes {
                let sender = sent.sender;
                self.report(
                    Property::Authentication,
                    format!("{client} takes a copy of a message of {sender} with {what}"),
                );
            }
        }
    }

    /// Every message of a group comes again, to everybody, its sender too. What a client takes, it must not have taken
    /// before, and it must be of the epoch that the client is in: then it is only late.
    pub fn replay(&mut self) {
        let all = self.sent.clone();
        let members: Vec<(Client, Member)> = self.online().map(|(client, member)| (client, member.clone())).collect();
        for (client, member) in members {
            for sent in &all {
                let own = sent.sender == client && !sent.forged;
                let late = sent.epoch == member.epoch && !own && !self.has_taken(client, sent);
                match process_message(&member.state, &self.policy, &sent.message) {
                    Ok(Processed::Proposal { state }) if state == *member.state => {}
                    Ok(_) if !late => {
                        let what =
                            format!("{client} takes a message of {} a second time, or out of its epoch", sent.sender);
                        self.report(Property::Authentication, what);
                    }
                    _ => {}
                }
            }
        }
    }

    fn has_taken(&self, client: Client, sent: &Rc<Sent>) -> bool {
        self.taken.iter().any(|(taker, taken)| *taker == client && Rc::ptr_eq(taken, sent))
    }

    /// The KeyPackage that somebody is about to add is changed on its way.
    pub fn tamper_with_key_package(&mut self, by: Client, whom: Client) -> Option<()> {
        if self.tampers == 0 {
            return None;
        }
        let state = Rc::clone(&self.member(by)?.state);
        let key_package = (*self.client(whom)?.published).clone();
        for (what, copy) in edited(&MlsMessage::KeyPackage { key_package }) {
            let MlsMessage::KeyPackage { key_package } = copy else {
                continue;
            };
            let proposal = ProposalOrRef::Proposal { proposal: Proposal::Add { key_package } };
            let options = commit_options(vec![proposal], PathChoice::WhenRequired);
            if create_commit(&state, &self.policy, &options, &seed(self.step, "Commit")).is_ok() {
                self.report(
                    Property::Authentication,
                    format!("{by} adds a copy of the KeyPackage of {whom} with {what}"),
                );
            }
        }
        Some(())
    }

    /// The GroupInfo by which somebody is about to join is changed on its way, or comes with the tree of an earlier epoch.
    pub fn tamper_with_group_info(
        &mut self,
        by: Client,
        group_info: &GroupInfo<Term>,
        tree: &RatchetTree<Term>,
        join: &ExternalJoin<Term>,
    ) {
        if self.tampers == 0 {
            return;
        }
        let message = MlsMessage::GroupInfo { group_info: group_info.clone() };
        let others = edited(&message).into_iter().filter_map(|(what, copy)| match copy {
            MlsMessage::GroupInfo { group_info } => Some((what, group_info, tree.clone())),
            _ => None,
        });
        let earlier = self.epochs.iter().map(|epoch| epoch.tree.clone()).filter(|other| other != tree);
        let earlier = earlier.map(|tree| ("the tree of an earlier epoch".to_string(), group_info.clone(), tree));
        for (what, group_info, tree) in others.chain(earlier).collect::<Vec<_>>() {
            let joiner = joiner(&join.new_leaf.capabilities, &tree, &self.policy);
            if create_external_commit(&group_info, &joiner, join, &seed(self.step, "external")).is_ok() {
                self.report(Property::Authentication, format!("{by} joins by a copy of a GroupInfo with {what}"));
            }
        }
    }

    /// A Welcome is changed on its way, or comes with the tree of an earlier epoch.
    pub fn tamper_with_welcome(
        &mut self,
        client: Client,
        welcome: &Welcome<Term>,
        next: &GroupState<Term>,
    ) -> Option<()> {
        if self.tampers == 0 {
            return None;
        }
        let tree = &next.tree;
        let own = Rc::clone(&self.client(client)?.key_package);
        let earlier = self.epochs.iter().filter_map(|epoch| with_joiner(&epoch.tree, tree, &own.key_package.leaf_node));
        let earlier: Vec<RatchetTree<Term>> = earlier.collect();
        for other in earlier.iter().filter(|other| *other != tree) {
            let input = JoinInput { own: &own, ratchet_tree: Some(other), current_groups: &[], linked: None };
            if join_group(&input, welcome, &self.policy).is_ok() {
                self.report(Property::Agreement, format!("{client} joins with the tree of an earlier epoch"));
            }
        }
        let input = JoinInput { own: &own, ratchet_tree: Some(tree), current_groups: &[], linked: None };
        if join_group(&input, &own_welcome(next, &own.key_package)?, &self.policy).is_ok() {
            let what = format!("{client} joins with a joiner_secret of the adversary, and a GroupInfo that it found");
            self.report(Property::Authentication, what);
        }
        for (what, copy) in edited(&MlsMessage::Welcome { welcome: welcome.clone() }) {
            if let MlsMessage::Welcome { welcome } = copy
                && join_group(&input, &welcome, &self.policy).is_ok()
            {
                self.report(Property::Authentication, format!("{client} joins by a copy of its Welcome with {what}"));
            }
        }
        Some(())
    }
}

/// A Welcome of the adversary, who has nobody's keys: its own joiner_secret, and a GroupInfo that a member published.
fn own_welcome(state: &GroupState<Term>, key_package: &KeyPackage<Term>) -> Option<Welcome<Term>> {
    let own = name("adversary's joiner_secret", 32);
    let group_info =
        create_group_info(state, &[external_pub(state)], TreeDelivery::Separate, &seed(0, "GroupInfo")).ok()?;
    let joiner_secret = JoinerSecret { bytes: own };
    let welcome_secret = welcome_secret(SUITE, &member_secret(SUITE, &joiner_secret, &psk_secret(SUITE, &[])));
    let (key, nonce) = (welcome_key(SUITE, &welcome_secret).bytes, welcome_nonce(SUITE, &welcome_secret).bytes);
    let encrypted_group_info =
        Term::aead_seal(SUITE, &key, &nonce, &Term::literal(b""), &encode_group_info(&group_info))?;
    let secrets = encode_group_secrets(&GroupSecrets { joiner_secret, path_secret: None, psks: vec![] });
    let encrypted_group_secrets =
        encrypt_with_label(SUITE, &key_package.init_key, WELCOME, &encrypted_group_info, &secrets, &own)?;
    let new_member = key_package_ref(key_package).ok()?;
    let secrets = vec![EncryptedGroupSecrets { new_member, encrypted_group_secrets }];
    Some(Welcome { cipher_suite: SUITE.value(), secrets, encrypted_group_info })
}

/// An earlier tree with the new member in the same leaf.
fn with_joiner(
    earlier: &RatchetTree<Term>,
    tree: &RatchetTree<Term>,
    joiner: &LeafNode<Term>,
) -> Option<RatchetTree<Term>> {
    let leaves = (0..).take(leaf_count(tree).value()).map(LeafIndex);
    let own = leaves.into_iter().find(|leaf| leaf_at(tree, *leaf) == Some(joiner))?;
    Some(with_leaf(resized(earlier.clone(), leaf_count(tree)), own, Some(joiner.clone())))
}

/// Copies of a message that decode, each with one change, and what that is.
fn edited(message: &MlsMessage<Term>) -> Vec<(String, MlsMessage<Term>)> {
    let copies = crate::edit::edited(encode_mls_message(message)).into_iter();
    let decoded = copies.filter_map(|(what, copy)| Some((what, decode_exact(&copy, decode_mls_message).ok()?)));
    decoded.filter(|(_, copy)| says_something_else(copy, message)).collect()
}

/// A membership tag is no part of what is said: another one, if it is taken, changes nothing.
fn says_something_else(copy: &MlsMessage<Term>, message: &MlsMessage<Term>) -> bool {
    match (copy, message) {
        (MlsMessage::PublicMessage { public_message: copy }, MlsMessage::PublicMessage { public_message: message }) => {
            (&copy.content, &copy.auth) != (&message.content, &message.auth)
        }
        _ => copy != message,
    }
}
