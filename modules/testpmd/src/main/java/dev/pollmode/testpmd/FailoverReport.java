package dev.pollmode.testpmd;

import dev.pollmode.ethdev.FailoverStatus;
import dev.pollmode.testpmd.spi.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a port that stands for several others is doing.
final class FailoverReport {
    private FailoverReport() {
    }

    static Report of(final FailoverStatus status) {
        final StringBuilder text = new StringBuilder("\n********************* Failsafe port %d (%s) *********************\n"
            .formatted(status.port(), status.name()));
        text.append("Driver: ").append(status.driver()).append("\nState: ").append(status.state());
        text.append("\nSent on: ").append(status.txPath().map(index -> "sub-device " + index).orElse("none"));
        text.append("\nSwitches: ").append(status.switches());
        text.append("\nNext poll: in %d ms, every %d ms\n".formatted(status.nextPoll().toMillis(), status.pollPeriod().toMillis()));
        status.paths().forEach(path -> text.append(text(path)));
        if (!status.recent().isEmpty()) {
            text.append("Last switches:\n");
            status.recent().forEach(change -> text.append("  %s  %s -> %s: %s; %d packets lost\n".formatted(change.at(), name(change.from()),
                name(change.to()), change.reason(), change.lost())));
        }
        return new Report(text.toString(), data(status));
    }

    private static String text(final FailoverStatus.Path path) {
        final long seconds = Duration.between(path.since(), Instant.now()).toSeconds();
        final boolean renamed = !path.device().isEmpty() && !path.source().contains(path.device());
        return "Sub-device %d%s: %s%s\n".formatted(path.index(), path.index() == 0 ? " (preferred)" : "", path.source(),
            renamed ? ", now " + path.device() : "")
            + "  %s for %d s: %s\n".formatted(path.state(), seconds, path.reason())
            + "  port %s%s\n".formatted(path.port().map(String::valueOf).orElse("none"), path.transmits() ? ", sends" : "")
            + "  RX-packets: %-10d TX-packets: %-10d lost: %d\n".formatted(path.stats().rxPackets(), path.stats().txPackets(), path.lost())
            + "  plugged %d times, removed %d times, last plugged in %d us\n".formatted(path.plugIns(), path.removals(),
            path.lastPlugIn().toNanos() / 1000);
    }

    private static String name(final Optional<Integer> index) {
        return index.map(String::valueOf).orElse("none");
    }

    private static Map<String, Object> data(final FailoverStatus status) {
        final Map<String, Object> data = new LinkedHashMap<>();
        data.put("port", status.port());
        data.put("name", status.name());
        data.put("driver", status.driver());
        data.put("state", status.state());
        data.put("tx_path", status.txPath().orElse(null));
        data.put("switches", status.switches());
        data.put("next_poll_ms", status.nextPoll().toMillis());
        data.put("poll_period_ms", status.pollPeriod().toMillis());
        final List<Object> paths = new ArrayList<>();
        status.paths().forEach(path -> paths.add(data(path)));
        data.put("paths", paths);
        final List<Object> recent = new ArrayList<>();
        status.recent().forEach(change -> recent.add(data(change)));
        data.put("recent", recent);
        return data;
    }

    private static Map<String, Object> data(final FailoverStatus.Path path) {
        final Map<String, Object> data = new LinkedHashMap<>();
        data.put("index", path.index());
        data.put("source", path.source());
        data.put("device", path.device());
        data.put("port", path.port().orElse(null));
        data.put("state", path.state());
        data.put("since", path.since().toString());
        data.put("reason", path.reason());
        data.put("transmits", path.transmits());
        data.put("rx_packets", path.stats().rxPackets());
        data.put("tx_packets", path.stats().txPackets());
        data.put("lost", path.lost());
        data.put("plug_ins", path.plugIns());
        data.put("removals", path.removals());
        data.put("last_plug_in_us", path.lastPlugIn().toNanos() / 1000);
        return data;
    }

    private static Map<String, Object> data(final FailoverStatus.Switch change) {
        final Map<String, Object> data = new LinkedHashMap<>();
        data.put("at", change.at().toString());
        data.put("from", change.from().orElse(null));
        data.put("to", change.to().orElse(null));
        data.put("reason", change.reason());
        data.put("lost", change.lost());
        return data;
    }
}
