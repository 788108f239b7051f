package dev.pollmode.sys;

/// How the sockets of a fanout group share the frames of an interface; packet(7), `PACKET_FANOUT_...`.
public enum PacketFanout {
    /// By a hash of addresses and ports: a flow stays with one socket.
    HASH(0),
    /// One after the other.
    LOAD_BALANCE(1),
    /// By the CPU that received the frame.
    CPU(2),
    /// The first one until it is full, then the next.
    ROLLOVER(3),
    /// At random.
    RANDOM(4),
    /// By the receive queue of the device.
    QUEUE(5);

    /// Go to the next socket when the chosen one is full (`PACKET_FANOUT_FLAG_ROLLOVER`). Not with [#ROLLOVER], which does so anyway.
    public static final int FLAG_ROLLOVER = 0x1000;
    /// The kernel chooses the number of the group, given as 0 (`PACKET_FANOUT_FLAG_UNIQUEID`).
    public static final int FLAG_UNIQUE_ID = 0x2000;
    /// Put IP fragments together first, so that all have the same hash (`PACKET_FANOUT_FLAG_DEFRAG`).
    public static final int FLAG_DEFRAG = 0x8000;

    final int value;

    PacketFanout(final int value) {
        this.value = value;
    }
}
