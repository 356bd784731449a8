//! Setups and prekeys that the adversary makes in the name of a client.

use std::rc::Rc;

use pleach_spec::art::envelope::ArtMessageEnvelope;
use pleach_spec::art::group::start_stage;
use pleach_spec::art::labels::sign_with_art_label;
use pleach_spec::art::path::{path_keys, tree_of_leaves};
use pleach_spec::art::prekey::create_prekey;
use pleach_spec::art::public_tree::{art_leaf_count, with_path};
use pleach_spec::art::setup::create::first_context;
use pleach_spec::art::setup::{ArtSetup, encode_art_setup_tbs};
use pleach_spec::art::stage_key::first_chain_key;
use pleach_spec::art::tree::{MemberIndex, path};
use pleach_spec::secret::{ArtNodePrivateKey, ArtTreeKey};

use crate::art::StageId;
use crate::art::check::private_key;
use crate::art::client::Sent;
use crate::art::honest::Origin;
use crate::art::ledger::Fact;
use crate::art::world::World;
use crate::client::Client;
use crate::term::{SUITE, Term};

/// A setup of the adversary.
#[derive(Clone)]
struct Draft {
    who: Client,
    setup: ArtSetup<Term>,
    tree_key: ArtTreeKey<Term>,
    /// The stage that it names.
    follows: Option<StageId>,
    own_keys: Vec<Term>,
    /// Whether it is another's, but for the creator's path.
    intercepted: bool,
}

impl World {
    /// A group of the members of the one that the client is in, or of all; it follows that one, if the adversary can
    /// name its stage.
    pub(crate) fn forge_setup(&mut self, who: Client) -> Option<()> {
        let invitees = self.invitees_of(who)?;
        let draft = self.draft_setup(who, &invitees)?;
        self.spread_setup(draft, &invitees).then_some(())
    }

    /// One key, of two groups.
    pub(crate) fn forge_misnamed_setup(&mut self, who: Client, victim: Client) -> Option<()> {
        let invitees = self.invitees_of(who)?;
        let draft = self.draft_setup(who, &invitees)?;
        let mut outside =
            (0..self.clients.len()).map(Client).filter(|client| *client != who && !invitees.contains(client));
        let stranger = Rc::clone(&self.client(outside.next()?)?.published);
        let misnamed = invitees.iter().position(|invitee| *invitee != victim)?;
        let mut other = draft.clone();
        let invitee = other.setup.invitees.get_mut(misnamed)?;
        (invitee.member, invitee.ephemeral_key) = (stranger.owner.clone(), stranger.ephemeral_key.clone());
        let rest: Vec<Client> = invitees.into_iter().filter(|invitee| *invitee != victim).collect();
        (self.spread_setup(draft, &rest) && self.spread_setup(other, &[victim])).then_some(())
    }

    fn invitees_of(&self, who: Client) -> Option<Vec<Client>> {
        let members = match self.view_of(who) {
            Some(seen) => self.ledger.stage(seen.stage)?.tree.members.clone(),
            None => (0..self.clients.len()).map(Client).collect(),
        };
        Some(members.into_iter().filter(|client| *client != who).collect())
    }

    fn draft_setup(&mut self, who: Client, invitees: &[Client]) -> Option<Draft> {
        let seen = self.view_of(who).filter(|seen| self.ledger.is_exposed(Fact::Link(seen.stage)));
        let old_group = seen.as_ref().map(|seen| &*seen.group);
        self.own_seed("setup");
        let mut setup = self.create(who, invitees, old_group, "adversary's setup")?.setup;
        let (mut leaves, mut own_keys) = (Vec::new(), Vec::new());
        for (leaf, client) in [who].iter().chain(invitees).enumerate() {
            let computed = setup.tree.nodes.get(2 * leaf)?.bytes;
            let (private_key, public_key) = self.leaf_of_setup(who, *client, &setup, computed)?;
            leaves.push(private_key);
            if *client == who || public_key != computed {
                own_keys.push(public_key);
            }
        }
        let (tree, tree_key) = tree_of_leaves(SUITE, &leaves).ok()?;
        setup.tree = tree;
        Some(Draft { who, setup, tree_key, follows: seen.map(|seen| seen.stage), own_keys, intercepted: false })
    }

