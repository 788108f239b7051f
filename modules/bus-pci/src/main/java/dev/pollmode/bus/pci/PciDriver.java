package dev.pollmode.bus.pci;

import java.util.List;

/// A driver of PCI devices, found by [java.util.ServiceLoader].
///
/// One object per Eal; its methods are called by one thread at a time.
public interface PciDriver {
    /// {@return its name, such as `net_mlx5_vf`}
    String name();

    /// {@return the devices it serves}
    List<PciId> ids();

    /// {@return what it takes as arguments, for `help` and error messages}
    default String usage() {
        return "";
    }

    /// Starts to serve a device: it is open, may do DMA to all memory of the Eal, and its interrupts are off.
    ///
    /// @param device the device; [PciDevice#onRemoval] is the place to say what its going means
    /// @throws RuntimeException when it can't; nothing of it is left then, and the bus closes the device
    void probe(PciDevice device);

    /// Ends to serve a device: its ports are closed, and it is not touched any more. The bus closes it then. The device may
    /// be gone already: [PciAccess#isPresent()].
    ///
    /// @param device the device
    void remove(PciDevice device);
}
