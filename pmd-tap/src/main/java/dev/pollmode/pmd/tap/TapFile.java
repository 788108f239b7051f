package dev.pollmode.pmd.tap;

import dev.pollmode.sys.Tun;

/// One queue of the interface: a descriptor of `/dev/net/tun` that the receiving and the sending queue of one index share.
///
/// Guarded by its [TapFiles].
final class TapFile {
    private final int queue;
    private final Tun tun;
    private final int headerLength;
    private final boolean owned;
    private int users;
    private boolean attached = true;

    /// @param queue its index
    /// @param tun the descriptor
    /// @param headerLength bytes in front of each frame
    /// @param owned whether it is closed with the last user
    TapFile(final int queue, final Tun tun, final int headerLength, final boolean owned) {
        this.queue = queue;
        this.tun = tun;
        this.headerLength = headerLength;
        this.owned = owned;
    }

    int queue() {
        return queue;
    }

    Tun tun() {
        return tun;
    }

    int fd() {
        return tun.fd().number();
    }

    /// {@return bytes in front of each frame that is read or written: none, or a [dev.pollmode.sys.VirtioNetHdr]}
    int headerLength() {
        return headerLength;
    }

    /// Lets the kernel give it frames or not; it can send in any case.
    ///
    /// @return whether it was not so before
    boolean attached(final boolean on) {
        if (!owned || on == attached) {
            return false;
        }
        tun.attached(on);
        attached = on;
        return true;
    }

    void join() {
        users++;
    }

    /// {@return whether the last user left and the file was closed}
    boolean leave() {
        if (--users > 0) {
            return false;
        }
        if (owned) {
            tun.close();
        }
        return true;
    }
}
