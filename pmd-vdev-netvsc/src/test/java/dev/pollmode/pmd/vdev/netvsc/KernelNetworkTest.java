package dev.pollmode.pmd.vdev.netvsc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.eal.Eal;
import dev.pollmode.test.support.RequiresRoot;
import dev.pollmode.test.support.TestNet;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the kernel of this machine says.
@RequiresRoot
@Timeout(60)
class KernelNetworkTest {
    @TempDir
    Path sysfs;
    private final TestNet net = new TestNet();
    private KernelNetwork network;

    @BeforeEach
    void open() {
        net.links.createVeth("vx0", "vx1");
        network = net.namespace.call(() -> new KernelNetwork(sysfs));
    }

    @AfterEach
    void close() {
        network.close();
        net.close();
    }

    /// VN-30: C looks at the first 4096 bytes.
    @Test
    void readsAllOfALongListOfAddresses() {
        final int index = net.index("vx0");
        assertThat(Use.of(network, index).kind()).isEqualTo(Use.Kind.FREE);
        final StringBuilder batch = new StringBuilder();
        for (int i = 1; i < 250; i++) {
            batch.append("addr add 198.18.7.").append(i).append("/32 dev vx1\n");
        }
        batch.append("addr add 2001:db8::1/64 dev vx0 nodad\n");
        FakeSysfs.write(sysfs.resolve("batch"), batch.toString());
        net.run("ip -batch " + sysfs.resolve("batch"));
        assertThat(network.addresses(net.index("vx1"))).hasSizeGreaterThanOrEqualTo(249);
        assertThat(Use.of(network, index).kind()).isEqualTo(Use.Kind.ADDRESSED);
        assertThat(Use.of(network, index).reason()).contains("2001:db8");
    }

    /// VN-28: what an interface gets by being switched on.
    @Test
    void doesNotTakeTheLinkLocalAddressForAUse() {
        net.links.setUp(net.index("vx0"), true);
        net.links.setUp(net.index("vx1"), true);
        assertThat(TestNet.eventually(() -> !network.addresses(net.index("vx0")).isEmpty())).isTrue();
        assertThat(Use.of(network, net.index("vx0")).kind()).isEqualTo(Use.Kind.FREE);
    }

    /// VN-82.
    @Test
    void knowsTheInterfaceOfTheDefaultRoute() {
        net.links.setUp(net.index("vx0"), true);
        net.links.setUp(net.index("vx1"), true);
        net.run("ip -6 route add default dev vx1");
        assertThat(Use.of(network, net.index("vx1")).kind()).isEqualTo(Use.Kind.VITAL);
        assertThat(Use.of(network, net.index("vx0")).kind()).isEqualTo(Use.Kind.FREE);
    }

    /// VN-80: within 50 ms of the change, as the net of a second could not.
    @Test
    void isToldOfLinksAtOnce() {
        try (Eal eal = Eal.init("-l", "0", "--no-huge", "--no-pci")) {
            final AtomicInteger calls = new AtomicInteger();
            final HostNetwork.Watch watch = net.namespace.call(() -> network.watch(eal.interrupts(), paths -> calls.incrementAndGet()));
            long fastestNs = Long.MAX_VALUE;
            for (int round = 0; round < 20; round++) {
                final int before = calls.get();
                final long start = System.nanoTime();
                net.links.rename(net.index("vx0"), "vy0");
                assertThat(TestNet.eventually(() -> calls.get() > before)).isTrue();
                fastestNs = Math.min(fastestNs, System.nanoTime() - start);
                net.links.rename(net.index("vy0"), "vx0");
            }
            assertThat(fastestNs).isLessThan(50_000_000L);
            watch.close();
            final int last = calls.get();
            net.links.rename(net.index("vx0"), "vy0");
            assertThat(network.links()).isNotEmpty();
            assertThat(calls.get()).isEqualTo(last);
        }
    }

    /// VN-19, VN-24.
    @Test
    void leavesNoDescriptorBehind() {
        try (Eal eal = Eal.init("-l", "0", "--no-huge", "--no-pci")) {
            net.namespace.run(() -> openAndClose(eal));
            final int before = OpenFds.count();
            net.namespace.run(() -> {
                for (int round = 0; round < 1_000; round++) {
                    openAndClose(eal);
                }
            });
            assertThat(OpenFds.count()).isEqualTo(before);
        }
    }

    private void openAndClose(final Eal eal) {
        final KernelNetwork once = new KernelNetwork(sysfs);
        final HostNetwork.Watch watch = once.watch(eal.interrupts(), paths -> { });
        assertThat(once.links()).isNotEmpty();
        Use.of(once, 1);
        watch.close();
        once.close();
    }
}
