//! The structures of ART, each with its encoding.

use pleach_vectors::Hex;
use pleach_vectors::art::{Context, Link, Member};

use crate::Refused;
use crate::codec::{Reader, opaque};

/// `art10`.
pub(crate) const VERSION: [u8; 2] = *b"AR";

/// What an ArtMessageEnvelope of a wire type holds.
pub(crate) fn unwrapped(wire_type: u16, envelope: &[u8]) -> Refused<&[u8]> {
    let mut reader = Reader(envelope);
    if reader.take(2)? != VERSION || reader.u16()? != wire_type {
        return Err("another version or wire type");
    }
    Ok(reader.0)
}

pub(crate) fn wrapped(wire_type: u16, content: &[u8]) -> Vec<u8> {
    [&VERSION, &wire_type.to_be_bytes(), content].concat()
}

pub(crate) fn member(member: &Member) -> Vec<u8> {
    [opaque(&member.identity), opaque(&member.identity_key), opaque(&member.signature_key)].concat()
}

fn read_member(reader: &mut Reader<'_>) -> Refused<Member> {
    let mut field = || Ok(Hex(reader.opaque()?.to_vec()));
    Ok(Member { identity: field()?, identity_key: field()?, signature_key: field()? })
}

fn link(link: Option<&Link>) -> Vec<u8> {
    match link {
        None => vec![0],
        Some(link) => {
            [vec![1], opaque(&link.group_id), link.stage.to_be_bytes().to_vec(), opaque(&link.stage_authenticator)]
                .concat()
        }
    }
}

fn read_link(reader: &mut Reader<'_>) -> Refused<Option<Link>> {
    match reader.u8()? {
        0 => Ok(None),
        1 => {
            let group_id = Hex(reader.opaque()?.to_vec());
            let stage = reader.u64()?;
            Ok(Some(Link { group_id, stage, stage_authenticator: Hex(reader.opaque()?.to_vec()) }))
        }
        _ => Err("presence"),
    }
}

fn keys<'a>(keys: impl IntoIterator<Item = &'a Hex>) -> Vec<u8> {
    opaque(&keys.into_iter().map(|key| opaque(key)).collect::<Vec<_>>().concat())
}

fn read_key(reader: &mut Reader<'_>) -> Refused<Hex> {
    Ok(Hex(reader.opaque()?.to_vec()))
}

/// ArtContext.
pub(crate) fn context(context: &Context<'_>) -> Refused<Vec<u8>> {
    if !(1..=2).contains(&context.mode) {
        return Err("mode");
    }
    let members: Vec<Vec<u8>> = context.members.iter().map(member).collect();
    Ok([
        VERSION.to_vec(),
        context.cipher_suite.to_be_bytes().to_vec(),
        opaque(context.group_id),
        vec![context.mode],
        link(context.link),
        context.stage.to_be_bytes().to_vec(),
        opaque(&members.concat()),
        keys(context.tree),
    ]
    .concat())
}

/// ArtPrekey.
pub(crate) struct Prekey<'a> {
    pub(crate) cipher_suite: u16,
    pub(crate) owner: Member,
    pub(crate) ephemeral_key: Vec<u8>,
    pub(crate) signature: Vec<u8>,
    /// All but the signature.
    pub(crate) unsigned: &'a [u8],
}

pub(crate) fn read_prekey(envelope: &[u8]) -> Refused<Prekey<'_>> {
    let whole = unwrapped(1, envelope)?;
    let reader = &mut Reader(whole);
    let (cipher_suite, owner, ephemeral_key) = (reader.u16()?, read_member(reader)?, reader.opaque()?.to_vec());
    let unsigned = &whole[..whole.len() - reader.0.len()];
    let signature = reader.opaque()?.to_vec();
    reader.end()?;
    Ok(Prekey { cipher_suite, owner, ephemeral_key, signature, unsigned })
}

