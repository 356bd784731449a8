//! The kinds of ART: samples that every machine has, and the subjects of `checkers`.

use pleach_vectors::art::message_protection::{
    self, Content, Draft, KeyAndNonce, MessageFields, Sender, SenderData, Stage,
};
use pleach_vectors::art::setup::{self, Exchange, Options, Own, PrekeyFields, SetupFields};
use pleach_vectors::art::stage_key::{self, StageSecrets};
use pleach_vectors::art::tree::{self, TreeKeys};
use pleach_vectors::art::update::{self, Agreement, UpdateFields};
use pleach_vectors::art::{Context, Keys, Member, Received, passive_client};
use pleach_vectors::{Hex, Kind};
use serde_json::{Value, json};

use crate::checkers::{Accepts, Answer, Refuses, Uniform};

/// A case that has every field and means nothing.
pub(crate) fn sample(kind: Kind) -> Value {
    let member = json!({"identity": "", "identity_key": "", "signature_key": ""});
    let link = json!({"group_id": "", "stage": 0, "stage_authenticator": ""});
    let prekey = json!({"prekey": "", "ephemeral_priv": ""});
    let message = json!({"message": "", "sender": 0, "authenticated_data": "", "application_data": ""});
    match kind {
        Kind::ArtMessageProtection => json!({
            "cipher_suite": 1, "group_id": "", "mode": 2, "link": link, "stage": 0,
            "members": [member, member], "signature_privs": ["", ""], "tree": [""], "context_hash": "",
            "stage_key": "", "sender_data_secret": "", "message_secret": "",
            "messages": [{
                "message": "", "sender": 0, "generation": 0, "reuse_guard": "", "sender_data_key": "",
                "sender_data_nonce": "", "key": "", "nonce": "", "authenticated_data": "", "application_data": "",
                "signature": "", "padding": 0,
            }],
        }),
        Kind::ArtPassiveClient => json!({
            "cipher_suite": 0, "member": member, "identity_priv": "", "signature_priv": "", "prekeys": [prekey],
            "groups": [{
                "setup": "", "initial_stage_authenticator": "", "initial_messages": [message],
                "stages": [{"update": "", "stage_authenticator": "", "messages": [message]}],
            }],
        }),
        Kind::ArtSetup => setup(&member, &prekey, setup(&member, &prekey, Value::Null)),
        Kind::ArtStageKey => json!({
            "cipher_suite": 1, "group_id": "", "mode": 2, "link": link, "members": [member],
            "stages": [{
                "tree": [""], "tree_key": "", "context_hash": "", "stage_key": "", "chain_key": "",
                "update_mac_key": "", "stage_authenticator": "", "sender_data_secret": "", "message_secret": "",
                "ratchet_secrets": ["00"],
            }],
        }),
        Kind::ArtTree => json!({
            "cipher_suite": 1, "root": 1, "left": [null, 0, null], "right": [null, 2, null],
            "paths": [[0, 1], [2, 1]], "copaths": [[2], [0]], "leaf_privs": ["", ""], "public_keys": ["", "", ""],
            "tree_key": "",
        }),
        Kind::ArtUpdate => json!({
            "cipher_suite": 1, "group_id": "", "mode": 2, "link": link, "stage": 0, "members": [member, member],
            "leaf_privs": ["", ""], "tree": ["", "", ""], "context_hash": "", "stage_key": "",
            "updates": [{
                "sender": 0, "leaf_priv": "", "path": ["", ""], "update_mac_key": "", "mac": "", "update": "",
                "tree": ["", "", ""], "tree_key": "", "context_hash": "", "stage_key": "",
            }],
        }),
        _ => panic!("{kind} is no kind of ART"),
    }
}

fn setup(member: &Value, prekey: &Value, old_group: Value) -> Value {
    json!({
        "cipher_suite": 0, "group_id": "", "mode": 2, "old_group": old_group,
        "creator": {"member": member, "identity_priv": "", "signature_priv": "", "setup_priv": "", "leaf_priv": ""},
        "invitees": [{
            "member": member, "identity_priv": "", "signature_priv": "", "prekey": prekey, "exchanged_secret": "",
            "leaf_priv": "",
        }],
        "tree": [""], "tree_key": "", "setup": "", "stage_authenticator": "",
    })
}

fn nobody() -> Member {
    Member { identity: Hex::default(), identity_key: Hex::default(), signature_key: Hex::default() }
}

fn empty_keys(tree_key: Vec<u8>) -> Answer<TreeKeys> {
    Ok(TreeKeys { public_keys: vec![Vec::new(); 3], tree_key })
}

