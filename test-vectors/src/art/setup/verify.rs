//! The verification steps of `art-setup/README.md`.

use core::slice;

use super::{Case, Exchange, Invitee, Options, Own, Prekey, PrekeyFields, Subject};
use crate::art::{Link, Member, expect_keys};
use crate::check::{altered, expect_bytes, expect_eq, expect_ok, expect_refusal};
use crate::seed::Seeds;
use crate::{Hex, Mismatch};

/// The state of each member but the creator.
type Joined<S> = Vec<(Member, <S as Subject>::Group)>;

impl Case {
    /// The steps of `art-setup/README.md`.
    ///
    /// # Errors
    /// The first step that does not hold.
    pub fn verify<S: Subject>(&self) -> Result<(), Mismatch> {
        self.verify_group::<S>("").map(|_| ())
    }

    fn verify_group<S: Subject>(&self, at: &str) -> Result<Joined<S>, Mismatch> {
        let old = match &self.old_group {
            Some(old_group) => old_group.verify_group::<S>(&format!("{at}old_group."))?,
            None => Vec::new(),
        };
        let setup_key = S::public_key(self.cipher_suite, &self.creator.setup_priv);
        let setup_key = expect_ok(format!("{at}creator.setup_priv"), setup_key)?;
        self.verify_creator::<S>(at)?;
        let mut ephemeral_keys = Vec::new();
        for (i, invitee) in self.invitees.iter().enumerate() {
            let at = format!("{at}invitees[{i}]");
            let (suite, own) = (self.cipher_suite, invitee.own(self.cipher_suite));
            invitee.member.verify_keys::<S>(suite, &format!("{at}.member"), own.identity_priv, own.signature_priv)?;
            ephemeral_keys.push(invitee.prekey.verify::<S>(&format!("{at}.prekey"), suite, &invitee.member)?);
        }
        self.verify_exchanges::<S>(at, &setup_key, &ephemeral_keys)?;
        self.verify_tree::<S>(at, &setup_key)?;
        self.verify_fields::<S>(at, &setup_key, &ephemeral_keys)?;
        self.verify_own::<S>(at, &old)?;
        self.verify_joins::<S>(at, &old)
    }

    fn verify_creator<S: Subject>(&self, at: &str) -> Result<(), Mismatch> {
        let (creator, at) = (&self.creator, format!("{at}creator.member"));
        creator.member.verify_keys::<S>(self.cipher_suite, &at, &creator.identity_priv, &creator.signature_priv)
    }

    fn verify_exchanges<S: Subject>(
        &self,
        at: &str,
        setup_key: &[u8],
        ephemeral_keys: &[Vec<u8>],
    ) -> Result<(), Mismatch> {
        let creator = &self.creator;
        for (i, (invitee, ephemeral_key)) in self.invitees.iter().zip(ephemeral_keys).enumerate() {
            let (suite, at) = (self.cipher_suite, format!("{at}invitees[{i}]"));
            let exchange = Exchange {
                cipher_suite: suite,
                creator: &creator.member,
                member: &invitee.member,
                setup_key,
                ephemeral_key,
            };
            let at_creator = S::exchange_as_creator(&exchange, &creator.identity_priv, &creator.setup_priv);
            expect_bytes(format!("{at}.exchanged_secret (creator)"), at_creator, &invitee.exchanged_secret)?;
            let at_member = S::exchange_as_member(&exchange, &invitee.identity_priv, &invitee.prekey.ephemeral_priv);
            expect_bytes(format!("{at}.exchanged_secret (member)"), at_member, &invitee.exchanged_secret)?;
            let leaf_priv = S::leaf_private_key(suite, &invitee.exchanged_secret);
            expect_bytes(format!("{at}.leaf_priv"), leaf_priv, &invitee.leaf_priv)?;
        }
        Ok(())
    }

