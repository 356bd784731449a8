//! RFC 9420, Section 11.1, Section 12.1.7 and Section 13: extensions, required capabilities, and all that is
//! unknown.

use pleach_spec::codec::encode_opaque;
use pleach_spec::commit::create::TreeDelivery;
use pleach_spec::credential::{BASIC, Credential};
use pleach_spec::error::{Error, Place};
use pleach_spec::extension::content::{
    ExternalSender, RequiredCapabilities, encode_external_senders, encode_required_capabilities,
};
use pleach_spec::extension::{
    APPLICATION_ID, EXTERNAL_PUB, EXTERNAL_SENDERS, Extension, RATCHET_TREE, REQUIRED_CAPABILITIES,
};
use pleach_spec::framing::content::Content;
use pleach_spec::group::group_info::{create_group_info, external_pub};
use pleach_spec::key_package::validation::{NewKeyPackage, create_key_package};
use pleach_spec::proposal::Proposal;
use pleach_spec::tree::leaf_node::{GroupBinding, sign_leaf_node};
use pleach_spec::tree::math::LeafIndex;
use pleach_spec::tree::ratchet_tree::leaf_at;
use pleach_spec::tree::update_path::create::NewLeaf;
use pleach_spec_concrete::Octets;

use crate::support::client::{lifetime, signature_key_pair};
use crate::support::{Client, Group, Member, NOW, SUITE, by_value, commit_of, invalid, message, octets};

/// Types that no RFC defines.
const KNOWN: u16 = 0xf001;
const UNKNOWN: u16 = 0xf002;
/// RFC 9420, Section 13.5.
const GREASE: [u16; 15] = [
    0x0a0a, 0x1a1a, 0x2a2a, 0x3a3a, 0x4a4a, 0x5a5a, 0x6a6a, 0x7a7a, 0x8a8a, 0x9a9a, 0xaaaa, 0xbaba, 0xcaca, 0xdada,
    0xeaea,
];

fn extension(extension_type: u16, data: &str) -> Extension<Octets> {
    Extension { extension_type, extension_data: octets(data) }
}

fn gce(extensions: &[Extension<Octets>]) -> Proposal<Octets> {
    Proposal::GroupContextExtensions { extensions: extensions.to_vec() }
}

fn required(extension: u16, proposal: u16, credential: u16) -> Extension<Octets> {
    let required = RequiredCapabilities {
        extension_types: vec![extension],
        proposal_types: vec![proposal],
        credential_types: vec![credential],
    };
    Extension { extension_type: REQUIRED_CAPABILITIES, extension_data: encode_required_capabilities(&required) }
}

/// A client that supports all of [`KNOWN`].
fn client(name: &str) -> Client {
    Client::with(SUITE, name, support_known)
}

fn support_known(leaf: &mut NewLeaf<Octets>) {
    leaf.capabilities.extensions.push(KNOWN);
    leaf.capabilities.proposals.push(KNOWN);
    leaf.capabilities.credentials.push(KNOWN);
}

fn clients(count: usize) -> Vec<Client> {
    (0..count).map(|i| client(&format!("client {i}"))).collect()
}

#[test]
fn extensions_are_set_and_cleared() {
    let mut group = Group::of(clients(3), &[]);
    let set = [extension(KNOWN, "set"), required(KNOWN, KNOWN, BASIC), extension(EXTERNAL_SENDERS, "\0")];
    group.commit(0, &commit_of(by_value([gce(&set)])));
    assert_eq!(group.members[2].state.group_context.extensions, set);
    group.chat();
    group.join_externally(client("external joiner"), |_| {});
    // By reference, together with an Add of one who supports the old extensions only.
    let other = extension(KNOWN, "changed");
    let reference = group.propose(1, gce(core::slice::from_ref(&other)), &message());
    let joiner = client("joiner");
    let mut list = by_value([joiner.add()]);
    list.insert(0, reference);
    group.commit_and_join(2, &commit_of(list), vec![joiner]);
    assert_eq!(group.members[0].state.group_context.extensions, [other]);
    group.commit(4, &commit_of(by_value([gce(&[])])));
    assert!(group.members[0].state.group_context.extensions.is_empty());
    group.add(0, vec![Client::new(SUITE, "one who supports nothing")]);
    group.chat();
}

