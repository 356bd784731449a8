//! The PSKs of a Commit or a Welcome: RFC 9420, Section 8.4 and Section 12.4.2.

use crate::algebra::Bytes;
use crate::error::{Invalid, Place, Rule, require};
use crate::key_schedule::psk::{MAX_PSKS, PskInput};
use crate::key_schedule::psk_id::PreSharedKeyId;
use crate::policy::{StoredPsk, find_psk};
use crate::secret::Psk;

/// The `index` and the `count` of a PSKLabel are `uint16`.
const PSK_COUNT: Rule = Rule::Mls(177);

/// Looks the PSKs up, in their order, among those of the group's state and those of the policy.
///
/// # Errors
/// `rule`, at the index of the first PSK that the client does not hold; and if there are more PSKs than a
/// PSKLabel can count.
pub fn find_psks<B: Bytes>(
    ids: &[PreSharedKeyId<B>],
    of_state: &[StoredPsk<B>],
    of_policy: &[StoredPsk<B>],
    rule: Rule,
) -> Result<Vec<PskInput<B>>, Invalid> {
    require(ids.len() <= MAX_PSKS, PSK_COUNT, Place::Message)?;
    let mut inputs = Ok(Vec::new());
    for index in 0..ids.len() {
        inputs = match (inputs, ids.get(index)) {
            (Ok(inputs), Some(id)) => {
                let psk = match find_psk(of_state, &id.source) {
                    Some(psk) => Some(psk),
                    None => find_psk(of_policy, &id.source),
                };
                match psk {
                    Some(psk) => Ok(with_input(inputs, id.clone(), psk)),
                    None => Err(Invalid { rule, place: Place::Entry(index as u32) }),
                }
            }
            (inputs, _) => inputs,
        };
    }
    inputs
}

fn with_input<B: Bytes>(inputs: Vec<PskInput<B>>, id: PreSharedKeyId<B>, psk: Psk<B>) -> Vec<PskInput<B>> {
    let mut inputs = inputs;
    inputs.push(PskInput { id, psk });
    inputs
}
