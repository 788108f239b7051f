package dev.pollmode.pmd.vdev.netvsc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.ethdev.Chaos;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.Failover;
import dev.pollmode.ethdev.FailoverStatus;
import dev.pollmode.test.support.LeakCheck;
import dev.pollmode.test.support.TestNet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LongSummaryStatistics;
import java.util.List;

/// Two numbered streams through the port of a NetVSC interface while its VF is taken away and given back again and again: by
/// turns the netdevice of the VF leaves the machine, and `chaos` announces a removal.
///
/// The VF is `net_af_packet` on a veth, the fallback a tap with `remote=`. What comes out on either path is seen by sockets of
/// the host, and dated by the kernel.
final class StreamRun implements AutoCloseable {
    private static final String VF = "a8f0:00:02.0";
    private static final int SLOTS = 1 << 14;

    private final Guest guest;
    private final TestNet limbo = new TestNet();
    private final int rounds;
    private final StreamOutside outside;
    private final LinkDates dates;
    private final EthDev port;
    private final EthDev inner;
    private final long droppedBefore;
    private final List<Long> fromRequest = new ArrayList<>();
    private final List<Long> fromDeletion = new ArrayList<>();
    private final List<Long> fromChaos = new ArrayList<>();
    private final List<Long> backByNetlink = new ArrayList<>();
    private final List<Long> backByChaos = new ArrayList<>();

    /// @param gapNs between two frames of a stream
    /// @param flood how many frames are sent out at each such time
    StreamRun(final Guest guest, final int rounds, final int gapNs, final int flood) {
        this.guest = guest;
        this.rounds = rounds;
        for (final TestNet net : List.of(guest.home, guest.host, guest.behind, limbo)) {
            net.quiet("default");
        }
        guest.netvsc(1).vf(1, VF).unbridged(1);
        guest.home.links.createVeth("near", "far", guest.behind.namespace);
        guest.home.up("near");
        guest.behind.up("far");
        guest.start("net_vdev_netvsc0");
        guest.awaitDevice(VF);
        guest.eal.plug("net_af_packet_in,iface=near,framecnt=" + SLOTS);
        port = guest.failsafe(0);
        inner = EthDevs.of(guest.eal).find("net_af_packet_in").orElseThrow();
        guest.forwardAll(inner, port);
        droppedBefore = guest.dropped();
        dates = new LinkDates(guest.home, "vf1");
        outside = new StreamOutside(FarEnd.of(guest.behind, "far"), FarEnd.of(guest.host, "acc1"), FarEnd.of(guest.host, "syn1"), gapNs, flood);
    }

    void run() throws InterruptedException {
        outside.expect(true, 0);
        outside.awaitExpected();
        round(0);
        round(1);
        try (LeakCheck leaks = LeakCheck.begin()) {
            assertThat(leaks).isNotNull();
            final long ports = EthDevs.of(guest.eal).all().count();
            for (int i = 2; i < rounds + 2; i++) {
                round(i);
            }
            assertThat(EthDevs.of(guest.eal).all().count()).isEqualTo(ports).isEqualTo(4);
        }
        outside.drain();
        guest.stopForwarding();
        report();
    }

    private void round(final int number) {
        final boolean byNetlink = number % 2 == 0;
        outside.hostUses(true);
        // The host turns the stream away before it takes the VF.
        outside.hostUses(false);
        final long asked = now();
        outside.expect(false, asked);
        if (byNetlink) {
            guest.sysfs.removeInterface("vf1").removePci(VF);
            guest.home.move("vf1", limbo);
        } else {
            Chaos.of(guest.eal).remove(VF);
        }
        final long first = outside.awaitExpected();
        if (byNetlink) {
            fromRequest.add(first - asked);
            fromDeletion.add(first - dates.awaitGone(asked));
        } else {
            fromChaos.add(first - asked);
        }
        guest.awaitNoDevice(VF);
        giveBack(byNetlink);
    }

    private void giveBack(final boolean byNetlink) {
        final long returned;
        if (byNetlink) {
            guest.awaitState(0, VfState.ABSENT, "");
            guest.sysfs.pci("vf1", VF);
            limbo.move("vf1", guest.home);
            returned = now();
        } else {
            returned = now();
            Chaos.of(guest.eal).restore(VF);
        }
        outside.expect(true, returned);
        (byNetlink ? backByNetlink : backByChaos).add(outside.awaitExpected() - returned);
        assertThat(TestNet.eventually(() -> path(0).state().equals("STARTED"))).isTrue();
    }

    private static long now() {
        final Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    private FailoverStatus.Path path(final int index) {
        return port.capability(Failover.class).failover().paths().get(index);
    }

    /// Each frame comes out once, or a device that was removed held it, or the way to and from the program lost it (a queue of the
    /// kernel was full because a thread did not run).
    private void report() {
        final long removals = path(0).removals();
        final long held = path(0).lost() + path(1).lost();
        final long overrun = inner.stats().rxMissed();
        final long outsideLost = overrun + outside.missed() + guest.dropped() - droppedBefore;
        System.out.printf("%d removals; frames held by a removed device: %d, too many for the port they came in by: %d, lost outside: %d%n",
            removals, held, overrun, outsideLost - overrun);
        final long missing = count("outgoing", StreamOutside.OUTGOING) + count("incoming", StreamOutside.INCOMING);
        print("failover after chaos", fromChaos);
        print("failover after the request to the kernel", fromRequest);
        print("failover after the kernel told that the netdevice is gone", fromDeletion);
        print("return after chaos", backByChaos);
        print("return after the netdevice is there", backByNetlink);
        assertThat(removals).isEqualTo(rounds + 2);
        // What was lost outside may also be a frame of the kernel's own.
        assertThat(missing).as("all that is missing is accounted for").isBetween(held, held + outsideLost);
        guest.assertNoPacketIsHeld();
    }

    private long count(final String name, final int stream) {
        final long never = outside.arrivedTimes(stream, 0);
        final long once = outside.arrivedTimes(stream, 1);
        System.out.printf("%s: %d frames, once: %d, never: %d%n", name, outside.sent(stream), once, never);
        assertThat(once + never).as("none came twice").isEqualTo(outside.sent(stream));
        return never;
    }

    private static void print(final String what, final List<Long> times) {
        final List<Long> sorted = times.stream().sorted().toList();
        final LongSummaryStatistics all = sorted.stream().mapToLong(each -> each).summaryStatistics();
        System.out.printf("%s, ms: least %.2f, median %.2f, 99%% %.2f, most %.2f of %d%n", what, all.getMin() / 1e6,
            sorted.get(sorted.size() / 2) / 1e6, sorted.get((int) (sorted.size() * 0.99)) / 1e6, all.getMax() / 1e6, sorted.size());
    }

    @Override
    public void close() {
        outside.close();
        dates.close();
        limbo.close();
    }
}
