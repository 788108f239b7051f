package dev.pollmode.testpmd.forward;

import dev.pollmode.ethdev.TxOffload;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.mbuf.TxLengths;
import dev.pollmode.net.Gro;
import dev.pollmode.net.Gso;
import dev.pollmode.net.Headers;
import dev.pollmode.net.PacketBytes;
import dev.pollmode.net.PacketParser;
import dev.pollmode.net.TxChecksum;

/// `csum`: counts received packets with wrong checksums, and has checksums computed anew, by the port or here. Sends from
/// the port's own address to that of the peer, where it is not asked to leave addresses. Merges TCP segments (GRO) and cuts long TCP packets where that is asked for (TSO by
/// the port, GSO here). Looks into tunnels where that is asked for.
final class ChecksumForward extends Forwarder {
    private static final int UDP_CHECKSUM = 6;

    private final PacketParser parser = new PacketParser();
    private final Headers headers = new Headers();
    private final ChecksumSettings checksums;
    private final long own;
    private final long peer;
    private final long hardware;
    private final TunnelChecksum tunnels;
    private final Gso gso;
    private final Mbuf[] pieces;
    private final Gro gro;
    private final Mbuf[] merged;
    private int roundsHeld;

    ChecksumForward(final StreamSetup stream) {
        super(stream);
        checksums = stream.checksums();
        own = stream.own().value();
        peer = stream.peer().value();
        hardware = bit(TxOffload.IPV4_CKSUM, Offload.TX_IP_CKSUM);
        tunnels = checksums.parseTunnels() ? new TunnelChecksum() : null;
        gso = checksums.gso() ? new Gso(stream.pool()) : null;
        pieces = new Mbuf[Gso.MAX_SEGMENTS];
        gro = checksums.gro().on() ? new Gro() : null;
        merged = new Mbuf[gro == null ? 0 : burst.length + Gro.MAX_FLOWS];
    }

    private long bit(final TxOffload offload, final long flag) {
        return checksums.hardware().contains(offload) ? flag : 0;
    }

    @Override
    public int forward() {
        final int received = receive();
        if (gro != null) {
            process(merged, merge(received));
        } else if (received > 0) {
            process(burst, received);
        }
        return received;
    }

    /// Puts into [#merged] what need not wait for more.
    private int merge(final int received) {
        final int ready = gro.merge(burst, 0, received, merged);
        if (gro.held() == 0 || ++roundsHeld < checksums.gro().flushCycles()) {
            return ready;
        }
        roundsHeld = 0;
        return ready + gro.flush(merged, ready);
    }

    /// What waits for more goes on.
    @Override
    protected void finish() {
        if (gro != null) {
            process(merged, gro.flush(merged, 0));
        }
    }

    private void process(final Mbuf[] packets, final int count) {
        for (int i = 0; i < count; i++) {
            change(packets[i]);
        }
        if (gso != null) {
            cutAndTransmit(packets, count);
        } else {
            prepareAndTransmit(packets, count);
        }
    }

    private void change(final Mbuf packet) {
        final long found = packet.offloads();
        if ((found & Offload.RX_IP_CKSUM_MASK) == Offload.RX_IP_CKSUM_BAD) {
            counters().addBadIpChecksum();
        }
        if ((found & Offload.RX_L4_CKSUM_MASK) == Offload.RX_L4_CKSUM_BAD) {
            counters().addBadL4Checksum();
        }
        if (checksums.newMacs()) {
            Ethernet.addresses(packet, peer, own);
        }
        parser.parse(packet, headers);
        if ((tunnels == null || !tunnels.complete(packet, headers)) && headers.fits(packet.packetLength())) {
            askFor(packet, found);
        }
    }

    private void askFor(final Mbuf packet, final long found) {
        final int segment = segmentSize(packet, found);
        long wanted = headers.isIpv4() ? Offload.TX_IP_CKSUM : 0;
        long byPort = hardware;
        if (headers.isTcp()) {
            wanted |= Offload.TX_TCP_CKSUM | (segment > 0 ? Offload.TX_TCP_SEG : 0);
            byPort |= segment > 0 && gso == null ? Offload.TX_TCP_SEG | Offload.TX_TCP_CKSUM | Offload.TX_IP_CKSUM
                : bit(TxOffload.TCP_CKSUM, Offload.TX_TCP_CKSUM);
        } else if (headers.isUdp() && PacketBytes.getShort(packet, headers.l4Offset() + UDP_CHECKSUM) != 0) {
            wanted |= Offload.TX_UDP_CKSUM;
            byPort |= bit(TxOffload.UDP_CKSUM, Offload.TX_UDP_CKSUM);
        }
        final long others = found & ~(Offload.TX_MASK | Offload.TX_IPV4 | Offload.TX_IPV6)
            | (headers.isIpv4() ? Offload.TX_IPV4 : Offload.TX_IPV6);
        packet.txLengths(TxLengths.of(headers.l2Length(), headers.l3Length(), headers.l4Length(), segment));
        final long here = wanted & ~byPort;
        if (gso != null && segment > 0) {
            packet.offloads(others | wanted);
            return;
        }
        if (here != 0) {
            packet.offloads(others | here);
            TxChecksum.complete(packet);
        }
        packet.offloads(others | wanted & byPort);
    }

    /// {@return the payload of a segment when the packet is to be cut, else 0}
    private int segmentSize(final Mbuf packet, final long found) {
        if (!headers.isTcp()) {
            return 0;
        }
        final int payload = packet.packetLength() - headers.payloadOffset();
        final boolean large = (found & (Offload.RX_LRO | Offload.TX_TCP_SEG)) != 0 && (gro == null || checksums.gro().portCuts());
        final int wanted;
        if (gso == null) {
            final int segment = large ? TxLengths.segmentSize(packet.txLengths()) : 0;
            wanted = checksums.tsoSegmentSize() > 0 ? checksums.tsoSegmentSize() : segment;
        } else {
            wanted = packet.packetLength() > checksums.gsoSegmentSize() ? checksums.gsoSegmentSize() - headers.payloadOffset() : 0;
        }
        return wanted > 0 && payload > wanted ? wanted : 0;
    }

    private void prepareAndTransmit(final Mbuf[] packets, final int count) {
        int from = 0;
        while (from < count) {
            final int good = tx.txPrepare(packets, from, count - from);
            if (good > 0) {
                transmit(packets, from, good);
                from += good;
            }
            if (from < count && good == 0) {
                drop(packets, from, 1);
                from++;
            }
        }
    }

    private void cutAndTransmit(final Mbuf[] packets, final int count) {
        for (int i = 0; i < count; i++) {
            final Mbuf packet = packets[i];
            final int made = Gso.wants(packet) ? gso.segment(packet, mtu(packet), pieces) : 0;
            if (made > 0) {
                packet.free();
                transmit(pieces, 0, made);
            } else if (made == 0) {
                transmit(packets, i, 1);
            } else {
                drop(packets, i, 1);
            }
        }
    }

    private int mtu(final Mbuf packet) {
        return checksums.gsoSegmentSize() - TxLengths.l2Length(packet.txLengths());
    }
}
