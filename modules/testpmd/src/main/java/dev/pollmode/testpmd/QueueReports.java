package dev.pollmode.testpmd;

import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevException;
import dev.pollmode.ethdev.QueueInfo;
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.sys.Errno;
import dev.pollmode.testpmd.port.TestPort;
import dev.pollmode.testpmd.spi.CommandException;
import dev.pollmode.testpmd.spi.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Queues and offloads of a port.
final class QueueReports {
    private QueueReports() {
    }

    /// {@return how a queue is set up}
    static Report info(final TestPort port, final boolean rx, final int queue) {
        final EthDev dev = port.dev();
        final QueueInfo info;
        try {
            info = rx ? dev.rxQueueInfo(queue) : dev.txQueueInfo(queue);
        } catch (final EthDevException e) {
            throw new CommandException("Failed to retrieve information for port: %d, %s queue: %d\nerror desc: %s(%d)".formatted(port.id(),
                rx ? "RX" : "TX", queue, Errno.text(e.errno()), -e.errno()), e);
        }
        final StringBuilder text = new StringBuilder();
        text.append("\n********************* Infos for port %-2d, %s queue %-2d *********************".formatted(port.id(), rx ? "RX" : "TX", queue));
        final Map<String, Object> data = new LinkedHashMap<>();
        data.put("port", port.id());
        data.put("queue", queue);
        if (rx) {
            text.append("\nMempool: ").append(info.poolName().isEmpty() ? "NULL" : info.poolName());
            text.append("\nRX prefetch threshold: 0\nRX host threshold: 0\nRX writeback threshold: 0\nRX free threshold: 0");
            text.append("\nRX drop packets: off");
            data.put("mempool", info.poolName());
        } else {
            text.append("\nTX prefetch threshold: 0\nTX host threshold: 0\nTX writeback threshold: 0\nTX RS threshold: 0\nTX free threshold: 0");
        }
        text.append("\n%s deferred start: %s".formatted(rx ? "RX" : "TX", info.conf().deferredStart() ? "on" : "off"));
        if (rx) {
            text.append("\nRX scattered packets: ").append(dev.conf().rxOffloads().contains(RxOffload.SCATTER) ? "on" : "off");
        }
        text.append("\n%s queue state: %s".formatted(rx ? "Rx" : "Tx", info.started() ? "started" : "stopped"));
        text.append("\nNumber of %s: %d".formatted(rx ? "RXDs" : "TXDs", info.conf().descriptors()));
        text.append("\nBurst mode: ").append(info.path()).append('\n');
        data.put("deferred_start", info.conf().deferredStart());
        data.put("started", info.started());
        data.put("descriptors", info.conf().descriptors());
        data.put("burst_mode", info.path());
        return new Report(text.toString(), data);
    }

    /// {@return what a port can do for received packets, or packets to send}
    static Report capabilities(final TestPort port, final boolean rx) {
        final List<String> names = rx ? names(port.dev().info().rxOffloads()) : names(port.dev().info().txOffloads());
        final String text = "%s Offloading Capabilities of port %d :\n  Per Queue :\n  Per Port  :%s\n\n".formatted(rx ? "Rx" : "Tx", port.id(),
            listed(names));
        return new Report(text, Map.of("port", port.id(), "per_queue", List.of(), "per_port", names));
    }

    /// {@return what was asked of a port and its queues}
    static Report configuration(final TestPort port, final boolean rx) {
        final EthDev dev = port.dev();
        final List<String> ofPort = rx ? names(dev.conf().rxOffloads()) : names(dev.conf().txOffloads());
        final StringBuilder text = new StringBuilder("%s Offloading Configuration of port %d :\n  Port :%s\n".formatted(rx ? "Rx" : "Tx",
            port.id(), listed(ofPort)));
        final List<Object> queues = new ArrayList<>();
        for (int queue = 0; queue < (rx ? dev.conf().rxQueues() : dev.conf().txQueues()); queue++) {
            final QueueInfo info = rx ? dev.rxQueueInfo(queue) : dev.txQueueInfo(queue);
            final List<String> all = new ArrayList<>(ofPort);
            (rx ? names(info.conf().rxOffloads()) : names(info.conf().txOffloads())).stream().filter(name -> !all.contains(name)).forEach(all::add);
            text.append("  Queue[%2d] :%s\n".formatted(queue, listed(all)));
            queues.add(all);
        }
        return new Report(text.append('\n').toString(), Map.of("port", port.id(), "per_port", ofPort, "per_queue", queues));
    }

    private static List<String> names(final Set<? extends Enum<?>> offloads) {
        return offloads.stream().sorted((a, b) -> Integer.compare(a.ordinal(), b.ordinal())).map(Enum::name).toList();
    }

    private static String listed(final List<String> names) {
        return names.stream().map(name -> " " + name).collect(Collectors.joining());
    }

    /// {@return how many received packets wait in a queue}
    static Report used(final TestPort port, final int queue) {
        final int pending = queue < port.dev().conf().rxQueues() ? port.dev().rxQueue(queue).pending() : -1;
        if (pending < 0) {
            throw new CommandException("Invalid queueid = " + queue + (queue < port.dev().conf().rxQueues()
                ? "\n  the queue cannot tell how many packets wait" : "\n  port " + port.id() + " has " + port.dev().conf().rxQueues()));
        }
        return Report.line("Used desc count = " + pending, "used", pending);
    }

    /// {@return whether a descriptor of a queue has a packet: only the count of waiting packets is known}
    static Report status(final TestPort port, final int queue, final int descriptor) {
        final int pending = queue < port.dev().conf().rxQueues() ? port.dev().rxQueue(queue).pending() : -1;
        if (pending < 0 || descriptor >= port.dev().rxQueueInfo(queue).conf().descriptors()) {
            throw new CommandException("Invalid input: queue id = " + queue + ", desc id = " + descriptor);
        }
        final String status = descriptor < pending ? "DONE" : "AVAILABLE";
        return Report.line("Desc status = " + status, "status", status);
    }
}
