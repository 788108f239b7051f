package dev.pollmode.vfio.user;

/// Constants that the kernel's VFIO and the vfio-user protocol share: indices and flags. `linux/vfio.h`.
public final class Vfio {
    /// Region indices of a PCI device: the six BARs are 0 to 5.
    public static final int REGION_BAR0 = 0;
    public static final int REGION_BAR5 = 5;
    public static final int REGION_ROM = 6;
    public static final int REGION_CONFIG = 7;
    public static final int REGION_VGA = 8;
    /// How many regions a PCI device has at least.
    public static final int PCI_REGIONS = 9;

    /// Interrupt indices of a PCI device.
    public static final int IRQ_INTX = 0;
    public static final int IRQ_MSI = 1;
    public static final int IRQ_MSIX = 2;
    /// The device met an uncorrectable error.
    public static final int IRQ_ERROR = 3;
    /// The device is wanted back: release it.
    public static final int IRQ_REQUEST = 4;
    /// How many interrupt indices a PCI device has.
    public static final int PCI_IRQS = 5;

    /// Flags of [VfioDeviceInfo].
    public static final int DEVICE_RESET = 1;
    public static final int DEVICE_PCI = 1 << 1;

    /// Flags of [VfioRegionInfo].
    public static final int REGION_READ = 1;
    public static final int REGION_WRITE = 1 << 1;
    public static final int REGION_MMAP = 1 << 2;
    public static final int REGION_CAPS = 1 << 3;

    /// Flags of [VfioIrqInfo].
    public static final int IRQ_INFO_EVENTFD = 1;
    public static final int IRQ_INFO_MASKABLE = 1 << 1;
    public static final int IRQ_INFO_AUTOMASKED = 1 << 2;
    public static final int IRQ_INFO_NORESIZE = 1 << 3;

    /// Flags of [VfioIrqSet]: one of the data forms and one of the actions.
    public static final int IRQ_SET_DATA_NONE = 1;
    public static final int IRQ_SET_DATA_BOOL = 1 << 1;
    public static final int IRQ_SET_DATA_EVENTFD = 1 << 2;
    public static final int IRQ_SET_ACTION_MASK = 1 << 3;
    public static final int IRQ_SET_ACTION_UNMASK = 1 << 4;
    public static final int IRQ_SET_ACTION_TRIGGER = 1 << 5;
    /// All data forms, all actions.
    public static final int IRQ_SET_DATA_MASK = 0x7;
    public static final int IRQ_SET_ACTION_ALL = 0x38;

    private Vfio() {
    }

    /// {@return the name of a region of a PCI device, for messages}
    ///
    /// @param index of the region
    public static String regionName(final int index) {
        return switch (index) {
            case 0, 1, 2, 3, 4, 5 -> "BAR " + index;
            case REGION_ROM -> "ROM";
            case REGION_CONFIG -> "config space";
            case REGION_VGA -> "VGA";
            default -> "region " + Integer.toUnsignedString(index);
        };
    }

    /// {@return the name of an interrupt index of a PCI device, for messages}
    ///
    /// @param index of the interrupt
    public static String irqName(final int index) {
        return switch (index) {
            case IRQ_INTX -> "INTx";
            case IRQ_MSI -> "MSI";
            case IRQ_MSIX -> "MSI-X";
            case IRQ_ERROR -> "error";
            case IRQ_REQUEST -> "request";
            default -> "irq " + Integer.toUnsignedString(index);
        };
    }
}
