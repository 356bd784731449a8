//! The Commit of an insider that gives one member other path secrets than the rest, each with the confirmation tag that
//! it expects: RFC 9420, Section 16.12. What stops it is that the secrets do not fit the public keys of the path.

use std::rc::Rc;

use pleach_spec::algebra::Bytes;
use pleach_spec::commit::create::{PathChoice, create_commit};
use pleach_spec::commit::next_epoch::{NextEpochInput, PathOutcome, next_epoch};
use pleach_spec::crypto::{derive_secret, derive_seed, encrypt_with_label};
use pleach_spec::framing::WireFormat;
use pleach_spec::framing::auth::{AuthenticatedContent, FramedContentAuthData, sign_framed_content};
use pleach_spec::framing::content::{Content, FramedContent};
use pleach_spec::framing::message::MlsMessage;
use pleach_spec::framing::public_message::protect_public_message;
use pleach_spec::group::GroupState;
use pleach_spec::group::epoch::OwnMember;
use pleach_spec::key_schedule::group_context::{GroupContext, encode_group_context};
use pleach_spec::key_schedule::psk::psk_secret;
use pleach_spec::secret::CommitSecret;
use pleach_spec::tree::ratchet_tree::leaf_at;
use pleach_spec::tree::update_path::UpdatePath;
use pleach_spec::tree::update_path::create::update_direct_path;

use crate::client::Client;
use crate::mls::EpochId;
use crate::mls::client::{Sent, commit_options};
use crate::mls::commit::Made;
use crate::mls::shadow_tree::ShadowTree;
use crate::mls::world::{World, path_of};
use crate::property::Property;
use crate::term::{SUITE, Term};

/// A Commit of an insider, before it is changed.
struct Insider {
    state: GroupState<Term>,
    next: GroupState<Term>,
    provisional: GroupContext<Term>,
    content: FramedContent<Term>,
}

impl World {
    /// See the module.
    pub(crate) fn forge_split(&mut self, who: Client, victim: Client) -> Option<()> {
        let (epoch, seen) = self.view_of(who)?;
        let state = self.best_state(who, epoch, &seen)?;
        let seed = self.own_seed("Commit");
        let options = commit_options(vec![], PathChoice::Always);
        let created = create_commit(&state, &self.policy, &options, &seed).ok()?;
        let mut provisional = created.next.group_context.clone();
        provisional.confirmed_transcript_hash = state.group_context.confirmed_transcript_hash;
        let path_seed = derive_seed(SUITE, &seed, b"path", 0);
        let group_id = &state.group_context.group_id;
        let leaf = self.own_leaf(who)?;
        let update = update_direct_path(SUITE, state.tree.clone(), state.own_leaf, &leaf, group_id, &path_seed).ok()?;
        let content = content_of(&created.message)?;
        let insider = Insider { state, next: created.next, provisional, content };

        let other_secret = self.own_seed("other path secret").bytes;
        let (path, steps_above) = self.changed_path(&insider, epoch, who, victim, other_secret)?;
        let signed = insider.signed(path, &seed)?;
        let for_victim = (0..steps_above).fold(other_secret, |secret, _| derive_secret(SUITE, &secret, b"path"));
        let (message, next) = insider.message(&signed, update.commit_secret)?;
        let (other_message, _) = insider.message(&signed, CommitSecret { bytes: for_victim })?;

        self.spread_apart(Made { forged: true, ..Made::new(who, epoch, message, next) }, other_message, None, victim)
    }

    /// The same Commit twice, but for the `authenticated_data`: everybody has the same secrets to put in, and the
    /// transcript hash tells the two apart.
    pub(crate) fn forge_fork(&mut self, who: Client, victim: Client) -> Option<()> {
        let (epoch, seen) = self.view_of(who)?;
        let state = self.best_state(who, epoch, &seen)?;
        let seed = self.own_seed("Commit");
        let mut options = commit_options(vec![], PathChoice::Always);
        let created = create_commit(&state, &self.policy, &options, &seed).ok()?;
        options.message.authenticated_data = Term::literal(b"fork");
        let other = create_commit(&state, &self.policy, &options, &seed).ok()?;
        let made = Made { forged: true, ..Made::new(who, epoch, created.message, created.next) };
        self.spread_apart(made, other.message, Some(other.next), victim)
    }

    /// One message for the victim and another for the rest; the victim's epoch is another one, if its state is given.
    fn spread_apart(
        &mut self,
        made: Made,
        other_message: MlsMessage<Term>,
        other_next: Option<GroupState<Term>>,
        victim: Client,
    ) -> Option<()> {
        let message = self.publish(&made.message)?;
        let other_message = self.publish(&other_message)?;
        let starts = self.register(&made)?;
        let other = match other_next {
            Some(next) => self.register(&Made { message: other_message.clone(), next, ..made.clone() })?,
            None => starts,
        };
        let (sender, epoch) = (made.by, made.epoch);
        let sent = Sent { message, sender, forged: true, epoch, starts: Some(starts), said: None };
        let to_victim = Rc::new(Sent { message: other_message, starts: Some(other), ..sent.clone() });
        self.sent.push(Rc::clone(&to_victim));
        let taken = self.receive(victim, &to_victim);
        (self.deliver(sent) || taken).then_some(())
    }

    /// Whether there is a proposal of this client, and somebody in another epoch of the same number.
    pub(crate) fn can_relay(&self, who: Client) -> bool {
        self.relayed(who).is_some()
    }

