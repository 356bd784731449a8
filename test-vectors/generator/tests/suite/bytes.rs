//! The same bytes every time, everywhere, and whatever else is made.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use pleach_generator::{Make, generate, generator, number_of_cases};
use pleach_spec::algebra::Crypto;
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec_concrete::Octets;
use pleach_vectors::{Kind, PROVENANCE, parse};

use crate::{SUITE, folder, json, made, request, write};

/// The sha256 of the file of one kind, as `sha256sum` gives it, of the cases of one suite.
fn sha256(folder: &Path, kind: Kind) -> String {
    let file = fs::read(folder.join(kind.name()).join("generated.json")).unwrap();
    let hash = hex::encode(Octets::hash(SUITE, &Octets::from(file)).as_slice());
    let provenance = fs::read_to_string(folder.join(PROVENANCE)).unwrap();
    assert!(provenance.contains(&format!("\"{kind}/generated.json\" = {{ cases = 1, sha256 = \"{hash}\" }}")));
    hash
}

/// Of the first case of each kind, in the suite 1.
const FIRST: [(Kind, &str); 30] = [
    (Kind::CryptoBasics, "52386da4508a531a6c4fca32022204a2db36742b82edd169c6e984410703dc3b"),
    (Kind::Deserialization, "4d8fce1b17f9836fe024327fabd2853708de8e129820b65f294c45ebc2f1e379"),
    (Kind::KeySchedule, "7dd134e583d03866c4b80d4861559bbbacacf1d5a0f99cfb989a452a1f77d012"),
    (Kind::MessageProtection, "fa208bed74fb4f921ea3f0ad4c87d768cdd53526db72b539d87a3f0dcb0c2fd8"),
    (Kind::Messages, "4ff429524e930cfbf5da25d05e6033deb6a76c333fa028a773cd5c1f123648ff"),
    (Kind::PassiveClientHandlingCommit, "71758bc15b4cda31aa6f8e94dd7d3876f0ab2dab3275597dfabf38ceed3cf5cd"),
    (Kind::PassiveClientRandom, "0dec5cdd55ed03717c6c053533f86995a656963d012535f0d75f67ecf52bde0c"),
    (Kind::PassiveClientWelcome, "907ed8bd0b8e4e7bd48773b515fe2c4c8b32f69fd5da6bce09cd32e5b25dc34e"),
    (Kind::PskSecret, "6635509ad325ce60a839bb9edd44bb0e9c60e47f02691322ee4342e2b5e2800b"),
    (Kind::SecretTree, "5e8a36a3e7974d39aa54d294936205e1a9755bf7e2d2883bf7d1aa9c5e213a01"),
    (Kind::TranscriptHashes, "830fc1c3b5bb84632dc0a87ee09f06dbf1b6a8483856df5aa2f5509687cfd8f9"),
    (Kind::TreeMath, "ef53b86b5cc6e0c1273b79029baaff52b92e6cead52dc428acfb77ad87b5bd62"),
    (Kind::TreeOperations, "e571d51f62ac62a9c7661bef40a587146989919242fadff055c638178ef134db"),
    (Kind::TreeValidation, "29432bb039ab015f11d59a33407d9dc19adb689ddd361034628bf96d3b1c62f1"),
    (Kind::TreeKem, "b0ee8ba82ee71c08b049e71e0291da7e8360468629d07763f056865dbcfc63e0"),
    (Kind::Welcome, "26a0cf7e2655b7de172cc918f48cfbd074edb477d135f19727c22338343e4884"),
    (Kind::PassiveClientApplicationMessages, "5a06c59c81797bb54413e1211268264da20c21e2eb2377f9074f1ee15faf2983"),
    (Kind::PassiveClientCustomProposals, "52369c1cf4b5043acdbb6d73c7042ea4ce0880ccbe64b67c08b50e3754c290e0"),
    (Kind::PassiveClientEncryptedHandshakes, "f86ac335d9f8bc6ad0d86ee071bbe7190e81664dcb52add51c210ff9c1c66919"),
    (Kind::PassiveClientExternalCommit, "14be94f8d301325619f003c93e7652be6cb2f436aac43dd4eec69d21b9f0dd08"),
    (Kind::PassiveClientExternalProposals, "b65c65764a0dc304ded243450fb7ef9b18765024de4633ecbca28e62d101c950"),
    (Kind::PassiveClientLifetimes, "2cc5957ed6dd9357d9a8c4390ef1f88beffe9191a0a8ae93619ad4e692e60721"),
    (Kind::PassiveClientLinkedGroups, "b60c81a9dd4a49993fb8a6c61f8ee1e2164e5ef71471ea11de0c2e873fb02d45"),
    (Kind::PassiveClientX509, "3d24e4217f5423ee344917cf1a80ca9eb41f101be4d854aab132f70cd6cde062"),
    (Kind::ArtMessageProtection, "42590d8b75cd62f9f3f66c7419788ff847a213ad3a3c8463bfa3b78747e201d5"),
    (Kind::ArtPassiveClient, "87859422c5082e2e1034a2a6989ce8b89d70a2e0ca3fe4c451f1bfb4e225947b"),
    (Kind::ArtSetup, "73b743bbe7d1971977f921e3acf3450cfe2683d81133f29d1aaa163fecb5f8fb"),
    (Kind::ArtStageKey, "6b44b3e066ccf688129c9625b62ae9cba69d69d62224a4326f15068418ce099f"),
    (Kind::ArtTree, "49fbd4a1e1d0b4fb84fdd2c0ea0f80e30e584af197b60b9d7f5f338c96e38470"),
    (Kind::ArtUpdate, "d7055f2be0b27702f49f4b5a2d2f0c37b9fd4f450a6e9b08d7ca194901ed94f7"),
];

