/// The PCI bus: devices that the kernel hands out by VFIO, and devices that other processes serve over vfio-user.
module dev.pollmode.bus.pci {
    requires transitive dev.pollmode.eal;
    requires transitive dev.pollmode.vfio.user;
    exports dev.pollmode.bus.pci;

    uses dev.pollmode.bus.pci.PciDriver;
    provides dev.pollmode.eal.spi.BusProvider with dev.pollmode.bus.pci.PciBusProvider;
}
