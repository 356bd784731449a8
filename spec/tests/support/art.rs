//! Groups of ART, over any algebra.

use pleach_spec::art::context::ArtMode;
use pleach_spec::art::envelope::{ArtMessageEnvelope, decode_art_envelope, encode_art_envelope};
use pleach_spec::art::group::ArtGroup;
use pleach_spec::art::member::{ArtIdentity, create_identity};
use pleach_spec::art::message::ArtMessage;
use pleach_spec::art::message::open::{ArtApplicationData, open_art_message};
use pleach_spec::art::message::send::{ArtMessageOptions, send_art_message};
use pleach_spec::art::prekey::{ArtPrekey, ArtPrekeyStore, create_prekey};
use pleach_spec::art::setup::ArtSetup;
use pleach_spec::art::setup::create::{CreatedArtGroup, SetupOptions, create_art_group};
use pleach_spec::art::setup::process::join_art_group;
use pleach_spec::art::update::create::{CreatedArtUpdate, adopt_update, create_update};
use pleach_spec::art::update::process::process_update;
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::codec::decode_exact;
use pleach_spec::error::Error;
use pleach_spec::secret_tree::GenerationWindow;

use crate::client::{Source, literal, seed};

pub(crate) const WINDOW: GenerationWindow = GenerationWindow { maximum_forward: 8, maximum_kept: 8 };

/// One who can be a member: with prekeys, and with the groups that it is in.
#[derive(Clone)]
pub(crate) struct ArtClient<B> {
    name: String,
    pub(crate) own: ArtIdentity<B>,
    pub(crate) prekeys: ArtPrekeyStore<B>,
    /// How many prekeys it has made.
    made: usize,
}

impl<B: Source> ArtClient<B> {
    pub(crate) fn new(suite: CipherSuite, name: &str) -> ArtClient<B> {
        let own = create_identity(suite, &literal(name), &seed(&format!("{name}: identity"))).unwrap();
        ArtClient { name: name.to_owned(), own, prekeys: ArtPrekeyStore { unused: vec![] }, made: 0 }
    }

    /// A fresh prekey, as the others see it.
    pub(crate) fn prekey(&mut self) -> ArtPrekey<B> {
        let label = format!("{}: prekey {}", self.name, self.made);
        let prekey = create_prekey(&self.own, &seed(&label)).unwrap();
        self.made += 1;
        self.prekeys.unused.push(prekey.clone());
        prekey.prekey
    }

    /// Creates a group with all others.
    pub(crate) fn create(
        &self,
        group_id: &str,
        mode: ArtMode,
        prekeys: &[ArtPrekey<B>],
        old_group: Option<&ArtGroup<B>>,
    ) -> CreatedArtGroup<B> {
        let options = SetupOptions { group_id: literal(group_id), mode, old_group, prekeys };
        create_art_group(&self.own, &options, &seed(&format!("{}: {group_id}", self.name))).unwrap()
    }

    /// Joins; the prekey is used then.
    pub(crate) fn join(&mut self, setup: &ArtSetup<B>, old_group: Option<&ArtGroup<B>>) -> ArtGroup<B> {
        let joined = join_art_group(&self.own, &self.prekeys, &transported_setup(setup), old_group).unwrap();
        assert_eq!(joined.prekeys.unused.len() + 1, self.prekeys.unused.len());
        self.prekeys = joined.prekeys;
        joined.group
    }
}

pub(crate) fn clients<B: Source>(suite: CipherSuite, count: usize) -> Vec<ArtClient<B>> {
    (0..count).map(|index| ArtClient::new(suite, &format!("member {index}"))).collect()
}

/// A group of all clients, the first of whom creates it; in the order of the clients.
pub(crate) fn set_up<B: Source>(clients: &mut [ArtClient<B>], mode: ArtMode) -> (ArtSetup<B>, Vec<ArtGroup<B>>) {
    let prekeys: Vec<ArtPrekey<B>> = clients[1..].iter_mut().map(ArtClient::prekey).collect();
    let created = clients[0].create("group", mode, &prekeys, None);
    let mut groups = vec![created.group];
    groups.extend(clients[1..].iter_mut().map(|client| client.join(&created.setup, None)));
    (created.setup, groups)
}

/// An update of one member reaches all.
pub(crate) fn update<B: Source>(groups: &mut [ArtGroup<B>], sender: usize, label: &str) -> CreatedArtUpdate<B> {
    let created = create_update(&groups[sender], &seed(label)).unwrap();
    let update = ArtMessageEnvelope::Update { update: created.update.clone() };
    let ArtMessageEnvelope::Update { update } = transported_art(&update) else { panic!("no update") };
    for (index, group) in groups.iter_mut().enumerate() {
        *group = match index == sender {
            true => adopt_update(group, &created, &update).unwrap(),
            false => process_update(group, &update).unwrap(),
        };
    }
    created
}

/// A message that a member sends, which is on its way.
pub(crate) fn say<B: Source>(group: &mut ArtGroup<B>, data: &B, label: &str) -> ArtMessage<B> {
    let options = ArtMessageOptions { authenticated_data: literal("authenticated data"), padding: 11 };
    let (next, message) = send_art_message(group, data, &options, &seed(label)).unwrap();
    *group = next;
    message
}

/// A message arrives.
pub(crate) fn hear<B: Source>(
    group: &mut ArtGroup<B>,
    message: &ArtMessage<B>,
) -> Result<ArtApplicationData<B>, Error> {
    let envelope = ArtMessageEnvelope::Message { message: message.clone() };
    let ArtMessageEnvelope::Message { message } = transported_art(&envelope) else { panic!("no message") };
    let (next, data) = open_art_message(group, &WINDOW, &message)?;
    *group = next;
    Ok(data)
}

pub(crate) fn transported_setup<B: Source>(setup: &ArtSetup<B>) -> ArtSetup<B> {
    match transported_art(&ArtMessageEnvelope::Setup { setup: setup.clone() }) {
        ArtMessageEnvelope::Setup { setup } => setup,
        other => panic!("no setup: {other:?}"),
    }
}

/// As it arrives: encoded, and read again.
pub(crate) fn transported_art<B: Source>(envelope: &ArtMessageEnvelope<B>) -> ArtMessageEnvelope<B> {
    let received = decode_exact(&encode_art_envelope(envelope), decode_art_envelope).unwrap();
    assert_eq!(received, *envelope);
    received
}

/// What members agree on: all of it, but for what is their own.
pub(crate) fn assert_art_agreement<B: Source>(groups: &[ArtGroup<B>]) {
    for (index, group) in groups.iter().enumerate() {
        assert_eq!(group.own_index.0 as usize, index);
        assert_eq!(group.stage.context, groups[0].stage.context);
        assert_eq!(group.stage.context_hash, groups[0].stage.context_hash);
        assert_eq!(group.stage.chain_key, groups[0].stage.chain_key);
        assert_eq!(group.stage.update_mac_key, groups[0].stage.update_mac_key);
        assert_eq!(group.stage.stage_authenticator, groups[0].stage.stage_authenticator);
        assert_eq!(group.stage.sender_data_secret, groups[0].stage.sender_data_secret);
    }
}
