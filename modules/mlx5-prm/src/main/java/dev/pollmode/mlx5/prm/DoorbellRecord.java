package dev.pollmode.mlx5.prm;

/// Eight bytes of host memory through which software tells the device how far it has come, big-endian.
///
/// | of                | word 0                        | word 1                       |
/// |-------------------|-------------------------------|------------------------------|
/// | work queue        | receive producer, 16 bits     | send producer, 16 bits       |
/// | completion queue  | consumer index, 24 bits       | arm word, see [Uar#cqArm]    |
public final class DoorbellRecord {
    public static final int SIZE = 8;
    public static final int RECEIVE = 0;
    public static final int SEND = 4;
    public static final int CONSUMER = 0;
    public static final int ARM = 4;

    private DoorbellRecord() {
    }
}
