//! What OpenMLS asks of its surroundings: primitives, and a storage, in memory here.

use openmls_memory_storage::MemoryStorage;
use openmls_traits::OpenMlsProvider;

use super::primitives::AwsLc;

/// Primitives, randomness and storage of one client.
#[derive(Debug, Default)]
pub(super) struct Provider {
    primitives: AwsLc,
    storage: MemoryStorage,
}

impl OpenMlsProvider for Provider {
    type CryptoProvider = AwsLc;
    type RandProvider = AwsLc;
    type StorageProvider = MemoryStorage;

    fn storage(&self) -> &MemoryStorage {
        &self.storage
    }

    fn crypto(&self) -> &AwsLc {
        &self.primitives
    }

    fn rand(&self) -> &AwsLc {
        &self.primitives
    }
}
