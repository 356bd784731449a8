//! RFC 9420, Section 12.4: when a Commit needs a path.

use crate::algebra::Bytes;
use crate::proposal::{ADD, PSK, REINIT, proposal_type};
use crate::proposal_list::CommittedProposal;

/// Whether the `path` of a Commit with this list must be populated.
///
/// ```text
/// pathRequiredTypes = [update, remove, external_init, group_context_extensions]
/// ```
///
/// Choice: RFC 9420, Section 12.4 counts `external_init` and `group_context_extensions` among these types,
/// RFC 9420, Section 12.4.2 does not; this follows the former. A proposal type that RFC 9420 does not define
/// requires a path, which is the default of RFC 9420, Section 12.4.
pub fn path_is_required<B: Bytes>(list: &[CommittedProposal<B>]) -> bool {
    let mut required = list.is_empty();
    for i in 0..list.len() {
        required = match list.get(i) {
            Some(committed) => required || requires_path(proposal_type(&committed.proposal)),
            None => required,
        };
    }
    required
}

/// The column "Path Required" of RFC 9420, Section 17.4.
fn requires_path(proposal_type: u16) -> bool {
    !matches!(proposal_type, ADD | PSK | REINIT)
}
