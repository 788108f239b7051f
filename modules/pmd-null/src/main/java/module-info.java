/// The `net_null` driver: packets from nowhere and to nowhere. (`null` is a keyword, so its package is `nul`.)
module dev.pollmode.pmd.nul {
    requires dev.pollmode.bus.vdev;
    requires dev.pollmode.ethdev;

    provides dev.pollmode.bus.vdev.VdevDriver with dev.pollmode.pmd.nul.NullDriver;
}
