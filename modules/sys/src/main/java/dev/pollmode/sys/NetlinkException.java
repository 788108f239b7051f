package dev.pollmode.sys;

/// The kernel refused a netlink request, or answered with something that is no answer.
///
/// Where the kernel gave its reason in words (`NLMSGERR_ATTR_MSG`, Linux 4.12), the message ends with them:
/// `RTM_NEWTFILTER(ifindex 3, flower): ENOENT (No such file or directory); the kernel says: TC classifier not found`.
public final class NetlinkException extends SysException {
    private static final long serialVersionUID = 1L;

    /// What the kernel said, or null.
    private final String reason;

    private NetlinkException(final String operation, final int errno, final String reason, final String remedy) {
        super(operation, errno, remedy);
        this.reason = reason;
    }

    /// {@return the refusal of a request}
    ///
    /// @param operation the request and its object
    /// @param errno     the error of the kernel
    /// @param reason    the words of the kernel, or an empty text
    static NetlinkException refused(final String operation, final int errno, final String reason) {
        return new NetlinkException(operation, errno, reason, reason.isEmpty() ? null : "the kernel says: " + reason);
    }

    /// {@return the complaint about a message that breaks the rules of its format}
    ///
    /// @param what what was found
    static NetlinkException malformed(final String what) {
        return new NetlinkException("netlink", Errno.EBADMSG, "", what);
    }

    /// {@return what the kernel said about the reason, in its words; empty when it said nothing}
    public String reason() {
        return reason;
    }
}