macro_rules! uniform {
    ($($subject:ty),*) => {$(
        impl Keys for $subject {
            fn public_key(_: u16, _: &[u8]) -> Answer<Vec<u8>> { Self::answer() }
            fn signature_public_key(_: u16, _: &[u8]) -> Answer<Vec<u8>> { Self::answer() }
        }

        impl tree::Subject for $subject {
            fn root(_: u32) -> u32 { 0 }
            fn left(_: u32, _: u32) -> Option<u32> { None }
            fn right(_: u32, _: u32) -> Option<u32> { None }
            fn path(_: u32, _: u32) -> Vec<u32> { Vec::new() }
            fn copath(_: u32, _: u32) -> Vec<u32> { Vec::new() }
            fn tree_keys(_: u16, _: &[Hex]) -> Answer<TreeKeys> { empty_keys(Self::answer()?) }
            fn path_keys(_: u16, _: &[Hex], _: u32, _: &[u8]) -> Answer<TreeKeys> { empty_keys(Self::answer()?) }
        }

        impl stage_key::Subject for $subject {
            fn context_hash(_: &Context<'_>) -> Answer<Vec<u8>> { Self::answer() }
            fn first_chain_key(_: u16) -> Answer<Vec<u8>> { Self::answer() }
            fn stage_key(_: u16, _: &[u8], _: &[u8], _: &[u8]) -> Answer<Vec<u8>> { Self::answer() }
            fn stage_secrets(_: u16, _: &[u8]) -> Answer<StageSecrets> {
                let (chain_key, update_mac_key, stage_authenticator, sender_data_secret, message_secret) =
                    Self::answer()?;
                Ok(StageSecrets { chain_key, update_mac_key, stage_authenticator, sender_data_secret, message_secret })
            }
            fn ratchet_secret(_: u16, _: &[u8], _: u32) -> Answer<Vec<u8>> { Self::answer() }
        }

        impl update::Subject for $subject {
            type Member = ();
            fn member(_: &Context<'_>, _: &[u8], _: u32, _: &[u8]) -> Answer<()> { Self::answer() }
            fn update_fields(_: &[u8]) -> Answer<UpdateFields> {
                let (group_id, stage, sender, path, mac) = Self::answer()?;
                Ok(UpdateFields { group_id, stage, sender, path, mac })
            }
            fn update_mac(_: u16, _: &[u8], _: &[u8]) -> Answer<Vec<u8>> { Self::answer() }
            fn process_update((): &(), _: &[u8]) -> Answer<()> { Self::answer() }
            fn create_update((): &(), _: &[u8]) -> Answer<(Vec<u8>, ())> { Self::answer() }
            fn agreement((): &()) -> Agreement {
                let [chain_key, update_mac_key, stage_authenticator] = <[Vec<u8>; 3]>::default();
                Agreement { stage: 1, tree: Vec::new(), chain_key, update_mac_key, stage_authenticator }
            }
        }

        impl message_protection::Subject for $subject {
            fn message_key(_: u16, _: &[u8], _: u32, _: u32) -> Answer<KeyAndNonce> {
                let (key, nonce) = Self::answer()?;
                Ok(KeyAndNonce { key, nonce })
            }
            fn message_fields(_: &[u8]) -> Answer<MessageFields> {
                let (group_id, stage, authenticated_data, ciphertext) = Self::answer()?;
                Ok(MessageFields { group_id, stage, authenticated_data, ciphertext })
            }
            fn sender_data_key(_: u16, _: &[u8], _: &[u8]) -> Answer<KeyAndNonce> {
                let (key, nonce) = Self::answer()?;
                Ok(KeyAndNonce { key, nonce })
            }
            fn sender_data(_: u16, _: &[u8], _: &[u8]) -> Answer<SenderData> {
                let (sender, generation, reuse_guard) = Self::answer()?;
                Ok(SenderData { sender, generation, reuse_guard })
            }
            fn content(_: &Context<'_>, _: &KeyAndNonce, _: &[u8], _: &[u8]) -> Answer<Content> {
                let (application_data, signature, padding) = Self::answer()?;
                Ok(Content { application_data, signature: Some(signature), padding })
            }
            fn unprotect(_: &Stage<'_>, _: u32, _: &[u8]) -> Answer<Received> { received(Self::answer()?) }
            fn protect(_: &Stage<'_>, _: &Sender<'_>, _: &Draft<'_>, _: &[u8]) -> Answer<Vec<u8>> { Self::answer() }
        }

        impl setup::Subject for $subject {
            type Client = ();
            type Group = ();
            fn prekey_fields(_: &[u8]) -> Answer<PrekeyFields> {
                let (cipher_suite, ephemeral_key) = Self::answer()?;
                Ok(PrekeyFields { cipher_suite, owner: nobody(), ephemeral_key })
            }
            fn verify_prekey(_: u16, _: &[u8]) -> Answer<()> { Self::answer() }
            fn exchange_as_creator(_: &Exchange<'_>, _: &[u8], _: &[u8]) -> Answer<Vec<u8>> { Self::answer() }
            fn exchange_as_member(_: &Exchange<'_>, _: &[u8], _: &[u8]) -> Answer<Vec<u8>> { Self::answer() }
            fn leaf_private_key(_: u16, _: &[u8]) -> Answer<Vec<u8>> { Self::answer() }
            fn setup_fields(_: &[u8]) -> Answer<SetupFields> { Err("not asked") }
            fn check_path(_: u16, _: &[Hex], _: u32, _: &[u8]) -> Answer<()> { Self::answer() }
            fn client(_: &Own<'_>) -> Answer<()> { Self::answer() }
            fn join((): &mut (), _: &[u8], _: Option<&()>) -> Answer<()> { Self::answer() }
            fn create((): &(), _: &Options<'_, ()>, _: &[u8]) -> Answer<(Vec<u8>, ())> { Self::answer() }
            fn stage_authenticator((): &()) -> Vec<u8> { Vec::new() }
        }

        impl passive_client::Subject for $subject {
            fn receive_update((): &mut (), _: &[u8]) -> Answer<()> { Self::answer() }
            fn receive_message((): &mut (), _: &[u8]) -> Answer<Received> { received(Self::answer()?) }
        }
    )*};
}

fn received(data: Vec<u8>) -> Answer<Received> {
    Ok(Received { sender: 0, authenticated_data: Vec::new(), application_data: data })
}

uniform!(Accepts, Refuses);
