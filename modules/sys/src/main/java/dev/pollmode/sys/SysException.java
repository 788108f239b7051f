package dev.pollmode.sys;

/// A call into the kernel failed. The message names the operation as the manual does, its object, the error and,
/// where one is known, the remedy: `ioctl(TUNSETIFF, dtap0): EBUSY (Device or resource busy); choose another name`.
public class SysException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// The error number, one of [Errno].
    private final int errno;

    /// @param operation the call and its object, as `bind(/run/vhost.sock)`
    /// @param errno     the error number, one of [Errno]
    /// @param remedy    what the user can do, or null when there is nothing to say
    public SysException(final String operation, final int errno, final String remedy) {
        super(operation + ": " + Errno.name(errno) + " (" + Errno.text(errno) + ")" + (remedy == null ? "" : "; " + remedy));
        this.errno = errno;
    }

    /// {@return the error number, one of [Errno]}
    public int errno() {
        return errno;
    }

    /// Passes on the result of a call that uses a [CallState].
    ///
    /// @param result    what the call returned: a result, or `-errno`
    /// @param operation the call and its object, for the message
    /// @return the result, never negative
    /// @throws SysException when the result is negative
    public static long check(final long result, final String operation) {
        return check(result, operation, null);
    }

    /// Passes on the result of a call that uses a [CallState]; a failure comes with a remedy.
    ///
    /// @param result    what the call returned: a result, or `-errno`
    /// @param operation the call and its object, for the message
    /// @param remedy    what the user can do, or null
    /// @return the result, never negative
    /// @throws SysException when the result is negative
    public static long check(final long result, final String operation, final String remedy) {
        if (result < 0) {
            throw new SysException(operation, (int) -result, remedy);
        }
        return result;
    }
}
