/// The `net_vdev_netvsc` driver: gives each NetVSC interface of a Hyper-V guest a failsafe port that follows its virtual
/// function.
module dev.pollmode.pmd.vdev.netvsc {
    requires dev.pollmode.bus.vdev;
    requires dev.pollmode.ethdev;
    requires dev.pollmode.sys;
    requires dev.pollmode.testpmd.spi;
    requires jdk.jfr;

    provides dev.pollmode.bus.vdev.VdevDriver with dev.pollmode.pmd.vdev.netvsc.NetvscDriver;
    provides dev.pollmode.testpmd.spi.CommandProvider with dev.pollmode.pmd.vdev.netvsc.NetvscCommands;
}
