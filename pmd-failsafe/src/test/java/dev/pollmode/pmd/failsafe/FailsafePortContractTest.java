package dev.pollmode.pmd.failsafe;

import dev.pollmode.test.support.PortContract;

/// FS-40, FS-41: a failsafe port is a port, and leaves nothing behind.
final class FailsafePortContractTest extends PortContract {
    @Override
    protected String devargs() {
        return "net_failsafe0,dev(net_null7),dev(net_ring7)";
    }

    @Override
    protected int rounds() {
        return 200;
    }
}
