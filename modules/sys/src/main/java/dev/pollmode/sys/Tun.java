package dev.pollmode.sys;

import java.lang.foreign.Arena;

/// One queue of a tun or tap interface: a descriptor of `/dev/net/tun` that is attached to it.
///
/// Reading takes a frame that the kernel sends, writing hands it one that it receives; data planes do both on
/// [#fd()]. With [#IFF_MULTI_QUEUE] the same name is opened once per queue. When the last queue closes,
/// the kernel removes the interface, unless it was made persistent. Settings may be changed by any thread.
///
/// `linux/if_tun.h`, and Documentation/networking/tuntap.rst of the kernel.
public final class Tun implements AutoCloseable {
    /// Packets without Ethernet header.
    public static final int IFF_TUN = 0x0001;
    /// Ethernet frames.
    public static final int IFF_TAP = 0x0002;
    /// Receive through NAPI.
    public static final int IFF_NAPI = 0x0010;
    /// With [#IFF_NAPI]: frames in fragments.
    public static final int IFF_NAPI_FRAGS = 0x0020;
    /// The interface begins without carrier (Linux 6.2).
    public static final int IFF_NO_CARRIER = 0x0040;
    /// The interface has several queues.
    public static final int IFF_MULTI_QUEUE = 0x0100;
    /// No packet information of four bytes before each frame.
    public static final int IFF_NO_PI = 0x1000;
    /// A [VirtioNetHdr] before each frame.
    public static final int IFF_VNET_HDR = 0x4000;
    /// Only a new interface will do: `EBUSY` if there is one of the name.
    public static final int IFF_TUN_EXCL = 0x8000;
    /// Told by [#interfaceFlags()]: the interface is persistent.
    public static final int IFF_PERSIST = 0x0800;

    /// Offload: frames may come without checksum.
    public static final int TUN_F_CSUM = 0x01;
    /// Offload: TCP over IPv4 may come in large segments.
    public static final int TUN_F_TSO4 = 0x02;
    /// Offload: TCP over IPv6 may come in large segments.
    public static final int TUN_F_TSO6 = 0x04;
    /// Offload: large segments may have ECN bits.
    public static final int TUN_F_TSO_ECN = 0x08;
    /// Offload: UDP over IPv4 may come in large segments (Linux 6.2).
    public static final int TUN_F_USO4 = 0x20;
    /// Offload: UDP over IPv6 may come in large segments (Linux 6.2).
    public static final int TUN_F_USO6 = 0x40;

    static final long TUNSETIFF = 0x400454ca;
    static final long TUNSETPERSIST = 0x400454cb;
    static final long TUNGETFEATURES = 0x800454cfL;
    static final long TUNSETOFFLOAD = 0x400454d0;
    static final long TUNGETIFF = 0x800454d2L;
    static final long TUNGETSNDBUF = 0x800454d3L;
    static final long TUNSETSNDBUF = 0x400454d4;
    static final long TUNGETVNETHDRSZ = 0x800454d7L;
    static final long TUNSETVNETHDRSZ = 0x400454d8;
    static final long TUNSETQUEUE = 0x400454d9;
    static final long TUNSETSTEERINGEBPF = 0x800454e0L;
    static final long TUNSETCARRIER = 0x400454e2;
    static final long TUNGETDEVNETNS = 0x54e3;

    private static final String PATH = "/dev/net/tun";
    private static final int IFF_ATTACH_QUEUE = 0x0200;
    private static final int IFF_DETACH_QUEUE = 0x0400;

    private final Fd fd;
    private final String name;

    private Tun(final Fd fd, final String name) {
        this.fd = fd;
        this.name = name;
    }

    /// Opens a queue of an interface, and creates the interface if there is none of the name. Non-blocking.
    ///
    /// @param name  at most 15 bytes; the kernel puts a number in place of `%d`; empty lets it choose all
    /// @param flags [#IFF_TUN] or [#IFF_TAP], with other `IFF_` constants or-ed
    /// @return the queue; owned by the caller
    /// @throws SysException that names path or request, interface, error and remedy
    public static Tun open(final String name, final int flags) {
        return open(PATH, name, flags);
    }

