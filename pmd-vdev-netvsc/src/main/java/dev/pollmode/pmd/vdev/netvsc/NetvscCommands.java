package dev.pollmode.pmd.vdev.netvsc;

import dev.pollmode.eal.Eal;
import dev.pollmode.testpmd.spi.Command;
import dev.pollmode.testpmd.spi.CommandProvider;
import dev.pollmode.testpmd.spi.Report;
import dev.pollmode.testpmd.spi.Section;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `show netvsc all` for testpmd: the NetVSC interfaces, and where the VF of each is, since when and why.
public final class NetvscCommands implements CommandProvider {
    /// For [java.util.ServiceLoader].
    public NetvscCommands() {
    }

    @Override
    public List<Command> commands(final Eal eal) {
        return List.of(Command.of(Section.DRIVERS, "show netvsc all", "Shows each NetVSC interface and where its VF is.",
            (_, output) -> output.show(report(NetvscContexts.of(eal).statuses(), Instant.now()))));
    }

    static Report report(final List<NetvscStatus> statuses, final Instant now) {
        if (statuses.isEmpty()) {
            return new Report("No NetVSC interface has a failsafe device.\n", List.of());
        }
        return Report.all(statuses.stream().map(status -> new Report(text(status, now), data(status))).toList());
    }

    private static String text(final NetvscStatus status, final Instant now) {
        return """

            ********************* NetVSC %d: %s *********************
            Interface: %s (index %d), MAC address: %s%s
            VF: %s
            State: %s for %s, because %s
            Told to the failsafe device: %d times
            """.formatted(status.id(), status.device(), status.iface(), status.index(), status.mac(), status.there() ? "" : ", gone",
            vf(status), status.state(), Duration.between(status.since(), now).truncatedTo(ChronoUnit.MILLIS).toString().substring(2).toLowerCase(
                Locale.ROOT), status.reason(), status.published());
    }

    private static String vf(final NetvscStatus status) {
        if (status.vf().isEmpty()) {
            return "none";
        }
        return status.vf() + (status.vfIface().isEmpty() ? "" : ", netdevice " + status.vfIface());
    }

    private static Map<String, Object> data(final NetvscStatus status) {
        final Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", status.id());
        data.put("device", status.device());
        data.put("iface", status.iface());
        data.put("index", status.index());
        data.put("mac", status.mac().toString());
        data.put("there", status.there());
        data.put("state", status.state().name());
        data.put("vf", status.vf());
        data.put("vf_iface", status.vfIface());
        data.put("since", status.since().toString());
        data.put("reason", status.reason());
        data.put("published", status.published());
        return data;
    }
}
