//! Messages from the network, at those who receive them.

use pleach_spec::codec::decode_exact;
use pleach_spec::commit::create::{TreeDelivery, create_commit};
use pleach_spec::error::{Error, Misuse as Misused};
use pleach_spec::framing::message::{MlsMessage, check_mls_message, decode_mls_message, encode_mls_message};
use pleach_spec::group::process::process_message;
use pleach_spec::group::send::Protection;
use pleach_spec::key_package::validation::OwnKeyPackage;
use pleach_spec::tree::ratchet_tree::{decode_ratchet_tree, encode_ratchet_tree};
use pleach_spec::welcome::join::{JoinInput, find_entry, join_group};
use pleach_spec_concrete::Octets;

use crate::client::{add, commit_options, policy, seed};
use crate::corpus::{Corpus, PRIVATE};
use crate::tally::Class::{Accepted, Crypto, Decode, Invalid, Misuse, Unsupported};
use crate::tally::{Tally, tally};

/// Nothing is accepted.
fn never(_: &Octets) -> bool {
    false
}

/// A message to the group, at `b`.
fn to_group(name: &str, message: &MlsMessage<Octets>) -> Tally {
    let corpus = Corpus::new();
    let process = |input: &Octets| {
        let message = decode_exact(input, decode_mls_message)?;
        process_message(&corpus.b, &policy(), &message)
    };
    tally(name, &encode_mls_message(message), &process, &never)
}

fn by_name(name: &str) -> MlsMessage<Octets> {
    let messages = Corpus::new().messages();
    let found = messages.into_iter().find(|message| message.0 == name);
    found.unwrap().1
}

/// A message of one kind. It is of the version that its MLSMessage demands.
fn received(input: &Octets) -> Result<MlsMessage<Octets>, Error> {
    let message = decode_exact(input, decode_mls_message)?;
    check_mls_message(&message)?;
    Ok(message)
}

#[test]
fn messages_to_the_group() {
    for (name, message) in Corpus::new().messages() {
        if matches!(message, MlsMessage::PublicMessage { .. } | MlsMessage::PrivateMessage { .. }) {
            to_group(name, &message).assert(&[Decode, Invalid, Crypto]);
        }
    }
}

/// `d` joins. What is encrypted to `e`, and which KeyPackage of `e` it is for, nobody can tell `d`.
#[test]
fn welcomes() {
    let corpus = Corpus::new();
    let message = by_name("Welcome with the tree");
    let MlsMessage::Welcome { welcome } = &message else { panic!("no Welcome") };
    let entry = find_entry(&corpus.d.key_package, welcome).unwrap();
    let join = |input: &Octets| match received(input)? {
        MlsMessage::Welcome { welcome } => join_group(&join_input(&corpus.d), &welcome, &policy()),
        _ => Err(Error::Misuse(Misused::WrongMessage)),
    };
    let for_others = |input: &Octets| match received(input) {
        Ok(MlsMessage::Welcome { welcome: accepted }) => {
            accepted.cipher_suite == welcome.cipher_suite
                && accepted.encrypted_group_info == welcome.encrypted_group_info
                && find_entry(&corpus.d.key_package, &accepted) == Ok(entry.clone())
                && accepted.secrets != welcome.secrets
        }
        _ => false,
    };
    tally("Welcome", &encode_mls_message(&message), &join, &for_others).assert(&[
        Accepted,
        Decode,
        Invalid,
        Unsupported,
        Crypto,
    ]);
}

fn join_input(own: &OwnKeyPackage<Octets>) -> JoinInput<'_, Octets> {
    JoinInput { own, ratchet_tree: None, current_groups: &[], linked: None }
}

/// The tree that comes beside the Welcome.
#[test]
fn ratchet_trees() {
    let corpus = Corpus::new();
    let created = corpus.commit(PRIVATE, TreeDelivery::Separate);
    let Some(MlsMessage::Welcome { welcome }) = &created.welcome else { panic!("no Welcome") };
    let join = |input: &Octets| {
        let tree = decode_exact(input, decode_ratchet_tree)?;
        let mut join = join_input(&corpus.d);
        join.ratchet_tree = Some(&tree);
        join_group(&join, welcome, &policy())
    };
    let tree = encode_ratchet_tree(&created.next.tree);
    tally("ratchet tree", &tree, &join, &never).assert(&[Decode, Invalid, Crypto]);
}

/// `d` joins by an external Commit.
#[test]
fn group_infos() {
    let corpus = Corpus::new();
    let join = |input: &Octets| match received(input)? {
        MlsMessage::GroupInfo { group_info } => corpus.external_commit(&group_info),
        _ => Err(Error::Misuse(Misused::WrongMessage)),
    };
    let message = encode_mls_message(&by_name("GroupInfo"));
    let tally = tally("GroupInfo", &message, &join, &never);
    tally.assert(&[Decode, Invalid, Unsupported, Crypto, Misuse]);
}

/// `a` adds `d`.
#[test]
fn key_packages() {
    let corpus = Corpus::new();
    let commit = |input: &Octets| match received(input)? {
        MlsMessage::KeyPackage { key_package } => {
            let options = commit_options(&[add(&key_package)], Protection::Public);
            create_commit(&corpus.a, &policy(), &options, &seed("Commit"))
        }
        _ => Err(Error::Misuse(Misused::WrongMessage)),
    };
    let message = encode_mls_message(&by_name("KeyPackage"));
    tally("KeyPackage", &message, &commit, &never).assert(&[Decode, Invalid, Crypto]);
}
