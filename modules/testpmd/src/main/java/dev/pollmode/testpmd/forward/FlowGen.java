package dev.pollmode.testpmd.forward;

import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;

/// `flowgen`: makes UDP packets of many flows, which differ in their destination address; frees what it receives.
final class FlowGen extends Forwarder {
    private static final long SOURCE_MAC = MacAddress.parse("00:01:02:03:04:00").value();
    private static final long DESTINATION_MAC = MacAddress.parse("00:01:02:03:04:01").value();
    private static final int SOURCE_IP = 10 << 24 | 254 << 16;
    private static final int DESTINATION_IP = 10 << 24 | 253 << 16;
    private static final int SOURCE_PORT = 1000;
    private static final int DESTINATION_PORT = 1001;

    private final Mempool pool;
    private final UdpHeader header;
    private final int length;
    private final int flows;
    private int next;

    FlowGen(final StreamSetup stream) {
        super(stream);
        final PacketSettings packets = stream.settings().packets();
        pool = stream.pool();
        flows = packets.flows();
        length = Math.min(Math.max(packets.length(), UdpHeader.LENGTH), pool.bufferLength() - Mbuf.HEADROOM);
        header = new UdpHeader(DESTINATION_MAC, SOURCE_MAC, new PacketSettings(packets.segments(), packets.split(), SOURCE_IP,
            DESTINATION_IP, SOURCE_PORT, DESTINATION_PORT, false, flows), length);
    }

    @Override
    public int forward() {
        final int received = receive();
        if (received > 0) {
            Mbuf.freeBulk(burst, 0, received);
        }
        if (!pool.getBulk(burst, 0, burst.length)) {
            return received;
        }
        for (int i = 0; i < burst.length; i++) {
            make(burst[i]);
        }
        transmit(burst.length);
        return received + burst.length;
    }

    private void make(final Mbuf packet) {
        packet.dataLength(length);
        header.writeTo(packet);
        header.destination(packet, DESTINATION_IP, DESTINATION_IP + next);
        next = next + 1 == flows ? 0 : next + 1;
    }
}