    /// The tree is that of the leaf keys, and no member takes another one for it.
    fn verify_tree<S: Subject>(&self, at: &str, setup_key: &[u8]) -> Result<(), Mismatch> {
        let suite = self.cipher_suite;
        let invitees = self.invitees.iter().map(|invitee| &invitee.leaf_priv);
        let leaf_privs: Vec<Hex> = core::iter::once(&self.creator.leaf_priv).chain(invitees).cloned().collect();
        let keys = expect_ok(format!("{at}tree"), S::tree_keys(suite, &leaf_privs))?;
        expect_keys(&format!("{at}tree"), &keys.public_keys, &self.tree)?;
        expect_eq(format!("{at}tree_key"), keys.tree_key.as_slice(), &self.tree_key)?;
        for (leaf, leaf_priv) in (0..).zip(&leaf_privs) {
            let here = format!("{at}tree (path of leaf {leaf})");
            expect_ok(&here, S::check_path(suite, &self.tree, leaf, leaf_priv))?;
            for x in S::path(leaf, crate::art::count("tree", leaf_privs.len())?) {
                let mut other = self.tree.clone();
                if let Some(node) = other.get_mut(x as usize) {
                    *node = Hex(setup_key.to_vec());
                }
                expect_refusal(format!("{here} (another key at {x})"), S::check_path(suite, &other, leaf, leaf_priv))?;
            }
        }
        Ok(())
    }

    fn verify_fields<S: Subject>(
        &self,
        at: &str,
        setup_key: &[u8],
        ephemeral_keys: &[Vec<u8>],
    ) -> Result<(), Mismatch> {
        let at = format!("{at}setup");
        let got = expect_ok(&at, S::setup_fields(&self.setup))?;
        expect_eq(format!("{at} (cipher_suite)"), &u32::from(got.cipher_suite), &u32::from(self.cipher_suite))?;
        expect_eq(format!("{at} (group_id)"), got.group_id.as_slice(), &self.group_id)?;
        expect_eq(format!("{at} (mode)"), &u32::from(got.mode), &u32::from(self.mode))?;
        let words = |link: Option<&Link>| link.map_or("null".into(), |link| format!("{link:?}"));
        expect_eq(format!("{at} (link)"), &*words(got.link.as_ref()), &*words(self.link().as_ref()))?;
        self.creator.member.expect(&format!("{at} (creator)"), &got.creator)?;
        expect_eq(format!("{at} (number of invitees)"), &got.invitees.len(), &self.invitees.len())?;
        for (i, ((member, ephemeral_key), invitee)) in got.invitees.iter().zip(&self.invitees).enumerate() {
            invitee.member.expect(&format!("{at} (invitees[{i}])"), member)?;
            let wanted = ephemeral_keys.get(i).map_or([].as_slice(), Vec::as_slice);
            expect_eq(format!("{at} (invitees[{i}].ephemeral_key)"), ephemeral_key.as_slice(), wanted)?;
        }
        expect_eq(format!("{at} (setup_key)"), got.setup_key.as_slice(), setup_key)?;
        expect_keys(&format!("{at} (tree)"), &got.tree, &self.tree)
    }

    fn link(&self) -> Option<Link> {
        self.old_group.as_ref().map(|old| Link {
            group_id: old.group_id.clone(),
            stage: 0,
            stage_authenticator: old.stage_authenticator.clone(),
        })
    }

    /// All but the creator join.
    fn verify_joins<S: Subject>(&self, at: &str, old: &Joined<S>) -> Result<Joined<S>, Mismatch> {
        let mut joined = Vec::new();
        for (i, invitee) in self.invitees.iter().enumerate() {
            let at = format!("{at}invitees[{i}]");
            let mut client = expect_ok(format!("{at} (client)"), S::client(&invitee.own(self.cipher_suite)))?;
            let old_group = group_of::<S>(old, &invitee.member);
            let result = S::join(&mut client, &altered(&self.setup), old_group);
            expect_refusal(format!("{at} (joining by an altered signature)"), result)?;
            let group = expect_ok(format!("{at} (joining)"), S::join(&mut client, &self.setup, old_group))?;
            let authenticator = S::stage_authenticator(&group);
            expect_eq(format!("{at} (stage_authenticator)"), authenticator.as_slice(), &self.stage_authenticator)?;
            let again = S::join(&mut client, &self.setup, old_group);
            expect_refusal(format!("{at} (joining with a used prekey)"), again)?;
            // No group follows itself.
            let mut client = expect_ok(format!("{at} (client)"), S::client(&invitee.own(self.cipher_suite)))?;
            let result = S::join(&mut client, &self.setup, Some(&group));
            expect_refusal(format!("{at} (joining while another group is to be followed)"), result)?;
            joined.push((invitee.member.clone(), group));
        }
        Ok(joined)
    }

