//! RFC 9420, Section 5.3 and Section 7.3: X.509, the Authentication Service, and lifetimes.

use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::credential::{Certificate, Credential, X509};
use pleach_spec::error::Place;
use pleach_spec::tree::leaf_policy::Clock;
use pleach_spec::tree::nodes::Lifetime;
use pleach_spec::tree::update_path::create::NewLeaf;
use pleach_spec_concrete::Octets;

use crate::octets_support::der::{algorithms, bit_string, certificate};
use crate::support::client::{MAXIMUM_LIFETIME, lifetime, signature_key_pair};
use crate::support::{Client, Group, Member, NOW, SUITE, by_value, commit_of, crypto, invalid, message, octets};

/// What makes a leaf a bad one.
type Change<'a> = &'a dyn Fn(&mut NewLeaf<Octets>);

/// The credential of a key: a certificate for it, and that of an authority.
fn x509(suite: CipherSuite, public_key: &Octets) -> Credential<Octets> {
    let algorithm = algorithms(suite).0;
    let end_entity = certificate(suite, &algorithm, &bit_string(public_key));
    let (_, authority) = signature_key_pair(suite, "authority");
    let authority = certificate(suite, &algorithm, &bit_string(&authority.bytes));
    let certificates = [end_entity, authority].map(|cert_data| Certificate { cert_data });
    Credential::X509 { certificates: certificates.to_vec() }
}

fn with_certificate(suite: CipherSuite, name: &str) -> Client {
    Client::with(suite, name, |leaf| {
        leaf.credential = x509(suite, &leaf.signature_key.bytes);
    })
}

#[test]
fn members_with_certificates_are_beside_members_without() {
    for suite in CipherSuite::ALL {
        let clients = vec![with_certificate(suite, "one"), Client::new(suite, "two"), with_certificate(suite, "three")];
        let mut group = Group::of(clients, &[]);
        group.commit(2, &commit_of(Vec::new()));
        group.join_externally(with_certificate(suite, "four"), |_| {});
        let update = group.update(0);
        group.commit(3, &commit_of(vec![update]));
        group.chat();
    }
}

