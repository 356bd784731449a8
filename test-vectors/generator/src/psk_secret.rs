//! `psk_secret`: chains of none, one and several external PSKs.

use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::key_schedule::psk::{PskInput, psk_secret};
use pleach_spec::key_schedule::psk_id::{PreSharedKeyId, PskSource};
use pleach_spec::secret::Psk;
use pleach_spec_concrete::Octets;
use pleach_vectors::AnyCase;
use pleach_vectors::psk_secret::{Case, ExternalPsk};

use crate::support::hex;
use crate::{Random, Refusal};

/// How many PSKs the first cases have; later ones have up to [`MOST_PSKS`].
const SIZES: [usize; 5] = [0, 1, 2, 3, 10];

/// The most PSKs of a case.
const MOST_PSKS: usize = 20;

/// One chain.
///
/// # Errors
/// None.
pub fn case(suite: CipherSuite, index: u32, random: &mut Random) -> Result<AnyCase, Refusal> {
    let size = SIZES.get(index as usize).copied();
    let size = size.unwrap_or_else(|| random.from_to(0, MOST_PSKS));
    let psks: Vec<PskInput<Octets>> = (0..size).map(|_| psk_input(suite, random)).collect();
    let psk_secret = psk_secret(suite, &psks);
    Ok(AnyCase::PskSecret(Case {
        cipher_suite: suite.value(),
        psks: psks.iter().filter_map(external_psk).collect(),
        psk_secret: hex(&psk_secret.bytes),
    }))
}

fn psk_input(suite: CipherSuite, random: &mut Random) -> PskInput<Octets> {
    let (id_length, psk_length) = (random.from_to(1, 64), random.from_to(1, 64));
    PskInput {
        id: PreSharedKeyId {
            source: PskSource::External { psk_id: random.octets(id_length) },
            psk_nonce: random.octets(suite.kdf_nh()),
        },
        psk: Psk { bytes: random.octets(psk_length) },
    }
}

fn external_psk(input: &PskInput<Octets>) -> Option<ExternalPsk> {
    match &input.id.source {
        PskSource::External { psk_id } => {
            Some(ExternalPsk { psk_id: hex(psk_id), psk: hex(&input.psk.bytes), psk_nonce: hex(&input.id.psk_nonce) })
        }
        PskSource::Resumption { .. } => None,
    }
}
