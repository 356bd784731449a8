//! The laws, over arbitrary values and mutations of their encodings.

use std::cell::Cell;
use std::fmt::Debug;

use pleach_spec::algebra::Bytes;
use pleach_spec::codec::decode_exact;
use pleach_spec::commit::{decode_commit, encode_commit};
use pleach_spec::credential::{decode_credential, encode_credential};
use pleach_spec::crypto::{decode_hpke_ciphertext, encode_hpke_ciphertext};
use pleach_spec::error::DecodeError;
use pleach_spec::extension::content::{
    decode_external_senders, decode_required_capabilities, encode_external_senders, encode_required_capabilities,
};
use pleach_spec::extension::{decode_extensions, encode_extensions};
use pleach_spec::framing::auth::{decode_authenticated_content, encode_authenticated_content};
use pleach_spec::framing::content::{content_type, decode_framed_content, encode_framed_content};
use pleach_spec::framing::message::{decode_mls_message, encode_mls_message};
use pleach_spec::framing::private_content::{
    PrivateMessageContent, decode_private_message_content, encode_private_message_content,
};
use pleach_spec::framing::private_message::{decode_private_message, encode_private_message};
use pleach_spec::framing::public_message::{decode_public_message, encode_public_message};
use pleach_spec::framing::sender_data::{decode_sender_data, encode_sender_data};
use pleach_spec::framing::{
    ContentType, decode_content_type, decode_sender, decode_wire_format, encode_content_type, encode_sender,
    encode_wire_format,
};
use pleach_spec::hash_ref::{decode_key_package_ref, decode_proposal_ref, encode_key_package_ref, encode_proposal_ref};
use pleach_spec::key_package::{decode_key_package, encode_key_package};
use pleach_spec::key_schedule::group_context::{decode_group_context, encode_group_context};
use pleach_spec::key_schedule::psk_id::{decode_pre_shared_key_id, encode_pre_shared_key_id};
use pleach_spec::proposal::{decode_proposal, decode_reinit, encode_proposal, encode_reinit};
use pleach_spec::tree::nodes::{
    decode_capabilities, decode_leaf_node, decode_parent_node, encode_capabilities, encode_leaf_node,
    encode_parent_node,
};
use pleach_spec::tree::ratchet_tree::{decode_ratchet_tree, encode_ratchet_tree};
use pleach_spec::tree::update_path::{
    decode_update_path, decode_update_path_node, encode_update_path, encode_update_path_node,
};
use pleach_spec::welcome::group_info::{decode_group_info, encode_group_info};
use pleach_spec::welcome::message::{decode_group_secrets, decode_welcome, encode_group_secrets, encode_welcome};
use pleach_spec_concrete::Octets;
use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, Strategy, any};
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

use crate::mutation::{Random, mutated};
use crate::{messages, nodes, proposals, values};

type Encode<T> = fn(&T) -> Octets;
type Decode<T> = fn(&Octets) -> Result<(T, Octets), DecodeError>;

/// `encode(decode(b)) = b`, if `b` decodes; whether it does.
pub(crate) fn decoded_is_encoding<T: Debug>(bytes: &[u8], encode: Encode<T>, decode: Decode<T>) -> bool {
    match decode(&Octets::from(bytes)) {
        Ok((value, rest)) => {
            let encoded = encode(&value).concat(&rest);
            assert_eq!(encoded.as_slice(), bytes, "{value:?}");
            true
        }
        Err(error) => {
            assert_ne!(error, DecodeError::Opaque);
            false
        }
    }
}

/// The second law for every prefix, and many mutations: how many of these decode.
pub(crate) fn check_around<T: Debug>(
    random: &mut Random,
    valid: &[u8],
    mutations: usize,
    encode: Encode<T>,
    decode: Decode<T>,
) -> usize {
    assert!(decoded_is_encoding(valid, encode, decode));
    for length in 0..valid.len() {
        let prefix = &valid[..length];
        let decoded = decode_exact(&Octets::from(prefix), decode);
        assert!(decoded.is_err(), "a prefix of {length} bytes decodes");
        assert!(!decoded_is_encoding(prefix, encode, decode));
    }
    let decoding = |_: &usize| decoded_is_encoding(&mutated(random, valid), encode, decode);
    (0..mutations).filter(decoding).count()
}

