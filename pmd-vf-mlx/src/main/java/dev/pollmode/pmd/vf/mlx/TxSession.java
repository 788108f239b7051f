package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.mlx5.prm.DataSegment;
import dev.pollmode.mlx5.prm.SendWqe;
import dev.pollmode.sys.Mem;

/// Writes work requests that send several packets each (enhanced multi-packet send): a segment for each packet, or its bytes where it is short.
///
/// Packets of a work request have one buffer each and ask for the same checksums, and for nothing else.
final class TxSession {
    private static final int HEADER_SEGMENTS = 2;
    private static final int ETHERNET_HEADER = 14;
    private static final int SEGMENTS_IN_BLOCK = 4;

    private final TxRing ring;
    private final TxWriter flags;
    private final TxFlights flights;
    private final int lkey;
    private final int inlineMulti;
    private final int maxSegments;
    private int number;
    private int used;
    private long bytes;

    TxSession(final TxRing ring, final TxLayout layout, final TxWriter flags, final TxFlights flights, final int lkey) {
        this.ring = ring;
        this.flags = flags;
        this.flights = flights;
        this.lkey = lkey;
        inlineMulti = layout.inlineMulti();
        maxSegments = layout.maxSegments();
    }

    /// The device's side was made.
    void start() {
        number = ring.number();
    }

    /// {@return whether packets like this one share work requests}
    static boolean takes(final Mbuf packet, final long flags) {
        return (flags & (Offload.TX_VLAN | Offload.TX_TCP_SEG)) == 0 && packet.segments() == 1 && packet.dataLength() >= ETHERNET_HEADER;
    }

    /// Writes one work request, for as many packets as fit, and notes them as under way.
    ///
    /// @param block where
    /// @param room blocks from there on
    /// @param common flags of the first packet, which it takes
    /// @param count the most packets
    /// @return how many packets it sends; [#blocks()] and [#bytes()] say more
    int write(final int block, final int room, final long common, final Mbuf[] burst, final int offset, final int count) {
        final int limit = Math.min(maxSegments, room * SEGMENTS_IN_BLOCK);
        int segments = HEADER_SEGMENTS;
        int packets = 0;
        long sent = 0;
        while (packets < count && segments < limit) {
            final Mbuf packet = burst[offset + packets];
            final long wanted = flags.flags(packet);
            if (wanted != common || !takes(packet, wanted)) {
                break;
            }
            final int length = packet.dataLength();
            final int taken = length <= inlineMulti ? writeBytes(block, segments, limit, packet, length) : writePointer(block, segments, packet, length);
            if (taken == 0) {
                break;
            }
            segments += taken;
            sent += length;
            flights.add(packet);
            packets++;
        }
        bytes = sent;
        if (packets > 0) {
            writeHeader(block, segments, common);
        }
        return packets;
    }

    private int writePointer(final int block, final int segment, final Mbuf packet, final int length) {
        final long at = ring.at(block, segment * SendWqe.SEGMENT_SIZE);
        Mem.putLongBe(at + DataSegment.BYTE_COUNT, (long) length << 32 | lkey & 0xffff_ffffL);
        Mem.putLongBe(at + DataSegment.ADDRESS, packet.dataIova());
        return 1;
    }

    private int writeBytes(final int block, final int segment, final int limit, final Mbuf packet, final int length) {
        final int taken = DataSegment.inlineSegments(length);
        if (segment + taken > limit) {
            return 0;
        }
        final int offset = segment * SendWqe.SEGMENT_SIZE;
        Mem.putIntBe(ring.at(block, offset) + DataSegment.BYTE_COUNT, DataSegment.INLINE | length);
        ring.copy(block, offset + DataSegment.INLINE_DATA, packet.dataAddress(), length);
        return taken;
    }

    private void writeHeader(final int block, final int segments, final long common) {
        final long at = ring.at(block, 0);
        Mem.putLongBe(at + SendWqe.OPMOD_INDEX_OPCODE, (long) SendWqe.opcodeWord(0, block, SendWqe.OPCODE_ENHANCED_MPW) << 32
            | SendWqe.segmentsWord(number, segments) & 0xffff_ffffL);
        Mem.putLong(at + SendWqe.FLAGS, 0);
        Mem.putLongBe(at + SendWqe.ETHERNET, (long) TxWriter.checksums(common) << 24);
        Mem.putLong(at + SendWqe.METADATA, 0);
        used = SendWqe.blocks(segments);
    }

    /// {@return the blocks of the last work request}
    int blocks() {
        return used;
    }

    /// {@return the bytes of its packets}
    long bytes() {
        return bytes;
    }
}
