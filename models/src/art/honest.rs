//! What honest clients do, and what the oracle is told of it.

use std::rc::Rc;

use pleach_spec::art::envelope::ArtMessageEnvelope;
use pleach_spec::art::group::{ArtGroup, ArtStage};
use pleach_spec::art::message::send::send_art_message;
use pleach_spec::art::prekey::{ArtPrekey, create_prekey};
use pleach_spec::art::setup::ArtSetup;
use pleach_spec::art::setup::create::{CreatedArtGroup, SetupOptions, create_art_group, first_context};
use pleach_spec::art::update::ArtUpdate;
use pleach_spec::art::update::create::{adopt_update, create_update};

use crate::art::StageId;
use crate::art::client::{Member, Sent, group_id, message_options, seed};
use crate::art::ledger::{Exchange, SetUp, Updated};
use crate::art::operation::Operation;
use crate::art::shadow_tree::ShadowTree;
use crate::art::world::{Said, World};
use crate::client::Client;
use crate::property::Property;
use crate::term::{SUITE, Term, name};

/// Of a setup or an update, what the adversary had to do with it.
#[derive(Clone, Debug)]
pub(crate) enum Origin {
    /// Nothing.
    Honest,
    /// It made it, with private keys of its own for these public keys.
    Forged(Vec<Term>),
    /// It changed a setup of another in these keys; the setup key is that of the other.
    Changed(Vec<Term>),
    /// It made it without what it takes: if anybody accepts it, its secrets should be secret.
    Unauthorised,
}

impl Origin {
    /// Whether the adversary made it.
    pub(crate) fn is_forged(&self) -> bool {
        !matches!(self, Origin::Honest)
    }

    fn own_keys(&self) -> Vec<Term> {
        match self {
            Origin::Forged(keys) | Origin::Changed(keys) => keys.clone(),
            Origin::Honest | Origin::Unauthorised => vec![],
        }
    }
}

impl World {
    /// Does what an honest client does. `None` if it cannot.
    pub fn perform(&mut self, operation: Operation) -> Option<()> {
        match operation {
            Operation::Update(by) => self.update(by),
            Operation::SetUp(by) => self.follow(by, None, None),
            Operation::Add(by, whom) => self.follow(by, Some(whom), None),
            Operation::Remove(by, whom) => self.follow(by, None, Some(whom)),
            Operation::Send(by) => self.send(by),
            Operation::Offline(who) => {
                let state = self.clients.get_mut(who.0)?;
                (state.member.is_some() && state.inbox.is_none()).then(|| state.inbox = Some(Vec::new()))
            }
            Operation::Online(who, arrival) => {
                for sent in arrival.order(self.clients.get_mut(who.0)?.inbox.take()?)? {
                    self.tamper(who, &sent);
                    self.receive(who, &sent);
                }
                let state = self.clients.get_mut(who.0)?;
                state.heading = state.member.as_ref().map(|member| member.stage);
                Some(())
            }
            Operation::Leak(_) | Operation::Forge(_) | Operation::ForgeTo(..) => None,
        }
    }

    /// Where a client is, if anybody else is there or on the way.
    fn in_company(&self, by: Client) -> Option<Member> {
        let member = self.member(by)?;
        let mut others = self.clients.iter().enumerate().filter(|(number, _)| *number != by.0);
        others.any(|(_, other)| other.heading == Some(member.stage)).then(|| member.clone())
    }

    /// Another group, that follows that of its creator.
    fn follow(&mut self, by: Client, adds: Option<Client>, removes: Option<Client>) -> Option<()> {
        let member = self.in_company(by)?;
        let members = self.ledger.stage(member.stage)?.tree.members.clone();
        let stays = |other: &Client| *other != by && Some(*other) != removes;
        let invitees: Vec<Client> = members.into_iter().filter(stays).chain(adds).collect();
        self.set_up_group(by, &invitees, Some(&member))
    }

    /// A group of its creator and these.
    pub(crate) fn set_up_group(&mut self, by: Client, invitees: &[Client], old: Option<&Member>) -> Option<()> {
        let created = self.create(by, invitees, old.map(|member| &*member.group), "setup")?;
        for invitee in invitees {
            self.tamper_with_prekey(by, *invitee);
        }
        let ArtMessageEnvelope::Setup { setup } = self.publish(ArtMessageEnvelope::Setup { setup: created.setup })?
        else {
            return None;
        };
        let follows = old.map(|member| member.stage);
        let starts = self.register_setup(&setup, &created.group.stage, follows, &Origin::Honest)?;
        self.enter(by, created.group, starts);
        let envelope = ArtMessageEnvelope::Setup { setup: setup.clone() };
        let (forged, intercepted) = (false, false);
        self.deliver(Sent {
            envelope,
            sender: by,
            forged,
            intercepted,
            stage: follows,
            starts: Some(starts),
            said: None,
        });
        self.renew_used(&setup)
    }

    /// What the specification makes of a setup with the prekeys that others find.
    pub(crate) fn create(
        &self,
        by: Client,
        invitees: &[Client],
        old_group: Option<&ArtGroup<Term>>,
        what: &str,
    ) -> Option<CreatedArtGroup<Term>> {
        let prekeys: Option<Vec<ArtPrekey<Term>>> =
            invitees.iter().map(|invitee| Some((*self.client(*invitee)?.published).clone())).collect();
        let options = SetupOptions { group_id: group_id(self.step), mode: self.mode, old_group, prekeys: &prekeys? };
        create_art_group(&self.client(by)?.identity, &options, &seed(self.step, what)).ok()
    }

