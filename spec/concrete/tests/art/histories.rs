//! Random histories: setups, updates, messages, and setups that follow with other members.
//!
//! `PLEACH_SEED` says from which seed.

use std::ops::RangeInclusive;

use pleach_spec::art::context::ArtMode;
use pleach_spec::art::group::ArtGroup;
use pleach_spec::art::message::ArtMessage;
use pleach_spec::art::prekey::ArtPrekey;
use pleach_spec::art::setup::ArtSetup;
use pleach_spec::art::setup::process::join_art_group;
use pleach_spec::art::stage_key::{chain_key, first_chain_key, stage_key};
use pleach_spec::art::tree::MemberIndex;
use pleach_spec::art::update::create::create_update;
use pleach_spec::art::update::process::process_update;
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::error::{CryptoError, Error, Invalid, Place, Rule};
use pleach_spec::secret::ArtChainKey;
use pleach_spec_concrete::Octets;

use crate::client::{Source, literal, seed};
use crate::keys::tree_key;
use crate::mutation::Random;
use crate::world::{ArtClient, assert_art_agreement, clients, hear, say, set_up};

/// How many operations a history has.
const OPERATIONS: usize = 6;

/// A message on its way.
struct Sent {
    sender: usize,
    text: Octets,
    message: ArtMessage<Octets>,
    /// Who has read it.
    read: Vec<usize>,
}

/// Who is in the group that follows another one.
#[derive(Clone, Copy)]
enum Change {
    /// All, and a new member.
    Add,
    /// All but one.
    Remove,
    /// All but one, and a new member.
    Replace,
}

struct World<'a> {
    random: &'a mut Random,
    clients: Vec<ArtClient<Octets>>,
    groups: Vec<ArtGroup<Octets>>,
    /// Of the stage before.
    previous: ArtChainKey<Octets>,
    under_way: Vec<Sent>,
    /// How many groups, clients, updates and messages there were.
    count: usize,
}

