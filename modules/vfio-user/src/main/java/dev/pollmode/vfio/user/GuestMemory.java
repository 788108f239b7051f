package dev.pollmode.vfio.user;

import java.lang.foreign.MemorySegment;

/// What a device sees of its driver's memory. One object per thread of the device.
///
/// Addresses that [#find] returns are good until [#exit()]: the driver's unmapping waits for that. So a device calls
/// [#enter()] before a round of work and [#exit()] after it, keeps no address in between, and does not stay inside while it
/// waits for something. The methods neither throw nor allocate as long as the memory is mapped here.
///
/// | driver shared its memory | [#find]        | [#read], [#write]                                     |
/// |--------------------------|----------------|-------------------------------------------------------|
/// | with a descriptor        | our address    | a copy                                                |
/// | without                  | 0              | a message to the driver's process, and its reply      |
/// | not at all               | 0              | false                                                 |
public interface GuestMemory {
    /// The device will read.
    int READ = DmaMapMessage.READ;

    /// The device will write.
    int WRITE = DmaMapMessage.WRITE;

    /// Begins a round of work. Not nested.
    void enter();

    /// Ends a round of work: addresses found in it must not be used any more.
    void exit();

    /// Finds memory of the driver in our address space.
    ///
    /// @param iova   DMA address
    /// @param length in bytes; all of it must lie in one mapping
    /// @param access [#READ], [#WRITE] or both
    /// @return its address here, or 0 when it is not mapped here or not for this access
    long find(long iova, long length, int access);

    /// Finds memory of the driver that may be read and written; see [#find(long,long,int)].
    ///
    /// @param iova   DMA address
    /// @param length in bytes
    /// @return its address here, or 0
    default long find(final long iova, final long length) {
        return find(iova, length, READ | WRITE);
    }

    /// Reads memory of the driver, whichever way it is shared.
    ///
    /// @param iova DMA address
    /// @param to   gets as many bytes as it is long
    /// @return whether it was read; if not, `to` is undefined
    boolean read(long iova, MemorySegment to);

    /// Writes memory of the driver, whichever way it is shared.
    ///
    /// @param iova DMA address
    /// @param from the bytes
    /// @return whether it was written
    boolean write(long iova, MemorySegment from);
}
