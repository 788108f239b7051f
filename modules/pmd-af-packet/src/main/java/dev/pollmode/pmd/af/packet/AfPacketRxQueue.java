package dev.pollmode.pmd.af.packet;

import dev.pollmode.ethdev.QueueCounters;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.net.VlanTag;
import dev.pollmode.sys.Mem;
import dev.pollmode.sys.PacketRing;
import dev.pollmode.sys.Tpacket2Hdr;

/// Takes frames out of a ring that the kernel fills: no system call, one copy.
final class AfPacketRxQueue extends RxQueue {
    private final PairSocket pair;
    private final PacketRing ring;
    private final Mempool pool;
    private final QueueCounters counters;
    private final int port;
    private final boolean stripVlan;
    private final UnfinishedChecksum unfinished = new UnfinishedChecksum();
    private int next;

    AfPacketRxQueue(final PairSocket pair, final Mempool pool, final QueueCounters counters, final int port, final boolean stripVlan) {
        this.pair = pair;
        this.pool = pool;
        this.counters = counters;
        this.port = port;
        this.stripVlan = stripVlan;
        ring = pair.socket().rx();
        next = pair.rxPosition();
    }

    @Override
    public int rxBurst(final Mbuf[] burst, final int offset, final int limit) {
        int received = 0;
        long bytes = 0;
        while (received < limit) {
            final long slot = ring.slot(next);
            final int status = Tpacket2Hdr.status(slot);
            if ((status & Tpacket2Hdr.STATUS_USER) == 0) {
                break;
            }
            final Mbuf mbuf = pool.tryAlloc();
            if (mbuf == null) {
                // The frame stays in the ring; when that runs full the kernel drops and counts.
                counters.addNoMbuf(1);
                break;
            }
            if (take(slot, status, mbuf)) {
                burst[offset + received++] = mbuf;
                bytes += mbuf.packetLength();
            } else {
                mbuf.free();
                counters.addErrors(1);
            }
            next++;
            Tpacket2Hdr.status(slot, Tpacket2Hdr.STATUS_KERNEL);
        }
        if (received > 0) {
            counters.add(received, bytes);
        }
        return received;
    }

    /// Copies a frame; one that was cut off, or doesn't fit the buffer, is an error.
    private boolean take(final long slot, final int status, final Mbuf mbuf) {
        final int length = Tpacket2Hdr.captured(slot);
        final int at = Tpacket2Hdr.macOffset(slot);
        if (length < Tpacket2Hdr.length(slot) || length > mbuf.tailroom() || (length | at | ring.frameSize() - at - length) < 0) {
            return false;
        }
        Mem.copy(slot + at, mbuf.dataAddress(), length);
        mbuf.received(length, port);
        if ((status & Tpacket2Hdr.STATUS_CSUM_NOT_READY) != 0 && !unfinished.finish(mbuf)) {
            return false;
        }
        return (status & Tpacket2Hdr.STATUS_VLAN_VALID) == 0 || tag(slot, mbuf);
    }

    /// The kernel took the tag out: tell it, or put it back.
    private boolean tag(final long slot, final Mbuf mbuf) {
        mbuf.vlanTci(Tpacket2Hdr.vlanTci(slot));
        if (stripVlan) {
            mbuf.offloads(mbuf.offloads() | Offload.RX_VLAN | Offload.RX_VLAN_STRIPPED);
            return true;
        }
        return VlanTag.insert(mbuf);
    }

    @Override
    public int pending() {
        int count = 0;
        while (count < ring.frameCount() && (Tpacket2Hdr.status(ring.slot(next + count)) & Tpacket2Hdr.STATUS_USER) != 0) {
            count++;
        }
        return count;
    }

    @Override
    protected void release() {
        pair.rxPosition(next);
    }
}
