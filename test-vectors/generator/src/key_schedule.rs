//! `key-schedule`: the secrets of consecutive epochs, with PSKs and without.

use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::crypto::zero;
use pleach_spec::key_schedule::exporter::export;
use pleach_spec::key_schedule::group_context::{GroupContext, encode_group_context};
use pleach_spec::key_schedule::{
    confirmation_key, encryption_secret, epoch_authenticator, epoch_secret, exporter_secret, external_key_pair,
    external_secret, init_secret, joiner_secret, member_secret, membership_key, resumption_psk, sender_data_secret,
    welcome_secret,
};
use pleach_spec::secret::{CommitSecret, ExporterSecret, InitSecret, PskSecret};
use pleach_spec_concrete::Octets;
use pleach_vectors::key_schedule::{Case, Epoch, Exporter};
use pleach_vectors::{AnyCase, Hex};

use crate::support::hex;
use crate::{Random, Refusal};

/// How many epochs a case has.
const EPOCHS: u64 = 5;

/// What an epoch starts from, apart from the epoch before.
struct Input {
    commit_secret: CommitSecret<Octets>,
    psk_secret: PskSecret<Octets>,
    group_context: GroupContext<Octets>,
}

/// The first epochs of a group. Every second one has no PSK, and so an all-zero `psk_secret`.
///
/// # Errors
/// None: no output is too long.
pub fn case(suite: CipherSuite, _: u32, random: &mut Random) -> Result<AnyCase, Refusal> {
    let group_id = random.octets(16);
    let mut init_secret = InitSecret { bytes: random.octets(suite.kdf_nh()) };
    let initial_init_secret = hex(&init_secret.bytes);
    let mut epochs = Vec::new();
    for number in 0..EPOCHS {
        let input = input(suite, &group_id, number, random);
        let (epoch, next) = epoch(suite, &init_secret, &input, random)?;
        epochs.push(epoch);
        init_secret = next;
    }
    Ok(AnyCase::KeySchedule(Case {
        cipher_suite: suite.value(),
        group_id: hex(&group_id),
        initial_init_secret,
        epochs,
    }))
}

fn input(suite: CipherSuite, group_id: &Octets, epoch: u64, random: &mut Random) -> Input {
    let nh = suite.kdf_nh();
    Input {
        commit_secret: CommitSecret { bytes: random.octets(nh) },
        psk_secret: PskSecret { bytes: if epoch.is_multiple_of(2) { zero(suite) } else { random.octets(nh) } },
        group_context: GroupContext {
            cipher_suite: suite.value(),
            group_id: group_id.clone(),
            epoch,
            tree_hash: random.octets(nh),
            confirmed_transcript_hash: random.octets(nh),
            extensions: Vec::new(),
        },
    }
}

/// One epoch, and its `init_secret` for the next.
fn epoch(
    suite: CipherSuite,
    init: &InitSecret<Octets>,
    input: &Input,
    random: &mut Random,
) -> Result<(Epoch, InitSecret<Octets>), Refusal> {
    let context = encode_group_context(&input.group_context);
    let joiner = joiner_secret(suite, init, &input.commit_secret, &context);
    let member = member_secret(suite, &joiner, &input.psk_secret);
    let secret = &epoch_secret(suite, &member, &context);
    let (init, exporter_secret) = (init_secret(suite, secret), exporter_secret(suite, secret));
    let external = external_secret(suite, secret);
    let epoch = Epoch {
        tree_hash: hex(&input.group_context.tree_hash),
        commit_secret: hex(&input.commit_secret.bytes),
        psk_secret: hex(&input.psk_secret.bytes),
        confirmed_transcript_hash: hex(&input.group_context.confirmed_transcript_hash),
        group_context: hex(&context),
        joiner_secret: hex(&joiner.bytes),
        welcome_secret: hex(&welcome_secret(suite, &member).bytes),
        init_secret: hex(&init.bytes),
        sender_data_secret: hex(&sender_data_secret(suite, secret).bytes),
        encryption_secret: hex(&encryption_secret(suite, secret).bytes),
        exporter_secret: hex(&exporter_secret.bytes),
        epoch_authenticator: hex(&epoch_authenticator(suite, secret).bytes),
        external_secret: hex(&external.bytes),
        confirmation_key: hex(&confirmation_key(suite, secret).bytes),
        membership_key: hex(&membership_key(suite, secret).bytes),
        resumption_psk: hex(&resumption_psk(suite, secret).bytes),
        external_pub: hex(&external_key_pair(suite, &external).public_key.bytes),
        exporter: exporter(suite, &exporter_secret, random)?,
    };
    Ok((epoch, init))
}

/// The label is a string of hexadecimal digits, as in the working group's set; it is used as it is.
fn exporter(
    suite: CipherSuite,
    exporter_secret: &ExporterSecret<Octets>,
    random: &mut Random,
) -> Result<Exporter, Refusal> {
    let label = hex::encode(random.octets(16).as_slice());
    let context_length = random.from_to(0, 64);
    let context = random.octets(context_length);
    let length = random.from_to(1, 2 * suite.kdf_nh());
    let exported = export(suite, exporter_secret, label.as_bytes(), &context, length)?;
    let length = length as u32;
    Ok(Exporter { label, context: hex(&context), length, secret: Hex(exported.bytes.into()) })
}
