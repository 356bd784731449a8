//! Each checker can fail: at a subject that accepts everything, at one that refuses everything, and at a
//! changed case.

use pleach_vectors::{
    AnyCase, Fallible, Kind, Mismatch, Tally, Verdict, crypto_basics, deserialization, key_schedule,
    message_protection, messages, parse, passive_client, psk_secret, secret_tree, story, transcript_hashes, tree_math,
    tree_operations, tree_validation, treekem, verify_all, welcome,
};

use crate::common;

/// A subject whose every answer is that of `Self::answer`.
trait Uniform {
    fn answer<T: Default>() -> Result<T, &'static str>;
}

/// Accepts everything, and computes nothing.
struct Accepts;

impl Uniform for Accepts {
    fn answer<T: Default>() -> Result<T, &'static str> {
        Ok(T::default())
    }
}

/// Refuses everything.
struct Refuses;

impl Uniform for Refuses {
    fn answer<T: Default>() -> Result<T, &'static str> {
        Err("no")
    }
}

type Answer<T> = Result<T, &'static str>;

macro_rules! uniform {
    ($($subject:ty),*) => {$(
        impl Fallible for $subject {
            type Error = &'static str;
        }

        impl crypto_basics::Subject for $subject {
            fn ref_hash(_: u16, _: &str, _: &[u8]) -> Answer<Vec<u8>> { Self::answer() }
            fn expand_with_label(_: u16, _: &[u8], _: &str, _: &[u8], _: u16) -> Answer<Vec<u8>> { Self::answer() }
            fn derive_secret(_: u16, _: &[u8], _: &str) -> Answer<Vec<u8>> { Self::answer() }
            fn derive_tree_secret(_: u16, _: &[u8], _: &str, _: u32, _: u16) -> Answer<Vec<u8>> { Self::answer() }
            fn sign_with_label(_: u16, _: &[u8], _: &str, _: &[u8], _: &[u8]) -> Answer<Vec<u8>> { Self::answer() }
            fn verify_with_label(_: u16, _: &[u8], _: &str, _: &[u8], _: &[u8]) -> Answer<()> { Self::answer() }
            fn encrypt_with_label(_: u16, _: &[u8], _: &str, _: &[u8], _: &[u8], _: &[u8]) -> Answer<crypto_basics::Sealed> {
                let (kem_output, ciphertext) = Self::answer()?;
                Ok(crypto_basics::Sealed { kem_output, ciphertext })
            }
            fn decrypt_with_label(_: u16, _: &[u8], _: &str, _: &[u8], _: &crypto_basics::Sealed) -> Answer<Vec<u8>> { Self::answer() }
        }

        impl deserialization::Subject for $subject {
            fn vector_length(_: &[u8]) -> Answer<u32> { Self::answer() }
        }

        impl key_schedule::Subject for $subject {
            fn group_context(_: u16, _: &[u8], _: u64, _: &[u8], _: &[u8]) -> Answer<Vec<u8>> { Self::answer() }
            fn epoch_secrets(_: u16, _: &[u8], _: &[u8], _: &[u8], _: &[u8]) -> Answer<key_schedule::EpochSecrets> { Err("not asked") }
            fn external_pub(_: u16, _: &[u8]) -> Answer<Vec<u8>> { Self::answer() }
            fn export(_: u16, _: &[u8], _: &str, _: &[u8], _: u32) -> Answer<Vec<u8>> { Self::answer() }
        }

        impl message_protection::Subject for $subject {
            fn protect_public(_: &message_protection::Group<'_>, _: u32, _: message_protection::ContentType, _: &[u8], _: &[u8]) -> Answer<Vec<u8>> { Self::answer() }
            fn unprotect_public(_: &message_protection::Group<'_>, _: &[u8]) -> Answer<message_protection::Unprotected> { nothing(Self::answer()?) }
            fn protect_private(_: &message_protection::Group<'_>, _: u32, _: message_protection::ContentType, _: &[u8], _: &[u8]) -> Answer<Vec<u8>> { Self::answer() }
            fn unprotect_private(_: &message_protection::Group<'_>, _: &[u8]) -> Answer<message_protection::Unprotected> { nothing(Self::answer()?) }
        }

        impl messages::Subject for $subject {
            fn decode_and_encode(_: messages::Structure, _: &[u8]) -> Answer<Vec<u8>> { Self::answer() }
        }

        impl passive_client::Subject for $subject {
            type Client = ();
            fn key_package_keys(_: &[u8]) -> Answer<passive_client::PublicKeys> {
                let (signature_key, encryption_key, init_key) = Self::answer()?;
                Ok(passive_client::PublicKeys { signature_key, encryption_key, init_key })
            }
            fn signature_public_key(_: u16, _: &[u8]) -> Answer<Vec<u8>> { Self::answer() }
            fn hpke_public_key(_: u16, _: &[u8]) -> Answer<Vec<u8>> { Self::answer() }
            fn join(_: &passive_client::Joiner<'_>, _: &[u8], _: Option<&[u8]>) -> Answer<()> { Self::answer() }
            fn epoch_authenticator((): &()) -> Answer<Vec<u8>> { Self::answer() }
            fn receive_proposal((): (), _: &[u8]) -> Answer<()> { Self::answer() }
            fn receive_commit((): (), _: &[u8]) -> Answer<()> { Self::answer() }
        }

        impl psk_secret::Subject for $subject {
            fn psk_secret(_: u16, _: &[psk_secret::ExternalPsk]) -> Answer<Vec<u8>> { Self::answer() }
        }

        impl secret_tree::Subject for $subject {
            type SecretTree = ();
            fn sender_data_key(_: u16, _: &[u8], _: &[u8]) -> Answer<Vec<u8>> { Self::answer() }
            fn sender_data_nonce(_: u16, _: &[u8], _: &[u8]) -> Answer<Vec<u8>> { Self::answer() }
            fn secret_tree(_: u16, _: u32, _: &[u8]) -> Answer<()> { Self::answer() }
            fn key_and_nonce((): (), _: secret_tree::Ratchet, _: u32, _: u32) -> Answer<((), secret_tree::KeyAndNonce)> {
                let (key, nonce) = Self::answer()?;
                Ok(((), secret_tree::KeyAndNonce { key, nonce }))
            }
        }

        impl story::Subject for $subject {
            fn join_with(_: &passive_client::Joiner<'_>, _: &story::Settings<'_, ()>, _: &[u8], _: Option<&[u8]>) -> Answer<()> { Self::answer() }
            fn at_time((): (), _: Option<u64>) {}
            fn epoch((): &()) -> u64 { 0 }
            fn export_secret((): &(), _: &str, _: &[u8], _: u32) -> Answer<Vec<u8>> { Self::answer() }
            fn receive_application_data((): &mut (), _: &[u8]) -> Answer<story::ApplicationData> {
                let (epoch, sender, authenticated_data, application_data) = Self::answer()?;
                Ok(story::ApplicationData { epoch, sender, authenticated_data, application_data })
            }
        }

        impl transcript_hashes::Subject for $subject {
            fn verify_confirmation_tag(_: u16, _: &[u8], _: &[u8], _: &[u8]) -> Answer<()> { Self::answer() }
            fn confirmed_transcript_hash(_: u16, _: &[u8], _: &[u8]) -> Answer<Vec<u8>> { Self::answer() }
            fn interim_transcript_hash(_: u16, _: &[u8], _: &[u8]) -> Answer<Vec<u8>> { Self::answer() }
        }

        impl tree_math::Subject for $subject {
            fn n_nodes(_: u32) -> u32 { 0 }
            fn root(_: u32) -> u32 { 0 }
            fn left(_: u32, _: u32) -> Option<u32> { None }
            fn right(_: u32, _: u32) -> Option<u32> { None }
            fn parent(_: u32, _: u32) -> Option<u32> { None }
            fn sibling(_: u32, _: u32) -> Option<u32> { None }
        }

        impl tree_operations::Subject for $subject {
            fn tree_hash(_: u16, _: &[u8]) -> Answer<Vec<u8>> { Self::answer() }
            fn apply_proposal(_: &[u8], _: &[u8], _: u32) -> Answer<Vec<u8>> { Self::answer() }
        }

        impl tree_validation::Subject for $subject {
            fn resolutions(_: &[u8]) -> Answer<Vec<Vec<u32>>> { Self::answer() }
            fn tree_hashes(_: u16, _: &[u8]) -> Answer<Vec<Vec<u8>>> { Self::answer() }
            fn verify_parent_hashes(_: u16, _: &[u8]) -> Answer<()> { Self::answer() }
            fn verify_leaf_signatures(_: u16, _: &[u8], _: &[u8]) -> Answer<()> { Self::answer() }
        }

        impl treekem::Subject for $subject {
            type Member = ();
            fn member(_: &treekem::Group<'_>, _: &treekem::LeafPrivate) -> Answer<()> { Self::answer() }
            fn private_node_keys((): &()) -> Answer<Vec<(u32, Vec<u8>)>> { Self::answer() }
            fn private_signature_key((): &()) -> Answer<Vec<u8>> { Self::answer() }
            fn node_encryption_key(_: &[u8], _: u32) -> Answer<Option<Vec<u8>>> { Self::answer() }
            fn leaf_signature_key(_: &[u8], _: u32) -> Answer<Vec<u8>> { Self::answer() }
            fn verify_parent_hash(_: &treekem::Group<'_>, _: u32, _: &[u8]) -> Answer<()> { Self::answer() }
            fn tree_hash_after(_: &treekem::Group<'_>, _: u32, _: &[u8]) -> Answer<Vec<u8>> { Self::answer() }
            fn process_update_path(_: &treekem::Group<'_>, (): &(), _: u32, _: &[u8]) -> Answer<treekem::Processed> { Err("not asked") }
            fn create_update_path(_: &treekem::Group<'_>, (): &(), _: &[u8]) -> Answer<treekem::Created> { Err("not asked") }
        }

        impl welcome::Subject for $subject {
            fn find_secrets(_: u16, _: &[u8], _: &[u8]) -> Answer<u32> { Self::answer() }
            fn decrypt_group_secrets(_: u16, _: &[u8], _: u32, _: &[u8]) -> Answer<Vec<u8>> { Self::answer() }
            fn decrypt_group_info(_: u16, _: &[u8], _: &[u8]) -> Answer<Vec<u8>> { Self::answer() }
            fn verify_group_info_signature(_: u16, _: &[u8], _: &[u8]) -> Answer<()> { Self::answer() }
            fn verify_group_info_confirmation_tag(_: u16, _: &[u8], _: &[u8]) -> Answer<()> { Self::answer() }
        }
    )*};
}

fn nothing(content: Vec<u8>) -> Answer<message_protection::Unprotected> {
    let content_type = message_protection::ContentType::Application;
    Ok(message_protection::Unprotected { sender: 1, content_type, content })
}

uniform!(Accepts, Refuses);

fn cases(kind: Kind) -> Vec<AnyCase> {
    parse(kind, &common::sample(kind)).unwrap()
}

fn fault<S: pleach_vectors::Subject>(kind: Kind) -> Mismatch {
    let faults: Vec<Mismatch> = cases(kind).iter().map(|case| case.verify::<S>().expect_err(kind.name())).collect();
    faults.into_iter().next_back().unwrap()
}

#[test]
fn a_subject_that_accepts_everything_passes_no_case_of_any_kind() {
    let fields = Kind::ALL.map(|kind| (kind.name(), fault::<Accepts>(kind).field));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(kind, field)| (*kind, &**field)).collect();
    assert_eq!(
        fields,
        [
            ("crypto-basics", "ref_hash.out"),
            ("deserialization", "length"),
            ("key-schedule", "epochs[0].group_context"),
            ("message-protection", "proposal_pub (content_type)"),
            ("messages", "mls_welcome"),
            ("passive-client-handling-commit", "initial_epoch_authenticator"),
            ("passive-client-random", "initial_epoch_authenticator"),
            ("passive-client-welcome", "initial_epoch_authenticator"),
            ("psk_secret", "psk_secret"),
            ("secret-tree", "sender_data.key"),
            ("transcript-hashes", "confirmation_key (altered)"),
            ("tree-math", "n_nodes"),
            ("tree-operations", "tree_after"),
            ("tree-validation", "resolutions (number of entries)"),
            ("treekem", "leaves_private[0] (nodes with a private key)"),
            ("welcome", "signer_pub (altered)"),
            ("passive-client-application-messages", "initial_epoch_authenticator"),
            ("passive-client-custom-proposals", "initial_epoch_authenticator"),
            ("passive-client-encrypted-handshakes", "initial_epoch_authenticator"),
            ("passive-client-external-commit", "initial_epoch_authenticator"),
            ("passive-client-external-proposals", "initial_epoch_authenticator"),
            ("passive-client-lifetimes", "initial_epoch_authenticator"),
            ("passive-client-linked-groups", "initial_epoch_authenticator"),
            ("passive-client-x509", "initial_epoch_authenticator"),
        ]
    );
}

#[test]
fn a_refusal_is_reported_with_its_reason() {
    for kind in Kind::ALL {
        let mismatch = fault::<Refuses>(kind);
        if kind != Kind::TreeMath {
            assert_eq!((&*mismatch.got, &*mismatch.wanted), ("refused: \"no\"", "accepted"));
        }
    }
}

/// Right about tree mathematics and vector headers, in the most naive way.
struct Naive;

impl Fallible for Naive {
    type Error = String;
}

impl deserialization::Subject for Naive {
    fn vector_length(header: &[u8]) -> Result<u32, String> {
        match header {
            [a] if *a < 0x40 => Ok(u32::from(*a)),
            [a, b] => Ok(u32::from_be_bytes([0, 0, *a & 0x3f, *b])),
            [a, b, c, d] => Ok(u32::from_be_bytes([*a & 0x3f, *b, *c, *d])),
            _ => Err("length".into()),
        }
    }
}

/// The number of trailing ones: the height of a node.
fn level(x: u32) -> u32 {
    x.trailing_ones()
}

impl tree_math::Subject for Naive {
    fn n_nodes(n_leaves: u32) -> u32 {
        2 * n_leaves - 1
    }

    fn root(n_leaves: u32) -> u32 {
        n_leaves - 1
    }

    fn left(x: u32, _: u32) -> Option<u32> {
        level(x).checked_sub(1).map(|height| x - (1 << height))
    }

    fn right(x: u32, _: u32) -> Option<u32> {
        level(x).checked_sub(1).map(|height| x + (1 << height))
    }

    fn parent(x: u32, n: u32) -> Option<u32> {
        (0..Self::n_nodes(n)).find(|p| Self::left(*p, n) == Some(x) || Self::right(*p, n) == Some(x))
    }

    fn sibling(x: u32, n: u32) -> Option<u32> {
        let parent = Self::parent(x, n)?;
        [Self::left(parent, n), Self::right(parent, n)].into_iter().flatten().find(|y| *y != x)
    }
}

/// The small cases of tree-math; the naive parent is slow.
fn small_trees() -> Vec<tree_math::Case> {
    let all = cases(Kind::TreeMath).into_iter().take(6);
    all.map(|case| match case {
        AnyCase::TreeMath(case) => case,
        _ => panic!("a case of another kind"),
    })
    .collect()
}

#[test]
fn every_change_to_a_tree_math_case_is_found() {
    for case in small_trees() {
        assert_eq!(case.verify::<Naive>(), Ok(()));
        let fails = |change: fn(&mut tree_math::Case)| {
            let mut case = case.clone();
            change(&mut case);
            case.verify::<Naive>().unwrap_err().field
        };
        assert_eq!(fails(|case| case.n_nodes += 1), "n_nodes");
        assert_eq!(fails(|case| case.root += 1), "root");
        assert_eq!(fails(|case| case.left[0] = Some(7)), "left[0]");
        assert_eq!(fails(|case| case.right[0] = Some(7)), "right[0]");
        assert_eq!(fails(|case| case.parent[0] = Some(case.n_nodes)), "parent[0]");
        assert_eq!(fails(|case| case.sibling[0] = Some(case.n_nodes)), "sibling[0]");
        assert_eq!(fails(|case| case.left.truncate(0)), "left (number of entries)");
        assert_eq!(fails(|case| case.sibling.push(None)), "sibling (number of entries)");
    }
}

#[test]
fn a_wrong_vector_length_is_found() {
    let text = r#"[{"vlbytes_header": "4040", "length": 64}, {"vlbytes_header": "4040", "length": 65},
        {"vlbytes_header": "404000", "length": 64}]"#;
    let verdicts: Vec<Result<(), Mismatch>> = parse(Kind::Deserialization, text.as_bytes())
        .unwrap()
        .iter()
        .map(|case| match case {
            AnyCase::Deserialization(case) => case.verify::<Naive>(),
            _ => panic!("a case of another kind"),
        })
        .collect();
    assert_eq!(verdicts[0], Ok(()));
    assert_eq!(verdicts[1].as_ref().unwrap_err().to_string(), "length: got 64, wanted 65");
    let refused = verdicts[2].as_ref().unwrap_err().to_string();
    assert_eq!(refused, "vlbytes_header: got refused: \"length\", wanted accepted");
}

#[test]
fn cases_of_other_suites_are_skipped_and_counted() {
    let cases = cases(Kind::CryptoBasics);
    let verdicts: Vec<Verdict> = verify_all::<Accepts>(&cases, Some(3)).collect();
    assert_eq!(verdicts.len(), 7);
    let tally: Tally = verdicts.iter().collect();
    assert_eq!(tally, Tally { passed: 0, failed: 1, skipped: 6 });
    assert_eq!(tally.total(), 7);
}

#[test]
fn cases_may_go_to_other_threads() {
    fn is_send<T: Send + Sync>() {}
    is_send::<AnyCase>();
    is_send::<Mismatch>();
}

#[test]
fn a_mixture_of_two_generations_of_tree_operations_fails() {
    let text = r#"[{"cipher_suite": 1, "tree_before": "", "proposal": "", "proposal_sender": 0, "tree_after": ""}]"#;
    let case = &parse(Kind::TreeOperations, text.as_bytes()).unwrap()[0];
    let mismatch = case.verify::<Accepts>().unwrap_err();
    assert_eq!(mismatch.got, "some of the three");
}

#[test]
fn a_story_has_all_times_or_none() {
    let with_times = |outer: Option<u64>, epoch: Option<u64>, linked: Option<u64>| {
        let mut cases = cases(Kind::PassiveClientLifetimes);
        let AnyCase::Story(case) = &mut cases[0] else {
            panic!("a case of another kind");
        };
        case.time = outer;
        case.epochs[0].time = epoch;
        let linked_group = case.epochs[0].linked_group.as_mut().unwrap();
        linked_group.time = linked;
        linked_group.epochs[0].time = linked;
        case.verify::<Accepts>().unwrap_err()
    };
    for time in [None, Some(0)] {
        assert_eq!(with_times(time, time, time).field, "initial_epoch_authenticator");
    }
    let mismatch = with_times(None, Some(1), None);
    assert_eq!(mismatch.to_string(), "epochs[0].time: got a time, wanted null");
    let mismatch = with_times(Some(1), Some(1), None);
    assert_eq!(mismatch.to_string(), "epochs[0].linked_group.time: got null, wanted a time");
}
