//! `passive-client-x509`.

use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::credential::{BASIC, X509};
use pleach_spec::extension::content::ExternalSender;
use pleach_spec::proposal::Proposal;
use pleach_spec::tree::math::LeafIndex;
use pleach_spec::tree::update_path::create::NewLeaf;
use pleach_spec_concrete::Octets;
use pleach_vectors::AnyCase;

use super::certificates::{Authority, Chain};
use super::outside::{Outsider, external_senders};
use super::{Stage, Story};
use crate::support::client::{Cast, Client, signature_key_pair};
use crate::support::group::Group;
use crate::support::options::{by_value, commit_of};
use crate::{Random, Refusal};

/// The client is leaf 2 of 4, and has a certificate. So have half of the others, and an external sender.
///
/// # Errors
/// Those of the operations.
pub fn case(suite: CipherSuite, _: u32, random: &mut Random) -> Result<AnyCase, Refusal> {
    Ok(story(suite, random)?.end())
}

fn story(suite: CipherSuite, random: &mut Random) -> Result<Story, Refusal> {
    let mut cast = Cast::new(suite, random);
    let mut random = random.fork();
    let mut authority = Authority::new(suite, &mut random)?;
    let creator = with_certificate(&mut cast, &mut authority, "creator", Chain::Direct)?;
    let mut group = Group::create(creator, &random.octets(16), &[])?;
    let basic = cast.client_with(|new, _| new.leaf.capabilities.credentials = vec![X509, BASIC])?;
    let former = cast.client_with(|new, _| new.leaf.capabilities.credentials = vec![X509, BASIC])?;
    let other = with_certificate(&mut cast, &mut authority, "other", Chain::Whole)?;
    group.add(0, vec![basic, former, other])?;
    let client = with_certificate(&mut cast, &mut authority, "client", Chain::Whole)?;
    let list = [Proposal::Remove { removed: LeafIndex(2) }, client.add()];
    let mut story = Stage { group, cast, random }.begin(1, &commit_of(by_value(list)), vec![client], 0)?;
    story.talk()?;
    new_certificates(&mut story, &mut authority)?;
    from_outside(&mut story, &mut authority)?;
    story.talk()?;
    Ok(story)
}

/// A member changes its certificate and its key by an Update, another by a Commit, and one from basic to X.509.
fn new_certificates(story: &mut Story, authority: &mut Authority) -> Result<(), Refusal> {
    let options = story.any_public();
    let leaf = certified(story, authority, 2, Chain::Direct)?;
    let update = story.group.update(2, &options, |new| *new = leaf)?;
    let mut options = commit_of(vec![update]);
    options.new_leaf = Some(certified(story, authority, 0, Chain::WithoutRoot)?);
    story.commit(0, &options, Vec::new())?;
    let mut options = commit_of(Vec::new());
    options.new_leaf = Some(certified(story, authority, 1, Chain::Whole)?);
    options.message = story.any_private();
    story.commit(1, &options, Vec::new())?;
    story.talk()
}

/// An external sender with a certificate adds a client, which has a basic credential; then one with a certificate joins
/// by itself.
fn from_outside(story: &mut Story, authority: &mut Authority) -> Result<(), Refusal> {
    let suite = story.cast.suite();
    let (private_key, signature_key) = signature_key_pair(suite, &mut story.random)?;
    let credential = authority.credential("server", &signature_key, Chain::Whole, &mut story.random)?;
    let outsiders = [Outsider { public: ExternalSender { signature_key, credential }, private_key }];
    let extensions = vec![external_senders(&outsiders)];
    story.commit(2, &commit_of(by_value([Proposal::GroupContextExtensions { extensions }])), Vec::new())?;
    let basic = story.cast.client_with(|new, _| new.leaf.capabilities.credentials = vec![BASIC, X509])?;
    let add = story.propose_from_outside(&outsiders, 0, basic.add())?;
    story.commit(0, &commit_of(vec![add]), vec![basic])?;
    let joiner = with_certificate(&mut story.cast, authority, "external joiner", Chain::WithoutRoot)?;
    story.join_externally(joiner, |_| {})
}

/// A client with a certificate.
fn with_certificate(cast: &mut Cast, authority: &mut Authority, name: &str, chain: Chain) -> Result<Client, Refusal> {
    let mut certified = Ok(());
    let client = cast.client_with(|new, random| {
        match authority.credential(name, &new.leaf.signature_key, chain, random) {
            Ok(credential) => new.leaf.credential = credential,
            Err(error) => certified = Err(error),
        }
        new.leaf.capabilities.credentials = vec![BASIC, X509];
    })?;
    certified.map(|()| client)
}