    fn relayed(&self, who: Client) -> Option<(Rc<Sent>, EpochId, GroupState<Term>)> {
        let mut proposals = self.sent.iter().rev().filter(|sent| sent.sender == who && !sent.forged);
        let proposal = proposals.find(|sent| sent.starts.is_none() && sent.said.is_none())?;
        let number = self.epochs.get(proposal.epoch.0)?.group_context.epoch;
        let (_, other) = self
            .online()
            .find(|(_, member)| member.epoch != proposal.epoch && member.state.group_context.epoch == number)?;
        Some((Rc::clone(proposal), other.epoch, (*other.state).clone()))
    }

    /// What a client proposed in one epoch is said in another: its signature stands, and the tag is made anew.
    pub(crate) fn relay(&mut self, who: Client) -> Option<()> {
        let (proposal, epoch, seen) = self.relayed(who)?;
        let state = self.best_state(who, epoch, &seen)?;
        let MlsMessage::PublicMessage { public_message } = &proposal.message else {
            return None;
        };
        let content = AuthenticatedContent {
            wire_format: WireFormat::PublicMessage,
            content: public_message.content.clone(),
            auth: public_message.auth.clone(),
        };
        let key = &state.epoch_secrets.membership_key;
        let public_message = protect_public_message(SUITE, &content, key, &state.group_context).ok()?;
        let message = self.publish(&MlsMessage::PublicMessage { public_message })?;
        let sent = Sent { message, sender: who, forged: true, epoch, starts: None, said: None };
        let accepted = self.deliver(sent);
        if accepted {
            let what = format!("what {who} proposed in one epoch is taken for a proposal of another");
            self.report(Property::Authentication, what);
        }
        accepted.then_some(())
    }

    /// The path with another secret for the victim, and how many steps there are from there on.
    fn changed_path(
        &self,
        insider: &Insider,
        epoch: EpochId,
        who: Client,
        victim: Client,
        secret: Term,
    ) -> Option<(UpdatePath<Term>, usize)> {
        let Content::Commit { commit } = &insider.content.content else {
            return None;
        };
        let mut path = commit.path.clone()?;
        let mut tree = self.ledger.epoch(epoch)?.tree.clone();
        let leaf = tree.leaf_of(victim)?;
        let held: Vec<Term> = tree.held_by(leaf).map(|(_, node)| node.key).collect();
        let own = tree.leaf_of(who)?;
        let steps = tree.start_path(own, &[]);
        let index = ShadowTree::first_step_above(&steps, leaf)?;
        let recipients = &steps.get(index)?.recipients;
        let recipient = recipients.iter().position(|key| held.contains(key))?;
        let key = pleach_spec::crypto::HpkePublicKey { bytes: *recipients.get(recipient)? };
        let context = encode_group_context(&insider.provisional);
        let sealed = encrypt_with_label(SUITE, &key, b"UpdatePathNode", &context, &secret, &secret)?;
        *path.nodes.get_mut(index)?.encrypted_path_secret.get_mut(recipient)? = sealed;
        Some((path, steps.len() - index))
    }
}

impl Insider {
    fn signed(
        &self,
        path: UpdatePath<Term>,
        seed: &pleach_spec::secret::Seed<Term>,
    ) -> Option<AuthenticatedContent<Term>> {
        let mut content = self.content.clone();
        if let Content::Commit { commit } = &mut content.content {
            commit.path = Some(path);
        }
        let (key, context) = (&self.state.signature_private_key, &self.state.group_context);
        let wire_format = WireFormat::PublicMessage;
        let signature = sign_framed_content(SUITE, key, wire_format, &content, context, seed).ok()?;
        let auth = FramedContentAuthData { signature, confirmation_tag: None };
        Some(AuthenticatedContent { wire_format, content, auth })
    }

    /// The message with the tag of the epoch that this commit secret leads to, and that epoch.
    fn message(
        &self,
        signed: &AuthenticatedContent<Term>,
        commit_secret: CommitSecret<Term>,
    ) -> Option<(MlsMessage<Term>, GroupState<Term>)> {
        let input = NextEpochInput {
            suite: SUITE,
            interim_transcript_hash: &self.state.interim_transcript_hash,
            init_secret: &self.state.epoch_secrets.init_secret,
            psk_secret: &psk_secret(SUITE, &[]),
            reinit: &None,
        };
        let member = OwnMember {
            own_leaf: self.next.own_leaf,
            private_keys: self.next.private_keys.clone(),
            signature_private_key: self.next.signature_private_key.clone(),
        };
        leaf_at(&self.next.tree, member.own_leaf)?;
        let (tree, provisional) = (self.next.tree.clone(), self.provisional.clone());
        let next = next_epoch(&input, PathOutcome { tree, provisional, member, commit_secret }, signed).state;
        let mut signed = signed.clone();
        signed.auth.confirmation_tag = Some(next.confirmation_tag);
        let key = &self.state.epoch_secrets.membership_key;
        let public_message = protect_public_message(SUITE, &signed, key, &self.state.group_context).ok()?;
        Some((MlsMessage::PublicMessage { public_message }, next))
    }
}

fn content_of(message: &MlsMessage<Term>) -> Option<FramedContent<Term>> {
    path_of(message)?;
    match message {
        MlsMessage::PublicMessage { public_message } => Some(public_message.content.clone()),
        _ => None,
    }
}
