//! Opening a Welcome without joining.

use mls_rs::client_builder::ClientBuilder;
use mls_rs::group::GroupInfo;
use mls_rs::identity::SigningIdentity;
use mls_rs::identity::basic::{BasicCredential, BasicIdentityProvider};
use mls_rs::mls_rs_codec::MlsEncode;
use mls_rs::{MlsMessage, ProtocolVersion, WireFormat};
use mls_rs_crypto_awslc::AwsLcCryptoProvider;
use pleach_vectors::welcome::Case;

use super::{MlsRs, builder, decoded_key_package};
use crate::Refusal;
use crate::welcome::Subject;

impl Subject for MlsRs {
    type GroupInfo = GroupInfo;

    fn open(case: &Case) -> Result<GroupInfo, Refusal> {
        let key_package = decoded_key_package(&case.key_package)?;
        // The private key of the leaf is not asked for here.
        let client = builder(case.cipher_suite, &key_package, &case.padded_init_priv(), &[])?.build();
        let welcome = MlsMessage::from_bytes(&case.welcome).map_err(Refusal::of)?;
        client.examine_welcome_message(&welcome).map_err(Refusal::of)
    }

    fn verify_signature(_: u16, group_info: &GroupInfo, signer_pub: &[u8]) -> Result<(), Refusal> {
        let client = ClientBuilder::new().crypto_provider(AwsLcCryptoProvider::new());
        let client = client.identity_provider(BasicIdentityProvider::new()).build();
        let credential = BasicCredential::new(Vec::new()).into_credential();
        let signer = SigningIdentity::new(credential, signer_pub.to_vec().into());
        client.validate_group_info(&message(group_info)?, &signer).map_err(Refusal::of)
    }
}

/// MLSMessage(GroupInfo), which no public function makes of a GroupInfo alone.
fn message(group_info: &GroupInfo) -> Result<MlsMessage, Refusal> {
    let mut encoded = Vec::new();
    let parts = [
        ProtocolVersion::MLS_10.mls_encode(&mut encoded),
        WireFormat::GroupInfo.mls_encode(&mut encoded),
        group_info.mls_encode(&mut encoded),
    ];
    parts.into_iter().collect::<Result<(), _>>().map_err(Refusal::of)?;
    MlsMessage::from_bytes(&encoded).map_err(Refusal::of)
}
