//! Real messages of every type, and those who receive them.

use pleach_spec::algebra::Crypto;
use pleach_spec::commit::create::{CreatedCommit, TreeDelivery, create_commit};
use pleach_spec::extension::content::{ExternalSender, encode_external_senders};
use pleach_spec::extension::{EXTERNAL_SENDERS, Extension};
use pleach_spec::framing::message::MlsMessage;
use pleach_spec::group::GroupState;
use pleach_spec::group::application::send_application_data;
use pleach_spec::group::create::create_group;
use pleach_spec::group::external_proposal::{ExternalTarget, external_proposal, new_member_proposal};
use pleach_spec::group::group_info::{create_group_info, external_pub};
use pleach_spec::group::propose::{propose, propose_update};
use pleach_spec::group::send::Protection;
use pleach_spec::key_package::validation::OwnKeyPackage;
use pleach_spec::proposal::Proposal;
use pleach_spec::tree::math::LeafIndex;
use pleach_spec::welcome::external::{CreatedExternalCommit, ExternalJoin, create_external_commit};
use pleach_spec::welcome::group_info::GroupInfo;
use pleach_spec::welcome::tree::Joiner;
use pleach_spec_concrete::Octets;

use crate::client::{
    SUITE, Source, add, commit_options, join, key_package, literal, message_options, new_leaf, policy, processed, psk,
    seed,
};

pub(crate) const PRIVATE: Protection = Protection::Private { padding: 20 };

impl Source for Octets {
    fn fresh(label: &str) -> Octets {
        Octets::hash(SUITE, &Octets::from(label.as_bytes()))
    }
}

/// A group of `a`, `b` and `c`, which has one external sender; `d` and `e` are about to join.
pub(crate) struct Corpus {
    pub(crate) a: GroupState<Octets>,
    pub(crate) b: GroupState<Octets>,
    pub(crate) c: GroupState<Octets>,
    pub(crate) d: OwnKeyPackage<Octets>,
    pub(crate) e: OwnKeyPackage<Octets>,
}

impl Corpus {
    pub(crate) fn new() -> Corpus {
        let sender = new_leaf("external sender");
        let senders = [ExternalSender { signature_key: sender.signature_key, credential: sender.credential }];
        let extensions =
            [Extension { extension_type: EXTERNAL_SENDERS, extension_data: encode_external_senders(&senders) }];
        let own = ["a", "b", "c"].map(key_package);
        let group_id = literal("group");
        let a = create_group(&group_id, &own[0], &extensions, &policy(), &seed("new")).unwrap();
        let adds = [add(&own[1].key_package), add(&own[2].key_package)];
        let options = commit_options(&adds, PRIVATE);
        let created = create_commit(&a, &policy(), &options, &seed("add b and c")).unwrap();
        let welcome = created.welcome.unwrap();
        Corpus {
            a: created.next,
            b: join(&own[1], &welcome, None),
            c: join(&own[2], &welcome, None),
            d: key_package("d"),
            e: key_package("e"),
        }
    }

    /// `a` adds `d` and `e`, and injects a PSK.
    pub(crate) fn commit(&self, protection: Protection, delivery: TreeDelivery) -> CreatedCommit<Octets> {
        let proposals = [add(&self.d.key_package), add(&self.e.key_package), psk("nonce")];
        let mut options = commit_options(&proposals, protection);
        options.ratchet_tree = delivery;
        options.group_info_extensions = vec![external_pub(&self.a)];
        create_commit(&self.a, &policy(), &options, &seed("Commit of a")).unwrap()
    }

    /// `a` proposes to add `d`.
    pub(crate) fn proposal(&self, protection: Protection) -> MlsMessage<Octets> {
        let (proposal, options) = (add(&self.d.key_package), message_options(protection));
        propose(&self.a, &policy(), proposal, &options, &seed("Add")).unwrap().1
    }

    /// `a` proposes an Update.
    pub(crate) fn update(&self, protection: Protection) -> (GroupState<Octets>, MlsMessage<Octets>) {
        let options = message_options(protection);
        propose_update(&self.a, &new_leaf("a"), &options, &seed("Update")).unwrap()
    }

    /// `a` sends application data.
    pub(crate) fn application(&self) -> (GroupState<Octets>, MlsMessage<Octets>) {
        let (data, options) = (literal("application data"), message_options(PRIVATE));
        send_application_data(&self.a, &data, &options, &seed("application")).unwrap()
    }

    fn target(&self) -> ExternalTarget<'_, Octets> {
        ExternalTarget { group_context: &self.a.group_context, authenticated_data: literal("from outside") }
    }

    /// The external sender proposes to remove `c`.
    pub(crate) fn external_proposal(&self) -> MlsMessage<Octets> {
        let removed = LeafIndex(2);
        let private_key = new_leaf("external sender").signature_private_key;
        let proposal = Proposal::Remove { removed };
        external_proposal(&self.target(), 0, proposal, &private_key, &seed("external")).unwrap()
    }

    /// `d` proposes to add itself.
    pub(crate) fn new_member_proposal(&self) -> MlsMessage<Octets> {
        new_member_proposal(&self.target(), &self.d, &seed("new member")).unwrap()
    }

    /// For external joiners.
    pub(crate) fn group_info(&self) -> GroupInfo<Octets> {
        let (extensions, delivery) = ([external_pub(&self.a)], TreeDelivery::Extension);
        create_group_info(&self.a, &extensions, delivery, &seed("GroupInfo")).unwrap()
    }

    /// `d` joins by an external Commit.
    pub(crate) fn external_commit(
        &self,
        group_info: &GroupInfo<Octets>,
    ) -> Result<CreatedExternalCommit<Octets>, pleach_spec::error::Error> {
        let leaf = new_leaf("d");
        let joiner = Joiner {
            capabilities: &leaf.capabilities.clone(),
            ratchet_tree: None,
            current_groups: &[],
            policy: &policy(),
        };
        let external = ExternalJoin {
            new_leaf: leaf,
            removed: None,
            psks: vec![psk("nonce")],
            authenticated_data: literal("hello"),
        };
        create_external_commit(group_info, &joiner, &external, &seed("join"))
    }

    /// Every message, under a name.
    pub(crate) fn messages(&self) -> Vec<(&'static str, MlsMessage<Octets>)> {
        let public = self.commit(Protection::Public, TreeDelivery::Extension);
        let private = self.commit(PRIVATE, TreeDelivery::Separate);
        let group_info = self.group_info();
        let external = self.external_commit(&group_info).unwrap().message;
        let key_package = self.d.key_package.clone();
        // They are what they are called: those whom they are for accept them.
        for message in [&public.message, &private.message, &external] {
            processed(&self.b, message);
        }
        let tree = &private.next.tree;
        join(&self.d, public.welcome.as_ref().unwrap(), None);
        join(&self.d, private.welcome.as_ref().unwrap(), Some(tree));
        vec![
            ("public proposal", self.proposal(Protection::Public)),
            ("public Update", self.update(Protection::Public).1),
            ("public Commit", public.message),
            ("proposal of an external sender", self.external_proposal()),
            ("proposal of a new member", self.new_member_proposal()),
            ("external Commit", external),
            ("application data", self.application().1),
            ("private proposal", self.proposal(PRIVATE)),
            ("private Commit", private.message),
            ("Welcome with the tree", public.welcome.unwrap()),
            ("Welcome without the tree", private.welcome.unwrap()),
            ("GroupInfo", MlsMessage::GroupInfo { group_info }),
            ("KeyPackage", MlsMessage::KeyPackage { key_package }),
        ]
    }
}
