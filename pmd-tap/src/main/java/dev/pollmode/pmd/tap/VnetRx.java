package dev.pollmode.pmd.tap;

import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.net.ChecksumVerifier;
import dev.pollmode.net.Headers;
import dev.pollmode.net.PacketParser;
import dev.pollmode.sys.Mem;
import java.util.Set;

/// Completes a received packet: its port, its type, what the kernel's header says, and the state of its checksums where that was asked for.
///
/// One object belongs to one queue.
final class VnetRx implements RxFinish {
    private static final int ETHERNET = 14;

    private final PacketParser parser = new PacketParser();
    private final Headers headers = new Headers();
    private final int port;
    private final int headerLength;
    private final boolean ethernet;
    private final TapMacs macs;
    private final boolean merged;
    private final long verified;

    /// @param port the number of the port
    /// @param headerLength bytes in front of each frame; 0 when the kernel says nothing about it
    /// @param ethernet whether packets begin with an Ethernet header
    /// @param macs which frames to receive
    /// @param offloads what was asked for
    VnetRx(final int port, final int headerLength, final boolean ethernet, final TapMacs macs, final Set<RxOffload> offloads) {
        this.port = port;
        this.headerLength = headerLength;
        this.ethernet = ethernet;
        this.macs = macs;
        merged = offloads.contains(RxOffload.TCP_LRO);
        verified = (offloads.contains(RxOffload.IPV4_CKSUM) ? Offload.RX_IP_CKSUM_MASK : 0)
            | (offloads.contains(RxOffload.TCP_CKSUM) || offloads.contains(RxOffload.UDP_CKSUM) ? Offload.RX_L4_CKSUM_MASK : 0);
    }

    @Override
    public int received(final Mbuf packet, final long header, final int firstLength) {
        if (ethernet) {
            if (firstLength < ETHERNET) {
                return REFUSE;
            }
            if (!macs.rules().accept(Mem.getLongBe(header + headerLength) >>> 16)) {
                return SKIP;
            }
        }
        if (packet.dataLength() == 0) {
            packet.received(firstLength, port);
        } else {
            packet.port(port);
        }
        packet.packetType(ethernet ? parser.parse(packet, headers) : parser.parseIp(packet, headers));
        if (verified != 0) {
            packet.offloads(ChecksumVerifier.verify(packet, headers) & verified);
        }
        // Flags and type of segmentation: most often the kernel says nothing.
        return headerLength == 0 || Mem.getShort(header) == 0 || VnetOffload.read(packet, header, headers, merged) ? TAKE : REFUSE;
    }
}
