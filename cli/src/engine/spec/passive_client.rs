//! The working group's three passive-client kinds.

use pleach_spec::algebra::Crypto;
use pleach_spec::framing::message::MlsMessage;
use pleach_spec::group::GroupState;
use pleach_spec::group::process::{Processed, process_message};
use pleach_spec::key_package::KeyPackage;
use pleach_spec::key_package::validation::OwnKeyPackage;
use pleach_spec::policy::Policy;
use pleach_spec::secret::{HpkePrivateKey, SignaturePrivateKey};
use pleach_spec::welcome::join::{JoinInput, join_group};
use pleach_spec_concrete::Octets;
use pleach_vectors::passive_client::{Joiner, PublicKeys, Subject};

use super::policy::policy;
use super::{Refusal, Specification, decoded_message, decoded_tree, octets, suite, wrong_message};

/// A client in a group.
#[derive(Clone, Debug)]
pub struct Client {
    pub(super) state: GroupState<Octets>,
    /// What it accepts and what it keeps.
    pub policy: Policy<Octets>,
}

impl Subject for Specification {
    type Client = Client;

    fn key_package_keys(key_package: &[u8]) -> Result<PublicKeys, Refusal> {
        let key_package = decoded_key_package(key_package)?;
        Ok(PublicKeys {
            signature_key: key_package.leaf_node.signature_key.bytes.into(),
            encryption_key: key_package.leaf_node.encryption_key.bytes.into(),
            init_key: key_package.init_key.bytes.into(),
        })
    }

    fn signature_public_key(suite_value: u16, signature_priv: &[u8]) -> Result<Vec<u8>, Refusal> {
        let key = Octets::signature_public_key(suite(suite_value)?, &octets(signature_priv));
        Ok(Refusal::unless(key)?.into())
    }

    fn hpke_public_key(suite_value: u16, hpke_priv: &[u8]) -> Result<Vec<u8>, Refusal> {
        let key = Octets::kem_public_key(suite(suite_value)?, &octets(hpke_priv));
        Ok(Refusal::unless(key)?.into())
    }

    fn join(joiner: &Joiner<'_>, welcome: &[u8], ratchet_tree: Option<&[u8]>) -> Result<Client, Refusal> {
        joined(joiner, policy(joiner.external_psks), None, welcome, ratchet_tree)
    }

    fn epoch_authenticator(client: &Client) -> Result<Vec<u8>, Refusal> {
        let secrets = &client.state.epoch_secrets;
        Ok(secrets.epoch_authenticator.bytes.clone().into())
    }

    fn receive_proposal(client: Client, message: &[u8]) -> Result<Client, Refusal> {
        let Client { state, policy } = client;
        match process_message(&state, &policy, &decoded_message(message)?)? {
            Processed::Proposal { state } => Ok(Client { state, policy }),
            Processed::Commit { .. } | Processed::Application { .. } => wrong_message(),
        }
    }

    fn receive_commit(client: Client, message: &[u8]) -> Result<Client, Refusal> {
        let Client { state, policy } = client;
        match process_message(&state, &policy, &decoded_message(message)?)? {
            Processed::Commit { state } => Ok(Client { state, policy }),
            Processed::Proposal { .. } | Processed::Application { .. } => wrong_message(),
        }
    }
}

/// A client that joins by an encoded MLSMessage(Welcome); `linked` is its state in the group before, if it waits for a
/// linked group.
pub(super) fn joined(
    joiner: &Joiner<'_>,
    policy: Policy<Octets>,
    linked: Option<&GroupState<Octets>>,
    welcome: &[u8],
    ratchet_tree: Option<&[u8]>,
) -> Result<Client, Refusal> {
    let [signature, encryption, init] = [joiner.signature_priv, joiner.encryption_priv, joiner.init_priv].map(octets);
    let own = OwnKeyPackage {
        key_package: decoded_key_package(joiner.key_package)?,
        init_private_key: HpkePrivateKey { bytes: init },
        encryption_private_key: HpkePrivateKey { bytes: encryption },
        signature_private_key: SignaturePrivateKey { bytes: signature },
    };
    let tree = ratchet_tree.map(decoded_tree).transpose()?;
    let current_groups: Vec<Octets> = linked.iter().map(|state| state.group_context.group_id.clone()).collect();
    let input = JoinInput { own: &own, ratchet_tree: tree.as_ref(), current_groups: &current_groups, linked };
    let MlsMessage::Welcome { welcome } = decoded_message(welcome)? else {
        return wrong_message();
    };
    let state = join_group(&input, &welcome, &policy)?;
    Ok(Client { state, policy })
}

fn decoded_key_package(message: &[u8]) -> Result<KeyPackage<Octets>, Refusal> {
    match decoded_message(message)? {
        MlsMessage::KeyPackage { key_package } => Ok(key_package),
        _ => wrong_message(),
    }
}