#[test]
fn extensions_of_lengths_around_the_growth_of_a_header_are_carried() {
    let mut group = Group::of(clients(2), &[]);
    for length in [0, 63, 64, 16383, 16384] {
        let set = [extension(KNOWN, &"x".repeat(length))];
        group.commit(0, &commit_of(by_value([gce(&set)])));
        assert_eq!(group.members[1].state.group_context.extensions, set);
    }
    group.join_externally(client("external joiner"), |_| {});
    group.add(1, vec![client("joiner")]);
    group.chat();
}

#[test]
fn an_extension_of_the_group_is_supported_by_all_members() {
    let mut all = clients(2);
    all.push(Client::new(SUITE, "client 2"));
    let mut group = Group::of(all, &[]);
    let list = by_value([gce(&[extension(KNOWN, "")])]);
    group.assert_list_refused(0, &list, invalid(419, Place::Leaf(2)));
    // One who is removed at once need not support it.
    let removed = LeafIndex(2);
    let list = by_value([gce(&[extension(KNOWN, "")]), Proposal::Remove { removed }]);
    group.commit(1, &commit_of(list));
    // One who joins must.
    let list = by_value([Client::new(SUITE, "joiner").add()]);
    group.assert_list_refused(0, &list, invalid(416, Place::Entry(0)));
    let info = group.members[0].group_info();
    let joiner = Client::new(SUITE, "joiner");
    let refused = Member::join_externally(joiner, &info, |_| {});
    assert_eq!(refused.err(), Some(invalid(417, Place::Entry(0))));
    group.chat();
}

#[test]
fn required_capabilities_are_met_by_all_members() {
    let mut all = clients(2);
    all.push(Client::new(SUITE, "client 2"));
    let mut group = Group::of(all, &[]);
    for extension in [required(KNOWN, 1, BASIC), required(1, KNOWN, BASIC), required(1, 1, KNOWN)] {
        let list = by_value([gce(&[extension])]);
        group.assert_list_refused(0, &list, invalid(264, Place::Leaf(2)));
    }
    // Default types are supported by all.
    group.commit(0, &commit_of(by_value([gce(&[required(5, 7, BASIC)])])));
    let removed = LeafIndex(2);
    let list = [gce(&[required(KNOWN, KNOWN, KNOWN)]), Proposal::Remove { removed }];
    group.commit(1, &commit_of(by_value(list)));
    let list = by_value([Client::new(SUITE, "joiner").add()]);
    group.assert_list_refused(0, &list, invalid(106, Place::Entry(0)));
    // An Update to less.
    let (update, sent) = group.members[1].propose_update(&message(), |leaf| {
        leaf.capabilities.proposals.clear();
    });
    group.deliver(1, &sent);
    group.assert_list_refused(0, &[update], invalid(106, Place::Leaf(1)));
    // A Commit to less.
    let mut options = commit_of(Vec::new());
    let mut leaf = group.members[0].new_leaf();
    leaf.capabilities.proposals.clear();
    options.new_leaf = Some(leaf);
    let refused = group.members[0].commit(&options);
    assert_eq!(refused.err(), Some(invalid(106, Place::Leaf(0))));
    let joiner = Client::new(SUITE, "external joiner");
    let info = group.members[0].group_info();
    let refused = Member::join_externally(joiner, &info, |_| {});
    assert_eq!(refused.err(), Some(invalid(106, Place::Leaf(2))));
    group.assert_works();
}

#[test]
fn a_group_is_created_with_extensions_that_its_creator_supports() {
    let group_id = octets("group");
    let create = |extension: Extension<Octets>| -> Option<Error> {
        Member::create(Client::new(SUITE, "creator"), &group_id, &[extension]).err()
    };
    let refused = create(extension(KNOWN, ""));
    assert_eq!(refused, Some(invalid(416, Place::Message)));
    let refused = create(required(KNOWN, 1, BASIC));
    assert_eq!(refused, Some(invalid(106, Place::Message)));
    assert_eq!(create(required(1, 1, BASIC)), None);
}

