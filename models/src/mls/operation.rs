//! What can happen in a run, and its words.

use std::fmt;

use crate::client::{Client, UnknownOperation, client};
use crate::reading::Arrival;

/// One step of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Operation {
    /// A Commit with a path, and of all proposals that are pending.
    Commit(Client),
    /// A Commit that adds a client, without a path if none is required.
    Add(Client, Client),
    /// A Commit that removes a member.
    Remove(Client, Client),
    /// An Update proposal.
    Update(Client),
    /// An external Commit; of a member, one that removes its leaf.
    External(Client),
    /// A Commit that injects the PSK, without a path if none is required.
    Psk(Client),
    /// An application message.
    Send(Client),
    /// Messages do not reach this client any more.
    Offline(Client),
    /// They do again, and those that waited come first, if there are any.
    Online(Client, Arrival),
    /// Something becomes known to the adversary.
    Leak(Leak),
    /// The adversary says something, to the epoch of the first member that listens.
    Forge(Forgery),
    /// The adversary says something, to the epoch that this client is in.
    ForgeTo(Client, Forgery),
}

/// What becomes known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Leak {
    /// All that a client holds of the group, with its KeyPackage and signature key.
    State(Client),
    /// Its signature key alone.
    Signature(Client),
    /// One private key of the ratchet tree that it holds, by the index of the node.
    Node(Client, u32),
    /// The PSK alone.
    Psk,
    /// The key of a leaf that it has in another group.
    OtherGroup(Client),
}

/// What the adversary says in the name of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Forgery {
    /// A Commit with a path.
    Commit(Client),
    /// A Commit that adds a client.
    Add(Client, Client),
    /// A Commit that removes a member.
    Remove(Client, Client),
    /// An Update proposal.
    Update(Client),
    /// An external Commit.
    External(Client),
    /// An external Commit that removes nobody.
    JoinBeside(Client),
    /// An application message.
    Send(Client),
    /// A Commit with other path secrets for the member that is named last, each with the tag that fits.
    Split(Client, Client),
    /// A KeyPackage.
    KeyPackage(Client),
    /// A Commit that differs for the member that is named last in what it authenticates beside the proposals.
    Fork(Client, Client),
    /// A Welcome for the client that is named second, to an epoch that nobody else is in.
    Invite(Client, Client),
    /// The same, with a tree in which this node has a key of the adversary.
    InviteToTree(Client, Client, u32),
    /// The last proposal of a client, with the membership tag of another epoch, to who is there.
    Relay(Client),
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Operation::Commit(by) => write!(f, "{by} commits"),
            Operation::Add(by, whom) => write!(f, "{by} adds {whom}"),
            Operation::Remove(by, whom) => write!(f, "{by} removes {whom}"),
            Operation::Update(by) => write!(f, "{by} proposes an Update"),
            Operation::External(by) => write!(f, "{by} joins by an external Commit"),
            Operation::Psk(by) => write!(f, "{by} commits the PSK"),
            Operation::Send(by) => write!(f, "{by} sends a message"),
            Operation::Offline(who) => write!(f, "{who} goes offline"),
            Operation::Online(who, arrival) => write!(f, "{who} comes online{arrival}"),
            Operation::Leak(leak) => write!(f, "leak: {leak}"),
            Operation::Forge(forgery) => write!(f, "adversary: {forgery}"),
            Operation::ForgeTo(listener, forgery) => write!(f, "adversary to {listener}: {forgery}"),
        }
    }
}

impl fmt::Display for Leak {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Leak::State(of) => write!(f, "state of {of}"),
            Leak::Signature(of) => write!(f, "signature key of {of}"),
            Leak::Node(of, node) => write!(f, "key of node {node} of {of}"),
            Leak::Psk => f.write_str("PSK"),
            Leak::OtherGroup(of) => write!(f, "leaf key of {of} in another group"),
        }
    }
}

impl fmt::Display for Forgery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Forgery::Commit(who) => write!(f, "as {who} commits"),
            Forgery::Add(who, whom) => write!(f, "as {who} adds {whom}"),
            Forgery::Remove(who, whom) => write!(f, "as {who} removes {whom}"),
            Forgery::Update(who) => write!(f, "as {who} proposes an Update"),
            Forgery::External(who) => write!(f, "as {who} joins by an external Commit"),
            Forgery::JoinBeside(who) => write!(f, "as {who} joins beside it by an external Commit"),
            Forgery::Send(who) => write!(f, "as {who} sends a message"),
            Forgery::Split(who, victim) => write!(f, "as {who} commits with other secrets for {victim}"),
            Forgery::KeyPackage(who) => write!(f, "as {who} publishes a KeyPackage"),
            Forgery::Fork(who, victim) => write!(f, "as {who} commits in another way for {victim}"),
            Forgery::Invite(who, whom) => write!(f, "as {who} invites {whom}"),
            Forgery::Relay(who) => write!(f, "as {who} says in another epoch what it proposed"),
            Forgery::InviteToTree(who, whom, node) => {
                write!(f, "as {who} invites {whom} to a tree with its own node {node}")
            }
        }
    }
}

