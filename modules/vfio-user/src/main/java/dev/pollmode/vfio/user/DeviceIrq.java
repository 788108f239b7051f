package dev.pollmode.vfio.user;

/// An interrupt index of a device that is served.
///
/// @param count how many interrupts it has
/// @param flags [Vfio#IRQ_INFO_EVENTFD] and so on
public record DeviceIrq(int count, int flags) {
    /// Most interrupts of one index: what MSI-X can have.
    public static final int MAX_COUNT = 2048;

    /// An index the device does not have.
    public static final DeviceIrq NONE = new DeviceIrq(0, 0);

    /// Checks the count.
    public DeviceIrq {
        if (count < 0 || count > MAX_COUNT) {
            throw new IllegalArgumentException("count " + count + " is not in 0 to " + MAX_COUNT);
        }
    }

    /// {@return MSI-X with so many vectors, which the client may mask}
    ///
    /// @param count number of vectors
    public static DeviceIrq msix(final int count) {
        return new DeviceIrq(count, Vfio.IRQ_INFO_EVENTFD | Vfio.IRQ_INFO_MASKABLE);
    }

    /// {@return an index with one interrupt, as error and request}
    public static DeviceIrq single() {
        return new DeviceIrq(1, Vfio.IRQ_INFO_EVENTFD);
    }
}
