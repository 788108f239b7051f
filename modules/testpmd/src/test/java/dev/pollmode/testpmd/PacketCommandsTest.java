package dev.pollmode.testpmd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.sys.LinkInfo;
import dev.pollmode.sys.RtNetlink;
import dev.pollmode.test.support.RequiresDevice;
import dev.pollmode.test.support.RequiresRoot;
import org.junit.jupiter.api.Test;

/// TM-07, TM-15, TM-16: what happens to packets on their way.
class PacketCommandsTest {
    @Test
    void sayWhetherSegmentsAreMerged() {
        try (Terminal terminal = Terminal.started("net_null0", "net_null1")) {
            assertThat(terminal.type("show port 0 gro")).isEqualTo("Port 0 doesn't enable GRO.\n");
            terminal.type("set port 0 gro on");
            terminal.type("set gro flush 2");
            assertThat(terminal.type("show port 0 gro")).isEqualTo(
                "GRO type: TCP/IPv4 TCP/IPv6\nMax number of packets to perform GRO: 64\nFlushing cycles: 2\n");
            assertThat(terminal.type("show port 1 gro")).startsWith("Port 1 doesn't");
            assertThat(terminal.type("set gro flush 5")).startsWith("Flushing cycle be in the range of 1 to 4");
            terminal.type("set fwd csum");
            terminal.type("start");
            assertThat(terminal.type("set port 0 gro off")).isEqualTo("Before disable GRO, please stop forwarding first\n");
            terminal.type("stop");
            terminal.type("set port 0 gro off");
            assertThat(terminal.succeeded()).isTrue();
        }
    }

    /// TM-16.
    @Test
    @RequiresRoot
    @RequiresDevice("/dev/net/tun")
    void setWhoCutsLongPackets() {
        try (Terminal terminal = Terminal.started("net_tap0,iface=tcu" + ProcessHandle.current().pid(), "net_null0")) {
            assertThat(terminal.type("tso show 0")).endsWith("TSO for non-tunneled packets is disabled\n");
            assertThat(terminal.type("tso set 800 0")).endsWith("Please stop port 0 first\n");
            terminal.type("port stop 0");
            assertThat(terminal.type("tso set 800 0")).endsWith("TSO segment size for non-tunneled packets is 800\n");
            assertThat(terminal.type("csum set tcp hw 0")).contains("TCP checksum offload is hw\n");
            terminal.type("port start 0");
            assertThat(terminal.type("show port 0 tx_offload configuration")).contains("TCP_TSO").contains("TCP_CKSUM");
            assertThat(terminal.type("show port 1 gso")).endsWith("GSO is not enabled on Port 1\n");
            terminal.type("set port 1 gso on");
            terminal.type("set gso segsz 600");
            assertThat(terminal.type("show port 1 gso")).endsWith("Max GSO'd packet size: 600B\nSupported GSO types: TCP/IPv4, TCP/IPv6\n");
            terminal.type("set fwd csum");
            terminal.type("start");
            assertThat(terminal.type("stop")).endsWith("\nDone.\n");
        }
    }

    /// TM-16: what is inside of tunnels is looked at where that is asked for; no port computes checksums of their headers.
    @Test
    void setWhetherTunnelsAreLookedInto() {
        try (Terminal terminal = Terminal.started("net_null0", "net_null1")) {
            assertThat(terminal.type("csum parse-tunnel on 0")).startsWith("Parse tunnel is on\n");
            terminal.type("csum mac-swap off 0");
            assertThat(terminal.succeeded()).isTrue();
            assertThat(terminal.type("csum set outer-ip sw 0")).endsWith("Outer-Ip checksum offload is sw\nOuter-Udp checksum offload is sw\n");
            assertThat(terminal.succeeded()).isTrue();
            terminal.type("port stop 0");
            assertThat(terminal.type("csum set outer-ip hw 0")).isEqualTo("Outer IP checksum offload is not supported by port 0\n");
            assertThat(terminal.type("csum set outer-udp hw 0")).isEqualTo("Outer UDP checksum offload is not supported by port 0\n");
            terminal.type("port start 0");
            terminal.type("set fwd csum");
            terminal.type("start");
            assertThat(terminal.type("stop")).endsWith("\nDone.\n");
        }
    }

    @Test
    void refuseTagsThatAPortCannotPutIn() {
        try (Terminal terminal = Terminal.started("net_null0")) {
            assertThat(terminal.type("tx_vlan set 0 100")).isEqualTo("Please stop port 0 first\n");
            terminal.type("port stop 0");
            assertThat(terminal.type("tx_vlan set 0 100")).isEqualTo("Error: vlan insert is not supported by port 0\n");
            assertThat(terminal.type("tx_vlan set 0 4096")).isEqualTo("Invalid vlan_id 4096 (must be < 4096)\n");
            assertThat(terminal.type("tx_vlan set 0 1 2")).contains("token 5 \"2\": expected the end of the line");
        }
    }

