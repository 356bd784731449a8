//! Messages that are almost right: every prefix, and random changes. None makes an operation panic, and none from
//! outside the group is accepted. `PLEACH_MUTATIONS` says how many changes there are of each.

use pleach_spec::art::context::ArtMode;
use pleach_spec::art::envelope::{ArtMessageEnvelope, decode_art_envelope, encode_art_envelope};
use pleach_spec::art::labels::sign_with_art_label;
use pleach_spec::art::message::open::open_art_message;
use pleach_spec::art::prekey::{check_prekey, encode_art_prekey_tbs};
use pleach_spec::art::setup::encode_art_setup_tbs;
use pleach_spec::art::setup::process::join_art_group;
use pleach_spec::art::update::create::create_update;
use pleach_spec::art::update::process::process_update;
use pleach_spec::art::update::update_mac;
use pleach_spec::codec::decode_exact;
use pleach_spec::error::{Error, Misuse as Misused, Place};
use pleach_spec_concrete::Octets;

use crate::client::{SUITE, literal, seed};
use crate::tally::Class::{Accepted, Crypto, Decode, Invalid, Unsupported};
use crate::tally::{tally, tally_signed};
use crate::world::{ArtClient, WINDOW, clients, say, set_up};

type Envelope = ArtMessageEnvelope<Octets>;

const WRONG: Error = Error::Misuse(Misused::WrongMessage);

fn received(input: &Octets) -> Result<Envelope, Error> {
    Ok(decode_exact(input, decode_art_envelope)?)
}

/// Nothing is accepted.
fn never(_: &Octets) -> bool {
    false
}

#[test]
fn prekeys() {
    let mut owner = ArtClient::<Octets>::new(SUITE, "owner");
    let prekey = encode_art_envelope(&Envelope::Prekey { prekey: owner.prekey() });
    let check = |input: &Octets| match received(input)? {
        Envelope::Prekey { prekey } => check_prekey(SUITE, &prekey, Place::Message),
        _ => Err(WRONG),
    };
    tally("ART prekey", &prekey, &check, &never).assert(&[Decode, Invalid, Crypto]);
    let own = &owner.own.signature_private_key;
    let check_signed = |input: &Octets| match received(input)? {
        Envelope::Prekey { mut prekey } => {
            let tbs = encode_art_prekey_tbs(&prekey);
            prekey.signature = sign_with_art_label(SUITE, own, b"ArtPrekeyTBS", &tbs, &seed("sign"))?;
            check_prekey(SUITE, &prekey, Place::Message)
        }
        _ => Err(WRONG),
    };
    tally_signed("signed ART prekey", &prekey, &check_signed).assert(&[Accepted, Decode, Invalid, Crypto]);
}

#[test]
fn setups() {
    let mut clients = clients::<Octets>(SUITE, 3);
    let prekeys: Vec<_> = clients[1..].iter_mut().map(ArtClient::prekey).collect();
    let setup = clients[0].create("group", ArtMode::Signed, &prekeys, None).setup;
    let setup = encode_art_envelope(&Envelope::Setup { setup });
    let (own, unused) = (&clients[2].own, &clients[2].prekeys);
    let join = |input: &Octets| match received(input)? {
        Envelope::Setup { setup } => join_art_group(own, unused, &setup, None),
        _ => Err(WRONG),
    };
    tally("ART setup", &setup, &join, &never).assert(&[Decode, Invalid, Crypto, Unsupported]);
    let creator = &clients[0].own.signature_private_key;
    let join_signed = |input: &Octets| match received(input)? {
        Envelope::Setup { mut setup } => {
            let tbs = encode_art_setup_tbs(&setup);
            setup.signature = sign_with_art_label(SUITE, creator, b"ArtSetupTBS", &tbs, &seed("sign"))?;
            join_art_group(own, unused, &setup, None)
        }
        _ => Err(WRONG),
    };
    tally_signed("signed ART setup", &setup, &join_signed).assert(&[Accepted, Decode, Invalid, Crypto, Unsupported]);
}

#[test]
fn updates() {
    let (_, groups) = set_up::<Octets>(&mut clients(SUITE, 5), ArtMode::Signed);
    let update = create_update(&groups[0], &seed("update")).unwrap().update;
    let update = encode_art_envelope(&Envelope::Update { update });
    let process = |input: &Octets| match received(input)? {
        Envelope::Update { update } => process_update(&groups[2], &update),
        _ => Err(WRONG),
    };
    tally("ART update", &update, &process, &never).assert(&[Decode, Invalid, Crypto]);
    // By a member: what it sends for nodes that the receiver does not see is accepted.
    let process_authenticated = |input: &Octets| match received(input)? {
        Envelope::Update { mut update } => {
            update.mac = update_mac(SUITE, &groups[0].stage.update_mac_key, &update);
            process_update(&groups[2], &update)
        }
        _ => Err(WRONG),
    };
    tally_signed("authenticated ART update", &update, &process_authenticated).assert(&[Accepted, Decode, Invalid]);
}

#[test]
fn messages() {
    for (name, mode) in [("ART message", ArtMode::Unsigned), ("signed ART message", ArtMode::Signed)] {
        let (_, mut groups) = set_up::<Octets>(&mut clients(SUITE, 3), mode);
        let message = say(&mut groups[0], &literal("what is said"), "message");
        let message = encode_art_envelope(&Envelope::Message { message });
        let open = |input: &Octets| match received(input)? {
            Envelope::Message { message } => open_art_message(&groups[2], &WINDOW, &message),
            _ => Err(WRONG),
        };
        tally(name, &message, &open, &never).assert(&[Decode, Invalid, Crypto]);
    }
}

/// A message of one kind is not read as one of another, nor as one of MLS.
#[test]
fn each_kind_is_told_from_the_others() {
    use pleach_spec::error::DecodeError;
    use pleach_spec::framing::message::decode_mls_message;
    let (setup, mut groups) = set_up::<Octets>(&mut clients(SUITE, 2), ArtMode::Signed);
    let update = create_update(&groups[0], &seed("update")).unwrap().update;
    let message = say(&mut groups[0], &literal("hello"), "message");
    let prekey = ArtClient::new(SUITE, "owner").prekey();
    let envelopes = [
        Envelope::Prekey { prekey },
        Envelope::Setup { setup },
        Envelope::Update { update },
        Envelope::Message { message },
    ];
    for (index, envelope) in envelopes.iter().enumerate() {
        let encoded = encode_art_envelope(envelope);
        assert_eq!(encoded.as_slice()[..4], [0x41, 0x52, 0, index as u8 + 1]);
        assert_eq!(received(&encoded).as_ref(), Ok(envelope));
        assert_eq!(decode_exact(&encoded, decode_mls_message), Err(DecodeError::ProtocolVersion));
    }
}
