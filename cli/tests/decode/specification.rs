//! The reader accepts what the decoders of the specification accept, and refuses the rest for the same reason.

use proptest::prelude::{ProptestConfig, any, prop_assert_eq, proptest};
use proptest::sample::{Index, select};

use pleach_cli::decode::error::{DecodeError, Problem};
use pleach_cli::decode::grammar::find_root;
use pleach_cli::decode::reader::decode;
use pleach_spec::algebra::Bytes;
use pleach_spec::codec::decode_exact;
use pleach_spec::error::DecodeError as SpecError;
use pleach_spec_concrete::Octets;

use super::samples;

type Decoder = fn(&Octets) -> Result<(), SpecError>;

macro_rules! decoder {
    ($name:literal, $($decode:tt)+) => {
        ($name, (|bytes| decode_exact(bytes, pleach_spec::$($decode)+::<Octets>).map(drop)) as Decoder)
    };
}

/// The types that both read on their own.
const DECODERS: &[(&str, Decoder)] = &[
    decoder!("MLSMessage", framing::message::decode_mls_message),
    decoder!("PublicMessage", framing::public_message::decode_public_message),
    decoder!("PrivateMessage", framing::private_message::decode_private_message),
    decoder!("AuthenticatedContent", framing::auth::decode_authenticated_content),
    decoder!("SenderData", framing::sender_data::decode_sender_data),
    decoder!("KeyPackage", key_package::decode_key_package),
    decoder!("GroupInfo", welcome::group_info::decode_group_info),
    decoder!("ratchet_tree", tree::ratchet_tree::decode_ratchet_tree),
    decoder!("Welcome", welcome::message::decode_welcome),
    decoder!("GroupSecrets", welcome::message::decode_group_secrets),
    decoder!("Commit", commit::decode_commit),
    decoder!("Proposal", proposal::decode_proposal),
    decoder!("ReInit", proposal::decode_reinit),
    decoder!("GroupContext", key_schedule::group_context::decode_group_context),
    decoder!("LeafNode", tree::nodes::decode_leaf_node),
    decoder!("ParentNode", tree::nodes::decode_parent_node),
    decoder!("UpdatePath", tree::update_path::decode_update_path),
    decoder!("Capabilities", tree::nodes::decode_capabilities),
    decoder!("Credential", credential::decode_credential),
    decoder!("Extension", extension::decode_extension),
    decoder!("RequiredCapabilities", extension::content::decode_required_capabilities),
    decoder!("external_senders", extension::content::decode_external_senders),
    decoder!("HPKECiphertext", crypto::decode_hpke_ciphertext),
    decoder!("PreSharedKeyID", key_schedule::psk_id::decode_pre_shared_key_id),
];

/// The specification's name for a problem.
fn class(error: &DecodeError) -> SpecError {
    match error.problem {
        Problem::Truncated { .. } | Problem::VectorTooLong { .. } => SpecError::Truncated,
        Problem::LengthPrefix => SpecError::LengthPrefix,
        Problem::NonMinimalLength { .. } => SpecError::NonMinimalLength,
        Problem::Presence { .. } => SpecError::OptionalPresence,
        Problem::TrailingBytes { .. } => SpecError::TrailingBytes,
        Problem::EmptyTree | Problem::EvenTree { .. } => SpecError::TreeLength,
        Problem::BlankEnd => SpecError::TrailingBlankNode,
        Problem::NodePosition => SpecError::NodeType,
        Problem::Value { name, .. } => match name {
            "ProtocolVersion" => SpecError::ProtocolVersion,
            "WireFormat" => SpecError::WireFormat,
            "ContentType" => SpecError::ContentType,
            "SenderType" => SpecError::SenderType,
            "LeafNodeSource" => SpecError::LeafNodeSource,
            "NodeType" => SpecError::NodeType,
            "PSKType" => SpecError::PskType,
            "ResumptionPSKUsage" => SpecError::ResumptionPskUsage,
            "ProposalOrRefType" => SpecError::ProposalOrRefType,
            "ProposalType" => SpecError::ProposalType,
            "CredentialType" => SpecError::CredentialType,
            name => panic!("no error is about {name}"),
        },
        Problem::NoCase => panic!("the grammar has a gap: {error}"),
    }
}

/// What both make of `bytes`.
fn both(name: &str, decoder: Decoder, bytes: &[u8]) -> [Result<(), SpecError>; 2] {
    let root = find_root(name).unwrap();
    let ours = decode(root.name, root.ty, bytes).map(drop).map_err(|error| class(&error));
    [ours, decoder(&Octets::literal(bytes))]
}

fn decoder_of(name: &str) -> Option<Decoder> {
    DECODERS.iter().find(|entry| entry.0 == name).map(|entry| entry.1)
}

/// The samples that the specification decodes on their own.
fn shared_samples() -> Vec<(&'static str, Vec<u8>)> {
    let mut all = samples::named();
    all.extend(samples::proposals().into_iter().map(|bytes| ("Proposal", bytes)));
    all.extend(samples::all().into_iter().map(|(_, name, bytes)| (name, bytes)));
    all.retain(|(name, _)| decoder_of(name).is_some());
    all
}

#[test]
fn both_accept_the_samples_and_refuse_their_prefixes() {
    for (name, bytes) in shared_samples() {
        let decoder = decoder_of(name).unwrap();
        assert_eq!(both(name, decoder, &bytes), [Ok(()), Ok(())], "{name}");
        for end in 0..bytes.len() {
            let [ours, theirs] = both(name, decoder, &bytes[..end]);
            assert_eq!(ours, theirs, "{name}, {end} bytes");
        }
    }
}

#[test]
fn both_agree_on_every_value_of_every_byte() {
    for (name, bytes) in shared_samples() {
        let decoder = decoder_of(name).unwrap();
        for position in 0..bytes.len() {
            for value in [0, 1, 2, 3, 4, 5, 8, 0x3f, 0x40, 0x80, 0xc0, 0xff] {
                let mut changed = bytes.clone();
                changed[position] = value;
                let [ours, theirs] = both(name, decoder, &changed);
                assert_eq!(ours, theirs, "{name}, byte {position} is {value}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn both_agree_on_any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
        for (name, decoder) in DECODERS {
            let [ours, theirs] = both(name, *decoder, &bytes);
            prop_assert_eq!(ours, theirs, "{}", name);
        }
    }

    #[test]
    fn both_agree_on_mutations(
        sample in select(shared_samples()),
        changes in proptest::collection::vec((any::<Index>(), any::<u8>()), 1..5),
    ) {
        let (name, mut bytes) = sample;
        for (position, value) in changes {
            let position = position.index(bytes.len());
            bytes[position] = value;
        }
        let [ours, theirs] = both(name, decoder_of(name).unwrap(), &bytes);
        prop_assert_eq!(ours, theirs, "{}", name);
    }
}
