package dev.pollmode.mlx5.model;

import dev.pollmode.sys.Mem;

/// The way of a frame from a send queue to the wire: tag, checksums, padding, counters. Device thread only.
final class Egress {
    private static final int MIN_FRAME = 60;
    private static final int TAG_LENGTH = 4;
    private static final int TPID = 0x8100;
    private static final long CAPACITY = 1 << 20;

    private final Vport vport;
    private final Wire wire;
    private final FrameRing looped;
    private final FrameRing waiting = new FrameRing(CAPACITY);
    private final PacketHeaders headers = new PacketHeaders();
    private final long frame;

    /// @param looped takes frames that the host's switch gives back to the port
    Egress(final Hca hca, final Wire wire, final FrameRing looped) {
        this.vport = hca.vport;
        this.wire = wire;
        this.looped = looped;
        this.frame = hca.arena.allocate(Wire.MAX_FRAME + 64L, 64).address();
    }

    void reset() {
        waiting.clear();
    }

    /// {@return whether nothing waits for room on the wire}
    boolean drain() {
        while (!waiting.isEmpty()) {
            if (!wire.send(waiting.address(), waiting.length())) {
                return false;
            }
            waiting.remove();
        }
        return true;
    }

    /// Sends a frame.
    ///
    /// @param address of the frame
    /// @param length at least that of an Ethernet header
    /// @param tag VLAN tag to insert, or -1
    /// @param checksums see the `CHECKSUM_` bits of the work request
    void send(final long address, final int length, final int tag, final int checksums) {
        final int total = tag >= 0 ? length + TAG_LENGTH : length;
        if (!vport.fits(total) || total > Wire.MAX_FRAME) {
            vport.transmitErrors++;
            return;
        }
        if (tag >= 0) {
            Mem.copy(address, frame, 12);
            Mem.putShortBe(frame + 12, (short) TPID);
            Mem.putShortBe(frame + 14, (short) tag);
            Mem.copy(address + 12, frame + 16, length - 12L);
        } else {
            Mem.copy(address, frame, length);
        }
        headers.parse(frame, total);
        Checksums.write(headers, checksums);
        vport.countTransmitted(headers);
        if (!vport.isUp()) {
            return;
        }
        final int padded = Math.max(total, MIN_FRAME);
        Mem.fill(frame + total, padded - total, (byte) 0);
        if (vport.loops(headers)) {
            vport.receiveDropped += looped.put(frame, padded) ? 0 : 1;
            return;
        }
        if (!waiting.isEmpty() || !wire.send(frame, padded)) {
            if (!waiting.put(frame, padded)) {
                vport.transmitErrors++;
            }
        }
    }
}
