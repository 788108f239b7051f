package dev.pollmode.mlx5.model;

import java.util.HashSet;
import java.util.Set;

/// The virtual port: addresses, MTU, receive modes, link, counters. Device thread only, but for the link, which anybody may read.
final class Vport {
    /// Ethernet MTU 1500 with header, tag and FCS.
    static final int DEFAULT_MTU = 1522;
    static final int MAX_MTU = 10_000;
    static final int FCS_LENGTH = 4;
    static final int ADMIN_UP = 1;
    static final int ADMIN_FOLLOW = 2;

    private final ModelConfig config;
    private final Set<Long> unicast = new HashSet<>();
    private final Set<Long> multicast = new HashSet<>();
    private final Set<Integer> vlans = new HashSet<>();
    private volatile boolean cable;

    long mac;
    int mtu;
    boolean promiscuousUnicast;
    boolean promiscuousMulticast;
    boolean promiscuousAll;
    boolean roce;
    boolean noMulticastLoop;
    boolean noUnicastLoop;
    /// The driver asked that frames to the port's own addresses come back to it. Until it does they go over the wire like all others.
    boolean loopsUnicast;
    int inlineMode;
    int eventWord;
    long nodeGuid;
    long portGuid;
    int adminState;

    long receivedErrors;
    long transmitErrors;
    long receiveDropped;
    final Counter receivedUnicast = new Counter();
    final Counter receivedMulticast = new Counter();
    final Counter receivedBroadcast = new Counter();
    final Counter transmittedUnicast = new Counter();
    final Counter transmittedMulticast = new Counter();
    final Counter transmittedBroadcast = new Counter();

    Vport(final ModelConfig config) {
        this.config = config;
        this.cable = config.linkUp();
        reset();
    }

    void reset() {
        mac = config.macAddress();
        mtu = DEFAULT_MTU;
        promiscuousUnicast = false;
        promiscuousMulticast = false;
        promiscuousAll = false;
        roce = false;
        noMulticastLoop = false;
        noUnicastLoop = false;
        loopsUnicast = false;
        inlineMode = config.inlineMode();
        eventWord = 0;
        nodeGuid = mac;
        portGuid = mac;
        adminState = ADMIN_FOLLOW;
        unicast.clear();
        multicast.clear();
        vlans.clear();
        clearCounters();
    }

    void clearCounters() {
        receivedErrors = 0;
        transmitErrors = 0;
        receiveDropped = 0;
        receivedUnicast.clear();
        receivedMulticast.clear();
        receivedBroadcast.clear();
        transmittedUnicast.clear();
        transmittedMulticast.clear();
        transmittedBroadcast.clear();
    }

    Set<Long> unicast() {
        return unicast;
    }

    Set<Long> multicast() {
        return multicast;
    }

    Set<Integer> vlans() {
        return vlans;
    }

    boolean isUp() {
        return cable && adminState != 0;
    }

    boolean cable() {
        return cable;
    }

    void setCable(final boolean up) {
        cable = up;
    }

    /// {@return whether the host's switch hands a frame to this port}
    boolean accepts(final PacketHeaders packet) {
        final boolean everything = promiscuousAll && config.trusted();
        if (everything || packet.isBroadcast()) {
            return true;
        }
        final long destination = packet.destinationMac();
        return packet.isMulticast()
            ? promiscuousMulticast || multicast.contains(destination)
            : promiscuousUnicast && config.trusted() || destination == mac || unicast.contains(destination);
    }

    /// {@return whether the host's switch gives a frame of this port back to it}
    boolean loops(final PacketHeaders packet) {
        return loopsUnicast && !packet.isMulticast() && !packet.isBroadcast()
            && (packet.destinationMac() == mac || unicast.contains(packet.destinationMac()));
    }

    boolean fits(final int frameLength) {
        return frameLength + FCS_LENGTH <= mtu;
    }

    void countReceived(final PacketHeaders packet) {
        counter(packet, receivedUnicast, receivedMulticast, receivedBroadcast).add(packet.length);
    }

    void countTransmitted(final PacketHeaders packet) {
        counter(packet, transmittedUnicast, transmittedMulticast, transmittedBroadcast).add(packet.length);
    }

    private static Counter counter(final PacketHeaders packet, final Counter uni, final Counter multi, final Counter broad) {
        return packet.isBroadcast() ? broad : packet.isMulticast() ? multi : uni;
    }
}
