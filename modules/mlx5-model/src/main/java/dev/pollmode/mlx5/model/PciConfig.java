package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.PciIds;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The PCI configuration space of the function: one BAR of 64 bits, PCI Express with function-level reset, MSI-X.
///
/// PCI Local Bus Specification 3.0, chapter 6; PCI Express Base Specification, section 7.5. Little-endian.
final class PciConfig {
    static final int LENGTH = 4096;
    static final int COMMAND = 0x04;

    private static final int STATUS = 0x06;
    private static final int CLASS_REVISION = 0x08;
    private static final int BAR0 = 0x10;
    private static final int SUBSYSTEM = 0x2c;
    private static final int CAPABILITIES = 0x34;
    private static final int HAS_CAPABILITIES = 0x10;
    private static final int PREFETCHABLE_64 = 0xc;
    private static final int SUBSYSTEM_ID = 0x0041;
    private static final int EXPRESS = 0x60;
    private static final int EXPRESS_ID = 0x10;
    private static final int ENDPOINT_V2 = 0x0002;
    private static final int DEVICE_CAPABILITIES = EXPRESS + 4;
    private static final int DEVICE_CONTROL = EXPRESS + 8;
    private static final int FLR_CAPABLE = 1 << 28;
    private static final int INITIATE_FLR = 1 << 15;
    private static final int MSIX = 0x9c;
    private static final int MSIX_ID = 0x11;
    private static final int MSIX_TABLE = 0x2000;
    private static final int MSIX_PENDING = 0x3000;
    private static final int COMMAND_BITS = 0x0547;

    private final ByteBuffer bytes = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer writable = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);

    PciConfig(final ModelConfig config) {
        bytes.putShort(0, (short) PciIds.VENDOR).putShort(2, (short) config.deviceId());
        bytes.putShort(STATUS, (short) HAS_CAPABILITIES).putInt(CLASS_REVISION, PciIds.CLASS << 8).putInt(BAR0, PREFETCHABLE_64);
        bytes.putShort(SUBSYSTEM, (short) PciIds.VENDOR).putShort(SUBSYSTEM + 2, (short) SUBSYSTEM_ID);
        bytes.put(CAPABILITIES, (byte) EXPRESS);
        bytes.put(EXPRESS, (byte) EXPRESS_ID).put(EXPRESS + 1, (byte) MSIX).putShort(EXPRESS + 2, (short) ENDPOINT_V2);
        bytes.putInt(DEVICE_CAPABILITIES, FLR_CAPABLE | 0x8000);
        bytes.put(MSIX, (byte) MSIX_ID).putShort(MSIX + 2, (short) (config.vectors() - 1)).putInt(MSIX + 4, MSIX_TABLE).putInt(MSIX + 8, MSIX_PENDING);
        writable.putShort(COMMAND, (short) COMMAND_BITS).put(0x0c, (byte) 0xff).put(0x3c, (byte) 0xff);
        final long barMask = -Mlx5Device.BAR0_LENGTH;
        writable.putInt(BAR0, (int) barMask).putInt(BAR0 + 4, (int) (barMask >>> 32));
        writable.putShort(DEVICE_CONTROL, (short) 0x7fff).putShort(MSIX + 2, (short) 0xc000);
    }

    void reset() {
        bytes.putShort(COMMAND, (short) 0).putShort(DEVICE_CONTROL, (short) 0);
        bytes.putShort(MSIX + 2, (short) (bytes.getShort(MSIX + 2) & 0x7ff));
    }

    int read(final int offset) {
        return bytes.get(offset) & 0xff;
    }

    /// Writes a byte.
    ///
    /// @return whether it asks for a reset of the function
    boolean write(final int offset, final int value) {
        final int mask = writable.get(offset) & 0xff;
        bytes.put(offset, (byte) (bytes.get(offset) & ~mask | value & mask));
        return offset == DEVICE_CONTROL + 1 && (value & INITIATE_FLR >>> 8) != 0;
    }
}
