//! What happens in a group around a passive client.

use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::commit::ProposalOrRef;
use pleach_spec::commit::create::CommitOptions;
use pleach_spec::key_schedule::psk_id::{PskSource, ResumptionPskUsage};
use pleach_spec::proposal::Proposal;
use pleach_spec::tree::math::LeafIndex;
use pleach_spec_concrete::Octets;
use pleach_vectors::{AnyCase, Hex};

use super::PassiveClient;
use crate::support::client::{Cast, Client};
use crate::support::content::required_capabilities;
use crate::support::group::Group;
use crate::support::hex;
use crate::support::options::{by_value, commit_of};
use crate::{Random, Refusal};

/// Something that a proposal changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// A new client comes.
    Add,
    /// A member other than the committer gets a new leaf. Always by reference.
    Update,
    /// A member other than the committer goes.
    Remove,
    /// A PSK that the application provided.
    ExternalPsk,
    /// The PSK of the current epoch. Not beside an Add, whose client does not hold it.
    ResumptionPsk,
    /// Required capabilities come, or go again.
    GroupContextExtensions,
}

/// How a proposal gets into a Commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// In the Commit.
    Value,
    /// Sent before, by any member but the passive one.
    Reference,
}

/// A group of several members, of which one is passive.
#[derive(Clone, Debug)]
pub struct ObservedGroup {
    cast: Cast,
    group: Group,
    random: Random,
    external_psks: Vec<PskSource<Octets>>,
    /// The identifiers of those that some Commit uses.
    used_psks: Vec<Hex>,
    passive: PassiveClient,
    passive_leaf: LeafIndex,
    /// Whom the proposals of the next Commit add.
    joiners: Vec<Client>,
    /// Whom they leave alone: members that may be updated or removed.
    unchanged: Vec<LeafIndex>,
}

impl ObservedGroup {
    /// A group of `size` members who hold two external PSKs, and the passive client, whom one of them has just added.
    ///
    /// # Errors
    /// Those of the operations.
    pub fn new(suite: CipherSuite, size: usize, random: &mut Random) -> Result<ObservedGroup, Refusal> {
        let mut cast = Cast::new(suite, random);
        let external_psks = vec![cast.hold_external_psk(), cast.hold_external_psk()];
        let mut group = Group::full(&mut cast, size, random)?;
        let client = cast.client()?;
        let add = commit_of(by_value([client.add()]));
        let invitation = group.commit(random.below(size), &add, vec![client.clone()])?;
        let passive = PassiveClient::new(&client, invitation, &group)?;
        let passive_leaf = group.members.last().ok_or(Refusal::Missing("such member"))?.leaf();
        let (used_psks, joiners, unchanged, random) = (Vec::new(), Vec::new(), Vec::new(), random.fork());
        Ok(ObservedGroup { cast, group, random, external_psks, used_psks, passive, passive_leaf, joiners, unchanged })
    }

    /// The randomness of the story.
    pub fn random(&mut self) -> &mut Random {
        &mut self.random
    }

    /// How many members there are.
    pub fn size(&self) -> usize {
        self.group.members.len()
    }

    /// One epoch: the proposals that are sent before, then a Commit of these and of those by value, as `options` say
    /// apart from the list. A change that is not possible is left out. `options.message` is how all of them are sent.
    ///
    /// # Errors
    /// Those of the operations.
    pub fn commit(&mut self, changes: &[(Change, Way)], options: CommitOptions<Octets>) -> Result<(), Refusal> {
        let committer = self.any_other(None)?;
        self.unchanged = self.others(Some(committer));
        let mut proposals = Vec::new();
        for (change, way) in changes {
            proposals.extend(self.propose(*change, *way, committer, &options)?);
        }
        let place = self.place(committer)?;
        let options = CommitOptions { proposals, ..options };
        let joiners = core::mem::take(&mut self.joiners);
        self.group.commit(place, &options, joiners).map(drop)
    }

