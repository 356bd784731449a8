//! Where runs start.

use std::fmt;
use std::rc::Rc;
use std::str::FromStr;

use pleach_spec::art::context::ArtMode;
use pleach_spec::art::prekey::{ArtPrekeyStore, create_prekey};

use crate::art::client::{ClientState, identity, seed};
use crate::art::ledger::Ledger;
use crate::art::operation::Operation;
use crate::art::world::World;
use crate::client::Client;
use crate::knowledge::Knowledge;

/// What the group is like at the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Start {
    /// Whether messages are signed.
    pub signed: bool,
    /// Whether every member has updated since the setup, so that none has a leaf key that the creator made.
    pub updated: bool,
}

impl Start {
    /// All of them.
    pub const ALL: [Start; 4] = [
        Start { signed: true, updated: false },
        Start { signed: true, updated: true },
        Start { signed: false, updated: false },
        Start { signed: false, updated: true },
    ];
}

impl fmt::Display for Start {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match (self.signed, self.updated) {
            (true, false) => "signed, new",
            (true, true) => "signed, updated",
            (false, false) => "unsigned, new",
            (false, true) => "unsigned, updated",
        })
    }
}

impl FromStr for Start {
    type Err = String;

    fn from_str(text: &str) -> Result<Start, String> {
        let found = Start::ALL.into_iter().find(|start| start.to_string() == text);
        found.ok_or_else(|| format!("`{text}` is no start: it is signed or unsigned, and new or updated"))
    }
}

/// A group of this many members that the first of them has set up, and so many clients outside of it. `None` if the
/// specification refuses what leads there.
pub fn start(members: usize, outside: usize, start: Start) -> Option<World> {
    let mode = if start.signed { ArtMode::Signed } else { ArtMode::Unsigned };
    let mut world = World {
        clients: Vec::new(),
        stages: Vec::new(),
        said: Vec::new(),
        keys: Vec::new(),
        setup_keys: Vec::new(),
        sent: Vec::new(),
        taken: Vec::new(),
        leaked: Vec::new(),
        knowledge: Knowledge::default(),
        ledger: Ledger::default(),
        tampers: 0,
        step: 0,
        violations: Vec::new(),
        listener: None,
        mode,
    };
    for client in (0..members + outside).map(Client) {
        world.clients.push(newcomer(client)?);
        let key = world.client(client)?.identity_key();
        world.keys.push(key);
        world.renew(client)?;
    }
    let others: Vec<Client> = (1..members).map(Client).collect();
    world.step = 1;
    world.set_up_group(Client(0), &others, None)?;
    for member in (0..members).filter(|_| start.updated) {
        world.step = 2 + member;
        world.perform(Operation::Update(Client(member)))?;
    }
    world.step = 2 + members;
    world.knowledge.start_runs(world.step);
    world.violations.is_empty().then_some(world)
}

/// A client that has its keys, and nothing else yet.
fn newcomer(client: Client) -> Option<ClientState> {
    let identity = identity(client).ok()?;
    let first = create_prekey(&identity, &seed(0, &format!("first prekey of {client}"))).ok()?;
    Some(ClientState {
        identity: Rc::new(identity),
        prekeys: ArtPrekeyStore { unused: vec![] },
        unused: vec![],
        published: Rc::new(first.prekey),
        member: None,
        inbox: None,
        heading: None,
    })
}
