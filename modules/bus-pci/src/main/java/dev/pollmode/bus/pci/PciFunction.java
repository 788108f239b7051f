package dev.pollmode.bus.pci;

import java.util.List;
import java.util.OptionalInt;

/// What is known of a PCI function without opening it.
///
/// @param address    where it is
/// @param id         what it is; null for a device served over vfio-user until it is opened
/// @param revision   of the device
/// @param numaNode   close to it, -1: none
/// @param driver     of the kernel that holds it, or null
/// @param iommuGroup the group of the IOMMU, if it has one
/// @param resources  the six BARs
public record PciFunction(PciAddress address, PciId id, int revision, int numaNode, String driver, OptionalInt iommuGroup,
        List<Resource> resources) {
    /// A BAR as the kernel assigned it.
    ///
    /// @param start physical address
    /// @param size  in bytes, 0 when the device has no such BAR
    /// @param flags of the kernel's `linux/ioport.h`
    public record Resource(long start, long size, long flags) {
        static final Resource NONE = new Resource(0, 0, 0);
    }
}
