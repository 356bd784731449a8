//! Why nothing was explored.

use core::fmt;

/// Why nothing was explored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExploreError {
    /// The protocol has no start of this name: what it has is said.
    Start(String),
    /// The specification refuses what leads to the start.
    Refused,
    /// No operation is written like this.
    Operation(String),
    /// An operation names a client that does not exist.
    Client {
        /// The number of the operation, from 1.
        number: usize,
        /// The operation.
        operation: String,
        /// The client.
        client: String,
    },
    /// No property is called so.
    Property(String),
    /// No mutant of the specification is called so.
    Mutant(String),
    /// A thread was lost: a defect of the explorer.
    Lost,
}

impl fmt::Display for ExploreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ExploreError::Start(problem) => f.write_str(problem),
            ExploreError::Refused => f.write_str("the specification refuses what leads to this start"),
            ExploreError::Operation(words) => write!(f, "no operation is written `{words}`"),
            ExploreError::Client { number, operation, client } => {
                write!(f, "operation {number}, `{operation}`: there is no client {client}")
            }
            ExploreError::Property(name) => write!(f, "the explorer has no property `{name}`"),
            ExploreError::Mutant(id) => write!(f, "no mutant of the specification is called `{id}`"),
            ExploreError::Lost => f.write_str("the explorer failed: a defect of this program"),
        }
    }
}

impl core::error::Error for ExploreError {}