/// ArtSetup, without its signature.
#[derive(Clone)]
pub(crate) struct Setup {
    pub(crate) cipher_suite: u16,
    pub(crate) group_id: Vec<u8>,
    pub(crate) mode: u8,
    pub(crate) link: Option<Link>,
    pub(crate) creator: Member,
    pub(crate) invitees: Vec<(Member, Hex)>,
    pub(crate) setup_key: Vec<u8>,
    pub(crate) tree: Vec<Hex>,
}

impl Setup {
    pub(crate) fn unsigned(&self) -> Vec<u8> {
        let invitee = |(invitee, ephemeral_key): &(Member, Hex)| [member(invitee), opaque(ephemeral_key)].concat();
        [
            self.cipher_suite.to_be_bytes().to_vec(),
            opaque(&self.group_id),
            vec![self.mode],
            link(self.link.as_ref()),
            member(&self.creator),
            opaque(&self.invitees.iter().map(invitee).collect::<Vec<_>>().concat()),
            opaque(&self.setup_key),
            keys(&self.tree),
        ]
        .concat()
    }

    pub(crate) fn members(&self) -> Vec<Member> {
        let others = self.invitees.iter().map(|(member, _)| member.clone());
        [self.creator.clone()].into_iter().chain(others).collect()
    }
}

/// A setup and its signature.
pub(crate) fn read_setup(envelope: &[u8]) -> Refused<(Setup, Vec<u8>)> {
    let reader = &mut Reader(unwrapped(2, envelope)?);
    let setup = Setup {
        cipher_suite: reader.u16()?,
        group_id: reader.opaque()?.to_vec(),
        mode: reader.u8()?,
        link: read_link(reader)?,
        creator: read_member(reader)?,
        invitees: reader.vector(|reader| Ok((read_member(reader)?, read_key(reader)?)))?,
        setup_key: reader.opaque()?.to_vec(),
        tree: reader.vector(read_key)?,
    };
    let signature = reader.opaque()?.to_vec();
    reader.end()?;
    if (1..=2).contains(&setup.mode) { Ok((setup, signature)) } else { Err("mode") }
}

/// ArtUpdate.
pub(crate) struct Update {
    pub(crate) group_id: Vec<u8>,
    pub(crate) stage: u64,
    pub(crate) sender: u32,
    pub(crate) path: Vec<Hex>,
    pub(crate) mac: Vec<u8>,
}

impl Update {
    pub(crate) fn without_mac(&self) -> Vec<u8> {
        let (stage, sender) = (self.stage.to_be_bytes().to_vec(), self.sender.to_be_bytes().to_vec());
        [opaque(&self.group_id), stage, sender, keys(&self.path)].concat()
    }
}

pub(crate) fn read_update(envelope: &[u8]) -> Refused<Update> {
    let reader = &mut Reader(unwrapped(3, envelope)?);
    let update = Update {
        group_id: reader.opaque()?.to_vec(),
        stage: reader.u64()?,
        sender: reader.u32()?,
        path: reader.vector(read_key)?,
        mac: reader.opaque()?.to_vec(),
    };
    reader.end()?;
    Ok(update)
}

/// ArtMessage.
pub(crate) struct Message {
    pub(crate) group_id: Vec<u8>,
    pub(crate) stage: u64,
    pub(crate) authenticated_data: Vec<u8>,
    pub(crate) encrypted_sender_data: Vec<u8>,
    pub(crate) ciphertext: Vec<u8>,
}

pub(crate) fn read_message(envelope: &[u8]) -> Refused<Message> {
    let reader = &mut Reader(unwrapped(4, envelope)?);
    let message = Message {
        group_id: reader.opaque()?.to_vec(),
        stage: reader.u64()?,
        authenticated_data: reader.opaque()?.to_vec(),
        encrypted_sender_data: reader.opaque()?.to_vec(),
        ciphertext: reader.opaque()?.to_vec(),
    };
    reader.end()?;
    Ok(message)
}
