package dev.pollmode.net;

import static dev.pollmode.net.Fields.bytes;
import static dev.pollmode.net.Fields.offset;
import static dev.pollmode.net.Fields.u16;

import dev.pollmode.mbuf.Mbuf;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/// The header of an Ethernet frame, at the beginning of its data.
///
/// | offset | size | field         | meaning                                                     |
/// |-------:|-----:|---------------|-------------------------------------------------------------|
/// |      0 |    6 | `destination` | MAC address of the receiver                                 |
/// |      6 |    6 | `source`      | MAC address of the sender                                   |
/// |     12 |    2 | `ether_type`  | what follows; below 1536 it is a length (IEEE 802.3, 3.2.6) |
///
/// Addresses are the low 48 bits of a `long`, the first byte on the wire highest. The accessors check as those of [Mbuf].
public final class EthernetHeader {
    /// The header.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(bytes(6, "destination"), bytes(6, "source"), u16("ether_type"));
    /// Its length in bytes.
    public static final int LENGTH = (int) LAYOUT.byteSize();
    /// Bytes in an address.
    public static final int ADDRESS_LENGTH = 6;

    /// Ether type of IPv4.
    public static final int TYPE_IPV4 = 0x0800;
    /// Ether type of ARP.
    public static final int TYPE_ARP = 0x0806;
    /// Ether type of a VLAN tag (IEEE 802.1Q).
    public static final int TYPE_VLAN = 0x8100;
    /// Ether type of IPv6.
    public static final int TYPE_IPV6 = 0x86dd;
    /// Ether type of a service tag, the outer of two (IEEE 802.1ad).
    public static final int TYPE_QINQ = 0x88a8;
    /// Ether type of LLDP.
    public static final int TYPE_LLDP = 0x88cc;
    /// Ether type of IEEE 1588 over Ethernet.
    public static final int TYPE_TIMESYNC = 0x88f7;
    /// The address of all stations.
    public static final long BROADCAST = 0xffff_ffff_ffffL;

    static final int DESTINATION = offset(LAYOUT, "destination");
    static final int SOURCE = offset(LAYOUT, "source");
    static final int ETHER_TYPE = offset(LAYOUT, "ether_type");

    private EthernetHeader() {
    }

    /// {@return the MAC address of the receiver}
    public static long destination(final Mbuf packet) {
        return getAddress(packet, DESTINATION);
    }

    /// Sets the MAC address of the receiver.
    public static void destination(final Mbuf packet, final long address) {
        putAddress(packet, DESTINATION, address);
    }

    /// {@return the MAC address of the sender}
    public static long source(final Mbuf packet) {
        return getAddress(packet, SOURCE);
    }

    /// Sets the MAC address of the sender.
    public static void source(final Mbuf packet, final long address) {
        putAddress(packet, SOURCE, address);
    }

    /// {@return the ether type}
    public static int etherType(final Mbuf packet) {
        return packet.getShort(ETHER_TYPE) & 0xffff;
    }

    /// Sets the ether type.
    public static void etherType(final Mbuf packet, final int type) {
        packet.putShort(ETHER_TYPE, (short) type);
    }

    /// Lets sender and receiver change places.
    public static void swapAddresses(final Mbuf packet) {
        final long destination = destination(packet);
        destination(packet, source(packet));
        source(packet, destination);
    }

    /// {@return whether an address is of a group, all stations included}
    public static boolean isMulticast(final long address) {
        return (address >>> 40 & 1) != 0;
    }

    static long getAddress(final Mbuf packet, final int at) {
        return (packet.getShort(at) & 0xffffL) << 32 | packet.getInt(at + 2) & 0xffff_ffffL;
    }

    static void putAddress(final Mbuf packet, final int at, final long address) {
        packet.putShort(at, (short) (address >>> 32));
        packet.putInt(at + 2, (int) address);
    }
}
