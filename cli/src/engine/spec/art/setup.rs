//! `art-setup`.

use pleach_spec::art::context::encode_art_mode;
use pleach_spec::art::envelope::{ArtMessageEnvelope, encode_art_envelope};
use pleach_spec::art::group::ArtGroup;
use pleach_spec::art::key::leaf_private_key;
use pleach_spec::art::key_exchange::{ArtExchange, exchange_as_creator, exchange_as_member};
use pleach_spec::art::member::ArtIdentity;
use pleach_spec::art::path::{check_path_keys, path_keys};
use pleach_spec::art::prekey::{ArtPrekey, ArtPrekeyStore, OwnArtPrekey, check_prekey};
use pleach_spec::art::setup::ArtSetup;
use pleach_spec::art::setup::create::{SetupOptions, create_art_group};
use pleach_spec::art::setup::process::join_art_group;
use pleach_spec::art::tree::MemberIndex;
use pleach_spec::error::Place;
use pleach_spec::secret::{
    ArtExchangedSecret, ArtIdentityPrivateKey, ArtPrekeyPrivateKey, ArtSetupPrivateKey, SignaturePrivateKey,
};
use pleach_spec_concrete::Octets;
use pleach_vectors::Hex;
use pleach_vectors::art::Link;
use pleach_vectors::art::setup::{Exchange, Options, Own, Prekey, PrekeyFields, SetupFields, Subject};

use super::super::{Refusal, Specification, octets, seed, suite, wrong_message};
use super::{decoded_envelope, fields_of_member, member, mode, node_private_key, public_key, public_keys, tree};

/// One who can be a member.
#[derive(Debug)]
pub struct ArtClient {
    identity: ArtIdentity<Octets>,
    prekeys: ArtPrekeyStore<Octets>,
}

impl Subject for Specification {
    type Client = ArtClient;
    type Group = ArtGroup<Octets>;

    fn prekey_fields(prekey: &[u8]) -> Result<PrekeyFields, Refusal> {
        let ArtPrekey { cipher_suite, owner, ephemeral_key, .. } = decoded_prekey(prekey)?;
        Ok(PrekeyFields { cipher_suite, owner: fields_of_member(owner), ephemeral_key: ephemeral_key.bytes.into() })
    }

    fn verify_prekey(suite_value: u16, prekey: &[u8]) -> Result<(), Refusal> {
        Ok(check_prekey(suite(suite_value)?, &decoded_prekey(prekey)?, Place::Message)?)
    }

    fn exchange_as_creator(values: &Exchange<'_>, identity_priv: &[u8], setup_priv: &[u8]) -> Result<Vec<u8>, Refusal> {
        let identity = ArtIdentityPrivateKey { bytes: octets(identity_priv) };
        let setup = ArtSetupPrivateKey { bytes: octets(setup_priv) };
        Ok(exchange_as_creator(&exchange(values)?, &identity, &setup, Place::Message)?.bytes.into())
    }

    fn exchange_as_member(
        values: &Exchange<'_>,
        identity_priv: &[u8],
        ephemeral_priv: &[u8],
    ) -> Result<Vec<u8>, Refusal> {
        let identity = ArtIdentityPrivateKey { bytes: octets(identity_priv) };
        let ephemeral = ArtPrekeyPrivateKey { bytes: octets(ephemeral_priv) };
        Ok(exchange_as_member(&exchange(values)?, &identity, &ephemeral)?.bytes.into())
    }

    fn leaf_private_key(suite_value: u16, exchanged_secret: &[u8]) -> Result<Vec<u8>, Refusal> {
        let exchanged = ArtExchangedSecret { bytes: octets(exchanged_secret) };
        Ok(leaf_private_key(suite(suite_value)?, &exchanged).bytes.into())
    }

