package dev.pollmode.eal;

/// What the parser of options does with words that the EAL does not know.
///
/// Words after `--` are never looked at: they belong to the application.
public enum UnknownWords {
    /// An unknown word is an error. For programs whose own options come after `--`.
    REFUSE,
    /// Where the command line has no `--`, unknown words are left for the application, in their order; with a `--`, an
    /// unknown word before it is an error. What the EAL knows has the EAL's meaning either way.
    KEEP
}
