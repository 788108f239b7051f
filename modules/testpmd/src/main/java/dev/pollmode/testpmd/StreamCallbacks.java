package dev.pollmode.testpmd;

import dev.pollmode.eal.Eal;
import dev.pollmode.ethdev.CallbackRegistration;
import dev.pollmode.testpmd.forward.LatencyMeter;
import dev.pollmode.testpmd.forward.StreamPlan;
import dev.pollmode.testpmd.forward.VlanInsertion;
import dev.pollmode.testpmd.port.Ports;
import dev.pollmode.testpmd.port.TestPort;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What queues do beside forwarding while streams run, because somebody asked for it: VLAN tags put in, latencies measured.
/// Queues without such wishes are left alone, and cost nothing. Used by the control thread.
final class StreamCallbacks {
    private final Eal eal;
    private final Ports ports;
    private final Settings settings;
    private final List<CallbackRegistration> registrations = new ArrayList<>();
    private LatencyMeter latency;

    StreamCallbacks(final Eal eal, final Ports ports, final Settings settings) {
        this.eal = eal;
        this.ports = ports;
        this.settings = settings;
    }

    /// {@return what measures latencies, once streams ran with that wish}
    Optional<LatencyMeter> latency() {
        return Optional.ofNullable(latency);
    }

    /// Adds to the queues of streams what was asked for.
    void add(final List<StreamPlan> streams) {
        if (settings.measureLatency && latency == null) {
            latency = new LatencyMeter(eal);
        }
        final Set<String> seen = new HashSet<>();
        for (final StreamPlan stream : streams) {
            if (seen.add("rx" + stream.rxPort() + '/' + stream.rxQueue())) {
                addRx(ports.get(stream.rxPort()), stream.rxQueue());
            }
            if (seen.add("tx" + stream.txPort() + '/' + stream.txQueue())) {
                addTx(ports.get(stream.txPort()), stream.txQueue());
            }
        }
    }

    private void addRx(final TestPort port, final int queue) {
        if (settings.measureLatency && queue < port.dev().conf().rxQueues()) {
            registrations.add(port.dev().addRxCallback(queue, latency.receiving()));
        }
    }

    private void addTx(final TestPort port, final int queue) {
        if (queue >= port.dev().conf().txQueues()) {
            return;
        }
        if (port.vlan() != TestPort.NO_VLAN) {
            registrations.add(port.dev().addTxCallback(queue, new VlanInsertion(port.vlan())));
        }
        if (settings.measureLatency) {
            registrations.add(port.dev().addTxCallback(queue, latency.sending()));
        }
    }

    /// Takes it all away again; the streams have stopped.
    void remove() {
        registrations.forEach(CallbackRegistration::close);
        registrations.clear();
    }
}
