package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.FlowMatchHeaders;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.sys.Mem;
import java.util.Arrays;

/// The header fields of a frame in the form in which flow tables compare them: the words of a [FlowMatchHeaders].
final class FlowKey {
    static final int WORDS = 8;

    private final byte[] bytes = new byte[WORDS * Long.BYTES];
    private final Struct fields = Struct.of(bytes);
    private final byte[] address = new byte[16];
    private final long[] words = new long[WORDS];

    /// {@return the words of a mask or value as a command gave it}
    static long[] words(final Struct headers) {
        final long[] words = new long[WORDS];
        for (int i = 0; i < WORDS; i++) {
            words[i] = headers.getLong(i * Long.BYTES);
        }
        return words;
    }

    /// Takes the fields of a frame.
    void set(final PacketHeaders packet) {
        Arrays.fill(bytes, (byte) 0);
        setEthernet(packet);
        if (packet.ipVersion != 0) {
            setInternet(packet);
        }
        for (int i = 0; i < WORDS; i++) {
            words[i] = fields.getLong(i * Long.BYTES);
        }
    }

    private void setEthernet(final PacketHeaders packet) {
        final long destination = packet.destinationMac();
        final long source = Mem.getLongBe(packet.frame() + 6) >>> 16;
        fields.set(FlowMatchHeaders.SMAC_47_16, (int) (source >>> 16)).set(FlowMatchHeaders.SMAC_15_0, (int) source & 0xffff);
        fields.set(FlowMatchHeaders.DMAC_47_16, (int) (destination >>> 16)).set(FlowMatchHeaders.DMAC_15_0, (int) destination & 0xffff);
        fields.set(FlowMatchHeaders.ETHERTYPE, packet.etherType);
        if (packet.isTagged()) {
            fields.set(FlowMatchHeaders.FIRST_PRIO, packet.tag >>> 13).set(FlowMatchHeaders.FIRST_CFI, packet.tag >>> 12 & 1)
                .set(FlowMatchHeaders.FIRST_VID, packet.tag & 0xfff);
            fields.set(FlowMatchHeaders.CVLAN_TAG, packet.customerTag).set(FlowMatchHeaders.SVLAN_TAG, packet.serviceTag);
        }
    }

    private void setInternet(final PacketHeaders packet) {
        fields.set(FlowMatchHeaders.IP_VERSION, packet.ipVersion).set(FlowMatchHeaders.FRAG, packet.fragment);
        fields.set(FlowMatchHeaders.IP_DSCP, packet.typeOfService >>> 2).set(FlowMatchHeaders.IP_ECN, packet.typeOfService & 3);
        fields.set(FlowMatchHeaders.TTL_HOPLIMIT, packet.timeToLive);
        final boolean truncated = (packet.protocol == PacketHeaders.TCP || packet.protocol == PacketHeaders.UDP)
            && packet.l4Protocol == 0 && !packet.fragment;
        if (packet.protocol >= 0 && !truncated) {
            fields.set(FlowMatchHeaders.IP_PROTOCOL, packet.protocol);
        }
        final int length = packet.ipVersion == 4 ? 4 : 16;
        packet.copySourceAddress(address, 0);
        putAddress(FlowMatchHeaders.SRC_IPV4_SRC_IPV6.offset(), length);
        packet.copyDestinationAddress(address, 0);
        putAddress(FlowMatchHeaders.DST_IPV4_DST_IPV6.offset(), length);
        if (packet.l4Protocol == PacketHeaders.TCP) {
            fields.set(FlowMatchHeaders.TCP_SPORT, packet.sourcePort).set(FlowMatchHeaders.TCP_DPORT, packet.destinationPort);
            fields.set(FlowMatchHeaders.TCP_FLAGS, packet.tcpFlags);
        } else if (packet.l4Protocol == PacketHeaders.UDP) {
            fields.set(FlowMatchHeaders.UDP_SPORT, packet.sourcePort).set(FlowMatchHeaders.UDP_DPORT, packet.destinationPort);
        }
    }

    /// An address of IPv4 stands in the last bytes of its field.
    private void putAddress(final int offset, final int length) {
        System.arraycopy(address, 0, bytes, offset + 16 - length, length);
    }

    boolean matches(final FlowEntry entry) {
        final long[] mask = entry.group.mask;
        final long[] value = entry.value;
        for (int i = 0; i < WORDS; i++) {
            if ((words[i] & mask[i]) != value[i]) {
                return false;
            }
        }
        return true;
    }
}
