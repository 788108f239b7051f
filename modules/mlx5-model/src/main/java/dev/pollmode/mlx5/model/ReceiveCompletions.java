package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.Cqe;
import dev.pollmode.sys.Mem;

/// Builds the completions of received frames. Device thread only.
final class ReceiveCompletions {
    private static final int TCP_ACK = 0x10;
    private static final int STRIDES_SHIFT = 16;

    private final Hca hca;

    ReceiveCompletions(final Hca hca) {
        this.hca = hca;
    }

    /// A frame lies in its buffer.
    void packet(final ReceiveQueue queue, final PacketHeaders headers, final Scatter where, final int hash, final int hashType, final int flowTag) {
        final long cqe = begin(queue, Cqe.OPCODE_RESPONDER);
        Mem.putIntBe(cqe + Cqe.RSS_HASH, hash);
        Mem.putByte(cqe + Cqe.RSS_HASH_TYPE, (byte) hashType);
        final long transport = Checksums.transportSum(headers);
        Mem.putShortBe(cqe + Cqe.CHECKSUM, (short) InternetChecksum.fold(wholeSum(headers, transport)));
        int types = types(headers, transport);
        if (where.wasStripped()) {
            types |= Cqe.TYPE_VLAN_STRIPPED;
            Mem.putShortBe(cqe + Cqe.VLAN, (short) headers.tag);
        }
        Mem.putShortBe(cqe + Cqe.HEADER_TYPES, (short) types);
        Mem.putIntBe(cqe + Cqe.BYTE_COUNT, where.strides() << STRIDES_SHIFT | where.length());
        Mem.putLongBe(cqe + Cqe.TIMESTAMP, hca.ticks());
        Mem.putIntBe(cqe + Cqe.FLOW_TAG, flowTag);
        if (where.strides() > 0) {
            Mem.putShortBe(cqe + Cqe.WQE_ID, (short) where.wqeId());
            Mem.putShortBe(cqe + Cqe.WQE_COUNTER, (short) where.stride());
        } else {
            Mem.putShortBe(cqe + Cqe.WQE_COUNTER, (short) where.wqeCounter());
        }
        hca.completions.post(queue.completions, cqe, where.strides(), true, true);
    }

    /// Strides at the end of a work request are passed over.
    void filler(final ReceiveQueue queue, final Scatter where) {
        final long cqe = begin(queue, Cqe.OPCODE_RESPONDER);
        Mem.putIntBe(cqe + Cqe.BYTE_COUNT, Cqe.FILLER | where.fillerStrides() << STRIDES_SHIFT);
        Mem.putShortBe(cqe + Cqe.WQE_ID, (short) where.fillerWqe());
        Mem.putShortBe(cqe + Cqe.WQE_COUNTER, (short) where.fillerStride());
        hca.completions.post(queue.completions, cqe, where.fillerStrides(), false, false);
    }

    /// A work request failed or was flushed.
    void error(final ReceiveQueue queue, final int counter, final int syndrome) {
        final long cqe = begin(queue, Cqe.OPCODE_RESPONDER_ERROR);
        Mem.putByte(cqe + Cqe.SYNDROME, (byte) syndrome);
        Mem.putIntBe(cqe + Cqe.FLOW_TAG, queue.number());
        Mem.putShortBe(cqe + Cqe.WQE_COUNTER, (short) counter);
        hca.completions.post(queue.completions, cqe, 0, false, true);
    }

    private long begin(final ReceiveQueue queue, final int opcode) {
        final long cqe = hca.completions.scratch();
        Mem.fill(cqe, Cqe.SIZE, (byte) 0);
        Mem.putIntBe(cqe + Cqe.USER_INDEX, queue.userIndex);
        Mem.putByte(cqe + Cqe.OP_OWN, (byte) Cqe.opOwn(opcode, Cqe.FORMAT_NONE, 0));
        return cqe;
    }

    /// {@return the sum from the end of the link layer on, not folded}
    ///
    /// @param transport that of the transport layer, which is not gone through again
    private static long wholeSum(final PacketHeaders headers, final long transport) {
        final long begin = headers.frame() + headers.l3Offset;
        final int end = headers.l3Offset + headers.ipTotalLength;
        if (headers.l4Protocol == 0 || end < headers.length && (headers.ipTotalLength & 1) != 0) {
            return InternetChecksum.sum(begin, headers.length - headers.l3Offset, 0);
        }
        return InternetChecksum.sum(begin, headers.ipHeaderLength, 0) + transport
            + InternetChecksum.sum(headers.frame() + end, headers.length - end, 0);
    }

    private static int types(final PacketHeaders headers, final long transport) {
        int types = Cqe.TYPE_L2_OK;
        if (headers.ipVersion == 0) {
            return types;
        }
        types |= headers.ipVersion == 4 ? Cqe.TYPE_IPV4 : Cqe.TYPE_IPV6;
        types |= headers.ipOptions ? Cqe.TYPE_IP_OPTIONS : 0;
        types |= headers.fragment ? Cqe.TYPE_FRAGMENT : 0;
        types |= Checksums.isNetworkIntact(headers) ? Cqe.TYPE_L3_OK : 0;
        types |= Checksums.isTransportIntact(headers, transport) ? Cqe.TYPE_L4_OK : 0;
        if (headers.l4Protocol == PacketHeaders.UDP) {
            types |= Cqe.L4_UDP;
        } else if (headers.l4Protocol == PacketHeaders.TCP) {
            final boolean payload = headers.ipTotalLength > headers.ipHeaderLength + headers.l4HeaderLength;
            types |= (headers.tcpFlags & TCP_ACK) == 0 ? Cqe.L4_TCP : payload ? Cqe.L4_TCP_ACK_DATA : Cqe.L4_TCP_ACK_EMPTY;
        }
        return types;
    }
}
