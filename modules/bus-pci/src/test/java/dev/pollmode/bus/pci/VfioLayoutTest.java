package dev.pollmode.bus.pci;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Offsets, sizes and numbers of `linux/vfio.h`.
class VfioLayoutTest {
    private static final Map<String, StructLayout> LAYOUTS = Map.of("group_status", VfioGroupStatus.LAYOUT, "dma_map", VfioDmaRange.MAP,
        "dma_unmap", VfioDmaRange.UNMAP, "type1_info", VfioIommuInfo.LAYOUT);

    @ParameterizedTest
    @CsvSource({"group_status, argsz, 0", "group_status, flags, 4",
        "dma_map, argsz, 0", "dma_map, flags, 4", "dma_map, vaddr, 8", "dma_map, iova, 16", "dma_map, size, 24",
        "dma_unmap, argsz, 0", "dma_unmap, flags, 4", "dma_unmap, iova, 8", "dma_unmap, size, 16",
        "type1_info, argsz, 0", "type1_info, flags, 4", "type1_info, iova_pgsizes, 8", "type1_info, cap_offset, 16"})
    void fieldLiesWhereTheKernelHasIt(final String struct, final String field, final long offset) {
        assertThat(LAYOUTS.get(struct).byteOffset(PathElement.groupElement(field))).isEqualTo(offset);
    }

    @ParameterizedTest
    @CsvSource({"group_status, 8", "dma_map, 32", "dma_unmap, 24", "type1_info, 24"})
    void structHasTheSizeOfTheKernel(final String struct, final long size) {
        assertThat(LAYOUTS.get(struct).byteSize()).isEqualTo(size);
    }

    @ParameterizedTest
    @CsvSource({"VFIO_GET_API_VERSION, 0x3b64", "VFIO_CHECK_EXTENSION, 0x3b65", "VFIO_SET_IOMMU, 0x3b66", "VFIO_GROUP_GET_STATUS, 0x3b67",
        "VFIO_GROUP_SET_CONTAINER, 0x3b68", "VFIO_GROUP_UNSET_CONTAINER, 0x3b69", "VFIO_GROUP_GET_DEVICE_FD, 0x3b6a",
        "VFIO_DEVICE_GET_INFO, 0x3b6b", "VFIO_DEVICE_GET_REGION_INFO, 0x3b6c", "VFIO_DEVICE_GET_IRQ_INFO, 0x3b6d",
        "VFIO_DEVICE_SET_IRQS, 0x3b6e", "VFIO_DEVICE_RESET, 0x3b6f", "VFIO_IOMMU_GET_INFO, 0x3b70", "VFIO_IOMMU_MAP_DMA, 0x3b71",
        "VFIO_IOMMU_UNMAP_DMA, 0x3b72"})
    void requestHasTheNumberOfTheKernel(final String name, final String number) {
        assertThat(VfioIoctl.name(Integer.decode(number))).isEqualTo(name);
    }

    @Test
    void rangesAndLimitsOfTheIommuAreRead() {
        final MemorySegment answer = MemorySegment.ofArray(new byte[128]);
        FakeVfio.iommuInfo(answer, 0x40201000L, List.of(new VfioIommuInfo.Range(0, 0xfedfffffL), new VfioIommuInfo.Range(0xfef00000L, -1)), 65_535);
        final VfioIommuInfo info = VfioIommuInfo.read(answer);
        assertThat(info.smallestPage()).isEqualTo(4096);
        assertThat(info.available()).isEqualTo(65_535);
        assertThat(info.allows(0, 0x1000)).isTrue();
        assertThat(info.allows(0xfedff000L, 0x1000)).isTrue();
        assertThat(info.allows(0xfedff000L, 0x2000)).as("into the hole of the interrupts").isFalse();
        assertThat(info.allows(0xfee00000L, 0x1000)).isFalse();
        assertThat(info.allows(-0x1000L, 0x1000)).isTrue();
        assertThat(info.allows(-0x1000L, 0x2000)).as("around the end").isFalse();
    }

    @Test
    void capabilitiesThatMakeNoSenseAreLeftOut() {
        final MemorySegment answer = MemorySegment.ofArray(new byte[64]);
        FakeVfio.iommuInfo(answer, 4096, List.of(), 7);
        answer.set(ValueLayout.JAVA_INT_UNALIGNED, 24 + 4, 24);
        assertThat(VfioIommuInfo.read(answer).available()).as("a loop ends").isEqualTo(7);
        answer.set(ValueLayout.JAVA_INT_UNALIGNED, 16, 1 << 30);
        assertThat(VfioIommuInfo.read(answer)).isEqualTo(new VfioIommuInfo(4096, List.of(), -1));
    }
}
