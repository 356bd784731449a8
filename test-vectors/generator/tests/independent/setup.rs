//! Prekeys, the key exchange and setups.

use std::collections::HashSet;

use pleach_vectors::Hex;
use pleach_vectors::art::setup::{Exchange, Options, Own, Prekey, PrekeyFields, SetupFields, Subject};
use pleach_vectors::art::{Link, Member, tree};

use crate::art_state::{Agreed, Group, stage_key, stage_secrets};
use crate::codec::opaque;
use crate::faults::{Fault, has};
use crate::structures::{Setup, VERSION, member, read_prekey, read_setup, wrapped};
use crate::suite::Suite;
use crate::update::checked_tree_key;
use crate::{Independent, Refused};

/// One who can be a member.
pub(crate) struct Client {
    suite: Suite,
    member: Member,
    identity_priv: Vec<u8>,
    signature_priv: Vec<u8>,
    /// The public and the private key of each prekey.
    prekeys: Vec<(Vec<u8>, Vec<u8>)>,
}

impl Subject for Independent {
    type Client = Client;
    type Group = Group;

    fn prekey_fields(prekey: &[u8]) -> Refused<PrekeyFields> {
        let prekey = read_prekey(prekey)?;
        let (cipher_suite, ephemeral_key) = (prekey.cipher_suite, prekey.ephemeral_key);
        Ok(PrekeyFields { cipher_suite, owner: prekey.owner, ephemeral_key })
    }

    fn verify_prekey(suite: u16, prekey: &[u8]) -> Refused<()> {
        let prekey = read_prekey(prekey)?;
        if prekey.cipher_suite != suite {
            return Err("suite");
        }
        if has(Fault::PrekeySignature) {
            return Ok(());
        }
        let content = [VERSION.as_slice(), prekey.unsigned].concat();
        Suite::of(suite)?.verify(&prekey.owner.signature_key, "ArtPrekeyTBS", &content, &prekey.signature)
    }

    fn exchange_as_creator(exchange: &Exchange<'_>, identity_priv: &[u8], setup_priv: &[u8]) -> Refused<Vec<u8>> {
        let (identity_key, ephemeral_key) = (&exchange.member.identity_key.0, exchange.ephemeral_key);
        exchanged(
            exchange,
            [
                (identity_priv, identity_key),
                (identity_priv, ephemeral_key),
                (setup_priv, identity_key),
                (setup_priv, ephemeral_key),
            ],
        )
    }

    fn exchange_as_member(exchange: &Exchange<'_>, identity_priv: &[u8], ephemeral_priv: &[u8]) -> Refused<Vec<u8>> {
        let (identity_key, setup_key) = (&exchange.creator.identity_key.0, exchange.setup_key);
        exchanged(
            exchange,
            [
                (identity_priv, identity_key),
                (ephemeral_priv, identity_key),
                (identity_priv, setup_key),
                (ephemeral_priv, setup_key),
            ],
        )
    }

    fn leaf_private_key(suite: u16, exchanged_secret: &[u8]) -> Refused<Vec<u8>> {
        Suite::of(suite)?.iota(exchanged_secret)
    }

    fn setup_fields(setup: &[u8]) -> Refused<SetupFields> {
        let (setup, _) = read_setup(setup)?;
        Ok(SetupFields {
            cipher_suite: setup.cipher_suite,
            group_id: setup.group_id,
            mode: setup.mode,
            link: setup.link,
            creator: setup.creator,
            invitees: setup.invitees.into_iter().map(|(member, key)| (member, key.0)).collect(),
            setup_key: setup.setup_key,
            tree: setup.tree.into_iter().map(|key| key.0).collect(),
        })
    }

    fn check_path(suite: u16, tree: &[Hex], leaf: u32, leaf_priv: &[u8]) -> Refused<()> {
        checked_tree_key(Suite::of(suite)?, tree, leaf, leaf_priv).map(|_| ())
    }

    fn client(own: &Own<'_>) -> Refused<Client> {
        let key = |prekey: &Prekey| Ok((read_prekey(&prekey.prekey)?.ephemeral_key, prekey.ephemeral_priv.to_vec()));
        Ok(Client {
            suite: Suite::of(own.cipher_suite)?,
            member: own.member.clone(),
            identity_priv: own.identity_priv.to_vec(),
            signature_priv: own.signature_priv.to_vec(),
            prekeys: own.prekeys.iter().map(key).collect::<Refused<_>>()?,
        })
    }

