package dev.pollmode.testpmd;

import dev.pollmode.eal.Eal;
import dev.pollmode.eal.Lcore;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.ethdev.TxOffload;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.testpmd.forward.ForwardPlan;
import dev.pollmode.testpmd.forward.ForwardRun;
import dev.pollmode.testpmd.forward.ForwardSettings;
import dev.pollmode.testpmd.forward.Forwarder;
import dev.pollmode.testpmd.forward.GroSettings;
import dev.pollmode.testpmd.forward.LatencyMeter;
import dev.pollmode.testpmd.forward.StreamPlan;
import dev.pollmode.testpmd.forward.StreamSetup;
import dev.pollmode.testpmd.forward.Topology;
import dev.pollmode.testpmd.port.Ports;
import dev.pollmode.testpmd.port.TestPort;
import dev.pollmode.testpmd.spi.CommandException;
import dev.pollmode.testpmd.spi.Output;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Forwarding from start to stop, in the words of DPDK's testpmd.
///
/// | from    | to      | when                                       |
/// |---------|---------|--------------------------------------------|
/// | STOPPED | RUNNING | [#start]: lcores poll the streams          |
/// | RUNNING | STOPPED | [#stop]: lcores have left the streams      |
///
/// Used by the control thread.
final class Forwarding {
    private static final int FLUSH_ROUNDS = 2;
    private static final long FLUSH_NS = 10_000_000;

    private final Eal eal;
    private final Ports ports;
    private final Settings settings;
    private final Mempool pool;
    private final StreamCallbacks callbacks;
    private ForwardPlan plan;
    private ForwardRun run;
    private boolean running;

    Forwarding(final Eal eal, final Ports ports, final Settings settings, final Mempool pool) {
        this.eal = eal;
        this.ports = ports;
        this.settings = settings;
        this.pool = pool;
        callbacks = new StreamCallbacks(eal, ports, settings);
    }

    boolean isRunning() {
        return running;
    }

    /// {@return the numbers of the ports that packets are forwarded between now}
    Set<Integer> busyPorts() {
        return running ? plan.streams().stream().map(StreamPlan::rxPort).collect(Collectors.toSet()) : Set.of();
    }

    /// {@return the ports to forward between, as the settings say, in order}
    List<TestPort> chosenPorts() {
        final List<TestPort> chosen = settings.portList == null ? ports.all()
            : settings.portList.stream().flatMap(id -> ports.find(id).stream()).toList();
        return settings.portCount == 0 ? chosen : chosen.subList(0, Math.min(settings.portCount, chosen.size()));
    }

    /// Says that one port sends what it receives, where that follows from the number of ports and not from the user's wish.
    void warnOfTheOddPort(final Output output) {
        if (settings.topology == Topology.PAIRED && chosenPorts().size() % 2 == 1) {
            output.line("\nWarning! port-topology=paired and odd forward ports number, the last port will pair with itself.\n");
        }
    }

    /// {@return the lcores to forward with, as the settings say}
    List<Integer> chosenLcores() {
        final List<Integer> all = settings.coreList == null ? eal.lcores().workers().stream().map(Lcore::id).toList() : settings.coreList;
        return all.subList(0, Math.min(settings.coreCount, all.size()));
    }

    /// {@return which lcore would forward which streams if forwarding started now}
    ForwardPlan planned() {
        final List<Integer> ids = chosenPorts().stream().map(TestPort::id).toList();
        final int queues = Math.min(settings.ports.rxQueues(), settings.ports.txQueues());
        return ForwardPlan.of(ids, Math.max(1, queues), chosenLcores(), settings.topology, settings.mode.answers());
    }

    /// {@return which lcore forwards which streams now, or did when forwarding ran last, or would}
    ForwardPlan plan() {
        return running ? plan : planned();
    }

    /// {@return the address that packets sent by a port are for}
    MacAddress peerOf(final int port) {
        return ports.get(port).peer();
    }