    /// The stage that a setup starts.
    pub(crate) fn register_setup(
        &mut self,
        setup: &ArtSetup<Term>,
        stage: &ArtStage<Term>,
        follows: Option<StageId>,
        origin: &Origin,
    ) -> Option<StageId> {
        let of_record = |record| {
            let number = self.clients.iter().position(|client| client.identity.member == record)?;
            Some(Client(number))
        };
        let members: Option<Vec<Client>> = first_context(setup).members.into_iter().map(of_record).collect();
        let exchanges = setup.invitees.iter().map(|invitee| Exchange {
            creator: setup.creator.identity_key.bytes,
            member: invitee.member.identity_key.bytes,
            ephemeral_key: invitee.ephemeral_key.bytes,
        });
        let keys = setup.tree.nodes.iter().map(|key| key.bytes).collect();
        let started = self.ledger.set_up(SetUp {
            tree: ShadowTree { members: members?, keys },
            exchanges: exchanges.collect(),
            signed: setup.mode == pleach_spec::art::context::ArtMode::Signed,
            follows,
            adversarial: origin.is_forged(),
            own_setup_key: matches!(origin, Origin::Forged(_)),
            own_keys: origin.own_keys(),
        });
        if !matches!(origin, Origin::Changed(_)) {
            self.setup_keys.push((setup.setup_key.bytes, started));
        }
        self.open_stage(stage.clone());
        Some(started)
    }

    /// Prekeys that a setup has used are found no more.
    pub(crate) fn renew_used(&mut self, setup: &ArtSetup<Term>) -> Option<()> {
        for invitee in &setup.invitees {
            let used = |state: &crate::art::client::ClientState| state.published_key() == invitee.ephemeral_key.bytes;
            if let Some(number) = self.clients.iter().position(used) {
                self.renew(Client(number))?;
            }
        }
        Some(())
    }

    /// Another prekey of a client can be found.
    pub(crate) fn renew(&mut self, client: Client) -> Option<()> {
        let identity = Rc::clone(&self.client(client)?.identity);
        let own = create_prekey(&identity, &seed(self.step, &format!("prekey of {client}"))).ok()?;
        self.publish(ArtMessageEnvelope::Prekey { prekey: own.prekey.clone() })?;
        self.keys.push(own.prekey.ephemeral_key.bytes);
        let state = self.clients.get_mut(client.0)?;
        state.unused.push(own.prekey.ephemeral_key.bytes);
        state.published = Rc::new(own.prekey.clone());
        state.prekeys.unused.push(own);
        Some(())
    }

    fn update(&mut self, by: Client) -> Option<()> {
        let member = self.in_company(by)?;
        let created = create_update(&member.group, &seed(self.step, "update")).ok()?;
        let update = self.publish_update(created.update.clone())?;
        let starts = self.register_update(&update, &created.next.stage, member.stage, &Origin::Honest)?;
        match adopt_update(&member.group, &created, &update) {
            Ok(next) => self.enter(by, next, starts),
            Err(error) => self.report(Property::Availability, format!("{by} cannot adopt its update: {error:?}")),
        }
        let (envelope, stage) = (ArtMessageEnvelope::Update { update }, Some(member.stage));
        let (forged, intercepted) = (false, false);
        self.deliver(Sent { envelope, sender: by, forged, intercepted, stage, starts: Some(starts), said: None });
        Some(())
    }

    pub(crate) fn publish_update(&mut self, update: ArtUpdate<Term>) -> Option<ArtUpdate<Term>> {
        match self.publish(ArtMessageEnvelope::Update { update })? {
            ArtMessageEnvelope::Update { update } => Some(update),
            _ => None,
        }
    }

    /// The stage that an update starts.
    pub(crate) fn register_update(
        &mut self,
        update: &ArtUpdate<Term>,
        stage: &ArtStage<Term>,
        parent: StageId,
        origin: &Origin,
    ) -> Option<StageId> {
        let path: Vec<Term> = update.path.iter().map(|key| key.bytes).collect();
        let (leaf, forged, own_keys) = (update.sender.0, origin.is_forged(), origin.own_keys());
        let started = self.ledger.update(Updated { parent, leaf, path, forged, own_keys })?;
        self.open_stage(stage.clone());
        Some(started)
    }

    fn send(&mut self, by: Client) -> Option<()> {
        let mut member = self.in_company(by)?;
        let data = name(&format!("data of step {}", self.step), SUITE.kdf_nh());
        let (group, message) =
            send_art_message(&member.group, &data, &message_options(), &seed(self.step, "message")).ok()?;
        let envelope = self.publish(ArtMessageEnvelope::Message { message })?;
        let (stage, leaf) = (member.stage, member.group.own_index.0);
        member.group = Rc::new(group);
        let generation = *member.read.next.get(leaf as usize)?;
        member.read.read(leaf, generation);
        self.clients.get_mut(by.0)?.member = Some(member);
        self.said.push(Said { stage, leaf, generation, data, forged: false });
        let said = Some(self.said.len() - 1);
        let (forged, intercepted, stage) = (false, false, Some(stage));
        self.deliver(Sent { envelope, sender: by, forged, intercepted, stage, starts: None, said });
        Some(())
    }
}
