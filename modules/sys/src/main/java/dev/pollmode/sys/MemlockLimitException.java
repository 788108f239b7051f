package dev.pollmode.sys;

/// Memory could not be locked because the limit of the process is too low (`RLIMIT_MEMLOCK`).
/// Its own type, because callers can go on without: a ring without registered buffers is slower, not wrong.
public final class MemlockLimitException extends SysException {
    private static final long serialVersionUID = 1L;

    /// @param operation the call and its object
    public MemlockLimitException(final String operation) {
        super(operation, Errno.ENOMEM, "raise the limit of locked memory (ulimit -l, LimitMEMLOCK=) or grant the capability CAP_IPC_LOCK");
    }
}
