/// The `net_tap` and `net_tun` drivers: ports that are network interfaces of the kernel.
module dev.pollmode.pmd.tap {
    requires dev.pollmode.bus.vdev;
    requires dev.pollmode.ethdev;
    requires dev.pollmode.net;
    requires dev.pollmode.sys;

    provides dev.pollmode.bus.vdev.VdevDriver
        with dev.pollmode.pmd.tap.TapDriver, dev.pollmode.pmd.tap.TunDriver;
}
