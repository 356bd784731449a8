//! Messages, and the story of a client.

use pleach_vectors::art::message_protection::{
    Content, Draft, KeyAndNonce, MessageFields, Sender, SenderData, Stage, Subject,
};
use pleach_vectors::art::{Context, Received, passive_client, update};

use crate::art_messages::{message_key, open_content, open_sender_data, receive, send, sender_data_key};
use crate::art_state::Group;
use crate::structures::read_message;
use crate::suite::Suite;
use crate::{Independent, Refused};

impl Subject for Independent {
    fn message_key(suite: u16, message_secret: &[u8], sender: u32, generation: u32) -> Refused<KeyAndNonce> {
        message_key(Suite::of(suite)?, message_secret, sender, generation)
    }

    fn message_fields(message: &[u8]) -> Refused<MessageFields> {
        let message = read_message(message)?;
        Ok(MessageFields {
            group_id: message.group_id,
            stage: message.stage,
            authenticated_data: message.authenticated_data,
            ciphertext: message.ciphertext,
        })
    }

    fn sender_data_key(suite: u16, sender_data_secret: &[u8], ciphertext: &[u8]) -> Refused<KeyAndNonce> {
        sender_data_key(Suite::of(suite)?, sender_data_secret, ciphertext)
    }

    fn sender_data(suite: u16, sender_data_secret: &[u8], message: &[u8]) -> Refused<SenderData> {
        open_sender_data(Suite::of(suite)?, sender_data_secret, &read_message(message)?)
    }

    fn content(context: &Context<'_>, key: &KeyAndNonce, reuse_guard: &[u8], message: &[u8]) -> Refused<Content> {
        let suite = Suite::of(context.cipher_suite)?;
        open_content(suite, context.mode, key, reuse_guard, &read_message(message)?)
    }

    fn unprotect(stage: &Stage<'_>, receiver: u32, message: &[u8]) -> Refused<Received> {
        receive(&mut group(stage, receiver, &[])?, &read_message(message)?)
    }

    fn protect(stage: &Stage<'_>, sender: &Sender<'_>, draft: &Draft<'_>, seed: &[u8]) -> Refused<Vec<u8>> {
        let group = group(stage, sender.index, sender.signature_priv)?;
        send(&group, draft.authenticated_data, draft.application_data, draft.padding, seed)
    }
}

fn group(stage: &Stage<'_>, index: u32, signature_priv: &[u8]) -> Refused<Group> {
    let group = <Independent as update::Subject>::member(stage.context, stage.stage_key, index, &[])?;
    Ok(Group { signature_priv: signature_priv.to_vec(), ..group })
}

impl passive_client::Subject for Independent {
    fn receive_update(group: &mut Group, update: &[u8]) -> Refused<()> {
        *group = <Independent as update::Subject>::process_update(group, update)?;
        Ok(())
    }

    fn receive_message(group: &mut Group, message: &[u8]) -> Refused<Received> {
        receive(group, &read_message(message)?)
    }
}