    fn join(client: &mut Client, setup: &[u8], old_group: Option<&Group>) -> Refused<Group> {
        let (setup, signature) = read_setup(setup)?;
        let suite = client.suite;
        let content = [VERSION.as_slice(), &setup.unsigned()].concat();
        let verified = suite.verify(&setup.creator.signature_key, "ArtSetupTBS", &content, &signature);
        if !has(Fault::SetupSignature) {
            verified?;
        }
        if setup.cipher_suite != suite.value || setup.tree.len() != 2 * setup.invitees.len() + 1 {
            return Err("suite or tree");
        }
        if old_group.is_some_and(|group| setup.link != Some(link_to(group))) && !has(Fault::Link) {
            return Err("link");
        }
        let position = setup.invitees.iter().position(|(member, _)| *member == client.member).ok_or("not invited")?;
        let ephemeral_key = &setup.invitees[position].1.0;
        let prekey = client.prekeys.iter().position(|(key, _)| key == ephemeral_key).ok_or("prekey")?;
        let exchange = Exchange {
            cipher_suite: setup.cipher_suite,
            creator: &setup.creator,
            member: &client.member,
            setup_key: &setup.setup_key,
            ephemeral_key,
        };
        let exchanged = Self::exchange_as_member(&exchange, &client.identity_priv, &client.prekeys[prekey].1)?;
        let leaf_priv = suite.iota(&exchanged)?;
        let index = position as u32 + 1;
        let tree_key = checked_tree_key(suite, &setup.tree, index, &leaf_priv)?;
        let group = first_stage(client, &setup, index, &leaf_priv, &tree_key)?;
        if !has(Fault::PrekeyTwice) {
            client.prekeys.remove(prekey);
        }
        Ok(group)
    }

    fn create(client: &Client, options: &Options<'_, Group>, seed: &[u8]) -> Refused<(Vec<u8>, Group)> {
        let suite = client.suite;
        let [setup_priv, leaf_priv] = ["setup", "leaf"].map(|name| suite.derive_key(&[seed, name.as_bytes()].concat()));
        let (setup_priv, leaf_priv) = (setup_priv?, leaf_priv?);
        let setup_key = suite.public_key(&setup_priv)?;
        let (mut invitees, mut leaf_privs) = (Vec::new(), vec![Hex(leaf_priv.clone())]);
        for prekey in options.prekeys {
            Self::verify_prekey(suite.value, prekey)?;
            let prekey = read_prekey(prekey)?;
            let exchange = Exchange {
                cipher_suite: suite.value,
                creator: &client.member,
                member: &prekey.owner,
                setup_key: &setup_key,
                ephemeral_key: &prekey.ephemeral_key,
            };
            let exchanged = Self::exchange_as_creator(&exchange, &client.identity_priv, &setup_priv)?;
            leaf_privs.push(Hex(suite.iota(&exchanged)?));
            invitees.push((prekey.owner, Hex(prekey.ephemeral_key)));
        }
        let keys = <Independent as tree::Subject>::tree_keys(suite.value, &leaf_privs)?;
        let setup = Setup {
            cipher_suite: suite.value,
            group_id: options.group_id.to_vec(),
            mode: options.mode,
            link: options.old_group.map(link_to),
            creator: client.member.clone(),
            invitees,
            setup_key,
            tree: keys.public_keys.into_iter().map(Hex).collect(),
        };
        let unsigned = setup.unsigned();
        let content = [VERSION.as_slice(), &unsigned].concat();
        let signature = suite.sign(&client.signature_priv, "ArtSetupTBS", &content)?;
        let group = first_stage(client, &setup, 0, &leaf_priv, &keys.tree_key)?;
        Ok((wrapped(2, &[unsigned, opaque(&signature)].concat()), group))
    }

    fn stage_authenticator(group: &Group) -> Vec<u8> {
        group.secrets.stage_authenticator.clone()
    }
}

fn exchanged(exchange: &Exchange<'_>, pairs: [(&[u8], &[u8]); 4]) -> Refused<Vec<u8>> {
    let suite = Suite::of(exchange.cipher_suite)?;
    let shared: Refused<Vec<_>> = pairs.iter().map(|(private, public)| suite.dh.shared(private, public)).collect();
    let context = [
        suite.value.to_be_bytes().to_vec(),
        member(exchange.creator),
        member(exchange.member),
        opaque(exchange.setup_key),
        opaque(exchange.ephemeral_key),
    ]
    .concat();
    let extracted = suite.extract(&vec![0; suite.hash_length()], &shared?.concat());
    suite.expand(&extracted, "key exchange", &context, suite.hash_length())
}

fn link_to(group: &Group) -> Link {
    Link {
        group_id: Hex(group.agreed.group_id.clone()),
        stage: group.agreed.stage,
        stage_authenticator: Hex(group.secrets.stage_authenticator.clone()),
    }
}

fn first_stage(client: &Client, setup: &Setup, index: u32, leaf_priv: &[u8], tree_key: &[u8]) -> Refused<Group> {
    let suite = client.suite;
    let agreed = Agreed {
        cipher_suite: setup.cipher_suite,
        group_id: setup.group_id.clone(),
        mode: setup.mode,
        link: setup.link.clone(),
        stage: 0,
        members: setup.members(),
        tree: setup.tree.clone(),
    };
    let stage_key = stage_key(suite, &vec![0; suite.hash_length()], tree_key, &agreed.hash()?)?;
    Ok(Group {
        suite,
        index,
        leaf_priv: leaf_priv.to_vec(),
        signature_priv: client.signature_priv.clone(),
        agreed,
        secrets: stage_secrets(suite, &stage_key)?,
        read: HashSet::new(),
    })
}
