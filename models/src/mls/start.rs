//! Where runs start.

use std::fmt;
use std::rc::Rc;
use std::str::FromStr;

use pleach_spec::group::create::create_group;

use crate::client::Client;
use crate::knowledge::Knowledge;
use crate::mls::client::{ClientState, group_id, key_package, new_leaf, policy, seed, signature_private_key};
use crate::mls::ledger::Ledger;
use crate::mls::operation::Operation;
use crate::mls::shadow_tree::ShadowTree;
use crate::mls::world::World;

/// What the group is like at the start: it has the members that were asked for, and one client waits outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Start {
    /// Every member has committed, so the tree has no blanks.
    Full,
    /// The first member has just added all others, in one Commit without a path: all parents are blank.
    New,
    /// The first member is alone.
    Alone,
}

impl fmt::Display for Start {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Start::Full => "full",
            Start::New => "new",
            Start::Alone => "alone",
        })
    }
}

impl FromStr for Start {
    type Err = String;

    fn from_str(text: &str) -> Result<Start, String> {
        let starts = [Start::Full, Start::New, Start::Alone];
        let found = starts.into_iter().find(|start| start.to_string() == text);
        found.ok_or_else(|| format!("`{text}` is no start: it is full, new or alone"))
    }
}

/// A group of this many members. `None` if the specification refuses what leads there, or there are no members.
pub fn start(members: usize, start: Start) -> Option<World> {
    let mut world = create(members)?;
    let others: Vec<Client> = (1..members).map(Client).collect();
    if start != Start::Alone && !others.is_empty() {
        world.step = 2;
        world.add(Client(0), &others)?;
    }
    if start == Start::Full {
        for member in 0..members {
            world.step = 3 + member;
            world.perform(Operation::Commit(Client(member)))?;
        }
    }
    world.step = 3 + members;
    world.knowledge.start_runs(world.step);
    world.sent.clear();
    world.taken.clear();
    world.violations.is_empty().then_some(world)
}

/// A group of one, and the clients that are not in it yet.
fn create(members: usize) -> Option<World> {
    let mut world = World {
        clients: Vec::new(),
        epochs: Vec::new(),
        said: Vec::new(),
        pending: Vec::new(),
        keys: Vec::new(),
        sent: Vec::new(),
        taken: Vec::new(),
        leaked: Vec::new(),
        elsewhere: Vec::new(),
        knowledge: Knowledge::default(),
        ledger: Ledger::default(),
        tampers: 0,
        step: 0,
        violations: Vec::new(),
        listener: None,
        policy: Rc::new(policy()),
    };
    for client in (0..=members).map(Client) {
        let leaf = Rc::new(new_leaf(client, signature_private_key(client))?);
        let own = key_package(&leaf, &seed(0, &format!("first KeyPackage of {client}"))).ok()?;
        let published = Rc::new(own.key_package.clone());
        let key_package = Rc::new(own);
        world.clients.push(ClientState {
            leaf,
            key_package,
            published,
            member: None,
            former: None,
            inbox: None,
            heading: None,
            missed: None,
        });
        world.renew(client)?;
    }
    let creator = Rc::clone(&world.client(Client(0))?.key_package);
    let state = create_group(&group_id(), &creator, &[], &world.policy, &seed(0, "group")).ok()?;
    let leaf_key = creator.key_package.leaf_node.encryption_key.bytes;
    let epoch = world.ledger.first_epoch(ShadowTree::singleton(Client(0), leaf_key));
    world.open_epoch(&state);
    world.enter(Client(0), state, epoch);
    world.step = 1;
    world.renew(Client(0))?;
    Some(world)
}
