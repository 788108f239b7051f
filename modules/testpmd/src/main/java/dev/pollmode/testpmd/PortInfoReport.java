package dev.pollmode.testpmd;

import dev.pollmode.ethdev.AllMulticast;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevInfo;
import dev.pollmode.ethdev.FirmwareVersion;
import dev.pollmode.ethdev.Link;
import dev.pollmode.ethdev.Promiscuous;
import dev.pollmode.ethdev.QueueControl;
import dev.pollmode.ethdev.RxOffload;
import dev.pollmode.ethdev.VlanOffload;
import dev.pollmode.testpmd.port.PortControl;
import dev.pollmode.testpmd.port.TestPort;
import dev.pollmode.testpmd.spi.Report;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a port is, what it can do, how it is set.
final class PortInfoReport {
    private static final int TYPES_PER_LINE = 6;

    private final EthDev dev;
    private final EthDevInfo info;
    private final StringBuilder text = new StringBuilder();
    private final Map<String, Object> data = new LinkedHashMap<>();

    private PortInfoReport(final TestPort port) {
        dev = port.dev();
        info = dev.info();
    }

    /// {@return all about a port}
    ///
    /// @param port the port
    /// @param largeFrames whether ports are asked for frames larger than the MTU
    static Report of(final TestPort port, final boolean largeFrames) {
        return new PortInfoReport(port).report(largeFrames);
    }

    private Report report(final boolean largeFrames) {
        text.append("\n********************* Infos for port %-2d *********************\n".formatted(dev.id()));
        data.put("port", dev.id());
        identity();
        link();
        modes();
        rss();
        line("Minimum size of RX buffer", "min_rx_buffer", info.minRxBufferSize());
        line("Maximum configurable length of RX packet", "max_rx_packet", info.maxRxPacketLength());
        line("Maximum configurable size of LRO aggregated packet", "max_lro_packet",
            info.rxOffloads().contains(RxOffload.TCP_LRO) ? 65535 : 0);
        queues();
        line("Max segment number per packet", "max_segments", info.maxSegments());
        line("Max segment number per MTU/TSO", "max_mtu_segments", info.maxSegments());
        final boolean control = dev.findCapability(QueueControl.class).isPresent();
        text.append("Device capabilities: 0x").append(control ? "3( RUNTIME_RX_QUEUE_SETUP RUNTIME_TX_QUEUE_SETUP )\n" : "0( )\n");
        line("Device error handling mode", "error_handling", "none");
        line("Frames larger than the MTU", "large_frames", largeFrames ? "carried whole" : "not asked for");
        return new Report(text.toString(), data);
    }

    private void line(final String label, final String key, final Object value) {
        text.append(label).append(": ").append(value).append('\n');
        data.put(key, value);
    }

    private void identity() {
        line("MAC address", "mac", dev.mac().toString());
        line("Device name", "name", dev.name());
        line("Driver name", "driver", info.driverName());
        line("Firmware-version", "firmware", dev.findCapability(FirmwareVersion.class).map(FirmwareVersion::firmwareVersion)
            .orElse("not available"));
        line("Devargs", "devargs", dev.device().devargs().arguments());
        line("Connect to socket", "socket", PortControl.socket(dev));
        text.append("memory allocation on the socket: ").append(PortControl.socket(dev)).append('\n');
    }

    private void link() {
        final Link link = dev.link();
        line("Link status", "link_status", link.up() ? "up" : "down");
        line("Link speed", "link_speed", link.speedText());
        line("Link duplex", "link_duplex", link.fullDuplex() ? "full-duplex" : "half-duplex");
        line("Autoneg status", "autoneg", link.autoNegotiated() ? "On" : "Off");
        line("MTU", "mtu", dev.mtu());
    }

    private void modes() {
        line("Promiscuous mode", "promiscuous", enabled(dev.findCapability(Promiscuous.class).map(Promiscuous::isPromiscuous).orElse(false)));
        line("Allmulticast mode", "allmulticast", enabled(dev.findCapability(AllMulticast.class).map(AllMulticast::isAllMulticast).orElse(false)));
        line("Maximum number of MAC addresses", "max_macs", info.maxMacAddresses());
        text.append("Maximum number of MAC addresses of hash filtering: 0\n");
        final Set<RxOffload> vlan = dev.findCapability(VlanOffload.class).map(VlanOffload::vlanOffloads).orElse(Set.of());
        text.append("VLAN offload: \n  strip %s, filter %s, extend %s, qinq strip %s\n".formatted(onOff(vlan, RxOffload.VLAN_STRIP),
            onOff(vlan, RxOffload.VLAN_FILTER), onOff(vlan, RxOffload.VLAN_EXTEND), onOff(vlan, RxOffload.QINQ_STRIP)));
        data.put("vlan_offloads", vlan.stream().map(Enum::name).sorted().toList());
    }

    private static String enabled(final boolean on) {
        return on ? "enabled" : "disabled";
    }

    private static String onOff(final Set<RxOffload> offloads, final RxOffload offload) {
        return offloads.contains(offload) ? "on" : "off";
    }

    private void rss() {
        if (info.rssKeySize() > 0) {
            line("Hash key size in bytes", "rss_key_size", info.rssKeySize());
        }
        if (info.rssTableSize() > 0) {
            line("Redirection table size", "rss_table_size", info.rssTableSize());
        }
        final List<String> names = RssTypes.names(info.rssHashTypes());
        data.put("rss_types", names);
        if (names.isEmpty()) {
            text.append("No RSS offload flow type is supported.\n");
            return;
        }
        text.append("Supported RSS offload flow types:\n");
        for (int i = 0; i < names.size(); i++) {
            text.append("  ").append(names.get(i)).append(i % TYPES_PER_LINE == TYPES_PER_LINE - 1 || i == names.size() - 1 ? "\n" : "");
        }
    }

    private void queues() {
        line("Current number of RX queues", "rx_queues", dev.conf().rxQueues());
        line("Max possible RX queues", "max_rx_queues", info.maxRxQueues());
        line("Max possible number of RXDs per queue", "max_rx_descriptors", info.rxDescriptors().max());
        line("Min possible number of RXDs per queue", "min_rx_descriptors", info.rxDescriptors().min());
        line("RXDs number alignment", "rx_descriptor_alignment", info.rxDescriptors().align());
        line("Current number of TX queues", "tx_queues", dev.conf().txQueues());
        line("Max possible TX queues", "max_tx_queues", info.maxTxQueues());
        line("Max possible number of TXDs per queue", "max_tx_descriptors", info.txDescriptors().max());
        line("Min possible number of TXDs per queue", "min_tx_descriptors", info.txDescriptors().min());
        line("TXDs number alignment", "tx_descriptor_alignment", info.txDescriptors().align());
        data.put("started", dev.isStarted());
    }
}
