//! Random groups of up to 32 members: after 200 random operations all members are in the same state.
//!
//! `PLEACH_CASES` says how many groups there are, `PLEACH_SEED` from which seed; a failure prints the seed and
//! the shortest list of operations that fails.

use std::env;
use std::time::{SystemTime, UNIX_EPOCH};

use pleach_spec::algebra::Bytes;
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::commit::ProposalOrRef;
use pleach_spec::commit::create::{CommitOptions, PathChoice, TreeDelivery};
use pleach_spec::error::{Error, Invalid, Rule};
use pleach_spec::extension::Extension;
use pleach_spec::framing::message::MlsMessage;
use pleach_spec::group::send::{MessageOptions, Protection};
use pleach_spec::key_schedule::psk_id::{PreSharedKeyId, PskSource, ResumptionPskUsage};
use pleach_spec::proposal::Proposal;
use pleach_spec_concrete::Octets;
use proptest::collection::vec;
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_oneof};
use proptest::test_runner::{RngSeed, TestRunner};

use crate::support::{Client, Group, Received, SUITE, commit_of, octets};

const MOST_MEMBERS: usize = 32;
const OPERATIONS: usize = 200;
/// An extension type that all clients of these tests support.
const EXTENSION: u16 = 0xf001;
/// How many groups there are unless `PLEACH_CASES` says otherwise.
const CASES: u32 = 4;

/// A step in the life of a group. Numbers name members, and so on, modulo how many there are.
#[derive(Clone, Debug)]
enum Operation {
    /// A proposal by reference. It waits for a Commit.
    Propose(u8, Change, bool),
    /// A Commit of all that waits, and of changes by value.
    Commit(u8, Vec<Change>, PathChoice, bool),
    /// A new client joins by itself, or a member does it again.
    JoinExternally(Option<u8>, bool),
    /// Application data is sent. It arrives at some time.
    Say(u8, usize),
    /// A message arrives at a member, not necessarily the oldest.
    Arrive(u8),
}

#[derive(Clone, Debug)]
enum Change {
    Add,
    Update,
    Remove(u8),
    ExternalPsk(u8),
    ResumptionPsk,
    SetExtensions(u8),
    ClearExtensions,
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        5 => Just(Change::Add),
        3 => Just(Change::Update),
        3 => any::<u8>().prop_map(Change::Remove),
        1 => any::<u8>().prop_map(Change::ExternalPsk),
        1 => Just(Change::ResumptionPsk),
        1 => any::<u8>().prop_map(Change::SetExtensions),
        1 => Just(Change::ClearExtensions),
    ]
}

fn operation() -> impl Strategy<Value = Operation> {
    let path = prop_oneof![Just(PathChoice::Always), Just(PathChoice::WhenRequired)];
    prop_oneof![
        4 => (any::<u8>(), change(), any::<bool>())
            .prop_map(|(who, change, public)| Operation::Propose(who, change, public)),
        5 => (any::<u8>(), vec(change(), 0..4), path, any::<bool>())
            .prop_map(|(who, changes, path, public)| Operation::Commit(who, changes, path, public)),
        1 => (proptest::option::of(any::<u8>()), any::<bool>())
            .prop_map(|(resync, psk)| Operation::JoinExternally(resync, psk)),
        5 => (any::<u8>(), 0_usize..100).prop_map(|(who, padding)| Operation::Say(who, padding)),
        8 => any::<u8>().prop_map(Operation::Arrive),
    ]
}

/// A message on its way to a member, who is named by its client.
struct Sent {
    to: String,
    from: u32,
    text: Octets,
    epoch: u64,
    message: MlsMessage<Octets>,
}

struct World {
    suite: CipherSuite,
    group: Group,
    waiting: Vec<ProposalOrRef<Octets>>,
    /// Those whom a proposal that waits removes or updates; and those whom one adds.
    changed: Vec<u32>,
    joiners: Vec<Client>,
    extensions_change: bool,
    on_the_way: Vec<Sent>,
    clients: u32,
}

impl World {
    fn new(suite: CipherSuite) -> World {
        let mut world = World {
            suite,
            group: Group { members: Vec::new(), removed: Vec::new() },
            waiting: Vec::new(),
            changed: Vec::new(),
            joiners: Vec::new(),
            extensions_change: false,
            on_the_way: Vec::new(),
            clients: 0,
        };
        let creator = world.client();
        world.group = Group::of(vec![creator], &[]);
        world
    }

    fn client(&mut self) -> Client {
        self.clients += 1;
        let name = format!("client {}", self.clients);
        let mut client = Client::with(self.suite, &name, |leaf| {
            leaf.capabilities.extensions.push(EXTENSION);
        });
        client.hold_psk("psk 0");
        client.hold_psk("psk 1");
        client
    }

    fn pick(&self, who: u8) -> usize {
        usize::from(who) % self.group.members.len()
    }

    fn size(&self) -> usize {
        self.group.members.len() + self.joiners.len()
    }