#[test]
fn a_list_of_extensions_has_one_of_each_type_and_in_its_place() {
    let mut group = Group::of(clients(3), &[]);
    let twice = [extension(KNOWN, "one"), extension(KNOWN, "two")];
    let list = by_value([gce(&twice)]);
    group.assert_list_refused(0, &list, invalid(414, Place::Entry(1)));
    for (extension_type, rule) in [(0, 459), (APPLICATION_ID, 460), (RATCHET_TREE, 461), (EXTERNAL_PUB, 463)] {
        let list = by_value([gce(&[extension(extension_type, "")])]);
        group.assert_list_refused(0, &list, invalid(rule, Place::Entry(0)));
    }
    for (extension_type, rule) in
        [(RATCHET_TREE, 461), (REQUIRED_CAPABILITIES, 462), (EXTERNAL_PUB, 463), (EXTERNAL_SENDERS, 464)]
    {
        let joiner = Client::with(SUITE, "joiner", |leaf| {
            leaf.extensions.push(extension(extension_type, ""));
        });
        let list = by_value([joiner.add()]);
        group.assert_list_refused(0, &list, invalid(rule, Place::Entry(0)));
    }
    let joiner = Client::with(SUITE, "joiner", |leaf| {
        leaf.extensions.push(extension(APPLICATION_ID, "\x02id"));
    });
    group.add(0, vec![joiner]);
    group.chat();
}

#[test]
fn an_external_sender_has_a_valid_credential() {
    let mut group = Group::of(clients(3), &[]);
    let (_, signature_key) = signature_key_pair(SUITE, "server");
    let senders = |name| {
        let sender = ExternalSender {
            signature_key: signature_key.clone(),
            credential: Credential::Basic { identity: octets(name) },
        };
        Extension { extension_type: EXTERNAL_SENDERS, extension_data: encode_external_senders(&[sender]) }
    };
    let list = by_value([gce(&[senders("mallory")])]);
    group.assert_list_refused(0, &list, invalid(35, Place::Entry(0)));
    group.commit(0, &commit_of(by_value([gce(&[senders("server")])])));
    group.chat();
}

#[test]
fn leaves_list_what_they_use_and_no_defaults() {
    let mut group = Group::of(clients(3), &[]);
    let mut assert_refused = |rule, change: fn(&mut NewLeaf<Octets>)| {
        let joiner = Client::with(SUITE, "joiner", change);
        let list = by_value([joiner.add()]);
        group.assert_list_refused(0, &list, invalid(rule, Place::Entry(0)));
    };
    assert_refused(111, |leaf| leaf.extensions.push(extension(KNOWN, "")));
    assert_refused(89, |leaf| leaf.capabilities.proposals.push(1));
    assert_refused(90, |leaf| leaf.capabilities.extensions.push(5));
    assert_refused(91, |leaf| leaf.capabilities.versions.clear());
    assert_refused(91, |leaf| leaf.capabilities.cipher_suites = vec![2]);
    assert_refused(93, |leaf| leaf.capabilities.credentials = vec![2]);
}

/// RFC 9420, Section 13.5: GREASE values are in every list, and mean nothing.
#[test]
fn grease_is_ignored() {
    let greased = |leaf: &mut NewLeaf<Octets>| {
        support_known(leaf);
        let capabilities = &mut leaf.capabilities;
        for list in [
            &mut capabilities.versions,
            &mut capabilities.cipher_suites,
            &mut capabilities.extensions,
            &mut capabilities.proposals,
            &mut capabilities.credentials,
        ] {
            list.splice(0..0, GREASE);
        }
        for value in GREASE {
            leaf.extensions.push(extension(value, "grease"));
        }
    };
    let all = (0..3).map(|i| {
        let name = format!("client {i}");
        let mut client = Client::with(SUITE, &name, greased);
        let new = NewKeyPackage {
            leaf: client.leaf.clone(),
            lifetime: lifetime(NOW, NOW),
            extensions: GREASE.map(|value| extension(value, "grease")).to_vec(),
        };
        client.own = create_key_package(SUITE, &new, &client.seed()).unwrap();
        client
    });
    let mut group = Group::of(all.collect(), &[]);
    group.add(1, vec![Client::new(SUITE, "one without GREASE")]);
    let update = group.update(0);
    group.commit(2, &commit_of(vec![update]));
    let mut options = commit_of(by_value([Client::new(SUITE, "joiner").add()]));
    options.group_info_extensions = vec![extension(GREASE[0], "grease")];
    group.commit_and_join(0, &options, vec![Client::new(SUITE, "joiner")]);
    group.chat();
    // In a GroupInfo, too.
    let member = &mut group.members[1];
    let extensions = [extension(GREASE[3], "grease"), external_pub(&member.state), extension(UNKNOWN, "unknown")];
    let seed = member.client.seed();
    let info = create_group_info(&member.state, &extensions, TreeDelivery::Extension, &seed);
    let joiner = Client::with(SUITE, "external joiner", greased);
    let (joined, commit) = Member::join_externally(joiner, &info.unwrap(), |_| {}).unwrap();
    group.deliver(usize::MAX, &commit);
    group.members.push(joined);
    group.check();
    group.chat();
}

