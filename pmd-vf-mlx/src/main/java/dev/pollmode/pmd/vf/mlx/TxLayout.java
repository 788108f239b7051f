package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.mlx5.prm.EthernetCap;
import dev.pollmode.sys.Errno;

/// How a packet to send is laid out.
///
/// @param inlineMode what the queue is told about the headers in its work requests
/// @param inlineLength how many bytes of each packet stand in its work request
record TxLayout(int inlineMode, int inlineLength) {
    /// Control, Ethernet and inlined header.
    static final int MAX_HEADER_SEGMENTS = 3;
    private static final int ASK_PORT = 1;
    private static final int NOT_NEEDED = 2;
    private static final int NONE = 0;
    private static final int L2 = 1;
    /// Ethernet header and VLAN tag; also what ends at a segment.
    private static final int L2_LENGTH = 18;

    /// {@return what the function wants}
    static TxLayout of(final Capabilities capabilities, final int portMode, final String name) {
        final int mode = switch (capabilities.ethernet().get(EthernetCap.WQE_INLINE_MODE)) {
            case ASK_PORT -> portMode;
            case NOT_NEEDED -> NONE;
            default -> L2;
        };
        if (mode > L2) {
            throw new EthDevException(Errno.ENOTSUP, name + ": ENOTSUP, the port wants more than Ethernet headers in work requests (mode " + mode
                + "); let the administrator of the physical function set mode link");
        }
        return new TxLayout(mode, mode == NONE ? 0 : L2_LENGTH);
    }
}