    fn perform(&mut self, operation: &Operation) {
        match operation {
            Operation::Propose(who, change, public) => {
                let sender = self.pick(*who);
                self.propose(sender, change, &options(*public, 0));
            }
            Operation::Commit(who, changes, path, public) => {
                let committer = self.pick(*who);
                self.commit(committer, changes, *path, *public);
            }
            Operation::JoinExternally(resync, psk) => self.join_externally(*resync, *psk),
            Operation::Say(who, padding) => {
                let sender = self.pick(*who);
                self.say(sender, *padding);
            }
            Operation::Arrive(which) => self.arrive(*which),
        }
    }

    /// The proposal that a change is, by a member; `None` if it would make a list invalid.
    fn proposal(&mut self, sender: usize, change: &Change) -> Option<Proposal<Octets>> {
        match change {
            Change::Add if self.size() < MOST_MEMBERS => {
                let client = self.client();
                let add = client.add();
                self.joiners.push(client);
                Some(add)
            }
            Change::Remove(who) => {
                let removed = self.group.members[self.pick(*who)].state.own_leaf;
                let fits = self.group.members.len() > 1 && !self.changed.contains(&removed.0);
                self.changed.push(removed.0);
                fits.then_some(Proposal::Remove { removed })
            }
            Change::ExternalPsk(which) => {
                Some(self.psk(PskSource::External { psk_id: octets(format!("psk {}", which % 2)) }))
            }
            // Those who join by a Welcome must know the PSK, which they do not.
            Change::ResumptionPsk if !self.joiners.is_empty() => None,
            Change::ResumptionPsk => {
                let context = &self.group.members[sender].state.group_context;
                let source = PskSource::Resumption {
                    usage: ResumptionPskUsage::Application,
                    psk_group_id: context.group_id.clone(),
                    psk_epoch: context.epoch,
                };
                Some(self.psk(source))
            }
            Change::SetExtensions(value) if !self.extensions_change => {
                self.extensions_change = true;
                let extensions = vec![Extension { extension_type: EXTENSION, extension_data: Octets::from([*value]) }];
                Some(Proposal::GroupContextExtensions { extensions })
            }
            Change::ClearExtensions if !self.extensions_change => {
                self.extensions_change = true;
                let extensions = Vec::new();
                Some(Proposal::GroupContextExtensions { extensions })
            }
            _ => None,
        }
    }

    fn psk(&mut self, source: PskSource<Octets>) -> Proposal<Octets> {
        self.clients += 1;
        let mut nonce = vec![0; self.suite.kdf_nh()];
        nonce[..4].copy_from_slice(&self.clients.to_be_bytes());
        let psk_nonce = Octets::from(nonce);
        Proposal::PreSharedKey { psk: PreSharedKeyId { source, psk_nonce } }
    }

    fn propose(&mut self, sender: usize, change: &Change, options: &MessageOptions<Octets>) {
        let leaf = self.group.members[sender].leaf_index();
        if let Change::Update = change {
            if !self.changed.contains(&leaf) {
                self.changed.push(leaf);
                let (reference, update) = self.group.members[sender].propose_update(options, |_| {});
                self.group.deliver(sender, &update);
                self.waiting.push(reference);
            }
        } else if let Some(proposal) = self.proposal(sender, change) {
            let reference = self.group.propose(sender, proposal, options);
            self.waiting.push(reference);
        }
    }

    /// A Commit by the first member, from the one given on, whom the proposals that wait do not change.
    fn commit(&mut self, committer: usize, changes: &[Change], path: PathChoice, public: bool) {
        let count = self.group.members.len();
        let free = (0..count)
            .map(|i| (committer + i) % count)
            .find(|i| !self.changed.contains(&self.group.members[*i].leaf_index()));
        let Some(committer) = free else {
            self.forget_waiting();
            return;
        };
        self.changed.push(self.group.members[committer].leaf_index());
        let mut proposals = core::mem::take(&mut self.waiting);
        // A resumption PSK that waits, and those whom a proposal by value adds.
        for change in changes {
            if matches!(change, Change::Add) && self.psk_waits(&proposals, committer) {
                continue;
            }
            if let Some(proposal) = self.proposal(committer, change) {
                proposals.push(ProposalOrRef::Proposal { proposal });
            }
        }
        if self.psk_waits(&proposals, committer) && !self.joiners.is_empty() {
            self.forget_waiting();
            return;
        }
        let options = CommitOptions {
            path,
            message: options(public, 0),
            ratchet_tree: if public { TreeDelivery::Extension } else { TreeDelivery::Separate },
            ..commit_of(proposals)
        };
        let joiners = core::mem::take(&mut self.joiners);
        self.group.commit_and_join(committer, &options, joiners);
        self.forget_waiting();
    }