impl World<'_> {
    fn new(random: &mut Random, suite: CipherSuite, members: usize) -> World<'_> {
        let mode = if random.below(2) == 0 { ArtMode::Unsigned } else { ArtMode::Signed };
        let mut clients = clients(suite, members);
        let (_, groups) = set_up(&mut clients, mode);
        let previous = first_chain_key(suite);
        let mut world = World { random, clients, groups, previous, under_way: vec![], count: 0 };
        world.check();
        world
    }

    /// All members have the same tree key, stage key, and all that follows.
    fn check(&mut self) {
        assert_art_agreement(&self.groups);
        let first = &self.groups[0];
        let expected = tree_key(first);
        for group in &self.groups {
            assert_eq!(group.stage.ratchets, first.stage.ratchets);
            assert_eq!(tree_key(group), expected);
        }
        let stage_key = stage_key(first.suite, &self.previous, &expected, &first.stage.context_hash);
        assert_eq!(chain_key(first.suite, &stage_key), first.stage.chain_key);
    }

    fn label(&mut self, what: &str) -> String {
        self.count += 1;
        format!("{what} {}", self.count)
    }

    fn member(&mut self) -> usize {
        self.random.below(self.groups.len())
    }

    fn update(&mut self) {
        let (sender, label) = (self.member(), self.label("update"));
        self.previous = self.groups[0].stage.chain_key.clone();
        crate::world::update(&mut self.groups, sender, &label);
        self.lose_messages();
        self.check();
    }

    /// No message of a stage that is over is read.
    fn lose_messages(&mut self) {
        for sent in std::mem::take(&mut self.under_way) {
            let refused = hear(&mut self.groups[0], &sent.message);
            assert_eq!(refused, Err(Error::Invalid(Invalid { rule: Rule::Art(18), place: Place::Message })));
        }
    }

    fn say(&mut self) {
        let (sender, text) = (self.member(), literal(&self.label("message")));
        let message = say(&mut self.groups[sender], &text, "message");
        self.under_way.push(Sent { sender, text, message, read: vec![sender] });
    }

    /// A message arrives at one who has not read it, if there is any.
    fn hear(&mut self) {
        if self.under_way.is_empty() {
            return;
        }
        let (which, receiver) = (self.random.below(self.under_way.len()), self.member());
        let sent = &mut self.under_way[which];
        if !sent.read.contains(&receiver) {
            let data = hear(&mut self.groups[receiver], &sent.message).unwrap();
            assert_eq!((data.sender.0 as usize, &data.application_data), (sent.sender, &sent.text));
            sent.read.push(receiver);
        }
    }

    /// Any member sets the group up anew, with or without a change of the others.
    fn set_up_anew(&mut self, change: Change) {
        let suite = self.groups[0].suite;
        let creator = self.member();
        let mut old: Vec<Option<ArtGroup<Octets>>> = self.groups.drain(..).map(Some).collect();
        let mut clients = vec![self.clients.remove(creator)];
        let mut olds = vec![old.remove(creator)];
        while !self.clients.is_empty() {
            let next = self.random.below(self.clients.len());
            clients.push(self.clients.remove(next));
            olds.push(old.remove(next));
        }
        let mut removed = None;
        if matches!(change, Change::Remove | Change::Replace) {
            removed = clients.pop().zip(olds.pop().flatten());
        }
        if matches!(change, Change::Add | Change::Replace) {
            clients.push(ArtClient::new(suite, &self.label("newcomer")));
            olds.push(None);
        }
        let prekeys: Vec<ArtPrekey<Octets>> = clients[1..].iter_mut().map(ArtClient::prekey).collect();
        let mode = if self.random.below(2) == 0 { ArtMode::Unsigned } else { ArtMode::Signed };
        let group_id = self.label("group");
        let created = clients[0].create(&group_id, mode, &prekeys, olds[0].as_ref());
        self.groups = vec![created.group];
        for (client, old) in clients[1..].iter_mut().zip(&olds[1..]) {
            self.groups.push(client.join(&created.setup, old.as_ref()));
        }
        (self.clients, self.previous, self.under_way) = (clients, first_chain_key(suite), vec![]);
        assert!(self.groups.iter().all(|group| group.stage.context.link.is_some()));
        self.check();
        if let Some((client, old)) = removed {
            self.assert_out(&client, &old, &created.setup);
        }
    }

    /// One who was removed neither joins, nor reads, nor updates, whatever it says of its state.
    fn assert_out(&mut self, client: &ArtClient<Octets>, old: &ArtGroup<Octets>, setup: &ArtSetup<Octets>) {
        let not_invited = Error::Invalid(Invalid { rule: Rule::Art(14), place: Place::Message });
        for old in [None, Some(old)] {
            let joined = join_art_group(&client.own, &client.prekeys, setup, old);
            assert_eq!(joined.map(|_| ()), Err(not_invited));
        }
        let message = say(&mut self.groups[0], &literal("not for all"), "message");
        let another_group = Error::Invalid(Invalid { rule: Rule::Art(17), place: Place::Message });
        assert_eq!(hear(&mut old.clone(), &message), Err(another_group));
        let mut pretended = old.clone();
        pretended.stage.context = self.groups[0].stage.context.clone();
        pretended.stage.context_hash = self.groups[0].stage.context_hash.clone();
        let unreadable = Error::Crypto(CryptoError { rule: Rule::Art(24) });
        assert_eq!(hear(&mut pretended, &message), Err(unreadable));
        pretended.own_index = MemberIndex(0);
        let update = create_update(&pretended, &seed("update of one who is out")).unwrap().update;
        let unauthenticated = Error::Crypto(CryptoError { rule: Rule::Art(20) });
        assert_eq!(process_update(&self.groups[1], &update), Err(unauthenticated));
    }

    fn run(&mut self, operations: usize) {
        for _ in 0..operations {
            match self.random.below(8) {
                0 | 1 => self.update(),
                2 | 3 => self.say(),
                4..7 => self.hear(),
                _ => self.set_up_anew(Change::Replace),
            }
        }
        // Whatever chance did, these happened.
        self.update();
        self.set_up_anew(match self.groups.len() % 3 {
            0 => Change::Replace,
            1 => Change::Remove,
            _ => Change::Add,
        });
    }
}

/// All seven suites in the small groups, that of most groups in the others.
pub(crate) fn suite(members: usize) -> CipherSuite {
    match members {
        2..9 => CipherSuite::ALL[members % 7],
        _ => CipherSuite::X25519Aes128GcmSha256Ed25519,
    }
}

fn histories(sizes: RangeInclusive<usize>) {
    let mut random = Random::new(&format!("histories of {sizes:?}"));
    for members in sizes {
        World::new(&mut random, suite(members), members).run(OPERATIONS);
    }
}

#[test]
fn all_members_agree_in_groups_of_every_size_from_2_to_47() {
    histories(2..=47);
}

#[test]
fn all_members_agree_in_groups_of_every_size_from_48_to_64() {
    histories(48..=64);
}

/// [`Source::fresh`] is a function: the same history twice is the same.
#[test]
fn histories_can_be_repeated() {
    let state = || {
        let mut random = Random::from_seed(7);
        let mut world = World::new(&mut random, suite(16), 16);
        world.run(OPERATIONS);
        world.groups[3].clone()
    };
    assert_eq!(state(), state());
    assert_ne!(Octets::fresh("one"), Octets::fresh("other"));
}
