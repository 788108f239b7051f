package dev.pollmode.vfio.user;

import dev.pollmode.sys.SysException;

/// A vfio-user operation that failed: at our end, at the peer, or because the link is gone.
///
/// The errno is what an error reply carried or will carry; a device throws it from its callbacks to choose that of the
/// reply.
public final class VfioUserException extends SysException {
    private static final long serialVersionUID = 1L;

    /// @param operation the operation and its object, as in `REGION_READ(2, 0x10, 4)`
    /// @param errno     a constant of [dev.pollmode.sys.Errno]
    /// @param remedy    what can be done about it, or null
    public VfioUserException(final String operation, final int errno, final String remedy) {
        super(operation, errno, remedy);
    }
}
