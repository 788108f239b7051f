package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.mlx5.prm.EthernetCap;
import dev.pollmode.mlx5.prm.HcaCap;
import dev.pollmode.mlx5.prm.SendWqe;
import dev.pollmode.sys.Errno;

/// How packets to send are laid out in work requests: what the function can do and wants, and what the user chose of it.
///
/// @param inlineMode what the queue is told about the headers in its work requests
/// @param inlineLength how many bytes of each packet stand in its work request at least
/// @param inlineWhole up to which length a packet stands in its work request as a whole; 0 none
/// @param multiPacket whether several packets share a work request
/// @param inlineMulti the same as `inlineWhole` for packets that share one
/// @param insertsVlan whether the device inserts VLAN tags where nothing stands in the work request
/// @param maxSegments the most segments of 16 bytes that a work request has
/// @param maxLarge the longest packet that the device cuts into segments; 0 when it can't
record TxLayout(int inlineMode, int inlineLength, int inlineWhole, boolean multiPacket, int inlineMulti, boolean insertsVlan, int maxSegments,
                int maxLarge) {
    static final int NONE = 0;
    static final int L2 = 1;
    static final int IP = 2;
    static final int TCP_UDP = 3;
    /// Ethernet header and VLAN tag; also what ends at a segment.
    static final int L2_LENGTH = 18;
    private static final int ASK_PORT = 1;
    private static final int NOT_NEEDED = 2;

    /// {@return what the function wants and the user chose}
    ///
    /// @param portMode what its virtual port wants
    /// @param queues how many send queues there are
    static TxLayout of(final Capabilities capabilities, final int portMode, final TxArguments wanted, final int queues, final String name) {
        final int mode = switch (capabilities.ethernet().get(EthernetCap.WQE_INLINE_MODE)) {
            case ASK_PORT -> portMode;
            case NOT_NEEDED -> NONE;
            default -> L2;
        };
        if (mode > TCP_UDP) {
            throw new EthDevException(Errno.ENOTSUP, name + ": ENOTSUP, the port wants headers in work requests in a way that is not known (mode "
                + mode + ")");
        }
        final int least = wanted.inlineMin() >= 0 ? wanted.inlineMin() : mode == NONE ? 0 : L2_LENGTH;
        final int longest = Math.min(capabilities.general().get(HcaCap.MAX_WQE_SZ_SQ) / SendWqe.SEGMENT_SIZE, SendWqe.MAX_SEGMENTS);
        final int room = (longest - 2) * SendWqe.SEGMENT_SIZE;
        final boolean whole = queues >= wanted.minQueues();
        // A packet in pieces, some of them in the work request, can't share it.
        final boolean multi = wanted.multiPacket() && least == 0 && mode == NONE
            && capabilities.ethernet().is(EthernetCap.ENHANCED_MULTI_PKT_SEND_WQE);
        return new TxLayout(mode, least, whole ? Math.min(wanted.inlineMax(), room) : 0, multi, whole ? Math.min(wanted.inlineMulti(), room) : 0,
            capabilities.ethernet().is(EthernetCap.WQE_VLAN_INSERT), longest, maxLarge(capabilities));
    }

    private static int maxLarge(final Capabilities capabilities) {
        final int log = capabilities.ethernet().get(EthernetCap.MAX_LSO_CAP);
        return log == 0 ? 0 : 1 << Math.min(log, 30);
    }
}
