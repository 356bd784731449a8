//! Setups and updates, compared with the second computation of [`crate::definition`].

use pleach_spec::algebra::Crypto;
use pleach_spec::art::context::ArtMode;
use pleach_spec::art::group::ArtGroup;
use pleach_spec::art::member::ArtMember;
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec_concrete::Octets;

use crate::client::{Source, literal};
use crate::definition::{Suite, vector};
use crate::keys::{stage_key_of, tree_key};
use crate::world::{ArtClient, clients, say, update};

/// What everyone's private keys give.
struct Expected {
    suite: Suite,
    /// The mode and the link of the group, as they are encoded.
    mode: u8,
    link: Vec<u8>,
    members: Vec<Vec<u8>>,
    leaves: Vec<Vec<u8>>,
    chain_key: Vec<u8>,
    stage: u64,
}

fn member(member: &ArtMember<Octets>) -> Vec<u8> {
    let parts = [&member.identity, &member.identity_key.bytes, &member.signature_key.bytes];
    parts.map(|part| vector(part.as_slice())).concat()
}

impl Expected {
    /// The leaf keys of a setup by the first of the clients, with the prekeys that the others still have.
    fn set_up(suite: CipherSuite, clients: &[ArtClient<Octets>], prekeys: &[(Vec<u8>, Vec<u8>)]) -> Expected {
        let suite = Suite::of(suite);
        let seed = Octets::fresh("member 0: group");
        let (suk, own_leaf) = (suite.drawn(seed.as_slice(), "setup_key"), suite.drawn(seed.as_slice(), "leaf_key"));
        let ik = clients[0].own.identity_private_key.bytes.as_slice();
        let members: Vec<Vec<u8>> = clients.iter().map(|client| member(&client.own.member)).collect();
        let mut leaves = vec![own_leaf];
        for (index, (ek, public_ek)) in prekeys.iter().enumerate() {
            let other = &clients[index + 1].own;
            let (identity_key, their_ik) = (other.member.identity_key.bytes.as_slice(), &other.identity_private_key);
            let values = [
                suite.power(ik, identity_key),
                suite.power(ik, public_ek),
                suite.power(&suk, identity_key),
                suite.power(&suk, public_ek),
            ];
            // The same from the other side.
            let (own_public, setup_public) = (suite.public(ik), suite.public(&suk));
            let their_ik = their_ik.bytes.as_slice();
            let theirs = [(their_ik, &own_public), (ek, &own_public), (their_ik, &setup_public), (ek, &setup_public)];
            assert_eq!(values, theirs.map(|(private, public)| suite.power(private, public)));
            let context = [
                suite.value.to_be_bytes().to_vec(),
                members[0].clone(),
                members[index + 1].clone(),
                vector(&setup_public),
                vector(public_ek),
            ];
            let extracted = suite.extract(&vec![0; suite.nh], &values.concat());
            leaves.push(suite.iota(&suite.art(&extracted, "key exchange", &context.concat())));
        }
        Expected { suite, mode: 1, link: vec![0], members, leaves, chain_key: vec![0; suite.nh], stage: 0 }
    }

    /// What is hashed into the stage key.
    fn context(&self, nodes: &[Vec<u8>]) -> Vec<u8> {
        let nodes: Vec<Vec<u8>> = nodes.iter().map(|key| vector(key)).collect();
        [
            b"AR".to_vec(),
            self.suite.value.to_be_bytes().to_vec(),
            vector(b"group"),
            vec![self.mode],
            self.link.clone(),
            self.stage.to_be_bytes().to_vec(),
            vector(&self.members.concat()),
            vector(&nodes.concat()),
        ]
        .concat()
    }

    /// The keys of the stage are those of a member; then the stage is over.
    fn check(&mut self, group: &ArtGroup<Octets>) -> Vec<u8> {
        let (exponent, nodes) = self.suite.tree(&self.leaves);
        let given = &group.stage.context.tree.nodes;
        assert_eq!(given.len(), nodes.len());
        for (node, (given, expected)) in given.iter().zip(&nodes).enumerate() {
            assert_eq!(given.bytes.as_slice(), expected, "node {node}");
        }
        assert_eq!(tree_key(group).bytes.as_slice(), exponent);
        let stage_key = self.suite.stage_key(&self.chain_key, &exponent, &self.context(&nodes));
        let previous = pleach_spec::secret::ArtChainKey { bytes: Octets::from(self.chain_key.as_slice()) };
        assert_eq!(stage_key_of(group, &previous).bytes.as_slice(), stage_key);
        let derived = |label| self.suite.art(&stage_key, label, b"");
        assert_eq!(group.stage.chain_key.bytes.as_slice(), derived("chain"));
        assert_eq!(group.stage.update_mac_key.bytes.as_slice(), derived("update"));
        assert_eq!(group.stage.stage_authenticator.bytes.as_slice(), derived("link"));
        assert_eq!(group.stage.sender_data_secret.bytes.as_slice(), derived("sender data"));
        (self.chain_key, self.stage) = (derived("chain"), self.stage + 1);
        stage_key
    }
}

/// The group that another one follows, in its second stage; and the link to that, as it is encoded.
fn old_group(clients: &mut [ArtClient<Octets>]) -> (Vec<ArtGroup<Octets>>, Vec<u8>) {
    let mut groups = created(clients, "old group", ArtMode::Unsigned, None);
    update(&mut groups, 1, "update of the old group");
    let authenticator = groups[0].stage.stage_authenticator.bytes.as_slice();
    let link = [vec![1], vector(b"old group"), 1u64.to_be_bytes().to_vec(), vector(authenticator)];
    (groups, link.concat())
}

