package dev.pollmode.mlx5.prm;

/// Types of events: bit numbers of the mask of an event queue, and byte 1 of an [Eqe].
public final class EventType {
    public static final int COMPLETION = 0x00;
    public static final int PATH_MIGRATED = 0x01;
    public static final int COMMUNICATION_ESTABLISHED = 0x02;
    public static final int SQ_DRAINED = 0x03;
    public static final int CQ_ERROR = 0x04;
    public static final int WQ_CATASTROPHIC_ERROR = 0x05;
    public static final int PATH_MIGRATION_FAILED = 0x07;
    public static final int INTERNAL_ERROR = 0x08;
    public static final int PORT_CHANGE = 0x09;
    public static final int COMMAND = 0x0a;
    public static final int PAGE_REQUEST = 0x0b;
    public static final int PAGE_FAULT = 0x0c;
    public static final int NIC_VPORT_CHANGE = 0x0d;
    public static final int WQ_INVALID_REQUEST = 0x10;
    public static final int WQ_ACCESS_ERROR = 0x11;
    public static final int SRQ_CATASTROPHIC_ERROR = 0x12;
    public static final int LAST_WQE = 0x13;
    public static final int SRQ_LIMIT = 0x14;
    public static final int GPIO = 0x15;
    public static final int PORT_MODULE = 0x16;
    public static final int TEMPERATURE = 0x17;
    public static final int DOORBELL_CONGESTION = 0x1a;
    public static final int STALL = 0x1b;
    public static final int GENERAL_NOTIFICATION = 0x22;
    /// Sub-type of [#PORT_CHANGE]: the link went down.
    public static final int PORT_DOWN = 1;
    /// Sub-type of [#PORT_CHANGE]: the link came up.
    public static final int PORT_ACTIVE = 4;

    private EventType() {
    }
}
