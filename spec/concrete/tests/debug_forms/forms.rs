//! The forms: as they are, and what does not occur in them.

use std::collections::BTreeSet;
use std::fmt::{Debug, Write};

use pleach_spec::secret as s;
use pleach_spec_concrete::Octets;

use crate::client::Source;
use crate::holders::{public_holders, secret_types};
use crate::values::values;

macro_rules! forms_of_secrets {
    ($($name:ident)*) => {
        vec![$((stringify!($name), form(&s::$name { bytes: Octets::fresh("secret") }))),*]
    };
}

fn form(value: &impl Debug) -> [String; 2] {
    [format!("{value:?}"), format!("{value:#?}")]
}

#[test]
fn secrets_show_their_name() {
    let forms = forms_of_secrets! {
        Seed HpkePrivateKey SignaturePrivateKey InitSecret CommitSecret JoinerSecret MemberSecret
        WelcomeSecret EpochSecret SenderDataSecret EncryptionSecret ExporterSecret ExternalSecret
        ConfirmationKey MembershipKey ResumptionPsk EpochAuthenticator Psk PskSecret PathSecret
        TreeNodeSecret RatchetSecret AeadKey AeadNonce ExportedSecret
        ArtIdentityPrivateKey ArtPrekeyPrivateKey ArtSetupPrivateKey ArtDhOutput ArtExchangedSecret
        ArtNodePrivateKey ArtTreeKey ArtStageKey ArtChainKey ArtUpdateMacKey ArtMessageSecret
        ArtStageAuthenticator
    };
    for (name, form) in &forms {
        let expected = format!("{name}(..)");
        assert_eq!(*form, [expected.clone(), expected]);
    }
    let names: BTreeSet<String> = forms.iter().map(|form| form.0.to_owned()).collect();
    assert_eq!(names, secret_types());
}

/// With the length in place of all that is longer than a few bytes.
fn shortened(form: &str) -> String {
    let mut short = String::new();
    let mut rest = form;
    while let Some((before, value)) = rest.split_once("Octets(") {
        short.push_str(before);
        short.push_str("Octets(");
        let (hex, after) = value.split_once(')').unwrap();
        match hex.trim().trim_end_matches(',').len() / 2 {
            0..12 => short.push_str(hex),
            length => write!(short, "{length} bytes").unwrap(),
        }
        short.push(')');
        rest = after;
    }
    // Where a function lies in memory.
    let mut lines = String::new();
    for line in (short + rest).lines() {
        match line.split_once(": 0x") {
            Some((field, _)) => writeln!(lines, "{field}: fn,").unwrap(),
            None => writeln!(lines, "{line}").unwrap(),
        }
    }
    lines
}

/// Types without secrets whose content says nothing here.
const PUBLIC: [&str; 12] = [
    "GroupContext",
    "KeyPackage",
    "LeafNode",
    "PublicMessage",
    "RatchetTree",
    "UpdatePath",
    "Welcome",
    "ArtContext",
    "ArtMember",
    "ArtPrekey",
    "ArtSetup",
    "ArtUpdate",
];

/// Without the fields of inner values that have a form of their own, or are [`PUBLIC`].
fn elided(form: &str, own: &BTreeSet<String>) -> String {
    let mut short = String::new();
    let mut end: Option<String> = None;
    for line in form.lines() {
        match &end {
            Some(closing) if line.starts_with(closing) => {
                end = None;
                continue;
            }
            Some(_) => continue,
            None => {}
        }
        let text = line.trim_start();
        let indentation = &line[..line.len() - text.len()];
        let name = text.strip_suffix(" {").and_then(|text| text.rsplit(' ').next());
        match name {
            Some(name) if !indentation.is_empty() && (own.contains(name) || PUBLIC.contains(&name)) => {
                end = Some(format!("{indentation}}}"));
                writeln!(short, "{line} .. }},").unwrap();
            }
            _ => writeln!(short, "{line}").unwrap(),
        }
    }
    short
}

#[test]
fn every_type_that_holds_secrets_has_its_form() {
    let (values, _) = values();
    let names: BTreeSet<String> = values.0.keys().map(|name| (*name).to_owned()).collect();
    assert_eq!(names, public_holders());
    for (name, [_, form]) in values.0 {
        insta::assert_snapshot!(name, elided(&shortened(&form), &names));
    }
}

#[test]
fn no_byte_of_a_secret_shows() {
    let (values, secrets) = values();
    assert!(secrets.0.len() > 100);
    for (hint, secret) in &secrets.0 {
        let decimal = format!("{:?}", secret.as_slice());
        let decimal = decimal.trim_matches(['[', ']']);
        let hex: String = secret.as_slice().iter().fold(String::new(), |mut hex, byte| {
            write!(hex, "{byte:02x}").unwrap();
            hex
        });
        for (name, [form, _]) in &values.0 {
            let form = form.to_lowercase();
            assert!(!form.contains(&hex), "{hint} in {name}");
            assert!(!form.contains(decimal), "{hint} in {name}");
        }
    }
}

/// The search finds what is there: a key that is not secret.
#[test]
fn what_is_public_shows() {
    let (values, _) = values();
    let public = crate::corpus::Corpus::new().d.key_package.init_key.bytes;
    let shown = format!("{public:?}").replace("Octets", "");
    let [form, _] = &values.0["OwnKeyPackage"];
    assert!(form.contains(shown.trim_matches(['(', ')'])));
}