impl std::str::FromStr for Operation {
    type Err = UnknownOperation;

    fn from_str(text: &str) -> Result<Operation, UnknownOperation> {
        parse(text).ok_or_else(|| UnknownOperation { text: text.to_string() })
    }
}

fn parse(text: &str) -> Option<Operation> {
    let words: Vec<&str> = text.split_whitespace().collect();
    Some(match words.as_slice() {
        ["leak:", "state", "of", who] => Operation::Leak(Leak::State(client(who)?)),
        ["leak:", "signature", "key", "of", who] => Operation::Leak(Leak::Signature(client(who)?)),
        ["leak:", "key", "of", "node", node, "of", who] => {
            Operation::Leak(Leak::Node(client(who)?, node.parse().ok()?))
        }
        ["leak:", "leaf", "key", "of", who, "in", "another", "group"] => {
            Operation::Leak(Leak::OtherGroup(client(who)?))
        }
        ["leak:", "PSK"] => Operation::Leak(Leak::Psk),
        ["adversary:", said @ ..] => Operation::Forge(parse_forgery(said)?),
        ["adversary", "to", listener, said @ ..] => {
            Operation::ForgeTo(client(listener.strip_suffix(':')?)?, parse_forgery(said)?)
        }
        said => parse_said(said)?,
    })
}

fn parse_forgery(words: &[&str]) -> Option<Forgery> {
    Some(match words {
        ["as", who, "commits", "with", "other", "secrets", "for", victim] => {
            Forgery::Split(client(who)?, client(victim)?)
        }
        ["as", who, "publishes", "a", "KeyPackage"] => Forgery::KeyPackage(client(who)?),
        ["as", who, "commits", "in", "another", "way", "for", victim] => Forgery::Fork(client(who)?, client(victim)?),
        ["as", who, "says", "in", "another", "epoch", "what", "it", "proposed"] => Forgery::Relay(client(who)?),
        ["as", who, "joins", "beside", "it", "by", "an", "external", "Commit"] => Forgery::JoinBeside(client(who)?),
        ["as", who, "invites", whom] => Forgery::Invite(client(who)?, client(whom)?),
        ["as", who, "invites", whom, "to", "a", "tree", "with", "its", "own", "node", node] => {
            Forgery::InviteToTree(client(who)?, client(whom)?, node.parse().ok()?)
        }
        ["as", said @ ..] => forged(parse_said(said)?)?,
        _ => return None,
    })
}

/// What a client does by itself, and the adversary in its name.
fn parse_said(words: &[&str]) -> Option<Operation> {
    let (who, said) = words.split_first()?;
    let who = client(who)?;
    Some(match said {
        ["commits"] => Operation::Commit(who),
        ["adds", whom] => Operation::Add(who, client(whom)?),
        ["removes", whom] => Operation::Remove(who, client(whom)?),
        ["proposes", "an", "Update"] => Operation::Update(who),
        ["joins", "by", "an", "external", "Commit"] => Operation::External(who),
        ["commits", "the", "PSK"] => Operation::Psk(who),
        ["sends", "a", "message"] => Operation::Send(who),
        ["goes", "offline"] => Operation::Offline(who),
        ["comes", "online"] => Operation::Online(who, Arrival::InOrder),
        ["comes", "online,", arrival @ ..] => Operation::Online(who, Arrival::parse(arrival)?),
        _ => return None,
    })
}

fn forged(honest: Operation) -> Option<Forgery> {
    match honest {
        Operation::Commit(who) => Some(Forgery::Commit(who)),
        Operation::Add(who, whom) => Some(Forgery::Add(who, whom)),
        Operation::Remove(who, whom) => Some(Forgery::Remove(who, whom)),
        Operation::Update(who) => Some(Forgery::Update(who)),
        Operation::External(who) => Some(Forgery::External(who)),
        Operation::Send(who) => Some(Forgery::Send(who)),
        _ => None,
    }
}
