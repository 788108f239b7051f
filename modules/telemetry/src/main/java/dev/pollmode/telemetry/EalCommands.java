package dev.pollmode.telemetry;

import dev.pollmode.eal.Eal;
import dev.pollmode.eal.Lcore;
import dev.pollmode.eal.LcoreUsage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/// The command line and the lcores: `/eal/…`.
final class EalCommands {
    private final Eal eal;

    EalCommands(final Eal eal) {
        this.eal = eal;
    }

    void register(final Telemetry telemetry) {
        telemetry.register("/eal/params", "Returns the program and the parameters of the environment. Takes no parameters", _ -> parameters());
        telemetry.register("/eal/app_params", "Returns the parameters of the application. Takes no parameters", _ -> eal.remaining());
        telemetry.register("/eal/lcore/list", "Returns list of lcore ids. Takes no parameters", _ -> eal.lcores().all().stream().map(Lcore::id).toList());
        telemetry.register("/eal/lcore/info", "Returns lcore info. Parameters: int lcore_id", this::lcore);
        telemetry.register("/eal/lcore/usage", "Returns how busy the lcores are that measure it. Takes no parameters", _ -> usage());
    }

    private List<String> parameters() {
        final List<String> words = new ArrayList<>();
        words.add(ProcessHandle.current().info().command().orElse("java"));
        words.addAll(eal.options().words());
        return words;
    }

    private Object lcore(final String parameters) {
        return eal.lcores().find(Parameters.number(parameters)).map(EalCommands::lcore).orElse(null);
    }

    private static Map<String, Object> lcore(final Lcore lcore) {
        final Map<String, Object> info = new LinkedHashMap<>();
        info.put("lcore_id", lcore.id());
        info.put("socket", Parameters.NODE);
        info.put("role", lcore.role() == Lcore.Role.SERVICE ? "SERVICE" : "RTE");
        info.put("cpuset", lcore.cpus());
        info.put("running", lcore.isRunning());
        lcore.usage().ifPresent(usage -> {
            info.put("total_cycles", usage.totalNs());
            info.put("busy_cycles", usage.busyNs());
            info.put("usage_ratio", percent(usage));
        });
        return info;
    }

    private Map<String, Object> usage() {
        final Map<Integer, LcoreUsage> measured = new LinkedHashMap<>();
        eal.lcores().all().forEach(lcore -> lcore.usage().ifPresent(usage -> measured.put(lcore.id(), usage)));
        final Map<String, Object> data = new LinkedHashMap<>();
        data.put("lcore_ids", measured.keySet());
        data.put("total_cycles", column(measured, LcoreUsage::totalNs));
        data.put("busy_cycles", column(measured, LcoreUsage::busyNs));
        data.put("usage_ratio", column(measured, EalCommands::percent));
        return data;
    }

    private static <T> List<T> column(final Map<Integer, LcoreUsage> measured, final Function<LcoreUsage, T> value) {
        return measured.values().stream().map(value).toList();
    }

    private static String percent(final LcoreUsage usage) {
        return String.format(Locale.ROOT, "%.2f%%", 100 * usage.ratio());
    }
}
