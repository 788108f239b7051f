package dev.pollmode.net;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.sys.Mem;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A UDP packet over IPv4 that is made once and written into many mbufs: what generators of traffic send.
///
/// The headers are complete, with the checksum of IPv4; that of UDP is 0 (none) until a writer changes it. The payload is a fill byte.
/// Immutable; [#write] allocates nothing and may be called by any thread.
public final class PacketTemplate {
    /// Length of the Ethernet, IPv4 and UDP headers together, in bytes.
    public static final int HEADERS = EthernetHeader.LENGTH + Ipv4Header.LENGTH + UdpHeader.LENGTH;
    /// Where the IPv4 header begins.
    public static final int L3_OFFSET = EthernetHeader.LENGTH;
    /// Where the UDP header begins.
    public static final int L4_OFFSET = EthernetHeader.LENGTH + Ipv4Header.LENGTH;

    private final MemorySegment bytes;
    private final int length;

    private PacketTemplate(final Builder builder) {
        length = builder.length;
        bytes = Arena.ofAuto().allocate(length);
        bytes.fill(builder.fill);
        bytes.asSlice(0, HEADERS).fill((byte) 0);
        ethernet(builder);
        ipv4(builder);
        udp(builder);
    }

    /// Describes a packet of 64 bytes from 198.18.0.1, port 9, to 198.18.0.2, port 9 (the addresses of RFC 2544).
    ///
    /// @return the description
    public static Builder udp() {
        return new Builder();
    }

    /// What the packet shall be.
    public static final class Builder {
        private static final int SHORTEST = HEADERS;
        private static final int LONGEST = EthernetHeader.LENGTH + 0xffff;

        private long sourceMac;
        private long destinationMac;
        private int sourceIp = 0xc612_0001;
        private int destinationIp = 0xc612_0002;
        private int sourcePort = 9;
        private int destinationPort = 9;
        private int timeToLive = 64;
        private int length = 64;
        private byte fill;

        private Builder() {
        }

        /// Sets the MAC addresses.
        ///
        /// @param source of the sender, 48 bits
        /// @param destination of the receiver, 48 bits
        /// @return this
        public Builder ethernet(final long source, final long destination) {
            sourceMac = source;
            destinationMac = destination;
            return this;
        }

        /// Sets the IPv4 addresses.
        ///
        /// @param source of the sender
        /// @param destination of the receiver
        /// @return this
        public Builder ipv4(final int source, final int destination) {
            sourceIp = source;
            destinationIp = destination;
            return this;
        }

        /// Sets the UDP ports.
        ///
        /// @param source of the sender
        /// @param destination of the receiver
        /// @return this
        public Builder ports(final int source, final int destination) {
            sourcePort = source;
            destinationPort = destination;
            return this;
        }

        /// Sets the hops that the packet may go.
        ///
        /// @param hops 0 to 255
        /// @return this
        public Builder timeToLive(final int hops) {
            timeToLive = hops;
            return this;
        }

        /// Sets the length of the packet.
        ///
        /// @param bytes headers included, the frame check sequence not
        /// @return this
        public Builder length(final int bytes) {
            length = bytes;
            return this;
        }

        /// Sets what the payload is made of.
        ///
        /// @param value each byte of it
        /// @return this
        public Builder fill(final int value) {
            fill = (byte) value;
            return this;
        }

        /// {@return the packet}
        ///
        /// @throws IllegalArgumentException when the length is out of range
        public PacketTemplate build() {
            if (length < SHORTEST || length > LONGEST) {
                throw new IllegalArgumentException("packet length " + length + ": must be " + SHORTEST + " to " + LONGEST);
            }
            return new PacketTemplate(this);
        }
    }

    private void ethernet(final Builder builder) {
        final long at = bytes.address();
        address(at + EthernetHeader.DESTINATION, builder.destinationMac);
        address(at + EthernetHeader.SOURCE, builder.sourceMac);
        Mem.putShortBe(at + EthernetHeader.ETHER_TYPE, (short) EthernetHeader.TYPE_IPV4);
    }

    private static void address(final long at, final long address) {
        Mem.putShortBe(at, (short) (address >>> 32));
        Mem.putIntBe(at + 2, (int) address);
    }

    private void ipv4(final Builder builder) {
        final long at = bytes.address() + L3_OFFSET;
        Mem.putByte(at + Ipv4Header.VERSION_IHL, (byte) 0x45);
        Mem.putShortBe(at + Ipv4Header.TOTAL_LENGTH, (short) (length - L3_OFFSET));
        Mem.putByte(at + Ipv4Header.TIME_TO_LIVE, (byte) builder.timeToLive);
        Mem.putByte(at + Ipv4Header.PROTOCOL, (byte) Ipv4Header.UDP);
        Mem.putIntBe(at + Ipv4Header.SOURCE, builder.sourceIp);
        Mem.putIntBe(at + Ipv4Header.DESTINATION, builder.destinationIp);
        Mem.putShortBe(at + Ipv4Header.CHECKSUM, (short) Checksum.complement(Checksum.sum(at, Ipv4Header.LENGTH)));
    }

    private void udp(final Builder builder) {
        final long at = bytes.address() + L4_OFFSET;
        Mem.putShortBe(at + UdpHeader.SOURCE_PORT, (short) builder.sourcePort);
        Mem.putShortBe(at + UdpHeader.DESTINATION_PORT, (short) builder.destinationPort);
        Mem.putShortBe(at + UdpHeader.DATAGRAM_LENGTH, (short) (length - L4_OFFSET));
    }

    /// {@return the length of the packet in bytes}
    public int length() {
        return length;
    }

    /// {@return a copy of its bytes}
    public byte[] toByteArray() {
        return bytes.toArray(ValueLayout.JAVA_BYTE);
    }

    /// Makes an empty mbuf this packet.
    ///
    /// @param packet an mbuf of one segment, just taken
    /// @return false, and nothing written, when its buffer is too short
    public boolean write(final Mbuf packet) {
        if (packet.tailroom() + packet.dataLength() < length) {
            return false;
        }
        packet.dataLength(length);
        Mem.copy(bytes.address(), packet.dataAddress(), length);
        return true;
    }
}
