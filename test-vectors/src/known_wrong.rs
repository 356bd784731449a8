//! Cases of published sets that are wrong.

use crate::{Kind, Located, Mismatch, Origin, Verdict};

/// A case of a published set that is wrong. A subject is right to refuse it, and wrong not to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownWrong {
    /// The kind of its file.
    pub kind: Kind,
    /// Its position in the file.
    pub case: usize,
    /// The field at which it has to be refused. The steps after that are not done.
    pub field: &'static str,
    /// What is wrong with it.
    pub reason: &'static str,
}

/// Those of the registry's set.
const REGISTRY: &[KnownWrong] = &[
    KnownWrong {
        kind: Kind::CryptoBasics,
        case: 4,
        field: "sign_with_label.signature",
        reason: "the signature of suite 5 is over SHA-256 instead of SHA-512",
    },
    KnownWrong {
        kind: Kind::CryptoBasics,
        case: 6,
        field: "sign_with_label.signature",
        reason: "the signature of suite 7 is over SHA-256 instead of SHA-384",
    },
];

impl Located {
    /// The cases of the set that are known to be wrong.
    pub fn known_wrong(&self) -> &'static [KnownWrong] {
        match self.origin {
            Origin::Given | Origin::WorkingGroup(_) => &[],
            Origin::Registry(_) => REGISTRY,
        }
    }
}

impl KnownWrong {
    /// What the verdict on this case says about the subject: it passed if it refused the case at the field.
    pub fn judge(&self, verdict: Verdict) -> Verdict {
        match verdict {
            Verdict::Failed(mismatch) if mismatch.field == self.field => Verdict::Passed,
            Verdict::Passed => Verdict::Failed(Mismatch {
                field: self.field.into(),
                got: "accepted".into(),
                wanted: format!("refused: {}", self.reason),
            }),
            Verdict::Failed(_) | Verdict::Skipped => verdict,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::REGISTRY;
    use crate::{Mismatch, Verdict};

    #[test]
    fn a_wrong_case_passes_if_it_is_refused_where_it_is_wrong() {
        let known = &REGISTRY[0];
        let refused_at = |field: &str| {
            Verdict::Failed(Mismatch { field: field.into(), got: "refused".into(), wanted: "accepted".into() })
        };
        assert_eq!(known.judge(refused_at(known.field)), Verdict::Passed);
        let elsewhere = refused_at("ref_hash.out");
        assert_eq!(known.judge(elsewhere.clone()), elsewhere);
        assert!(matches!(known.judge(Verdict::Passed), Verdict::Failed(_)));
        assert_eq!(known.judge(Verdict::Skipped), Verdict::Skipped);
    }
}
