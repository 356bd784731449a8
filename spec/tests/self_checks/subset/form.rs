//! What the subset leaves out.

use std::fmt;

macro_rules! forms {
    ($($(#[$documentation:meta])* $form:ident = $name:literal,)*) => {
        /// A form of Rust that the specification does not use.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Form {
            $($(#[$documentation])* $form,)*
        }

        impl Form {
            pub(crate) const ALL: &[Form] = &[$(Form::$form,)*];
        }

        impl fmt::Display for Form {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Form::$form => $name,)* })
            }
        }
    };
}

forms! {
    Unsafe = "unsafe code",
    Dyn = "a trait object",
    Async = "asynchronous code",
    Closure = "a closure",
    IteratorMethod = "a method that iterates or takes a closure",
    InteriorMutability = "interior mutability",
    /// But for the `&mut fmt::Formatter` that `Debug` and `Display` prescribe.
    MutableReference = "a mutable reference",
    /// `Bytes` and `Crypto` are the only traits.
    TraitDefinition = "a new trait",
    AssociatedType = "an associated type or constant",
    DefaultMethod = "a default trait method",
    /// `Debug`, `Display`, `From`, `Bytes` and `Crypto` may be implemented, and anything derived.
    TraitImplementation = "an implementation of a trait",
    SlicePattern = "a slice pattern",
    AtPattern = "a pattern `x @ p`",
    LetChain = "a let-chain",
    Loop = "`loop` or `while`",
    ForOverNonRange = "`for` over anything but a range",
    LoopExit = "a way out of a loop",
    Macro = "a macro",
    MacroDefinition = "a macro definition",
    Index = "an indexing expression",
    PanickingCall = "a call that can panic",
    TupleStruct = "a tuple struct with more than one field",
    /// `cfg(test)` and `cfg(hax)` are the only ones.
    Cfg = "conditional compilation",
    /// `static`, `union`, `extern`.
    Item = "an item that is no function, type, constant or module",
    /// More than 6.
    Parameters = "too many parameters",
    /// Over 40 lines, where it is not essentially one `match`.
    FunctionLength = "a long function",
    /// Over 300 lines.
    FileLength = "a long file",
}
