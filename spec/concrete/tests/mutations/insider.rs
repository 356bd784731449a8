//! The same from those who may sign: a member, or the owner of a KeyPackage, signs what is almost right. No signature
//! or tag stops it before the checks behind them, and some of it is valid.

use pleach_spec::codec::decode_exact;
use pleach_spec::commit::ProposalOrRef;
use pleach_spec::commit::create::create_commit;
use pleach_spec::crypto::sign_with_label;
use pleach_spec::error::Error;
use pleach_spec::extension::RATCHET_TREE;
use pleach_spec::framing::content::Content;
use pleach_spec::group::process::{Processed, process_message};
use pleach_spec::group::send::{Protection, protect, sign_as_member};
use pleach_spec::key_package::{KeyPackage, decode_key_package, encode_key_package, encode_key_package_tbs};
use pleach_spec::proposal::{Proposal, ReInit, decode_proposal, encode_proposal};
use pleach_spec::tree::leaf_node::{GroupBinding, sign_leaf_node};
use pleach_spec::tree::ratchet_tree::{decode_ratchet_tree, encode_ratchet_tree};
use pleach_spec::tree::tree_hash::root_tree_hash;
use pleach_spec::welcome::group_info::{GroupInfo, decode_group_info, encode_group_info, sign_group_info};
use pleach_spec_concrete::Octets;

use crate::client::{SUITE, add, commit_options, literal, message_options, policy, psk, seed};
use crate::corpus::{Corpus, PRIVATE};
use crate::tally::Class::{self, Accepted, Crypto, Decode, Invalid, Misuse, Unsupported};
use crate::tally::tally_signed;

/// A GroupInfo that `a` signed.
fn signed(corpus: &Corpus, group_info: GroupInfo<Octets>) -> GroupInfo<Octets> {
    let private_key = &corpus.a.signature_private_key;
    sign_group_info(SUITE, group_info, private_key, &seed("GroupInfo")).unwrap()
}

#[test]
fn proposals_of_a_member() {
    let corpus = Corpus::new();
    let extensions = corpus.a.group_context.extensions.clone();
    let reinit = ReInit { group_id: literal("next"), version: 1, cipher_suite: 1, extensions: extensions.clone() };
    let removed = corpus.c.own_leaf;
    let update = corpus.update(PRIVATE).0.proposals[0].proposal.clone();
    // A leaf has a signature of its own; what the other proposals say is the member's to choose.
    let (owned, free): ([Class; 3], [Class; 3]) = ([Decode, Invalid, Crypto], [Accepted, Decode, Invalid]);
    let proposals: [(&str, Proposal<Octets>, &[Class]); 6] = [
        ("signed Add", add(&corpus.d.key_package), &owned),
        ("signed Update", update, &owned),
        ("signed Remove", Proposal::Remove { removed }, &free),
        ("signed PSK", psk("nonce"), &free),
        ("signed ReInit", Proposal::ReInit { reinit }, &free),
        ("signed extensions", Proposal::GroupContextExtensions { extensions }, &free),
    ];
    for (name, proposal, classes) in proposals {
        let process = |input: &Octets| {
            let proposal = decode_exact(input, decode_proposal)?;
            committed(&corpus, proposal)
        };
        tally_signed(name, &encode_proposal(&proposal), &process).assert(classes);
    }
}

/// `a` proposes; `b` receives the proposal and commits it; `c` receives both.
fn committed(corpus: &Corpus, proposal: Proposal<Octets>) -> Result<(), Error> {
    let options = message_options(Protection::Public);
    let content = Content::Proposal { proposal };
    let message = sign_as_member(&corpus.a, content, &options, &seed("proposal"))?;
    let (_, message) = protect(&corpus.a, &message, &options, &seed("proposal"))?;
    let [b, c] = [&corpus.b, &corpus.c].map(|member| match process_message(member, &policy(), &message) {
        Ok(Processed::Proposal { state }) => Ok(state),
        Ok(other) => panic!("no proposal: {other:?}"),
        Err(error) => Err(error),
    });
    let (b, c) = (b?, c?);
    let mut options = commit_options(&[], Protection::Public);
    options.proposals = vec![ProposalOrRef::Reference { reference: b.proposals[0].reference.clone() }];
    let created = create_commit(&b, &policy(), &options, &seed("Commit of b"))?;
    // What the committer takes for valid, the others do.
    let Ok(Processed::Commit { .. }) = process_message(&c, &policy(), &created.message) else {
        panic!("the Commit is not accepted")
    };
    Ok(())
}

#[test]
fn group_infos_of_a_member() {
    let corpus = Corpus::new();
    let join = |input: &Octets| {
        let group_info = decode_exact(input, decode_group_info)?;
        corpus.external_commit(&signed(&corpus, group_info))
    };
    let valid = encode_group_info(&corpus.group_info());
    tally_signed("signed GroupInfo", &valid, &join).assert(&[Accepted, Decode, Invalid, Unsupported, Crypto, Misuse]);
}

/// With the tree hash that belongs to it.
#[test]
fn ratchet_trees_of_a_member() {
    let corpus = Corpus::new();
    let join = |input: &Octets| {
        let tree = decode_exact(input, decode_ratchet_tree)?;
        let mut group_info = corpus.group_info();
        group_info.group_context.tree_hash = root_tree_hash(SUITE, &tree);
        for extension in &mut group_info.extensions {
            if extension.extension_type == RATCHET_TREE {
                extension.extension_data = encode_ratchet_tree(&tree);
            }
        }
        corpus.external_commit(&signed(&corpus, group_info))
    };
    let valid = encode_ratchet_tree(&corpus.a.tree);
    tally_signed("signed ratchet tree", &valid, &join).assert(&[Decode, Invalid, Crypto]);
}

/// The leaf and the KeyPackage signed with the key of `d`, as far as it is still theirs.
#[test]
fn key_packages_of_their_owner() {
    let corpus = Corpus::new();
    let commit = |input: &Octets| {
        let mut key_package: KeyPackage<Octets> = decode_exact(input, decode_key_package)?;
        let (private_key, seed) = (&corpus.d.signature_private_key, seed("KeyPackage"));
        let (leaf, binding) = (key_package.leaf_node.clone(), GroupBinding::None);
        if let Ok(leaf) = sign_leaf_node(SUITE, leaf, &binding, private_key, &seed) {
            key_package.leaf_node = leaf;
        }
        let tbs = encode_key_package_tbs(&key_package);
        key_package.signature = sign_with_label(SUITE, private_key, b"KeyPackageTBS", &tbs, &seed).unwrap();
        let options = commit_options(&[add(&key_package)], Protection::Public);
        create_commit(&corpus.a, &policy(), &options, &seed)
    };
    let valid = encode_key_package(&corpus.d.key_package);
    tally_signed("signed KeyPackage", &valid, &commit).assert(&[Accepted, Decode, Invalid, Crypto]);
}
