//! In which order leaves and clients are looked at, so that states that differ only in that look the same.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::client::Client;
use crate::mls::EpochId;
use crate::mls::client::ClientState;
use crate::mls::ledger::{Epoch, Fact};
use crate::mls::shadow_tree::Place;
use crate::mls::world::World;

/// An order of clients, and the pairs of leaves that are swapped.
pub(crate) struct Symmetry {
    /// In the order in which they are looked at.
    pub(crate) clients: Vec<Client>,
    /// Of each pair of leaves, whether it is swapped.
    swapped: Vec<bool>,
}

impl Symmetry {
    /// Where a leaf is, after the swaps.
    pub(crate) fn leaf(&self, leaf: u32) -> u32 {
        let swapped = self.swapped.get(leaf as usize / 2).copied().unwrap_or(false);
        leaf ^ u32::from(swapped)
    }

    /// Where a node is, after the swaps.
    pub(crate) fn place(&self, place: Place) -> Place {
        match place.level {
            0 => Place::leaf(self.leaf(place.position)),
            _ => place,
        }
    }

    /// The leaves of a tree, in the order after the swaps.
    pub(crate) fn leaves(&self, count: usize) -> Vec<u32> {
        let mut leaves: Vec<u32> = (0..).take(count).collect();
        leaves.sort_by_key(|leaf| self.leaf(*leaf));
        leaves
    }

    /// The number of a client in the order.
    pub(crate) fn number(&self, client: Client) -> Option<usize> {
        self.clients.iter().position(|other| *other == client)
    }
}

/// The order for this state.
pub(crate) fn symmetry(world: &World) -> Symmetry {
    let epochs = live_epochs(world);
    let live: Vec<(EpochId, &Epoch)> =
        epochs.into_iter().filter_map(|epoch| Some((epoch, world.ledger.epoch(epoch)?))).collect();
    let widest = live.iter().map(|(_, epoch)| epoch.tree.leaf_count()).max().unwrap_or(1);
    let small = live.iter().any(|(_, epoch)| epoch.tree.leaf_count() <= 2);
    let pairs = (0..widest.div_ceil(2)).map(|pair| (2 * pair, 2 * pair + 1));
    let swapped = pairs.map(|(left, right)| !small && colour(world, &live, left) > colour(world, &live, right));
    let mut symmetry = Symmetry { clients: Vec::new(), swapped: swapped.collect() };
    let mut clients: Vec<Client> = (0..world.clients.len()).map(Client).collect();
    clients.sort_by_cached_key(|client| place_in_order(world, &live, &symmetry, *client));
    symmetry.clients = clients;
    symmetry
}

/// The epochs that somebody is in or on the way to, in the order of their creation.
fn live_epochs(world: &World) -> BTreeSet<EpochId> {
    let of_client = |client: &ClientState| {
        let members = [client.member.as_ref(), client.former.as_ref()];
        members.into_iter().flatten().map(|member| member.epoch).chain(client.heading).collect::<Vec<_>>()
    };
    world.clients.iter().flat_map(of_client).collect()
}

/// What can be said of a leaf without naming anybody.
fn colour(world: &World, live: &[(EpochId, &Epoch)], leaf: u32) -> u64 {
    let mut hasher = DefaultHasher::new();
    for (id, epoch) in live {
        let node = epoch.tree.at(Place::leaf(leaf));
        node.map(|node| world.ledger.is_exposed(Fact::Key(node.key))).hash(&mut hasher);
        let unmerged = epoch.tree.nodes().filter(|(_, node)| node.unmerged.contains(&leaf));
        unmerged.for_each(|(place, _)| place.level.hash(&mut hasher));
        let pending = world.pending.iter().find(|update| update.epoch == *id && update.leaf == leaf);
        pending.map(|update| world.ledger.is_exposed(Fact::Key(update.key))).hash(&mut hasher);
        world.said.iter().filter(|said| said.epoch == *id && said.leaf == leaf).count().hash(&mut hasher);
        if let Some(client) = node.and_then(|node| node.client) {
            local(world, live, client).hash(&mut hasher);
        }
    }
    hasher.finish()
}

/// What can be said of a client without naming anybody.
fn local(world: &World, live: &[(EpochId, &Epoch)], client: Client) -> u64 {
    let mut hasher = DefaultHasher::new();
    world.ledger.is_exposed(Fact::Signature(client)).hash(&mut hasher);
    if let Some(state) = world.client(client) {
        let own = &state.key_package.key_package;
        for key in [own.init_key.bytes, own.leaf_node.encryption_key.bytes] {
            world.ledger.is_exposed(Fact::Key(key)).hash(&mut hasher);
        }
        (state.published.init_key == own.init_key).hash(&mut hasher);
        state.inbox.as_ref().map(Vec::len).hash(&mut hasher);
        for member in [&state.member, &state.former] {
            let epoch = member.as_ref().map(|member| live.iter().position(|(id, _)| *id == member.epoch));
            epoch.hash(&mut hasher);
            member.as_ref().map(|member| member.read.next.iter().sum::<u32>()).hash(&mut hasher);
        }
    }
    hasher.finish()
}

/// Members by their leaf in the last epoch that they are in, then the others by what they are like.
fn place_in_order(world: &World, live: &[(EpochId, &Epoch)], symmetry: &Symmetry, client: Client) -> (usize, u32, u64) {
    let found = live.iter().rev().zip(0..).find_map(|((_, epoch), age)| Some((age, epoch.tree.leaf_of(client)?)));
    let local = local(world, live, client);
    match found {
        Some((age, leaf)) => (age, symmetry.leaf(leaf), local),
        None => (live.len(), 0, local),
    }
}
