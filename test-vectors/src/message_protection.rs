//! `message-protection`: PublicMessage and PrivateMessage, RFC 9420, Section 6.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::check::{altered, expect_eq, expect_ok, expect_refusal};
use crate::private_key::padded_private_key;
use crate::seed::Seeds;
use crate::{Fallible, Hex, Mismatch};

/// The sender of every message in this kind.
const SENDER: u32 = 1;

/// What the checker asks of an implementation.
///
/// `message` is an encoded MLSMessage. Every call starts from the [`Group`] afresh: no ratchet moves from one
/// call to the next. `content` is an encoded Proposal or Commit, or the application data as it is.
/// A Commit carries a confirmation tag, which this kind does not look at: any will do.
pub trait Subject: Fallible {
    /// Signs `content` as a member and makes it a PublicMessage. Refuses application data.
    fn protect_public(
        group: &Group<'_>,
        sender: u32,
        content_type: ContentType,
        content: &[u8],
        seed: &[u8],
    ) -> Result<Vec<u8>, Self::Error>;

    /// Verifies the membership tag and the signature of a PublicMessage from a member.
    fn unprotect_public(group: &Group<'_>, message: &[u8]) -> Result<Unprotected, Self::Error>;

    /// Signs `content` as a member and makes it a PrivateMessage.
    fn protect_private(
        group: &Group<'_>,
        sender: u32,
        content_type: ContentType,
        content: &[u8],
        seed: &[u8],
    ) -> Result<Vec<u8>, Self::Error>;

    /// Decrypts a PrivateMessage and verifies its signature.
    fn unprotect_private(group: &Group<'_>, message: &[u8]) -> Result<Unprotected, Self::Error>;
}

/// One epoch of a group of two members, as far as its messages need it. The GroupContext has no extensions.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Group<'a> {
    pub cipher_suite: u16,
    pub group_id: &'a [u8],
    pub epoch: u64,
    pub tree_hash: &'a [u8],
    pub confirmed_transcript_hash: &'a [u8],
    pub signature_priv: &'a [u8],
    pub signature_pub: &'a [u8],
    /// The root of the secret tree, which has [`Group::N_LEAVES`] leaves.
    pub encryption_secret: &'a [u8],
    pub sender_data_secret: &'a [u8],
    pub membership_key: &'a [u8],
}

impl Group<'_> {
    /// The number of leaves of the secret tree.
    pub const N_LEAVES: u32 = 2;
}

/// `ContentType`: RFC 9420, Section 6.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContentType {
    /// Application data.
    Application,
    /// A Proposal.
    Proposal,
    /// A Commit.
    Commit,
}

impl fmt::Display for ContentType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ContentType::Application => "application",
            ContentType::Proposal => "proposal",
            ContentType::Commit => "commit",
        })
    }
}

/// What a message holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unprotected {
    /// The leaf index of the member who sent it.
    pub sender: u32,
    /// What `content` is.
    pub content_type: ContentType,
    /// An encoded Proposal or Commit, or the application data as it is.
    pub content: Vec<u8>,
}

/// One epoch and its messages.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Case {
    pub cipher_suite: u16,
    pub group_id: Hex,
    pub epoch: u64,
    pub tree_hash: Hex,
    pub confirmed_transcript_hash: Hex,
    pub signature_priv: Hex,
    pub signature_pub: Hex,
    pub encryption_secret: Hex,
    pub sender_data_secret: Hex,
    pub membership_key: Hex,
    pub proposal: Hex,
    pub proposal_pub: Hex,
    pub proposal_priv: Hex,
    pub commit: Hex,
    pub commit_pub: Hex,
    pub commit_priv: Hex,
    pub application: Hex,
    pub application_priv: Hex,
}

