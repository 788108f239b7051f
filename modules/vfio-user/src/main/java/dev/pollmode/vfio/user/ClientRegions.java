package dev.pollmode.vfio.user;

import dev.pollmode.sys.CallState;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.Fd;
import dev.pollmode.sys.FileCalls;
import dev.pollmode.sys.Mapping;
import dev.pollmode.sys.SysException;
import dev.pollmode.vfio.user.SparseMmap.Area;
import dev.pollmode.vfio.user.VfioUserClient.Doorbell;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// The regions that a client has asked for; it owns their mappings.
final class ClientRegions implements AutoCloseable {
    /// Longest reply with a list that is accepted.
    private static final int MAX_LIST = 64 << 10;

    /// Room for a reply with a list, asked at first.
    private static final int FIRST_LIST = 4096;

    private static final int SEEK_END = 2;

    private final Exchange exchange;
    private final List<ClientRegion> mapped = new ArrayList<>();

    ClientRegions(final Exchange exchange) {
        this.exchange = exchange;
    }

    /// Asks for a region and maps what may be mapped.
    ClientRegion open(final int index) {
        try (ReceivedFds fds = new ReceivedFds()) {
            final MemorySegment reply = askRegion(index, fds);
            final VfioRegionInfo region = VfioRegionInfo.read(reply);
            if (region.index() != index || region.size() < 0 || region.offset() < 0) {
                throw exchange.failed("DEVICE_GET_REGION_INFO", Errno.EPROTO, "the server described something else");
            }
            final List<Area> areas = fds.count() == 0 ? List.of() : SparseMmap.areas(reply);
            final ClientRegion mappedRegion = new ClientRegion(region, map(region, areas, fds));
            synchronized (mapped) {
                mapped.add(mappedRegion);
            }
            return mappedRegion;
        }
    }

    private MemorySegment askRegion(final int index, final ReceivedFds fds) {
        MemorySegment reply = askRegion(index, FIRST_LIST, fds);
        final int needed = VfioRegionInfo.read(reply).argsz();
        if (Integer.compareUnsigned(needed, FIRST_LIST) > 0) {
            if (Integer.compareUnsigned(needed, MAX_LIST) > 0) {
                throw exchange.failed("DEVICE_GET_REGION_INFO", Errno.EPROTO, "the reply would take " + Integer.toUnsignedString(needed) + " bytes");
            }
            fds.close();
            reply = askRegion(index, needed, fds);
        }
        return reply;
    }

    private MemorySegment askRegion(final int index, final int room, final ReceivedFds fds) {
        final byte[] request = new byte[VfioRegionInfo.SIZE];
        new VfioRegionInfo(room, 0, index, 0, 0, 0).write(MemorySegment.ofArray(request));
        return exchange.ask(Command.DEVICE_GET_REGION_INFO, Body.of(request), VfioRegionInfo.SIZE, fds);
    }

    private List<ClientRegion.Part> map(final VfioRegionInfo region, final List<Area> areas, final ReceivedFds fds) {
        final List<ClientRegion.Part> parts = new ArrayList<>();
        if (areas.isEmpty()) {
            return parts;
        }
        final String what = exchange.name() + ", " + Vfio.regionName(region.index());
        try (Fd file = fds.take(0)) {
            final long length = SysException.check(FileCalls.lseek(CallState.current(), file.number(), 0, SEEK_END), "lseek(" + what + ")");
            for (final Area area : areas) {
                final long offset = region.offset() + area.offset();
                // Memory beyond the end of the file would be a SIGBUS at the first access.
                if (area.size() == 0 || !SparseMmap.inside(offset, area.size(), length)) {
                    throw exchange.failed("mmap(" + Vfio.regionName(region.index()) + ")", Errno.EPROTO, "the file has " + length + " bytes");
                }
                final int protection = (region.has(Vfio.REGION_READ) ? Mapping.PROT_READ : 0)
                    | (region.has(Vfio.REGION_WRITE) ? Mapping.PROT_WRITE : 0);
                parts.add(new ClientRegion.Part(area.offset(),
                    Mapping.map(file.number(), offset, area.size(), protection, Mapping.MAP_SHARED, what)));
            }
            return parts;
        } catch (final RuntimeException e) {
            parts.forEach(part -> part.mapping().close());
            throw e;
        }
    }

    /// Asks by which descriptors parts of a region can be signalled.
    List<Doorbell> doorbells(final int region) {
        final byte[] request = new byte[RegionIoFds.SIZE];
        new RegionIoFds(MAX_LIST, 0, region, 0).write(MemorySegment.ofArray(request));
        final List<Doorbell> doorbells = new ArrayList<>();
        try (ReceivedFds fds = new ReceivedFds()) {
            final MemorySegment reply = exchange.ask(Command.DEVICE_GET_REGION_IO_FDS, Body.of(request), RegionIoFds.SIZE, fds);
            final RegionIoFds head = RegionIoFds.read(reply);
            final long list = Math.min(reply.byteSize(), Integer.toUnsignedLong(head.argsz())) - RegionIoFds.SIZE;
            final long element = head.count() <= 0 ? 0 : list / head.count();
            if (head.count() != 0 && (element < IoEventFd.SIZE || head.count() < 0)) {
                throw exchange.failed("DEVICE_GET_REGION_IO_FDS", Errno.EPROTO, head.count() + " elements in " + list + " bytes");
            }
            for (int i = 0; i < head.count(); i++) {
                final MemorySegment at = reply.asSlice(RegionIoFds.SIZE + i * element, element);
                final IoEventFd part = IoEventFd.read(at);
                if (part.type() == IoEventFd.TYPE_IOEVENTFD) {
                    // The longer form of libvfio-user has the value behind an offset for shadow memory.
                    final long value = element > IoEventFd.SIZE ? at.get(ValueLayout.JAVA_LONG_UNALIGNED, IoEventFd.SIZE) : part.value();
                    doorbells.add(new Doorbell(part.offset(), part.size(), fds.copy(part.fdIndex()), part.flags(), value));
                }
            }
            return List.copyOf(doorbells);
        } catch (final RuntimeException e) {
            doorbells.forEach(doorbell -> doorbell.eventFd().close());
            throw e;
        }
    }

    @Override
    public void close() {
        synchronized (mapped) {
            mapped.forEach(ClientRegion::unmap);
            mapped.clear();
        }
    }
}
