//! `welcome`, of which peers have two steps in public: GroupSecrets stay inside them, and so does what is derived
//! from these.

use pleach_vectors::{Fallible, Hex, Mismatch, Step, welcome};

use crate::Refusal;

/// What is asked of a peer.
pub(crate) trait Subject: Fallible<Error = Refusal> {
    /// A GroupInfo as a Welcome has it.
    type GroupInfo;

    /// Opens a Welcome, both of its parts, with the private key of a KeyPackage's `init_key`.
    fn open(case: &welcome::Case) -> Result<Self::GroupInfo, Refusal>;

    /// Verifies the signature of the GroupInfo.
    fn verify_signature(suite: u16, group_info: &Self::GroupInfo, signer_pub: &[u8]) -> Result<(), Refusal>;
}

/// The steps of `welcome/README.md`, those on GroupSecrets and on the GroupInfo in one.
pub(crate) fn verify_each<S: Subject>(case: &welcome::Case) -> Vec<Step> {
    let group_info = S::open(case);
    let verdict = |field: &str, result: Result<(), Refusal>| {
        result.map_err(|refusal| Mismatch {
            field: field.into(),
            got: format!("refused: {refusal:?}"),
            wanted: "accepted".into(),
        })
    };
    let signature = match &group_info {
        Ok(group_info) => verify_signer::<S>(case, group_info),
        Err(refusal) => Err(refusal.clone()),
    };
    vec![
        ("welcome (group info)", verdict("welcome (group info)", group_info.map(|_| ()))),
        ("signer_pub", verdict("signer_pub", signature)),
        ("welcome (confirmation_tag)", verdict("welcome (confirmation_tag)", Err(Refusal::not_public()))),
    ]
}

/// The signature verifies, and not with another key.
fn verify_signer<S: Subject>(case: &welcome::Case, group_info: &S::GroupInfo) -> Result<(), Refusal> {
    let Hex(mut wrong) = case.signer_pub.clone();
    if let Some(last) = wrong.last_mut() {
        *last ^= 1;
    }
    S::verify_signature(case.cipher_suite, group_info, &case.signer_pub)?;
    match S::verify_signature(case.cipher_suite, group_info, &wrong) {
        Err(_) => Ok(()),
        Ok(()) => Err(Refusal::other("another key verifies, too")),
    }
}
