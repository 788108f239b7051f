package dev.pollmode.bus.pci;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalInt;

/// The config space of an opened device.
///
/// Offsets: PCI Local Bus Specification 3.0, section 6.1 and chapter 6.8 (MSI-X); PCI Express Base Specification, section
/// 7.6 (extended capabilities); `linux/pci_regs.h`.
public final class PciConfig {
    /// Offset of the command register.
    public static final int COMMAND = 0x04;
    /// In the command register: the device may do DMA.
    public static final int COMMAND_MASTER = 1 << 2;
    /// In the command register: BARs in memory space answer.
    public static final int COMMAND_MEMORY = 1 << 1;
    /// Capability: MSI-X.
    public static final int CAP_MSIX = 0x11;
    /// Capability: PCI Express.
    public static final int CAP_EXPRESS = 0x10;

    private static final int VENDOR = 0x00;
    private static final int DEVICE = 0x02;
    private static final int STATUS = 0x06;
    private static final int STATUS_CAP_LIST = 1 << 4;
    private static final int REVISION_CLASS = 0x08;
    private static final int SUBSYSTEM_VENDOR = 0x2c;
    private static final int SUBSYSTEM_DEVICE = 0x2e;
    private static final int CAP_POINTER = 0x34;

    private static final int FIRST_CAPABILITY = 0x40;
    private static final int SIZE = 256;
    private static final int EXTENDED_SIZE = 4096;
    private static final int CAP_LENGTH = 4;

    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final PciAccess access;

    PciConfig(final PciAccess access) {
        this.access = access;
    }

    /// Where a device keeps its MSI-X vectors.
    ///
    /// @param vectors       how many
    /// @param tableBar      the BAR with the table
    /// @param tableOffset   in that BAR
    /// @param pendingBar    the BAR with the pending bits
    /// @param pendingOffset in that BAR
    public record Msix(int vectors, int tableBar, long tableOffset, int pendingBar, long pendingOffset) {
    }

    /// {@return a byte}
    ///
    /// @param offset of the byte
    public int read8(final int offset) {
        return Byte.toUnsignedInt(read(offset, Byte.BYTES).get(ValueLayout.JAVA_BYTE, 0));
    }

    /// {@return a value of 16 bits}
    ///
    /// @param offset of its first byte
    public int read16(final int offset) {
        return Short.toUnsignedInt(read(offset, Short.BYTES).get(SHORT, 0));
    }

    /// {@return a value of 32 bits}
    ///
    /// @param offset of its first byte
    public int read32(final int offset) {
        return read(offset, Integer.BYTES).get(INT, 0);
    }

    private MemorySegment read(final int offset, final int width) {
        final MemorySegment to = MemorySegment.ofArray(new byte[width]);
        access.readConfig(offset, to);
        return to;
    }

    /// Writes a value of 16 bits.
    ///
    /// @param offset of its first byte
    /// @param value  the value
    public void write16(final int offset, final int value) {
        final MemorySegment from = MemorySegment.ofArray(new byte[Short.BYTES]);
        from.set(SHORT, 0, (short) value);
        access.writeConfig(offset, from);
    }

    /// Writes a value of 32 bits.
    ///
    /// @param offset of its first byte
    /// @param value  the value
    public void write32(final int offset, final int value) {
        final MemorySegment from = MemorySegment.ofArray(new byte[Integer.BYTES]);
        from.set(INT, 0, value);
        access.writeConfig(offset, from);
    }

    /// {@return what the device is}
    public PciId id() {
        return new PciId(read16(VENDOR), read16(DEVICE), read16(SUBSYSTEM_VENDOR), read16(SUBSYSTEM_DEVICE), read32(REVISION_CLASS) >>> 8);
    }

    /// {@return the revision of the device}
    public int revision() {
        return read8(REVISION_CLASS);
    }

    /// Lets the device do DMA (which interrupts by message are, too), or not.
    ///
    /// @param master whether it may
    public void busMaster(final boolean master) {
        final int command = read16(COMMAND);
        final int wanted = master ? command | COMMAND_MASTER : command & ~COMMAND_MASTER;
        if (wanted != command) {
            write16(COMMAND, wanted);
        }
    }

    /// {@return where a capability begins, empty when the device does not have it}
    ///
    /// @param id of the capability, as [#CAP_MSIX]
    public OptionalInt capability(final int id) {
        if ((read16(STATUS) & STATUS_CAP_LIST) == 0) {
            return OptionalInt.empty();
        }
        int at = read8(CAP_POINTER) & ~3;
        // A list longer than config space can hold has a loop.
        for (int seen = 0; at >= FIRST_CAPABILITY && seen < SIZE / CAP_LENGTH; seen++) {
            if (read8(at) == id) {
                return OptionalInt.of(at);
            }
            at = read8(at + 1) & ~3;
        }
        return OptionalInt.empty();
    }

    /// {@return where an extended capability begins, empty when the device does not have it}
    ///
    /// @param id of the capability
    public OptionalInt extendedCapability(final int id) {
        if (capability(CAP_EXPRESS).isEmpty()) {
            return OptionalInt.empty();
        }
        int at = SIZE;
        for (int seen = 0; at >= SIZE && at <= EXTENDED_SIZE - CAP_LENGTH && seen < EXTENDED_SIZE / CAP_LENGTH; seen++) {
            final int header = read32(at);
            if (header == 0 || header == -1) {
                return OptionalInt.empty();
            }
            if ((header & 0xffff) == id) {
                return OptionalInt.of(at);
            }
            at = header >>> 20 & ~3;
        }
        return OptionalInt.empty();
    }

    /// {@return where the device keeps its MSI-X vectors, empty when it has none}
    public Optional<Msix> msix() {
        final OptionalInt at = capability(CAP_MSIX);
        if (at.isEmpty()) {
            return Optional.empty();
        }
        final int control = read16(at.getAsInt() + 2);
        final int table = read32(at.getAsInt() + 4);
        final int pending = read32(at.getAsInt() + 8);
        return Optional.of(new Msix((control & 0x7ff) + 1, table & 7, Integer.toUnsignedLong(table & ~7), pending & 7,
            Integer.toUnsignedLong(pending & ~7)));
    }
}
