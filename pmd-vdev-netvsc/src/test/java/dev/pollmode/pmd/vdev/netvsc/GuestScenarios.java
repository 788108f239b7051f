package dev.pollmode.pmd.vdev.netvsc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.eal.TestClock;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.EthEvent;
import dev.pollmode.test.support.TestNet;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// What happens in a [Guest]; each runs in a process of its own, started by [GuestTest].
enum GuestScenarios {
    /// VN-04, VN-16, VN-25, VN-44, VN-75, VN-76: the VF is there when the program starts.
    VF_AT_BOOT {
        @Override
        void run(final Guest guest) {
            guest.netvsc(1).vf(1, "a8f0:00:02.0").start("net_vdev_netvsc0");
            guest.awaitDevice("a8f0:00:02.0");
            guest.forward(0, 1);
            assertThat(guest.visiblePorts()).containsExactly("net_failsafe_vsc0", "net_tap10");
            assertThat(guest.status(0).state()).isEqualTo(VfState.PRESENT);
            guest.ping(1);
            assertThat(guest.received("acc1")).as("sent by the VF").isGreaterThanOrEqualTo(5);
        }
    },
    /// VN-53, VN-76, VN-77: the VF appears, goes, and comes back, there and elsewhere; the application does nothing.
    VF_COMES_AND_GOES {
        @Override
        void run(final Guest guest) {
            guest.netvsc(1).start("net_vdev_netvsc0,iface=eth1");
            guest.forward(0, 1).ping(1);
            assertThat(guest.status(0).state()).isEqualTo(VfState.ABSENT);
            assertThat(guest.failsafe(0).xstats()).containsEntry("data_path_vf", 0L);

            guest.vf(1, "a8f0:00:02.0").awaitDevice("a8f0:00:02.0");
            guest.ping(1).removeVf(1, "vf1", "a8f0:00:02.0").awaitNoDevice("a8f0:00:02.0");
            guest.awaitState(0, VfState.ABSENT, "");
            guest.ping(1).vf(1, "a8f0:00:02.0").awaitDevice("a8f0:00:02.0");
            guest.ping(1).removeVf(1, "vf1", "a8f0:00:02.0").awaitNoDevice("a8f0:00:02.0");
            guest.vf(1, "b1c2:00:02.0").awaitDevice("b1c2:00:02.0");
            guest.ping(1).awaitState(0, VfState.PRESENT, "b1c2:00:02.0");
            assertThat(guest.failsafe(0).xstats()).containsEntry("data_path_vf", 1L);
            assertThat(guest.status(0).published()).isEqualTo(3);
            assertThat(guest.visiblePorts()).containsExactly("net_failsafe_vsc0", "net_tap10");
        }
    },
    /// VN-80: how long it takes from the VF being there until its port is.
    VF_IS_FOUND_AT_ONCE {
        @Override
        void run(final Guest guest) {
            guest.netvsc(1).start("net_vdev_netvsc0");
            long bestNs = Long.MAX_VALUE;
            for (int round = 0; round < 10; round++) {
                guest.vf(1, "a8f0:00:02.0");
                final long start = System.nanoTime();
                guest.awaitState(0, VfState.PRESENT, "a8f0:00:02.0");
                bestNs = Math.min(bestNs, System.nanoTime() - start);
                guest.awaitDevice("a8f0:00:02.0");
                guest.removeVf(1, "vf1", "a8f0:00:02.0").awaitNoDevice("a8f0:00:02.0");
                guest.awaitState(0, VfState.ABSENT, "");
            }
            System.out.println("found after " + bestNs / 1_000 + " us at best");
            assertThat(bestNs).isLessThan(50_000_000L);
        }
    },
    /// VN-48: udev renames interfaces while the program runs.
    NAMES_CHANGE {
        @Override
        void run(final Guest guest) {
            guest.netvsc(1).vf(1, "a8f0:00:02.0").start("net_vdev_netvsc0");
            guest.awaitDevice("a8f0:00:02.0");
            guest.forward(0, 1).ping(1).rename("eth1", "lan1").rename("vf1", "enP1");
            assertThat(TestNet.eventually(() -> guest.status(0).iface().equals("lan1") && guest.status(0).vfIface().equals("enP1"))).isTrue();
            guest.ping(1);
            assertThat(guest.status(0).published()).as("is where it was").isEqualTo(1);
            guest.removeVf(1, "enP1", "a8f0:00:02.0").awaitNoDevice("a8f0:00:02.0");
            guest.ping(1);
        }
    },
    /// VN-25, VN-61: each interface has its own VF.
    SEVERAL_PAIRS {
        @Override
        void run(final Guest guest) {
            guest.netvsc(1).netvsc(2).netvsc(3).vf(2, "a8f2:00:02.0").start("net_vdev_netvsc0");
            guest.awaitDevice("a8f2:00:02.0");
            guest.forward(0, 1).forward(1, 2).forward(2, 3);
            guest.vf(1, "a8f1:00:02.0").vf(3, "a8f3:00:02.0");
            guest.awaitDevice("a8f1:00:02.0");
            guest.awaitDevice("a8f3:00:02.0");
            for (int id = 0; id < 3; id++) {
                assertThat(guest.status(id).vf()).isEqualTo("a8f" + (id + 1) + ":00:02.0");
                guest.ping(id + 1);
            }
            guest.removeVf(2, "vf2", "a8f2:00:02.0").awaitNoDevice("a8f2:00:02.0");
            guest.awaitState(1, VfState.ABSENT, "");
            guest.ping(2).ping(1).ping(3);
            assertThat(guest.hasDevice("a8f1:00:02.0") && guest.hasDevice("a8f3:00:02.0")).isTrue();
        }
    },
    /// VN-38, VN-66, VN-68: two instances; nothing is left when both are gone.
    TWO_INSTANCES {
        @Override
        void run(final Guest guest) {
            guest.netvsc(1).netvsc(2).start("net_vdev_netvsc0,iface=eth1", "net_vdev_netvsc1,iface=eth2");
            guest.vf(1, "a8f1:00:02.0").vf(2, "a8f2:00:02.0");
            guest.awaitDevice("a8f1:00:02.0");
            guest.awaitDevice("a8f2:00:02.0");
            guest.forward(0, 1).forward(1, 2).ping(1).ping(2).stopForwarding();
            guest.eal.unplug(guest.eal.device("net_vdev_netvsc0").orElseThrow());
            assertThat(guest.visiblePorts()).contains("net_failsafe_vsc0", "net_failsafe_vsc1");
            guest.eal.unplug(guest.eal.device("net_vdev_netvsc1").orElseThrow());
            guest.awaitDevices("net_tap10", "net_tap20");
            assertThat(EthDevs.of(guest.eal).all()).hasSize(2);
            assertThat(TestNet.eventually(() -> guest.eal.alarms().pending() == 0)).isTrue();
        }
    },
    /// VN-24, VN-68: rounds of all of it leave no descriptor behind.
    NOTHING_IS_LEFT {
        @Override
        void run(final Guest guest) {
            guest.netvsc(1).vf(1, "a8f1:00:02.0").start("net_vdev_netvsc9,ignore=1");
            int before = 0;
            for (int round = 0; round < 30; round++) {
                guest.eal.plug("net_vdev_netvsc0");
                guest.awaitDevice("a8f1:00:02.0");
                guest.eal.unplug(guest.eal.device("net_vdev_netvsc0").orElseThrow());
                guest.awaitDevices("net_vdev_netvsc9");
                before = round == 4 ? OpenFds.count() : before;
            }
            assertThat(OpenFds.count()).isLessThanOrEqualTo(before);
        }
    },
    /// VN-78: the netdevice goes when a driver takes the VF from the kernel.
    VF_IS_TAKEN {
        @Override
        void run(final Guest guest) {
            guest.netvsc(1).start(netdevice -> "net_null", "net_vdev_netvsc0");
            guest.vf(1, "a8f0:00:02.0").awaitDevice("a8f0:00:02.0");
            guest.sysfs.removeInterface("vf1");
            guest.home.links.delete(guest.home.index("vf1"));
            guest.awaitState(0, VfState.TAKEN, "a8f0:00:02.0");
            assertThat(guest.hasDevice("a8f0:00:02.0")).isTrue();
            guest.sysfs.removePci("a8f0:00:02.0");
            guest.awaitState(0, VfState.ABSENT, "");
        }
    },
    /// VN-78: a driver of the PCI bus has it before this driver is probed.
    VF_IS_TAKEN_AT_BOOT {
        @Override
        void run(final Guest guest) {
            guest.netvsc(1).vf(1, "a8f0:00:02.0");
            guest.onPciProbe = () -> {
                guest.sysfs.removeInterface("vf1");
                guest.home.links.delete(guest.home.index("vf1"));
            };
            guest.start("net_vdev_netvsc0");
            guest.awaitState(0, VfState.TAKEN, "a8f0:00:02.0");
            assertThat(guest.status(0).published()).isEqualTo(1);
        }
    },
    /// FS-30, VN-81: the port of a VF fails ten times before it works, and is tried again at each period of the failsafe port without
    /// another word from here.
    VF_FAILS_AT_FIRST {
        @Override
        void run(final Guest guest) {
            final AtomicInteger tries = new AtomicInteger();
            guest.onClock(new TestClock()).netvsc(1).start(
                netdevice -> tries.incrementAndGet() <= FAILURES ? "net_null,nosuch=1" : "net_af_packet,iface=" + netdevice, "net_vdev_netvsc0");
            guest.vf(1, VF);
            assertThat(TestNet.eventually(() -> {
                guest.advance(Duration.ofMillis(1));
                return tries.get() == 1;
            })).isTrue();
            for (int tried = 1; tried <= FAILURES; tried++) {
                assertThat(tries.get()).isEqualTo(tried);
                assertThat(guest.hasDevice(VF)).isFalse();
                guest.advance(Duration.ofMillis(2000));
            }
            guest.awaitDevice(VF);
            assertThat(tries.get()).isEqualTo(FAILURES + 1);
            guest.forward(0, 1).ping(1);
            assertThat(guest.failsafe(0).xstats()).containsEntry("data_path_vf", 1L);
        }
    },
    /// A VF leaves while it is being plugged, and another time while it is being started; then it comes back elsewhere.
    VF_LEAVES_WHILE_IT_STARTS {
        @Override
        void run(final Guest guest) {
            final AtomicInteger plugged = new AtomicInteger();
            final AtomicInteger started = new AtomicInteger();
            guest.netvsc(1).start(netdevice -> {
                if (plugged.incrementAndGet() == 1) {
                    guest.removeVf(1, netdevice, VF);
                }
                return "net_af_packet,iface=" + netdevice;
            }, "net_vdev_netvsc0");
            guest.forward(0, 1);
            EthDevs.of(guest.eal).onEvent(event -> {
                if (event instanceof EthEvent.New(final EthDev port) && port.device().name().equals(VF) && started.incrementAndGet() == 1) {
                    guest.removeVf(1, "vf1", VF);
                }
            });
            guest.vf(1, VF);
            assertThat(TestNet.eventually(() -> plugged.get() == 1 && !guest.home.has("vf1"))).isTrue();
            guest.awaitState(0, VfState.ABSENT, "");
            guest.ping(1).vf(1, VF);
            assertThat(TestNet.eventually(() -> started.get() == 1 && !guest.home.has("vf1"))).isTrue();
            guest.awaitState(0, VfState.ABSENT, "");
            guest.awaitNoDevice(VF);
            guest.ping(1).vf(1, "b1c2:00:02.0").awaitDevice("b1c2:00:02.0");
            guest.ping(1).awaitState(0, VfState.PRESENT, "b1c2:00:02.0");
            assertThat(TestNet.eventually(() -> guest.failsafe(0).xstats().get("data_path_vf") == 1)).isTrue();
            assertThat(guest.visiblePorts()).containsExactly("net_failsafe_vsc0", "net_tap10");
        }
    },
    /// VN-35, VN-36, VN-76: an interface that is no NetVSC, with the kernel's TCP and UDP across.
    FORCED {
        @Override
        void run(final Guest guest) {
            guest.netvsc(1).sysfs.removeInterface("eth1");
            guest.start("net_vdev_netvsc0,iface=eth1,force=1").forward(0, 1).ping(1);
            assertThat(guest.iperf(1, "-t", "1")).isGreaterThan(20e6);
            assertThat(guest.iperf(1, "-t", "1", "-R")).isGreaterThan(20e6);
            assertThat(guest.iperf(1, "-t", "1", "-u", "-b", "5M")).isGreaterThan(4e6);
        }
    },
    /// FS-44, FS-51, FS-60, VN-76, VN-77: a stream of 10,000 frames a second each way, while the VF leaves and returns.
    STEADY_STREAM {
        @Override
        void run(final Guest guest) {
            stream(guest, 20, 1000, 100_000, 1);
        }
    },
    /// FS-60: as many frames as the program can carry.
    FLOOD {
        @Override
        void run(final Guest guest) {
            stream(guest, 4, 100, 100_000, 32);
        }
    },
    /// VN-34: the VF was named.
    VF_IS_NAMED {
        @Override
        void run(final Guest guest) {
            guest.netvsc(1).vf(1, "a8f0:00:02.0").start("net_vdev_netvsc0,iface=vf1");
            assertThat(guest.visiblePorts()).isEmpty();
            assertThat(guest.log()).contains("\"vf1\" is the VF of \"eth1\", use iface=eth1");
        }
    };

    private static final int FAILURES = 10;
    private static final String VF = "a8f0:00:02.0";

    private static final int SOAK = Integer.getInteger("pollmode.soak", 1);

    abstract void run(Guest guest);

    /// @param rounds how often the VF leaves and returns
    /// @param soak   how often when there is time
    private static void stream(final Guest guest, final int rounds, final int soak, final int gapNs, final int flood) {
        try (StreamRun run = new StreamRun(guest, SOAK == 1 ? rounds : soak, gapNs, flood)) {
            run.run();
        } catch (final InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Runs one in this process, which has to have namespaces of its own.
    public static void main(final String[] args) throws IOException {
        try (Guest guest = new Guest()) {
            try {
                valueOf(args[0]).run(guest);
            } catch (final RuntimeException | Error e) {
                System.out.println(guest.log());
                throw e;
            }
        }
        System.out.println("passed");
    }
}