    @Test
    @RequiresRoot
    void putPacketsIntoAVlan() {
        final String near = "tva" + ProcessHandle.current().pid();
        final String far = "tvb" + ProcessHandle.current().pid();
        try (RtNetlink links = RtNetlink.open()) {
            links.createVeth(near, far);
            try {
                links.setUp(links.link(near).map(LinkInfo::index).orElseThrow(), true);
                links.setUp(links.link(far).map(LinkInfo::index).orElseThrow(), true);
                sendTaggedPackets(near, far);
            } finally {
                links.delete(links.link(near).map(LinkInfo::index).orElseThrow());
            }
        }
    }

    private static void sendTaggedPackets(final String near, final String far) {
        try (Terminal terminal = Terminal.started("net_af_packet0,iface=" + near, "net_af_packet1,iface=" + far)) {
            terminal.type("set portlist 0");
            terminal.type("set fwd txonly");
            terminal.type("port stop 0");
            assertThat(terminal.type("tx_vlan set 0 100")).isBlank();
            terminal.type("port start 0");
            terminal.type("start");
            assertThat(tagOfATestPacket(terminal.session.ports().get(1).dev().rxQueue(0))).isEqualTo(100);
            terminal.type("stop");
            terminal.type("port stop 0");
            terminal.type("tx_vlan reset 0");
            terminal.type("port start 0");
            terminal.type("start");
            // What was sent before may still come.
            Terminal.await(() -> tagOfATestPacket(terminal.session.ports().get(1).dev().rxQueue(0)) == 0);
        }
    }

    /// Waits for a packet of `txonly`: UDP, with or without a tag, which the kernel tells beside the packet or leaves in it.
    private static int tagOfATestPacket(final RxQueue queue) {
        final Mbuf[] burst = new Mbuf[32];
        final int[] tag = {-1};
        Terminal.await(() -> {
            final int received = queue.rxBurst(burst, 0, burst.length);
            for (int i = 0; i < received; i++) {
                if (burst[i].getShort(12) == (short) 0x8100) {
                    tag[0] = burst[i].getShort(14) & 0xfff;
                } else if (burst[i].getShort(12) == 0x0800) {
                    tag[0] = (burst[i].offloads() & Offload.RX_VLAN) == 0 ? 0 : burst[i].vlanTci() & 0xfff;
                }
            }
            Mbuf.freeBulk(burst, 0, received);
            return tag[0] >= 0;
        });
        return tag[0];
    }

    @Test
    void measureHowLongPacketsTake() {
        try (Terminal terminal = Terminal.started("net_null0", "net_null1")) {
            assertThat(terminal.type("show fwd latency")).startsWith("Latencies are not measured\n");
            terminal.session.settings().measureLatency = true;
            terminal.type("start");
            Terminal.await(() -> terminal.session.forwarding().latency().orElseThrow().values().get("samples") > 10_000);
            terminal.type("stop");
            final var values = terminal.session.forwarding().latency().orElseThrow().values();
            assertThat(values.get("min_latency_ns")).isBetween(1L, values.get("avg_latency_ns"));
            assertThat(values.get("max_latency_ns")).isGreaterThanOrEqualTo(values.get("avg_latency_ns"));
            assertThat(terminal.type("show fwd latency")).startsWith("###### Non port specific metrics  #########\nmin_latency_ns: ").contains("jitter_ns: ");
            terminal.session.settings().measureLatency = false;
            final long before = values.get("samples");
            terminal.type("start");
            terminal.type("stop");
            assertThat(terminal.session.forwarding().latency().orElseThrow().values()).containsEntry("samples", before);
        }
    }

    @Test
    void measureBitrates() {
        try (Terminal terminal = Terminal.started("net_null0,size=1000", "net_null1")) {
            assertThat(terminal.type("show port metrics all")).startsWith("Bitrates are not measured\n");
            terminal.session.measureBitrates();
            terminal.type("start");
            Terminal.await(() -> terminal.session.bitrates().orElseThrow().values(0).get("peak_bits_in") > 0);
            terminal.type("stop");
            assertThat(terminal.type("show port metrics 0")).matches("###### metrics for port 0 {2}#########\n(?:(ewma|mean|peak)_bits_(in|out): [1-9][0-9]*\n){6}");
            assertThat(terminal.type("show port metrics all --json")).contains("{\"port\":0,\"ewma_bits_in\":");
        }
    }
}
