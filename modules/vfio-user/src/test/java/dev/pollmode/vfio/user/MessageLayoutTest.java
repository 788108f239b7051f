package dev.pollmode.vfio.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.sys.Errno;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Offsets of the vfio-user specification and of `linux/vfio.h`.
class MessageLayoutTest {
    private static final Map<String, StructLayout> LAYOUTS = Map.ofEntries(
        Map.entry("header", MessageHeader.LAYOUT), Map.entry("version", VersionMessage.LAYOUT),
        Map.entry("dma_map", DmaMapMessage.LAYOUT), Map.entry("dma_unmap", DmaUnmapMessage.LAYOUT),
        Map.entry("region_access", RegionAccess.LAYOUT), Map.entry("dma_access", DmaAccess.LAYOUT),
        Map.entry("region_io_fds", RegionIoFds.LAYOUT), Map.entry("io_fd", IoEventFd.LAYOUT),
        Map.entry("device_info", VfioDeviceInfo.LAYOUT), Map.entry("region_info", VfioRegionInfo.LAYOUT),
        Map.entry("sparse_mmap", SparseMmap.LAYOUT), Map.entry("area", SparseMmap.AREA),
        Map.entry("irq_info", VfioIrqInfo.LAYOUT), Map.entry("irq_set", VfioIrqSet.LAYOUT),
        Map.entry("cmsghdr", ControlMessage.LAYOUT));

    @ParameterizedTest
    @CsvSource({
        "header, id, 0", "header, command, 2", "header, size, 4", "header, flags, 8", "header, error, 12",
        "version, major, 0", "version, minor, 2",
        "dma_map, argsz, 0", "dma_map, flags, 4", "dma_map, offset, 8", "dma_map, address, 16", "dma_map, size, 24",
        "dma_unmap, argsz, 0", "dma_unmap, flags, 4", "dma_unmap, address, 8", "dma_unmap, size, 16",
        "region_access, offset, 0", "region_access, region, 8", "region_access, count, 12",
        "dma_access, address, 0", "dma_access, count, 8",
        "region_io_fds, argsz, 0", "region_io_fds, flags, 4", "region_io_fds, index, 8", "region_io_fds, count, 12",
        "io_fd, offset, 0", "io_fd, size, 8", "io_fd, fdIndex, 16", "io_fd, type, 20", "io_fd, flags, 24", "io_fd, shadowFd, 28",
        "io_fd, value, 32",
        "device_info, argsz, 0", "device_info, flags, 4", "device_info, num_regions, 8", "device_info, num_irqs, 12",
        "region_info, argsz, 0", "region_info, flags, 4", "region_info, index, 8", "region_info, cap_offset, 12",
        "region_info, size, 16", "region_info, offset, 24",
        "sparse_mmap, id, 0", "sparse_mmap, version, 2", "sparse_mmap, next, 4", "sparse_mmap, nr_areas, 8",
        "area, offset, 0", "area, size, 8",
        "irq_info, argsz, 0", "irq_info, flags, 4", "irq_info, index, 8", "irq_info, count, 12",
        "irq_set, argsz, 0", "irq_set, flags, 4", "irq_set, index, 8", "irq_set, start, 12", "irq_set, count, 16",
        "cmsghdr, len, 0", "cmsghdr, level, 8", "cmsghdr, type, 12"})
    void fieldLiesAtTheOffsetOfTheSpecification(final String struct, final String field, final long offset) {
        assertThat(LAYOUTS.get(struct).byteOffset(PathElement.groupElement(field))).isEqualTo(offset);
    }

    @ParameterizedTest
    @CsvSource({"header, 16", "version, 4", "dma_map, 32", "dma_unmap, 24", "region_access, 16", "dma_access, 16", "region_io_fds, 16",
        "io_fd, 40", "device_info, 16", "region_info, 32", "sparse_mmap, 16", "area, 16", "irq_info, 16", "irq_set, 20", "cmsghdr, 16"})
    void structHasTheSizeOfTheSpecification(final String struct, final long size) {
        assertThat(LAYOUTS.get(struct).byteSize()).isEqualTo(size);
    }

