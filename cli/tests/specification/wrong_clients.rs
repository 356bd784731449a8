//! The checker of our own passive-client kinds finds clients that are wrong in one respect.

use core::marker::PhantomData;

use pleach_cli::engine::spec::Specification;
use pleach_generator::{RootSeed, generate_one};
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::secret_tree::GenerationWindow;
use pleach_vectors::passive_client::{self, Joiner, PublicKeys};
use pleach_vectors::story::{self, ApplicationData, Settings};
use pleach_vectors::{AnyCase, Fallible, Kind};

type Client = <Specification as passive_client::Subject>::Client;
type Refusal = <Specification as Fallible>::Error;

/// What a client gets wrong: nothing, unless a flaw says otherwise.
trait Flaw {
    fn time(time: u64) -> u64 {
        time
    }

    fn past_epochs(past_epochs: u32) -> u32 {
        past_epochs
    }

    /// How many generations it skips, and how many keys it keeps: as many as every client must.
    const WINDOW: GenerationWindow = GenerationWindow { maximum_forward: 16, maximum_kept: 16 };

    /// Whether it knows the group that it comes from.
    const LINKED: bool = true;

    /// Whether it keeps the keys of messages that it has read.
    const KEEPS_KEYS: bool = false;
}

/// The specification with a flaw.
struct Wrong<F>(PhantomData<F>);

impl<F> Fallible for Wrong<F> {
    type Error = Refusal;
}

impl<F> passive_client::Subject for Wrong<F> {
    type Client = Client;

    fn key_package_keys(key_package: &[u8]) -> Result<PublicKeys, Refusal> {
        Specification::key_package_keys(key_package)
    }

    fn signature_public_key(suite: u16, signature_priv: &[u8]) -> Result<Vec<u8>, Refusal> {
        Specification::signature_public_key(suite, signature_priv)
    }

    fn hpke_public_key(suite: u16, hpke_priv: &[u8]) -> Result<Vec<u8>, Refusal> {
        Specification::hpke_public_key(suite, hpke_priv)
    }

    fn join(joiner: &Joiner<'_>, welcome: &[u8], ratchet_tree: Option<&[u8]>) -> Result<Client, Refusal> {
        Specification::join(joiner, welcome, ratchet_tree)
    }

    fn epoch_authenticator(client: &Client) -> Result<Vec<u8>, Refusal> {
        Specification::epoch_authenticator(client)
    }

    fn receive_proposal(client: Client, message: &[u8]) -> Result<Client, Refusal> {
        Specification::receive_proposal(client, message)
    }

    fn receive_commit(client: Client, message: &[u8]) -> Result<Client, Refusal> {
        Specification::receive_commit(client, message)
    }
}

impl<F: Flaw> story::Subject for Wrong<F> {
    fn join_with(
        joiner: &Joiner<'_>,
        settings: &Settings<'_, Client>,
        welcome: &[u8],
        ratchet_tree: Option<&[u8]>,
    ) -> Result<Client, Refusal> {
        let settings = Settings {
            time: settings.time.map(F::time),
            past_epochs: F::past_epochs(settings.past_epochs),
            linked: settings.linked.filter(|_| F::LINKED),
        };
        let mut client = Specification::join_with(joiner, &settings, welcome, ratchet_tree)?;
        client.policy.generations = F::WINDOW;
        Ok(client)
    }

    fn at_time(client: Client, time: Option<u64>) -> Client {
        Specification::at_time(client, time.map(F::time))
    }

    fn epoch(client: &Client) -> u64 {
        Specification::epoch(client)
    }

    fn export_secret(client: &Client, label: &str, context: &[u8], length: u32) -> Result<Vec<u8>, Refusal> {
        Specification::export_secret(client, label, context, length)
    }

    fn receive_application_data(client: &mut Client, message: &[u8]) -> Result<ApplicationData, Refusal> {
        let before = client.clone();
        let received = Specification::receive_application_data(client, message);
        if F::KEEPS_KEYS {
            *client = before;
        }
        received
    }
}

/// The field at which a client with a flaw fails the case of suite 1.
fn fault<F: Flaw>(kind: Kind) -> Option<String> {
    match generate_one(kind, CipherSuite::X25519Aes128GcmSha256Ed25519, 0, &RootSeed::default()).unwrap() {
        AnyCase::Story(case) => case.verify::<Wrong<F>>().err().map(|mismatch| mismatch.field),
        _ => panic!("a case of another kind"),
    }
}

struct Flawless;
impl Flaw for Flawless {}

#[test]
fn a_client_without_a_flaw_passes() {
    for kind in Kind::OURS {
        assert_eq!(fault::<Flawless>(kind), None, "{kind}");
    }
}

struct KeepsKeys;
impl Flaw for KeepsKeys {
    const KEEPS_KEYS: bool = true;
}

#[test]
fn a_client_that_reads_a_message_twice_is_found() {
    let found = fault::<KeepsKeys>(Kind::PassiveClientApplicationMessages);
    assert_eq!(found.as_deref(), Some("initial_messages[0].message (again)"));
}

struct ForgetsEarly;
impl Flaw for ForgetsEarly {
    fn past_epochs(past_epochs: u32) -> u32 {
        past_epochs - 1
    }
}

#[test]
fn a_client_that_forgets_an_epoch_too_early_is_found() {
    let found = fault::<ForgetsEarly>(Kind::PassiveClientApplicationMessages);
    assert_eq!(found.as_deref(), Some("epochs[2].messages[0].message"));
}

struct SkipsFew;
impl Flaw for SkipsFew {
    const WINDOW: GenerationWindow = GenerationWindow { maximum_forward: 15, maximum_kept: 16 };
}

struct KeepsFew;
impl Flaw for KeepsFew {
    const WINDOW: GenerationWindow = GenerationWindow { maximum_forward: 16, maximum_kept: 15 };
}

/// The 17th of 17 messages arrives first, then the first of them.
#[test]
fn a_client_that_skips_or_keeps_15_generations_only_is_found() {
    let kind = Kind::PassiveClientApplicationMessages;
    assert_eq!(fault::<SkipsFew>(kind).as_deref(), Some("initial_messages[18].message"));
    assert_eq!(fault::<KeepsFew>(kind).as_deref(), Some("initial_messages[19].message"));
}

struct Fast;
impl Flaw for Fast {
    fn time(time: u64) -> u64 {
        time + 1
    }
}

struct Slow;
impl Flaw for Slow {
    fn time(time: u64) -> u64 {
        time - 1
    }
}

#[test]
fn a_clock_that_is_a_second_off_is_found() {
    assert_eq!(fault::<Fast>(Kind::PassiveClientLifetimes).as_deref(), Some("welcome"));
    assert_eq!(fault::<Slow>(Kind::PassiveClientLifetimes).as_deref(), Some("welcome"));
}

struct Forgetful;
impl Flaw for Forgetful {
    const LINKED: bool = false;
}

#[test]
fn a_client_that_does_not_know_the_linked_group_is_found() {
    let found = fault::<Forgetful>(Kind::PassiveClientLinkedGroups);
    assert_eq!(found.as_deref(), Some("epochs[0].linked_group.welcome"));
}
