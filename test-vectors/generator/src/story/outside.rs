//! External senders: RFC 9420, Section 12.1.8.1.

use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::commit::ProposalOrRef;
use pleach_spec::credential::Credential;
use pleach_spec::extension::content::{ExternalSender, encode_external_senders};
use pleach_spec::extension::{EXTERNAL_SENDERS, Extension};
use pleach_spec::group::external_proposal::{ExternalTarget, external_proposal, new_member_proposal};
use pleach_spec::proposal::Proposal;
use pleach_spec::secret::SignaturePrivateKey;
use pleach_spec_concrete::Octets;

use super::Story;
use crate::support::client::{Client, signature_key_pair};
use crate::{Random, Refusal};

/// An external sender with its private key.
#[derive(Clone, Debug)]
pub(super) struct Outsider {
    pub(super) public: ExternalSender<Octets>,
    pub(super) private_key: SignaturePrivateKey<Octets>,
}

impl Outsider {
    /// A sender with a basic credential.
    pub(super) fn new(suite: CipherSuite, name: &str, random: &mut Random) -> Result<Outsider, Refusal> {
        let (private_key, signature_key) = signature_key_pair(suite, random)?;
        let credential = Credential::Basic { identity: Octets::from(name.as_bytes()) };
        Ok(Outsider { public: ExternalSender { signature_key, credential }, private_key })
    }
}

/// The extension that lists them.
pub(super) fn external_senders(outsiders: &[Outsider]) -> Extension<Octets> {
    let senders: Vec<ExternalSender<Octets>> = outsiders.iter().map(|outsider| outsider.public.clone()).collect();
    Extension { extension_type: EXTERNAL_SENDERS, extension_data: encode_external_senders(&senders) }
}

impl Story {
    /// A proposal of the sender at `index` of the list, delivered to all.
    pub(super) fn propose_from_outside(
        &mut self,
        outsiders: &[Outsider],
        index: u32,
        proposal: Proposal<Octets>,
    ) -> Result<ProposalOrRef<Octets>, Refusal> {
        let outsider = usize::try_from(index).ok().and_then(|index| outsiders.get(index));
        let outsider = outsider.ok_or(Refusal::Missing("external sender"))?;
        let (length, suite) = (self.random.from_to(0, 24), self.cast.suite());
        let (authenticated_data, seed) = (self.random.octets(length), self.random.seed(suite));
        let group_context = self.client()?.state.group_context.clone();
        let target = ExternalTarget { group_context: &group_context, authenticated_data };
        let message = external_proposal(&target, index, proposal, &outsider.private_key, &seed)?;
        self.group.outside_proposal(&message)
    }

    /// The Add of a client by itself, delivered to all.
    pub(super) fn propose_itself(&mut self, client: &Client) -> Result<ProposalOrRef<Octets>, Refusal> {
        let (length, suite) = (self.random.from_to(0, 24), self.cast.suite());
        let (authenticated_data, seed) = (self.random.octets(length), self.random.seed(suite));
        let group_context = self.client()?.state.group_context.clone();
        let target = ExternalTarget { group_context: &group_context, authenticated_data };
        let message = new_member_proposal(&target, &client.own, &seed)?;
        self.group.outside_proposal(&message)
    }
}
