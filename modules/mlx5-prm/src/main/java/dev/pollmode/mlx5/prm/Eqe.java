package dev.pollmode.mlx5.prm;

/// An entry of an event queue: 64 bytes, big-endian. Offsets for access by address.
///
/// | offset | size | field        | meaning                                                            |
/// |-------:|-----:|--------------|--------------------------------------------------------------------|
/// |   0x01 |    1 | type         | see [EventType]                                                    |
/// |   0x03 |    1 | sub-type     |                                                                    |
/// |   0x20 |   28 | data         | depends on the type                                                |
/// |   0x3e |    1 | signature    |                                                                    |
/// |   0x3f |    1 | owner        | bit 0; software sets 1 in all; valid when it equals bit `log_eq_size` of the consumer index |
public final class Eqe {
    public static final int SIZE = 64;
    public static final int LOG_SIZE = 6;
    public static final int TYPE = 0x01;
    public static final int SUB_TYPE = 0x03;
    public static final int DATA = 0x20;
    public static final int SIGNATURE = 0x3e;
    public static final int OWNER = 0x3f;
    /// Completion: 32-bit word, the number of the completion queue in its low 24 bits.
    public static final int COMPLETION_CQN = DATA + 0x18;
    /// Queue events: what kind of queue, 0 QP, 1 RQ, 2 SQ.
    public static final int QUEUE_TYPE = DATA + 0x14;
    /// Queue events: 32-bit word, the number of the queue in its low 24 bits.
    public static final int QUEUE_NUMBER = DATA + 0x18;
    public static final int QUEUE_TYPE_RQ = 1;
    public static final int QUEUE_TYPE_SQ = 2;
    /// CQ error: 32-bit word, the number of the completion queue in its low 24 bits.
    public static final int CQ_ERROR_CQN = DATA;
    /// CQ error: byte, 1 overrun, 2 access violation.
    public static final int CQ_ERROR_SYNDROME = DATA + 0x0b;
    public static final int CQ_OVERRUN = 1;
    public static final int CQ_ACCESS_VIOLATION = 2;
    /// Port change: byte, the port in bits 7:4.
    public static final int PORT = DATA + 0x08;
    /// Command completion: 32-bit word, a bit per slot of the command queue.
    public static final int COMMAND_VECTOR = DATA;
    /// Page request: 32-bit word, the function in its low 16 bits.
    public static final int PAGES_FUNCTION = DATA;
    /// Page request: signed 32-bit word, how many; negative when the device gives pages back.
    public static final int PAGES_COUNT = DATA + 0x04;

    private Eqe() {
    }
}
