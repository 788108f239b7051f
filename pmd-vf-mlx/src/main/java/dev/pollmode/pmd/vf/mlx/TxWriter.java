package dev.pollmode.pmd.vf.mlx;

import dev.pollmode.ethdev.TxOffload;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.mbuf.TxLengths;
import dev.pollmode.mlx5.prm.DataSegment;
import dev.pollmode.mlx5.prm.SendWqe;
import dev.pollmode.sys.Mem;
import java.util.Set;

/// Writes work requests that send a packet each: control segment, Ethernet segment with the first bytes of the packet or all of it where that is
/// wanted, a pointer for each buffer. Large TCP segments go out with their headers in the work request and are cut by the device.
final class TxWriter {
    /// The packet can't be sent in any way.
    static final int REFUSED = -1;
    /// It could, were there more blocks.
    static final int NO_ROOM = 0;
    private static final int ETHERNET_HEADER = 14;
    private static final int ADDRESSES = 12;
    private static final int TAG = 4;
    private static final int TPID = 0x8100;
    /// What one block has room for: control, Ethernet and one pointer.
    private static final int PLAIN_SEGMENTS = 3;

    private final TxRing ring;
    private final TxLayout layout;
    private final int lkey;
    private final int inlineLength;
    private final int inlineWhole;
    private final boolean plain;
    private final long wanted;
    private int number;
    // Of the packet that is being written.
    private int skip;

    TxWriter(final TxRing ring, final TxLayout layout, final int lkey, final Set<TxOffload> offloads) {
        this.ring = ring;
        this.layout = layout;
        this.lkey = lkey;
        inlineLength = layout.inlineLength();
        inlineWhole = layout.inlineWhole();
        plain = inlineLength == 0 && layout.inlineMode() == TxLayout.NONE;
        wanted = wanted(offloads);
    }

    /// {@return the flags of packets that a queue looks at}
    private static long wanted(final Set<TxOffload> offloads) {
        long flags = offloads.contains(TxOffload.IPV4_CKSUM) ? Offload.TX_IP_CKSUM : 0;
        flags |= offloads.contains(TxOffload.TCP_CKSUM) || offloads.contains(TxOffload.UDP_CKSUM) ? Offload.TX_L4_MASK : 0;
        flags |= offloads.contains(TxOffload.VLAN_INSERT) ? Offload.TX_VLAN : 0;
        return flags | (offloads.contains(TxOffload.TCP_TSO) ? Offload.TX_TCP_SEG : 0);
    }

    /// The device's side was made.
    void start() {
        number = ring.number();
    }

    /// {@return the flags of a packet that this queue looks at}
    long flags(final Mbuf packet) {
        return packet.offloads() & wanted;
    }

    /// Writes a work request.
    ///
    /// @param block where
    /// @param room blocks from there on
    /// @param flags [#flags(Mbuf)] of the packet
    /// @return the blocks it takes, [#NO_ROOM] or [#REFUSED]
    int write(final int block, final int room, final Mbuf packet, final long flags) {
        final int length = packet.packetLength();
        if (plain && length > inlineWhole && length >= ETHERNET_HEADER && (flags & (Offload.TX_VLAN | Offload.TX_TCP_SEG)) == 0
            && packet.segments() == 1) {
            return room == 0 ? NO_ROOM : writePlain(block, packet, flags);
        }
        return writeAny(block, room, packet, flags);
    }

    private int writePlain(final int block, final Mbuf packet, final long flags) {
        final long at = ring.at(block, 0);
        writeControl(at, SendWqe.OPCODE_SEND, block, PLAIN_SEGMENTS);
        writeEthernet(at, checksums(flags), 0, 0);
        putPointer(at + SendWqe.DATA, packet.dataLength(), packet.dataIova());
        return 1;
    }

