package dev.pollmode.testpmd.forward;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.net.Headers;
import dev.pollmode.net.PacketParser;

/// `5tswap`: exchanges source and destination of layers 2, 3 and 4. Checksums stay right: sums don't know an order.
final class FiveTupleSwap extends Forwarder {
    private static final int IPV4_ADDRESSES = 12;
    private static final int IPV6_ADDRESSES = 8;

    private final PacketParser parser = new PacketParser();
    private final Headers headers = new Headers();

    FiveTupleSwap(final StreamSetup stream) {
        super(stream);
    }

    @Override
    public int forward() {
        final int received = receive();
        if (received > 0) {
            for (int i = 0; i < received; i++) {
                swap(burst[i], parser, headers);
            }
            transmit(received);
        }
        return received;
    }

    /// Exchanges what of a packet lies in its first segment.
    static void swap(final Mbuf packet, final PacketParser parser, final Headers headers) {
        parser.parse(packet, headers);
        Ethernet.swapAddresses(packet);
        if (headers.payloadOffset() > packet.dataLength()) {
            return;
        }
        final int l3 = headers.l3Offset();
        if (headers.isIpv4() && headers.l3Length() > 0) {
            swapInts(packet, l3 + IPV4_ADDRESSES);
        } else if (headers.isIpv6() && headers.l3Length() > 0) {
            swapLongPairs(packet, l3 + IPV6_ADDRESSES);
        }
        if (headers.isTcp() || headers.isUdp()) {
            final int l4 = headers.l4Offset();
            packet.putInt(l4, Integer.rotateLeft(packet.getInt(l4), 16));
        }
    }

    private static void swapInts(final Mbuf packet, final int at) {
        packet.putLong(at, Long.rotateLeft(packet.getLong(at), 32));
    }

    private static void swapLongPairs(final Mbuf packet, final int at) {
        for (int i = at; i < at + 16; i += 8) {
            final long first = packet.getLong(i);
            packet.putLong(i, packet.getLong(i + 16));
            packet.putLong(i + 16, first);
        }
    }
}