/// Of the first case of `crypto-basics` in each suite: its signatures and encapsulations derive from the seed too.
const PRIMITIVES: [(u16, &str); 7] = [
    (1, "52386da4508a531a6c4fca32022204a2db36742b82edd169c6e984410703dc3b"),
    (2, "f9302dc36d643243a2819d3e864531a231b1ebcfd7eeaf622dc550dfc6da8b35"),
    (3, "4d2122034e15d230f365aaaa9451b10f6e83b438e3d87a92ced957b34887c6bc"),
    (4, "4187d1e950dc20f48e1a70084b1336df08df239d501401f9baf2e78f9a2e1c9e"),
    (5, "15b7c657f19a56bbeba13635881f2a4132eacba0c00ee22837ff7e2a9304aa62"),
    (6, "886bac8460d5a0ba9f6dd4f427076db05d305a1154c4e5bbd8d1b82cd7ecb707"),
    (7, "67ca4d4fbbc9f7844f093be3239ea184aa60c7a4d59eb3befa953b071ec08c49"),
];

#[test]
fn the_first_case_of_each_kind_is_what_it_always_was() {
    let folder = folder("first");
    write(&folder, &request(&Kind::ALL, &[SUITE], 1), false).unwrap();
    assert_eq!(FIRST.map(|(kind, _)| kind), Kind::ALL);
    for (kind, known) in FIRST {
        assert_eq!(sha256(&folder, kind), known, "{kind}");
    }
}

#[test]
fn the_primitives_of_each_suite_are_what_they_always_were() {
    for (suite, known) in PRIMITIVES {
        let folder = folder(&format!("primitives of {suite}"));
        let suite = CipherSuite::from_value(suite).unwrap();
        write(&folder, &request(&[Kind::CryptoBasics], &[suite], 1), false).unwrap();
        assert_eq!(sha256(&folder, Kind::CryptoBasics), known, "{suite:?}");
    }
}

#[test]
fn a_part_has_the_cases_of_the_whole() {
    let whole = made(&request(&Kind::ALL, &CipherSuite::ALL[..3], 2));
    assert_eq!(whole.len(), 30);
    for list in &whole {
        // The first case of the second suite, alone.
        let part = made(&request(&[list.kind], &[CipherSuite::ALL[1]], 1));
        assert_eq!((part.len(), part[0].cases.len()), (1, 1));
        let position = match generator(list.kind).make {
            Make::OfSuite(_) => 2,
            Make::Alone(_) => 0,
        };
        let case = serde_json::to_string(&list.cases[position]).unwrap();
        assert_eq!(serde_json::to_string(&part[0].cases[0]).unwrap(), case, "{}", list.kind);
        assert_eq!(list.cases.len(), if position == 2 { 6 } else { 2 });
    }
}

#[test]
fn no_two_cases_are_the_same() {
    for list in made(&request(&Kind::ALL, &[SUITE], 6)) {
        let mut cases: Vec<String> = list.cases.iter().map(|case| serde_json::to_string(case).unwrap()).collect();
        cases.sort_unstable();
        cases.dedup();
        assert_eq!(cases.len(), 6, "{}", list.kind);
    }
}

#[test]
fn cases_are_read_again_as_they_were() {
    for list in made(&request(&Kind::ALL, &[SUITE], 2)) {
        let text = json(&list);
        let read = parse(list.kind, text.as_bytes()).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
    }
}

#[test]
fn the_number_of_cases_is_known_beforehand() {
    let mut request = request(&Kind::ALL, &CipherSuite::ALL[..2], 3);
    let done = AtomicUsize::new(0);
    generate(&request, &|| {
        done.fetch_add(1, Ordering::Relaxed);
    })
    .unwrap();
    // Of 28 kinds for two suites, and of two for none.
    assert_eq!((done.into_inner(), number_of_cases(&request)), (28 * 2 * 3 + 2 * 3, 174));
    request.count = Some(20);
    request.kinds = vec![Kind::TreeMath, Kind::TreeMath];
    assert_eq!(number_of_cases(&request), 17);
    request.count = None;
    request.kinds = Kind::ALL.to_vec();
    request.suites = CipherSuite::ALL.to_vec();
    assert_eq!(number_of_cases(&request), 614);
    // There are 32 trees of each of two suites, and three of each of the five others.
    request.kinds = vec![Kind::ArtTree];
    assert_eq!(number_of_cases(&request), 2 * 32 + 5 * 3);
    request.count = Some(40);
    assert_eq!(number_of_cases(&request), 79);
}
