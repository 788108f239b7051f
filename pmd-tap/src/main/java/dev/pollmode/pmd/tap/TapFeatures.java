package dev.pollmode.pmd.tap;

import dev.pollmode.sys.Tun;
import dev.pollmode.sys.VirtioNetHdr;

/// What the tun driver of this kernel can do.
///
/// @param vnetHeader whether a header in front of each frame tells about checksums and segments (Linux 2.6.27)
/// @param multiQueue whether an interface can have several queues (Linux 3.8)
record TapFeatures(boolean vnetHeader, boolean multiQueue) {
    private static final int MAX_QUEUES = 64;

    /// {@return what this kernel says}
    static TapFeatures probe() {
        final int flags = Tun.features();
        return new TapFeatures((flags & Tun.IFF_VNET_HDR) != 0, (flags & Tun.IFF_MULTI_QUEUE) != 0);
    }

    /// {@return flags to open an interface with}
    int flags() {
        return Tun.IFF_NO_PI | (vnetHeader ? Tun.IFF_VNET_HDR : 0) | (multiQueue ? Tun.IFF_MULTI_QUEUE : 0);
    }

    /// {@return bytes in front of each frame}
    int headerLength() {
        return vnetHeader ? VirtioNetHdr.SIZE : 0;
    }

    /// {@return how many queues an interface can have}
    int maxQueues() {
        return multiQueue ? MAX_QUEUES : 1;
    }
}
