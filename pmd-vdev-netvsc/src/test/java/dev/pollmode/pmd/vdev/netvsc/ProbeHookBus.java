package dev.pollmode.pmd.vdev.netvsc;

import dev.pollmode.eal.Devargs;
import dev.pollmode.eal.Device;
import dev.pollmode.eal.Eal;
import dev.pollmode.eal.EalException;
import dev.pollmode.eal.spi.Bus;
import dev.pollmode.eal.spi.BusProvider;
import dev.pollmode.sys.Errno;
import java.util.stream.Stream;

/// A bus without devices that is probed as one of hardware is, before the vdev bus.
final class ProbeHookBus implements Bus {
    private final Runnable onProbe;

    private ProbeHookBus(final Runnable onProbe) {
        this.onProbe = onProbe;
    }

    static BusProvider provider(final Runnable onProbe) {
        return new BusProvider() {
            @Override
            public String name() {
                return "hook";
            }

            @Override
            public Bus create(final Eal eal) {
                return new ProbeHookBus(onProbe);
            }
        };
    }

    @Override
    public String name() {
        return "hook";
    }

    @Override
    public boolean accepts(final Devargs devargs) {
        return false;
    }

    @Override
    public void scan() {
    }

    @Override
    public void probe() {
        onProbe.run();
    }

    @Override
    public Device plug(final Devargs devargs) {
        throw new EalException(Errno.ENODEV, devargs.toString());
    }

    @Override
    public void unplug(final Device device) {
        throw new EalException(Errno.ENODEV, device.toString());
    }

    @Override
    public Stream<Device> devices() {
        return Stream.empty();
    }

    @Override
    public void close() {
    }
}
