//! What the adversary says in the name of a member: it runs the specification on what it has of the stage, with its own
//! randomness, and changes what the specification would not do.
//!
//! What it has is public (members and tree), or exposed; in place of every other secret there is a guess. Setups are in
//! `forge_setup`.

use std::rc::Rc;

use pleach_spec::algebra::{Bytes, Crypto};
use pleach_spec::art::envelope::ArtMessageEnvelope;
use pleach_spec::art::group::{ArtGroup, ArtStage, start_stage};
use pleach_spec::art::key::{ArtPublicKey, art_public_key, diffie_hellman, node_private_key};
use pleach_spec::art::message::send::send_art_message;
use pleach_spec::art::path::path_keys;
use pleach_spec::art::public_tree::{art_leaf_count, public_key_at, with_path};
use pleach_spec::art::tree::{ArtNodeIndex, MemberIndex, copath, path};
use pleach_spec::art::update::{ArtUpdate, update_mac};
use pleach_spec::error::Place;
use pleach_spec::labels::Protocol;
use pleach_spec::secret::{
    ArtNodePrivateKey, ArtTreeKey, ArtUpdateMacKey, RatchetSecret, Seed, SenderDataSecret, SignaturePrivateKey,
};
use pleach_spec::secret_tree::ratchet::ratchet;

use crate::art::StageId;
use crate::art::client::{Member, Sent, message_options, seed};
use crate::art::honest::Origin;
use crate::art::ledger::Fact;
use crate::art::operation::Forgery;
use crate::art::world::{Said, World};
use crate::client::Client;
use crate::term::{SUITE, Term, name};

/// The keys of an update of the adversary.
#[derive(Clone)]
struct Draft {
    sender: MemberIndex,
    path: Vec<ArtPublicKey<Term>>,
    tree_key: ArtTreeKey<Term>,
    own_keys: Vec<Term>,
}

impl World {
    /// The adversary says something. `None` if it cannot, or nobody accepts it.
    pub fn forge(&mut self, forgery: Forgery) -> Option<()> {
        match forgery {
            Forgery::Update(who) => self.forge_update(who, None),
            Forgery::Split(who, victim) => self.forge_split(who, victim),
            Forgery::Fork(who, victim) => self.forge_fork(who, victim),
            Forgery::Misfit(who, node) => self.forge_update(who, Some(ArtNodeIndex(node))),
            Forgery::Send(who) => self.forge_message(who),
            Forgery::SetUp(who) => self.forge_setup(who),
            Forgery::Misname(who, victim) => self.forge_misnamed_setup(who, victim),
            Forgery::Intercept(who, victim) => self.intercept(who, victim),
            Forgery::Prekey(who) => self.forge_prekey(who),
        }
    }

    /// A seed of the adversary.
    pub(crate) fn own_seed(&mut self, what: &str) -> Seed<Term> {
        let seed = seed(self.step, &format!("adversary's {what}"));
        self.knowledge.learn(self.step, [seed.bytes]);
        seed
    }

    /// A private key of the adversary, and the public key.
    pub(crate) fn own_key(&mut self, what: &str) -> (ArtNodePrivateKey<Term>, ArtPublicKey<Term>) {
        let bytes = Term::kem_derive_private_key(SUITE, &self.own_seed(what).bytes);
        (ArtNodePrivateKey { bytes }, art_public_key(SUITE, &bytes))
    }

    /// The place of somebody who listens, in a stage that this client is a member of.
    pub fn view_of(&self, who: Client) -> Option<Member> {
        self.view_for(who, self.listener)
    }

    /// The place of this client, or of the first who listens.
    pub fn view_for(&self, who: Client, listener: Option<Client>) -> Option<Member> {
        let listening = |client| client != who && listener.is_none_or(|listener| listener == client);
        let mut views = self.online().filter(|(client, _)| listening(*client));
        views.find(|(_, member)| self.leaf_of(member.stage, who).is_some()).map(|(_, member)| member.clone())
    }

