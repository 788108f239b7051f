package dev.pollmode.pmd.vdev.netvsc;

import dev.pollmode.eal.Devargs;
import dev.pollmode.eal.Device;
import dev.pollmode.eal.EalException;
import dev.pollmode.eal.spi.Bus;
import dev.pollmode.sys.CallState;
import dev.pollmode.sys.Errno;
import dev.pollmode.sys.Fd;
import dev.pollmode.sys.FileCalls;
import dev.pollmode.sys.Mem;
import dev.pollmode.test.support.TestBus;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Stands for the failsafe driver: takes the devices made for it, duplicates the descriptor it is given, and reads what
/// it is told when a test asks.
final class FailsafeBus extends TestBus {
    private static final Pattern FD = Pattern.compile("fd\\((\\d+)\\).*");

    final Set<String> refused = new HashSet<>();
    /// What each plugged device was told before it was plugged, by name.
    final List<String> toldAtProbe = new ArrayList<>();

    FailsafeBus() {
        super("failsafe");
    }

    /// {@return the texts of the devices there are}
    List<String> plugged() {
        return devices().map(device -> device.devargs().toString().replaceAll("fd\\(\\d+\\)", "fd(N)")).toList();
    }

    /// {@return the lines that a device was told since this was last asked}
    List<String> lines(final int id) {
        return devices().filter(device -> device.name().equals("net_failsafe_vsc" + id)).map(Reader.class::cast).findFirst().orElseThrow().lines();
    }

    @Override
    public boolean accepts(final Devargs devargs) {
        return devargs.name().startsWith("net_failsafe");
    }

    @Override
    public Device plug(final Devargs devargs) {
        if (refused.contains(devargs.name())) {
            throw new EalException(Errno.ENODEV, "no sub-device of " + devargs.name());
        }
        final Matcher fd = FD.matcher(devargs.arguments());
        if (!fd.matches()) {
            throw new EalException(Errno.EINVAL, devargs.toString());
        }
        final Reader device = new Reader(this, devargs, Integer.parseInt(fd.group(1)));
        toldAtProbe.addAll(device.lines());
        return add(device);
    }

    @Override
    public void unplug(final Device device) {
        super.unplug(device);
        ((Reader) device).source.close();
    }

    private static final class Reader extends Device {
        private final Fd source;

        Reader(final Bus bus, final Devargs devargs, final int fd) {
            super(bus, devargs);
            source = Fd.check(FileCalls.fcntl(CallState.current(), fd, Fd.F_DUPFD_CLOEXEC, 0), "dup");
            bind("net_failsafe");
        }

        List<String> lines() {
            try (Arena arena = Arena.ofConfined()) {
                final MemorySegment buffer = arena.allocate(1 << 16);
                final long length = FileCalls.read(CallState.current(), source.number(), buffer.address(), buffer.byteSize());
                if (length == -Errno.EAGAIN) {
                    return List.of();
                }
                final byte[] bytes = new byte[Math.toIntExact(length)];
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = Mem.getByte(buffer.address() + i);
                }
                return new String(bytes, StandardCharsets.UTF_8).lines().toList();
            }
        }
    }
}
