package dev.pollmode.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.eal.Eal;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.MacFilter;
import dev.pollmode.ethdev.QueueConf;
import dev.pollmode.ethdev.RssHash;
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.ethdev.TxOffload;
import dev.pollmode.ethdev.VlanFilter;
import dev.pollmode.ethdev.VlanOffload;
import dev.pollmode.mbuf.Mempool;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// ET-39: what is told of ports that can do more than carry packets, in the JSON of DPDK 26.07.
class RichPortTest {
    private Eal eal;
    private EthDev port;

    @BeforeEach
    void open() {
        eal = Eal.init("--lcores", "0@0", "--no-huge", "--no-pci", "--no-telemetry", "--vdev=net_null0");
        port = EthDevs.of(eal).attach(eal.device("net_null0").orElseThrow(), "rich", _ -> new RichPort());
        final Mempool pool = Mempool.builder(eal, "pool").count(64).create();
        port.configure(EthConf.queues(2, 1).withRss(RssHash.IPV4).withRxOffloads(Set.of(RxOffload.VLAN_STRIP, RxOffload.SCATTER))
            .withTxOffloads(Set.of(TxOffload.MULTI_SEGS)));
        port.setupRxQueue(0, new QueueConf(128, Set.of(RxOffload.SCATTER), Set.of(), false), pool);
        port.setupRxQueue(1, QueueConf.descriptors(256), pool);
        port.setupTxQueue(0, new QueueConf(512, Set.of(), Set.of(TxOffload.MULTI_SEGS), true));
        port.start();
    }

    @AfterEach
    void close() {
        eal.close();
    }

    private void assertAnswers(final String request, final String data) {
        final int comma = request.indexOf(',');
        assertThat(Telemetry.of(eal).answer(request)).isEqualTo("{\"" + (comma < 0 ? request : request.substring(0, comma)) + "\":" + data + "}");
    }

    @Test
    void tellsTheHashOfItsQueues() {
        assertAnswers("/ethdev/rss_info,1", "{\"rss_hf\":\"0x4\",\"rss_key_len\":40,\"rss_key\":\"" + HexFormat.of().formatHex(RssHash.defaultKey())
            + "\",\"algorithm\":\"default\"}");
        assertAnswers("/ethdev/rss_info,0", "null");
    }

    @Test
    void tellsItsVlansByBlocks() {
        final String none = "{\"pvid\":0,\"hw_vlan_reject_tagged\":0,\"hw_vlan_reject_untagged\":0,\"hw_vlan_insert_pvid\":0,";
        assertAnswers("/ethdev/vlan,0", none + "\"VLAN_STRIP\":\"off\",\"VLAN_EXTEND\":\"off\",\"QINQ_STRIP\":\"off\",\"VLAN_FILTER\":\"off\",\"vlan_num\":0,\"vlan_ids\":{}}");

        port.capability(VlanOffload.class).vlanOffloads(Set.of(RxOffload.VLAN_STRIP, RxOffload.VLAN_FILTER));
        final VlanFilter filter = port.capability(VlanFilter.class);
        filter.vlanFilter(200, true);
        filter.vlanFilter(7, true);
        filter.vlanFilter(9, true);
        filter.vlanFilter(63, true);
        filter.vlanFilter(9, false);

        assertAnswers("/ethdev/vlan,1", none + "\"VLAN_STRIP\":\"on\",\"VLAN_EXTEND\":\"off\",\"QINQ_STRIP\":\"off\",\"VLAN_FILTER\":\"on\",\"vlan_num\":3,"
            + "\"vlan_ids\":{\"vlan_0_to_63\":[7,63],\"vlan_192_to_255\":[200]}}");
    }

    @Test
    void tellsAllItsAddresses() {
        port.capability(MacFilter.class).addMac(MacAddress.parse("02:00:00:00:00:02"));

        assertAnswers("/ethdev/macs,1", "[\"02:00:00:00:00:01\",\"02:00:00:00:00:02\"]");
    }

    @Test
    void tellsHowQueuesAreSetUp() {
        assertAnswers("/ethdev/rx_queue,1,0", "{\"mempool_name\":\"pool\",\"socket_id\":0,\"host_threshold\":0,\"prefetch_threshold\":0,"
            + "\"writeback_threshold\":0,\"free_threshold\":0,\"rx_drop_en\":\"off\",\"deferred_start\":\"off\",\"rx_nseg\":0,\"share_group\":0,"
            + "\"share_qid\":0,\"offloads\":[\"SCATTER\"],\"rx_nmempool\":0,\"scattered_rx\":\"on\",\"queue_state\":1,\"nb_desc\":128,"
            + "\"rx_buf_size\":0,\"avail_thresh\":0,\"burst_flags\":0,\"burst_mode\":\"SilentRxQueue\"}");
        assertAnswers("/ethdev/rx_queue,1", "null");
        assertAnswers("/ethdev/rx_queue,1,2", "null");
        final String tx = "{\"host_threshold\":0,\"prefetch_threshold\":0,\"writeback_threshold\":0,\"rs_threshold\":0,\"free_threshold\":0,"
            + "\"deferred_start\":\"on\",\"offloads\":[\"MULTI_SEGS\"],\"queue_state\":0,\"nb_desc\":512,\"burst_flags\":0,\"burst_mode\":\"DiscardTxQueue\"}";
        assertAnswers("/ethdev/tx_queue,1,0", tx);
        assertAnswers("/ethdev/tx_queue,1", tx);
    }

    @Test
    void tellsItsState() {
        assertAnswers("/ethdev/info,1", "{\"name\":\"rich\",\"fw_version\":\"1.2.3\",\"state\":1,\"nb_rx_queues\":2,\"nb_tx_queues\":1,\"port_id\":1,"
            + "\"mtu\":1500,\"rx_mbuf_size_min\":0,\"rx_mbuf_alloc_fail\":0,\"mac_addr\":\"02:00:00:00:00:01\",\"promiscuous\":0,\"scattered_rx\":1,"
            + "\"all_multicast\":0,\"dev_started\":1,\"lro\":0,\"dev_configured\":1,\"rxq_state\":[1,1],\"txq_state\":[0],\"numa_node\":"
            + port.device().numaNode() + ",\"dev_flags\":\"0xa\",\"rx_offloads\":[\"VLAN_STRIP\",\"SCATTER\"],\"tx_offloads\":[\"MULTI_SEGS\"],"
            + "\"ethdev_rss_hf\":\"0x4\"}");
    }

    /// Else an exporter that adds up ports would count traffic twice.
    @Test
    void portsThatAnotherPortOwnsAreNotListed() {
        port.own(EthDevs.of(eal).newOwner("somebody"));

        assertAnswers("/ethdev/list", "[0]");
        assertAnswers("/ethdev/link_status,1", "{\"status\":\"UP\",\"speed\":100000,\"duplex\":\"full-duplex\"}");
    }
}
