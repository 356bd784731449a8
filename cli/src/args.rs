//! The command line.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, Parser, Subcommand};

use crate::decode::grammar::ROOTS;
use crate::decode::input::Format;

/// A reference for MLS (RFC 9420): looks into messages.
///
/// Exit codes: 0 all is well; 1 a check failed; 2 the command or its input is unusable.
#[derive(Debug, Parser)]
#[command(
    name = "pleach",
    version,
    arg_required_else_help = true,
    max_term_width = 100
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show what is inside an MLS message, field by field
    #[command(long_about = DECODE, after_long_help = DECODE_EXAMPLES)]
    Decode(DecodeArgs),
}

/// The arguments of `pleach decode`.
#[derive(Debug, Args)]
pub struct DecodeArgs {
    /// The file to read; standard input if it is `-` or missing
    pub file: Option<PathBuf>,

    /// Print JSON
    #[arg(long)]
    pub json: bool,

    /// Print all bytes of long values (JSON always has them)
    #[arg(long)]
    pub full: bool,

    /// The type of the input, by its name in the RFC [default: detected]
    #[arg(
        long = "type",
        value_name = "TYPE",
        value_parser = type_names(),
        ignore_case = true,
        hide_possible_values = true
    )]
    pub type_name: Option<String>,

    /// How the input is written down [default: detected]
    #[arg(long, value_name = "FORMAT", ignore_case = true)]
    pub format: Option<Format>,
}

fn type_names() -> PossibleValuesParser {
    ROOTS
        .iter()
        .map(|root| PossibleValue::new(root.name))
        .collect::<Vec<_>>()
        .into()
}

const DECODE: &str = "\
Show what is inside an MLS message, field by field

Prints a tree: each line has the offset and the length of an encoding in bytes (the length of a vector or \
the presence octet of an optional included), the name that RFC 9420 gives the field, and its value. The \
known extensions are decoded where they have a meaning; a value that the RFC reserves for GREASE is marked. \
If the input does not decode, nothing is printed but an error with the offset and the field.

The format is detected: binary if there is a byte that is neither printable ASCII nor whitespace; else hex if \
there are only hex digits; else base64, with the standard or the URL-safe alphabet, padded or not. Whitespace \
in hex and base64 is skipped.

The type is detected: the first of MLSMessage, KeyPackage, GroupInfo and ratchet_tree that fits the whole \
input. Any other has to be named with --type: Welcome, PublicMessage, PrivateMessage, Commit, Proposal, \
ProposalOrRef, Add, Update, Remove, PreSharedKey, ReInit, ExternalInit, GroupContextExtensions, GroupContext, \
GroupSecrets, LeafNode, ParentNode, UpdatePath, Credential, Capabilities, Extension, RequiredCapabilities, \
ExternalPub, external_senders, HPKECiphertext, PreSharedKeyID, SenderData, AuthenticatedContent, \
FramedContentTBS, LeafNodeTBS, KeyPackageTBS, GroupInfoTBS, PrivateContentAAD, SenderDataAAD, TreeHashInput, \
ParentHashInput, ConfirmedTranscriptHashInput, PSKLabel.";

const DECODE_EXAMPLES: &str = "\
Examples:
  pleach decode welcome.bin
  pleach decode --type Commit commit.hex
  jq -r '.[0].mls_key_package' messages.json | pleach decode
  pleach decode --json group_info.bin | jq '.. | select(.field? == \"epoch\") | .value'

Exit codes:
  0  the input was decoded
  2  the input cannot be read, or is not an encoding of the type";
