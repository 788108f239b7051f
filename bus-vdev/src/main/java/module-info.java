/// The bus of virtual devices: those that exist because somebody named them.
module dev.pollmode.bus.vdev {
    requires transitive dev.pollmode.eal;
    exports dev.pollmode.bus.vdev;

    uses dev.pollmode.bus.vdev.VdevDriver;
    provides dev.pollmode.eal.spi.BusProvider with dev.pollmode.bus.vdev.VdevBusProvider;
}
