/// The `net_af_packet` driver: a network interface of the kernel as a port, by packet sockets.
module dev.pollmode.pmd.af.packet {
    requires dev.pollmode.bus.vdev;
    requires dev.pollmode.ethdev;
    requires dev.pollmode.net;
    requires dev.pollmode.sys;

    provides dev.pollmode.bus.vdev.VdevDriver with dev.pollmode.pmd.af.packet.AfPacketDriver;
}