impl Case {
    /// The steps of `message-protection/README.md`.
    ///
    /// # Errors
    /// The first step that does not hold.
    pub fn verify<S: Subject>(&self) -> Result<(), Mismatch> {
        let signature_priv = padded_private_key(self.cipher_suite, &self.signature_priv);
        let group = self.group(&signature_priv);
        let seeds = &mut Seeds::of(&[&self.group_id, &self.application_priv]);
        let proposal = (ContentType::Proposal, &self.proposal);
        verify_public::<S>(group, proposal, &self.proposal_pub, seeds)?;
        verify_private::<S>(group, proposal, &self.proposal_priv, seeds)?;
        let commit = (ContentType::Commit, &self.commit);
        verify_public::<S>(group, commit, &self.commit_pub, seeds)?;
        verify_private::<S>(group, commit, &self.commit_priv, seeds)?;
        let application = (ContentType::Application, &self.application);
        let public = S::protect_public(&group, SENDER, application.0, application.1, &seeds.next());
        expect_refusal("application (protecting as a PublicMessage)", public)?;
        verify_private::<S>(group, application, &self.application_priv, seeds)
    }

    fn group<'a>(&'a self, signature_priv: &'a [u8]) -> Group<'a> {
        Group {
            cipher_suite: self.cipher_suite,
            group_id: &self.group_id,
            epoch: self.epoch,
            tree_hash: &self.tree_hash,
            confirmed_transcript_hash: &self.confirmed_transcript_hash,
            signature_priv,
            signature_pub: &self.signature_pub,
            encryption_secret: &self.encryption_secret,
            sender_data_secret: &self.sender_data_secret,
            membership_key: &self.membership_key,
        }
    }
}

fn verify_public<S: Subject>(
    group: Group<'_>,
    raw: (ContentType, &Hex),
    message: &[u8],
    seeds: &mut Seeds,
) -> Result<(), Mismatch> {
    let field = format!("{}_pub", raw.0);
    expect_content(&field, S::unprotect_public(&group, message), raw)?;
    let own = S::protect_public(&group, SENDER, raw.0, raw.1, &seeds.next());
    let own = expect_ok(format!("{field} (protecting)"), own)?;
    expect_content(&format!("{field} (own)"), S::unprotect_public(&group, &own), raw)?;

    let other_tag = altered(message);
    let result = S::unprotect_public(&group, &other_tag);
    expect_refusal(format!("{field} (altered membership_tag)"), result)?;
    let other_key = altered(group.signature_pub);
    let result = S::unprotect_public(&Group { signature_pub: &other_key, ..group }, message);
    expect_refusal(format!("{field} (altered signature_pub)"), result)
}

fn verify_private<S: Subject>(
    group: Group<'_>,
    raw: (ContentType, &Hex),
    message: &[u8],
    seeds: &mut Seeds,
) -> Result<(), Mismatch> {
    let field = format!("{}_priv", raw.0);
    expect_content(&field, S::unprotect_private(&group, message), raw)?;
    let own = S::protect_private(&group, SENDER, raw.0, raw.1, &seeds.next());
    let own = expect_ok(format!("{field} (protecting)"), own)?;
    expect_content(&format!("{field} (own)"), S::unprotect_private(&group, &own), raw)?;

    let other_ciphertext = altered(message);
    let result = S::unprotect_private(&group, &other_ciphertext);
    expect_refusal(format!("{field} (altered ciphertext)"), result)?;
    let other_key = altered(group.signature_pub);
    let result = S::unprotect_private(&Group { signature_pub: &other_key, ..group }, message);
    expect_refusal(format!("{field} (altered signature_pub)"), result)
}

/// The message must be accepted, and hold the raw value as sent by the one sender of this kind.
fn expect_content<E: fmt::Debug>(
    field: &str,
    result: Result<Unprotected, E>,
    (content_type, content): (ContentType, &Hex),
) -> Result<(), Mismatch> {
    let got = expect_ok(field, result)?;
    let at = |part: &str| format!("{field} ({part})");
    expect_eq(at("sender"), &got.sender, &SENDER)?;
    let (got_type, wanted_type) = (got.content_type.to_string(), content_type.to_string());
    expect_eq(at("content_type"), got_type.as_str(), wanted_type.as_str())?;
    expect_eq(at("content"), got.content.as_slice(), &content.0)
}