#[test]
fn a_key_package_extension_that_its_leaf_does_not_list_is_not_created() {
    let client = client("client");
    let mut new = NewKeyPackage {
        leaf: client.leaf.clone(),
        lifetime: lifetime(NOW, NOW),
        extensions: vec![extension(UNKNOWN, "")],
    };
    let seed = client.clone().seed();
    let refused = create_key_package(SUITE, &new, &seed);
    assert_eq!(refused.err(), Some(invalid(204, Place::Message)));
    new.extensions = vec![extension(KNOWN, "")];
    assert!(create_key_package(SUITE, &new, &seed).is_ok());
}

#[test]
fn an_unknown_proposal_needs_the_support_of_all() {
    let mut group = Group::of(clients(3), &[]);
    let other = |proposal_type| Proposal::Other { proposal_type, content: octets("content") };
    // All support the one type: it is applied, as nothing, and the Commit has a path.
    let reference = group.propose(1, other(KNOWN), &message());
    let mut list = by_value([other(KNOWN)]);
    list.push(reference);
    group.commit(0, &commit_of(list));
    group.chat();
    let list = by_value([other(UNKNOWN)]);
    group.assert_list_refused(0, &list, invalid(287, Place::Entry(0)));
    let joiner = Client::new(SUITE, "one who supports nothing");
    // One whom the Commit adds need not support what it has.
    let list = by_value([other(KNOWN), joiner.add()]);
    group.commit_and_join(2, &commit_of(list), vec![joiner]);
    let list = by_value([other(KNOWN)]);
    group.assert_list_refused(0, &list, invalid(287, Place::Entry(0)));
    // Nor one whom it removes.
    let removed = LeafIndex(3);
    let list = by_value([other(KNOWN), Proposal::Remove { removed }]);
    group.commit(1, &commit_of(list));
    group.chat();
}

#[test]
fn an_unknown_credential_type_needs_the_support_of_all() {
    let unknown = |leaf: &mut NewLeaf<Octets>| {
        support_known(leaf);
        leaf.credential = Credential::Other { credential_type: KNOWN, content: encode_opaque(&octets("content")) };
    };
    let mut group = Group::of(clients(3), &[]);
    group.add(0, vec![Client::with(SUITE, "unknown", unknown)]);
    group.chat();
    group.commit(3, &commit_of(Vec::new()));
    // One who supports basic credentials only cannot be beside.
    let joiner = Client::new(SUITE, "joiner");
    let list = by_value([joiner.add()]);
    group.assert_list_refused(0, &list, invalid(107, Place::Leaf(3)));
    // Nor can a member stop to support it.
    let (update, sent) = group.members[1].propose_update(&message(), |leaf| {
        leaf.capabilities.credentials = vec![BASIC];
    });
    group.deliver(1, &sent);
    let refused = group.members[0].commit(&commit_of(vec![update]));
    assert_eq!(refused.err(), Some(invalid(108, Place::Leaf(1))));
    group.assert_works();
}

#[test]
fn an_update_has_a_new_encryption_key() {
    let mut group = Group::of(clients(3), &[]);
    let leaf = leaf_at(&group.members[1].state.tree, LeafIndex(1)).unwrap();
    let mut leaf = leaf.clone();
    leaf.leaf_node_source = pleach_spec::tree::nodes::LeafNodeSource::Update;
    let binding = GroupBinding::Leaf { group_id: octets("group"), leaf_index: LeafIndex(1) };
    let key = group.members[1].state.signature_private_key.clone();
    let seed = group.members[1].client.seed();
    let leaf_node = sign_leaf_node(SUITE, leaf, &binding, &key, &seed).unwrap();
    let content = Content::Proposal { proposal: Proposal::Update { leaf_node } };
    let update = group.members[1].forge(content, &message());
    group.deliver(1, &update);
    group.members[1].state.proposals = group.members[0].state.proposals.clone();
    let reference = group.members[0].last_proposal();
    group.assert_list_refused(0, &[reference], invalid(114, Place::Leaf(1)));
}