    static Tun open(final String path, final String name, final int flags) {
        final Fd fd = openDevice(path);
        try (Arena arena = Arena.ofConfined()) {
            final long ifreq = arena.allocate(IfReq.LAYOUT).address();
            IfReq.put(ifreq, name, flags);
            final int result = FileCalls.ioctl(CallState.current(), fd.number(), TUNSETIFF, ifreq);
            SysException.check(result, "ioctl(TUNSETIFF, " + name + ") on " + path, attachRemedy(-result, name));
            return new Tun(fd, IfReq.name(ifreq));
        } catch (final RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    /// {@return the flags that this kernel knows: `IFF_` constants, or-ed}
    ///
    /// @throws SysException when `/dev/net/tun` cannot be opened; with the remedy
    public static int features() {
        try (Fd fd = openDevice(PATH)) {
            return getInt(fd, TUNGETFEATURES, "TUNGETFEATURES", "");
        }
    }

    /// {@return the name of the interface when the queue was opened}
    public String name() {
        return name;
    }

    /// {@return the descriptor to read and write frames; stays this object's}
    public Fd fd() {
        return fd;
    }

    /// {@return the name that the interface has now}
    public String currentName() {
        try (Arena arena = Arena.ofConfined()) {
            return IfReq.name(getInterface(arena));
        }
    }

    /// {@return the flags of this queue and its interface, `IFF_` constants or-ed}
    public int interfaceFlags() {
        try (Arena arena = Arena.ofConfined()) {
            return IfReq.flags(getInterface(arena));
        }
    }

    /// Chooses whether the interface outlives its last queue.
    public void persistent(final boolean on) {
        set(TUNSETPERSIST, on ? 1 : 0, "TUNSETPERSIST", null);
    }

    /// Tells the kernel which frames it may leave unfinished; they come with a [VirtioNetHdr] that says so.
    ///
    /// @param offloads `TUN_F_` constants, or-ed; 0 for none
    /// @throws SysException with `EINVAL` when this kernel does not know one of them
    public void offload(final int offloads) {
        set(TUNSETOFFLOAD, offloads, "TUNSETOFFLOAD", "ask for offloads that this kernel knows; segmentation needs TUN_F_CSUM too");
    }

    /// Chooses the size of the header before each frame.
    ///
    /// @param size [VirtioNetHdr#SIZE] or [VirtioNetHdr#SIZE_MERGEABLE]
    public void vnetHeaderSize(final int size) {
        setByAddress(TUNSETVNETHDRSZ, size, "TUNSETVNETHDRSZ");
    }

    /// {@return the size of the header before each frame}
    public int vnetHeaderSize() {
        return getInt(fd, TUNGETVNETHDRSZ, "TUNGETVNETHDRSZ", name);
    }

    /// Limits the bytes that were written and not yet taken by the network; beyond that writing brings `EAGAIN`.
    ///
    /// @param bytes the limit, more than 0
    public void sendBuffer(final int bytes) {
        setByAddress(TUNSETSNDBUF, bytes, "TUNSETSNDBUF");
    }

    /// {@return the limit of bytes that were written and not yet taken by the network}
    public int sendBuffer() {
        return getInt(fd, TUNGETSNDBUF, "TUNGETSNDBUF", name);
    }

    /// Plugs the cable in or out: the carrier of the interface.
    public void carrier(final boolean on) {
        setByAddress(TUNSETCARRIER, on ? 1 : 0, "TUNSETCARRIER");
    }

    /// Attaches this queue to its interface again, or detaches it so that the kernel gives it no frames.
    ///
    /// @throws SysException with `EINVAL` when it is so already or the interface has a single queue
    public void attached(final boolean on) {
        try (Arena arena = Arena.ofConfined()) {
            final long ifreq = arena.allocate(IfReq.LAYOUT).address();
            IfReq.put(ifreq, "", on ? IFF_ATTACH_QUEUE : IFF_DETACH_QUEUE);
            set(TUNSETQUEUE, ifreq, "TUNSETQUEUE", "the interface must have been opened with IFF_MULTI_QUEUE");
        }
    }

    /// Lets a program choose the queue of each packet: the one it answers, modulo the number of attached queues, counted in the order in which they
    /// were attached; where one is detached, the last takes its number. Linux 4.16.
    ///
    /// @param program the program, which may be closed then; null lets the kernel choose again
    public void steering(final EbpfProgram program) {
        setByAddress(TUNSETSTEERINGEBPF, program == null ? -1 : program.fd().number(), "TUNSETSTEERINGEBPF");
    }

    /// {@return a descriptor of the network namespace that the interface is in; owned by the caller}
    ///
    /// @throws SysException with `EPERM` without CAP_NET_ADMIN there
    public Fd netNamespace() {
        return Fd.check(FileCalls.ioctl(CallState.current(), fd.number(), TUNGETDEVNETNS, 0), operation("TUNGETDEVNETNS"));
    }

    /// Closes the queue.
    @Override
    public void close() {
        fd.close();
    }

    @Override
    public String toString() {
        return name + " (" + fd + ")";
    }

    private long getInterface(final Arena arena) {
        final long ifreq = arena.allocate(IfReq.LAYOUT).address();
        SysException.check(FileCalls.ioctl(CallState.current(), fd.number(), TUNGETIFF, ifreq), operation("TUNGETIFF"));
        return ifreq;
    }

    private void set(final long request, final long value, final String requestName, final String remedy) {
        SysException.check(FileCalls.ioctl(CallState.current(), fd.number(), request, value), operation(requestName), remedy);
    }

    private void setByAddress(final long request, final int value, final String requestName) {
        final CallState state = CallState.current();
        Mem.putInt(state.scratch, value);
        SysException.check(FileCalls.ioctl(state, fd.number(), request, state.scratch), operation(requestName) + " to " + value);
    }

    private String operation(final String requestName) {
        return "ioctl(" + requestName + ", " + name + ")";
    }

    private static int getInt(final Fd fd, final long request, final String requestName, final String name) {
        final CallState state = CallState.current();
        Mem.putInt(state.scratch, 0);
        SysException.check(FileCalls.ioctl(state, fd.number(), request, state.scratch), "ioctl(" + requestName + ", " + name + ")");
        return Mem.getInt(state.scratch);
    }

    private static Fd openDevice(final String path) {
        try (Arena arena = Arena.ofConfined()) {
            final int result = FileCalls.open(CallState.current(), arena.allocateFrom(path).address(),
                Fd.O_RDWR | Fd.O_NONBLOCK | Fd.O_CLOEXEC, 0);
            return Fd.of((int) SysException.check(result, "open(" + path + ")", openRemedy(-result)));
        }
    }

    static String openRemedy(final int errno) {
        return switch (errno) {
            case Errno.ENOENT, Errno.ENODEV, Errno.ENXIO ->
                "load the driver (modprobe tun); in a container, pass the device in (--device /dev/net/tun)";
            case Errno.EACCES, Errno.EPERM -> "this user must be able to read and write the device file";
            default -> null;
        };
    }

    static String attachRemedy(final int errno, final String name) {
        return switch (errno) {
            case Errno.EPERM -> "start with the capability CAP_NET_ADMIN, or use a persistent interface that this user owns";
            case Errno.EBUSY -> "another process has " + name + " open; choose another name, or open it with multiple queues on both sides";
            case Errno.EINVAL -> name + " exists and is of another kind, or was opened with other flags; choose another name";
            case Errno.E2BIG -> "the interface has as many queues as the kernel allows";
            default -> null;
        };
    }
}
