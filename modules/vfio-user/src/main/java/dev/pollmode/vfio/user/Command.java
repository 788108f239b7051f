package dev.pollmode.vfio.user;

/// The commands of the protocol. vfio-user, section "Commands".
final class Command {
    static final int VERSION = 1;
    static final int DMA_MAP = 2;
    static final int DMA_UNMAP = 3;
    static final int DEVICE_GET_INFO = 4;
    static final int DEVICE_GET_REGION_INFO = 5;
    static final int DEVICE_GET_REGION_IO_FDS = 6;
    static final int DEVICE_GET_IRQ_INFO = 7;
    static final int DEVICE_SET_IRQS = 8;
    static final int REGION_READ = 9;
    static final int REGION_WRITE = 10;
    static final int DMA_READ = 11;
    static final int DMA_WRITE = 12;
    static final int DEVICE_RESET = 13;
    static final int REGION_WRITE_MULTI = 15;

    private static final String[] NAMES = {
        null, "VERSION", "DMA_MAP", "DMA_UNMAP", "DEVICE_GET_INFO", "DEVICE_GET_REGION_INFO", "DEVICE_GET_REGION_IO_FDS",
        "DEVICE_GET_IRQ_INFO", "DEVICE_SET_IRQS", "REGION_READ", "REGION_WRITE", "DMA_READ", "DMA_WRITE", "DEVICE_RESET",
        null, "REGION_WRITE_MULTI"};

    private Command() {
    }

    /// {@return the name of a command for messages and logs}
    static String name(final int command) {
        final boolean known = command > 0 && command < NAMES.length && NAMES[command] != null;
        return known ? NAMES[command] : "command " + command;
    }
}
