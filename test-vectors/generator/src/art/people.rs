//! Those who can be members, and the groups that they set up.

use pleach_spec::algebra::{Bytes, Crypto};
use pleach_spec::art::context::ArtMode;
use pleach_spec::art::group::ArtGroup;
use pleach_spec::art::key_exchange::{ArtExchange, exchange_as_creator};
use pleach_spec::art::member::{ArtIdentity, create_identity};
use pleach_spec::art::prekey::{ArtPrekey, ArtPrekeyStore, OwnArtPrekey, create_prekey};
use pleach_spec::art::setup::ArtSetup;
use pleach_spec::art::setup::create::{SetupOptions, create_art_group};
use pleach_spec::art::setup::process::join_art_group;
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::crypto::random;
use pleach_spec::error::Place;
use pleach_spec::secret::{ArtExchangedSecret, ArtSetupPrivateKey};
use pleach_spec_concrete::Octets;

use crate::{Random, Refusal};

/// Those who can be members. They are numbered.
#[derive(Clone, Debug)]
pub struct People {
    suite: CipherSuite,
    random: Random,
    count: u32,
}

/// One who takes part in a group: member 0 of it without a prekey, the others with one.
#[derive(Clone, Debug)]
pub struct Participant {
    /// Who it is.
    pub identity: ArtIdentity<Octets>,
    /// Its prekey for the group.
    pub prekey: Option<OwnArtPrekey<Octets>>,
    /// Its state in the group.
    pub state: ArtGroup<Octets>,
}

/// A group that was set up.
#[derive(Clone, Debug)]
pub struct Group {
    /// The setup.
    pub setup: ArtSetup<Octets>,
    /// The private key of the setup key.
    pub setup_private_key: ArtSetupPrivateKey<Octets>,
    /// The members, in the order of their leaves.
    pub participants: Vec<Participant>,
}

impl People {
    /// Nobody yet.
    pub fn new(suite: CipherSuite, random: &mut Random) -> People {
        People { suite, random: random.fork(), count: 0 }
    }

    /// A new one.
    ///
    /// # Errors
    /// If its keys cannot be made.
    pub fn identity(&mut self) -> Result<ArtIdentity<Octets>, Refusal> {
        self.count += 1;
        let name = Octets::literal(format!("member {}", self.count).as_bytes());
        Ok(create_identity(self.suite, &name, &self.random.seed(self.suite))?)
    }

    /// New ones.
    ///
    /// # Errors
    /// As [`People::identity`].
    pub fn identities(&mut self, n: usize) -> Result<Vec<ArtIdentity<Octets>>, Refusal> {
        (0..n).map(|_| self.identity()).collect()
    }

    /// A prekey of somebody.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn prekey(&mut self, owner: &ArtIdentity<Octets>) -> Result<OwnArtPrekey<Octets>, Refusal> {
        Ok(create_prekey(owner, &self.random.seed(self.suite))?)
    }

    /// The first of these sets up a group with the others, who join it. It follows `old_group`, if there is one, of
    /// which the creator is a member.
    ///
    /// # Errors
    /// Those of the operations.
    pub fn set_up(
        &mut self,
        members: &[ArtIdentity<Octets>],
        mode: ArtMode,
        old_group: Option<&Group>,
    ) -> Result<Group, Refusal> {
        let (creator, others) = members.split_first().ok_or(Refusal::Missing("creator"))?;
        let others: Result<Vec<_>, Refusal> =
            others.iter().map(|other| Ok((other.clone(), self.prekey(other)?))).collect();
        self.set_up_with(creator, &others?, mode, old_group)
    }

    /// The same, with prekeys that were made before.
    ///
    /// # Errors
    /// Those of the operations.
    pub fn set_up_with(
        &mut self,
        creator: &ArtIdentity<Octets>,
        others: &[(ArtIdentity<Octets>, OwnArtPrekey<Octets>)],
        mode: ArtMode,
        old_group: Option<&Group>,
    ) -> Result<Group, Refusal> {
        let prekeys: Vec<ArtPrekey<Octets>> = others.iter().map(|(_, own)| own.prekey.clone()).collect();
        let group_id = self.random.octets(super::MAXIMUM_LENGTH);
        let state_of = |own: &ArtIdentity<Octets>| old_group.and_then(|group| group.state_of(own));
        let options = SetupOptions { group_id, mode, old_group: state_of(creator), prekeys: &prekeys };
        let seed = self.random.seed(self.suite);
        let created = create_art_group(creator, &options, &seed)?;
        let mut participants = vec![Participant { identity: creator.clone(), prekey: None, state: created.group }];
        for (identity, own) in others {
            let store = ArtPrekeyStore { unused: vec![own.clone()] };
            let state = join_art_group(identity, &store, &created.setup, state_of(identity))?.group;
            participants.push(Participant { identity: identity.clone(), prekey: Some(own.clone()), state });
        }
        // As the creator derives it.
        let randomness = random(self.suite, &seed, b"setup_key", 0, self.suite.kdf_nh());
        let setup_private_key = ArtSetupPrivateKey { bytes: Octets::kem_derive_private_key(self.suite, &randomness) };
        if Octets::kem_public_key(self.suite, &setup_private_key.bytes) != Some(created.setup.setup_key.bytes.clone()) {
            return Err(Refusal::Disagreement);
        }
        Ok(Group { setup: created.setup, setup_private_key, participants })
    }
}

impl Group {
    /// The state of one who may be a member.
    pub fn state_of(&self, own: &ArtIdentity<Octets>) -> Option<&ArtGroup<Octets>> {
        let participant = self.participants.iter().find(|participant| participant.identity.member == own.member);
        participant.map(|participant| &participant.state)
    }

    /// What the creator shares with another member before there is a tree.
    ///
    /// # Errors
    /// If there is no creator, or a key does not fit.
    pub fn exchanged_secret(
        &self,
        identity: &ArtIdentity<Octets>,
        prekey: &OwnArtPrekey<Octets>,
    ) -> Result<ArtExchangedSecret<Octets>, Refusal> {
        let creator = &self.participants.first().ok_or(Refusal::Missing("creator"))?.identity;
        let exchange = ArtExchange {
            suite: creator.suite,
            creator: creator.member.clone(),
            member: identity.member.clone(),
            setup_key: self.setup.setup_key.clone(),
            ephemeral_key: prekey.prekey.ephemeral_key.clone(),
        };
        let ik = &creator.identity_private_key;
        Ok(exchange_as_creator(&exchange, ik, &self.setup_private_key, Place::Message)?)
    }
}
