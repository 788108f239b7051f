package dev.pollmode.net;

import static dev.pollmode.net.Fields.offset;
import static dev.pollmode.net.Fields.u16;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.mbuf.Offload;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/// A VLAN tag, between the addresses and the ether type of a frame.
///
/// | offset | size | field        | meaning                                             |
/// |-------:|-----:|--------------|-----------------------------------------------------|
/// |      0 |    2 | `tci`        | priority (3 bits), DEI (1), VLAN identifier (12)    |
/// |      2 |    2 | `ether_type` | what follows                                        |
///
/// IEEE 802.1Q, section 9.6. The ether type in front of it ([EthernetHeader#TYPE_VLAN]) is counted to what precedes, as DPDK does.
public final class VlanTag {
    /// The tag.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(u16("tci"), u16("ether_type"));
    /// Its length in bytes.
    public static final int LENGTH = (int) LAYOUT.byteSize();
    /// The bits of the VLAN identifier.
    public static final int ID_MASK = 0xfff;

    static final int TCI = offset(LAYOUT, "tci");
    static final int ETHER_TYPE = offset(LAYOUT, "ether_type");
    private static final int ADDRESSES = 2 * EthernetHeader.ADDRESS_LENGTH;

    private VlanTag() {
    }

    /// {@return the tag control information}
    ///
    /// @param packet the packet
    /// @param at where the tag begins, usually [EthernetHeader#LENGTH]
    public static int tci(final Mbuf packet, final int at) {
        return packet.getShort(at + TCI) & 0xffff;
    }

    /// {@return the ether type behind the tag}
    ///
    /// @param packet the packet
    /// @param at where the tag begins
    public static int etherType(final Mbuf packet, final int at) {
        return packet.getShort(at + ETHER_TYPE) & 0xffff;
    }

    /// {@return tag control information}
    ///
    /// @param priority 0 to 7
    /// @param id VLAN identifier, 12 bits
    public static int tci(final int priority, final int id) {
        return (priority & 7) << 13 | id & ID_MASK;
    }

    /// Puts the tag of [Mbuf#vlanTci()] into the frame.
    ///
    /// Offload bits that ask for it are cleared. The lengths in [Mbuf#txLengths()] grow by the tag if they were set.
    ///
    /// @param packet the frame
    /// @return false, and nothing changed, when there is no headroom, no Ethernet header in the first segment, or the bytes are
    ///     shared with another mbuf
    public static boolean insert(final Mbuf packet) {
        if (packet.dataLength() < EthernetHeader.LENGTH || !packet.isWritable() || !packet.prepend(LENGTH)) {
            return false;
        }
        packet.putLong(0, packet.getLong(LENGTH));
        packet.putInt(8, packet.getInt(LENGTH + 8));
        packet.putShort(ADDRESSES, (short) EthernetHeader.TYPE_VLAN);
        packet.putShort(ADDRESSES + 2, (short) packet.vlanTci());
        packet.offloads(packet.offloads() & ~(Offload.TX_VLAN | Offload.RX_VLAN_STRIPPED));
        // The length of layer 2 is the lowest field.
        if ((packet.txLengths() & 0x7f) != 0) {
            packet.txLengths(packet.txLengths() + LENGTH);
        }
        return true;
    }

    /// Takes the first tag out of the frame and notes it in [Mbuf#vlanTci()].
    ///
    /// @param packet the frame
    /// @return false, and nothing changed, when it has no tag in its first segment, or its bytes are shared with another mbuf
    public static boolean strip(final Mbuf packet) {
        if (packet.dataLength() < EthernetHeader.LENGTH + LENGTH
            || EthernetHeader.etherType(packet) != EthernetHeader.TYPE_VLAN || !packet.isWritable()) {
            return false;
        }
        packet.vlanTci(tci(packet, EthernetHeader.LENGTH));
        packet.putInt(LENGTH + 8, packet.getInt(8));
        packet.putLong(LENGTH, packet.getLong(0));
        packet.adjust(LENGTH);
        packet.offloads(packet.offloads() | Offload.RX_VLAN | Offload.RX_VLAN_STRIPPED);
        return true;
    }
}
