//! The command line.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, Parser, Subcommand};
use pleach_generator::{Generator, Make, generator};
use pleach_vectors::Kind;

use crate::decode::grammar::ROOTS;
use crate::decode::input::Format;
use crate::models::command::{CheckArgs, RenderArgs, ResultsArgs};
use crate::models::explore::ExploreArgs;
use crate::models::merge::MergeArgs;
use crate::models::replay::ReplayArgs;
use crate::vectors::command::VerifyArgs;
use crate::vectors::generate::GenerateArgs;

/// A reference for MLS (RFC 9420): runs and generates test vectors, looks into messages, and checks models.
///
/// Exit codes: 0 all is well; 1 a check failed; 2 the command or its input is unusable.
#[derive(Debug, Parser)]
#[command(name = "pleach", version, arg_required_else_help = true, max_term_width = 100)]
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

    /// Run test vectors, or generate new ones
    #[command(subcommand, arg_required_else_help = true)]
    Vectors(Vectors),

    /// Explore the specification symbolically, and check the models
    #[command(subcommand, arg_required_else_help = true)]
    Models(Models),
}

/// The commands of `pleach vectors`.
#[derive(Debug, Subcommand)]
pub enum Vectors {
    /// Run test vectors against the specification, and report what came of them
    #[command(long_about = VERIFY, after_long_help = VERIFY_EXAMPLES)]
    Verify(VerifyArgs),

    /// Generate test vectors of every kind, from a seed
    #[command(long_about = GENERATE, after_long_help = generate_help())]
    Generate(GenerateArgs),
}

/// The commands of `pleach models`.
#[derive(Debug, Subcommand)]
pub enum Models {
    /// Hold the models and the explorer to what is expected of them, and report what came of it
    #[command(long_about = CHECK, after_long_help = CHECK_EXAMPLES)]
    Check(CheckArgs),

    /// Explore what an adversary can do to the specification
    #[command(long_about = EXPLORE, after_long_help = EXPLORE_EXAMPLES)]
    Explore(ExploreArgs),

    /// Add up the reports of all shards of an exploration
    #[command(long_about = MERGE, after_long_help = MERGE_EXAMPLES)]
    Merge(MergeArgs),

    /// Say what happens in given operations
    #[command(long_about = REPLAY, after_long_help = REPLAY_EXAMPLES)]
    Replay(ReplayArgs),

    /// Make RESULTS.md of the expected and the recorded verdicts
    #[command(long_about = RESULTS, after_long_help = RESULTS_EXAMPLES)]
    Results(ResultsArgs),

