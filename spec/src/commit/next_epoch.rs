//! The end of RFC 9420, Section 12.4.1 and Section 12.4.2: the epoch that a signed Commit initiates.

use crate::algebra::Crypto;
use crate::cipher_suite::CipherSuite;
use crate::framing::auth::AuthenticatedContent;
use crate::group::epoch::{EpochParameters, OwnMember, first_state, secrets_from_joiner, start_epoch};
use crate::group::{GroupState, Status};
use crate::key_schedule::group_context::{GroupContext, encode_group_context};
use crate::key_schedule::joiner_secret;
use crate::key_schedule::transcript_hash::confirmed_transcript_hash;
use crate::proposal::ReInit;
use crate::secret::{CommitSecret, InitSecret, JoinerSecret, PskSecret, WelcomeSecret};
use crate::tree::ratchet_tree::RatchetTree;

/// What the epoch before and the proposals of the Commit contribute.
#[derive(Clone, Copy, Debug)]
pub struct NextEpochInput<'a, B> {
    /// The group's suite.
    pub suite: CipherSuite,
    /// Of the epoch before.
    pub interim_transcript_hash: &'a B,
    /// Of the epoch before, or of an ExternalInit.
    pub init_secret: &'a InitSecret<B>,
    /// All PSKs of the Commit, chained.
    pub psk_secret: &'a PskSecret<B>,
    /// The parameters of the group that follows, if the Commit has a ReInit.
    pub reinit: &'a Option<ReInit<B>>,
}

/// What the path of a Commit, or its absence, contributes.
#[derive(Clone, Debug)]
pub struct PathOutcome<B> {
    /// The tree of the new epoch.
    pub tree: RatchetTree<B>,
    /// The provisional GroupContext.
    pub provisional: GroupContext<B>,
    /// This member in the new epoch.
    pub member: OwnMember<B>,
    /// The input to the key schedule; all zero without a path.
    pub commit_secret: CommitSecret<B>,
}

/// A new epoch.
#[derive(Clone, Debug)]
pub struct NextEpoch<B> {
    /// This member's state, without what it keeps of epochs before.
    pub state: GroupState<B>,
    /// For the Welcome.
    pub joiner_secret: JoinerSecret<B>,
    /// For the Welcome.
    pub welcome_secret: WelcomeSecret<B>,
}

/// The epoch that a Commit initiates.
///
/// 1. Update the confirmed transcript hash, which completes the new GroupContext.
/// 2. Compute the joiner secret and all that derives from it, the confirmation tag included.
pub fn next_epoch<B: Crypto>(
    input: &NextEpochInput<'_, B>,
    outcome: PathOutcome<B>,
    commit: &AuthenticatedContent<B>,
) -> NextEpoch<B> {
    let suite = input.suite;
    // Step 1.
    let mut group_context = outcome.provisional;
    group_context.confirmed_transcript_hash = confirmed_transcript_hash(
        suite,
        input.interim_transcript_hash,
        commit.wire_format,
        &commit.content,
        &commit.auth.signature,
    );
    // Step 2.
    let encoded = encode_group_context(&group_context);
    let joiner_secret = joiner_secret(suite, input.init_secret, &outcome.commit_secret, &encoded);
    let (welcome_secret, epoch_secret) = secrets_from_joiner(suite, &group_context, &joiner_secret, input.psk_secret);
    let parameters = EpochParameters { suite, group_context, tree: outcome.tree };
    let epoch = start_epoch(&parameters, &epoch_secret);
    let mut state = first_state(parameters, outcome.member, epoch);
    if let Some(reinit) = input.reinit {
        state.status = Status::Reinitialized { reinit: reinit.clone() };
    }
    NextEpoch { state, joiner_secret, welcome_secret }
}
