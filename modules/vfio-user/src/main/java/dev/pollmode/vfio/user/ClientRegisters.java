package dev.pollmode.vfio.user;

import dev.pollmode.sys.Errno;
import dev.pollmode.vfio.user.VfioUserClient.RegisterWrite;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// Register accesses of a client that wait for their answer, in pieces that the server takes.
final class ClientRegisters {
    private final Exchange exchange;
    private int maxTransfer = Capabilities.DEFAULTS.maxTransfer();
    private boolean multiple;

    ClientRegisters(final Exchange exchange) {
        this.exchange = exchange;
    }

    /// Takes up what the server said of itself.
    void limit(final Capabilities server) {
        maxTransfer = Math.min(server.maxTransfer(), Capabilities.OURS_TRANSFER);
        multiple = server.writeMultiple();
    }

    void read(final int region, final long offset, final MemorySegment to) {
        final int most = maxTransfer;
        for (long done = 0; done < to.byteSize(); done += most) {
            final int count = (int) Math.min(most, to.byteSize() - done);
            final RegionAccess access = new RegionAccess(offset + done, region, count);
            final MemorySegment reply = exchange.ask(Command.REGION_READ, Body.of(access.toBytes()), RegionAccess.SIZE + (long) count);
            requireEcho(Command.REGION_READ, access, reply);
            MemorySegment.copy(reply, RegionAccess.SIZE, to, done, count);
        }
    }

    void write(final int region, final long offset, final MemorySegment from) {
        final int most = maxTransfer;
        for (long done = 0; done < from.byteSize(); done += most) {
            final int count = (int) Math.min(most, from.byteSize() - done);
            final RegionAccess access = new RegionAccess(offset + done, region, count);
            final Body body = Body.of(access.toBytes(), from.asSlice(done, count));
            requireEcho(Command.REGION_WRITE, access, exchange.ask(Command.REGION_WRITE, body, RegionAccess.SIZE));
        }
    }

    void writeMultiple(final List<RegisterWrite> writes) {
        final int most = (maxTransfer - Long.BYTES) / RegionAccess.MULTI_SIZE;
        if (!multiple || most < 1) {
            writes.forEach(this::writeOne);
            return;
        }
        for (int done = 0; done < writes.size(); done += most) {
            writeTogether(writes.subList(done, Math.min(writes.size(), done + most)));
        }
    }

    private void writeTogether(final List<RegisterWrite> writes) {
        final byte[] request = new byte[Long.BYTES + writes.size() * RegionAccess.MULTI_SIZE];
        final MemorySegment to = MemorySegment.ofArray(request);
        to.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, writes.size());
        long at = Long.BYTES;
        for (final RegisterWrite write : writes) {
            RegionAccess.write(to.asSlice(at), write.offset(), write.region(), write.width());
            to.set(ValueLayout.JAVA_LONG_UNALIGNED, at + RegionAccess.SIZE, write.value());
            at += RegionAccess.MULTI_SIZE;
        }
        final long done = exchange.ask(Command.REGION_WRITE_MULTI, Body.of(request), Long.BYTES).get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
        if (done != writes.size()) {
            throw exchange.failed("REGION_WRITE_MULTI", Errno.EIO, "the device took " + done + " of " + writes.size());
        }
    }

    private void writeOne(final RegisterWrite write) {
        final byte[] bytes = new byte[Long.BYTES];
        final MemorySegment from = MemorySegment.ofArray(bytes);
        from.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, write.value());
        write(write.region(), write.offset(), from.asSlice(0, write.width()));
    }

    private void requireEcho(final int command, final RegionAccess asked, final MemorySegment reply) {
        if (!RegionAccess.read(reply).equals(asked)) {
            throw exchange.failed(Command.name(command), Errno.EPROTO, "the server answered something else");
        }
    }
}
