//! The second law around real values of every type: every prefix, and random mutations of their encodings.

use std::fmt::Debug;

use pleach_spec::codec::{MAX_VECTOR_LENGTH, decode_opaque};
use pleach_spec::commit::create::TreeDelivery;
use pleach_spec::commit::{Commit, decode_commit, encode_commit};
use pleach_spec::error::DecodeError;
use pleach_spec::extension::content::{
    RequiredCapabilities, decode_external_senders, decode_required_capabilities, encode_external_senders,
    encode_required_capabilities, external_senders,
};
use pleach_spec::framing::auth::{AuthenticatedContent, decode_authenticated_content, encode_authenticated_content};
use pleach_spec::framing::content::Content;
use pleach_spec::framing::message::{MlsMessage, decode_mls_message, encode_mls_message};
use pleach_spec::framing::private_content::PrivateMessageContent;
use pleach_spec::framing::private_message::open_content;
use pleach_spec::framing::public_message::unprotect_public_message;
use pleach_spec::framing::sender_data::{decode_sender_data, encode_sender_data, open_sender_data};
use pleach_spec::group::send::Protection;
use pleach_spec::key_package::{decode_key_package, encode_key_package};
use pleach_spec::key_schedule::group_context::{decode_group_context, encode_group_context};
use pleach_spec::key_schedule::psk_id::{decode_pre_shared_key_id, encode_pre_shared_key_id};
use pleach_spec::proposal::{Proposal, ReInit, decode_proposal, encode_proposal};
use pleach_spec::tree::nodes::{decode_capabilities, encode_capabilities};
use pleach_spec::tree::ratchet_tree::{decode_ratchet_tree, encode_ratchet_tree};
use pleach_spec::tree::update_path::{decode_update_path, encode_update_path};
use pleach_spec::welcome::group_info::{decode_group_info, encode_group_info};
use pleach_spec::welcome::join::{find_entry, open_group_secrets};
use pleach_spec::welcome::message::{decode_group_secrets, encode_group_secrets};
use pleach_spec_concrete::Octets;

use crate::client::{SUITE, literal, policy, psk};
use crate::corpus::{Corpus, PRIVATE};
use crate::laws::{check_around, decode_typed_content, decoded_is_encoding, encode_typed_content};
use crate::mutation::{Random, mutation_count};

const MUTATIONS: usize = 10_000;

/// Some of the mutations must decode, or the law was not put to a test.
fn check<T: Debug>(
    name: &str,
    value: &T,
    encode: fn(&T) -> Octets,
    decode: fn(&Octets) -> Result<(T, Octets), DecodeError>,
) {
    let mut random = Random::new(name);
    let count = mutation_count(MUTATIONS);
    let valid: Octets = encode(value);
    let decoded = check_around(&mut random, valid.as_slice(), count, encode, decode);
    println!("{name}: {decoded} of {count} mutations decode");
    assert!(decoded > 0 || count < MUTATIONS, "{name}");
}

#[test]
fn mls_messages() {
    for (name, message) in Corpus::new().messages() {
        check(name, &message, encode_mls_message, decode_mls_message);
    }
}

#[test]
fn key_package_and_its_parts() {
    let key_package = Corpus::new().d.key_package;
    let capabilities = key_package.leaf_node.capabilities.clone();
    check("KeyPackage", &key_package, encode_key_package, decode_key_package);
    check("Capabilities", &capabilities, encode_capabilities, decode_capabilities);
}

#[test]
fn description_of_a_group() {
    let corpus = Corpus::new();
    let group_info = corpus.group_info();
    let context = &corpus.a.group_context;
    check("GroupInfo", &group_info, encode_group_info, decode_group_info);
    check("GroupContext", context, encode_group_context, decode_group_context);
    check("ratchet tree", &corpus.a.tree, encode_ratchet_tree, decode_ratchet_tree);
    let senders = external_senders(&context.extensions).unwrap();
    check("external senders", &senders, |senders| encode_external_senders(senders), decode_external_senders);
    let required = RequiredCapabilities {
        extension_types: vec![0xf001],
        proposal_types: vec![0xf002, 0xf003],
        credential_types: vec![1, 2],
    };
    check("RequiredCapabilities", &required, encode_required_capabilities, decode_required_capabilities);
}