    /// Whether a resumption PSK is among the proposals.
    fn psk_waits(&self, proposals: &[ProposalOrRef<Octets>], committer: usize) -> bool {
        let cached = &self.group.members[committer].state.proposals;
        proposals.iter().any(|entry| {
            let proposal = match entry {
                ProposalOrRef::Proposal { proposal } => proposal,
                ProposalOrRef::Reference { reference } => {
                    let found = cached.iter().find(|entry| entry.reference == *reference);
                    &found.unwrap().proposal
                }
            };
            matches!(proposal, Proposal::PreSharedKey { psk }
                if matches!(psk.source, PskSource::Resumption { .. }))
        })
    }

    /// A Commit need not have all proposals of its epoch.
    fn forget_waiting(&mut self) {
        self.waiting.clear();
        self.changed.clear();
        self.joiners.clear();
        self.extensions_change = false;
    }

    fn join_externally(&mut self, resync: Option<u8>, with_psk: bool) {
        let psk = self.psk(PskSource::External { psk_id: octets("psk 0") });
        let psks = if with_psk { vec![psk] } else { Vec::new() };
        match resync {
            Some(who) if self.group.members.len() > 1 => {
                let who = self.pick(who);
                let member = self.group.members[who].clone();
                let removed = Some(member.state.own_leaf);
                let client = member.client.renewed(self.suite);
                self.on_the_way.retain(|sent| sent.to != member.client.name);
                self.group.join_externally(client, |join| {
                    join.removed = removed;
                    join.psks = psks;
                });
                self.forget_waiting();
            }
            _ if self.group.members.len() < MOST_MEMBERS => {
                let client = self.client();
                self.group.join_externally(client, |join| join.psks = psks);
                self.forget_waiting();
            }
            _ => {}
        }
    }

    /// There must be a Commit before application data while there are proposals.
    fn say(&mut self, sender: usize, padding: usize) {
        if !self.group.members[sender].state.proposals.is_empty() {
            self.forget_waiting();
            self.commit(sender, &[], PathChoice::WhenRequired, false);
        }
        self.clients += 1;
        let text = octets(format!("message {}", self.clients));
        let member = &mut self.group.members[sender];
        let message = member.send(&text, &options(false, padding)).unwrap();
        let (from, epoch) = (member.leaf_index(), member.state.group_context.epoch);
        for (i, to) in self.group.members.iter().enumerate() {
            if i != sender {
                self.on_the_way.push(Sent {
                    to: to.client.name.clone(),
                    from,
                    text: text.clone(),
                    epoch,
                    message: message.clone(),
                });
            }
        }
    }

    fn arrive(&mut self, which: u8) {
        if self.on_the_way.is_empty() {
            return;
        }
        let which = usize::from(which) % self.on_the_way.len();
        let sent = self.on_the_way.swap_remove(which);
        let members = &mut self.group.members;
        let Some(member) = members.iter_mut().find(|m| m.client.name == sent.to) else {
            return;
        };
        let late = member.state.group_context.epoch - sent.epoch;
        let in_window = late as usize <= member.client.policy.past_epochs;
        match member.receive(&sent.message) {
            Ok(Received::Application(read)) => {
                assert!(in_window);
                assert_eq!((read.epoch, read.sender.0), (sent.epoch, sent.from));
                assert_eq!(read.application_data, sent.text);
            }
            Err(Error::Invalid(Invalid { rule, .. })) => match rule {
                Rule::Mls(433) => assert!(!in_window),
                // The window of generations.
                Rule::Mls(187 | 442) => assert!(in_window),
                rule => panic!("{rule}"),
            },
            other => panic!("{other:?}"),
        }
    }
}

fn options(public: bool, padding: usize) -> MessageOptions<Octets> {
    MessageOptions {
        authenticated_data: Octets::literal(&[]),
        protection: if public { Protection::Public } else { Protection::Private { padding } },
    }
}

fn variable(name: &str) -> Option<u64> {
    env::var(name).ok().map(|value| value.parse().unwrap())
}

/// Mostly suite 1; now and then another.
fn suite() -> impl Strategy<Value = CipherSuite> {
    prop_oneof![
        6 => Just(SUITE),
        1 => proptest::sample::select(CipherSuite::ALL[1..].to_vec()),
    ]
}

#[test]
fn random_groups_stay_in_agreement() {
    let cases = variable("PLEACH_CASES").unwrap_or(u64::from(CASES)) as u32;
    let seed = variable("PLEACH_SEED").unwrap_or_else(|| {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        now.as_nanos() as u64
    });
    println!("PLEACH_SEED={seed}");
    let config = ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(seed),
        ..ProptestConfig::default()
    };
    let strategy = (suite(), vec(operation(), OPERATIONS));
    let result = TestRunner::new(config).run(&strategy, |(suite, operations)| {
        let mut world = World::new(suite);
        for operation in &operations {
            world.perform(operation);
        }
        world.group.check();
        world.group.assert_works();
        Ok(())
    });
    if let Err(error) = result {
        panic!("PLEACH_SEED={seed}: {error}");
    }
}
