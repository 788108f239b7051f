package dev.pollmode.telemetry;

import dev.pollmode.eal.Eal;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.QueueInfo;
import dev.pollmode.ethdev.RxOffload;
import java.util.LinkedHashMap;
import java.util.Map;

/// Queues of ports: `/ethdev/rx_queue`, `/ethdev/tx_queue`, with the keys of DPDK. What a queue has none of, such as thresholds, is 0.
final class QueueCommands {
    private static final String PARAMETERS = " queue info for a port. Parameters: int port_id, int queue_id (optional if only one queue)";

    private final Eal eal;

    QueueCommands(final Eal eal) {
        this.eal = eal;
    }

    void register(final Telemetry telemetry) {
        telemetry.register("/ethdev/rx_queue", "Returns Rx" + PARAMETERS, this::rx);
        telemetry.register("/ethdev/tx_queue", "Returns Tx" + PARAMETERS, this::tx);
    }

    private Object rx(final String parameters) {
        final int[] ids = Parameters.numbers(parameters, 1, 2);
        final EthDev port = EthDevs.of(eal).port(ids[0]);
        final QueueInfo info = port.rxQueueInfo(queue(ids, port.conf().rxQueues()));
        final Map<String, Object> data = new LinkedHashMap<>();
        data.put("mempool_name", info.poolName());
        data.put("socket_id", Parameters.NODE);
        thresholds(data);
        data.put("free_threshold", 0);
        data.put("rx_drop_en", "off");
        data.put("deferred_start", Parameters.onOff(info.conf().deferredStart()));
        data.put("rx_nseg", 0);
        data.put("share_group", 0);
        data.put("share_qid", 0);
        data.put("offloads", Parameters.names(info.conf().rxOffloads()));
        data.put("rx_nmempool", 0);
        data.put("scattered_rx", Parameters.onOff(port.conf().rxOffloads().contains(RxOffload.SCATTER)
            || info.conf().rxOffloads().contains(RxOffload.SCATTER)));
        state(data, info);
        data.put("rx_buf_size", 0);
        data.put("avail_thresh", 0);
        burstMode(data, info);
        return data;
    }

    private Object tx(final String parameters) {
        final int[] ids = Parameters.numbers(parameters, 1, 2);
        final EthDev port = EthDevs.of(eal).port(ids[0]);
        final QueueInfo info = port.txQueueInfo(queue(ids, port.conf().txQueues()));
        final Map<String, Object> data = new LinkedHashMap<>();
        thresholds(data);
        data.put("rs_threshold", 0);
        data.put("free_threshold", 0);
        data.put("deferred_start", Parameters.onOff(info.conf().deferredStart()));
        data.put("offloads", Parameters.names(info.conf().txOffloads()));
        state(data, info);
        burstMode(data, info);
        return data;
    }

    private static int queue(final int[] ids, final int count) {
        if (ids.length == 1 && count != 1) {
            throw new IllegalArgumentException("there are " + count + " queues: which one?");
        }
        return ids.length == 1 ? 0 : ids[1];
    }

    private static void thresholds(final Map<String, Object> data) {
        data.put("host_threshold", 0);
        data.put("prefetch_threshold", 0);
        data.put("writeback_threshold", 0);
    }

    private static void state(final Map<String, Object> data, final QueueInfo info) {
        data.put("queue_state", Parameters.flag(info.started()));
        data.put("nb_desc", info.conf().descriptors());
    }

    private static void burstMode(final Map<String, Object> data, final QueueInfo info) {
        if (!info.path().isEmpty()) {
            data.put("burst_flags", 0);
            data.put("burst_mode", info.path());
        }
    }
}
