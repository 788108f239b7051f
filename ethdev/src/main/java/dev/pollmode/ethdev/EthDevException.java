package dev.pollmode.ethdev;

import dev.pollmode.eal.EalException;

/// An operation on a port failed; [#errno()] is what DPDK would have returned, as a positive number.
public final class EthDevException extends EalException {
    private static final long serialVersionUID = 1;

    /// Describes a failure.
    ///
    /// @param errno a constant of [dev.pollmode.sys.Errno]
    /// @param message operation, object, errno by name, and the remedy where there is one
    public EthDevException(final int errno, final String message) {
        super(errno, message);
    }

    /// Describes a failure that another one caused.
    ///
    /// @param errno a constant of [dev.pollmode.sys.Errno]
    /// @param message operation, object, errno by name, and the remedy where there is one
    /// @param cause what caused it
    public EthDevException(final int errno, final String message, final Throwable cause) {
        super(errno, message, cause);
    }
}