/// The leaf of the member at `place` with other keys and a certificate for them.
fn certified(
    story: &mut Story,
    authority: &mut Authority,
    place: usize,
    chain: Chain,
) -> Result<NewLeaf<Octets>, Refusal> {
    let mut leaf = story.group.member(place)?.new_leaf()?;
    let random = &mut story.random;
    (leaf.signature_private_key, leaf.signature_key) = signature_key_pair(story.cast.suite(), random)?;
    leaf.credential = authority.credential("renewed", &leaf.signature_key, chain, random)?;
    Ok(leaf)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use der::{Decode, Encode};
    use pleach_spec::algebra::Crypto;
    use pleach_spec::cipher_suite::CipherSuite;
    use pleach_spec::credential::Credential;
    use pleach_spec::extension::content::external_senders;
    use pleach_spec::tree::math::LeafIndex;
    use pleach_spec::tree::ratchet_tree::{leaf_at, leaf_count};
    use pleach_spec_concrete::Octets;
    use pleach_vectors::Kind;
    use x509_cert::Certificate;
    use x509_cert::ext::pkix::{AuthorityKeyIdentifier, SubjectKeyIdentifier};

    use super::{Story, story};
    use crate::{Random, RootSeed};

    /// The chains of all members, and that of the external sender.
    fn chains(story: &Story) -> Vec<Vec<Certificate>> {
        let state = &story.client().unwrap().state;
        let leaves = (0..leaf_count(&state.tree).value()).filter_map(|i| leaf_at(&state.tree, LeafIndex(i as u32)));
        let members = leaves.map(|leaf| leaf.credential.clone());
        let outside = external_senders(&state.group_context.extensions).unwrap();
        let all = members.chain(outside.into_iter().map(|sender| sender.credential));
        all.filter_map(|credential| match credential {
            Credential::X509 { certificates } => Some(certificates),
            _ => None,
        })
        .map(|chain| chain.iter().map(|certificate| decoded(&certificate.cert_data)).collect())
        .collect()
    }

    fn decoded(der: &Octets) -> Certificate {
        Certificate::from_der(der.as_slice()).unwrap()
    }

    /// Its signature is the issuer's, whose key and name it has.
    fn check_issued(suite: CipherSuite, certificate: &Certificate, issuer: &Certificate) {
        let (tbs, by) = (certificate.tbs_certificate(), issuer.tbs_certificate());
        let key = by.subject_public_key_info().subject_public_key.raw_bytes();
        let signature = certificate.signature().raw_bytes();
        let [key, message, signature] = [key, &tbs.to_der().unwrap(), signature].map(Octets::from);
        assert!(Octets::signature_verify(suite, &key, &message, &signature));
        assert_eq!(certificate.signature_algorithm(), tbs.signature());
        assert_eq!(tbs.issuer(), by.subject());
        let (_, authority_key) = tbs.get_extension::<AuthorityKeyIdentifier>().unwrap().unwrap();
        let (_, issuer_key) = by.get_extension::<SubjectKeyIdentifier>().unwrap().unwrap();
        assert_eq!(authority_key.key_identifier.unwrap(), issuer_key.0);
    }

    #[test]
    fn every_certificate_is_signed_by_the_next_of_its_chain_and_the_last_by_the_root() {
        for suite in CipherSuite::ALL {
            let mut random = Random::of_case(&RootSeed::default(), Kind::PassiveClientX509, Some(suite), 0);
            let chains = chains(&story(suite, &mut random).unwrap());
            let mut lengths: Vec<usize> = chains.iter().map(Vec::len).collect();
            lengths.sort_unstable();
            assert_eq!(lengths, [1, 2, 2, 3, 3, 3], "{suite:?}");
            let root = chains.iter().find(|chain| chain.len() == 3).unwrap().last().unwrap();
            for chain in &chains {
                for (i, certificate) in chain.iter().enumerate() {
                    check_issued(suite, certificate, chain.get(i + 1).unwrap_or(root));
                }
            }
        }
    }

    /// So that it has a trust anchor before it sees anything else.
    #[test]
    fn the_client_itself_has_the_whole_chain() {
        let suite = CipherSuite::X25519Aes128GcmSha256Ed25519;
        let mut random = Random::of_case(&RootSeed::default(), Kind::PassiveClientX509, Some(suite), 0);
        let case = serde_json::to_value(story(suite, &mut random).unwrap().case).unwrap();
        let key_package = case["key_package"].as_str().unwrap();
        for name in ["client", "intermediate", "root"] {
            assert!(key_package.contains(&hex::encode(name)), "{name}");
        }
    }
}
