package dev.pollmode.telemetry;

import dev.pollmode.eal.Eal;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.mbuf.Mempools;
import dev.pollmode.mbuf.RingInfo;
import dev.pollmode.mbuf.Rings;
import java.util.LinkedHashMap;
import java.util.Map;

/// Pools and rings: `/mempool/…`, `/ring/…`, with the keys of DPDK.
final class MemoryCommands {
    /// RTE_MEMPOOL_F_POOL_CREATED.
    private static final int POOL_CREATED = 0x10;
    /// RING_F_SP_ENQ and RING_F_SC_DEQ.
    private static final int SINGLE_USERS = 0x3;
    /// RING_F_EXACT_SZ: rings hold as many as was asked for.
    private static final int EXACT_SIZE = 0x4;

    private final Eal eal;

    MemoryCommands(final Eal eal) {
        this.eal = eal;
    }

    void register(final Telemetry telemetry) {
        telemetry.register("/mempool/list", "Returns list of available mempools. Takes no parameters",
            _ -> Mempools.of(eal).all().map(Mempool::name).toList());
        telemetry.register("/mempool/info", "Returns mempool info. Parameters: string mempool_name",
            name -> Mempools.of(eal).find(name).map(MemoryCommands::pool).orElse(null));
        telemetry.register("/ring/list", "Returns list of available rings. Takes no parameters", _ -> Rings.of(eal).all().map(RingInfo::name).toList());
        telemetry.register("/ring/info", "Returns ring info. Parameters: string ring_name",
            name -> Rings.of(eal).find(name).map(MemoryCommands::ring).orElse(null));
    }

    private static Map<String, Object> pool(final Mempool pool) {
        final int cached = pool.cached();
        final int available = Math.min(pool.count(), pool.available());
        final Map<String, Object> info = new LinkedHashMap<>();
        info.put("name", pool.name());
        info.put("pool_id", 0);
        info.put("flags", POOL_CREATED);
        info.put("socket_id", Parameters.NODE);
        info.put("size", pool.count());
        info.put("cache_size", pool.cacheSize());
        info.put("elt_size", pool.bufferLength());
        info.put("header_size", 0);
        info.put("trailer_size", pool.stride() - pool.bufferLength());
        info.put("private_data_size", 0);
        info.put("ops_index", 0);
        info.put("populated_size", pool.count());
        info.put("total_cache_count", cached);
        info.put("common_pool_count", Math.max(0, available - cached));
        info.put("mz_name", pool.memory().name());
        info.put("mz_len", pool.memory().length());
        info.put("mz_hugepage_sz", pool.memory().pageSize());
        info.put("mz_socket_id", Parameters.NODE);
        info.put("mz_flags", 0);
        info.put("available", available);
        info.put("in_use", pool.count() - available);
        return info;
    }

    private static Map<String, Object> ring(final RingInfo ring) {
        final Map<String, Object> info = new LinkedHashMap<>();
        info.put("name", ring.name());
        info.put("socket", Parameters.NODE);
        info.put("flags", EXACT_SIZE | (ring.shared() ? 0 : SINGLE_USERS));
        info.put("producer_type", ring.shared() ? "MP" : "SP");
        info.put("consumer_type", ring.shared() ? "MC" : "SC");
        info.put("size", ring.slots());
        info.put("mask", Parameters.hex(ring.slots() - 1));
        info.put("capacity", ring.capacity());
        info.put("used_count", ring.used());
        return info;
    }
}
