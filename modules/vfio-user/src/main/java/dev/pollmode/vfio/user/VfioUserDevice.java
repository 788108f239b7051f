package dev.pollmode.vfio.user;

import java.lang.foreign.MemorySegment;
import java.util.List;

/// The device side: what a [VfioUserServer] serves.
///
/// All methods are called by the thread of the server, one at a time. An exception becomes the error reply:
/// [VfioUserException] (or any [dev.pollmode.sys.SysException]) with its errno, every other one with EIO and a log line.
public interface VfioUserDevice {
    /// {@return the regions by index, at least [Vfio#PCI_REGIONS] for a PCI device; the same for all clients}
    List<DeviceRegion> regions();

    /// {@return the interrupt indices; the same for all clients}
    List<DeviceIrq> irqs();

    /// A client has come and agreed on the protocol.
    ///
    /// @param session what the device can do towards it, from any thread, until [#detach()] returns
    void attach(VfioUserSession session);

    /// The client is gone. When this returns, no thread of the device uses the session or is inside a round of work with its
    /// memory; then memory is unmapped and eventfds are closed. The state of the device otherwise stays, for the next client.
    void detach();

    /// Reads registers.
    ///
    /// @param region index of a region that has [Vfio#REGION_READ]
    /// @param offset in the region
    /// @param to     gets the bytes, all of them inside the region; at least one
    void read(int region, long offset, MemorySegment to);

    /// Writes registers.
    ///
    /// @param region index of a region that has [Vfio#REGION_WRITE]
    /// @param offset in the region
    /// @param from   the bytes, all of them inside the region; at least one; only valid until the method returns
    void write(int region, long offset, MemorySegment from);

    /// Resets the device: it stops all work on memory of the client.
    void reset();
}
