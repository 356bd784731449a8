//! The life of a group of ART, over any algebra.

use pleach_spec::art::context::ArtMode;
use pleach_spec::art::envelope::{ArtMessageEnvelope, decode_art_envelope, encode_art_envelope};
use pleach_spec::art::group::ArtGroup;
use pleach_spec::codec::decode_exact;

use crate::client::{SUITE, Source};
use crate::life::shape;
use crate::world::{ArtClient, assert_art_agreement, clients, hear, say, update};

/// All that is sent, in this order.
pub(crate) type Sent<B> = Vec<ArtMessageEnvelope<B>>;

/// Each member says something that the others hear.
fn talk<B: Source>(groups: &mut [ArtGroup<B>], sent: &mut Sent<B>) {
    for sender in 0..groups.len() {
        let data = B::fresh("application data");
        let message = say(&mut groups[sender], &data, &format!("message of {sender}"));
        for receiver in (0..groups.len()).filter(|receiver| *receiver != sender) {
            assert_eq!(hear(&mut groups[receiver], &message).unwrap().application_data, data);
        }
        sent.push(ArtMessageEnvelope::Message { message });
    }
}

/// Two members update, and all talk before and after.
fn live<B: Source>(groups: &mut [ArtGroup<B>], sent: &mut Sent<B>) {
    assert_art_agreement(groups);
    talk(groups, sent);
    for sender in [groups.len() - 1, 0] {
        let created = update(groups, sender, &format!("update of {sender}"));
        sent.push(ArtMessageEnvelope::Update { update: created.update });
        assert_art_agreement(groups);
    }
    talk(groups, sent);
}

/// A group of five, and then one that follows it: another creator, one member less, and a new one.
pub(crate) fn scenario<B: Source>() -> Sent<B> {
    let mut sent = Vec::new();
    let mut members: Vec<ArtClient<B>> = clients(SUITE, 5);
    let prekeys: Vec<_> = members[1..].iter_mut().map(ArtClient::prekey).collect();
    sent.extend(prekeys.iter().map(|prekey| ArtMessageEnvelope::Prekey { prekey: prekey.clone() }));
    let created = members[0].create("first group", ArtMode::Unsigned, &prekeys, None);
    let mut groups = vec![created.group];
    groups.extend(members[1..].iter_mut().map(|member| member.join(&created.setup, None)));
    sent.push(ArtMessageEnvelope::Setup { setup: created.setup });
    live(&mut groups, &mut sent);

    members.swap(0, 3);
    groups.swap(0, 3);
    members[4] = ArtClient::new(SUITE, "newcomer");
    let prekeys: Vec<_> = members[1..].iter_mut().map(ArtClient::prekey).collect();
    let created = members[0].create("second group", ArtMode::Signed, &prekeys, Some(&groups[0]));
    let mut next = vec![created.group];
    for (index, member) in members[1..].iter_mut().enumerate() {
        let old = (index != 3).then(|| &groups[index + 1]);
        next.push(member.join(&created.setup, old));
    }
    sent.push(ArtMessageEnvelope::Setup { setup: created.setup });
    live(&mut next, &mut sent);
    sent
}

/// Decoded from the encoding, so that both decoders took the same decisions; with its length.
pub(crate) fn decoded_shapes<B: Source>(sent: &Sent<B>) -> Vec<(usize, String)> {
    sent.iter()
        .map(|envelope| {
            let encoded = encode_art_envelope(envelope);
            let decoded = decode_exact(&encoded, decode_art_envelope).unwrap();
            (encoded.length(), shape(&format!("{decoded:?}")))
        })
        .collect()
}
