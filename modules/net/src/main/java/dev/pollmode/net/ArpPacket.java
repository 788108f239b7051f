package dev.pollmode.net;

import static dev.pollmode.net.Fields.bytes;
import static dev.pollmode.net.Fields.offset;
import static dev.pollmode.net.Fields.u16;
import static dev.pollmode.net.Fields.u32;
import static dev.pollmode.net.Fields.u8;

import dev.pollmode.mbuf.Mbuf;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/// An ARP packet for IPv4 over Ethernet.
///
/// | offset | size | field             | meaning                                     |
/// |-------:|-----:|-------------------|---------------------------------------------|
/// |      0 |    2 | `hardware`        | 1: Ethernet                                 |
/// |      2 |    2 | `protocol`        | 0x0800: IPv4                                |
/// |      4 |    1 | `hardware_length` | 6                                           |
/// |      5 |    1 | `protocol_length` | 4                                           |
/// |      6 |    2 | `operation`       | [#REQUEST] or [#REPLY]                      |
/// |      8 |    6 | `sender_mac`      | MAC address of the sender                   |
/// |     14 |    4 | `sender_ip`       | IPv4 address of the sender                  |
/// |     18 |    6 | `target_mac`      | MAC address of the target, 0 in a request   |
/// |     24 |    4 | `target_ip`       | IPv4 address of the target                  |
///
/// RFC 826. `at` is where the packet begins in the first segment; the accessors check as those of [Mbuf].
public final class ArpPacket {
    /// The packet.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(u16("hardware"), u16("protocol"), u8("hardware_length"),
        u8("protocol_length"), u16("operation"), bytes(6, "sender_mac"), u32("sender_ip"), bytes(6, "target_mac"), u32("target_ip"));
    /// Its length in bytes.
    public static final int LENGTH = (int) LAYOUT.byteSize();
    /// Operation: who has that address?
    public static final int REQUEST = 1;
    /// Operation: the target has it.
    public static final int REPLY = 2;

    private static final int ETHERNET_AND_IPV4 = 1 << 16 | EthernetHeader.TYPE_IPV4;
    private static final int LENGTHS = EthernetHeader.ADDRESS_LENGTH << 8 | 4;
    private static final int HARDWARE = offset(LAYOUT, "hardware");
    private static final int HARDWARE_LENGTH = offset(LAYOUT, "hardware_length");
    private static final int OPERATION = offset(LAYOUT, "operation");
    private static final int SENDER_MAC = offset(LAYOUT, "sender_mac");
    private static final int SENDER_IP = offset(LAYOUT, "sender_ip");
    private static final int TARGET_MAC = offset(LAYOUT, "target_mac");
    private static final int TARGET_IP = offset(LAYOUT, "target_ip");

    private ArpPacket() {
    }

    /// {@return whether it is wholly there, and about IPv4 over Ethernet}
    public static boolean isIpv4OverEthernet(final Mbuf packet, final int at) {
        return at + LENGTH <= packet.dataLength() && packet.getInt(at + HARDWARE) == ETHERNET_AND_IPV4
            && packet.getShort(at + HARDWARE_LENGTH) == LENGTHS;
    }

    /// Says that it is about IPv4 over Ethernet.
    public static void ipv4OverEthernet(final Mbuf packet, final int at) {
        packet.putInt(at + HARDWARE, ETHERNET_AND_IPV4);
        packet.putShort(at + HARDWARE_LENGTH, (short) LENGTHS);
    }

    /// {@return [#REQUEST], [#REPLY] or another operation}
    public static int operation(final Mbuf packet, final int at) {
        return packet.getShort(at + OPERATION) & 0xffff;
    }

    /// Sets the operation.
    public static void operation(final Mbuf packet, final int at, final int operation) {
        packet.putShort(at + OPERATION, (short) operation);
    }

    /// {@return the MAC address of the sender}
    public static long senderMac(final Mbuf packet, final int at) {
        return EthernetHeader.getAddress(packet, at + SENDER_MAC);
    }

    /// Sets the MAC address of the sender.
    public static void senderMac(final Mbuf packet, final int at, final long address) {
        EthernetHeader.putAddress(packet, at + SENDER_MAC, address);
    }

    /// {@return the IPv4 address of the sender}
    public static int senderIp(final Mbuf packet, final int at) {
        return packet.getInt(at + SENDER_IP);
    }

    /// Sets the IPv4 address of the sender.
    public static void senderIp(final Mbuf packet, final int at, final int address) {
        packet.putInt(at + SENDER_IP, address);
    }

    /// {@return the MAC address of the target}
    public static long targetMac(final Mbuf packet, final int at) {
        return EthernetHeader.getAddress(packet, at + TARGET_MAC);
    }

    /// Sets the MAC address of the target.
    public static void targetMac(final Mbuf packet, final int at, final long address) {
        EthernetHeader.putAddress(packet, at + TARGET_MAC, address);
    }

    /// {@return the IPv4 address of the target}
    public static int targetIp(final Mbuf packet, final int at) {
        return packet.getInt(at + TARGET_IP);
    }

    /// Sets the IPv4 address of the target.
    public static void targetIp(final Mbuf packet, final int at, final int address) {
        packet.putInt(at + TARGET_IP, address);
    }
}
