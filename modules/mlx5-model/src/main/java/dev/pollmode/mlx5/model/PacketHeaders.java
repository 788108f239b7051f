package dev.pollmode.mlx5.model;

import dev.pollmode.sys.Mem;

/// What a frame is, as far as the device looks: Ethernet, VLAN tags, IP, TCP and UDP.
///
/// Every length in the frame is checked against the frame; what does not fit is taken as absent. Reused from frame to frame.
final class PacketHeaders {
    static final int TCP = 6;
    static final int UDP = 17;
    static final int ETHERNET_LENGTH = 14;
    static final int IPV4 = 0x0800;
    static final int IPV6 = 0x86dd;

    private static final int VLAN = 0x8100;
    private static final int SERVICE_VLAN = 0x88a8;
    private static final int FRAGMENT_HEADER = 44;
    private static final int MAX_EXTENSIONS = 8;
    private static final int UNKNOWN = -1;

    private long frame;
    int length;
    /// Type after the tags.
    int etherType;
    boolean customerTag;
    boolean serviceTag;
    int tag;
    int l3Offset;
    /// 4, 6, or 0 for neither.
    int ipVersion;
    boolean ipOptions;
    boolean fragment;
    int ipHeaderLength;
    /// Length of header and payload by the IP header, at most what the frame holds.
    int ipTotalLength;
    /// Protocol after IP and its extensions, or -1.
    int protocol;
    int typeOfService;
    int timeToLive;
    /// [#TCP] or [#UDP] if the whole header is there, else 0.
    int l4Protocol;
    int l4Offset;
    int l4HeaderLength;
    int sourcePort;
    int destinationPort;
    int tcpFlags;

    /// Looks at a frame.
    ///
    /// @param address of the frame, which must be readable for `frameLength` bytes
    void parse(final long address, final int frameLength) {
        clear();
        frame = address;
        length = frameLength;
        if (frameLength < ETHERNET_LENGTH) {
            return;
        }
        int at = 12;
        etherType = Mem.getShortBe(frame + at) & 0xffff;
        at += 2;
        for (int tags = 0; tags < 2 && isTag(etherType) && at + 4 <= length; tags++) {
            if (tags == 0) {
                tag = Mem.getShortBe(frame + at) & 0xffff;
                customerTag = etherType == VLAN;
                serviceTag = etherType == SERVICE_VLAN;
            }
            etherType = Mem.getShortBe(frame + at + 2) & 0xffff;
            at += 4;
        }
        l3Offset = at;
        if (etherType == IPV4) {
            parseIpv4();
        } else if (etherType == IPV6) {
            parseIpv6();
        }
    }

    private void clear() {
        etherType = 0;
        customerTag = false;
        serviceTag = false;
        tag = 0;
        l3Offset = 0;
        ipVersion = 0;
        ipOptions = false;
        fragment = false;
        ipHeaderLength = 0;
        ipTotalLength = 0;
        protocol = UNKNOWN;
        typeOfService = 0;
        timeToLive = 0;
        l4Protocol = 0;
        l4Offset = 0;
        l4HeaderLength = 0;
        sourcePort = 0;
        destinationPort = 0;
        tcpFlags = 0;
    }

    private static boolean isTag(final int type) {
        return type == VLAN || type == SERVICE_VLAN;
    }

    private void parseIpv4() {
        final int room = length - l3Offset;
        if (room < 20 || (Mem.getByte(frame + l3Offset) & 0xf0) != 0x40) {
            return;
        }
        final int header = (Mem.getByte(frame + l3Offset) & 0xf) * 4;
        final int total = Mem.getShortBe(frame + l3Offset + 2) & 0xffff;
        if (header < 20 || header > room || total < header || total > room) {
            return;
        }
        ipVersion = 4;
        ipHeaderLength = header;
        ipTotalLength = total;
        ipOptions = header > 20;
        typeOfService = Mem.getByte(frame + l3Offset + 1) & 0xff;
        timeToLive = Mem.getByte(frame + l3Offset + 8) & 0xff;
        protocol = Mem.getByte(frame + l3Offset + 9) & 0xff;
        final int fragmentation = Mem.getShortBe(frame + l3Offset + 6) & 0x3fff;
        fragment = fragmentation != 0;
        l4Offset = l3Offset + header;
        parseTransport();
    }

    private void parseIpv6() {
        final int room = length - l3Offset;
        if (room < 40 || (Mem.getByte(frame + l3Offset) & 0xf0) != 0x60) {
            return;
        }
        final int total = 40 + (Mem.getShortBe(frame + l3Offset + 4) & 0xffff);
        if (total > room) {
            return;
        }
        ipVersion = 6;
        ipTotalLength = total;
        typeOfService = Mem.getShortBe(frame + l3Offset) >>> 4 & 0xff;
        timeToLive = Mem.getByte(frame + l3Offset + 7) & 0xff;
        int next = Mem.getByte(frame + l3Offset + 6) & 0xff;
        int at = 40;
        for (int i = 0; i < MAX_EXTENSIONS && isExtension(next) && at + 8 <= total; i++) {
            ipOptions = true;
            fragment |= next == FRAGMENT_HEADER && (Mem.getShortBe(frame + l3Offset + at + 2) & 0xfff9) != 0;
            final int extension = next == FRAGMENT_HEADER ? 8 : 8 + (Mem.getByte(frame + l3Offset + at + 1) & 0xff) * 8;
            next = Mem.getByte(frame + l3Offset + at) & 0xff;
            at += extension;
        }
        ipHeaderLength = Math.min(at, total);
        protocol = isExtension(next) || at > total ? UNKNOWN : next;
        l4Offset = l3Offset + ipHeaderLength;
        parseTransport();
    }

    private static boolean isExtension(final int next) {
        return next == 0 || next == 43 || next == FRAGMENT_HEADER || next == 60;
    }

    private void parseTransport() {
        final int room = ipTotalLength - ipHeaderLength;
        if (fragment) {
            return;
        }
        if (protocol == TCP && room >= 20) {
            final int header = (Mem.getByte(frame + l4Offset + 12) >>> 4 & 0xf) * 4;
            if (header >= 20 && header <= room) {
                l4Protocol = TCP;
                l4HeaderLength = header;
                tcpFlags = Mem.getShortBe(frame + l4Offset + 12) & 0x1ff;
            }
        } else if (protocol == UDP && room >= 8) {
            l4Protocol = UDP;
            l4HeaderLength = 8;
        }
        if (l4Protocol != 0) {
            sourcePort = Mem.getShortBe(frame + l4Offset) & 0xffff;
            destinationPort = Mem.getShortBe(frame + l4Offset + 2) & 0xffff;
        }
    }

    long frame() {
        return frame;
    }

    boolean isTagged() {
        return customerTag || serviceTag;
    }

    long destinationMac() {
        return Mem.getLongBe(frame) >>> 16;
    }

    boolean isMulticast() {
        return (Mem.getByte(frame) & 1) != 0;
    }

    boolean isBroadcast() {
        return destinationMac() == 0xffff_ffff_ffffL;
    }

    int copySourceAddress(final byte[] to, final int at) {
        return ipVersion == 4 ? copy(l3Offset + 12, 4, to, at) : copy(l3Offset + 8, 16, to, at);
    }

    int copyDestinationAddress(final byte[] to, final int at) {
        return ipVersion == 4 ? copy(l3Offset + 16, 4, to, at) : copy(l3Offset + 24, 16, to, at);
    }

    private int copy(final int offset, final int count, final byte[] to, final int at) {
        Mem.copy(frame + offset, to, at, count);
        return at + count;
    }
}
