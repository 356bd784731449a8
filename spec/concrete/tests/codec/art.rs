//! The wire types of ART.

use pleach_spec::algebra::Bytes;
use pleach_spec::art::context::{ArtLink, ArtMode, decode_art_link, decode_art_mode, encode_art_link, encode_art_mode};
use pleach_spec::art::envelope::{ArtMessageEnvelope, decode_art_envelope, encode_art_envelope};
use pleach_spec::art::key::{ArtPublicKey, decode_art_public_key, encode_art_public_key};
use pleach_spec::art::member::{
    ArtMember, decode_art_member, decode_member_index, encode_art_member, encode_member_index,
};
use pleach_spec::art::message::content::{ArtMessageContent, decode_art_message_content, encode_art_message_content};
use pleach_spec::art::message::sender_data::{ArtSenderData, decode_art_sender_data, encode_art_sender_data};
use pleach_spec::art::message::{ArtMessage, decode_art_message, encode_art_message};
use pleach_spec::art::prekey::{ArtPrekey, decode_art_prekey, encode_art_prekey};
use pleach_spec::art::public_tree::{ArtTree, decode_art_tree, encode_art_tree};
use pleach_spec::art::setup::{
    ArtInvitee, ArtSetup, decode_art_invitee, decode_art_setup, encode_art_invitee, encode_art_setup,
};
use pleach_spec::art::tree::MemberIndex;
use pleach_spec::art::update::{ArtUpdate, decode_art_update, encode_art_update};
use pleach_spec::codec::decode_exact;
use pleach_spec::error::DecodeError;
use pleach_spec_concrete::Octets;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof};

use crate::laws::{decoded_is_encoding, laws, runner};
use crate::mutation::{Random, mutated};
use crate::values::{fixed, list, octets, optional, signature_public_key};

fn mode() -> impl Strategy<Value = ArtMode> {
    prop_oneof![Just(ArtMode::Unsigned), Just(ArtMode::Signed)]
}

fn link() -> impl Strategy<Value = ArtLink<Octets>> {
    (octets(), any::<u64>(), octets()).prop_map(|(group_id, stage, stage_authenticator)| ArtLink {
        group_id,
        stage,
        stage_authenticator,
    })
}

fn index() -> impl Strategy<Value = MemberIndex> {
    any::<u32>().prop_map(MemberIndex)
}

fn public_key() -> impl Strategy<Value = ArtPublicKey<Octets>> {
    octets().prop_map(|bytes| ArtPublicKey { bytes })
}

fn tree() -> impl Strategy<Value = ArtTree<Octets>> {
    list(public_key()).prop_map(|nodes| ArtTree { nodes })
}

fn member() -> impl Strategy<Value = ArtMember<Octets>> {
    (octets(), public_key(), signature_public_key()).prop_map(|(identity, identity_key, signature_key)| ArtMember {
        identity,
        identity_key,
        signature_key,
    })
}

fn invitee() -> impl Strategy<Value = ArtInvitee<Octets>> {
    (member(), public_key()).prop_map(|(member, ephemeral_key)| ArtInvitee { member, ephemeral_key })
}

fn prekey() -> BoxedStrategy<ArtPrekey<Octets>> {
    (any::<u16>(), member(), public_key(), octets())
        .prop_map(|(cipher_suite, owner, ephemeral_key, signature)| ArtPrekey {
            cipher_suite,
            owner,
            ephemeral_key,
            signature,
        })
        .boxed()
}

fn setup() -> BoxedStrategy<ArtSetup<Octets>> {
    let start = (any::<u16>(), octets(), mode(), optional(link()));
    let end = (member(), list(invitee()), public_key(), tree(), octets());
    (start, end)
        .prop_map(|((cipher_suite, group_id, mode, link), (creator, invitees, setup_key, tree, signature))| ArtSetup {
            cipher_suite,
            group_id,
            mode,
            link,
            creator,
            invitees,
            setup_key,
            tree,
            signature,
        })
        .boxed()
}

