//! Where a peer refuses what the specification accepts: why no generated file has it. A peer that changes its mind
//! fails a test here.

use pleach_generator::passive_client::PassiveClient;
use pleach_generator::support::client::Cast;
use pleach_generator::support::group::Group;
use pleach_generator::support::options::{by_value, commit_of};
use pleach_generator::{Random, Refusal, RootSeed};
use pleach_interop::{MlsRs, OpenMls, Peer};
use pleach_spec::algebra::Bytes;
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::codec::encode_opaque;
use pleach_spec::extension::content::{RequiredCapabilities, encode_required_capabilities};
use pleach_spec::extension::{APPLICATION_ID, Extension, REQUIRED_CAPABILITIES};
use pleach_spec::proposal::Proposal;
use pleach_spec::tree::update_path::create::NewLeaf;
use pleach_spec_concrete::Octets;
use pleach_vectors::Kind;
use pleach_vectors::passive_client::Case;

use crate::common::passive_client;

/// An extension type without a meaning, of which GREASE is made (RFC 9420, Section 13.5).
const GREASE: u16 = 0x1a1a;
/// An extension type for private use.
const PRIVATE_USE: u16 = 0xf000;

/// A client joins another one, and follows one Commit with the proposals. `change` is made to both leaves.
fn case(change: impl Fn(&mut NewLeaf<Octets>), proposals: Vec<Proposal<Octets>>) -> Result<Case, Refusal> {
    let suite = CipherSuite::ALL[0];
    let mut random = Random::of_case(&RootSeed::default(), Kind::PassiveClientHandlingCommit, Some(suite), 0);
    let mut cast = Cast::new(suite, &mut random);
    let creator = cast.client_with(|new, _| change(&mut new.leaf))?;
    let passive = cast.client_with(|new, _| change(&mut new.leaf))?;
    let mut group = Group::create(creator, &random.octets(16), &[])?;
    let invitation = group.commit(0, &commit_of(by_value([passive.add()])), vec![passive.clone()])?;
    let client = PassiveClient::new(&passive, invitation, &group)?;
    group.commit(0, &commit_of(by_value(proposals)), Vec::new())?;
    Ok(passive_client(client.case(&group)))
}

fn extension(extension_type: u16, extension_data: Octets) -> Extension<Octets> {
    Extension { extension_type, extension_data }
}

/// One peer passes the case, the other does not.
#[track_caller]
fn assert_differ<Passes: Peer, Refuses: Peer>(case: &Case, field: &str, reason: &str) {
    assert_eq!(case.verify::<Passes>(), Ok(()), "{}", Passes::NAME);
    let mismatch = case.verify::<Refuses>().unwrap_err();
    let found = (mismatch.field.as_str(), mismatch.got);
    assert_eq!(found, (field, format!("refused: {reason}")), "{}", Refuses::NAME);
}

/// RFC 9420, Section 7.3 wants the extensions of a leaf in its capabilities; RFC 9420, Section 7.2 has default types not
/// listed there. This peer holds to both.
#[test]
fn mls_rs_refuses_an_application_id() {
    let application_id = extension(APPLICATION_ID, encode_opaque(&Octets::literal(b"id")));
    let case = case(|leaf| leaf.extensions.push(application_id.clone()), Vec::new()).unwrap();
    assert_differ::<OpenMls, MlsRs>(&case, "welcome", "ExtensionNotInCapabilities(ExtensionType(1))");
}

/// Default types need not be required (RFC 9420, Section 11.1), but may be.
#[test]
fn mls_rs_refuses_required_capabilities_that_name_a_default_type() {
    let required = RequiredCapabilities {
        extension_types: vec![APPLICATION_ID],
        proposal_types: Vec::new(),
        credential_types: Vec::new(),
    };
    let extensions = vec![extension(REQUIRED_CAPABILITIES, encode_required_capabilities(&required))];
    let case = case(|_| {}, vec![Proposal::GroupContextExtensions { extensions }]).unwrap();
    assert_differ::<OpenMls, MlsRs>(&case, "epochs[0].commit", "RequiredExtensionNotFound(ExtensionType(1))");
}

/// A leaf may have a GREASE extension that its capabilities list (RFC 9420, Section 13.5). This peer reads the type in
/// two ways, and finds them different.
#[test]
fn openmls_refuses_a_grease_extension_in_a_leaf() {
    let change = |leaf: &mut NewLeaf<Octets>| {
        leaf.capabilities.extensions.push(GREASE);
        leaf.extensions.push(extension(GREASE, Octets::literal(b"grease")));
    };
    let case = case(change, Vec::new()).unwrap();
    let reason = "PublicGroupError(LeafNodeValidation(UnsupportedExtensions))";
    assert_differ::<MlsRs, OpenMls>(&case, "welcome", reason);
}

/// A GroupContextExtensions proposal may set what all members support (RFC 9420, Section 12.1.7). This peer wants the
/// type required, too.
#[test]
fn openmls_refuses_a_supported_extension_that_is_not_required() {
    let change = |leaf: &mut NewLeaf<Octets>| leaf.capabilities.extensions.push(PRIVATE_USE);
    let extensions = vec![extension(PRIVATE_USE, Octets::literal(b"data"))];
    let case = case(change, vec![Proposal::GroupContextExtensions { extensions }]).unwrap();
    let reason = "InvalidCommit(GroupContextExtensionsProposalValidationError(ExtensionNotInRequiredCapabilities))";
    assert_differ::<MlsRs, OpenMls>(&case, "epochs[0].commit", reason);
}
