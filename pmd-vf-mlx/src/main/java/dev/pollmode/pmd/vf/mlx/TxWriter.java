package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.ethdev.TxOffload;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.mlx5.prm.DataSegment;
import dev.pollmode.mlx5.prm.SendWqe;
import dev.pollmode.sys.Mem;
import java.util.Set;

/// Writes work requests that send a packet each: control segment, Ethernet segment with the first bytes of the packet where the port wants
/// them, a pointer for each buffer.
final class TxWriter {
    private static final int ETHERNET_HEADER = 14;

    private final TxRing ring;
    private final int lkey;
    private final int inline;
    private final int headerSegments;
    private final boolean checksums;

    TxWriter(final TxRing ring, final TxLayout layout, final int lkey, final Set<TxOffload> offloads) {
        this.ring = ring;
        this.lkey = lkey;
        inline = layout.inlineLength();
        headerSegments = 2 + SendWqe.inlineSegments(inline);
        checksums = offloads.contains(TxOffload.IPV4_CKSUM) || offloads.contains(TxOffload.TCP_CKSUM) || offloads.contains(TxOffload.UDP_CKSUM);
    }

    /// {@return the most blocks a packet can take}
    int blocks(final Mbuf packet) {
        return SendWqe.blocks(headerSegments + packet.segments());
    }

    /// {@return whether it is too short to be sent}
    boolean isTooShort(final Mbuf packet) {
        return packet.packetLength() < ETHERNET_HEADER || packet.packetLength() <= inline;
    }

    /// Writes a work request.
    ///
    /// @param block where, with room for [#blocks(Mbuf)]
    /// @return the blocks it takes
    int write(final int block, final Mbuf packet) {
        int segments = headerSegments;
        int skip = inline;
        for (Mbuf buffer = packet; buffer != null; buffer = buffer.next()) {
            final int length = buffer.dataLength();
            final int header = Math.min(skip, length);
            if (header > 0) {
                copyHeader(block, inline - skip, buffer.dataAddress(), header);
                skip -= header;
            }
            if (length > header) {
                final long at = ring.at(block, segments * SendWqe.SEGMENT_SIZE);
                Mem.putIntBe(at + DataSegment.BYTE_COUNT, length - header);
                Mem.putIntBe(at + DataSegment.LKEY, lkey);
                Mem.putLongBe(at + DataSegment.ADDRESS, buffer.dataIova() + header);
                segments++;
            }
        }
        final long at = ring.at(block, 0);
        Mem.putIntBe(at + SendWqe.OPMOD_INDEX_OPCODE, SendWqe.opcodeWord(0, block, SendWqe.OPCODE_SEND));
        Mem.putIntBe(at + SendWqe.SQN_SEGMENTS, SendWqe.segmentsWord(ring.number(), segments));
        Mem.putLong(at + SendWqe.FLAGS, 0);
        Mem.putInt(at + SendWqe.ETHERNET, 0);
        Mem.putIntLe(at + SendWqe.CHECKSUMS, checksums ? checksumFlags(packet.offloads()) : 0);
        Mem.putInt(at + SendWqe.METADATA, 0);
        Mem.putShortBe(at + SendWqe.INLINE_LENGTH, (short) inline);
        return SendWqe.blocks(segments);
    }

    private void copyHeader(final int block, final int done, final long source, final int length) {
        Mem.copy(source, ring.at(block, 0) + SendWqe.INLINE_HEADER + done, length);
    }

    /// {@return the word at [SendWqe#CHECKSUMS], as it lies in memory: its first byte in the low bits}
    private static int checksumFlags(final long wanted) {
        int flags = 0;
        if ((wanted & Offload.TX_IP_CKSUM) != 0) {
            flags = SendWqe.CHECKSUM_L3;
        }
        if ((wanted & Offload.TX_L4_MASK) != 0) {
            flags |= SendWqe.CHECKSUM_L4;
        }
        return flags;
    }

    /// Asks for a completion of a work request, and so of all before it.
    void requestCompletion(final int block) {
        Mem.putByte(ring.at(block, 0) + SendWqe.COMPLETION_MODE, (byte) SendWqe.COMPLETE_ALWAYS);
    }
}