    /// A secret, if it is exposed.
    fn secret_or_guess(&self, fact: Fact, secret: Term, what: &str) -> Term {
        match self.ledger.is_exposed(fact) {
            true => secret,
            false => name(&format!("adversary's guess of {what}"), secret.length()),
        }
    }

    /// The signature key that the adversary signs with for a client.
    pub(crate) fn signature_key(&self, who: Client) -> Option<SignaturePrivateKey<Term>> {
        let known = self.ledger.is_exposed(Fact::Signature(who));
        let guess = Term::signature_derive_private_key(SUITE, &name("adversary's guess of a signature key", 32));
        let right = self.client(who)?.identity.signature_private_key.bytes;
        Some(SignaturePrivateKey { bytes: if known { right } else { guess } })
    }

    /// Those who listen in a stage.
    fn listeners(&self, stage: StageId) -> Vec<Client> {
        self.online().filter(|(_, member)| member.stage == stage).map(|(client, _)| client).collect()
    }

    fn forge_update(&mut self, who: Client, misfit: Option<ArtNodeIndex>) -> Option<()> {
        let seen = self.view_of(who)?;
        let draft = self.draft(who, &seen, "leaf")?;
        let draft = match misfit {
            Some(node) => self.misfitting(&seen.group, draft, node)?,
            None => draft,
        };
        let listeners = self.listeners(seen.stage);
        self.spread(who, &seen, &draft, &listeners).then_some(())
    }

    fn forge_split(&mut self, who: Client, victim: Client) -> Option<()> {
        let seen = self.view_of(who)?;
        let (draft, other) = (self.draft(who, &seen, "leaf")?, self.draft(who, &seen, "other leaf")?);
        self.spread_two(who, &seen, &[draft, other], victim)
    }

    /// The victim computes the keys from where the paths meet, so it is told of another leaf if that is farther up.
    fn forge_fork(&mut self, who: Client, victim: Client) -> Option<()> {
        let seen = self.view_of(who)?;
        let tree = &self.ledger.stage(seen.stage)?.tree;
        let of_victim = tree.path(tree.leaf_of(victim)?);
        let meeting = tree.path(tree.leaf_of(who)?).iter().position(|node| of_victim.contains(node))?;
        if meeting < 2 {
            return None;
        }
        let draft = self.draft(who, &seen, "leaf")?;
        let (_, leaf_key) = self.own_key("other leaf");
        let mut other = draft.clone();
        other.own_keys = vec![leaf_key.bytes];
        *other.path.first_mut()? = leaf_key;
        self.spread_two(who, &seen, &[draft, other], victim)
    }

    fn spread_two(&mut self, who: Client, seen: &Member, drafts: &[Draft; 2], victim: Client) -> Option<()> {
        let rest: Vec<Client> = self.listeners(seen.stage).into_iter().filter(|client| *client != victim).collect();
        let [draft, other] = drafts;
        let accepted = self.spread(who, seen, draft, &rest) && self.spread(who, seen, other, &[victim]);
        accepted.then_some(())
    }

    /// What follows from a leaf key of the adversary.
    fn draft(&mut self, who: Client, seen: &Member, what: &str) -> Option<Draft> {
        let sender = MemberIndex(self.leaf_of(seen.stage, who)?);
        let (leaf, leaf_key) = self.own_key(what);
        let keys = path_keys(SUITE, &seen.group.stage.context.tree, sender, &leaf).ok()?;
        Some(Draft { sender, path: keys.public_keys, tree_key: keys.tree_key, own_keys: vec![leaf_key.bytes] })
    }