    /// The story so far, as the passive client saw it. It holds the PSKs that it needs.
    pub fn case(mut self) -> AnyCase {
        self.passive.keep_external_psks(&self.used_psks);
        self.passive.case(&self.group)
    }

    /// The entry of a change in the Commit; nothing if it is not possible.
    fn propose(
        &mut self,
        change: Change,
        way: Way,
        committer: LeafIndex,
        options: &CommitOptions<Octets>,
    ) -> Result<Option<ProposalOrRef<Octets>>, Refusal> {
        if change == Change::Update {
            let Some(sender) = self.take_unchanged() else { return Ok(None) };
            let place = self.place(sender)?;
            return self.group.update(place, &options.message, |_| {}).map(Some);
        }
        let Some(proposal) = self.proposal(change)? else { return Ok(None) };
        match way {
            Way::Value => Ok(Some(ProposalOrRef::Proposal { proposal })),
            Way::Reference => {
                let sender = self.any_other(Some(committer))?;
                let place = self.place(sender)?;
                self.group.propose(place, proposal, &options.message).map(Some)
            }
        }
    }

    fn proposal(&mut self, change: Change) -> Result<Option<Proposal<Octets>>, Refusal> {
        Ok(match change {
            Change::Update => None,
            Change::Add => {
                let client = self.cast.client()?;
                let add = client.add();
                self.joiners.push(client);
                Some(add)
            }
            Change::Remove => self.take_unchanged().map(|removed| Proposal::Remove { removed }),
            Change::ExternalPsk => self.external_psk(),
            Change::ResumptionPsk if !self.joiners.is_empty() => None,
            Change::ResumptionPsk => {
                let context = &self.group.member(0)?.state.group_context;
                let source = PskSource::Resumption {
                    usage: ResumptionPskUsage::Application,
                    psk_group_id: context.group_id.clone(),
                    psk_epoch: context.epoch,
                };
                Some(self.cast.psk_proposal(source))
            }
            Change::GroupContextExtensions => {
                let present = !self.group.member(0)?.state.group_context.extensions.is_empty();
                let extensions = if present { Vec::new() } else { vec![required_capabilities(&[], &[])] };
                Some(Proposal::GroupContextExtensions { extensions })
            }
        })
    }

    /// One of the external PSKs, which is used from now on.
    fn external_psk(&mut self) -> Option<Proposal<Octets>> {
        let source = self.external_psks.get(self.random.below(self.external_psks.len()))?.clone();
        if let PskSource::External { psk_id } = &source {
            self.used_psks.push(hex(psk_id));
        }
        Some(self.cast.psk_proposal(source))
    }

    /// The members but the passive one and `except`.
    fn others(&self, except: Option<LeafIndex>) -> Vec<LeafIndex> {
        let leaves = self.group.members.iter().map(|member| member.leaf());
        leaves.filter(|leaf| *leaf != self.passive_leaf && Some(*leaf) != except).collect()
    }

    /// One of [`ObservedGroup::others`]; any of them but the passive one if that leaves nobody.
    fn any_other(&mut self, except: Option<LeafIndex>) -> Result<LeafIndex, Refusal> {
        let mut others = self.others(except);
        if others.is_empty() {
            others = self.others(None);
        }
        others.get(self.random.below(others.len())).copied().ok_or(Refusal::Missing("such member"))
    }

    /// A member that no proposal changes yet; from now on one does.
    fn take_unchanged(&mut self) -> Option<LeafIndex> {
        let count = self.unchanged.len();
        (count > 0).then(|| self.unchanged.swap_remove(self.random.below(count)))
    }

    fn place(&self, leaf: LeafIndex) -> Result<usize, Refusal> {
        let place = self.group.members.iter().position(|member| member.leaf() == leaf);
        place.ok_or(Refusal::Missing("such member"))
    }
}