/// The Commit of a PublicMessage, and what it was in.
fn public_commit(corpus: &Corpus) -> (AuthenticatedContent<Octets>, Commit<Octets>) {
    let created = corpus.commit(Protection::Public, TreeDelivery::Extension);
    let MlsMessage::PublicMessage { public_message } = &created.message else { panic!("no PublicMessage") };
    let key = &corpus.b.epoch_secrets.membership_key;
    let context = &corpus.b.group_context;
    let message = unprotect_public_message(SUITE, public_message, key, context).unwrap();
    match message.content.content.clone() {
        Content::Commit { commit } => (message, commit),
        _ => panic!("no Commit"),
    }
}

#[test]
fn commit_and_its_parts() {
    let (message, commit) = public_commit(&Corpus::new());
    check("AuthenticatedContent", &message, encode_authenticated_content, decode_authenticated_content);
    check("Commit", &commit, encode_commit, decode_commit);
    let path = commit.path.unwrap();
    check("UpdatePath", &path, encode_update_path, decode_update_path);
}

#[test]
fn proposals() {
    let corpus = Corpus::new();
    let Proposal::PreSharedKey { psk: id } = psk("nonce") else { panic!("no PSK") };
    check("PreSharedKeyID", &id, encode_pre_shared_key_id, decode_pre_shared_key_id);
    let (proposing, _) = corpus.update(PRIVATE);
    let extensions = corpus.a.group_context.extensions.clone();
    let reinit = ReInit { group_id: literal("next"), version: 1, cipher_suite: 1, extensions: extensions.clone() };
    for (name, proposal) in [
        ("Add", Proposal::Add { key_package: corpus.d.key_package }),
        ("Update", proposing.proposals[0].proposal.clone()),
        ("Remove", Proposal::Remove { removed: corpus.c.own_leaf }),
        ("PreSharedKey", psk("nonce")),
        ("ReInit", Proposal::ReInit { reinit }),
        ("ExternalInit", Proposal::ExternalInit { kem_output: literal("0123456789abcdef0123456789abcdef") }),
        ("GroupContextExtensions", Proposal::GroupContextExtensions { extensions }),
        ("unknown proposal", Proposal::Other { proposal_type: 0x0a0a, content: literal("grease") }),
    ] {
        check(name, &proposal, encode_proposal, decode_proposal);
    }
}

/// What is encrypted in a PrivateMessage and in a Welcome.
#[test]
fn plaintexts() {
    let corpus = Corpus::new();
    let created = corpus.commit(PRIVATE, TreeDelivery::Extension);
    let MlsMessage::PrivateMessage { private_message } = &created.message else { panic!("no PrivateMessage") };
    let secret = &corpus.b.epoch_secrets.sender_data_secret;
    let sender_data = open_sender_data(SUITE, private_message, secret).unwrap();
    check("SenderData", &sender_data, encode_sender_data, decode_sender_data);
    let (tree, window) = (corpus.b.secret_tree.clone(), policy::<Octets>().generations);
    let (_, opened) = open_content(SUITE, private_message, &sender_data, tree, &window).unwrap();
    let plaintext = PrivateMessageContent { content: opened.content.content, auth: opened.auth, length_of_padding: 20 };
    let valid: Octets = encode_typed_content(&plaintext);
    let mut random = Random::new("PrivateMessageContent");
    let mut decoded = 0;
    for _ in 0..mutation_count(MUTATIONS) {
        let input = crate::mutation::mutated(&mut random, valid.as_slice());
        if decoded_is_encoding(&input, encode_typed_content, decode_typed_content) {
            decoded += 1;
        }
    }
    assert!(decoded > 0);

    let Some(MlsMessage::Welcome { welcome }) = &created.welcome else { panic!("no Welcome") };
    let entry = find_entry(&corpus.d.key_package, welcome).unwrap();
    let private_key = &corpus.d.init_private_key;
    let secrets = open_group_secrets(SUITE, private_key, welcome, &entry).unwrap();
    check("GroupSecrets", &secrets, encode_group_secrets, decode_group_secrets);
}

/// A length that the input does not back is refused before anything is allocated for it.
#[test]
fn vectors_that_claim_too_much() {
    let claims = [0xbf, 0xff, 0xff, 0xff, 1, 2, 3];
    assert_eq!(MAX_VECTOR_LENGTH, 0x3fff_ffff);
    let claimed = decode_opaque(&Octets::from(claims));
    assert_eq!(claimed, Err(DecodeError::Truncated));
    let tree = decode_ratchet_tree(&Octets::from(claims));
    assert_eq!(tree, Err(DecodeError::Truncated));
}
