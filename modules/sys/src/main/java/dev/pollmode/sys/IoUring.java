package dev.pollmode.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;

/// A pair of rings shared with the kernel: many requests with one system call, completions without any; see io_uring(7).
///
/// ```
/// long sqe = ring.nextSqe();                 // 0: full, submit first
/// Sqe.writeFixed(sqe, Sqe.FIXED_FILE, 0, address, length, 0, userData);
/// ring.submit();                             // or submitAndWait(n)
/// for (long cqe; (cqe = ring.peekCqe()) != 0; ring.advance(1)) { Cqe.result(cqe); … }
/// ```
///
/// One thread uses a ring at a time. [#nextSqe()] to [#advance(int)] neither allocate nor throw; failures are `-errno`. What a request
/// refers to belongs to the kernel until its completion, so [#close()] comes after the last one. Setting up, registering and closing throw.
///
/// Order: the tail of requests is published with release, since the kernel may read the requests as soon as it sees the tail; the tail of
/// completions is read with acquire before the completions are; the head of completions is published with release after they were read.
public final class IoUring implements AutoCloseable {
    /// Setup: the kernel need not interrupt the thread to finish requests (Linux 5.19).
    public static final int SETUP_COOP_TASKRUN = 0x100;
    /// Setup: go on with the next request when one cannot even be started (Linux 5.18).
    public static final int SETUP_SUBMIT_ALL = 0x80;
    /// Setup: only the thread that made the ring, or that enabled it, submits (Linux 6.0).
    public static final int SETUP_SINGLE_ISSUER = 0x1000;
    /// Setup, with single issuer: requests finish only when the thread waits (Linux 6.1).
    public static final int SETUP_DEFER_TASKRUN = 0x2000;
    /// Setup: nothing is done before [#enable()].
    public static final int SETUP_R_DISABLED = 0x40;

    private static final int SETUP_CQSIZE = 0x8;
    private static final int SETUP_KNOWN =
        SETUP_COOP_TASKRUN | SETUP_SUBMIT_ALL | SETUP_SINGLE_ISSUER | SETUP_DEFER_TASKRUN | SETUP_R_DISABLED;
    private static final int FEAT_SINGLE_MMAP = 0x1;
    private static final int FEAT_CQE_SKIP = 0x800;
    private static final int ENTER_GETEVENTS = 0x1;
    private static final int SQ_CQ_OVERFLOW = 0x2;

    // The same numbers on x86-64 and arm64.
    private static final long NR_SETUP = 425;
    private static final long NR_ENTER = 426;
    private static final long NR_REGISTER = 427;

    private static final long OFF_RINGS = 0;
    private static final long OFF_SQES = 0x10000000;

    private static final int REGISTER_BUFFERS = 0;
    private static final int UNREGISTER_BUFFERS = 1;
    private static final int REGISTER_FILES = 2;
    private static final int UNREGISTER_FILES = 3;
    private static final int REGISTER_EVENTFD = 4;
    private static final int REGISTER_ENABLE_RINGS = 12;

    private final CallState state = CallState.create();
    private final Fd fd;
    private final int ring;
    private final int features;
    private final Mapping rings;
    private final Mapping requests;

    private final int sqEntries;
    private final long sqes;
    private final long sqHead;
    private final long sqTail;
    private final long sqFlags;
    private int nextSq;
    private int seenSqHead;

    private final int cqEntries;
    private final long cqes;
    private final long cqHead;
    private final long cqTail;
    private int nextCq;
    private int seenCqTail;

    private IoUring(final Fd fd, final long params, final Mapping rings, final Mapping requests) {
        this.fd = fd;
        this.rings = rings;
        this.requests = requests;
        ring = fd.number();
        features = Mem.getInt(params + IoUringParams.FEATURES);
        sqEntries = Mem.getInt(params + IoUringParams.SQ_ENTRIES);
        sqes = requests.address();
        sqHead = part(params, IoUringParams.SQ_HEAD);
        sqTail = part(params, IoUringParams.SQ_TAIL);
        sqFlags = part(params, IoUringParams.SQ_FLAGS);
        cqEntries = Mem.getInt(params + IoUringParams.CQ_ENTRIES);
        cqes = part(params, IoUringParams.CQ_CQES);
        cqHead = part(params, IoUringParams.CQ_HEAD);
        cqTail = part(params, IoUringParams.CQ_TAIL);
        // Request i always stands in place i: the array between them is written once.
        final long array = part(params, IoUringParams.SQ_ARRAY);
        for (int i = 0; i < sqEntries; i++) {
            Mem.putInt(array + 4L * i, i);
        }
    }

