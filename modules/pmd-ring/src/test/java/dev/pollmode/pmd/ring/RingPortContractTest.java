package dev.pollmode.pmd.ring;

import dev.pollmode.test.support.PortContract;

final class RingPortContractTest extends PortContract {
    @Override
    protected String devargs() {
        return "net_ring0";
    }
}
