//! `messages`: one of each structure, from the life of one group.

use pleach_spec::algebra::Bytes;
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::commit::{ProposalOrRef, encode_commit};
use pleach_spec::extension::content::external_pub;
use pleach_spec::framing::content::Content;
use pleach_spec::framing::message::MlsMessage;
use pleach_spec::framing::public_message::PublicMessage;
use pleach_spec::group::send::sign_as_member;
use pleach_spec::key_schedule::external_init::create_external_init;
use pleach_spec::proposal::{Proposal, ReInit, encode_proposal};
use pleach_spec::tree::math::LeafIndex;
use pleach_spec::tree::ratchet_tree::encode_ratchet_tree;
use pleach_spec::welcome::join::{find_entry, open_group_secrets};
use pleach_spec::welcome::message::encode_group_secrets;
use pleach_spec_concrete::Octets;
use pleach_vectors::messages::Case;
use pleach_vectors::{AnyCase, Hex};

use crate::support::client::{Cast, Client};
use crate::support::content::required_capabilities;
use crate::support::group::{Event, Group};
use crate::support::member::{Invitation, Member};
use crate::support::options::{by_value, commit_of, private, public};
use crate::support::{hex, hex_message};
use crate::{Random, Refusal};

/// A group of two or three. Its members talk, propose something, and one commits that and an Add.
///
/// # Errors
/// Those of the operations.
pub fn case(suite: CipherSuite, _: u32, random: &mut Random) -> Result<AnyCase, Refusal> {
    let cast = &mut Cast::new(suite, random);
    let psk = cast.hold_external_psk();
    let size = random.from_to(2, 3);
    let mut group = Group::full(cast, size, random)?;
    let first = group.member_mut(0)?;
    let private_message = say_privately(first, random)?;
    let public_message_application = say_publicly(first, random)?;
    let group_info = first.group_info()?;
    let external_pub = external_pub(&group_info.extensions)?.ok_or(Refusal::Missing("external_pub"))?;
    let (_, kem_output) = create_external_init(suite, &external_pub, &random.seed(suite)).ok_or(Refusal::Primitive)?;

    let joiner = cast.client()?;
    let add = joiner.add();
    let pre_shared_key = cast.psk_proposal(psk);
    let extensions = Proposal::GroupContextExtensions { extensions: vec![required_capabilities(&[], &[])] };
    let update = group.update(size - 1, &public(), |_| {})?;
    let (update_proposal, public_message_proposal) = last_proposal(&group)?;
    let mut proposals = vec![update];
    proposals.extend(by_value([add.clone(), pre_shared_key.clone(), extensions.clone()]));
    let committed = commit(&mut group, proposals, &joiner)?;
    Ok(AnyCase::Messages(Box::new(Case {
        mls_welcome: hex_message(&committed.invitation.welcome),
        mls_group_info: hex_message(&MlsMessage::GroupInfo { group_info }),
        ratchet_tree: hex(&encode_ratchet_tree(group.tree()?)),
        group_secrets: group_secrets(suite, &committed.invitation, &joiner)?,
        mls_key_package: hex_message(&MlsMessage::KeyPackage { key_package: joiner.own.key_package }),
        add_proposal: body(&add)?,
        update_proposal: body(&update_proposal)?,
        remove_proposal: body(&Proposal::Remove { removed: LeafIndex(random.below(size) as u32) })?,
        pre_shared_key_proposal: body(&pre_shared_key)?,
        re_init_proposal: body(&re_init(suite, random))?,
        external_init_proposal: body(&Proposal::ExternalInit { kem_output })?,
        group_context_extensions_proposal: body(&extensions)?,
        commit: committed.commit,
        public_message_application,
        public_message_proposal,
        public_message_commit: committed.public_message,
        private_message,
    })))
}

fn say_privately(member: &mut Member, random: &mut Random) -> Result<Hex, Refusal> {
    let (length, padding) = (random.from_to(0, 100), random.from_to(0, 100));
    Ok(hex_message(&member.say(&random.octets(length), &private(padding))?))
}

/// What no member may send, and every decoder can read. Its membership tag is none.
fn say_publicly(member: &mut Member, random: &mut Random) -> Result<Hex, Refusal> {
    let length = random.from_to(0, 100);
    let content = Content::Application { application_data: random.octets(length) };
    let seed = member.client.seed();
    let signed = sign_as_member(&member.state, content, &public(), &seed)?;
    let membership_tag = Some(random.octets(member.state.suite.kdf_nh()));
    let public_message = PublicMessage { content: signed.content, auth: signed.auth, membership_tag };
    Ok(hex_message(&MlsMessage::PublicMessage { public_message }))
}

fn re_init(suite: CipherSuite, random: &mut Random) -> Proposal<Octets> {
    let extensions = vec![required_capabilities(&[], &[])];
    let reinit = ReInit { group_id: random.octets(16), version: 1, cipher_suite: suite.value(), extensions };
    Proposal::ReInit { reinit }
}

/// The proposal sent last, and the message that carried it.
fn last_proposal(group: &Group) -> Result<(Proposal<Octets>, Hex), Refusal> {
    let proposal = group.member(0)?.state.proposals.last().ok_or(Refusal::Missing("proposal"))?.proposal.clone();
    match group.log.last() {
        Some(Event::Proposal { message }) => Ok((proposal, message.clone())),
        _ => Err(Refusal::Missing("proposal")),
    }
}

/// A Commit in two forms, and its Welcome.
struct Committed {
    commit: Hex,
    public_message: Hex,
    invitation: Invitation,
}

fn commit(group: &mut Group, proposals: Vec<ProposalOrRef<Octets>>, joiner: &Client) -> Result<Committed, Refusal> {
    let options = commit_of(proposals);
    let created = group.member_mut(0)?.commit(&options)?;
    let commit = match &created.message {
        MlsMessage::PublicMessage { public_message } => match &public_message.content.content {
            Content::Commit { commit } => hex(&encode_commit(commit)),
            _ => return Err(Refusal::Missing("Commit")),
        },
        _ => return Err(Refusal::Missing("PublicMessage")),
    };
    let public_message = hex_message(&created.message);
    let invitation = group.deliver_commit(0, created, options.ratchet_tree, vec![joiner.clone()])?;
    Ok(Committed { commit, public_message, invitation: invitation.ok_or(Refusal::Missing("Welcome"))? })
}

fn group_secrets(suite: CipherSuite, invitation: &Invitation, joiner: &Client) -> Result<Hex, Refusal> {
    let MlsMessage::Welcome { welcome } = &invitation.welcome else {
        return Err(Refusal::Missing("Welcome"));
    };
    let entry = find_entry(&joiner.own.key_package, welcome)?;
    let secrets = open_group_secrets(suite, &joiner.own.init_private_key, welcome, &entry)?;
    Ok(hex(&encode_group_secrets(&secrets)))
}

/// A proposal without its type, the first two bytes.
fn body(proposal: &Proposal<Octets>) -> Result<Hex, Refusal> {
    let (_, body) = encode_proposal(proposal).split_at(2)?;
    Ok(hex(&body))
}
