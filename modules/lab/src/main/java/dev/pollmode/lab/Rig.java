package dev.pollmode.lab;

import dev.pollmode.eal.Device;
import dev.pollmode.eal.Eal;
import dev.pollmode.ethdev.AllMulticast;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.Failover;
import dev.pollmode.ethdev.FailoverStatus;
import dev.pollmode.ethdev.QueueConf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.sys.Affinity;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// All of the lab that carries frames: the host, the guest's EAL with its one port, and both ends of the traffic.
final class Rig implements AutoCloseable {
    private static final String OUTER_PORT = "net_af_packet_outside";
    private static final String PORT = "net_failsafe_vsc0";
    private static final int PACKETS = 16_384;

    private final Host host;
    private final Eal eal;
    private final EthDev port;
    private final Outside outside;
    private final Guest guest;
    private Outside.Line line;

    /// Sets it up; the VF is there from the beginning.
    ///
    /// @param folder an empty directory
    /// @param options of the lab
    /// @param log where the log of the EAL goes
    Rig(final Path folder, final Options options, final PrintStream log) {
        host = new Host(folder, options.lose());
        Eal opened = null;
        try {
            line = host.give(Host.ADDRESSES.getFirst());
            opened = Eal.builder().args(arguments()).logsTo(log).init();
            final Mempool outerPool = pool(opened, "outside");
            final EthDev outer = started(opened, OUTER_PORT, outerPool);
            final Mempool pool = pool(opened, "guest");
            port = started(opened, PORT, pool);
            port.capability(AllMulticast.class).allMulticast(true);
            outside = new Outside(outer, outerPool, Host.MAC, options.perSecond());
            guest = new Guest(port, pool, outside, options.perSecond());
            eal = opened;
        } catch (final RuntimeException e) {
            if (opened != null) {
                opened.close();
            }
            host.close();
            throw e;
        }
    }

    private String[] arguments() {
        final String cpus = Affinity.get().stream().mapToObj(String::valueOf).collect(Collectors.joining(","));
        // One lcore that may run anywhere: both ends poll politely, on threads of their own.
        final List<String> arguments = new ArrayList<>(List.of("--lcores=0@(" + cpus + ")", "--no-huge", "--no-pci",
            "--sysfs-root=" + host.sysfsRoot(), "--vdev=" + OUTER_PORT + ",iface=" + Host.OUTER + ",framecnt=4096",
            "--vdev=net_vdev_netvsc0,iface=" + Host.NETVSC));
        for (final String address : Host.ADDRESSES) {
            arguments.add("--vfio-user=" + address + "=" + host.socket(address));
            if (host.vf() == null || !host.vf().address().equals(address)) {
                // Nothing is served there yet. It is plugged when the VF turns up there.
                arguments.add("--block=" + address);
            }
        }
        return arguments.toArray(String[]::new);
    }

    private static Mempool pool(final Eal eal, final String name) {
        return Mempool.builder(eal, name).count(PACKETS).create();
    }

    private static EthDev started(final Eal eal, final String name, final Mempool pool) {
        final EthDev port = EthDevs.of(eal).find(name).orElseThrow(() -> new IllegalStateException("there is no port " + name
            + "; the log says why"));
        port.configure(EthConf.queues(1, 1));
        port.setupRxQueue(0, QueueConf.DEFAULT, pool);
        port.setupTxQueue(0, QueueConf.DEFAULT);
        port.start();
        return port;
    }

    void startTraffic() {
        outside.connect(line);
        outside.start();
        guest.start();
    }

    Eal eal() {
        return eal;
    }

    Outside outside() {
        return outside;
    }

    Guest guest() {
        return guest;
    }

    /// {@return the VF that is there, or null}
    Vf vf() {
        return host.vf();
    }

    /// {@return how many packets the failsafe port says that removed devices held}
    long heldAsThePortCounts() {
        return port.capability(Failover.class).failover().paths().stream().mapToLong(FailoverStatus.Path::lost).sum();
    }

    // ---- what happens to the VF ----

    void give(final String address) {
        line = host.give(address);
        outside.connect(line);
    }

    void askBack() {
        line.leave();
        host.vf().askBack();
    }

    void pull() {
        // It is the host that pulls: its switch knows at once.
        line.leave();
        host.vf().pull();
        outside.connect(null);
    }

    /// {@return whether the guest has let go of the VF}
    boolean isReleased() {
        return eal.device(host.vf().address()).filter(Device::isProbed).isEmpty();
    }

    /// The VF's netdevice and function go, too.
    void clear() {
        outside.connect(null);
        host.clear();
    }

    @Override
    public void close() {
        try {
            guest.close();
            outside.close();
            eal.close();
        } finally {
            host.close();
        }
    }
}
