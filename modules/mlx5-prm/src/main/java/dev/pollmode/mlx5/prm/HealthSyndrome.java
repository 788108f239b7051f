package dev.pollmode.mlx5.prm;

/// What the health buffer says when the device is not well; 0 is healthy.
public final class HealthSyndrome {
    public static final int HEALTHY = 0x00;
    public static final int FIRMWARE_ERROR = 0x01;
    public static final int PROCESSOR_HUNG = 0x07;
    public static final int UNRECOVERABLE_HARDWARE = 0x08;
    public static final int FIRMWARE_CRC = 0x09;
    public static final int ICM_FETCH_PCI = 0x0a;
    public static final int HARDWARE_FATAL = 0x0b;
    public static final int ASYNC_EQ_OVERRUN = 0x0c;
    public static final int EQ_ERROR = 0x0d;
    public static final int INVALID_EQ = 0x0e;
    public static final int FFSER = 0x0f;
    public static final int TEMPERATURE = 0x10;

    private HealthSyndrome() {
    }

    /// {@return the syndrome in words, for messages}
    public static String text(final int syndrome) {
        return switch (syndrome) {
            case HEALTHY -> "healthy";
            case FIRMWARE_ERROR -> "firmware error";
            case PROCESSOR_HUNG -> "a processor hangs";
            case UNRECOVERABLE_HARDWARE -> "unrecoverable hardware error";
            case FIRMWARE_CRC -> "wrong checksum of the firmware";
            case ICM_FETCH_PCI -> "its memory can't be reached over PCI";
            case HARDWARE_FATAL -> "fatal hardware error";
            case ASYNC_EQ_OVERRUN -> "an event queue overran";
            case EQ_ERROR -> "an event queue failed";
            case INVALID_EQ -> "an invalid event queue";
            case FFSER -> "FFSER";
            case TEMPERATURE -> "too hot";
            default -> "unknown";
        };
    }
}