    /// {@return a ring with twice as many completions as requests}
    ///
    /// @param entries requests that can be queued, at least 1; rounded up to a power of two
    /// @throws SysException when the kernel has no io_uring or forbids it; with the remedy
    public static IoUring open(final int entries) {
        return open(entries, 2 * entries, 0);
    }

    /// {@return a ring}
    ///
    /// @param entries     requests that can be queued, at least 1; rounded up to a power of two
    /// @param completions completions that can wait, at least as many as requests; rounded up to a power of two
    /// @param flags       the `SETUP_` constants, or-ed
    /// @throws SysException when the kernel has no io_uring or forbids it, with the remedy; `EINVAL` when it does not know a flag
    public static IoUring open(final int entries, final int completions, final int flags) {
        if (entries < 1 || completions < entries) {
            throw new IllegalArgumentException("a ring needs at least one request and as many completions: " + entries + ", " + completions);
        }
        if ((flags & ~SETUP_KNOWN) != 0) {
            throw new IllegalArgumentException("not a setup flag of this class: 0x" + Integer.toHexString(flags & ~SETUP_KNOWN));
        }
        try (Arena arena = Arena.ofConfined()) {
            final long params = arena.allocate(IoUringParams.LAYOUT).address();
            Mem.putInt(params + IoUringParams.CQ_ENTRIES, completions);
            Mem.putInt(params + IoUringParams.FLAGS, flags | SETUP_CQSIZE);
            final long result = SystemCall.make(CallState.current(), NR_SETUP, entries, params, 0, 0, 0, 0);
            return map(Fd.of((int) SysException.check(result, "io_uring_setup(" + entries + ")", setupRemedy((int) -result))), params);
        }
    }

    private static IoUring map(final Fd fd, final long params) {
        Mapping rings = null;
        try {
            if ((Mem.getInt(params + IoUringParams.FEATURES) & FEAT_SINGLE_MMAP) == 0) {
                throw new SysException("io_uring_setup", Errno.ENOSYS, "this needs Linux 5.4 or later");
            }
            final long sqEntries = Mem.getInt(params + IoUringParams.SQ_ENTRIES);
            final long cqEntries = Mem.getInt(params + IoUringParams.CQ_ENTRIES);
            final long sqEnd = Mem.getInt(params + IoUringParams.SQ_ARRAY) + sqEntries * Integer.BYTES;
            final long cqEnd = Mem.getInt(params + IoUringParams.CQ_CQES) + cqEntries * Cqe.SIZE;
            rings = map(fd, OFF_RINGS, Math.max(sqEnd, cqEnd), "rings of io_uring");
            return new IoUring(fd, params, rings, map(fd, OFF_SQES, sqEntries * Sqe.SIZE, "requests of io_uring"));
        } catch (final RuntimeException e) {
            if (rings != null) {
                rings.close();
            }
            fd.close();
            throw e;
        }
    }

    private static Mapping map(final Fd fd, final long offset, final long length, final String what) {
        return Mapping.map(fd.number(), offset, length, Mapping.PROT_READ | Mapping.PROT_WRITE,
            Mapping.MAP_SHARED | Mapping.MAP_POPULATE, what);
    }

    private long part(final long params, final long field) {
        return rings.address() + Integer.toUnsignedLong(Mem.getInt(params + field));
    }

    /// {@return the descriptor of the ring, readable when there are completions; stays this object's}
    public Fd fd() {
        return fd;
    }

    /// {@return how many requests can be queued}
    public int sqEntries() {
        return sqEntries;
    }

