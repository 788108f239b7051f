package dev.pollmode.net;

import dev.pollmode.mbuf.PacketType;

/// Where the headers of a packet are: what a [PacketParser] found out. Made once and filled again and again.
///
/// ```
///  0            l3Offset         l4Offset         payloadOffset
///  |<- l2Length ->|<- l3Length ->|<- l4Length ->|<- payload
/// ```
///
/// A length is that of a header which is wholly there and makes sense; of one that is cut off, malformed or unknown it is
/// 0, and so are all that would follow. The lengths that the headers claim for what they carry ([#datagramLength()]) are
/// told as they stand: [#fits(int)] compares them with the packet.
public final class Headers {
    int packetType;
    int l2Length;
    int vlanTags;
    int vlanTci;
    int etherType;
    int l3Length;
    int datagramLength;
    int protocol;
    boolean fragment;
    int fragmentOffset;
    int l4Length;
    // The bytes at hand ended within a header.
    boolean cut;

    /// Makes one that knows nothing.
    public Headers() {
        clear();
    }

    void clear() {
        packetType = 0;
        l2Length = 0;
        vlanTags = 0;
        vlanTci = 0;
        etherType = 0;
        l3Length = 0;
        datagramLength = 0;
        protocol = -1;
        fragment = false;
        fragmentOffset = 0;
        l4Length = 0;
        cut = false;
    }

    /// {@return what the packet is, as bits of [PacketType]}
    public int packetType() {
        return packetType;
    }

    /// {@return the length of the Ethernet header with its tags; 0 for a packet that begins with IP}
    public int l2Length() {
        return l2Length;
    }

    /// {@return how many VLAN tags the frame has}
    public int vlanTags() {
        return vlanTags;
    }

    /// {@return the tag control information of the first VLAN tag}
    public int vlanTci() {
        return vlanTci;
    }

    /// {@return the ether type behind the tags; 0 when there is none, below 1536 it is a length}
    public int etherType() {
        return etherType;
    }

    /// {@return where the IP header begins}
    public int l3Offset() {
        return l2Length;
    }

    /// {@return the length of the IP header, with options or the extension headers that were walked}
    public int l3Length() {
        return l3Length;
    }

    /// {@return the length of the IP datagram, all headers and data, as its header claims}
    public int datagramLength() {
        return datagramLength;
    }

    /// {@return the protocol behind the IP header, -1 when unknown}
    public int protocol() {
        return protocol;
    }

    /// {@return whether it is one of several fragments; then nothing is said about layer 4}
    public boolean isFragment() {
        return fragment;
    }

    /// {@return where the data of a fragment belong in the datagram, in bytes}
    public int fragmentOffset() {
        return fragmentOffset;
    }

    /// {@return where the header of layer 4 begins, if [#l4Length()] is not 0}
    public int l4Offset() {
        return l2Length + l3Length;
    }

    /// {@return the length of the header of layer 4; 0 when there is none that is known}
    public int l4Length() {
        return l4Length;
    }

    /// {@return where what follows the last known header begins}
    public int payloadOffset() {
        return l2Length + l3Length + l4Length;
    }

    /// {@return the length of header and data of layer 4, as the IP header claims; negative when that is a lie}
    public int l4DatagramLength() {
        return datagramLength - l3Length;
    }

    /// {@return whether the packet is IPv4}
    public boolean isIpv4() {
        return PacketType.isIpv4(packetType);
    }

    /// {@return whether the packet is IPv6}
    public boolean isIpv6() {
        return PacketType.isIpv6(packetType);
    }

    /// {@return whether it is TCP with its header wholly there}
    public boolean isTcp() {
        return l4Length != 0 && protocol == Ipv4Header.TCP;
    }

    /// {@return whether it is UDP with its header wholly there}
    public boolean isUdp() {
        return l4Length != 0 && protocol == Ipv4Header.UDP;
    }

    /// {@return whether the datagram has the length it claims: room for its headers, and not beyond the packet}
    ///
    /// @param packetLength length of the packet in bytes
    public boolean fits(final int packetLength) {
        return l3Length != 0 && l3Length + l4Length <= datagramLength && l2Length + datagramLength <= packetLength;
    }

    @Override
    public String toString() {
        return "Headers[" + PacketType.names(packetType) + ", l2=" + l2Length + ", l3=" + l3Length + ", l4=" + l4Length
            + ", datagram=" + datagramLength + ']';
    }
}