/// A group of all clients, each of whom is a member of the old one, if there is any.
fn created(
    clients: &mut [ArtClient<Octets>],
    name: &str,
    mode: ArtMode,
    old: Option<&[ArtGroup<Octets>]>,
) -> Vec<ArtGroup<Octets>> {
    let old = |member: usize| old.map(|groups| &groups[member]);
    let prekeys: Vec<_> = clients[1..].iter_mut().map(ArtClient::prekey).collect();
    let created = clients[0].create(name, mode, &prekeys, old(0));
    let mut groups = vec![created.group];
    for (member, client) in clients.iter_mut().enumerate().skip(1) {
        groups.push(client.join(&created.setup, old(member)));
    }
    groups
}

/// A group that follows none, whose messages are not signed; and one that follows it, whose messages are.
fn check(suite: CipherSuite, members: usize) {
    let mut clients = clients::<Octets>(suite, members);
    check_group(suite, &mut clients.clone(), ArtMode::Unsigned, None);
    let (old, link) = old_group(&mut clients);
    check_group(suite, &mut clients, ArtMode::Signed, Some((&old, link)));
}

fn check_group(
    suite: CipherSuite,
    clients: &mut [ArtClient<Octets>],
    mode: ArtMode,
    old: Option<(&[ArtGroup<Octets>], Vec<u8>)>,
) {
    let members = clients.len();
    // Which prekeys there will be.
    let mut foreseen = clients.to_vec();
    let prekeys: Vec<(Vec<u8>, Vec<u8>)> = foreseen[1..]
        .iter_mut()
        .map(|client| {
            client.prekey();
            let own = client.prekeys.unused[0].clone();
            (own.private_key.bytes.into(), own.prekey.ephemeral_key.bytes.into())
        })
        .collect();
    let mut groups = created(clients, "group", mode, old.as_ref().map(|(groups, _)| *groups));
    let mut expected = Expected::set_up(suite, clients, &prekeys);
    if let Some((_, link)) = old {
        (expected.mode, expected.link) = (2, link);
    }
    expected.check(&groups[members - 1]);
    for sender in [members - 1, 0] {
        let label = format!("update of {sender}");
        let mac_key: Vec<u8> = groups[0].stage.update_mac_key.bytes.clone().into();
        let created = update(&mut groups, sender, &label);
        expected.leaves[sender] = expected.suite.drawn(Octets::fresh(&label).as_slice(), "leaf_key");
        let stage = expected.stage;
        let stage_key = expected.check(&groups[members / 2]);
        // The MAC of the update, under the key of the stage before.
        let path: Vec<Vec<u8>> = created.update.path.iter().map(|key| vector(key.bytes.as_slice())).collect();
        let tbm = [
            b"AR".to_vec(),
            vector(b"group"),
            (stage - 1).to_be_bytes().to_vec(),
            (sender as u32).to_be_bytes().to_vec(),
            vector(&path.concat()),
        ];
        assert_eq!(created.update.mac.as_slice(), expected.suite.hmac(&mac_key, &tbm.concat()));
        check_messages(&expected.suite, &mut groups[sender], sender as u32, &stage_key);
    }
}

/// The first three messages of a member in a stage: their keys are those of the ratchet's generations 0 to 2.
///
/// ```text
/// ratchet_secret_[i]_[j+1] = ExpandWithLabel(ratchet_secret_[i]_[j], "secret", uint32 j, KDF.Nh)
/// ```
fn check_messages(suite: &Suite, group: &mut ArtGroup<Octets>, sender: u32, stage_key: &[u8]) {
    let message_secret = suite.art(stage_key, "message", b"");
    let mut ratchet_secret = suite.art(&message_secret, "sender", &sender.to_be_bytes());
    for generation in 0..3u32 {
        let derived = |label, length| suite.labelled("ART", &ratchet_secret, label, &generation.to_be_bytes(), length);
        check_message(suite, group, derived("key", group.suite.aead_nk()), &derived("nonce", 12));
        ratchet_secret = derived("secret", suite.nh);
    }
}

/// The ciphertext of the next message of a member, as far as its AEAD key shows. (Its signature: [`crate::signed`].)
fn check_message(suite: &Suite, group: &mut ArtGroup<Octets>, key: Vec<u8>, nonce: &[u8]) {
    let message = say(group, &literal("hello"), "message");
    // The reuse guard is drawn from the seed.
    let context = [vector(b"reuse_guard"), vec![0; 4]].concat();
    let guard = suite.labelled("MLS", Octets::fresh("message").as_slice(), "random", &context, 4);
    let nonce: Vec<u8> = nonce.iter().zip(guard.iter().chain(&[0; 8])).map(|(byte, guard)| byte ^ guard).collect();
    let aad = [b"AR".to_vec(), vector(b"group"), message.stage.to_be_bytes().to_vec(), vector(b"authenticated data")];
    let [key, nonce, aad] = [key, nonce, aad.concat()].map(Octets::from);
    let opened = Octets::aead_open(group.suite, &key, &nonce, &aad, &message.ciphertext).unwrap();
    let rest = opened.as_slice().strip_prefix(vector(b"hello").as_slice()).unwrap();
    let signature = rest.strip_suffix(&[0; 11]).unwrap();
    assert_eq!(signature.is_empty(), group.stage.context.mode == ArtMode::Unsigned);
}

#[test]
fn setups_updates_and_stages_are_as_defined_over_x25519_and_p256() {
    for members in 2..=9 {
        check(CipherSuite::X25519Aes128GcmSha256Ed25519, members);
        check(CipherSuite::P256Aes128GcmSha256P256, members);
    }
}

#[test]
fn setups_updates_and_stages_are_as_defined_in_every_suite() {
    for suite in CipherSuite::ALL {
        check(suite, 3);
    }
}
