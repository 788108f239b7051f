package dev.pollmode.eal;

import dev.pollmode.sys.SysException;

/// What goes wrong in the environment: arguments, buses, devices, lcores, alarms, memory.
///
/// The message names the operation, the object and the reason. [#errno()] says the same to a program, in the numbers
/// of errno(3) that C DPDK returns for the same failure.
public class EalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    /// A failure without an error number.
    ///
    /// @param message operation, object, reason
    public EalException(final String message) {
        this(0, message, null);
    }

    /// A failure with its error number.
    ///
    /// @param errno   a positive number of errno(3), 0 if there is none
    /// @param message operation, object, reason
    public EalException(final int errno, final String message) {
        this(errno, message, null);
    }

    /// A failure that another one caused.
    ///
    /// @param errno   a positive number of errno(3), 0 if there is none
    /// @param message operation, object, reason
    /// @param cause   what was behind it, or null
    public EalException(final int errno, final String message, final Throwable cause) {
        super(message, cause);
        this.errno = errno;
    }

    /// Wraps a failure and keeps its error number, if it has one.
    ///
    /// @param message operation and object; the message of the cause is added as the reason
    /// @param cause   what was behind it
    /// @return the exception to throw
    public static EalException of(final String message, final Throwable cause) {
        return new EalException(errnoOf(cause), message + ": " + reasonOf(cause), cause);
    }

    /// {@return the number of errno(3), 0 if there is none}
    public int errno() {
        return errno;
    }

    static int errnoOf(final Throwable cause) {
        return switch (cause) {
            case final EalException e -> e.errno;
            case final SysException e -> e.errno();
            case null, default -> 0;
        };
    }

    private static String reasonOf(final Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