    private int writeAny(final int block, final int room, final Mbuf packet, final long flags) {
        final int length = packet.packetLength();
        final boolean large = (flags & Offload.TX_TCP_SEG) != 0 && length > headerOf(packet);
        final boolean tagged = (flags & Offload.TX_VLAN) != 0;
        final int inline = large ? headerOf(packet) : inlined(packet, length, tagged);
        if (length < ETHERNET_HEADER || large && (length > layout.maxLarge() || inline < ETHERNET_HEADER)) {
            return REFUSED;
        }
        // A tag goes among the bytes that stand in the work request; where there are none the device inserts it.
        final int header = tagged && inline > 0 ? inline + TAG : inline;
        final int dataAt = 2 + SendWqe.inlineSegments(header);
        final int most = dataAt + (inline == length ? 0 : packet.segments());
        if (most > layout.maxSegments()) {
            return REFUSED;
        }
        if (SendWqe.blocks(most) > room) {
            return NO_ROOM;
        }
        copyHeader(block, packet, inline, tagged && inline > 0);
        final int segments = dataAt + writePointers(block, dataAt, packet);
        final long at = ring.at(block, 0);
        writeControl(at, large ? SendWqe.OPCODE_LSO : SendWqe.OPCODE_SEND, block, segments);
        final int mss = large ? TxLengths.segmentSize(packet.txLengths()) : 0;
        writeEthernet(at, large ? checksums(flags) | SendWqe.CHECKSUM_L4 : checksums(flags), mss, header);
        if (tagged && inline == 0) {
            Mem.putIntBe(at + SendWqe.INLINE_LENGTH, SendWqe.INSERT_VLAN << 16 | packet.vlanTci() & 0xffff);
        }
        return SendWqe.blocks(segments);
    }

    private static int headerOf(final Mbuf packet) {
        final long lengths = packet.txLengths();
        return TxLengths.l2Length(lengths) + TxLengths.l3Length(lengths) + TxLengths.l4Length(lengths);
    }

    /// {@return how many bytes of a packet stand in its work request}
    private int inlined(final Mbuf packet, final int length, final boolean tagged) {
        if (length <= inlineWhole) {
            return length;
        }
        int least = inlineLength;
        if (layout.inlineMode() >= TxLayout.IP) {
            least = Math.max(least, InlineHeader.length(packet, layout.inlineMode()));
        } else if (tagged && least < ETHERNET_HEADER && (least > 0 || !layout.insertsVlan())) {
            least = ETHERNET_HEADER;
        }
        return Math.min(least, length);
    }

    private void copyHeader(final int block, final Mbuf packet, final int inline, final boolean tagged) {
        int done = 0;
        int offset = SendWqe.INLINE_HEADER;
        skip = inline;
        for (Mbuf buffer = packet; done < inline && buffer != null; buffer = buffer.next()) {
            final int part = Math.min(inline - done, buffer.dataLength());
            final int before = tagged && done < ADDRESSES ? Math.min(part, ADDRESSES - done) : 0;
            if (before > 0) {
                ring.copy(block, offset, buffer.dataAddress(), before);
                offset += before;
                if (done + before == ADDRESSES) {
                    ring.putInt(block, offset, TPID << 16 | packet.vlanTci() & 0xffff);
                    offset += TAG;
                }
            }
            ring.copy(block, offset, buffer.dataAddress() + before, part - before);
            offset += part - before;
            done += part;
        }
    }

    /// Writes a pointer for each buffer, but for what stands in the work request already.
    private int writePointers(final int block, final int first, final Mbuf packet) {
        int segment = first;
        int left = skip;
        for (Mbuf buffer = packet; buffer != null; buffer = buffer.next()) {
            final int length = buffer.dataLength();
            final int done = Math.min(left, length);
            left -= done;
            if (length > done) {
                putPointer(ring.at(block, segment * SendWqe.SEGMENT_SIZE), length - done, buffer.dataIova() + done);
                segment++;
            }
        }
        return segment - first;
    }

    private void putPointer(final long at, final int length, final long address) {
        Mem.putLongBe(at + DataSegment.BYTE_COUNT, (long) length << 32 | lkey & 0xffff_ffffL);
        Mem.putLongBe(at + DataSegment.ADDRESS, address);
    }

    private void writeControl(final long at, final int opcode, final int block, final int segments) {
        Mem.putLongBe(at + SendWqe.OPMOD_INDEX_OPCODE, (long) SendWqe.opcodeWord(0, block, opcode) << 32
            | SendWqe.segmentsWord(number, segments) & 0xffff_ffffL);
        Mem.putLong(at + SendWqe.FLAGS, 0);
    }

    private static void writeEthernet(final long at, final int checksums, final int mss, final int inline) {
        Mem.putLongBe(at + SendWqe.ETHERNET, (long) checksums << 24 | mss);
        Mem.putInt(at + SendWqe.METADATA, 0);
        Mem.putShortBe(at + SendWqe.INLINE_LENGTH, (short) inline);
    }

    /// {@return the byte at [SendWqe#CHECKSUMS]}
    static int checksums(final long flags) {
        int checksums = 0;
        if ((flags & Offload.TX_IP_CKSUM) != 0) {
            checksums = SendWqe.CHECKSUM_L3;
        }
        if ((flags & Offload.TX_L4_MASK) != 0) {
            checksums |= SendWqe.CHECKSUM_L4;
        }
        return checksums;
    }
}