    /// Print what ProVerif is given for a variant of a model
    #[command(long_about = RENDER, after_long_help = RENDER_EXAMPLES)]
    Render(RenderArgs),
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
    ROOTS.iter().map(|root| PossibleValue::new(root.name)).collect::<Vec<_>>().into()
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

const VERIFY: &str = "\
Run test vectors against the specification, and report what came of them

The files are those of the working group, in its format; a file's kind is told by its name (treekem.json) or \
its folder (treekem/generated.json). With no path, the working group's set is run if it lies beside the \
checkout (../shared/mlswg-vectors); else the one of the registry's package openmls 0.5.0, which Cargo \
downloads. Either is a known set: a kind that is missing there, or has another number of cases, counts as a \
failure.

A generated set is held to the PROVENANCE.toml in its folder: a file that is missing or has another sha256 counts as \
a failure.

Every verification step of a kind is done, signing, encrypting and protecting included. Cases run on all \
processors.";

const VERIFY_EXAMPLES: &str = "\
Examples:
  pleach vectors verify
  pleach vectors verify ../shared/mlswg-vectors
  pleach vectors verify --suite 7 --kind treekem
  pleach vectors verify --json my-vectors/ | jq '.failures[]'
  pleach vectors verify --kind welcome new.json

Exit codes:
  0  every case passed
  1  a case failed, or a known set is not as it should be
  2  there is nothing to run, or a file cannot be read";

const GENERATE: &str = "\
Generate test vectors of every kind, from a seed

The cases are made by the specification, in the working group's formats and our own (test-vectors/README.md): \
DIR/KIND/generated.json for each kind, and DIR/PROVENANCE.toml, which has the seed, the command that makes the set \
again, and of each file the number of its cases and its sha256.

The same seed gives the same bytes on every machine. A case depends on the seed, its kind, its suite and its \
index alone: what --kind, --suite and --count choose is a part of the whole, case by case. Cases are made on \
all processors.";

/// How many cases there are, then the examples.
fn generate_help() -> String {
    let mut text = String::from("Cases of each suite, if --count does not say otherwise:\n");
    for kind in Kind::ALL {
        let Generator { default_count, most, most_of_suite, make } = generator(kind);
        let most = most.map_or(String::new(), |most| format!(", {most} at most"));
        let note = match make {
            Make::OfSuite(_) => "",
            Make::Alone(_) => " in all: the kind has no suites",
        };
        let fewer = if most_of_suite.is_some() { ", fewer of some suites" } else { "" };
        text.push_str(&format!("  {kind:<36}{default_count:>2}{note}{most}{fewer}\n"));
    }
    text + "\n" + GENERATE_EXAMPLES
}

const GENERATE_EXAMPLES: &str = "\
Examples:
  pleach vectors generate --out my-vectors
  pleach vectors generate --out my-vectors --seed c0ffee --kind treekem --kind welcome --count 20
  pleach vectors generate --out p384 --suite MLS_256_DHKEMP384_AES256GCM_SHA384_P384
  pleach vectors verify my-vectors

Exit codes:
  0  the set was written
  1  a case could not be made: a defect of this program
  2  the set cannot be written, or a file is there already";

const CHECK: &str = "\
Hold the models and the explorer to what is expected of them, and report what came of it

Every variant that models/proverif/expected.toml and models/tamarin/expected.toml name is given to its prover. Each query \
has to get the verdict that is expected of it: proved, or false with a trace. A prover that gives up, fails, takes too \
long or answers another number of queries has not proved anything, and that counts as a failure.

A prover is the program that the environment variable PROVERIF or TAMARIN_PROVER names, else proverif or \
tamarin-prover on PATH. Where it is there, all is proved anew, and a model that is broken on purpose has to be reported \
as broken. Where it is not, what it said earlier is read from models/evidence, which has the sha256 of the exact input: \
it has to be that of the model as it is. The report says which of the two it was.

The explorer searches the specification itself: the samples of models/explorer.toml, in which it has to find nothing and to \
see the numbers of states and steps that are written there; and for each defence in models/mutants.toml its run, which has to \
end in a violation without the defence and in none with it, or its search, which has to find nothing. Longer campaigns \
are recorded in models/evidence/explorer.toml, with the sha256 of the sources. Those that models/explorer.toml has as \
[[campaign]] have to be there: of the sources as they are, of all runs, and without a violation. Others may be of earlier \
sources, which the report says, but not with a violation either.

The heap of a run of Tamarin has at most 8 GiB, and Maude takes memory beside it; fewer --jobs take less of both.";

const CHECK_EXAMPLES: &str = "\
Examples:
  pleach models check
  pleach models check --tool proverif
  pleach models check --tool explorer
  pleach models check --record sender_keys.spthy
  PROVERIF=~/.opam/default/bin/proverif pleach models check --tool proverif --record

Exit codes:
  0  all is as expected
  1  a verdict, the evidence, what the explorer sees or RESULTS.md is not as expected
  2  nothing can be checked: the models, the arguments or a prover are unusable";

const RESULTS: &str = "\
Make RESULTS.md of the expected and the recorded verdicts

No prover is run. What is recorded in models/evidence has to be of the models as they are, and as expected; else nothing \
is written.";

const RESULTS_EXAMPLES: &str = "\
Examples:
  pleach models results

Exit codes:
  0  the page was written
  1  what is recorded is not of the models as they are, or not as expected
  2  the models or what is recorded cannot be read, or the page cannot be written";

const RENDER: &str = "\
Print what ProVerif is given for a variant of a model

The lines #if, #elif, #else, #endif and #include are carried out: a switch that is named is on, any other is off.";

const RENDER_EXAMPLES: &str = "\
Examples:
  pleach models render treekem_commit.pv
  pleach models render my-models/treekem.pv LEAK_STATE > treekem.pv

Exit codes:
  0  the model was printed
  2  it cannot be read, or has no such switch";

const EXPLORE: &str = "\
Explore what an adversary can do to the specification

The specification runs over symbolic terms. From the start, every run of up to --depth operations is tried: what members do \
(commit, add, remove, update, join by an external Commit, use a PSK, send, go offline), what leaks to the adversary (a \
member's state, a signature key, one node's key, the PSK), and what the adversary says with what it knows. It carries every message, \
and replays. After each operation, what it knows is compared with what the leaks explain, and members with each other.

A violation is printed with the operations that lead to it, those that it does not need left out, and with how the \
adversary knows the first secret. What is secret though the leaks expose it is counted as loose: the oracle is less \
sharp there than the protocol.

--shard i/n takes one of n disjoint parts of the runs; `pleach models merge` adds up their reports. Terms belong to a \
thread: each of the --jobs threads explores a part of its own of the shard, and the numbers are added up. Each thread \
merges equal states for itself, so more threads or shards see more states; with --no-merge, the same.

States are merged that the oracle does not tell apart. That may hide a secret which is kept longer than it should be: \
--no-merge explores them all.

A long campaign is explored in parts, so that no more than a part is lost if it is ended. --report writes a report when a \
part is done, or when it is interrupted: then with complete = false, so that it is to be explored again. All parts have to be \
explored by one build of this program. Given again, this goes on where it was ended:

