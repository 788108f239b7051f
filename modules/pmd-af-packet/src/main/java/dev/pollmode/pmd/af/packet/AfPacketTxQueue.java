package dev.pollmode.pmd.af.packet;

import dev.pollmode.ethdev.QueueCounters;
import dev.pollmode.ethdev.TxQueue;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.net.TxChecksum;
import dev.pollmode.net.VlanTag;
import dev.pollmode.sys.CallState;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.Mem;
import dev.pollmode.sys.PacketRing;
import dev.pollmode.sys.Tpacket2Hdr;
import dev.pollmode.sys.VirtioNetHdr;

/// Puts frames into a ring that the kernel empties: one copy a frame, one system call a burst.
///
/// The kernel sends what is behind the headers from the slot itself, as pages that belong to somebody else. A device that hands frames on, such
/// as a veth, has to allocate and copy these again, which costs a third of all the time. So the header in front of a frame says that all of
/// it is headers: these the kernel copies at once.
///
/// While the interface is down or gone nothing is taken: the packets stay the caller's.
final class AfPacketTxQueue extends TxQueue {
    // What is copied must fit one page beside the kernel's own needs; longer frames are sent from the slot.
    private static final int MAX_COPIED = 3072;

    private final CallState callState = CallState.create();
    private final PairSocket pair;
    private final PacketRing ring;
    private final QueueCounters counters;
    private int next;

    AfPacketTxQueue(final PairSocket pair, final QueueCounters counters) {
        this.pair = pair;
        this.counters = counters;
        ring = pair.socket().tx();
        next = pair.txPosition();
    }

    @Override
    public int txBurst(final Mbuf[] burst, final int offset, final int count) {
        if (count == 0) {
            return 0;
        }
        final int first = next;
        int taken = 0;
        int refused = 0;
        long bytes = 0;
        for (; taken < count; taken++) {
            final Mbuf packet = burst[offset + taken];
            final long slot = ring.slot(next);
            if (!isFree(slot)) {
                break;
            }
            if (put(slot, packet)) {
                bytes += packet.packetLength();
                next++;
            } else {
                refused++;
            }
        }
        if (!kick()) {
            takeBack(first);
            return 0;
        }
        if (taken > 0) {
            Mbuf.freeBulk(burst, offset, taken);
            counters.add(next - first, bytes);
            counters.addErrors(refused);
        }
        return taken;
    }

    /// {@return whether a slot is ours; one that the kernel refused is counted and ours again}
    private boolean isFree(final long slot) {
        final int status = Tpacket2Hdr.status(slot);
        if ((status & Tpacket2Hdr.STATUS_WRONG_FORMAT) != 0) {
            counters.addErrors(1);
            return true;
        }
        return status == Tpacket2Hdr.STATUS_AVAILABLE;
    }

    /// Copies a packet into a slot.
    ///
    /// @return false when it doesn't fit or can't be sent as it asks for
    private boolean put(final long slot, final Mbuf packet) {
        if ((packet.offloads() & Offload.TX_MASK) != 0 && !finish(packet) || packet.packetLength() > ring.txRoom() - VirtioNetHdr.SIZE) {
            return false;
        }
        final int length = packet.packetLength();
        final long header = slot + Tpacket2Hdr.TX_DATA;
        VirtioNetHdr.clear(header, VirtioNetHdr.SIZE);
        VirtioNetHdr.headerLength(header, length <= MAX_COPIED ? length : 0);
        long to = header + VirtioNetHdr.SIZE;
        for (Mbuf segment = packet; segment != null; segment = segment.next()) {
            Mem.copy(segment.dataAddress(), to, segment.dataLength());
            to += segment.dataLength();
        }
        Tpacket2Hdr.length(slot, VirtioNetHdr.SIZE + length);
        Tpacket2Hdr.status(slot, Tpacket2Hdr.STATUS_SEND_REQUEST);
        return true;
    }

    /// Does in software what the packet asks for.
    private static boolean finish(final Mbuf packet) {
        return packet.isWritable() && (packet.offloads() & Offload.TX_TCP_SEG) == 0 && TxChecksum.complete(packet)
            && ((packet.offloads() & Offload.TX_VLAN) == 0 || VlanTag.insert(packet));
    }

    /// {@return false when the interface is down or gone: then the kernel has not looked at any slot}
    private boolean kick() {
        final long result = pair.socket().kick(callState);
        if (result == -Errno.ENETDOWN || result == -Errno.ENXIO) {
            return false;
        }
        if (result < 0 && result != -Errno.EAGAIN && result != -Errno.ENOBUFS && result != -Errno.EINTR) {
            counters.addErrors(1);
        }
        return true;
    }

    /// Empties the slots from one on again; the kernel goes on at the first slot it has not sent, so that must stay the next.
    private void takeBack(final int from) {
        while (next != from) {
            next--;
            Tpacket2Hdr.status(ring.slot(next), Tpacket2Hdr.STATUS_AVAILABLE);
        }
    }

    /// Sends what waits in the ring; what can't be sent is counted as an error. Called when no thread is inside.
    void drop() {
        kick();
        int first = next;
        while (next - first < ring.frameCount() && Tpacket2Hdr.status(ring.slot(first - 1)) == Tpacket2Hdr.STATUS_SEND_REQUEST) {
            first--;
        }
        counters.addErrors(next - first);
        takeBack(first);
    }

    @Override
    protected void release() {
        pair.txPosition(next);
    }
}
