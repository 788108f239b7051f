package dev.pollmode.telemetry;

import dev.pollmode.eal.Eal;
import dev.pollmode.eal.Lcore;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.mbuf.Mempools;
import java.util.LinkedHashMap;
import java.util.Map;

/// Lcores, arguments and pools.
final class EalCommands {
    private final Eal eal;

    EalCommands(final Eal eal) {
        this.eal = eal;
    }

    void register(final Telemetry telemetry) {
        telemetry.register("/eal/app_params", "Returns the parameters of the application. Takes no parameters", _ -> eal.remaining());
        telemetry.register("/eal/lcore/list", "Returns list of lcore ids. Takes no parameters",
            _ -> eal.lcores().all().stream().map(Lcore::id).toList());
        telemetry.register("/eal/lcore/info", "Returns lcore info. Parameters: int lcore_id", this::lcore);
        telemetry.register("/mempool/list", "Returns list of available mempools. Takes no parameters",
            _ -> Mempools.of(eal).all().map(Mempool::name).toList());
        telemetry.register("/mempool/info", "Returns mempool info. Parameters: string mempool_name", this::pool);
    }

    private Object lcore(final String parameters) {
        final int id = Parameters.number(parameters);
        return eal.lcores().all().stream().filter(lcore -> lcore.id() == id).findFirst().map(lcore -> {
            final Map<String, Object> info = new LinkedHashMap<>();
            info.put("lcore_id", lcore.id());
            info.put("role", lcore.role() == Lcore.Role.MAIN || lcore.role() == Lcore.Role.WORKER ? "RTE" : lcore.role().name());
            info.put("cpuset", lcore.cpus());
            info.put("running", lcore.isRunning());
            return info;
        }).orElse(null);
    }

    private Object pool(final String name) {
        return Mempools.of(eal).find(name).map(pool -> {
            final int available = pool.available();
            final Map<String, Object> info = new LinkedHashMap<>();
            info.put("name", pool.name());
            info.put("size", pool.count());
            info.put("cache_size", pool.cacheSize());
            info.put("elt_size", pool.bufferLength());
            info.put("available", available);
            info.put("in_use", pool.count() - available);
            return info;
        }).orElse(null);
    }
}
