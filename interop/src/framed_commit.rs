//! A Commit in an MLSMessage: no peer has the struct in public, both have the message.

use crate::Refusal;

/// All that is before the Commit in an MLSMessage(PublicMessage) of a new member.
///
/// ```text
/// ProtocolVersion version = mls10; WireFormat wire_format = mls_public_message;
/// opaque group_id<V> = ""; uint64 epoch = 0; SenderType sender_type = new_member_commit;
/// opaque authenticated_data<V> = ""; ContentType content_type = commit;
/// ```
const BEFORE: [u8; 16] = [0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 3];

/// All that is behind it: `opaque signature<V> = ""; MAC confirmation_tag = "";`.
const BEHIND: [u8; 2] = [0, 0];

/// Decodes and encodes a Commit with what does so with a message.
pub(crate) fn decode_and_encode(
    commit: &[u8],
    message: impl Fn(&[u8]) -> Result<Vec<u8>, Refusal>,
) -> Result<Vec<u8>, Refusal> {
    let encoded = message(&[&BEFORE, commit, &BEHIND].concat())?;
    let commit = encoded.strip_prefix(&BEFORE).and_then(|rest| rest.strip_suffix(&BEHIND));
    Ok(commit.ok_or_else(|| Refusal::other("the message around the Commit has changed"))?.to_vec())
}
