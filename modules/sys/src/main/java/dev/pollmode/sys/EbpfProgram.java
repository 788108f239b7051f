package dev.pollmode.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// An eBPF program in the kernel: bpf(2). To be closed by its owner; what it was attached to keeps it.
public final class EbpfProgram implements AutoCloseable {
    private static final long NUMBER = "aarch64".equals(System.getProperty("os.arch")) ? 280 : 321;
    private static final int BPF_PROG_LOAD = 5;
    private static final int BPF_PROG_TYPE_SOCKET_FILTER = 1;

    private final Fd fd;

    private EbpfProgram(final Fd fd) {
        this.fd = fd;
    }

    /// Loads a program that looks at packets.
    ///
    /// @param code the program
    /// @return the program in the kernel
    /// @throws SysException `EPERM` in a user namespace, unless the sysctl `kernel.unprivileged_bpf_disabled` is 0
    public static EbpfProgram load(final EbpfAssembler code) {
        try (Arena arena = Arena.ofConfined()) {
            final long[] instructions = code.code();
            final MemorySegment attributes = arena.allocate(BpfProgLoad.LAYOUT);
            BpfProgLoad.type(attributes, BPF_PROG_TYPE_SOCKET_FILTER);
            BpfProgLoad.instructions(attributes, instructions.length, arena.allocateFrom(ValueLayout.JAVA_LONG, instructions));
            BpfProgLoad.license(attributes, arena.allocateFrom("BSD"));
            final long result = SystemCall.make(CallState.current(), NUMBER, BPF_PROG_LOAD, attributes.address(), attributes.byteSize(), 0, 0, 0);
            return new EbpfProgram(Fd.of((int) SysException.check(result, "bpf(BPF_PROG_LOAD)", remedy((int) -result))));
        }
    }

    private static String remedy(final int errno) {
        return switch (errno) {
            case Errno.EPERM -> "start with the capability CAP_BPF, which a user namespace doesn't give, or set the sysctl "
                + "kernel.unprivileged_bpf_disabled to 0";
            case Errno.ENOSYS -> "this kernel has no eBPF; build it with CONFIG_BPF_SYSCALL";
            default -> null;
        };
    }

    /// {@return its descriptor; stays this object's}
    public Fd fd() {
        return fd;
    }

    @Override
    public void close() {
        fd.close();
    }
}
