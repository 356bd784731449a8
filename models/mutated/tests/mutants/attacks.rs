//! What falls without a defence, by hand and to its end, where one refusal less does not yet show it.

mod art;
mod art_secrets;
mod epochs;
mod joiners;

use crate::evidence::twice;

/// Runs an attack, and says whether the property fell. Nothing of it has to work in the specification.
type Attack = fn() -> bool;

const ATTACKS: [(&str, Attack); 17] = [
    ("no-confirmation-tag", epochs::a_joiner_is_in_another_epoch_than_the_members),
    ("no-group-context-in-signature", epochs::what_was_said_in_one_half_is_said_in_the_other),
    ("no-path-on-remove", epochs::a_removed_member_has_the_next_epoch),
    ("no-tree-hash", joiners::a_joiner_misses_a_member),
    ("no-tree-hash-on-join", joiners::a_joiner_misses_a_member),
    ("no-group-context-in-key-schedule", joiners::an_invited_client_has_the_key_and_another_tree),
    ("no-group-info-signature", joiners::the_network_has_the_epoch_of_its_invitation),
    ("no-welcome-confirmation-tag", joiners::the_network_has_the_epoch_that_it_put_into_a_welcome),
    ("no-group-id-in-leaf", joiners::a_key_of_another_group_reads_the_path_that_removes_the_inviter),
    ("art-no-setup-signature", art::the_network_has_the_first_stage),
    ("art-no-stage-chain", art_secrets::a_leaf_key_gives_the_next_stage),
    ("art-no-identities", art::two_members_have_one_key_and_other_identities),
    ("art-no-tree", art::two_members_have_one_key_and_other_trees),
    ("art-no-path-key-check", art::two_members_have_two_keys_of_one_context),
    ("art-prekey-reused", art_secrets::a_prekey_gives_the_first_stage),
    ("art-leaf-keys-kept", art_secrets::the_creator_does_not_heal),
    ("art-no-ratchet", art_secrets::a_ratchet_gives_a_message_that_was_read),
];

#[test]
fn a_property_falls_without_its_defence() {
    for (id, attack) in ATTACKS {
        assert_eq!(twice(id, attack), [false, true], "{id}");
    }
}

/// The adversary of the attacks on secrets has what it needs where nothing protects.
#[test]
fn a_member_of_art_that_leaks_gives_its_stage() {
    assert!(art_secrets::a_member_that_has_not_updated_gives_its_stage());
}