    /// The same, with another key of the adversary at a node, and above it what follows from that.
    fn misfitting(&mut self, seen: &ArtGroup<Term>, draft: Draft, node: ArtNodeIndex) -> Option<Draft> {
        let tree = &seen.stage.context.tree;
        let leaves = art_leaf_count(tree);
        let at = path(draft.sender, leaves).iter().position(|x| *x == node)?;
        let (mut private_key, public_key) = self.own_key("node");
        let mut keys: Vec<ArtPublicKey<Term>> = draft.path.iter().take(at).cloned().collect();
        keys.push(public_key.clone());
        for sibling in copath(draft.sender, leaves).iter().skip(at) {
            let shared =
                diffie_hellman(SUITE, &private_key.bytes, &public_key_at(tree, *sibling)?, Place::Message).ok()?;
            private_key = node_private_key(SUITE, &shared);
            keys.push(art_public_key(SUITE, &private_key.bytes));
        }
        let own_keys = draft.own_keys.into_iter().chain([public_key.bytes]).collect();
        Some(Draft { path: keys, tree_key: ArtTreeKey { bytes: private_key.bytes }, own_keys, ..draft })
    }

    /// An update goes to these. Whether any takes it.
    fn spread(&mut self, who: Client, seen: &Member, draft: &Draft, recipients: &[Client]) -> bool {
        let known = &seen.group.stage;
        let mac_key = self.secret_or_guess(Fact::Mac(seen.stage), known.update_mac_key.bytes, "a MAC key");
        let mut update = ArtUpdate {
            group_id: known.context.group_id,
            stage: known.context.stage,
            sender: draft.sender,
            path: draft.path.clone(),
            mac: Term::literal(b""),
        };
        update.mac = update_mac(SUITE, &ArtUpdateMacKey { bytes: mac_key }, &update);
        let next = next_stage(&seen.group, draft);
        let Some(update) = self.publish_update(update) else {
            return false;
        };
        let origin = Origin::Forged(draft.own_keys.clone());
        let starts = self.register_update(&update, &next, seen.stage, &origin);
        let (envelope, stage) = (ArtMessageEnvelope::Update { update }, Some(seen.stage));
        let (forged, intercepted, said) = (true, false, None);
        self.deliver_to(Sent { envelope, sender: who, forged, intercepted, stage, starts, said }, recipients)
    }

    fn forge_message(&mut self, who: Client) -> Option<()> {
        let seen = self.view_of(who)?;
        let (stage, leaf) = (seen.stage, self.leaf_of(seen.stage, who)?);
        let next = *seen.read.next.get(leaf as usize)?;
        let mut group = (*seen.group).clone();
        group.own_index = MemberIndex(leaf);
        group.signature_private_key = self.signature_key(who)?;
        let secret = group.stage.sender_data_secret.bytes;
        let bytes = self.secret_or_guess(Fact::SenderData(stage), secret, "a sender data secret");
        group.stage.sender_data_secret = SenderDataSecret { bytes };
        let known = self.ledger.is_exposed(Fact::Messages(stage, leaf, next));
        if !known {
            let secret = RatchetSecret { bytes: name("adversary's guess of a ratchet secret", SUITE.kdf_nh()) };
            *group.stage.ratchets.get_mut(leaf as usize)? = ratchet(Protocol::Art10, secret);
        }
        let data = self.own_seed("data").bytes;
        let seed = self.own_seed("message");
        let (_, message) = send_art_message(&group, &data, &message_options(), &seed).ok()?;
        let envelope = self.publish(ArtMessageEnvelope::Message { message })?;
        let generation = if known { next } else { 0 };
        self.said.push(Said { stage, leaf, generation, data, forged: true });
        self.ledger.mark_adversarial(stage);
        let (said, stage) = (Some(self.said.len() - 1), Some(stage));
        let (forged, intercepted) = (true, false);
        self.deliver(Sent { envelope, sender: who, forged, intercepted, stage, starts: None, said }).then_some(())
    }
}

/// The stage that whoever accepts an update is in.
fn next_stage(seen: &Rc<ArtGroup<Term>>, draft: &Draft) -> ArtStage<Term> {
    let mut context = seen.stage.context.clone();
    context.stage += 1;
    let nodes = path(draft.sender, art_leaf_count(&context.tree));
    context.tree = with_path(&context.tree, &nodes, &draft.path);
    start_stage(SUITE, &seen.stage.chain_key, &draft.tree_key, context)
}