#[test]
fn the_key_of_the_certificate_is_the_key_of_the_leaf() {
    let mut group = Group::new(SUITE, 3);
    let (_, other_key) = signature_key_pair(SUITE, "other");
    let other = |leaf: &mut NewLeaf<Octets>| leaf.credential = x509(SUITE, &other_key.bytes);
    let no_chain = |leaf: &mut NewLeaf<Octets>| {
        let certificates = Vec::new();
        leaf.credential = Credential::X509 { certificates };
    };
    let no_certificate = |leaf: &mut NewLeaf<Octets>| {
        let cert_data = octets("no certificate");
        let certificates = vec![Certificate { cert_data }];
        leaf.credential = Credential::X509 { certificates };
    };
    // The certificate of the leaf's key is there, but not first.
    let last = |leaf: &mut NewLeaf<Octets>| {
        leaf.credential = x509(SUITE, &leaf.signature_key.bytes);
        if let Credential::X509 { certificates } = &mut leaf.credential {
            certificates.reverse();
        }
    };
    let changes: [(u16, Change<'_>); 4] = [(27, &other), (26, &no_chain), (27, &no_certificate), (27, &last)];
    for (rule, change) in changes {
        // In an Add,
        let joiner = Client::with(SUITE, "joiner", change);
        let list = by_value([joiner.add()]);
        group.assert_list_refused(0, &list, invalid(rule, Place::Entry(0)));
        // in an Update,
        let (update, sent) = group.members[1].propose_update(&message(), change);
        group.deliver(1, &sent);
        group.assert_list_refused(0, &[update], invalid(rule, Place::Leaf(1)));
        // in a Commit,
        let mut options = commit_of(Vec::new());
        let mut leaf = group.members[2].new_leaf();
        change(&mut leaf);
        options.new_leaf = Some(leaf);
        let refused = group.members[2].commit(&options);
        assert_eq!(refused.err(), Some(invalid(rule, Place::Leaf(2))));
        // and in an external Commit.
        let info = group.members[0].group_info();
        let refused = Member::join_externally(joiner, &info, |_| {});
        assert_eq!(refused.err(), Some(invalid(rule, Place::Leaf(3))));
    }
}

#[test]
fn a_certificate_comes_with_a_rotated_key() {
    let mut group = Group::of(vec![Client::new(SUITE, "one"), with_certificate(SUITE, "two")], &[]);
    let (private_key, public_key) = signature_key_pair(SUITE, "rotated");
    let mut leaf = group.members[1].new_leaf();
    leaf.signature_private_key = private_key;
    leaf.signature_key = public_key.clone();
    let mut options = commit_of(Vec::new());
    options.new_leaf = Some(leaf.clone());
    // The old certificate is of the old key.
    let refused = group.members[1].commit(&options);
    assert_eq!(refused.err(), Some(invalid(27, Place::Leaf(1))));
    leaf.credential = x509(SUITE, &public_key.bytes);
    options.new_leaf = Some(leaf);
    // Of an X.509 credential this Authentication Service knows no identity, so any may follow.
    group.commit(1, &options);
    group.chat();
}

#[test]
fn a_credential_is_valid_for_the_authentication_service() {
    let mut group = Group::new(SUITE, 3);
    let list = by_value([Client::new(SUITE, "mallory").add()]);
    group.assert_list_refused(0, &list, invalid(104, Place::Entry(0)));
    // Who trusts others than the rest does is alone with it.
    let joiner = Client::new(SUITE, "mallory");
    let mut deceived = group.clone();
    let policy = &mut deceived.members[0].client.policy;
    policy.leaf.authentication.is_valid = |_, _, _| true;
    let list = commit_of(by_value([joiner.add()]));
    let created = deceived.members[0].commit(&list).unwrap();
    let error = invalid(104, Place::Entry(0));
    group.assert_refused(0, &created.message, error);
    // A joiner holds every member's credential to its own service.
    let mut honest = Client::new(SUITE, "honest");
    let list = commit_of(by_value([joiner.add(), honest.add()]));
    let created = deceived.members[0].commit(&list).unwrap();
    let welcome = created.welcome.unwrap();
    let refused = Member::join(honest.clone(), &welcome, None);
    assert_eq!(refused.err(), Some(invalid(104, Place::Leaf(3))));
    honest.policy.leaf.authentication.is_valid = |_, _, _| true;
    assert!(Member::join(honest, &welcome, None).is_ok());
}

fn rename(name: &str) -> impl Fn(&mut NewLeaf<Octets>) {
    move |leaf| {
        leaf.credential = Credential::Basic { identity: octets(name) };
    }
}

/// RFC 9420, Section 5.3.1: a credential is replaced by a successor only.
#[test]
fn a_credential_is_replaced_by_a_successor() {
    let mut group = Group::new(SUITE, 3);
    let (update, sent) = group.members[1].propose_update(&message(), rename("client 1, renamed"));
    group.deliver(1, &sent);
    group.commit(0, &commit_of(vec![update]));
    let mut options = commit_of(Vec::new());
    let mut leaf = group.members[1].new_leaf();
    rename("client 1, renamed again")(&mut leaf);
    options.new_leaf = Some(leaf);
    group.commit(1, &options);
    group.chat();
}

#[test]
fn a_credential_that_is_no_successor_is_refused_in_an_update() {
    let mut group = Group::new(SUITE, 3);
    let (update, sent) = group.members[1].propose_update(&message(), rename("client 2"));
    group.deliver(1, &sent);
    group.assert_list_refused(0, &[update], invalid(33, Place::Entry(0)));
}

#[test]
fn a_credential_that_is_no_successor_is_refused_in_a_commit() {
    let mut group = Group::new(SUITE, 3);
    let mut options = commit_of(Vec::new());
    let mut leaf = group.members[1].new_leaf();
    rename("client 2")(&mut leaf);
    options.new_leaf = Some(leaf);
    let error = invalid(34, Place::Leaf(1));
    let refused = group.members[1].commit(&options);
    assert_eq!(refused.err(), Some(error));
    let policy = &mut group.members[1].client.policy;
    policy.leaf.authentication.is_successor = |_, _, _| true;
    let created = group.members[1].commit(&options).unwrap();
    group.assert_refused(1, &created.message, error);
}

#[test]
fn a_lifetime_is_current_and_not_too_long() {
    let mut group = Group::new(SUITE, 3);
    let client = |lifetime: Lifetime| Client::with_lifetime(SUITE, "joiner", lifetime, |_| {});
    let (expired, early, long) = (110, 110, 96);
    for (not_before, not_after, rule) in [
        (NOW - 100, NOW - 1, expired),
        (0, 0, expired),
        (NOW + 1, NOW + 100, early),
        (NOW + 100, NOW - 100, early),
        (NOW, NOW + MAXIMUM_LIFETIME + 1, long),
        (0, u64::MAX, long),
    ] {
        let joiner = client(lifetime(not_before, not_after));
        let list = by_value([joiner.add()]);
        group.assert_list_refused(0, &list, invalid(rule, Place::Entry(0)));
    }
    for (not_before, not_after) in [(NOW, NOW), (NOW - 1, NOW - 1 + MAXIMUM_LIFETIME)] {
        let mut group = group.clone();
        group.add(1, vec![client(lifetime(not_before, not_after))]);
        group.chat();
    }
}

/// RFC 9420, Section 7.3 lets a receiver leave the time unchecked, a sender not.
#[test]
fn a_clock_need_not_be_looked_at_by_a_receiver() {
    let mut group = Group::new(SUITE, 3);
    for member in &mut group.members {
        member.client.policy.leaf.clock = Clock::Unchecked;
    }
    let expired = lifetime(0, 1);
    let mut joiner = Client::with_lifetime(SUITE, "joiner", expired, |_| {});
    joiner.policy.leaf.clock = Clock::Unchecked;
    let list = commit_of(by_value([joiner.add()]));
    for (clock, error) in
        [(Clock::Unchecked, invalid(109, Place::Message)), (Clock::At(2), invalid(110, Place::Entry(0)))]
    {
        let mut member = group.members[0].clone();
        member.client.policy.leaf.clock = clock;
        assert_eq!(member.commit(&list).err(), Some(error));
    }
    group.members[0].client.policy.leaf.clock = Clock::At(1);
    group.add(0, vec![joiner]);
    group.chat();
    group.members[0].client.policy.leaf.clock = Clock::At(NOW);
    // A joiner who looks at the clock does not like what it sees.
    let honest = Client::new(SUITE, "honest");
    let list = commit_of(by_value([honest.add()]));
    let created = group.members[0].commit(&list).unwrap();
    let refused = Member::join(honest, &created.welcome.unwrap(), None);
    assert_eq!(refused.err(), Some(invalid(110, Place::Leaf(3))));
}

/// What a KeyPackage says is signed twice: by its leaf, and as a whole.
#[test]
fn a_key_package_that_was_altered_is_refused() {
    let mut group = Group::new(SUITE, 3);
    let good = Client::new(SUITE, "joiner");
    let other = Client::new(SUITE, "other").own.key_package;
    let mut assert_refused = |error, change: &dyn Fn(&mut Client)| {
        let mut joiner = good.clone();
        change(&mut joiner);
        group.assert_list_refused(0, &by_value([joiner.add()]), error);
    };
    let entry = |rule| invalid(rule, Place::Entry(0));
    assert_refused(entry(209), &|joiner| joiner.own.key_package.version = 2);
    assert_refused(entry(210), &|joiner| {
        joiner.own.key_package.cipher_suite = CipherSuite::P256Aes128GcmSha256P256.value();
    });
    assert_refused(crypto(212), &|joiner| {
        joiner.own.key_package.init_key = other.init_key.clone();
    });
    assert_refused(crypto(105), &|joiner| {
        joiner.own.key_package.leaf_node.encryption_key = other.init_key.clone();
    });
    assert_refused(entry(197), &|joiner| {
        joiner.own.key_package.init_key.bytes = octets("no key");
    });
    assert_refused(entry(19), &|joiner| {
        joiner.own.key_package.leaf_node.signature_key.bytes = octets("no key");
    });
}

#[test]
fn basic_and_x509_are_types_that_one_supports_or_not() {
    let basic_only = |leaf: &mut NewLeaf<Octets>| {
        leaf.capabilities.credentials.retain(|credential_type| *credential_type != X509);
    };
    let clients = (0..3).map(|i| Client::with(SUITE, &format!("client {i}"), basic_only));
    let mut group = Group::of(clients.collect(), &[]);
    let joiner = with_certificate(SUITE, "joiner");
    let list = by_value([joiner.add()]);
    // The leftmost member at fault is the one who does not support the type of the joiner.
    group.assert_list_refused(0, &list, invalid(108, Place::Leaf(0)));
    group.chat();
}
