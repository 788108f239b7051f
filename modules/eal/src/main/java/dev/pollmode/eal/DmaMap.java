package dev.pollmode.eal;

/// Makes memory reachable for devices, as VFIO does with an IOMMU. Registered with [EalMemory#addDmaMap(DmaMap)], it is
/// given all memory there is and all that comes.
///
/// Called by one thread at a time, under the lock of the memory: it must not allocate memory of the same [EalMemory].
public interface DmaMap {
    /// Makes a range reachable.
    ///
    /// @param address where it begins for the process
    /// @param iova    where it begins for devices
    /// @param length  bytes, a multiple of the page size
    /// @throws RuntimeException when that fails; the memory is not handed out then
    void map(long address, long iova, long length);

    /// Makes a range of a region reachable. A map that shares memory with another process takes the descriptor of the region;
    /// others need not know of it.
    ///
    /// @param region  the region, not to be kept
    /// @param address where the range begins for the process
    /// @param iova    where it begins for devices
    /// @param length  bytes, a multiple of the page size
    /// @throws RuntimeException when that fails; the memory is not handed out then
    default void map(final MemoryRegion region, final long address, final long iova, final long length) {
        map(address, iova, length);
    }

    /// Takes back what [#map(MemoryRegion, long, long, long)] did, with the same arguments, before the memory goes away. What it throws
    /// is logged.
    ///
    /// @param address where it begins for the process
    /// @param iova    where it begins for devices
    /// @param length  bytes
    void unmap(long address, long iova, long length);
}
