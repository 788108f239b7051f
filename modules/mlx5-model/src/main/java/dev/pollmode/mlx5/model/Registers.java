package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.HealthBuffer;
import dev.pollmode.mlx5.prm.NicInterface;
import dev.pollmode.mlx5.prm.Uar;
import java.util.function.LongSupplier;

/// The init segment as software reads and writes it. Any thread.
///
/// The address of the command queue is two words that may come in either order; the device looks at both when a command doorbell comes.
final class Registers {
    static final int LOG_COMMANDS = 5;
    static final int LOG_STRIDE = 6;
    static final int COMMAND_DOORBELL = 0x18;

    private static final int FIRMWARE_MINOR = 35;
    private static final int FIRMWARE_MAJOR = 16;
    private static final int FIRMWARE_SUB_MINOR = 1012;
    private static final int INTERFACE_REVISION = 5;
    private static final int QUEUE_HIGH = 0x10;
    private static final int QUEUE_LOW = 0x14;
    private static final int INITIALIZING = 0x1fc;
    private static final int HEALTH_BUFFER = 0x200;
    private static final int TIMER_HIGH = 0x1000;
    private static final int TIMER_LOW = 0x1004;
    private static final int HEALTH_COUNTER = 0x1010;
    private static final int HARDWARE_ID = 0x20d;
    private static final int PAGE_MASK = 0xfffff000;

    private final Health health;
    private final LongSupplier ticks;
    private volatile int queueHigh;
    private volatile int queueLow;
    private volatile int nicInterface;
    private volatile boolean initializing;

    Registers(final Health health, final LongSupplier ticks) {
        this.health = health;
        this.ticks = ticks;
    }

    void reset() {
        queueHigh = 0;
        queueLow = 0;
        nicInterface = NicInterface.FULL_DRIVER;
        initializing = false;
    }

    /// {@return the word at an offset of the init segment, a multiple of four}
    int read(final int offset) {
        return switch (offset) {
            case 0x0 -> FIRMWARE_MINOR << 16 | FIRMWARE_MAJOR;
            case 0x4 -> INTERFACE_REVISION << 16 | FIRMWARE_SUB_MINOR;
            case QUEUE_HIGH -> queueHigh;
            case QUEUE_LOW -> queueLow | nicInterface << NicInterface.STATE.low() | LOG_COMMANDS << 4 | LOG_STRIDE;
            case INITIALIZING -> initializing ? 1 << 31 : 0;
            case TIMER_HIGH -> (int) (ticks.getAsLong() >>> 32);
            case TIMER_LOW -> (int) ticks.getAsLong();
            case HEALTH_COUNTER -> health.counter();
            default -> offset >= HEALTH_BUFFER && offset < HEALTH_BUFFER + HealthBuffer.LAYOUT.size() ? readHealth(offset - HEALTH_BUFFER) : 0;
        };
    }

    private int readHealth(final int offset) {
        return switch (offset) {
            case 0x30 -> FIRMWARE_MAJOR << 24 | FIRMWARE_MINOR << 16 | FIRMWARE_SUB_MINOR;
            case 0x34 -> HARDWARE_ID;
            case 0x38 -> health.isRecoveryWanted() ? 1 << 31 : 0;
            case 0x3c -> health.syndrome() << 16;
            default -> 0;
        };
    }

    void writeQueueHigh(final int word) {
        queueHigh = word;
    }

    /// Takes the lower half of the address and the state of the NIC interface. A word that asks for a reset carries no address: drivers
    /// write it after the address and go on with that.
    ///
    /// @return the state asked for
    int writeQueueLow(final int word) {
        final int state = (word & NicInterface.STATE.mask()) >>> NicInterface.STATE.low();
        if (state != NicInterface.SOFTWARE_RESET) {
            queueLow = word & PAGE_MASK;
        }
        return state;
    }

    void setNicInterface(final int state) {
        nicInterface = state;
    }

    int nicInterface() {
        return nicInterface;
    }

    void setInitializing(final boolean on) {
        initializing = on;
    }

    /// {@return the DMA address of the command queue}
    long commandQueue() {
        return (long) queueHigh << 32 | queueLow & 0xffffffffL;
    }

    static boolean isInitSegment(final long offset) {
        return offset < 0x10L * Uar.PAGE_SIZE;
    }
}
