//! Groups of up to 1,000 members. Every member goes through the same history by itself, which a few of them made.
//!
//! `PLEACH_SEED` says from which seed, `PLEACH_CASES` how many groups of a random size there are.

use std::{env, thread};

use pleach_spec::art::context::ArtMode;
use pleach_spec::art::group::ArtGroup;
use pleach_spec::art::message::ArtMessage;
use pleach_spec::art::setup::ArtSetup;
use pleach_spec::art::setup::process::join_art_group;
use pleach_spec::art::update::ArtUpdate;
use pleach_spec::art::update::create::create_update;
use pleach_spec::art::update::process::process_update;
use pleach_spec_concrete::Octets;

use crate::client::{literal, seed};
use crate::histories::suite;
use crate::keys::tree_key;
use crate::mutation::Random;
use crate::world::{ArtClient, clients, hear, say, transported_setup};

/// How many groups of a random size there are unless `PLEACH_CASES` says otherwise.
const CASES: usize = 1;
/// How many threads the members share.
const THREADS: usize = 2;

/// What is sent in a group, and what it comes to.
struct History {
    setup: ArtSetup<Octets>,
    updates: Vec<ArtUpdate<Octets>>,
    message: ArtMessage<Octets>,
    /// Of a member that made it.
    end: ArtGroup<Octets>,
}

fn join(client: &ArtClient<Octets>, setup: &ArtSetup<Octets>) -> ArtGroup<Octets> {
    join_art_group(&client.own, &client.prekeys, setup, None).unwrap().group
}

impl History {
    /// The creator, the last member and another one update, in this order; then the creator says something.
    fn new(random: &mut Random, clients: &mut [ArtClient<Octets>]) -> (History, [usize; 3]) {
        let prekeys: Vec<_> = clients[1..].iter_mut().map(ArtClient::prekey).collect();
        let created = clients[0].create("group", ArtMode::Signed, &prekeys, None);
        let setup = transported_setup(&created.setup);
        let last = clients.len() - 1;
        let senders = [0, last, 1 + random.below(last - 1)];
        let mut active = [created.group, join(&clients[senders[1]], &setup), join(&clients[senders[2]], &setup)];
        let mut updates = Vec::new();
        for sender in 0..3 {
            let created = create_update(&active[sender], &seed(&format!("update {sender}"))).unwrap();
            for (index, group) in active.iter_mut().enumerate() {
                *group = match index == sender {
                    true => created.next.clone(),
                    false => process_update(group, &created.update).unwrap(),
                };
            }
            updates.push(created.update);
        }
        let message = say(&mut active[0], &literal("to all"), "message");
        let [end, others @ ..] = active;
        let history = History { setup, updates, message, end };
        others.iter().for_each(|group| history.assert_end(group));
        (history, senders)
    }

    fn assert_end(&self, group: &ArtGroup<Octets>) {
        let member = group.own_index.0;
        assert_eq!(tree_key(group), tree_key(&self.end), "member {member}");
        assert_eq!(group.stage.chain_key, self.end.stage.chain_key, "member {member}");
        assert_eq!(group.stage.context, self.end.stage.context, "member {member}");
        let data = hear(&mut group.clone(), &self.message).unwrap();
        assert_eq!((data.sender.0, data.application_data), (0, literal("to all")), "member {member}");
    }

    /// From the setup to the message.
    fn assert_followed_by(&self, client: &ArtClient<Octets>) {
        let mut group = join(client, &self.setup);
        for update in &self.updates {
            group = process_update(&group, update).unwrap();
        }
        self.assert_end(&group);
    }
}

fn large_group(random: &mut Random, members: usize) {
    let mut clients = clients::<Octets>(suite(members), members);
    let (history, senders) = History::new(random, &mut clients);
    let others: Vec<_> = (0..members).filter(|index| !senders.contains(index)).map(|index| &clients[index]).collect();
    assert_eq!(others.len(), members - 3);
    thread::scope(|scope| {
        for part in others.chunks(members.div_ceil(THREADS)) {
            scope.spawn(|| part.iter().for_each(|client| history.assert_followed_by(client)));
        }
    });
}

#[test]
fn all_1000_members_of_a_group_agree() {
    large_group(&mut Random::new("1000 members"), 1000);
}

#[test]
fn all_members_agree_in_groups_of_up_to_1000() {
    let mut random = Random::new("large groups");
    let cases = env::var("PLEACH_CASES").map_or(CASES, |cases| cases.parse().unwrap());
    for _ in 0..cases {
        let members = 65 + random.below(936);
        println!("{members} members");
        large_group(&mut random, members);
    }
}
