package dev.pollmode.pmd.vdev.netvsc;

import dev.pollmode.sys.CallState;
import dev.pollmode.sys.Mem;
import dev.pollmode.sys.PacketRing;
import dev.pollmode.sys.PacketRingSize;
import dev.pollmode.sys.PacketSocket;
import dev.pollmode.sys.Tpacket2Hdr;
import dev.pollmode.test.support.TestNet;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The outside of a cable: sends numbered frames by a socket of its own, and takes those that arrive out of a ring, with the
/// time at which the kernel got them.
///
/// One thread sends, one takes.
final class FarEnd implements AutoCloseable {
    private static final int LENGTH = 60;
    /// IEEE 802 local experimental type 1.
    private static final int ETHER_TYPE = 0x88b5;
    private static final int TYPE_AT = 12;
    private static final int STREAM_AT = 14;
    private static final int NUMBER_AT = 16;
    private static final PacketRingSize RING = new PacketRingSize(256, 1 << 16);

    /// Takes what arrived.
    @FunctionalInterface
    interface Arrivals {
        /// @param from     where it arrived
        /// @param stream   the stream it belongs to
        /// @param number   its number
        /// @param atNs     when, in nanoseconds since 1970
        void take(FarEnd from, int stream, int number, long atNs);
    }

    private final String name;
    private final PacketSocket socket = PacketSocket.open();
    private final CallState state = CallState.create();
    private final MemorySegment memory = Arena.ofAuto().allocate(LENGTH);
    private final long frame = memory.address();
    private int next;

    private FarEnd(final String name, final int index) {
        this.name = name;
        socket.ignoreOutgoing(true);
        socket.rings(RING, null);
        socket.bind(index, PacketSocket.ETH_P_ALL);
        Mem.fill(frame, 6, (byte) 0xff);
        Mem.putByte(frame + 6, (byte) 2);
        Mem.putShortBe(frame + TYPE_AT, (short) ETHER_TYPE);
    }

    static FarEnd of(final TestNet net, final String name) {
        return net.namespace.call(() -> new FarEnd(name, net.index(name)));
    }

    /// Sends a frame.
    ///
    /// @return whether the cable took it
    boolean send(final int stream, final int number) {
        Mem.putShortBe(frame + STREAM_AT, (short) stream);
        Mem.putIntBe(frame + NUMBER_AT, number);
        return socket.send(state, frame, LENGTH) == LENGTH;
    }

    /// Takes what has arrived.
    ///
    /// @return how many frames
    int take(final Arrivals arrivals) {
        final PacketRing ring = socket.rx();
        int taken = 0;
        for (long slot = ring.slot(next); (Tpacket2Hdr.status(slot) & Tpacket2Hdr.STATUS_USER) != 0; slot = ring.slot(next)) {
            final long at = slot + Tpacket2Hdr.macOffset(slot);
            if (Mem.getShortBe(at + TYPE_AT) == (short) ETHER_TYPE && Tpacket2Hdr.captured(slot) >= NUMBER_AT + Integer.BYTES) {
                arrivals.take(this, Mem.getShortBe(at + STREAM_AT), Mem.getIntBe(at + NUMBER_AT),
                    Integer.toUnsignedLong(Tpacket2Hdr.seconds(slot)) * 1_000_000_000L + Tpacket2Hdr.nanoseconds(slot));
                taken++;
            }
            Tpacket2Hdr.status(slot, Tpacket2Hdr.STATUS_KERNEL);
            next++;
        }
        return taken;
    }

    /// {@return frames that came while the ring was full, since this was last asked}
    long missed() {
        return socket.statistics().drops();
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    public void close() {
        socket.close();
    }
}