/// Always the same values, so that a failure can be repeated.
pub(crate) fn runner() -> TestRunner {
    let config = ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

/// Both laws for values of a strategy.
pub(crate) fn check<T: Debug + PartialEq>(strategy: impl Strategy<Value = T>, encode: Encode<T>, decode: Decode<T>) {
    let (decoded, refused) = (Cell::new(0), Cell::new(0));
    let inputs = (strategy, vec(any::<u8>(), 1..20), any::<u64>());
    let result = runner().run(&inputs, |(value, rest, seed)| {
        let rest = Octets::from(rest);
        let encoded = encode(&value);
        let longer = encoded.concat(&rest);
        assert_eq!(decode_exact(&encoded, decode).as_ref(), Ok(&value));
        let trailing = Err(DecodeError::TrailingBytes);
        assert_eq!(decode_exact(&longer, decode), trailing);
        assert_eq!(decode(&longer), Ok((value, rest.clone())));
        let mut random = Random::from_seed(seed);
        for input in [encoded.as_slice(), rest.as_slice()] {
            for _ in 0..(100_000 / input.len()).min(30) {
                let input = mutated(&mut random, input);
                let counter = match decoded_is_encoding(&input, encode, decode) {
                    true => &decoded,
                    false => &refused,
                };
                counter.set(counter.get() + 1);
            }
        }
        Ok(())
    });
    result.unwrap();
    println!("of the mutations {decoded:?} decode, {refused:?} do not");
    assert!(decoded.get() > 0 && refused.get() > 0);
}

macro_rules! laws {
    ($($name:ident: $strategy:expr, $encode:expr, $decode:expr;)*) => {
        $(
            #[test]
            fn $name() {
                $crate::laws::check($strategy, $encode, $decode);
            }
        )*
    };
}
pub(crate) use laws;

laws! {
    wire_format: messages::wire_format(), |x| encode_wire_format(*x), decode_wire_format;
    content_type_octet: messages::any_content_type(), |x| encode_content_type(*x), decode_content_type;
    sender: messages::sender(), encode_sender, decode_sender;
    credential: values::credential(), encode_credential, decode_credential;
    hpke_ciphertext: values::hpke_ciphertext(), encode_hpke_ciphertext, decode_hpke_ciphertext;
    extensions: values::extensions(), |x| encode_extensions(x), decode_extensions;
    required_capabilities: values::required_capabilities(), encode_required_capabilities,
        decode_required_capabilities;
    external_senders: values::external_senders(), |x| encode_external_senders(x),
        decode_external_senders;
    capabilities: nodes::capabilities(), encode_capabilities, decode_capabilities;
    leaf_node: nodes::leaf_node(), encode_leaf_node, decode_leaf_node;
    parent_node: nodes::parent_node(), encode_parent_node, decode_parent_node;
    ratchet_tree: nodes::ratchet_tree(), encode_ratchet_tree, decode_ratchet_tree;
    update_path_node: nodes::update_path_node(), encode_update_path_node, decode_update_path_node;
    update_path: nodes::update_path(), encode_update_path, decode_update_path;
    key_package: nodes::key_package(), encode_key_package, decode_key_package;
    key_package_ref: proposals::key_package_ref(), encode_key_package_ref, decode_key_package_ref;
    proposal_ref: proposals::proposal_ref(), encode_proposal_ref, decode_proposal_ref;
    pre_shared_key_id: proposals::pre_shared_key_id(), encode_pre_shared_key_id,
        decode_pre_shared_key_id;
    reinit: proposals::reinit(), encode_reinit, decode_reinit;
    proposal: proposals::proposal(), encode_proposal, decode_proposal;
    commit: proposals::commit(), encode_commit, decode_commit;
    framed_content: messages::framed_content(), encode_framed_content, decode_framed_content;
    authenticated_content: messages::authenticated_content(), encode_authenticated_content,
        decode_authenticated_content;
    public_message: messages::public_message(), encode_public_message, decode_public_message;
    private_message: messages::private_message(), encode_private_message, decode_private_message;
    sender_data: messages::sender_data(), encode_sender_data, decode_sender_data;
    group_context: messages::group_context(), encode_group_context, decode_group_context;
    group_info: messages::group_info(), encode_group_info, decode_group_info;
    group_secrets: messages::group_secrets(), encode_group_secrets, decode_group_secrets;
    welcome: messages::welcome(), encode_welcome, decode_welcome;
    mls_message: messages::mls_message(), encode_mls_message, decode_mls_message;
}

/// A PrivateMessageContent has no end of its own: [`decode_private_message_content`] reads all that there is. With
/// its type before it, it is a value like the others, followed by nothing.
pub(crate) fn decode_typed_content(input: &Octets) -> Result<(PrivateMessageContent<Octets>, Octets), DecodeError> {
    let (content_type, rest): (ContentType, Octets) = decode_content_type(input)?;
    let content = decode_private_message_content(content_type, &rest)?;
    Ok((content, Octets::literal(&[])))
}

pub(crate) fn encode_typed_content(plaintext: &PrivateMessageContent<Octets>) -> Octets {
    encode_content_type::<Octets>(content_type(&plaintext.content)).concat(&encode_private_message_content(plaintext))
}

#[test]
fn private_message_content() {
    let inputs = (messages::private_message_content(), any::<u64>());
    let result = runner().run(&inputs, |(plaintext, seed)| {
        let mut random = Random::from_seed(seed);
        let encoded = encode_typed_content(&plaintext);
        assert_eq!(decode_exact(&encoded, decode_typed_content), Ok(plaintext));
        let garbage = encoded.concat(&Octets::literal(&[1]));
        assert_eq!(decode_typed_content(&garbage), Err(DecodeError::Padding));
        for _ in 0..30 {
            let input = mutated(&mut random, encoded.as_slice());
            decoded_is_encoding(&input, encode_typed_content, decode_typed_content);
        }
        Ok(())
    });
    result.unwrap();
}
