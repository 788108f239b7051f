package dev.pollmode.testpmd;

import dev.pollmode.eal.Eal;
import dev.pollmode.eal.MemoryRegion;
import dev.pollmode.mbuf.RingInfo;
import dev.pollmode.mbuf.Rings;
import dev.pollmode.testpmd.spi.CommandException;
import dev.pollmode.testpmd.spi.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/// The memory of the environment, a region a line, and its rings.
final class MemoryReports {
    private static final double MIB = 1 << 20;

    private MemoryReports() {
    }

    /// {@return where regions lie, for the process and for devices}
    static Report segments(final Eal eal) {
        final List<MemoryRegion> regions = eal.memory().regions();
        return lines(regions, place -> {
            final MemoryRegion region = regions.get(place);
            return "Segment %d-0: IOVA:0x%x, len:%d, virt:0x%x, socket_id:0, hugepage_sz:%d, nchannel:0, nrank:0 fd:%d\n".formatted(place,
                region.iova(region.address()), region.length(), region.address(), region.pageSize(), region.fd().orElse(-1));
        });
    }

    /// {@return what regions are for}
    static Report zones(final Eal eal) {
        final List<MemoryRegion> regions = eal.memory().regions();
        return lines(regions, place -> {
            final MemoryRegion region = regions.get(place);
            return "Zone %d: name:<%s>, len:0x%x, virt:0x%x, socket_id:0, flags:0\n".formatted(place, region.name(), region.length(),
                region.address());
        });
    }

    private static Report lines(final List<MemoryRegion> regions, final IntFunction<String> line) {
        final StringBuilder text = new StringBuilder();
        final List<Object> data = new ArrayList<>();
        for (int place = 0; place < regions.size(); place++) {
            text.append(line.apply(place));
            data.add(data(regions.get(place)));
        }
        return new Report(text.toString(), data);
    }

    private static Map<String, Object> data(final MemoryRegion region) {
        final Map<String, Object> data = new LinkedHashMap<>();
        data.put("name", region.name());
        data.put("address", region.address());
        data.put("iova", region.iova(region.address()));
        data.put("length", region.length());
        data.put("page_size", region.pageSize());
        return data;
    }

    /// {@return all rings that have a name}
    static Report rings(final Eal eal) {
        return Report.all(Rings.of(eal).all().map(MemoryReports::ring).toList());
    }

    /// {@return the ring of a name}
    static Report ring(final Eal eal, final String name) {
        return Rings.of(eal).find(name).map(MemoryReports::ring).orElseThrow(() -> new CommandException("Cannot find ring\n  there is none called " + name
            + "; there are " + Rings.of(eal).all().map(RingInfo::name).toList()));
    }

    private static Report ring(final RingInfo ring) {
        final Map<String, Object> data = new LinkedHashMap<>();
        data.put("name", ring.name());
        data.put("size", ring.slots());
        data.put("capacity", ring.capacity());
        data.put("used", ring.used());
        return new Report(ring.dump(), data);
    }

    /// {@return how much memory there is: all of it is in use, for it is taken from the kernel when it is needed}
    static Report total(final Eal eal) {
        final List<MemoryRegion> regions = eal.memory().regions();
        final long bytes = regions.stream().mapToLong(MemoryRegion::length).sum();
        final String amount = "size(M) total: %.6f alloc: %.6f(100.000%%) free: 0.000000 \tcount alloc: %-4d free: 0\n".formatted(bytes / MIB,
            bytes / MIB, regions.size());
        return new Report("Socket 0: " + amount + "Total   : " + amount, Map.of("bytes", bytes, "regions", regions.size()));
    }
}
