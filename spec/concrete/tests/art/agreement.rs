//! All members agree.

use pleach_spec::art::context::ArtMode;
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec_concrete::Octets;

use crate::client::literal;
use crate::world::{assert_art_agreement, clients, hear, say, set_up, update};

#[test]
fn members_agree_in_every_suite() {
    for suite in CipherSuite::ALL {
        for mode in [ArtMode::Unsigned, ArtMode::Signed] {
            let (_, mut groups) = set_up::<Octets>(&mut clients(suite, 5), mode);
            assert_art_agreement(&groups);
            update(&mut groups, 4, "update of 4");
            assert_art_agreement(&groups);
            update(&mut groups, 1, "update of 1");
            assert_art_agreement(&groups);
            let message = say(&mut groups[2], &literal("hello"), "message of 2");
            for receiver in [0, 1, 3, 4] {
                let data = hear(&mut groups[receiver], &message).unwrap();
                assert_eq!((data.sender.0, data.application_data), (2, literal("hello")));
            }
        }
    }
}
