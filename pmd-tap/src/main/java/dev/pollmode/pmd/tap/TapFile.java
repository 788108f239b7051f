package dev.pollmode.pmd.tap;

import dev.pollmode.sys.Tun;
import dev.pollmode.sys.VirtioNetHdr;

/// One queue of the interface: a descriptor of `/dev/net/tun` that the receiving and the sending queue of one index share.
///
/// Guarded by its [TapFiles].
final class TapFile {
    /// Bytes of the header in front of each frame that is read or written (linux/virtio_net.h).
    static final int VNET_HEADER = VirtioNetHdr.SIZE;

    private final Tun tun;
    private int users;
    private boolean attached = true;

    TapFile(final Tun tun) {
        this.tun = tun;
    }

    Tun tun() {
        return tun;
    }

    int fd() {
        return tun.fd().number();
    }

    boolean isAttached() {
        return attached;
    }

    /// Lets the kernel give it frames or not.
    void attached(final boolean on) {
        if (on != attached) {
            tun.attached(on);
            attached = on;
        }
    }

    void join() {
        users++;
    }

    /// {@return whether the last user left and the file was closed}
    boolean leave() {
        if (--users > 0) {
            return false;
        }
        tun.close();
        return true;
    }
}
