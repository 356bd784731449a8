//! What the adversary deduces of a group of ART, from what was sent and what leaked.

use pleach_models::knowledge::Knowledge;
use pleach_models::term::Term;
use pleach_spec::art::context::ArtMode;
use pleach_spec::art::envelope::{ArtMessageEnvelope, encode_art_envelope};
use pleach_spec::art::group::ArtGroup;
use pleach_spec::art::setup::process::join_art_group;
use pleach_spec::secret_tree::ratchet::advance;

use crate::client::{SUITE, Source};
use crate::evidence::framing::secret_of;
use crate::world::{ArtClient, clients, hear, say, update};

/// A group, its members, and what the adversary knows.
struct Run {
    members: Vec<ArtClient<Term>>,
    groups: Vec<ArtGroup<Term>>,
    knowledge: Knowledge,
}

impl Run {
    /// Member 0 sets the group up.
    fn new() -> Run {
        let mut members: Vec<ArtClient<Term>> = clients(SUITE, 3);
        let prekeys = [members[1].prekey(), members[2].prekey()];
        let created = members[0].create("group", ArtMode::Unsigned, &prekeys, None);
        let mut groups = vec![created.group];
        // Whoever keeps a prekey has one more than the test's `join` expects.
        for member in &mut members[1..] {
            let joined = join_art_group(&member.own, &member.prekeys, &created.setup, None).unwrap();
            member.prekeys = joined.prekeys;
            groups.push(joined.group);
        }
        let mut run = Run { members, groups, knowledge: Knowledge::default() };
        run.sent(&ArtMessageEnvelope::Setup { setup: created.setup });
        run
    }

    fn sent(&mut self, envelope: &ArtMessageEnvelope<Term>) {
        self.knowledge.learn(0, [encode_art_envelope(envelope)]);
    }

    fn update(&mut self, sender: usize) {
        let stage = self.groups[0].stage.context.stage;
        let created = update(&mut self.groups, sender, &format!("update of {sender} in stage {stage}"));
        self.sent(&ArtMessageEnvelope::Update { update: created.update });
    }

    /// Member 0 says something, which the others read.
    fn talk(&mut self) -> Term {
        let data = Term::fresh("application data");
        let message = say(&mut self.groups[0], &data, "message");
        for receiver in [1, 2] {
            hear(&mut self.groups[receiver], &message).unwrap();
        }
        self.sent(&ArtMessageEnvelope::Message { message });
        data
    }

    /// The leaf key of a member alone.
    fn leak_leaf_key(&mut self, of: usize) {
        self.knowledge.learn(0, [self.groups[of].leaf_private_key.bytes]);
    }

    /// All that a member has: the state, the identity and the prekeys.
    fn leak(&mut self, of: usize) {
        let (member, group) = (&self.members[of], &self.groups[of]);
        let stage = &group.stage;
        let mut secrets = vec![
            member.own.identity_private_key.bytes,
            member.own.signature_private_key.bytes,
            group.leaf_private_key.bytes,
            stage.chain_key.bytes,
            stage.update_mac_key.bytes,
            stage.stage_authenticator.bytes,
            stage.sender_data_secret.bytes,
        ];
        secrets.extend(member.prekeys.unused.iter().map(|prekey| prekey.private_key.bytes));
        for ratchet in &stage.ratchets {
            secrets.push(secret_of(&advance(SUITE, ratchet.clone()).unwrap().1));
        }
        self.knowledge.learn(0, secrets);
    }

    fn knows(&self, term: Term) -> bool {
        self.knowledge.deduction().knows(term)
    }

    fn chain_key(&self) -> Term {
        self.groups[0].stage.chain_key.bytes
    }
}

/// The leaf key of member 1, which has updated, gives the stage after the next update.
pub(crate) fn a_leaf_key_gives_the_next_stage() -> bool {
    let mut run = Run::new();
    run.update(1);
    run.leak_leaf_key(1);
    run.update(0);
    run.knows(run.chain_key())
}

/// The creator updates, which has to heal what leaked of it.
pub(crate) fn the_creator_does_not_heal() -> bool {
    let mut run = Run::new();
    run.leak(0);
    run.update(0);
    run.knows(run.chain_key())
}

/// Member 1 has updated before it leaks: what was said in the first stage has to be safe.
pub(crate) fn a_prekey_gives_the_first_stage() -> bool {
    let mut run = Run::new();
    let data = run.talk();
    run.update(1);
    run.leak(1);
    run.knows(data)
}

/// Member 1 has updated before the message, and has read it.
pub(crate) fn a_ratchet_gives_a_message_that_was_read() -> bool {
    let mut run = Run::new();
    run.update(1);
    let data = run.talk();
    run.leak(1);
    run.knows(data)
}

/// Control: before it updates, a member that leaks gives the stage.
pub(crate) fn a_member_that_has_not_updated_gives_its_stage() -> bool {
    let mut run = Run::new();
    let data = run.talk();
    run.leak(1);
    run.knows(data) && run.knows(run.chain_key())
}
