package dev.pollmode.sys;

/// What [LinkMonitor] tells.
///
/// @param kind what happened
/// @param link the link as it is now, or with [Kind#DELETED] as it was last; null with [Kind#RESYNC]
public record LinkEvent(Kind kind, LinkInfo link) {
    /// What happened.
    public enum Kind {
        /// A link has come: it was made, or moved into the namespace.
        NEW,
        /// Something about a link is different now.
        CHANGED,
        /// A link has gone: it was deleted, or moved to another namespace.
        DELETED,
        /// Events were lost. Those that follow lead from what was told before to what is now.
        RESYNC
    }
}
