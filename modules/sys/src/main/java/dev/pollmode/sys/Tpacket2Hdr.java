package dev.pollmode.sys;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/// The head of a frame slot of a packet ring of version 2.
///
/// | offset | size | field          | meaning                            |
/// |-------:|-----:|----------------|------------------------------------|
/// |      0 |    4 | `tp_status`    | whose the slot is, `TP_STATUS_...` |
/// |      4 |    4 | `tp_len`       | length of the frame                |
/// |      8 |    4 | `tp_snaplen`   | bytes that are in the slot         |
/// |     12 |    2 | `tp_mac`       | where the frame begins             |
/// |     14 |    2 | `tp_net`       | where the network header begins    |
/// |     16 |    4 | `tp_sec`       | time of arrival, seconds           |
/// |     20 |    4 | `tp_nsec`      | and nanoseconds                    |
/// |     24 |    2 | `tp_vlan_tci`  | VLAN tag taken out of the frame    |
/// |     26 |    2 | `tp_vlan_tpid` | Ethernet type of that tag          |
/// |     28 |    4 | `tp_padding`   | unused                             |
///
/// `struct tpacket2_hdr` in `linux/if_packet.h`; packet(7), Documentation/networking/packet_mmap.rst of the kernel.
/// Host byte order. Nothing here allocates.
public final class Tpacket2Hdr {
    /// Where each field lies.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
        ValueLayout.JAVA_INT.withName("tp_status"),
        ValueLayout.JAVA_INT.withName("tp_len"),
        ValueLayout.JAVA_INT.withName("tp_snaplen"),
        ValueLayout.JAVA_SHORT.withName("tp_mac"),
        ValueLayout.JAVA_SHORT.withName("tp_net"),
        ValueLayout.JAVA_INT.withName("tp_sec"),
        ValueLayout.JAVA_INT.withName("tp_nsec"),
        ValueLayout.JAVA_SHORT.withName("tp_vlan_tci"),
        ValueLayout.JAVA_SHORT.withName("tp_vlan_tpid"),
        MemoryLayout.sequenceLayout(4, ValueLayout.JAVA_BYTE).withName("tp_padding"));

    /// `TP_STATUS_KERNEL`: the kernel owns this slot of a receive ring.
    public static final int STATUS_KERNEL = 0;
    /// `TP_STATUS_USER`: this slot of a receive ring holds a frame.
    public static final int STATUS_USER = 0x1;
    /// `TP_STATUS_COPY`: the frame was too long for the slot and its whole waits in the socket (`PACKET_COPY_THRESH`).
    public static final int STATUS_COPY = 0x2;
    /// `TP_STATUS_LOSING`: frames were dropped since the statistics were last read.
    public static final int STATUS_LOSING = 0x4;
    /// `TP_STATUS_CSUMNOTREADY`: an outgoing frame whose checksum the device will fill in.
    public static final int STATUS_CSUM_NOT_READY = 0x8;
    /// `TP_STATUS_VLAN_VALID`: [#vlanTci(long)] holds a tag.
    public static final int STATUS_VLAN_VALID = 0x10;
    /// `TP_STATUS_VLAN_TPID_VALID`: [#vlanTpid(long)] holds its type.
    public static final int STATUS_VLAN_TPID_VALID = 0x40;
    /// `TP_STATUS_CSUM_VALID`: the checksum of the frame was found right.
    public static final int STATUS_CSUM_VALID = 0x80;
    /// `TP_STATUS_AVAILABLE`: this slot of a transmit ring is free.
    public static final int STATUS_AVAILABLE = 0;
    /// `TP_STATUS_SEND_REQUEST`: this slot of a transmit ring holds a frame to send.
    public static final int STATUS_SEND_REQUEST = 0x1;
    /// `TP_STATUS_SENDING`: the kernel is at it.
    public static final int STATUS_SENDING = 0x2;
    /// `TP_STATUS_WRONG_FORMAT`: the kernel refused this frame.
    public static final int STATUS_WRONG_FORMAT = 0x4;

    /// Where the [SockaddrLl] of a received frame lies, from the begin of the slot: `TPACKET_ALIGN(sizeof(struct tpacket2_hdr))`.
    public static final int RX_ADDRESS = 32;
    /// Where the bytes of a frame to send begin, from the begin of the slot, unless `PACKET_TX_HAS_OFF` is set:
    /// `TPACKET2_HDRLEN - sizeof(struct sockaddr_ll)`.
    public static final int TX_DATA = 32;

    /// Bytes of this struct.
    public static final int SIZE = 32;

    private static final long TP_STATUS = LAYOUT.byteOffset(PathElement.groupElement("tp_status"));
    private static final long TP_LEN = LAYOUT.byteOffset(PathElement.groupElement("tp_len"));
    private static final long TP_SNAPLEN = LAYOUT.byteOffset(PathElement.groupElement("tp_snaplen"));
    private static final long TP_MAC = LAYOUT.byteOffset(PathElement.groupElement("tp_mac"));
    private static final long TP_NET = LAYOUT.byteOffset(PathElement.groupElement("tp_net"));
    private static final long TP_SEC = LAYOUT.byteOffset(PathElement.groupElement("tp_sec"));
    private static final long TP_NSEC = LAYOUT.byteOffset(PathElement.groupElement("tp_nsec"));
    private static final long TP_VLAN_TCI = LAYOUT.byteOffset(PathElement.groupElement("tp_vlan_tci"));
    private static final long TP_VLAN_TPID = LAYOUT.byteOffset(PathElement.groupElement("tp_vlan_tpid"));

    private Tpacket2Hdr() {
    }

    /// {@return whose the slot is and what it holds, `STATUS_...`; what the kernel wrote before it is visible afterwards (acquire)}
    ///
    /// @param struct the address of the struct
    public static int status(final long struct) {
        return Mem.getIntAcquire(struct + TP_STATUS);
    }

    /// Hands the slot over; what was written before becomes visible first (release).
    ///
    /// @param struct the address of the struct
    /// @param value  the new status
    public static void status(final long struct, final int value) {
        Mem.putIntRelease(struct + TP_STATUS, value);
    }

    /// {@return the length of the frame on the wire}
    ///
    /// @param struct the address of the struct
    public static int length(final long struct) {
        return Mem.getInt(struct + TP_LEN);
    }

    /// Sets the length of the frame to send.
    ///
    /// @param struct the address of the struct
    /// @param value  the new value
    public static void length(final long struct, final int value) {
        Mem.putInt(struct + TP_LEN, value);
    }

    /// {@return how many bytes of the frame are in the slot}
    ///
    /// @param struct the address of the struct
    public static int captured(final long struct) {
        return Mem.getInt(struct + TP_SNAPLEN);
    }

    /// {@return where the frame begins, from the begin of the slot}
    ///
    /// @param struct the address of the struct
    public static int macOffset(final long struct) {
        return Short.toUnsignedInt(Mem.getShort(struct + TP_MAC));
    }

    /// Sets where the frame begins; looked at when sending with `PACKET_TX_HAS_OFF`.
    ///
    /// @param struct the address of the struct
    /// @param value  the new value
    public static void macOffset(final long struct, final int value) {
        Mem.putShort(struct + TP_MAC, (short) value);
    }

    /// {@return where the network header begins, from the begin of the slot}
    ///
    /// @param struct the address of the struct
    public static int netOffset(final long struct) {
        return Short.toUnsignedInt(Mem.getShort(struct + TP_NET));
    }

    /// Sets where the network header begins.
    ///
    /// @param struct the address of the struct
    /// @param value  the new value
    public static void netOffset(final long struct, final int value) {
        Mem.putShort(struct + TP_NET, (short) value);
    }

    /// {@return the time of arrival, seconds since 1970, unsigned}
    ///
    /// @param struct the address of the struct
    public static int seconds(final long struct) {
        return Mem.getInt(struct + TP_SEC);
    }

    /// {@return the nanoseconds of the time of arrival}
    ///
    /// @param struct the address of the struct
    public static int nanoseconds(final long struct) {
        return Mem.getInt(struct + TP_NSEC);
    }

    /// {@return the VLAN tag that was taken out of the frame; valid with [#STATUS_VLAN_VALID]}
    ///
    /// @param struct the address of the struct
    public static int vlanTci(final long struct) {
        return Short.toUnsignedInt(Mem.getShort(struct + TP_VLAN_TCI));
    }

    /// {@return the Ethernet type of that tag; valid with [#STATUS_VLAN_TPID_VALID]}
    ///
    /// @param struct the address of the struct
    public static int vlanTpid(final long struct) {
        return Short.toUnsignedInt(Mem.getShort(struct + TP_VLAN_TPID));
    }
}
