package dev.pollmode.mbuf;

/// The state of a pool in words, field by field as `rte_mempool_dump` of DPDK prints it where the field exists.
final class MempoolDump {
    private MempoolDump() {
    }

    static String of(final Mempool pool) {
        final StringBuilder text = new StringBuilder(1024);
        final int stride = pool.stride();
        text.append("mempool <").append(pool.name()).append(">@0x").append(Long.toHexString(pool.memory().address())).append('\n');
        line(text, "iova", "0x" + Long.toHexString(pool.memory().iova(pool.memory().address())));
        line(text, "nb_mem_chunks", 1);
        line(text, "size", pool.count());
        line(text, "populated_size", pool.count());
        line(text, "header_size", 0);
        line(text, "elt_size", pool.bufferLength());
        line(text, "trailer_size", stride - pool.bufferLength());
        line(text, "total_obj_size", stride);
        text.append("  internal cache infos:\n    cache_size=").append(pool.cacheSize()).append('\n');
        final int[] cached = pool.cachedBySlot();
        for (int slot = 0; slot < cached.length; slot++) {
            text.append("    cache_count[").append(slot).append("]=").append(cached[slot]).append('\n');
        }
        text.append("    total_cache_count=").append(pool.cached()).append('\n');
        line(text, "common_pool_count", pool.ring().size());
        line(text, "get_fail", pool.failures());
        return text.toString();
    }

    private static void line(final StringBuilder text, final String field, final Object value) {
        text.append("  ").append(field).append('=').append(value).append('\n');
    }
}