    /// {@return what is measured of packets on their way, when that was asked for}
    Optional<LatencyMeter> latency() {
        return callbacks.latency();
    }

    /// {@return the streams of the last run and what forwarded them}
    Map<StreamPlan, Forwarder> forwarders() {
        return run == null ? Map.of() : run.forwarders();
    }

    /// Starts forwarding.
    ///
    /// @param firstBursts how many bursts each stream sends before, 0 for none
    /// @param output where to say so
    void start(final int firstBursts, final Output output) {
        if (running) {
            throw new CommandException("Packet forwarding already started");
        }
        requireQueues();
        final List<TestPort> chosen = chosenPorts();
        for (final TestPort port : chosen) {
            if (!port.dev().isStarted()) {
                throw new CommandException("Not all ports were started\n  port " + port.id() + " is stopped; port start " + port.id());
            }
        }
        if (settings.flushRx) {
            flush(chosen);
        }
        plan = planned();
        output.show(ConfigReports.forwarding(this, settings));
        output.print("\n");
        output.show(ConfigReports.rxtx(this, settings));
        chosen.forEach(TestPort::startCounting);
        callbacks.add(plan.streams());
        final ForwardSettings now = settings.forForwarding();
        run = new ForwardRun(eal.lcores(), plan, settings.mode, stream -> setup(stream, now), settings.recordCycles);
        if (firstBursts > 0) {
            ForwardRun.sendFirst(eal.lcores(), plan, firstBursts, stream -> setup(stream, now));
        }
        run.start();
        running = true;
    }

    private void requireQueues() {
        if (settings.mode.receives() && settings.ports.rxQueues() == 0 || settings.mode.sends() && settings.ports.txQueues() == 0) {
            throw new CommandException("Either rxq or txq are 0, cannot use " + settings.mode.text() + " fwd mode");
        }
    }

    private StreamSetup setup(final StreamPlan stream, final ForwardSettings now) {
        final TestPort sender = ports.get(stream.txPort());
        final TestPort receiver = ports.get(stream.rxPort());
        final GroSettings gro = receiver.checksums().gro().sentBy(sender.dev().conf().txOffloads().contains(TxOffload.TCP_TSO));
        return new StreamSetup(stream, receiver.dev().rxQueue(stream.rxQueue()), sender.dev().txQueue(stream.txQueue()), sender.dev().mac(),
            sender.peer(), pool, sender.checksums().withGro(gro), now);
    }

    /// Drops what waits in the queues, so that only what comes from now on is forwarded. Bounded: some ports always have
    /// packets.
    private void flush(final List<TestPort> chosen) {
        final Mbuf[] burst = new Mbuf[Settings.MAX_BURST];
        for (int round = 0; round < FLUSH_ROUNDS; round++) {
            for (final TestPort port : chosen) {
                for (int queue = 0; queue < port.dev().conf().rxQueues(); queue++) {
                    flush(port.dev().rxQueue(queue), burst);
                }
            }
        }
    }

    private static void flush(final RxQueue queue, final Mbuf[] burst) {
        final long until = System.nanoTime() + FLUSH_NS;
        int received;
        do {
            received = queue.rxBurst(burst, 0, burst.length);
            Mbuf.freeBulk(burst, 0, received);
        } while (received > 0 && System.nanoTime() - until < 0);
    }

    /// Stops forwarding and shows what was counted.
    ///
    /// @param output where to say so
    void stop(final Output output) {
        if (!running) {
            throw new CommandException("Packet forwarding not started");
        }
        output.print("Telling cores to stop...");
        final List<String> failures = run.stop();
        running = false;
        callbacks.remove();
        output.line("\nWaiting for lcores to finish...");
        failures.forEach(output::complain);
        output.show(ForwardReports.statistics(this, settings, chosenPorts()));
        output.line("\nDone.");
    }

    /// Starts counting from zero.
    void resetStatistics() {
        chosenPorts().forEach(TestPort::startCounting);
        forwarders().values().forEach(Forwarder::resetCounters);
    }
}
