package dev.pollmode.testpmd.forward;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import java.util.random.RandomGenerator;

/// `txonly`: makes UDP packets and sends them, and receives nothing.
final class TxOnly extends Forwarder {
    private final Mempool pool;
    private final UdpHeader[] headers;
    private final int[] segments;
    private final boolean random;
    private final boolean multiFlow;
    private final int sourceIp;
    private final RandomGenerator generator = RandomGenerator.of("Xoroshiro128PlusPlus");
    // Whether all packets are alike: one segment, with the whole header, that fits a buffer.
    private final boolean alike;
    private int flow;

    TxOnly(final StreamSetup stream) {
        super(stream);
        final PacketSettings packets = stream.settings().packets();
        pool = stream.pool();
        segments = packets.segments().stream().mapToInt(Integer::intValue).toArray();
        random = packets.split() == PacketSettings.Split.RAND && segments.length > 1;
        multiFlow = packets.multiFlow();
        sourceIp = packets.sourceIp();
        headers = new UdpHeader[segments.length + 1];
        int length = 0;
        for (int count = 1; count <= segments.length; count++) {
            length += segments[count - 1];
            headers[count] = new UdpHeader(stream.peer().value(), stream.own().value(), packets, length);
        }
        alike = segments.length == 1 && !multiFlow && length >= UdpHeader.LENGTH && length <= pool.bufferLength() - Mbuf.HEADROOM;
    }

    @Override
    public int forward() {
        return alike ? sendAlike() : sendVarious();
    }

    private int sendAlike() {
        if (!pool.getBulkRaw(burst, 0, burst.length)) {
            return 0;
        }
        final UdpHeader header = headers[1];
        final int length = segments[0];
        for (final Mbuf packet : burst) {
            packet.received(length, Mbuf.NO_PORT);
            header.writeTo(packet);
        }
        transmit(burst.length);
        return burst.length;
    }

    private int sendVarious() {
        if (!pool.getBulk(burst, 0, burst.length)) {
            return 0;
        }
        int made = 0;
        while (made < burst.length && make(burst[made])) {
            made++;
        }
        if (made > 0) {
            transmit(made);
        }
        if (made < burst.length) {
            Mbuf.freeBulk(burst, made, burst.length - made);
        }
        return made;
    }

    private boolean make(final Mbuf packet) {
        final int count = random ? generator.nextInt(segments.length) + 1 : segments.length;
        packet.dataLength(segments[0]);
        if (count > 1 && !addSegments(packet, count)) {
            return false;
        }
        final UdpHeader header = headers[count];
        if (segments[0] >= UdpHeader.LENGTH) {
            header.writeTo(packet);
            if (multiFlow) {
                header.source(packet, sourceIp, sourceIp ^ flow++ & 0xff);
            }
        } else {
            header.spreadOver(packet);
        }
        return true;
    }

    private boolean addSegments(final Mbuf packet, final int count) {
        for (int i = 1; i < count; i++) {
            final Mbuf segment = pool.tryAlloc();
            if (segment == null) {
                return false;
            }
            segment.dataLength(segments[i]);
            packet.chain(segment);
        }
        return true;
    }
}
