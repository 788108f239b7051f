package dev.pollmode.bus.pci;

/// Requests and constants of the kernel's VFIO. `linux/vfio.h`: all requests are `_IO(';', 100 + n)`, without size or direction.
final class VfioIoctl {
    private static final int BASE = ';' << 8 | 100;

    static final int GET_API_VERSION = BASE;
    static final int CHECK_EXTENSION = BASE + 1;
    static final int SET_IOMMU = BASE + 2;
    static final int GROUP_GET_STATUS = BASE + 3;
    static final int GROUP_SET_CONTAINER = BASE + 4;
    static final int GROUP_UNSET_CONTAINER = BASE + 5;
    static final int GROUP_GET_DEVICE_FD = BASE + 6;
    static final int DEVICE_GET_INFO = BASE + 7;
    static final int DEVICE_GET_REGION_INFO = BASE + 8;
    static final int DEVICE_GET_IRQ_INFO = BASE + 9;
    static final int DEVICE_SET_IRQS = BASE + 10;
    static final int DEVICE_RESET = BASE + 11;
    static final int IOMMU_GET_INFO = BASE + 12;
    static final int IOMMU_MAP_DMA = BASE + 13;
    static final int IOMMU_UNMAP_DMA = BASE + 14;

    /// The version of the API that this code speaks.
    static final int API_VERSION = 0;

    /// Kinds of IOMMU.
    static final int TYPE1_IOMMU = 1;
    static final int TYPE1V2_IOMMU = 3;
    static final int NOIOMMU_IOMMU = 8;

    private VfioIoctl() {
    }

    static String name(final int request) {
        return switch (request) {
            case GET_API_VERSION -> "VFIO_GET_API_VERSION";
            case CHECK_EXTENSION -> "VFIO_CHECK_EXTENSION";
            case SET_IOMMU -> "VFIO_SET_IOMMU";
            case GROUP_GET_STATUS -> "VFIO_GROUP_GET_STATUS";
            case GROUP_SET_CONTAINER -> "VFIO_GROUP_SET_CONTAINER";
            case GROUP_UNSET_CONTAINER -> "VFIO_GROUP_UNSET_CONTAINER";
            case GROUP_GET_DEVICE_FD -> "VFIO_GROUP_GET_DEVICE_FD";
            case DEVICE_GET_INFO -> "VFIO_DEVICE_GET_INFO";
            case DEVICE_GET_REGION_INFO -> "VFIO_DEVICE_GET_REGION_INFO";
            case DEVICE_GET_IRQ_INFO -> "VFIO_DEVICE_GET_IRQ_INFO";
            case DEVICE_SET_IRQS -> "VFIO_DEVICE_SET_IRQS";
            case DEVICE_RESET -> "VFIO_DEVICE_RESET";
            case IOMMU_GET_INFO -> "VFIO_IOMMU_GET_INFO";
            case IOMMU_MAP_DMA -> "VFIO_IOMMU_MAP_DMA";
            case IOMMU_UNMAP_DMA -> "VFIO_IOMMU_UNMAP_DMA";
            default -> "request 0x" + Integer.toHexString(request);
        };
    }
}
