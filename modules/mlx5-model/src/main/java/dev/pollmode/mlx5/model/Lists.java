package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.CommandStatus;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.mlx5.prm.WorkQueue;
import java.util.ArrayList;
import java.util.List;

/// Reads page lists and rings out of commands.
final class Lists {
    /// log2 of the smallest page; contexts give the page's length relative to it.
    static final int LOG_PAGE = 12;
    private static final int MAX_LOG_PAGE = 30;
    private static final int OFFSET_UNIT = 64;

    private Lists() {
    }

    /// {@return so many addresses from the beginning of a list}
    static long[] addresses(final Struct list, final long count) throws CommandFailure {
        CommandFailure.require(count >= 0 && count <= list.length() / Long.BYTES, CommandStatus.BAD_INPUT_LENGTH, "list too short");
        final long[] addresses = new long[(int) count];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = list.getLong(i * Long.BYTES);
        }
        return addresses;
    }

    /// {@return a ring on listed pages}
    ///
    /// @param list that begins with the page addresses
    /// @param logPage relative to 4 KiB
    /// @param offset where in the first page it begins, in units of 64 bytes
    /// @param length of the ring
    static Ring ring(final Struct list, final int logPage, final int offset, final long length) throws CommandFailure {
        CommandFailure.require(logPage <= MAX_LOG_PAGE - LOG_PAGE, "page too large");
        final int shift = LOG_PAGE + logPage;
        final long start = (long) offset * OFFSET_UNIT;
        final long[] pages = addresses(list, Ring.pagesFor(start, length, shift));
        for (final long page : pages) {
            CommandFailure.require((page & (1 << LOG_PAGE) - 1) == 0, "page not aligned");
        }
        return new Ring(pages, shift, start, length);
    }

    /// {@return a ring in registered memory}
    static Ring ring(final Umem memory, final long offset, final long length) throws CommandFailure {
        CommandFailure.require(offset >= 0 && offset <= 1L << 40 && (offset & OFFSET_UNIT - 1) == 0, "bad offset in registered memory");
        final Ring ring = memory.ring(offset, length);
        CommandFailure.require(ring.covers(), "ring longer than its registered memory");
        return ring;
    }

    /// {@return the ring of a send or receive queue}
    ///
    /// @param wq context of the ring
    /// @param list page addresses after the context
    /// @param types allowed values of `wq_type`, as bits
    static WorkRing work(final Hca hca, final Struct wq, final Struct list, final int types) throws CommandFailure {
        final int type = wq.get(WorkQueue.WQ_TYPE);
        CommandFailure.require((types >>> type & 1) != 0, "no such kind of ring");
        CommandFailure.require(!wq.is(WorkQueue.WQ_SIGNATURE) && !wq.is(WorkQueue.CD_SLAVE), "no signatures, no queues across channels");
        final boolean striding = (type & 2) != 0;
        final int logSize = wq.get(WorkQueue.LOG_WQ_SZ);
        final int logStride = wq.get(WorkQueue.LOG_WQ_STRIDE);
        CommandFailure.require(logSize <= Capabilities.LOG_MAX_WQ_SZ, CommandStatus.LIMIT_EXCEEDED, "ring too long");
        CommandFailure.require(logStride >= Capabilities.MIN_LOG_STRIDE_RQ && logStride <= Capabilities.MAX_LOG_STRIDE_RQ, "bad length of an entry");
        CommandFailure.require(type == 1 || logStride > Capabilities.MIN_LOG_STRIDE_RQ, "no room for the next segment");
        final long length = 1L << logSize + logStride;
        final List<Resource> parts = new ArrayList<>();
        final Ring ring = wq.is(WorkQueue.WQ_UMEM_VALID)
            ? ring(part(parts, hca.umems, wq.get(WorkQueue.WQ_UMEM_ID)), wq.get(WorkQueue.WQ_UMEM_OFFSET), length)
            : ring(list, wq.get(WorkQueue.LOG_WQ_PG_SZ), wq.get(WorkQueue.PAGE_OFFSET), length);
        final long record = record(hca, parts, wq.is(WorkQueue.DBR_UMEM_VALID), wq.get(WorkQueue.DBR_UMEM_ID), wq.get(WorkQueue.DBR_ADDR));
        // Four bits, negative values when the range of strides is extended: 2^3 strides and more.
        final int strides = 9 + (wq.get(WorkQueue.SINGLE_WQE_LOG_NUM_OF_STRIDES) << 28 >> 28);
        CommandFailure.require(!striding || strides >= 3, "bad number of strides");
        final Plain domain = domain(hca, parts, wq.get(WorkQueue.PD));
        return new WorkRing(ring, logSize, logStride, record, domain, parts, (type & 1) == 0, striding,
            striding ? strides : 0, 6 + wq.get(WorkQueue.SINGLE_STRIDE_LOG_NUM_OF_BYTES), wq.is(WorkQueue.TWO_BYTE_SHIFT_EN) ? 2 : 0);
    }

    /// {@return the DMA address of a doorbell record}
    ///
    /// @param parts what it refers to is added here
    static long record(final Hca hca, final List<Resource> parts, final boolean registered, final int umem, final long address) throws CommandFailure {
        CommandFailure.require((address & 7) == 0, "doorbell record not aligned");
        return registered ? part(parts, hca.umems, umem).iova(address) : address;
    }

    /// {@return a protection domain, which is added to the parts of a queue unless it is none}
    static Plain domain(final Hca hca, final List<Resource> parts, final int number) throws CommandFailure {
        return number == hca.noDomain.number() ? hca.noDomain : part(parts, hca.domains, number);
    }

    /// {@return an object, which is added to the parts of another one}
    static <T extends Resource> T part(final List<Resource> parts, final ResourceTable<T> table, final int number) throws CommandFailure {
        final T object = table.get(number);
        parts.add(object);
        return object;
    }
}
