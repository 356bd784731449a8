//! What can happen in a run, and its words: those of MLS, where it is the same.

use std::fmt;
use std::str::FromStr;

use crate::client::{Client, UnknownOperation, client};
use crate::reading::Arrival;

/// One step of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Operation {
    /// A member replaces the keys on its path.
    Update(Client),
    /// A member sets up another group, with the same members, that follows its group.
    SetUp(Client),
    /// The same, with one more.
    Add(Client, Client),
    /// The same, with one less.
    Remove(Client, Client),
    /// A message with content.
    Send(Client),
    /// Messages do not reach this client any more.
    Offline(Client),
    /// They do again, and those that waited come first, if there are any.
    Online(Client, Arrival),
    /// Something becomes known to the adversary.
    Leak(Leak),
    /// The adversary says something, in the stage of the first member that listens.
    Forge(Forgery),
    /// The adversary says something, in the stage that this client is in.
    ForgeTo(Client, Forgery),
}

/// What becomes known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Leak {
    /// All that a client holds: of its group, its prekeys, its identity and signature key.
    State(Client),
    /// Its identity key alone.
    Identity(Client),
    /// Its signature key alone.
    Signature(Client),
    /// One private key on its path, by the number of the node.
    Node(Client, u32),
    /// The chain key alone.
    Chain(Client),
    /// The MAC key of updates alone.
    Mac(Client),
    /// The private keys of its unused prekeys alone.
    Prekeys(Client),
}

/// What the adversary says in the name of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Forgery {
    /// An update.
    Update(Client),
    /// An update with other keys for the member that is named last.
    Split(Client, Client),
    /// An update with other keys for the member that is named last, but only where it cannot compute them.
    Fork(Client, Client),
    /// An update with a key of the adversary at this node, which is not that of its children.
    Misfit(Client, u32),
    /// A message with content.
    Send(Client),
    /// A setup of a group with the same members.
    SetUp(Client),
    /// The same, of which the member that is named last is told that another is somebody else.
    Misname(Client, Client),
    /// The setup that waits for the client that is named last, with the adversary's keys on the creator's path.
    Intercept(Client, Client),
    /// A prekey.
    Prekey(Client),
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Operation::Update(by) => write!(f, "{by} updates"),
            Operation::SetUp(by) => write!(f, "{by} sets up a group"),
            Operation::Add(by, whom) => write!(f, "{by} adds {whom}"),
            Operation::Remove(by, whom) => write!(f, "{by} removes {whom}"),
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
            Leak::Identity(of) => write!(f, "identity key of {of}"),
            Leak::Signature(of) => write!(f, "signature key of {of}"),
            Leak::Node(of, node) => write!(f, "key of node {node} of {of}"),
            Leak::Chain(of) => write!(f, "chain key of {of}"),
            Leak::Mac(of) => write!(f, "MAC key of {of}"),
            Leak::Prekeys(of) => write!(f, "prekeys of {of}"),
        }
    }
}

impl fmt::Display for Forgery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Forgery::Update(who) => write!(f, "as {who} updates"),
            Forgery::Split(who, victim) => write!(f, "as {who} updates with other secrets for {victim}"),
            Forgery::Fork(who, victim) => write!(f, "as {who} updates in another way for {victim}"),
            Forgery::Misfit(who, node) => write!(f, "as {who} updates with its own node {node}"),
            Forgery::Send(who) => write!(f, "as {who} sends a message"),
            Forgery::SetUp(who) => write!(f, "as {who} sets up a group"),
            Forgery::Misname(who, victim) => write!(f, "as {who} sets up a group of others for {victim}"),
            Forgery::Intercept(who, victim) => write!(f, "as {who} changes the setup for {victim}"),
            Forgery::Prekey(who) => write!(f, "as {who} publishes a prekey"),
        }
    }
}

impl FromStr for Operation {
    type Err = UnknownOperation;

    fn from_str(text: &str) -> Result<Operation, UnknownOperation> {
        parse(text).ok_or_else(|| UnknownOperation { text: text.to_string() })
    }
}

fn parse(text: &str) -> Option<Operation> {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.as_slice() {
        ["leak:", leaked @ ..] => parse_leak(leaked).map(Operation::Leak),
        ["adversary:", "as", who, said @ ..] => parse_forgery(client(who)?, said).map(Operation::Forge),
        ["adversary", "to", listener, "as", who, said @ ..] => {
            let listener = client(listener.strip_suffix(':')?)?;
            parse_forgery(client(who)?, said).map(|forgery| Operation::ForgeTo(listener, forgery))
        }
        [who, said @ ..] => parse_said(client(who)?, said),
        [] => None,
    }
}

fn parse_leak(words: &[&str]) -> Option<Leak> {
    match words {
        ["state", "of", who] => Some(Leak::State(client(who)?)),
        ["identity", "key", "of", who] => Some(Leak::Identity(client(who)?)),
        ["signature", "key", "of", who] => Some(Leak::Signature(client(who)?)),
        ["key", "of", "node", node, "of", who] => Some(Leak::Node(client(who)?, node.parse().ok()?)),
        ["chain", "key", "of", who] => Some(Leak::Chain(client(who)?)),
        ["MAC", "key", "of", who] => Some(Leak::Mac(client(who)?)),
        ["prekeys", "of", who] => Some(Leak::Prekeys(client(who)?)),
        _ => None,
    }
}

fn parse_forgery(who: Client, words: &[&str]) -> Option<Forgery> {
    match words {
        ["updates"] => Some(Forgery::Update(who)),
        ["updates", "with", "other", "secrets", "for", victim] => Some(Forgery::Split(who, client(victim)?)),
        ["updates", "in", "another", "way", "for", victim] => Some(Forgery::Fork(who, client(victim)?)),
        ["updates", "with", "its", "own", "node", node] => Some(Forgery::Misfit(who, node.parse().ok()?)),
        ["sends", "a", "message"] => Some(Forgery::Send(who)),
        ["sets", "up", "a", "group"] => Some(Forgery::SetUp(who)),
        ["sets", "up", "a", "group", "of", "others", "for", victim] => Some(Forgery::Misname(who, client(victim)?)),
        ["changes", "the", "setup", "for", victim] => Some(Forgery::Intercept(who, client(victim)?)),
        ["publishes", "a", "prekey"] => Some(Forgery::Prekey(who)),
        _ => None,
    }
}

fn parse_said(who: Client, words: &[&str]) -> Option<Operation> {
    match words {
        ["updates"] => Some(Operation::Update(who)),
        ["sets", "up", "a", "group"] => Some(Operation::SetUp(who)),
        ["adds", whom] => Some(Operation::Add(who, client(whom)?)),
        ["removes", whom] => Some(Operation::Remove(who, client(whom)?)),
        ["sends", "a", "message"] => Some(Operation::Send(who)),
        ["goes", "offline"] => Some(Operation::Offline(who)),
        ["comes", "online"] => Some(Operation::Online(who, Arrival::InOrder)),
        ["comes", "online,", arrival @ ..] => Some(Operation::Online(who, Arrival::parse(arrival)?)),
        _ => None,
    }
}