    /// {@return how many completions can wait}
    public int cqEntries() {
        return cqEntries;
    }

    /// {@return whether this kernel knows [Sqe#CQE_SKIP_SUCCESS]}
    public boolean canSkipCompletions() {
        return (features & FEAT_CQE_SKIP) != 0;
    }

    /// {@return the address of the next free request, to be filled by a method of [Sqe]; 0 when all are queued}
    ///
    /// It is queued by this call: fill it before [#submit()].
    public long nextSqe() {
        if (nextSq - seenSqHead == sqEntries) {
            seenSqHead = Mem.getIntAcquire(sqHead);
            if (nextSq - seenSqHead == sqEntries) {
                return 0;
            }
        }
        return sqes + (long) (nextSq++ & (sqEntries - 1)) * Sqe.SIZE;
    }

    /// {@return how many requests are queued and not yet submitted}
    public int queued() {
        return nextSq - Mem.getIntAcquire(sqHead);
    }

    /// Forgets the requests that are queued and were not taken by [#submit()].
    public void cancelQueued() {
        nextSq = Mem.getIntAcquire(sqHead);
        Mem.putIntRelease(sqTail, nextSq);
    }

    /// Hands the queued requests to the kernel; those that need not wait are done when this returns.
    ///
    /// @return how many it took, or `-errno`; what it did not take stays queued
    public int submit() {
        return enter(0, 0);
    }

    /// Hands the queued requests to the kernel and waits for completions.
    ///
    /// @param completions how many completions must be there, 0 to let the kernel only finish what it can
    /// @return how many requests it took, or `-errno`: `EINTR` when a signal ended the wait
    public int submitAndWait(final int completions) {
        return enter(completions, ENTER_GETEVENTS);
    }

    private int enter(final int completions, final int flags) {
        // Release: the kernel may read the requests as soon as it sees the new tail.
        Mem.putIntRelease(sqTail, nextSq);
        // Completions that found no room wait in the kernel until it is asked for them.
        final int overflow = (Mem.getIntAcquire(sqFlags) & SQ_CQ_OVERFLOW) != 0 ? ENTER_GETEVENTS : 0;
        final int count = queued();
        if ((count | flags | overflow) == 0) {
            return 0;
        }
        return (int) SystemCall.make(state, NR_ENTER, ring, count, completions, flags | overflow, 0, 0);
    }

    /// {@return the address of the oldest completion, to be read by [Cqe]; 0 when there is none}
    ///
    /// It stays until [#advance(int)].
    public long peekCqe() {
        if (nextCq == seenCqTail) {
            // Acquire: the completions are read after the tail.
            seenCqTail = Mem.getIntAcquire(cqTail);
            if (nextCq == seenCqTail) {
                return 0;
            }
        }
        return cqes + (long) (nextCq & (cqEntries - 1)) * Cqe.SIZE;
    }

    /// {@return how many completions there are}
    public int completions() {
        seenCqTail = Mem.getIntAcquire(cqTail);
        return seenCqTail - nextCq;
    }

    /// Gives back the oldest completions.
    ///
    /// @param count how many, at most [#completions()]
    public void advance(final int count) {
        nextCq += count;
        // Release: the kernel may overwrite the completions as soon as it sees the new head.
        Mem.putIntRelease(cqHead, nextCq);
    }

    /// Registers files, to be named by index in requests with [Sqe#FIXED_FILE]; saves the look-up of a descriptor.
    ///
    /// @param fds the descriptors; may be closed afterwards, the ring keeps the files
    /// @throws SysException with `EBUSY` when files are registered already, `EBADF`, `EMFILE`
    public void registerFiles(final int... fds) {
        try (Arena arena = Arena.ofConfined()) {
            register(REGISTER_FILES, arena.allocateFrom(ValueLayout.JAVA_INT, fds).address(), fds.length, "IORING_REGISTER_FILES");
        }
    }

    /// Lets go of the registered files.
    public void unregisterFiles() {
        register(UNREGISTER_FILES, 0, 0, "IORING_UNREGISTER_FILES");
    }

