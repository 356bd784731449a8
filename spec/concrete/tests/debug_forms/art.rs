//! A real value of each type of ART that holds secrets.

use pleach_spec::art::context::ArtMode;
use pleach_spec::art::group::{ArtGroup, ArtStage};
use pleach_spec::art::path::path_keys;
use pleach_spec::art::prekey::ArtPrekey;
use pleach_spec::art::setup::create::SetupOptions;
use pleach_spec::art::setup::process::join_art_group;
use pleach_spec::art::update::create::create_update;
use pleach_spec::secret_tree::ratchet::advance;
use pleach_spec_concrete::Octets;

use crate::client::{SUITE, literal, seed};
use crate::secrets::Secrets;
use crate::values::Values;
use crate::world::{ArtClient, clients};

impl Secrets {
    fn of_art_client(&mut self, client: &ArtClient<Octets>) {
        self.add("identity", &client.own.identity_private_key.bytes);
        self.add("signature", &client.own.signature_private_key.bytes);
        for own in &client.prekeys.unused {
            self.add("prekey", &own.private_key.bytes);
        }
    }

    fn of_art_stage(&mut self, stage: &ArtStage<Octets>) {
        self.add("chain", &stage.chain_key.bytes);
        self.add("update", &stage.update_mac_key.bytes);
        self.add("authenticator", &stage.stage_authenticator.bytes);
        self.add("sender data", &stage.sender_data_secret.bytes);
        for ratchet in &stage.ratchets {
            let (_, key) = advance(SUITE, ratchet.clone()).unwrap();
            self.of_ratchet_key(&key);
        }
    }

    fn of_art_group(&mut self, group: &ArtGroup<Octets>) {
        self.add("leaf", &group.leaf_private_key.bytes);
        self.add("signature", &group.signature_private_key.bytes);
        self.of_art_stage(&group.stage);
    }
}

pub(crate) fn of_art(values: &mut Values, secrets: &mut Secrets) {
    let mut clients = clients::<Octets>(SUITE, 3);
    let prekeys: Vec<ArtPrekey<Octets>> = clients[1..].iter_mut().map(ArtClient::prekey).collect();
    clients[1].prekey();
    for client in &clients {
        secrets.of_art_client(client);
    }
    values.add("ArtIdentity", &clients[1].own);
    values.add("ArtPrekeyStore", &clients[1].prekeys);
    values.add("OwnArtPrekey", &clients[1].prekeys.unused[0]);

    let created = clients[0].create("group", ArtMode::Signed, &prekeys, None);
    secrets.of_art_group(&created.group);
    values.add("CreatedArtGroup", &created);
    let old_group = Some(&created.group);
    let mode = ArtMode::Unsigned;
    values.add("SetupOptions", &SetupOptions { group_id: literal("next"), mode, old_group, prekeys: &prekeys });
    let joined = join_art_group(&clients[1].own, &clients[1].prekeys, &created.setup, None).unwrap();
    secrets.of_art_group(&joined.group);
    values.add("JoinedArtGroup", &joined);

    let updated = create_update(&joined.group, &seed("update")).unwrap();
    secrets.of_art_group(&updated.next);
    values.add("CreatedArtUpdate", &updated);
    let group = &updated.next;
    values.add("ArtGroup", group);
    values.add("ArtStage", &group.stage);
    let keys = path_keys(SUITE, &group.stage.context.tree, group.own_index, &group.leaf_private_key).unwrap();
    secrets.add("tree", &keys.tree_key.bytes);
    values.add("ArtPathKeys", &keys);
}
