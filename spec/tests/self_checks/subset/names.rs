//! The names that the subset permits or leaves out.

pub(crate) const TRAITS: [&str; 2] = ["Bytes", "Crypto"];
pub(crate) const IMPLEMENTED_TRAITS: [&str; 5] = ["Bytes", "Crypto", "Debug", "Display", "From"];
pub(crate) const MACROS: [&str; 5] = ["concat", "matches", "stringify", "vec", "write"];

#[rustfmt::skip]
pub(crate) const ITERATOR_METHODS: [&str; 54] = [
    "all", "and_then", "any", "bytes", "by_ref", "chain", "chars", "chunks", "chunks_exact", "collect",
    "count", "dedup_by_key", "drain", "enumerate", "extend", "filter", "filter_map", "find", "flat_map",
    "flatten", "fold", "for_each", "inspect", "into_iter", "is_none_or", "is_some_and", "iter", "iter_mut",
    "last_mut", "map", "map_err", "map_or", "map_or_else", "next", "ok_or_else", "or_else", "partition",
    "position", "product", "reduce", "retain", "rev", "scan", "skip", "sort_by", "sort_by_key", "step_by",
    "sum", "take", "take_while", "try_fold", "unwrap_or_else", "windows", "zip",
];

#[rustfmt::skip]
pub(crate) const PANICKING_METHODS: [&str; 11] = [
    "clone_from_slice", "copy_from_slice", "expect", "expect_err", "insert", "remove", "split_off", "swap",
    "swap_remove", "unwrap", "unwrap_err",
];

#[rustfmt::skip]
pub(crate) const PANICKING_MACROS: [&str; 10] = [
    "assert", "assert_eq", "assert_ne", "debug_assert", "debug_assert_eq", "debug_assert_ne", "panic",
    "todo", "unimplemented", "unreachable",
];

#[rustfmt::skip]
pub(crate) const INTERIOR_MUTABILITY: [&str; 9] = [
    "Cell", "LazyCell", "LazyLock", "Mutex", "OnceCell", "OnceLock", "RefCell", "RwLock", "UnsafeCell",
];