    /// Registers memory, to be named by index in [Sqe#readFixed] and [Sqe#writeFixed]; saves mapping pages for each request.
    /// The kernel pins the memory until [#unregisterBuffers()] or [#close()].
    ///
    /// @param addresses where the buffers begin
    /// @param lengths   their lengths in bytes, at most 1 GiB each
    /// @throws MemlockLimitException when the limit of locked memory is too low; the ring works on without
    /// @throws SysException with `EBUSY` when buffers are registered already, `EFAULT` when memory is not mapped or too long
    public void registerBuffers(final long[] addresses, final long[] lengths) {
        if (addresses.length != lengths.length || addresses.length == 0) {
            throw new IllegalArgumentException("as many addresses as lengths, at least one: " + addresses.length + ", " + lengths.length);
        }
        try (Arena arena = Arena.ofConfined()) {
            final long vectors = arena.allocate((long) Iovec.SIZE * addresses.length, Long.BYTES).address();
            for (int i = 0; i < addresses.length; i++) {
                Iovec.put(vectors + (long) i * Iovec.SIZE, addresses[i], lengths[i]);
            }
            register(REGISTER_BUFFERS, vectors, addresses.length, "IORING_REGISTER_BUFFERS");
        }
    }

    /// Lets go of the registered buffers.
    public void unregisterBuffers() {
        register(UNREGISTER_BUFFERS, 0, 0, "IORING_UNREGISTER_BUFFERS");
    }

    /// Lets the kernel signal an event counter with each completion.
    ///
    /// @param eventFd the counter; stays the caller's
    public void registerEventFd(final EventFd eventFd) {
        try (Arena arena = Arena.ofConfined()) {
            register(REGISTER_EVENTFD, arena.allocateFrom(ValueLayout.JAVA_INT, eventFd.fd().number()).address(), 1,
                "IORING_REGISTER_EVENTFD");
        }
    }

    /// Starts a ring that was made with [#SETUP_R_DISABLED]; with single issuer, the calling thread becomes that.
    public void enable() {
        register(REGISTER_ENABLE_RINGS, 0, 0, "IORING_REGISTER_ENABLE_RINGS");
    }

    /// Closes the ring and lets go of registered files and buffers; a second call does nothing.
    /// Requests that are not complete are cancelled by the kernel, at some time after this.
    @Override
    public void close() {
        if (!fd.isOpen()) {
            return;
        }
        // The kernel takes a ring apart in the background. What is unregistered here is free at once, as a tap interface that must
        // vanish with its last queue; the error for "nothing is registered" (ENXIO) does not matter.
        SystemCall.make(CallState.current(), NR_REGISTER, ring, UNREGISTER_FILES, 0, 0, 0, 0);
        SystemCall.make(CallState.current(), NR_REGISTER, ring, UNREGISTER_BUFFERS, 0, 0, 0, 0);
        requests.close();
        rings.close();
        fd.close();
    }

    private void register(final int operation, final long argument, final int count, final String name) {
        final long result = SystemCall.make(CallState.current(), NR_REGISTER, fd.number(), operation, argument, count, 0, 0);
        if (result < 0) {
            throw registerFailure("io_uring_register(" + name + ", " + count + ")", operation, (int) -result);
        }
    }

    static SysException registerFailure(final String operation, final int kind, final int errno) {
        if (kind == REGISTER_BUFFERS && errno == Errno.ENOMEM) {
            return new MemlockLimitException(operation);
        }
        return new SysException(operation, errno, null);
    }

    static String setupRemedy(final int errno) {
        return switch (errno) {
            case Errno.ENOSYS -> "this kernel has no io_uring (Linux 5.6 or later), or a sandbox hides it; go on without";
            case Errno.EPERM, Errno.EACCES -> "io_uring is forbidden here (sysctl kernel.io_uring_disabled, or a seccomp filter); go on without";
            case Errno.ENOMEM -> "raise the limit of locked memory (ulimit -l), or ask for fewer entries";
            case Errno.EINVAL -> "ask for fewer entries, or for flags that this kernel knows";
            default -> null;
        };
    }
}