fn update() -> BoxedStrategy<ArtUpdate<Octets>> {
    (octets(), any::<u64>(), index(), list(public_key()), octets())
        .prop_map(|(group_id, stage, sender, path, mac)| ArtUpdate { group_id, stage, sender, path, mac })
        .boxed()
}

fn message() -> BoxedStrategy<ArtMessage<Octets>> {
    (octets(), any::<u64>(), octets(), octets(), octets())
        .prop_map(|(group_id, stage, authenticated_data, encrypted_sender_data, ciphertext)| ArtMessage {
            group_id,
            stage,
            authenticated_data,
            encrypted_sender_data,
            ciphertext,
        })
        .boxed()
}

fn sender_data() -> impl Strategy<Value = ArtSenderData<Octets>> {
    (index(), any::<u32>(), fixed(4)).prop_map(|(sender, generation, reuse_guard)| ArtSenderData {
        sender,
        generation,
        reuse_guard,
    })
}

fn envelope() -> BoxedStrategy<ArtMessageEnvelope<Octets>> {
    prop_oneof![
        prekey().prop_map(|prekey| ArtMessageEnvelope::Prekey { prekey }),
        setup().prop_map(|setup| ArtMessageEnvelope::Setup { setup }),
        update().prop_map(|update| ArtMessageEnvelope::Update { update }),
        message().prop_map(|message| ArtMessageEnvelope::Message { message }),
    ]
    .boxed()
}

laws! {
    art_mode: mode(), |x| encode_art_mode(*x), decode_art_mode;
    art_link: link(), encode_art_link, decode_art_link;
    art_member_index: index(), encode_member_index, decode_member_index;
    art_public_key: public_key(), encode_art_public_key, decode_art_public_key;
    art_tree: tree(), encode_art_tree, decode_art_tree;
    art_member: member(), encode_art_member, decode_art_member;
    art_prekey: prekey(), encode_art_prekey, decode_art_prekey;
    art_invitee: invitee(), encode_art_invitee, decode_art_invitee;
    art_setup: setup(), encode_art_setup, decode_art_setup;
    art_update: update(), encode_art_update, decode_art_update;
    art_message: message(), encode_art_message, decode_art_message;
    art_sender_data: sender_data(), encode_art_sender_data, decode_art_sender_data;
    art_envelope: envelope(), encode_art_envelope, decode_art_envelope;
}

/// An ArtMessageContent has no end of its own, and is of a mode. With that before it, it is a value like the others.
fn encode_with_mode(content: &ArtMessageContent<Octets>) -> Octets {
    let mode = if content.signature.is_some() { ArtMode::Signed } else { ArtMode::Unsigned };
    encode_art_mode::<Octets>(mode).concat(&encode_art_message_content(content))
}

fn decode_with_mode(input: &Octets) -> Result<(ArtMessageContent<Octets>, Octets), DecodeError> {
    let (mode, rest) = decode_art_mode(input)?;
    Ok((decode_art_message_content(mode, &rest)?, Octets::literal(&[])))
}

#[test]
fn art_message_content() {
    let content = (octets(), optional(octets()), 0usize..100);
    let content = content.prop_map(|(application_data, signature, length_of_padding)| ArtMessageContent {
        application_data,
        signature,
        length_of_padding,
    });
    let result = runner().run(&(content, any::<u64>()), |(content, seed)| {
        let mut random = Random::from_seed(seed);
        let encoded = encode_with_mode(&content);
        assert_eq!(decode_exact(&encoded, decode_with_mode), Ok(content));
        let garbage = encoded.concat(&Octets::literal(&[1]));
        assert_eq!(decode_with_mode(&garbage), Err(DecodeError::Padding));
        for _ in 0..30 {
            let input = mutated(&mut random, encoded.as_slice());
            decoded_is_encoding(&input, encode_with_mode, decode_with_mode);
        }
        Ok(())
    });
    result.unwrap();
}
