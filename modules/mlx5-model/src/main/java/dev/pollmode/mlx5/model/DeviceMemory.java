package dev.pollmode.mlx5.model;

/// The driver's memory as the device sees it: by DMA address (IOVA).
///
/// Called by the device's thread only. An address that [#find] returned is good until [#exit()]; whoever takes memory away waits for that.
/// Nothing here throws: what is not mapped is 0 or false, and the device answers as a device does whose DMA failed.
public interface DeviceMemory {
    /// The device will read.
    int READ = 1;
    /// The device will write.
    int WRITE = 2;

    /// Begins a round of work.
    void enter();

    /// Ends a round of work: no address found in it is used any more.
    void exit();

    /// Finds memory in our address space.
    ///
    /// @param iova DMA address
    /// @param length in bytes; all of it must lie in one mapping
    /// @param access [#READ], [#WRITE] or both
    /// @return its address here, or 0
    long find(long iova, long length, int access);

    /// Copies memory of the driver to us.
    ///
    /// @param iova DMA address
    /// @param address where to, in our address space
    /// @param length in bytes
    /// @return whether all of it could be read
    boolean read(long iova, long address, long length);

    /// Copies our memory to the driver's.
    ///
    /// @param iova DMA address
    /// @param address where from, in our address space
    /// @param length in bytes
    /// @return whether all of it could be written
    boolean write(long iova, long address, long length);
}
