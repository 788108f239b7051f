/// The `net_failsafe` driver: one port over several, which goes on when one of them leaves.
module dev.pollmode.pmd.failsafe {
    requires dev.pollmode.bus.vdev;
    requires dev.pollmode.ethdev;
    requires dev.pollmode.sys;
    requires jdk.jfr;

    provides dev.pollmode.bus.vdev.VdevDriver with dev.pollmode.pmd.failsafe.FailsafeDriver;
}
