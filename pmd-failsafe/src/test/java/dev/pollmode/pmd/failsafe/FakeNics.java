package dev.pollmode.pmd.failsafe;

import dev.pollmode.eal.Devargs;
import dev.pollmode.eal.Device;
import dev.pollmode.eal.Eal;
import dev.pollmode.eal.EalException;
import dev.pollmode.eal.spi.Bus;
import dev.pollmode.eal.spi.BusProvider;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.sys.Errno;
import dev.pollmode.test.support.TestBus;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A bus of devices named `nic…` (with all capabilities), `bare…` (with none) `count…` (with statistics of their own) and
/// `two…` (with two ports), whose failures tests decide on.
final class FakeNics implements BusProvider {
    final Map<String, NicPlan> plans = new ConcurrentHashMap<>();
    final Map<String, FakeNic> nics = new ConcurrentHashMap<>();
    final List<Device> devices = new CopyOnWriteArrayList<>();

    NicPlan plan(final String name) {
        return plans.computeIfAbsent(name, key -> new NicPlan());
    }

    /// {@return the device class behind a device that is there now}
    FakeNic nic(final String name) {
        return nics.get(name);
    }

    @Override
    public String name() {
        return "fakenics";
    }

    @Override
    public Bus create(final Eal eal) {
        return new NicBus(eal);
    }

    private static final class NicDevice extends Device {
        NicDevice(final Bus bus, final Devargs devargs) {
            super(bus, devargs);
            bind("net_nic");
        }
    }

    private final class NicBus extends TestBus {
        private final Eal eal;

        NicBus(final Eal eal) {
            super("fakenics");
            this.eal = eal;
        }

        @Override
        public List<String> driverNames() {
            return List.of("net_nic");
        }

        @Override
        public boolean accepts(final Devargs devargs) {
            return devargs.name().startsWith("nic") || devargs.name().startsWith("bare") || devargs.name().startsWith("count")
                || devargs.name().startsWith("two");
        }

        @Override
        public Device plug(final Devargs devargs) {
            final NicPlan plan = plan(devargs.name());
            plan.probes++;
            plan.lastArguments = devargs.arguments();
            if (plan.failingProbes > 0) {
                plan.failingProbes--;
                throw new EalException(Errno.ENODEV, "probe of " + devargs.name() + " refused by the test");
            }
            final NicDevice device = add(new NicDevice(this, devargs));
            devices.add(device);
            try {
                if (device.name().startsWith("two")) {
                    attach(device, device.name() + "_a", plan(device.name() + "_a"));
                    attach(device, device.name() + "_b", plan(device.name() + "_b"));
                } else {
                    attach(device, device.name(), plan);
                }
            } catch (final RuntimeException e) {
                super.unplug(device);
                devices.remove(device);
                throw e;
            }
            return device;
        }

        private void attach(final Device device, final String port, final NicPlan plan) {
            EthDevs.of(eal).attach(device, port, context -> {
                final FakeNic nic = port.startsWith("bare") ? new FakeNic(context, plan)
                    : port.startsWith("count") ? new CountingNic(context, plan) : new FullNic(context, plan);
                nics.put(port, nic);
                return nic;
            });
        }

        @Override
        public void unplug(final Device device) {
            EthDevs.of(eal).closeAll(device);
            super.unplug(device);
            devices.remove(device);
        }
    }
}
