package dev.pollmode.testpmd;

import dev.pollmode.ethdev.Registration;
import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Offload;
import dev.pollmode.mbuf.PacketType;
import dev.pollmode.net.Headers;
import dev.pollmode.net.PacketParser;
import dev.pollmode.testpmd.cli.Console;
import dev.pollmode.testpmd.port.TestPort;
import java.util.ArrayList;
import java.util.List;

/// Shows packets as they pass, at the levels of `set verbose`: 1 received ones, 2 sent ones, 3 both.
///
/// A callback of the queues does it, on the lcore that forwards: a means to look closely, and slow.
final class PacketDump {
    private final Console console;
    private final List<Registration> registrations = new ArrayList<>();
    private int level;

    PacketDump(final Console console) {
        this.console = console;
    }

    /// Sets which packets are shown.
    ///
    /// @param wanted the level
    /// @param ports whose
    void level(final int wanted, final List<TestPort> ports) {
        registrations.forEach(Registration::close);
        registrations.clear();
        level = wanted;
        ports.forEach(this::watch);
    }

    /// Shows the packets of a port that was configured anew, too.
    void renew(final List<TestPort> ports) {
        if (level > 0) {
            level(level, ports);
        }
    }

    private void watch(final TestPort port) {
        if (level == 1 || level > 2) {
            for (int queue = 0; queue < port.dev().conf().rxQueues(); queue++) {
                registrations.add(port.dev().addRxCallback(queue, (id, index, burst, offset, count, _) -> {
                    show(id, index, "received", burst, offset, count);
                    return count;
                }));
            }
        }
        if (level > 1) {
            for (int queue = 0; queue < port.dev().conf().txQueues(); queue++) {
                registrations.add(port.dev().addTxCallback(queue, (id, index, burst, offset, count) -> {
                    show(id, index, "sent", burst, offset, count);
                    return count;
                }));
            }
        }
    }

    private void show(final int port, final int queue, final String verb, final Mbuf[] burst, final int offset, final int count) {
        if (count == 0) {
            return;
        }
        final StringBuilder text = new StringBuilder("port %d/queue %d: %s %d packets\n".formatted(port, queue, verb, count));
        final PacketParser parser = new PacketParser();
        final Headers headers = new Headers();
        for (int i = offset; i < offset + count; i++) {
            parser.parse(burst[i], headers);
            packet(burst[i], headers, queue, "received".equals(verb), text);
        }
        console.tell(text.toString().stripTrailing());
    }

    private static void packet(final Mbuf packet, final Headers headers, final int queue, final boolean received, final StringBuilder text) {
        if (packet.dataLength() >= 14) {
            text.append("  src=%s - dst=%s - pool=%s - type=0x%04x".formatted(address(packet, 6), address(packet, 0), packet.pool().name(),
                packet.getShort(12) & 0xffff));
        }
        text.append(" - length=%d - nb_segs=%d".formatted(packet.packetLength(), packet.segments()));
        final long flags = packet.offloads();
        if (received && (flags & Offload.RX_RSS_HASH) != 0) {
            text.append(" - RSS hash=0x%x - RSS queue=0x%x".formatted(packet.rssHash(), queue));
        }
        if (received && (flags & Offload.RX_FDIR_ID) != 0) {
            text.append(" - FDIR matched ID=0x%x ".formatted(packet.flowMark()));
        }
        if ((flags & Offload.RX_VLAN_STRIPPED) != 0) {
            text.append(" - VLAN tci=0x%x".formatted(packet.vlanTci()));
        }
        if (packet.packetType() != 0) {
            text.append(" - hw ptype: ").append(PacketType.names(packet.packetType()));
        }
        text.append(" - sw ptype: ").append(PacketType.names(headers.packetType()));
        text.append(" - l2_len=%d".formatted(headers.l2Length()));
        if (headers.l3Length() > 0) {
            text.append(" - l3_len=%d".formatted(headers.l3Length()));
        }
        if (headers.l4Length() > 0) {
            text.append(" - l4_len=%d".formatted(headers.l4Length()));
        }
        text.append(" - %s queue=0x%x\n".formatted(received ? "Receive" : "Send", queue));
        text.append("  ol_flags: ").append(received ? Offload.rxNames(flags) : Offload.txNames(flags)).append('\n');
    }

    private static String address(final Mbuf packet, final int at) {
        return "%04X%08X".formatted(packet.getShort(at) & 0xffff, packet.getInt(at + 2)).replaceAll("(..)(?!$)", "$1:");
    }
}
