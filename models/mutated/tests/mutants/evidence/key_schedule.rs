//! The key schedule.

use pleach_models::term::Term;
use pleach_spec::algebra::Crypto;
use pleach_spec::commit::create::create_commit;
use pleach_spec::crypto::HpkePublicKey;
use pleach_spec::framing::content::{Content, FramedContent};
use pleach_spec::framing::{Sender, WireFormat};
use pleach_spec::group::send::Protection;
use pleach_spec::hpke::derive_key_pair;
use pleach_spec::key_schedule::external_init::create_external_init;
use pleach_spec::key_schedule::transcript_hash::confirmed_transcript_hash;
use pleach_spec::key_schedule::{epoch_secret, joiner_secret, member_secret};
use pleach_spec::secret::{CommitSecret, InitSecret, JoinerSecret, PskSecret};
use pleach_spec::tree::math::LeafIndex;

use crate::client::{SUITE, Source, commit_options, literal, policy, processed, seed};
use crate::group::full_group;

fn fresh(what: &str, which: &str) -> Term {
    Term::fresh(&format!("{which} {what}"))
}

/// Two Commits with one path, which differ in their authenticated data.
pub(crate) fn epochs_after_two_commits() -> [Term; 2] {
    let members = full_group("group", &["a", "b"]);
    ["one", "other"].map(|data| {
        let mut options = commit_options(&[], Protection::Public);
        options.message.authenticated_data = literal(data);
        let created = create_commit(&members[0], &policy(), &options, &seed("Commit")).unwrap();
        let b = processed(&members[1], &created.message);
        b.epoch_secrets.epoch_authenticator.bytes
    })
}

pub(crate) fn transcripts_with_two_signatures() -> [Term; 2] {
    let content = FramedContent {
        group_id: literal("group"),
        epoch: 1,
        sender: Sender::Member { leaf_index: LeafIndex(0) },
        authenticated_data: literal(""),
        content: Content::Application { application_data: literal("any") },
    };
    let interim = Term::fresh("interim transcript hash");
    ["one", "other"].map(|which| {
        let signature = fresh("signature", which);
        confirmed_transcript_hash(SUITE, &interim, WireFormat::PublicMessage, &content, &signature)
    })
}

/// Two states that differ in their `init_secret` make the same Commit.
pub(crate) fn epochs_after_two_init_secrets() -> [Term; 2] {
    let members = full_group("group", &["a", "b"]);
    ["one", "other"].map(|which| {
        let mut states = [members[0].clone(), members[1].clone()];
        states.iter_mut().for_each(|state| state.epoch_secrets.init_secret.bytes = fresh("init_secret", which));
        let options = commit_options(&[], Protection::Public);
        let created = create_commit(&states[0], &policy(), &options, &seed("Commit")).unwrap();
        processed(&states[1], &created.message).epoch_secrets.epoch_authenticator.bytes
    })
}

pub(crate) fn joiner_secrets_of_two_paths() -> [Term; 2] {
    let init = InitSecret { bytes: Term::fresh("init_secret") };
    ["one", "other"].map(|which| {
        let commit = CommitSecret { bytes: fresh("commit_secret", which) };
        joiner_secret(SUITE, &init, &commit, &literal("context")).bytes
    })
}

pub(crate) fn epoch_secrets_in_two_contexts() -> [Term; 2] {
    let init = InitSecret { bytes: Term::fresh("init_secret") };
    let commit = CommitSecret { bytes: Term::fresh("commit_secret") };
    let psk = PskSecret { bytes: Term::fresh("psk_secret") };
    ["one", "other"].map(|context| {
        let joiner = joiner_secret(SUITE, &init, &commit, &literal(context));
        epoch_secret(SUITE, &member_secret(SUITE, &joiner, &psk), &literal(context)).bytes
    })
}

pub(crate) fn member_secrets_of_two_psks() -> [Term; 2] {
    let joiner = JoinerSecret { bytes: Term::fresh("joiner_secret") };
    ["one", "other"].map(|which| member_secret(SUITE, &joiner, &PskSecret { bytes: fresh("psk_secret", which) }).bytes)
}

pub(crate) fn a_state_keeps_the_init_secret_before() -> bool {
    let members = full_group("group", &["a", "b"]);
    let before = members[1].epoch_secrets.init_secret.bytes;
    let options = commit_options(&[], Protection::Public);
    let created = create_commit(&members[0], &policy(), &options, &seed("Commit")).unwrap();
    let b = processed(&members[1], &created.message);
    b.resumption_psks.iter().any(|kept| kept.psk.bytes == before)
}

pub(crate) fn external_init_secrets() -> [Term; 2] {
    let external_pub: HpkePublicKey<Term> = derive_key_pair(SUITE, &Term::fresh("external_secret")).public_key;
    assert!(Term::kem_is_public_key(SUITE, &external_pub.bytes));
    ["one", "other"].map(|which| create_external_init(SUITE, &external_pub, &seed(which)).unwrap().0.bytes)
}
