//! Nothing: the manifest beside this file is all that is used.
