package dev.pollmode.ethdev;

import dev.pollmode.eal.EalException;
import dev.pollmode.sys.Errno;

/// A flow rule was refused: which part of it, and why.
public final class FlowException extends EalException {
    private static final long serialVersionUID = 1;

    private final FlowErrorType type;

    /// Describes a refusal.
    ///
    /// @param type what is wrong
    /// @param errno a constant of [Errno]
    /// @param message names the part: `item ipv4: ...`
    public FlowException(final FlowErrorType type, final int errno, final String message) {
        this(type, errno, message, null);
    }

    /// Describes a refusal that another failure caused.
    ///
    /// @param type what is wrong
    /// @param errno a constant of [Errno]
    /// @param message names the part
    /// @param cause what caused it
    public FlowException(final FlowErrorType type, final int errno, final String message, final Throwable cause) {
        super(errno, "flow rule: " + Errno.name(errno) + ", " + message, cause);
        this.type = type;
    }

    /// {@return what is wrong}
    public FlowErrorType type() {
        return type;
    }
}