    fn setup_fields(setup: &[u8]) -> Result<SetupFields, Refusal> {
        let setup = decoded_setup(setup)?;
        let mode: Octets = encode_art_mode(setup.mode);
        let link = setup.link.map(|link| Link {
            group_id: Hex(link.group_id.into()),
            stage: link.stage,
            stage_authenticator: Hex(link.stage_authenticator.into()),
        });
        let invitees = setup.invitees.into_iter();
        Ok(SetupFields {
            cipher_suite: setup.cipher_suite,
            group_id: setup.group_id.into(),
            mode: mode.as_slice().first().copied().unwrap_or_default(),
            link,
            creator: fields_of_member(setup.creator),
            invitees: invitees.map(|it| (fields_of_member(it.member), it.ephemeral_key.bytes.into())).collect(),
            setup_key: setup.setup_key.bytes.into(),
            tree: public_keys(setup.tree.nodes),
        })
    }

    fn check_path(suite_value: u16, keys: &[Hex], leaf: u32, leaf_priv: &[u8]) -> Result<(), Refusal> {
        let (tree, leaf) = (tree(keys), MemberIndex(leaf));
        let keys = path_keys(suite(suite_value)?, &tree, leaf, &node_private_key(leaf_priv))?;
        Ok(check_path_keys(&tree, leaf, &keys)?)
    }

    fn client(own: &Own<'_>) -> Result<ArtClient, Refusal> {
        let identity = ArtIdentity {
            suite: suite(own.cipher_suite)?,
            member: member(own.member),
            identity_private_key: ArtIdentityPrivateKey { bytes: octets(own.identity_priv) },
            signature_private_key: SignaturePrivateKey { bytes: octets(own.signature_priv) },
        };
        let unused: Result<_, Refusal> = own.prekeys.iter().map(own_prekey).collect();
        Ok(ArtClient { identity, prekeys: ArtPrekeyStore { unused: unused? } })
    }

    fn join(
        client: &mut ArtClient,
        setup: &[u8],
        old_group: Option<&ArtGroup<Octets>>,
    ) -> Result<ArtGroup<Octets>, Refusal> {
        let joined = join_art_group(&client.identity, &client.prekeys, &decoded_setup(setup)?, old_group)?;
        client.prekeys = joined.prekeys;
        Ok(joined.group)
    }

    fn create(
        client: &ArtClient,
        options: &Options<'_, ArtGroup<Octets>>,
        seed_bytes: &[u8],
    ) -> Result<(Vec<u8>, ArtGroup<Octets>), Refusal> {
        let prekeys: Result<Vec<_>, Refusal> = options.prekeys.iter().map(|prekey| decoded_prekey(prekey)).collect();
        let options = SetupOptions {
            group_id: octets(options.group_id),
            mode: mode(options.mode)?,
            old_group: options.old_group,
            prekeys: &prekeys?,
        };
        let created = create_art_group(&client.identity, &options, &seed(client.identity.suite, seed_bytes)?)?;
        let setup = ArtMessageEnvelope::Setup { setup: created.setup };
        Ok((encode_art_envelope(&setup).into(), created.group))
    }

    fn stage_authenticator(group: &ArtGroup<Octets>) -> Vec<u8> {
        group.stage.stage_authenticator.bytes.clone().into()
    }
}

fn exchange(values: &Exchange<'_>) -> Result<ArtExchange<Octets>, Refusal> {
    Ok(ArtExchange {
        suite: suite(values.cipher_suite)?,
        creator: member(values.creator),
        member: member(values.member),
        setup_key: public_key(values.setup_key),
        ephemeral_key: public_key(values.ephemeral_key),
    })
}

fn own_prekey(own: &Prekey) -> Result<OwnArtPrekey<Octets>, Refusal> {
    let private_key = ArtPrekeyPrivateKey { bytes: octets(&own.ephemeral_priv) };
    Ok(OwnArtPrekey { prekey: decoded_prekey(&own.prekey)?, private_key })
}

fn decoded_prekey(bytes: &[u8]) -> Result<ArtPrekey<Octets>, Refusal> {
    match decoded_envelope(bytes)? {
        ArtMessageEnvelope::Prekey { prekey } => Ok(prekey),
        _ => wrong_message(),
    }
}

fn decoded_setup(bytes: &[u8]) -> Result<ArtSetup<Octets>, Refusal> {
    match decoded_envelope(bytes)? {
        ArtMessageEnvelope::Setup { setup } => Ok(setup),
        _ => wrong_message(),
    }
}
