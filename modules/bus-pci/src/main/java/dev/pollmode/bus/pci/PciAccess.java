package dev.pollmode.bus.pci;

import dev.pollmode.eal.DmaMap;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// A way to an opened PCI device.
///
/// | implementation   | device                                             | DMA                                      |
/// |------------------|----------------------------------------------------|------------------------------------------|
/// | [VfioAccess]     | of this machine, by the kernel's VFIO              | through the IOMMU, or without one, IOVA=PA |
/// | [VfioUserAccess] | of another process, over vfio-user                 | memory shared with that process          |
///
/// The control plane calls it, one thread at a time; [#isPresent()] may be called by any. Interrupt indices are those of
/// [dev.pollmode.vfio.user.Vfio]. Methods throw [dev.pollmode.sys.SysException] with the errno of the kernel or the server.
public interface PciAccess extends AutoCloseable {
    /// {@return what it is, for messages: `vfio`, `vfio without IOMMU`, `vfio-user /run/vf.sock`}
    String description();

    /// Reads config space.
    ///
    /// @param offset of the first byte
    /// @param to     gets as many bytes as it is long
    void readConfig(int offset, MemorySegment to);

    /// Writes config space.
    ///
    /// @param offset of the first byte
    /// @param from   the bytes
    void writeConfig(int offset, MemorySegment from);

    /// Maps a BAR.
    ///
    /// @param index 0 to 5
    /// @return the BAR, the same one each time; of size 0 when the device has none
    PciBar bar(int index);

    /// {@return how many interrupts an index has}
    ///
    /// @param index as in [dev.pollmode.vfio.user.Vfio#IRQ_MSIX]
    int irqs(int index);

    /// Lets the interrupts 0 to n-1 of an index be told through eventfds, in place of all that were set before.
    ///
    /// @param index    as in [dev.pollmode.vfio.user.Vfio#IRQ_MSIX]
    /// @param eventFds one each; they stay the caller's, who keeps them open until they are disabled
    void setIrqs(int index, int... eventFds);

    /// Takes all eventfds of an index away; does nothing when none are set.
    ///
    /// @param index as in [dev.pollmode.vfio.user.Vfio#IRQ_MSIX]
    void disableIrqs(int index);

    /// Resets the device.
    ///
    /// @return false when the device cannot be reset now, because it is being removed, or at all
    boolean reset();

    /// {@return what makes memory reachable for this device alone; empty when nothing has to be done, or is done for all
    /// devices at once}
    Optional<DmaMap> dmaMap();

    /// Says what to do when the device goes without asking. Called once, by any thread, soon after.
    ///
    /// @param action must not wait
    void onGone(Runnable action);

    /// {@return whether the device is there as far as is known}
    boolean isPresent();

    /// Stops interrupts, unmaps BARs and closes the device. Memory is unmapped for it before. A second call does nothing.
    @Override
    void close();
}
