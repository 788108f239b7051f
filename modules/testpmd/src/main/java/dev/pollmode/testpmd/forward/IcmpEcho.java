package dev.pollmode.testpmd.forward;

import dev.pollmode.mbuf.Mbuf;
import dev.pollmode.net.Checksum;
import dev.pollmode.net.Headers;
import dev.pollmode.net.PacketParser;

/// `icmpecho`: answers ARP requests (RFC 826), for any address, and ICMP echo requests (RFC 792); frees all else.
final class IcmpEcho extends Forwarder {
    private static final int TYPE_ARP = 0x0806;
    private static final int ARP_LENGTH = 28;
    private static final int ARP_ETHERNET_IPV4 = 0x0001_0800;
    private static final int ARP_LENGTHS_REQUEST = 0x0604_0001;
    private static final int ARP_OPERATION = 6;
    private static final short ARP_REPLY = 2;
    private static final int ARP_SENDER_MAC = 8;
    private static final int ARP_SENDER_IP = 14;
    private static final int ARP_TARGET_MAC = 18;
    private static final int ARP_TARGET_IP = 24;
    private static final int PROTOCOL_ICMP = 1;
    private static final int ICMP_LENGTH = 8;
    private static final int ECHO_REQUEST = 0x0800;
    private static final int IP_CHECKSUM = 10;
    private static final int IP_SOURCE = 12;
    private static final int IP_DESTINATION = 16;
    private static final int MULTICAST = 0xe;

    private final PacketParser parser = new PacketParser();
    private final Headers headers = new Headers();
    private final Mbuf[] answers;
    private final long own;

    IcmpEcho(final StreamSetup stream) {
        super(stream);
        own = stream.own().value();
        answers = new Mbuf[burst.length];
    }

    @Override
    public int forward() {
        final int received = receive();
        int count = 0;
        for (int i = 0; i < received; i++) {
            final Mbuf packet = burst[i];
            if (answer(packet)) {
                answers[count++] = packet;
            } else {
                packet.free();
            }
        }
        if (count > 0) {
            transmit(answers, 0, count);
        }
        return received;
    }

    private boolean answer(final Mbuf packet) {
        parser.parse(packet, headers);
        if (headers.etherType() == TYPE_ARP) {
            return answerArp(packet, headers.l2Length());
        }
        return headers.isIpv4() && headers.protocol() == PROTOCOL_ICMP && !headers.isFragment()
            && packet.dataLength() >= headers.l4Offset() + ICMP_LENGTH && answerEcho(packet);
    }

    private boolean answerArp(final Mbuf packet, final int arp) {
        if (packet.dataLength() < arp + ARP_LENGTH || packet.getInt(arp) != ARP_ETHERNET_IPV4
                || packet.getInt(arp + 4) != ARP_LENGTHS_REQUEST) {
            return false;
        }
        final long asker = mac(packet, arp + ARP_SENDER_MAC);
        final int askerIp = packet.getInt(arp + ARP_SENDER_IP);
        final int wantedIp = packet.getInt(arp + ARP_TARGET_IP);
        packet.putShort(arp + ARP_OPERATION, ARP_REPLY);
        putMac(packet, arp + ARP_SENDER_MAC, own);
        packet.putInt(arp + ARP_SENDER_IP, wantedIp);
        putMac(packet, arp + ARP_TARGET_MAC, asker);
        packet.putInt(arp + ARP_TARGET_IP, askerIp);
        Ethernet.addresses(packet, asker, own);
        return true;
    }

    private boolean answerEcho(final Mbuf packet) {
        final int icmp = headers.l4Offset();
        if ((packet.getShort(icmp) & 0xffff) != ECHO_REQUEST) {
            return false;
        }
        final int ip = headers.l3Offset();
        final int source = packet.getInt(ip + IP_SOURCE);
        final int destination = packet.getInt(ip + IP_DESTINATION);
        int answering = destination;
        if (destination >>> 28 == MULTICAST) {
            // A group cannot send: answer from the neighbour of the one that asks.
            answering = source ^ 1;
            final int checksum = Checksum.update32(packet.getShort(ip + IP_CHECKSUM) & 0xffff, destination, answering);
            packet.putShort(ip + IP_CHECKSUM, (short) checksum);
        }
        packet.putInt(ip + IP_SOURCE, answering);
        packet.putInt(ip + IP_DESTINATION, source);
        packet.putShort(icmp, (short) 0);
        packet.putShort(icmp + 2, (short) Checksum.update(packet.getShort(icmp + 2) & 0xffff, ECHO_REQUEST, 0));
        Ethernet.addresses(packet, Ethernet.source(packet).value(), own);
        return true;
    }

    private static long mac(final Mbuf packet, final int at) {
        return (packet.getShort(at) & 0xffffL) << 32 | packet.getInt(at + 2) & 0xffff_ffffL;
    }

    private static void putMac(final Mbuf packet, final int at, final long mac) {
        packet.putShort(at, (short) (mac >>> 32));
        packet.putInt(at + 2, (int) mac);
    }
}
