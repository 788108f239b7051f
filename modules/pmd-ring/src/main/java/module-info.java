/// The `net_ring` driver: ports whose queues are rings in memory.
module dev.pollmode.pmd.ring {
    requires dev.pollmode.bus.vdev;
    requires dev.pollmode.ethdev;

    provides dev.pollmode.bus.vdev.VdevDriver with dev.pollmode.pmd.ring.RingDriver;
}