    /// The leaf key that the adversary can compute for a client; or one of its own, which does not fit.
    fn leaf_of_setup(
        &mut self,
        who: Client,
        client: Client,
        setup: &ArtSetup<Term>,
        computed: Term,
    ) -> Option<(ArtNodePrivateKey<Term>, Term)> {
        if client == who || self.has_leaf_key(client, who, setup) {
            return Some((ArtNodePrivateKey { bytes: private_key(computed)? }, computed));
        }
        let (private_key, public_key) = self.own_key(&format!("leaf of {client}"));
        Some((private_key, public_key.bytes))
    }

    /// The setup that waits for a client reaches it, with a leaf key of the adversary in the creator's place.
    pub(crate) fn intercept(&mut self, who: Client, victim: Client) -> Option<()> {
        let waiting = self.client(victim)?.inbox.as_ref()?.first().cloned()?;
        let ArtMessageEnvelope::Setup { setup } = &waiting.envelope else {
            return None;
        };
        if waiting.forged || waiting.sender != who {
            return None;
        }
        let (leaf, leaf_key) = self.own_key("leaf");
        let creator = MemberIndex(0);
        let keys = path_keys(SUITE, &setup.tree, creator, &leaf).ok()?;
        let mut setup = setup.clone();
        setup.tree = with_path(&setup.tree, &path(creator, art_leaf_count(&setup.tree)), &keys.public_keys);
        let (tree_key, follows, own_keys) = (keys.tree_key, waiting.stage, vec![leaf_key.bytes]);
        let draft = Draft { who, setup, tree_key, follows, own_keys, intercepted: true };
        self.spread_setup(draft, &[victim]).then_some(())
    }

    /// A setup goes to these. Whether any takes it.
    fn spread_setup(&mut self, draft: Draft, recipients: &[Client]) -> bool {
        self.try_to_spread(draft, recipients).unwrap_or(false)
    }

    fn try_to_spread(&mut self, draft: Draft, recipients: &[Client]) -> Option<bool> {
        let Draft { who, mut setup, tree_key, follows, own_keys, intercepted } = draft;
        let mut fitting = recipients.iter().map(|client| intercepted || self.has_leaf_key(*client, who, &setup));
        let authorised = self.ledger.is_exposed(Fact::Signature(who)) && fitting.any(|fits| fits);
        let origin = match (authorised, intercepted) {
            (true, true) => Origin::Changed(own_keys),
            (true, false) => Origin::Forged(own_keys),
            (false, _) => Origin::Unauthorised,
        };
        let (key, seed) = (self.signature_key(who)?, self.own_seed("setup"));
        setup.signature =
            sign_with_art_label(SUITE, &key, b"ArtSetupTBS", &encode_art_setup_tbs(&setup), &seed).ok()?;
        let ArtMessageEnvelope::Setup { setup } = self.publish(ArtMessageEnvelope::Setup { setup })? else {
            return None;
        };
        let stage = start_stage(SUITE, &first_chain_key(SUITE), &tree_key, first_context(&setup));
        let starts = self.register_setup(&setup, &stage, follows, &origin);
        let envelope = ArtMessageEnvelope::Setup { setup: setup.clone() };
        let sent = Sent { envelope, sender: who, forged: true, intercepted, stage: follows, starts, said: None };
        let sent = Rc::new(sent);
        self.sent.push(Rc::clone(&sent));
        let mut accepted = false;
        for client in recipients {
            let reached = intercepted || self.client(*client)?.inbox.is_none();
            accepted |= reached && self.receive(*client, &sent);
        }
        self.renew_used(&setup)?;
        Some(accepted)
    }

    /// Whoever uses it makes a leaf key that takes the identity key of the client, too.
    pub(crate) fn forge_prekey(&mut self, who: Client) -> Option<()> {
        let state = self.client(who)?;
        if !state.unused.contains(&state.published_key()) || !self.ledger.is_exposed(Fact::Signature(who)) {
            return None;
        }
        let identity = Rc::clone(&state.identity);
        let seed = self.own_seed("prekey");
        let prekey = create_prekey(&identity, &seed).ok()?.prekey;
        self.publish(ArtMessageEnvelope::Prekey { prekey: prekey.clone() })?;
        self.keys.push(prekey.ephemeral_key.bytes);
        self.ledger.expose([Fact::Key(prekey.ephemeral_key.bytes)]);
        self.clients.get_mut(who.0)?.published = Rc::new(prekey);
        Some(())
    }
}