    /// A setup of the subject's own, with the same prekeys.
    fn verify_own<S: Subject>(&self, at: &str, old: &Joined<S>) -> Result<(), Mismatch> {
        let (at, creator) = (format!("{at}setup (own)"), &self.creator);
        let own = Own {
            cipher_suite: self.cipher_suite,
            member: &creator.member,
            identity_priv: &creator.identity_priv,
            signature_priv: &creator.signature_priv,
            prekeys: &[],
        };
        let client = expect_ok(format!("{at} (creator)"), S::client(&own))?;
        let prekeys: Vec<&[u8]> = self.invitees.iter().map(|invitee| &*invitee.prekey.prekey).collect();
        let old_group = group_of::<S>(old, &creator.member);
        let options = Options { group_id: &self.group_id, mode: self.mode, old_group, prekeys: &prekeys };
        let seed = Seeds::of(&[&self.group_id, &self.setup]).next();
        let (setup, group) = expect_ok(&at, S::create(&client, &options, &seed))?;
        let wanted = S::stage_authenticator(&group);
        for (i, invitee) in self.invitees.iter().enumerate() {
            let here = format!("{at} (joining as invitee {i})");
            let mut client = expect_ok(&here, S::client(&invitee.own(self.cipher_suite)))?;
            let group = S::join(&mut client, &setup, group_of::<S>(old, &invitee.member));
            expect_eq(&here, S::stage_authenticator(&expect_ok(&here, group)?).as_slice(), &wanted)?;
        }
        Ok(())
    }
}

impl Invitee {
    fn own(&self, suite: u16) -> Own<'_> {
        Own {
            cipher_suite: suite,
            member: &self.member,
            identity_priv: &self.identity_priv,
            signature_priv: &self.signature_priv,
            prekeys: slice::from_ref(&self.prekey),
        }
    }
}

impl Prekey {
    /// Whether it is what its owner says of it: the public key.
    pub(in crate::art) fn verify<S: Subject>(&self, at: &str, suite: u16, owner: &Member) -> Result<Vec<u8>, Mismatch> {
        let fields = expect_ok(format!("{at}.prekey"), S::prekey_fields(&self.prekey))?;
        let PrekeyFields { cipher_suite, owner: got, ephemeral_key } = fields;
        expect_eq(format!("{at}.prekey (cipher_suite)"), &u32::from(cipher_suite), &u32::from(suite))?;
        owner.expect(&format!("{at}.prekey (owner)"), &got)?;
        let public_key = expect_ok(format!("{at}.ephemeral_priv"), S::public_key(suite, &self.ephemeral_priv))?;
        expect_eq(format!("{at}.prekey (ephemeral_key)"), ephemeral_key.as_slice(), &public_key)?;
        expect_ok(format!("{at}.prekey (signature)"), S::verify_prekey(suite, &self.prekey))?;
        let result = S::verify_prekey(suite, &altered(&self.prekey));
        expect_refusal(format!("{at}.prekey (altered signature)"), result)?;
        Ok(ephemeral_key)
    }
}

/// The state of a member of the old group.
fn group_of<'a, S: Subject>(old: &'a Joined<S>, member: &Member) -> Option<&'a S::Group> {
    old.iter().find(|(other, _)| other == member).map(|(_, group)| group)
}