  mkdir -p parts
  for i in $(seq 64); do
    grep -qs '^complete = true' parts/$i.toml ||
      pleach models explore --depth 3 --shard $i/64 --report parts/$i.toml ||
      break
  done
  pleach models merge parts/*.toml --record";

const EXPLORE_EXAMPLES: &str = "\
Examples:
  pleach models explore
  pleach models explore --members 8 --depth 1 --start new
  pleach models explore --depth 3 --shard 5/64 --report shard-5.toml
  pleach models explore --mutant no-blanking-on-remove

Exit codes:
  0  nothing was found
  1  a violation, or a loose secret
  2  the arguments are wrong, it was interrupted, or the report cannot be written";

const MERGE: &str = "\
Add up the reports of all shards of an exploration

All of them have to be there once, with the same parameters, and of the same build of the explorer: its sources, the \
packages in Cargo.lock and the mutants.";

const MERGE_EXAMPLES: &str = "\
Examples:
  pleach models merge shard-*.toml
  pleach models merge shard-*.toml --record

Exit codes:
  0  nothing was found in any shard
  1  a violation, or a loose secret
  2  a report cannot be read, or they are not those of one exploration";

const REPLAY: &str = "\
Say what happens in given operations

Each line is an operation, in the words in which `pleach models explore` prints it; its number may stand before it. Empty \
lines and lines that begin with # are skipped.";

const REPLAY_EXAMPLES: &str = "\
Examples:
  printf 'leak: state of C\\nA removes C\\n' | pleach models replay -
  printf 'leak: state of C\\nA removes C\\n' | pleach models replay - --mutant no-blanking-on-remove

Exit codes:
  0  all operations were done, without a violation
  1  a violation, a loose secret, or an operation that cannot happen where it stands
  2  the arguments or the operations cannot be read, or there is no such client";
