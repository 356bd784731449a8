//! What clients are and have: their identities, prekeys, and places in groups.

use std::rc::Rc;

use pleach_spec::algebra::Bytes;
use pleach_spec::art::envelope::ArtMessageEnvelope;
use pleach_spec::art::group::ArtGroup;
use pleach_spec::art::member::{ArtIdentity, create_identity};
use pleach_spec::art::message::send::ArtMessageOptions;
use pleach_spec::art::prekey::{ArtPrekey, ArtPrekeyStore};
use pleach_spec::error::Misuse;
use pleach_spec::secret::Seed;
use pleach_spec::secret_tree::GenerationWindow;

use crate::art::StageId;
use crate::client::Client;
use crate::reading::Read;
use crate::term::{SUITE, Term, name};

/// How far messages may come out of order.
pub const WINDOW: GenerationWindow = GenerationWindow { maximum_forward: 8, maximum_kept: 8 };

/// A message on its way.
#[derive(Clone, Debug)]
pub struct Sent {
    /// As it was encoded.
    pub envelope: ArtMessageEnvelope<Term>,
    /// Whom it names as its sender.
    pub sender: Client,
    /// Whether the adversary made it.
    pub forged: bool,
    /// Whether what the receiver's leaf key depends on is that of another's setup.
    pub intercepted: bool,
    /// The stage that it was sent in, unless it starts a group that follows none.
    pub stage: Option<StageId>,
    /// The stage that it starts, if it starts one.
    pub starts: Option<StageId>,
    /// The number of the message with content, if it is one.
    pub said: Option<usize>,
}

/// A place in a group.
#[derive(Clone, Debug)]
pub struct Member {
    /// What the specification keeps.
    pub group: Rc<ArtGroup<Term>>,
    /// The stage that this state is in.
    pub stage: StageId,
    /// The messages that it has read.
    pub read: Read,
}

/// What a client has.
#[derive(Clone, Debug)]
pub struct ClientState {
    /// Who it is.
    pub identity: Rc<ArtIdentity<Term>>,
    /// What the specification leaves of its prekeys.
    pub prekeys: ArtPrekeyStore<Term>,
    /// The public keys of those that no setup that it accepted has used.
    pub unused: Vec<Term>,
    /// The one that others find: one of its own, unless the adversary put another there.
    pub published: Rc<ArtPrekey<Term>>,
    /// Where it is a member.
    pub member: Option<Member>,
    /// Messages that did not reach it yet, if it is offline.
    pub inbox: Option<Vec<Rc<Sent>>>,
    /// The stage that it will be in with all of them.
    pub heading: Option<StageId>,
}

impl ClientState {
    /// The public key of the prekey that others find.
    pub fn published_key(&self) -> Term {
        self.published.ephemeral_key.bytes
    }

    /// The public identity key.
    pub fn identity_key(&self) -> Term {
        self.identity.member.identity_key.bytes
    }
}

/// A fresh seed for a step of the run.
pub fn seed(step: usize, what: &str) -> Seed<Term> {
    Seed { bytes: name(&format!("{what} of step {step}"), 32) }
}

/// A client's identity.
///
/// # Errors
/// None, since the suite has a key for each seed.
pub fn identity(client: Client) -> Result<ArtIdentity<Term>, Misuse> {
    create_identity(SUITE, &Term::literal(client.to_string().as_bytes()), &seed(0, &format!("identity of {client}")))
}

/// How messages are sent.
pub fn message_options() -> ArtMessageOptions<Term> {
    ArtMessageOptions { authenticated_data: Term::literal(b""), padding: 0 }
}

/// What a group is called that was set up in this step.
pub fn group_id(step: usize) -> Term {
    Term::literal(format!("group {step}").as_bytes())
}
