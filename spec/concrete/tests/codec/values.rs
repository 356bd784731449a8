//! Arbitrary values: integers, byte strings, and what nodes consist of.

use pleach_spec::credential::{Certificate, Credential};
use pleach_spec::crypto::{HpkeCiphertext, HpkePublicKey, SignaturePublicKey};
use pleach_spec::extension::Extension;
use pleach_spec::extension::content::{ExternalSender, RequiredCapabilities};
use pleach_spec::tree::math::LeafIndex;
use pleach_spec_concrete::Octets;
use proptest::collection::vec;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof};

/// Mostly short; now and then of a length around those where the header of a vector grows.
pub(crate) fn octets() -> BoxedStrategy<Octets> {
    prop_oneof![
        20 => vec(any::<u8>(), 0..40),
        4 => (62usize..66).prop_map(|length| vec![7; length]),
        1 => (16382usize..16386).prop_map(|length| vec![9; length]),
    ]
    .prop_map(Octets::from)
    .boxed()
}

/// Of exactly this length.
pub(crate) fn fixed(length: usize) -> impl Strategy<Value = Octets> {
    vec(any::<u8>(), length).prop_map(Octets::from)
}

pub(crate) fn list<T: Strategy>(item: T) -> impl Strategy<Value = Vec<T::Value>>
where
    T::Value: Clone,
{
    vec(item, 0..4)
}

pub(crate) fn leaf_index() -> impl Strategy<Value = LeafIndex> {
    any::<u32>().prop_map(LeafIndex)
}

pub(crate) fn types() -> impl Strategy<Value = Vec<u16>> {
    vec(any::<u16>(), 0..40)
}

pub(crate) fn hpke_public_key() -> impl Strategy<Value = HpkePublicKey<Octets>> {
    octets().prop_map(|bytes| HpkePublicKey { bytes })
}

pub(crate) fn signature_public_key() -> impl Strategy<Value = SignaturePublicKey<Octets>> {
    octets().prop_map(|bytes| SignaturePublicKey { bytes })
}

pub(crate) fn hpke_ciphertext() -> impl Strategy<Value = HpkeCiphertext<Octets>> {
    (octets(), octets()).prop_map(|(kem_output, ciphertext)| HpkeCiphertext { kem_output, ciphertext })
}

pub(crate) fn credential() -> BoxedStrategy<Credential<Octets>> {
    let certificate = octets().prop_map(|cert_data| Certificate { cert_data });
    prop_oneof![
        octets().prop_map(|identity| Credential::Basic { identity }),
        list(certificate).prop_map(|certificates| Credential::X509 { certificates }),
        (3u16.., octets()).prop_map(|(credential_type, content)| Credential::Other { credential_type, content }),
    ]
    .boxed()
}

pub(crate) fn extension() -> impl Strategy<Value = Extension<Octets>> {
    (any::<u16>(), octets()).prop_map(|(extension_type, extension_data)| Extension { extension_type, extension_data })
}

pub(crate) fn extensions() -> impl Strategy<Value = Vec<Extension<Octets>>> {
    list(extension())
}

pub(crate) fn required_capabilities() -> impl Strategy<Value = RequiredCapabilities> {
    (types(), types(), types()).prop_map(|(extension_types, proposal_types, credential_types)| RequiredCapabilities {
        extension_types,
        proposal_types,
        credential_types,
    })
}

pub(crate) fn external_senders() -> impl Strategy<Value = Vec<ExternalSender<Octets>>> {
    let sender = (signature_public_key(), credential());
    list(sender.prop_map(|(signature_key, credential)| ExternalSender { signature_key, credential }))
}

/// Present or not.
pub(crate) fn optional<T: Strategy>(value: T) -> impl Strategy<Value = Option<T::Value>>
where
    T::Value: Clone,
{
    prop_oneof![Just(None), value.prop_map(Some)]
}
