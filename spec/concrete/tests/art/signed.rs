//! What is encoded and signed, put together by hand from the structures of the documentation.

use pleach_spec::algebra::{Bytes, Crypto};
use pleach_spec::art::context::ArtMode;
use pleach_spec::art::envelope::{ArtMessageEnvelope, encode_art_envelope};
use pleach_spec::art::group::ArtGroup;
use pleach_spec::art::key::ArtPublicKey;
use pleach_spec::art::member::ArtMember;
use pleach_spec::art::message::ArtMessage;
use pleach_spec::art::setup::process::join_art_group;
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec_concrete::Octets;

use crate::client::{SUITE, Source, literal};
use crate::definition::{Suite, vector};
use crate::world::{ArtClient, clients, say, set_up};

fn key(key: &ArtPublicKey<Octets>) -> Vec<u8> {
    vector(key.bytes.as_slice())
}

fn member(member: &ArtMember<Octets>) -> Vec<u8> {
    let signature_key = vector(member.signature_key.bytes.as_slice());
    [vector(member.identity.as_slice()), key(&member.identity_key), signature_key].concat()
}

/// Whether a member signed this content under a label.
fn signed_by(member: &ArtMember<Octets>, label: &str, content: &[u8], signature: &Octets) -> bool {
    let content = [vector(format!("ART 1.0 {label}").as_bytes()), vector(content)].concat();
    Octets::signature_verify(SUITE, &member.signature_key.bytes, &Octets::from(content), signature)
}

/// The envelope of this wire type around a structure and a last field.
fn enveloped(wire_type: u8, structure: &[u8], last: &Octets) -> Octets {
    Octets::from([b"AR".to_vec(), vec![0, wire_type], structure.to_vec(), vector(last.as_slice())].concat())
}

#[test]
fn a_prekey_is_encoded_and_signed_as_documented() {
    let mut owner = ArtClient::<Octets>::new(SUITE, "owner");
    let prekey = owner.prekey();
    let unsigned = [vec![0, 1], member(&prekey.owner), key(&prekey.ephemeral_key)].concat();
    let tbs = [b"AR".to_vec(), unsigned.clone()].concat();
    assert!(signed_by(&owner.own.member, "ArtPrekeyTBS", &tbs, &prekey.signature));
    let expected = enveloped(1, &unsigned, &prekey.signature);
    assert_eq!(encode_art_envelope(&ArtMessageEnvelope::Prekey { prekey }), expected);
}

#[test]
fn a_setup_is_encoded_and_signed_as_documented() {
    let mut clients = clients::<Octets>(SUITE, 3);
    let (_, old) = set_up(&mut clients, ArtMode::Unsigned);
    let prekeys: Vec<_> = clients[1..].iter_mut().map(ArtClient::prekey).collect();
    let setup = clients[0].create("next", ArtMode::Signed, &prekeys, Some(&old[0])).setup;
    let authenticator = vector(old[2].stage.stage_authenticator.bytes.as_slice());
    let link = [vec![1], vector(b"group"), vec![0; 8], authenticator].concat();
    let invitees = prekeys.iter().map(|prekey| [member(&prekey.owner), key(&prekey.ephemeral_key)].concat());
    let nodes: Vec<Vec<u8>> = setup.tree.nodes.iter().map(key).collect();
    let unsigned = [
        vec![0, 1],
        vector(b"next"),
        vec![2],
        link,
        member(&clients[0].own.member),
        vector(&invitees.collect::<Vec<_>>().concat()),
        key(&setup.setup_key),
        vector(&nodes.concat()),
    ]
    .concat();
    let tbs = [b"AR".to_vec(), unsigned.clone()].concat();
    assert!(signed_by(&clients[0].own.member, "ArtSetupTBS", &tbs, &setup.signature));
    let expected = enveloped(2, &unsigned, &setup.signature);
    assert_eq!(encode_art_envelope(&ArtMessageEnvelope::Setup { setup }), expected);
}

/// The first message of member 2, opened with keys that are derived by hand, from the ratchet's first secret.
fn opened(group: &ArtGroup<Octets>, message: &ArtMessage<Octets>) -> Vec<u8> {
    let suite = Suite::of(SUITE);
    let secret = group.stage.sender_data_secret.bytes.as_slice();
    let (sample, _) = message.ciphertext.as_slice().split_at(32);
    let key = suite.labelled("ART", secret, "key", sample, SUITE.aead_nk());
    let nonce = suite.labelled("ART", secret, "nonce", sample, SUITE.aead_nn());
    let header = [b"AR".to_vec(), vector(b"group"), message.stage.to_be_bytes().to_vec()].concat();
    let [key, nonce, aad] = [key, nonce, header].map(Octets::from);
    let sender_data = Octets::aead_open(SUITE, &key, &nonce, &aad, &message.encrypted_sender_data).unwrap();
    let (start, _) = sender_data.as_slice().split_at(8);
    assert_eq!(start, [0, 0, 0, 2, 0, 0, 0, 0]);
    start.to_vec()
}

#[test]
fn a_message_is_signed_as_documented() {
    use pleach_spec::art::message::content::decode_art_message_content;
    use pleach_spec::secret_tree::ratchet::advance;
    let (_, mut groups) = set_up::<Octets>(&mut clients(SUITE, 3), ArtMode::Signed);
    let (_, ratchet_key) = advance(SUITE, groups[0].stage.ratchets[2].clone()).unwrap();
    let message = say(&mut groups[2], &literal("hello"), "message");
    let sender_and_generation = opened(&groups[0], &message);
    // The content, with the guard that is drawn from the seed.
    let context = [vector(b"reuse_guard"), vec![0; 4]].concat();
    let guard = Suite::of(SUITE).labelled("MLS", Octets::fresh("message").as_slice(), "random", &context, 4);
    let nonce = ratchet_key.nonce.bytes.xor(&Octets::from(guard));
    let aad = [b"AR".to_vec(), vector(b"group"), vec![0; 8], vector(b"authenticated data")];
    let aad = Octets::from(aad.concat());
    let plaintext = Octets::aead_open(SUITE, &ratchet_key.key.bytes, &nonce, &aad, &message.ciphertext).unwrap();
    let content = decode_art_message_content(ArtMode::Signed, &plaintext).unwrap();
    let tbs = [
        b"AR".to_vec(),
        vector(groups[0].stage.context_hash.as_slice()),
        sender_and_generation,
        vector(b"authenticated data"),
        vector(b"hello"),
    ];
    let sender = groups[0].stage.context.members[2].clone();
    assert!(signed_by(&sender, "ArtMessageTBS", &tbs.concat(), &content.signature.unwrap()));
}

/// Whoever joins uses one prekey, and keeps the others.
#[test]
fn joining_takes_the_one_prekey_that_was_used() {
    let mut clients = clients::<Octets>(CipherSuite::P256Aes128GcmSha256P256, 2);
    let prekeys = [0; 3].map(|_| clients[1].prekey());
    let before = clients[1].prekeys.clone();
    for used in 0..3 {
        let setup = clients[0].create("group", ArtMode::Signed, &prekeys[used..=used], None).setup;
        let joined = join_art_group(&clients[1].own, &before, &setup, None).unwrap();
        let kept: Vec<_> = (0..3).filter(|index| *index != used).map(|index| before.unused[index].clone()).collect();
        assert_eq!(joined.prekeys.unused, kept);
    }
}