    @Test
    void whatIsWrittenIsRead() {
        final MemorySegment memory = MemorySegment.ofArray(new byte[64]);
        final MessageHeader header = new MessageHeader(0xfffe, 11, 0x12345678, 0x31, 22);
        header.write(memory);
        assertThat(MessageHeader.read(memory)).isEqualTo(header);
        final DmaMapMessage map = new DmaMapMessage(32, 3, 4096, 1L << 40, 2 << 20);
        assertThat(DmaMapMessage.read(MemorySegment.ofArray(map.toBytes()))).isEqualTo(map);
        final DmaUnmapMessage unmap = new DmaUnmapMessage(24, 2, 1L << 40, 2 << 20);
        assertThat(DmaUnmapMessage.read(MemorySegment.ofArray(unmap.toBytes()))).isEqualTo(unmap);
        final IoEventFd part = new IoEventFd(8, 4, 1, 0, 1, 0, 77);
        part.write(memory);
        assertThat(IoEventFd.read(memory)).isEqualTo(part);
        final VfioIrqSet set = new VfioIrqSet(20, 0x24, 2, 3, 4);
        set.write(memory);
        assertThat(VfioIrqSet.read(memory)).isEqualTo(set);
    }

    @Test
    void sparseAreasComeBack() {
        final MemorySegment reply = MemorySegment.ofArray(new byte[VfioRegionInfo.SIZE + SparseMmap.size(2)]);
        final List<SparseMmap.Area> areas = List.of(new SparseMmap.Area(0, 4096), new SparseMmap.Area(8192, 4096));
        region(reply, Vfio.REGION_CAPS | Vfio.REGION_MMAP, VfioRegionInfo.SIZE, 0x3000);
        SparseMmap.write(reply.asSlice(VfioRegionInfo.SIZE), areas);
        assertThat(SparseMmap.areas(reply)).isEqualTo(areas);
    }

    @Test
    void mappableRegionWithoutAreasIsOneArea() {
        final MemorySegment reply = MemorySegment.ofArray(new byte[VfioRegionInfo.SIZE]);
        region(reply, Vfio.REGION_MMAP, 0, 0x3000);
        assertThat(SparseMmap.areas(reply)).containsExactly(new SparseMmap.Area(0, 0x3000));
    }

    static Stream<byte[]> senselessCapabilities() {
        final byte[] outside = capability(1, 0, 1, 0x2000, 0x2000);
        final byte[] loop = capability(2, VfioRegionInfo.SIZE, 1, 0, 0x1000);
        final byte[] tooMany = capability(1, 0, 1000, 0, 0x1000);
        final byte[] negative = capability(1, 0, -1, 0, 0x1000);
        final byte[] wrapping = capability(1, 0, 1, -4096, 4096);
        final byte[] beyond = capability(1, 0, 1, 0, 0x1000);
        region(MemorySegment.ofArray(beyond), Vfio.REGION_CAPS | Vfio.REGION_MMAP, 60, 0x3000);
        return Stream.of(outside, loop, tooMany, negative, wrapping, beyond);
    }

    @ParameterizedTest
    @MethodSource("senselessCapabilities")
    void senselessCapabilitiesAreRefused(final byte[] reply) {
        assertThatThrownBy(() -> SparseMmap.areas(MemorySegment.ofArray(reply)))
            .isInstanceOfSatisfying(VfioUserException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL));
    }

    private static byte[] capability(final int id, final int next, final int count, final long offset, final long size) {
        final byte[] bytes = new byte[VfioRegionInfo.SIZE + SparseMmap.size(1)];
        final MemorySegment reply = MemorySegment.ofArray(bytes);
        SparseMmap.write(reply.asSlice(VfioRegionInfo.SIZE), List.of(new SparseMmap.Area(offset, size)));
        reply.set(java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED, VfioRegionInfo.SIZE, (short) id);
        reply.set(java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED, VfioRegionInfo.SIZE + 4, next);
        reply.set(java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED, VfioRegionInfo.SIZE + 8, count);
        region(reply, Vfio.REGION_CAPS | Vfio.REGION_MMAP, VfioRegionInfo.SIZE, 0x3000);
        return bytes;
    }

    private static void region(final MemorySegment reply, final int flags, final int capOffset, final long size) {
        new VfioRegionInfo((int) reply.byteSize(), flags, 1, capOffset, size, 0).write(reply);
    }
}
