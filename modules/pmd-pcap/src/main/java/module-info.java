/// The `net_pcap` driver: receives the packets of capture files, and writes what is sent to others.
module dev.pollmode.pmd.pcap {
    requires dev.pollmode.bus.vdev;
    requires dev.pollmode.ethdev;
    requires dev.pollmode.sys;

    provides dev.pollmode.bus.vdev.VdevDriver with dev.pollmode.pmd.pcap.PcapDriver;
}
